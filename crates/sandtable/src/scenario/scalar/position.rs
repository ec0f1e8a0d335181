//! Positions: `52.3617 N 30.3916 E ±3 km`.

use super::citation;
use super::located::{Cursor, Located};
use super::number::{self, Number};
use super::spread;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::quantity::{Position, Sourced};
use crate::scenario::source_map::Span;

/// A position with its sources: degrees on WGS84, precision in metres.
///
/// # Errors
/// None with `position/form`, `position/range`, `number/…`, `source/…`, `value/empty` or a
/// `char/` code.
pub fn position(text: &str, span: Span, out: &mut Vec<Diagnostic>) -> Option<Sourced<Position>> {
    let cited = citation::split_strict(Located::new(text, span), out)?;
    let body = cited.body;
    let mut cursor = Cursor::new(body);
    let lat_deg = coordinate(&mut cursor, &LATITUDE, body, out)?;
    if !cursor.blanks() {
        out.push(bad_form(body));
        return None;
    }
    let lon_deg = coordinate(&mut cursor, &LONGITUDE, body, out)?;
    let precision_m = match precision(&mut cursor, body, out) {
        Ok(precision) => precision,
        Err(()) => return None,
    };
    Some(cited.with(Position { lat_deg, lon_deg, precision_m }))
}

struct Axis {
    positive: &'static str,
    negative: &'static str,
    limit_deg: f64,
    name: &'static str,
}

const LATITUDE: Axis = Axis { positive: "N", negative: "S", limit_deg: 90.0, name: "latitude" };
const LONGITUDE: Axis = Axis { positive: "E", negative: "W", limit_deg: 180.0, name: "longitude" };

fn coordinate(
    cursor: &mut Cursor<'_>,
    axis: &Axis,
    body: Located<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let starts = cursor.rest().text().starts_with(|c: char| c.is_ascii_digit());
    let Some(number) = starts.then(|| number::number(cursor, &mut Vec::new())).flatten() else {
        out.push(bad_form(body));
        return None;
    };
    let blank = cursor.blanks();
    let sign = if cursor.eat(axis.positive) {
        1.0
    } else if cursor.eat(axis.negative) {
        -1.0
    } else {
        out.push(bad_form(body));
        return None;
    };
    if !blank {
        out.push(bad_form(body));
        return None;
    }
    if number.value <= axis.limit_deg {
        return Some(sign * number.value);
    }
    let message =
        format!("a {} above {} degrees: {}", axis.name, axis.limit_deg, number.text.text());
    out.push(Diagnostic::error("position/range", number.text.span(), message));
    None
}

fn precision(
    cursor: &mut Cursor<'_>,
    body: Located<'_>,
    out: &mut Vec<Diagnostic>,
) -> Result<Option<f64>, ()> {
    if cursor.is_done() {
        return Ok(None);
    }
    if !spread::eat_plus_minus(cursor) {
        out.push(bad_form(body));
        return Err(());
    }
    let number: Number<'_> = number::number(cursor, out).ok_or(())?;
    let blank = cursor.blanks();
    let factor = match cursor.rest().text() {
        "m" if blank => 1.0,
        "km" if blank => 1e3,
        _ => {
            out.push(bad_form(body));
            return Err(());
        }
    };
    // The upper bound is half the earth's girth, beyond which a precision says nothing.
    let metres = number.value * factor;
    if metres > 0.0 && metres <= 2e7 {
        return Ok(Some(metres));
    }
    let message = format!("a precision must be above 0 and on the earth: {}", number.text.text());
    out.push(Diagnostic::error("position/range", number.text.span(), message));
    Err(())
}

fn bad_form(body: Located<'_>) -> Diagnostic {
    let message = format!("`{}` is not a position", super::clock::shown(body));
    Diagnostic::error("position/form", body.span(), message)
        .expected("degrees with their letters, such as `52.3617 N 30.3916 E ±3 km`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(f64, f64, Option<f64>), &'static str> {
        let span = Span { end: text.len() as u32, ..Span::default() };
        let mut out = Vec::new();
        position(text, span, &mut out)
            .map(|p| (p.body.lat_deg, p.body.lon_deg, p.body.precision_m))
            .ok_or_else(|| out[0].code)
    }

    #[test]
    fn positions() {
        assert_eq!(
            read("52.3617 N 30.3916 E ±3 km @geonames"),
            Ok((52.3617, 30.3916, Some(3000.0)))
        );
        assert_eq!(read("52.3617 N 30.3916 E"), Ok((52.3617, 30.3916, None)));
        assert_eq!(read("5 S 30 W +- 50 m"), Ok((-5.0, -30.0, Some(50.0))));
        assert_eq!(read("91 N 30 E"), Err("position/range"));
        assert_eq!(read("50 N 181 E"), Err("position/range"));
        assert_eq!(read("50 N 30 E ±0 km"), Err("position/range"));
        for bad in [
            "52.3, 30.4",
            "-5 N 30 E",
            "N 5 E 30",
            "5N 30 E",
            "5 N30 E",
            "5 N 30 E 3 km",
            "5 N 30 E ±3",
            "5 E 30 N",
            "5 N 30 E ±3 nmi",
        ] {
            assert_eq!(read(bad), Err("position/form"), "{bad}");
        }
    }
}
