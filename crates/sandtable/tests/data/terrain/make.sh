#!/usr/bin/env bash
# Makes the fixtures beside it with GDAL (gdal-bin, 3.6 or later). Heights are 100 + 10 row + col, the post in
# row 3, column 4 is unknown in those with no-data. Run again only when a fixture is added.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# grid ROWS COLS WEST NORTH STEP_X STEP_Y: an ASCII grid of areas in XYZ order.
grid() {
  awk -v rows="$1" -v cols="$2" -v west="$3" -v north="$4" -v dx="$5" -v dy="$6" 'BEGIN {
    for (r = 0; r < rows; r++) for (c = 0; c < cols; c++)
      printf "%.12f %.12f %d\n", west + (c + 0.5) * dx, north - (r + 0.5) * dy,
        (r == 3 && c == 4) ? -9999 : 100 + 10 * r + c
  }'
}

grid 20 40 30 53 0.01 0.02 >"$work/small.xyz"
make() {
  local name="$1"
  shift
  gdal_translate -q -a_srs EPSG:4326 -a_nodata -9999 "$@" "$work/small.xyz" "$name.tif"
}
make f32-tiles-deflate -ot Float32 -co TILED=YES -co BLOCKXSIZE=16 -co BLOCKYSIZE=16 -co COMPRESS=DEFLATE -co PREDICTOR=3
make i16-strips-lzw -ot Int16 -co COMPRESS=LZW -co PREDICTOR=2 -co BLOCKYSIZE=7
make i32-strips -ot Int32
make f64-strips-deflate -ot Float64 -co COMPRESS=DEFLATE
make f32-big-endian -ot Float32 -co ENDIANNESS=BIG
make i16-points -ot Int16 -mo AREA_OR_POINT=Point -co COMPRESS=DEFLATE
sed 's/-9999$/65535/' "$work/small.xyz" >"$work/unsigned.xyz"
gdal_translate -q -a_srs EPSG:4326 -a_nodata 65535 -ot UInt16 "$work/unsigned.xyz" u16-strips.tif
gdal_translate -q -a_srs EPSG:4326+5773 -ot Int16 "$work/small.xyz" i16-egm96.tif
gdal_translate -q -a_srs EPSG:32635 -ot Int16 "$work/small.xyz" i16-projected.tif

# DTED level 0 north of 50: 121 rows, 61 columns; posts on the borders of the degree.
grid 121 61 29.991666666667 53.004166666667 0.016666666667 0.008333333333 >"$work/dted.xyz"
gdal_translate -q -a_srs EPSG:4326 -a_nodata -9999 -ot Int16 -of DTED "$work/dted.xyz" n52.dt0
rm -f ./*.aux.xml
