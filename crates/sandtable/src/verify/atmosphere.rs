//! Set A1: the standard atmosphere.

use super::{Inputs, Outputs};
use crate::model::atmosphere::air;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    if set != "A1" {
        return None;
    }
    inputs.only(&["Z_m"])?;
    let air = air(inputs.number("Z_m")?, 0.0)?;
    Some(Outputs::numbers([
        ("H_m", air.geopotential_m),
        ("T_K", air.temperature_k),
        ("P_Pa", air.pressure_pa),
        ("rho", air.density_kg_m3),
        ("a_mps", air.sound_mps),
    ]))
}
