#!/usr/bin/env python3
"""One measure of quality for any tracker's states. score.py TRUTH.csv OUT.csv [--from SCAN]

OSPA of order 2 with cutoff 2,000 m, averaged over the scans from SCAN (default 4) on; the share of true objects with a
track assigned nearer than the cutoff, their mean error, false tracks a scan, and NEES (4 degrees of freedom) of the
assigned pairs. Prints JSON.
"""

import argparse
import csv
import json
from collections import defaultdict

import numpy as np
from scipy.optimize import linear_sum_assignment

CUTOFF, ORDER = 2000.0, 2
UPPER = np.triu_indices(4)


def read(path, columns):
    scans = defaultdict(list)
    with open(path) as lines:
        for row in csv.reader(lines):
            if row[0] != "scan":
                scans[int(row[0])].append([float(x) for x in row[2 : 2 + columns]])
    return {k: np.array(v) for k, v in scans.items()}


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("truth")
    ask.add_argument("out")
    ask.add_argument("--from", dest="first", type=int, default=4)
    asked = ask.parse_args()
    truth, seen = read(asked.truth, 4), read(asked.out, 14)
    ospa, near, errors, false, nees, tracks, last = [], [], [], [], [], [], []
    for k in sorted(truth):
        if k < asked.first:
            continue
        x, y = truth[k], seen.get(k, np.zeros((0, 14)))
        apart = np.hypot(x[:, None, 0] - y[None, :, 0], x[:, None, 1] - y[None, :, 1])
        cost = np.minimum(apart, CUTOFF) ** ORDER
        rows, columns = linear_sum_assignment(cost)
        most = max(len(x), len(y))
        lone = most - min(len(x), len(y))
        ospa.append(((cost[rows, columns].sum() + lone * CUTOFF**ORDER) / most) ** (1 / ORDER))
        pairs = [(i, j) for i, j in zip(rows, columns) if apart[i, j] < CUTOFF]
        near.append(len(pairs) / len(x))
        false.append(len(y) - len(pairs))
        tracks.append(len(y))
        errors += [apart[i, j] for i, j in pairs]
        last = []
        for i, j in pairs:
            cov = np.zeros((4, 4))
            cov[UPPER] = y[j, 4:]
            cov = cov + cov.T - np.diag(np.diag(cov))
            off = y[j, :4] - x[i]
            last.append(off @ np.linalg.solve(cov, off))
        nees += last
    print(
        json.dumps(
            {
                "ospa_m": np.mean(ospa),
                "covered": np.mean(near),
                "mean_error_m": np.mean(errors) if errors else None,
                "median_error_m": np.median(errors) if errors else None,
                "false_tracks": np.mean(false),
                "tracks": np.mean(tracks),
                "nees_mean": np.mean(nees) if nees else None,
                "nees_median": np.median(nees) if nees else None,
                "nees_last": [round(x, 4) for x in last],
            }
        )
    )


if __name__ == "__main__":
    main()
