//! Sets K1 to K3 and M1 to M4: turns, meetings, echelons, line capacity, marches, readiness chains.

use super::{Inputs, Outputs};
use crate::base::math::{degrees, radians};
use crate::base::time::SECONDS_PER_HOUR;
use crate::model::mover::capacity;
use crate::model::mover::march::ColumnPlan;
use crate::model::mover::pipeline::Pipeline;
use crate::model::mover::turn::{Flight, level_turn, trochoid, turn_step};
use crate::model::readiness::chain;
use crate::model::weapon::intercept::meet;

const MPS_PER_KMH: f64 = 1.0 / 3.6;
/// Questions above this size are not answered: the models count through them.
const LARGEST: u32 = 1_000_000;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "K1" => turning(inputs),
        "K2" => turn(inputs),
        "K3" => meeting(inputs),
        "M1" => pipeline(inputs),
        "M2" => line_capacity(inputs),
        "M3" => march(inputs),
        "M4" => readiness(inputs),
        _ => None,
    }
}

fn turning(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["x", "y", "vx", "vy", "w_deg_s", "T"])?;
    let from = Flight {
        x_m: inputs.number("x")?,
        y_m: inputs.number("y")?,
        vx_mps: inputs.number("vx")?,
        vy_mps: inputs.number("vy")?,
    };
    let end = turn_step(from, radians(inputs.number("w_deg_s")?), inputs.number("T")?);
    Some(Outputs::numbers([("x", end.x_m), ("y", end.y_m), ("vx", end.vx_mps), ("vy", end.vy_mps)]))
}

fn turn(inputs: &Inputs) -> Option<Outputs> {
    match inputs.word("kind")? {
        "level_turn" => {
            inputs.only(&["kind", "V", "bank_deg"])?;
            let turn = level_turn(inputs.number("V")?, radians(inputs.number("bank_deg")?));
            Some(Outputs::numbers([
                ("n", turn.load_factor),
                ("R_m", turn.radius_m),
                ("w_deg_s", degrees(turn.rate_radps)),
            ]))
        }
        "trochoid" => {
            inputs.only(&["kind", "V", "w_deg_s", "heading0", "wind", "t"])?;
            if inputs.word("heading0")? != "east" {
                return None;
            }
            let start = Flight { x_m: 0.0, y_m: 0.0, vx_mps: inputs.number("V")?, vy_mps: 0.0 };
            let [east, north] = inputs.vector("wind")?;
            let rate_radps = radians(inputs.number("w_deg_s")?);
            let end = trochoid(start, rate_radps, (east, north), inputs.number("t")?);
            Some(Outputs::numbers([("x", end.x_m), ("y", end.y_m)]))
        }
        _ => None,
    }
}

fn meeting(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["P", "V", "S"])?;
    let ([x, y], [vx, vy]) = (inputs.vector("P")?, inputs.vector("V")?);
    let met = meet([x, y, 0.0], [vx, vy, 0.0], inputs.number("S")?);
    let outputs = Outputs::default().with("exists", met.is_some());
    Some(match met {
        Some(met) => outputs.with("t", met.after_s).with("point", met.at_m[..2].to_vec()),
        None => outputs,
    })
}

fn pipeline(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&[
        "n",
        "ramps",
        "t_load_h",
        "headway_h",
        "D_km",
        "V_kmh",
        "ramps2",
        "t_unload_h",
    ])?;
    let seconds = |name| inputs.number(name).map(|h| h * SECONDS_PER_HOUR);
    let plan = Pipeline {
        echelons: inputs.count("n").filter(|n| *n <= LARGEST)?,
        loading_ramps: inputs.count("ramps").filter(|n| *n <= LARGEST)?,
        load_s: seconds("t_load_h")?,
        headway_s: seconds("headway_h")?,
        run_s: inputs.number("D_km")? / inputs.number("V_kmh")? * SECONDS_PER_HOUR,
        unloading_ramps: inputs.count("ramps2").filter(|n| *n <= LARGEST)?,
        unload_s: seconds("t_unload_h")?,
    };
    let passages = plan.passages();
    let (first, last) = (passages.first()?, passages.last()?);
    let closed_s = passages.iter().fold(0.0_f64, |s, p| s.max(p.unloaded_s));
    Some(Outputs::numbers([
        ("first_arrive", first.arrive_s / SECONDS_PER_HOUR),
        ("last_depart", last.depart_s / SECONDS_PER_HOUR),
        ("last_arrive", last.arrive_s / SECONDS_PER_HOUR),
        ("last_unloaded", closed_s / SECONDS_PER_HOUR),
    ]))
}

fn line_capacity(inputs: &Inputs) -> Option<Outputs> {
    let seconds = |name| inputs.number(name).map(|min| min * 60.0);
    match inputs.word("kind")? {
        "single" => {
            inputs.only(&["kind", "alpha", "t_run_out_min", "t_run_back_min", "t_station_min"])?;
            let pairs = capacity::single_track_pairs_per_day(
                inputs.number("alpha")?,
                seconds("t_run_out_min")?,
                seconds("t_run_back_min")?,
                seconds("t_station_min")?,
            );
            Some(Outputs::numbers([("per_day", pairs)]))
        }
        "double" => {
            inputs.only(&["kind", "alpha", "headway_min"])?;
            let trains =
                capacity::double_track_per_day(inputs.number("alpha")?, seconds("headway_min")?);
            Some(Outputs::numbers([("per_day", trains)]))
        }
        "FM" => {
            inputs.only(&["kind", "NT", "S", "LD"])?;
            let trains = capacity::planning_density_per_day(
                inputs.number("NT")?,
                inputs.number("S")?,
                inputs.number("LD")?,
            );
            Some(Outputs::numbers([("TD", trains)]))
        }
        _ => None,
    }
}

fn march(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["N", "density", "rate", "D_km", "serials", "march_units", "gap_s", "gap_m"])?;
    let column = ColumnPlan {
        vehicles: inputs.count("N")?,
        density_per_m: inputs.number("density")? / 1e3,
        rate_mps: inputs.number("rate")? * MPS_PER_KMH,
        serials: inputs.count("serials")?,
        march_units: inputs.count("march_units")?,
        serial_gap_s: inputs.number("gap_s")? * 60.0,
        unit_gap_s: inputs.number("gap_m")? * 60.0,
    };
    let head_s = column.time_distance_s(inputs.number("D_km")? * 1e3);
    Some(Outputs::numbers([
        ("gaps_min", column.gaps_s() / 60.0),
        ("road_space_km", column.road_space_m() / 1e3),
        ("EXTAL_min", column.extra_time_s() / 60.0),
        ("PST_min", column.pass_time_s() / 60.0),
        ("TD_h", head_s / SECONDS_PER_HOUR),
        ("total_h", (head_s + column.pass_time_s()) / SECONDS_PER_HOUR),
    ]))
}

fn readiness(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["mean_stages", "t"])?;
    let means = inputs.numbers("mean_stages")?;
    let t = inputs.number("t")?;
    if means.iter().any(|m| *m > 0.0 && t / m > f64::from(LARGEST)) {
        return None;
    }
    Some(Outputs::numbers([
        ("F", chain::done_by(&means, t)),
        ("mean", chain::mean(&means)),
        ("sd", chain::sd(&means)),
    ]))
}
