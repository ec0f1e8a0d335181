//! Sets T1 to T9: filters, gates, assignment, confirmation, measures, fusion, conversion.

use nalgebra::{SMatrix, SVector, Vector2};
use serde_json::{Value, json};

use super::{Inputs, Outputs};
use crate::base::math::radians;
use crate::model::tracker::alphabeta::steady_gains;
use crate::model::tracker::assign::assign;
use crate::model::tracker::chi_square;
use crate::model::tracker::confirm::Confirmation;
use crate::model::tracker::cv::{Cv, Residual};
use crate::model::tracker::fuse;
use crate::model::tracker::imm::Imm;
use crate::model::tracker::kalman::Gaussian;
use crate::model::tracker::ospa::Order;
use crate::model::tracker::polar;

/// Looks and sizes above this are not answered: the models count through them.
const LARGEST: u32 = 100_000;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "T1" => filter(inputs),
        "T2" => gains(inputs),
        "T3" => two_models(inputs),
        "T4" => gate(inputs),
        "T5" => assignment(inputs),
        "T6" => confirmation(inputs),
        "T7" => distances(inputs),
        "T8" => fusion(inputs),
        "T9" => conversion(inputs),
        _ => None,
    }
}

/// A state of one axis: [position, velocity] and its 2 x 2 covariance.
fn axis(inputs: &Inputs, mean: &str, covariance: &str) -> Option<Cv<1>> {
    let [x, v] = inputs.vector(mean)?;
    let [[pp, pv], [vp, vv]] = square(inputs, covariance)?;
    let one = |x: f64| SMatrix::<f64, 1, 1>::from([[x]]);
    (pv == vp).then(|| Cv {
        position_m: one(x),
        velocity_mps: one(v),
        pp: one(pp),
        pv: one(pv),
        vv: one(vv),
    })
}

fn square(inputs: &Inputs, name: &str) -> Option<[[f64; 2]; 2]> {
    let rows = inputs.rows(name)?;
    let rows: Option<Vec<[f64; 2]>> = rows.into_iter().map(|r| r.try_into().ok()).collect();
    rows?.try_into().ok()
}

fn measured(inputs: &Inputs, state: &Cv<1>) -> Option<Residual<1>> {
    let (z, r) = (inputs.number("z")?, inputs.number("r")?);
    Some(Residual::of_position(&SVector::from([z]), &SMatrix::from([[r * r]]), &state.position_m))
}

fn covariance_outputs(state: &Cv<1>) -> Outputs {
    Outputs::numbers([("P11", state.pp[0]), ("P12", state.pv[0]), ("P22", state.vv[0])])
}

fn filter(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["T", "q", "r", "x", "P", "z"])?;
    let ahead = axis(inputs, "x", "P")?.predicted(inputs.number("q")?, inputs.number("T")?);
    let z = measured(inputs, &ahead)?;
    let innovation = ahead.innovation(&z)?;
    let after = ahead.updated(&z, &innovation);
    Some(
        covariance_outputs(&after)
            .with("x_upd", vec![after.position_m[0], after.velocity_mps[0]])
            .with("S", innovation.s[0])
            .with("NIS", innovation.nis)
            .with("loglik", innovation.ln_likelihood()),
    )
}

fn gains(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["lam"])?;
    let gains = steady_gains(inputs.number("lam")?)?;
    Some(Outputs::numbers([("alpha", gains.alpha), ("beta", gains.beta)]))
}

fn two_models(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["T", "q", "r", "Pi", "mu", "x1", "x2", "P1", "P2", "z"])?;
    let models = [axis(inputs, "x1", "P1")?, axis(inputs, "x2", "P2")?];
    let before = Imm { models, probability: inputs.vector("mu")? };
    let ahead = before.predicted(&square(inputs, "Pi")?, inputs.vector("q")?, inputs.number("T")?);
    let z = [measured(inputs, &ahead.models[0])?, measured(inputs, &ahead.models[1])?];
    let after = ahead.updated([&z[0], &z[1]])?;
    let both = after.combined();
    Some(
        covariance_outputs(&both)
            .with("mu", after.probability.to_vec())
            .with("x", vec![both.position_m[0], both.velocity_mps[0]]),
    )
}

fn gate(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["dim", "P_gate"])?;
    let gamma = chi_square::quantile(inputs.number("P_gate")?, inputs.count("dim")?)?;
    Some(Outputs::numbers([("gamma", gamma)]))
}

fn assignment(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["cost"])?;
    let cost = inputs.rows("cost")?;
    let columns = assign(&cost)?;
    let total: f64 = cost.iter().zip(&columns).map(|(row, &column)| row[column]).sum();
    Some(Outputs::numbers([("total", total)]).with("assign", columns))
}

fn confirmation(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["M", "N", "p", "looks"])?;
    let rule = Confirmation { hits: inputs.count("M")?, window: inputs.count("N")? };
    let chain = rule.chain(inputs.number("p")?)?;
    let looks = inputs.count("looks").filter(|n| *n <= LARGEST)?;
    Some(Outputs::numbers([
        ("P_confirmed", chain.within(looks)),
        ("mean_looks", chain.mean_looks()),
    ]))
}

fn distances(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["X", "Y", "c", "p"])?;
    let points = |name: &str| -> Option<Vec<Vector2<f64>>> {
        let point = |p: Vec<f64>| p.try_into().ok().map(|p: [f64; 2]| Vector2::from(p));
        inputs.rows(name)?.into_iter().map(point).collect()
    };
    let (truth, tracks) = (points("X")?, points("Y")?);
    let order = Order { cutoff_m: inputs.number("c")?, p: inputs.number("p")? };
    let split = order.gospa(&truth, &tracks)?;
    Some(
        Outputs::numbers([
            ("OSPA", order.ospa(&truth, &tracks)?),
            ("GOSPA", split.distance_m),
            ("loc_cost_p", split.localisation),
        ])
        .with("missed", split.missed)
        .with("false", split.false_tracks),
    )
}

fn fusion(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["x1", "x2", "P1", "P2", "Pc"])?;
    let matrix = |name: &str| {
        square(inputs, name).map(|rows| SMatrix::<f64, 2, 2>::from_fn(|i, j| rows[i][j]))
    };
    let track = |mean: &str, covariance: &str| {
        let mean: [f64; 2] = inputs.vector(mean)?;
        Some(Gaussian { mean: Vector2::from(mean), covariance: matrix(covariance)? })
    };
    let (a, b) = (track("x1", "P1")?, track("x2", "P2")?);
    let alone = fuse::independent(&a, &b)?;
    let campo = fuse::correlated(&a, &b, &matrix("Pc")?)?;
    let (least, weight) = fuse::intersection(&a, &b)?;
    let list = |v: &Gaussian<2>| -> Value { json!([v.mean[0], v.mean[1]]) };
    Some(
        Outputs::numbers([
            ("tr_ind", alone.covariance.trace()),
            ("tr_bsc", campo.covariance.trace()),
            ("tr_ci", least.covariance.trace()),
            ("w_ci", weight),
        ])
        .with("x_ind", list(&alone))
        .with("x_bsc", list(&campo))
        .with("x_ci", list(&least)),
    )
}

fn conversion(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["r", "sigma_r", "sigma_deg"])?;
    let (r, sigma_rad) = (inputs.number("r")?, radians(inputs.number("sigma_deg")?));
    let significance = polar::bias_significance(r, inputs.number("sigma_r")?, sigma_rad);
    Some(Outputs::numbers([
        ("shrink", polar::shrink(sigma_rad)),
        ("bias_m", polar::bias_m(r, sigma_rad)),
        ("signif", significance),
    ]))
}
