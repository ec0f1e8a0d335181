//! Tracks at fidelity L2 and L3: a filter over plots that do not say whose they are, false ones among them.

use super::radar::{LookedAt, RadarState};
use crate::base::normal::normal_quantile;
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::SimTime;
use crate::model::tracker::config::{Association, Config, Cost};
use crate::model::tracker::confirm::Confirmation;
use crate::model::tracker::estimate::Motion;
use crate::model::tracker::machine::Tracker;
use crate::model::tracker::plot::Plot;
use crate::model::tracker::polar::Polar;
use crate::model::tracker::track::Event;
use crate::record::Fidelity;
use crate::sim::air::contact::TrackRules;
use std::collections::BTreeMap;

/// Intensity of manoeuvre that L2 expects (m2/s3): straight legs with turns; of textbook order.
const STEADY_Q: f64 = 4.0;
/// The two intensities of L3 (m2/s3) and how long each lasts (s).
const SWITCHING: ([f64; 2], [f64; 2]) = ([0.5, 200.0], [300.0, 30.0]);
/// Detection probability that costs of pairs are reckoned with.
const EXPECTED_PD: f64 = 0.9;
/// New objects in a scan per m2: one in a disc of 300 km in a hundred scans.
const NEW_DENSITY: f64 = 3.5e-14;
/// Ground range to which false plots are strewn if the radar shows any range (m).
const FALSE_OUT_TO_M: f64 = 400_000.0;
/// Most false plots of a turn.
const MOST_FALSE: u32 = 10_000;

/// What keeps the tracks of a radar from plots.
#[derive(Clone, Debug)]
pub struct Keeper {
    tracker: Tracker<2>,
    /// The flight whose plot each track took last; none for a false one.
    tags: BTreeMap<u32, Option<u32>>,
    /// Tracks that are confirmed, by number.
    confirmed: BTreeMap<u32, Option<u32>>,
    /// Measures so far.
    pub sums: TrackSums,
}

/// Sums over turns, for the measures of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TrackSums {
    /// Confirmed tracks, summed over turns.
    pub tracks: f64,
    /// Those on nothing.
    pub false_tracks: f64,
    /// Flights with at least one track, summed over turns.
    pub held: f64,
    /// Distances from the truth (m), and how many.
    pub errors: (f64, u32),
}

/// What a turn changed: a track, and the flight that it is on or was on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackNews {
    /// Believed from now on; on a flight, or on nothing.
    Confirmed(u32, Option<u32>),
    /// Ended.
    Dropped(u32, Option<u32>),
    /// Went over from the first to the second.
    Moved(u32, Option<u32>, Option<u32>),
}

impl Keeper {
    /// A keeper without tracks; `None` if rules and radar make no tracker.
    #[must_use]
    pub fn new(fidelity: Fidelity, rules: TrackRules, radar: &RadarState) -> Option<Self> {
        let motion = match fidelity {
            Fidelity::L1 => return None,
            Fidelity::L2 => Motion::Steady { q_m2_s3: STEADY_Q },
            Fidelity::L3 => Motion::Switching { q_m2_s3: SWITCHING.0, sojourn_s: SWITCHING.1 },
        };
        let out_to_m = radar.shown_m.min(FALSE_OUT_TO_M);
        let area_m2 = std::f64::consts::PI * out_to_m * out_to_m;
        let false_density = radar.pfa * radar.cells(out_to_m) / area_m2;
        let config = Config {
            motion,
            speed_sigma_mps: 300.0,
            gate_probability: 0.999,
            cost: Cost::Likelihood {
                detection_probability: EXPECTED_PD,
                new_density: false_density + NEW_DENSITY,
            },
            association: Association::Global,
            tentative_association: Association::Global,
            confirmation: Confirmation { hits: rules.hits, window: rules.looks },
            tentative_misses: rules.misses.min(2),
            confirmed_misses: rules.misses,
        };
        let tracker = Tracker::new(config).ok()?;
        let (tags, confirmed) = (BTreeMap::new(), BTreeMap::new());
        Some(Keeper { tracker, tags, confirmed, sums: TrackSums::default() })
    }

    /// True while there is a track that a turn can drop.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.tracker.tracks().is_empty()
    }

    /// Tracks on a flight.
    #[must_use]
    pub fn holds(&self, flight: u32) -> bool {
        self.confirmed.values().any(|tag| *tag == Some(flight))
    }

    /// Takes the plots of a turn; what changed, in order of track.
    pub fn turn(&mut self, end_s: f64, plots: &[Plot<2>]) -> Vec<TrackNews> {
        // A plot that a filter cannot use would stop all of them: it is left out.
        let usable: Vec<Plot<2>> = plots.iter().filter(|p| p.is_valid()).copied().collect();
        let Ok(events) = self.tracker.scan(end_s, &usable) else { return Vec::new() };
        let mut news = Vec::new();
        for event in events {
            match event {
                Event::Initiated { track, plot } => {
                    self.tags.insert(track.0, usable[plot].truth);
                }
                Event::Updated { track, plot, .. } => {
                    let truth = usable[plot].truth;
                    let before = self.tags.insert(track.0, truth).flatten();
                    // One false plot makes no track false; two flights' plots make it go over.
                    if let (Some(held), Some(now)) = (self.confirmed.get_mut(&track.0), truth)
                        && *held != Some(now)
                        && (before == Some(now) || held.is_none())
                    {
                        news.push(TrackNews::Moved(track.0, *held, Some(now)));
                        *held = Some(now);
                    }
                }
                Event::Confirmed { track } => {
                    let tag = self.tags.get(&track.0).copied().flatten();
                    self.confirmed.insert(track.0, tag);
                    news.push(TrackNews::Confirmed(track.0, tag));
                }
                Event::Dropped { track, .. } => {
                    self.tags.remove(&track.0);
                    if let Some(tag) = self.confirmed.remove(&track.0) {
                        news.push(TrackNews::Dropped(track.0, tag));
                    }
                }
            }
        }
        news
    }

    /// Ends all tracks: the radar is switched off.
    pub fn stop(&mut self) -> Vec<TrackNews> {
        let gone = std::mem::take(&mut self.confirmed);
        gone.into_iter().map(|(track, tag)| TrackNews::Dropped(track, tag)).collect()
    }

    /// Adds a turn to the measures; `truth` gives the ground position (m) of a flight from the radar.
    pub fn measure(&mut self, truth: impl Fn(u32) -> Option<(f64, f64)>) {
        let mut held: Vec<u32> = Vec::new();
        for (id, state) in self.tracker.picture() {
            self.sums.tracks += 1.0;
            let Some(Some(flight)) = self.confirmed.get(&id.0).copied() else {
                self.sums.false_tracks += 1.0;
                continue;
            };
            held.push(flight);
            if let Some((east, north)) = truth(flight) {
                let (dx, dy) = (state.position_m[0] - east, state.position_m[1] - north);
                self.sums.errors.0 += (dx * dx + dy * dy).sqrt();
                self.sums.errors.1 += 1;
            }
        }
        held.sort_unstable();
        held.dedup();
        self.sums.held += held.len() as f64;
    }
}

/// The plots of a turn: one for each look that saw, with errors, and the false ones.
#[must_use]
pub fn plots(
    (radar, stream): (&RadarState, StreamKey),
    (start, turn): (SimTime, u32),
    seen: impl Iterator<Item = (u32, Entity, LookedAt)>,
) -> Vec<Plot<2>> {
    let mut all: Vec<Plot<2>> = Vec::new();
    for (flight, key, look) in seen {
        let pair = Entity::pair(radar.key, key);
        let error = |n| normal_quantile(uniform(stream, Purpose::PLOT, pair, turn, n));
        let sigma = radar.errors(look.snr);
        let range_m = radar.ground_m(look.range_m, look.height_m) + sigma.0 * error(0);
        let bearing = look.bearing_rad + radar.bias_rad + sigma.1 * error(1);
        let made = plot(look.time.since_s(start), (range_m, bearing), sigma);
        all.extend(made.map(|p| p.of(flight)));
    }
    let out_to_m = radar.shown_m.min(FALSE_OUT_TO_M);
    let mean = radar.pfa * radar.cells(out_to_m);
    let of = |n| uniform(stream, Purpose::FALSE_ALARM, radar.key, turn, n);
    let count = super::roll::poisson(mean, of(0)).min(MOST_FALSE);
    for n in 0..count {
        // Cells are alike in range and bearing.
        let range_m = out_to_m * of(1 + 2 * n);
        let share = of(2 + 2 * n);
        let time = radar.turn_start(turn).plus_s(share * radar.scan_s);
        let sigma = radar.errors(1.0);
        all.extend(plot(time.since_s(start), (range_m, radar.bearing_at(share)), sigma));
    }
    all
}

fn plot(time_s: f64, (range_m, bearing_rad): (f64, f64), sigma: (f64, f64)) -> Option<Plot<2>> {
    Plot::converted(
        time_s,
        &Polar {
            origin_m: [0.0, 0.0].into(),
            measured: [range_m, bearing_rad].into(),
            sigma: [sigma.0, sigma.1].into(),
        },
    )
}
