//! The table of units, and unit texts such as `km/d` read by dimension analysis.
//!
//! Factors are exact by definition (nautical mile 1852 m, foot 0.3048 m, knot 1 nmi/h).

use crate::scenario::quantity::{Conversion, Dimension};

/// Exponents of the base quantities: length, time, mass, angle, temperature.
pub(super) type Dims = [i8; 5];

pub(super) const NONE: Dims = [0, 0, 0, 0, 0];
const LENGTH: Dims = [1, 0, 0, 0, 0];
const AREA: Dims = [2, 0, 0, 0, 0];
const TIME: Dims = [0, 1, 0, 0, 0];
const SPEED: Dims = [1, -1, 0, 0, 0];
const RATE: Dims = [0, -1, 0, 0, 0];
const MASS: Dims = [0, 0, 1, 0, 0];
const ANGLE: Dims = [0, 0, 0, 1, 0];
const TEMPERATURE: Dims = [0, 0, 0, 0, 1];
const POWER: Dims = [2, -3, 1, 0, 0];

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// A product of base quantities.
    Product(Dims),
    /// Counted things.
    Things,
    /// A share of 1.
    Percent,
    /// A power ratio in decibels.
    Decibel,
    /// An area in decibels over 1 m2.
    DecibelArea,
}

/// A unit as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub(super) measure: Measure,
    pub(super) conversion: Conversion,
}

struct Named {
    name: &'static str,
    measure: Measure,
    factor: f64,
}

const fn product(name: &'static str, dims: Dims, factor: f64) -> Named {
    Named { name, measure: Measure::Product(dims), factor }
}

const fn things(name: &'static str) -> Named {
    Named { name, measure: Measure::Things, factor: 1.0 }
}

const DEG: f64 = std::f64::consts::PI / 180.0;
/// 0 degC in kelvin.
const ZERO_CELSIUS_K: f64 = 273.15;

const TABLE: &[Named] = &[
    product("m", LENGTH, 1.0),
    product("km", LENGTH, 1e3),
    product("cm", LENGTH, 0.01),
    product("mm", LENGTH, 1e-3),
    product("ft", LENGTH, 0.3048),
    product("nmi", LENGTH, 1852.0),
    product("ha", AREA, 1e4),
    product("s", TIME, 1.0),
    product("ms", TIME, 1e-3),
    product("us", TIME, 1e-6),
    product("min", TIME, 60.0),
    product("h", TIME, 3600.0),
    product("d", TIME, 86_400.0),
    product("kn", SPEED, 1852.0 / 3600.0),
    product("kg", MASS, 1.0),
    product("t", MASS, 1e3),
    product("deg", ANGLE, DEG),
    product("rad", ANGLE, 1.0),
    product("mrad", ANGLE, 1e-3),
    product("K", TEMPERATURE, 1.0),
    product("degC", TEMPERATURE, 1.0),
    product("W", POWER, 1.0),
    product("kW", POWER, 1e3),
    product("MW", POWER, 1e6),
    product("Hz", RATE, 1.0),
    product("kHz", RATE, 1e3),
    product("MHz", RATE, 1e6),
    product("GHz", RATE, 1e9),
    Named { name: "%", measure: Measure::Percent, factor: 0.01 },
    Named { name: "dB", measure: Measure::Decibel, factor: 1.0 },
    Named { name: "dBm2", measure: Measure::DecibelArea, factor: 1.0 },
    things("vehicles"),
    things("rounds"),
    things("trains"),
    things("targets"),
    things("flights"),
    things("people"),
    things("ramps"),
    things("wagons"),
    things("launchers"),
    things("aircraft"),
];

/// What other programs and people write, and what it is here.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("dBsm", "dBm2"),
    ("dbsm", "dBm2"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("day", "d"),
    ("days", "d"),
    ("meter", "m"),
    ("meters", "m"),
    ("metre", "m"),
    ("metres", "m"),
    ("feet", "ft"),
    ("foot", "ft"),
    ("NM", "nmi"),
    ("knot", "kn"),
    ("knots", "kn"),
    ("kts", "kn"),
    ("kmh", "km/h"),
    ("kph", "km/h"),
    ("kmph", "km/h"),
    ("mps", "m/s"),
    ("sqm", "m2"),
    ("sqkm", "km2"),
    ("degrees", "deg"),
    ("°", "deg"),
    ("°C", "degC"),
    ("C", "degC"),
    ("percent", "%"),
    ("pct", "%"),
    ("ton", "t"),
    ("tons", "t"),
    ("tonne", "t"),
    ("tonnes", "t"),
    ("vehicle", "vehicles"),
    ("round", "rounds"),
    ("train", "trains"),
    ("target", "targets"),
    ("flight", "flights"),
    ("person", "people"),
    ("ramp", "ramps"),
    ("wagon", "wagons"),
    ("launcher", "launchers"),
    ("aircrafts", "aircraft"),
];

/// Reads a unit: `%`, a factor, `factor/factor` or `/factor`; `None` if a name is unknown or there
/// are two slashes.
pub(super) fn read(text: &str) -> Option<Unit> {
    if let Some(named) = named(text) {
        return Some(whole(named));
    }
    let (above, below) = match text.split_once('/') {
        Some((above, below)) => (above, Some(below)),
        None => (text, None),
    };
    let mut dims = NONE;
    let mut scale = 1.0;
    if !above.is_empty() {
        let (above_dims, above_scale) = factor(above)?;
        dims = above_dims;
        scale = above_scale;
    }
    if let Some(below) = below {
        let (below_dims, below_scale) = factor(below)?;
        for (sum, less) in dims.iter_mut().zip(below_dims) {
            *sum -= less;
        }
        scale /= below_scale;
    } else if above.is_empty() {
        return None;
    }
    Some(Unit {
        measure: Measure::Product(dims),
        conversion: Conversion::Affine { factor: scale, offset: 0.0 },
    })
}

fn named(name: &str) -> Option<&'static Named> {
    TABLE.iter().find(|n| n.name == name)
}

fn whole(named: &Named) -> Unit {
    let conversion = match named.measure {
        Measure::Decibel | Measure::DecibelArea => Conversion::Decibel { factor: named.factor },
        _ => {
            let offset = if named.name == "degC" { ZERO_CELSIUS_K } else { 0.0 };
            Conversion::Affine { factor: named.factor, offset }
        }
    };
    Unit { measure: named.measure, conversion }
}

/// A name with an exponent. A name is looked up whole before an exponent is split off.
fn factor(text: &str) -> Option<(Dims, f64)> {
    if let Some(named) = named(text) {
        return match named.measure {
            // A scale with an offset, a share or a logarithm has no place in a product.
            Measure::Product(_) if named.name == "degC" => None,
            Measure::Product(dims) => Some((dims, named.factor)),
            Measure::Things => Some((NONE, 1.0)),
            _ => None,
        };
    }
    let exponent = match text.as_bytes().last()? {
        b'2' => 2,
        b'3' => 3,
        _ => return None,
    };
    let base = &text[..text.len() - 1];
    let found = named(base.strip_suffix('^').unwrap_or(base))?;
    let Measure::Product(dims) = found.measure else {
        return None;
    };
    if found.name == "degC" {
        return None;
    }
    let mut power = 1.0;
    for _ in 0..exponent {
        power *= found.factor;
    }
    Some((dims.map(|d| d * exponent), power))
}

/// The text with each name in the case of the table, if that makes it a unit that fits.
pub(super) fn in_right_case(text: &str, dimension: Dimension) -> Option<String> {
    let candidates = dimension.units().iter().map(|u| (*u).to_owned());
    let mut all: Vec<String> = candidates.collect();
    let names = TABLE.iter().map(|n| n.name.to_owned());
    all.extend(names);
    if let Some(found) =
        all.iter().find(|u| u.eq_ignore_ascii_case(text) && fits_text(u, dimension))
    {
        return Some(found.clone());
    }
    let parts = text.split('/').map(|part| {
        let bare = part.trim_end_matches(['2', '3', '^']);
        let name = TABLE.iter().find(|n| n.name.eq_ignore_ascii_case(bare)).map_or("", |n| n.name);
        if part.is_empty() { String::new() } else { format!("{name}{}", &part[bare.len()..]) }
    });
    let better = parts.collect::<Vec<_>>().join("/");
    (better != text && fits_text(&better, dimension)).then_some(better)
}

fn fits_text(text: &str, dimension: Dimension) -> bool {
    read(text).is_some_and(|unit| fits(unit.measure, dimension))
}

/// Whether a unit measures what a field wants.
pub(super) fn fits(measure: Measure, dimension: Dimension) -> bool {
    let product = |dims: Dims| measure == Measure::Product(dims);
    match dimension {
        Dimension::Ratio | Dimension::Number | Dimension::Probability => {
            measure == Measure::Percent || product(NONE)
        }
        Dimension::Count => measure == Measure::Things,
        Dimension::Length | Dimension::Coordinate => product(LENGTH),
        Dimension::Area => product(AREA),
        Dimension::Time => product(TIME),
        Dimension::Speed => product(SPEED),
        Dimension::Acceleration => product([1, -2, 0, 0, 0]),
        Dimension::Frequency => product(RATE),
        Dimension::Density => product([-1, 0, 0, 0, 0]),
        Dimension::Mass => product(MASS),
        Dimension::Angle => product(ANGLE),
        Dimension::Temperature => product(TEMPERATURE),
        Dimension::PowerRatio => measure == Measure::Decibel,
        Dimension::CrossSection => product(AREA) || measure == Measure::DecibelArea,
        Dimension::Power => product(POWER),
    }
}

/// What a unit measures, in words with an article.
pub(super) fn name_of(measure: Measure) -> &'static str {
    const FIELDS: [Dimension; 11] = [
        Dimension::Length,
        Dimension::Area,
        Dimension::Time,
        Dimension::Speed,
        Dimension::Acceleration,
        Dimension::Frequency,
        Dimension::Density,
        Dimension::Mass,
        Dimension::Angle,
        Dimension::Temperature,
        Dimension::Power,
    ];
    match measure {
        Measure::Things => "a count",
        Measure::Percent => "a share of 1",
        Measure::Decibel => "a power ratio",
        Measure::DecibelArea => "a radar cross-section",
        Measure::Product(_) => {
            FIELDS.iter().find(|f| fits(measure, **f)).map_or("of another kind", |f| f.name())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn si(text: &str, x: f64) -> f64 {
        read(text).unwrap_or_else(|| panic!("{text}")).conversion.to_si(x)
    }

    #[test]
    fn verif_conversions() {
        assert_eq!(si("km", 250.0), 250_000.0);
        assert!((si("km/h", 100.0) - 27.777_777_777_777_78).abs() < 1e-12);
        assert!((si("km/d", 864.0) - 10.0).abs() < 1e-12);
        assert!((si("/d", 86_400.0) - 1.0).abs() < 1e-12);
        assert!((si("rounds/min", 60.0) - 1.0).abs() < 1e-12);
        assert_eq!(si("vehicles/km", 1000.0), 1.0);
        assert_eq!(si("m/s2", 9.8), 9.8);
        assert_eq!(si("m/s^2", 9.8), 9.8);
        assert_eq!(si("km2", 1.0), 1e6);
        assert_eq!(si("nmi", 1.0), 1852.0);
        assert!((si("kn", 1.0) - 0.514_444_444_444_444_4).abs() < 1e-15);
        assert_eq!(si("degC", -273.15), 0.0);
        assert!((si("dB", 33.0) - 1_995.262_314_968_879_6).abs() < 1e-9);
        assert!((si("dBm2", -10.0) - 0.1).abs() < 1e-15);
        assert_eq!(si("deg", 180.0), std::f64::consts::PI);
    }

    #[test]
    fn a_name_is_looked_up_whole_before_its_exponent() {
        assert_eq!(read("dBm2").unwrap().measure, Measure::DecibelArea);
        assert_eq!(read("m2").unwrap().measure, Measure::Product(AREA));
        assert_eq!(read("dBm"), None);
        assert_eq!(read("dB2"), None);
    }

    #[test]
    fn what_is_no_unit() {
        for text in [
            "",
            "/",
            "km/",
            "km/h/s",
            "%/d",
            "dB/km",
            "degC/km",
            "m4",
            "m22",
            "vehicles2",
            "^2",
            "2",
            "é2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn every_listed_unit_fits_its_field_and_every_alias_is_a_unit() {
        for dimension in [
            Dimension::Ratio,
            Dimension::Number,
            Dimension::Probability,
            Dimension::Count,
            Dimension::Length,
            Dimension::Coordinate,
            Dimension::Area,
            Dimension::Time,
            Dimension::Speed,
            Dimension::Acceleration,
            Dimension::Frequency,
            Dimension::Density,
            Dimension::Mass,
            Dimension::Angle,
            Dimension::Temperature,
            Dimension::PowerRatio,
            Dimension::CrossSection,
            Dimension::Power,
        ] {
            for unit in dimension.units() {
                assert!(fits_text(unit, dimension), "{unit} for {dimension:?}");
            }
        }
        for (alias, unit) in ALIASES {
            assert!(read(unit).is_some() && read(alias).is_none(), "{alias}");
        }
    }

    #[test]
    fn case_is_mended() {
        assert_eq!(in_right_case("KM", Dimension::Length).as_deref(), Some("km"));
        assert_eq!(in_right_case("Km/H", Dimension::Speed).as_deref(), Some("km/h"));
        assert_eq!(in_right_case("M2", Dimension::Area).as_deref(), Some("m2"));
        assert_eq!(in_right_case("KM", Dimension::Time), None);
        assert_eq!(in_right_case("kmm", Dimension::Length), None);
    }
}
