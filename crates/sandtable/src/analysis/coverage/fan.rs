//! What is seen from a site along each bearing: spans of ground range, since hills hide what lies nearer too.

/// Spans of ground range (m) by bearing, evenly spread from north, clockwise; each seen from start to end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fan {
    /// Start and end, in rising order within a bearing.
    spans: Vec<(f64, f64)>,
    /// Where the spans of each bearing end in `spans`.
    ends: Vec<usize>,
}

impl Fan {
    /// From the spans of each bearing in any order (m); those that meet or overlap become one.
    #[must_use]
    pub fn new(by_bearing: Vec<Vec<(f64, f64)>>) -> Self {
        let mut fan = Fan::default();
        for mut spans in by_bearing {
            spans.retain(|(from, to)| from < to);
            spans.sort_by(|a, b| a.0.total_cmp(&b.0));
            let first = fan.spans.len();
            for (from, to) in spans {
                match fan.spans[first..].last_mut() {
                    Some(last) if from <= last.1 => last.1 = last.1.max(to),
                    _ => fan.spans.push((from, to)),
                }
            }
            fan.ends.push(fan.spans.len());
        }
        fan
    }

    /// Number of bearings.
    #[must_use]
    pub fn bearings(&self) -> usize {
        self.ends.len()
    }

    /// What is seen along a bearing (m); nothing for one that there is not.
    #[must_use]
    pub fn spans(&self, bearing: usize) -> &[(f64, f64)] {
        let Some(end) = self.ends.get(bearing) else { return &[] };
        let start = bearing.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.spans[start..*end]
    }

    /// The greatest range seen along a bearing (m): where an inbound target is first seen; 0 if nothing is.
    #[must_use]
    pub fn outermost_m(&self, bearing: usize) -> f64 {
        self.spans(bearing).last().map_or(0.0, |span| span.1)
    }

    /// The greatest range of all bearings (m).
    #[must_use]
    pub fn widest_m(&self) -> f64 {
        (0..self.bearings()).map(|bearing| self.outermost_m(bearing)).fold(0.0, f64::max)
    }

    /// Seen ground (km2): sectors of rings, each bearing for what is nearer to it than to its neighbours.
    #[must_use]
    pub fn area_km2(&self) -> f64 {
        let half_angle = std::f64::consts::PI / self.bearings().max(1) as f64;
        let ring = |(from, to): &(f64, f64)| half_angle * (to - from) * (to + from) / 1e6;
        self.spans.iter().map(ring).sum()
    }

    /// True if a ground range (m) is seen along the bearing nearest to an azimuth (rad).
    #[must_use]
    pub fn sees(&self, azimuth_rad: f64, range_m: f64) -> bool {
        let turn = std::f64::consts::TAU;
        let count = self.bearings().max(1);
        let share = azimuth_rad.rem_euclid(turn) / turn;
        let spans = self.spans((share * count as f64).round() as usize % count);
        // Spans are in rising order: the last that starts before the range is the only one to ask.
        let after = spans.partition_point(|span| span.0 <= range_m);
        after.checked_sub(1).is_some_and(|at| range_m <= spans[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_meet_are_one_and_gaps_stay() {
        let mixed = vec![(30.0, 40.0), (0.0, 10.0), (10.0, 12.0), (35.0, 36.0), (5.0, 5.0)];
        let fan = Fan::new(vec![mixed, vec![], vec![(7.0, 9.0)], vec![]]);
        assert_eq!(fan.spans(0), &[(0.0, 12.0), (30.0, 40.0)]);
        assert_eq!((fan.spans(1), fan.spans(2)), (&[][..], &[(7.0, 9.0)][..]));
        assert_eq!((fan.outermost_m(0), fan.outermost_m(1), fan.widest_m()), (40.0, 0.0, 40.0));
        let quarter = std::f64::consts::FRAC_PI_4;
        let want = quarter * (144.0 + 1600.0 - 900.0 + 81.0 - 49.0) / 1e6;
        assert!((fan.area_km2() - want).abs() < 1e-12);
        for (range_m, seen) in
            [(0.0, true), (12.0, true), (12.1, false), (29.0, false), (31.0, true), (41.0, false)]
        {
            assert_eq!(fan.sees(0.7, range_m), seen, "{range_m}");
            assert_eq!(fan.sees(-0.7, range_m), seen, "{range_m}");
        }
        assert!(!fan.sees(1.0, 8.0) && fan.sees(3.0, 8.0));
        assert_eq!((Fan::default().area_km2(), Fan::default().sees(0.0, 0.0)), (0.0, false));
    }
}
