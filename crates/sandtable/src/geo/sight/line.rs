//! Whether two points see each other: the exact test along the profile between them.

use super::path::{self, Sample};
use super::sin_cos_small;
use crate::geo::refraction::EffectiveEarth;
use crate::geo::terrain::{Canopy, Grid, GridPoint, Terrain};
use std::ops::ControlFlow;

/// Longest line that is answered (m).
const LONGEST_M: f64 = 2e6;

/// One end of a line of sight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Where, in the frame of the terrain (for the smooth earth: degrees).
    pub at: GridPoint,
    /// Height (m) above the terrain's datum: ground and mast together.
    pub height_m: f64,
}

/// What a line of sight meets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sightline {
    /// Nothing.
    Clear,
    /// Ground, forest or the earth's bulge, this far (m) from the first end: the first obstacle.
    Blocked {
        /// Ground range of the obstacle (m).
        ground_m: f64,
    },
    /// Nothing that is known, but from this range on (m) some of the ground is not known.
    Unknown {
        /// Ground range of the first unknown sample (m).
        ground_m: f64,
    },
}

/// Terrain, forest and refraction: all that stands between two ends.
#[derive(Clone, Copy, Debug)]
pub struct View<'t> {
    /// The ground.
    pub terrain: &'t Terrain,
    /// The forest on it.
    pub canopy: Canopy<'t>,
    /// The effective earth.
    pub earth: EffectiveEarth,
}

impl View<'_> {
    /// Looks from `a` to `b`, stopping at the first obstacle.
    ///
    /// On the effective sphere, the straight line against the ground at every crossing of a grid line,
    /// heights linear between posts; a line that touches passes. The ground and forest below the ends
    /// themselves do not block. Symmetric in the ends, to 0.1 mm of the way between them. Set H3 on a ridge.
    /// `None` for places or heights that are no numbers, and for lines over 2000 km.
    #[must_use]
    pub fn line(&self, a: End, b: End) -> Option<Sightline> {
        let numbers = [a.at.x, a.at.y, a.height_m, b.at.x, b.at.y, b.height_m];
        if numbers.iter().any(|x| !x.is_finite()) {
            return None;
        }
        let frame = match self.terrain {
            Terrain::Smooth => crate::geo::terrain::Frame::Degrees,
            Terrain::Grid { grid, .. } => grid.lattice().frame,
        };
        if frame == crate::geo::terrain::Frame::Degrees && (a.at.y.abs().max(b.at.y.abs()) > 90.0) {
            return None;
        }
        let path = path::between(frame, a.at, b.at);
        let range_m = path[path.len() - 1].ground_m;
        if range_m > LONGEST_M || range_m.is_nan() {
            return None;
        }
        match self.terrain {
            Terrain::Smooth => Some(self.over_the_sphere(a, b, range_m)),
            Terrain::Grid { grid, .. } => Some(self.over_ground(grid, &path, (a, b))),
        }
    }

    /// Smooth earth: blocked where the line is lowest, if that is below the sphere between the ends.
    fn over_the_sphere(&self, a: End, b: End, range_m: f64) -> Sightline {
        let earth = self.earth;
        let blocked = range_m > earth.horizon_arc_m(a.height_m) + earth.horizon_arc_m(b.height_m);
        if blocked || a.height_m < 0.0 || b.height_m < 0.0 {
            Sightline::Blocked { ground_m: earth.horizon_arc_m(a.height_m).min(range_m) }
        } else {
            Sightline::Clear
        }
    }

    fn over_ground(&self, grid: &Grid, path: &[path::Vertex], ends: (End, End)) -> Sightline {
        let range_m = path[path.len() - 1].ground_m;
        let chord = Chord::new(self.earth, range_m, (ends.0.height_m, ends.1.height_m));
        let mut unknown = None;
        let met = path::walk(grid, path, |sample: Sample| {
            let from_end_m = sample.ground_m.min(range_m - sample.ground_m);
            // The end itself, a rounding error along the way.
            if from_end_m < 1e-6 {
                return ControlFlow::Continue(());
            }
            match sample.height_m {
                None => {
                    unknown = unknown.or(Some(sample.ground_m));
                }
                Some(ground) => {
                    let top = ground + self.canopy.above_m(sample.at, from_end_m);
                    if top > chord.height_m(sample.ground_m) {
                        return ControlFlow::Break(sample.ground_m);
                    }
                }
            }
            ControlFlow::Continue(())
        });
        match (met, unknown) {
            (ControlFlow::Break(ground_m), _) => Sightline::Blocked { ground_m },
            (_, Some(ground_m)) => Sightline::Unknown { ground_m },
            _ => Sightline::Clear,
        }
    }
}

/// The straight line between two ends as heights over the effective sphere.
///
/// In polar coordinates about the centre 1/r = A cos u + B sin u, with u counted from the middle, which
/// makes it the same from either end.
struct Chord {
    radius_m: f64,
    middle_m: f64,
    cosine: f64,
    sine: f64,
}

impl Chord {
    fn new(earth: EffectiveEarth, range_m: f64, heights_m: (f64, f64)) -> Self {
        let radius_m = earth.radius_m();
        let (a, b) = (1.0 / (radius_m + heights_m.0), 1.0 / (radius_m + heights_m.1));
        let (sin, cos) = sin_cos_small(range_m / 2.0 / radius_m);
        let sine = if range_m > 0.0 { (b - a) / (2.0 * sin) } else { 0.0 };
        Chord { radius_m, middle_m: range_m / 2.0, cosine: (a + b) / (2.0 * cos), sine }
    }

    #[inline]
    fn height_m(&self, ground_m: f64) -> f64 {
        let (sin, cos) = sin_cos_small((ground_m - self.middle_m) / self.radius_m);
        1.0 / (self.cosine * cos + self.sine * sin) - self.radius_m
    }
}
