//! Masking heights and visibility over a height file, by every method, with the CPU time of each.
//!
//! `viewshed FILE OUT [--raw ROWS COLS STEP_M] [--antenna M] [--methods exact,accurate,fast] [--once M] [--cog]`
//! FILE is a GeoTIFF in EPSG:4326, an HGT or DTED tile, or with `--raw` little-endian 32-bit floats, row after
//! row. The observer is the highest post of the central 20 % square. Writes OUT.METHOD.f32 (height above the
//! ground from which a target is seen) and OUT.METHOD.HEIGHT.u8 (1 seen, 0 hidden) for five heights, and
//! prints a JSON line for each method. With `--once M` it works once and writes only what is seen at M metres, as
//! other programs do; with `--cog` also OUT.METHOD.tif, a cloud-optimised GeoTIFF. validation/peers/viewshed reads
//! them. Files and clocks are here, not in the library.

use sandtable::export::cog::cog;
use sandtable::geo::refraction::{EffectiveEarth, STANDARD_K};
use sandtable::geo::sight::{Method, Observer, masking_heights};
use sandtable::geo::terrain::{
    Frame, Grid, GridPoint, Lattice, VerticalDatum, read_dted, read_geotiff, read_hgt,
};
use std::io::Write;

/// The sphere of the comparison with GDAL and GRASS (m).
const EARTH_M: f64 = 6_371_007.0;
const TARGETS_M: [f32; 5] = [10.0, 50.0, 100.0, 500.0, 2_000.0];
/// A fan is swept this often, and the median counts; the exact rays run once.
const RUNS: usize = 5;
/// Posts that a timed sample takes in: the kernel counts time in ticks of milliseconds.
const SAMPLE: usize = 8_000_000;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, out, ..] = arguments.as_slice() else {
        return Err(
            "usage: viewshed FILE OUT [--raw ROWS COLS STEP_M] [--antenna M] [--methods LIST]"
                .into(),
        );
    };
    let value = |name: &str, nth: usize| {
        let at = arguments.iter().position(|a| a == name)?;
        arguments.get(at + nth)
    };
    let bytes = std::fs::read(file)?;
    let grid = match value("--raw", 1) {
        Some(rows) => {
            let word = |nth| value("--raw", nth).ok_or("--raw ROWS COLS STEP_M");
            raw(&bytes, (rows.parse()?, word(2)?.parse()?), word(3)?.parse()?)?
        }
        None => read(file, &bytes)?,
    };
    let antenna_m = value("--antenna", 1).map_or(Ok(20.0), |a| a.parse())?;
    let methods = value("--methods", 1).map_or("exact,accurate,fast", String::as_str);
    let observer = highest(&grid, antenna_m);
    let once = value("--once", 1).map(|m| m.parse()).transpose()?;
    let as_cog = arguments.iter().any(|a| a == "--cog");
    for name in methods.split(',') {
        let masks = match once {
            Some(_) => compute(&grid, observer, method(name)?)?,
            None => timed(&grid, observer, name)?,
        };
        let out = format!("{out}.{name}");
        if once.is_none() {
            let floats = heights(&masks).flat_map(f32::to_le_bytes).collect::<Vec<u8>>();
            std::fs::write(format!("{out}.f32"), floats)?;
        }
        for target_m in once.map_or(TARGETS_M.to_vec(), |m| vec![m]) {
            let seen: Vec<u8> = heights(&masks).map(|m| u8::from(m <= target_m)).collect();
            std::fs::write(format!("{out}.{target_m}.u8"), seen)?;
        }
        if as_cog {
            std::fs::write(format!("{out}.tif"), cog(&masks)?)?;
        }
    }
    Ok(())
}

fn method(name: &str) -> Result<Method, Failure> {
    match name {
        "exact" => Ok(Method::Exact),
        "accurate" => Ok(Method::Accurate),
        "fast" => Ok(Method::Fast),
        other => Err(format!("no method {other}").into()),
    }
}

fn compute(grid: &Grid, observer: Observer, method: Method) -> Result<Grid, Failure> {
    let earth = EffectiveEarth::new(STANDARD_K, EARTH_M).ok_or("an earth")?;
    let masks = masking_heights(grid, observer, earth, method);
    Ok(masks.ok_or("the observer stands on unknown ground")?)
}

/// Height above the ground from which a post is seen (m); unknown ground is never seen.
fn heights(masks: &Grid) -> impl Iterator<Item = f32> {
    masks.posts().map(|m| m.unwrap_or(f32::INFINITY))
}

/// Masks, and a line about the time they took.
fn timed(grid: &Grid, observer: Observer, name: &str) -> Result<Grid, Failure> {
    let method = method(name)?;
    let (rows, cols) = grid.size();
    let exact = method == Method::Exact;
    let (runs, sweeps) = if exact { (1, 1) } else { (RUNS, SAMPLE.div_ceil(rows * cols)) };
    let (mut seconds, mut masks) = (Vec::new(), None);
    for _ in 0..runs {
        let before = cpu_s()?;
        for _ in 0..sweeps {
            drop(masks.take());
            masks = Some(compute(grid, observer, method)?);
        }
        seconds.push((cpu_s()? - before) / sweeps as f64);
    }
    seconds.sort_by(f64::total_cmp);
    let cpu = seconds[seconds.len() / 2];
    let line = format!(
        "{{\"method\": \"{name}\", \"rows\": {rows}, \"cols\": {cols}, \"row\": {}, \"col\": {}, \
         \"cpu_s\": {cpu:.6}, \"least_s\": {:.6}, \"most_s\": {:.6}, \"ns_per_cell\": {:.2}}}\n",
        observer.row,
        observer.col,
        seconds[0],
        seconds[seconds.len() - 1],
        cpu * 1e9 / (rows * cols) as f64
    );
    std::io::stdout().write_all(line.as_bytes())?;
    masks.ok_or_else(|| "no run".into())
}

/// CPU time of this process (s), user and system: of its only thread, to the nanosecond (Linux).
fn cpu_s() -> Result<f64, Failure> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = text.split(' ').next().ok_or("no time")?.parse()?;
    Ok(nanoseconds * 1e-9)
}

fn read(file: &str, bytes: &[u8]) -> Result<Grid, Failure> {
    let name = std::path::Path::new(file).file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    Ok(match ending.as_str() {
        "hgt" => read_hgt(name, bytes)?,
        "dt0" | "dt1" | "dt2" => read_dted(bytes)?.0,
        _ => match read_geotiff(bytes, None) {
            // Most files do not say it, and nothing here depends on it.
            Err(_) => read_geotiff(bytes, Some(VerticalDatum::SeaLevel))?.0,
            Ok((grid, _)) => grid,
        },
    })
}

fn raw(bytes: &[u8], size: (usize, usize), step_m: f64) -> Result<Grid, Failure> {
    let float = |b: &[u8]| f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
    let heights = bytes.chunks_exact(4).map(float).collect();
    let north_west = GridPoint { x: 0.0, y: 0.0 };
    let lattice = Lattice { frame: Frame::Metric, north_west, step_x: step_m, step_y: step_m };
    Ok(Grid::new(lattice, size, heights)?)
}

/// The highest post of the central 20 % square; the first of equals.
fn highest(grid: &Grid, above_ground_m: f64) -> Observer {
    let (rows, cols) = grid.size();
    let middle = |n: usize| n * 4 / 10..n * 6 / 10;
    let mut best = (f64::NEG_INFINITY, rows / 2, cols / 2);
    for row in middle(rows) {
        for col in middle(cols) {
            let height = grid.post_m(row, col).unwrap_or(f64::NEG_INFINITY);
            if height > best.0 {
                best = (height, row, col);
            }
        }
    }
    Observer { row: best.1, col: best.2, above_ground_m }
}
