//! Equipment as written: sensors, weapons, crews, links. Every number is sourced and listed; models that
//! use them come with the issues of their own, and read them from here.

use crate::model::sensor::rcs::Band;
use crate::scenario::param::Num;
use crate::scenario::read::{Flag, Ids, Name, Plain, Word, Words, dim, record};
use serde::Serialize;

impl Words for Band {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("vhf", Band::Vhf),
        ("uhf", Band::Uhf),
        ("l", Band::L),
        ("s", Band::S),
        ("c", Band::C),
        ("x", Band::X),
        ("ku", Band::Ku),
    ];
}

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
        /// Middle of the sector, from true north, clockwise.
        optional facing: Num<dim::Angle> = "facing",
        /// Detection probability of one look, to which `range` belongs.
        optional detects: Num<dim::Probability> = "detects",
        /// False-alarm probability of one resolution cell.
        optional false_alarm: Num<dim::Probability> = "false-alarm",
        /// Pulses of a look that are summed.
        optional pulses: Num<dim::Count> = "pulses",
        /// How the target's echo fluctuates: Swerling's case, 0 to 4.
        optional swerling: Plain<u64> = "swerling",
        /// Greatest range that is shown, whatever the echo.
        optional instrumented: Num<dim::Length> = "instrumented",
        /// Time of one turn of the antenna, or from one look at a direction to the next.
        optional scan: Num<dim::Time> = "scan",
        /// Width of the beam in bearing.
        optional beam: Num<dim::Angle> = "beam",
        /// Length of a resolution cell in range.
        optional cell: Num<dim::Length> = "cell",
        /// Error in range that does not fall with the echo.
        optional range_error: Num<dim::Length> = "range-error",
        /// Error in bearing that does not fall with the echo.
        optional bearing_error: Num<dim::Angle> = "bearing-error",
        /// Registration: by how much all its bearings are turned.
        optional bearing_bias: Num<dim::Angle> = "bearing-bias",
        /// Least speed towards or away from it that it sees.
        optional least_speed: Num<dim::Speed> = "least-speed",
        /// Band, by which a target's cross-section is looked up.
        optional band: Word<Band> = "band",
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
        /// The unit's kind of vehicle that carries `ready` rounds each; without it `ready` is the whole unit's.
        optional on: Name = "on",
        /// Launchers that can be reloaded at a time.
        optional cranes: Num<dim::Count> = "cranes",
        /// Rounds to reload with, beside the ready ones.
        optional stock: Num<dim::Count> = "stock",
        /// Rounds launched at a target before the result is looked at.
        optional salvo: Num<dim::Count> = "salvo",
        /// Times that a target is shot at in one engagement at most.
        optional looks: Num<dim::Count> = "looks",
        /// Time from the intercept until its result is called.
        optional assess: Num<dim::Time> = "assess",
        /// Chance that a missed target is called destroyed.
        optional called_killed: Num<dim::Probability> = "called-killed",
        /// Chance that a destroyed target is called missed.
        optional called_missed: Num<dim::Probability> = "called-missed",
        /// How far a target's course may pass beside the unit.
        optional crossing: Num<dim::Length> = "crossing",
        /// Speed at which the unit itself flies to a target, under ground control: an interceptor on patrol.
        optional flies: Num<dim::Speed> = "flies",
        /// It can be launched at a track that only others see.
        optional remote: Flag = "remote",
    }
}

record! {
    /// What a mock target looks like.
    pub struct TargetText {
        /// It is neutral: nothing may be played against it, and it takes part in nothing.
        optional neutral: Flag = "neutral",
        /// Radar cross-section, mean over aspects and bands.
        optional rcs: Num<dim::CrossSection> = "rcs",
        /// Height of flight.
        optional height: Num<dim::Length> = "height",
        /// Speed.
        optional speed: Num<dim::Speed> = "speed",
        /// The cross-section by the angle from the nose at which it is seen.
        optional aspects: Ids<AspectText> = "aspects",
        /// The cross-section by band.
        optional bands: Ids<BandText> = "bands",
        /// Noise that it sends, textbook and notional.
        optional noise: NoiseText = "noise",
    }
}

record! {
    /// What a target looks like from an angle.
    pub struct AspectText {
        /// From the nose; the two sides are alike.
        required angle: Num<dim::Angle> = "angle",
        /// Factor on the mean cross-section.
        required factor: Num<dim::PowerRatio> = "factor",
    }
}

record! {
    /// What a target looks like in a band.
    pub struct BandText {
        /// Factor on the mean cross-section.
        required factor: Num<dim::PowerRatio> = "factor",
    }
}

record! {
    /// Barrage noise of a target in the textbook's form: one ratio, falling with the square of the range.
    pub struct NoiseText {
        /// Noise over the receiver's own, in the main beam, at the range `at`.
        required ratio: Num<dim::PowerRatio> = "ratio",
        /// The range to which `ratio` belongs.
        required at: Num<dim::Length> = "at",
        /// Gain outside the main beam over that inside.
        required sidelobe: Num<dim::PowerRatio> = "sidelobe",
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
        /// Chance that one who files a plan, or flies as neutral traffic, is called hostile.
        optional called_hostile: Num<dim::Probability> = "called-hostile",
        /// Chance that a mock target is called neutral.
        optional called_neutral: Num<dim::Probability> = "called-neutral",
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
        /// Time for which a message occupies the link: others wait behind it.
        optional sends: Num<dim::Time> = "sends",
        /// Time without the link after which each end goes on without the other.
        optional delegates: Num<dim::Time> = "delegates",
    }
}

record! {
    /// A sector into which nothing is launched.
    pub struct NoFireText {
        /// Its left edge, from true north, clockwise.
        required from: Num<dim::Angle> = "from",
        /// Its right edge.
        required to: Num<dim::Angle> = "to",
    }
}
