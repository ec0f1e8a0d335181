//! What to say about a unit that is unknown, ambiguous, misspelt or of another kind.

use super::located::Located;
use super::unit::{self, Measure};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::quantity::{Conversion, Dimension};
use crate::scenario::suggest;

/// The conversion of a unit that fits the field.
///
/// # Errors
/// None with `unit/ambiguous`, `unit/alias`, `unit/case`, `unit/unknown` or `unit/dimension`.
pub(super) fn conversion(
    written: Located<'_>,
    dimension: Dimension,
    out: &mut Vec<Diagnostic>,
) -> Option<Conversion> {
    match unit::read(written.text()) {
        Some(unit) if unit::fits(unit.measure, dimension) => Some(unit.conversion),
        Some(unit) => {
            out.push(wrong_dimension(written, unit.measure, dimension));
            None
        }
        None => {
            out.push(unknown(written, dimension));
            None
        }
    }
}

/// A unit where one is compulsory and none is written.
pub(super) fn missing(body: Located<'_>, dimension: Dimension) -> Diagnostic {
    let message = format!("{} needs a unit", dimension.name());
    Diagnostic::error("unit/missing", body.span(), message).expected(expected(dimension))
}

/// Units that fit, in words.
pub(super) fn expected(dimension: Dimension) -> String {
    let units: Vec<&str> = dimension.units().iter().take(4).copied().collect();
    format!("{}: {}", dimension.name(), units.join(", "))
}

fn wrong_dimension(written: Located<'_>, measure: Measure, dimension: Dimension) -> Diagnostic {
    let message = format!(
        "`{}` is {}, {} was expected",
        written.text(),
        unit::name_of(measure),
        dimension.name()
    );
    Diagnostic::error("unit/dimension", written.span(), message).expected(expected(dimension))
}

fn unknown(written: Located<'_>, dimension: Dimension) -> Diagnostic {
    let text = written.text();
    let fault = |code, message: String| {
        Diagnostic::error(code, written.span(), message).expected(expected(dimension))
    };
    match text {
        "kt" => {
            return fault("unit/ambiguous", "`kt` may be knots or kilotonnes".to_owned())
                .hint("knots are `kn`, tonnes `t`");
        }
        "nm" => {
            return fault("unit/ambiguous", "`nm` may be nautical miles or nanometres".to_owned())
                .hint("nautical miles are `nmi`");
        }
        _ => {}
    }
    if let Some((_, better)) = unit::ALIASES.iter().find(|(alias, _)| *alias == text) {
        return fault("unit/alias", format!("`{text}` is written `{better}` here"))
            .hint(format!("write `{better}`"))
            .patch(*better);
    }
    if let Some(better) = unit::in_right_case(text, dimension) {
        return fault("unit/case", format!("`{text}` is not a unit; units are case-sensitive"))
            .hint(format!("write `{better}`"))
            .patch(better);
    }
    let shown: String = text.chars().take(40).collect();
    let fault = fault("unit/unknown", format!("`{shown}` is not {}", dimension.name()));
    match suggest::nearest(text, dimension.units().iter().copied()) {
        Some(better) => fault.hint(format!("did you mean `{better}`?")).patch(better),
        None => fault,
    }
}
