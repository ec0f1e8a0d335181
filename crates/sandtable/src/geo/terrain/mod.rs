//! Ground heights: grids read from bytes, mosaics of them, forest, and the smooth earth.
//!
//! This layer sees bytes, never files. Heights that are not known stay unknown; nothing turns them into
//! 0 m.

mod canopy;
mod dted;
mod geotiff;
mod grid;
mod hgt;
mod mosaic;
mod read_error;

pub use canopy::{Canopy, Cover};
pub use dted::read_dted;
pub use geotiff::read_geotiff;
pub use grid::{Frame, Grid, GridError, GridPoint, Lattice, MOST_POSTS};
pub use hgt::read_hgt;
pub use mosaic::{Joined, MosaicError, join};
pub use read_error::ReadError;

/// What heights are measured from. 0 of the geoid lies 20 to 25 m above that of the ellipsoid in Belarus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerticalDatum {
    /// The geoid EGM96: SRTM, DTED.
    Egm96,
    /// The geoid EGM2008: Copernicus DEM, newer DTED.
    Egm2008,
    /// The WGS84 ellipsoid.
    Ellipsoid,
    /// Some mean sea level, not said which: within a metre or two of the geoids.
    SeaLevel,
}

/// The ground: a grid of heights, or a smooth earth at height 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Terrain {
    /// No terrain: the sphere at height 0.
    Smooth,
    /// Heights on a grid, above `datum`.
    Grid {
        /// The heights.
        grid: Grid,
        /// What they are measured from.
        datum: VerticalDatum,
    },
}

impl Terrain {
    /// Height of the ground (m above its datum) at a place; `None` where it is not known.
    #[must_use]
    pub fn height_m(&self, at: GridPoint) -> Option<f64> {
        match self {
            Terrain::Smooth => Some(0.0),
            Terrain::Grid { grid, .. } => grid.height_m(at),
        }
    }

    /// What its heights are measured from; `None` for the smooth earth, which has none.
    #[must_use]
    pub fn datum(&self) -> Option<VerticalDatum> {
        match self {
            Terrain::Smooth => None,
            Terrain::Grid { datum, .. } => Some(*datum),
        }
    }

    /// Tiles of one ground as one terrain, each with its datum.
    ///
    /// # Errors
    /// If the datums differ, or as [`join`].
    pub fn of_tiles(tiles: &[(Grid, VerticalDatum)]) -> Result<Terrain, MosaicError> {
        let datum = tiles.first().ok_or(MosaicError::NoTiles)?.1;
        if let Some(tile) = tiles.iter().position(|t| t.1 != datum) {
            let found = tiles[tile].1;
            return Err(MosaicError::Datum { tile, found, expected: datum });
        }
        let grids: Vec<&Grid> = tiles.iter().map(|t| &t.0).collect();
        Ok(Terrain::Grid { grid: join(&grids)?.grid, datum })
    }
}

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod tests;
