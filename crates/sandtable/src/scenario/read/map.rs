//! Mappings: fixed keys, and ids to items.

use super::{Read, Reader, refuse_shape};
use crate::scenario::compose::is_remove;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::source_map::Span;
use crate::scenario::suggest::nearest;
use serde_json::{Map, Value as Json, json};

/// Items by id, in order of id whatever the order of writing.
#[derive(Clone, Debug)]
pub struct Ids<T> {
    /// `(id, where the id stands, item)`.
    pub items: Vec<Item<T>>,
    /// Ids whose item could not be read, in order: reported, and not to be missed again.
    pub broken: Vec<String>,
}

/// One entry of [`Ids`].
#[derive(Clone, Debug)]
pub struct Item<T> {
    /// The id.
    pub id: String,
    /// Where the id stands.
    pub span: Span,
    /// What it names.
    pub value: T,
}

impl<T> Default for Ids<T> {
    fn default() -> Self {
        Ids { items: Vec::new(), broken: Vec::new() }
    }
}

impl<T> Ids<T> {
    /// The item of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Item<T>> {
        self.items.binary_search_by(|item| item.id.as_str().cmp(id)).ok().map(|at| &self.items[at])
    }

    /// All ids.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|item| item.id.as_str())
    }
}

impl<T: Read> Read for Ids<T> {
    fn read(node: &Node, at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            return refuse_shape(node, "a mapping of ids", cx);
        };
        // In order of id, so that inputs are numbered alike whatever the order of writing.
        let mut sorted: Vec<_> =
            entries.iter().filter(|e| e.key != "source" && !is_remove(&e.node)).collect();
        sorted.sort_by(|a, b| a.key.cmp(&b.key));
        check_source(node, cx);
        let mut items = Vec::with_capacity(sorted.len());
        let mut broken = Vec::new();
        for entry in sorted {
            let path = join(at, &entry.key);
            if !is_id(&entry.key) {
                cx.out.push(
                    Diagnostic::error(
                        "id/form",
                        entry.key_span,
                        format!("`{}` is no id", entry.key),
                    )
                    .expected("lower-case letters, digits and hyphens, a letter first"),
                );
                broken.push(entry.key.clone());
                continue;
            }
            let before = cx.out.len();
            let value = T::read(&entry.node, &path, cx);
            if cx.halved.contains(&path) {
                // What is missing here may stand in the parent that could not be found.
                let mut found = cx.out.split_off(before);
                found.retain(|d| d.code != "key/missing" || d.span != entry.node.span);
                cx.out.append(&mut found);
                broken.push(entry.key.clone());
                continue;
            }
            match value {
                Some(value) => {
                    items.push(Item { id: entry.key.clone(), span: entry.key_span, value });
                }
                None => broken.push(entry.key.clone()),
            }
        }
        Some(Ids { items, broken })
    }

    fn schema() -> Json {
        json!({
            "type": "object",
            "properties": {"source": {"type": "string"}},
            "patternProperties": {"^(?!source$)[a-z][a-z0-9-]*$": T::schema()},
            "additionalProperties": false
        })
    }
}

/// True for `lower { lower | digit | "-" }`.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A path one step down.
pub(crate) fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}/{key}") }
}

/// The node of a key; what is to be removed is not there.
pub(crate) fn field<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.get(key).filter(|child| !is_remove(child))
}

/// Refuses what is not a mapping, unknown keys and missing keys; `None` if nothing can be read.
///
/// Gives the keys that an unknown one was probably meant for: nothing else is to miss them.
pub(crate) fn check_keys(
    node: &Node,
    keys: &[&'static str],
    needed: &[&str],
    cx: &mut Reader<'_>,
) -> Option<Vec<&'static str>> {
    let Value::Map(entries) = &node.value else {
        return refuse_shape(node, &format!("a mapping with {}", some_of(keys)), cx);
    };
    let mut meant = Vec::new();
    for entry in entries {
        if entry.key == "source" || keys.contains(&entry.key.as_str()) {
            continue;
        }
        let mut finding = Diagnostic::error(
            "key/unknown",
            entry.key_span,
            format!("`{}` is not known here", entry.key),
        )
        .expected(one_of(keys));
        if let Some(near) = nearest(&entry.key, keys.iter().copied()) {
            finding = finding.hint(format!("did you mean `{near}`?"));
            // The key of an edit stands in its path, not in the marked text.
            if cx.map.text(entry.key_span) == entry.key {
                finding = finding.patch(near);
            }
            meant.extend(keys.iter().copied().filter(|k| *k == near && node.get(near).is_none()));
        }
        cx.out.push(finding);
    }
    if !keys.contains(&"source") {
        check_source(node, cx);
    }
    let missing: Vec<_> = needed
        .iter()
        .filter(|k| !k.is_empty() && field(node, k).is_none() && !meant.contains(k))
        .copied()
        .collect();
    if !missing.is_empty() {
        let are = if missing.len() == 1 { "is" } else { "are" };
        cx.out.push(
            Diagnostic::error(
                "key/missing",
                node.span,
                format!("{} {are} missing", list(&missing)),
            )
            .expected(list(&missing)),
        );
    }
    Some(meant)
}

/// Refuses a `source:` that is no name: every number below would be said to have none.
fn check_source(node: &Node, cx: &mut Reader<'_>) {
    let Some(source) = node.get("source").filter(|s| s.scalar().is_none()) else { return };
    cx.out.push(
        Diagnostic::error("source/form", source.span, "`source` is not one name")
            .expected("the id of one source, as in `source: estimate`")
            .hint("several sources behind one number are cited after it: `5 km @first @second`"),
    );
}

/// Some of many words, for a message that names a kind of mapping.
fn some_of(words: &[&str]) -> String {
    match words {
        [a, b, c, d, _, ..] => format!("keys such as {}", list(&[a, b, c, d])),
        _ => list(words),
    }
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|w| format!("`{w}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// `` one of `a`, `b`, `c` ``.
pub(crate) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|w| format!("`{w}`")).collect();
    match quoted.as_slice() {
        [only] => only.clone(),
        [a, b] => format!("{a} or {b}"),
        all => format!("one of {}", all.join(", ")),
    }
}

/// Adds a description from doc lines to a schema.
pub(crate) fn describe(schema: &mut Json, doc: &[&str]) {
    if let Json::Object(object) = schema {
        object.insert("description".to_owned(), Json::String(words(doc)));
    }
}

/// The schema of a mapping with fixed keys.
pub(crate) fn object_schema(
    about: &[&str],
    mut properties: Map<String, Json>,
    needed: &[&str],
) -> Json {
    properties.entry("source").or_insert_with(
        || json!({"type": "string", "description": "source of every number below that cites none"}),
    );
    let needed: Vec<_> = needed.iter().filter(|k| !k.is_empty()).collect();
    json!({
        "type": "object",
        "description": words(about),
        "properties": properties,
        "required": needed,
        "additionalProperties": false
    })
}

fn words(doc: &[&str]) -> String {
    doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
