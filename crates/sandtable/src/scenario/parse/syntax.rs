//! The parser's errors in the language's words.

use super::MAX_DEPTH;
use super::lexer::{self, Seen};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::scalar;
use crate::scenario::source_map::{FileId, Span};
use granit_parser::{ErrorKind, ScanError};

/// A syntax error in our words.
pub(super) struct Fault {
    pub(super) diagnostic: Diagnostic,
    /// The byte of an ASCII character without which reading may go on.
    pub(super) retry: Option<usize>,
}

/// Explains an error of the parser.
pub(super) fn explain(error: &ScanError, file: FileId, text: &str) -> Fault {
    let at = floor(text, error.marker().byte_offset().unwrap_or(text.len()));
    let width = text[at..].chars().next().map_or(0, char::len_utf8);
    let span = Span { file, start: at as u32, end: (at + width) as u32 };
    let here = text.as_bytes().get(at).copied().unwrap_or(b' ');
    let begins = |diagnostic| Fault { diagnostic, retry: Some(at) };
    match (error.kind(), here) {
        (ErrorKind::UnexpectedCharacter { .. }, b'@' | b'`' | b'%') => begins(start(span, here)),
        (_, b'>' | b'|') if is_block_scalar(error.kind()) => begins(start(span, here)),
        (_, b'&') => begins(anchor(span)),
        (_, b'*') => begins(alias(span)),
        (_, b'!') => begins(tag(span)),
        (_, b'%') => Fault { diagnostic: start(span, here), retry: None },
        _ => Fault { diagnostic: other(error, span, file, text), retry: None },
    }
}

/// More nesting than the language allows.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    let message = format!("more than {MAX_DEPTH} maps and lists inside each other");
    Diagnostic::error("limit/depth", span, message)
}

fn is_block_scalar(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidBlockScalarHeader
            | ErrorKind::ZeroBlockScalarIndent
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::InvalidBlockScalarIndent
    )
}

/// A value that begins with a character that YAML keeps for itself.
pub(super) fn start(span: Span, first: u8) -> Diagnostic {
    let message = format!("a value may not begin with `{}`", char::from(first));
    Diagnostic::error("yaml/start", span, message).hint(
        "the number comes first, its sources last (`5 km @estimate`); free text goes in quotes",
    )
}

pub(super) fn anchor(span: Span) -> Diagnostic {
    Diagnostic::error("yaml/anchor", span, "anchors are not part of the language")
        .hint("give the map an id of its own and take it over with `extends:`")
}

pub(super) fn alias(span: Span) -> Diagnostic {
    Diagnostic::error("yaml/alias", span, "aliases are not part of the language")
        .hint("name the id, or take a map over with `extends:`")
}

pub(super) fn tag(span: Span) -> Diagnostic {
    Diagnostic::error("yaml/tag", span, "tags are not part of the language")
        .hint("delete the tag: the schema knows the kind of every field; free text goes in quotes")
}

fn other(error: &ScanError, span: Span, file: FileId, text: &str) -> Diagnostic {
    let at = span.start as usize;
    let unclosed = matches!(error.kind(), ErrorKind::UnclosedFlowCollection { .. });
    if let Some((start, end)) = swallowed_bracket(text, if unclosed { text.len() } else { at }) {
        let comment = Span { file, start: start as u32, end: end as u32 };
        return Diagnostic::error("yaml/syntax", comment, "a comment swallows a closing bracket")
            .hint(
                "` #` starts a comment; a source is `@id`, its locator follows at once: `@id#note`",
            )
            .related(span, "the parser noticed here");
    }
    let before = &text[..at];
    let line = before.rfind('\n').map_or(0, |n| n + 1);
    if matches!(error.kind(), ErrorKind::MappingValueNotAllowed) {
        if let Some(mix) = before[line..].rfind("mix").filter(|m| line + m + 3 == at) {
            return scalar::mix_fault(Span { start: (line + mix) as u32, ..span });
        }
        return Diagnostic::error("yaml/syntax", span, "a second `:` where one value is expected")
            .hint("check the indentation; text that holds `: ` goes in quotes");
    }
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return too_deep(span);
    }
    if text.as_bytes().get(at) == Some(&b',') && before.trim_end().ends_with([',', '[', '{']) {
        return Diagnostic::error("yaml/syntax", span, "nothing stands before this comma")
            .hint("delete the comma, or write the value that is missing");
    }
    let words = match error.kind() {
        ErrorKind::UnclosedFlowCollection { open } => format!("the bracket `{open}` is not closed"),
        ErrorKind::UnclosedQuotedScalar => "the quote is not closed".to_owned(),
        ErrorKind::SimpleKeyExpected => "a key without `:`".to_owned(),
        kind => format!("this is not valid yaml: {kind}"),
    };
    let fault = Diagnostic::error("yaml/syntax", span, words);
    match open_bracket(text, at) {
        Some(open) => {
            let bracket = Span { file, start: open as u32, end: open as u32 + 1 };
            fault.related(bracket, "inside this bracket; is it closed?")
        }
        None => fault,
    }
}

/// The first comment with a closing bracket among the brackets that are still open at `limit`.
fn swallowed_bracket(text: &str, limit: usize) -> Option<(usize, usize)> {
    let mut found = None;
    lexer::walk(&text[..limit], |seen| {
        match seen {
            Seen::Comment { start, end, depth } => {
                if depth > 0 && found.is_none() && text[start..end].contains(['}', ']']) {
                    found = Some((start, end));
                }
            }
            Seen::Closed => found = None,
            Seen::Plain { .. } | Seen::Opened { .. } => {}
        }
        true
    });
    found
}

/// The outermost bracket that is open at a byte.
fn open_bracket(text: &str, limit: usize) -> Option<usize> {
    let mut open = None;
    lexer::walk(&text[..limit], |seen| {
        match seen {
            Seen::Opened { at } => open = Some(at),
            Seen::Closed => open = None,
            _ => {}
        }
        true
    });
    open
}

/// The nearest character boundary at or before a byte.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
