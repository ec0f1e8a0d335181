//! A track and what happens to it.

use super::config::Config;
use super::cv::Cv;
use super::estimate::{Estimate, Motion};
use super::plot::Plot;

/// The number of a track, given once by its tracker, in order of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackId(pub u32);

/// What a scan did to the tracks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// A tentative track began at a plot.
    Initiated {
        /// The new track.
        track: TrackId,
        /// Index of the plot in the scan.
        plot: usize,
    },
    /// A track got a plot (under joint association: its most probable one).
    Updated {
        /// The track.
        track: TrackId,
        /// Index of the plot in the scan.
        plot: usize,
        /// Normalised innovation squared of the plot.
        nis: f64,
    },
    /// A tentative track is believed from now on; follows its update.
    Confirmed {
        /// The track.
        track: TrackId,
    },
    /// A track ended, after so many misses.
    Dropped {
        /// The track.
        track: TrackId,
        /// Whether it had been confirmed.
        confirmed: bool,
    },
}

/// A track, tentative or confirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Track<const D: usize> {
    /// Its number.
    pub id: TrackId,
    /// When it began (s).
    pub born_s: f64,
    /// The moment of the estimate (s): that of the last plot.
    pub time_s: f64,
    /// State at that moment.
    pub estimate: Estimate<D>,
    /// Whether it is believed.
    pub confirmed: bool,
    /// The last 64 looks, bit 0 the last: 1 is a hit.
    pub history: u64,
    /// Looks since birth, the first plot among them.
    pub looks: u32,
    /// Misses since the last hit.
    pub misses: u32,
    /// Score (nats), see [`Config::score`].
    pub score: f64,
}

impl<const D: usize> Track<D> {
    /// A tentative track at a plot.
    #[must_use]
    pub fn born(id: TrackId, plot: &Plot<D>, config: &Config) -> Self {
        let state = Cv::at_rest(plot.position_m, plot.covariance_m2, config.speed_sigma_mps);
        Track {
            id,
            born_s: plot.time_s,
            time_s: plot.time_s,
            estimate: Estimate::new(state, &config.motion),
            confirmed: config.confirmation.holds(1),
            history: 1,
            looks: 1,
            misses: 0,
            score: 0.0,
        }
    }

    /// State at `time_s`, predicted from the last plot; that of the last plot if it is later.
    #[must_use]
    pub fn at(&self, motion: &Motion, time_s: f64) -> Cv<D> {
        self.estimate.predicted(motion, (time_s - self.time_s).max(0.0)).state()
    }

    /// Quality: the share of hits in the last 8 looks (in all looks of a younger track).
    #[must_use]
    pub fn quality(&self) -> f64 {
        let looks = self.looks.min(8);
        let kept = self.history & (u64::MAX >> (64 - looks.max(1)));
        f64::from(kept.count_ones()) / f64::from(looks.max(1))
    }

    pub(super) fn hit(&mut self, estimate: Estimate<D>, time_s: f64) {
        self.estimate = estimate;
        self.time_s = time_s;
        self.history = self.history << 1 | 1;
        self.looks += 1;
        self.misses = 0;
    }

    pub(super) fn miss(&mut self) {
        self.history <<= 1;
        self.looks += 1;
        self.misses += 1;
    }
}
