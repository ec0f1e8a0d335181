//! How many trains a line carries in a day.

use crate::base::time::SECONDS_PER_DAY;

/// Pairs of trains a day on a single track between two stations.
///
/// 86400 availability/(run out + run back + 2 station), times in seconds, availability in [0, 1].
/// Simplified form of the capacity formulas of railway texts (recalled). Set M2.
#[must_use]
pub fn single_track_pairs_per_day(
    availability: f64,
    run_out_s: f64,
    run_back_s: f64,
    station_s: f64,
) -> f64 {
    SECONDS_PER_DAY * availability / (run_out_s + run_back_s + 2.0 * station_s)
}

/// Trains a day in each direction on a double track: 86400 availability/headway, headway in
/// seconds. Set M2.
#[must_use]
pub fn double_track_per_day(availability: f64, headway_s: f64) -> f64 {
    SECONDS_PER_DAY * availability / headway_s
}

/// Trains a day each way by the planning form TD = (NT + 1)/2 * 24 S/LD.
///
/// NT passing tracks, S speed in any unit of length an hour, LD length of the division in that
/// unit. Source: FM 55-20 and FM 4-01.41, recalled, not read again. Set M2.
#[must_use]
pub fn planning_density_per_day(passing_tracks: f64, speed_per_h: f64, division: f64) -> f64 {
    (passing_tracks + 1.0) / 2.0 * 24.0 * speed_per_h / division
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_limits() {
        assert_eq!(double_track_per_day(1.0, 600.0), 144.0);
        assert_eq!(single_track_pairs_per_day(1.0, 1800.0, 1800.0, 0.0), 24.0);
        // A single track is never better than a double one of the same section time.
        assert!(
            single_track_pairs_per_day(0.9, 1200.0, 1200.0, 60.0)
                < double_track_per_day(0.9, 1200.0)
        );
        assert_eq!(planning_density_per_day(0.0, 40.0, 480.0), 1.0);
    }
}
