//! Which inputs the dates of units can depend on.

use crate::scenario::param::{Num, ParamId};
use crate::scenario::read::Choice;
use crate::scenario::resolved::{
    AirMove, Column, InjectAct, Movement, PlaceId, RailMove, Rate, Readiness, RoadMove, Scenario,
    Trigger, Unit,
};
use std::collections::BTreeSet;

/// The inputs that act on units, in order of their numbers.
#[must_use]
pub fn acting(scenario: &Scenario) -> BTreeSet<ParamId> {
    let mut found = Found { scenario, ids: BTreeSet::new() };
    scenario.units.iter().for_each(|unit| found.unit(unit));
    for inject in &scenario.injects {
        // Only a hold moves anything.
        let InjectAct::Hold(hold) = &inject.act else { continue };
        found.num(hold);
        match &inject.trigger {
            Trigger::At(when) => drop(found.ids.insert(when.param)),
            Trigger::After(after) => found.nums(after.delay.iter()),
        }
    }
    found.ids
}

struct Found<'s> {
    scenario: &'s Scenario,
    ids: BTreeSet<ParamId>,
}

impl Found<'_> {
    fn num<D>(&mut self, num: &Num<D>) {
        self.ids.insert(num.param);
    }

    fn nums<'n, D: 'n>(&mut self, nums: impl IntoIterator<Item = &'n Num<D>>) {
        self.ids.extend(nums.into_iter().map(|n| n.param));
    }

    fn choice<T>(&mut self, choice: &Choice<T>) {
        if let Choice::Mix { param, .. } = choice {
            self.ids.insert(*param);
        }
    }

    fn unit(&mut self, unit: &Unit) {
        self.choice(&unit.deployed);
        unit.rides.iter().for_each(|r| self.choice(r));
        self.nums(unit.member.iter().map(|m| &m.count));
        let moves = !unit.orders.is_empty() || unit.rides.is_some();
        if moves {
            self.nums(unit.vehicles.iter().map(|v| &v.count));
            unit.readiness.iter().for_each(|r| self.readiness(r));
        }
        for order in &unit.orders {
            match &order.movement {
                Movement::Rail(m) => self.rail(unit, m),
                Movement::Road(m) => self.road(m),
                Movement::Air(m) => self.air(m),
            }
        }
    }

    fn readiness(&mut self, r: &Readiness) {
        self.num(&r.emplacing);
        let gates = [&r.fortifying, &r.camouflaging, &r.linking, &r.inspecting];
        self.nums(gates.into_iter().flatten());
    }

    fn rail(&mut self, unit: &Unit, m: &RailMove) {
        if let Some(train) = &unit.train {
            self.nums([&train.passenger_wagons, &train.most_wagons]);
        }
        self.ids.insert(m.load_start.param);
        self.nums([&m.load_time, &m.unload_time]);
        self.nums(m.alert.iter());
        self.ids.extend(m.journeys.picks.iter().map(|p| p.param));
        for journey in &m.journeys.table {
            self.nums([&journey.first_post, &journey.last_post]);
            let lengths = [&journey.march, &journey.extra, &journey.extra_after, &journey.road];
            self.nums(lengths.into_iter().flatten());
            self.station(journey.load_at);
            self.station(journey.to);
        }
        self.rate(&m.rate);
        self.column(&m.column);
    }

    fn road(&mut self, m: &RoadMove) {
        self.ids.insert(m.start.param);
        self.nums(m.alert.iter());
        self.num(&m.distance);
        self.nums(m.every.iter());
        self.column(&m.column);
    }

    fn air(&mut self, m: &AirMove) {
        self.ids.insert(m.start.param);
        self.nums(m.alert.iter());
        self.ids.extend(m.routes.picks.iter().map(|p| p.param));
        self.nums(m.detour.iter());
        self.nums(m.wind.iter());
        self.nums(m.stop.iter());
        self.nums(m.after_sunrise.iter());
        let f = &m.flight;
        self.nums([&f.cruise, &f.climb, &f.descent, &f.slow]);
        self.nums([Some(&f.height), f.spacing.as_ref()].into_iter().flatten());
        self.num(&f.aircraft);
    }

    fn station(&mut self, id: PlaceId) {
        self.nums(self.scenario.place(id).ramps.iter());
    }

    fn rate(&mut self, r: &Rate) {
        self.num(&r.line);
        self.nums([&r.unit, &r.stage, &r.length].into_iter().flatten());
        self.nums(r.headway.iter());
    }

    fn column(&mut self, c: &Column) {
        self.num(&c.rate);
        self.num(&c.density);
        self.num(&c.march_unit);
        self.num(&c.gap);
        self.num(&c.night);
    }
}
