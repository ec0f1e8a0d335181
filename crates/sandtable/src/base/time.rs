//! Instants and spans of simulated time, and the calendar at the border.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Nanoseconds in a second.
pub const NANOS_PER_SECOND: i64 = 1_000_000_000;
/// Seconds in an hour.
pub const SECONDS_PER_HOUR: f64 = 3_600.0;
/// Seconds in a day.
pub const SECONDS_PER_DAY: f64 = 86_400.0;

/// An instant: nanoseconds since 1970-01-01T00:00Z, without leap seconds.
///
/// Valid from 1677 to 2262. Integer, so that sums are exact and two events never differ by rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SimTime(pub i64);

impl SimTime {
    /// This instant moved by `seconds` (s), rounded to the nanosecond; saturates at the range's ends.
    #[must_use]
    pub fn plus_s(self, seconds: f64) -> Self {
        SimTime(self.0.saturating_add(nanos(seconds)))
    }

    /// Seconds from `earlier` to this instant (s); negative if this is the earlier one.
    #[must_use]
    pub fn since_s(self, earlier: SimTime) -> f64 {
        match self.0.checked_sub(earlier.0) {
            Some(nanos) => nanos as f64 / NANOS_PER_SECOND as f64,
            // Instants of different centuries can be further apart than a span of nanoseconds holds.
            None => (self.0 as f64 - earlier.0 as f64) / NANOS_PER_SECOND as f64,
        }
    }

    /// The instant of a UTC calendar date and time of day, or `None` if there is no such date.
    #[must_use]
    pub fn from_utc(date: (i32, u32, u32), clock: (u32, u32, u32)) -> Option<Self> {
        let at = NaiveDate::from_ymd_opt(date.0, date.1, date.2)?
            .and_hms_opt(clock.0, clock.1, clock.2)?;
        at.and_utc().timestamp_nanos_opt().map(SimTime)
    }

    /// Parses `YYYY-MM-DDThh:mm[:ss]Z`; `None` for any other text.
    #[must_use]
    pub fn from_iso(text: &str) -> Option<Self> {
        let full = match text.len() {
            17 => format!("{}:00Z", text.strip_suffix('Z')?),
            _ => text.to_owned(),
        };
        let at = DateTime::parse_from_rfc3339(&full).ok()?;
        at.timestamp_nanos_opt().map(SimTime)
    }

    /// `YYYY-MM-DDThh:mm:ssZ`, cut to the second.
    #[must_use]
    pub fn to_iso(self) -> String {
        let t = self.calendar();
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }

    /// Day of month, month name, hour and minute for people: `3 Feb 15:16Z`.
    #[must_use]
    pub fn to_short(self) -> String {
        let t = self.calendar();
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = MONTHS[t.month0() as usize];
        format!("{:>2} {month} {:02}:{:02}Z", t.day(), t.hour(), t.minute())
    }

    /// Days since 2000-01-01T12:00Z (J2000 without leap seconds), for the sun's place (d).
    #[must_use]
    pub fn days_since_j2000(self) -> f64 {
        const J2000_S: i64 = 946_728_000;
        (self.0 as f64 / NANOS_PER_SECOND as f64 - J2000_S as f64) / SECONDS_PER_DAY
    }

    fn calendar(self) -> DateTime<Utc> {
        DateTime::from_timestamp_nanos(self.0)
    }
}

/// Seconds to whole nanoseconds, halves away from zero; saturates, and NaN becomes 0.
#[must_use]
pub fn nanos(seconds: f64) -> i64 {
    (seconds * NANOS_PER_SECOND as f64).round() as i64
}

impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_iso())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn val_iso_round_trip_and_known_epoch() {
        // 2022-02-03T15:16Z is 1 643 901 360 s after 1970 (counted with `date -u -d`).
        let t = SimTime::from_iso("2022-02-03T15:16Z").unwrap();
        assert_eq!(t.0, 1_643_901_360 * NANOS_PER_SECOND);
        assert_eq!(t.to_iso(), "2022-02-03T15:16:00Z");
        assert_eq!(t.to_short(), " 3 Feb 15:16Z");
        assert_eq!(SimTime::from_iso(&t.to_iso()), Some(t));
        assert_eq!(SimTime::from_utc((2022, 2, 3), (15, 16, 0)), Some(t));
        assert_eq!(SimTime::from_utc((2022, 2, 30), (0, 0, 0)), None);
    }

    #[test]
    fn sums_are_exact() {
        let t = SimTime(0).plus_s(0.1).plus_s(0.2);
        assert_eq!(t, SimTime(300_000_000));
        assert_eq!(t.since_s(SimTime(0)), 0.3);
    }
}
