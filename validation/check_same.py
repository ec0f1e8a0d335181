#!/usr/bin/env python3
"""Two programs, one answer: check_same.py PROGRAM PROGRAM.

Runs the same replications with both (the debug and the release build) and compares digests, unit digests and dates.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = [
    *[["--replication", str(n)] for n in range(64)],
    ["--seed", "7"],
    ["--seed", "18446744073709551615", "--replication", "4294967295"],
    ["one-train"],
]
KEYS = ("digest", "unit_digests", "scenario_hash", "rows", "units")


def outcome(program, args, folder):
    command = [program, "run", *args, "--json", "-o", str(Path(folder) / "run")]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    value = json.loads(done.stdout)
    return {key: value[key] for key in KEYS}


def main():
    first, second = (str(Path(p).resolve()) for p in sys.argv[1:3])
    digests = set()
    with tempfile.TemporaryDirectory() as folder:
        for args in RUNS:
            one, two = outcome(first, args, folder), outcome(second, args, folder)
            for key in KEYS:
                if one[key] != two[key]:
                    sys.exit(f"run {' '.join(args)}: {key} differs\n{one[key]}\n{two[key]}")
            digests.add(one["digest"])
    if len(digests) != len(RUNS):
        sys.exit("two different replications have one digest")
    print(f"  {len(RUNS)} runs, equal digests, unit digests, dates and rows")


if __name__ == "__main__":
    main()
