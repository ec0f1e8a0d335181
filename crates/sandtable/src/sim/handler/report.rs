//! Messages up the chain of posts: a picture is what has reached a post, when it has reached it.

use super::{At, after};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::SimTime;
use crate::model::tracker::flight_plan::fitting;
use crate::record::{Body, Cause, Fidelity, FlightKind, PictureAct, PictureRow, QualityRow, Sink};
use crate::sim::air::Picture;
use crate::sim::air::keeper::TrackSums;
use crate::sim::air::picture::News;
use crate::sim::event::{Event, Kind, Word};
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
    send(world, out, At { rank: at.rank, cause: Some(row) }, word);
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
        PictureAct::Gains => plan_of(world, out, word),
        PictureAct::Loses | PictureAct::MessageLost => None,
    };
    out.row_with(at.rank, at.cause, || {
        Body::Picture(Box::new(PictureRow { act, flight, from, sources, age_s, plan }))
    })
}

/// The flight whose filed plan fits where the reported one was last seen. Patrols and neutral traffic file plans.
fn plan_of<S: Sink>(world: &World, out: &Outbox<'_, S>, word: Word) -> Option<Arc<str>> {
    let within = out.inputs.scenario.air.as_ref()?.plan_within.as_ref()?;
    let seen = world.flights[word.flight as usize].flight.as_ref()?;
    let at = (word.seen_at, seen.way.at(word.seen_at).at_m);
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
    let text = scenario.unit(world.unit(at.rank).id);
    let (Some(parent), Some(link)) = (text.parent, &text.link) else { return };
    let Some(above) = world.rank_of(parent) else { return };
    // At its last instant a drill's words still go out.
    if world.unit(above).part_until < out.time() {
        return;
    }
    let number = match &mut world.unit_mut(at.rank).picture {
        Some(picture) => picture.next_sent(said.flight),
        None => return,
    };
    let word = Word { number, ..said };
    // A message is known by its unit, its flight and its number: what else flies changes no message's luck.
    let target = world.flights[word.flight as usize].key;
    let event = (target.0 as u32) << 8 | (number & 0xFF);
    let loss = out.value_or(link.loss.as_ref(), event, 0.0);
    let tries = 1 + out.value_or(link.retries.as_ref(), event, 0.0) as u32;
    let key = StreamKey::luck(out.luck.seed, out.luck.index);
    let entity = Entity::pair(Entity::of_path(out.names.of(at.rank)), target);
    let lost = |n: u32| uniform(key, Purpose::MESSAGE, entity, number, n) < loss;
    // A try that is lost takes as long as one that arrives: nobody answers in time.
    let Some(used) = (0..tries).find(|n| !lost(*n)) else {
        picture_row(world, out, at, (PictureAct::MessageLost, at.rank, word, 0));
        return;
    };
    let latency_s = out.value(&link.latency, event);
    let arrives = after(out, latency_s * f64::from(used + 1));
    let kind = Kind::Report { from: at.rank, word };
    out.post(above, arrives, Event { kind, cause: at.cause });
}

/// The task is over: how well the picture followed what flew, and what the unit's own radars kept.
pub(in crate::sim) fn quality<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (task, from): (u32, SimTime),
) {
    let Some(picture) = &world.unit(at.rank).picture else { return };
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
