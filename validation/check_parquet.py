#!/usr/bin/env python3
"""A run folder read by another program: check_parquet.py RUN_FOLDER [--quiet].

Reads every table with pyarrow and compares it with run.json and with the columns in docs/formats/run-folder.md.
"""

import json
import re
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

PAGE = Path(__file__).resolve().parent.parent / "docs" / "formats" / "run-folder.md"
TYPES = {
    "time": pa.timestamp("ns", tz="UTC"),
    "int": pa.int64(),
    "float": pa.float64(),
    "text": pa.string(),
}
COLUMN = re.compile(r"^\| `([a-z_0-9]+)` \| (time|int|float|text) \|")


def documented():
    """Columns by table, as the page states them."""
    head, tables, present = [], {}, None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            title = line.lstrip("# ").strip()
            present = head if title.startswith("Columns that every") else None
            if line.startswith("### ") and present is None:
                present = tables.setdefault(title, [])
        elif present is not None and (found := COLUMN.match(line)):
            present.append((found[1], TYPES[found[2]]))
    return {name: head + columns for name, columns in tables.items() if columns}


def check(folder, quiet):
    manifest = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    tables = {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))}
    expected = documented()
    if set(tables) != set(expected):
        sys.exit(f"{folder}: tables {sorted(tables)}, the page has {sorted(expected)}")
    names = set()
    for name, table in tables.items():
        found = [(field.name, field.type) for field in table.schema]
        if found != expected[name]:
            sys.exit(f"{name}: columns {found}\nthe page has {expected[name]}")
        rows = list(zip(table["unit"].to_pylist(), table["ordinal"].to_pylist()))
        if names & set(rows) or len(set(rows)) != len(rows):
            sys.exit(f"{name}: a (unit, ordinal) stands twice")
        names |= set(rows)
        times = table["time"].cast(pa.int64()).to_pylist()
        if times != sorted(times):
            sys.exit(f"{name}: rows are not in order of time")
        if not quiet:
            print(f"  {name}: {table.num_rows} rows, {table.num_columns} columns as documented")
    rows = sum(table.num_rows for table in tables.values())
    if rows != manifest["rows"]:
        sys.exit(f"{rows} rows in the tables, {manifest['rows']} in run.json")
    for name, table in tables.items():
        causes = zip(table["cause_unit"].to_pylist(), table["cause_ordinal"].to_pylist())
        lost = [cause for cause in causes if cause[0] is not None and cause not in names]
        if lost:
            sys.exit(f"{name}: a cause that is no row: {lost[0]}")
    if not quiet:
        print(f"  {rows} rows as in run.json, every cause is a row")


if __name__ == "__main__":
    check(Path(sys.argv[1]), "--quiet" in sys.argv)
