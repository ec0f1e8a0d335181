//! Reading a file of reference cases, with the place of every fault.

use super::compare::Tolerance;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use thiserror::Error;

/// Why a file of cases cannot be read.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// Not JSON.
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// JSON, but not what the schema asks for.
    #[error("at `{path}`: expected {wanted}")]
    Structure {
        /// Where, such as `$[0].rows[2].id`.
        path: String,
        /// What should stand there.
        wanted: &'static str,
    },
}

/// One row with the tolerances of its set.
pub struct Row {
    pub id: String,
    pub set: String,
    pub inputs: Map<String, Value>,
    pub expected: Map<String, Value>,
    pub tolerances: BTreeMap<String, Tolerance>,
    written: BTreeMap<String, Value>,
}

impl Row {
    /// The tolerances of the expected outputs, as the file writes them.
    pub fn tolerances_as_written(&self) -> Value {
        let kept = self.expected.keys().filter_map(|name| {
            self.written.get(name).map(|tolerance| (name.clone(), tolerance.clone()))
        });
        Value::Object(kept.collect())
    }
}

/// All rows of a file, in order.
pub fn rows(json: &str) -> Result<Vec<Row>, VerifyError> {
    let value: Value = serde_json::from_str(json)?;
    let file = At { value: &value, path: "$".to_owned() };
    let mut rows = Vec::new();
    for set in file.items()? {
        let name = set.get("set")?.text()?;
        for key in ["title", "source", "note"] {
            set.get(key)?.string()?;
        }
        set.get("inputs")?.fields()?;
        let (tolerances, written) = tolerances(&set.get("outputs")?)?;
        for row in set.get("rows")?.items()? {
            let expected = row.get("expected")?;
            for name in expected.fields()?.keys() {
                if !tolerances.contains_key(name) {
                    return Err(expected.child(name).fault("an output that the set declares"));
                }
            }
            rows.push(Row {
                id: row.get("id")?.text()?.to_owned(),
                set: name.to_owned(),
                inputs: row.get("inputs")?.fields()?.clone(),
                expected: expected.fields()?.clone(),
                tolerances: tolerances.clone(),
                written: written.clone(),
            });
        }
    }
    Ok(rows)
}

type Tolerances = (BTreeMap<String, Tolerance>, BTreeMap<String, Value>);

fn tolerances(outputs: &At) -> Result<Tolerances, VerifyError> {
    let mut read = BTreeMap::new();
    let mut written = BTreeMap::new();
    for name in outputs.fields()?.keys() {
        let tolerance = outputs.get(name)?.get("tol")?;
        let parsed = Tolerance::from_json(tolerance.value)
            .ok_or_else(|| tolerance.fault("{abs}, {rel}, {abs, rel} above 0, or {exact: true}"))?;
        read.insert(name.clone(), parsed);
        written.insert(name.clone(), tolerance.value.clone());
    }
    Ok((read, written))
}

/// A value and its place in the file.
struct At<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    fn fault(&self, wanted: &'static str) -> VerifyError {
        VerifyError::Structure { path: self.path.clone(), wanted }
    }

    /// The place of a field, whether or not it is there.
    fn child(&self, key: &str) -> At<'a> {
        At {
            value: self.value.get(key).unwrap_or(&Value::Null),
            path: format!("{}.{key}", self.path),
        }
    }

    fn get(&self, key: &str) -> Result<At<'a>, VerifyError> {
        self.fields()?;
        let child = self.child(key);
        if self.value.get(key).is_none() {
            Err(child.fault("a value: it is missing"))
        } else {
            Ok(child)
        }
    }

    fn fields(&self) -> Result<&'a Map<String, Value>, VerifyError> {
        self.value.as_object().ok_or_else(|| self.fault("an object"))
    }

    fn items(&self) -> Result<Vec<At<'a>>, VerifyError> {
        let items = self.value.as_array().filter(|items| !items.is_empty());
        let items = items.ok_or_else(|| self.fault("an array of at least one item"))?;
        let at = |(i, value)| At { value, path: format!("{}[{i}]", self.path) };
        Ok(items.iter().enumerate().map(at).collect())
    }

    fn string(&self) -> Result<&'a str, VerifyError> {
        self.value.as_str().ok_or_else(|| self.fault("a text"))
    }

    fn text(&self) -> Result<&'a str, VerifyError> {
        self.string().ok().filter(|text| !text.is_empty()).ok_or_else(|| self.fault("a text"))
    }
}
