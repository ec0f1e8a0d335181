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
