//! How many claims a run bears out, with what no run can change counted apart.

use super::{Basis, ClaimRow, Verdict};

/// Verdicts of a group of claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// It is so.
    pub consistent: usize,
    /// It is not so.
    pub contradicted: usize,
    /// The scenario cannot say.
    pub not_covered: usize,
}

/// Claims by what they test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Times and places: tests of the run.
    pub run: Verdicts,
    /// Distances, computed from the map: the same in every run.
    pub map: Verdicts,
    /// Counts that are the same in every run.
    pub counts: Verdicts,
    /// No claim about units.
    pub statements: usize,
    /// Used to infer an input.
    pub spent: usize,
    /// They follow from other claims.
    pub following: usize,
}

impl Tally {
    /// Counts claims.
    #[must_use]
    pub fn of(rows: &[ClaimRow<'_>]) -> Tally {
        let mut tally = Tally::default();
        for row in rows {
            if row.claim.spent {
                tally.spent += 1;
                continue;
            }
            if !row.claim.is_test() {
                tally.following += 1;
                continue;
            }
            let group = match row.basis {
                Basis::Run => &mut tally.run,
                Basis::Map => &mut tally.map,
                Basis::Count => &mut tally.counts,
                Basis::Statement => {
                    tally.statements += 1;
                    continue;
                }
            };
            match row.found.verdict {
                Verdict::Consistent => group.consistent += 1,
                Verdict::Contradicted => group.contradicted += 1,
                Verdict::NotCovered => group.not_covered += 1,
                Verdict::Statement => {}
            }
        }
        tally
    }

    /// In words, a line for what tests the run and one for what no run can change.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let tested = format!(
            "Claims that test the run (times, places): {}; {} more are spent, {} follow from other claims",
            self.run.words(),
            self.spent,
            self.following
        );
        let fixed = format!(
            "The same in every run, no test of it: distances computed from the map: {}; counts: {}; {} statements",
            self.map.words(),
            self.counts.words(),
            self.statements
        );
        let has_fixed = self.map != Verdicts::default() || self.counts != Verdicts::default();
        let mut lines = vec![tested];
        lines.extend((has_fixed || self.statements > 0).then_some(fixed));
        lines
    }
}

impl Verdicts {
    fn words(&self) -> String {
        let mut words =
            format!("{} consistent, {} contradicted", self.consistent, self.contradicted);
        if self.not_covered > 0 {
            words += &format!(", {} not covered", self.not_covered);
        }
        words
    }
}
