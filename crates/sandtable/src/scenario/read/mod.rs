//! From the spanned tree to typed text: every mistake is collected, nothing stops at the first.
//!
//! One trait does decoding and JSON Schema together, so that the two cannot part. serde was not taken for
//! this: it stops at the first error (docs/decisions/0002-own-reader.md).

mod choice;
mod map;
mod param;
mod record;
mod scalar;

pub use choice::Choice;
pub use map::{Ids, Item};
pub use param::{Dim, dim};
pub use scalar::{Flag, List, Name, Plain, Text, Word, Words};

use super::diagnostic::Diagnostic;
use super::node::{Node, Value};
use super::param::{Param, ParamId, SourceRef};
use super::source_map::{SourceMap, Span};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use map::{check_keys, describe, field, join, object_schema};
pub(crate) use record::{
    record, record_keys, record_needed, record_read, record_schema, record_take, record_type,
};
pub(crate) use scalar::part_of;

/// What can be read from a node and described as JSON Schema.
pub trait Read: Sized {
    /// Reads a node that stands at `at` (path as used, ids joined by `/`).
    ///
    /// `None` only after at least one diagnostic was pushed.
    fn read(node: &Node, at: &str, cx: &mut Reader<'_>) -> Option<Self>;

    /// The JSON Schema of what [`Read::read`] accepts.
    fn schema() -> Json;
}

/// A mapping with fixed keys whose fields may stand among those of another.
pub trait Record: Sized {
    /// Adds its keys.
    fn keys(all: &mut Vec<&'static str>);

    /// Reads its fields; `broken` are keys that an unknown one was probably meant for.
    ///
    /// `None` only after at least one diagnostic was pushed.
    fn read_fields(
        node: &Node,
        at: &str,
        cx: &mut Reader<'_>,
        broken: Vec<&'static str>,
    ) -> Option<Self>;
}

/// What reading needs and collects.
pub struct Reader<'a> {
    /// The texts, for line numbers.
    pub map: &'a SourceMap,
    /// Findings so far.
    pub out: Vec<Diagnostic>,
    /// The scenario's zone east of UTC (s).
    pub zone_s: Option<i32>,
    /// Inputs in order of first reading; the path is the key.
    pub params: Vec<Registered>,
    /// Paths of all fields of the composed document, inputs or not.
    pub fields: BTreeSet<String>,
    /// Paths of entries that extend something that could not be found: half of them is missing.
    pub halved: BTreeSet<String>,
    /// Sources cited behind names, with their places.
    pub cited: Vec<(String, Span)>,
    /// What was said already though it concerns many: what a type lacks, for each of its units.
    pub said: BTreeSet<String>,
    by_path: BTreeMap<String, ParamId>,
}

/// An input as read: its sources are ids that are not yet looked up.
pub struct Registered {
    /// The input; `kind` is set when sources are linked.
    pub param: Param,
    /// Where its text stands.
    pub span: Span,
    /// Where each source is cited, in the order of `param.sources`.
    pub cited: Vec<Span>,
    /// The text is an edit of the command line or of a study.
    pub edited: bool,
}

impl<'a> Reader<'a> {
    /// A reader over the texts of `map`.
    #[must_use]
    pub fn new(map: &'a SourceMap, zone_s: Option<i32>) -> Self {
        Reader {
            map,
            out: Vec::new(),
            zone_s,
            params: Vec::new(),
            fields: BTreeSet::new(),
            halved: BTreeSet::new(),
            cited: Vec::new(),
            said: BTreeSet::new(),
            by_path: BTreeMap::new(),
        }
    }

    /// Notes the path of every field below a node, for references to fields.
    pub fn collect_fields(&mut self, node: &Node, at: &str) {
        for entry in node.entries() {
            let path = join(at, &entry.key);
            self.collect_fields(&entry.node, &path);
            self.fields.insert(path);
        }
    }

    /// Pushes a finding and gives `None`, for `return cx.fail(..)`.
    pub fn fail<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.out.push(finding);
        None
    }

    /// Pushes a finding unless the same was said of this place already, for another unit that shares it.
    pub fn push_once(&mut self, finding: Diagnostic) {
        if self.said.insert(format!("{} {:?}", finding.code, finding.span)) {
            self.out.push(finding);
        }
    }

    /// The id of an input that was already read at this path.
    #[must_use]
    pub fn known(&self, path: &str) -> Option<ParamId> {
        self.by_path.get(path).copied()
    }

    /// Enters an input under its path; the same path read again (through a type) is the same input.
    pub fn register(&mut self, node: &Node, entry: Registered) -> ParamId {
        if let Some(id) = self.known(&node.origin) {
            return id;
        }
        let id = ParamId(u32::try_from(self.params.len()).expect("nodes are limited to 200,000"));
        self.by_path.insert(node.origin.clone(), id);
        self.params.push(entry);
        id
    }

    /// `file:line:column` of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        let (line, column) = self.map.line_column(span);
        format!("{}:{line}:{column}", self.map.file(span.file).name)
    }
}

/// Sources of a node: its own citations, else the `source:` of the nearest enclosing mapping of its text.
pub(crate) fn sources_of(
    own: &[super::quantity::Citation],
    node: &Node,
) -> (Vec<SourceRef>, Vec<Span>) {
    let cited =
        own.iter().map(|c| (SourceRef { id: c.id.clone(), locator: c.locator.clone() }, c.span));
    let inherited = node
        .inherited
        .iter()
        .filter(|_| own.is_empty())
        .map(|i| (SourceRef { id: i.id.clone(), locator: i.locator.clone() }, i.span));
    cited.chain(inherited).unzip()
}

/// Refuses a node of the wrong shape; one that the parser refused already is passed over in silence.
pub(crate) fn refuse_shape<T>(node: &Node, expected: &str, cx: &mut Reader<'_>) -> Option<T> {
    if !node.is_absent() {
        cx.out.push(wrong_shape(node, expected));
    }
    None
}

/// What shape a node has, in words.
fn shape(node: &Node) -> &'static str {
    match node.value {
        Value::Scalar(_) => "a single value",
        Value::List(_) => "a list",
        Value::Map(_) => "a mapping",
    }
}

/// A finding that a node has the wrong shape.
fn wrong_shape(node: &Node, expected: &str) -> Diagnostic {
    Diagnostic::error("value/shape", node.span, format!("{} stands here", shape(node)))
        .expected(expected)
}
