//! Which weapon takes which target, all at once: least expected value of what survives.
//!
//! Weapons are shots that are ready now. What comes later is not looked at: the engine asks again
//! at each decision.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Differences of the surviving value below this share of the total value count as none.
pub const SAME: f64 = 1e-12;

/// [`Problem::optimum`] looks at no more assignments than this.
pub const MOST_WAYS: u64 = 4_000_000;

/// The target of each weapon; `None` for a weapon that takes none.
pub type Plan = Vec<Option<usize>>;

/// Weapons, targets and the chance of each pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    values: Vec<f64>,
    /// Weapon after weapon, of as many as there are targets.
    chances: Vec<f64>,
    weapons: usize,
}

/// The best plan of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The first of the best plans, weapon by weapon the lowest target.
    pub plan: Plan,
    /// Whether no other plan is as good, within [`SAME`].
    pub is_unique: bool,
}

impl Problem {
    /// A problem of `values` of targets (at least 0, any unit) and `chances` of a kill, weapon after
    /// weapon with one for each target, in [0, 1].
    ///
    /// A chance of 0 forbids the pair. `None` if the sizes disagree or a number is out of range.
    #[must_use]
    pub fn new(values: Vec<f64>, chances: Vec<f64>, weapons: usize) -> Option<Problem> {
        let fits = chances.len() == weapons.checked_mul(values.len())?;
        let known = values.iter().all(|v| v.is_finite() && *v >= 0.0)
            && values.iter().sum::<f64>().is_finite()
            && chances.iter().all(|p| (0.0..=1.0).contains(p));
        (fits && known).then_some(Problem { values, chances, weapons })
    }

    /// Expected value of what survives: sum over targets of V prod (1 - p), in the unit of the
    /// values.
    ///
    /// `plan` has a place for each weapon; what lies beyond the weapons or targets is ignored.
    /// Shots are independent. Source: Lloyd and Witsenhausen (1986). Set W1.
    #[must_use]
    pub fn surviving(&self, plan: &[Option<usize>]) -> f64 {
        self.left(plan).iter().sum()
    }

    /// Maximum marginal return: again and again the pair with the largest gain, until no weapon is
    /// left that may be paired.
    ///
    /// Ties go to the lowest weapon, then to the lowest target. A gain of 0 is taken too: whoever
    /// saves rounds drops those. Optimal where a target is alike for all weapons (den Broeder,
    /// Ellison and Emerling, 1959); destroys at least half of what the optimum destroys (Fisher,
    /// Nemhauser and Wolsey, 1978); in surviving value it can be any factor worse.
    /// O(w t + w^2 log w t) for w weapons and t targets. Set W1.
    #[must_use]
    pub fn greedy(&self) -> Plan {
        let mut plan = vec![None; self.weapons];
        self.take_greedily(&mut plan, |_| true);
        plan
    }

    /// What shooters do that know nothing of one another: each spreads its own weapons as
    /// [`Problem::greedy`] would, as if it were alone.
    ///
    /// `shooter_of` names the shooter of each weapon; a weapon without a name takes none. Targets
    /// that a shooter does not see have chance 0 for its weapons. The best targets get too much:
    /// compare with the plan of all.
    #[must_use]
    pub fn uncoordinated(&self, shooter_of: &[usize]) -> Plan {
        let mut shooters: Vec<usize> = shooter_of.iter().take(self.weapons).copied().collect();
        shooters.sort_unstable();
        shooters.dedup();
        let mut plan = vec![None; self.weapons];
        for shooter in shooters {
            self.take_greedily(&mut plan, |weapon| shooter_of.get(weapon) == Some(&shooter));
        }
        plan
    }

    /// Moves one weapon to another target, or exchanges the targets of two, while the surviving value
    /// falls by more than [`SAME`] of the total value.
    ///
    /// Weapon by weapon its best move (ties to the lowest target), then pair by pair; again until
    /// nothing helps. A local optimum: no such step improves it. A round of trials costs O(w t + w^2),
    /// a step taken O(w + k^2) for k weapons on a target. A target that is none becomes `None`.
    pub fn improve(&self, plan: &mut Plan) {
        plan.resize(self.weapons, None);
        for target in plan.iter_mut() {
            *target = target.filter(|t| *t < self.values.len());
        }
        let mut local = Local::new(self, plan);
        loop {
            let mut is_better = false;
            for weapon in 0..self.weapons {
                is_better |= local.move_one(weapon);
            }
            for first in 0..self.weapons {
                for second in first + 1..self.weapons {
                    is_better |= local.exchange(first, second);
                }
            }
            if !is_better {
                return;
            }
        }
    }

    /// The best plan in which every weapon that may be paired is, by trying all.
    ///
    /// `None` if there are more than [`MOST_WAYS`] of them: the product over weapons of the targets
    /// that each may take. NP-complete in general, so for checks only.
    #[must_use]
    pub fn optimum(&self) -> Option<Optimum> {
        let choices = |weapon| -> Vec<Option<usize>> {
            let allowed = (0..self.values.len()).filter(|t| self.chance(weapon, *t) > 0.0);
            let all: Vec<Option<usize>> = allowed.map(Some).collect();
            if all.is_empty() { vec![None] } else { all }
        };
        let choices: Vec<Vec<Option<usize>>> = (0..self.weapons).map(choices).collect();
        let ways = choices.iter().try_fold(1_u64, |n, c| n.checked_mul(c.len() as u64))?;
        if ways > MOST_WAYS {
            return None;
        }
        let mut search = Search {
            problem: self,
            choices: &choices,
            same: SAME * self.values.iter().sum::<f64>(),
            best: (f64::INFINITY, Optimum { plan: Vec::new(), is_unique: true }),
        };
        search.from(&mut Vec::new(), &self.values);
        Some(search.best.1)
    }

    fn chance(&self, weapon: usize, target: usize) -> f64 {
        self.chances[weapon * self.values.len() + target]
    }

    /// Expected value left of each target, weapons applied in order.
    fn left(&self, plan: &[Option<usize>]) -> Vec<f64> {
        let mut left = self.values.clone();
        for (weapon, target) in plan.iter().take(self.weapons).enumerate() {
            if let Some(target) = target.filter(|t| *t < left.len()) {
                left[target] *= 1.0 - self.chance(weapon, target);
            }
        }
        left
    }

    /// Greedy choice for the weapons that `takes` names, as if there were no others.
    fn take_greedily(&self, plan: &mut Plan, takes: impl Fn(usize) -> bool) {
        let mut left = self.values.clone();
        let gain = |left: &[f64], weapon, target: usize| left[target] * self.chance(weapon, target);
        // The pairs of each weapon, the best on top; and the top of each, the best of all on top.
        let row = |weapon| -> BinaryHeap<Pair> {
            let targets = (0..self.values.len()).filter(|t| self.chance(weapon, *t) > 0.0);
            targets
                .map(|target| Pair { gain: gain(&left, weapon, target), weapon, target })
                .collect()
        };
        let mut rows: Vec<BinaryHeap<Pair>> = (0..self.weapons)
            .map(|weapon| if takes(weapon) { row(weapon) } else { BinaryHeap::new() })
            .collect();
        let mut tops: BinaryHeap<Pair> = rows.iter().filter_map(|r| r.peek().copied()).collect();
        // Gains only fall, so a pair whose gain still holds when it comes up has the largest.
        while let Some(pair) = tops.pop() {
            let now = gain(&left, pair.weapon, pair.target);
            if now < pair.gain {
                let row = &mut rows[pair.weapon];
                if let Some(mut top) = row.peek_mut() {
                    top.gain = now;
                }
                tops.extend(row.peek());
                continue;
            }
            plan[pair.weapon] = Some(pair.target);
            left[pair.target] *= 1.0 - self.chance(pair.weapon, pair.target);
        }
    }
}

/// A pair and what it would gain when it was last looked at; the greatest is the next to take.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pair {
    gain: f64,
    weapon: usize,
    target: usize,
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_gain = self.gain.total_cmp(&other.gain);
        by_gain.then((other.weapon, other.target).cmp(&(self.weapon, self.target)))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A plan under improvement, with what is left of each target.
struct Local<'a> {
    problem: &'a Problem,
    plan: &'a mut Plan,
    /// Expected value left of each target.
    left: Vec<f64>,
    /// Expected value left of a weapon's target, were it not for the weapon; 0 without target.
    without: Vec<f64>,
    /// The least fall that counts.
    least: f64,
}

impl<'a> Local<'a> {
    fn new(problem: &'a Problem, plan: &'a mut Plan) -> Self {
        let least = SAME * problem.values.iter().sum::<f64>();
        let (left, without) = (problem.values.clone(), vec![0.0; problem.weapons]);
        let mut local = Local { problem, plan, left, without, least };
        (0..problem.values.len()).for_each(|target| local.refresh(target));
        local
    }

    /// Works out anew what is left of a target. Multiplied afresh: dividing by 1 - p fails at p = 1.
    fn refresh(&mut self, target: usize) {
        let on: Vec<usize> =
            (0..self.plan.len()).filter(|w| self.plan[*w] == Some(target)).collect();
        let missed = |w: usize| 1.0 - self.problem.chance(w, target);
        let value = self.problem.values[target];
        self.left[target] = on.iter().fold(value, |left, w| left * missed(*w));
        for own in &on {
            let others = on.iter().filter(|w| *w != own);
            self.without[*own] = others.fold(value, |left, w| left * missed(*w));
        }
    }

    /// Moves a weapon to the target where the surviving value falls most, if by enough.
    fn move_one(&mut self, weapon: usize) -> bool {
        let own = self.plan[weapon];
        let loss = own.map_or(0.0, |t| self.without[weapon] * self.problem.chance(weapon, t));
        let mut best = (self.least, None);
        for (target, left) in self.left.iter().enumerate().filter(|(t, _)| Some(*t) != own) {
            let fall = left * self.problem.chance(weapon, target) - loss;
            if fall > best.0 {
                best = (fall, Some(target));
            }
        }
        if best.1.is_some() {
            self.plan[weapon] = best.1;
            own.into_iter().chain(best.1).for_each(|target| self.refresh(target));
        }
        best.1.is_some()
    }

    /// Exchanges the targets of two weapons if the surviving value falls by enough.
    fn exchange(&mut self, first: usize, second: usize) -> bool {
        let (Some(a), Some(b)) = (self.plan[first], self.plan[second]) else {
            return false;
        };
        let chance = |w, t| self.problem.chance(w, t);
        if a == b || chance(first, b) == 0.0 || chance(second, a) == 0.0 {
            return false;
        }
        let fall = self.without[first] * (chance(second, a) - chance(first, a))
            + self.without[second] * (chance(first, b) - chance(second, b));
        if fall > self.least {
            self.plan.swap(first, second);
            self.refresh(a);
            self.refresh(b);
            return true;
        }
        false
    }
}

/// The search through all plans, lowest targets first.
struct Search<'a> {
    problem: &'a Problem,
    choices: &'a [Vec<Option<usize>>],
    same: f64,
    best: (f64, Optimum),
}

impl Search<'_> {
    /// Tries all ways to go on from the weapons in `plan`, which leave `left` of each target.
    fn from(&mut self, plan: &mut Plan, left: &[f64]) {
        let weapon = plan.len();
        let Some(choices) = self.choices.get(weapon) else {
            self.judge(plan, left.iter().sum());
            return;
        };
        for choice in choices {
            plan.push(*choice);
            match choice {
                None => self.from(plan, left),
                Some(target) => {
                    let mut then = left.to_vec();
                    then[*target] *= 1.0 - self.problem.chance(weapon, *target);
                    self.from(plan, &then);
                }
            }
            plan.pop();
        }
    }

    fn judge(&mut self, plan: &Plan, value: f64) {
        let (least, best) = &mut self.best;
        if value < *least - self.same {
            (*least, *best) = (value, Optimum { plan: plan.clone(), is_unique: true });
        } else if value <= *least + self.same {
            best.is_unique = false;
        }
    }
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
