#!/usr/bin/env python3
"""Files of `sandtable coverage` in their readers: check_coverage.py SANDTABLE FOLDER

GeoJSON by ogrinfo and geojson-validator, rasters by gdalinfo and a validator of cloud-optimised GeoTIFF (rio-cogeo),
maps as well-formed XML. Ranges over a smooth earth are compared with the horizon worked out here: at low heights the
greatest median range is the sum of two horizons on an effective earth, within what is drawn.
"""

import json
import math
import subprocess
import sys
import xml.dom.minidom
from pathlib import Path

from geojson_validator import validate_geometries, validate_structure
from rio_cogeo.cogeo import cog_validate


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    command = [program, "coverage", "--heights", "100,1000,8000", "--draws", "60", "-o", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    polygons = folder / "coverage.geojson"
    collection = json.loads(polygons.read_text(encoding="utf-8"))
    if validate_structure(collection) or any(validate_geometries(collection)["invalid"].values()):
        sys.exit("coverage.geojson is not valid")
    shown = subprocess.run(["ogrinfo", "-al", "-so", str(polygons)], check=True, capture_output=True, text=True).stdout
    count = next(int(line.split(":")[1]) for line in shown.splitlines() if line.startswith("Feature Count"))
    if count != len(collection["features"]):
        sys.exit(f"ogrinfo counts {count} features of {len(collection['features'])}")

    rasters = sorted(folder.glob("*.tif"))
    for raster in rasters:
        info = subprocess.run(["gdalinfo", "-stats", str(raster)], check=True, capture_output=True, text=True).stdout
        if 'ID["EPSG",4326]' not in info and 'AUTHORITY["EPSG","4326"]' not in info:
            sys.exit(f"{raster.name}: gdalinfo finds no EPSG:4326")
        valid, errors, _ = cog_validate(str(raster))
        if not valid:
            sys.exit(f"{raster.name}: {errors}")
    maps = sorted(folder.glob("*.svg"))
    for drawing in maps:
        xml.dom.minidom.parse(str(drawing))
    if len(rasters) != 3 or len(maps) != 3:
        sys.exit(f"{len(rasters)} rasters and {len(maps)} maps of three heights")

    rows = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))["rows"]
    for row in rows:
        for height in row["heights"]:
            ranges = [r[1] / 1e3 for r in height["ranges_m"]]
            # k from 1.2 to 1.6, antennas from 3 to 24 m.
            most = sum(math.sqrt(2 * 1.6 * 6371.0 * h / 1e3) for h in (24.0, height["height_m"]))
            if max(ranges) > most + 3 * (row["precision_m"] or 0) / 1e3:
                sys.exit(f"{row['unit']} sees {max(ranges):.0f} km at {height['height_m']} m, over the horizon {most:.0f} km")
            if any(r[0] < r[1] < r[2] for r in height["ranges_m"]) is False and max(ranges) > 0:
                sys.exit(f"{row['unit']}: no spread at {height['height_m']} m")
    print(f"  {count} features by ogrinfo and a validator, {len(rasters)} rasters by gdalinfo and as COG, {len(maps)} maps")


main()
