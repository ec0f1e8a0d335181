//! Forest on the ground: it hides what is behind it and moves with the uncertainty of its height.

use super::grid::{Grid, GridPoint};

/// A share of forest from which a place counts as forest.
const FOREST_SHARE: f64 = 0.5;

/// Where the forest stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cover<'g> {
    /// Nowhere.
    Nowhere,
    /// Everywhere but in the clearings.
    Everywhere,
    /// Where a grid of shares in [0, 1] has at least one half. Unknown shares have none.
    Share(&'g Grid),
}

/// Forest of one height, an uncertain input (15 to 25 m in Belarus). It is opaque.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Canopy<'g> {
    /// Where it stands.
    pub cover: Cover<'g>,
    /// Height of the trees (m).
    pub height_m: f64,
    /// Radius without trees around either end of a line of sight (m): nobody sets up a radar under them.
    pub clearing_m: f64,
}

impl Canopy<'_> {
    /// No forest.
    pub const NONE: Canopy<'static> =
        Canopy { cover: Cover::Nowhere, height_m: 0.0, clearing_m: 0.0 };

    /// Height of the trees (m) at a place `from_end_m` (m) from the nearer end of the line.
    #[inline]
    #[must_use]
    pub fn above_m(&self, at: GridPoint, from_end_m: f64) -> f64 {
        let covered = match self.cover {
            Cover::Nowhere => false,
            Cover::Everywhere => true,
            Cover::Share(grid) => grid.height_m(at).is_some_and(|share| share >= FOREST_SHARE),
        };
        if covered && from_end_m > self.clearing_m { self.height_m.max(0.0) } else { 0.0 }
    }
}
