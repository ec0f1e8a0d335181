//! Messages up the chain of posts: a picture is what has reached a post, when it has reached it.

use super::convey::carry;
use super::decide::occasion;
use super::{At, after};
use crate::base::purpose::Purpose;
use crate::base::time::SimTime;
use crate::model::tracker::flight_plan::fitting;
use crate::record::{Body, Cause, Fidelity, FlightKind, PictureAct, PictureRow, QualityRow, Sink};
use crate::sim::air::Picture;
use crate::sim::air::keeper::TrackSums;
use crate::sim::air::picture::News;
use crate::sim::event::{Event, Kind, Word};
use crate::sim::fire::tree::above;
use crate::sim::outbox::Outbox;
use crate::sim::world::World;
use std::sync::Arc;

/// A unit's own radars hold a flight, or no more: its picture changes at once, and it sends word.
pub(super) fn own<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (flight, holds, seen_at): (u32, bool, SimTime),
) {
    let number = world.unit_mut(at.rank).picture.get_or_insert_default().next_word(flight);
    hear(world, out, at, (at.rank, Word { flight, holds, seen_at, number }));
}

/// A message of a unit below has arrived.
pub(in crate::sim) fn arrives<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (from, word): (u32, Word),
) {
    hear(world, out, at, (from, word));
}

fn hear<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, (from, word): (u32, Word)) {
    let now = out.time();
    let picture = world.unit_mut(at.rank).picture.get_or_insert_default();
    let news = picture.heard(from, word, now);
    let sources = picture.sources(word.flight);
    let act = match news {
        News::Nothing => return,
        News::Gained => PictureAct::Gains,
        News::Lost => PictureAct::Loses,
    };
    let row = picture_row(world, out, at, (act, from, word, sources));
    changed(world, out, At { rank: at.rank, cause: Some(row) }, (word, news));
}

/// A picture has changed: the post above hears of it, and the post's own crew has work.
fn changed<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (word, news): (Word, News),
) {
    send(world, out, at, word);
    match news {
        News::Gained => super::decide::learned(world, out, at, word.flight),
        News::Lost => super::decide::unlearned(world, at, word.flight),
        News::Nothing => {}
    }
}

/// A unit below is given up: what only it reported is lost.
pub(super) fn drop_source<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, from: u32) {
    let now = out.time();
    let Some(picture) = &mut world.unit_mut(at.rank).picture else { return };
    for flight in picture.drop_source(from, now) {
        let word = Word { flight, holds: false, seen_at: now, number: 0 };
        let row = picture_row(world, out, at, (PictureAct::Loses, from, word, 0));
        changed(world, out, At { rank: at.rank, cause: Some(row) }, (word, News::Lost));
    }
}

/// A link is up again: the post above is told what is held.
pub(super) fn tell_again<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let now = out.time();
    let Some(picture) = &world.unit(at.rank).picture else { return };
    let held: Vec<_> = picture
        .held()
        .into_iter()
        .map(|flight| (flight, picture.holders(flight).map(|h| h.1).fold(f64::INFINITY, f64::min)))
        .collect();
    for (flight, lag_s) in held {
        let seen_at = now.plus_s(-lag_s);
        send(world, out, at, Word { flight, holds: true, seen_at, number: 0 });
    }
}

fn picture_row<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (act, from, word, sources): (PictureAct, u32, Word, u32),
) -> Cause {
    let flight = out.names.shared(world.flights[word.flight as usize].rank);
    let from = out.names.shared(from);
    let age_s = out.time().since_s(word.seen_at);
    let plan = match act {
        PictureAct::Gains => plan_at(world, out, word.flight, word.seen_at),
        PictureAct::Loses | PictureAct::MessageLost => None,
    };
    let because = world.unit(at.rank).touch.disturbed;
    out.row_with(at.rank, at.cause, || {
        Body::Picture(Box::new(PictureRow { act, flight, from, sources, age_s, plan, because }))
    })
}

/// The flight whose filed plan fits where the reported one was last seen. Patrols and neutral traffic file plans.
pub(super) fn plan_at<S: Sink>(
    world: &World,
    out: &Outbox<'_, S>,
    flight: u32,
    seen_at: SimTime,
) -> Option<Arc<str>> {
    let within = out.inputs.scenario.air.as_ref()?.plan_within.as_ref()?;
    let seen = world.flights[flight as usize].flight.as_ref()?;
    let at = (seen_at, seen.way.at(seen_at).at_m);
    let filed: Vec<_> = world
        .flights
        .iter()
        .filter(|f| f.roll.kind != FlightKind::Mock)
        .filter_map(|f| Some((f.rank, &f.flight.as_ref()?.way)))
        .collect();
    let ways = filed.iter().map(|(_, way)| *way);
    let (place, _) = fitting(ways, at, out.inputs.value(within))?;
    Some(out.names.shared(filed[place].0))
}

/// Sends word to the post above over the unit's link; without a link, or a post that takes part, nothing is said.
fn send<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, said: Word) {
    let scenario = out.inputs.scenario;
    // At its last instant a drill's words still go out.
    let Some(above) = above(world, scenario, at.rank, out.time()) else { return };
    if scenario.unit(world.unit(at.rank).id).link.is_none() {
        return;
    }
    let number = match &mut world.unit_mut(at.rank).picture {
        Some(picture) => picture.next_sent(said.flight),
        None => return,
    };
    let word = Word { number, ..said };
    // A message is known by its unit, its flight and what it says: what else is said or flies changes no message's luck.
    let key = world.flights[word.flight as usize].key;
    let event = occasion(word.seen_at) ^ u32::from(word.holds);
    match carry(world, out, (at.rank, key), (Purpose::MESSAGE, event)) {
        Ok(delay_s) => {
            let kind = Kind::Report { from: at.rank, word };
            out.post(above, after(out, delay_s), Event { kind, cause: at.cause });
        }
        Err((_, down)) => {
            let at = At { rank: at.rank, cause: down.or(at.cause) };
            picture_row(world, out, at, (PictureAct::MessageLost, at.rank, word, 0));
        }
    }
}

/// The task is over: how well the picture followed what flew, and what the unit's own radars kept.
pub(in crate::sim) fn quality<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (task, from): (u32, SimTime),
) {
    let Some(picture) = &world.unit(at.rank).picture else { return };
    // What was out of order in the drill stands behind its measures.
    let disturbed = world.unit(at.rank).touch.disturbed.map(|because| because.row);
    let at = At { rank: at.rank, cause: disturbed.or(at.cause) };
    let id: Arc<str> = Arc::from(out.inputs.scenario.tasks[task as usize].id.as_str());
    let of_kind = |kind: Option<FlightKind>| sums(world, picture, kind, (from, out.time()));
    let kinds = [FlightKind::Mock, FlightKind::Patrol, FlightKind::Civil, FlightKind::Recorded];
    let all: Vec<_> = kinds.iter().copied().map(Some).chain([None]).collect();
    let all: Vec<_> = all.into_iter().map(|kind| (kind, of_kind(kind))).collect();
    let own = own_tracks(world, at.rank);
    for (kind, sums) in all.into_iter().filter(|(_, sums)| sums.flights > 0) {
        let tracks = own.filter(|_| kind.is_none());
        let (id, fidelity) = (Arc::clone(&id), world.fidelity);
        out.row_with(at.rank, at.cause, || sums.row((id, fidelity, kind), tracks));
    }
}

/// Sums over the flights of a kind, or all, that were in the air within a window.
fn sums(
    world: &World,
    picture: &Picture,
    kind: Option<FlightKind>,
    (from, to): (SimTime, SimTime),
) -> Sums {
    let mut sums = Sums::default();
    for (number, flight) in (0_u32..).zip(&world.flights) {
        let Some(flying) = &flight.flight else { continue };
        let begin = flying.way.start().max(from);
        let end = flying.way.end().min(to);
        if kind.is_some_and(|k| k != flight.roll.kind) || begin >= end {
            continue;
        }
        let followed = picture.following(number, (begin, end));
        sums.flights += 1;
        sums.held += u32::from(followed.times > 0);
        sums.flown_s += end.since_s(begin);
        sums.held_s += followed.held_s;
        sums.breaks += followed.times.saturating_sub(1);
    }
    sums
}

/// Measures of the tracks that the unit's own radars kept from plots; none at fidelity L1.
fn own_tracks(world: &World, rank: u32) -> Option<TrackSums> {
    let keepers = world.unit(rank).radars.iter().filter_map(|r| r.keeper.as_ref());
    keepers.map(|k| k.sums).reduce(|a, b| TrackSums {
        tracks: a.tracks + b.tracks,
        false_tracks: a.false_tracks + b.false_tracks,
        held: a.held + b.held,
        errors: (a.errors.0 + b.errors.0, a.errors.1 + b.errors.1),
    })
}

/// Sums over flights of one kind.
#[derive(Default)]
struct Sums {
    flights: u32,
    held: u32,
    flown_s: f64,
    held_s: f64,
    breaks: u32,
}

impl Sums {
    fn row(
        &self,
        (task, fidelity, kind): (Arc<str>, Fidelity, Option<FlightKind>),
        tracks: Option<TrackSums>,
    ) -> Body {
        let hours = self.held_s / 3_600.0;
        let share = |a: f64, b: f64| (b > 0.0).then(|| a / b);
        Body::Quality(Box::new(QualityRow {
            task,
            fidelity,
            kind,
            flights: self.flights,
            held: self.held,
            completeness: share(self.held_s, self.flown_s),
            ambiguity: tracks.and_then(|t| share(t.tracks - t.false_tracks, t.held)),
            spuriousness: tracks.and_then(|t| share(t.false_tracks, t.tracks)),
            breaks_per_h: share(f64::from(self.breaks), hours),
            error_m: tracks.and_then(|t| share(t.errors.0, f64::from(t.errors.1))),
        }))
    }
}
