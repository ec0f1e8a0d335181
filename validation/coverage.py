#!/usr/bin/env python3
"""Do 95 % intervals of the median hold the median? coverage.py PROGRAM [SAMPLES].

The reference is the median of 20,000 replications of another seed. Then many small samples, each with a seed of its
own: the share of intervals that hold the reference must be at least 0.95 less four standard errors. The interval is
one of order statistics and so at least 95 %; the reference's own error is 7 % of an interval's width.
Prints the figures as JSON on the last line.
"""

import json
import subprocess
import sys

REFERENCE_N, REFERENCE_SEED, N = 20_000, 999_983, 100


def when(program, unit, state, n, seed):
    command = [program, "when", unit, state, "-n", str(n), "--seed", str(seed), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    return json.loads(done.stdout)


def main():
    program = sys.argv[1]
    samples = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    bound = 0.95 - 4 * (0.95 * 0.05 / samples) ** 0.5
    figures = {}
    for unit, state, name in [("pvo-1", "present", "present"), ("pvo-2", "duty", "duty_accepted")]:
        reference = when(program, unit, state, REFERENCE_N, REFERENCE_SEED)["q50"]
        # ISO times of one form compare as text.
        held = 0
        for seed in range(1, samples + 1):
            low, high = when(program, unit, state, N, seed)["q50_ci"]
            held += low <= reference <= high
        figures[f"{unit} {name}"] = share = held / samples
        print(f"  {unit} {name}: {share:.3f} of {samples} intervals hold the reference, at least {bound:.3f} asked for")
    print(json.dumps({"samples": samples, "bound": round(bound, 4), "coverage": figures}))
    if min(figures.values()) < bound:
        sys.exit(1)


if __name__ == "__main__":
    main()
