#!/usr/bin/env bash
# Tier 2, at most 60 minutes on two cores: before an issue is called resolved. Writes docs/deep.json.
# Needs apt for GRASS (validation/peers/viewshed) and a network for Stone Soup and the recorded flights.
# SALib and Ray join when what they check is there.
# shellcheck disable=SC2317 # functions are called through step
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

export CARGO_TERM_COLOR=never CARGO_NET_RETRY=5 NO_COLOR=1
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
work="$CARGO_TARGET_DIR/deep"
release="$CARGO_TARGET_DIR/release/sandtable"
venv="$work/venv"
py="$venv/bin/python"
rm -rf "$work/steps" "$work/runs"
mkdir -p "$work/steps" "$work/runs"
# The commit that is checked, and whether the tree has changes beside it.
commit="$(git rev-parse HEAD)"
changed="$(git status --porcelain -- . ':!docs/deep.json' | wc -l)"

failed=0
# step NAME COMMAND...: keeps the output; a last line that is a JSON object goes into docs/deep.json as figures.
step() {
  local name="$1" began=$SECONDS status=0
  shift
  echo "== $name"
  set +e
  (
    set -e
    "$@"
  ) 2>&1 | tee "$work/steps/$name.log"
  status=${PIPESTATUS[0]}
  set -e
  echo "$status $((SECONDS - began))" >"$work/steps/$name.end"
  if [ "$status" -ne 0 ]; then failed=1; fi
  echo "== $name: exit code $status, $((SECONDS - began)) s"
}

tools() {
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r validation/requirements.txt
  cargo build --release
}

coverage() { "$py" validation/coverage.py "$release" 400; }

oracle() { "$py" validation/oracle/compare.py "$release" --reps 5000; }

# Probabilities of detection by other means, every row again.
pd() { "$py" validation/pd/make.py --check; }

viewshed() { validation/peers/viewshed/run.sh --quick; }

tracker() { validation/peers/tracker/run.sh; }

# The recorded flights again from their package.
recorded() { "$py" validation/recorded/make.py --check; }

seen() { "$py" validation/check_coverage.py "$release" "$work/seen"; }

packages() {
  local crate files
  for crate in sandtable-assets sandtable sandtable-cli; do
    files="$(cargo package --list --allow-dirty -p "$crate" | wc -l)"
    echo "$crate: $files files"
  done
  # What the crate embeds must be inside its package.
  cargo package --list --allow-dirty -p sandtable-assets >"$work/assets.txt"
  (
    cd crates/sandtable-assets
    find catalogue scenarios validation map -type f
  ) | sort >"$work/wanted.txt"
  sort "$work/assets.txt" | comm -23 "$work/wanted.txt" - >"$work/lacking.txt"
  if [ -s "$work/lacking.txt" ]; then
    cat "$work/lacking.txt"
    return 1
  fi
}

# judge FOLDER: counts in the caller's `whole`, `absent` or `half`.
judge() {
  if [ ! -e "$1" ]; then
    absent=$((absent + 1))
  elif "$py" validation/check_parquet.py "$1" --quiet; then
    whole=$((whole + 1))
  else
    half=$((half + 1))
  fi
}

# Kills runs at moments spread over their length: the folder is whole or absent.
kills() {
  local total=200 again=100 n=0 pid whole=0 absent=0 half=0 began length_us pause_us
  began="$(date +%s%N)"
  "$release" run --neighbours 0 -o "$work/runs/timed" >/dev/null 2>&1
  length_us=$((($(date +%s%N) - began) / 1000))
  while [ "$n" -lt "$total" ]; do
    n=$((n + 1))
    "$release" run --neighbours 0 -o "$work/runs/run-$n" >/dev/null 2>&1 &
    pid=$!
    pause_us=$((length_us * 12 * n / (10 * total)))
    sleep "$(printf '%d.%06d' $((pause_us / 1000000)) $((pause_us % 1000000)))"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    judge "$work/runs/run-$n"
  done
  # An earlier folder under the same name is replaced: killed there, it is whole (old or new) or absent.
  for n in $(seq 1 "$again"); do
    "$release" run --neighbours 0 --seed "$n" -o "$work/runs/timed" >/dev/null 2>&1 &
    pid=$!
    pause_us=$((length_us * 12 * n / (10 * again)))
    sleep "$(printf '%d.%06d' $((pause_us / 1000000)) $((pause_us % 1000000)))"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    judge "$work/runs/timed"
  done
  echo "{\"killed\": $((total + again)), \"whole\": $whole, \"absent\": $absent, \"half\": $half, \"length_ms\": $((length_us / 1000))}"
  [ "$half" -eq 0 ] && [ "$whole" -gt 0 ] && [ "$absent" -gt 0 ]
}

step tools tools
step coverage coverage
step oracle oracle
step pd pd
step viewshed viewshed
step tracker tracker
step recorded recorded
step seen seen
step packages packages
step kills kills
rm -rf "$work/runs"

"$py" - "$work/steps" "$commit" "$changed" <<'PYTHON'
import json, platform, sys
from datetime import datetime, timezone
from pathlib import Path

folder, commit, changed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
steps = {}
for end in sorted(folder.glob("*.end")):
    status, seconds = map(int, end.read_text().split())
    lines = end.with_suffix(".log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    steps[end.stem] = {"ok": status == 0, "seconds": seconds}
    try:
        figures = json.loads(lines[-1])
    except (IndexError, ValueError):
        figures = None
    if isinstance(figures, dict):
        steps[end.stem]["figures"] = figures
deep = {
    "commit": commit,
    "changed_files": changed,
    "date": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "platform": platform.machine() + " " + platform.system(),
    "ok": all(step["ok"] for step in steps.values()),
    "steps": steps,
}
Path("docs/deep.json").write_text(json.dumps(deep, indent=2) + "\n", encoding="utf-8")
print("docs/deep.json written")
PYTHON
exit "$failed"
