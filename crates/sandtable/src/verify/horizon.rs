//! Sets H1 to H4: radar horizon, range-height-elevation, the mask of a ridge, rays in the CRPL atmosphere.

use super::{Inputs, Outputs};
use crate::base::math::{degrees, radians};
use crate::geo::refraction::{EffectiveEarth, Exponential, STANDARD_K};
use crate::geo::sight::ridge_mask;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "H1" => horizon(inputs),
        "H2" => range_height(inputs),
        "H3" => ridge(inputs),
        "H4" => ray(inputs),
        _ => None,
    }
}

fn earth(inputs: &Inputs) -> Option<EffectiveEarth> {
    EffectiveEarth::new(inputs.number("k")?, inputs.number("a_m")?)
}

fn horizon(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["h_ant_m", "h_tgt_m", "k", "a_m"])?;
    let (earth, ends) = (earth(inputs)?, [inputs.number("h_ant_m")?, inputs.number("h_tgt_m")?]);
    let sum = |of: &dyn Fn(f64) -> f64| ends.iter().map(|h| of(*h)).sum::<f64>();
    Some(Outputs::numbers([
        ("slant_m", sum(&|h| earth.horizon_slant_m(h))),
        ("arc_m", sum(&|h| earth.horizon_arc_m(h))),
        ("rule_4p12_km", sum(&|h| 4.12 * h.sqrt())),
    ]))
}

fn range_height(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["ha_m", "slant_m", "el_deg", "k", "a_m"])?;
    let (earth, antenna) = (earth(inputs)?, inputs.number("ha_m")?);
    let (slant, el) = (inputs.number("slant_m")?, radians(inputs.number("el_deg")?));
    Some(Outputs::numbers([
        ("h_m", earth.height_m(antenna, slant, el)),
        ("ground_m", earth.ground_m(antenna, slant, el)),
    ]))
}

fn ridge(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["ha_m", "ridge_h_m", "ridge_d_m", "tgt_d_m", "k", "a_m"])?;
    let ridge = (inputs.number("ridge_d_m")?, inputs.number("ridge_h_m")?);
    let mask = ridge_mask(earth(inputs)?, inputs.number("ha_m")?, ridge)?;
    let lowest = mask.minimum_visible_height_m(inputs.number("tgt_d_m")?)?;
    Some(Outputs::numbers([
        ("mask_el_deg", degrees(mask.elevation_rad())),
        ("min_visible_h_m", lowest),
    ]))
}

fn ray(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["el_deg", "r_km", "ha_m", "a_km", "N0", "decay_per_km"])?;
    let air = Exponential {
        surface_n: inputs.number("N0")?,
        decay_per_m: inputs.number("decay_per_km")? / 1e3,
        earth_m: inputs.number("a_km")? * 1e3,
    };
    let (antenna, slant) = (inputs.number("ha_m")?, inputs.number("r_km")? * 1e3);
    let el = radians(inputs.number("el_deg")?);
    let point = air.ray(antenna, el, slant)?;
    let earth = EffectiveEarth::new(STANDARD_K, air.earth_m)?;
    Some(Outputs::numbers([
        ("h_m", point.height_m),
        ("arc_km", point.ground_m / 1e3),
        ("h_4_3_m", earth.height_m(antenna, slant, el)),
    ]))
}
