//! Equipment as written: sensors, weapons, crews, links. Every number is sourced and listed; models that
//! use them come with the issues of their own, and read them from here.

use crate::scenario::param::Num;
use crate::scenario::read::{Word, Words, dim, record};
use serde::Serialize;

/// What a sensor works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SensorKind {
    /// Radio waves.
    Radar,
    /// A camera or another optical instrument on the ground or on board.
    Optical,
    /// Eyes.
    Visual,
    /// A camera in orbit.
    Satellite,
}

impl Words for SensorKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("radar", SensorKind::Radar),
        ("optical", SensorKind::Optical),
        ("visual", SensorKind::Visual),
        ("satellite", SensorKind::Satellite),
    ];
}

record! {
    /// A sensor. Ranges are anchored on the target of `against`.
    pub struct SensorText {
        /// What it works with.
        optional kind: Word<SensorKind> = "kind",
        /// Range against the target of `against`, to calculate with.
        optional range: Num<dim::Length> = "range",
        /// Range as a brochure or a press text states it: an upper bound.
        optional claimed: Num<dim::Length> = "claimed",
        /// Radar cross-section to which `range` belongs.
        optional against: Num<dim::CrossSection> = "against",
        /// Height of the antenna above the ground.
        optional height: Num<dim::Length> = "height",
        /// Height of the antenna on a mast, if it has one.
        optional mast: Num<dim::Length> = "mast",
        /// Targets that it follows at a time.
        optional targets: Num<dim::Count> = "targets",
        /// Targets that can be engaged at a time.
        optional engages: Num<dim::Count> = "engages",
        /// Size of a pixel on the ground, or least separation.
        optional resolution: Num<dim::Length> = "resolution",
        /// Height of the orbit.
        optional orbit: Num<dim::Length> = "orbit",
        /// Width of the swath.
        optional swath: Num<dim::Length> = "swath",
        /// Time between two looks at the same place.
        optional revisit: Num<dim::Time> = "revisit",
        /// Width of the sector.
        optional sector: Num<dim::Angle> = "sector",
    }
}

record! {
    /// A weapon. `claimed` fields hold what a brochure states: upper bounds, shown and never simulated.
    pub struct WeaponText {
        /// Greatest range to calculate with.
        optional range: Num<dim::Length> = "range",
        /// Greatest range as stated.
        optional claimed: Num<dim::Length> = "claimed",
        /// Least range.
        optional least_range: Num<dim::Length> = "least-range",
        /// Least height of a target.
        optional lowest: Num<dim::Length> = "lowest",
        /// Greatest height of a target.
        optional highest: Num<dim::Length> = "highest",
        /// Greatest height as stated.
        optional claimed_highest: Num<dim::Length> = "claimed-highest",
        /// Mean speed from launch to intercept.
        optional speed: Num<dim::Speed> = "speed",
        /// Greatest speed as stated.
        optional claimed_speed: Num<dim::Speed> = "claimed-speed",
        /// Targets at a time.
        optional targets: Num<dim::Count> = "targets",
        /// Missiles in flight at a time.
        optional missiles: Num<dim::Count> = "missiles",
        /// Ready rounds of one launcher or vehicle.
        optional ready: Num<dim::Count> = "ready",
        /// Ready rounds of the whole unit as stated or derived.
        optional claimed_ready: Num<dim::Count> = "claimed-ready",
        /// Time to reload one launcher.
        optional reload: Num<dim::Time> = "reload",
        /// Time from track to launch.
        optional reaction: Num<dim::Time> = "reaction",
        /// Time from track to launch as stated.
        optional claimed_reaction: Num<dim::Time> = "claimed-reaction",
        /// Kill probability of one shot at an aircraft.
        optional kill: Num<dim::Probability> = "kill",
        /// Kill probability of one shot at a low small target.
        optional kill_low: Num<dim::Probability> = "kill-low",
        /// Chance that no shot of an engagement can work.
        optional common_failure: Num<dim::Probability> = "common-failure",
        /// Share of the ready rounds that are of this kind.
        optional share: Num<dim::Probability> = "share",
    }
}

record! {
    /// What a mock target looks like.
    pub struct TargetText {
        /// Radar cross-section.
        optional rcs: Num<dim::CrossSection> = "rcs",
        /// Height of flight.
        optional height: Num<dim::Length> = "height",
        /// Speed.
        optional speed: Num<dim::Speed> = "speed",
    }
}

record! {
    /// How a patrol searches a notional strip.
    pub struct PatrolText {
        /// Speed over the ground.
        optional speed: Num<dim::Speed> = "speed",
        /// People.
        optional people: Num<dim::Count> = "people",
        /// Sweep width by day.
        optional sweep_day: Num<dim::Length> = "sweep-day",
        /// Sweep width by night.
        optional sweep_night: Num<dim::Length> = "sweep-night",
        /// Factor of the sweep width on snow.
        optional snow: Num<dim::Ratio> = "snow",
        /// Factor of the sweep width in forest.
        optional forest: Num<dim::Ratio> = "forest",
        /// Time from one false contact to the next.
        optional false_contact: Num<dim::Time> = "false-contact",
        /// Time to clear a contact.
        optional clearing: Num<dim::Time> = "clearing",
    }
}

record! {
    /// How an outside observer sees and reports.
    pub struct ObservingText {
        /// Sightings of a unit near a town.
        optional rate: Num<dim::Frequency> = "rate",
        /// Error of the stated place.
        optional error: Num<dim::Length> = "error",
        /// Time from sighting to publication.
        optional lag: Num<dim::Time> = "lag",
        /// Chance that a place or unit is named wrongly.
        optional mislabel: Num<dim::Probability> = "mislabel",
        /// Chance of a usable clear view in a day.
        optional clear: Num<dim::Probability> = "clear",
        /// Correlation of that chance from one day to the next.
        optional persistence: Num<dim::Probability> = "persistence",
    }
}

record! {
    /// The people of a post.
    pub struct CrewText {
        /// Operators at work.
        optional operators: Num<dim::Count> = "operators",
        /// Time to identify a track.
        optional identification: Num<dim::Time> = "identification",
        /// Time to assign a target.
        optional assignment: Num<dim::Time> = "assignment",
    }
}

record! {
    /// A link to the post above.
    pub struct LinkText {
        /// Time of a message.
        optional latency: Num<dim::Time> = "latency",
        /// Chance that a message is lost.
        optional loss: Num<dim::Probability> = "loss",
        /// Times that it is sent again.
        optional retries: Num<dim::Count> = "retries",
        /// Mean time between outages.
        optional between_outages: Num<dim::Time> = "between-outages",
        /// Length of an outage.
        optional outage: Num<dim::Time> = "outage",
    }
}
