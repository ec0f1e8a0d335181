//! Quantities of the language's tables, valid and invalid.

use super::{Field, quantity};
use crate::base::dist::Dist;
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::quantity::{Dimension, Quantity, Scope};
use crate::scenario::source_map::Span;

fn read(text: &str, dimension: Dimension) -> (Option<Quantity>, Vec<Diagnostic>) {
    let span = Span {
        end: text.len() as u32,
        ..Span::default()
    };
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
    (
        out[0].code,
        text[span.start as usize..span.end as usize].to_owned(),
        out[0].patch.clone(),
    )
}

#[test]
fn spreads_of_the_grammar() {
    use Dimension as D;
    assert_eq!(dist("8 @interfax", D::Count), Dist::Point(8.0));
    assert_eq!(
        dist("6..12 vehicles @pledgetimes", D::Count),
        Dist::Integers { min: 6, max: 12 }
    );
    assert_eq!(
        dist("17.2..20 m/s", D::Speed),
        Dist::Uniform {
            min: 17.2,
            max: 20.0
        }
    );
    assert_eq!(
        dist("20..60..240 min each @estimate", D::Time),
        Dist::Triangular {
            min: 20.0,
            mode: 60.0,
            max: 240.0
        }
    );
    assert_eq!(
        dist("pert 0..2..12 h each-unit @estimate", D::Time),
        Dist::Pert {
            min: 0.0,
            mode: 2.0,
            max: 12.0
        }
    );
    assert_eq!(
        dist("2~72 h", D::Time),
        Dist::LogNormal {
            q05: 2.0,
            q95: 72.0
        }
    );
    assert_eq!(
        dist("0.05~1.5 /d @estimate", D::Frequency),
        Dist::LogNormal {
            q05: 0.05,
            q95: 1.5
        }
    );
    let normal = |text, dimension| match dist(text, dimension) {
        Dist::Normal { mean, sd, min, max } => (mean, sd, min, max),
        other => panic!("{other:?}"),
    };
    let inf = f64::INFINITY;
    assert_eq!(
        normal("3±1 dB @estimate", D::PowerRatio),
        (3.0, 1.0, -inf, inf)
    );
    assert_eq!(normal("800 +- 50 km/d", D::Speed), (800.0, 50.0, 0.0, inf));
    assert_eq!(normal("800±50 km/d", D::Speed), (800.0, 50.0, 0.0, inf));
    assert_eq!(
        dist("0..0.1..0.3", D::Ratio),
        Dist::Triangular {
            min: 0.0,
            mode: 0.1,
            max: 0.3
        }
    );
    assert_eq!(
        dist("1e-7..1e-6..1e-5", D::Probability),
        Dist::Triangular {
            min: 1e-7,
            mode: 1e-6,
            max: 1e-5
        }
    );
    assert_eq!(
        dist("-8..-5 degC @studyinby", D::Temperature),
        Dist::Uniform {
            min: -8.0,
            max: -5.0
        }
    );
    assert_eq!(dist("1 d 12 h 30 min", D::Time), Dist::Point(131_400.0));
    assert_eq!(dist("5 vehicles", D::Count), Dist::Point(5.0));
    assert_eq!(
        dist("1..2..4", D::Count),
        Dist::Triangular {
            min: 1.0,
            mode: 2.0,
            max: 4.0
        }
    );
}

#[test]
fn scopes_and_exact() {
    assert_eq!(good("20..60 min each", Dimension::Time).scope, Scope::Each);
    assert_eq!(
        good("0..2 h each-unit", Dimension::Time).scope,
        Scope::EachUnit
    );
    let exact = good("12 exact @fomin @meduza#F09", Dimension::Count);
    assert!(exact.exact && exact.scope == Scope::Shared);
    assert!(good("800 km exact", Dimension::Length).exact);
}

#[test]
fn verif_values_in_si() {
    let si = |text: &str, dimension, written: f64| good(text, dimension).to_si(written);
    assert_eq!(si("250km", Dimension::Length, 250.0), 250_000.0);
    assert_eq!(
        si("0.6..0.85..1 of 400 km @brochure", Dimension::Length, 0.85),
        340_000.0
    );
    assert!((si("3±1 dB", Dimension::PowerRatio, 3.0) - 1.995_262_314_968_88).abs() < 1e-12);
    assert!((si("-10 dBm2", Dimension::CrossSection, -10.0) - 0.1).abs() < 1e-15);
    assert_eq!(si("80 % @brochure", Dimension::Probability, 80.0), 0.8);
    let q = good("3±1 dB", Dimension::PowerRatio);
    assert!((q.from_si(q.to_si(3.0)) - 3.0).abs() < 1e-12);
}

#[test]
fn the_table_of_faults() {
    use Dimension as D;
    let fault = |code, marked: &str, patch: Option<&str>| {
        (code, marked.to_owned(), patch.map(str::to_owned))
    };
    assert_eq!(
        bad("150 kmm", D::Length),
        fault("unit/unknown", "kmm", Some("km"))
    );
    assert_eq!(
        bad("250 KM", D::Length),
        fault("unit/case", "KM", Some("km"))
    );
    assert_eq!(bad("5 kt", D::Speed), fault("unit/ambiguous", "kt", None));
    assert_eq!(bad("250", D::Length), fault("unit/missing", "250", None));
    assert_eq!(
        bad("60..20..240 min", D::Time),
        fault("spread/order", "60", None)
    );
    assert_eq!(bad("0~5 h", D::Time), fault("spread/lognormal", "0", None));
    assert_eq!(
        bad("800±0 km", D::Length),
        fault("spread/zero", "800±0 km", Some("800 km exact"))
    );
    assert_eq!(
        bad("800 ± 10 % km/d", D::Speed),
        fault("spread/percent", "%", None)
    );
    assert_eq!(
        bad("800 ± 10 %", D::Speed),
        fault("spread/percent", "%", None)
    );
    assert_eq!(
        bad("600–1100 km/d", D::Speed),
        fault("char/dash", "–", Some(".."))
    );
    assert_eq!(
        bad(".5 km", D::Length),
        fault("number/form", ".5", Some("0.5"))
    );
    assert_eq!(
        bad("1. km", D::Length),
        fault("number/form", "1.", Some("1"))
    );
    assert_eq!(
        bad("0x1F km", D::Length),
        fault("number/form", "0x1F", Some("31"))
    );
    assert_eq!(
        bad("1h30m", D::Time),
        fault("duration/form", "1h30m", Some("1 h 30 min"))
    );
    assert_eq!(
        bad("5 km @ estimate", D::Length),
        fault("source/space", "@ estimate", Some("@estimate"))
    );
    assert_eq!(
        bad("@estimate 5 km", D::Length),
        fault("yaml/start", "@", None)
    );
    assert_eq!(
        bad("20,000 km", D::Length),
        fault("number/thousands", "20,000", Some("20000"))
    );
    assert_eq!(
        bad("T(20,60,240) min", D::Time),
        fault("spread/call", "T(20,60,240)", Some("20..60..240"))
    );
    assert_eq!(bad("mix: 0.85 8", D::Count).0, "mix/form");
    assert_eq!(
        bad("5 dBsm", D::CrossSection),
        fault("unit/alias", "dBsm", Some("dBm2"))
    );
    assert_eq!(
        bad("1 vehicle", D::Count),
        fault("unit/alias", "vehicle", Some("vehicles"))
    );
    assert_eq!(bad("5 h", D::Length), fault("unit/dimension", "h", None));
    assert_eq!(
        bad("1.5 vehicles", D::Count),
        fault("count/fraction", "1.5", None)
    );
    assert_eq!(bad("-5 km", D::Length), fault("number/range", "-5", None));
    assert_eq!(
        bad("101 %", D::Probability),
        fault("number/range", "101", None)
    );
    assert_eq!(
        bad("-274 degC", D::Temperature),
        fault("number/range", "-274", None)
    );
    assert_eq!(
        bad("1e308 km", D::Length),
        fault("number/range", "1e308", None)
    );
    assert_eq!(
        bad("5 each km", D::Length),
        fault("scope/order", "each", None)
    );
    assert_eq!(
        bad("5 km each exact", D::Length),
        fault("scope/duplicate", "exact", None)
    );
    assert_eq!(
        bad("5..6 km exact", D::Length),
        fault("scope/exact", "5..6 km", None)
    );
    assert_eq!(
        bad("5 .. 30 km", D::Length),
        fault("spread/form", "5 .. 30", Some("5..30"))
    );
    assert_eq!(
        bad("5...30 km", D::Length),
        fault("spread/form", "5...30", Some("5..30"))
    );
    assert_eq!(
        bad("5-30 km", D::Length),
        fault("spread/form", "5-30", Some("5..30"))
    );
    assert_eq!(
        bad("5 to 30 km", D::Length),
        fault("spread/form", "5 to 30", Some("5..30"))
    );
    assert_eq!(
        bad("5 +/- 3 km", D::Length),
        fault("spread/form", "5 +/- 3", Some("5±3"))
    );
    assert_eq!(
        bad("1..2..3..4 km", D::Length),
        fault("spread/form", "..", None)
    );
    assert_eq!(
        bad("pert 1..2 km", D::Length),
        fault("spread/form", "pert", None)
    );
    assert_eq!(
        bad("5 km / h", D::Speed),
        fault("quantity/form", "km / h", Some("km/h"))
    );
    assert_eq!(bad("5 km #note", D::Length).0, "quantity/form");
    assert_eq!(
        bad("5 furlongs", D::Length),
        fault("unit/unknown", "furlongs", None)
    );
    assert_eq!(bad("each", D::Time).0, "number/form");
    assert_eq!(bad("5 of -4 km", D::Length).0, "number/range");
    assert_eq!(bad("5..5 km", D::Length).0, "spread/zero");
    assert_eq!(bad("5±-1 km", D::Length).0, "spread/form");
}

#[test]
fn hints_say_what_to_write() {
    let hint = |text, dimension| read(text, dimension).1[0].hint.clone().unwrap_or_default();
    assert_eq!(
        hint("800 ± 10 % km/d", Dimension::Speed),
        "write `800±80 km/d`"
    );
    assert_eq!(
        hint("0~5 h", Dimension::Time),
        "use `0..x..5 h` with the mode for `x`"
    );
    assert_eq!(hint("5 kt", Dimension::Speed), "knots are `kn`, tonnes `t`");
    assert_eq!(hint("150 kmm", Dimension::Length), "did you mean `km`");
}

#[test]
fn a_normal_that_loses_much_is_noted() {
    let (found, out) = read("1±1 km", Dimension::Length);
    assert!(found.is_some());
    assert_eq!(
        (out[0].code, out[0].severity),
        ("spread/truncated", Severity::Note)
    );
    assert!(read("5±1 km", Dimension::Length).1.is_empty());
}

#[test]
fn prop_every_pair_of_numbers_makes_the_spread_it_says() {
    // Numbers next to dots and exponents are where a greedy reader goes wrong.
    let numbers = [
        "0", "1", "0.1", "1e-7", "1E6", "1e+2", "12.50", "007", "3.25e-3",
    ];
    for low in numbers {
        for high in numbers {
            let [a, b]: [f64; 2] = [low.parse().unwrap(), high.parse().unwrap()];
            if a >= b {
                continue;
            }
            let expected = Dist::Uniform { min: a, max: b };
            assert_eq!(dist(&format!("{low}..{high}"), Dimension::Ratio), expected);
            assert_eq!(
                dist(&format!("{low}..{high} m"), Dimension::Length),
                expected
            );
            assert_eq!(
                dist(&format!("{low}..{high}m"), Dimension::Length),
                expected
            );
            let triangle = Dist::Triangular {
                min: a,
                mode: b,
                max: b,
            };
            assert_eq!(
                dist(&format!("{low}..{high}..{high} m"), Dimension::Length),
                triangle
            );
            if a > 0.0 {
                let quantiles = Dist::LogNormal { q05: a, q95: b };
                assert_eq!(
                    dist(&format!("{low}~{high} m"), Dimension::Length),
                    quantiles
                );
            }
        }
    }
}
