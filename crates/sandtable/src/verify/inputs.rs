//! What a set's function receives and returns.

use serde_json::{Map, Value};

/// The inputs of a row. Every getter is `None` for a missing field or one of another type.
pub struct Inputs<'a>(&'a Map<String, Value>);

impl<'a> Inputs<'a> {
    /// The inputs held by a JSON object.
    #[must_use]
    pub fn new(fields: &'a Map<String, Value>) -> Self {
        Inputs(fields)
    }

    /// `None` if there is a field outside `known`: a question that the function does not know.
    #[must_use]
    pub fn only(&self, known: &[&str]) -> Option<()> {
        self.0.keys().all(|name| known.contains(&name.as_str())).then_some(())
    }

    /// A number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.0.get(name)?.as_f64()
    }

    /// A whole number at least 0.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<u32> {
        let x = self.number(name)?;
        (x >= 0.0 && x <= f64::from(u32::MAX) && x.floor() == x).then_some(x as u32)
    }

    /// A text.
    #[must_use]
    pub fn word(&self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    /// An array of numbers.
    #[must_use]
    pub fn numbers(&self, name: &str) -> Option<Vec<f64>> {
        self.0.get(name)?.as_array()?.iter().map(Value::as_f64).collect()
    }

    /// An array of exactly `N` numbers.
    #[must_use]
    pub fn vector<const N: usize>(&self, name: &str) -> Option<[f64; N]> {
        self.numbers(name)?.try_into().ok()
    }

    /// An array of arrays of numbers, of any lengths.
    #[must_use]
    pub fn rows(&self, name: &str) -> Option<Vec<Vec<f64>>> {
        let row = |row: &Value| row.as_array()?.iter().map(Value::as_f64).collect();
        self.0.get(name)?.as_array()?.iter().map(row).collect()
    }

    /// An array of texts.
    #[must_use]
    pub fn words(&self, name: &str) -> Option<Vec<&'a str>> {
        self.0.get(name)?.as_array()?.iter().map(Value::as_str).collect()
    }
}

/// The outputs of a set's function, by name. What is not finite becomes null, which never passes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outputs(pub Map<String, Value>);

impl Outputs {
    /// Numbers by name.
    #[must_use]
    pub fn numbers<const N: usize>(values: [(&str, f64); N]) -> Self {
        values.into_iter().fold(Outputs::default(), |out, (name, x)| out.with(name, x))
    }

    /// These outputs and one more: a number, an array of numbers, a text, or an array of texts.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// The outputs that are named in `expected`.
    #[must_use]
    pub fn only(&self, expected: &Map<String, Value>) -> Value {
        let kept = self.0.iter().filter(|(name, _)| expected.contains_key(*name));
        Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
    }
}
