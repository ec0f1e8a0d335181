//! Sets Q1 to Q4 and C1: queues of finite servers, messages over a chain.

use super::{Inputs, Outputs};
use crate::model::command::message::Chain;
use crate::model::command::{queues, reneging};

/// Servers, places and retries above this are not answered: the models count through them.
const LARGEST: u32 = 1_000_000;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "Q1" => erlang(inputs),
        "Q2" => finite_room(inputs),
        "Q3" => exponential_patience(inputs),
        "Q4" => fixed_patience(inputs),
        "C1" => chain(inputs),
        _ => None,
    }
}

/// A count from `least` to the largest that is answered.
fn count(inputs: &Inputs, name: &str, least: u32) -> Option<u32> {
    inputs.count(name).filter(|n| (least..=LARGEST).contains(n))
}

/// A number at least 0.
fn amount(inputs: &Inputs, name: &str) -> Option<f64> {
    inputs.number(name).filter(|x| *x >= 0.0)
}

fn erlang(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["c", "a"])?;
    let (servers, load) = (count(inputs, "c", 1)?, amount(inputs, "a")?);
    let is_stable = load < f64::from(servers);
    let outputs =
        Outputs::numbers([("B", queues::erlang_b(servers, load))]).with("stable", is_stable);
    if !is_stable {
        return Some(outputs);
    }
    let wait = queues::erlang_c_wait(servers, load)?;
    Some(outputs.with("C", queues::erlang_c(servers, load)?).with("Wq_over_ES", wait))
}

fn finite_room(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["c", "K", "lam", "mu"])?;
    let room = queues::finite_room(
        count(inputs, "c", 1)?,
        count(inputs, "K", 1)?,
        inputs.number("lam")?,
        inputs.number("mu")?,
    )?;
    Some(Outputs::numbers([
        ("p0", room.empty),
        ("p_loss", room.loss),
        ("L", room.present),
        ("Lq", room.waiting),
        ("Wq", room.wait_s),
        ("util", room.utilisation),
    ]))
}

fn exponential_patience(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["c", "lam", "mu", "theta"])?;
    let queue = reneging::exponential_patience(
        count(inputs, "c", 1)?,
        inputs.number("lam")?,
        inputs.number("mu")?,
        inputs.number("theta")?,
    )?;
    Some(Outputs::numbers([
        ("P_wait", queue.must_wait),
        ("P_abandon", queue.abandons),
        ("Lq", queue.waiting),
        ("EWq", queue.wait_s),
    ]))
}

fn fixed_patience(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["c", "lam", "mu", "tau"])?;
    let queue = reneging::fixed_patience(
        count(inputs, "c", 1)?,
        inputs.number("lam")?,
        inputs.number("mu")?,
        inputs.number("tau")?,
    )?;
    Some(Outputs::numbers([("P_abandon", queue.abandons)]))
}

fn chain(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["hops", "fixed", "exp_mean", "p_loss", "retries", "timeout"])?;
    let chain = Chain {
        hops: inputs.count("hops")?,
        fixed_s: amount(inputs, "fixed")?,
        random_s: amount(inputs, "exp_mean")?,
        loss: amount(inputs, "p_loss").filter(|p| *p <= 1.0)?,
        retries: count(inputs, "retries", 0)?,
        timeout_s: amount(inputs, "timeout")?,
    };
    let outputs = Outputs::numbers([
        ("P_deliver", chain.delivered()),
        ("E_attempts_per_hop", chain.attempts()),
    ]);
    // Of messages that never arrive there is no latency.
    let arrives = chain.loss < 1.0 || chain.hops == 0;
    Some(if arrives {
        outputs.with("E_latency_given_delivery", chain.latency_s())
    } else {
        outputs
    })
}
