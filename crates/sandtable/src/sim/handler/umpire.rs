//! The umpire at the end of a drill: mock flights at which nothing was launched, and why.

use super::At;
use super::decide::about;
use crate::record::{DecisionAct, DecisionRow, FlightKind, Sink};
use crate::sim::fire::Dossier;
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// Names every mock flight of a task at which nothing was launched. A task without a battery has nothing to name.
pub(super) fn leakers<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At, task: u32) {
    let now = out.time();
    let named = &out.inputs.scenario.tasks[task as usize].units;
    let ranks: Vec<_> = named.iter().filter_map(|id| world.rank_of(*id)).collect();
    if !ranks.iter().any(|rank| world.unit(*rank).battery.is_some()) {
        return;
    }
    let engaged = |flight: u32| {
        let batteries = world.armed.iter().filter_map(|rank| world.unit(*rank).battery.as_ref());
        batteries.into_iter().any(|b| b.shot_at.contains(&flight))
    };
    for (number, flight) in (0_u32..).zip(&world.flights) {
        let flies = flight.flight.as_ref().is_some_and(|f| f.way.start() < now);
        if flight.roll.task != task || flight.roll.kind != FlightKind::Mock || !flies {
            continue;
        }
        if engaged(number) {
            continue;
        }
        let (reason, dossier) = reason(world, &ranks, number);
        let row = DecisionRow {
            because: dossier.and_then(|d| d.because),
            ..DecisionRow::new(DecisionAct::NotEngaged, reason)
        };
        let nearest = dossier.and_then(|d| d.nearest.as_ref().map(|n| n.2));
        let cause = nearest.or(dossier.and_then(|d| d.row)).or(at.cause);
        about(out, At { rank: at.rank, cause }, row, flight.rank);
    }
}

/// Why nothing was launched at a flight, by the post that came furthest with it.
fn reason<'w>(world: &'w World, ranks: &[u32], flight: u32) -> (String, Option<&'w Dossier>) {
    let dossiers = ranks.iter().filter_map(|rank| {
        let dossier = world.unit(*rank).post.as_ref()?.dossiers.get(&flight)?;
        Some((how_far(dossier), dossier))
    });
    // The first of those that came as far: posts in order of rank.
    let best = dossiers.fold(None, |best: Option<(u32, &Dossier)>, next| match best {
        Some(known) if known.0 >= next.0 => Some(known),
        _ => Some(next),
    });
    let Some((_, dossier)) = best else { return ("no track".to_owned(), None) };
    let words = match (dossier.identity, &dossier.nearest) {
        (None, _) => "not identified in time".to_owned(),
        (Some(_), _) if dossier.order.is_some() => "ordered, and not launched in time".to_owned(),
        (Some(_), Some((_, reason, _))) => reason.to_string(),
        (Some(identity), None) if !dossier.is_hostile() => format!("called {}", identity.word()),
        (Some(_), None) => "no battery in time".to_owned(),
    };
    (words, Some(dossier))
}

fn how_far(dossier: &Dossier) -> u32 {
    match (dossier.identity, dossier.orders) {
        (None, _) => 0,
        (Some(_), 0) if !dossier.is_hostile() => 1,
        (Some(_), 0) => 2,
        (Some(_), _) => 3,
    }
}
