//! Which ground several sites cover together: the share of draws in which any of them sees a cell.

use super::{Drawn, Question, at_home};
use crate::scenario::resolved::UnitId;

/// A grid of shares, rows from north to south.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    /// Longitude of the western edge and latitude of the northern edge (deg).
    pub corner: (f64, f64),
    /// Size of a cell (deg).
    pub cell_deg: f64,
    /// Rows and columns.
    pub size: (usize, usize),
    /// Share of draws in which the cell's middle is covered, 0 to 1.
    pub share: Vec<f32>,
}

/// Most cells of a raster.
const MOST_CELLS: usize = 4_000_000;

/// The raster of a height over all draws; `None` if nothing is drawn, or it would have too many cells.
#[must_use]
pub fn raster(
    question: &Question,
    drawn: &[Vec<Drawn>],
    height: usize,
    cell_deg: f64,
) -> Option<Raster> {
    let by_draw: Vec<Vec<&Drawn>> = drawn.iter().map(|d| d.iter().collect()).collect();
    shares(&by_draw, question.draws, height, cell_deg)
}

/// The raster of a unit and a height over the draws behind its ranges; `None` as for all.
#[must_use]
pub fn unit_raster(
    drawn: &[Vec<Drawn>],
    unit: UnitId,
    height: usize,
    cell_deg: f64,
) -> Option<Raster> {
    let (_, own) = at_home(drawn, unit)?;
    let draws = u32::try_from(own.len()).ok()?;
    let by_draw: Vec<Vec<&Drawn>> = own.into_iter().map(|d| vec![d]).collect();
    shares(&by_draw, draws, height, cell_deg)
}

fn shares(drawn: &[Vec<&Drawn>], draws: u32, height: usize, cell_deg: f64) -> Option<Raster> {
    let sites: Vec<&Drawn> = drawn.iter().flatten().copied().collect();
    let widest = |d: &&Drawn| d.seen[height].widest_m() / 111_000.0;
    let north = sites.iter().map(|d| d.at.0 + widest(d)).reduce(f64::max)?;
    let south = sites.iter().map(|d| d.at.0 - widest(d)).reduce(f64::min)?;
    let stretch = |lat: f64| crate::base::math::cos(crate::base::math::radians(lat)).max(0.05);
    let slim = stretch(north.abs().max(south.abs()));
    let east = sites.iter().map(|d| d.at.1 + widest(d) / slim).reduce(f64::max)?;
    let west = sites.iter().map(|d| d.at.1 - widest(d) / slim).reduce(f64::min)?;
    let corner = ((west / cell_deg).floor() * cell_deg, (north / cell_deg).ceil() * cell_deg);
    let rows = ((corner.1 - south) / cell_deg).ceil().max(1.0);
    let columns = ((east - corner.0) / cell_deg).ceil().max(1.0);
    if rows.is_nan() || columns.is_nan() || rows * columns > MOST_CELLS as f64 {
        return None;
    }
    let (rows, columns) = (rows as usize, columns as usize);
    let mut share = vec![0.0_f32; rows * columns];
    for draw in drawn {
        for (cell, value) in share.iter_mut().enumerate() {
            let (row, column) = (cell / columns, cell % columns);
            let lat = corner.1 - (row as f64 + 0.5) * cell_deg;
            let lon = corner.0 + (column as f64 + 0.5) * cell_deg;
            if draw.iter().any(|d| d.covers(height, (lat, lon))) {
                *value += 1.0;
            }
        }
    }
    let draws = draws.max(1) as f32;
    share.iter_mut().for_each(|value| *value /= draws);
    Some(Raster { corner, cell_deg, size: (rows, columns), share })
}
