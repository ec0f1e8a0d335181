#!/usr/bin/env python3
"""JSON output of the program against docs/formats: check_json.py PROGRAM.

Runs each command with --json and validates what it prints. A schema alone would accept much that is wrong, so a few
relations between fields are checked too.
"""

import json
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ROOT / "docs" / "formats"
BROKEN = "scenario: Broken\nperiod: {start: 2030-05-01T00:00Z, end: 2030-04-01T00:00Z}\nunits: {}\ntitel: x\n"


def run(program, *args, expect=0):
    done = subprocess.run([program, *args], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != expect:
        sys.exit(f"{' '.join(args)}: exit code {done.returncode}, expected {expect}\n{done.stderr}")
    return json.loads(done.stdout)


def validate(name, value, what):
    schema = json.loads((FORMATS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    errors = list(Draft202012Validator(schema).iter_errors(value))
    for error in errors[:10]:
        print(f"{what}: {error.json_path}: {error.message[:300]}", file=sys.stderr)
    if errors:
        sys.exit(f"{what}: {len(errors)} places do not fit {name}.schema.json")
    print(f"  {what}: fits {name}.schema.json")


def require(condition, words):
    if not condition:
        sys.exit(words)


def when_of(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def check_chain(rows):
    for row, cause in zip(rows, rows[1:]):
        named = {"unit": cause["unit"], "ordinal": cause["ordinal"]}
        require(row["cause"] == named, f"why: {row['unit']} {row['ordinal']} is not caused by the row after it")
    require(rows[-1]["table"] == "orders" and rows[-1]["cause"] is None, "why: the chain does not end at an order")
    draws = [draw for row in rows for draw in row["draws"]]
    require(draws, "why: the chain shows no draw")
    for draw in draws:
        require(draw["matches"] and draw["recomputed"] == draw["value"], f"why: {draw['field']} is not reproduced")


def check_umpire(umpire):
    drills = umpire["drills"]
    require(drills, "umpire: no drill")
    for drill in drills:
        task = drill["task"]
        require(drill["flown"] == drill["engaged"] + drill["leaked"], f"umpire: {task}: flown is not engaged + leaked")
        reasons = [(l["count"], len(l["flights"])) for l in drill["leakers"]]
        require(all(n == m for n, m in reasons), f"umpire: {task}: a leaker is not named")
        require(sum(n for n, _ in reasons) == drill["leaked"], f"umpire: {task}: a leaker has no reason")
        salvos = sum(u["launches"] for u in drill["units"])
        results = sum(u["hits"] for u in drill["units"]) + sum(m["count"] for m in drill["misses"])
        require(salvos == drill["fire"]["launches"], f"umpire: {task}: salvos do not add up over units")
        require(results + drill["fire"]["unresolved"] == salvos, f"umpire: {task}: a salvo has no result")
        for step in drill["steps"]:
            quantiles = [step["time"][q] for q in ("q05", "q50", "q95")]
            quantiles = [q for q in quantiles if q is not None]
            require(quantiles == sorted(quantiles), f"umpire: {task}: {step['step']}: quantiles out of order")
    require(any(d["engaged"] for d in drills), "umpire: nobody launched at anything")
    require([c["task"] for c in umpire["curve"]] == [d["task"] for d in drills], "umpire: the curve has other drills")
    for curve in umpire["curve"]:
        kills = [p["kill"] for p in curve["points"]]
        require(kills == [round(n / 10, 1) for n in range(1, 10)], f"umpire: {curve['task']}: kill probabilities")
        least, most = curve["points"][0], curve["points"][-1]
        require(least["share"] <= most["share"], f"umpire: {curve['task']}: the curve falls")


def check_odds(odds):
    number, n = odds["number"], odds["n"]
    for name in ("engaged", "destroyed", "leaked", "rounds", "double_shots"):
        count = odds[name]
        chances = count["chances"]
        require(abs(sum(chances) - 1) < 1e-9, f"odds: {name}: chances do not sum to 1")
        require(abs(sum(k * p for k, p in enumerate(chances)) - count["mean"]) < 1e-9, f"odds: {name}: another mean")
        for percent, quantile in ((5, "q05"), (50, "q50"), (95, "q95")):
            k = count[quantile]
            below, reached = (round(n * sum(chances[:end])) for end in (k, k + 1))
            require(100 * below < percent * n <= 100 * reached, f"odds: {name}: {quantile} is not that quantile")
    require(all(len(odds[c]["chances"]) == number + 1 for c in ("engaged", "destroyed", "leaked")), "odds: counts end elsewhere")
    require(odds["destroyed"]["mean"] <= odds["engaged"]["mean"], "odds: more destroyed than engaged")
    require(odds["destroyed"]["mean"] + odds["leaked"]["mean"] >= number - 1e-9, "odds: a target has no fate")
    parts = ((odds["all_destroyed"], odds["destroyed"]["chances"][number]), (odds["none_leaks"], odds["leaked"]["chances"][0]))
    for part, chance in parts:
        require(abs(part["share"] - chance) < 1e-12 and part["low"] <= chance <= part["high"], "odds: a share is not in its interval")
    kills = [at["kill"] for at in odds["sweep"]]
    require(kills == [round(k / 10, 1) for k in range(1, 10)], "odds: kill probabilities")
    means = [at[c] for at in odds["sweep"] for c in ("destroyed", "leaked")]
    require(all(m["low"] <= m["mean"] <= m["high"] for m in means), "odds: a mean is not in its interval")
    least, most = odds["sweep"][0], odds["sweep"][-1]
    require(least["destroyed"]["mean"] < most["destroyed"]["mean"], "odds: the sweep does not rise")
    require(abs(sum(odds["shares"].values()) - 1) < 1e-9, "odds: shares do not sum to 1")


class Loader(yaml.SafeLoader):
    """YAML 1.2 as an editor's schema sees it: times stay text, and `on` and `yes` are words."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith((":timestamp", ":bool"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def scenarios(schema):
    """The schema takes every file that comes with the program, and not one with a misspelt key."""
    validator = Draft202012Validator(schema)
    root = Path(__file__).resolve().parent.parent / "crates" / "sandtable-assets"
    files = sorted(root.glob("scenarios/*/*.yaml")) + sorted(root.glob("catalogue/*.yaml"))
    require(len(files) >= 6, "embedded files are missing")
    for path in files:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader)
        errors = [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in validator.iter_errors(document)]
        require(not errors, f"{path.name} does not fit the schema: {errors[:3]}")
    document["ratess"] = {}
    require(list(validator.iter_errors(document)), "the schema takes a misspelt key")
    print(f"  schema: takes {len(files)} embedded files, refuses a misspelt key")


def main():
    program = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "run")
        result = run(program, "run", "--json", "-o", out)
        validate("run", result, "run")
        manifest = json.loads((Path(out) / "run.json").read_text(encoding="utf-8"))
        validate("manifest", manifest, "run.json")
        same = ("digest", "scenario", "scenario_hash", "version", "seed", "replication", "rows")
        require(all(result[k] == manifest[k] for k in same), "run --json and run.json differ")

        why = run(program, "why", "pvo-1", "duty", "--run", out, "--json")
        validate("why", why, "why pvo-1 duty")
        check_chain(why["rows"])
        duty = next(u["duty_accepted"] for u in result["units"] if u["unit"] == "pvo-1")
        require(why["rows"][0]["time"] == duty, "why does not begin at the date that run prints")

        picture = run(program, "picture", "--run", out, "--json")
        validate("picture", picture, "picture")
        require(sum(t["flights"] for t in picture["tasks"]) == len(picture["rows"]), "picture: flights are missing")
        require(any(r["first"] for r in picture["rows"]), "picture: nobody saw anything")

        umpire = run(program, "umpire", "--run", out, "--curve", "--json")
        validate("umpire", umpire, "umpire --curve")
        check_umpire(umpire)
        plain = run(program, "umpire", "--run", out, "--json")
        validate("umpire", plain, "umpire")
        require(plain["curve"] is None and plain["drills"] == umpire["drills"], "umpire: --curve changes the drills")

        broken = Path(folder) / "broken.yaml"
        broken.write_text(BROKEN, encoding="utf-8")
        findings = run(program, "check", str(broken), "--json", expect=3)
        validate("check", findings, "check (broken)")
        require(any(f["severity"] == "error" for f in findings), "check: exit 3 without an error")

    validate("when", run(program, "when", "pvo-1", "duty", "-n", "50", "--json"), "when, 50")
    few = run(program, "when", "pvo-1", "duty", "-n", "5", "--json")
    validate("when", few, "when, 5")
    require(few["q50"] is None and few["q50_ci"] is None, "when: quantiles of fewer than 20 dates")
    answer = run(program, "when", "pvo-2", "present", "-n", "200", "--json")
    require(abs(sum(answer["shares"].values()) - 1) < 1e-9, "when: shares do not sum to 1")
    dates = [when_of(answer[q]) for q in ("q05", "q50", "q95")]
    require(dates == sorted(dates), "when: quantiles out of order")

    findings = run(program, "check", "--json")
    validate("check", findings, "check")
    require(not any(f["severity"] == "error" for f in findings), "check: exit 0 with an error")
    inputs = run(program, "sources", "--json")
    validate("sources", inputs, "sources")
    require(len({i["path"] for i in inputs}) == len(inputs), "sources: a path stands twice")
    require(all(i["source"] == i["sources"][0] for i in inputs), "sources: the primary source is not the first")
    points = run(program, "sources", "--points", "--json")
    require(all(i["spread"] is None for i in points), "sources --points: a spread")
    assumed = run(program, "sources", "--kind", "assumed", "--json")
    require(assumed and all(i["kind"] == "assumed" for i in assumed), "sources --kind assumed: another kind")
    validate("sources", run(program, "sources", "--conflicts", "--json"), "sources --conflicts")
    claims = run(program, "claims", "-n", "60", "--json")
    validate("claims", claims, "claims")
    require(any(c["spent"] for c in claims), "claims: none is spent")
    require(all(c["p"] is None for c in claims if c["verdict"] == "statement"), "claims: a statement has a share")
    added = run(program, "claims", "add", "any s400-battalion present at brestsky-ground by 2022-02-03T15:16Z", "--json", "-n", "60")
    validate("claims", added, "claims add")
    require(len(added) == 1 and added[0]["given_place"], "claims add: one claim, given the place")
    seen = run(program, "coverage", "--unit", "pvo-1", "--unit", "by-radar-1", "--draws", "20", "--json")
    validate("coverage", seen, "coverage")
    triples = [t for r in seen["rows"] for h in r["heights"] for t in h["ranges_m"] + [h["area_km2"]]]
    require(triples and all(a <= b <= c for a, b, c in triples), "coverage: quantiles out of order")
    odds = run(program, "odds", "sam-medium", "mock-target-large", "6", "-n", "100", "--json")
    validate("odds", odds, "odds")
    check_odds(odds)
    odds = run(program, "odds", "s400-battalion", "mock-target-low", "9", "-n", "40", "--interval", "10..20..60 s each", "--json")
    validate("odds", odds, "odds, other types")
    check_odds(odds)
    validate("verify", run(program, "verify", "--json"), "verify")
    schema = run(program, "schema")
    Draft202012Validator.check_schema(schema)
    print("  schema: is a JSON Schema")
    scenarios(schema)


if __name__ == "__main__":
    main()
