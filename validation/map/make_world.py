#!/usr/bin/env python3
"""Makes map/world_110m.geojson from a TopoJSON of Natural Earth 1:110m: land as a backdrop of the rail move.

usage: make_world.py IN.topo.json OUT.geojson. Coordinates to two decimals, rings that touch lon 10-155, lat 30-80.
"""
import json
import sys


def arcs_of(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * sx + tx, 2), round(y * sy + ty, 2)))
        yield points


def ring(indices, arcs):
    points = []
    for index in indices:
        piece = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += piece if not points else piece[1:]
    out = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    return out if out[0] == out[-1] else [*out, out[0]]


def wanted(points):
    return any(10 <= lon <= 155 and 30 <= lat <= 80 for lon, lat in points) and len(points) >= 4


def main(source, target):
    topology = json.load(open(source, encoding="utf-8"))
    arcs = list(arcs_of(topology))
    features = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"], [])
        kept = [[r for r in (ring(i, arcs) for i in polygon) if wanted(r)] for polygon in polygons]
        kept = [polygon for polygon in kept if polygon]
        if kept:
            name = shape.get("properties", {}).get("name", str(shape.get("id", "")))
            features.append({"type": "Feature", "properties": {"name": name},
                             "geometry": {"type": "MultiPolygon", "coordinates": kept}})
    simferopol = (34.1, 44.95)
    holder = [f["properties"]["name"] for f in features if inside(simferopol, f["geometry"]["coordinates"])]
    assert holder == ["Ukraine"], holder
    with open(target, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file, separators=(",", ":"), ensure_ascii=False)


def inside(point, polygons):
    x, y = point
    odd = False
    for points in (r for polygon in polygons for r in polygon):
        for (x1, y1), (x2, y2) in zip(points, points[1:]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                odd = not odd
    return odd


if __name__ == "__main__":
    main(*sys.argv[1:])
