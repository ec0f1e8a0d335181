//! Sets G1 to G5: geodesics, ECEF, local frames.

use super::{Inputs, Outputs};
use crate::base::math::degrees;
use crate::geo::enu::to_enu;
use crate::geo::geodesic;
use crate::geo::wgs84::Geodetic;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "G1" | "G2" | "G3" => inverse(inputs),
        "G4" => ecef(inputs),
        "G5" => local(inputs),
        _ => None,
    }
}

fn inverse(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["a", "b", "lat1", "lon1", "lat2", "lon2"])?;
    let first = (inputs.number("lat1")?, inputs.number("lon1")?);
    let second = (inputs.number("lat2")?, inputs.number("lon2")?);
    let way = geodesic::inverse(first, second);
    Some(Outputs::numbers([
        ("azi1", way.azimuth1_deg),
        ("azi2", way.azimuth2_deg),
        ("s12", way.distance_m),
        ("s12_m", way.distance_m),
    ]))
}

fn ecef(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["lat", "lon", "h"])?;
    let place =
        Geodetic::from_deg(inputs.number("lat")?, inputs.number("lon")?, inputs.number("h")?);
    let at = place.to_ecef();
    Some(Outputs::numbers([("x", at.x_m), ("y", at.y_m), ("z", at.z_m)]))
}

fn local(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["origin", "point"])?;
    let place = |[lat, lon, h]: [f64; 3]| Geodetic::from_deg(lat, lon, h);
    let seen = to_enu(place(inputs.vector("origin")?), place(inputs.vector("point")?));
    Some(Outputs::numbers([
        ("E", seen.east_m),
        ("N", seen.north_m),
        ("U", seen.up_m),
        ("R", seen.range_m()),
        ("az", degrees(seen.azimuth_rad())),
        ("el", degrees(seen.elevation_rad())),
    ]))
}
