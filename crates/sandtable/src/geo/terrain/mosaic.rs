//! Tiles joined into one grid, so that no seam is left to look across.

use super::grid::{Grid, GridError, Lattice};
use super::{Frame, VerticalDatum};
use thiserror::Error;

/// Steps between tiles may differ by this share: decimals of arc seconds.
const ALIKE: f64 = 1e-6;
/// A tile may be off the posts of the others by this share of a step.
const OFF_POSTS: f64 = 1e-2;

/// Why tiles do not join.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum MosaicError {
    /// There are none.
    #[error("no tiles")]
    NoTiles,
    /// A tile has other steps, another frame, or posts between those of the first.
    #[error("tile {tile} does not share the posts of the first: {what}")]
    Unlike {
        /// Its index.
        tile: usize,
        /// What is unlike.
        what: &'static str,
    },
    /// A tile has another datum than the first.
    #[error("tile {tile} has heights above {found:?}, the first above {expected:?}")]
    Datum {
        /// Its index.
        tile: usize,
        /// Its datum.
        found: VerticalDatum,
        /// The datum of the first.
        expected: VerticalDatum,
    },
    /// What covers all tiles is no grid; too large, as a rule.
    #[error(transparent)]
    Grid(#[from] GridError),
}

/// One grid over all tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// The grid; unknown where no tile is.
    pub grid: Grid,
    /// Largest difference between two tiles at a post that both know (m). The earlier tile's height stands.
    pub disagreement_m: f64,
}

/// Joins tiles that share one lattice, whether they overlap (HGT, DTED: in their border posts) or touch.
///
/// # Errors
/// If there are none, their lattices differ, or the grid over all would be too large.
pub fn join(tiles: &[&Grid]) -> Result<Joined, MosaicError> {
    let first = *tiles.first().ok_or(MosaicError::NoTiles)?;
    let base = *first.lattice();
    let mut places = Vec::with_capacity(tiles.len());
    for (tile, grid) in tiles.iter().enumerate() {
        places.push(offset(&base, grid).map_err(|what| MosaicError::Unlike { tile, what })?);
    }
    let low = places.iter().fold((i64::MAX, i64::MAX), |l, p| (l.0.min(p.0), l.1.min(p.1)));
    let ends = places.iter().zip(tiles).map(|((r, c), t)| (r + t.rows_i64(), c + t.cols_i64()));
    let high = ends.fold((i64::MIN, i64::MIN), |h, e| (h.0.max(e.0), h.1.max(e.1)));
    let (rows, cols) = ((high.0 - low.0) as usize, (high.1 - low.1) as usize);
    if rows.checked_mul(cols).is_none_or(|n| n > super::MOST_POSTS) {
        return Err(GridError::Size { rows, cols }.into());
    }
    let mut heights = vec![f32::NAN; rows * cols];
    let mut disagreement = 0.0_f32;
    for (place, tile) in places.iter().zip(tiles) {
        let (top, left) = ((place.0 - low.0) as usize, (place.1 - low.1) as usize);
        for (row, line) in tile.raw().chunks_exact(tile.size().1).enumerate() {
            let start = (top + row) * cols + left;
            for (old, new) in heights[start..start + line.len()].iter_mut().zip(line) {
                if old.is_nan() {
                    *old = *new;
                } else if !new.is_nan() {
                    disagreement = disagreement.max((*old - *new).abs());
                }
            }
        }
    }
    let north_west = base.place(low.0 as f64, low.1 as f64);
    let grid = Grid::new(Lattice { north_west, ..base }, (rows, cols), heights)?;
    Ok(Joined { grid, disagreement_m: f64::from(disagreement) })
}

/// Row and column of a tile's first post on the lattice `base`.
fn offset(base: &Lattice, tile: &Grid) -> Result<(i64, i64), &'static str> {
    let lattice = tile.lattice();
    if lattice.frame != base.frame {
        return Err("another frame");
    }
    let alike = |a: f64, b: f64| (a / b - 1.0).abs() < ALIKE;
    if !alike(lattice.step_x, base.step_x) || !alike(lattice.step_y, base.step_y) {
        return Err("another step");
    }
    let (row, mut col) = base.row_col(lattice.north_west);
    if base.frame == Frame::Degrees {
        // The tile beyond the antimeridian is the neighbour, not the one a turn away.
        let turn = 360.0 / base.step_x;
        col -= turn * (col / turn).round();
    }
    let (r, c) = (row.round(), col.round());
    let aligned = (row - r).abs() < OFF_POSTS && (col - c).abs() < OFF_POSTS;
    if !aligned || r.abs() > 1e9 || c.abs() > 1e9 {
        return Err("posts between posts");
    }
    Ok((r as i64, c as i64))
}

impl Grid {
    fn rows_i64(&self) -> i64 {
        self.size().0 as i64
    }

    fn cols_i64(&self) -> i64 {
        self.size().1 as i64
    }
}
