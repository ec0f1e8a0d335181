//! Where every object of a run is at every instant: pieces between rows of the log, nothing between is guessed.

use crate::base::time::SimTime;
use crate::geo::geodesic::{between, inverse_rounded};
use crate::record::{Mode, Move, State, Stay, Trace};
use crate::scenario::resolved::{PlaceId, Scenario, UnitId};

/// Longest part of a geodesic that is drawn as a straight line in degrees (m): at 65 degrees north such a
/// line leaves the geodesic by less than 200 m (sagitta s^2 tan(lat) / 8 R).
const LONGEST_CHORD_M: f64 = 60_000.0;

/// What a unit, or one of its later trains, does from an instant on.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// From when.
    pub start: SimTime,
    /// Until when; the end of the period for the last piece.
    pub end: SimTime,
    /// Where.
    pub way: Way,
}

/// Where an object is during a piece.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// At a place.
    At(PlaceId),
    /// Between two places, at constant speed over the ground.
    Leg {
        /// How.
        mode: Mode,
        /// From.
        from: PlaceId,
        /// To.
        to: PlaceId,
        /// Which part of the way.
        part: (f64, f64),
        /// Heights at start and end (m), of aircraft only.
        height_m: Option<(f64, f64)>,
    },
}

/// A point of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When.
    pub time: SimTime,
    /// Geodetic latitude, WGS84 (deg).
    pub lat_deg: f64,
    /// Longitude (deg).
    pub lon_deg: f64,
    /// Height above the ground's level (m).
    pub height_m: f64,
}

/// The track of a unit, or of one of its later trains until its vehicles are on site.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// The unit.
    pub unit: UnitId,
    /// 0 for the unit itself and its first train.
    pub train: u32,
    /// In order of time, without gaps; empty if nothing is known of its whereabouts.
    pub pieces: Vec<Piece>,
    /// Its states in order of time.
    pub states: Vec<(SimTime, State)>,
    /// The period ended while it was on its way: its last piece is where it was known last.
    pub cut_off: bool,
}

/// The tracks of every unit that takes part, in order of unit and train.
#[must_use]
pub fn tracks(scenario: &Scenario, trace: &Trace) -> Vec<Track> {
    let book = Book { scenario, trace };
    let mut all = Vec::new();
    for rank in 0..u32::try_from(trace.names.len()).unwrap_or(u32::MAX) {
        let path = trace.names.of(rank);
        let Some(unit) = path.strip_prefix("units/").and_then(|id| scenario.unit_named(id)) else {
            continue;
        };
        all.extend(book.unit(unit, rank));
    }
    all.sort_by_key(|t| (t.unit.0, t.train));
    all
}

struct Book<'t> {
    scenario: &'t Scenario,
    trace: &'t Trace,
}

impl Book<'_> {
    fn unit(&self, unit: UnitId, rank: u32) -> Vec<Track> {
        let stays: Vec<&Stay> = self.trace.stays.iter().filter(|s| s.entity == rank).collect();
        let mover = self.host(unit, &stays).unwrap_or(rank);
        let moves: Vec<&Move> = self.trace.moves.iter().filter(|m| m.entity == mover).collect();
        let start = State::starting(self.scenario.unit(unit).state);
        let states: Vec<_> = std::iter::once((self.scenario.start, start))
            .chain(stays.iter().map(|s| (s.time, s.state)))
            .collect();
        let mut tracks = Vec::new();
        let trains = moves.iter().map(|m| m.train).max().unwrap_or(0);
        for train in 0..=trains {
            let own: Vec<&Move> = moves.iter().copied().filter(|m| m.train == train).collect();
            let mut pieces = self.pieces(unit, &own, if train == 0 { &stays } else { &[] });
            if train > 0 {
                // Apart from the unit only while it is on its way.
                let last = own.last().map_or(self.scenario.start, |m| m.end);
                pieces.retain(|p| p.start < last && matches!(p.way, Way::Leg { .. }));
            }
            let moving = matches!(
                states.last().map(|s| s.1),
                Some(State::OnRail | State::OnMarch | State::InFlight | State::MarchingToStation)
            );
            tracks.push(Track { unit, train, pieces, states: states.clone(), cut_off: moving });
        }
        tracks
    }

    /// The unit in whose train this one goes: one of those it may ride with that moves when it does.
    fn host(&self, unit: UnitId, stays: &[&Stay]) -> Option<u32> {
        let rides = self.scenario.unit(unit).rides.as_ref()?;
        let first = stays.iter().find(|s| s.state == State::OnRail)?;
        rides.branches().iter().find_map(|host| {
            let path = self.scenario.unit(*host).path();
            let with = self.trace.stays.iter().find(|s| {
                s.time == first.time
                    && s.state == State::OnRail
                    && self.trace.names.of(s.entity) == path
            });
            with.map(|s| s.entity)
        })
    }

    fn place(&self, id: &str) -> Option<PlaceId> {
        let at = self.scenario.places.binary_search_by(|p| p.id.as_str().cmp(id)).ok()?;
        u32::try_from(at).ok().map(PlaceId)
    }

    /// Legs in order, and the places between them.
    fn pieces(&self, unit: UnitId, moves: &[&Move], stays: &[&Stay]) -> Vec<Piece> {
        let mut marks: Vec<(SimTime, Way)> = Vec::new();
        if let Some(place) = self.scenario.unit(unit).place {
            marks.push((self.scenario.start, Way::At(place)));
        }
        let on_leg = |t: SimTime| moves.iter().any(|m| m.start <= t && t < m.end);
        for stay in stays {
            let place = stay.place.as_ref().and_then(|p| self.place(p));
            if let Some(place) = place.filter(|_| !on_leg(stay.time)) {
                marks.push((stay.time, Way::At(place)));
            }
        }
        for leg in moves {
            let (Some(from), Some(to)) = (self.place(&leg.from), self.place(&leg.to)) else {
                continue;
            };
            let (mode, part, height_m) = (leg.mode, leg.part, leg.height_m);
            marks.push((leg.start, Way::Leg { mode, from, to, part, height_m }));
            if leg.part.1 >= 1.0 {
                marks.push((leg.end, Way::At(to)));
            }
        }
        // At one instant a leg that begins goes before the place that it leaves.
        marks.sort_by_key(|(t, way)| (*t, matches!(way, Way::Leg { .. })));
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, (start, way)) in marks.iter().enumerate() {
            let end = marks.get(at + 1).map_or(self.scenario.end, |next| next.0);
            let same = pieces.last_mut().filter(|p| p.way == *way && matches!(way, Way::At(_)));
            match same {
                Some(last) => last.end = end,
                None if end > *start => pieces.push(Piece { start: *start, end, way: way.clone() }),
                None => {}
            }
        }
        pieces
    }
}

impl Track {
    /// Where it is at an instant; `None` before it is known, or at a place without a position.
    #[must_use]
    pub fn position(&self, scenario: &Scenario, time: SimTime) -> Option<Point> {
        let after = self.pieces.partition_point(|p| p.start <= time);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        if time > piece.end {
            return None;
        }
        piece.position(scenario, time)
    }

    /// Its state at an instant.
    #[must_use]
    pub fn state(&self, time: SimTime) -> State {
        let after = self.states.partition_point(|s| s.0 <= time);
        self.states[after.saturating_sub(1)].1
    }

    /// The place at which it stays at an instant, if it stays.
    #[must_use]
    pub fn stays_at(&self, time: SimTime) -> Option<PlaceId> {
        let after = self.pieces.partition_point(|p| p.start <= time);
        match self.pieces.get(after.checked_sub(1)?).filter(|p| time <= p.end)?.way {
            Way::At(place) => Some(place),
            Way::Leg { .. } => None,
        }
    }

    /// Places that it touches.
    pub fn places(&self) -> impl Iterator<Item = PlaceId> {
        self.pieces.iter().flat_map(|p| match &p.way {
            Way::At(place) => [*place; 2],
            Way::Leg { from, to, .. } => [*from, *to],
        })
    }

    /// Points between which straight lines in degrees and time leave the track by less than 200 m.
    #[must_use]
    pub fn points(&self, scenario: &Scenario) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        for piece in &self.pieces {
            let steps = piece.steps(scenario);
            let took_s = piece.end.since_s(piece.start);
            for step in 0..=steps {
                let share = f64::from(step) / f64::from(steps.max(1));
                let time =
                    if step == steps { piece.end } else { piece.start.plus_s(share * took_s) };
                points.extend(piece.position(scenario, time));
            }
        }
        points.dedup();
        points
    }
}

impl Piece {
    /// How many straight lines stand for it.
    fn steps(&self, scenario: &Scenario) -> u32 {
        let Way::Leg { from, to, part, .. } = &self.way else { return 1 };
        let (Some(a), Some(b)) = (scenario.place(*from).at, scenario.place(*to).at) else {
            return 1;
        };
        let length_m = inverse_rounded(a, b).distance_m * (part.1 - part.0);
        (length_m / LONGEST_CHORD_M).ceil().max(1.0) as u32
    }

    fn position(&self, scenario: &Scenario, time: SimTime) -> Option<Point> {
        let took_s = self.end.since_s(self.start);
        let share = if took_s > 0.0 { time.since_s(self.start) / took_s } else { 0.0 };
        let along = |ends: (f64, f64)| ends.0 + share * (ends.1 - ends.0);
        let ((lat_deg, lon_deg), height_m) = match &self.way {
            Way::At(place) => (scenario.place(*place).at?, 0.0),
            Way::Leg { from, to, part, height_m, .. } => {
                let (a, b) = (scenario.place(*from).at?, scenario.place(*to).at?);
                (if a == b { a } else { between(a, b, along(*part)) }, height_m.map_or(0.0, along))
            }
        };
        Some(Point { time, lat_deg, lon_deg, height_m })
    }
}
