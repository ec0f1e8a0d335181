//! SRTM tiles (HGT): one degree, big-endian, no header. The name has the corner.

use super::grid::{Frame, Grid, GridPoint, Lattice};
use super::read_error::ReadError;

/// What stands for an unknown height.
const VOID: i16 = -32_768;
/// Posts on a side: 3 and 1 arc seconds.
const SIDES: [usize; 2] = [1_201, 3_601];

/// A tile from its file's name (`N52E030.hgt`, upper or lower case) and bytes.
///
/// Posts stand on the borders of the degree, so neighbours share them. Heights are above whatever the
/// producer says: EGM96 for SRTM. Source: SRTM documentation, USGS/NASA (2005), sec. 3 (recalled).
///
/// # Errors
/// For a name without a corner, or another number of bytes than 1201 or 3601 squared times two.
pub fn read_hgt(name: &str, bytes: &[u8]) -> Result<Grid, ReadError> {
    let corner = corner(name).ok_or_else(|| {
        ReadError::named(
            "name",
            "a corner such as N52E030",
            name.chars().take(40).collect::<String>(),
        )
    })?;
    let side = SIDES.into_iter().find(|n| n * n * 2 == bytes.len()).ok_or_else(|| {
        ReadError::field(0, "length", "2884802 or 25934402 bytes", bytes.len().to_string())
    })?;
    let height = |pair: &[u8]| match i16::from_be_bytes([pair[0], pair[1]]) {
        VOID => f32::NAN,
        height => f32::from(height),
    };
    let heights = bytes.chunks_exact(2).map(height).collect();
    let step = 1.0 / (side - 1) as f64;
    let north_west = GridPoint { x: corner.x, y: corner.y + 1.0 };
    let lattice = Lattice { frame: Frame::Degrees, north_west, step_x: step, step_y: step };
    Ok(Grid::new(lattice, (side, side), heights)?)
}

/// The south-western corner in a name.
fn corner(name: &str) -> Option<GridPoint> {
    let text = name.as_bytes().get(..7)?.to_ascii_uppercase();
    let digits = |range: std::ops::Range<usize>| {
        let part = text.get(range)?;
        part.iter()
            .try_fold(0.0, |sum, d| d.is_ascii_digit().then(|| sum * 10.0 + f64::from(d - b'0')))
    };
    let sign = |at: usize, plus: u8, minus: u8| match text[at] {
        c if c == plus => Some(1.0),
        c if c == minus => Some(-1.0),
        _ => None,
    };
    let y = sign(0, b'N', b'S')? * digits(1..3)?;
    let x = sign(3, b'E', b'W')? * digits(4..7)?;
    let ends = name.len() == 7 || name.get(7..).is_some_and(|rest| rest.starts_with('.'));
    (ends && (-90.0..=89.0).contains(&y) && x.abs() <= 180.0).then_some(GridPoint { x, y })
}
