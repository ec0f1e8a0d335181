//! What flies beside the units' own flights, and how its picture is kept, as written.

use crate::scenario::param::{Num, Where};
use crate::scenario::read::{Ids, List, Name, Text, dim, record};

record! {
    /// A way through the air from place to place.
    pub struct PathText {
        /// Its name for people.
        optional name: Text = "name",
        /// Places over which it leads, at least two.
        required via: List<Name> = "via",
        /// The country that it may not leave.
        optional within: Name = "within",
    }
}

record! {
    /// Neutral traffic on airways. It can never be assigned to a shooter.
    pub struct TrafficText {
        /// The unit that says what its flights are.
        required unit: Name = "unit",
        /// The airways, taken by turns.
        required paths: List<Name> = "paths",
        /// Flights that begin in a length of time, all airways together.
        required rate: Num<dim::Frequency> = "rate",
    }
}

record! {
    /// A recorded flight of nobody in particular: neutral traffic without a name.
    pub struct RecordedText {
        /// Its radar cross-section.
        required rcs: Num<dim::CrossSection> = "rcs",
        /// Where it was, in order of id.
        required points: Ids<RecordedPointText> = "points",
        /// The task during which it flies: times count from the task's start.
        required task: Name = "task",
    }
}

record! {
    /// A point of a recorded flight.
    pub struct RecordedPointText {
        /// Where.
        required at: Where = "at",
        /// How high above the ground's level.
        required height: Num<dim::Length> = "height",
        /// When, after the task's start.
        required after: Num<dim::Time> = "after",
    }
}

record! {
    /// How tracks are begun and ended, and how the air is: for all units alike.
    pub struct AirText {
        /// Plots that begin a track.
        required hits: Num<dim::Count> = "hits",
        /// Looks within which they must come.
        required looks: Num<dim::Count> = "looks",
        /// Looks without a plot that end a track.
        required misses: Num<dim::Count> = "misses",
        /// Radius of the effective earth over that of the earth.
        required refraction: Num<dim::Ratio> = "refraction",
        /// How near a flight must be to where a filed plan has it to be taken for that flight.
        optional plan_within: Num<dim::Length> = "plan-within",
    }
}
