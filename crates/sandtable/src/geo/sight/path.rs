//! The way over a grid from one place to another, with every grid line that it crosses.

use crate::geo::geodesic;
use crate::geo::terrain::{Frame, Grid, GridPoint};
use std::ops::ControlFlow;

/// Longest leg (m) that counts as straight in longitude and latitude: it is less than 1 m off the geodesic
/// below 60 degrees of latitude.
const LEG_M: f64 = 5_000.0;

/// A point of a path: where it is, and how far along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Vertex {
    pub at: GridPoint,
    pub ground_m: f64,
}

/// A sample of the ground below a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    /// Distance along the path (m).
    pub ground_m: f64,
    /// Height of the ground (m); `None` where it is unknown.
    pub height_m: Option<f64>,
    pub at: GridPoint,
}

/// Vertices from `a` to `b`: along the geodesic of WGS84, or straight in a metric plane.
pub(super) fn between(frame: Frame, a: GridPoint, b: GridPoint) -> Vec<Vertex> {
    match frame {
        Frame::Metric => {
            let length = crate::base::math::hypot(b.x - a.x, b.y - a.y);
            vec![Vertex { at: a, ground_m: 0.0 }, Vertex { at: b, ground_m: length }]
        }
        Frame::Degrees => {
            let way = geodesic::inverse_rounded((a.y, a.x), (b.y, b.x));
            let mut path = towards(frame, a, way.azimuth1_deg, way.distance_m);
            if let Some(last) = path.last_mut() {
                // The end itself, on the turn of longitude on which the path arrives.
                last.at = GridPoint { x: near(b.x, last.at.x), y: b.y };
            }
            path
        }
    }
}

/// Vertices from `a` for `range_m` (m) in the direction `azimuth_deg` (deg).
pub(super) fn towards(frame: Frame, a: GridPoint, azimuth_deg: f64, range_m: f64) -> Vec<Vertex> {
    let start = Vertex { at: a, ground_m: 0.0 };
    if frame == Frame::Metric {
        let (sin, cos) = crate::base::math::sin_cos_deg(azimuth_deg);
        let at = GridPoint { x: a.x + range_m * sin, y: a.y + range_m * cos };
        return vec![start, Vertex { at, ground_m: range_m }];
    }
    let legs = (range_m / LEG_M).ceil().max(1.0);
    let mut path = vec![start];
    for leg in 1..=legs as u32 {
        let ground_m = range_m * f64::from(leg) / legs;
        let there = geodesic::direct_rounded((a.y, a.x), azimuth_deg, ground_m);
        let before = path[path.len() - 1].at.x;
        let at = GridPoint { x: near(there.lon_deg, before), y: there.lat_deg };
        path.push(Vertex { at, ground_m });
    }
    path
}

/// The same longitude (deg) within half a turn of another.
fn near(lon_deg: f64, other_deg: f64) -> f64 {
    lon_deg - 360.0 * ((lon_deg - other_deg) / 360.0).round()
}

/// Calls `visit` at every vertex but the first and at every crossing of a grid line, in order, until it
/// breaks. Crossings of two lines at once may be visited twice.
pub(super) fn walk<B>(
    grid: &Grid,
    path: &[Vertex],
    mut visit: impl FnMut(Sample) -> ControlFlow<B>,
) -> ControlFlow<B> {
    for pair in path.windows(2) {
        let (from, to) = (grid.row_col(pair[0].at), grid.row_col(pair[1].at));
        // A leg may not jump a turn of longitude.
        let turn = 360.0 / grid.lattice().step_x;
        let jump = grid.lattice().frame == Frame::Degrees && (to.1 - from.1).abs() > turn / 2.0;
        let to = if jump { (to.0, to.1 - turn * ((to.1 - from.1) / turn).round()) } else { to };
        let length = pair[1].ground_m - pair[0].ground_m;
        let mut rows = Crossings::new(from.0, to.0);
        let mut cols = Crossings::new(from.1, to.1);
        loop {
            let (on_row, on_col) = (rows.next, cols.next);
            let (share, row, col) = if on_row.0.min(on_col.0) >= 1.0 {
                (1.0, to.0, to.1)
            } else if on_row.0 < on_col.0 {
                rows.step();
                (on_row.0, on_row.1, from.1 + on_row.0 * (to.1 - from.1))
            } else {
                cols.step();
                (on_col.0, from.0 + on_col.0 * (to.0 - from.0), on_col.1)
            };
            let (a, b) = (pair[0].at, pair[1].at);
            let at = GridPoint { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
            let ground_m = pair[0].ground_m + share * length;
            visit(Sample { ground_m, height_m: grid.height_at(row, col), at })?;
            if share >= 1.0 {
                break;
            }
        }
    }
    ControlFlow::Continue(())
}

/// Whole numbers between two values, with their share of the way, in order.
struct Crossings {
    /// Share of the way, and the whole number there; (infinity, _) if there is none left.
    next: (f64, f64),
    from: f64,
    length: f64,
}

impl Crossings {
    fn new(from: f64, to: f64) -> Self {
        let length = to - from;
        let first = if length > 0.0 { from.floor() + 1.0 } else { from.ceil() - 1.0 };
        let mut crossings = Crossings { next: (0.0, first), from, length };
        crossings.locate(first);
        crossings
    }

    fn step(&mut self) {
        self.locate(self.next.1 + self.length.signum());
    }

    fn locate(&mut self, line: f64) {
        let share = (line - self.from) / self.length;
        // No length: no crossing. A leg of nonsense has none either.
        let share = if self.length == 0.0 || !share.is_finite() { f64::INFINITY } else { share };
        self.next = (share, line);
    }
}
