#!/usr/bin/env python3
"""A run's exports read by other programs, and their positions against the log: check_exports.py SANDTABLE RUN_FOLDER WORK

GeoJSON by ogrinfo and geojson-validator; ACMI by pyacmi. At 1,000 random instants the positions in both files are
compared with positions worked out here, from the log's tables (pyarrow) and the scenario's places alone: along a leg
the point of the WGS84 geodesic (geographiclib) at the share of its time, else the place of the latest row.
"""

import json
import random
import subprocess
import sys
from bisect import bisect_right
from datetime import datetime, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from geographiclib.geodesic import Geodesic
from geojson_validator import validate_geometries, validate_structure
from loguru import logger
from pyacmi import Acmi

SAMPLES = 1000
# Between two vertices readers draw a straight line in degrees; the tracks keep within this of the geodesic.
TOLERANCE_M = 250.0
WGS84 = Geodesic.WGS84
logger.remove()


def rows_of(path):
    """Rows of a table; instants as seconds since 1970."""
    table = pq.read_table(path)
    for name in ("time", "start"):
        if name in table.column_names:
            at = table.column_names.index(name)
            table = table.set_column(at, name, table[name].cast(pa.int64()))
    rows = table.to_pylist()
    for row in rows:
        for name in ("time", "start"):
            if name in row:
                row[name] /= 1e9
    return rows


def seconds(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=timezone.utc).timestamp()


class Log:
    """What the tables of a run say about where each unit was."""

    def __init__(self, folder):
        scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
        self.places = {p["id"]: tuple(p["at"]) for p in scenario["places"] if p["at"]}
        self.units = {f"units/{u['id']}": u for u in scenario["units"]}
        self.ids = [p["id"] for p in scenario["places"]]
        rows = rows_of(folder / "legs.parquet")
        self.legs = {}
        for row in rows:
            self.legs.setdefault(row["unit"], []).append(row)
        self.stays = {}
        for row in rows_of(folder / "states.parquet"):
            self.stays.setdefault(row["unit"], []).append(row)

    def position(self, unit, t):
        """Latitude and longitude at t (s since 1970); None if the log does not say."""
        for leg in self.legs.get(unit, []):
            a, b = leg["start"], leg["time"]
            if leg["train"] == 0 and a <= t < b:
                share = leg["part_from"] + (t - a) / (b - a) * (leg["part_to"] - leg["part_from"])
                return along(self.places.get(leg["from"]), self.places.get(leg["to"]), share)
        start = self.units[unit]["place"]
        known = [(-1e18, self.ids[start] if start is not None else None)]
        known += [(r["time"], r["place"]) for r in self.stays.get(unit, []) if r["place"]]
        known += [(r["time"], r["to"]) for r in self.legs.get(unit, []) if r["part_to"] >= 1]
        known.sort(key=lambda k: k[0])
        return self.places.get([k for k in known if k[0] <= t][-1][1])


def along(a, b, share):
    if not a or not b:
        return None
    line = WGS84.InverseLine(*a, *b)
    point = line.Position(share * line.s13)
    return point["lat2"], point["lon2"]


def metres(a, b):
    return WGS84.Inverse(*a, *b)["s12"]


def geojson_tracks(path):
    tracks = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        p = feature["properties"]
        if p["what"] != "unit" or p["train"] != 0:
            continue
        if feature["geometry"]["type"] == "Point":
            lon, lat = feature["geometry"]["coordinates"]
            tracks[f"units/{p['unit']}"] = [(-1e18, lat, lon), (1e18, lat, lon)]
            continue
        points = []
        for (lon, lat), arrives, leaves in zip(feature["geometry"]["coordinates"], p["times"], p["leaves"]):
            points += [(seconds(arrives), lat, lon), (seconds(leaves), lat, lon)]
        tracks[f"units/{p['unit']}"] = points
    return tracks


def acmi_tracks(path):
    """Positions of the first object of each unit, read by the independent parser."""
    reference, tracks, names, last, first, frame, now = None, {}, {}, {}, {}, 0.0, 0.0
    acmi = Acmi()
    acmi.load_acmi(str(path))  # raises if it cannot be read
    for identity in acmi.objects:
        thing = acmi.objects[identity]
        name = thing.get_value("Name") or ""
        names[identity] = name.split(" #")[0]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("0,ReferenceTime="):
            reference = seconds(line.split("=", 1)[1])
        elif line.startswith("#"):
            frame = float(line[1:])
            now = reference + frame
        elif ",T=" in line:
            number, rest = line.split(",", 1)
            lon, lat, _ = (float(x) for x in rest.split(",")[0][2:].split("|"))
            if ",Name=" in line:
                last[number] = line.split(",Name=")[1].split(",")[0].split(" #")[0]
            seen = acmi.objects[number]
            there = (seen.latitude(frame), seen.longitude(frame))
            there = tuple(float(x) for x in there)
            assert metres(there, (lat, lon)) < 1, f"the parser reads {there} where {lat}, {lon} stands"
            if number == first.setdefault(last[number], number):
                tracks.setdefault(f"units/{last[number]}", []).append((now, lat, lon))
    read = set(names.values())
    assert {u.removeprefix("units/") for u in tracks} == read, "the parser sees the same objects"
    return tracks


def at(points, t):
    after = bisect_right([p[0] for p in points], t)
    if after == 0:
        return None
    if after == len(points):
        return points[-1][1:]
    (t0, *a), (t1, *b) = points[after - 1], points[after]
    share = (t - t0) / (t1 - t0) if t1 > t0 else 0.0
    return tuple(x + share * (y - x) for x, y in zip(a, b))


def main(program, folder, work):
    folder, work = Path(folder), Path(work)
    for kind, name in (("geojson", "run.geojson"), ("acmi", "run.acmi")):
        subprocess.run([program, "export", "--run", folder, "--format", kind, "-o", work / name], check=True)
    text = json.loads((work / "run.geojson").read_text(encoding="utf-8"))
    structure, geometry = validate_structure(text), validate_geometries(text)
    assert not structure, structure
    assert not geometry["invalid"] and not geometry["problematic"], geometry
    ogr = subprocess.run(["ogrinfo", "-ro", "-so", "-al", work / "run.geojson"], capture_output=True, text=True, check=True)
    assert f"Feature Count: {len(text['features'])}" in ogr.stdout, ogr.stdout[:500]
    print(f"  GeoJSON: {len(text['features'])} features, {(work / 'run.geojson').stat().st_size} bytes; ogrinfo and geojson-validator accept them")
    log = Log(folder)
    scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    start, end = scenario["start"] / 1e9, scenario["end"] / 1e9
    draw = random.Random(7)
    for name, tracks in (("GeoJSON", geojson_tracks(work / "run.geojson")), ("ACMI", acmi_tracks(work / "run.acmi"))):
        moving = sorted(u for u in tracks if log.legs.get(u))
        worst, compared = 0.0, 0
        while compared < SAMPLES:
            unit, t = draw.choice(moving), draw.uniform(start, end)
            here, there = log.position(unit, t), at(tracks[unit], t)
            if here is None or there is None:
                assert here is there, f"{unit} at {t}: {here} {there}"
                continue
            compared += 1
            gap = metres(here, there)
            assert gap < TOLERANCE_M, f"{name}: {unit} at {datetime.fromtimestamp(t, timezone.utc)}: {gap:.0f} m, log {here}, file {there}"
            worst = max(worst, gap)
        print(f"  {name}: {compared} positions of {len(moving)} moving units agree with the log, the worst within {worst:.0f} m")


if __name__ == "__main__":
    main(*sys.argv[1:])
