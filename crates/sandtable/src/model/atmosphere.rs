//! The standard atmosphere: temperature, pressure, density and speed of sound by height.
//!
//! US Standard Atmosphere 1976 (NOAA-S/T 76-1562, part 1); below 32 km the same as ISO 2533. Nothing flies by
//! it yet: it turns Mach numbers and, in a later issue, refraction into speeds and angles.

use crate::base::math::{exp, pow};

/// Gas constant of 1976 (J/(kmol K)); today's value would change the fifth digit.
const GAS: f64 = 8_314.32;
/// Mean molar mass of air (kg/kmol).
const MOLAR_MASS: f64 = 28.964_4;
/// Gravity at the reference (m/s2).
const GRAVITY: f64 = 9.806_65;
/// Radius of the earth for geopotential heights (m).
const RADIUS_M: f64 = 6_356_766.0;
/// Ratio of specific heats of air.
const GAMMA: f64 = 1.4;
/// Greatest geometric height (m): above it composition changes.
const GREATEST_M: f64 = 86_000.0;
/// Pressure at sea level (Pa) and temperature (K).
const SEA_LEVEL: (f64, f64) = (101_325.0, 288.15);
/// Layers: geopotential height of the base (m), gradient of temperature above it (K/m).
const LAYERS: [(f64, f64); 7] = [
    (0.0, -0.006_5),
    (11_000.0, 0.0),
    (20_000.0, 0.001),
    (32_000.0, 0.002_8),
    (47_000.0, 0.0),
    (51_000.0, -0.002_8),
    (71_000.0, -0.002),
];

/// Air at a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Air {
    /// Geopotential height (m).
    pub geopotential_m: f64,
    /// Temperature (K); above 80 km the molecular one.
    pub temperature_k: f64,
    /// Pressure (Pa).
    pub pressure_pa: f64,
    /// Density (kg/m3).
    pub density_kg_m3: f64,
    /// Speed of sound (m/s).
    pub sound_mps: f64,
}

/// Standard air at a geometric height (m) in [-5000, 86000], its temperature shifted by `offset_k` (K).
///
/// The shift leaves pressures as they are, as for ISA+10 days of performance tables: winter air over
/// Belarus is 10 to 20 K under the standard near the ground. `None` outside the heights, or if the shift
/// leaves no temperature above 0.
#[must_use]
pub fn air(height_m: f64, offset_k: f64) -> Option<Air> {
    if !(-5_000.0..=GREATEST_M).contains(&height_m) {
        return None;
    }
    let geopotential_m = RADIUS_M * height_m / (RADIUS_M + height_m);
    let (standard_k, pressure_pa) = column(geopotential_m);
    let temperature_k = standard_k + offset_k;
    if temperature_k <= 0.0 {
        return None;
    }
    Some(Air {
        geopotential_m,
        temperature_k,
        pressure_pa,
        density_kg_m3: pressure_pa * MOLAR_MASS / (GAS * temperature_k),
        sound_mps: (GAMMA * GAS * temperature_k / MOLAR_MASS).sqrt(),
    })
}

/// Standard temperature (K) and pressure (Pa) at a geopotential height (m): layer upon layer.
fn column(height_m: f64) -> (f64, f64) {
    let (mut pressure, mut temperature) = SEA_LEVEL;
    for (at, (base, gradient)) in LAYERS.into_iter().enumerate() {
        let top = LAYERS.get(at + 1).map_or(f64::INFINITY, |next| next.0);
        let rise = height_m.min(top) - base;
        let next = temperature + gradient * rise;
        let lapse = GRAVITY * MOLAR_MASS / GAS;
        pressure *= if gradient == 0.0 {
            exp(-lapse * rise / temperature)
        } else {
            pow(temperature / next, lapse / gradient)
        };
        temperature = next;
        if height_m <= top {
            break;
        }
    }
    (temperature, pressure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn val_printed_table_of_1976() {
        // NOAA-S/T 76-1562, table I: 10 km 223.252 K, 264.99 mb, 0.41351; 20 km 216.650, 55.293, 0.088910;
        // 30 km 226.509, 11.970, 0.018410 (recalled, not read again).
        for (z, t, p, rho) in [
            (10e3, 223.252, 264.99, 0.413_51),
            (20e3, 216.65, 55.293, 0.088_91),
            (30e3, 226.509, 11.97, 0.018_41),
        ] {
            let air = air(z, 0.0).expect("inside");
            assert!((air.temperature_k - t).abs() < 6e-4, "{z}: {}", air.temperature_k);
            assert!((air.pressure_pa / 100.0 - p).abs() < 1e-2, "{z}: {}", air.pressure_pa);
            assert!((air.density_kg_m3 - rho).abs() < 6e-6, "{z}: {}", air.density_kg_m3);
        }
    }

    #[test]
    fn prop_pressure_falls_and_layers_join() {
        let mut last = f64::INFINITY;
        for step in -50..=860 {
            let here = air(f64::from(step) * 100.0, 0.0).expect("inside").pressure_pa;
            assert!(here < last && last / here < 1.03 || last.is_infinite(), "{step}");
            last = here;
        }
        for (base, _) in LAYERS.into_iter().skip(1) {
            let (below, above) = (column(base - 1e-6), column(base + 1e-6));
            assert!((below.0 - above.0).abs() < 1e-7 && (below.1 / above.1 - 1.0).abs() < 1e-8);
        }
    }

    #[test]
    fn outside_there_is_none_and_a_shift_moves_density_not_pressure() {
        assert!(air(86_001.0, 0.0).is_none() && air(f64::NAN, 0.0).is_none());
        assert!(air(0.0, -300.0).is_none());
        let (standard, cold) = (air(0.0, 0.0).expect("inside"), air(0.0, -15.0).expect("inside"));
        assert_eq!(standard.pressure_pa, cold.pressure_pa);
        assert!(cold.density_kg_m3 > standard.density_kg_m3 && cold.sound_mps < standard.sound_mps);
    }
}
