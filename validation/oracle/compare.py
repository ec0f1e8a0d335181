#!/usr/bin/env python3
"""The program's dates against the independent script of the same inputs (two_battalions.py).

usage: compare.py PROGRAM [--reps N]

For both battalions and the three dated states the 5, 50 and 95 % dates must agree within four standard
errors of their difference, and both must shift alike when the loading moves by a day. Exit 1 if not.
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
    print(f"{18 - failed if failed < 18 else 0} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
