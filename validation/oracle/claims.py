#!/usr/bin/env python3
"""How often the oracles' replications agree with dated statements of the press (facts.md sections 1 and 2). Both scripts are
independent of the program. All trains of one replication share line rate, route factor, column density, ramps and post errors:
these draws of two_battalions.py are recorded and handed to the Pantsir. Notional, exercise only."""
import argparse, csv, importlib.util, json
from unittest import mock
import numpy as np
import fighters_and_pantsir as fp
from fighters_and_pantsir import at

class Recorder(np.random.Generator):
    """default_rng that keeps the draws, to be found again by the parameters of their distribution (the first with them)."""
    def keep(self, key, x): self.__dict__.setdefault("kept", {}).setdefault(key, x); return x
    def triangular(self, a, b, c, size=None): return self.keep((a, b, c), super().triangular(a, b, c, size))
    def integers(self, a, b, size=None): return self.keep((a, b), super().integers(a, b, size))
    def normal(self, m, sd, size=None): return self.keep(("sd", sd), super().normal(m, sd, size) / (sd or 1)) * sd

def battalions(path, rows, n, seed):
    """Times of pvo-1 and pvo-2, and the draws shared with other trains."""
    spec = importlib.util.spec_from_file_location("two_battalions", path); tb = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tb); rng = Recorder(np.random.PCG64(seed))
    plain, _ = tb.simulate(rows, n, seed, 0.0)
    with mock.patch.object(np.random, "default_rng", lambda _: rng): times, _ = tb.simulate(rows, n, seed, 0.0)
    for u in times:
        for k in times[u]: assert np.allclose(times[u][k], plain[u][k], atol=1e-9), "the record changed the run"
    kept = rng.kept   # the standard deviations of rail.csv tell the posts apart: Khabarovsk 10, Brest 6, Luninets 12 km
    return times, {"line": kept[660, 800, 1010], "route_factor": kept[0.97, 1.0, 1.03], "density": kept[10, 20, 30],
                   "ramps": kept[1, 3], "Khabarovsk": kept["sd", 10.0], "Brest": kept["sd", 6.0], "Luninets": kept["sd", 12.0]}

def events(pvo, su, pantsir, unloading):
    one, two = pvo["pvo-1"]["present"], pvo["pvo-2"]["present"]; landed = np.stack([su[u]["present"] for u in sorted(su)])
    p, s400, any_su, local = pantsir["present"], np.minimum(one, two), landed.min(0), lambda day: at(day) - 3   # UTC+3 midnight
    t = at(36, 12) + np.arange(0, 8, 1 / 3600)                       # 36 = 5 February; the last second with the upper limb up
    sunset = t[fp.sun(t, 52.25, 26.80) > fp.UP][-1]; assert abs(sunset - at(36, 15 + 7 / 60)) < 1 / 60, sunset
    on26 = (landed >= local(26)) & (landed < local(27))
    return {   # id: (text, boolean array); 34 = 3 February. Ids with a letter b, c are other readings
        "F15": ("pvo-1 present at the Brestsky ground by 2022-02-03T15:16Z", one <= at(34, 15 + 16 / 60)),
        "P11": ("pvo-2 present at Luninets by sunset there on 5 Feb", two <= sunset),
        "P06": ("a Su-35 landed at Baranovichi on 26 Jan (UTC+3)", on26.any(0)),
        "P06b": ("the first Su-35 to land there landed on 26 Jan (UTC+3)", (any_su >= local(26)) & (any_su < local(27))),
        "P06c": ("all three flights there by the end of 27 Jan (UTC+3)", (landed < local(28)).all(0)),
        "P03": ("Pantsir unloading begun on 28 or 29 Jan (UTC+3)", (unloading >= local(28)) & (unloading < local(30))),
        "P03b": ("Pantsir unloading begun by the end of 29 Jan (UTC+3)", unloading < local(30)),
        "P04": ("Pantsir present before both S-400 battalions", p < s400),
        "P04b": ("a Su-35 present before the first S-400", any_su < s400),
        "P04c": ("order a Su-35, then Pantsir, then the first S-400", (any_su < p) & (p < s400)),
        "P04d": ("that order, and no S-400 present by the end of 29 Jan (UTC+3)", (any_su < p) & (p < s400) & (s400 >= local(30))),
        "P04e": ("no S-400 present by the end of 31 Jan (UTC+3)", s400 >= local(32)),
    }

if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__)
    for flag, kind, default in (("--rail", str, None), ("--battalions", str, None), ("--reps", int, 5000), ("--seed", int, 1)):
        ap.add_argument(flag, type=kind, default=default, required=default is None)
    ap.add_argument("--ground", action="store_true", help="ground trains delay the Pantsir (never the S-400, which run alone)")
    ap.add_argument("--independent", action="store_true", help="the Pantsir draws its own line rate etc.: how much sharing matters")
    o = ap.parse_args()
    with open(o.rail, newline="", encoding="utf-8") as f: rows = list(csv.DictReader(f))
    pvo, shared = battalions(o.battalions, rows, o.reps, o.seed)
    pantsir, _, unloading = fp.pantsir(rows, o.reps, o.seed, others=o.ground, shared=None if o.independent else shared)
    out = {}
    for name, (text, hit) in events(pvo, fp.fighters(o.reps, o.seed)[0], pantsir, unloading).items():
        q = (hit.sum() + 0.5) / (o.reps + 1)   # for the error only, so that 0 or all hits do not give an error of nought
        out[name] = {"event": text, "p": round(float(hit.mean()), 5), "se": round(float(np.sqrt(q * (1 - q) / o.reps)), 5)}
    print(json.dumps({"reps": o.reps, "seed": o.seed, "ground": o.ground, "independent": o.independent, "claims": out}, indent=1))
