//! From text to the spanned tree: YAML read as a strict subset.
//!
//! Every scalar stays text. What YAML offers and the language does not (anchors, tags, merge keys,
//! several documents, block scalars, implicit nulls) is refused where it stands, and reading goes
//! on.

mod attach;
mod build;
mod lexer;
mod split;
mod syntax;

use super::characters;
use super::diagnostic::Diagnostic;
use super::node::Node;
use super::source_map::{FileId, Span};
pub(super) use attach::is_key;
use build::Builder;

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Greatest size of a text \[bytes\].
pub const MAX_BYTES: usize = 4_000_000;
/// Greatest number of nodes in a document.
pub const MAX_NODES: usize = 200_000;
/// Greatest depth of maps and lists.
pub const MAX_DEPTH: usize = 64;

/// After so many of one kind a file is not what it is taken for, and more would not help.
const ENOUGH: usize = 100;
/// So often a refused first character is overlooked and the text read again.
const MAX_ATTEMPTS: usize = 32;

/// Reads one document.
///
/// The tree is given even if there are errors, as long as it can be told; a refused value is then
/// [absent](Node::is_absent), so that the layers above can look for more mistakes without repeating
/// any. [`Node::origin`] is the path from the root, ids joined by `/`.
///
/// # Errors
/// Diagnostics `yaml/…`, `key/form`, `value/empty`, `value/null`, `char/…`, `limit/…`, and those of
/// values that a comma inside brackets has split: `number/thousands`, `spread/call`, `mix/form`.
pub fn parse(file: FileId, text: &str, out: &mut Vec<Diagnostic>) -> Option<Node> {
    if text.len() > MAX_BYTES {
        let message = format!("a file of {} bytes; the limit is {MAX_BYTES}", text.len());
        out.push(Diagnostic::error("limit/size", Span { file, start: 0, end: 0 }, message));
        return None;
    }
    let mut text = clean(file, text, out);
    let mut refused = BTreeSet::new();
    loop {
        let mut builder = Builder::new(file, &text, &refused);
        let Err(error) = builder.run() else {
            let (root, found) = builder.finish();
            out.extend(found);
            return root;
        };
        let fault = syntax::explain(&error, file, &text);
        let retry = fault.retry.filter(|_| refused.len() < MAX_ATTEMPTS);
        let Some(at) = retry else {
            let read_to = builder.read_to();
            out.extend(builder.give_up());
            out.push(fault.diagnostic);
            rest_of_characters(file, &text, read_to, out);
            return None;
        };
        // The value is overlooked by making it plain; its length stays, so that no place moves.
        out.push(fault.diagnostic);
        refused.insert(at);
        text.to_mut().replace_range(at..=at, "_");
    }
}

/// Tabs and control characters as blanks of the same length, each line's first one reported.
fn clean<'t>(file: FileId, text: &'t str, out: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    let is_control = |b: u8| (b < b' ' && b != b'\n' && b != b'\r') || b == 0x7f;
    if !text.bytes().any(is_control) {
        return Cow::Borrowed(text);
    }
    let mut reported = 0;
    let mut line_is_clean = true;
    let mut cleaned = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        line_is_clean |= c == '\n';
        if !(c.is_ascii() && is_control(c as u8)) {
            cleaned.push(c);
            continue;
        }
        cleaned.push(' ');
        if line_is_clean && reported < ENOUGH {
            let span = Span { file, start: at as u32, end: at as u32 + 1 };
            out.push(control(c, span));
            reported += 1;
        }
        line_is_clean = false;
    }
    Cow::Owned(cleaned)
}

fn control(c: char, span: Span) -> Diagnostic {
    if c == '\t' {
        return Diagnostic::error("char/tab", span, "a tab")
            .hint("indent and separate with spaces");
    }
    let message = format!("a control character U+{:04X}", u32::from(c));
    Diagnostic::error("char/control", span, message).hint("delete it")
}

/// Look-alikes behind a syntax error, which the parser does not reach.
fn rest_of_characters(file: FileId, text: &str, from: usize, out: &mut Vec<Diagnostic>) {
    let mut reported = 0;
    lexer::walk(text, |seen| {
        if let lexer::Seen::Plain { at, c } = seen
            && at >= from
            && let Some(found) = characters::lookalike(c)
            && reported < ENOUGH
        {
            let span = Span { file, start: at as u32, end: (at + c.len_utf8()) as u32 };
            out.push(found.diagnostic(span));
            reported += 1;
        }
        true
    });
}

#[cfg(test)]
mod tests;
