//! The spanned tree of a scenario: every scalar still text.

use super::source_map::Span;
use std::sync::Arc;

/// One node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where its text stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
    /// The canonical path (`types/s400-battalion/readiness/emplacing`) at which this text was
    /// written.
    ///
    /// It survives `extends`: a unit that inherits a number keeps the path of the text, so that it
    /// shares the draw. An edit has the path that it edits. Ids joined by `/`.
    pub origin: String,
    /// Places that this node replaced, nearest first: what `extends` or an edit put over it.
    pub replaced: Vec<Span>,
    /// The `source:` of the nearest mapping around this text, as it was written: it stays with the
    /// text when a type or a plan is laid under a unit.
    pub inherited: Option<Arc<Inherited>>,
}

/// A source that a mapping gives to every number below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Inherited {
    /// The source's id.
    pub id: String,
    /// What follows `#`.
    pub locator: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// The three shapes of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text as written, without quotes; an absent value is empty text with an empty span.
    Scalar(String),
    /// Items in order.
    List(Vec<Node>),
    /// Entries in order of writing; keys are unique.
    Map(Vec<Entry>),
}

/// One `key: value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// A scalar with its place and origin, nothing replaced.
    #[must_use]
    pub fn scalar_at(span: Span, text: impl Into<String>, origin: impl Into<String>) -> Self {
        let value = Value::Scalar(text.into());
        Node { span, value, origin: origin.into(), replaced: Vec::new(), inherited: None }
    }

    /// Whether nothing is written here, or what was written has been refused by the parser.
    ///
    /// Such a node is empty text with an empty span, and needs no second diagnostic.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.span.is_empty() && self.scalar() == Some("")
    }

    /// The entry of a key, if this is a map that has it.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|e| e.key == key),
            _ => None,
        }
    }

    /// The node of a key, if this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|e| &e.node)
    }

    /// The text, if this is a scalar.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Gives each node the `source:` of the nearest mapping around it.
    pub fn hand_down_sources(&mut self) {
        self.hand_down(None);
    }

    fn hand_down(&mut self, from: Option<&Arc<Inherited>>) {
        let own = self.get("source").map(|source| {
            // A broken source has an empty id: it is reported once, and stands for a source below.
            let (id, locator) = split_locator(source.scalar().unwrap_or(""));
            Arc::new(Inherited { id, locator, span: source.span })
        });
        let given = own.as_ref().or(from);
        self.inherited = given.cloned();
        match &mut self.value {
            Value::Scalar(_) => {}
            Value::List(items) => items.iter_mut().for_each(|n| n.hand_down(given)),
            Value::Map(entries) => entries.iter_mut().for_each(|e| e.node.hand_down(given)),
        }
    }

    /// The entries, if this is a map.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }
}

/// `id#locator` as its two parts.
#[must_use]
pub fn split_locator(text: &str) -> (String, Option<String>) {
    match text.split_once('#') {
        Some((id, locator)) => (id.to_owned(), Some(locator.to_owned())),
        None => (text.to_owned(), None),
    }
}
