//! Quantities: `0.6..0.85..1 of 400 km each @brochure`.

use super::citation;
use super::duration;
use super::located::{Cursor, Located};
use super::number::{self, Number};
use super::spread::{self, Written};
use super::unit_fault;
use crate::base::dist::Dist;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::quantity::{Conversion, Dimension, Quantity, Scope, Sourced};
use crate::scenario::source_map::Span;

/// What a field wants: its dimension and its bounds in SI, which may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Which units fit.
    pub dimension: Dimension,
    /// Least value, in SI.
    pub min: f64,
    /// Greatest value, in SI.
    pub max: f64,
}

impl Field {
    /// A field with the natural bounds of its dimension.
    #[must_use]
    pub fn of(dimension: Dimension) -> Self {
        let (min, max) = dimension.bounds();
        Field { dimension, min, max }
    }

    /// A field with narrower bounds, in SI.
    #[must_use]
    pub fn between(dimension: Dimension, min: f64, max: f64) -> Self {
        Field { dimension, min, max }
    }
}

/// How often a number is drawn, and whether it is marked exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    scope: Scope,
    exact: bool,
}

/// Reads a quantity with its sources.
///
/// On a field of time a compound duration (`1 d 12 h`) is a point in seconds. `None` without a
/// diagnostic only for an absent value (empty text and span), which the parser has reported.
///
/// # Errors
/// None with diagnostics: `number/…`, `spread/…`, `unit/…`, `scope/…`, `count/fraction`,
/// `duration/form`, `quantity/form`, `source/…`, `char/…`, `value/empty`, `yaml/start`.
pub fn quantity(
    text: &str,
    span: Span,
    field: &Field,
    out: &mut Vec<Diagnostic>,
) -> Option<Sourced<Quantity>> {
    let cited = citation::split_strict(Located::new(text, span), out)?;
    let body = cited.body;
    let (core, mark) = scope(body, out)?;
    let quantity = if field.dimension == Dimension::Time && duration::is_compound(core.text()) {
        Quantity {
            dist: Dist::Point(duration::seconds(core, out)?),
            of: None,
            unit: Some("s".to_owned()),
            conversion: Conversion::IDENTITY,
            scope: mark.scope,
            exact: mark.exact,
        }
    } else {
        spread_quantity(core, mark, field, out)?
    };
    Some(cited.with(quantity))
}

/// Splits the word of scope off the end.
fn scope<'a>(body: Located<'a>, out: &mut Vec<Diagnostic>) -> Option<(Located<'a>, Mark)> {
    let mut mark = Mark { scope: Scope::Shared, exact: false };
    let words = body.words();
    let reserved = |word: &Located<'_>| matches!(word.text(), "each" | "each-unit" | "exact");
    let behind = words.iter().rev().take_while(|w| reserved(w)).count();
    let (before, scopes) = words.split_at(words.len() - behind);
    if let [first, second, ..] = scopes {
        let message = format!("`{}` after `{}`", second.text(), first.text());
        out.push(
            Diagnostic::error("scope/duplicate", second.span(), message)
                .expected("one of `each`, `each-unit`, `exact`, or none"),
        );
        return None;
    }
    if let Some(early) = before.iter().find(|w| reserved(w)) {
        let message = format!("`{}` stands before the unit", early.text());
        out.push(
            Diagnostic::error("scope/order", early.span(), message)
                .hint("number, unit, scope: `20..60..240 min each`"),
        );
        return None;
    }
    let Some(last) = before.last() else {
        let message = format!("`{}` without a number", body.text());
        out.push(Diagnostic::error("number/form", body.span(), message).expected("a number"));
        return None;
    };
    match scopes.first().map(|w| w.text()) {
        Some("each") => mark.scope = Scope::Each,
        Some("each-unit") => mark.scope = Scope::EachUnit,
        Some(_) => mark.exact = true,
        None => {}
    }
    Some((before[0].to_end_of(*last, body), mark))
}

fn spread_quantity(
    core: Located<'_>,
    mark: Mark,
    field: &Field,
    out: &mut Vec<Diagnostic>,
) -> Option<Quantity> {
    let mut cursor = Cursor::new(core);
    if let Some(fault) = mix(core) {
        out.push(fault);
        return None;
    }
    let written = spread::written(&mut cursor, out)?;
    let of = of(&mut cursor, out)?;
    let unit = unit(&written, core, cursor.rest().trim(), field.dimension, out)?;
    let unit_text = unit.map_or("", |u| u.text());
    let conversion = match unit {
        Some(unit) => unit_fault::conversion(unit, field.dimension, out)?,
        None if field.dimension.needs_unit() => {
            out.push(unit_fault::missing(core, field.dimension));
            return None;
        }
        None => Conversion::IDENTITY,
    };
    let mut good = spread::check(&written, core, unit_text, out);
    if mark.exact && !written.is_point() {
        let message = "`exact` on a spread";
        out.push(
            Diagnostic::error("scope/exact", core.span(), message)
                .hint("delete `exact` or the spread"),
        );
        good = false;
    }
    let quantity = Quantity {
        dist: Dist::Point(0.0),
        of: of.map(|n| n.value),
        unit: unit.map(|u| u.text().to_owned()),
        conversion,
        scope: mark.scope,
        exact: mark.exact,
    };
    good &= whole_counts(&written, &quantity, field, out);
    good &= in_bounds(&written, &quantity, field, out);
    if !good {
        return None;
    }
    let dist = dist(&written, &quantity, field);
    note_truncation(&dist, core, out);
    Some(Quantity { dist, ..quantity })
}

/// `mix` written as a scalar.
fn mix(core: Located<'_>) -> Option<Diagnostic> {
    let after = core.text().strip_prefix("mix")?;
    (after.is_empty() || after.starts_with([' ', ':', '(']))
        .then(|| super::mix::bad_form(core.span()))
}

/// ` of 400`: the spread is a fraction of a brochure's value. The outer `None` is a fault.
#[allow(clippy::option_option)]
fn of<'a>(cursor: &mut Cursor<'a>, out: &mut Vec<Diagnostic>) -> Option<Option<Number<'a>>> {
    let mut ahead = *cursor;
    if !ahead.blanks() || !ahead.eat("of") || !ahead.blanks() {
        return Some(None);
    }
    let whole = number::number(&mut ahead, out)?;
    if whole.value <= 0.0 {
        let message = format!("`of` needs a value above 0: {}", whole.text.text());
        out.push(Diagnostic::error("number/range", whole.text.span(), message));
        return None;
    }
    *cursor = ahead;
    Some(Some(whole))
}

/// The one word of the unit. The outer `None` is a fault.
#[allow(clippy::option_option)]
fn unit<'a>(
    written: &Written<'a>,
    core: Located<'a>,
    rest: Located<'a>,
    dimension: Dimension,
    out: &mut Vec<Diagnostic>,
) -> Option<Option<Located<'a>>> {
    let words = rest.words();
    // `10 % km` and `10 %` on a length both mean a share of the value, which no field takes.
    let percent = words.first().is_some_and(|w| w.text().starts_with('%'));
    let takes_percent =
        matches!(dimension, Dimension::Ratio | Dimension::Number | Dimension::Probability);
    if let Written::Normal { mean, sd } = written
        && percent
        && (words.len() > 1 || !takes_percent)
    {
        let unit = rest.text().trim_start_matches(['%', ' ']);
        out.push(percent_of_value(*mean, *sd, words[0], unit));
        return None;
    }
    match words.as_slice() {
        [] => Some(None),
        [unit] if duration::is_compound(&format!("1{}", unit.text())) => {
            let last = written.values().last().map_or(rest, |n| n.text);
            out.push(duration::bad_form(last.to_end_of(rest, core)));
            None
        }
        [unit] => Some(Some(*unit)),
        _ => {
            out.push(trailing(rest, dimension));
            None
        }
    }
}

fn percent_of_value(
    mean: Number<'_>,
    sd: Number<'_>,
    percent: Located<'_>,
    unit: &str,
) -> Diagnostic {
    let message = "`%` is a share of 1, never of the value before it";
    let share = mean.value.abs() * sd.value / 100.0;
    let better = format!("{}±{share} {unit}", mean.text.text());
    Diagnostic::error("spread/percent", percent.span(), message)
        .hint(format!("write `{}`", better.trim_end()))
}

/// More than one word where a unit was expected.
fn trailing(rest: Located<'_>, dimension: Dimension) -> Diagnostic {
    let squeezed: String = rest.text().split_whitespace().collect();
    let shown: String = rest.text().chars().take(40).collect();
    let message = format!("`{shown}` is not a unit");
    let fault = Diagnostic::error("quantity/form", rest.span(), message)
        .expected("number, unit, scope, then sources");
    match super::unit::read(&squeezed) {
        Some(_) => fault.hint(format!("write `{squeezed}`")).patch(squeezed),
        None if rest.text().contains('#') => {
            fault.hint("a locator belongs to a source: `@id#note`")
        }
        None => fault.hint(format!("one unit: {}", unit_fault::expected(dimension))),
    }
}

/// On a count, points and ends of ranges must be whole.
fn whole_counts(
    written: &Written<'_>,
    quantity: &Quantity,
    field: &Field,
    out: &mut Vec<Diagnostic>,
) -> bool {
    // Mean, deviation and quantiles of a count may be broken: the drawn value is rounded.
    let must = match written {
        Written::Normal { .. } | Written::Quantiles(..) => false,
        _ => field.dimension == Dimension::Count && quantity.of.is_none(),
    };
    // Above 2^53 neighbouring whole numbers are one in binary.
    let broken = |x: f64| x.fract() != 0.0 || x.abs() > 9_007_199_254_740_992.0;
    let Some(bad) = written.values().into_iter().find(|n| must && broken(n.value)) else {
        return true;
    };
    let message = format!("`{}` is not a whole number", bad.text.text());
    out.push(Diagnostic::error("count/fraction", bad.text.span(), message).expected("a count"));
    false
}

/// Every written value lies inside the field's bounds.
fn in_bounds(
    written: &Written<'_>,
    quantity: &Quantity,
    field: &Field,
    out: &mut Vec<Diagnostic>,
) -> bool {
    // A unit's factor is rounded: 180 deg must not miss pi by a last digit.
    const SLACK: f64 = 1e-12;
    let greatest = field.dimension.greatest();
    let (min, max) = (field.min.max(-greatest), field.max.min(greatest));
    for number in written.values().into_iter().chain(written.deviation(greatest)) {
        let si = quantity.to_si(number.value);
        let unit = quantity.unit.as_deref().unwrap_or("");
        let (bound, relation, name) = if !si.is_finite() || si > max + max.abs() * SLACK {
            (max, "above", "greatest")
        } else if si < min - min.abs() * SLACK {
            (min, "below", "least")
        } else {
            continue;
        };
        let limit = quantity.from_si(bound);
        let message = format!(
            "`{}` is {relation} the field's {name} value: {}",
            number.text.text(),
            format!("{limit} {unit}").trim_end()
        );
        out.push(Diagnostic::error("number/range", number.text.span(), message));
        return false;
    }
    true
}

/// The distribution, in the unit as written.
fn dist(written: &Written<'_>, quantity: &Quantity, field: &Field) -> Dist {
    match *written {
        Written::Point(x) => Dist::Point(x.value),
        Written::Range(a, b) if field.dimension == Dimension::Count && quantity.of.is_none() => {
            Dist::Integers { min: a.value as i64, max: b.value as i64 }
        }
        Written::Range(a, b) => Dist::Uniform { min: a.value, max: b.value },
        Written::Triangle { min, mode, max, pert } => {
            let (min, mode, max) = (min.value, mode.value, max.value);
            if pert { Dist::Pert { min, mode, max } } else { Dist::Triangular { min, mode, max } }
        }
        Written::Quantiles(a, b) => Dist::LogNormal { q05: a.value, q95: b.value },
        Written::Normal { mean, sd } => Dist::Normal {
            mean: mean.value,
            sd: sd.value,
            min: quantity.from_si(field.min),
            max: quantity.from_si(field.max),
        },
    }
}

/// Says so when the field's bounds cut more than one draw in a thousand.
fn note_truncation(dist: &Dist, body: Located<'_>, out: &mut Vec<Diagnostic>) {
    const WORTH_A_NOTE: f64 = 1e-3;
    let Dist::Normal { mean, sd, min, max } = *dist else {
        return;
    };
    let tail = |z: f64| 0.5 * libm::erfc(z / std::f64::consts::SQRT_2);
    let cut = tail((mean - min) / sd) + tail((max - mean) / sd);
    if cut <= WORTH_A_NOTE {
        return;
    }
    let message =
        format!("{:.1} % of this normal lies outside the field's bounds and is cut", cut * 100.0);
    out.push(
        Diagnostic::note("spread/truncated", body.span(), message)
            .hint("a triangle `min..mode..max` or quantiles `a~b` keep inside by themselves"),
    );
}
