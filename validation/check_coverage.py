#!/usr/bin/env python3
"""Files of `sandtable coverage` in their readers: check_coverage.py SANDTABLE FOLDER

GeoJSON by ogrinfo and geojson-validator, rasters by gdalinfo and a validator of cloud-optimised GeoTIFF (rio-cogeo),
maps as well-formed XML. Ranges over a smooth earth are compared with the horizon worked out here: at low heights the
greatest median range is the sum of two horizons on an effective earth, within what is drawn. Over the SRTM sample the
raster of a radar on a hill is compared with lines of sight worked out here, and the polygons with the raster.
"""

import json
import math
import subprocess
import sys
import xml.dom.minidom
from pathlib import Path

import numpy as np
import rasterio
from geojson_validator import validate_geometries, validate_structure
from rio_cogeo.cogeo import cog_validate

DEM = Path(__file__).parent.parent / "crates/sandtable/tests/data/terrain/jacksboro_srtm3.tif"
SITE = (36.565833, -84.2725)
ANTENNA_M = 20.0
CELL_DEG = 0.0025
HILL = f"""
scenario: lesson
period: {{start: 2030-05-01T00:00Z, end: 2030-05-01T06:00Z}}
sources: {{lesson: {{kind: notional, reason: "round numbers for a test"}}}}
sides: {{green: {{name: Green}}}}
air: {{source: lesson, hits: 3 exact, looks: 5 exact, misses: 3 exact, refraction: 1.3333333333333333 exact}}
places: {{source: lesson, hill: {{at: {SITE[0]} N {-SITE[1]} W ±1 m}}}}
types:
  watcher:
    source: lesson
    sensors:
      radar: {{kind: radar, source: lesson, range: 11 km exact, against: 3 m2 exact, detects: 0.5 exact,
        false-alarm: 1e-6 exact, pulses: 10 exact, swerling: 1, height: {ANTENNA_M} m exact, scan: 10 s exact,
        beam: 1 deg exact, cell: 100 m exact}}
units: {{watcher: {{type: watcher, side: green, start: {{place: hill, state: duty-accepted}}}}}}
"""


def valid_polygons(path):
    collection = json.loads(path.read_text(encoding="utf-8"))
    if validate_structure(collection) or any(validate_geometries(collection)["invalid"].values()):
        sys.exit(f"{path} is not valid")
    return collection


def bilinear(heights, row, col):
    r, c = np.floor(row).astype(int), np.floor(col).astype(int)
    a, b = row - r, col - c
    low = heights[r, c] * (1 - b) + heights[r, c + 1] * b
    high = heights[r + 1, c] * (1 - b) + heights[r + 1, c + 1] * b
    return low * (1 - a) + high * a


def visible(dem, lat, lon, above_m):
    """A line every 20 m or closer over heights less the fall of the effective earth; and its length (m)."""
    heights, to_post = dem
    along_m = 111_132.954 - 559.822 * math.cos(2 * math.radians(SITE[0])) + 1.175 * math.cos(4 * math.radians(SITE[0]))
    across_m = math.cos(math.radians((lat + SITE[0]) / 2)) * 111_412.84 - 93.5 * math.cos(3 * math.radians(SITE[0]))
    length = math.hypot((lat - SITE[0]) * along_m, (lon - SITE[1]) * across_m)
    share = np.linspace(0, 1, max(3, int(length / 20)) + 1)
    ground = bilinear(heights, *to_post(SITE[0] + share * (lat - SITE[0]), SITE[1] + share * (lon - SITE[1])))
    over = ground - (share * length) ** 2 / (2 * 6_371_008.8 * 4 / 3)
    line = (over[0] + ANTENNA_M) * (1 - share) + (over[-1] + above_m) * share
    return bool((over[1:-1] <= line[1:-1]).all()), length


def over_terrain(program, folder):
    folder.mkdir(parents=True, exist_ok=True)
    scenario = folder / "hill.yaml"
    scenario.write_text(HILL, encoding="utf-8")
    heights_m = [10, 30, 100, 300]
    command = [program, "coverage", str(scenario), "--dem", str(DEM), "--datum", "egm96", "--dem-error", "0", "--draws", "10"]
    command += ["--heights", ",".join(map(str, heights_m)), "--cell", str(CELL_DEG), "-o", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    collection = valid_polygons(folder / "coverage.geojson")
    with rasterio.open(DEM) as file:
        inverse = ~file.transform
        dem = (file.read(1).astype(float), lambda lat, lon: tuple(x - 0.5 for x in (inverse * (lon, lat))[::-1]))
    told = []
    for above_m in heights_m:
        with rasterio.open(folder / f"coverage-{above_m}m.tif") as file:
            claimed, place = file.read(1) >= 0.5, file.transform
        count = {(c, v): 0 for c in (False, True) for v in (False, True)}
        for row, col in np.ndindex(claimed.shape):
            lon, lat = place * (col + 0.5, row + 0.5)
            clear, length = visible(dem, lat, lon, above_m)
            if length <= 10_000:
                count[(bool(claimed[row, col]), clear)] += 1
        hidden = count[(True, False)] / (count[(True, False)] + count[(True, True)])
        missed = count[(False, True)] / (count[(False, True)] + count[(True, True)])
        if hidden > 0.04 or missed > 0.06:
            sys.exit(f"{above_m} m: {hidden:.1%} of the cells claimed are hidden, {missed:.1%} of those visible missed")
        told.append(f"{above_m} m {hidden:.1%}/{missed:.1%}")
        shape = next(f["geometry"] for f in collection["features"]
                     if f["properties"].get("height_m") == above_m and f["properties"]["quantile"] == 0.5)
        doubled = sum(a[0] * b[1] - b[0] * a[1] for p in shape["coordinates"] for r in p for a, b in zip(r, r[1:]))
        cells = doubled / 2 / CELL_DEG**2
        if abs(cells - claimed.sum()) > 0.02 * claimed.sum():
            sys.exit(f"{above_m} m: polygons hold {cells:.1f} cells, the raster {claimed.sum()}")
    print(f"  over the SRTM sample, claimed but hidden/visible but missed: {', '.join(told)}")


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    command = [program, "coverage", "--heights", "100,1000,8000", "--draws", "60", "-o", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    polygons = folder / "coverage.geojson"
    collection = valid_polygons(polygons)
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
    over_terrain(program, folder / "terrain")


main()
