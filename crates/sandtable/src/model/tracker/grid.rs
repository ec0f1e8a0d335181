//! Plots sorted into square cells, so that a gate meets its neighbours and not the whole scan.

use nalgebra::SVector;

/// Cells over the plane of the first two coordinates; about one plot a cell.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    origin_m: [f64; 2],
    cells: [usize; 2],
    per_m: f64,
    /// Where each cell's plots begin in `order`; one more than there are cells.
    begins: Vec<u32>,
    order: Vec<u32>,
    cell_of: Vec<u32>,
}

/// Cells of an axis at most.
const MOST: usize = 1024;

impl Grid {
    /// Sorts places (m, finite) into cells; what was there before is forgotten.
    pub fn fill<const D: usize>(&mut self, places: impl Iterator<Item = SVector<f64, D>> + Clone) {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let mut count = 0_usize;
        for place in places.clone() {
            for axis in 0..2 {
                low[axis] = low[axis].min(place[axis]);
                high[axis] = high[axis].max(place[axis]);
            }
            count += 1;
        }
        self.order.clear();
        self.order.resize(count, 0);
        self.cell_of.clear();
        if count == 0 {
            self.cells = [0; 2];
            return;
        }
        let size = [high[0] - low[0], high[1] - low[1]];
        let side = (size[0] * size[1] / count as f64).sqrt();
        // No axis gets more than MOST cells, and a line of plots still gets some.
        let side = side.max(size[0].max(size[1]) / MOST.min(count) as f64).max(1.0);
        (self.origin_m, self.per_m) = (low, 1.0 / side);
        self.cells = size.map(|s| (s * self.per_m) as usize + 1);
        self.begins.clear();
        self.begins.resize(self.cells[0] * self.cells[1] + 1, 0);
        for place in places {
            let cell = self.column(1, place[1]) * self.cells[0] + self.column(0, place[0]);
            self.cell_of.push(cell as u32);
            self.begins[cell + 1] += 1;
        }
        for cell in 1..self.begins.len() {
            self.begins[cell] += self.begins[cell - 1];
        }
        // From the last to the first: each cell then lists its plots in ascending order.
        for plot in (0..count).rev() {
            let end = &mut self.begins[self.cell_of[plot] as usize + 1];
            *end -= 1;
            self.order[*end as usize] = plot as u32;
        }
        // Every end has become its cell's begin: shift them back by one place.
        self.begins.remove(0);
        self.begins.push(count as u32);
    }

    fn column(&self, axis: usize, at_m: f64) -> usize {
        let cell = (at_m - self.origin_m[axis]) * self.per_m;
        (cell.max(0.0) as usize).min(self.cells[axis] - 1)
    }

    /// Calls `meet` for every plot in the cells that a box from `low_m` to `high_m` touches.
    ///
    /// All plots inside the box are among them, in an order that depends on the places only.
    pub fn visit(&self, low_m: [f64; 2], high_m: [f64; 2], mut meet: impl FnMut(usize)) {
        if self.order.is_empty() {
            return;
        }
        let (left, right) = (self.column(0, low_m[0]), self.column(0, high_m[0]));
        for row in self.column(1, low_m[1])..=self.column(1, high_m[1]) {
            let cells = row * self.cells[0];
            let (from, to) = (self.begins[cells + left], self.begins[cells + right + 1]);
            for plot in &self.order[from as usize..to as usize] {
                meet(*plot as usize);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Vector2;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_every_plot_of_the_box_is_met_once(
            places in proptest::collection::vec((-1e5_f64..1e5, -1e3_f64..1e3), 0..60),
            low in (-1.2e5_f64..1.2e5, -1200.0_f64..1200.0), size in (0.0_f64..1e5, 0.0_f64..900.0),
        ) {
            let mut grid = Grid::default();
            for _ in 0..2 {
                grid.fill(places.iter().map(|p| Vector2::new(p.0, p.1)));
            }
            let high = (low.0 + size.0, low.1 + size.1);
            let mut met = Vec::new();
            grid.visit([low.0, low.1], [high.0, high.1], |i| met.push(i));
            let inside = |p: &(f64, f64)| {
                p.0 >= low.0 && p.0 <= high.0 && p.1 >= low.1 && p.1 <= high.1
            };
            for (i, p) in places.iter().enumerate() {
                let times = met.iter().filter(|m| **m == i).count();
                prop_assert!(times == 1 || times == 0 && !inside(p));
            }
        }
    }

    #[test]
    fn far_boxes_and_crowds_are_met() {
        let mut grid = Grid::default();
        grid.fill([Vector2::new(5.0, 5.0); 3].into_iter());
        let mut met = Vec::new();
        grid.visit([-1e9, -1e9], [1e9, f64::INFINITY], |i| met.push(i));
        assert_eq!(met, [0, 1, 2]);
        grid.fill(std::iter::empty::<Vector2<f64>>());
        grid.visit([0.0; 2], [1.0; 2], |_| panic!("an empty grid holds nothing"));
    }

    #[test]
    fn a_gate_meets_few_of_many() {
        // 10,000 plots on a square: a box of a hundredth of the side meets its cells only.
        let places = (0..10_000).map(|i| Vector2::new(f64::from(i % 100), f64::from(i / 100)));
        let mut grid = Grid::default();
        grid.fill(places.map(|p| p * 1e3));
        let mut met = 0;
        grid.visit([50.2e3, 50.2e3], [51.2e3, 51.2e3], |_| met += 1);
        assert!((1..=9).contains(&met), "{met}");
    }
}
