//! Sets E1 to E4, W1, S1, L1 and L2: shots there is time for, doctrine, raids, assignment, and the
//! combat models to check against.

use super::{Inputs, Outputs};
use crate::model::weapon::assign::Problem;
use crate::model::weapon::lanchester::{End, Fight};
use crate::model::weapon::opportunities::Inbound;
use crate::model::weapon::salvo::{Side, exchange};
use crate::model::weapon::{duel, kill, raid};

/// Shots and salvos above this are not answered: the answer lists them.
const MOST_ROWS: usize = 100_000;
/// States of a duel above this are not answered: the model counts through them.
const MOST_STATES: u64 = 10_000_000;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "E1" => opportunities(inputs),
        "E2" => doctrine(inputs),
        "E3" => leakers(inputs),
        "E4" => saturation(inputs),
        "W1" => assignment(inputs),
        "S1" => salvos(inputs),
        "L1" => lanchester(inputs),
        "L2" => stochastic_duel(inputs),
        _ => None,
    }
}

/// A number at least 0.
fn amount(inputs: &Inputs, name: &str) -> Option<f64> {
    inputs.number(name).filter(|x| *x >= 0.0)
}

fn chance(inputs: &Inputs, name: &str) -> Option<f64> {
    amount(inputs, name).filter(|p| *p <= 1.0)
}

fn opportunities(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["Rd", "tr", "Vm", "Vt", "ta", "Rmin", "Rmax"])?;
    let inbound = Inbound {
        detected_m: amount(inputs, "Rd")?,
        reaction_s: amount(inputs, "tr")?,
        missile_mps: inputs.number("Vm").filter(|v| *v > 0.0)?,
        target_mps: inputs.number("Vt").filter(|v| *v > 0.0)?,
        assess_s: amount(inputs, "ta")?,
        least_m: amount(inputs, "Rmin")?,
        greatest_m: amount(inputs, "Rmax")?,
    };
    let ranges_m = inbound.meetings_m(MOST_ROWS + 1);
    (ranges_m.len() <= MOST_ROWS)
        .then(|| Outputs::default().with("n_shots", ranges_m.len()).with("R_int", ranges_m))
}

fn doctrine(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["p", "n", "m", "c"])?;
    let (p, cause) = (chance(inputs, "p")?, chance(inputs, "c")?);
    let (looks, salvo) = (u64::from(inputs.count("n")?), u64::from(inputs.count("m")?));
    let shots = looks * salvo;
    Some(Outputs::numbers([
        ("P_kill", kill::kill(p, shots)),
        ("E_missiles", kill::rounds(p, looks, salvo)),
        ("P_cc", kill::kill_with_common_cause(p, shots, cause)),
    ]))
}

fn leakers(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["N", "S", "p"])?;
    let targets = inputs.count("N").filter(|n| *n > 0)?;
    let (rounds, p) = (inputs.count("S")?, chance(inputs, "p")?);
    Some(Outputs::numbers([
        ("E_leak_even", raid::leakers_even(targets, rounds, p)),
        ("E_leak_random", raid::leakers_random(targets, rounds, p)),
        ("P_zero_leak_even", raid::no_leaker_even(targets, rounds, p)),
    ]))
}

fn saturation(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["N", "c", "tau", "w"])?;
    let (busy_s, window_s) = (amount(inputs, "tau")?, amount(inputs, "w")?);
    let engaged = raid::engaged(inputs.count("N")?, inputs.count("c")?, busy_s, window_s);
    Some(Outputs::default().with("engaged", engaged))
}

fn assignment(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["V", "p"])?;
    let (values, rows) = (inputs.numbers("V")?, inputs.rows("p")?);
    if rows.iter().any(|row| row.len() != values.len()) {
        return None;
    }
    let problem = Problem::new(values, rows.concat(), rows.len())?;
    let best = problem.optimum()?;
    let least = problem.surviving(&best.plan);
    let greedy = problem.surviving(&problem.greedy());
    let outputs = Outputs::numbers([("opt", least), ("greedy", greedy), ("ratio", greedy / least)]);
    let targets: Option<Vec<usize>> = best.plan.into_iter().collect();
    Some(match targets.filter(|_| best.is_unique) {
        Some(targets) => outputs.with("opt_assign", targets),
        None => outputs,
    })
}

fn salvos(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["A", "B", "alpha", "beta", "y", "z", "w", "x", "salvos"])?;
    let side = |units, offensive, defensive, staying| {
        Some(Side {
            units: amount(inputs, units)?,
            offensive: amount(inputs, offensive)?,
            defensive: amount(inputs, defensive)?,
            staying: inputs.number(staying).filter(|hits| *hits > 0.0)?,
        })
    };
    let (mut a, mut b) = (side("A", "alpha", "y", "w")?, side("B", "beta", "z", "x")?);
    let count = inputs.count("salvos").filter(|n| *n as usize <= MOST_ROWS)?;
    let mut after_each = Vec::new();
    for _ in 0..count {
        (a, b) = exchange(&a, &b);
        after_each.push(vec![a.units, b.units]);
    }
    Some(Outputs::default().with("after_each", after_each))
}

fn lanchester(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["A0", "B0", "a", "b", "t"])?;
    let fight = Fight {
        a0: amount(inputs, "A0")?,
        b0: amount(inputs, "B0")?,
        a_hz: amount(inputs, "a")?,
        b_hz: amount(inputs, "b")?,
    };
    let (a, b) = fight.square_at(amount(inputs, "t")?);
    let (winner, left) = match fight.square_end() {
        End::A(left) => ("A", left),
        End::B(left) => ("B", left),
        End::Draw => ("draw", 0.0),
    };
    let outputs = Outputs::numbers([("A_t", a), ("B_t", b), ("survivors", left)]);
    Some(outputs.with("winner", winner))
}

fn stochastic_duel(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["n", "m", "a", "b"])?;
    let (n, m) = (inputs.count("n")?, inputs.count("m")?);
    if (u64::from(n) + 1) * (u64::from(m) + 1) > MOST_STATES {
        return None;
    }
    let p = duel::a_wins(n, m, inputs.number("a")?, inputs.number("b")?)?;
    Some(Outputs::numbers([("P_A_wins", p)]))
}
