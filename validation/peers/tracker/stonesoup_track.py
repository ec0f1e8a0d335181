#!/usr/bin/env python3
"""Stone Soup on a file of plots. stonesoup_track.py PLOTS.csv OUT.csv [--warm 4]

Extended Kalman filter in bearing and range, constant velocity with q = 1 m2/s3, gate and cost by the Mahalanobis
distance (miss 4), two-dimensional assignment for tracks; tentative tracks by nearest neighbour among the plots left
over, confirmed at the third plot, dropped after three scans without one: all stock components of Stone Soup.
OUT.csv has the state of each confirmed track after each scan. Prints CPU seconds a scan after the first WARM.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import csv
import datetime
import json
import time
import warnings

import numpy as np
import stonesoup
from stonesoup.dataassociator.neighbour import GNNWith2DAssignment, NearestNeighbour
from stonesoup.deleter.time import UpdateTimeStepsDeleter
from stonesoup.hypothesiser.distance import DistanceHypothesiser
from stonesoup.initiator.simple import MultiMeasurementInitiator
from stonesoup.measures import Mahalanobis
from stonesoup.models.measurement.nonlinear import CartesianToBearingRange
from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
from stonesoup.predictor.kalman import ExtendedKalmanPredictor
from stonesoup.types.angle import Bearing
from stonesoup.types.detection import Detection
from stonesoup.types.state import GaussianState
from stonesoup.updater.kalman import ExtendedKalmanUpdater

warnings.filterwarnings("ignore")
START = datetime.datetime(2026, 1, 1)


class Tracker:
    def __init__(self):
        motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(1.0), ConstantVelocity(1.0)])
        noise = np.diag([np.deg2rad(0.2) ** 2, 50.0**2])
        self.seen_by = CartesianToBearingRange(4, (0, 2), noise)
        predictor = ExtendedKalmanPredictor(motion)
        self.updater = ExtendedKalmanUpdater(self.seen_by)
        gate = DistanceHypothesiser(predictor, self.updater, measure=Mahalanobis(), missed_distance=4)
        self.associator = GNNWith2DAssignment(gate)
        self.deleter = UpdateTimeStepsDeleter(3)
        prior = GaussianState([[0], [0], [0], [0]], np.diag([0, 300.0**2, 0, 300.0**2]))
        self.initiator = MultiMeasurementInitiator(
            prior, self.deleter, NearestNeighbour(gate), self.updater, min_points=3, measurement_model=self.seen_by
        )
        self.tracks = set()

    def scan(self, plots, when):
        used = set()
        if self.tracks:
            for track, hypothesis in self.associator.associate(self.tracks, plots, when).items():
                if hypothesis:
                    track.append(self.updater.update(hypothesis))
                    used.add(hypothesis.measurement)
                else:
                    track.append(hypothesis.prediction)
        self.tracks -= self.deleter.delete_tracks(self.tracks)
        self.tracks |= self.initiator.initiate(plots - used, when)


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("plots")
    ask.add_argument("out")
    ask.add_argument("--warm", type=int, default=4)
    asked = ask.parse_args()
    tracker, scans = Tracker(), {}
    for row in csv.DictReader(open(asked.plots)):
        when = START + datetime.timedelta(seconds=float(row["t_s"]))
        state = [[Bearing(float(row["bearing_rad"]))], [float(row["range_m"])]]
        seen = Detection(state, timestamp=when, measurement_model=tracker.seen_by)
        scans.setdefault((int(row["scan"]), when), set()).add(seen)
    names, cpu, timed = {}, 0.0, 0
    with open(asked.out, "w") as out:
        out.write("scan,track,x,y,vx,vy," + ",".join(f"p{i}{j}" for i in range(4) for j in range(i, 4)) + "\n")
        for (k, when), plots in sorted(scans.items(), key=lambda scan: scan[0]):
            began = time.process_time()
            tracker.scan(plots, when)
            if k >= asked.warm:
                cpu, timed = cpu + time.process_time() - began, timed + 1
            order = [0, 2, 1, 3]
            for track in tracker.tracks:
                name = names.setdefault(track.id, len(names))
                mean = np.asarray(track.state_vector, float).ravel()[order]
                cov = np.asarray(track.covar, float)[np.ix_(order, order)]
                numbers = [*mean, *(cov[i, j] for i in range(4) for j in range(i, 4))]
                out.write(f"{k},{name}," + ",".join(f"{x:.9g}" for x in numbers) + "\n")
    print(json.dumps({"version": stonesoup.__version__, "cpu_s_per_scan": cpu / timed, "scans": timed}))


if __name__ == "__main__":
    main()
