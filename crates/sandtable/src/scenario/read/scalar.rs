//! Scalars without uncertainty: names, words of a list, free text, plain instants, lists.

use super::param::{Entered, enter};
use super::{Read, Reader, refuse_shape, sources_of};
use crate::base::time::SimTime;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::param::{ParamId, Spec};
use crate::scenario::quantity::{Citation, Instant, Scope};
use crate::scenario::scalar;
use crate::scenario::source_map::Span;
use crate::scenario::suggest::nearest;
use serde_json::{Value as Json, json};
use std::ops::Range;

/// The text of a scalar node, or a finding.
pub(super) fn text_of<'n>(node: &'n Node, expected: &str, cx: &mut Reader<'_>) -> Option<&'n str> {
    match node.scalar() {
        Some(_) if node.is_absent() => None,
        Some(text) => Some(text),
        None => refuse_shape(node, expected, cx),
    }
}

/// The place of a part of a scalar's text, or of the whole scalar if escapes moved its bytes.
pub(crate) fn part_of(span: Span, text: &str, part: Range<usize>) -> Span {
    let length = (span.end - span.start) as usize;
    let shift = match length.checked_sub(text.len()) {
        Some(0) => 0,
        Some(2) => 1, // in quotes
        _ => return span,
    };
    let at = |byte: usize| span.start + (shift + byte) as u32;
    Span { start: at(part.start), end: at(part.end), ..span }
}

/// A word that names something elsewhere, with the sources behind it.
#[derive(Clone, Debug)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Where it stands, without its sources.
    pub span: Span,
    /// Sources cited after it.
    pub sources: Vec<Citation>,
    /// The input that it is, if a source is cited: such a name was reported or inferred, and is listed.
    pub param: Option<ParamId>,
}

impl Read for Name {
    fn read(node: &Node, _at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let text = text_of(node, "a name", cx)?;
        let sourced = scalar::text(text, node.span, &mut cx.out)?;
        cx.cited.extend(sourced.sources.iter().map(|c| (c.id.clone(), c.span)));
        let start = text.len() - text.trim_start().len();
        let span = part_of(node.span, text, start..start + sourced.body.len());
        let param = (!sourced.sources.is_empty()).then(|| {
            let (sources, cited) = sources_of(&sourced.sources, node);
            let spec = Spec::Name(sourced.body.clone());
            let (text, scope) = (sourced.body.clone(), Scope::Shared);
            enter(node, cx, Entered { spec, text, sources, cited, scope })
        });
        Some(Name { text: sourced.body, span, sources: sourced.sources, param })
    }

    fn schema() -> Json {
        json!({"type": "string"})
    }
}

/// Free text.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Read for Text {
    fn read(node: &Node, _at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let text = text_of(node, "text", cx)?.to_owned();
        Some(Text { text, span: node.span })
    }

    fn schema() -> Json {
        json!({"type": ["string", "number", "boolean"]})
    }
}

/// A closed list of words.
pub trait Words: Copy + 'static {
    /// Each word with its meaning.
    const WORDS: &'static [(&'static str, Self)];
}

/// One word of a closed list.
#[derive(Clone, Copy, Debug)]
pub struct Word<E> {
    /// Its meaning.
    pub value: E,
    /// Where it stands.
    pub span: Span,
}

impl<E: Words> Read for Word<E> {
    fn read(node: &Node, _at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let text = text_of(node, "a word", cx)?;
        let words: Vec<_> = E::WORDS.iter().map(|(word, _)| *word).collect();
        if let Some((_, value)) = E::WORDS.iter().find(|(word, _)| *word == text) {
            return Some(Word { value: *value, span: node.span });
        }
        let mut finding =
            Diagnostic::error("word/unknown", node.span, format!("`{text}` is not known here"))
                .expected(super::map::one_of(&words));
        if let Some(near) = nearest(text, words.iter().copied()) {
            finding = finding.hint(format!("did you mean `{near}`?")).patch(near);
        }
        cx.fail(finding)
    }

    fn schema() -> Json {
        let words: Vec<_> = E::WORDS.iter().map(|(word, _)| *word).collect();
        json!({"enum": words})
    }
}

/// `yes` or `no`.
#[derive(Clone, Copy, Debug)]
pub struct Flag(pub bool);

impl Read for Flag {
    fn read(node: &Node, _at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        match text_of(node, "`yes` or `no`", cx)? {
            "yes" => Some(Flag(true)),
            "no" => Some(Flag(false)),
            other => {
                let words = format!("`{other}` is not known here");
                let finding =
                    Diagnostic::error("word/unknown", node.span, words).expected("`yes` or `no`");
                cx.fail(match other.to_ascii_lowercase().as_str() {
                    "true" | "on" | "y" | "yes" => finding.hint("write `yes`").patch("yes"),
                    "false" | "off" | "n" | "no" => finding.hint("write `no`").patch("no"),
                    _ => finding,
                })
            }
        }
    }

    fn schema() -> Json {
        // YAML 1.1 readers turn the bare words into booleans before a schema sees them.
        json!({"enum": ["yes", "no", true, false]})
    }
}

/// A structural value: one plain instant, a whole number, or a zone; it takes no spread and no source.
#[derive(Clone, Copy, Debug)]
pub struct Plain<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl Read for Plain<SimTime> {
    fn read(node: &Node, _at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let text = text_of(node, "an instant", cx)?;
        let sourced = scalar::instant(text, node.span, cx.zone_s, &mut cx.out)?;
        let value = match sourced.body {
            Instant::At(t) => t,
            Instant::Day { start, .. } => start,
            _ => {
                return cx.fail(
                    Diagnostic::error("time/plain", node.span, "a spread or an offset stands here")
                        .expected("one plain instant such as `2022-01-03T00:00Z`"),
                );
            }
        };
        Some(Plain { value, span: node.span })
    }

    fn schema() -> Json {
        json!({"type": "string"})
    }
}

impl Read for Plain<u64> {
    fn read(node: &Node, _at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let text = text_of(node, "a whole number", cx)?;
        match text.parse() {
            Ok(value) => Some(Plain { value, span: node.span }),
            Err(_) => cx.fail(
                Diagnostic::error(
                    "number/form",
                    node.span,
                    format!("`{text}` is not a whole number"),
                )
                .expected("a whole number, 0 or more"),
            ),
        }
    }

    fn schema() -> Json {
        json!({"type": "integer", "minimum": 0})
    }
}

/// A zone east of UTC (s).
impl Read for Plain<i32> {
    fn read(node: &Node, _at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let text = text_of(node, "a zone", cx)?;
        let value = scalar::zone(text, node.span, &mut cx.out)?;
        Some(Plain { value, span: node.span })
    }

    fn schema() -> Json {
        json!({"type": "string", "pattern": "^(Z|[+-][0-9]{2}:[0-9]{2})$"})
    }
}

/// A list of things that own no numbers.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// The items in order.
    pub items: Vec<T>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        List { items: Vec::new() }
    }
}

impl<T: Read> Read for List<T> {
    fn read(node: &Node, at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let Value::List(nodes) = &node.value else {
            let before = cx.out.len();
            let refused = refuse_shape(node, "a list such as `[a, b]`", cx);
            if let (Some(text), Some(finding)) = (node.scalar(), cx.out.get_mut(before)) {
                finding.hint = Some(format!("a list of one is `[{text}]`"));
            }
            return refused;
        };
        let items = nodes.iter().filter_map(|item| T::read(item, at, cx)).collect();
        Some(List { items })
    }

    fn schema() -> Json {
        json!({"type": "array", "items": T::schema()})
    }
}
