//! Which inputs the dates of units can depend on.

use crate::scenario::param::{Num, ParamId};
use crate::scenario::read::Choice;
use crate::scenario::resolved::{
    Column, Movement, PlaceId, RailMove, Rate, Readiness, RoadMove, Scenario, Unit,
};
use std::collections::BTreeSet;

/// The inputs that act on units, in order of their numbers.
#[must_use]
pub fn acting(scenario: &Scenario) -> BTreeSet<ParamId> {
    let mut found = Found { scenario, ids: BTreeSet::new() };
    scenario.units.iter().for_each(|unit| found.unit(unit));
    for inject in &scenario.injects {
        found.ids.insert(inject.at.param);
        found.num(&inject.hold);
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
        let moves = !unit.orders.is_empty() || unit.rides.is_some();
        if moves {
            self.nums(unit.vehicles.iter().map(|v| &v.count));
            unit.readiness.iter().for_each(|r| self.readiness(r));
        }
        for order in &unit.orders {
            match &order.movement {
                Movement::Rail(m) => self.rail(unit, m),
                Movement::Road(m) => self.road(m),
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
        self.nums([&m.march, &m.extra].into_iter().flatten());
        self.station(m.load_at);
        self.choice(&m.journey);
        for journey in m.journey.branches() {
            self.nums([&journey.first_post, &journey.last_post]);
            self.num(&journey.road);
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
