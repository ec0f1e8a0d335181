#!/usr/bin/env python3
"""Fractal ground for the comparison of viewsheds: make_dem.py N FOLDER.

A Gaussian surface whose power falls with wave number to the third (Hurst 0.5), mean 300 m, standard deviation
120 m, nothing below 0; N x N cells over 108 km (1201: 90 m, 3601: 30 m), seed 52. Writes FOLDER/dem_N.f32,
little-endian, row after row from the north."""
import sys
from pathlib import Path

import numpy as np

CELLS_M = {1201: 90.0, 3601: 30.0}


def surface(n, seed=52):
    """Heights (m): white phases with falling amplitudes, turned into space."""
    even = n + n % 2
    random = np.random.default_rng(seed)
    down, across = np.fft.fftfreq(even)[:, None], np.fft.rfftfreq(even)[None, :]
    wave = np.hypot(down, across)
    wave[0, 0] = 1.0
    amplitude = wave**-1.5
    amplitude[0, 0] = 0.0
    spectrum = amplitude * np.exp(2j * np.pi * random.random(amplitude.shape))
    heights = np.fft.irfft2(spectrum, s=(even, even))[:n, :n]
    heights = (heights - heights.mean()) / heights.std() * 120.0 + 300.0
    return np.maximum(heights, 0.0).astype("<f4")


if __name__ == "__main__":
    size, folder = int(sys.argv[1]), Path(sys.argv[2])
    surface(size).tofile(folder / f"dem_{size}.f32")
