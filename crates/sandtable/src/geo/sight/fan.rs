//! A fan of rays over one octant: the horizon along each, ring by ring.
//!
//! In an octant a ring is a line of posts across the axis, and a ray keeps its slope, so place and
//! height over the ring number are all that a horizon needs: no square root, no angle.

/// A slope below every horizon.
const NOTHING: f32 = -1e30;
/// One post in the fixed-point places.
const ONE: f64 = 4_294_967_296.0;

pub(super) struct Fan {
    /// Steepest rise for each ring along a ray, so far; by ray.
    horizon: Vec<f32>,
    /// Rings for each post aside; by ray.
    cotangent: Vec<f32>,
    /// Rays from the axis to the diagonal.
    rays: f64,
}

impl Fan {
    /// So many rays from the axis to the diagonal, and one beyond.
    pub fn new(rays: usize) -> Fan {
        let cotangent = |k: usize| if k == 0 { 1e30 } else { rays as f32 / k as f32 };
        Fan {
            horizon: vec![NOTHING; rays + 2],
            cotangent: (0..rays + 2).map(cotangent).collect(),
            rays: rays as f64,
        }
    }

    /// Heights above the ground (m) from which the posts of a ring are seen, by the rings before it.
    /// `line` has their heights over the eye.
    pub fn judge(&self, ring: usize, line: &[f32], masks: &mut [f32]) {
        let step = (self.rays / ring as f64 * ONE) as u64;
        let far = ring as f32;
        let mut place = 0_u64;
        for (mask, height) in masks.iter_mut().zip(line) {
            let (ray, share) = split(place);
            let (low, high) = (self.horizon[ray], self.horizon[ray + 1]);
            *mask = ((low + share * (high - low)) * far - height).max(0.0);
            place += step;
        }
    }

    /// Takes a ring into the horizons. `line` has its heights over the eye and two posts more than are
    /// judged, `before` those of the ring before.
    ///
    /// With `BOTH` a ray that passes the line of posts of constant place between the rings counts the
    /// height there too.
    pub fn advance<const BOTH: bool>(&mut self, ring: usize, line: &[f32], before: &[f32]) {
        let step = (ring as f64 / self.rays * ONE) as u64;
        let far = ring as f32;
        let for_each_ring = 1.0 / far;
        // Rays beyond the line have left the grid and keep their horizon.
        let inside = ((line.len() - 2) as f64 * self.rays / ring as f64) as usize + 1;
        let inside = inside.min(self.horizon.len() - 1);
        let before = &before[..line.len()];
        let mut place = 0_u64;
        for (horizon, cotangent) in self.horizon[..inside].iter_mut().zip(&self.cotangent) {
            let (post, share) = split(place);
            let low = line[post];
            let height = low + share * (line[post + 1] - low);
            let mut slope = height * for_each_ring;
            if BOTH {
                let back = share * cotangent;
                let height = low + back * (before[post] - low);
                let between = if back < 1.0 { height / (far - back) } else { NOTHING };
                slope = slope.max(between);
            }
            *horizon = horizon.max(slope);
            place += step;
        }
    }
}

/// Whole part and fraction of a place with 32 bits behind the point.
#[inline(always)]
fn split(place: u64) -> (usize, f32) {
    // 24 bits of the fraction fill a float; by way of i32 the conversion is one instruction.
    let fraction = ((place >> 8) as u32 & 0xFF_FFFF) as i32 as f32;
    ((place >> 32) as usize, fraction * (1.0 / 16_777_216.0))
}
