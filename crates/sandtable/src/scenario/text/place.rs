//! Places and railway lines as written.

use crate::scenario::param::{Num, Where};
use crate::scenario::read::{Ids, List, Name, Text, Word, Words, dim, record};
use serde::Serialize;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A town or city.
    Town,
    /// A railway station.
    Station,
    /// An airfield.
    Airfield,
    /// A training ground.
    Ground,
    /// Another point: a sighting, a garrison.
    Point,
}

impl Words for PlaceKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("town", PlaceKind::Town),
        ("station", PlaceKind::Station),
        ("airfield", PlaceKind::Airfield),
        ("ground", PlaceKind::Ground),
        ("point", PlaceKind::Point),
    ];
}

record! {
    /// A town, station or site.
    pub struct PlaceText {
        /// Its name for people.
        optional name: Text = "name",
        /// What it is.
        optional kind: Word<PlaceKind> = "kind",
        /// Where it is.
        optional at: Where = "at",
        /// The place whose position stands for this one, if its own is not public.
        optional near: Name = "near",
        /// The country that it must lie in.
        optional country: Name = "country",
        /// Other names of it.
        optional aliases: List<Text> = "aliases",
        /// Loading ramps: trains that can be loaded or unloaded at a time.
        optional ramps: Num<dim::Count> = "ramps",
        /// Road distance from each railway station that serves it.
        optional access: Ids<Num<dim::Length>> = "access",
    }
}

record! {
    /// A railway line: its posts with the kilometre of each.
    pub struct LineText {
        /// Kilometre of each station, with the spread of what is recalled.
        required posts: Ids<Num<dim::Coordinate>> = "posts",
    }
}
