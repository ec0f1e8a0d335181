//! Sets N1 and N3: the generator and its mapping to uniforms and normals.

use super::{Inputs, Outputs};
use crate::base::normal::normal_quantile;
use crate::base::philox::philox4x32_10;
use crate::base::rng::{closed_open, open_open};

pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    match set {
        "N1" => philox(inputs),
        "N3" => mapping(inputs),
        _ => None,
    }
}

fn philox(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["gen", "ctr", "key"])?;
    if inputs.word("gen")? != "philox4x32_10" {
        return None;
    }
    let words = philox4x32_10(hex32(inputs.words("ctr")?)?, hex32(inputs.words("key")?)?);
    let text: Vec<String> = words.iter().map(|w| format!("{w:08x}")).collect();
    Some(Outputs::default().with("out", text))
}

fn mapping(inputs: &Inputs) -> Option<Outputs> {
    inputs.only(&["u64"])?;
    let x = u64::from_str_radix(inputs.word("u64")?, 16).ok()?;
    Some(Outputs::numbers([
        ("closed_open", closed_open(x)),
        ("open_open", open_open(x)),
        ("z", normal_quantile(open_open(x))),
    ]))
}

fn hex32<const N: usize>(words: Vec<&str>) -> Option<[u32; N]> {
    let parsed: Option<Vec<u32>> = words.iter().map(|w| u32::from_str_radix(w, 16).ok()).collect();
    parsed?.try_into().ok()
}
