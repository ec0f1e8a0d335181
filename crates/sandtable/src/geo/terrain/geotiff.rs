//! GeoTIFF in longitude and latitude on WGS84 (EPSG:4326). Projected files are refused, with the advice
//! to warp them.

use super::VerticalDatum;
use super::grid::{Frame, Grid, GridPoint, Lattice, MOST_POSTS};
use super::read_error::ReadError;
use std::io::Cursor;
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;

type Reader<'b> = Decoder<Cursor<&'b [u8]>>;

/// More bytes than this for a byte of the file is no compression that exists (deflate: 1032).
const MOST_EXPANSION: usize = 1_500;
/// GeoKeys: model, raster type, geographic system, vertical system.
const MODEL: u16 = 1_024;
const RASTER: u16 = 1_025;
const GEOGRAPHIC: u16 = 2_048;
const VERTICAL: u16 = 4_096;
/// Value of a GeoKey that its author did not fix.
const USER_DEFINED: u16 = 32_767;

/// The first image of a file, and its vertical datum: the file's if it names one, else `declared`.
///
/// Reads one band of 8 to 32-bit whole numbers or 32 or 64-bit floats, in strips or tiles, uncompressed,
/// deflate or LZW, cells as areas or as points, a scale and one tie point, and GDAL's no-data tag. Heights
/// are kept as 32-bit floats. Source: OGC 19-008r4 (GeoTIFF 1.1).
///
/// # Errors
/// Names the tag or key that is missing, or not what is read here: a projected system, a rotated grid,
/// a datum that contradicts `declared`, no datum at all.
pub fn read_geotiff(
    bytes: &[u8],
    declared: Option<VerticalDatum>,
) -> Result<(Grid, VerticalDatum), ReadError> {
    let mut limits = Limits::default();
    let most = bytes.len().saturating_mul(MOST_EXPANSION).min(MOST_POSTS * 4);
    limits.decoding_buffer_size = most;
    limits.intermediate_buffer_size = most;
    limits.ifd_value_size = bytes.len();
    let mut tiff = Decoder::new(Cursor::new(bytes)).map_err(broken)?.with_limits(limits);
    let keys = Keys::read(&mut tiff)?;
    let lattice = lattice(&mut tiff, &keys)?;
    let datum = datum(&keys, declared)?;
    let (width, height) = tiff.dimensions().map_err(broken)?;
    let size = (height as usize, width as usize);
    match tiff.colortype().map_err(broken)? {
        ColorType::Gray(_) => {}
        other => return Err(ReadError::named("bands", "one", format!("{other:?}"))),
    }
    let mut heights = heights(tiff.read_image().map_err(broken)?)?;
    if let Some(no_data) = no_data(&mut tiff)? {
        for height in heights.iter_mut().filter(|h| **h == no_data) {
            *height = f32::NAN;
        }
    }
    Ok((Grid::new(lattice, size, heights)?, datum))
}

fn broken(error: tiff::TiffError) -> ReadError {
    ReadError::Tiff(error.to_string())
}

/// The short values of the GeoKey directory.
struct Keys(Vec<u16>);

impl Keys {
    fn read(tiff: &mut Reader) -> Result<Keys, ReadError> {
        let found = tiff.find_tag(Tag::GeoKeyDirectoryTag).map_err(broken)?;
        let value = found
            .ok_or_else(|| ReadError::named("GeoKeyDirectory", "the tag of a GeoTIFF", "none"))?;
        let keys = Keys(value.into_u16_vec().map_err(broken)?);
        let model = keys.get(MODEL);
        if model != Some(2) {
            let found = match model {
                Some(1) => "a projected system".to_owned(),
                other => format!("{other:?}"),
            };
            let expected = "2: longitude and latitude (warp the file to EPSG:4326)";
            return Err(ReadError::named("GTModelTypeGeoKey", expected, found));
        }
        let system = keys.get(GEOGRAPHIC);
        if system != Some(4_326) {
            let found = format!("{system:?}");
            return Err(ReadError::named("GeographicTypeGeoKey", "4326, WGS84", found));
        }
        Ok(keys)
    }

    fn get(&self, key: u16) -> Option<u16> {
        let entries = self.0.get(4..)?.chunks_exact(4);
        entries.filter(|e| e[0] == key && e[1] == 0).map(|e| e[3]).next()
    }
}

fn lattice(tiff: &mut Reader, keys: &Keys) -> Result<Lattice, ReadError> {
    let scale = numbers(tiff, Tag::ModelPixelScaleTag, "ModelPixelScale", 3)?;
    let tie = numbers(tiff, Tag::ModelTiepointTag, "ModelTiepoint", 6)?;
    if tie.len() > 6 {
        let found = format!("{}", tie.len() / 6);
        return Err(ReadError::named("ModelTiepoint", "one tie point", found));
    }
    let half = match keys.get(RASTER) {
        Some(2) => 0.0,
        Some(1) | None => 0.5,
        Some(other) => {
            let expected = "1 (areas) or 2 (points)";
            return Err(ReadError::named("GTRasterTypeGeoKey", expected, other.to_string()));
        }
    };
    let north_west = GridPoint {
        x: tie[3] + (half - tie[0]) * scale[0],
        y: tie[4] - (half - tie[1]) * scale[1],
    };
    Ok(Lattice { frame: Frame::Degrees, north_west, step_x: scale[0], step_y: scale[1] })
}

fn numbers(
    tiff: &mut Reader,
    tag: Tag,
    field: &'static str,
    least: usize,
) -> Result<Vec<f64>, ReadError> {
    let value = tiff.find_tag(tag).map_err(broken)?;
    let numbers = value.map(|v| v.into_f64_vec()).transpose().map_err(broken)?.unwrap_or_default();
    if numbers.len() < least {
        let (expected, found) = (format!("{least} numbers"), numbers.len().to_string());
        return Err(ReadError::named(field, expected, found));
    }
    Ok(numbers)
}

fn datum(keys: &Keys, declared: Option<VerticalDatum>) -> Result<VerticalDatum, ReadError> {
    let field = "VerticalGeoKey";
    let said = match keys.get(VERTICAL) {
        None | Some(0 | USER_DEFINED) => None,
        Some(5_773 | 5_171) => Some(VerticalDatum::Egm96),
        Some(3_855) => Some(VerticalDatum::Egm2008),
        Some(4_979 | 4_326 | 5_030) => Some(VerticalDatum::Ellipsoid),
        Some(5_714) => Some(VerticalDatum::SeaLevel),
        Some(other) => {
            let expected = "EGM96 (5773), EGM2008 (3855), sea level (5714) or WGS84";
            return Err(ReadError::named(field, expected, other.to_string()));
        }
    };
    match (said, declared) {
        (Some(file), Some(caller)) if file != caller => {
            Err(ReadError::named(field, format!("{caller:?} as declared"), format!("{file:?}")))
        }
        (Some(datum), _) | (None, Some(datum)) => Ok(datum),
        (None, None) => Err(ReadError::named(field, "a datum, here or declared", "none")),
    }
}

/// GDAL's no-data value, a text.
fn no_data(tiff: &mut Reader) -> Result<Option<f32>, ReadError> {
    let Some(value) = tiff.find_tag(Tag::GdalNodata).map_err(broken)? else { return Ok(None) };
    let text = value.into_string().map_err(broken)?;
    let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
    if text.eq_ignore_ascii_case("nan") {
        return Ok(None);
    }
    let number: f64 = text.parse().map_err(|_| {
        ReadError::named("GDAL_NODATA", "a number", text.chars().take(40).collect::<String>())
    })?;
    Ok(Some(number as f32))
}

fn heights(image: DecodingResult) -> Result<Vec<f32>, ReadError> {
    Ok(match image {
        DecodingResult::F32(values) => values,
        DecodingResult::F64(values) => values.into_iter().map(|v| v as f32).collect(),
        DecodingResult::I16(values) => values.into_iter().map(f32::from).collect(),
        DecodingResult::U16(values) => values.into_iter().map(f32::from).collect(),
        DecodingResult::I32(values) => values.into_iter().map(|v| v as f32).collect(),
        DecodingResult::U32(values) => values.into_iter().map(|v| v as f32).collect(),
        DecodingResult::U8(values) => values.into_iter().map(f32::from).collect(),
        DecodingResult::I8(values) => values.into_iter().map(f32::from).collect(),
        _ => return Err(ReadError::named("samples", "at most 32 bits, or floats", "others")),
    })
}
