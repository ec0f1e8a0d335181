//! One number, and what is usually wrong with one.

use super::located::{Cursor, Located};
use crate::scenario::diagnostic::Diagnostic;

/// A number with the text that it was read from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number<'a> {
    /// Its value, finite.
    pub(super) value: f64,
    /// Its text.
    pub(super) text: Located<'a>,
}

/// Bytes of the longest number at the start of a text: `-`, digits, fraction, exponent.
///
/// A point or an `e` without digits behind it is not part of the number, so `0..0.1` begins with
/// `0`.
pub(super) fn length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    match run(at) {
        0 => return None,
        digits => at += digits,
    }
    if bytes.get(at) == Some(&b'.') {
        let digits = run(at + 1);
        if digits > 0 {
            at += 1 + digits;
        }
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let digits = run((at + 1 + sign).min(bytes.len()));
        if digits > 0 {
            at += 1 + sign + digits;
        }
    }
    Some(at)
}

/// Reads one number.
///
/// # Errors
/// None with a diagnostic `number/form`, `number/thousands`, `number/range` or `spread/call`.
pub(super) fn number<'a>(cursor: &mut Cursor<'a>, out: &mut Vec<Diagnostic>) -> Option<Number<'a>> {
    let rest = cursor.rest();
    let Some(bytes) = length(rest.text()) else {
        out.push(not_a_number(rest));
        return None;
    };
    if let Some(fault) = malformed(rest, bytes) {
        out.push(fault);
        return None;
    }
    let text = cursor.take(bytes);
    let value: f64 = text.text().parse().expect("sign, digits, fraction and exponent are a number");
    if value.is_finite() {
        return Some(Number { value, text });
    }
    let message = format!("`{}` is too large for a number", text.text());
    out.push(Diagnostic::error("number/range", text.span(), message));
    None
}

/// What stands where a number was expected.
fn not_a_number(rest: Located<'_>) -> Diagnostic {
    if let Some(fault) = call(rest) {
        return fault;
    }
    let word = rest.words().first().map_or(rest, |w| *w);
    let unsigned = word.text().trim_start_matches(['-', '+']);
    let sign = if word.text().starts_with('-') { "-" } else { "" };
    let better = unsigned.strip_prefix('.').map(|fraction| format!("0.{fraction}"));
    let better = better.unwrap_or_else(|| unsigned.to_owned());
    // Only the number is replaced, so a unit glued to it stays.
    if let Some(bytes) = length(&better) {
        let written = word.part(0..word.text().len() - (better.len() - bytes));
        let number = format!("{sign}{}", &better[..bytes]);
        let message = format!("`{}` is not a number in this language", written.text());
        return Diagnostic::error("number/form", written.span(), message)
            .hint(format!("write `{number}`"))
            .patch(number);
    }
    let shown: String = word.text().chars().take(40).collect();
    Diagnostic::error("number/form", word.span(), format!("`{shown}` is not a number"))
        .expected("a number such as `8`, `0.5` or `1e-6`, or a spread such as `20..60..240`")
}

/// `T(20,60,240)` and its like, if the text begins with one.
pub(super) fn call(rest: Located<'_>) -> Option<Diagnostic> {
    let text = rest.text();
    let open = text.find('(')?;
    if !text[..open].chars().all(|c| c.is_ascii_alphabetic() || c == '_' || c == ' ') {
        return None;
    }
    let end = text.find(')').map_or(text.len(), |at| at + 1);
    if end <= open {
        return None;
    }
    let marked = rest.part(0..end);
    let message = format!("`{}` is written as a function call", marked.text());
    let inside = text[open + 1..end].trim_end_matches(')');
    let better = spread_of_call(text[..open].trim(), inside);
    let fault = Diagnostic::error("spread/call", marked.span(), message);
    Some(match better {
        Some(better) => fault.hint(format!("write `{better}`")).patch(better),
        None => {
            fault.hint("write `20..60..240` for min, mode, max and `800±50` for mean and deviation")
        }
    })
}

/// The spread that a call with these arguments probably means.
fn spread_of_call(name: &str, inside: &str) -> Option<String> {
    let parts: Vec<&str> = inside.split([',', ';']).map(str::trim).collect();
    if !parts.iter().all(|p| length(p) == Some(p.len())) {
        return None;
    }
    let normal = name.to_ascii_lowercase().starts_with('n') || name.eq_ignore_ascii_case("gauss");
    match parts.len() {
        2 if normal => Some(format!("{}±{}", parts[0], parts[1])),
        2 | 3 => Some(parts.join("..")),
        _ => None,
    }
}

/// What follows a number and shows that it was meant otherwise.
fn malformed(rest: Located<'_>, bytes: usize) -> Option<Diagnostic> {
    let text = rest.text();
    let (number, after) = text.split_at(bytes);
    let mut following = after.chars();
    let next = following.next()?;
    let digit_after = following.next().is_some_and(|c| c.is_ascii_digit());
    match next {
        '.' if !after.starts_with("..") => {
            let tail = after[1..].find(|c: char| !(c.is_ascii_digit() || c == '.'));
            let end = bytes + 1 + tail.unwrap_or(after.len() - 1);
            let fault = form(rest.part(0..end));
            Some(if end == bytes + 1 { better(fault, number.to_owned()) } else { fault })
        }
        '_' if digit_after => {
            let end = bytes + run_of(after, |c| c.is_ascii_digit() || c == '_');
            Some(better(form(rest.part(0..end)), text[..end].replace('_', "")))
        }
        'x' | 'X' | 'o' | 'b' if matches!(number, "0" | "-0") => radix(rest, bytes),
        ',' if digit_after => Some(comma(rest, bytes)),
        ' ' => blank_thousands(rest, bytes),
        _ => None,
    }
}

fn form(written: Located<'_>) -> Diagnostic {
    let message = format!("`{}` is not a number in this language", written.text());
    Diagnostic::error("number/form", written.span(), message)
}

fn better(fault: Diagnostic, number: String) -> Diagnostic {
    fault.hint(format!("write `{number}`")).patch(number)
}

fn run_of(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !fits(c)).unwrap_or(text.len())
}

/// `0x1F`, `0b11`, `0o17`.
fn radix(rest: Located<'_>, bytes: usize) -> Option<Diagnostic> {
    let after = &rest.text()[bytes..];
    let base = match after.as_bytes()[0] {
        b'o' => 8,
        b'b' => 2,
        _ => 16,
    };
    let digits = run_of(&after[1..], |c| c.is_digit(base));
    if digits == 0 {
        return None;
    }
    let fault = form(rest.part(0..bytes + 1 + digits));
    let value = i64::from_str_radix(&after[1..=digits], base).ok();
    Some(match value {
        Some(value) => better(fault, value.to_string()),
        None => fault.hint("write the number in decimal"),
    })
}

/// `20,000` or a decimal comma.
fn comma(rest: Located<'_>, bytes: usize) -> Diagnostic {
    let text = rest.text();
    let end = bytes + run_of(&text[bytes..], |c| c.is_ascii_digit() || c == ',');
    let end = end - (text[..end].len() - text[..end].trim_end_matches(',').len());
    let written = rest.part(0..end);
    let groups: Vec<&str> = written.text().split(',').collect();
    if groups[1..].iter().all(|g| g.len() == 3) && !groups[0].contains('.') {
        let message = format!("`{}` has commas between thousands", written.text());
        let fault = Diagnostic::error("number/thousands", written.span(), message);
        return better(fault, groups.concat());
    }
    let fault = form(written);
    match groups.as_slice() {
        [whole, fraction] if !whole.contains('.') => better(fault, format!("{whole}.{fraction}")),
        _ => fault.hint("write a range as `20..60..240`, a decimal point as `.`"),
    }
}

/// `20 000`: digits in groups of three behind blanks.
fn blank_thousands(rest: Located<'_>, bytes: usize) -> Option<Diagnostic> {
    let text = rest.text();
    let first = text[..bytes].trim_start_matches('-');
    if first.len() > 3 || !first.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut end = bytes;
    while let Some(group) = text[end..].strip_prefix(' ') {
        if run_of(group, |c| c.is_ascii_digit()) != 3 {
            break;
        }
        end += 4;
    }
    if end == bytes {
        return None;
    }
    let written = rest.part(0..end);
    let message = format!("`{}` has blanks between thousands", written.text());
    let fault = Diagnostic::error("number/thousands", written.span(), message);
    Some(better(fault, written.text().replace(' ', "")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::source_map::Span;

    fn fault(text: &str) -> (&'static str, Option<String>) {
        let span = Span { end: text.len() as u32, ..Span::default() };
        let mut out = Vec::new();
        let read = number(&mut Cursor::new(Located::new(text, span)), &mut out);
        assert!(read.is_none(), "{text}");
        assert_eq!(out.len(), 1, "{text}");
        (out[0].code, out[0].patch.clone())
    }

    #[test]
    fn the_longest_number_wins_and_dots_are_left() {
        assert_eq!(length("0..0.1..0.3"), Some(1));
        assert_eq!(length("0.1..0.3"), Some(3));
        assert_eq!(length("1e-7..1e-6"), Some(4));
        assert_eq!(length("1E+2x"), Some(4));
        assert_eq!(length("1e"), Some(1));
        assert_eq!(length("1e+"), Some(1));
        assert_eq!(length("-12.5 degC"), Some(5));
        assert_eq!(length("-"), None);
        assert_eq!(length(".5"), None);
        assert_eq!(length(""), None);
    }

    #[test]
    fn malformed_numbers_have_their_codes_and_patches() {
        let form = |patch: &str| ("number/form", Some(patch.to_owned()));
        assert_eq!(fault(".5 km"), form("0.5"));
        assert_eq!(fault("-.5 km"), form("-0.5"));
        assert_eq!(fault(".5km"), form("0.5"));
        assert_eq!(fault("+5 km"), form("5"));
        assert_eq!(fault("1. km"), form("1"));
        assert_eq!(fault("1_000 km"), form("1000"));
        assert_eq!(fault("0x1F km"), form("31"));
        assert_eq!(fault("1,5 km"), form("1.5"));
        assert_eq!(fault("1.2.3 km").0, "number/form");
        assert_eq!(fault("abc"), ("number/form", None));
        assert_eq!(fault("20,000 km"), ("number/thousands", Some("20000".into())));
        assert_eq!(fault("1,234,567 km"), ("number/thousands", Some("1234567".into())));
        assert_eq!(fault("20 000 km"), ("number/thousands", Some("20000".into())));
        assert_eq!(fault("T(20,60,240) min"), ("spread/call", Some("20..60..240".into())));
        assert_eq!(fault("normal(800, 50) km"), ("spread/call", Some("800±50".into())));
        assert_eq!(fault("1e999 km").0, "number/range");
    }
}
