#!/usr/bin/env bash
# Every workload that others are timed with, in one run: masking heights beside GDAL and GRASS, the tracker beside
# Stone Soup, then RAID-N, for which no peer is installed: its floor stands beside it instead.
# `run.sh [--quick] [--full]`: --quick leaves the largest ground out of the first, --full adds TRK-1000 to the second.
# Some 10 minutes; 15 more with --full. Goes on after a failure, and then exits 1. Nothing else should run beside it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec </dev/null

viewshed=() tracker=()
for word in "$@"; do
  case "$word" in
    --quick) viewshed+=("$word") ;;
    --full) tracker+=("$word") ;;
    *)
      echo "usage: run.sh [--quick] [--full]" >&2
      exit 2
      ;;
  esac
done
# shellcheck source=/dev/null
command -v cargo >/dev/null || . "$HOME/.cargo/env"

failed=0
# part TITLE COMMAND...
part() {
  echo
  echo "== $1"
  shift
  "$@" || {
    echo "== exit code $?"
    failed=1
  }
}

raid() {
  cargo build --quiet --release --package sandtable --example raid || return
  echo "floor of a look: about 180 ns (position, bearing and sight, chance, draw; examples/raid.rs)"
  cargo run --quiet --release --package sandtable --example raid -- 1000 &&
    cargo run --quiet --release --package sandtable --example raid
}

part "masking heights: GDAL, GRASS" validation/peers/viewshed/run.sh "${viewshed[@]+"${viewshed[@]}"}"
part "tracks: Stone Soup" validation/peers/tracker/run.sh "${tracker[@]+"${tracker[@]}"}"
part "raids" raid
echo
uptime
exit "$failed"
