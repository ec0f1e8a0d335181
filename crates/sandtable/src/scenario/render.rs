//! Diagnostics for people (rustc's look) and for programs (JSON).

use super::diagnostic::{Diagnostic, Severity};
use super::source_map::{FileId, SourceMap, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::ops::Range;

/// Related places so near share the picture of the primary one \[lines\].
const SAME_PICTURE_LINES: usize = 100;
/// Marked text in JSON is cut to this \[characters\].
const JSON_TEXT_CHARS: usize = 80;

/// The diagnostics in order of file and place, each once.
#[must_use]
pub fn in_order(diags: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut ordered: Vec<&Diagnostic> = diags.iter().collect();
    ordered.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    ordered.dedup_by(|a, b| a.span == b.span && a.code == b.code && a.message == b.message);
    ordered
}

/// All diagnostics as text with source lines, marks, hints and patches; with terminal colours if
/// asked.
#[must_use]
pub fn to_text(diags: &[Diagnostic], map: &SourceMap, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let lines = Lines::new(map);
    let pictures = in_order(diags).into_iter().map(|d| {
        let mut text = renderer.render(&report(d, &lines));
        text.push('\n');
        text
    });
    pictures.collect::<Vec<_>>().join("\n")
}

/// All diagnostics as a JSON array of `{severity, code, file, line, column, text, expected,
/// message, hint}`.
///
/// Line and column count from 1, the column in characters; `hint` is null where there is none.
#[must_use]
pub fn to_json(diags: &[Diagnostic], map: &SourceMap) -> Value {
    let lines = Lines::new(map);
    let items = in_order(diags).into_iter().map(|d| {
        let text: String = map.text(d.span).chars().take(JSON_TEXT_CHARS).collect();
        json!({
            "severity": severity_name(d.severity),
            "code": d.code,
            "file": map.file(d.span.file).name,
            "line": lines.index(d.span.file, d.span.start) + 1,
            "column": lines.column(d.span),
            "text": text,
            "expected": d.expected,
            "message": d.message,
            "hint": d.hint,
        })
    });
    Value::Array(items.collect())
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// One mark in a picture.
struct Mark<'a> {
    span: Span,
    kind: AnnotationKind,
    label: Cow<'a, str>,
}

fn report<'a>(diagnostic: &'a Diagnostic, lines: &Lines<'a>) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let span = diagnostic.span;
    let label = match diagnostic.expected.as_str() {
        "" => Cow::Borrowed(""),
        expected => Cow::Owned(format!("expected {expected}")),
    };
    let mut marks = vec![Mark { span, kind: AnnotationKind::Primary, label }];
    let mut far = Vec::new();
    for (other, text) in &diagnostic.related {
        let mark = Mark { span: *other, kind: AnnotationKind::Context, label: text.into() };
        if lines.are_near(span, *other) { marks.push(mark) } else { far.push(mark) }
    }
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut group = title.element(lines.picture(&marks));
    for mark in far {
        group = group.element(lines.picture(&[mark]));
    }
    match (&diagnostic.hint, &diagnostic.patch) {
        (Some(hint), None) => vec![group.element(Level::HELP.message(hint.as_str()))],
        (None, None) => vec![group],
        (hint, Some(better)) => {
            let words = hint.as_deref().unwrap_or("replace the marked text");
            let (source, line, ranges) = lines.window(&[span]);
            let patch = Patch::new(ranges[0].clone(), better.as_str());
            let snippet = Snippet::source(source).line_start(line).patch(patch);
            vec![group, Level::HELP.secondary_title(words).element(snippet)]
        }
    }
}

/// Starts of lines of all files, counted once for all diagnostics.
struct Lines<'a> {
    map: &'a SourceMap,
    starts: Vec<Vec<usize>>,
}

impl<'a> Lines<'a> {
    fn new(map: &'a SourceMap) -> Self {
        let of = |text: &str| {
            let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        };
        Lines { map, starts: map.files().iter().map(|f| of(&f.text)).collect() }
    }

    /// Line of a byte, from 0.
    fn index(&self, file: FileId, at: u32) -> usize {
        self.starts[usize::from(file.0)].partition_point(|start| *start <= at as usize) - 1
    }

    /// Column of a span's start in characters, from 1.
    fn column(&self, span: Span) -> usize {
        let start = self.starts[usize::from(span.file.0)][self.index(span.file, span.start)];
        let before = self.map.file(span.file).text.get(start..span.start as usize);
        before.map_or(0, |text| text.chars().count()) + 1
    }

    fn are_near(&self, a: Span, b: Span) -> bool {
        let distance = self.index(a.file, a.start).abs_diff(self.index(b.file, b.start));
        a.file == b.file && distance <= SAME_PICTURE_LINES
    }

    /// The lines of some places of one file, each place marked.
    fn picture(&self, marks: &[Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
        let spans: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
        let (source, line, ranges) = self.window(&spans);
        let annotations = marks.iter().zip(ranges).map(|(mark, range)| {
            let annotation = mark.kind.span(range);
            if mark.label.is_empty() { annotation } else { annotation.label(mark.label.clone()) }
        });
        Snippet::source(source)
            .path(self.map.file(spans[0].file).name.as_str())
            .line_start(line)
            .annotations(annotations)
    }

    /// The whole lines that hold the starts of some places of one file, the number of the first
    /// line, and the places in them. A place of several lines is cut to its first.
    fn window(&self, spans: &[Span]) -> (&'a str, usize, Vec<Range<usize>>) {
        let file = spans[0].file;
        let text: &str = &self.map.file(file).text;
        let first = spans.iter().map(|s| self.index(file, s.start)).min().unwrap_or(0);
        let last = spans.iter().map(|s| self.index(file, s.start)).max().unwrap_or(0);
        let starts = &self.starts[usize::from(file.0)];
        let line_end = |line: usize| {
            let end = starts.get(line + 1).map_or(text.len(), |next| next - 1);
            end - usize::from(text[..end].ends_with('\r') && end > starts[line])
        };
        let from = starts[first];
        let to = line_end(last);
        let place = |span: &Span| {
            let end = line_end(self.index(file, span.start));
            let start = (span.start as usize).min(end);
            start - from..(span.end as usize).clamp(start, end) - from
        };
        (&text[from..to], first + 1, spans.iter().map(place).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse::parse;

    fn faulty(text: &str) -> (Vec<Diagnostic>, SourceMap) {
        let mut map = SourceMap::default();
        let file = map.add("ex/s.yaml", text);
        let mut out = Vec::new();
        parse(file, text, &mut out);
        (out, map)
    }

    #[test]
    fn gold_text_looks_like_rustc() {
        let (out, map) = faulty("a: 1\nb: {ü: 2, r: 600–1100 km/d}\na: 3\n");
        let expected = "\
error[key/form]: `ü` is not a key
 --> ex/s.yaml:2:5
  |
2 | b: {ü: 2, r: 600–1100 km/d}
  |     ^ expected lower-case letters, digits, `-` and `_`, at most 80

error[char/dash]: en dash in plain text
 --> ex/s.yaml:2:17
  |
2 | b: {ü: 2, r: 600–1100 km/d}
  |                 ^
  |
help: write `..` between the ends of a range: `600..1100`; free text goes in quotes
  |
2 - b: {ü: 2, r: 600–1100 km/d}
2 + b: {ü: 2, r: 600..1100 km/d}
  |

error[yaml/duplicate-key]: the key `a` stands here twice
 --> ex/s.yaml:3:1
  |
1 | a: 1
  | - first here
2 | b: {ü: 2, r: 600–1100 km/d}
3 | a: 3
  | ^
  |
  = help: delete one of the two, or give one another name
";
        assert_eq!(to_text(&out, &map, false), expected);
        assert!(to_text(&out, &map, true).contains("\u{1b}["));
    }

    #[test]
    fn json_has_the_agreed_fields_in_order_of_place() {
        let (mut out, map) = faulty("ä: 1\nb: {c: 5 – 6}\n");
        out.push(out[0].clone());
        let expected = json!([
            {
                "severity": "error", "code": "key/form", "file": "ex/s.yaml", "line": 1, "column": 1,
                "text": "ä", "expected": "lower-case letters, digits, `-` and `_`, at most 80",
                "message": "`ä` is not a key", "hint": null
            },
            {
                "severity": "error", "code": "char/dash", "file": "ex/s.yaml", "line": 2, "column": 10,
                "text": "–", "expected": "", "message": "en dash in plain text",
                "hint": "write `..` between the ends of a range: `600..1100`; free text goes in quotes"
            }
        ]);
        assert_eq!(to_json(&out, &map), expected);
    }

    #[test]
    fn places_in_other_files_and_at_the_end_are_shown() {
        let mut map = SourceMap::default();
        let [a, b] = [map.add("a.yaml", "x: 1"), map.add("b.yaml", "y: 2\n")];
        map.add("empty.yaml", "");
        let at = |file, start, end| Span { file, start, end };
        let diagnostics = [
            Diagnostic::error("test/code", at(a, 4, 4), "at the end")
                .related(at(b, 0, 1), "elsewhere"),
            Diagnostic::note("test/code", at(b, 0, 5), "over the line's end").hint("nothing"),
            Diagnostic::warning("test/code", at(FileId(2), 0, 0), "in nothing").patch("something"),
        ];
        let text = to_text(&diagnostics, &map, false);
        for part in
            ["a.yaml:1:5", "b.yaml:1:1", "elsewhere", "empty.yaml", "help: nothing", "something"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(to_text(&[], &map, false), "");
        assert_eq!(to_json(&[], &map), json!([]));
    }
}
