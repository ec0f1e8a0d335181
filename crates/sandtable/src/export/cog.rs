//! A grid of values as a cloud-optimised GeoTIFF: tiles, deflate, overviews, directories first.
//!
//! Source: OGC 21-026 (COG 1.0), 19-008r4 (GeoTIFF 1.1), TIFF 6.0. Classic TIFF, little-endian, EPSG:4326,
//! cells as areas around the posts, 32-bit floats, unknown as NaN. Overviews are means of the known posts
//! among four.

use crate::geo::terrain::{Frame, Grid, Lattice};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;
use thiserror::Error;

/// Side of a tile (cells).
const TILE: usize = 512;
/// What says "unknown" in GDAL's tag.
const NO_DATA: &[u8] = b"nan\0";

/// Why a grid is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CogError {
    /// A grid in metres: this writer has no projection to name.
    #[error("only grids in longitude and latitude are written")]
    NotDegrees,
    /// More than 4 GB, or rows and columns beyond 32 bits.
    #[error("the file would be larger than a classic TIFF can be")]
    TooLarge,
}

/// The bytes of the file. The same grid gives the same bytes with the same version of this crate.
///
/// # Errors
/// For a grid that is not in degrees or too large.
pub fn cog(grid: &Grid) -> Result<Vec<u8>, CogError> {
    let lattice = grid.lattice();
    if lattice.frame != Frame::Degrees {
        return Err(CogError::NotDegrees);
    }
    let (rows, cols) = grid.size();
    let values = grid.posts().map(|p| p.unwrap_or(f32::NAN)).collect();
    let mut images = vec![Image { rows, cols, values }];
    while let Some(next) = images.last().filter(|i| i.rows.max(i.cols) > TILE).map(Image::halved) {
        images.push(next);
    }
    let tiles: Vec<Vec<Vec<u8>>> = images.iter().map(Image::tiles).collect();
    let directories: Vec<Directory> = images
        .iter()
        .zip(&tiles)
        .enumerate()
        .map(|(level, (image, tiles))| directory(image, tiles, (level == 0).then_some(lattice)))
        .collect::<Result<_, _>>()?;
    assemble(directories, &tiles)
}

/// Directories, then the tiles of the smallest overview, and at the end those of the full image: a reader
/// has what it wants first in what it fetches first.
fn assemble(mut directories: Vec<Directory>, tiles: &[Vec<Vec<u8>>]) -> Result<Vec<u8>, CogError> {
    let mut at = 8 + directories.iter().map(Directory::length).sum::<usize>();
    for (directory, tiles) in directories.iter_mut().zip(tiles).rev() {
        let mut offsets = Vec::with_capacity(tiles.len());
        for tile in tiles {
            offsets.push(u32::try_from(at).map_err(|_| CogError::TooLarge)?);
            at += tile.len();
        }
        directory.set_offsets(&offsets);
    }
    u32::try_from(at).map_err(|_| CogError::TooLarge)?;
    let mut file = Vec::with_capacity(at);
    file.extend(b"II*\0");
    file.extend(8_u32.to_le_bytes());
    let count = directories.len();
    for (level, directory) in directories.iter().enumerate() {
        directory.write(&mut file, level + 1 == count);
    }
    for tile in tiles.iter().rev().flatten() {
        file.extend(tile);
    }
    Ok(file)
}

struct Image {
    rows: usize,
    cols: usize,
    values: Vec<f32>,
}

impl Image {
    /// Half the rows and columns, rounded up.
    fn halved(&self) -> Image {
        let (rows, cols) = (self.rows.div_ceil(2), self.cols.div_ceil(2));
        let mut values = Vec::with_capacity(rows * cols);
        for row in 0..rows {
            for col in 0..cols {
                let (mut sum, mut known) = (0.0_f64, 0.0_f64);
                for r in 2 * row..(2 * row + 2).min(self.rows) {
                    for c in 2 * col..(2 * col + 2).min(self.cols) {
                        let value = f64::from(self.values[r * self.cols + c]);
                        if !value.is_nan() {
                            sum += value;
                            known += 1.0;
                        }
                    }
                }
                values.push(if known > 0.0 { (sum / known) as f32 } else { f32::NAN });
            }
        }
        Image { rows, cols, values }
    }

    /// Deflated tiles, row after row; what lies beyond the image is unknown.
    fn tiles(&self) -> Vec<Vec<u8>> {
        let mut tiles = Vec::new();
        for top in (0..self.rows).step_by(TILE) {
            for left in (0..self.cols).step_by(TILE) {
                let right = (left + TILE).min(self.cols);
                let mut raw = Vec::with_capacity(TILE * TILE * 4);
                for row in top..top + TILE {
                    let start = row * self.cols;
                    let line = self.values.get(start + left..start + right).unwrap_or_default();
                    raw.extend(line.iter().flat_map(|v| v.to_le_bytes()));
                    for _ in line.len()..TILE {
                        raw.extend(f32::NAN.to_le_bytes());
                    }
                }
                tiles.push(deflated(&raw));
            }
        }
        tiles
    }
}

fn deflated(raw: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(raw).and_then(|()| encoder.finish());
    written.expect("a vector takes all bytes")
}

/// An image file directory: entries by tag, values behind them.
struct Directory {
    entries: Vec<Entry>,
}

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    bytes: Vec<u8>,
}

/// TIFF's types.
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const DOUBLE: u16 = 12;
/// Where a tile begins.
const TILE_OFFSETS: u16 = 324;

fn directory(
    image: &Image,
    tiles: &[Vec<u8>],
    georeference: Option<&Lattice>,
) -> Result<Directory, CogError> {
    let size = |n: usize| u32::try_from(n).map_err(|_| CogError::TooLarge);
    let lengths: Vec<u32> = tiles.iter().map(|t| size(t.len())).collect::<Result<_, _>>()?;
    let overview = u32::from(georeference.is_none());
    let mut entries = vec![
        Entry::longs(254, &[overview]),
        Entry::longs(256, &[size(image.cols)?]),
        Entry::longs(257, &[size(image.rows)?]),
        Entry::shorts(258, &[32]),
        // Deflate; brightness grows with the value; one sample, in one plane.
        Entry::shorts(259, &[8]),
        Entry::shorts(262, &[1]),
        Entry::shorts(277, &[1]),
        Entry::shorts(284, &[1]),
        Entry::shorts(322, &[TILE as u16]),
        Entry::shorts(323, &[TILE as u16]),
        Entry::longs(TILE_OFFSETS, &vec![0; tiles.len()]),
        Entry::longs(325, &lengths),
        // IEEE floats.
        Entry::shorts(339, &[3]),
    ];
    if let Some(lattice) = georeference {
        let (dx, dy) = (lattice.step_x, lattice.step_y);
        let corner = (lattice.north_west.x - dx / 2.0, lattice.north_west.y + dy / 2.0);
        entries.push(Entry::doubles(33_550, &[dx, dy, 0.0]));
        entries.push(Entry::doubles(33_922, &[0.0, 0.0, 0.0, corner.0, corner.1, 0.0]));
        // Version 1.1.0, three keys: geographic model, cells as areas, EPSG:4326.
        let keys = [1, 1, 0, 3, 1_024, 0, 1, 2, 1_025, 0, 1, 1, 2_048, 0, 1, 4_326];
        entries.push(Entry::shorts(34_735, &keys));
    }
    let count = NO_DATA.len() as u32;
    entries.push(Entry { tag: 42_113, kind: ASCII, count, bytes: NO_DATA.to_vec() });
    Ok(Directory { entries })
}

impl Entry {
    fn new<const N: usize>(tag: u16, kind: u16, values: Vec<[u8; N]>) -> Entry {
        Entry { tag, kind, count: values.len() as u32, bytes: values.concat() }
    }

    fn shorts(tag: u16, values: &[u16]) -> Entry {
        Entry::new(tag, SHORT, values.iter().map(|v| v.to_le_bytes()).collect())
    }

    fn longs(tag: u16, values: &[u32]) -> Entry {
        Entry::new(tag, LONG, values.iter().map(|v| v.to_le_bytes()).collect())
    }

    fn doubles(tag: u16, values: &[f64]) -> Entry {
        Entry::new(tag, DOUBLE, values.iter().map(|v| v.to_le_bytes()).collect())
    }

    /// Bytes behind the entries; up to four stand in the entry.
    fn behind(&self) -> usize {
        if self.bytes.len() > 4 { self.bytes.len().next_multiple_of(8) } else { 0 }
    }
}

impl Directory {
    fn own_length(&self) -> usize {
        (2 + 12 * self.entries.len() + 4).next_multiple_of(8)
    }

    fn length(&self) -> usize {
        self.own_length() + self.entries.iter().map(Entry::behind).sum::<usize>()
    }

    fn set_offsets(&mut self, offsets: &[u32]) {
        for entry in self.entries.iter_mut().filter(|e| e.tag == TILE_OFFSETS) {
            *entry = Entry::longs(TILE_OFFSETS, offsets);
        }
    }

    /// Appends the directory to a file that ends where it begins.
    fn write(&self, file: &mut Vec<u8>, last: bool) {
        let start = file.len();
        let mut behind = start + self.own_length();
        file.extend((self.entries.len() as u16).to_le_bytes());
        for entry in &self.entries {
            file.extend(entry.tag.to_le_bytes());
            file.extend(entry.kind.to_le_bytes());
            file.extend(entry.count.to_le_bytes());
            if entry.behind() > 0 {
                file.extend((behind as u32).to_le_bytes());
                behind += entry.behind();
            } else {
                let mut value = entry.bytes.clone();
                value.resize(4, 0);
                file.extend(value);
            }
        }
        let next = if last { 0 } else { (start + self.length()) as u32 };
        file.extend(next.to_le_bytes());
        file.resize(start + self.own_length(), 0);
        for entry in self.entries.iter().filter(|e| e.behind() > 0) {
            let end = file.len() + entry.behind();
            file.extend(&entry.bytes);
            file.resize(end, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::terrain::{GridPoint, VerticalDatum, read_geotiff};

    fn grid(frame: Frame, rows: usize, cols: usize) -> Grid {
        let north_west = GridPoint { x: 23.0, y: 56.0 };
        let lattice = Lattice { frame, north_west, step_x: 0.001, step_y: 0.002 };
        let value = |i: usize| if i % 1_009 == 5 { f32::NAN } else { (i % 977) as f32 * 0.25 };
        Grid::new(lattice, (rows, cols), (0..rows * cols).map(value).collect()).unwrap()
    }

    #[test]
    fn verif_our_reader_reads_it_back() {
        for (rows, cols) in [(2, 3), (512, 512), (700, 1_100)] {
            let grid = grid(Frame::Degrees, rows, cols);
            let bytes = cog(&grid).unwrap();
            let (back, _) = read_geotiff(&bytes, Some(VerticalDatum::SeaLevel)).unwrap();
            assert_eq!(back.size(), grid.size());
            let off = |a: f64, b: f64| (a - b).abs() < 1e-9;
            let (old, new) = (grid.lattice(), back.lattice());
            assert!(off(old.north_west.x, new.north_west.x) && off(old.step_x, new.step_x));
            assert!(off(old.north_west.y, new.north_west.y) && off(old.step_y, new.step_y));
            assert!(grid.posts().eq(back.posts()));
        }
    }

    #[test]
    fn overviews_follow_in_order_and_are_means() {
        let grid = grid(Frame::Degrees, 700, 1_100);
        let bytes = cog(&grid).unwrap();
        let mut tiff = tiff::decoder::Decoder::new(std::io::Cursor::new(&bytes)).unwrap();
        let mut sizes = vec![tiff.dimensions().unwrap()];
        let mut starts = vec![tiff.get_tag_u32_vec(tiff::tags::Tag::TileOffsets).unwrap()[0]];
        while tiff.more_images() {
            tiff.next_image().unwrap();
            sizes.push(tiff.dimensions().unwrap());
            starts.push(tiff.get_tag_u32_vec(tiff::tags::Tag::TileOffsets).unwrap()[0]);
        }
        assert_eq!(sizes, [(1_100, 700), (550, 350), (275, 175)]);
        assert!(starts[0] > starts[1] && starts[1] > starts[2], "{starts:?}");
        let tiff::decoder::DecodingResult::F32(small) = tiff.read_image().unwrap() else {
            panic!("floats")
        };
        // Of means of means, unknown posts left out at each step.
        let mean = |values: [f32; 4]| {
            let known: Vec<f32> = values.into_iter().filter(|v| !v.is_nan()).collect();
            known.iter().sum::<f32>() / known.len() as f32
        };
        let post = |r, c| grid.post_m(r, c).map_or(f32::NAN, |h| h as f32);
        let first = |r: usize, c: usize| {
            let (r, c) = (2 * r, 2 * c);
            mean([post(r, c), post(r, c + 1), post(r + 1, c), post(r + 1, c + 1)])
        };
        let (r, c) = (20, 30);
        let want = mean([first(40, 60), first(40, 61), first(41, 60), first(41, 61)]);
        assert!((small[r * 275 + c] - want).abs() < 1e-3);
        assert!(
            (small[0] - mean([first(0, 0), first(0, 1), first(1, 0), first(1, 1)])).abs() < 1e-3
        );
    }

    #[test]
    fn metres_are_refused() {
        assert_eq!(cog(&grid(Frame::Metric, 4, 4)), Err(CogError::NotDegrees));
    }
}
