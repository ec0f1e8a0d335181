//! Where numbers come from: the kinds of sources and what each kind must state.

use super::diagnostic::Diagnostic;
use super::link::Names;
use super::read::{Ids, Item, List, Name, Reader, Text, Word, Words, record};
use super::source_map::Span;
use super::suggest::nearest;
use serde::Serialize;
use std::collections::BTreeMap;

/// What stands behind a number (docs/language.md, "Sources and their kinds").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A press text, statement or post says so.
    Reported,
    /// A document that was read says so.
    Published,
    /// General published knowledge, not re-read.
    Recalled,
    /// Worked out from claims, which are then spent.
    Inferred,
    /// Follows from other numbers.
    Computed,
    /// Judgement without public basis.
    Assumed,
    /// Invented for the exercise.
    Notional,
}

impl SourceKind {
    /// All kinds, best founded first.
    pub const ALL: [SourceKind; 7] = [
        SourceKind::Reported,
        SourceKind::Published,
        SourceKind::Recalled,
        SourceKind::Inferred,
        SourceKind::Computed,
        SourceKind::Assumed,
        SourceKind::Notional,
    ];

    /// The kind's word in the language and in every table.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

impl Words for SourceKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("reported", SourceKind::Reported),
        ("published", SourceKind::Published),
        ("recalled", SourceKind::Recalled),
        ("inferred", SourceKind::Inferred),
        ("computed", SourceKind::Computed),
        ("assumed", SourceKind::Assumed),
        ("notional", SourceKind::Notional),
    ];
}

record! {
    /// A source as written: what stands behind numbers.
    pub struct SourceText {
        /// Kind of the source.
        required kind: Word<SourceKind> = "kind",
        /// Who published it.
        optional outlet: Text = "outlet",
        /// Date of publication, or the word `undated`.
        optional date: Text = "date",
        /// Address, as printed.
        optional address: Text = "address",
        /// Row of the facts ledger that quotes it.
        optional facts: Text = "facts",
        /// Title of a document.
        optional title: Text = "title",
        /// Registry package that carries it.
        optional package: Text = "package",
        /// Version of the document or package.
        optional version: Text = "version",
        /// Day on which it was read.
        optional accessed: Text = "accessed",
        /// Words of the source, at most 25.
        optional quote: Text = "quote",
        /// Where one would look it up.
        optional look: Text = "where",
        /// Claims from which an inference was made; they are spent.
        optional from: List<Name> = "from",
        /// Formula or program of a computation.
        optional formula: Text = "formula",
        /// Why this value.
        optional reason: Text = "reason",
        /// The source that this one goes back to.
        optional root: Name = "root",
        /// The source that this one copies: both count once.
        optional copy_of: Name = "copy_of",
    }
}

/// A source, checked.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: SourceKind,
    /// What was stated, by field (`outlet`, `date`, `reason` ...).
    pub stated: BTreeMap<&'static str, String>,
    /// Claims that an inference used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// The source that it goes back to: itself, `root:` or the end of the `copy_of:` chain.
    pub root: String,
}

impl SourceText {
    fn stated(&self) -> BTreeMap<&'static str, String> {
        let fields = [
            ("outlet", &self.outlet),
            ("date", &self.date),
            ("address", &self.address),
            ("facts", &self.facts),
            ("title", &self.title),
            ("package", &self.package),
            ("version", &self.version),
            ("accessed", &self.accessed),
            ("quote", &self.quote),
            ("where", &self.look),
            ("formula", &self.formula),
            ("reason", &self.reason),
        ];
        let given = fields.into_iter().filter_map(|(k, v)| Some((k, v.as_ref()?.text.clone())));
        given.collect()
    }

    fn has(&self, field: &str) -> bool {
        field == "from" && self.from.as_ref().is_some_and(|l| !l.items.is_empty())
            || self.stated().get(field).is_some_and(|text| !text.trim().is_empty())
    }
}

/// What a kind must state: groups of fields of which one is needed.
fn obligations(kind: SourceKind) -> &'static [&'static [&'static str]] {
    match kind {
        SourceKind::Reported => &[&["outlet"], &["date"], &["address", "facts"]],
        SourceKind::Published => &[&["title", "address", "package"], &["accessed"]],
        SourceKind::Recalled => &[&["where"]],
        SourceKind::Inferred => &[&["from"], &["reason"]],
        SourceKind::Computed => &[&["formula"]],
        SourceKind::Assumed | SourceKind::Notional => &[&["reason"]],
    }
}

/// Checks every source and finds its root.
pub(super) fn link_sources(
    texts: &Ids<SourceText>,
    names: &Names,
    cx: &mut Reader<'_>,
) -> Vec<Source> {
    texts.items.iter().map(|item| link_source(item, (texts, names), cx)).collect()
}

fn link_source(
    item: &Item<SourceText>,
    all: (&Ids<SourceText>, &Names),
    cx: &mut Reader<'_>,
) -> Source {
    let text = &item.value;
    let kind = text.kind.value;
    for group in obligations(kind) {
        if !group.iter().any(|field| text.has(field) || text.broken.contains(field)) {
            let wanted = group.join("` or `");
            cx.out.push(
                Diagnostic::error(
                    "source/needs",
                    text.span,
                    format!("source `{}` is {} and states no `{wanted}`", item.id, kind.word()),
                )
                .expected(format!("`{wanted}`")),
            );
        }
    }
    check_date(text, cx);
    if let Some(quote) = &text.quote {
        let words = quote.text.split_whitespace().count();
        if words > 25 {
            cx.out.push(
                Diagnostic::error("source/quote", quote.span, format!("a quote of {words} words"))
                    .expected("at most 25 words"),
            );
        }
    }
    let from = text.from.iter().flat_map(|l| &l.items).map(|n| n.text.clone()).collect();
    let root = root_of(item, all, cx);
    Source { id: item.id.clone(), kind, stated: text.stated(), from, root }
}

fn check_date(text: &SourceText, cx: &mut Reader<'_>) {
    for field in [&text.date, &text.accessed].into_iter().flatten() {
        let ok = field.text == "undated"
            || chrono::NaiveDate::parse_from_str(&field.text, "%Y-%m-%d").is_ok();
        if !ok {
            cx.out.push(
                Diagnostic::error(
                    "source/date",
                    field.span,
                    format!("`{}` is no date", field.text),
                )
                .expected("a date such as `2022-01-21`, or the word `undated`"),
            );
        }
    }
}

/// Follows `root:` and `copy_of:` to the end; a cycle is an error with its chain.
fn root_of(
    item: &Item<SourceText>,
    (texts, names): (&Ids<SourceText>, &Names),
    cx: &mut Reader<'_>,
) -> String {
    let mut seen: Vec<(&str, Span)> = vec![(&item.id, item.span)];
    let mut here = item;
    loop {
        let Some(next) = here.value.copy_of.as_ref().or(here.value.root.as_ref()) else {
            return here.id.clone();
        };
        let Some(found) = texts.get(&next.text) else {
            if here.id == item.id {
                let finding = unknown(next.span, &next.text, names, cx);
                cx.out.extend(finding);
            }
            return here.id.clone();
        };
        if seen.iter().any(|(id, _)| *id == found.id) {
            // The first of a circle's sources speaks for all of them.
            if found.id == item.id && seen.iter().all(|(id, _)| *id >= item.id.as_str()) {
                let mut chain: Vec<_> = seen.iter().map(|(id, _)| *id).collect();
                chain.push(&item.id);
                let words = format!("`{}` goes back to itself: {}", item.id, chain.join(" -> "));
                let own = item.value.copy_of.as_ref().or(item.value.root.as_ref());
                let span = own.map_or(next.span, |own| own.span);
                cx.out.push(
                    Diagnostic::error("source/cycle", span, words)
                        .expected("a source that does not go back to this one"),
                );
            }
            return item.id.clone();
        }
        seen.push((&found.id, found.span));
        here = found;
    }
}

/// The mark of an unknown source that was reported: `source:` stands for every number below it.
pub(super) fn said_of(span: Span) -> String {
    format!("source/unknown {:?} {}", span.file, span.start)
}

/// A source that is not there; nothing if it could not be read, which was reported.
fn unknown(span: Span, id: &str, names: &Names, cx: &mut Reader<'_>) -> Option<Diagnostic> {
    let is_known = id.is_empty() || names.index(id).is_some() || names.is_broken(id);
    if is_known || !cx.said.insert(said_of(span)) {
        return None;
    }
    let finding = Diagnostic::error("source/unknown", span, format!("no source is called `{id}`"))
        .expected("the id of an entry of `sources:`");
    Some(match nearest(id, names.iter()) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint(
            "sources stand in a mapping of their own: `id: {kind: assumed, reason: \"...\"}`",
        ),
    })
}

/// The most numbers that one assumption may carry.
const MOST_PER_REASON: usize = 10;

/// Gives every input its kind, and refuses inputs without a source and reasons spread too thin.
///
/// An edit of the command line without a source is `assumed`, its place being the reason.
pub(super) fn link_inputs(sources: &mut Vec<Source>, names: &Names, cx: &mut Reader<'_>) {
    for (id, span) in std::mem::take(&mut cx.cited) {
        let finding = unknown(span, &id, names, cx);
        cx.out.extend(finding);
    }
    let mut per_reason: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut inputs = std::mem::take(&mut cx.params);
    for input in &mut inputs {
        if input.param.sources.is_empty() {
            if input.edited {
                let edit = edit_source(&cx.map.file(input.span.file).name);
                input.param.sources =
                    vec![super::param::SourceRef { id: edit.id.clone(), locator: None }];
                if !sources.iter().any(|s| s.id == edit.id) {
                    sources.push(edit);
                }
                continue;
            }
            cx.out.push(
                Diagnostic::error("source/missing", input.span, "this number has no source")
                    .expected("`@id` after the number, or `source: id` on an enclosing mapping"),
            );
            continue;
        }
        for (cited, span) in input.param.sources.iter().zip(&input.cited) {
            let finding = unknown(*span, &cited.id, names, cx);
            cx.out.extend(finding);
        }
        let primary = sources.iter().find(|s| s.id == input.param.sources[0].id);
        if let Some(source) = primary {
            input.param.kind = source.kind;
            if source.kind == SourceKind::Assumed
                && let Some(reason) = source.stated.get("reason")
            {
                per_reason.entry(reason.clone()).or_default().push(input.span);
            }
        }
    }
    cx.params = inputs;
    for (reason, spans) in per_reason.iter().filter(|(_, spans)| spans.len() > MOST_PER_REASON) {
        let words = format!("one reason stands behind {} assumed numbers: {reason}", spans.len());
        cx.out.push(
            Diagnostic::error("source/reason", spans[MOST_PER_REASON], words)
                .expected("a reason of its own for each kind of number, at most 10 numbers each")
                .related(spans[0], "the first of them"),
        );
    }
}

fn edit_source(label: &str) -> Source {
    let id = format!("edit-{}", label.trim_start_matches('-').replace([' ', '='], "-"));
    let reason = format!("set on the command line by {label}");
    let stated = BTreeMap::from([("reason", reason)]);
    Source { root: id.clone(), id, kind: SourceKind::Assumed, stated, from: Vec::new() }
}
