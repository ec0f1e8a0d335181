//! DTED levels 0 to 2 (MIL-PRF-89020B): columns of signed-magnitude heights, each with its checksum.

use super::VerticalDatum;
use super::grid::{Frame, Grid, GridPoint, Lattice};
use super::read_error::ReadError;

/// Sizes of the headers UHL, DSI and ACC (bytes).
const HEADERS: [usize; 3] = [80, 648, 2_700];
/// Where the data begin.
const DATA: usize = HEADERS[0] + HEADERS[1] + HEADERS[2];
/// Bytes of a column besides its heights: sentinel, counts, checksum.
const FRAME: usize = 12;
/// What stands for an unknown height.
const VOID: i16 = -32_767;
/// Most posts on a side: one degree by an arc second.
const MOST: usize = 3_601;

/// A tile from its bytes, with the vertical datum that its DSI record names.
///
/// `MSL` is [`VerticalDatum::SeaLevel`], `E96` and `E08` the geoids. Checksums are checked. Source:
/// MIL-PRF-89020B (2000), tables of UHL, DSI, ACC and data records (recalled), checked against files
/// written by GDAL.
///
/// # Errors
/// With the byte and field that is not as the format wants it.
pub fn read_dted(bytes: &[u8]) -> Result<(Grid, VerticalDatum), ReadError> {
    let mut start = 0;
    for (sentinel, size) in ["UHL1", "DSI", "ACC"].into_iter().zip(HEADERS) {
        let found = text(bytes, start, sentinel.len(), "record sentinel")?;
        if found != sentinel {
            return Err(ReadError::field(start, "record sentinel", sentinel, found));
        }
        start += size;
    }
    let datum = datum(bytes)?;
    let horizontal = text(bytes, HEADERS[0] + 144, 5, "horizontal datum")?;
    if horizontal != "WGS84" {
        let at = HEADERS[0] + 144;
        return Err(ReadError::field(at, "horizontal datum", "WGS84", horizontal));
    }
    let west = angle(bytes, 4, "longitude of origin", (b'E', b'W'))?;
    let south = angle(bytes, 12, "latitude of origin", (b'N', b'S'))?;
    let step = |at, field| whole(bytes, at, 4, field).map(|tenths| f64::from(tenths) / 36_000.0);
    let (step_x, step_y) = (step(20, "longitude interval")?, step(24, "latitude interval")?);
    let cols = count(bytes, 47, "number of longitude lines")?;
    let rows = count(bytes, 51, "number of latitude points")?;
    let record = FRAME + 2 * rows;
    if bytes.len() < DATA + cols * record {
        let expected = format!("{} bytes for {cols} columns of {rows}", DATA + cols * record);
        return Err(ReadError::field(DATA, "data records", expected, bytes.len().to_string()));
    }
    let mut heights = vec![f32::NAN; rows * cols];
    for (col, column) in bytes[DATA..].chunks_exact(record).take(cols).enumerate() {
        check(column, DATA + col * record)?;
        for (up, pair) in column[8..record - 4].chunks_exact(2).enumerate() {
            heights[(rows - 1 - up) * cols + col] = height(pair);
        }
    }
    let north_west = GridPoint { x: west, y: south + (rows - 1) as f64 * step_y };
    let lattice = Lattice { frame: Frame::Degrees, north_west, step_x, step_y };
    Ok((Grid::new(lattice, (rows, cols), heights)?, datum))
}

fn datum(bytes: &[u8]) -> Result<VerticalDatum, ReadError> {
    let at = HEADERS[0] + 141;
    match text(bytes, at, 3, "vertical datum")? {
        "MSL" => Ok(VerticalDatum::SeaLevel),
        "E96" => Ok(VerticalDatum::Egm96),
        "E08" => Ok(VerticalDatum::Egm2008),
        other => Err(ReadError::field(at, "vertical datum", "MSL, E96 or E08", other)),
    }
}

/// Sentinel and checksum of a column that begins at byte `offset`.
fn check(column: &[u8], offset: usize) -> Result<(), ReadError> {
    if column[0] != 0xAA {
        let found = format!("{:#04x}", column[0]);
        return Err(ReadError::field(offset, "sentinel of a column", "0xaa", found));
    }
    let (body, tail) = column.split_at(column.len() - 4);
    let sum: u32 = body.iter().map(|b| u32::from(*b)).sum();
    let written = u32::from_be_bytes([tail[0], tail[1], tail[2], tail[3]]);
    if sum != written {
        let at = offset + body.len();
        return Err(ReadError::field(at, "checksum", sum.to_string(), written.to_string()));
    }
    Ok(())
}

/// A height in signed magnitude: the first bit is the sign, the others are the size.
fn height(pair: &[u8]) -> f32 {
    let bits = u16::from_be_bytes([pair[0], pair[1]]);
    let size = (bits & 0x7FFF) as i16;
    let height = if bits & 0x8000 == 0 { size } else { -size };
    if height == VOID { f32::NAN } else { f32::from(height) }
}

fn slice<'b>(
    bytes: &'b [u8],
    at: usize,
    length: usize,
    field: &'static str,
) -> Result<&'b [u8], ReadError> {
    bytes.get(at..at + length).ok_or_else(|| {
        ReadError::field(at, field, format!("{length} bytes"), format!("a file of {}", bytes.len()))
    })
}

fn text<'b>(
    bytes: &'b [u8],
    at: usize,
    length: usize,
    field: &'static str,
) -> Result<&'b str, ReadError> {
    let part = slice(bytes, at, length, field)?;
    std::str::from_utf8(part)
        .ok()
        .filter(|t| t.is_ascii())
        .ok_or_else(|| ReadError::field(at, field, "ASCII", format!("{part:02x?}")))
}

fn whole(bytes: &[u8], at: usize, length: usize, field: &'static str) -> Result<u32, ReadError> {
    let digits = text(bytes, at, length, field)?;
    let plain = digits.bytes().all(|d| d.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| plain);
    number.ok_or_else(|| ReadError::field(at, field, "digits", digits))
}

fn count(bytes: &[u8], at: usize, field: &'static str) -> Result<usize, ReadError> {
    let n = whole(bytes, at, 4, field)? as usize;
    if !(2..=MOST).contains(&n) {
        return Err(ReadError::field(at, field, format!("2 to {MOST}"), n.to_string()));
    }
    Ok(n)
}

/// An angle DDDMMSSH (deg).
fn angle(bytes: &[u8], at: usize, field: &'static str, signs: (u8, u8)) -> Result<f64, ReadError> {
    let degrees = f64::from(whole(bytes, at, 3, field)?);
    let minutes = f64::from(whole(bytes, at + 3, 2, field)?);
    let seconds = f64::from(whole(bytes, at + 5, 2, field)?);
    let size = degrees + minutes / 60.0 + seconds / 3_600.0;
    match slice(bytes, at + 7, 1, field)?[0] {
        c if c == signs.0 => Ok(size),
        c if c == signs.1 => Ok(-size),
        c => {
            let expected = format!("{} or {}", signs.0 as char, signs.1 as char);
            Err(ReadError::field(at + 7, field, expected, format!("{c:#04x}")))
        }
    }
}
