//! Orders, plans and rates as written.

use crate::scenario::param::{Num, When};
use crate::scenario::read::{Choice, Flag, List, Name, Word, Words, dim, record};
use serde::Serialize;

/// How a unit moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Loaded on trains.
    Rail,
    /// On its own wheels.
    Road,
    /// By its own aircraft.
    Air,
    /// Back on the way of another order.
    Return,
}

impl Words for By {
    const WORDS: &'static [(&'static str, Self)] =
        &[("rail", By::Rail), ("road", By::Road), ("air", By::Air), ("return", By::Return)];
}

record! {
    /// How fast trains go: stage rate = line x unit x stage.
    pub struct RateText {
        /// Daily rate, stops included.
        required line: Num<dim::Speed> = "line",
        /// Factor of a unit's trains.
        optional unit: Num<dim::Ratio> = "unit",
        /// Factor of a stage between two posts.
        optional stage: Num<dim::Ratio> = "stage",
        /// Factor on the sum of posts.
        optional length: Num<dim::Ratio> = "length",
        /// Time between two trains that leave one station.
        optional headway: Num<dim::Time> = "headway",
    }
}

record! {
    /// The march to the loading station.
    pub struct MarchText {
        /// Road distance.
        required distance: Num<dim::Length> = "distance",
    }
}

record! {
    /// Loading on trains.
    pub struct LoadText {
        /// The loading station.
        optional at: Choice<Name> = "at",
        /// Start of loading.
        optional start: When = "start",
        /// Time to load one train (else the type's `rail.load`).
        optional time: Num<dim::Time> = "time",
    }
}

record! {
    /// Where a journey ends.
    pub struct DestinationText {
        /// Lines after the order's own.
        optional via: List<Name> = "via",
        /// Unloading station.
        optional to: Name = "to",
        /// Site after the road march.
        optional site: Name = "site",
    }
}

record! {
    /// The way of a flight.
    pub struct RouteText {
        /// Places of the stops, in order; none for a flight without a stop.
        optional stops: List<Name> = "stops",
    }
}

record! {
    /// Do it again.
    pub struct RepeatText {
        /// Time from one start to the next.
        required every: Num<dim::Time> = "every",
    }
}

record! {
    /// An order to move.
    pub struct OrderText {
        /// The plan whose fields this order takes over.
        optional plan: Name = "plan",
        /// The plan that this plan takes over.
        optional extends: Name = "extends",
        /// By rail, by road, by air, or back.
        optional by: Word<By> = "by",
        /// Alert: this long before the start.
        optional alert: Num<dim::Time> = "alert",
        /// March to the loading station.
        optional march: MarchText = "march",
        /// Loading.
        optional load: LoadText = "load",
        /// Lines to take, in order.
        optional via: List<Name> = "via",
        /// The post at which the journey enters the first line.
        optional post: Name = "post",
        /// Rail distance from the loading station to that post.
        optional extra: Num<dim::Length> = "extra",
        /// Unloading station, or the place to march to.
        optional to: Name = "to",
        /// Site after the road march.
        optional site: Name = "site",
        /// Station and site together, where they are drawn together.
        optional destination: Choice<DestinationText> = "destination",
        /// How fast the trains go.
        optional rate: Name = "rate",
        /// Start of a march by road, of a flight or of a return.
        optional start: When = "start",
        /// Stops of a flight.
        optional route: Choice<RouteText> = "route",
        /// Flown length over great circle.
        optional detour: Num<dim::Ratio> = "detour",
        /// Head wind on the way.
        optional wind: Num<dim::Speed> = "wind",
        /// Time on the ground at a stop.
        optional stop: Num<dim::Time> = "stop",
        /// Land by daylight only.
        optional daylight: Flag = "daylight",
        /// A flight that waited for daylight lands this long after sunrise.
        optional after_sunrise: Num<dim::Time> = "after-sunrise",
        /// The order whose way a return goes back.
        optional of: Name = "of",
        /// Road distance of a march by road.
        optional distance: Num<dim::Length> = "distance",
        /// Repeat a march by road, out and back.
        optional repeat: RepeatText = "repeat",
        /// Set up on arrival.
        optional set_up: Flag = "set-up",
    }
}
