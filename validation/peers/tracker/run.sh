#!/usr/bin/env bash
# sandtable's tracker beside Stone Soup on the same plots, both in one run: about 3 minutes; `run.sh --full` adds
# TRK-1000 (Stone Soup takes half a minute of CPU a scan there): about 15 minutes.
# Makes a Python environment below target/. Thread pools of the linear algebra are pinned to one thread.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
target="${CARGO_TARGET_DIR:-target}"
venv="$target/peers/tracker-venv"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import stonesoup' 2>/dev/null ||
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement validation/peers/tracker/requirements.txt
cargo build --quiet --release --package sandtable --example tracker
exec "$venv/bin/python" validation/peers/tracker/compare.py "$target/release/examples/tracker" "$target/peers/tracker" "$@"
