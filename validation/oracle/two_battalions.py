#!/usr/bin/env python3
"""Independent oracle: when do pvo-1 and pvo-2 (two S-400 battalions, "divizion" = 8 launchers) get present, instrument-ready,
accepted for duty? Written from facts.md (rows cited as F n = section n) and models.md 15.3 only. Notional, exercise only."""
import argparse, csv, json
from datetime import datetime, timedelta, timezone
import numpy as np

ZERO = datetime(2022, 1, 1, tzinfo=timezone.utc)                     # every time below is in hours after this, UTC
WINDOW_END = (50 * 24) + 21.0                                        # F8 window: 20 Feb 21:00Z
ROUTE = {"pvo-1": [("transsib", "Khabarovsk", "Moscow"), ("west", "Moscow", "Brest")],                      # F8 Routes
         "pvo-2": [("transsib", "Khabarovsk", "Moscow"), ("west", "Moscow", "Baranovichi"), ("luninets-branch", "Baranovichi", "Luninets")]}
SITE_KM = {"pvo-1": (15, 20, 40), "pvo-2": (3, 5, 10)}               # F5 road from unloading station to site

def stages(rows, route):
    """Stage lengths between neighbouring posts along the route, the two end posts' rows."""
    km, ends = [], []
    for line, a, b in route:
        posts = sorted((r for r in rows if r["line"] == line), key=lambda r: float(r["km"]))
        i, j = (next(k for k, r in enumerate(posts) if r["station"] == s) for s in (a, b))
        leg = posts[i:j + 1] if i < j else posts[j:i + 1][::-1]
        km += [abs(float(q["km"]) - float(p["km"])) for p, q in zip(leg, leg[1:])]
        ends += [leg[0], leg[-1]]
    return np.array(km), ends[0], ends[-1]

def sun(t, lat, lon):
    """Elevation of the sun's centre in degrees, no refraction (NOAA solar calculator equations)."""
    s, c, d = np.sin, np.cos, np.radians
    jc = (2459580.5 + t / 24 - 2451545) / 36525
    l0, m = d(280.46646 + jc * (36000.76983 + jc * 0.0003032)), d(357.52911 + jc * (35999.05029 - 0.0001537 * jc))
    ecc, om = 0.016708634 - jc * 0.000042037, d(125.04 - 1934.136 * jc)
    lam = l0 + d(s(m) * (1.914602 - 0.004817 * jc) + s(2 * m) * (0.019993 - 0.000101 * jc) + s(3 * m) * 0.000289 - 0.00569 - 0.00478 * s(om))
    eps = d(23.4392911 - 0.0130042 * jc + 0.00256 * c(om)); y = np.tan(eps / 2) ** 2
    eqt = y * s(2 * l0) - 2 * ecc * s(m) + 4 * ecc * y * s(m) * c(2 * l0) - y * y * s(4 * l0) / 2 - 1.25 * ecc ** 2 * s(2 * m)   # radians
    dec, ha, phi = np.arcsin(s(eps) * s(lam)), d(t % 24 * 15 + lon - 180) + eqt, d(lat)
    return np.degrees(np.arcsin(s(phi) * s(dec) + c(phi) * c(dec) * c(ha)))

def march_clock(lat, lon, lo, hi):
    """Knots (h) and full-speed hours used up since lo: slope 1 by day, 0.8 by night, changing at the -6 degree crossings (F5 column)."""
    t = np.arange(lo, hi, 1 / 60); e = sun(t, lat, lon) + 6
    i = np.nonzero((e[1:] < 0) != (e[:-1] < 0))[0]
    knots = np.concatenate([[lo], t[i] - e[i] * (t[i + 1] - t[i]) / (e[i + 1] - e[i]), [hi]])
    slope = np.where(sun((knots[1:] + knots[:-1]) / 2, lat, lon) < -6, 0.8, 1.0)
    return knots, np.concatenate([[0], np.cumsum(slope * np.diff(knots))])

def simulate(rows, n, seed, shift):
    rng = np.random.default_rng(seed); tri = lambda a, b, c, size=n: rng.triangular(a, b, c, size)
    # once per replication, shared by both battalions (F "Scope when transcribed": default scope)
    start = tri(18 * 24 + 6, 19 * 24 + 18, 20 * 24 + 12) + 24 * shift                    # F8 S-400 loading start, 19 Jan 06Z, 20 Jan 18Z, 21 Jan 12Z
    ramps, extra, route_factor = rng.integers(1, 3, n), tri(0, 60, 400), tri(0.97, 1.0, 1.03)  # F5 ramps 1..2; F4/F8 km east; F5 route factor
    line, density = tri(660, 800, 1010), tri(10, 20, 30)                                 # F5 line rate km/day; F5 column vehicles/km
    post_error = {}                                                                      # F8: one normal per post and replication
    radar, masts = rng.random(n) < 0.5, rng.random(n) < 0.5                              # F8 mixes: 0/1 all-altitude radar, 0 or 2 masts
    deployed, host = rng.random(n) < 0.6, rng.integers(1, 3, n)                          # F8 regiment post 0.6; rides with pvo-1 or pvo-2, 0.5/0.5
    # loading station: in turn on the ramp free first, pvo-1 first; the train loaded first leaves first (F5 loading, headway; models 15.1)
    load, headway = {u: tri(3, 5, 10) for u in ROUTE}, tri(2, 6, 24)                     # each; one following train, so one headway
    done1 = start + load["pvo-1"]; done2 = np.where(ramps == 2, start, done1) + load["pvo-2"]
    soonest = np.minimum(done1, done2) + headway; first = done1 <= done2                # a loaded train waits for nobody: departure = max(loaded, previous departure + headway)
    depart = {"pvo-1": np.where(first, done1, np.maximum(done1, soonest)), "pvo-2": np.where(first, np.maximum(done2, soonest), done2)}
    out, check = {}, {}
    for u, route in ROUTE.items():
        km, a, b = stages(rows, route)
        with_post = deployed & (host == int(u[-1]))
        long_, mid, short = 17 + radar + 2 * masts + 2 * with_post, 9 + 4 * with_post, 14 + 6 * with_post   # F8 vehicle table: 17-20 L, 9 M, 14 S; post 2 L, 4 M, 6 S
        wagons = long_ + mid + (short + 1) // 2 + rng.integers(4, 7, n)                  # F5 wagons: two S a flat, 4..6 passenger and covered
        assert wagons.max() <= 57, "one train a battalion"                               # F5: at most 57 wagons
        for p in (a, b):                                                                 # only the two end posts count; Khabarovsk is shared
            if p["station"] not in post_error: post_error[p["station"]] = rng.normal(0, float(p["km_sd"]), n)
        length = np.repeat(km[None, :], n, 0)
        length[:, 0] += post_error[a["station"]]; length[:, -1] += post_error[b["station"]]
        length = np.hstack([extra[:, None], length * route_factor[:, None]])             # F8: factor on the sum of posts, extra km added, a stage of its own
        rate = (line * tri(0.86, 1.0, 1.21))[:, None] * tri(0.89, 1.0, 1.17, length.shape)   # F5: line x unit (each-unit) x stage (each)
        arrive = depart[u] + 24 * (length / rate).sum(1)
        unloaded = arrive + tri(2, 4, 8)                                                 # F5 unloading; Brest 2 ramps, Luninets 1, one train here: never waits
        lat, lon, v, road, cars = float(b["lat"]), float(b["lon"]), tri(20, 30, 40), tri(*SITE_KM[u]), long_ + mid + short   # F3 march rate, each
        knots, used = march_clock(lat, lon, unloaded.min() - 1, unloaded.max() + 24)
        present = np.interp(np.interp(unloaded, knots, used) + road / v, used, knots)    # F9 present = first vehicle on site
        v_in = v * np.where(sun(present, lat, lon) < -6, 0.8, 1.0)                       # pass time at the rate in force when the head is in
        passing = (60 * cars / density / v_in + 2 * (-(-cars // 12) - 1) + cars / 25) / 60   # models 15.3: 60 RS/rate (gaps included) + EXTAL, h
        ready = present + passing + tri(20, 60, 240) / 60                                # F9, F3: instrument-ready after the last vehicle
        gates = np.maximum.reduce([tri(12, 24, 72), tri(6, 12, 24), tri(1, 4, 12)])      # F9: fortified, camouflaged, linked in parallel
        out[u] = {"present": present, "instrument_ready": ready, "duty_accepted": ready + gates + tri(6, 24, 72)}   # F9 inspection
        mean = lambda x: round(float(np.mean(x)), 3)                                     # for the reader's sanity check only
        check[u] = {"posts_km": km.sum(), "mean_km": mean(length.sum(1)), "mean_rail_days": mean((arrive - depart[u]) / 24), "mean_arrive": iso(arrive.mean()),
                    "mean_march_h": mean(present - unloaded), "mean_pass_min": mean(passing * 60), "wagons": f"{wagons.min()}..{wagons.max()}", "vehicles": f"{cars.min()}..{cars.max()}"}
    return out, check

iso = lambda h: (ZERO + timedelta(seconds=round(float(h) * 3600))).strftime("%Y-%m-%dT%H:%M:%SZ")

def summary(x):
    """n reached inside the window; quantiles (linear, type 7) over all replications, standard error by the density method."""
    row, se = {"n": int((x <= WINDOW_END).sum())}, {}
    for p in (0.05, 0.50, 0.95):
        d = np.sqrt(p * (1 - p) / len(x)); lo, q, hi = np.quantile(x, [max(p - d, 0), p, min(p + d, 1)])
        row[f"q{round(p * 100):02d}"], se[f"se{round(p * 100):02d}"] = iso(q), round(float(hi - lo) / 2, 3)
    return row | se

if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__)
    for flag, kind, default in (("--rail", str, None), ("--reps", int, 5000), ("--seed", int, 1), ("--shift-loading-days", float, 0.0)):
        ap.add_argument(flag, type=kind, default=default, required=default is None)
    o = ap.parse_args()
    with open(o.rail, newline="", encoding="utf-8") as f: rows = list(csv.DictReader(f))
    times, check = simulate(rows, o.reps, o.seed, o.shift_loading_days)
    print(json.dumps({"reps": o.reps, "seed": o.seed, "shift_loading_days": o.shift_loading_days,
                      "se_method": "density: half of Q(p+d)-Q(p-d), d = sqrt(p(1-p)/reps); hours", "check": check,
                      **{u: {k: summary(x) for k, x in t.items()} for u, t in times.items()}}, indent=1))
