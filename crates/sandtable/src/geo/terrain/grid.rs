//! A grid of height posts.

use thiserror::Error;

/// Most posts that a grid may have: 1 GiB of heights.
pub const MOST_POSTS: usize = 1 << 28;

/// A place in the plane of a grid: longitude and latitude (deg), or east and north (m), as its [`Frame`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridPoint {
    /// Longitude (deg) or east (m).
    pub x: f64,
    /// Latitude (deg) or north (m).
    pub y: f64,
}

/// What the coordinates of a grid are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Longitude and latitude on WGS84 (deg).
    Degrees,
    /// East and north in some local plane (m), a transverse Mercator say; distances in it count as ground
    /// ranges.
    Metric,
}

/// Where the posts stand: the first in the north-west, rows going south, columns going east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lattice {
    /// What the coordinates are.
    pub frame: Frame,
    /// The north-western post.
    pub north_west: GridPoint,
    /// Distance between columns (deg or m), above 0.
    pub step_x: f64,
    /// Distance between rows (deg or m), above 0.
    pub step_y: f64,
}

impl Lattice {
    /// The place of a row and column, fractions included.
    #[must_use]
    pub fn place(&self, row: f64, col: f64) -> GridPoint {
        GridPoint {
            x: self.north_west.x + col * self.step_x,
            y: self.north_west.y - row * self.step_y,
        }
    }

    /// Row and column, fractions included, of a place.
    #[must_use]
    pub fn row_col(&self, at: GridPoint) -> (f64, f64) {
        ((self.north_west.y - at.y) / self.step_y, (at.x - self.north_west.x) / self.step_x)
    }

    fn is_valid(&self) -> bool {
        let corner = self.north_west;
        let finite = corner.x.is_finite() && corner.y.is_finite();
        let sized = self.step_x > 0.0 && self.step_y > 0.0;
        finite && sized && self.step_x.is_finite() && self.step_y.is_finite()
    }
}

/// Why a grid cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum GridError {
    /// Fewer than 2 rows or columns, or more than [`MOST_POSTS`] posts.
    #[error("a grid has 2 to {MOST_POSTS} posts, 2 rows and 2 columns at least: {rows} x {cols}")]
    Size {
        /// Rows.
        rows: usize,
        /// Columns.
        cols: usize,
    },
    /// Another number of heights than of posts.
    #[error("{found} heights for {expected} posts")]
    Count {
        /// Heights given.
        found: usize,
        /// Rows times columns.
        expected: usize,
    },
    /// A corner or step that is no number, a step that is not above 0.
    #[error("a lattice with a corner or a step without sense")]
    Lattice,
    /// Latitudes or longitudes that are not on earth.
    #[error("posts outside latitudes -90 to 90 or longitudes -360 to 360")]
    OffEarth,
}

/// Heights (m) at the posts of a lattice. Between posts they are bilinear: linear along grid lines.
#[derive(Clone, Debug)]
pub struct Grid {
    lattice: Lattice,
    rows: usize,
    cols: usize,
    /// Row after row from the north; NaN is unknown and never leaves this module as a height.
    heights_m: Vec<f32>,
    voids: usize,
}

impl PartialEq for Grid {
    /// Equal posts, unknown ones included.
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&f32, &f32)| a == b || (a.is_nan() && b.is_nan());
        self.lattice == other.lattice
            && (self.rows, self.cols) == (other.rows, other.cols)
            && self.heights_m.iter().zip(&other.heights_m).all(same)
    }
}

impl Grid {
    /// A grid of `size` (rows, columns) heights (m), row after row from the north, west to east.
    /// What is not finite is unknown.
    ///
    /// # Errors
    /// If sizes, lattice and number of heights do not fit together.
    pub fn new(
        lattice: Lattice,
        size: (usize, usize),
        mut heights_m: Vec<f32>,
    ) -> Result<Grid, GridError> {
        let (rows, cols) = size;
        let posts = rows.checked_mul(cols).filter(|n| *n <= MOST_POSTS);
        let Some(posts) = posts.filter(|_| rows >= 2 && cols >= 2) else {
            return Err(GridError::Size { rows, cols });
        };
        if heights_m.len() != posts {
            return Err(GridError::Count { found: heights_m.len(), expected: posts });
        }
        if !lattice.is_valid() {
            return Err(GridError::Lattice);
        }
        let end = lattice.place((rows - 1) as f64, (cols - 1) as f64);
        let begin = lattice.north_west;
        // Steps in decimals put the last post a rounding error past the pole.
        let slack = 1e-9;
        let on_earth = begin.y <= 90.0 + slack && end.y >= -90.0 - slack;
        let wound = begin.x < -360.0 - slack || end.x > 360.0 + slack;
        if lattice.frame == Frame::Degrees && (!on_earth || wound) {
            return Err(GridError::OffEarth);
        }
        let mut voids = 0;
        for height in heights_m.iter_mut().filter(|h| !h.is_finite()) {
            *height = f32::NAN;
            voids += 1;
        }
        Ok(Grid { lattice, rows, cols, heights_m, voids })
    }

    /// Where its posts stand.
    #[must_use]
    pub fn lattice(&self) -> &Lattice {
        &self.lattice
    }

    /// (rows, columns).
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    /// Number of posts whose height is not known.
    #[must_use]
    pub fn voids(&self) -> usize {
        self.voids
    }

    /// Height of a post (m); `None` if it is unknown or outside.
    #[must_use]
    pub fn post_m(&self, row: usize, col: usize) -> Option<f64> {
        let inside = row < self.rows && col < self.cols;
        let height = inside.then(|| self.heights_m[row * self.cols + col])?;
        (!height.is_nan()).then(|| f64::from(height))
    }

    /// Height (m) at a place, bilinear between posts; `None` outside, or if a post that counts is unknown.
    /// In degrees a full turn of longitude makes no difference.
    #[must_use]
    pub fn height_m(&self, at: GridPoint) -> Option<f64> {
        let (row, col) = self.row_col(at);
        self.height_at(row, col)
    }

    /// Row and column of a place, of the turn of longitude that is inside if one is.
    #[must_use]
    pub fn row_col(&self, at: GridPoint) -> (f64, f64) {
        let (row, col) = self.lattice.row_col(at);
        if self.lattice.frame == Frame::Metric {
            return (row, col);
        }
        let turn = 360.0 / self.lattice.step_x;
        let last = (self.cols - 1) as f64;
        let inside = [col, col + turn, col - turn].into_iter().find(|c| (0.0..=last).contains(c));
        (row, inside.unwrap_or(col))
    }

    /// Height (m) at a row and column, fractions included.
    #[must_use]
    pub fn height_at(&self, row: f64, col: f64) -> Option<f64> {
        // Rounding in the step puts border posts a hair outside.
        let hair = 1e-6;
        let (bottom, right) = ((self.rows - 1) as f64, (self.cols - 1) as f64);
        let inside =
            (-hair..=bottom + hair).contains(&row) && (-hair..=right + hair).contains(&col);
        if !inside {
            return None;
        }
        let (row, col) = (row.clamp(0.0, bottom), col.clamp(0.0, right));
        let (i, j) = (row.floor() as usize, col.floor() as usize);
        let (f, g) = (row - i as f64, col - j as f64);
        // A post without weight does not count, be it unknown.
        let along = |i: usize| match g {
            0.0 => self.post_m(i, j),
            _ => Some((1.0 - g) * self.post_m(i, j)? + g * self.post_m(i, j + 1)?),
        };
        match f {
            0.0 => along(i),
            _ => Some((1.0 - f) * along(i)? + f * along(i + 1)?),
        }
    }

    /// The heights (m), row after row from the north; `None` where unknown.
    pub fn posts(&self) -> impl ExactSizeIterator<Item = Option<f32>> + '_ {
        self.heights_m.iter().map(|h| (!h.is_nan()).then_some(*h))
    }

    /// A grid of the same posts with other values, unknown at the same posts.
    pub(in crate::geo) fn like(&self, heights_m: Vec<f32>) -> Grid {
        assert!(heights_m.len() == self.heights_m.len(), "a value for every post");
        Grid { heights_m, ..*self }
    }

    /// The heights (m), row after row from the north; NaN where unknown.
    pub(in crate::geo) fn raw(&self) -> &[f32] {
        &self.heights_m
    }
}
