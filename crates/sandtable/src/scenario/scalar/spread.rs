//! The spread of a quantity: point, range, triangle, PERT, quantiles, mean and deviation.

use super::located::{Cursor, Located};
use super::number::{self, Number};
use crate::scenario::diagnostic::Diagnostic;

/// A spread as written, its numbers in order and not yet compared.
#[derive(Clone, Copy, Debug)]
pub(super) enum Written<'a> {
    Point(Number<'a>),
    Range(Number<'a>, Number<'a>),
    Triangle { min: Number<'a>, mode: Number<'a>, max: Number<'a>, pert: bool },
    Quantiles(Number<'a>, Number<'a>),
    Normal { mean: Number<'a>, sd: Number<'a> },
}

impl<'a> Written<'a> {
    /// The numbers that must lie inside a field's bounds.
    pub(super) fn values(&self) -> Vec<Number<'a>> {
        match *self {
            Written::Point(x) | Written::Normal { mean: x, .. } => vec![x],
            Written::Range(a, b) | Written::Quantiles(a, b) => vec![a, b],
            Written::Triangle { min, mode, max, .. } => vec![min, mode, max],
        }
    }

    /// The standard deviation, if there is one and the field has a greatest magnitude.
    pub(super) fn deviation(&self, greatest: f64) -> Option<Number<'a>> {
        match *self {
            Written::Normal { sd, .. } if greatest.is_finite() && sd.value > 0.0 => Some(sd),
            _ => None,
        }
    }

    /// Whether it is one value.
    pub(super) fn is_point(&self) -> bool {
        matches!(self, Written::Point(_))
    }
}

/// Reads a spread and leaves the cursor behind it.
///
/// # Errors
/// None with `number/form`, `number/thousands`, `number/range`, `spread/call` or `spread/form`.
pub(super) fn written<'a>(
    cursor: &mut Cursor<'a>,
    out: &mut Vec<Diagnostic>,
) -> Option<Written<'a>> {
    let whole = cursor.rest();
    let pert = match cursor.rest().text().strip_prefix("pert") {
        Some(after) if after.starts_with(' ') => {
            cursor.take("pert".len());
            cursor.blanks();
            true
        }
        _ => false,
    };
    let first = number::number(cursor, out)?;
    if let Some(fault) = near_miss(first, *cursor, whole) {
        out.push(fault);
        return None;
    }
    let spread = if cursor.eat("..") {
        range(first, pert, cursor, out)?
    } else if cursor.eat("~") {
        Written::Quantiles(first, number::number(cursor, out)?)
    } else if eat_plus_minus(cursor) {
        Written::Normal { mean: first, sd: number::number(cursor, out)? }
    } else {
        Written::Point(first)
    };
    if pert && !matches!(spread, Written::Triangle { .. }) {
        let message = "`pert` needs three numbers";
        out.push(
            Diagnostic::error("spread/form", whole.part(0..4).span(), message)
                .hint("write `pert min..mode..max`, such as `pert 0..2..12 h`"),
        );
        return None;
    }
    Some(spread)
}

fn range<'a>(
    first: Number<'a>,
    pert: bool,
    cursor: &mut Cursor<'a>,
    out: &mut Vec<Diagnostic>,
) -> Option<Written<'a>> {
    let second = number::number(cursor, out)?;
    if !cursor.eat("..") {
        return Some(Written::Range(first, second));
    }
    let third = number::number(cursor, out)?;
    if cursor.rest().text().starts_with("..") {
        let message = "a spread has at most three numbers";
        out.push(
            Diagnostic::error("spread/form", cursor.rest().part(0..2).span(), message)
                .expected("`min..max` or `min..mode..max`"),
        );
        return None;
    }
    Some(Written::Triangle { min: first, mode: second, max: third, pert })
}

/// Takes `±` or `+-` with blanks around it, if it is next.
pub(super) fn eat_plus_minus(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.blanks();
    if !(ahead.eat("±") || ahead.eat("+-")) {
        return false;
    }
    ahead.blanks();
    *cursor = ahead;
    true
}

/// Spreads written as people write them elsewhere: `5 .. 30`, `5...30`, `5-30`, `5 to 30`, `5 +/-
/// 1`.
fn near_miss(first: Number<'_>, cursor: Cursor<'_>, whole: Located<'_>) -> Option<Diagnostic> {
    const OPERATORS: [(&str, &str); 7] = [
        ("...", ".."),
        ("…", ".."),
        ("..", ".."),
        ("~", "~"),
        ("+/-", "±"),
        ("to ", ".."),
        ("-", ".."),
    ];
    let mut ahead = cursor;
    let blank_before = ahead.blanks();
    let (written, better) =
        OPERATORS.into_iter().find(|(written, _)| ahead.rest().text().starts_with(written))?;
    ahead.take(written.len());
    let blank_after = ahead.blanks();
    let is_right = written == better && !blank_before && !blank_after;
    let digits = number::length(ahead.rest().text())?;
    if is_right || !ahead.rest().text().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let second = ahead.take(digits);
    let marked = first.text.to_end_of(second, whole);
    let spread = format!("{}{better}{}", first.text.text(), second.text());
    let message = format!("`{}` is not how a spread is written", marked.text());
    Some(
        Diagnostic::error("spread/form", marked.span(), message)
            .hint(format!("write `{spread}`, without blanks around `..` and `~`"))
            .patch(spread),
    )
}

/// Checks the order of the numbers; `unit` is what stands behind them, for the hints.
///
/// # Errors
/// False with `spread/order`, `spread/zero`, `spread/lognormal` or `spread/form`.
pub(super) fn check(
    spread: &Written<'_>,
    body: Located<'_>,
    unit: &str,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let found = match *spread {
        Written::Point(_) => None,
        Written::Range(a, b) => {
            ordered(&[("min", a), ("max", b)]).or_else(|| wide(a, b, body, unit))
        }
        Written::Triangle { min, mode, max, .. } => {
            ordered(&[("min", min), ("mode", mode), ("max", max)])
                .or_else(|| wide(min, max, body, unit))
        }
        Written::Quantiles(a, b) => positive(a, b, unit)
            .or_else(|| ordered(&[("5 % quantile", a), ("95 % quantile", b)]))
            .or_else(|| wide(a, b, body, unit)),
        Written::Normal { mean, sd } => deviation(mean, sd, body, unit),
    };
    let good = found.is_none();
    out.extend(found);
    good
}

fn ordered(numbers: &[(&str, Number<'_>)]) -> Option<Diagnostic> {
    let pair = numbers.windows(2).find(|pair| pair[0].1.value > pair[1].1.value)?;
    let [(low_name, low), (high_name, high)] = [pair[0], pair[1]];
    let (low_text, high_text) = (low.text.text(), high.text.text());
    let message = format!("{low_name} {low_text} is above {high_name} {high_text}");
    Some(
        Diagnostic::error("spread/order", low.text.span(), message)
            .expected("numbers in ascending order")
            .related(high.text.span(), format!("{high_name} {high_text}")),
    )
}

fn wide(low: Number<'_>, high: Number<'_>, body: Located<'_>, unit: &str) -> Option<Diagnostic> {
    (low.value == high.value).then(|| zero(low, body, unit))
}

fn zero(value: Number<'_>, body: Located<'_>, unit: &str) -> Diagnostic {
    let exact = with_unit(value.text.text(), unit);
    Diagnostic::error("spread/zero", body.span(), "the spread is zero")
        .hint(format!("write `{exact} exact`"))
        .patch(format!("{exact} exact"))
}

fn positive(low: Number<'_>, high: Number<'_>, unit: &str) -> Option<Diagnostic> {
    let bad = if low.value <= 0.0 {
        low
    } else if high.value <= 0.0 {
        high
    } else {
        return None;
    };
    let message = format!("both quantiles of a lognormal must be above 0: {}", bad.text.text());
    let triangle = with_unit(&format!("{}..x..{}", low.text.text(), high.text.text()), unit);
    Some(
        Diagnostic::error("spread/lognormal", bad.text.span(), message)
            .hint(format!("use `{triangle}` with the mode for `x`")),
    )
}

fn deviation(
    mean: Number<'_>,
    sd: Number<'_>,
    body: Located<'_>,
    unit: &str,
) -> Option<Diagnostic> {
    if sd.value > 0.0 {
        return None;
    }
    if sd.value == 0.0 {
        return Some(zero(mean, body, unit));
    }
    let message = format!("a standard deviation must be above 0: {}", sd.text.text());
    Some(Diagnostic::error("spread/form", sd.text.span(), message))
}

fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number} {unit}") }
}
