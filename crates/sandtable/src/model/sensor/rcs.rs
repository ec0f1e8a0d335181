//! Mean radar cross-section by aspect and band, as data that a catalogue fills.

use super::bearing::half_turns;
use crate::base::math::{atan2, atan2_near, exp, hypot};
use serde::Serialize;

/// A radar band by its letters (IEEE Std 521).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// 30 to 300 MHz.
    Vhf,
    /// 300 MHz to 1 GHz.
    Uhf,
    /// 1 to 2 GHz.
    L,
    /// 2 to 4 GHz.
    S,
    /// 4 to 8 GHz.
    C,
    /// 8 to 12 GHz.
    X,
    /// 12 to 18 GHz.
    Ku,
}

/// Mean cross-section by the angle off the nose, the same on both sides, and by band.
#[derive(Clone, Debug, PartialEq)]
pub struct RcsTable {
    /// (angle off the nose in rad, mean cross-section in dB over 1 m2), angles rising.
    points: Vec<(f64, f64)>,
    /// (band, dB to add).
    bands: Vec<(Band, f64)>,
}

impl RcsTable {
    /// A table from points (angle off the nose in rad from 0 to pi, mean cross-section in dBm2)
    /// with angles rising, and what to add in some bands (dB). One point is the same all round.
    ///
    /// `None` without points, with angles outside or not rising, with a band twice or a number not
    /// finite.
    #[must_use]
    pub fn new(points: Vec<(f64, f64)>, bands: Vec<(Band, f64)>) -> Option<Self> {
        let inside = |(angle, db): &(f64, f64)| {
            (0.0..=std::f64::consts::PI).contains(angle) && db.is_finite()
        };
        let rising = points.windows(2).all(|w| w[0].0 < w[1].0);
        let mut names: Vec<Band> = bands.iter().map(|(band, _)| *band).collect();
        names.sort_unstable();
        let once = names.windows(2).all(|w| w[0] != w[1]);
        let finite = bands.iter().all(|(_, db)| db.is_finite());
        let valid = !points.is_empty() && points.iter().all(inside) && rising && once && finite;
        valid.then_some(RcsTable { points, bands })
    }

    /// The same cross-section (m2, above 0) from all sides in all bands.
    #[must_use]
    pub fn constant(rcs_m2: f64) -> Option<Self> {
        Self::new(vec![(0.0, super::detector::to_db(rcs_m2))], Vec::new())
    }

    /// The greatest mean cross-section from any side in any band (m2).
    #[must_use]
    pub fn greatest_m2(&self) -> f64 {
        let most = self.points.iter().fold(f64::NEG_INFINITY, |most, (_, db)| most.max(*db));
        let added = self.bands.iter().fold(0.0_f64, |most, (_, db)| most.max(*db));
        super::detector::from_db(most + added)
    }

    /// Mean cross-section (m2) at an angle off the nose (rad, either sign), in a band.
    ///
    /// Straight lines in dB between the points, held beyond the ends; a band that is not listed
    /// adds nothing. Mean over the fluctuation, whose law is Swerling's case (Skolnik 2001, chapter
    /// 2).
    #[must_use]
    pub fn mean_m2(&self, off_nose_rad: f64, band: Band) -> f64 {
        let off_nose_rad = off_nose_rad.abs();
        let is_off = off_nose_rad > std::f64::consts::PI;
        self.at_angle(if is_off { half_turns(off_nose_rad).abs() } else { off_nose_rad }, band)
    }

    /// Mean cross-section (m2) that a radar sees along a vector from it (any unit), in a band, of a target with a
    /// velocity (any unit): by the angle of [`angle_off_nose_rad`] within 3e-8 rad.
    #[must_use]
    pub fn seen_m2(&self, from_radar_m: [f64; 3], velocity: [f64; 3], band: Band) -> f64 {
        let [x, y, z] = from_radar_m;
        let [u, v, w] = velocity;
        let across = [y * w - z * v, z * u - x * w, x * v - y * u];
        let across2 = across[0] * across[0] + across[1] * across[1] + across[2] * across[2];
        self.at_angle(atan2_near(across2.sqrt(), -(x * u + y * v + z * w)), band)
    }

    /// Mean cross-section (m2) at an angle off the nose (rad) from 0 to pi.
    fn at_angle(&self, angle: f64, band: Band) -> f64 {
        let after = self.points.partition_point(|(at, _)| *at <= angle);
        let db = match (after.checked_sub(1).map(|i| self.points[i]), self.points.get(after)) {
            (Some((a, from)), Some((b, to))) => from + (to - from) * ((angle - a) / (b - a)),
            (Some((_, last)), None) => last,
            (None, Some((_, first))) => *first,
            (None, None) => 0.0,
        };
        let added = self.bands.iter().find(|(b, _)| *b == band).map_or(0.0, |(_, db)| *db);
        const NEPERS_PER_DB: f64 = 0.1 * std::f64::consts::LN_10;
        exp(NEPERS_PER_DB * (db + added))
    }
}

/// Angle (rad, 0 to pi) off the nose under which a radar sees a target: between the target's
/// velocity and the way from it to the radar.
///
/// `from_radar_m` from the radar to the target, `velocity` in the same axes, any unit. 0 for a
/// target that does not move or is at the radar.
#[must_use]
pub fn angle_off_nose_rad(from_radar_m: [f64; 3], velocity: [f64; 3]) -> f64 {
    let [x, y, z] = from_radar_m.map(|c| -c);
    let [u, v, w] = velocity;
    let across = hypot(hypot(y * w - z * v, z * u - x * w), x * v - y * u);
    let along = x * u + y * v + z * w;
    if across == 0.0 && along == 0.0 { 0.0 } else { atan2(across, along) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::radians;

    fn table() -> RcsTable {
        let points = [(0.0, 0.0), (60.0, 0.0), (90.0, 12.0), (120.0, 3.0), (180.0, 6.0)]
            .map(|(deg, db)| (radians(deg), db));
        RcsTable::new(points.to_vec(), vec![(Band::Vhf, 6.0)]).unwrap()
    }

    #[test]
    fn verif_lines_in_decibels() {
        let table = table();
        let db = |deg: f64| super::super::detector::to_db(table.mean_m2(radians(deg), Band::X));
        for (deg, want) in [
            (0.0, 0.0),
            (30.0, 0.0),
            (75.0, 6.0),
            (90.0, 12.0),
            (105.0, 7.5),
            (150.0, 4.5),
            (180.0, 6.0),
        ] {
            assert!((db(deg) - want).abs() < 1e-9, "{deg}");
            assert!((db(-deg) - want).abs() < 1e-9, "the other side, {deg}");
            assert!((db(deg + 360.0) - want).abs() < 1e-9);
        }
        let ratio = table.mean_m2(1.0, Band::Vhf) / table.mean_m2(1.0, Band::X);
        assert!((ratio - 3.981_071_705_534_972_5).abs() < 1e-12, "6 dB");
        let same = RcsTable::constant(3.0).unwrap();
        assert!((same.mean_m2(2.0, Band::S) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn verif_aspects_by_hand() {
        // The radar at the origin, the target north of it.
        let north = [0.0, 50e3, 0.0];
        for (velocity, deg) in [
            ([0.0, -200.0, 0.0], 0.0),
            ([0.0, 200.0, 0.0], 180.0),
            ([200.0, 0.0, 0.0], 90.0),
            ([-200.0, 0.0, 0.0], 90.0),
            ([200.0, -200.0, 0.0], 45.0),
            ([0.0, 0.0, -50.0], 90.0),
        ] {
            let got = angle_off_nose_rad(north, velocity);
            assert!((got - radians(deg)).abs() < 1e-14, "{velocity:?}");
        }
        assert_eq!(angle_off_nose_rad(north, [0.0; 3]), 0.0);
        let table = table();
        for k in 0..3_600 {
            let (s, c) = crate::base::math::sin_cos(radians(0.1 * f64::from(k) + 0.03));
            let (at, velocity) = ([3e4, -2e4, 4e3], [250.0 * s, 250.0 * c, 5.0]);
            let want = table.mean_m2(angle_off_nose_rad(at, velocity), Band::Vhf);
            let got = table.seen_m2(at, velocity, Band::Vhf);
            // 24 dB a radian at most, so 3e-8 rad are less than 1e-6 dB.
            assert!((got / want - 1.0).abs() < 3e-7, "{k}: {got} {want}");
        }
        assert_eq!(table.seen_m2(north, [0.0; 3], Band::X), table.mean_m2(0.0, Band::X));
    }

    #[test]
    fn broken_tables_are_refused() {
        for points in [
            vec![],
            vec![(0.5, 0.0), (0.5, 1.0)],
            vec![(1.0, 0.0), (0.5, 1.0)],
            vec![(-0.1, 0.0)],
            vec![(3.2, 0.0)],
            vec![(0.0, f64::NAN)],
        ] {
            assert!(RcsTable::new(points, Vec::new()).is_none());
        }
        let twice = vec![(Band::L, 1.0), (Band::S, 0.0), (Band::L, 2.0)];
        assert!(RcsTable::new(vec![(0.0, 0.0)], twice).is_none());
        assert!(RcsTable::constant(0.0).is_none() && RcsTable::constant(-1.0).is_none());
        // A table that begins off the nose holds its first value.
        let late = RcsTable::new(vec![(1.0, 10.0), (2.0, 0.0)], Vec::new()).unwrap();
        assert!((late.mean_m2(0.0, Band::X) - 10.0).abs() < 1e-12);
    }
}
