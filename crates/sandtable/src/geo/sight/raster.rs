//! The lowest visible height over every post of a grid, seen from one post.

use super::exact_rays;
use super::octant::{Octant, SIDES};
use crate::base::math;
use crate::geo::refraction::EffectiveEarth;
use crate::geo::terrain::{Frame, Grid};
use crate::geo::wgs84::{ECCENTRICITY2, SEMI_MAJOR_M};

/// Heights below anything on earth (m): what unknown ground counts as. It hides nothing.
pub(super) const ABYSS_M: f32 = -1e6;

/// How masks are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A ray from the observer to every post, heights linear at every crossing of a grid line: the
    /// reference, whose time grows with the side cubed.
    Exact,
    /// A fan of 1.5 rays for each post of the border, crossings of both families, masks linear between
    /// rays: 99.9 % of visible and hidden posts as the reference, in time that grows with the posts.
    Accurate,
    /// A fan of one ray for every four posts of the border, which looks at the ground once a ring: 98.4 %
    /// and more. A ridge one post thick that runs away from the observer is met at less than its height.
    Fast,
}

impl Method {
    /// Rays for each post of the border, and whether both families of crossings count.
    fn fan(self) -> Option<(f64, bool)> {
        match self {
            Method::Exact => None,
            Method::Accurate => Some((1.5, true)),
            Method::Fast => Some((0.25, false)),
        }
    }
}

/// Where one looks from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observer {
    /// Row of the post, from the north.
    pub row: usize,
    /// Column of the post, from the west.
    pub col: usize,
    /// Height of the eye above the ground there (m).
    pub above_ground_m: f64,
}

/// What all methods see: heights, the eye, and how fast the earth falls away.
pub(super) struct Scene<'g> {
    pub rows: usize,
    pub cols: usize,
    pub heights_m: &'g [f32],
    pub row: usize,
    pub col: usize,
    /// Height of the eye (m).
    pub eye_m: f64,
    /// Fall of the earth (m) at one row off, and at one column off; it grows with the square.
    pub row_fall_m: f64,
    pub col_fall_m: f64,
}

/// Height above the ground (m) from which a target over each post is seen: 0 where the ground is.
/// Unknown where the ground is unknown; such ground hides nothing.
///
/// Distances are those of the grid's plane, the fall of the earth is d^2 / (2 Re). In degrees the plane has
/// the scale at the observer, so a tile of a degree is good and a continent is not: at 111 km from it in
/// latitude 52, distances east are 2 % off. `None` if the observer stands outside or on unknown ground, or has
/// no finite height. Source: R3 and R2 of Franklin and Ray (1994), the fan with masks interpolated.
#[must_use]
pub fn masking_heights(
    grid: &Grid,
    observer: Observer,
    earth: EffectiveEarth,
    method: Method,
) -> Option<Grid> {
    let scene = Scene::new(grid, observer, earth)?;
    let mut heights_m = match method.fan() {
        None => exact_rays::masking_heights(&scene),
        Some(fan) => swept(&scene, fan),
    };
    if grid.voids() > 0 {
        for (mask, ground) in heights_m.iter_mut().zip(grid.raw()) {
            if ground.is_nan() {
                *mask = f32::NAN;
            }
        }
    }
    Some(grid.like(heights_m))
}

fn swept(scene: &Scene, (rays_per_post, both_families): (f64, bool)) -> Vec<f32> {
    let mut heights_m = vec![0.0_f32; scene.rows * scene.cols];
    for side in SIDES {
        let mut octant = Octant::new(scene, side, rays_per_post);
        if both_families {
            octant.sweep::<true>(&mut heights_m);
        } else {
            octant.sweep::<false>(&mut heights_m);
        }
    }
    heights_m
}

impl<'g> Scene<'g> {
    fn new(grid: &'g Grid, observer: Observer, earth: EffectiveEarth) -> Option<Scene<'g>> {
        let Observer { row, col, above_ground_m } = observer;
        let eye_m = grid.post_m(row, col)? + above_ground_m;
        let (step_x_m, step_y_m) = steps_m(grid, row);
        let fall = |step_m: f64| step_m * step_m / (2.0 * earth.radius_m());
        let scene = Scene {
            rows: grid.size().0,
            cols: grid.size().1,
            heights_m: grid.raw(),
            row,
            col,
            eye_m,
            row_fall_m: fall(step_y_m),
            col_fall_m: fall(step_x_m),
        };
        (eye_m.abs() < 1e5).then_some(scene)
    }
}

/// Distance between columns and rows (m) at a row: in degrees by the ellipsoid's radii of curvature.
fn steps_m(grid: &Grid, row: usize) -> (f64, f64) {
    let lattice = grid.lattice();
    if lattice.frame == Frame::Metric {
        return (lattice.step_x, lattice.step_y);
    }
    let (sin, cos) = math::sin_cos(math::radians(lattice.place(row as f64, 0.0).y));
    let flat = 1.0 - ECCENTRICITY2 * sin * sin;
    let across_m = SEMI_MAJOR_M / flat.sqrt();
    let along_m = across_m * (1.0 - ECCENTRICITY2) / flat;
    let (dx, dy) = (math::radians(lattice.step_x), math::radians(lattice.step_y));
    (across_m * cos * dx, along_m * dy)
}
