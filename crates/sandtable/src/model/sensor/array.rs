//! A fixed array that looks at a sector by a schedule: what it can do in its time.

use super::bearing::half_turns;

/// What an array can see: azimuths within so much of its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sector {
    /// Azimuth of the middle (rad from true north, clockwise).
    pub middle_rad: f64,
    /// Half of its width (rad); pi or more is all round.
    pub half_width_rad: f64,
}

impl Sector {
    /// Whether an azimuth (rad) lies in the sector, its edges included.
    #[must_use]
    pub fn covers(&self, azimuth_rad: f64) -> bool {
        half_turns(azimuth_rad - self.middle_rad).abs() <= self.half_width_rad
    }
}

/// One class of an array's work: the search of a sector, or tracks of one kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duty {
    /// Time of one look (s), above 0.
    pub dwell_s: f64,
    /// Wanted time between looks at one thing (s), above 0.
    pub revisit_s: f64,
    /// Beams or tracks in the class.
    pub count: u32,
}

/// Share of the array's time that its duties ask for: the sum of count times dwell over revisit.
///
/// At most 1 can be had (Blackman and Popoli 1999). `None` if a time is not above 0.
#[must_use]
pub fn load(duties: &[Duty]) -> Option<f64> {
    let valid = |d: &Duty| {
        d.dwell_s > 0.0 && d.revisit_s > 0.0 && d.dwell_s.is_finite() && d.revisit_s.is_finite()
    };
    let share = |d: &Duty| f64::from(d.count) * d.dwell_s / d.revisit_s;
    duties.iter().all(valid).then(|| duties.iter().map(share).sum())
}

/// Times between looks (s) that the duties get, in their order.
///
/// As wanted while the load is at most 1; above, every revisit is stretched by the load, so that
/// the sum of dwell over revisit is 1: all classes suffer alike. `None` as for [`load`].
#[must_use]
pub fn revisits_s(duties: &[Duty]) -> Option<Vec<f64>> {
    let stretch = load(duties)?.max(1.0);
    Some(duties.iter().map(|d| d.revisit_s * stretch).collect())
}

/// The number of the first look strictly after `elapsed_s` (s since the first look, number 0) of
/// looks that come every `revisit_s` (s, above 0).
#[must_use]
pub fn next_number(elapsed_s: f64, revisit_s: f64) -> i64 {
    if elapsed_s < 0.0 { 0 } else { (elapsed_s / revisit_s).floor() as i64 + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::radians;

    #[test]
    fn sector_wraps_round_north() {
        let sector = Sector { middle_rad: radians(350.0), half_width_rad: radians(45.0) };
        for (deg, inside) in [
            (350.0, true),
            (34.9, true),
            (35.1, false),
            (305.1, true),
            (304.9, false),
            (-10.0, true),
            (170.0, false),
        ] {
            assert_eq!(sector.covers(radians(deg)), inside, "{deg}");
        }
        let all = Sector { middle_rad: 1.0, half_width_rad: std::f64::consts::PI };
        assert!((0..360).all(|deg| all.covers(radians(f64::from(deg)))));
    }

    #[test]
    fn verif_budget_is_kept() {
        let search = Duty { dwell_s: 0.01, revisit_s: 5.0, count: 300 };
        let tracks = |count| Duty { dwell_s: 0.02, revisit_s: 1.0, count };
        // 0.6 for the search, 0.02 a track: room for 20.
        assert!((load(&[search, tracks(20)]).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(revisits_s(&[search, tracks(10)]).unwrap(), [5.0, 1.0]);
        for count in [30, 100, 1000] {
            let duties = [search, tracks(count)];
            let got = revisits_s(&duties).unwrap();
            let stretched: Vec<Duty> =
                duties.iter().zip(&got).map(|(d, r)| Duty { revisit_s: *r, ..*d }).collect();
            assert!((load(&stretched).unwrap() - 1.0).abs() < 1e-12);
            assert!((got[0] / got[1] - 5.0).abs() < 1e-12, "all alike");
        }
        assert_eq!(load(&[]), Some(0.0));
        assert!(load(&[Duty { dwell_s: 0.0, ..search }]).is_none());
        assert!(revisits_s(&[Duty { revisit_s: f64::NAN, ..search }]).is_none());
    }

    #[test]
    fn looks_are_numbered() {
        for (elapsed, want) in [(-0.1, 0), (0.0, 1), (3.9, 1), (4.0, 2), (41.0, 11)] {
            assert_eq!(next_number(elapsed, 4.0), want, "{elapsed}");
        }
    }
}
