#!/usr/bin/env python3
"""Judges a cloud-optimised GeoTIFF with GDAL's own validator: check_cog.py FILE.

Needs the distribution's python3-gdal (osgeo_utils). Checks also that EPSG:4326, no-data and floats are said."""
import json
import subprocess
import sys
from pathlib import Path


def check(path):
    """True if the file is valid; prints what was found."""
    from osgeo_utils.samples import validate_cloud_optimized_geotiff as validator

    warnings, errors, _ = validator.validate(str(path), full_check=True)
    text = subprocess.run(["gdalinfo", "-json", "-stats", str(path)], capture_output=True, text=True, check=True).stdout
    Path(f"{path}.aux.xml").unlink(missing_ok=True)
    info = json.loads(text)
    band = info["bands"][0]
    said = {
        "EPSG:4326": 'ID["EPSG",4326]' in info["coordinateSystem"]["wkt"],
        "floats": band["type"] == "Float32",
        "no-data": str(band.get("noDataValue")).lower() == "nan",
        "tiles of 512": band["block"] == [512, 512],
        "deflate": info["metadata"]["IMAGE_STRUCTURE"].get("COMPRESSION") == "DEFLATE",
    }
    lacking = [name for name, there in said.items() if not there]
    overviews = [o["size"] for o in band.get("overviews", [])]
    print(f"cloud-optimised GeoTIFF {info['size']}, overviews {overviews}: errors {errors}, warnings {warnings}, lacking {lacking}")
    return not errors and not warnings and not lacking


if __name__ == "__main__":
    sys.exit(0 if check(Path(sys.argv[1])) else 1)
