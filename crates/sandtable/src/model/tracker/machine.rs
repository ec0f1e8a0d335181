//! The tracker: scans of plots in, events and tracks out.

use super::associate::{Associator, Pair, Rule};
use super::config::{Association, Config, Cost, TrackerError};
use super::cv::Cv;
use super::estimate::Estimate;
use super::gate::{Bounds, Gate};
use super::grid::Grid;
use super::jpda;
use super::plot::Plot;
use super::track::{Event, Track, TrackId};

/// How much a scan took: what a floor of its cost is reckoned from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Tracks predicted.
    pub predicted: usize,
    /// Pairs of track and plot whose distance was worked out.
    pub priced: usize,
    /// Pairs inside a gate.
    pub gated: usize,
    /// States updated by a plot.
    pub updated: usize,
    /// Tracks begun.
    pub begun: usize,
}

/// A state machine from scans to tracks, in a local frame of D = 2 or 3 dimensions.
///
/// It has no clock, no randomness and no knowledge of the truth: the same scans give the same
/// events. Where costs are equal the older track and the earlier plot win.
#[derive(Clone, Debug)]
pub struct Tracker<const D: usize> {
    config: Config,
    gate: Gate,
    tracks: Vec<Track<D>>,
    next: u32,
    time_s: f64,
    work: Work,
    desk: Desk<D>,
}

/// What a scan needs while it lasts, kept to save allocations.
#[derive(Clone, Debug)]
struct Desk<const D: usize> {
    grid: Grid,
    bounds: Bounds<D>,
    free: Vec<bool>,
    /// First and last moment of the scan's plots.
    span_s: (f64, f64),
    /// The tracks of this round, by index.
    members: Vec<usize>,
    /// Their states at the last moment of the span.
    ahead: Vec<Estimate<D>>,
    pairs: Vec<Pair>,
    /// What each member gets.
    share: Vec<Share>,
    associator: Associator,
}

#[derive(Clone, Debug)]
enum Share {
    Nothing,
    Plot(Pair),
    Blend(Vec<(f64, Pair)>),
}

impl<const D: usize> Tracker<D> {
    /// A tracker without tracks.
    ///
    /// # Errors
    /// If a rule is out of its range.
    pub fn new(config: Config) -> Result<Self, TrackerError> {
        config.check(D)?;
        let gate = Gate::new(&config, D as u32).ok_or(TrackerError::Config("gate probability"))?;
        let desk = Desk {
            grid: Grid::default(),
            bounds: Bounds::default(),
            free: Vec::new(),
            span_s: (0.0, 0.0),
            members: Vec::new(),
            ahead: Vec::new(),
            pairs: Vec::new(),
            share: Vec::new(),
            associator: Associator::default(),
        };
        let time_s = f64::NEG_INFINITY;
        let work = Work::default();
        Ok(Tracker { config, gate, tracks: Vec::new(), next: 0, time_s, work, desk })
    }

    /// Takes in the plots of a scan that ends at `time_s`, in which every track was looked for.
    ///
    /// # Errors
    /// If the scan does not end after the one before, or a plot is not usable; nothing has changed
    /// then.
    pub fn scan(&mut self, time_s: f64, plots: &[Plot<D>]) -> Result<Vec<Event>, TrackerError> {
        self.scan_where(time_s, plots, |_| true)
    }

    /// As [`Tracker::scan`], where only tracks whose predicted state `covers` accepts count a miss.
    ///
    /// For a sensor that sees a part of the tracks. A track outside keeps its plot if one falls
    /// into its gate.
    ///
    /// # Errors
    /// As [`Tracker::scan`].
    pub fn scan_where(
        &mut self,
        time_s: f64,
        plots: &[Plot<D>],
        covers: impl Fn(&Cv<D>) -> bool,
    ) -> Result<Vec<Event>, TrackerError> {
        if !(time_s > self.time_s && time_s.is_finite()) {
            return Err(TrackerError::Time { time_s });
        }
        if let Some(bad) = plots.iter().position(|p| !p.is_valid() || p.time_s > time_s) {
            return Err(TrackerError::Plot(bad));
        }
        self.time_s = time_s;
        self.work = Work::default();
        self.desk.fill(time_s, plots);
        let mut events = Vec::with_capacity(2 * plots.len());
        // Both rounds are told apart before the first: a track confirmed in it has had its look.
        let confirmed = self.tracks.iter().map(|t| t.confirmed).collect::<Vec<_>>();
        for round in [true, false] {
            self.desk.members.clear();
            self.desk.members.extend((0..confirmed.len()).filter(|i| confirmed[*i] == round));
            self.associate(round, plots);
            self.settle(plots, &covers, &mut events);
        }
        let (tentative, believed) = (self.config.tentative_misses, self.config.confirmed_misses);
        self.tracks.retain(|t| {
            let keep = t.misses < if t.confirmed { believed } else { tentative };
            if !keep {
                events.push(Event::Dropped { track: t.id, confirmed: t.confirmed });
            }
            keep
        });
        self.begin(plots, &mut events);
        Ok(events)
    }

    /// All tracks, in order of birth.
    #[must_use]
    pub fn tracks(&self) -> &[Track<D>] {
        &self.tracks
    }

    /// The confirmed tracks with their states at the end of the last scan, in order of birth.
    pub fn picture(&self) -> impl Iterator<Item = (TrackId, Cv<D>)> + '_ {
        let confirmed = self.tracks.iter().filter(|t| t.confirmed);
        confirmed.map(|t| (t.id, t.at(&self.config.motion, self.time_s)))
    }

    /// How much the last scan took.
    #[must_use]
    pub fn work(&self) -> Work {
        self.work
    }

    /// Fills `desk.share`: what each member of this round gets.
    fn associate(&mut self, confirmed: bool, plots: &[Plot<D>]) {
        self.find_pairs(plots);
        let Desk { pairs, share, associator, members, free, .. } = &mut self.desk;
        share.clear();
        share.resize(members.len(), Share::Nothing);
        let sizes = (members.len(), plots.len());
        let Config { association, tentative_association, .. } = self.config;
        let rule = if confirmed { association } else { tentative_association };
        let mut give = |pair: &Pair, probability: Option<f64>| {
            free[pair.plot as usize] = false;
            let own = &mut share[pair.track as usize];
            match (probability, own) {
                (None, own) => *own = Share::Plot(*pair),
                (Some(p), Share::Blend(parts)) => parts.push((p, *pair)),
                (Some(p), own) => *own = Share::Blend(vec![(p, *pair)]),
            }
        };
        match rule {
            Association::Nearest => {
                associator.share_out(Rule::Nearest, pairs, sizes, |p| give(p, None));
            }
            Association::Global => {
                associator.share_out(Rule::Global, pairs, sizes, |p| give(p, None));
            }
            Association::Joint => {
                let miss_odds = miss_odds(&self.config);
                associator.clusters(pairs, sizes.0, sizes.1, |own, cluster| {
                    match jpda::probabilities(cluster, miss_odds) {
                        None => own.assign_cluster(cluster, |p| give(p, None)),
                        Some(shares) => {
                            for (pair, probability) in cluster.iter().zip(shares) {
                                give(pair, Some(probability));
                            }
                        }
                    }
                });
            }
        }
    }

    /// Fills `desk.ahead` and `desk.pairs`: the members predicted, and the free plots inside gates.
    fn find_pairs(&mut self, plots: &[Plot<D>]) {
        let Desk { grid, bounds, free, span_s, members, ahead, pairs, .. } = &mut self.desk;
        ahead.clear();
        pairs.clear();
        let (first_s, last_s) = *span_s;
        for (member, &index) in members.iter().enumerate() {
            let track = &self.tracks[index];
            let to = |time_s: f64| {
                track.estimate.predicted(&self.config.motion, (time_s - track.time_s).max(0.0))
            };
            let late = to(last_s);
            let state = late.state();
            let reach = |s: &Cv<D>| {
                let half = bounds.reach_m(s, &self.gate);
                [0, 1].map(|i| (s.position_m[i] - half[i], s.position_m[i] + half[i]))
            };
            let mut sides = reach(&state);
            if first_s < last_s {
                let early = reach(&to(first_s).state());
                sides = [0, 1].map(|i| (sides[i].0.min(early[i].0), sides[i].1.max(early[i].1)));
            }
            grid.visit(sides.map(|s| s.0), sides.map(|s| s.1), |at| {
                let plot = &plots[at];
                let inside = (0..2)
                    .all(|i| plot.position_m[i] >= sides[i].0 && plot.position_m[i] <= sides[i].1);
                if !inside || !free[at] || plot.time_s < track.time_s {
                    return;
                }
                self.work.priced += 1;
                let pair = if plot.time_s == last_s {
                    self.gate.pair(&state, plot, (member, at))
                } else {
                    self.gate.pair(&to(plot.time_s).state(), plot, (member, at))
                };
                pairs.extend(pair);
            });
            ahead.push(late);
        }
        self.work.predicted += members.len();
        self.work.gated += pairs.len();
    }

    /// Gives each member of this round its hit or miss.
    fn settle(
        &mut self,
        plots: &[Plot<D>],
        covers: &impl Fn(&Cv<D>) -> bool,
        events: &mut Vec<Event>,
    ) {
        let config = self.config;
        for member in 0..self.desk.members.len() {
            let track = &mut self.tracks[self.desk.members[member]];
            let ahead = &self.desk.ahead[member];
            let last_s = self.desk.span_s.1;
            let to = |time_s: f64| {
                if time_s == last_s {
                    return ahead.clone();
                }
                track.estimate.predicted(&config.motion, (time_s - track.time_s).max(0.0))
            };
            let (chosen, after, time_s) = match &self.desk.share[member] {
                Share::Nothing => (None, None, last_s),
                Share::Plot(pair) => {
                    let plot = &plots[pair.plot as usize];
                    let after = if plot.time_s == last_s {
                        ahead.updated(plot)
                    } else {
                        to(plot.time_s).updated(plot)
                    };
                    (Some(*pair), after, plot.time_s)
                }
                Share::Blend(parts) => {
                    let time_s = parts
                        .iter()
                        .map(|p| plots[p.1.plot as usize].time_s)
                        .fold(track.time_s, f64::max);
                    let missed = 1.0 - parts.iter().map(|p| p.0).sum::<f64>();
                    let best = parts.iter().fold(parts[0], |a, b| if b.0 > a.0 { *b } else { a });
                    let hit = missed < 0.5;
                    let after = blend(parts, plots, &config, (missed, time_s), &to);
                    if !hit && let Some(after) = after.clone() {
                        // Mostly a miss: the state still moves by what little the plots say.
                        (track.estimate, track.time_s) = (after, time_s);
                    }
                    (hit.then_some(best.1), after, time_s)
                }
            };
            if let (Some(pair), Some(after)) = (chosen, after) {
                self.work.updated += 1;
                track.hit(after, time_s);
                track.score += config.score(Some(pair.cost));
                let (id, plot) = (track.id, pair.plot as usize);
                events.push(Event::Updated { track: id, plot, nis: pair.nis });
                if !track.confirmed && config.confirmation.holds(track.history) {
                    track.confirmed = true;
                    events.push(Event::Confirmed { track: id });
                }
            } else if covers(&ahead.state()) {
                track.miss();
                track.score += config.score(None);
            }
        }
    }

    /// Begins a track at every plot that no track got.
    fn begin(&mut self, plots: &[Plot<D>], events: &mut Vec<Event>) {
        for (plot, at) in plots.iter().enumerate().filter(|(i, _)| self.desk.free[*i]) {
            let id = TrackId(self.next);
            self.next += 1;
            let track = Track::born(id, at, &self.config);
            events.push(Event::Initiated { track: id, plot });
            if track.confirmed {
                events.push(Event::Confirmed { track: id });
            }
            self.tracks.push(track);
            self.work.begun += 1;
        }
    }
}

impl<const D: usize> Desk<D> {
    fn fill(&mut self, time_s: f64, plots: &[Plot<D>]) {
        self.grid.fill(plots.iter().map(|p| p.position_m));
        self.bounds.fill(plots);
        self.free.clear();
        self.free.resize(plots.len(), true);
        let times = plots.iter().map(|p| p.time_s);
        let first = times.clone().fold(f64::INFINITY, f64::min);
        let last = times.fold(f64::NEG_INFINITY, f64::max);
        self.span_s = if plots.is_empty() { (time_s, time_s) } else { (first, last) };
    }
}

/// The weight of a miss in units of 1 - Pd: (1 - Pd Pg)/(1 - Pd).
fn miss_odds(config: &Config) -> f64 {
    match config.cost {
        Cost::Likelihood { detection_probability: pd, .. } => {
            (1.0 - pd * config.gate_probability) / (1.0 - pd)
        }
        Cost::Distance => 1.0,
    }
}

/// The mixture of the states after each plot and after none, all at `time_s`.
fn blend<const D: usize>(
    parts: &[(f64, Pair)],
    plots: &[Plot<D>],
    config: &Config,
    (missed, time_s): (f64, f64),
    to: &impl Fn(f64) -> Estimate<D>,
) -> Option<Estimate<D>> {
    let mut states = vec![(missed.max(0.0), to(time_s).state())];
    for (probability, pair) in parts {
        let plot = &plots[pair.plot as usize];
        let after = to(plot.time_s).updated(plot)?;
        let state = after.predicted(&config.motion, time_s - plot.time_s).state();
        states.push((*probability, state));
    }
    let mixed = Cv::mixture(states.iter().map(|(w, s)| (*w, s)));
    mixed.is_finite().then_some(Estimate::One(mixed))
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
