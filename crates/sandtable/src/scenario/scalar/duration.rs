//! Durations: `1 d 12 h 30 min`, whole numbers in descending units.

use super::located::{Cursor, Located};
use super::unit;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::source_map::Span;

const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
/// A thousand years: longer is a slip, and sums stay far from overflow.
const LONGEST_S: u64 = 1_000 * 366 * 86_400;

/// A plain structural duration such as `36 h` or `1 d 12 h` \[s\].
///
/// # Errors
/// None with `duration/form`, `number/range`, `value/empty` or a `char/` code.
pub fn duration_s(text: &str, span: Span, out: &mut Vec<Diagnostic>) -> Option<f64> {
    let body = super::plain_body(text, span, out)?;
    seconds(body, out)
}

/// Whether a text looks like a duration of two or more parts, well formed or not: `1 h 30 min`,
/// `1h30m`.
pub(super) fn is_compound(text: &str) -> bool {
    let mut parts = 0;
    let mut rest = text;
    // `4 m2` is an area.
    if unit::read(text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ')).is_some() {
        return false;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = rest[digits..].trim_start_matches(' ');
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        if digits == 0 || letters == 0 && parts == 0 {
            return false;
        }
        if letters > 0 && plain_name(&after[..letters]).is_none() {
            return false;
        }
        parts += 1;
        rest = after[letters..].trim_start_matches(' ');
    }
    parts > 1
}

/// The unit that a written name means, exact or not.
fn plain_name(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "d" | "day" | "days" => Some("d"),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some("h"),
        "m" | "min" | "mins" | "minute" | "minutes" => Some("min"),
        "s" | "sec" | "secs" | "second" | "seconds" => Some("s"),
        _ => None,
    }
}

/// Seconds of a duration.
pub(super) fn seconds(body: Located<'_>, out: &mut Vec<Diagnostic>) -> Option<f64> {
    let Some(total) = read(body) else {
        out.push(bad_form(body));
        return None;
    };
    if total <= LONGEST_S {
        return Some(total as f64);
    }
    let message = format!("`{}` is longer than a thousand years", body.text());
    out.push(Diagnostic::error("number/range", body.span(), message));
    None
}

/// Follows the grammar to the letter; saturates instead of overflowing.
fn read(body: Located<'_>) -> Option<u64> {
    let mut cursor = Cursor::new(body);
    let mut total = 0_u64;
    let mut next_unit = 0;
    loop {
        let rest = cursor.rest().text();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return None;
        }
        let count: u64 = cursor.take(digits).text().parse().unwrap_or(u64::MAX);
        if !cursor.blanks() {
            return None;
        }
        let letters = cursor.rest().text().bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = cursor.take(letters).text();
        let found = UNITS.iter().position(|(unit, _)| *unit == name)?;
        // Descending, each once.
        if found < next_unit {
            return None;
        }
        next_unit = found + 1;
        total = total.saturating_add(count.saturating_mul(UNITS[found].1));
        if cursor.is_done() {
            return Some(total);
        }
        if !cursor.blanks() {
            return None;
        }
    }
}

/// `duration/form` with the duration that was probably meant.
pub(super) fn bad_form(body: Located<'_>) -> Diagnostic {
    let shown: String = body.text().chars().take(40).collect();
    let fault =
        Diagnostic::error("duration/form", body.span(), format!("`{shown}` is not a duration"))
            .expected("whole numbers with units in descending order, such as `1 d 12 h 30 min`");
    match mended(body.text()) {
        Some(better) => {
            let why = if body.text().contains('m') && !body.text().contains("min") {
                " (`m` is metre, `min` is minute)"
            } else {
                ""
            };
            fault.hint(format!("write `{better}`{why}")).patch(better)
        }
        None => fault.hint("a part of an hour is written in minutes: `1 h 30 min`"),
    }
}

/// `1h30m` as `1 h 30 min`.
fn mended(text: &str) -> Option<String> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    let mut last = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = rest[digits..].trim_start();
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        // `1h30`: the next smaller unit is meant.
        let unit = match plain_name(&after[..letters]) {
            Some(unit) => unit,
            None if letters == 0 && (1..UNITS.len()).contains(&last) => UNITS[last].0,
            None => return None,
        };
        let place =
            UNITS.iter().position(|(u, _)| *u == unit).expect("plain names are in the table");
        if digits == 0 || place < last {
            return None;
        }
        last = place + 1;
        parts.push(format!("{} {unit}", &rest[..digits]));
        rest = after[letters..].trim_start();
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<f64, (&'static str, Option<String>)> {
        let span = Span { end: text.len() as u32, ..Span::default() };
        let mut out = Vec::new();
        duration_s(text, span, &mut out).ok_or_else(|| (out[0].code, out[0].patch.clone()))
    }

    #[test]
    fn durations_descend() {
        assert_eq!(read("1 d 12 h 30 min"), Ok(131_400.0));
        assert_eq!(read("36 h"), Ok(129_600.0));
        assert_eq!(read("0 s"), Ok(0.0));
        assert_eq!(read("1 d 5 s"), Ok(86_405.0));
    }

    #[test]
    fn faults_are_mended_where_that_is_certain() {
        let form = |patch: Option<&str>| Err(("duration/form", patch.map(str::to_owned)));
        assert_eq!(read("1h30m"), form(Some("1 h 30 min")));
        assert_eq!(read("1h30"), form(Some("1 h 30 min")));
        assert_eq!(read("30min"), form(Some("30 min")));
        assert_eq!(read("30 min 1 h"), form(None));
        assert_eq!(read("1.5 h"), form(None));
        assert_eq!(read("1 h 1 h"), form(None));
        assert_eq!(read("h"), form(None));
        assert_eq!(read("9999999 d"), Err(("number/range", None)));
        assert_eq!(read("99999999999999999999999 d"), Err(("number/range", None)));
    }

    #[test]
    fn compound_texts_are_told_from_quantities() {
        for text in ["1 h 30 min", "1h30m", "1h30", "1 d 12 h"] {
            assert!(is_compound(text), "{text}");
        }
        for text in ["90 min", "5 km", "20..60 min", "1 h", "", "5", "5 6", "1 h x"] {
            assert!(!is_compound(text), "{text}");
        }
    }
}
