#!/usr/bin/env bash
# Masking heights against gdal_viewshed and GRASS r.viewshed, in one run: cells for each CPU second, agreement with
# exact rays at five target heights, and the floor of memory. About 5 minutes of CPU: exact rays over 3601 x 3601
# posts and GRASS take nearly all. `run.sh --quick` leaves 3601 out. Exits 1 if a demand is not met.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
exec </dev/null

export CARGO_TERM_COLOR=never
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
here=validation/peers/viewshed
work="$CARGO_TARGET_DIR/peers/viewshed"
# The distribution's Python: its numpy and GDAL bindings come with apt.
py=/usr/bin/python3

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

missing=()
command -v gdal_viewshed >/dev/null || missing+=(gdal-bin)
command -v grass >/dev/null || missing+=(grass-core)
"$py" -c 'import numpy' 2>/dev/null || missing+=(python3-numpy)
"$py" -c 'import osgeo_utils' 2>/dev/null || missing+=(python3-gdal)
if [ "${#missing[@]}" -gt 0 ]; then
  echo "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq
  as_root apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
# shellcheck source=/dev/null
command -v cargo >/dev/null || . "$HOME/.cargo/env"
cargo build --quiet --release --package sandtable --example viewshed

rm -rf "$work"
mkdir -p "$work"
exec "$py" "$here/compare.py" "$CARGO_TARGET_DIR/release/examples/viewshed" "$work" "$@"
