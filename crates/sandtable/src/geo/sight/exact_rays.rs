//! The reference raster: one ray to every post.

use super::raster::{ABYSS_M, Scene};

/// Heights above the ground (m) from which every post is seen.
pub(super) fn masking_heights(scene: &Scene) -> Vec<f32> {
    let rise = Rise::new(scene);
    let mut masks = Vec::with_capacity(scene.rows * scene.cols);
    for row in 0..scene.rows {
        for col in 0..scene.cols {
            let (up, right) = (row as i64 - scene.row as i64, col as i64 - scene.col as i64);
            masks.push(rise.mask_m(up, right) as f32);
        }
    }
    masks
}

/// Heights over the eye (m) on the flat earth, less its fall, by rows and by columns.
///
/// The fall between two posts is not linear; on 90 m that makes 0.1 mm.
struct Rise {
    by_row: Vec<f64>,
    by_col: Vec<f64>,
    rows: usize,
    cols: usize,
    eye: (i64, i64),
}

impl Rise {
    fn new(scene: &Scene) -> Rise {
        let (rows, cols) = (scene.rows, scene.cols);
        let square = |a: usize, b: usize| (a as f64 - b as f64) * (a as f64 - b as f64);
        let mut by_row = Vec::with_capacity(rows * cols);
        for (at, height) in scene.heights_m.iter().enumerate() {
            let fall = scene.row_fall_m * square(at / cols, scene.row)
                + scene.col_fall_m * square(at % cols, scene.col);
            by_row.push(f64::from(height.max(ABYSS_M)) - fall - scene.eye_m);
        }
        let mut by_col = Vec::with_capacity(rows * cols);
        for col in 0..cols {
            by_col.extend(by_row[col..].iter().step_by(cols));
        }
        Rise { by_row, by_col, rows, cols, eye: (scene.row as i64, scene.col as i64) }
    }

    /// Height above the ground (m) from which the post so many rows and columns off is seen.
    fn mask_m(&self, up: i64, right: i64) -> f64 {
        // Along the longer side every step crosses one line; `rise` has that side in one piece.
        let (rise, width, long, short, eye) = if right.abs() >= up.abs() {
            (&self.by_row, self.cols as i64, right, up, (self.eye.1, self.eye.0))
        } else {
            (&self.by_col, self.rows as i64, up, right, self.eye)
        };
        if long == 0 {
            return 0.0;
        }
        let (ahead, aside) = (long.signum(), short.signum());
        let (far, wide) = (long.abs(), short.abs());
        let at = |k: i64, i: i64| rise[((eye.1 + aside * i) * width + eye.0 + ahead * k) as usize];
        let mut steepest = f64::NEG_INFINITY;
        let slope = wide as f64 / far as f64;
        for k in 1..far {
            let place = slope * k as f64;
            let i = place as i64;
            let share = place - i as f64;
            let low = at(k, i);
            let height = if share > 0.0 { low + share * (at(k, i + 1) - low) } else { low };
            steepest = steepest.max(height / k as f64);
        }
        for i in 1..wide {
            let place = i as f64 / slope;
            let k = place as i64;
            let share = place - k as f64;
            if share > 0.0 && k < far {
                let low = at(k, i);
                let height = low + share * (at(k + 1, i) - low);
                steepest = steepest.max(height / place);
            }
        }
        (steepest * far as f64 - at(far, wide)).max(0.0)
    }
}
