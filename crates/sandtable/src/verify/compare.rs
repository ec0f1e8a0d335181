//! The one comparer: expected against computed values, by the tolerance rules of the schema.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The error of a mismatch that has no quotient: finite, so that it can be written.
pub const HOPELESS: f64 = 1e300;

/// How far a number may be off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// Equal.
    Exact,
    /// |got - expected| <= abs, or <= rel |expected|: it is enough that one holds. 0 where not
    /// given.
    Within {
        /// Absolute.
        abs: f64,
        /// Relative.
        rel: f64,
    },
}

impl Tolerance {
    /// The tolerance of a JSON object `{abs}`, `{rel}`, `{abs, rel}` or `{exact: true}`.
    pub fn from_json(value: &Value) -> Option<Tolerance> {
        let fields = value.as_object()?;
        if fields.get("exact") == Some(&Value::Bool(true)) && fields.len() == 1 {
            return Some(Tolerance::Exact);
        }
        let known = fields.keys().all(|name| name == "abs" || name == "rel");
        let part = |name: &str| match fields.get(name) {
            None => Some(0.0),
            Some(x) => x.as_f64().filter(|x| *x > 0.0),
        };
        let (abs, rel) = (part("abs")?, part("rel")?);
        (known && !fields.is_empty()).then_some(Tolerance::Within { abs, rel })
    }
}

/// Whether all values agree, and the largest difference over the allowed one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// All values agree.
    pub pass: bool,
    /// Largest quotient of difference and tolerance, at most [`HOPELESS`].
    pub error: f64,
}

const AGREED: Outcome = Outcome { pass: true, error: 0.0 };
const REFUSED: Outcome = Outcome { pass: false, error: HOPELESS };

impl Outcome {
    fn and(self, other: Outcome) -> Outcome {
        Outcome { pass: self.pass && other.pass, error: self.error.max(other.error) }
    }
}

/// Compares each expected value with the output of its name; further outputs are ignored.
pub fn compare(
    expected: &Map<String, Value>,
    got: &Map<String, Value>,
    tolerances: &BTreeMap<String, Tolerance>,
) -> Outcome {
    expected.iter().fold(AGREED, |outcome, (name, want)| {
        outcome.and(match (got.get(name), tolerances.get(name)) {
            (Some(got), Some(tolerance)) => values(want, got, *tolerance),
            _ => REFUSED,
        })
    })
}

fn values(want: &Value, got: &Value, tolerance: Tolerance) -> Outcome {
    match (want, got) {
        (Value::Number(_), Value::Number(_)) => match (want.as_f64(), got.as_f64()) {
            (Some(want), Some(got)) => numbers(want, got, tolerance),
            _ => REFUSED,
        },
        (Value::Array(want), Value::Array(got)) if want.len() == got.len() => {
            want.iter().zip(got).fold(AGREED, |o, (w, g)| o.and(values(w, g, tolerance)))
        }
        (Value::Object(want), Value::Object(got)) if want.len() == got.len() => {
            want.iter().fold(AGREED, |o, (name, w)| {
                o.and(got.get(name).map_or(REFUSED, |g| values(w, g, tolerance)))
            })
        }
        (Value::String(_), Value::String(_)) | (Value::Bool(_), Value::Bool(_)) if want == got => {
            AGREED
        }
        _ => REFUSED,
    }
}

fn numbers(want: f64, got: f64, tolerance: Tolerance) -> Outcome {
    let off = (got - want).abs();
    if off == 0.0 {
        return AGREED;
    }
    let Tolerance::Within { abs, rel } = tolerance else {
        return REFUSED;
    };
    let allowed = abs.max(rel * want.abs());
    let pass = off <= allowed;
    // A tolerance of 0 (relative, expected 0) leaves no quotient.
    let error = if allowed > 0.0 { (off / allowed).min(HOPELESS) } else { HOPELESS };
    Outcome { pass, error: if error.is_nan() { HOPELESS } else { error } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(want: Value, got: Value, tolerance: Value) -> Outcome {
        values(&want, &got, Tolerance::from_json(&tolerance).unwrap())
    }

    #[test]
    fn tolerance_rules_of_the_schema() {
        let abs = json!({"abs": 0.5});
        assert!(check(json!(1.0), json!(1.5), abs.clone()).pass);
        assert!(!check(json!(1.0), json!(1.6), abs).pass);
        let rel = json!({"rel": 0.1});
        assert!(check(json!(-10), json!(-10.5), rel.clone()).pass);
        assert!(!check(json!(0.0), json!(1e-300), rel.clone()).pass);
        assert!(check(json!(0), json!(0.0), rel).pass);
        let both = json!({"abs": 1e-3, "rel": 1e-9});
        assert!(check(json!(0.0), json!(1e-4), both.clone()).pass);
        assert!(check(json!(1e9), json!(1e9 + 0.5), both.clone()).pass);
        assert!(!check(json!(1.0), json!(1.01), both).pass);
        let exact = json!({"exact": true});
        assert!(check(json!(5), json!(5.0), exact.clone()).pass);
        assert_eq!(check(json!(5), json!(6), exact), REFUSED);
    }

    #[test]
    fn shapes_and_types_must_match() {
        let tolerance = json!({"abs": 1.0});
        for (want, got) in [
            (json!([1, 2]), json!([1])),
            (json!([1]), json!(1)),
            (json!(1), json!("1")),
            (json!(true), json!(1)),
            (json!(1), Value::Null),
            (json!("east"), json!("west")),
            (json!({"a": 1}), json!({"b": 1})),
            (json!({"a": 1}), json!({"a": 1, "b": 1})),
        ] {
            assert_eq!(check(want, got, tolerance.clone()), REFUSED);
        }
        assert!(
            check(json!({"a": [1, "x", true]}), json!({"a": [1.5, "x", true]}), tolerance).pass
        );
    }

    #[test]
    fn error_is_the_largest_quotient() {
        let outcome = check(json!([1.0, 2.0]), json!([1.25, 3.0]), json!({"abs": 0.5}));
        assert_eq!(outcome, Outcome { pass: false, error: 2.0 });
    }

    #[test]
    fn broken_tolerances_are_refused() {
        for t in [
            json!({}),
            json!({"abs": 0}),
            json!({"exact": false}),
            json!({"abs": 1, "ulp": 2}),
            json!(1),
        ] {
            assert_eq!(Tolerance::from_json(&t), None, "{t}");
        }
    }
}
