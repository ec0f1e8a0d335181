//! Claims: subjects, places, and which of them are spent.

use super::{Book, Looked, find};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::When;
use crate::scenario::read::{Item, Name, Reader, Text, part_of};
use crate::scenario::resolved::{Claim, ClaimedDistance, Subject};
use crate::scenario::source::{Source, SourceKind, said_of};
use crate::scenario::suggest::nearest;
use crate::scenario::text::ClaimText;

pub(super) fn link_claims(book: &Book<'_>, sources: &[Source], cx: &mut Reader<'_>) -> Vec<Claim> {
    check_inferences(book, cx);
    let items = book.text.claims.iter().flat_map(|c| &c.items);
    items.filter_map(|item| link_claim(item, book, sources, cx)).collect()
}

fn link_claim(
    item: &Item<ClaimText>,
    book: &Book<'_>,
    sources: &[Source],
    cx: &mut Reader<'_>,
) -> Option<Claim> {
    let text = &item.value;
    let subject = subject(text, book, cx);
    let place = text.place.as_ref().and_then(|p| book.place(&p.text, p.span, cx));
    let spent_for: Vec<_> = text.spent_for.iter().flat_map(|l| &l.items).collect();
    for path in &spent_for {
        check_path(path, cx);
    }
    let follows = follows(item, book, cx);
    let cited = cited(&text.source, book, cx);
    let used = sources.iter().any(|s| s.kind == SourceKind::Inferred && s.from.contains(&item.id));
    check_instants(text, cx);
    let distance = distance(text, book, cx);
    let (source, locator) = cited?;
    Some(Claim {
        id: item.id.clone(),
        subject: subject?,
        state: text.state.map(|s| s.value),
        place,
        within: text.within.clone(),
        of: text.of.as_ref().map(|o| o.text.clone()),
        by: text.by.clone(),
        on: text.on.clone(),
        distance,
        count: text.count.clone(),
        statement: text.statement.as_ref().map(|s| s.text.clone()),
        source,
        locator,
        spent: used || !spent_for.is_empty(),
        spent_for: spent_for.into_iter().map(|t| t.text.clone()).collect(),
        follows,
    })
}

/// The claims from which one follows; it cannot be one of them itself.
fn follows(item: &Item<ClaimText>, book: &Book<'_>, cx: &mut Reader<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for name in item.value.follows.iter().flat_map(|l| &l.items) {
        let looked = Looked { what: "claim", code: "claim/unknown", span: name.span };
        if name.text == item.id {
            let words = format!("claim `{}` follows from itself", item.id);
            let finding = Diagnostic::error("claim/follows", name.span, words);
            cx.out.push(finding.expected("other claims that already say it"));
        } else if find(&book.claims, &name.text, looked, cx).is_some() {
            found.push(name.text.clone());
        }
    }
    found
}

/// The claim's source; claims write it without `@`.
pub(super) fn cited(
    source: &Name,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<(String, Option<String>)> {
    let written = &source.text;
    let (id, locator) = match written.split_once('#') {
        Some((id, locator)) => (id, Some(locator.to_owned())),
        None => (written.as_str(), None),
    };
    let span = part_of(source.span, written, 0..id.len());
    let looked = Looked { what: "source", code: "source/unknown", span };
    let found = find(&book.sources, id, looked, cx);
    if found.is_none() {
        cx.said.insert(said_of(source.span));
    }
    found?;
    Some((id.to_owned(), locator))
}

fn subject(text: &ClaimText, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Subject> {
    let (name, span) = (text.subject.text.trim(), text.subject.span);
    if let Some(kind) = name.strip_prefix("any ") {
        let kind = kind.trim();
        let at = text.subject.text.rfind(kind).unwrap_or(0);
        let span = part_of(span, &text.subject.text, at..at + kind.len());
        find(&book.types, kind, Looked { what: "type", code: "type/unknown", span }, cx)?;
        return Some(Subject::Any(kind.to_owned()));
    }
    if text.statement.is_some() {
        return Some(Subject::Statement);
    }
    if book.places.index(name).is_some() {
        let place = book.place(name, span, cx)?;
        return Some(Subject::Place(place));
    }
    book.unit(name, span, cx).map(Subject::Unit)
}

fn distance(text: &ClaimText, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<ClaimedDistance> {
    let distance = text.distance.clone()?;
    let from = text.from.as_ref().and_then(|p| book.place(&p.text, p.span, cx));
    let border = text.border.as_ref().map(|b| b.text.clone());
    if text.from.is_none() && border.is_none() && text.broken.is_empty() {
        return cx.fail(
            Diagnostic::error(
                "claim/distance-to",
                cx.params[distance.param.0 as usize].span,
                "this claim does not say to what the distance is",
            )
            .expected("`border` or `from` beside `distance`"),
        );
    }
    Some(ClaimedDistance { distance, border, from })
}

fn check_instants(text: &ClaimText, cx: &mut Reader<'_>) {
    if let (Some(by), Some(on)) = (&text.by, &text.on) {
        let place = |when: &When| cx.params[when.param.0 as usize].span;
        let finding = Diagnostic::error("claim/time", place(by), "both `by` and `on` stand here")
            .expected("`by` (not later than) or `on` (at or within), not both")
            .related(place(on), "`on` is here");
        cx.out.push(finding);
    }
}

/// `spent_for` must name inputs or fields that exist.
fn check_path(path: &Text, cx: &mut Reader<'_>) {
    if cx.fields.contains(&path.text.replace('.', "/")) {
        return;
    }
    let paths: Vec<_> = cx.fields.iter().map(|f| f.replace('/', ".")).collect();
    let words = format!("nothing in this scenario is called `{}`", path.text);
    let mut finding = Diagnostic::error("claim/spent-path", path.span, words)
        .expected("the path of an input, such as `units.pvo-1.orders.redeploy.site`");
    if let Some(near) = nearest(&path.text, paths.iter().map(String::as_str)) {
        finding = finding.hint(format!("did you mean `{near}`?"));
    }
    cx.out.push(finding);
}

/// `from:` of an inferred source must name claims.
fn check_inferences(book: &Book<'_>, cx: &mut Reader<'_>) {
    for source in book.text.sources.iter().flat_map(|s| &s.items) {
        for claim in source.value.from.iter().flat_map(|l| &l.items) {
            let looked = Looked { what: "claim", code: "claim/unknown", span: claim.span };
            find(&book.claims, &claim.text, looked, cx);
        }
    }
}
