//! Sets U1 to U3: spreads by three or two numbers, pooled reports.

use super::{Inputs, Outputs};
use crate::base::dist::Dist;
use crate::base::lognormal::LogNormal;
use crate::base::pool::{Report, linear_pool, log_pool};

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "U1" => three_points(inputs),
        "U2" => lognormal(inputs),
        "U3" => pools(inputs),
        _ => None,
    }
}

fn three_points(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["a", "mode", "b"])?;
    let (min, mode, max) = (inputs.number("a")?, inputs.number("mode")?, inputs.number("b")?);
    if !(min <= mode && mode <= max) {
        return None;
    }
    let tri = Dist::Triangular { min, mode, max };
    let pert = Dist::Pert { min, mode, max };
    Some(Outputs::numbers([
        ("tri_mean", tri.mean()),
        ("tri_sd", tri.sd()),
        ("tri_q05", tri.quantile(0.05)),
        ("tri_q50", tri.quantile(0.5)),
        ("tri_q95", tri.quantile(0.95)),
        ("pert_mean", pert.mean()),
        ("pert_sd", pert.sd()),
        ("pert_q05", pert.quantile(0.05)),
        ("pert_q95", pert.quantile(0.95)),
    ]))
}

fn lognormal(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["q05", "q95"])?;
    let law = LogNormal::from_quantiles(inputs.number("q05")?, inputs.number("q95")?);
    Some(Outputs::numbers([
        ("mu", law.mu),
        ("sigma", law.sigma),
        ("median", law.median()),
        ("mean", law.mean()),
        ("sd", law.sd()),
    ]))
}

fn pools(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["w", "mu", "sd"])?;
    let (weights, means) = (inputs.numbers("w")?, inputs.numbers("mu")?);
    let sds = inputs.numbers("sd")?;
    if weights.len() != means.len() || weights.len() != sds.len() {
        return None;
    }
    let reports: Vec<Report> = weights
        .iter()
        .zip(means.iter().zip(&sds))
        .map(|(&weight, (&mean, &sd))| Report { weight, mean, sd })
        .collect();
    let (linear, log) = (linear_pool(&reports)?, log_pool(&reports)?);
    Some(Outputs::numbers([
        ("lin_mean", linear.mean),
        ("lin_sd", linear.sd),
        ("log_mean", log.mean),
        ("log_sd", log.sd),
    ]))
}
