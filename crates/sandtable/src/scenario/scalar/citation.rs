//! The sources behind a scalar: `@id`, `@id#locator`, several of them, always last.

use super::located::Located;
use crate::scenario::characters;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::quantity::{Citation, Sourced};

/// A scalar's body and its citations.
pub(super) struct Cited<'a> {
    /// What stands before the first ` @`, trimmed, not empty.
    pub(super) body: Located<'a>,
    /// The sources in order.
    pub(super) sources: Vec<Citation>,
}

impl Cited<'_> {
    /// This text with a body read from it.
    pub(super) fn with<T>(self, body: T) -> Sourced<T> {
        Sourced { body, text: self.body.text().to_owned(), sources: self.sources }
    }
}

/// Whether a text is an id: a lower-case letter, then lower-case letters, digits and `-`.
pub(super) fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Splits a scalar into body and sources.
///
/// An absent value (empty text with an empty span) was reported by the parser and gives `None` in
/// silence.
///
/// # Errors
/// None with `value/empty`, `yaml/start`, `source/space` or `source/form`.
pub(super) fn split<'a>(whole: Located<'a>, out: &mut Vec<Diagnostic>) -> Option<Cited<'a>> {
    let written = whole.scalar_span();
    let whole = whole.trim();
    if whole.text().is_empty() {
        if !written.is_empty() {
            out.push(Diagnostic::error("value/empty", written, "the value is empty"));
        }
        return None;
    }
    if whole.text().starts_with('@') {
        let message = "a value may not begin with `@`";
        out.push(
            Diagnostic::error("yaml/start", whole.part(0..1).span(), message)
                .hint("the value comes first, its sources behind it: `5 km @estimate`"),
        );
        return None;
    }
    let Some(first) = first_citation(whole.text()) else {
        return Some(Cited { body: whole, sources: Vec::new() });
    };
    let sources = citations(whole.from(first), out)?;
    Some(Cited { body: whole.part(0..first).trim(), sources })
}

/// As [`split`], for bodies in which no look-alike character can be meant.
pub(super) fn split_strict<'a>(whole: Located<'a>, out: &mut Vec<Diagnostic>) -> Option<Cited<'a>> {
    let mut good = true;
    for (at, c) in whole.text().char_indices() {
        if let Some(found) = characters::lookalike(c) {
            out.push(found.diagnostic(whole.part(at..at + c.len_utf8()).span()));
            good = false;
        }
    }
    if good { split(whole, out) } else { None }
}

/// The first `@` behind a blank.
fn first_citation(text: &str) -> Option<usize> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c == '@' && before.is_whitespace() {
            return Some(at);
        }
        before = c;
    }
    None
}

fn citations(text: Located<'_>, out: &mut Vec<Diagnostic>) -> Option<Vec<Citation>> {
    let mut sources = Vec::new();
    let words = text.words();
    for (index, word) in words.iter().enumerate() {
        match citation(*word, words.get(index + 1).copied(), text) {
            Ok(citation) => sources.push(citation),
            // What follows a fault is seldom what it seems.
            Err(fault) => {
                out.push(*fault);
                return None;
            }
        }
    }
    Some(sources)
}

/// Reads `@id#locator` from one word; the next word serves the message about a blank behind `@`.
fn citation(
    word: Located<'_>,
    next: Option<Located<'_>>,
    all: Located<'_>,
) -> Result<Citation, Box<Diagnostic>> {
    let Some(name) = word.text().strip_prefix('@') else {
        let message = format!("`{}` stands behind the sources", shown(word.text()));
        return Err(Box::new(
            Diagnostic::error("source/form", word.span(), message)
                .hint("sources come last: value, unit, scope, then `@id` one after the other"),
        ));
    };
    if name.is_empty() {
        let Some(next) = next.filter(|n| is_id(n.text().split('#').next().unwrap_or(""))) else {
            return Err(bad_form(word));
        };
        let marked = word.to_end_of(next, all);
        let better = format!("@{}", next.text());
        return Err(Box::new(
            Diagnostic::error(
                "source/space",
                marked.span(),
                "a blank between `@` and the source's id",
            )
            .hint(format!("write `{better}`"))
            .patch(better),
        ));
    }
    let (id, locator) = match name.split_once('#') {
        Some((id, locator)) => (id, Some(locator)),
        None => (name, None),
    };
    let locator_fits = |l: &str| {
        !l.is_empty()
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b':' | b'-'))
    };
    if !is_id(id) || !locator.is_none_or(locator_fits) {
        return Err(bad_form(word));
    }
    Ok(Citation { id: id.to_owned(), locator: locator.map(str::to_owned), span: word.span() })
}

fn bad_form(word: Located<'_>) -> Box<Diagnostic> {
    let message = format!("`{}` is not a source", shown(word.text()));
    Box::new(
        Diagnostic::error("source/form", word.span(), message)
            .expected("`@id` or `@id#locator`; an id has lower-case letters, digits and `-`"),
    )
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::source_map::Span;

    fn read(text: &str) -> Result<(String, Vec<String>), &'static str> {
        let span = Span { end: text.len() as u32, ..Span::default() };
        let mut out = Vec::new();
        match split_strict(Located::new(text, span), &mut out) {
            Some(cited) => {
                assert!(out.is_empty());
                let name = |c: &Citation| match &c.locator {
                    Some(locator) => format!("{}#{locator}", c.id),
                    None => c.id.clone(),
                };
                Ok((cited.body.text().to_owned(), cited.sources.iter().map(name).collect()))
            }
            None => Err(out[0].code),
        }
    }

    #[test]
    fn sources_are_split_off_in_order() {
        let ok = |body: &str, ids: &[&str]| {
            Ok((body.to_owned(), ids.iter().map(|s| (*s).to_owned()).collect()))
        };
        assert_eq!(read("12 exact @fomin @meduza#F09"), ok("12 exact", &["fomin", "meduza#F09"]));
        assert_eq!(read("brest  @geonames"), ok("brest", &["geonames"]));
        assert_eq!(read("me@home"), ok("me@home", &[]));
        assert_eq!(read("5 km"), ok("5 km", &[]));
    }

    #[test]
    fn faults_have_their_codes() {
        assert_eq!(read("5 km @ estimate"), Err("source/space"));
        assert_eq!(read("5 km @Estimate"), Err("source/form"));
        assert_eq!(read("5 km @a each"), Err("source/form"));
        assert_eq!(read("5 km @a, 4 km @b"), Err("source/form"));
        assert_eq!(read("5 km @a#"), Err("source/form"));
        assert_eq!(read("5 km @"), Err("source/form"));
        assert_eq!(read("@estimate 5 km"), Err("yaml/start"));
        assert_eq!(read("  "), Err("value/empty"));
        assert_eq!(read("600–1100 km/d"), Err("char/dash"));
        assert_eq!(read("−5 km"), Err("char/minus"));
        assert_eq!(read("5\u{a0}km"), Err("char/nbsp"));
    }
}
