//! Text of one scalar that knows where in its file each byte stands.

use crate::scenario::source_map::Span;
use std::ops::Range;

/// A stretch of a scalar's text with its place in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Located<'a> {
    text: &'a str,
    /// Byte of the scalar's whole text at which this stretch begins.
    at: usize,
    place: Place,
}

/// From bytes of a scalar's text to bytes of its file.
#[derive(Clone, Copy, Debug)]
struct Place {
    span: Span,
    /// Bytes before the text inside the span (an opening quote); `None` if they cannot be matched.
    shift: Option<usize>,
}

impl<'a> Located<'a> {
    /// The whole text of a scalar whose quotes, if any, are inside `span`.
    pub(super) fn new(text: &'a str, span: Span) -> Self {
        let length = span.end.saturating_sub(span.start) as usize;
        // Escapes and folded lines change the length: then the whole scalar is marked.
        let shift = match length.checked_sub(text.len()) {
            Some(0) => Some(0),
            Some(2) => Some(1),
            _ => None,
        };
        Located { text, at: 0, place: Place { span, shift } }
    }

    /// The text.
    pub(super) fn text(self) -> &'a str {
        self.text
    }

    /// Where it stands in the file.
    pub(super) fn span(self) -> Span {
        let Some(shift) = self.place.shift else {
            return self.place.span;
        };
        let start = self.place.span.start + (shift + self.at) as u32;
        Span { file: self.place.span.file, start, end: start + self.text.len() as u32 }
    }

    /// Where the whole scalar stands, quotes and all.
    pub(super) fn scalar_span(self) -> Span {
        self.place.span
    }

    /// A part of it, by bytes of this stretch on character boundaries.
    pub(super) fn part(self, range: Range<usize>) -> Self {
        Located { text: &self.text[range.clone()], at: self.at + range.start, ..self }
    }

    /// From a byte of this stretch to its end.
    pub(super) fn from(self, start: usize) -> Self {
        self.part(start..self.text.len())
    }

    /// Without blanks at the ends.
    pub(super) fn trim(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start..start + self.text.trim().len())
    }

    /// From the start of this stretch to the end of a later one of the same scalar.
    pub(super) fn to_end_of(self, later: Located<'_>, whole: Located<'a>) -> Self {
        whole.part(self.at - whole.at..later.at + later.text.len() - whole.at)
    }

    /// The words between blanks.
    pub(super) fn words(self) -> Vec<Self> {
        let mut words = Vec::new();
        let mut start = None;
        for (at, c) in self.text.char_indices() {
            match (c.is_whitespace(), start) {
                (true, Some(from)) => {
                    words.push(self.part(from..at));
                    start = None;
                }
                (false, None) => start = Some(at),
                _ => {}
            }
        }
        words.extend(start.map(|from| self.from(from)));
        words
    }
}

/// Reads a located text from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    whole: Located<'a>,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At the start of a text.
    pub(super) fn new(whole: Located<'a>) -> Self {
        Cursor { whole, at: 0 }
    }

    /// What is still to be read.
    pub(super) fn rest(self) -> Located<'a> {
        self.whole.from(self.at)
    }

    /// Whether all is read.
    pub(super) fn is_done(self) -> bool {
        self.at == self.whole.text.len()
    }

    /// The next character.
    pub(super) fn peek(self) -> Option<char> {
        self.rest().text.chars().next()
    }

    /// Takes the next bytes, which must be there and end on a character boundary.
    pub(super) fn take(&mut self, bytes: usize) -> Located<'a> {
        let taken = self.whole.part(self.at..self.at + bytes);
        self.at += bytes;
        taken
    }

    /// Takes a word if it is next.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().text.starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes blanks; says whether there were any.
    pub(super) fn blanks(&mut self) -> bool {
        let rest = self.rest().text;
        let count = rest.len() - rest.trim_start_matches(' ').len();
        self.at += count;
        count > 0
    }

    /// Takes exactly `count` ASCII digits as a number, or nothing.
    pub(super) fn digits(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest().text.get(..count)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.at += count;
        digits.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::source_map::FileId;

    fn span(start: u32, end: u32) -> Span {
        Span { file: FileId(0), start, end }
    }

    #[test]
    fn plain_quoted_and_escaped_scalars_point_at_their_bytes() {
        let plain = Located::new("5 km", span(10, 14));
        assert_eq!(plain.from(2).span(), span(12, 14));
        let quoted = Located::new("5 km", span(10, 16));
        assert_eq!(quoted.from(2).span(), span(13, 15));
        let escaped = Located::new("5 km", span(10, 20));
        assert_eq!(escaped.from(2).span(), span(10, 20));
    }

    #[test]
    fn words_and_trim_keep_places() {
        let text = Located::new(" a  bc ", span(0, 7));
        let words = text.words();
        assert_eq!(words.iter().map(|w| w.text()).collect::<Vec<_>>(), ["a", "bc"]);
        assert_eq!(words[1].span(), span(4, 6));
        assert_eq!(text.trim().span(), span(1, 6));
        assert_eq!(words[0].to_end_of(words[1], text).text(), "a  bc");
    }
}
