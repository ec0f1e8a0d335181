#!/usr/bin/env python3
"""The program's dates and shares against independent scripts of the same inputs.

usage: compare.py PROGRAM [--reps N]

two_battalions.py: for both battalions and the three dated states the 5, 50 and 95 % dates must agree within four
standard errors of their difference, and both must shift alike when the loading moves by a day.
fighters_and_pantsir.py: the same for the three flights of Su-35S and the Pantsir battalion. The program is given the
script's points for the profile of a flight, which the ledger leaves open. Landings crowd in the hour after sunrise, where
a standard error is minutes: dates that agree within three minutes agree.
claims.py: shares of replications in which five claims hold, within four standard errors.
Exit 1 if anything differs.
"""
import argparse, json, pathlib, subprocess, sys
from datetime import datetime

HERE = pathlib.Path(__file__).parent
PATH = "plans.s400-redeployment.load.start"
START = ("2022-01-19T06:00Z", "2022-01-20T18:00Z", "2022-01-21T12:00Z")
LATER = ("2022-01-20T06:00Z", "2022-01-21T18:00Z", "2022-01-22T12:00Z")
WORDS = {"present": "present", "instrument_ready": "ready", "duty_accepted": "duty"}


def hours(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() / 3600


def program(binary, unit, word, reps, later):
    edit = ["--set", f"{PATH}={'..'.join(LATER)}"] if later else []
    # Another seed than the script's habit; the draws are unrelated in any case.
    command = [binary, "when", unit, word, "-n", str(reps), "--seed", "42", "--json", *edit]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def script(reps, shift):
    command = [sys.executable, HERE / "two_battalions.py", "--rail", HERE / "rail.csv", "--reps", str(reps)]
    command += ["--shift-loading-days", str(shift)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


# What fighters_and_pantsir.py takes for what the ledger leaves open.
PROFILE = {
    "height": "10 km exact", "climb": "15 m/s exact", "descent": "10 m/s exact", "slow": "600 km/h exact",
    "spacing": "1 km exact",
}
EDITS = [f"types.su-35s-flight.flight.{key}={value}" for key, value in PROFILE.items()]
EDITS.append("types.su-35s-flight.readiness.emplacing=1..3..12 h each")
LEAST_H = 0.05
# Claim of the scenario: key of claims.py.
CLAIMS = {"c-f15-time": "F15", "c-p11-time": "P11", "c-p06-first": "P06", "c-p06-all": "P06c", "c-p03-time": "P03"}


def error_h(theirs, unit, state, key):
    """Standard error of a quantile (h). That of one flight by the density method is itself good to a factor of two at 5 and
    95 %; the three flights have the same distribution, so the root mean square of theirs is taken for each."""
    units = [u for u in theirs if u.startswith("su35-")] if unit.startswith("su35-") else [unit]
    return (sum(theirs[u][state][key] ** 2 for u in units) / len(units)) ** 0.5


def others(binary, reps):
    """The flights and the Pantsir battalion; number of failures and of comparisons."""
    command = [sys.executable, HERE / "fighters_and_pantsir.py", "--rail", HERE / "rail.csv", "--reps", str(reps), "--ground"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    failed = done = 0
    sets = [part for edit in EDITS for part in ("--set", edit)]
    for unit in ("su35-1", "su35-2", "su35-3", "pantsir-1"):
        for state, word in WORDS.items():
            command = [binary, "when", unit, word, "-n", str(reps), "--seed", "42", "--json", *sets]
            ours = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for q in ("q05", "q50", "q95"):
                difference = hours(ours[q]) - hours(theirs[unit][state][q])
                error = error_h(theirs, unit, state, "se" + q[1:])
                allowed = max(4 * 2**0.5 * error, LEAST_H)
                bad = abs(difference) > allowed
                failed, done = failed + bad, done + 1
                print(f"{unit} {state:17} {q} {ours[q]} {theirs[unit][state][q]} {difference:+6.2f} h of {allowed:.2f}"
                      f"{'  FAILED' if bad else ''}")
    return failed, done


def shares(binary, reps):
    """Shares of claims; number of failures and of comparisons."""
    command = [sys.executable, HERE / "claims.py", "--rail", HERE / "rail.csv", "--battalions", HERE / "two_battalions.py",
               "--reps", str(reps), "--ground"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    sets = [part for edit in EDITS for part in ("--set", edit)]
    command = [binary, "claims", "-n", str(reps), "--seed", "42", "--json", *sets]
    ours = {c["id"]: c for c in json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)}
    failed = 0
    for claim, key in CLAIMS.items():
        p, q = ours[claim]["p"], theirs["claims"][key]["p"]
        error = max((p * (1 - p) / reps + q * (1 - q) / reps) ** 0.5, 1 / reps)
        bad = abs(p - q) > 4 * error
        failed += bad
        print(f"{claim} {p:.4f} {q:.4f} z {(p - q) / error:+.2f}{'  FAILED' if bad else ''}")
    return failed, len(CLAIMS)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--reps", type=int, default=5000)
    args = parser.parse_args()
    plain, shifted = script(args.reps, 0), script(args.reps, 1)
    failed = 0
    print(f"{args.reps} replications each; difference program - script in hours, z in standard errors of it")
    for unit in ("pvo-1", "pvo-2"):
        for state, word in WORDS.items():
            ours, ours_later = (program(args.program, unit, word, args.reps, later) for later in (False, True))
            theirs, theirs_later = plain[unit][state], shifted[unit][state]
            if ours["reached"] != ours["n"]:
                print(f"{unit} {state}: reached in {ours['reached']} of {ours['n']} only")
                failed += 1
            for q in ("q05", "q50", "q95"):
                difference = hours(ours[q]) - hours(theirs[q])
                # Both estimates have the same standard error: the script's, by the density method.
                z = difference / (2**0.5 * theirs["se" + q[1:]])
                shift = hours(ours_later[q]) - hours(ours[q])
                their_shift = hours(theirs_later[q]) - hours(theirs[q])
                bad = abs(z) > 4 or abs(shift - their_shift) > 0.5
                failed += bad
                print(
                    f"{unit} {state:17} {q} {ours[q]} {theirs[q]} {difference:+6.2f} h z {z:+5.2f}"
                    f"  a day later: {shift:+6.2f} / {their_shift:+6.2f} h{'  FAILED' if bad else ''}"
                )
    done = 18
    for compare in (others, shares):
        bad, count = compare(args.program, args.reps)
        failed, done = failed + bad, done + count
    print(f"{done - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
