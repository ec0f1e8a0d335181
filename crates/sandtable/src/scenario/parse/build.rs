//! Builds the tree from the parser's events.

use super::attach::{Kind, Open, Shape};
use super::syntax::{self, floor};
use super::{MAX_DEPTH, MAX_NODES};
use crate::scenario::characters;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::source_map::{FileId, Span};
use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle, options};
use std::collections::{BTreeMap, BTreeSet};

/// All paths of a document together \[bytes\]: long keys in deep maps must not fill the memory.
const MAX_PATH_BYTES: usize = 64_000_000;
/// Look-alikes reported in one scalar.
const MAX_LOOKALIKES: usize = 8;

/// A tree under construction.
pub(super) struct Builder<'t> {
    file: FileId,
    text: &'t str,
    /// Starts of values that were refused before and made plain.
    refused: &'t BTreeSet<usize>,
    out: Vec<Diagnostic>,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    nodes: usize,
    path_bytes: usize,
    read_to: usize,
    /// A limit was passed: the tree is not to be used.
    is_over: bool,
}

impl<'t> Builder<'t> {
    pub(super) fn new(file: FileId, text: &'t str, refused: &'t BTreeSet<usize>) -> Self {
        Builder {
            file,
            text,
            refused,
            out: Vec::new(),
            open: Vec::new(),
            root: None,
            documents: 0,
            nodes: 0,
            path_bytes: 0,
            read_to: 0,
            is_over: false,
        }
    }

    /// Reads all events, or up to the first limit or second document.
    pub(super) fn run(&mut self) -> Result<(), ScanError> {
        let options = options! {
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            emit_comments: false,
            disallow_directives: true,
        };
        for next in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = next?;
            let tag = span.tag_span().map(|t| self.span(t));
            let span = self.span(span);
            self.read_to = self.read_to.max(span.end as usize);
            self.out.extend(tag.map(syntax::tag));
            if !self.event(event, span) {
                break;
            }
        }
        Ok(())
    }

    /// Byte up to which the parser came.
    pub(super) fn read_to(&self) -> usize {
        self.read_to
    }

    /// What is wrong with the part that was read before a syntax error.
    pub(super) fn give_up(self) -> Vec<Diagnostic> {
        self.out
    }

    /// The tree, if it can be used, and what is wrong with it.
    pub(super) fn finish(mut self) -> (Option<Node>, Vec<Diagnostic>) {
        if self.root.as_ref().is_none_or(Node::is_absent) && self.out.is_empty() && !self.is_over {
            let span = Span { file: self.file, start: 0, end: 0 };
            self.out.push(Diagnostic::error("value/empty", span, "nothing is written here"));
        }
        let root = self.root.filter(|root| !self.is_over && !root.is_absent());
        (root, self.out)
    }

    /// Takes one event; false ends the reading.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::DocumentStart(..) => return self.document(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.out.push(syntax::alias(span));
                self.attach_absent(span, Kind::Refused);
            }
            Event::Anchor(..) => self.out.push(syntax::anchor(span)),
            Event::Scalar(text, style, ..) => self.scalar(&text, style, span),
            Event::SequenceStart(style, ..) => self.begin(style, span, Shape::List(Vec::new())),
            Event::MappingStart(style, ..) => {
                let shape = Shape::Map { entries: Vec::new(), seen: BTreeMap::new(), key: None };
                self.begin(style, span, shape);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            _ => {}
        }
        if self.nodes > MAX_NODES || self.path_bytes > MAX_PATH_BYTES {
            let message = format!("more than {MAX_NODES} nodes");
            self.out.push(Diagnostic::error("limit/nodes", span, message));
            self.is_over = true;
        }
        !self.is_over
    }

    fn document(&mut self, span: Span) -> bool {
        self.documents += 1;
        if self.documents == 1 {
            return true;
        }
        self.out.push(
            Diagnostic::error("yaml/documents", span, "a second document in one file").hint(
                "one file is one document: put the second into a file of its own and `include:` it",
            ),
        );
        false
    }

    fn begin(&mut self, style: StructureStyle, span: Span, shape: Shape) {
        if self.open.len() == MAX_DEPTH {
            self.out.push(syntax::too_deep(span));
            self.is_over = true;
            return;
        }
        let origin = self.next_origin();
        let is_flow = style == StructureStyle::Flow;
        self.open.push(Open { span, origin, is_flow, value_start: span.start, split: None, shape });
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        // A block has no end of its own: its last value ends it.
        let end = if open.is_flow { span.end.max(open.span.end) } else { open.span.end };
        let span = Span { end, ..open.span };
        let value = match open.shape {
            Shape::List(items) => Value::List(items),
            Shape::Map { entries, .. } => Value::Map(entries),
        };
        let node = Node { span, value, origin: open.origin, replaced: Vec::new(), inherited: None };
        self.attach(node, Kind::Collection);
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) {
        let raw = &self.text[span.start as usize..span.end as usize];
        if style == ScalarStyle::Plain && span.is_empty() {
            return self.attach_absent(span, Kind::Absent);
        }
        if self.refused.contains(&(span.start as usize)) {
            return self.attach_absent(span, Kind::Refused);
        }
        let before = self.out.len();
        match style {
            ScalarStyle::Plain => self.check_plain(raw, span),
            ScalarStyle::DoubleQuoted => self.check_escapes(raw, span),
            ScalarStyle::SingleQuoted => {}
            _ => self.block_scalar(span),
        }
        if self.out.len() > before {
            return self.attach_absent(span, Kind::Refused);
        }
        let kind = if style == ScalarStyle::Plain { Kind::Plain } else { Kind::Quoted };
        let node = Node {
            span,
            value: Value::Scalar(text.to_owned()),
            origin: self.next_origin(),
            replaced: Vec::new(),
            inherited: None,
        };
        self.attach(node, kind);
    }

    fn check_plain(&mut self, raw: &str, span: Span) {
        if raw.contains(['\n', '\r']) {
            self.out.push(
                Diagnostic::error("yaml/multi-line", span, "a plain value runs over several lines")
                    .hint("put long text in quotes, and check the indentation of the next key"),
            );
            return;
        }
        if matches!(raw, "~" | "null" | "Null" | "NULL") {
            let message = format!("`{raw}` is an explicit nothing");
            self.out.push(
                Diagnostic::error("value/null", span, message)
                    .hint("leave the key out, or write `remove` to delete an inherited one"),
            );
            return;
        }
        let found =
            raw.char_indices().filter_map(|(at, c)| Some((at, c, characters::lookalike(c)?)));
        for (at, c, lookalike) in found.take(MAX_LOOKALIKES) {
            let start = span.start + at as u32;
            let span = Span { start, end: start + c.len_utf8() as u32, ..span };
            self.out.push(lookalike.diagnostic(span));
        }
    }

    /// Escapes for invisible characters, whose text is not shorter than their escape.
    fn check_escapes(&mut self, raw: &str, span: Span) {
        let mut chars = raw.char_indices();
        while let Some((at, c)) = chars.next() {
            if c != '\\' {
                continue;
            }
            if let Some((_, 'N' | '_' | 'L' | 'P')) = chars.next() {
                let start = span.start + at as u32;
                let span = Span { start, end: start + 2, ..span };
                self.out.push(
                    Diagnostic::error("yaml/escape", span, "an escape for an invisible character")
                        .hint("write an ordinary space or a line break"),
                );
            }
        }
    }

    fn block_scalar(&mut self, content: Span) {
        let before = &self.text[..content.start as usize];
        let at = before.rfind(['|', '>']).unwrap_or(floor(self.text, content.start as usize));
        let indicator = self.text.as_bytes().get(at).copied().unwrap_or(b'|');
        let start = at as u32;
        let end = start + u32::from(at < content.start as usize);
        self.out.push(syntax::start(Span { start, end, ..content }, indicator));
    }

    fn attach_absent(&mut self, span: Span, kind: Kind) {
        let node = Node {
            span: Span { end: span.start, ..span },
            value: Value::Scalar(String::new()),
            origin: self.next_origin(),
            replaced: Vec::new(),
            inherited: None,
        };
        // The place of what was refused still serves as the place of a key.
        let end = span.end;
        if let Some(open) = self.open.last_mut() {
            open.span.end = open.span.end.max(end);
        }
        self.attach(node, kind);
    }

    /// Puts a finished node into the map or list that is open.
    fn attach(&mut self, node: Node, kind: Kind) {
        let file_text = self.text;
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        open.span.end = open.span.end.max(node.span.end);
        self.nodes += usize::from(!matches!(open.shape, Shape::Map { key: None, .. }));
        open.take(node, kind, file_text, &mut self.out);
    }

    /// The path of the node that comes next.
    fn next_origin(&mut self) -> String {
        let Some(open) = self.open.last() else {
            return String::new();
        };
        let own = match &open.shape {
            Shape::List(items) => items.len().to_string(),
            Shape::Map { key: Some(key), .. } => key.text.clone(),
            Shape::Map { key: None, .. } => return String::new(),
        };
        let origin = if open.origin.is_empty() { own } else { format!("{}/{own}", open.origin) };
        self.path_bytes += origin.len();
        origin
    }

    fn span(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let start = floor(self.text, range.start);
        let end = floor(self.text, range.end).max(start);
        Span { file: self.file, start: start as u32, end: end as u32 }
    }
}
