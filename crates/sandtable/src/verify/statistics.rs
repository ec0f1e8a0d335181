//! Sets V1, V2, V3 and V5: replications, intervals, quantiles, moments.

use super::{Inputs, Outputs};
use crate::base::interval;
use crate::base::moments::Moments;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "V1" => replications(inputs),
        "V2" => proportions(inputs),
        "V3" => student(inputs),
        "V5" => moments(inputs),
        _ => None,
    }
}

fn replications(inputs: &Inputs) -> Option<Outputs> {
    let (e, confidence) = (inputs.number("e")?, inputs.number("conf")?);
    if !(e > 0.0 && confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let n = match inputs.word("kind")? {
        "proportion" => {
            inputs.only(&["kind", "p", "e", "conf"])?;
            interval::replications_for_proportion(inputs.number("p")?, e, confidence)
        }
        "mean_known_sd" => {
            inputs.only(&["kind", "sd", "e", "conf"])?;
            interval::replications_for_mean(inputs.number("sd")?, e, confidence)
        }
        "t_two_stage" => {
            inputs.only(&["kind", "sd", "e", "conf"])?;
            interval::replications_two_stage(inputs.number("sd")?, e, confidence)
        }
        _ => return None,
    };
    Some(Outputs::default().with("n", n))
}

fn proportions(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["k", "n", "conf"])?;
    let (k, n) = (u64::from(inputs.count("k")?), u64::from(inputs.count("n")?));
    let confidence = inputs.number("conf")?;
    if k > n {
        return None;
    }
    let pair = |(low, high): (f64, f64)| vec![low, high];
    Some(
        Outputs::default()
            .with("wilson", pair(interval::wilson(k, n, confidence)))
            .with("cp", pair(interval::clopper_pearson(k, n, confidence))),
    )
}

fn student(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["df", "p"])?;
    let t = interval::student_t_quantile(inputs.number("p")?, inputs.number("df")?);
    Some(Outputs::numbers([("t", t)]))
}

fn moments(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["x"])?;
    let moments: Moments = inputs.numbers("x")?.into_iter().collect();
    let outputs = Outputs::numbers([("mean", moments.mean()?)]);
    Some(match moments.variance() {
        Some(variance) => outputs.with("var", variance),
        None => outputs,
    })
}
