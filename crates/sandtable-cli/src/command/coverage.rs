//! `sandtable coverage`: what sites see at each height, as a table and as files.

use crate::args::CoverageArgs;
use crate::exit::Failure;
use crate::input;
use crate::output::{json, line, note, table};
use sandtable::analysis::coverage::{
    BEARINGS_OVER_TERRAIN, Coverage, Drawn, Ground, Question, Raster, coverage as measured,
    drawn_sites, raster, unit_raster,
};
use sandtable::export::cog::cog;
use sandtable::export::coverage::{Sheet, geojson, sheet};
use sandtable::export::svg::Land;
use sandtable::geo::terrain::{
    Frame, Grid, GridPoint, Lattice, Terrain, VerticalDatum, read_dted, read_geotiff, read_hgt,
};
use sandtable::scenario::Scenario;
use sandtable::scenario::resolved::UnitId;
use sandtable::store::write_text;
use serde_json::{Value, json};
use std::path::Path;

/// Works out what sites see, prints a table, and writes files if a folder is named.
pub fn coverage(args: &CoverageArgs) -> Result<(), Failure> {
    let (scenario, _) = input::scenario(&args.scenario)?;
    let units = units(&scenario, args)?;
    let question = question(&scenario, args)?;
    let terrain = terrain(args)?;
    let forest = args.forest.unwrap_or((0.0, 0.0));
    let ground = terrain.as_ref().map(|(terrain, _)| Ground {
        terrain,
        canopy_m: forest,
        error_m: args.dem_error,
    });
    let drawn = drawn_sites(&scenario, &units, &question, ground.as_ref());
    let found = measured(&scenario, &question, &drawn);
    if found.is_empty() {
        return Err(Failure::usage("none of these units has a radar with all that a look needs"));
    }
    let over = over(terrain.as_ref().map(|t| t.1.as_str()), args, forest);
    let cells = match (&terrain, &args.output) {
        (Some(_), Some(_)) => cells(&scenario, &found, (&question, &drawn), args.cell)?,
        _ => Vec::new(),
    };
    let about = Sheet {
        scenario: &scenario,
        question: &question,
        units: &found,
        over: &over,
        cells: terrain.as_ref().map(|_| cells.as_slice()),
    };
    if let Some(folder) = &args.output {
        write(folder, &about, &drawn, args.cell)?;
    }
    if args.json {
        json(&object(&about));
    } else {
        print(&about, args.output.as_deref());
    }
    Ok(())
}

/// What a recording carries: every unit with radars at eight heights; nothing if no unit has one.
pub fn recorded(scenario: &Scenario, seed: u64) -> Option<String> {
    let all = (0_u32..).map(UnitId).zip(&scenario.units);
    let units: Vec<_> = all.filter(|(_, u)| !u.radars.is_empty()).map(|(id, _)| id).collect();
    let question = Question { seed, draws: RECORDED_DRAWS, ..Question::default() };
    let drawn = drawn_sites(scenario, &units, &question, None);
    let found = measured(scenario, &question, &drawn);
    let over = "over a smooth earth: no hill and no forest hides anything";
    let about = Sheet { scenario, question: &question, units: &found, over, cells: None };
    (!found.is_empty()).then(|| format!("{}\n", object(&about)))
}

/// All that is known, as JSON.
fn object(about: &Sheet<'_>) -> Value {
    let question = about.question;
    json!({
        "scenario": about.scenario.id, "about": about.line(), "notice": about.scenario.notice,
        "over_terrain": about.cells.is_some(), "meaning": about.meaning(),
        "rcs_m2": question.rcs_m2, "chance": question.chance, "draws": question.draws,
        "rows": about.units,
    })
}

/// The share of draws in which each unit sees each cell, by unit and height.
fn cells(
    scenario: &Scenario,
    found: &[Coverage],
    (question, drawn): (&Question, &[Vec<Drawn>]),
    cell_deg: f64,
) -> Result<Vec<Vec<Raster>>, Failure> {
    let of_unit = |row: &Coverage| {
        let unit = scenario.unit_named(&row.unit)?;
        let heights = 0..question.heights_m.len();
        heights.map(|height| unit_raster(drawn, unit, height, cell_deg)).collect()
    };
    let all: Option<Vec<Vec<Raster>>> = found.iter().map(of_unit).collect();
    all.ok_or_else(|| {
        Failure::usage(format!("cells of {cell_deg} deg are too many: name a larger `--cell`"))
    })
}

/// Draws behind the coverage of a recording.
const RECORDED_DRAWS: u32 = 50;

fn units(scenario: &Scenario, args: &CoverageArgs) -> Result<Vec<UnitId>, Failure> {
    let mut units = Vec::new();
    for name in &args.units {
        let id = scenario.unit_named(name);
        let id = id.ok_or_else(|| super::when::unknown_unit(scenario, name))?;
        units.push(id);
    }
    if units.is_empty() {
        let all = (0_u32..).map(UnitId).zip(&scenario.units);
        let wanted = all.filter(|(_, unit)| {
            !unit.radars.is_empty() && args.side.as_ref().is_none_or(|side| *side == unit.side)
        });
        units = wanted.map(|(id, _)| id).collect();
    }
    if units.is_empty() {
        return Err(Failure::usage("no unit of the scenario has a radar that can be looked with"));
    }
    Ok(units)
}

fn question(scenario: &Scenario, args: &CoverageArgs) -> Result<Question, Failure> {
    let plain = Question::default();
    let mut heights_m = Vec::new();
    for text in args.heights.iter().flat_map(|list| list.split(',')) {
        let height = text.trim().parse::<f64>().ok().filter(|h| (0.0..=100_000.0).contains(h));
        heights_m.push(height.ok_or_else(|| {
            Failure::usage(format!("`{text}` is no height in metres, from 0 to 100000"))
        })?);
    }
    if heights_m.is_empty() {
        heights_m = plain.heights_m;
    }
    let in_range = args.rcs > 0.0 && args.rcs.is_finite() && args.chance > 0.0 && args.chance < 1.0;
    if !in_range {
        return Err(Failure::usage("`--rcs` is above 0 and `--chance` between 0 and 1"));
    }
    Ok(Question {
        heights_m,
        rcs_m2: args.rcs,
        chance: args.chance,
        draws: args.draws,
        seed: args.seed.unwrap_or(scenario.seed),
        bearings: if args.dem.is_empty() { plain.bearings } else { BEARINGS_OVER_TERRAIN },
    })
}

/// The terrain of the files, and what they are; nothing if none is named.
fn terrain(args: &CoverageArgs) -> Result<Option<(Terrain, String)>, Failure> {
    if args.dem.is_empty() {
        return Ok(None);
    }
    let mut tiles = Vec::new();
    for path in &args.dem {
        tiles.push(tile(path, args.datum.as_deref())?);
    }
    let terrain = Terrain::of_tiles(&tiles).map_err(|e| Failure::files(e.to_string()))?;
    let names: Vec<_> = args.dem.iter().filter_map(|p| p.file_name()).collect();
    let names: Vec<_> = names.iter().map(|n| n.to_string_lossy().into_owned()).collect();
    Ok(Some((terrain, names.join(", "))))
}

fn tile(path: &Path, datum: Option<&str>) -> Result<(Grid, VerticalDatum), Failure> {
    let failed = |e: String| Failure::files(format!("{}: {e}", path.display()));
    let bytes = std::fs::read(path).map_err(|e| failed(e.to_string()))?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let declared = match datum {
        None => None,
        Some("egm96") => Some(VerticalDatum::Egm96),
        Some("egm2008") => Some(VerticalDatum::Egm2008),
        Some("ellipsoid") => Some(VerticalDatum::Ellipsoid),
        Some("sea-level") => Some(VerticalDatum::SeaLevel),
        Some(other) => {
            let known = "egm96, egm2008, ellipsoid, sea-level";
            return Err(Failure::usage(format!("`--datum {other}` is none of {known}")));
        }
    };
    let kind = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match kind.as_str() {
        "hgt" => read_hgt(&name, &bytes)
            .map(|grid| (grid, declared.unwrap_or(VerticalDatum::Egm96)))
            .map_err(|e| failed(e.to_string())),
        "dt0" | "dt1" | "dt2" => read_dted(&bytes).map_err(|e| failed(e.to_string())),
        "tif" | "tiff" => read_geotiff(&bytes, declared).map_err(|e| failed(e.to_string())),
        _ => Err(failed("expected a file .hgt, .dt0, .dt1, .dt2 or .tif".to_owned())),
    }
}

/// Over what it was worked out, in a sentence.
fn over(dem: Option<&str>, args: &CoverageArgs, forest: (f64, f64)) -> String {
    match dem {
        None => "over a smooth earth: no hill and no forest hides anything".to_owned(),
        Some(names) => format!(
            "over the terrain of {names}, forest {} to {} m everywhere, height error {} m",
            forest.0, forest.1, args.dem_error
        ),
    }
}

fn print(about: &Sheet<'_>, folder: Option<&Path>) {
    line(&format!("{}: what is seen, by height above the ground", about.scenario.id));
    line(&about.line());
    line(about.meaning());
    line(
        "10, 50 and 90 % over what is not known; ranges are the median over the bearings looked at",
    );
    let heights = about.units.iter().flat_map(|unit| &unit.heights);
    if let Some(error_m) = heights.filter_map(|h| h.median_error_m).reduce(f64::max) {
        let km = km(error_m / 1e3);
        line(&format!(
            "too few draws make a 50 % range uncertain by {km} km either way at most (95 %, by order statistics)"
        ));
    }
    line("");
    let mut rows = Vec::new();
    for unit in about.units {
        for (number, height) in unit.heights.iter().enumerate() {
            let first = number == 0;
            let name = if first { place(unit) } else { String::new() };
            let looks = if first { format!("{:.0} deg", unit.looks_deg) } else { String::new() };
            rows.push(vec![
                name,
                looks,
                format!("{:.0} m", height.height_m),
                height.typical_m.map(|m| km(m / 1e3)).join(" / "),
                height.area_km2.map(km).join(" / "),
            ]);
        }
    }
    let range = if about.cells.is_some() { "first seen at, km" } else { "range, km" };
    let head = ["unit, place", "looks at", "height", range, "covered, km2"];
    line(&table(&head, &rows, &[1, 2, 3, 4]));
    line(&about.scenario.notice);
    if folder.is_none() {
        line(
            "next: the same with `-o FOLDER` writes coverage.json, .geojson, and a map and a raster a height",
        );
    }
}

/// Whole ones, tenths of few, hundredths of parts.
fn km(x: f64) -> String {
    let digits = usize::from(x < 20.0) + usize::from(x > 0.0 && x < 1.0);
    format!("{x:.digits$}")
}

fn place(unit: &Coverage) -> String {
    let precision = unit.precision_m.map_or(String::new(), |m| format!(" ±{} km", m / 1e3));
    format!("{} at {}{precision}", unit.unit, unit.place)
}

/// Writes the table, the polygons, and a map and a raster for each height.
fn write(
    folder: &Path,
    about: &Sheet<'_>,
    drawn: &[Vec<Drawn>],
    cell_deg: f64,
) -> Result<(), Failure> {
    let land = Land::from_geojson(sandtable_assets::COUNTRIES_10M);
    let mut written = vec!["coverage.json".to_owned(), "coverage.geojson".to_owned()];
    write_text(&folder.join(&written[0]), &format!("{:#}\n", object(about)))?;
    write_text(&folder.join(&written[1]), &geojson(about))?;
    for (number, height_m) in about.question.heights_m.iter().enumerate() {
        if let Some(map) = sheet(about, &land, number) {
            let name = format!("coverage-{height_m:.0}m.svg");
            write_text(&folder.join(&name), &map)?;
            written.push(name);
        }
        let name = format!("coverage-{height_m:.0}m.tif");
        let Some(grid) = grid(about.question, drawn, (number, cell_deg)) else {
            note(&format!("no {name}: cells of {cell_deg} deg are too many"));
            continue;
        };
        let bytes = cog(&grid).map_err(|e| Failure::files(e.to_string()))?;
        sandtable::store::write_bytes(&folder.join(&name), &bytes)?;
        written.push(name);
    }
    note(&format!("{}: {}", folder.display(), written.join(", ")));
    Ok(())
}

/// The share of draws in which a cell is covered, as a grid.
fn grid(
    question: &Question,
    drawn: &[Vec<Drawn>],
    (height, cell_deg): (usize, f64),
) -> Option<Grid> {
    let found = raster(question, drawn, height, cell_deg)?;
    let lattice = Lattice {
        frame: Frame::Degrees,
        north_west: GridPoint {
            x: found.corner.0 + cell_deg / 2.0,
            y: found.corner.1 - cell_deg / 2.0,
        },
        step_x: cell_deg,
        step_y: cell_deg,
    };
    Grid::new(lattice, found.size, found.share).ok()
}
