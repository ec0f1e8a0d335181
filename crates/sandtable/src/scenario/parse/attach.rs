//! Puts finished nodes into the map or list around them, and judges keys and values as they meet.

use super::split;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Entry, Node, Value};
use crate::scenario::scalar::mix_fault;
use crate::scenario::source_map::Span;
use std::collections::BTreeMap;

/// Longest key \[bytes\].
const MAX_KEY_BYTES: usize = 80;

/// A map or list whose end has not come.
pub(super) struct Open {
    pub(super) span: Span,
    pub(super) origin: String,
    pub(super) is_flow: bool,
    /// Start of the last value, and the diagnostic about the pieces split off it.
    pub(super) value_start: u32,
    pub(super) split: Option<usize>,
    pub(super) shape: Shape,
}

pub(super) enum Shape {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, seen: BTreeMap<String, Span>, key: Option<Key> },
}

/// A key that waits for its value.
pub(super) struct Key {
    pub(super) text: String,
    pub(super) span: Span,
    pub(super) fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Keep,
    /// The form is wrong, which is said when the value is known.
    BadForm,
    /// Already reported: the value goes too.
    Drop,
}

/// What a finished node was in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Quoted,
    Collection,
    /// Nothing is written.
    Absent,
    /// Something is written and has been reported.
    Refused,
}

impl Open {
    /// Takes a finished node as item, key or value.
    pub(super) fn take(&mut self, node: Node, kind: Kind, text: &str, out: &mut Vec<Diagnostic>) {
        match self.shape {
            Shape::List(_) => list_item(self, node, kind, text, out),
            Shape::Map { .. } => map_part(self, node, kind, text, out),
        }
    }
}

fn list_item(open: &mut Open, node: Node, kind: Kind, text: &str, out: &mut Vec<Diagnostic>) {
    let Shape::List(items) = &mut open.shape else {
        return;
    };
    if kind == Kind::Absent {
        let dash = text[..node.span.start as usize].ends_with('-');
        let span = Span { start: node.span.start - u32::from(dash), ..node.span };
        out.push(empty(span, "the item is empty"));
    }
    if kind == Kind::Plain && open.is_flow && !items.is_empty() {
        let whole = Span { start: open.value_start, ..node.span };
        let raw = &text[whole.start as usize..whole.end as usize];
        if let Some(fault) = split::fault(raw, (node.span.start - whole.start) as usize, whole) {
            report_split(&mut open.split, fault, out);
            if let Some(last) = items.last_mut() {
                make_absent(last);
            }
            return;
        }
    }
    open.value_start = node.span.start;
    open.split = None;
    items.push(node);
}

fn map_part(open: &mut Open, node: Node, kind: Kind, text: &str, out: &mut Vec<Diagnostic>) {
    let Shape::Map { entries, seen, key } = &mut open.shape else {
        return;
    };
    let Some(key) = key.take() else {
        *key = Some(new_key(node, kind, text, seen, out));
        return;
    };
    if key.fate == Fate::Drop {
        return;
    }
    if kind == Kind::Absent {
        let whole = Span { start: open.value_start, end: key.span.end, ..key.span };
        let raw = &text[whole.start as usize..whole.end as usize];
        let last = entries.last_mut().filter(|_| open.is_flow);
        let is_mix = last.as_ref().is_some_and(|l| l.key == "mix" && !raw.starts_with(['[', '{']));
        let piece = (key.span.start - whole.start) as usize;
        let fault = if is_mix { Some(mix_fault(whole)) } else { split::fault(raw, piece, whole) };
        if let (Some(last), Some(fault)) = (last, fault) {
            report_split(&mut open.split, fault, out);
            make_absent(&mut last.node);
            return;
        }
        if key.fate == Fate::BadForm {
            let last = entries.last_mut().filter(|_| open.is_flow);
            out.push(torn_off(key.span, &key.text, last.as_deref()));
            // What stands before it is only a part of what was meant.
            if let Some(last) = last {
                make_absent(&mut last.node);
            }
            return;
        }
        out.push(
            empty(key.span, "the key has no value")
                .hint(format!("write `{}: value`, or leave the key out", key.text)),
        );
    } else {
        open.value_start = node.span.start;
        open.split = None;
    }
    let mut text = key.text;
    if key.fate == Fate::BadForm {
        let better = mended(&text);
        out.push(bad_key(&text, better.as_deref(), key.span));
        // What it was probably meant for is looked at too, for more mistakes in the same run.
        match better.filter(|b| !seen.contains_key(b)) {
            Some(better) => text = better,
            None => return,
        }
    }
    seen.insert(text.clone(), key.span);
    entries.push(Entry { key: text, key_span: key.span, node });
}

fn new_key(
    node: Node,
    kind: Kind,
    text: &str,
    seen: &mut BTreeMap<String, Span>,
    out: &mut Vec<Diagnostic>,
) -> Key {
    let span = node.span;
    let name = node.scalar().unwrap_or("").to_owned();
    let fault = match kind {
        Kind::Refused => {
            return Key { text: name, span, fate: Fate::Drop };
        }
        Kind::Collection => Some(
            Diagnostic::error("yaml/key", span, "a map or list as a key")
                .hint("a key is an id or a field's name"),
        ),
        Kind::Absent => {
            let colon = text[span.end as usize..].starts_with(':');
            let span = Span { end: span.end + u32::from(colon), ..span };
            Some(Diagnostic::error("key/form", span, "a key is missing before `:`"))
        }
        _ if name == "<<" => Some(
            Diagnostic::error("yaml/merge-key", span, "merge keys are not part of the language")
                .hint("take a map over with `extends:`"),
        ),
        _ => seen.get(&name).map(|first| {
            Diagnostic::error(
                "yaml/duplicate-key",
                span,
                format!("the key `{name}` stands here twice"),
            )
            .hint("delete one of the two, or give one another name")
            .related(*first, "first here")
        }),
    };
    let is_faulty = fault.is_some();
    out.extend(fault);
    let fate = match (is_faulty, is_key(&name)) {
        (true, _) => Fate::Drop,
        (_, true) => Fate::Keep,
        _ => Fate::BadForm,
    };
    Key { text: name, span, fate }
}

/// Whether a text is an id or a field's name.
pub(in crate::scenario) fn is_key(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
    !text.is_empty() && text.len() <= MAX_KEY_BYTES && text.bytes().all(fits)
}

fn mended(text: &str) -> Option<String> {
    let better = text.trim().to_ascii_lowercase().replace([' ', '.', '/'], "-");
    is_key(&better).then_some(better)
}

fn bad_key(text: &str, better: Option<&str>, span: Span) -> Diagnostic {
    let shown: String = text.chars().take(40).collect();
    let fault = Diagnostic::error("key/form", span, format!("`{shown}` is not a key"))
        .expected(format!("lower-case letters, digits, `-` and `_`, at most {MAX_KEY_BYTES}"));
    match better {
        Some(better) => fault.hint(format!("write `{better}`")).patch(better),
        None => fault,
    }
}

fn empty(span: Span, message: &str) -> Diagnostic {
    Diagnostic::error("value/empty", span, message)
}

/// A piece that a comma tore off the value before it, or a line without a colon.
fn torn_off(span: Span, text: &str, last: Option<&Entry>) -> Diagnostic {
    let fault = empty(span, "the key has no value");
    let before = last.and_then(|last| last.node.scalar()).unwrap_or("");
    if before.parse::<f64>().is_ok() && text.parse::<f64>().is_ok() {
        return fault.hint(format!(
            "inside brackets a comma ends a value; a position is written `{before} N {text} E`, a \
             range `{before}..{text}`"
        ));
    }
    fault.hint("inside brackets a comma ends a value: one value, its sources without commas")
}

/// Reports a split value once, however many pieces it has.
fn report_split(reported: &mut Option<usize>, fault: Diagnostic, out: &mut Vec<Diagnostic>) {
    match *reported {
        Some(index) => out[index] = fault,
        None => {
            *reported = Some(out.len());
            out.push(fault);
        }
    }
}

fn make_absent(node: &mut Node) {
    node.span.end = node.span.start;
    node.value = Value::Scalar(String::new());
}
