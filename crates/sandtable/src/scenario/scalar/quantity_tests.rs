//! Quantities of the language's tables, valid and invalid.

use super::{Field, quantity};
use crate::base::dist::Dist;
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::quantity::{Dimension, Quantity, Scope};
use crate::scenario::source_map::Span;

fn read(text: &str, dimension: Dimension) -> (Option<Quantity>, Vec<Diagnostic>) {
    let span = Span { end: text.len() as u32, ..Span::default() };
    let mut out = Vec::new();
    let found = quantity(text, span, &Field::of(dimension), &mut out);
    (found.map(|q| q.body), out)
}

fn good(text: &str, dimension: Dimension) -> Quantity {
    let (found, out) = read(text, dimension);
    assert!(out.is_empty(), "{text}: {out:?}");
    found.unwrap()
}

fn dist(text: &str, dimension: Dimension) -> Dist {
    good(text, dimension).dist
}

/// Code, marked text and patch of the only diagnostic.
fn bad(text: &str, dimension: Dimension) -> (&'static str, String, Option<String>) {
    let (found, out) = read(text, dimension);
    assert!(found.is_none() && out.len() == 1, "{text}: {out:?}");
    let span = out[0].span;
    (out[0].code, text[span.start as usize..span.end as usize].to_owned(), out[0].patch.clone())
}

#[test]
fn spreads_of_the_grammar() {
    use Dimension as D;
    assert_eq!(dist("8 @interfax", D::Count), Dist::Point(8.0));
    assert_eq!(dist("6..12 vehicles @pledgetimes", D::Count), Dist::Integers { min: 6, max: 12 });
    assert_eq!(dist("17.2..20 m/s", D::Speed), Dist::Uniform { min: 17.2, max: 20.0 });
    assert_eq!(
        dist("20..60..240 min each @estimate", D::Time),
        Dist::Triangular { min: 20.0, mode: 60.0, max: 240.0 }
    );
    assert_eq!(
        dist("pert 0..2..12 h each-unit @estimate", D::Time),
        Dist::Pert { min: 0.0, mode: 2.0, max: 12.0 }
    );
    assert_eq!(dist("2~72 h", D::Time), Dist::LogNormal { q05: 2.0, q95: 72.0 });
    assert_eq!(
        dist("0.05~1.5 /d @estimate", D::Frequency),
        Dist::LogNormal { q05: 0.05, q95: 1.5 }
    );
}

#[test]
fn normals_know_the_bounds_of_their_field() {
    use Dimension as D;
    let normal = |text, dimension| match dist(text, dimension) {
        Dist::Normal { mean, sd, min, max } => (mean, sd, min, max),
        other => panic!("{other:?}"),
    };
    let inf = f64::INFINITY;
    assert_eq!(normal("3±1 dB @estimate", D::PowerRatio), (3.0, 1.0, -inf, inf));
    assert_eq!(normal("800 +- 50 km/d", D::Speed), (800.0, 50.0, 0.0, inf));
    assert_eq!(normal("800±50 km/d", D::Speed), (800.0, 50.0, 0.0, inf));
}

#[test]
fn other_forms_of_the_grammar() {
    use Dimension as D;
    assert_eq!(dist("0..0.1..0.3", D::Ratio), Dist::Triangular { min: 0.0, mode: 0.1, max: 0.3 });
    assert_eq!(
        dist("1e-7..1e-6..1e-5", D::Probability),
        Dist::Triangular { min: 1e-7, mode: 1e-6, max: 1e-5 }
    );
    assert_eq!(
        dist("-8..-5 degC @studyinby", D::Temperature),
        Dist::Uniform { min: -8.0, max: -5.0 }
    );
    assert_eq!(dist("1 d 12 h 30 min", D::Time), Dist::Point(131_400.0));
    assert_eq!(dist("5 vehicles", D::Count), Dist::Point(5.0));
    assert_eq!(dist("1..2..4", D::Count), Dist::Triangular { min: 1.0, mode: 2.0, max: 4.0 });
}

#[test]
fn scopes_and_exact() {
    assert_eq!(good("20..60 min each", Dimension::Time).scope, Scope::Each);
    assert_eq!(good("0..2 h each-unit", Dimension::Time).scope, Scope::EachUnit);
    let exact = good("12 exact @fomin @meduza#F09", Dimension::Count);
    assert!(exact.exact && exact.scope == Scope::Shared);
    assert!(good("800 km exact", Dimension::Length).exact);
}

#[test]
fn verif_values_in_si() {
    let si = |text: &str, dimension, written: f64| good(text, dimension).to_si(written);
    assert_eq!(si("250km", Dimension::Length, 250.0), 250_000.0);
    assert_eq!(si("0.6..0.85..1 of 400 km @brochure", Dimension::Length, 0.85), 340_000.0);
    assert!((si("3±1 dB", Dimension::PowerRatio, 3.0) - 1.995_262_314_968_88).abs() < 1e-12);
    assert!((si("-10 dBm2", Dimension::CrossSection, -10.0) - 0.1).abs() < 1e-15);
    assert_eq!(si("80 % @brochure", Dimension::Probability, 80.0), 0.8);
    let q = good("3±1 dB", Dimension::PowerRatio);
    assert!((q.from_si(q.to_si(3.0)) - 3.0).abs() < 1e-12);
}

/// Text, field, code, marked text and patch (empty for none).
const FAULTS: &[(&str, Dimension, &str, &str, &str)] = &[
    ("150 kmm", Dimension::Length, "unit/unknown", "kmm", "km"),
    ("250 KM", Dimension::Length, "unit/case", "KM", "km"),
    ("5 kt", Dimension::Speed, "unit/ambiguous", "kt", ""),
    ("250", Dimension::Length, "unit/missing", "250", ""),
    ("60..20..240 min", Dimension::Time, "spread/order", "60", ""),
    ("0~5 h", Dimension::Time, "spread/lognormal", "0", ""),
    ("800±0 km", Dimension::Length, "spread/zero", "800±0 km", "800 km exact"),
    ("800 ± 10 % km/d", Dimension::Speed, "spread/percent", "%", ""),
    ("800 ± 10 %", Dimension::Speed, "spread/percent", "%", ""),
    ("600–1100 km/d", Dimension::Speed, "char/dash", "–", ".."),
    (".5 km", Dimension::Length, "number/form", ".5", "0.5"),
    ("1. km", Dimension::Length, "number/form", "1.", "1"),
    ("0x1F km", Dimension::Length, "number/form", "0x1F", "31"),
    ("1h30m", Dimension::Time, "duration/form", "1h30m", "1 h 30 min"),
    ("5 km @ estimate", Dimension::Length, "source/space", "@ estimate", "@estimate"),
    ("@estimate 5 km", Dimension::Length, "yaml/start", "@", ""),
    ("20,000 km", Dimension::Length, "number/thousands", "20,000", "20000"),
    ("T(20,60,240) min", Dimension::Time, "spread/call", "T(20,60,240)", "20..60..240"),
    ("mix: 0.85 8", Dimension::Count, "mix/form", "mix: 0.85 8", ""),
    ("5 dBsm", Dimension::CrossSection, "unit/alias", "dBsm", "dBm2"),
    ("1 vehicle", Dimension::Count, "unit/alias", "vehicle", "vehicles"),
    ("5 h", Dimension::Length, "unit/dimension", "h", ""),
    ("1.5 vehicles", Dimension::Count, "count/fraction", "1.5", ""),
    ("-5 km", Dimension::Length, "number/range", "-5", ""),
    ("101 %", Dimension::Probability, "number/range", "101", ""),
    ("-274 degC", Dimension::Temperature, "number/range", "-274", ""),
    ("1e308 km", Dimension::Length, "number/range", "1e308", ""),
    ("5 each km", Dimension::Length, "scope/order", "each", ""),
    ("5 km each exact", Dimension::Length, "scope/duplicate", "exact", ""),
    ("5..6 km exact", Dimension::Length, "scope/exact", "5..6 km", ""),
    ("5 .. 30 km", Dimension::Length, "spread/form", "5 .. 30", "5..30"),
    ("5...30 km", Dimension::Length, "spread/form", "5...30", "5..30"),
    ("5-30 km", Dimension::Length, "spread/form", "5-30", "5..30"),
    ("5 to 30 km", Dimension::Length, "spread/form", "5 to 30", "5..30"),
    ("5 +/- 3 km", Dimension::Length, "spread/form", "5 +/- 3", "5±3"),
    ("1..2..3..4 km", Dimension::Length, "spread/form", "..", ""),
    ("pert 1..2 km", Dimension::Length, "spread/form", "pert", ""),
    ("5 km / h", Dimension::Speed, "quantity/form", "km / h", "km/h"),
    ("5 km #note", Dimension::Length, "quantity/form", "km #note", ""),
    ("5 furlongs", Dimension::Length, "unit/unknown", "furlongs", ""),
    ("each", Dimension::Time, "number/form", "each", ""),
    ("5 of -4 km", Dimension::Length, "number/range", "-4", ""),
    ("5..5 km", Dimension::Length, "spread/zero", "5..5 km", "5 km exact"),
    ("5±-1 km", Dimension::Length, "spread/form", "-1", ""),
];

#[test]
fn the_table_of_faults() {
    for (text, dimension, code, marked, patch) in FAULTS {
        let patch = (!patch.is_empty()).then(|| (*patch).to_owned());
        assert_eq!(bad(text, *dimension), (*code, (*marked).to_owned(), patch), "{text}");
    }
}

#[test]
fn hints_say_what_to_write() {
    let hint = |text, dimension| read(text, dimension).1[0].hint.clone().unwrap_or_default();
    assert_eq!(hint("800 ± 10 % km/d", Dimension::Speed), "write `800±80 km/d`");
    assert_eq!(hint("0~5 h", Dimension::Time), "use `0..x..5 h` with the mode for `x`");
    assert_eq!(hint("5 kt", Dimension::Speed), "knots are `kn`, tonnes `t`");
    assert_eq!(hint("150 kmm", Dimension::Length), "did you mean `km`?");
}

#[test]
fn a_normal_that_loses_much_is_noted() {
    let (found, out) = read("1±1 km", Dimension::Length);
    assert!(found.is_some());
    assert_eq!((out[0].code, out[0].severity), ("spread/truncated", Severity::Note));
    assert!(read("5±1 km", Dimension::Length).1.is_empty());
}

#[test]
fn prop_every_pair_of_numbers_makes_the_spread_it_says() {
    // Numbers next to dots and exponents are where a greedy reader goes wrong.
    let numbers = ["0", "1", "0.1", "1e-7", "1E6", "1e+2", "12.50", "007", "3.25e-3"];
    for low in numbers {
        for high in numbers {
            let [a, b]: [f64; 2] = [low.parse().unwrap(), high.parse().unwrap()];
            if a >= b {
                continue;
            }
            let expected = Dist::Uniform { min: a, max: b };
            assert_eq!(dist(&format!("{low}..{high}"), Dimension::Ratio), expected);
            assert_eq!(dist(&format!("{low}..{high} m"), Dimension::Length), expected);
            assert_eq!(dist(&format!("{low}..{high}m"), Dimension::Length), expected);
            let triangle = Dist::Triangular { min: a, mode: b, max: b };
            assert_eq!(dist(&format!("{low}..{high}..{high} m"), Dimension::Length), triangle);
            if a > 0.0 {
                let quantiles = Dist::LogNormal { q05: a, q95: b };
                assert_eq!(dist(&format!("{low}~{high} m"), Dimension::Length), quantiles);
            }
        }
    }
}
