//! Optimal assignment by shortest augmenting paths, after Jonker and Volgenant.

/// The solver with its memory, so that many problems cost no allocation.
#[derive(Clone, Debug, Default)]
pub struct Assigner {
    row_price: Vec<f64>,
    column_price: Vec<f64>,
    shortest: Vec<f64>,
    path: Vec<usize>,
    row_of: Vec<usize>,
    column_of: Vec<usize>,
    rows_seen: Vec<usize>,
    columns_seen: Vec<usize>,
    remaining: Vec<usize>,
}

/// No row or column.
const NONE: usize = usize::MAX;

impl Assigner {
    /// The column of each row at the least total cost; `cost` is row after row, of `columns` each.
    ///
    /// Each row gets a column of its own. Infinite costs are forbidden pairs. Of equal columns the
    /// first wins. `None` if there is no such assignment, the sizes disagree, or a cost is NaN or
    /// minus infinity. O(rows^2 columns). Source: Crouse, IEEE Trans. AES 52 (2016) 1679. Set T5.
    pub fn solve(&mut self, cost: &[f64], rows: usize, columns: usize) -> Option<&[usize]> {
        let known = |c: &f64| !c.is_nan() && *c > f64::NEG_INFINITY;
        if cost.len() != rows.checked_mul(columns)? || rows > columns || !cost.iter().all(known) {
            return None;
        }
        self.reset(rows, columns);
        self.take_cheapest(cost, rows, columns);
        for row in 0..rows {
            if self.column_of[row] != NONE {
                continue;
            }
            let (sink, length) = self.shortest_path(cost, row, columns)?;
            self.reprice(row, length);
            self.augment(row, sink);
        }
        Some(&self.column_of)
    }

    fn reset(&mut self, rows: usize, columns: usize) {
        for (list, n) in [(&mut self.row_price, rows), (&mut self.column_price, columns)] {
            list.clear();
            list.resize(n, 0.0);
        }
        for (list, n) in
            [(&mut self.column_of, rows), (&mut self.row_of, columns), (&mut self.path, columns)]
        {
            list.clear();
            list.resize(n, NONE);
        }
    }

    /// Gives each row its cheapest column if no row before has it: an optimum so far, as no reduced
    /// cost is negative and those of the pairs are 0.
    fn take_cheapest(&mut self, cost: &[f64], rows: usize, columns: usize) {
        for row in 0..rows {
            let (mut least, mut at) = (f64::INFINITY, NONE);
            for (column, &c) in cost[row * columns..][..columns].iter().enumerate() {
                if c < least {
                    (least, at) = (c, column);
                }
            }
            if at == NONE {
                continue;
            }
            self.row_price[row] = least;
            if self.row_of[at] == NONE {
                (self.row_of[at], self.column_of[row]) = (row, at);
            }
        }
    }

    /// The free column nearest to `start` and how far it is, in reduced costs.
    fn shortest_path(
        &mut self,
        cost: &[f64],
        start: usize,
        columns: usize,
    ) -> Option<(usize, f64)> {
        self.shortest.clear();
        self.shortest.resize(columns, f64::INFINITY);
        self.remaining.clear();
        self.remaining.extend(0..columns);
        self.rows_seen.clear();
        self.columns_seen.clear();
        let (mut row, mut length) = (start, 0.0);
        loop {
            self.rows_seen.push(row);
            let costs = &cost[row * columns..][..columns];
            let base = length - self.row_price[row];
            let (mut nearest, mut at) = (f64::INFINITY, NONE);
            for (k, &column) in self.remaining.iter().enumerate() {
                let through = base + costs[column] - self.column_price[column];
                if through < self.shortest[column] {
                    self.shortest[column] = through;
                    self.path[column] = row;
                }
                let known = self.shortest[column];
                // Among equals a free column ends the search, then the first counts.
                let better = known < nearest
                    || at != NONE
                        && known == nearest
                        && self.row_of[column] == NONE
                        && self.row_of[self.remaining[at]] != NONE;
                if better {
                    (nearest, at) = (known, k);
                }
            }
            if at == NONE {
                return None;
            }
            // Kept in order, so that the first of equals stays the first.
            let column = self.remaining.remove(at);
            self.columns_seen.push(column);
            length = nearest;
            match self.row_of[column] {
                NONE => return Some((column, length)),
                owner => row = owner,
            }
        }
    }

    fn reprice(&mut self, start: usize, length: f64) {
        self.row_price[start] += length;
        for &row in &self.rows_seen[1..] {
            self.row_price[row] += length - self.shortest[self.column_of[row]];
        }
        for &column in &self.columns_seen {
            self.column_price[column] -= length - self.shortest[column];
        }
    }

    fn augment(&mut self, start: usize, sink: usize) {
        let mut column = sink;
        loop {
            let row = self.path[column];
            self.row_of[column] = row;
            std::mem::swap(&mut self.column_of[row], &mut column);
            if row == start {
                return;
            }
        }
    }
}

/// The column of each row of a matrix given as rows, as [`Assigner::solve`].
#[must_use]
pub fn assign(cost: &[Vec<f64>]) -> Option<Vec<usize>> {
    let columns = cost.first().map_or(0, Vec::len);
    if cost.iter().any(|row| row.len() != columns) {
        return None;
    }
    Assigner::default().solve(&cost.concat(), cost.len(), columns).map(<[usize]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least cost over all ways, by trying them.
    fn brute(cost: &[Vec<f64>], row: usize, used: &mut Vec<bool>) -> f64 {
        if row == cost.len() {
            return 0.0;
        }
        let mut best = f64::INFINITY;
        for column in 0..used.len() {
            if !used[column] {
                used[column] = true;
                best = best.min(cost[row][column] + brute(cost, row + 1, used));
                used[column] = false;
            }
        }
        best
    }

    #[test]
    fn what_cannot_be_assigned_is_refused() {
        let inf = f64::INFINITY;
        assert_eq!(assign(&[vec![inf, 1.0], vec![inf, 2.0]]), None);
        assert_eq!(assign(&[vec![1.0], vec![2.0]]), None);
        assert_eq!(assign(&[vec![f64::NAN]]), None);
        assert_eq!(assign(&[vec![-inf]]), None);
        assert_eq!(assign(&[vec![1.0], vec![2.0, 3.0]]), None);
        assert_eq!(assign(&[]), Some(vec![]));
        assert_eq!(assign(&[vec![inf, 1.0], vec![3.0, 0.0]]), Some(vec![1, 0]));
        assert_eq!(assign(&[vec![1.0, 1.0, 1.0], vec![1.0, 1.0, 1.0]]), Some(vec![0, 1]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]
        #[test]
        fn prop_cost_equals_brute_force(
            rows in 1_usize..6, extra in 0_usize..3,
            values in proptest::collection::vec(prop_oneof![
                5 => -20_i32..20, 1 => Just(i32::MAX),
            ], 48),
        ) {
            let columns = rows + extra;
            let value = |i: i32| if i == i32::MAX { f64::INFINITY } else { f64::from(i) };
            let cost: Vec<Vec<f64>> = (0..rows)
                .map(|r| (0..columns).map(|c| value(values[r * columns + c])).collect())
                .collect();
            let best = brute(&cost, 0, &mut vec![false; columns]);
            match assign(&cost) {
                None => prop_assert!(best.is_infinite()),
                Some(found) => {
                    let total: f64 = found.iter().enumerate().map(|(r, c)| cost[r][*c]).sum();
                    prop_assert_eq!(total, best);
                    let mut sorted = found.clone();
                    sorted.sort_unstable();
                    sorted.dedup();
                    prop_assert_eq!(sorted.len(), rows);
                }
            }
        }
    }
}
