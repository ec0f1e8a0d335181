//! The commands as a person types them: what they print, how they end, what they leave.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// An empty folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("sandtable-cli-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.out, self.err))
    }
}

fn sandtable(folder: &Path, args: &[&str]) -> Said {
    let mut command = Command::cargo_bin("sandtable").expect("the program is built");
    let output = command.current_dir(folder).args(args).output().expect("it starts");
    Said {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn run_shows_the_flagship_and_leaves_a_whole_folder() {
    let folder = Folder::new("run");
    let said = sandtable(&folder.0, &["run"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let first = said.out.lines().next().expect("a first line");
    assert!(first.contains("divizion is a battalion"), "{first}");
    for words in [
        "One possible run",
        "pvo-1",
        "duty accepted",
        "24 February 2022",
        "assumed",
        "next: sandtable",
    ] {
        assert!(said.out.contains(words), "{words} in\n{}", said.out);
    }
    let run = folder.0.join("sandtable-runs/allied-resolve-2022-42-0");
    for file in ["run.json", "scenario.json", "states.parquet", "draws.parquet"] {
        assert!(run.join(file).is_file(), "{file}");
    }
    assert_eq!(std::fs::read_dir(folder.0.join("sandtable-runs")).expect("a folder").count(), 1);
}

#[test]
fn run_json_has_the_stable_fields() {
    let folder = Folder::new("run-json");
    let run =
        sandtable(&folder.0, &["run", "--json", "--seed", "7", "--replication", "3", "-o", "out"])
            .json();
    let hex = |name: &str| {
        run[name]
            .as_str()
            .is_some_and(|t| t.len() == 64 && t.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    assert!(hex("digest") && hex("scenario_hash"), "{run}");
    assert_eq!((run["seed"].as_u64(), run["replication"].as_u64()), (Some(7), Some(3)));
    assert!(run["rows"].as_u64().is_some_and(|n| n > 100) && run["wall_s"].as_f64().is_some());
    assert_eq!(run["scenario"], "allied-resolve-2022");
    let units = run["units"].as_array().expect("units");
    assert!(units.iter().any(|u| u["unit"] == "pvo-1" && u["present"].is_string()));
    assert!(folder.0.join("out/run.json").is_file());
    let again =
        sandtable(&folder.0, &["run", "--json", "--seed", "7", "--replication", "3", "-o", "out"])
            .json();
    assert_eq!(again["digest"], run["digest"]);
}

#[test]
fn a_post_that_is_not_deployed_is_absent_from_the_units() {
    let folder = Folder::new("absent");
    let args = ["run", "--json", "-o", "out", "--set", "units.pvo-regiment.deployed=no"];
    let run = sandtable(&folder.0, &args).json();
    let units: Vec<_> =
        run["units"].as_array().expect("units").iter().map(|u| &u["unit"]).collect();
    assert!(units.iter().any(|u| *u == "pvo-1") && units.iter().any(|u| *u == "pvo-2"));
    assert!(!units.iter().any(|u| *u == "pvo-regiment"));
}

#[test]
fn why_goes_link_by_link_to_the_order_and_draws_every_value_again() {
    let folder = Folder::new("why");
    assert_eq!(sandtable(&folder.0, &["run", "--neighbours", "0"]).code, 0);
    for unit in ["pvo-1", "pvo-2"] {
        let rows = sandtable(&folder.0, &["why", unit, "duty", "--json"]).json();
        let rows = rows["rows"].as_array().expect("rows");
        assert!(rows.len() > 40, "{} links", rows.len());
        let mut draws = 0;
        for pair in rows.windows(2) {
            assert_eq!(pair[0]["cause"]["unit"], pair[1]["unit"]);
            assert_eq!(pair[0]["cause"]["ordinal"], pair[1]["ordinal"]);
        }
        for draw in rows.iter().flat_map(|r| r["draws"].as_array().expect("draws")) {
            assert_eq!(draw["matches"], true, "{draw}");
            assert_eq!(draw["value"], draw["recomputed"]);
            draws += 1;
        }
        assert!(draws > 30, "{draws} draws");
        let last = rows.last().expect("a last link");
        assert_eq!((&last["table"], &last["cause"]), (&Value::from("orders"), &Value::Null));
    }
    let text = sandtable(&folder.0, &["why", "pvo-1", "duty"]).out;
    assert!(text.contains("est-inspecting") && !text.contains("NOT REPRODUCED"));
}

#[test]
fn when_answers_in_a_sentence_and_in_json() {
    let folder = Folder::new("when");
    let said = sandtable(&folder.0, &["when", "pvo-1", "duty", "-n", "100"]);
    assert!(
        said.out.contains("has its duty accepted in nine of ten of 100 replications between")
            && said.out.contains("reproduce: sandtable when")
    );
    let when = sandtable(&folder.0, &["when", "pvo-1", "present", "-n", "100", "--json"]).json();
    assert_eq!((&when["unit"], &when["state"]), (&Value::from("pvo-1"), &Value::from("present")));
    assert_eq!((when["n"].as_u64(), when["reached"].as_u64()), (Some(100), Some(100)));
    let text = |name: &str| when[name].as_str().expect("a date").to_owned();
    assert!(text("q05") < text("q50") && text("q50") < text("q95"));
    assert_eq!(when["q50_ci"].as_array().map(Vec::len), Some(2));
    let shares = when["shares"].as_object().expect("shares");
    let sum: f64 = shares.values().map(|v| v.as_f64().expect("a number")).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    let few = sandtable(&folder.0, &["when", "pvo-1", "duty", "-n", "5", "--json"]).json();
    assert!(few["q50"].is_null() && few["reached"] == 5);
    let typo = sandtable(&folder.0, &["when", "pvo-3", "duty"]);
    assert_eq!(typo.code, 2);
    assert!(typo.err.contains("did you mean `pvo-1`"), "{}", typo.err);
}

#[test]
fn a_wrong_scenario_ends_with_3_says_all_and_writes_nothing() {
    let folder = Folder::new("wrong");
    let good = sandtable_assets::file("scenarios/one-train/scenario.yaml").expect("embedded");
    let bad = good
        .replace("190 km exact", "190 kmm exact")
        .replace("rate: goods-train", "rate: goods-trian");
    std::fs::write(folder.0.join("bad.yaml"), bad).expect("a file");
    let said = sandtable(&folder.0, &["run", "bad.yaml"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("unit/unknown") && said.err.contains("rate/unknown"), "{}", said.err);
    assert!(said.err.contains("bad.yaml:") && said.err.contains("did you mean"), "{}", said.err);
    assert_eq!(std::fs::read_dir(&folder.0).expect("a folder").count(), 1, "nothing was written");
    let found = sandtable(&folder.0, &["check", "bad.yaml", "--json"]);
    assert_eq!(found.code, 3);
    let findings = found.json();
    for finding in findings.as_array().expect("an array") {
        for field in
            ["severity", "code", "file", "line", "column", "text", "expected", "message", "hint"]
        {
            assert!(finding.get(field).is_some(), "{field} in {finding}");
        }
    }
    assert_eq!(sandtable(&folder.0, &["run", "nowhere.yaml"]).code, 2);
    assert_eq!(sandtable(&folder.0, &["run", "--set", "nonsense"]).code, 2);
    assert_eq!(sandtable(&folder.0, &["run", "--set", "units.pvo-9.name=x"]).code, 3);
}

#[test]
fn verify_passes_and_a_wrong_value_ends_with_4() {
    let folder = Folder::new("verify");
    let said = sandtable(&folder.0, &["verify", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let rows = said.json();
    let rows = rows.as_array().expect("an array");
    let sets: std::collections::BTreeSet<_> =
        rows.iter().filter_map(|r| r["set"].as_str()).collect();
    for set in [
        "G1", "G2", "G3", "G4", "G5", "K2", "M1", "M2", "M3", "M4", "N1", "N3", "U1", "U2", "U3",
        "V1", "V2", "V3", "V5",
    ] {
        assert!(sets.contains(set), "{set}");
    }
    assert!(rows.iter().all(|r| r["verdict"] == "pass"));
    let case = |expected: &str, set: &str| {
        format!(
            r#"[{{"set": "{set}", "title": "t", "source": "s", "note": "n",
            "inputs": {{"q05": {{"unit": "1", "means": "m"}}, "q95": {{"unit": "1", "means": "m"}}}},
            "outputs": {{"mu": {{"unit": "1", "means": "m", "tol": {{"abs": 1e-9}}}}}},
            "rows": [{{"id": "{set}-01", "inputs": {{"q05": 1, "q95": 10}}, "expected": {{"mu": {expected}}}}}]}}]"#
        )
    };
    let file = folder.0.join("cases.json");
    let verify = |text: String, more: &[&str]| {
        std::fs::write(&file, text).expect("a file");
        let mut args = vec!["verify", "--cases", "cases.json", "--json"];
        args.extend(more);
        sandtable(&folder.0, &args)
    };
    assert_eq!(verify(case("1.151292546497023", "U2"), &[]).code, 0);
    assert_eq!(verify(case("1.2", "U2"), &[]).code, 4);
    let unknown = verify(case("1.2", "Z9"), &[]);
    assert_eq!((unknown.code, &unknown.json()[0]["verdict"]), (0, &Value::from("not_covered")));
    assert_eq!(verify(case("1.2", "Z9"), &["--strict"]).code, 4);
    assert_eq!(verify("{".to_owned(), &[]).code, 5);
}

#[test]
fn sources_lists_every_input_with_a_known_kind() {
    let folder = Folder::new("sources");
    let all = sandtable(&folder.0, &["sources", "--json"]).json();
    let all = all.as_array().expect("an array");
    assert!(all.len() > 100);
    for input in all {
        assert!(input["source"].is_string(), "{input}");
        for field in ["path", "value", "unit", "spread", "scope", "sources", "kind"] {
            assert!(input.get(field).is_some(), "{field} in {input}");
        }
    }
    let some = sandtable(&folder.0, &["sources", "--kind", "assumed", "--json"]).json();
    assert!(some.as_array().is_some_and(|a| !a.is_empty() && a.len() < all.len()));
    let site = all.iter().find(|p| p["path"] == "units.pvo-1.orders.redeploy.site");
    let site = site.expect("an inferred site");
    assert_eq!(
        (&site["kind"], &site["inferred_from"][0]),
        (&"inferred".into(), &"c-f15-place".into())
    );
    let inferred = sandtable(&folder.0, &["sources", "--kind", "inferred"]).out;
    assert!(inferred.contains("inf-pvo-2-site (c-p11-place)"), "{inferred}");
    let points = sandtable(&folder.0, &["sources", "--points", "--json"]).json();
    assert!(points.as_array().is_some_and(|a| a.iter().all(|p| p["spread"].is_null())));
    let conflicts = sandtable(&folder.0, &["sources", "--conflicts"]).out;
    assert!(conflicts.contains("rechitsa") && conflicts.contains("8 launchers"), "{conflicts}");
    assert_eq!(sandtable(&folder.0, &["sources", "--kind", "guess"]).code, 2);
}

#[test]
fn a_new_scenario_runs_as_it_stands() {
    let folder = Folder::new("new");
    for (id, _) in sandtable_assets::SCENARIOS {
        assert_eq!(sandtable(&folder.0, &["new", id, "--from", id]).code, 0);
        let said = sandtable(&folder.0, &["run", id, "--json", "-o", "out"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let own = said.json()["digest"].clone();
        let embedded =
            sandtable(&folder.0, &["run", "--json", "-o", "out"]).json()["digest"].clone();
        assert_eq!(*id == sandtable_assets::FLAGSHIP, own == embedded, "{id}");
    }
    let again = sandtable(&folder.0, &["new", "one-train"]);
    assert_eq!(again.code, 5, "a folder that is there is not written over");
}

#[test]
fn schema_and_completions_are_printed() {
    let folder = Folder::new("schema");
    let schema = sandtable(&folder.0, &["schema"]).json();
    assert!(schema["properties"]["units"].is_object());
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(sandtable(&folder.0, &["completions", shell]).out.contains("sandtable"), "{shell}");
    }
    assert_eq!(sandtable(&folder.0, &[]).code, 2);
}

#[test]
fn the_readme_shows_what_a_run_prints() {
    let folder = Folder::new("readme");
    let said = sandtable(&folder.0, &["run"]);
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(readme).expect("there is a README");
    assert!(readme.contains(&said.out), "README.md is to show:\n{}", said.out);
}

#[test]
fn a_counterfactual_is_labelled_wherever_its_results_are_shown() {
    let folder = Folder::new("labels");
    let label = "COUNTERFACTUAL variant withdraw-as-announced";
    let variant = ["--variant", "withdraw-as-announced"];
    let edit = "places.brest.ramps=1 ramps exact";
    let with = |args: &[&str]| {
        let args: Vec<_> = args.iter().chain(&variant).copied().collect();
        sandtable(&folder.0, &args).out
    };
    assert_eq!(sandtable(&folder.0, &["run", "--neighbours", "0"]).code, 0);
    with(&["run", "--neighbours", "0"]);
    let run = with(&["run", "--neighbours", "0", "--set", edit]);
    assert!(run.contains(label) && run.contains(&format!("--set {edit}")), "{run}");
    for next in ["sandtable when", "sandtable claims"] {
        let line = run.lines().find(|l| l.contains(next)).expect("what comes next");
        assert!(line.contains("--variant withdraw-as-announced --set"), "{line}");
    }
    let runs = std::fs::read_dir(folder.0.join("sandtable-runs")).expect("a folder");
    let mut names: Vec<_> =
        runs.map(|f| f.expect("a file").file_name().into_string().expect("a name")).collect();
    names.sort();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names[0].starts_with("allied-resolve-2022+withdraw-as-announced+set-"), "{names:?}");
    assert_eq!(names[1], "allied-resolve-2022+withdraw-as-announced-42-0");
    assert_eq!(names[2], "allied-resolve-2022-42-0");
    let why = sandtable(&folder.0, &["why", "pvo-1", "duty"]).out;
    assert!(why.contains(label) && why.contains(&format!("--set {edit}")), "{why}");
    let map = sandtable(&folder.0, &["export", "--format", "geojson"]).json();
    assert_eq!((&map["variant"], &map["counterfactual"]), (&variant[1].into(), &true.into()));
    assert_eq!(map["edits"], serde_json::json!([edit]));
    let film = sandtable(&folder.0, &["export", "--format", "acmi"]).out;
    let comments = film.lines().find(|l| l.starts_with("0,Comments=")).expect("comments");
    assert!(comments.contains(label) && comments.contains("--set places.brest.ramps"));
    assert!(with(&["claims", "-n", "20"]).starts_with(label));
    let when = with(&["when", "pvo-1", "duty", "-n", "20", "--set", edit]);
    assert!(when.starts_with(label), "{when}");
    let again = when.lines().find(|l| l.starts_with("reproduce: ")).expect("a command");
    assert!(
        again.contains("--variant withdraw-as-announced --set 'places.brest.ramps="),
        "{again}"
    );
}

#[test]
fn an_inject_without_effect_says_so() {
    let folder = Folder::new("injects");
    let args = [
        ["--inject", "2022-01-20T06:00Z pvo-1 hold 12 h"],
        ["--inject", "2022-02-05T06:00Z pvo-1 hold 6 h"],
    ];
    let args: Vec<_> = ["run", "--neighbours", "0"].into_iter().chain(args.concat()).collect();
    let said = sandtable(&folder.0, &args).out;
    let of = |day: &str| said.lines().find(|l| l.contains(day)).expect("the inject is listed");
    assert!(
        of("2022-01-20T06:00Z").contains("changes ") && !of("2022-01-20").contains("NO EFFECT")
    );
    assert!(of("2022-02-05T06:00Z").contains("NO EFFECT"), "{said}");
    assert!(said.contains("replications beside the run play nothing by hand"));
}

#[test]
fn a_withdrawal_shows_who_has_left_and_who_is_home() {
    let folder = Folder::new("withdrawal");
    let args = ["run", "--neighbours", "0", "--variant", "withdraw-as-announced"];
    let said = sandtable(&folder.0, &args).out;
    let head = said.lines().find(|l| l.starts_with("Going back in this run")).expect("a line");
    assert!(head.contains("have begun") && head.contains("3 are home"), "{head}");
    let row = |unit: &str| {
        let back = said.split("Going back").nth(1).expect("a table");
        let row = back.lines().find(|l| l.trim_start().starts_with(unit)).expect("a row");
        row.to_owned()
    };
    assert!(row("pvo-1").contains("21 Feb") && row("pvo-1").trim_end().ends_with('-'));
    assert!(!row("su35-1").trim_end().ends_with('-'), "{}", row("su35-1"));
    assert!(!sandtable(&folder.0, &["run", "--neighbours", "0"]).out.contains("Going back"));
}

#[test]
fn who_is_there_from_the_start_is_said_to_be() {
    let folder = Folder::new("start");
    let said = sandtable(&folder.0, &["when", "by-radar-1", "duty", "-n", "30"]).out;
    assert!(said.contains("from the start of the period"), "{said}");
    let run = sandtable(&folder.0, &["run", "--neighbours", "0"]).out;
    // Seven of the scenario's units are satellites, residents, officials, and what neutral traffic is.
    assert!(run.contains("\n23 units are in place from the start\n7 observers"), "{run}");
    let map = sandtable(&folder.0, &["export", "--format", "geojson"]).json();
    let places = map["features"].as_array().expect("features");
    let garrison = places.iter().find(|f| f["id"] == "places/garrison-notional").expect("a place");
    let of = |name: &str| garrison["properties"][name].as_str().unwrap_or("").to_owned();
    assert_eq!((of("kind"), of("near")), ("notional".into(), "khabarovsk".into()));
    let page = sandtable(&folder.0, &["report", "--neighbours", "20", "-o", "page.html"]);
    assert_eq!(page.code, 0, "{}", page.err);
    let page = std::fs::read_to_string(folder.0.join("page.html")).expect("a page");
    for words in [
        "the first is loaded",
        "the first arrives",
        "the first is on duty",
        "on duty from the start",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let fixed = page.split("In place from the start: ").nth(1).expect("a list");
    let fixed = fixed.split("</p>").next().expect("its end");
    assert!(fixed.contains("by-radar-1") && !fixed.contains("worldview"), "{fixed}");
}

#[test]
fn one_error_is_one_error() {
    let folder = Folder::new("plural");
    let good = sandtable_assets::file("scenarios/one-train/scenario.yaml").expect("embedded");
    let bad = good.replace("rate: goods-train", "rate: goods-trian");
    std::fs::write(folder.0.join("bad.yaml"), bad).expect("a file");
    let said = sandtable(&folder.0, &["check", "bad.yaml"]);
    assert!(said.out.contains("\n1 error, 0 warnings, "), "{}", said.out);
}

#[test]
fn the_umpire_accounts_for_every_mock_flight_and_bars_the_rest() {
    let folder = Folder::new("umpire");
    assert_eq!(sandtable(&folder.0, &["run", "--neighbours", "0"]).code, 0);
    let score = sandtable(&folder.0, &["umpire", "--curve", "--json"]).json();
    let said = sandtable(&folder.0, &["umpire"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let drills = score["drills"].as_array().expect("drills");
    let number = |value: &Value| value.as_u64().expect("a count");
    let mut held = 0;
    for drill in drills {
        let task = drill["task"].as_str().expect("a task");
        let block = said.out.split(&format!("({task})")).nth(1).expect("every drill is said");
        assert_eq!(number(&drill["flown"]), number(&drill["engaged"]) + number(&drill["leaked"]));
        assert_eq!(
            number(&drill["others_assigned"]),
            0,
            "{task}: neutral traffic is never assigned"
        );
        let mut leaked = 0;
        for one in drill["leakers"].as_array().expect("leakers") {
            let reason = one["reason"].as_str().expect("a reason");
            assert!(block.contains(&format!("leaked, {reason}: {}", one["count"])), "{block}");
            leaked += number(&one["count"]);
        }
        assert_eq!(leaked, number(&drill["leaked"]), "{task}");
        held += 1;
    }
    assert!(held >= 5 && drills.iter().any(|d| number(&d["engaged"]) > 0), "{held} drills");
    for words in ["predicts nothing", "Shots are electronic and every kill probability is assumed"]
    {
        assert!(said.out.contains(words), "{words} in\n{}", said.out);
    }
    let curves = score["curve"].as_array().expect("a curve");
    assert_eq!(curves.len(), drills.len());
    for curve in curves {
        let points = curve["points"].as_array().expect("points");
        let share = |at: usize| points[at]["share"].as_f64().expect("a share");
        assert!(points.len() == 9 && share(0) <= share(8), "{curve}");
    }
    let one = sandtable(&folder.0, &["umpire", "--task", "drill-massed", "--json"]).json();
    assert!(one["curve"].is_null() && one["drills"].as_array().is_some_and(|d| d.len() == 1));
    assert_eq!(sandtable(&folder.0, &["umpire", "--task", "no-such-task"]).code, 2);
}

#[test]
fn odds_are_a_distribution_that_can_be_had_again() {
    let folder = Folder::new("odds");
    let ask = |more: &[&str]| {
        let args = ["odds", "sam-medium", "mock-target-large", "4", "-n", "40"];
        sandtable(&folder.0, &[&args[..], more].concat())
    };
    let one = ask(&["--seed", "7", "--threads", "1", "--json"]);
    assert_eq!(one.code, 0, "{}", one.err);
    assert_eq!(one.out, ask(&["--seed", "7", "--threads", "2", "--json"]).out);
    assert_ne!(one.out, ask(&["--seed", "8", "--json"]).out);
    let found = one.json();
    for name in ["engaged", "destroyed", "leaked", "rounds", "double_shots"] {
        let chances = found[name]["chances"].as_array().expect("chances");
        let sum: f64 = chances.iter().map(|c| c.as_f64().expect("a chance")).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{name}: {sum}");
    }
    assert_eq!(found["destroyed"]["chances"].as_array().map(Vec::len), Some(5));
    assert_eq!(found["sweep"].as_array().map(Vec::len), Some(9));
    // The command that it prints gives it again.
    let command = found["reproduce"].as_str().expect("a command").replace("'20 s'", "20_s");
    let again: Vec<_> = command.split(' ').skip(1).map(|word| word.replace('_', " ")).collect();
    let again: Vec<_> = again.iter().map(String::as_str).chain(["--json"]).collect();
    assert_eq!(one.out, sandtable(&folder.0, &again).out, "{command}");
    let said = ask(&["--seed", "7"]).out;
    let first = said.lines().next().expect("a first line");
    assert_eq!(found["sentence"], first);
    for words in
        ["every kill probability is assumed", "The geometry is notional", "predicts nothing"]
    {
        assert!(said.contains(words), "{words} in\n{said}");
    }
}

#[test]
fn odds_say_what_is_missing() {
    let folder = Folder::new("odds-missing");
    let set = "types.s400-regiment-post.weapons={missile: {range: 60 km, least-range: 2 km, speed: 900 m/s, targets: 2, ready: 8, \
               reaction: 5 s each, kill: 0.5}}";
    for (args, words) in [
        (&["s400-batalion", "mock-target-large", "6"][..], "did you mean `s400-battalion`?"),
        (&["sam-medium", "mock-target-lrge", "6"], "did you mean `mock-target-large`?"),
        (&["sam-medium", "mock-target", "6"], "has no `target:`"),
        (&["sam-medium", "civil-airliner", "6"], "is neutral"),
        (&["surveillance-radar", "mock-target-large", "6"], "no weapon that shoots"),
        (&["sam-medium", "mock-target-large", "0"], "1..=200"),
        (&["sam-medium", "mock-target-large", "6", "--interval", "20"], "a time needs a unit"),
        (&["sam-medium", "mock-target-large", "6", "--from", "nowhere"], "no embedded scenario"),
        (&["s400-regiment-post", "mock-target-large", "1", "--set", set, "-n", "20"], ""),
        (
            &["sam-medium", "mock-target-large", "6", "--set", "types.sam-medium.sensors=remove"],
            "no radar of its own",
        ),
        (
            &["sam-medium", "mock-target-large", "6", "--set", "types.sam-medium.crew=remove"],
            "--set \"types.sam-medium.crew={operators: 2 people",
        ),
    ] {
        let said = sandtable(&folder.0, &[&["odds"], args].concat());
        let code = if words.is_empty() { 0 } else { 2 };
        assert_eq!(said.code, code, "{args:?}: {}", said.err);
        assert!(said.err.contains(words), "{args:?}: {}", said.err);
    }
}
