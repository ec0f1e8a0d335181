//! Instants: `2022-02-03T12:00Z ± 6 h`, `2022-01-26..2022-01-27`, `phase-2 + 1 d 6 h`, `D+3 06:00`.

use super::citation;
use super::clock::{self, no_zone, read_clock, read_zone, shown};
use super::duration;
use super::located::{Cursor, Located};
use super::spread::eat_plus_minus;
use crate::base::time::SimTime;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::quantity::{Instant, Scope, Sourced};
use crate::scenario::source_map::Span;

/// More days from d-day than this are a slip \[d\].
const GREATEST_DDAY: i32 = 36_525;

/// One date with or without a time.
#[derive(Clone, Copy, Debug)]
struct Iso<'a> {
    text: Located<'a>,
    /// Start of the day in its zone, or the instant.
    start: SimTime,
    /// Start of the next day, if there is no time.
    end: Option<SimTime>,
}

/// An instant with its sources; `zone_s` is the scenario's zone \[s east of UTC\], used where the
/// text has none.
///
/// A date in a range stands for its start at the lower end and for its end at the upper end.
///
/// # Errors
/// None with `time/form`, `time/date`, `time/zone`, `time/order`, `duration/form`, `spread/zero`,
/// `number/range`, `source/…`, `value/empty` or a `char/` code.
pub fn instant(
    text: &str,
    span: Span,
    zone_s: Option<i32>,
    out: &mut Vec<Diagnostic>,
) -> Option<Sourced<Instant>> {
    let cited = citation::split_strict(Located::new(text, span), out)?;
    let instant = body_of(cited.body, zone_s, out)?;
    Some(cited.with(instant))
}

/// As [`instant`], with a scope word behind it: `2022-01-05..2022-01-25 each`.
///
/// # Errors
/// As [`instant`].
pub fn scoped_instant(
    text: &str,
    span: Span,
    zone_s: Option<i32>,
    out: &mut Vec<Diagnostic>,
) -> Option<Sourced<(Instant, Scope)>> {
    let cited = citation::split_strict(Located::new(text, span), out)?;
    let (body, scope) = scope_of(cited.body);
    let instant = body_of(body, zone_s, out)?;
    Some(cited.with((instant, scope)))
}

/// The text before a scope word, and what the word says.
fn scope_of(body: Located<'_>) -> (Located<'_>, Scope) {
    let text = body.text();
    for (word, scope) in [("each-unit", Scope::EachUnit), ("each", Scope::Each)] {
        if let Some(rest) = text.strip_suffix(word)
            && rest.ends_with(' ')
        {
            return (body.part(0..rest.trim_end().len()), scope);
        }
    }
    (body, Scope::Shared)
}

fn body_of(body: Located<'_>, zone_s: Option<i32>, out: &mut Vec<Diagnostic>) -> Option<Instant> {
    match body.text().bytes().next()? {
        b'D' => dday(body, zone_s, out),
        b'0'..=b'9' => calendar(body, zone_s, out),
        _ => relative(body, out),
    }
}

fn calendar(body: Located<'_>, zone_s: Option<i32>, out: &mut Vec<Diagnostic>) -> Option<Instant> {
    let mut cursor = Cursor::new(body);
    let first = iso(&mut cursor, body, zone_s, out)?;
    if cursor.is_done() {
        return Some(match first.end {
            Some(end) => Instant::Day { start: first.start, end },
            None => Instant::At(first.start),
        });
    }
    if cursor.eat("..") {
        let second = iso(&mut cursor, body, zone_s, out)?;
        if cursor.is_done() {
            return uniform(first, second, out);
        }
        if cursor.eat("..") {
            let third = iso(&mut cursor, body, zone_s, out)?;
            if cursor.is_done() {
                return triangular([first, second, third], out);
            }
        }
    } else if eat_plus_minus(&mut cursor) {
        return normal(first, cursor.rest(), body, out);
    }
    out.push(bad_form(body));
    None
}

fn uniform(first: Iso<'_>, last: Iso<'_>, out: &mut Vec<Diagnostic>) -> Option<Instant> {
    let end = last.end.unwrap_or(last.start);
    if first.start < end {
        return Some(Instant::Uniform(first.start, end));
    }
    out.push(bad_order(first, last));
    None
}

fn triangular(isos: [Iso<'_>; 3], out: &mut Vec<Diagnostic>) -> Option<Instant> {
    let [first, mode, last] = isos;
    if mode.end.is_some() {
        out.push(needs_time(mode, "the mode"));
        return None;
    }
    let end = last.end.unwrap_or(last.start);
    let wrong = if first.start > mode.start {
        Some((first, mode))
    } else if mode.start > end {
        Some((mode, last))
    } else if first.start >= end {
        Some((first, last))
    } else {
        None
    };
    if let Some((early, late)) = wrong {
        out.push(bad_order(early, late));
        return None;
    }
    Some(Instant::Triangular(first.start, mode.start, end))
}

fn normal(
    mean: Iso<'_>,
    rest: Located<'_>,
    body: Located<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Instant> {
    if mean.end.is_some() {
        out.push(needs_time(mean, "the mean"));
        return None;
    }
    let sd_s = duration::seconds(rest.trim(), out)?;
    if sd_s > 0.0 {
        return Some(Instant::Normal(mean.start, sd_s));
    }
    out.push(
        Diagnostic::error("spread/zero", body.span(), "the spread is zero")
            .hint(format!("write `{}`", mean.text.text()))
            .patch(mean.text.text()),
    );
    None
}

/// Reads `yyyy-mm-dd[Thh:mm[:ss][zone]]`.
fn iso<'a>(
    cursor: &mut Cursor<'a>,
    body: Located<'a>,
    zone_s: Option<i32>,
    out: &mut Vec<Diagnostic>,
) -> Option<Iso<'a>> {
    let start = cursor.rest();
    let Some(date) = read_date(cursor) else {
        out.push(bad_form(body));
        return None;
    };
    let mut second_of_day = None;
    let mut zone = None;
    if cursor.eat("T") {
        let Some(second) = read_clock(cursor) else {
            out.push(bad_form(body));
            return None;
        };
        second_of_day = Some(second);
        // `12:00+-6 h` is a deviation, not a zone.
        if !cursor.rest().text().starts_with("+-") {
            zone = read_zone(cursor);
        }
    }
    let text = start.part(0..start.text().len() - cursor.rest().text().len());
    let midnight = SimTime::from_utc(date, (0, 0, 0));
    let next = midnight.map(|m| m.plus_s(crate::base::time::SECONDS_PER_DAY));
    let (Some(midnight), Some(next)) = (midnight, next) else {
        let message = format!("there is no date `{}`", text.text());
        out.push(
            Diagnostic::error("time/date", text.span(), message)
                .expected("a day of the calendar between 1678 and 2261"),
        );
        return None;
    };
    let Some(zone) = zone.or(zone_s) else {
        out.push(no_zone(text));
        return None;
    };
    let west_s = -f64::from(zone);
    Some(match second_of_day {
        Some(second) => Iso { text, start: midnight.plus_s(f64::from(second) + west_s), end: None },
        None => Iso { text, start: midnight.plus_s(west_s), end: Some(next.plus_s(west_s)) },
    })
}

fn read_date(cursor: &mut Cursor<'_>) -> Option<(i32, u32, u32)> {
    let mut ahead = *cursor;
    let year = ahead.digits(4)?;
    let month = ahead.eat("-").then(|| ahead.digits(2))??;
    let day = ahead.eat("-").then(|| ahead.digits(2))??;
    if ahead.peek().is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    *cursor = ahead;
    Some((year as i32, month, day))
}

/// `phase-2 + 1 d 6 h`.
fn relative(body: Located<'_>, out: &mut Vec<Diagnostic>) -> Option<Instant> {
    let words = body.words();
    let sign = match words.get(1).map(|w| w.text()) {
        Some("+") => 1.0,
        Some("-") => -1.0,
        _ => {
            out.push(bad_form(body));
            return None;
        }
    };
    let (id, Some(offset)) = (words[0], words.get(2)) else {
        out.push(bad_form(body));
        return None;
    };
    if !citation::is_id(id.text()) {
        out.push(bad_form(body));
        return None;
    }
    let last = words[words.len() - 1];
    let offset_s = duration::seconds(offset.to_end_of(last, body), out)?;
    Some(Instant::Relative { id: id.text().to_owned(), offset_s: sign * offset_s })
}

/// `D+3 06:00`.
fn dday(body: Located<'_>, zone_s: Option<i32>, out: &mut Vec<Diagnostic>) -> Option<Instant> {
    let mut cursor = Cursor::new(body);
    cursor.take(1);
    let sign = match cursor.peek() {
        Some('+') => 1,
        Some('-') => -1,
        _ => 0,
    };
    if sign == 0 {
        out.push(bad_form(body));
        return None;
    }
    cursor.take(1);
    let digits = cursor.rest().text().bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        out.push(bad_form(body));
        return None;
    }
    let count = cursor.take(digits);
    let Some(days) = count.text().parse::<i32>().ok().filter(|d| *d <= GREATEST_DDAY) else {
        let message = format!("more than a century from d-day: {}", count.text());
        out.push(Diagnostic::error("number/range", count.span(), message));
        return None;
    };
    let clock = if cursor.is_done() {
        None
    } else if cursor.blanks() {
        Some(clock::clock_of(cursor.rest(), zone_s, out)?)
    } else {
        out.push(bad_form(body));
        return None;
    };
    Some(Instant::DDay { days: sign * days, clock })
}

fn bad_order(early: Iso<'_>, late: Iso<'_>) -> Diagnostic {
    let message = format!("`{}` is not before `{}`", early.text.text(), late.text.text());
    Diagnostic::error("time/order", early.text.span(), message)
        .expected("instants in ascending order")
        .related(late.text.span(), "which should be later")
}

fn needs_time(iso: Iso<'_>, what: &str) -> Diagnostic {
    let message = format!("{what} needs a time of day: `{}`", iso.text.text());
    Diagnostic::error("time/form", iso.text.span(), message)
        .hint(format!("write `{}T12:00` if noon is meant", iso.text.text()))
}

/// `time/form`, with the date and time joined if only that is wrong.
fn bad_form(body: Located<'_>) -> Diagnostic {
    let message = format!("`{}` is not an instant", shown(body));
    let fault = Diagnostic::error("time/form", body.span(), message).expected(
        "`2022-02-03T12:00Z`, a range `a..b` or `a..b..c`, `2022-02-03T12:00Z ± 6 h`, \
         `start + 1 d` or `D+3 06:00`",
    );
    let mut cursor = Cursor::new(body);
    let date = read_date(&mut cursor).is_some();
    let at = body.text().len() - cursor.rest().text().len();
    let mut blank = cursor;
    if !date || !blank.blanks() {
        return fault;
    }
    if read_clock(&mut blank).is_none() {
        return fault;
    }
    let zoned = read_zone(&mut { blank }).is_some();
    let joined = format!("{}T{}", &body.text()[..at], body.text()[at..].trim_start());
    match (zoned, blank.is_done()) {
        (true, _) => fault.hint(format!("write `{joined}`")).patch(joined),
        (false, true) => fault.hint(format!("write `{joined}Z`, or `{joined}` and set `zone:`")),
        (false, false) => fault.hint("a `T` joins date and time, and the zone follows at once"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::quantity::ClockTime;

    fn read(text: &str, zone_s: Option<i32>) -> Result<Instant, &'static str> {
        let span = Span { end: text.len() as u32, ..Span::default() };
        let mut out = Vec::new();
        let read = instant(text, span, zone_s, &mut out);
        assert_eq!(read.is_none(), !out.is_empty(), "{text}");
        read.map(|i| i.body).ok_or_else(|| out[0].code)
    }

    fn at(text: &str) -> SimTime {
        SimTime::from_iso(text).unwrap()
    }

    #[test]
    fn calendar_instants_and_their_spreads() {
        let day = |start, end| Ok(Instant::Day { start: at(start), end: at(end) });
        assert_eq!(
            read("2022-01-21T09:00+03:00 @rt#F04", None),
            Ok(Instant::At(at("2022-01-21T06:00Z")))
        );
        assert_eq!(
            read("2022-02-03T12:00", Some(10_800)),
            Ok(Instant::At(at("2022-02-03T09:00Z")))
        );
        assert_eq!(read("2022-02-03", Some(10_800)), day("2022-02-02T21:00Z", "2022-02-03T21:00Z"));
        let normal = Ok(Instant::Normal(at("2022-02-03T12:00Z"), 21_600.0));
        assert_eq!(read("2022-02-03T12:00Z ± 6 h", None), normal);
        assert_eq!(read("2022-02-03T12:00+-6 h", Some(0)), normal);
        assert_eq!(
            read("2022-01-26..2022-01-27 @tass", Some(0)),
            Ok(Instant::Uniform(at("2022-01-26T00:00Z"), at("2022-01-28T00:00Z")))
        );
        assert_eq!(
            read("2022-01-19T06:00Z..2022-01-20T18:00Z..2022-01-21T12:00Z @inf", None),
            Ok(Instant::Triangular(
                at("2022-01-19T06:00Z"),
                at("2022-01-20T18:00Z"),
                at("2022-01-21T12:00Z")
            ))
        );
    }

    #[test]
    fn relative_instants() {
        let relative = |offset_s| Ok(Instant::Relative { id: "phase-2".into(), offset_s });
        assert_eq!(read("phase-2 + 1 d 6 h", None), relative(108_000.0));
        assert_eq!(read("phase-2 - 30 min", None), relative(-1800.0));
        let clock = Some(ClockTime { second_of_day: 21_600, zone_s: 10_800 });
        assert_eq!(read("D+3 06:00", Some(10_800)), Ok(Instant::DDay { days: 3, clock }));
        assert_eq!(read("D-1", None), Ok(Instant::DDay { days: -1, clock: None }));
    }

    #[test]
    fn faults_have_their_codes() {
        for (text, code) in [
            ("2022-02-03 12:00", "time/form"),
            ("2022-02-03 12:00Z", "time/form"),
            ("2022-2-3", "time/form"),
            ("2022-02-03T25:00Z", "time/form"),
            ("2022-02-03T12:00Z..", "time/form"),
            ("2022-02-03 ± 6 h", "time/form"),
            ("2022-02-01..2022-02-02..2022-02-03", "time/form"),
            ("phase-2", "time/form"),
            ("Phase-2 + 1 h", "time/form"),
            ("phase-2 +", "time/form"),
            ("D", "time/form"),
            ("D+", "time/form"),
            ("D+3x", "time/form"),
            ("±", "time/form"),
            ("2022-02-30", "time/date"),
            ("1600-01-01", "time/date"),
            ("2022-02-03T12:00Z..2022-02-03T11:00Z", "time/order"),
            ("2022-02-03T12:00Z ± 0 h", "spread/zero"),
            ("2022-02-03T12:00Z ± 1.5 h", "duration/form"),
            ("D+99999999999", "number/range"),
            ("2022–02–03", "char/dash"),
        ] {
            assert_eq!(read(text, Some(0)), Err(code), "{text}");
        }
        assert_eq!(read("2022-02-03T12:00", None), Err("time/zone"));
    }
}
