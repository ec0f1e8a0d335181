//! The way by rail: lines in order, junctions, stages, the two end posts.

use super::Book;
use crate::model::mover::rail::{Line, RouteError, route};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::Num;
use crate::scenario::read::{Name, Reader, dim};
use crate::scenario::resolved::{Journey, PlaceId, Stage, nominal_of};
use crate::scenario::source_map::Span;
use crate::scenario::text::LoadText;

/// Most stages of a journey: they are numbered in the keys of their draws.
const MOST_STAGES: usize = 1 << 10;

/// A way as an order states it.
pub(super) struct Way<'t> {
    /// Lines in order.
    pub via: Vec<Name>,
    /// The post at which the journey enters the first line, if it is not the loading station.
    pub post: Option<&'t Name>,
    /// Unloading station.
    pub to: &'t Name,
    /// Site.
    pub site: &'t Name,
    /// Where the order stands.
    pub span: Span,
}

/// Finds the stages of a way, and the road from its end to the site.
pub(super) fn journey(
    way: &Way<'_>,
    load: &LoadText,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<Journey> {
    let to = book.place(&way.to.text, way.to.span, cx);
    let site = book.place(&way.site.text, way.site.span, cx);
    let road = road(way, book, cx);
    let from = way.post.or(load.at.as_ref())?;
    let via: Vec<_> = way.via.iter().map(|n| n.text.as_str()).collect();
    let found = match route(&lines(book, cx), &via, &from.text, &way.to.text) {
        Ok(found) => found,
        Err(error) => return cx.fail(refused(&error, way, from)),
    };
    if found.len() >= MOST_STAGES {
        let words = format!("a journey of {} stages", found.len());
        let finding = Diagnostic::error("route/long", way.span, words);
        return cx.fail(finding.expected(format!("fewer than {MOST_STAGES} posts on the way")));
    }
    let (Some(first), Some(last)) = (found.first(), found.last()) else {
        return cx.fail(
            Diagnostic::error("route/empty", way.to.span, "the journey ends where it begins")
                .expected("an unloading station away from the loading station"),
        );
    };
    let (to, site, road) = (to?, site?, road?);
    check_ramps(way, book, cx)?;
    let first_post = post(book, &first.line, &first.from)?;
    let last_post = post(book, &last.line, &last.to)?;
    let km = |line: &str, station: &str, cx: &Reader<'_>| {
        Some(kilometre_m(&post(book, line, station)?, cx))
    };
    let first_sign = sign(km(&first.line, &first.from, cx)? - km(&first.line, &first.to, cx)?);
    let last_sign = sign(km(&last.line, &last.to, cx)? - km(&last.line, &last.from, cx)?);
    let mut stages = Vec::with_capacity(found.len());
    for stage in &found {
        let (a, b) = (station(book, &stage.from, way, cx)?, station(book, &stage.to, way, cx)?);
        stages.push(Stage { from: a, to: b, length_m: stage.km * 1e3 });
    }
    Some(Journey { stages, first_post, last_post, first_sign, last_sign, to, site, road })
}

fn sign(x: f64) -> f64 {
    if x < 0.0 { -1.0 } else { 1.0 }
}

/// Every line with the middle of its posts, in order of kilometre.
fn lines(book: &Book<'_>, cx: &Reader<'_>) -> Vec<Line> {
    let items = book.text.lines.iter().flat_map(|l| &l.items);
    let made = items.map(|item| {
        let posts = item.value.posts.items.iter();
        let mut posts: Vec<_> =
            posts.map(|p| (p.id.clone(), kilometre_m(&p.value, cx) / 1e3)).collect();
        posts.sort_by(|a, b| a.1.total_cmp(&b.1));
        Line { id: item.id.clone(), posts }
    });
    made.collect()
}

fn kilometre_m(post: &Num<dim::Coordinate>, cx: &Reader<'_>) -> f64 {
    nominal_of(&cx.params[post.param.0 as usize].param.spec)
}

fn post(book: &Book<'_>, line: &str, station: &str) -> Option<Num<dim::Coordinate>> {
    let line = book.text.lines.as_ref()?.get(line)?;
    line.value.posts.get(station).map(|p| p.value.clone())
}

/// The place of a post: its id must be a place's.
fn station(book: &Book<'_>, id: &str, way: &Way<'_>, cx: &mut Reader<'_>) -> Option<PlaceId> {
    book.place(id, way.span, cx)
}

/// The road distance that the site's `access:` gives for the unloading station.
fn road(way: &Way<'_>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Num<dim::Length>> {
    let site = book.text.places.as_ref()?.get(&way.site.text)?;
    let found = site.value.access.as_ref().and_then(|a| a.get(&way.to.text));
    if found.is_none() {
        let words = format!("`{}` has no road from `{}`", way.site.text, way.to.text);
        cx.out.push(
            Diagnostic::error("place/access", way.site.span, words)
                .expected(format!("`access: {{{}: 15..20..40 km @id}}` at the site", way.to.text)),
        );
    }
    found.map(|item| item.value.clone())
}

fn check_ramps(way: &Way<'_>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<()> {
    let place = book.text.places.as_ref()?.get(&way.to.text)?;
    if place.value.ramps.is_some() {
        return Some(());
    }
    cx.fail(
        Diagnostic::error("place/ramps", way.to.span, format!("`{}` has no `ramps`", way.to.text))
            .expected("a station with `ramps:`, at which trains are unloaded"),
    )
}

fn refused(error: &RouteError, way: &Way<'_>, from: &Name) -> Diagnostic {
    let named = |id: &str| way.via.iter().find(|n| n.text == id).map_or(way.span, |n| n.span);
    match error {
        RouteError::NoLine => Diagnostic::error("route/line", way.span, error.to_string())
            .expected("`via: [line, ..]`"),
        RouteError::UnknownLine(id) => {
            Diagnostic::error("route/line", named(id), error.to_string())
                .expected("the id of an entry of `lines:`")
        }
        RouteError::UnknownStation { station, .. } => {
            let span = if *station == from.text { from.span } else { way.to.span };
            Diagnostic::error("route/station", span, error.to_string())
                .expected("a post of the first and of the last line")
        }
        RouteError::NoJunction { second, .. } => {
            Diagnostic::error("route/junction", named(second), error.to_string())
                .expected("lines that share a station with the one before")
        }
    }
}
