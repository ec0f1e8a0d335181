//! Resolution cells: how many there are, how many false alarms they give, what they cannot tell
//! apart.

use super::accuracy::Polar;
use super::bearing::half_turns;
use super::radar::LIGHT_MPS;

/// What a radar can tell apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// Depth of a cell (m): c/2B.
    pub range_m: f64,
    /// Width of the beam in azimuth between half-power points (rad).
    pub azimuth_rad: f64,
    /// The same in elevation (rad); `None` for a radar that does not measure it.
    pub elevation_rad: Option<f64>,
}

impl Resolution {
    /// Of a bandwidth (Hz) and the widths of the beam (rad). Skolnik (2001) chapter 6.
    #[must_use]
    pub fn new(bandwidth_hz: f64, azimuth_rad: f64, elevation_rad: Option<f64>) -> Self {
        Resolution { range_m: LIGHT_MPS / (2.0 * bandwidth_hz), azimuth_rad, elevation_rad }
    }

    /// Resolution cells in a volume: ranges (from, to) in m, azimuths and elevations spanned in
    /// rad; beams that measure no elevation count once.
    #[must_use]
    pub fn cells(&self, range_m: (f64, f64), azimuth_rad: f64, elevation_rad: f64) -> f64 {
        let up = self.elevation_rad.map_or(1.0, |beam| (elevation_rad / beam).max(1.0));
        let around = (azimuth_rad / self.azimuth_rad).max(1.0);
        ((range_m.1 - range_m.0) / self.range_m).max(0.0) * around * up
    }

    /// Whether two targets make one plot: nearer than a cell in range and than the beam in each
    /// angle that the radar measures. Strictly: at a whole cell they are two.
    #[must_use]
    pub fn merges(&self, a: Polar, b: Polar) -> bool {
        let up = |beam: f64| (a.elevation_rad - b.elevation_rad).abs() < beam;
        (a.range_m - b.range_m).abs() < self.range_m
            && half_turns(a.azimuth_rad - b.azimuth_rad).abs() < self.azimuth_rad
            && self.elevation_rad.is_none_or(up)
    }

    /// Which targets make one plot: for each, the least index of its group. Groups are chains of
    /// pairs that merge, so a long formation can be one plot.
    #[must_use]
    pub fn groups(&self, targets: &[Polar]) -> Vec<usize> {
        let mut group: Vec<usize> = (0..targets.len()).collect();
        for j in 0..targets.len() {
            for i in 0..j {
                let (a, b) = (group[i].min(group[j]), group[i].max(group[j]));
                if a != b && self.merges(targets[i], targets[j]) {
                    group.iter_mut().filter(|g| **g == b).for_each(|g| *g = a);
                }
            }
        }
        group
    }
}

/// False alarms expected in one scan of `cells` cells at a false-alarm probability.
///
/// Their number is Poisson with this mean (Skolnik 2001, chapter 2), and cells are alike.
#[must_use]
pub fn false_alarms(cells: f64, pfa: f64) -> f64 {
    cells * pfa
}

/// False alarms in a second (1/s) of a receiver that decides on every cell of `bandwidth_hz`: Pfa
/// B.
///
/// A probability of 1e-6 at 1 MHz is one a second.
#[must_use]
pub fn false_alarm_rate_hz(bandwidth_hz: f64, pfa: f64) -> f64 {
    bandwidth_hz * pfa
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::radians;

    const FLAT: Resolution = Resolution { range_m: 150.0, azimuth_rad: 0.02, elevation_rad: None };

    fn at(range_m: f64, azimuth_rad: f64) -> Polar {
        Polar { range_m, azimuth_rad, elevation_rad: 0.0 }
    }

    #[test]
    fn val_a_millionth_at_a_megahertz_is_one_a_second() {
        // Skolnik (2001) 2.5: the mean time between false alarms is 1/(B Pfa) (recalled).
        assert!((false_alarm_rate_hz(1e6, 1e-6) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn verif_cells_of_a_scan() {
        // 300 km by 149.896 m, 360 degrees by 1.5: 2001.4 by 240 cells; at 1e-6, 0.48 false alarms.
        let radar = Resolution::new(1e6, radians(1.5), None);
        assert!((radar.range_m - 149.896_229).abs() < 1e-9);
        let cells = radar.cells((0.0, 300e3), std::f64::consts::TAU, 1.0);
        assert!((cells - 300e3 / 149.896_229 * 240.0).abs() < 1e-6);
        assert!((false_alarms(cells, 1e-6) - 0.480_332).abs() < 1e-6);
        let three = Resolution { elevation_rad: Some(radians(2.0)), ..radar };
        let ratio =
            three.cells((0.0, 300e3), 1.0, radians(30.0)) / radar.cells((0.0, 300e3), 1.0, 1.0);
        assert!((ratio - 15.0).abs() < 1e-12);
        assert_eq!(radar.cells((5.0, 4.0), 1.0, 1.0), 0.0);
    }

    #[test]
    fn merging_needs_every_coordinate() {
        let here = at(50e3, 6.275);
        assert!(FLAT.merges(here, at(50_149.0, 0.01)), "across north");
        assert!(!FLAT.merges(here, at(50_150.0, 6.275)), "a whole cell apart");
        assert!(!FLAT.merges(here, at(50e3, 6.25)));
        let above = Polar { elevation_rad: 0.05, ..here };
        assert!(FLAT.merges(here, above));
        assert!(!Resolution { elevation_rad: Some(0.03), ..FLAT }.merges(here, above));
    }

    #[test]
    fn prop_groups_are_chains_whatever_the_order() {
        // 0-1-2 a chain, 3 alone, 4 with 5.
        let targets = [
            at(1000.0, 0.1),
            at(1100.0, 0.1),
            at(1200.0, 0.1),
            at(1400.0, 0.1),
            at(1000.0, 0.2),
            at(1000.0, 0.21),
        ];
        assert_eq!(FLAT.groups(&targets), [0, 0, 0, 3, 4, 4]);
        let mixed = [targets[2], targets[4], targets[0], targets[3], targets[5], targets[1]];
        assert_eq!(FLAT.groups(&mixed), [0, 1, 0, 3, 1, 0]);
        assert!(FLAT.groups(&[]).is_empty());
    }
}
