//! `include: [sources.yaml, catalogue/rail.yaml]`: files into one tree.

use super::{MAX_FILES, MAX_INCLUDE_DEPTH, Resolver, count};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Entry, Node, Value};
use crate::scenario::parse::{MAX_BYTES, MAX_NODES, parse};
use crate::scenario::source_map::{SourceMap, Span};
use crate::scenario::suggest;
use std::collections::BTreeMap;

/// Reads the root file and all that it includes, depth first, each file once; says whether all could
/// be read.
pub(super) fn load(
    root: &str,
    resolver: &dyn Resolver,
    map: &mut SourceMap,
    out: &mut Vec<Diagnostic>,
) -> Option<(Node, bool)> {
    let Some(text) = resolver.read(root) else {
        // A diagnostic needs a place: an empty file of that name.
        let span = Span { file: map.add(root, ""), start: 0, end: 0 };
        out.push(Diagnostic::error("include/missing", span, format!("there is no file `{root}`")));
        return None;
    };
    let mut loader = Loader {
        resolver,
        map,
        out,
        stack: Vec::new(),
        done: Vec::new(),
        bytes: 0,
        nodes: 0,
        is_over: false,
        is_whole: true,
    };
    let mut tree = Tree::default();
    let read = loader.file(root, text, None, &mut tree);
    if !read || loader.is_over {
        return None;
    }
    let is_whole = loader.is_whole;
    Some((tree.into_node()?, is_whole))
}

struct Loader<'a> {
    resolver: &'a dyn Resolver,
    map: &'a mut SourceMap,
    out: &'a mut Vec<Diagnostic>,
    /// Files that are being read, each with the place that included it.
    stack: Vec<(String, Option<Span>)>,
    done: Vec<String>,
    bytes: usize,
    nodes: usize,
    is_over: bool,
    /// No file is missing or unreadable.
    is_whole: bool,
}

impl Loader<'_> {
    /// Reads one file into the tree, what it includes first. False if it has no usable text.
    fn file(&mut self, name: &str, text: String, from: Option<Span>, tree: &mut Tree) -> bool {
        let bytes = text.len();
        let file = self.map.add(name, text);
        let place = from.unwrap_or(Span { file, start: 0, end: 0 });
        self.bytes += bytes;
        if self.bytes > MAX_BYTES {
            self.limit(
                "limit/size",
                place,
                format!("all files together are over {MAX_BYTES} bytes"),
            );
            return false;
        }
        let text = self.map.file(file).text.clone();
        let Some(mut node) = parse(file, &text, self.out) else { return false };
        // Before anything is merged, so that a text keeps the source that stood around it.
        node.hand_down_sources();
        drop_section_sources(&mut node, self.out);
        self.nodes += count(&node);
        if self.nodes > MAX_NODES {
            self.limit(
                "limit/nodes",
                place,
                format!("all files together have over {MAX_NODES} nodes"),
            );
            return false;
        }
        let Value::Map(entries) = node.value else {
            let message = "a scenario file is a map of fields and sections";
            self.out.push(Diagnostic::error("root/form", node.span, message));
            return false;
        };
        self.stack.push((name.to_owned(), from));
        for entry in entries.iter().filter(|e| e.key == "include") {
            self.includes(&entry.node, name, tree);
        }
        self.stack.pop();
        self.done.push(name.to_owned());
        if tree.span.is_none() || from.is_none() {
            tree.span = Some(node.span);
        }
        for entry in entries.into_iter().filter(|e| e.key != "include") {
            tree.add(entry, self.out);
        }
        true
    }

    fn includes(&mut self, list: &Node, from: &str, tree: &mut Tree) {
        let items = match &list.value {
            Value::List(items) => items.as_slice(),
            _ if list.is_absent() => {
                self.is_whole = false;
                return;
            }
            _ => {
                self.is_whole = false;
                let message = "`include` is a list of names";
                self.out.push(
                    Diagnostic::error("include/form", list.span, message)
                        .hint("write `include: [sources.yaml, places.yaml]`"),
                );
                return;
            }
        };
        if items.len() > MAX_FILES {
            self.limit(
                "limit/files",
                list.span,
                format!("a scenario has at most {MAX_FILES} files"),
            );
            return;
        }
        for item in items {
            match item.scalar() {
                Some(_) if item.is_absent() => self.is_whole = false,
                Some(name) => self.one(name, item.span, from, tree),
                None => {
                    self.is_whole = false;
                    let message = "a name of a file was expected";
                    self.out.push(Diagnostic::error("include/form", item.span, message));
                }
            }
            if self.is_over {
                return;
            }
        }
    }

    /// Follows one name, relative to the including file's folder first and then to the root.
    fn one(&mut self, name: &str, span: Span, from: &str, tree: &mut Tree) {
        if let Some(fault) = bad_path(name, span) {
            self.out.push(fault);
            self.is_whole = false;
            return;
        }
        let folder = from.rfind('/').map_or("", |at| &from[..=at]);
        let near = format!("{folder}{name}");
        // A file that was read before need not be asked for again.
        let candidates = if folder.is_empty() { vec![near] } else { vec![near, name.to_owned()] };
        for candidate in candidates {
            if let Some(at) = self.stack.iter().position(|(open, _)| *open == candidate) {
                self.cycle(at, &candidate, span);
                return;
            }
            if self.done.contains(&candidate) {
                return;
            }
            if let Some(text) = self.resolver.read(&candidate) {
                self.open(&candidate, text, span, tree);
                return;
            }
        }
        self.is_whole = false;
        let known = self.resolver.names();
        let fault =
            Diagnostic::error("include/missing", span, format!("there is no file `{name}`"));
        let near = suggest::nearest(name, known.iter().map(String::as_str));
        self.out.push(match near {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault,
        });
    }

    fn open(&mut self, name: &str, text: String, span: Span, tree: &mut Tree) {
        if self.done.len() + self.stack.len() >= MAX_FILES {
            self.limit("limit/files", span, format!("a scenario has at most {MAX_FILES} files"));
        } else if self.stack.len() >= MAX_INCLUDE_DEPTH {
            self.limit(
                "limit/depth",
                span,
                format!("more than {MAX_INCLUDE_DEPTH} files inside each other"),
            );
        } else if !self.file(name, text, Some(span), tree) {
            // Its mistakes are reported; asking again would repeat them.
            self.is_whole = false;
            self.done.push(name.to_owned());
        }
    }

    fn cycle(&mut self, at: usize, name: &str, span: Span) {
        let mut fault =
            Diagnostic::error("include/cycle", span, format!("`{name}` includes itself"));
        for (link, place) in &self.stack[at + 1..] {
            if let Some(place) = place {
                fault = fault.related(*place, format!("`{link}` is included here"));
            }
        }
        self.out.push(fault);
    }

    fn limit(&mut self, code: &'static str, span: Span, message: String) {
        self.out.push(Diagnostic::error(code, span, message));
        self.is_over = true;
    }
}

/// Names that could leave the scenario's folder, or have two spellings.
fn bad_path(name: &str, span: Span) -> Option<Diagnostic> {
    let why = if name.is_empty() {
        "the name is empty"
    } else if name.contains('\\') {
        "a path is written with `/`"
    } else if name.starts_with('/') || name.contains(':') {
        "a path is relative to the scenario's folder"
    } else if name.split('/').any(|part| part == "..") {
        "a path may not lead upwards"
    } else if name.split('/').any(|part| part.is_empty() || part == ".") {
        "a path has no empty steps and no `.`"
    } else if name.chars().any(char::is_control) {
        "a path has no control characters"
    } else {
        return None;
    };
    let shown: String = name.chars().take(60).collect();
    Some(Diagnostic::error("include/path", span, format!("`{shown}`: {why}")))
}

/// The files' entries, sections united by id.
#[derive(Default)]
struct Tree {
    span: Option<Span>,
    entries: Vec<Entry>,
    /// Where each top-level key stands in `entries`, with the ids of a section.
    keys: BTreeMap<String, (usize, BTreeMap<String, Span>)>,
}

impl Tree {
    fn add(&mut self, entry: Entry, out: &mut Vec<Diagnostic>) {
        let Some((index, ids)) = self.keys.get_mut(&entry.key) else {
            let ids = entry.node.entries().iter().map(|e| (e.key.clone(), e.key_span)).collect();
            self.keys.insert(entry.key.clone(), (self.entries.len(), ids));
            self.entries.push(entry);
            return;
        };
        let present = &mut self.entries[*index];
        let (Value::Map(old), Value::Map(new)) = (&mut present.node.value, entry.node.value) else {
            out.push(duplicate(&entry.key, entry.key_span, present.key_span));
            return;
        };
        for item in new {
            if let Some(first) = ids.get(&item.key) {
                let name = format!("{}.{}", entry.key, item.key);
                out.push(duplicate(&name, item.key_span, *first));
                continue;
            }
            ids.insert(item.key.clone(), item.key_span);
            old.push(item);
        }
    }

    fn into_node(self) -> Option<Node> {
        let span = self.span?;
        Some(Node { value: Value::Map(self.entries), ..Node::scalar_at(span, "", "") })
    }
}

fn duplicate(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("include/duplicate-id", span, format!("`{name}` stands in two files"))
        .hint("change it with an edit, or take it over under another id with `extends:`")
        .related(first, "first here")
}

/// Takes away `source:` at the head of a section: it was handed down, and is no entry of the section.
fn drop_section_sources(root: &mut Node, out: &mut Vec<Diagnostic>) {
    let Value::Map(sections) = &mut root.value else { return };
    for section in sections {
        if let Value::Map(entries) = &mut section.node.value {
            let source = entries.iter().find(|e| e.key == "source" && e.node.scalar().is_none());
            out.extend(source.map(|e| {
                Diagnostic::error("source/form", e.node.span, "`source` is not one name")
                    .expected("the id of one source, as in `source: estimate`")
            }));
            entries.retain(|e| e.key != "source");
        }
    }
}
