//! The tracker on a file of plots, for validation/peers/tracker: Stone Soup reads the same file.
//!
//! `tracker PLOTS.csv OUT.csv [polar|converted] [WARM] [REPEATS]`. Scans after the first WARM are
//! run REPEATS times from one state, so that the CPU time of a run less that of one with REPEATS 0
//! is the time of so many passes: no clock is read here. OUT.csv has the state of each confirmed
//! track after each scan. Prints what a scan took as JSON.

use nalgebra::Vector2;
use sandtable::base::math;
use sandtable::model::tracker::config::{Association, Config, Cost};
use sandtable::model::tracker::confirm::Confirmation;
use sandtable::model::tracker::estimate::Motion;
use sandtable::model::tracker::machine::{Tracker, Work};
use sandtable::model::tracker::plot::Plot;
use sandtable::model::tracker::polar::Polar;
use std::fmt::Write;

/// Errors of the radar of gen_tracks.py (m, degrees).
const SIGMA: (f64, f64) = (50.0, 0.2);

/// The rules that validation/peers/tracker/stonesoup_track.py sets.
fn rules() -> Config {
    Config {
        motion: Motion::Steady { q_m2_s3: 1.0 },
        speed_sigma_mps: 300.0,
        // Mahalanobis distance 4 in two dimensions.
        gate_probability: 1.0 - math::exp(-8.0),
        cost: Cost::Distance,
        association: Association::Global,
        tentative_association: Association::Nearest,
        // Three plots at all, and three misses in a row end any track: the third plot comes within
        // seven looks or never.
        confirmation: Confirmation { hits: 3, window: 7 },
        tentative_misses: 3,
        confirmed_misses: 3,
    }
}

/// The scans of the file: (moment s, plots).
fn scans(text: &str, polar: bool) -> Vec<(f64, Vec<Plot<2>>)> {
    let mut scans: Vec<(f64, Vec<Plot<2>>)> = Vec::new();
    let mut last = "";
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |i: usize| fields[i].parse::<f64>().expect("a number");
        let (time_s, range_m, bearing_rad) = (number(1), number(2), number(3));
        let measured = Polar {
            origin_m: Vector2::zeros(),
            // The file's bearings are from the x axis, counter-clockwise.
            measured: Vector2::new(range_m, std::f64::consts::FRAC_PI_2 - bearing_rad),
            sigma: Vector2::new(SIGMA.0, math::radians(SIGMA.1)),
        };
        let plot =
            if polar { Plot::polar(time_s, measured) } else { Plot::converted(time_s, &measured) };
        let plot = plot.expect("a plot of the workload is usable");
        if fields[0] != last {
            scans.push((time_s, Vec::new()));
        }
        last = fields[0];
        scans.last_mut().expect("a scan has begun").1.push(plot);
    }
    scans
}

fn write_picture(out: &mut String, scan: usize, tracker: &Tracker<2>) {
    for (id, s) in tracker.picture() {
        let (p, v) = (s.position_m, s.velocity_mps);
        let _ = write!(out, "{scan},{},{:.9e},{:.9e},{:.9e},{:.9e}", id.0, p[0], p[1], v[0], v[1]);
        for x in [s.pp[(0, 0)], s.pp[(0, 1)], s.pv[(0, 0)], s.pv[(0, 1)], s.pp[(1, 1)]] {
            let _ = write!(out, ",{x:.9e}");
        }
        for x in [s.pv[(1, 0)], s.pv[(1, 1)], s.vv[(0, 0)], s.vv[(0, 1)], s.vv[(1, 1)]] {
            let _ = write!(out, ",{x:.9e}");
        }
        out.push('\n');
    }
}

fn main() {
    let asked: Vec<String> = std::env::args().collect();
    let word = |i: usize| asked.get(i).map_or("", String::as_str);
    let (warm, repeats) = (word(4).parse().unwrap_or(4), word(5).parse().unwrap_or(0_usize));
    let text = std::fs::read_to_string(word(1)).expect("the file of plots can be read");
    let scans = scans(&text, word(3) != "converted");
    let mut out = "scan,track,x,y,vx,vy,p00,p01,p02,p03,p11,p12,p13,p22,p23,p33\n".to_owned();
    let mut tracker = Tracker::new(rules()).expect("the rules hold");
    let mut warmed = tracker.clone();
    let mut sum = Work::default();
    for (k, (time_s, plots)) in scans.iter().enumerate() {
        if k == warm {
            warmed = tracker.clone();
        }
        tracker.scan(*time_s, plots).expect("the plots are usable");
        write_picture(&mut out, k, &tracker);
        if k >= warm {
            let work = tracker.work();
            sum.predicted += work.predicted;
            sum.priced += work.priced;
            sum.gated += work.gated;
            sum.updated += work.updated;
            sum.begun += work.begun;
        }
    }
    if !word(2).is_empty() {
        std::fs::write(word(2), out).expect("the states can be written");
    }
    let mut events = 0;
    for _ in 0..repeats {
        let mut again = warmed.clone();
        for (time_s, plots) in &scans[warm..] {
            events += again.scan(*time_s, plots).expect("the plots are usable").len();
        }
    }
    let timed = scans.len() - warm;
    let per = |n: usize| n as f64 / timed as f64;
    let line = format!(
        "{{\"scans\": {timed}, \"events\": {events}, \"predicted\": {}, \"priced\": {}, \"gated\": {}, \
         \"updated\": {}, \"begun\": {}}}\n",
        per(sum.predicted),
        per(sum.priced),
        per(sum.gated),
        per(sum.updated),
        per(sum.begun)
    );
    let _ = std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes());
}
