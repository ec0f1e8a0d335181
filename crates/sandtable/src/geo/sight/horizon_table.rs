//! The lowest visible height around a site, worked out once and then looked up.

use super::mask::{Mask, smooth_minimum_m};
use super::path::{self, Sample};
use super::{View, sin_cos_small};
use crate::geo::terrain::{Frame, Grid, GridPoint, Terrain};
use std::ops::ControlFlow;

/// Most entries of a table: 720 azimuths of 600 km by 250 m are 1.7 million.
const MOST: usize = 1 << 25;

/// Where a table is made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// Place, in the frame of the terrain.
    pub at: GridPoint,
    /// Height of the antenna above the ground (m): the mast, not the hill.
    pub antenna_above_ground_m: f64,
}

/// How far and how finely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Largest ground range (m).
    pub range_m: f64,
    /// Number of azimuths; 720 are half a degree.
    pub azimuths: usize,
    /// Distance between ranges (m).
    pub step_m: f64,
}

impl Reach {
    /// Half a degree and 250 m up to a range (m).
    #[must_use]
    pub fn to(range_m: f64) -> Self {
        Reach { range_m, azimuths: 720, step_m: 250.0 }
    }
}

/// Mask by azimuth and range around a site; a look-up takes the same time whatever the terrain.
///
/// Ground counts at every crossing of a grid line along the azimuth, never coarser than the grid. Between
/// azimuths masks are interpolated, so what stands between two rays is missed; between ranges the mask of
/// the nearer one holds. The smooth earth is exact. Source: the polar horizon of models by azimuth, as in
/// Franklin and Ray (1994); De Floriani and Magillo (2003).
#[derive(Clone, Debug, PartialEq)]
pub struct HorizonTable {
    mask: Mask,
    reach: Reach,
    ranges: usize,
    /// Tangent of the mask and height of the ground (m) by azimuth and range; none on a smooth earth.
    entries: Vec<Entry>,
    /// Range (m) from which the ground is not known, by azimuth.
    known_m: Vec<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    tangent: f32,
    ground_m: f32,
}

impl HorizonTable {
    /// Works out the table of a site.
    ///
    /// `None` if the ground at the site is not known, or for a reach or site without sense (over 33 million
    /// entries, over 2000 km, fewer than 4 azimuths).
    #[must_use]
    pub fn new(view: &View<'_>, site: Site, reach: Reach) -> Option<HorizonTable> {
        let ranges = (reach.range_m / reach.step_m).ceil() + 1.0;
        let sane = reach.range_m > 0.0 && reach.range_m <= 2e6 && reach.step_m >= 1.0;
        let sized = sane && reach.azimuths >= 4 && ranges * (reach.azimuths as f64) <= MOST as f64;
        let antenna_m = view.terrain.height_m(site.at)? + site.antenna_above_ground_m;
        if !sized || !antenna_m.is_finite() {
            return None;
        }
        let mask = Mask::new(view.earth, antenna_m, f64::NEG_INFINITY);
        let ranges = ranges as usize;
        let mut table = HorizonTable { mask, reach, ranges, entries: vec![], known_m: vec![] };
        if let Terrain::Grid { grid, .. } = view.terrain {
            let frame = grid.lattice().frame;
            if frame == Frame::Degrees && site.at.y.abs() > 90.0 {
                return None;
            }
            table.entries.reserve_exact(ranges * reach.azimuths);
            for n in 0..reach.azimuths {
                let azimuth_deg = 360.0 * n as f64 / reach.azimuths as f64;
                let length = (ranges - 1) as f64 * reach.step_m;
                let path = path::towards(frame, site.at, azimuth_deg, length);
                table.trace(view, grid, &path);
            }
        }
        Some(table)
    }

    /// Height of the antenna (m) above the terrain's datum.
    #[must_use]
    pub fn antenna_m(&self) -> f64 {
        self.mask.antenna_m()
    }

    /// Lowest visible height (m above the terrain's datum) at an azimuth (rad, from north by east) and a
    /// ground range (m), never below the ground, which the table knows at its steps.
    ///
    /// `None` beyond the table's range, or for what is no number. Where the ground is not known
    /// ([`HorizonTable::is_known`]) only the sphere at height 0 blocks.
    #[must_use]
    pub fn minimum_visible_height_m(&self, azimuth_rad: f64, ground_m: f64) -> Option<f64> {
        let masked = self.masked_m(azimuth_rad, ground_m)?;
        if self.entries.is_empty() {
            return Some(masked);
        }
        let surface_m = self.surface_m(azimuth_rad, ground_m)?;
        Some(masked.max(surface_m))
    }

    /// Lowest visible height (m) above a ground of height `surface_m` (m above the datum) at an azimuth
    /// (rad) and ground range (m): 0 where that ground itself is seen. `None` as
    /// [`HorizonTable::minimum_visible_height_m`].
    #[must_use]
    pub fn minimum_above_ground_m(
        &self,
        azimuth_rad: f64,
        ground_m: f64,
        surface_m: f64,
    ) -> Option<f64> {
        let masked = self.masked_m(azimuth_rad, ground_m)?;
        (!surface_m.is_nan()).then(|| (masked - surface_m).max(0.0))
    }

    /// Height of the ground (m above the datum) at an azimuth (rad) and ground range (m), as the table knows it
    /// at its steps; 0 on the smooth earth. `None` beyond the table's range.
    #[must_use]
    pub fn surface_m(&self, azimuth_rad: f64, ground_m: f64) -> Option<f64> {
        if !(0.0..=self.reach.range_m).contains(&ground_m) || !azimuth_rad.is_finite() {
            return None;
        }
        if self.entries.is_empty() {
            return Some(0.0);
        }
        let (here, next, share) = self.between(azimuth_rad);
        let (near, along) = self.bin(ground_m);
        let level = |range| {
            let (a, b) = (self.entry(here, range).ground_m, self.entry(next, range).ground_m);
            mix(f64::from(a), f64::from(b), share)
        };
        Some(mix(level(near), level(near + 1), along))
    }

    /// Height of the mask's ray (m), be it below the ground.
    fn masked_m(&self, azimuth_rad: f64, ground_m: f64) -> Option<f64> {
        if !(0.0..=self.reach.range_m).contains(&ground_m) || !azimuth_rad.is_finite() {
            return None;
        }
        if self.entries.is_empty() {
            return smooth_minimum_m(self.mask.earth(), self.antenna_m(), ground_m);
        }
        let (here, next, share) = self.between(azimuth_rad);
        let (near, _) = self.bin(ground_m);
        let (a, b) = (self.entry(here, near).tangent, self.entry(next, near).tangent);
        let tangent = mix(f64::from(a), f64::from(b), share);
        self.mask.with_tangent(tangent).minimum_visible_height_m(ground_m)
    }

    fn entry(&self, azimuth: usize, range: usize) -> &Entry {
        &self.entries[azimuth * self.ranges + range]
    }

    /// The range before a ground range (m), and the share of the way to the next.
    fn bin(&self, ground_m: f64) -> (usize, f64) {
        let place = ground_m / self.reach.step_m;
        let near = (place.floor() as usize).min(self.ranges - 2);
        (near, place - near as f64)
    }

    /// Whether all ground between the site and there is known; the smooth earth is.
    #[must_use]
    pub fn is_known(&self, azimuth_rad: f64, ground_m: f64) -> bool {
        if self.known_m.is_empty() {
            return true;
        }
        let (here, next, share) = self.between(azimuth_rad);
        let other = if share > 0.0 { self.known_m[next] } else { f64::INFINITY };
        ground_m <= self.reach.range_m && ground_m < self.known_m[here].min(other)
    }

    /// The azimuths on either side and the share of the way to the second.
    fn between(&self, azimuth_rad: f64) -> (usize, usize, f64) {
        let count = self.reach.azimuths as f64;
        let turn = azimuth_rad / std::f64::consts::TAU;
        let place = (turn - turn.floor()) * count;
        let here = (place.floor() as usize).min(self.reach.azimuths - 1);
        (here, (here + 1) % self.reach.azimuths, place - here as f64)
    }

    /// Adds the entries of one azimuth.
    fn trace(&mut self, view: &View<'_>, grid: &Grid, path: &[path::Vertex]) {
        let mut row = Row {
            earth_m: view.earth.radius_m(),
            antenna_m: self.antenna_m(),
            dip: -view.earth.horizon_slant_m(self.antenna_m()) / view.earth.radius_m(),
            horizon_m: view.earth.horizon_arc_m(self.antenna_m()),
            // Straight down: hides nothing.
            tangent: -1e6,
            known_m: f64::INFINITY,
        };
        let end = self.entries.len() + self.ranges;
        let start = grid.height_m(path[0].at);
        let mut last = (0.0, start.unwrap_or(0.0));
        self.entries.push(row.entry(last.1));
        let step_m = self.reach.step_m;
        let mut next_m = step_m;
        let _ = path::walk(grid, path, |sample: Sample| {
            let ground = row.ground(&sample);
            // Ranges that lie before this sample have the mask of the samples before them.
            while next_m < sample.ground_m && self.entries.len() < end {
                let share = (next_m - last.0) / (sample.ground_m - last.0);
                self.entries.push(row.entry(last.1 + share * (ground - last.1)));
                next_m += step_m;
            }
            let top = ground + view.canopy.above_m(sample.at, sample.ground_m);
            row.raise(&sample, top);
            last = (sample.ground_m, ground);
            ControlFlow::<()>::Continue(())
        });
        while self.entries.len() < end {
            self.entries.push(row.entry(last.1));
        }
        self.known_m.push(row.known_m);
    }
}

/// What one azimuth has met so far.
struct Row {
    earth_m: f64,
    antenna_m: f64,
    dip: f64,
    horizon_m: f64,
    tangent: f64,
    known_m: f64,
}

impl Row {
    /// Ground of a sample; 0 where it is not known, which is remembered.
    fn ground(&mut self, sample: &Sample) -> f64 {
        if sample.height_m.is_none() {
            self.known_m = self.known_m.min(sample.ground_m);
        }
        sample.height_m.unwrap_or(0.0)
    }

    fn raise(&mut self, sample: &Sample, top_m: f64) {
        let tangent = match sample.height_m {
            // Only the sphere is sure to be there.
            None if sample.ground_m < self.horizon_m => return,
            None => self.dip,
            Some(_) => {
                let (sin, cos) = sin_cos_small(sample.ground_m / self.earth_m);
                if sin <= 0.0 {
                    return;
                }
                (cos - (self.earth_m + self.antenna_m) / (self.earth_m + top_m)) / sin
            }
        };
        self.tangent = self.tangent.max(tangent);
    }

    fn entry(&self, ground_m: f64) -> Entry {
        Entry { tangent: self.tangent as f32, ground_m: ground_m as f32 }
    }
}

fn mix(a: f64, b: f64, share: f64) -> f64 {
    a + share * (b - a)
}
