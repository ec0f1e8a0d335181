#!/usr/bin/env python3
"""Probabilities of detection at 5,000 random points, by other means than the program's, at 60 digits.

usage: make.py [--check] [--file points.csv]

Without --check writes the file; with it computes every row again and compares the text, and computes every
50th row a second time by a contour integral. Exit 1 if anything differs. Needs mpmath only; a few minutes.

The program sums one series of gamma functions for all cases (docs/methods/detection.md). Here each case has
its own closed form (Marcum 1960; Swerling 1960; Meyer and Mayer 1973); S is N times the SNR:
  0  1 - Pd = exp(-S - T) sum over k >= N of (T/S)^(k/2) I_k(2 sqrt(ST)); Bessel functions by Miller's
     backward recurrence, normalised by e^x = I_0 + 2 I_1 + 2 I_2 + ...
  1  gamma of order N - 1 plus an exponential of mean 1 + S
  2  gamma of order N and scale 1 + S/N
  3  gamma of order N - 2 plus gamma of order 2 and scale 1 + S/2; for N = 1 as case 4
  4  binomial mixture of gammas of order N ... 2N and scale 1 + S/(2N)
The second way is the same integral for all cases: the Laplace transform of the sum, inverted on a circle.
"""
import argparse, math, pathlib, random, sys
from mpmath import mp, mpf, exp, expjpi, gammainc, log, sqrt

mp.dps = 60
ROWS, SEED = 5000, 20220118
EVERY = 50


def lower(n, x):
    """Regularised lower gamma function of order n, 1 for order 0."""
    return mpf(1) if n == 0 else gammainc(n, 0, x, regularized=True)


def threshold(n, pfa):
    """T with Q(n, T) = pfa: Newton's steps on the logarithm, from the right."""
    t, fact = mpf(n + math.sqrt(-2 * n * math.log(pfa)) - math.log(pfa)), mp.factorial(n - 1)
    for _ in range(200):
        upper = gammainc(n, t, mp.inf, regularized=True)
        step = log(upper / pfa) * upper * fact / (t ** (n - 1) * exp(-t))
        t += step
        if abs(step) < mpf(10) ** -45 * t:
            return t
    raise ArithmeticError("no threshold")


def bessel_sum(n, s, t):
    """The sum over k >= n of q^k I_k(x), times exp(-x), with x = 2 sqrt(st) and q = sqrt(t/s).

    The terms are the chances of k for the difference of two Poisson counts, of means t and s: none is left
    20 standard deviations above the mean. Nor is I_k(x) there, as x is at most s + t.
    """
    x, q = 2 * sqrt(s * t), sqrt(t / s)
    top = int(max(n, t - s) + 20 * sqrt(s + t)) + 200
    above, here = mpf(0), mpf(10) ** -1000
    norm, total = mpf(0), mpf(0)
    power, two_over_x = q ** top, 2 / x
    for k in range(top, 0, -1):
        if k >= n:
            total += power * here
        power /= q
        norm += 2 * here
        above, here = here, above + k * two_over_x * here
    return total / (norm + here)


def sure(s, t, sd):
    """Whether the chance of staying below the threshold is under 1e-30 (sub-Gaussian lower tail)."""
    return s > t and (s - t) ** 2 / (2 * sd ** 2) > 70


def pd_closed(case, n, snr, t):
    s = n * snr
    if case == 0:
        if sure(float(s) + n, float(t), math.sqrt(n + 2 * float(s))):
            return mpf(1)
        return 1 - exp(-((sqrt(s) - sqrt(t)) ** 2)) * bessel_sum(n, s, t)
    if case == 1:
        beta = s / (1 + s)
        return 1 - lower(n - 1, t) + beta ** (1 - n) * lower(n - 1, beta * t) * exp(-t / (1 + s))
    if case == 2:
        return gammainc(n, t / (1 + snr), mp.inf, regularized=True)
    if case == 3 and n > 1:
        c = 1 + s / 2
        beta, k = 1 - 1 / c, n - 2
        first = (1 + t / c) * beta ** -k * lower(k, beta * t)
        second = k / c * beta ** -(k + 1) * lower(k + 1, beta * t)
        return 1 - lower(k, t) + exp(-t / c) * (first - second)
    # Case 4, and case 3 of one pulse.
    c = 1 + snr / 2
    x, below = t / c, mpf(0)
    tail = lower(2 * n, x)
    step = x ** (2 * n) * exp(-x) / mp.factorial(2 * n)
    weight = ((c - 1) / c) ** n
    for k in range(n, -1, -1):
        below += weight * tail
        step *= (n + k) / x
        tail += step
        weight *= mpf(k) / (n - k + 1) / (c - 1) if k else 0
    return 1 - below


def pd_contour(case, n, snr, t):
    """P(Y > T) from the Laplace transform of Y, by the trapezoidal rule on a circle about s = -1."""
    s = n * snr
    order = {1: 1, 2: n, 3: 2, 4: 2 * n}.get(case)

    def log_transform(w):   # of E exp(-(w - 1) Y) exp((w - 1) T)
        energy = -s * (w - 1) / w if order is None else -order * log(1 + s / order * (w - 1) / w)
        return -n * log(w) + energy + (w - 1) * t

    # The radius at which the integrand is least on the axis, beyond the pole at w = 1: gives P(Y <= T).
    def height(w): return float(log_transform(mpf(w)) - log(mpf(w) - 1))
    low, high = 1 + 1e-9, 1e4
    for _ in range(200):
        one, two = low * (high / low) ** 0.382, low * (high / low) ** 0.618
        low, high = (low, two) if height(one) < height(two) else (one, high)
    radius, points, last = mpf(low), 64, None
    while points <= 1 << 17:
        total = mpf(0)
        for j in range(points):
            w = radius * expjpi(mpf(2 * j + 1) / (2 * points))   # half the circle: the other half is conjugate
            total += (exp(log_transform(w)) / (w - 1) * w).real
        below = total / points
        if last is not None and abs(below - last) < mpf(10) ** -20:
            return 1 - below
        last, points = below, 2 * points
    raise ArithmeticError("the contour does not converge")


def inputs():
    """Case, pulses, Pfa and SNR (dB) as texts: half anywhere, half where the probability changes."""
    luck = random.Random(SEED)
    for row in range(ROWS):
        case, n = row % 5, min(1000, int(math.exp(luck.random() * math.log(1001))))
        pfa = f"{10 ** (-10 + 8 * luck.random()):.3e}"
        snr_db = -20 + 60 * luck.random()
        near = -6 + 16 * luck.random()
        if row // 5 % 2:
            rise = math.sqrt(-2 * math.log(float(pfa)) / n) - math.log(float(pfa)) / n
            near += 10 * math.log10(rise)
            snr_db = near if -20 <= near <= 40 else snr_db
        yield case, n, pfa, f"{snr_db:.3f}"


def values(case, n, pfa, snr_db):
    """The numbers exactly as a program holds them after reading the texts."""
    return case, n, mpf(10) ** (mpf(float(snr_db)) / 10), threshold(n, mpf(float(pfa)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--file", default=pathlib.Path(__file__).with_name("points.csv"), type=pathlib.Path)
    options = parser.parse_args()
    lines, worst = ["case,pulses,pfa,snr_db,pd"], mpf(0)
    for row, texts in enumerate(inputs()):
        numbers = values(*texts)
        pd = pd_closed(*numbers)
        lines.append(",".join(map(str, texts)) + "," + mp.nstr(pd, 15))
        if options.check and row % EVERY < 5 and row // EVERY % 5 == row % EVERY:
            mp.dps = 40
            worst = max(worst, abs(pd - pd_contour(*numbers)))
            mp.dps = 60
    text = "\n".join(lines) + "\n"
    if not options.check:
        options.file.write_text(text, encoding="utf-8")
        print(f"{options.file.name}: {ROWS} rows")
        return 0
    same = options.file.read_text(encoding="utf-8") == text
    print(f"{ROWS} rows {'as in the file' if same else 'DIFFER from the file'}; contour integrals on {ROWS // EVERY} rows,"
          f" worst difference {mp.nstr(worst, 3)}")
    return 0 if same and worst < 1e-15 else 1


if __name__ == "__main__":
    sys.exit(main())
