#!/usr/bin/env python3
"""Detections and truth of workload TRK-N. gen_tracks.py N SCANS SEED PLOTS.csv TRUTH.csv [Q]

A radar at the origin of a plane looks every 5 s. N targets fly straight at 200 m/s, headings uniform, starting
places uniform in the ring from 20 to 180 km. Detection probability 0.9, errors 50 m in range and 0.2 degrees in
bearing, and a Poisson number of false plots of mean 20 a scan, uniform in range (5 to 200 km) and bearing.
Bearings are from the x axis, counter-clockwise (rad). Q (m2/s3, default 0) adds white-noise acceleration to the motion.
All numbers are notional.
"""

import sys

import numpy as np

PERIOD_S, SPEED, PD, SIGMA_R, SIGMA_B, CLUTTER = 5.0, 200.0, 0.9, 50.0, np.deg2rad(0.2), 20


def noise_root(q, t):
    """The Cholesky root of q [[T^3/3, T^2/2], [T^2/2, T]]."""
    if q == 0:
        return np.zeros((2, 2))
    return np.linalg.cholesky(q * np.array([[t**3 / 3, t**2 / 2], [t**2 / 2, t]]))


def main():
    n, scans, seed = (int(x) for x in sys.argv[1:4])
    draw = np.random.default_rng(seed)
    radius = np.sqrt(draw.uniform(20e3**2, 180e3**2, n))
    at, heading = draw.uniform(-np.pi, np.pi, n), draw.uniform(-np.pi, np.pi, n)
    start = np.c_[radius * np.cos(at), radius * np.sin(at)]
    q = float(sys.argv[6]) if len(sys.argv) > 6 else 0.0
    velocity = SPEED * np.c_[np.cos(heading), np.sin(heading)]
    with open(sys.argv[4], "w") as plots, open(sys.argv[5], "w") as truth:
        plots.write("scan,t_s,range_m,bearing_rad,truth\n")
        truth.write("scan,truth,x_m,y_m,vx_mps,vy_mps\n")
        place, root = start, noise_root(q, PERIOD_S)
        for k in range(scans):
            if k > 0:
                place = place + velocity * PERIOD_S
                if q > 0:
                    drawn = draw.normal(size=(2, n, 2))
                    place = place + root[0, 0] * drawn[0]
                    velocity = velocity + root[1, 0] * drawn[0] + root[1, 1] * drawn[1]
            rows = []
            for i, (x, y) in enumerate(place):
                vx, vy = velocity[i]
                truth.write(f"{k},{i},{x:.6f},{y:.6f},{vx:.9f},{vy:.9f}\n")
                if draw.random() < PD:
                    bearing = np.arctan2(y, x) + draw.normal(0, SIGMA_B)
                    bearing = (bearing + np.pi) % (2 * np.pi) - np.pi
                    rows.append((np.hypot(x, y) + draw.normal(0, SIGMA_R), bearing, i))
            for _ in range(draw.poisson(CLUTTER)):
                rows.append((draw.uniform(5e3, 200e3), draw.uniform(-np.pi, np.pi), -1))
            for j in draw.permutation(len(rows)):
                r, b, i = rows[j]
                plots.write(f"{k},{PERIOD_S * k},{r:.6f},{b:.12f},{i}\n")


if __name__ == "__main__":
    main()
