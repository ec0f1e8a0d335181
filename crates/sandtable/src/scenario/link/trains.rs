//! Whether a unit can be loaded on trains at all, whatever is drawn.

use super::input::{greatest, least};
use crate::model::mover::consist::{MOST_TRAINS, Vehicles};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::read::Reader;
use crate::scenario::resolved::{Movement, Train, Unit, VehicleClass};

/// Refuses trains without room, units without vehicles and units of too many trains.
pub(super) fn check_trains(units: &[Option<Unit>], cx: &mut Reader<'_>) {
    for unit in units.iter().flatten() {
        let by_rail = unit.orders.iter().any(|o| matches!(o.movement, Movement::Rail(_)));
        let Some(train) = unit.train.as_ref().filter(|_| by_rail) else { continue };
        let Some(flats) = flats(train, cx) else { continue };
        check_vehicles(unit, flats, cx);
    }
}

/// The fewest flat wagons of a train.
fn flats(train: &Train, cx: &mut Reader<'_>) -> Option<u32> {
    let inputs = &cx.params;
    let (most, passenger) = (train.most_wagons.param.0, train.passenger_wagons.param.0);
    let (most, passenger) = (&inputs[most as usize], &inputs[passenger as usize]);
    let fewest = least(&most.param.spec).round();
    let taken = greatest(&passenger.param.spec).round();
    if fewest > taken {
        return Some((fewest - taken) as u32);
    }
    let words = format!(
        "a train of {fewest} wagons has no room beside {taken} passenger and covered wagons"
    );
    let finding = Diagnostic::error("train/wagons", most.span, words)
        .expected("always more wagons than `passenger-wagons`: the rest are the flats")
        .related(passenger.span, "passenger and covered wagons");
    cx.fail(finding)
}

fn check_vehicles(unit: &Unit, flats: u32, cx: &mut Reader<'_>) {
    let counts: Vec<_> = unit
        .vehicles
        .iter()
        .map(|v| {
            let input = &cx.params[v.count.param.0 as usize];
            let (low, high) = (least(&input.param.spec), greatest(&input.param.spec));
            (v.class, low.round(), high.round(), input.span)
        })
        .collect();
    let Some(first) = counts.first() else { return };
    if counts.iter().all(|(_, low, ..)| *low <= 0.0) {
        let words = format!("`{}` may have no vehicle at all to load on a train", unit.id);
        let finding = Diagnostic::error("train/empty", first.3, words)
            .expected("a kind of vehicle of which there is always one");
        cx.push_once(finding);
        return;
    }
    let mut all = Vehicles::default();
    for (class, _, high, _) in &counts {
        let count = (*high).min(1e6) as u32;
        match class {
            VehicleClass::Long => all.long = all.long.saturating_add(count),
            VehicleClass::Medium => all.medium = all.medium.saturating_add(count),
            VehicleClass::Short => all.short = all.short.saturating_add(count),
        }
    }
    let needed = all.trains(flats);
    if needed > MOST_TRAINS {
        let greatest = counts.iter().max_by(|a, b| a.2.total_cmp(&b.2)).unwrap_or(first);
        let words = format!("`{}` may need {needed} trains of {flats} flat wagons", unit.id);
        let finding = Diagnostic::error("train/size", greatest.3, words)
            .expected(format!("a unit that fits {MOST_TRAINS} trains; split it into more units"));
        cx.push_once(finding);
    }
}
