//! Clock times and zones: `08:30 +03:00`, `Z`.

use super::located::{Cursor, Located};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::quantity::ClockTime;
use crate::scenario::source_map::Span;

/// East of UTC, the greatest offset in use \[h\].
const GREATEST_ZONE_H: u32 = 14;

/// A time of day; `zone_s` is the scenario's zone \[s east of UTC\], used if the text has none.
///
/// # Errors
/// None with `time/form`, `time/zone`, `value/empty`, `source/form` or a `char/` code.
pub fn clock(
    text: &str,
    span: Span,
    zone_s: Option<i32>,
    out: &mut Vec<Diagnostic>,
) -> Option<ClockTime> {
    let body = super::plain_body(text, span, out)?;
    clock_of(body, zone_s, out)
}

/// A zone such as `+03:00` or `Z` \[s east of UTC\].
///
/// # Errors
/// None with `time/form`, `value/empty`, `source/form` or a `char/` code.
pub fn zone(text: &str, span: Span, out: &mut Vec<Diagnostic>) -> Option<i32> {
    let body = super::plain_body(text, span, out)?;
    let mut cursor = Cursor::new(body);
    let read = read_zone(&mut cursor).filter(|_| cursor.is_done());
    if read.is_none() {
        let message = format!("`{}` is not a zone", shown(body));
        out.push(Diagnostic::error("time/form", body.span(), message).expected("`Z` or `+03:00`"));
    }
    read
}

/// Reads a whole text as a clock time.
pub(super) fn clock_of(
    body: Located<'_>,
    zone_s: Option<i32>,
    out: &mut Vec<Diagnostic>,
) -> Option<ClockTime> {
    let mut cursor = Cursor::new(body);
    let read = read_clock(&mut cursor);
    let Some(second_of_day) = read else {
        out.push(bad_clock(body));
        return None;
    };
    let mut ahead = cursor;
    ahead.blanks();
    let zone = read_zone(&mut ahead);
    if zone.is_some() {
        cursor = ahead;
    }
    if !cursor.is_done() {
        out.push(bad_clock(body));
        return None;
    }
    let Some(zone_s) = zone.or(zone_s) else {
        out.push(no_zone(body));
        return None;
    };
    Some(ClockTime { second_of_day, zone_s })
}

/// `hh:mm[:ss]` in seconds after midnight.
pub(super) fn read_clock(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *cursor;
    let hour = ahead.digits(2)?;
    let minute = ahead.eat(":").then(|| ahead.digits(2))??;
    let mut with_seconds = ahead;
    let mut second = 0;
    if with_seconds.eat(":") {
        second = with_seconds.digits(2)?;
        ahead = with_seconds;
    }
    let fits = hour < 24 && minute < 60 && second < 60;
    if !fits || ahead.peek().is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    *cursor = ahead;
    Some(hour * 3600 + minute * 60 + second)
}

/// `Z` or `±hh:mm` in seconds east of UTC.
pub(super) fn read_zone(cursor: &mut Cursor<'_>) -> Option<i32> {
    let mut ahead = *cursor;
    if ahead.eat("Z") {
        *cursor = ahead;
        return Some(0);
    }
    let sign = match ahead.peek()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    ahead.take(1);
    let hours = ahead.digits(2)?;
    let minutes = ahead.eat(":").then(|| ahead.digits(2))??;
    if hours > GREATEST_ZONE_H || minutes >= 60 {
        return None;
    }
    *cursor = ahead;
    Some(sign * (hours * 3600 + minutes * 60) as i32)
}

fn bad_clock(body: Located<'_>) -> Diagnostic {
    let message = format!("`{}` is not a time of day", shown(body));
    Diagnostic::error("time/form", body.span(), message)
        .expected("`08:30`, `08:30Z` or `08:30 +03:00`")
}

/// A time without a zone in a scenario without one.
pub(super) fn no_zone(body: Located<'_>) -> Diagnostic {
    let message = format!("`{}` has no zone, and the scenario has none", shown(body));
    Diagnostic::error("time/zone", body.span(), message)
        .hint("add `Z` or `+03:00`, or set the scenario's `zone:`")
}

pub(super) fn shown(body: Located<'_>) -> String {
    body.text().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span_of(text: &str) -> Span {
        Span { end: text.len() as u32, ..Span::default() }
    }

    #[test]
    fn clocks_and_zones() {
        let read = |text: &str, zone_s| {
            let mut out = Vec::new();
            clock(text, span_of(text), zone_s, &mut out)
                .map(|c| (c.second_of_day, c.zone_s))
                .ok_or_else(|| out[0].code)
        };
        assert_eq!(read("08:30 +03:00", None), Ok((30_600, 10_800)));
        assert_eq!(read("08:30Z", None), Ok((30_600, 0)));
        assert_eq!(read("08:30:05", Some(-3600)), Ok((30_605, -3600)));
        assert_eq!(read("08:30", None), Err("time/zone"));
        for bad in [
            "8:30Z",
            "24:00Z",
            "08:60Z",
            "08:3Z",
            "0830Z",
            "08:30 +3:00",
            "08:30 Zulu",
            "08:30 +15:00",
        ] {
            assert_eq!(read(bad, Some(0)), Err("time/form"), "{bad}");
        }
    }

    #[test]
    fn zones_alone() {
        let read = |text: &str| zone(text, span_of(text), &mut Vec::new());
        assert_eq!(read("+03:00"), Some(10_800));
        assert_eq!(read("-09:30"), Some(-34_200));
        assert_eq!(read("Z"), Some(0));
        assert_eq!(read("MSK"), None);
        assert_eq!(read("+03:00x"), None);
    }
}
