use super::*;
use sandtable_assets::VALIDATION;
use serde_json::json;

/// A file of one set K2 with one row.
fn file(set: &str, inputs: Value, expected: Value) -> String {
    json!([{
        "set": set, "title": "t", "source": "s", "note": "",
        "inputs": {"V": {"unit": "m/s", "means": "speed"}},
        "outputs": {
            "n": {"unit": "1", "means": "load", "tol": {"abs": 1e-9}},
            "x": {"unit": "m", "means": "place", "tol": {"abs": 1e-9}},
        },
        "rows": [{"id": format!("{set}-01"), "inputs": inputs, "expected": expected}],
    }])
    .to_string()
}

fn verdict(set: &str, inputs: Value, expected: Value) -> CaseResult {
    verify_file(&file(set, inputs, expected)).unwrap().remove(0)
}

#[test]
fn val_every_row_of_validation_passes() {
    let mut count = 0;
    for (name, text) in VALIDATION {
        let results = verify_file(text).unwrap();
        for result in &results {
            assert_eq!(result.verdict, Verdict::Pass, "{name}: {result:?}");
            assert!(result.error.unwrap() <= 1.0);
            count += 1;
        }
    }
    assert!(count >= 70, "{count}");
}

#[test]
fn results_are_the_rows_in_order() {
    for (_, text) in VALIDATION {
        let sets: Value = serde_json::from_str(text).unwrap();
        let want: Vec<&str> = sets
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|s| s["rows"].as_array().unwrap())
            .map(|r| r["id"].as_str().unwrap())
            .collect();
        let results = verify_file(text).unwrap();
        let got: Vec<&str> = results.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(got, want);
    }
}

/// Every number, text, truth and array of `value` changed.
fn changed(value: &Value) -> Value {
    match value {
        Value::Number(x) => json!(x.as_f64().unwrap() * 1.001 + 1.0),
        Value::String(text) => json!(format!("{text}0")),
        Value::Bool(truth) => json!(!truth),
        Value::Array(items) => items.iter().map(changed).collect(),
        other => other.clone(),
    }
}

#[test]
fn a_changed_expectation_fails() {
    for (_, text) in VALIDATION {
        let mut sets: Value = serde_json::from_str(text).unwrap();
        for set in sets.as_array_mut().unwrap() {
            for row in set["rows"].as_array_mut().unwrap() {
                for (_, value) in row["expected"].as_object_mut().unwrap() {
                    *value = changed(value);
                }
            }
        }
        for result in verify_file(&sets.to_string()).unwrap() {
            assert_eq!(result.verdict, Verdict::Fail, "{result:?}");
            assert!(result.error.unwrap() > 1.0);
        }
    }
}

#[test]
fn unknown_questions_are_not_covered() {
    let n = json!({"n": 2.0});
    for (set, inputs) in [
        ("Z9", json!({"V": 1})),
        ("K9", json!({"V": 1})),
        ("K2", json!({"kind": "spiral", "V": 250, "bank_deg": 60})),
        ("K2", json!({"kind": "level_turn", "V": 250, "bank_deg": 60, "mass": 3})),
        ("K2", json!({"kind": "level_turn", "V": 250})),
        ("K2", json!({"kind": "level_turn", "V": "fast", "bank_deg": 60})),
        (
            "K2",
            json!({"kind": "trochoid", "V": 1, "w_deg_s": 1, "heading0": "north", "wind": [0, 0], "t": 1}),
        ),
    ] {
        let result = verdict(set, inputs, n.clone());
        assert_eq!(result.verdict, Verdict::NotCovered, "{result:?}");
        assert_eq!((result.got, result.error), (Value::Null, None));
    }
}

#[test]
fn impossible_and_endless_questions_have_no_answer() {
    let chain = |p: f64, k: u64| json!({"hops": 1, "fixed": 1, "exp_mean": 1, "p_loss": p, "retries": k, "timeout": 1});
    let inbound = |vt: f64, rmin: f64| json!({"Rd": 1e5, "tr": 5, "Vm": 900, "Vt": vt, "ta": 0, "Rmin": rmin, "Rmax": 5e4});
    for (set, inputs) in [
        ("K3", json!({"P": [1, 2, 3], "V": [1, 2], "S": 3})),
        ("Q1", json!({"c": 0, "a": 1})),
        ("Q1", json!({"c": 1_000_001, "a": 1})),
        ("Q1", json!({"c": 2, "a": -1})),
        ("Q2", json!({"c": 3, "K": 2, "lam": 1, "mu": 1})),
        ("Q2", json!({"c": 3, "K": 4, "lam": 1, "mu": 0})),
        ("Q3", json!({"c": 3, "lam": 0, "mu": 1, "theta": 1})),
        ("Q3", json!({"c": 3, "lam": 3, "mu": 1, "theta": 0})),
        ("Q3", json!({"c": 3, "lam": 3, "mu": 1, "theta": 1e-300})),
        ("Q4", json!({"c": 3, "lam": 1, "mu": 1, "tau": -1})),
        ("C1", chain(1.5, 1)),
        ("C1", chain(0.5, 4_000_000_000)),
        ("E1", inbound(0.0, 1e3)),
        ("E1", inbound(1e-9, 1e3)),
        ("E2", json!({"p": 1.5, "n": 1, "m": 1, "c": 0})),
        ("E2", json!({"p": 0.5, "n": 1.5, "m": 1, "c": 0})),
        ("E3", json!({"N": 0, "S": 1, "p": 0.5})),
        ("E4", json!({"N": 1, "c": 1, "tau": -1, "w": 1})),
        ("E5", json!({"N": 1})),
        ("W1", json!({"V": [1], "p": [[0.5, 0.5]]})),
        ("W1", json!({"V": [1], "p": [[1.5]]})),
        ("W1", json!({"V": vec![1; 9], "p": vec![vec![0.5; 9]; 9]})),
        (
            "S1",
            json!({"A": 1, "B": 1, "alpha": 1, "beta": 1, "y": 1, "z": 1, "w": 0, "x": 1, "salvos": 1}),
        ),
        ("L1", json!({"A0": -1, "B0": 1, "a": 1, "b": 1, "t": 1})),
        ("L2", json!({"n": 1, "m": 1, "a": 0, "b": 0})),
        ("L2", json!({"n": 1_000_000, "m": 1_000_000, "a": 1, "b": 1})),
    ] {
        assert_eq!(run(set, &Inputs::new(inputs.as_object().unwrap())), None, "{set} {inputs}");
    }
}

#[test]
fn missing_outputs_and_nonsense_fail() {
    let turn = json!({"kind": "level_turn", "V": 250, "bank_deg": 60});
    assert_eq!(verdict("K2", turn.clone(), json!({"n": 2.0})).verdict, Verdict::Pass);
    // An output that this kind does not give.
    let result = verdict("K2", turn, json!({"x": 2.0}));
    assert_eq!((result.verdict, result.error), (Verdict::Fail, Some(compare::HOPELESS)));
    // 1/0: an infinite number never agrees.
    let stop = json!({"kind": "double", "alpha": 1, "headway_min": 0});
    let text = file("M2", stop, json!({"n": 1.0})).replace("\"n\"", "\"per_day\"");
    assert_eq!(verify_file(&text).unwrap()[0].verdict, Verdict::Fail);
}

#[test]
fn results_serialise_with_the_stable_words() {
    let turn = json!({"kind": "level_turn", "V": 250, "bank_deg": 60});
    let result = serde_json::to_value(verdict("K2", turn, json!({"n": 2.0}))).unwrap();
    let keys: Vec<&str> = result.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.len(), 7);
    assert_eq!(result["verdict"], "pass");
    assert_eq!(result["tolerance"], json!({"n": {"abs": 1e-9}}));
    let lost = serde_json::to_value(verdict("Z9", json!({"V": 1}), json!({"n": 2.0}))).unwrap();
    assert_eq!((&lost["verdict"], &lost["error"]), (&json!("not_covered"), &Value::Null));
}

#[test]
fn broken_files_name_the_place() {
    let good = file("K2", json!({"V": 1}), json!({"n": 2.0}));
    for (text, message) in [
        ("[".to_owned(), "not JSON"),
        ("{}".to_owned(), "at `$`: expected an array of at least one item"),
        ("[]".to_owned(), "at `$`"),
        ("[3]".to_owned(), "at `$[0]`: expected an object"),
        (good.replace("\"title\"", "\"name\""), "at `$[0].title`: expected a value: it is missing"),
        (good.replace("\"K2-01\"", "7"), "at `$[0].rows[0].id`: expected a text"),
        (good.replace("{\"n\":2.0}", "{\"q\":2.0}"), "at `$[0].rows[0].expected.q`"),
        (good.replace("{\"abs\":1e-9}", "{\"abs\":-1}"), "at `$[0].outputs.n.tol`"),
    ] {
        let error = verify_file(&text).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}
