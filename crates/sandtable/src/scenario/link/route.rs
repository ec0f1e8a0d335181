//! The way by rail: lines in order, junctions, stages, the two end posts.

use super::{Book, Looked, find};
use crate::model::mover::rail::{self, Line, RouteError, route};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::Num;
use crate::scenario::read::{Name, Reader, dim};
use crate::scenario::resolved::{Journey, PlaceId, Stage, nominal_of};
use crate::scenario::source_map::Span;

/// Most stages of a journey: they are numbered in the keys of their draws.
const MOST_STAGES: usize = 1 << 10;

/// A way as an order states it.
pub(super) struct Way<'t> {
    /// Lines in order.
    pub via: Vec<Name>,
    /// Loading station.
    pub load_at: Option<&'t Name>,
    /// The post at which the journey enters the first line: stated, or the loading station.
    pub from: Option<&'t Name>,
    /// Unloading station.
    pub to: Option<&'t Name>,
    /// Site.
    pub site: Option<&'t Name>,
    /// Where the order stands.
    pub span: Span,
}

/// Finds the stages of a way, and the road from its end to the site.
pub(super) fn journey(way: &Way<'_>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Journey> {
    // Whatever can be looked at is, so that one mistake does not hide another.
    let site = way.site.and_then(|name| book.place(&name.text, name.span, cx));
    let to = way.to.and_then(|name| book.place(&name.text, name.span, cx));
    let (road, ramps) = match (way.to, to) {
        (Some(name), Some(_)) => (
            way.site.filter(|_| site.is_some()).and_then(|site| road(site, &name.text, book, cx)),
            check_ramps(name, book, cx),
        ),
        _ => (None, None),
    };
    let lines_known = check_lines(&way.via, book, cx);
    // A place that is not there was said; a way from or to it would only repeat that.
    let from = way.from.filter(|name| book.places.index(&name.text).is_some());
    let (from, Some(_), true) = (from?, to, lines_known) else { return None };
    let load_at = way.load_at.and_then(|n| book.places.index(&n.text)).map(PlaceId);
    let way = Ends { via: &way.via, from, to: way.to?, span: way.span };
    let via: Vec<_> = way.via.iter().map(|n| n.text.as_str()).collect();
    let found = match route(&lines(book, cx), &via, &way.from.text, &way.to.text) {
        Ok(found) => found,
        Err(error) => {
            cx.out.extend(refused(&error, &way, book));
            return None;
        }
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
    let first_post = post(book, &first.line, &first.from)?;
    let last_post = post(book, &last.line, &last.to)?;
    let km = |line: &str, station: &str, cx: &Reader<'_>| {
        Some(kilometre_m(&post(book, line, station)?, cx))
    };
    let first_sign = sign(km(&first.line, &first.from, cx)? - km(&first.line, &first.to, cx)?);
    let last_sign = sign(km(&last.line, &last.to, cx)? - km(&last.line, &last.from, cx)?);
    let stages: Vec<_> = found.iter().map(|stage| placed(stage, book, cx)).collect();
    let stages = stages.into_iter().collect::<Option<Vec<_>>>()?;
    let (to, site, road) = (to?, site?, road?);
    ramps?;
    Some(Journey {
        load_at: load_at?,
        march: None,
        extra: None,
        stages,
        extra_after: None,
        first_post,
        last_post,
        first_sign,
        last_sign,
        to,
        site,
        road: Some(road),
    })
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

/// A way as an order states it, its ends being places.
struct Ends<'t> {
    via: &'t [Name],
    from: &'t Name,
    to: &'t Name,
    span: Span,
}

/// Refuses lines that are not there; true if all are.
fn check_lines(via: &[Name], book: &Book<'_>, cx: &mut Reader<'_>) -> bool {
    let looked = |span| Looked { what: "line", code: "route/line", span };
    let found: Vec<_> =
        via.iter().map(|name| find(&book.lines, &name.text, looked(name.span), cx)).collect();
    found.iter().all(Option::is_some)
}

/// A stage between places: the id of each post must be a place's.
fn placed(stage: &rail::Stage, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Stage> {
    let line = book.text.lines.as_ref()?.get(&stage.line)?;
    let mut place = |id: &str| book.place(id, line.value.posts.get(id)?.span, cx);
    let (from, to) = (place(&stage.from), place(&stage.to));
    Some(Stage { from: from?, to: to?, length_m: stage.km * 1e3 })
}

/// The road distance that the site's `access:` gives for the unloading station.
fn road(
    name: &Name,
    station: &str,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<Num<dim::Length>> {
    let site = &book.text.places.as_ref()?.get(&name.text)?.value;
    if let Some(found) = site.access.as_ref().and_then(|a| a.get(station)) {
        return Some(found.value.clone());
    }
    let is_broken = site.broken.contains(&"access")
        || site.access.as_ref().is_some_and(|a| a.broken.iter().any(|b| b == station));
    if !is_broken {
        let words = format!("`{}` has no road from `{station}`", name.text);
        let finding = Diagnostic::error("place/access", name.span, words)
            .expected(format!("`access: {{{station}: 15..20..40 km @id}}` at the site"));
        let known = site.access.iter().flat_map(|a| a.names()).collect::<Vec<_>>();
        cx.out.push(match known.as_slice() {
            [] => finding,
            known => finding.hint(format!("there are roads from: {}", known.join(", "))),
        });
    }
    None
}

fn check_ramps(to: &Name, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<()> {
    let place = &book.text.places.as_ref()?.get(&to.text)?.value;
    if place.ramps.is_some() {
        return Some(());
    }
    if !place.broken.contains(&"ramps") {
        let words = format!("`{}` has no `ramps`", to.text);
        cx.out.push(
            Diagnostic::error("place/ramps", to.span, words)
                .expected("a station with `ramps:`, at which trains are unloaded"),
        );
    }
    None
}

/// What is wrong with a route; nothing if it is a line that could not be read.
fn refused(error: &RouteError, way: &Ends<'_>, book: &Book<'_>) -> Option<Diagnostic> {
    let named = |id: &str| way.via.iter().find(|n| n.text == id).map_or(way.span, |n| n.span);
    let posts_broken = |line: &str, station: Option<&str>| {
        let posts = book.text.lines.as_ref().and_then(|l| l.get(line)).map(|l| &l.value.posts);
        posts.is_some_and(|p| match station {
            Some(station) => p.broken.iter().any(|b| b == station),
            None => !p.broken.is_empty(),
        })
    };
    Some(match error {
        RouteError::NoLine => {
            let words = "the journey goes over no line";
            Diagnostic::error("route/line", way.span, words).expected("`via: [line, ..]`")
        }
        // Looked up before.
        RouteError::UnknownLine(_) => return None,
        RouteError::UnknownStation { line, station } => {
            if posts_broken(line, Some(station)) {
                return None;
            }
            let span = if *station == way.from.text { way.from.span } else { way.to.span };
            let words = format!("line `{line}` has no post at `{station}`");
            Diagnostic::error("route/station", span, words)
                .expected("a post of the first line to start from, one of the last to arrive at")
                .hint(format!("the posts of `{line}`: {}", posts_of(line, book)))
        }
        RouteError::NoJunction { first, second } => {
            if posts_broken(first, None) || posts_broken(second, None) {
                return None;
            }
            Diagnostic::error("route/junction", named(second), error.to_string())
                .expected("lines that share a station with the one before")
        }
    })
}

/// The first posts of a line, in words.
fn posts_of(line: &str, book: &Book<'_>) -> String {
    const SHOWN: usize = 8;
    let line = book.text.lines.as_ref().and_then(|l| l.get(line));
    let names: Vec<_> = line.iter().flat_map(|l| l.value.posts.names()).take(SHOWN + 1).collect();
    let more = if names.len() > SHOWN { ", ..." } else { "" };
    format!("{}{more}", names[..names.len().min(SHOWN)].join(", "))
}
