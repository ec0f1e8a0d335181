#!/usr/bin/env python3
"""Independent oracle: when are su35-1..3 (flights of 4 Su-35S) and pantsir-1 (one battalion, "divizion" = 12 Pantsir-S vehicles)
present, instrument-ready, accepted for duty? Written from facts.md (rows cited as F n = section n), models.md 12, 15, 16 and the
brief of the exercise (cited as B where it settles what the ledger leaves open). Notional, exercise only."""
import argparse, csv, json
from datetime import datetime, timedelta, timezone
import numpy as np
from geographiclib.geodesic import Geodesic

ZERO = datetime(2022, 1, 1, tzinfo=timezone.utc)                     # every time below is in hours after this, UTC
at = lambda day, hour=0.0: (day - 1) * 24 + hour                     # day of January 2022 (32 = 1 February)
WINDOW_END = at(51, 21)                                              # F8 window: 20 Feb 21:00Z
DZEMGI, BARANOVICHI = (50.6056, 137.0810), (53.100, 26.050)          # F4
STOPS = [[(56.1, 95.7), (55.3, 61.3)], [(55.0, 82.7), (51.6, 39.1)]]   # F8 mix 0.5/0.5: Central only; Central and Western
WEST = [("transsib", "Khabarovsk", "Moscow"), ("west", "Moscow", "Baranovichi")]
ENDS = {"Brest": (0.5, WEST[:1] + [("west", "Moscow", "Brest")], (15, 20, 40)),                            # F8 mix, routes; F5 road km
        "Baranovichi": (0.3, WEST, (5, 8, 15)),
        "Luninets": (0.2, WEST + [("luninets-branch", "Baranovichi", "Luninets")], (3, 5, 10))}
FLIGHT = {"climb": 15.0, "descent": 10.0, "slow": 600.0, "height": 10.0, "turn_round": (1, 3, 12)}   # B: m/s, m/s, km/h, km, h
UP, AIRCRAFT, TRAIL_KM = -0.833, 4, 1.0                              # B: upper limb; F8 flights of 4; B: spacing in trail
km = lambda a, b: Geodesic.WGS84.Inverse(*a, *b)["s12"] / 1000
mean = lambda x: round(float(np.mean(x)), 3) + 0.0

def sun(t, lat, lon):
    """Elevation of the sun's centre in degrees, no refraction (NOAA solar calculator: Meeus ch. 25, low accuracy)."""
    s, c, rad = np.sin, np.cos, np.radians
    T = (t / 24 + 8035.5) / 36525                                    # centuries from J2000.0; 2022-01-01 00Z is JD 2459580.5
    M, e = rad(357.52911 + T * (35999.05029 - 0.0001537 * T)), 0.016708634 - 0.000042037 * T
    C = s(M) * (1.914602 - 0.004817 * T) + s(2 * M) * (0.019993 - 0.000101 * T) + s(3 * M) * 0.000289
    L, node = rad(280.46646 + T * (36000.76983 + 0.0003032 * T)), rad(125.04 - 1934.136 * T)
    lam, obl = L + rad(C - 0.00569 - 0.00478 * s(node)), rad(23.4392911 - 0.0130042 * T + 0.00256 * c(node))
    y = np.tan(obl / 2) ** 2
    eot = y * s(2 * L) - 2 * e * s(M) + 4 * e * y * s(M) * c(2 * L) - y * y / 2 * s(4 * L) - 1.25 * e * e * s(2 * M)   # radians
    dec, hour_angle = np.arcsin(s(obl) * s(lam)), rad(15 * (t % 24) - 180 + lon) + eot
    return np.degrees(np.arcsin(s(rad(lat)) * s(dec) + c(rad(lat)) * c(dec) * c(hour_angle)))

def lit(t, place, late):
    """Landing times: unchanged while the sun is up at the place, else so late (h) after its next sunrise (B; F8 daylight landings)."""
    grid = np.arange(at(23), at(46), 1 / 60); e = sun(grid, *place) - UP
    i = np.nonzero((e[:-1] <= 0) & (e[1:] > 0))[0]
    rises = grid[i] - e[i] * (grid[i + 1] - grid[i]) / (e[i + 1] - e[i])
    return np.where(sun(t, *place) > UP, t, rises[np.searchsorted(rises, t)] + late)   # beyond the last sunrise: an IndexError, not a date

def air_time(length, tas, wind, o):
    """Hours from take-off to landing of one aircraft: climb, cruise, descent against a constant head wind (B; models 12)."""
    slope = o["height"] * 1000 / 3600 * (1 / o["climb"] + 1 / o["descent"])         # h of climb and descent at full height
    slow, fast = o["slow"] - 3.6 * wind, tas - 3.6 * wind                           # F8 head wind, subtracted in all phases (B)
    part = np.minimum(1, length / (slow * slope)) * slope                           # short leg: the greatest height scales (B)
    return part + (length - slow * part) / fast

def fighters(n, seed, shift=0.0, o=FLIGHT):
    rng = np.random.default_rng([seed, 35]); tri = lambda a, b, c: rng.triangular(a, b, c, n)
    depart = tri(at(24, 6), at(24, 18), at(25, 6)) + 24 * shift; mixed = rng.random(n) < 0.5   # F8; one draw for all three flights (B)
    detour, tas, wind = tri(1.03, 1.08, 1.13), tri(780, 850, 920), tri(0, 15, 35)   # F8, F3 cruise; default scope: shared
    trail = (AIRCRAFT - 1) * TRAIL_KM / (o["slow"] - 3.6 * wind)                    # h from the first to the last landing
    out, check, landings = {}, {}, []
    for u in ("su35-1", "su35-2", "su35-3"):
        stop, present, waited, rise = (tri(3, 14, 30), tri(3, 14, 30)), np.empty(n), np.zeros((n, 3)), np.zeros(n, bool) # F3
        late = [tri(0, 20, 60) / 60 for _ in range(3)]                              # B: h after sunrise, each landing
        for r, stops in enumerate(STOPS):
            m = mixed == bool(r); path = [DZEMGI, *stops, BARANOVICHI]; ready = depart[m]
            for k, (a, b) in enumerate(zip(path, path[1:])):
                soonest = ready + air_time(km(a, b) * detour[m], tas[m], wind[m], o)
                land = lit(soonest, b, late[k][m]); waited[m, k] = land - soonest; landings.append((land, b))   # the wait is before take-off
                if k < 2: ready = land + trail[m] + stop[k][m]                      # from landing of the last to ready for take-off (B)
            present[m], rise[m] = land, land > soonest                              # first aircraft has landed at Baranovichi (B)
        ready = present + trail + tri(*o["turn_round"])                             # B: turn-round in the place of emplacing
        out[u] = {"present": present, "instrument_ready": ready, "duty_accepted": ready + tri(1, 4, 12) + tri(6, 24, 72)}  # F9 gates
        days = {d: mean((present >= at(d) - 3) & (present < at(d + 1) - 3)) for d in range(25, 31)}   # days of January, UTC+3
        check[u] = {"landed_on_day_utc3": days, "at_sunrise_share": mean(rise), "mean_waits_h": [mean(w) for w in waited.T]}
    check["su35"] = {"legs_km": [[round(km(a, b)) for a, b in zip(p, p[1:])] for p in ([DZEMGI, *s, BARANOVICHI] for s in STOPS)],
                     "mean_trail_s": mean(trail * 3600)}
    return out, check, landings

def stages(rows, route):
    """Stage lengths between neighbouring posts along the route (F5), and the rows of its two end posts."""
    lengths, ends = [], []
    for line, a, b in route:
        posts = {r["station"]: r for r in rows if r["line"] == line}
        lo, hi = sorted(float(posts[s]["km"]) for s in (a, b))
        marks = sorted(k for k in (float(r["km"]) for r in posts.values()) if lo <= k <= hi)
        lengths += list(np.diff(marks)[::1 if marks[0] == float(posts[a]["km"]) else -1]); ends += [posts[a], posts[b]]
    return np.array(lengths), ends[0], ends[-1]

def queue(request, load, headway, ramps):
    """Departures from one station. Ramps first come first served; a loaded train frees its ramp; trains leave in order of being loaded,
    each at max(loaded, previous departure + its own headway) (models 15.1, F5, B). Columns are trains; request inf = no train."""
    n, trains = request.shape; row = np.arange(n); done, leave = np.empty_like(request), np.empty_like(request)
    free = np.stack([np.full(n, -np.inf), np.where(ramps == 2, -np.inf, np.inf)], 1)
    for i in np.argsort(request, 1, kind="stable").T:
        ramp = free.argmin(1); done[row, i] = free[row, ramp] = np.maximum(request[row, i], free[row, ramp]) + load[row, i]
    last = np.full(n, -np.inf)
    for i in np.argsort(done, 1, kind="stable").T: last = leave[row, i] = np.maximum(done[row, i], last + headway[row, i])
    return leave

def ground(n, seed):
    """Request, loading, headway (n x 14) of the ground trains that load at Khabarovsk (F8 ground echelons, F5)."""
    rng = np.random.default_rng([seed, 14]); size = (n, 14)
    here = (np.arange(14) < rng.integers(6, 15, n)[:, None]) & (rng.random(size) < 0.4)
    request = np.where(here, rng.uniform(at(5), at(25), size), np.inf)
    return request, rng.triangular(3, 5, 10, size), rng.triangular(2, 6, 24, size)

def pantsir(rows, n, seed, shift=0.0, others=False, shared=None):
    """`shared`: draws of another script for this replication (all trains have the line rate etc. in common), see claims.py."""
    rng = np.random.default_rng([seed, 12]); tri = lambda a, b, c, size=n: rng.triangular(a, b, c, size)
    start, load = tri(at(14, 12), at(17, 12), at(19, 12)) + 24 * shift, tri(3, 5, 10)                # F8, F5
    own = {"line": tri(660, 800, 1010), "route_factor": tri(0.97, 1.0, 1.03), "density": tri(10, 20, 30),   # F5, F8: default scope
           "ramps": rng.integers(1, 3, n)} | {s: rng.standard_normal(n) for s in ("Khabarovsk", *ENDS)}     # F8: a normal per post
    own |= shared or {}; unit, headway, v = tri(0.86, 1.0, 1.21), tri(2, 6, 24), tri(20, 30, 40)     # F5 each-unit; each; F3 march, each
    leave, more, cars = start + load, ground(n, seed), 12 + 4 + 1 + 8                                # F8 vehicles: 17 M, 8 S; one train
    assert 17 + (8 + 1) // 2 + 6 <= 57                                                               # F5 wagons: 27 at most
    if others: leave = queue(*(np.column_stack([x, y]) for x, y in zip((start, load, headway), more)), own["ramps"])[:, 0]
    end, arrive, unload = rng.choice(list(ENDS), n, p=[e[0] for e in ENDS.values()]), np.empty(n), tri(2, 4, 8)
    present, v_in = np.empty(n), np.empty(n)
    for name, (_, route, road) in ENDS.items():
        m = end == name; lengths, a, b = stages(rows, route); length = np.tile(lengths, (m.sum(), 1))
        length[:, 0] += own["Khabarovsk"][m] * float(a["km_sd"]); length[:, -1] += own[name][m] * float(b["km_sd"])   # two end posts
        length *= own["route_factor"][m, None]                                                       # F8: no extra km for the Pantsir
        rate = (own["line"] * unit)[m, None] * tri(0.89, 1.0, 1.17, length.shape)                    # F5 line x unit x stage, km/day
        arrive[m] = leave[m] + 24 * (length / rate).sum(1); off = arrive[m] + unload[m]              # F5 unloading; a ramp is free
        where = float(b["lat"]), float(b["lon"]); t = np.arange(off.min() - 1, off.max() + 12, 1 / 360)   # 10 s
        pace = lambda t: np.where(sun(t, *where) < -6, 0.8, 1.0)                                     # F5 column by night
        used = np.concatenate([[0], np.cumsum(pace(t[:-1] + 1 / 720) / 360)])                        # full-speed hours since t[0]
        present[m] = np.interp(np.interp(off, t, used) + tri(*road, m.sum()) / v[m], used, t)        # F9: first vehicle on site
        v_in[m] = v[m] * pace(present[m])
    passing = cars / own["density"] / v_in + ((cars + 11) // 12 - 1) * 2 / 60 + cars / 25 / 60       # models 15.3, h; gaps F5; EXTAL
    ready = present + passing + tri(20, 60, 240) / 60                                                # F9 after the last vehicle
    gates = np.maximum.reduce([tri(12, 24, 72), tri(6, 12, 24), tri(1, 4, 12)])                      # F9: three in parallel
    out = {"present": present, "instrument_ready": ready, "duty_accepted": ready + gates + tri(6, 24, 72)}
    check = {"posts_km": {e: stages(rows, r[1])[0].sum() for e, r in ENDS.items()}, "mean_rail_days": mean((arrive - leave) / 24),
             "mean_arrive": iso(arrive.mean()), "mean_station_delay_h": mean(leave - start - load), "mean_pass_min": mean(passing * 60),
             "delayed_share": mean(leave - start - load > 1e-9), "unloading_begins": summary(arrive)}
    return out, check, arrive

iso = lambda h: (ZERO + timedelta(seconds=round(float(h) * 3600))).strftime("%Y-%m-%dT%H:%M:%SZ")

def summary(x):
    """n reached inside the window; quantiles (linear, type 7) over all replications, standard error by the density method."""
    row, se = {"n": int((x <= WINDOW_END).sum())}, {}
    for p in (0.05, 0.50, 0.95):
        d = np.sqrt(p * (1 - p) / len(x)); lo, q, hi = np.quantile(x, [max(p - d, 0), p, min(p + d, 1)])
        row[f"q{round(p * 100):02d}"], se[f"se{round(p * 100):02d}"] = iso(q), round(float(hi - lo) / 2, 3)
    return row | se

def selftest(units, check, landings):
    legs = check["su35"]["legs_km"]
    ledger = [2771, 2133, 2282, 3597]   # F8; the WGS84 geodesics of the printed points are 2778, 2142, 2289, 3606: 7..9 km longer
    assert all(abs(a - b) <= 10 for a, b in zip(legs[0] + legs[1][:1], ledger)), legs
    assert legs == [[2778, 2142, 2289], [3606, 2883, 903]], legs                                     # GeographicLib 2.1
    assert round(km(DZEMGI, BARANOVICHI)) in range(6825, 6836)                                       # F3 ferry check: 6,830
    for t, place in landings: assert sun(t, *place).min() > UP - 1e-4, place                         # every landing by daylight
    for lat, lon, t in ((52.1089, 23.7175, at(35, 6 + 1 / 60)), (52.1089, 23.7175, at(35, 15.3)), (52.1089, 23.7175, at(34, 15 + 16 / 60)),
                        (51.8136, 29.1544, at(35, 5 + 38 / 60)), (51.8136, 29.1544, at(35, 14.95))):   # F6, F15 sunrises, sunsets
        assert abs(sun(t, lat, lon) - UP) < 0.12, (lat, lon, sun(t, lat, lon))                       # a minute is about 0.12 degrees
    assert check["pantsir-1"]["posts_km"] == {"Brest": 9615, "Baranovichi": 9413, "Luninets": 9534}  # F8 routes
    short = air_time(np.array([100.0]), 850.0, 0.0, FLIGHT); assert abs(short[0] - 100 / 600) < 1e-12   # height scales
    full = air_time(np.array([3000.0]), 850.0, 15.0, FLIGHT)[0]; slope = 1e4 / 15 / 3600 + 1e4 / 10 / 3600
    assert abs(full - slope - (3000 - slope * 546) / 796) < 1e-12
    one = queue(np.array([[0.0, 1.0, np.inf]]), np.full((1, 3), 4.0), np.full((1, 3), 6.0), np.array([1]))   # loaded at 4 and at 8
    two = queue(np.array([[0.0, 1.0, 2.0]]), np.array([[9.0, 4.0, 4.0]]), np.full((1, 3), 6.0), np.array([2]))   # at 9, 5 and 9
    assert list(one[0]) == [4, 10, np.inf] and list(two[0]) == [11, 5, 17], (one, two)
    for u, t in units.items():
        assert (t["present"] < t["instrument_ready"]).all() and (t["instrument_ready"] < t["duty_accepted"]).all(), u
        q = np.array([[np.quantile(x, p) for p in (0.05, 0.5, 0.95)] for x in t.values()])
        assert (np.diff(q, axis=0) > 0).all() and (np.diff(q, axis=1) >= 0).all(), u                 # >=: landings crowd after sunrise

if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__)
    for flag, kind, default in (("--rail", str, None), ("--reps", int, 5000), ("--seed", int, 1), ("--shift-loading-days", float, 0.0),
                                ("--shift-departure-days", float, 0.0), *((f"--{k}", float, FLIGHT[k]) for k in list(FLIGHT)[:4])):
        ap.add_argument(flag, type=kind, default=default, required=default is None)
    ap.add_argument("--turn-round", type=float, nargs=3, default=FLIGHT["turn_round"], metavar=("MIN", "MODE", "MAX"))
    for flag in ("--ground", "--selftest"): ap.add_argument(flag, action="store_true")
    o = ap.parse_args()
    with open(o.rail, newline="", encoding="utf-8") as f: rows = list(csv.DictReader(f))
    times, check, landings = fighters(o.reps, o.seed, o.shift_departure_days, {k: getattr(o, k) for k in FLIGHT})
    times["pantsir-1"], check["pantsir-1"], _ = pantsir(rows, o.reps, o.seed, o.shift_loading_days, o.ground)
    if o.selftest: selftest(times, check, landings)
    print(json.dumps({"reps": o.reps, "seed": o.seed, "shift_loading_days": o.shift_loading_days, "ground": o.ground,
                      "shift_departure_days": o.shift_departure_days, "flight": {k: getattr(o, k) for k in FLIGHT},
                      "se_method": "density: half of Q(p+d)-Q(p-d), d = sqrt(p(1-p)/reps); hours", "check": check,
                      **{u: {k: summary(x) for k, x in t.items()} for u, t in times.items()}}, indent=1))
