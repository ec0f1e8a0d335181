//! Sets R1, R2, D1 to D9, J1 and E0: radar equation, detection, noise jamming, errors of
//! measurement.

use super::{Inputs, Outputs};
use crate::base::math::{degrees, radians};
use crate::model::sensor::accuracy::{angle_sigma_rad, range_sigma_m};
use crate::model::sensor::anchored::scaled_db;
use crate::model::sensor::cfar::CellAveraging;
use crate::model::sensor::detector::{Detector, Swerling, from_db, to_db};
use crate::model::sensor::fits::{albersheim_db, shnidman_db};
use crate::model::sensor::jamming::NoiseDuel;
use crate::model::sensor::marcum::marcum_q;
use crate::model::sensor::radar::{PulseRadar, SearchRadar, solid_angle_sr};
use crate::model::sensor::scans::{self, Approach};

/// Most looks of a question of set D8.
const MOST_LOOKS: u32 = 1_000_000;

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "R1" => range_equation(inputs),
        "R2" => anchored(inputs),
        "D1" => {
            inputs.only(&["N", "Pfa"])?;
            Some(Outputs::numbers([("T", detector(inputs)?.threshold())]))
        }
        "D2" => {
            inputs.only(&["sw", "N", "Pfa", "SNR_dB"])?;
            let snr = from_db(inputs.number("SNR_dB")?);
            Some(Outputs::numbers([("Pd", detector(inputs)?.pd(swerling(inputs)?, snr))]))
        }
        "D3" => {
            inputs.only(&["sw", "N", "Pd", "Pfa"])?;
            let pd = inputs.number("Pd")?;
            let snr_db = detector(inputs)?.required_snr_db(swerling(inputs)?, pd)?;
            Some(Outputs::numbers([("SNR_dB", snr_db)]))
        }
        "D4" | "D5" => fit(set, inputs),
        "D6" => {
            inputs.only(&["N", "a", "b"])?;
            let q = marcum_q(inputs.count("N")?, inputs.number("a")?, inputs.number("b")?)?;
            Some(Outputs::numbers([("Q", q)]))
        }
        "D7" => cell_averaging(inputs),
        "D8" => looks(inputs),
        "D9" => approach(inputs),
        "J1" => jamming(inputs),
        "E0" => errors(inputs),
        _ => None,
    }
}

fn detector(inputs: &Inputs) -> Option<Detector> {
    Detector::new(inputs.count("N")?, inputs.number("Pfa")?)
}

fn swerling(inputs: &Inputs) -> Option<Swerling> {
    Swerling::from_number(inputs.count("sw")?)
}

/// The power ratio of an input in dB.
fn ratio(inputs: &Inputs, name: &str) -> Option<f64> {
    inputs.number(name).map(from_db)
}

fn range_equation(inputs: &Inputs) -> Option<Outputs> {
    match inputs.word("kind")? {
        "single_pulse" => {
            inputs.only(&[
                "kind", "f_Hz", "SNR_dB", "Pt_W", "tau_s", "G_dB", "sigma", "L_dB", "Ts_K",
            ])?;
            let radar = PulseRadar {
                frequency_hz: inputs.number("f_Hz")?,
                peak_w: inputs.number("Pt_W")?,
                pulse_s: inputs.number("tau_s")?,
                gain: ratio(inputs, "G_dB")?,
                loss: ratio(inputs, "L_dB")?,
                noise_k: inputs.number("Ts_K")?,
            };
            let range_m = radar.range_m(ratio(inputs, "SNR_dB")?, inputs.number("sigma")?)?;
            Some(Outputs::numbers([("R_m", range_m)]))
        }
        "search" => {
            inputs.only(&[
                "kind",
                "R_m",
                "PA_W_m2",
                "t_search_s",
                "sigma_dBsm",
                "Ts_K",
                "L_dB",
                "az_deg",
                "el_deg",
            ])?;
            let [az, el] = ["az_deg", "el_deg"].map(|name| inputs.vector::<2>(name));
            let limits = |deg: [f64; 2]| (radians(deg[0]), radians(deg[1]));
            let radar = SearchRadar {
                power_aperture_w_m2: inputs.number("PA_W_m2")?,
                search_s: inputs.number("t_search_s")?,
                solid_angle_sr: solid_angle_sr(limits(az?), limits(el?)),
                loss: ratio(inputs, "L_dB")?,
                noise_k: inputs.number("Ts_K")?,
            };
            let snr = radar.snr(inputs.number("R_m")?, ratio(inputs, "sigma_dBsm")?)?;
            Some(Outputs::numbers([("SNR_dB", to_db(snr))]))
        }
        _ => None,
    }
}

fn anchored(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["R_ref", "sigma_ref", "D_ref_dB", "R", "sigma"])?;
    let (reference_m, reference_db) = (inputs.number("R_ref")?, inputs.number("D_ref_dB")?);
    let rcs_ratio = inputs.number("sigma")? / inputs.number("sigma_ref")?;
    let snr_db = scaled_db(reference_db, rcs_ratio, inputs.number("R")? / reference_m);
    Some(Outputs::numbers([("SNR_dB", snr_db), ("R_at_D", reference_m * rcs_ratio.sqrt().sqrt())]))
}

fn fit(set: &str, inputs: &Inputs) -> Option<Outputs> {
    let (pd, pfa, n) = (inputs.number("Pd")?, inputs.number("Pfa")?, inputs.count("N")?);
    let snr_db = if set == "D4" {
        inputs.only(&["Pd", "Pfa", "N"])?;
        albersheim_db(pd, pfa, n)?
    } else {
        inputs.only(&["sw", "Pd", "Pfa", "N"])?;
        shnidman_db(swerling(inputs)?, pd, pfa, n)?
    };
    Some(Outputs::numbers([("SNR_dB", snr_db)]))
}

fn cell_averaging(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["n", "Pfa", "Pd"])?;
    let (pfa, pd) = (inputs.number("Pfa")?, inputs.number("Pd")?);
    let cfar = CellAveraging::new(inputs.count("n")?, pfa)?;
    let fixed_db = Detector::new(1, pfa)?.required_snr_db(Swerling::One, pd)?;
    Some(Outputs::numbers([
        ("alpha", cfar.factor()),
        ("SNR_fixed_dB", fixed_db),
        ("SNR_cfar_dB", to_db(cfar.required_snr(pd)?)),
        ("loss_dB", cfar.loss_db(pd)?),
    ]))
}

fn looks(inputs: &Inputs) -> Option<Outputs> {
    match inputs.word("kind")? {
        "m_of_n" => {
            inputs.only(&["kind", "M", "N", "p"])?;
            let (hits, looks) = (inputs.count("M")?, inputs.count("N")?);
            let p = inputs.number("p").filter(|_| looks <= MOST_LOOKS)?;
            Some(Outputs::numbers([("P", scans::m_of_n(hits, looks, p)?)]))
        }
        "cumulative" => {
            inputs.only(&["kind", "p_scan"])?;
            let p = scans::cumulative(inputs.numbers("p_scan")?)?;
            Some(Outputs::numbers([("P_cum", p)]))
        }
        _ => None,
    }
}

fn approach(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["S_1km_dB", "R0_m", "v", "Ts", "R_m", "Pfa"])?;
    let at_1_km = inputs.number("S_1km_dB")?;
    let detector = Detector::new(1, inputs.number("Pfa")?)?;
    let way = Approach {
        first_m: inputs.number("R0_m")?,
        last_m: inputs.number("R_m")?,
        closing_mps: inputs.number("v")?,
        scan_s: inputs.number("Ts")?,
    };
    let pd = |range_m: f64| {
        detector.pd(Swerling::One, from_db(scaled_db(at_1_km, 1.0, range_m / 1000.0)))
    };
    Some(Outputs::numbers([("Pcum", way.cumulative(pd)?)]))
}

fn jamming(inputs: &Inputs) -> Option<Outputs> {
    let duel = NoiseDuel {
        radar_w: inputs.number("Pt")?,
        radar_gain: ratio(inputs, "Gt_dB")?,
        receiver_hz: inputs.number("Br")?,
        jammer_w: inputs.number("Pj")?,
        jammer_gain: ratio(inputs, "Gj_dB")?,
        jammer_hz: inputs.number("Bj")?,
    };
    let rcs_m2 = inputs.number("sigma")?;
    const BOTH: [&str; 8] = ["kind", "Pt", "Gt_dB", "sigma", "Br", "Pj", "Gj_dB", "Bj"];
    match inputs.word("kind")? {
        "self_screening" => {
            inputs.only(&[&BOTH[..], &["JSmax_dB"]].concat())?;
            let range_m = duel.self_screening_range_m(rcs_m2, ratio(inputs, "JSmax_dB")?)?;
            let js_db = to_db(duel.self_screening_js(100e3, rcs_m2));
            Some(Outputs::numbers([("R_bt_m", range_m), ("JS_at_100km_dB", js_db)]))
        }
        "stand_off" => {
            inputs.only(&[&BOTH[..], &["G_toward_jammer_dB", "Rj", "SJ_min_dB"]].concat())?;
            let range_m = duel.stand_off_range_m(
                rcs_m2,
                inputs.number("Rj")?,
                ratio(inputs, "G_toward_jammer_dB")?,
                ratio(inputs, "SJ_min_dB")?,
            )?;
            Some(Outputs::numbers([("R_bt_m", range_m)]))
        }
        _ => None,
    }
}

fn errors(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["B_Hz", "theta3_deg", "SNR_dB"])?;
    let snr = ratio(inputs, "SNR_dB")?;
    let beamwidth_rad = radians(inputs.number("theta3_deg")?);
    Some(Outputs::numbers([
        ("sigma_R_m", range_sigma_m(inputs.number("B_Hz")?, snr)),
        ("sigma_th_deg", degrees(angle_sigma_rad(beamwidth_rad, snr))),
    ]))
}
