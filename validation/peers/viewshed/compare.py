#!/usr/bin/env python3
"""Runs viewshed programs over the same ground and prints what they cost and how far they agree with exact rays.

compare.py PROGRAM FOLDER [--quick]. All CPU times are user and system time of one process, of the same run.
Conventions: earth 6371007 m, k = 4/3 (gdal_viewshed -cc 0.75, r.viewshed -c -r refraction_coeff=0.25), observer on
the highest post of the central 20 % square, 20 m above ground, the whole raster."""
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from make_dem import CELLS_M, surface  # noqa: E402

SAMPLE = HERE.parents[2] / "crates/sandtable/tests/data/terrain/jacksboro_srtm3.tif"
TARGETS = (10, 50, 100, 500, 2000)
PLANE = "+proj=tmerc +lat_0=52 +lon_0=30 +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m"
RUNS = 3


def cpu(command):
    """CPU seconds of a command, which must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}\n{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def median(command, runs=RUNS):
    return statistics.median(cpu(command)[0] for _ in range(runs))


class Scene:
    """One ground: where it is for each program."""

    def __init__(self, name, heights, steps, source, folder):
        self.name, self.heights, self.steps = name, heights, steps
        # The file for our program, and what must be said about it.
        self.file, self.options = source[0], source[1:]
        self.folder = folder
        self.rows, self.cols = heights.shape
        self.cells = heights.size
        self.tif = folder / f"{name}.tif"
        self.write_tif()

    def write_tif(self):
        """The heights on a metric plane, the same cells for everybody."""
        raw = self.folder / f"{self.name}.bil"
        self.heights.astype("<f4").tofile(raw)
        dx, dy = self.steps
        header = (
            f"NROWS {self.rows}\nNCOLS {self.cols}\nNBANDS 1\nNBITS 32\nPIXELTYPE FLOAT\nBYTEORDER I\n"
            f"LAYOUT BIL\nULXMAP {dx / 2}\nULYMAP {-dy / 2}\nXDIM {dx}\nYDIM {dy}\n"
        )
        raw.with_suffix(".hdr").write_text(header)
        cpu(["gdal_translate", "-q", "-a_srs", PLANE, raw, self.tif])

    def place(self, row, col):
        return (col + 0.5) * self.steps[0], -(row + 0.5) * self.steps[1]

    def image(self, path):
        """Cells of a raster file that are not 0."""
        flat = self.folder / "image.envi"
        cpu(["gdal_translate", "-q", "-of", "ENVI", "-ot", "Byte", path, flat])
        return np.fromfile(flat, "u1").reshape(self.rows, self.cols) != 0


def ours(program, scene):
    """Figures and masks by method, and CPU seconds of whole processes."""
    out = scene.folder / f"ours-{scene.name}"
    _, text = cpu([program, scene.file, out, *scene.options])
    figures = {f["method"]: f for f in map(json.loads, text.splitlines())}
    masks = {}
    for method, figure in figures.items():
        shape = (figure["rows"], figure["cols"])
        masks[method] = np.fromfile(f"{out}.{method}.f32", "<f4").reshape(shape)
    for method in ("accurate", "fast"):
        whole = scene.folder / "whole"
        command = [program, scene.file, whole, *scene.options, "--methods", method, "--once", "100"]
        figures[method]["process_s"] = median(command)
        # What the process writes is what the masks say.
        seen = np.fromfile(f"{whole}.{method}.100.u8", "u1").reshape(masks[method].shape)
        assert ((masks[method] <= 100) == (seen != 0)).all()
    return figures, masks


def gdal(scene, eye):
    x, y = scene.place(*eye)
    seen, process = {}, None
    for target in TARGETS:
        out = scene.folder / f"gdal-{scene.name}-{target}.tif"
        command = ["gdal_viewshed", "-q", "-ox", x, "-oy", y, "-oz", 20, "-tz", target, "-md", 0]
        command += ["-cc", 0.75, "-om", "NORMAL", scene.tif, out]
        if target == 100:
            process = median(command)
        else:
            cpu(command)
        seen[target] = scene.image(out)
    return process, seen


def grass(scene, eye, targets):
    """r.viewshed without the start of GRASS, once for each target."""
    location = scene.folder / f"grass-{scene.name}"
    cpu(["grass", "-c", scene.tif, "-e", location])
    run = ["grass", location / "PERMANENT", "--exec"]
    cpu([*run, "r.in.gdal", "-o", f"input={scene.tif}", "output=dem"])
    cpu([*run, "g.region", "raster=dem"])
    start = min(cpu([*run, "g.region", "-p"])[0] for _ in range(2))
    x, y = scene.place(*eye)
    seen, process = {}, None
    for target in targets:
        command = [*run, "r.viewshed", "-c", "-r", "-b", "--overwrite", "input=dem", "output=seen"]
        command += [f"coordinates={x},{y}", "observer_elevation=20", f"target_elevation={target}"]
        command += ["refraction_coeff=0.25", "max_distance=-1", "memory=4000"]
        seconds = cpu(command)[0] - start
        if target == 100:
            process = seconds
        out = scene.folder / f"grass-{scene.name}-{target}.tif"
        export = ["r.out.gdal", "--overwrite", "-f", "input=seen", f"output={out}", "format=GTiff", "type=Byte"]
        cpu([*run, *export])
        seen[target] = scene.image(out)
    return process, seen


def floor_ns():
    """Nanoseconds a cell to read four bytes and write four fresh ones, far beyond the caches: below this is nothing."""
    heights = np.zeros((3601, 3601), "f4")
    heights += 1
    best = float("inf")
    for _ in range(7):
        before = time.process_time()
        copy = heights.copy()
        best = min(best, time.process_time() - before)
        del copy
    return best / heights.size * 1e9


def report(scene, program, grass_targets):
    figures, masks = ours(program, scene)
    eye = (figures["exact"]["row"], figures["exact"]["col"])
    exact = {t: masks["exact"] <= t for t in TARGETS}
    gdal_s, gdal_seen = gdal(scene, eye)
    grass_s, grass_seen = grass(scene, eye, grass_targets)
    share = {
        "accurate": {t: float(((masks["accurate"] <= t) == exact[t]).mean()) for t in TARGETS},
        "fast": {t: float(((masks["fast"] <= t) == exact[t]).mean()) for t in TARGETS},
        "gdal": {t: float((gdal_seen[t] == exact[t]).mean()) for t in TARGETS},
        "grass": {t: float((grass_seen[t] == exact[t]).mean()) for t in grass_targets},
    }
    seconds = {
        "exact": figures["exact"]["cpu_s"],
        "accurate": figures["accurate"]["cpu_s"],
        "accurate, process": figures["accurate"]["process_s"],
        "fast": figures["fast"]["cpu_s"],
        "fast, process": figures["fast"]["process_s"],
        "gdal, process": gdal_s,
        "grass": grass_s,
    }
    floor = floor_ns()
    print(f"\n{scene.name}: {scene.rows} x {scene.cols} cells, eye at row {eye[0]}, column {eye[1]}; floor {floor:.2f} ns/cell")
    seen = "  ".join(f"{t} m {exact[t].mean():.3f}" for t in TARGETS)
    print(f"seen by exact rays: {seen}")
    heads = "".join(f"{f'{t} m':>9}" for t in TARGETS)
    print(f"{'':20}{'CPU s':>9}{'ns/cell':>10}{'Mcells/s':>10}{'of GDAL':>9}{'floors':>8}{heads}")
    for name, cost in seconds.items():
        each = cost / scene.cells * 1e9
        agreement = share.get(name.split(",")[0], {})
        cells = "".join(f"{100 * agreement[t]:8.2f}%" if t in agreement else f"{'-':>9}" for t in TARGETS)
        ratio = f"{cost / gdal_s:9.3g}" if cost else f"{'-':>9}"
        print(f"{name:20}{cost:9.4f}{each:10.1f}{1e3 / each:10.2f}{ratio}{each / floor:8.1f}{cells}")
    with_grass = {
        name: float(((masks[name] <= 100) == grass_seen[100]).mean()) for name in ("exact", "accurate", "fast")
    }
    print("agreement with GRASS at 100 m: " + ", ".join(f"{k} {100 * v:.2f}%" for k, v in with_grass.items()))
    spread = figures["fast"]
    print(f"fast, five samples: {spread['least_s']:.4f} to {spread['most_s']:.4f} s")
    demands = {
        "accurate at least 99.5 % of exact rays at five heights": min(share["accurate"].values()) >= 0.995,
        "fast at least 98.0 % of exact rays at five heights": min(share["fast"].values()) >= 0.98,
        "fast process in fewer CPU seconds than gdal_viewshed": figures["fast"]["process_s"] < gdal_s,
        "accurate against GRASS at most 0.3 points below exact": with_grass["accurate"] >= with_grass["exact"] - 0.003,
    }
    for demand, met in demands.items():
        print(f"{'met   ' if met else 'NOT MET'} {demand}")
    return {"cpu_s": seconds, "agreement": share, "with_grass": with_grass, "floor_ns": floor, "met": demands}


def srtm(folder):
    """The SRTM sample: heights, and the metres of its cells at the observer's latitude."""
    path = SAMPLE
    flat = folder / "srtm.envi"
    cpu(["gdal_translate", "-q", "-of", "ENVI", "-ot", "Float32", path, flat])
    info = json.loads(cpu(["gdalinfo", "-json", path])[1])
    cols, rows = info["size"]
    heights = np.fromfile(flat, "<f4").reshape(rows, cols)
    west, dx, _, north, _, dy = info["geoTransform"]
    low, left = rows * 4 // 10, cols * 4 // 10
    middle = heights[low : rows * 6 // 10, left : cols * 6 // 10]
    row = low + np.unravel_index(middle.argmax(), middle.shape)[0]
    # Radii of curvature of WGS84.
    phi = np.radians(north + (row + 0.5) * dy)
    flat_ = 1 - 0.00669437999014 * np.sin(phi) ** 2
    across = 6378137.0 / np.sqrt(flat_)
    along = across * (1 - 0.00669437999014) / flat_
    steps = (float(across * np.cos(phi) * np.radians(dx)), float(along * np.radians(-dy)))
    return Scene("srtm", heights, steps, [path], folder)


def check_cog(program, folder):
    """Masking heights over an HGT tile as a cloud-optimised GeoTIFF, judged by GDAL's own validator."""
    tile, out = folder / "N52E030.hgt", folder / "cog"
    np.round(surface(1201)).astype(">i2").tofile(tile)
    cpu([program, tile, out, "--methods", "fast", "--once", "100", "--cog"])
    sys.path.insert(0, str(HERE.parents[1]))
    from check_cog import check

    return check(Path(f"{out}.fast.tif"))


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    sys.stdout.reconfigure(line_buffering=True)
    sizes = (1201,) if "--quick" in sys.argv else (1201, 3601)
    versions = [cpu(["gdalinfo", "--version"])[1].strip(), cpu(["grass", "--config", "version"])[1].strip()]
    print("; GRASS ".join(versions))
    results = {"srtm": report(srtm(folder), program, TARGETS)}
    for size in sizes:
        heights = surface(size)
        step = CELLS_M[size]
        raw = folder / f"dem_{size}.f32"
        heights.tofile(raw)
        source = [raw, "--raw", size, size, step]
        scene = Scene(f"fractal-{size}", heights, (step, step), source, folder)
        results[scene.name] = report(scene, program, TARGETS if size < 2000 else (100,))
    print()
    good = check_cog(program, folder)
    good = good and all(all(r["met"].values()) for r in results.values())
    (folder / "result.json").write_text(json.dumps(results, indent=1))
    print(json.dumps({name: {"cpu_s": r["cpu_s"], "agreement": r["agreement"]} for name, r in results.items()}))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
