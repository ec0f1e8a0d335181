//! Mutated scenarios through reading, linking, checking and running, for a number of seconds.
//!
//! What is looked for: a panic, a span outside its file, a run that fails in a way that checking should have
//! found. The seeds are the embedded files and validation/corpus; what breaks is printed and kept there.

use sandtable::base::philox::philox4x32_10;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::NullSink;
use sandtable::scenario::compose::Resolver;
use sandtable::scenario::load;
use sandtable::scenario::render::{to_json, to_text};
use sandtable::sim::{SimError, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

struct One(String);

impl Resolver for One {
    fn read(&self, name: &str) -> Option<String> {
        (name == "scenario.yaml").then(|| self.0.clone()).or_else(|| {
            sandtable_assets::file_of(sandtable_assets::FLAGSHIP, name).map(str::to_owned)
        })
    }
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../validation/corpus")
}

/// Runs for so many seconds.
#[allow(clippy::disallowed_methods)] // a chore by hand may look at the clock
pub fn fuzz(seconds: u64) -> Result<String, String> {
    let mut seeds: Vec<String> =
        sandtable_assets::FILES.iter().map(|(_, text)| (*text).to_owned()).collect();
    let kept = fs::read_dir(corpus()).into_iter().flatten().flatten();
    seeds.extend(kept.filter_map(|entry| fs::read_to_string(entry.path()).ok()));
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut executions, mut accepted) = (0_u32, 0_u32);
    while Instant::now() < end {
        let text = mutant(&seeds, executions);
        let outcome = std::panic::catch_unwind(|| one(&text));
        match outcome {
            Ok(Ok(was_accepted)) => accepted += u32::from(was_accepted),
            Ok(Err(words)) => return Err(keep(&text, &words)),
            Err(_) => return Err(keep(&text, "a panic")),
        }
        executions += 1;
    }
    Ok(format!(
        "{executions} executions, {accepted} accepted and run, {} seeds, nothing found",
        seeds.len()
    ))
}

fn keep(text: &str, words: &str) -> String {
    let name = blake_name(text);
    let path = corpus().join(name);
    let _ = fs::create_dir_all(corpus());
    let _ = fs::write(&path, text);
    format!("{words}: kept as {}", path.display())
}

fn blake_name(text: &str) -> String {
    let word = philox4x32_10([text.len() as u32, 0, 0, 0], [sum(text), 0]);
    format!("{:08x}.yaml", word[0])
}

fn sum(text: &str) -> u32 {
    text.bytes().fold(2_166_136_261, |h: u32, b| (h ^ u32::from(b)).wrapping_mul(16_777_619))
}

/// True if the text was accepted and ran.
fn one(text: &str) -> Result<bool, String> {
    let loaded = load("scenario.yaml", &One(text.to_owned()), &[], None);
    for finding in &loaded.findings {
        let file = loaded.map.file(finding.span.file);
        let (start, end) = (finding.span.start as usize, finding.span.end as usize);
        if file.text.get(start..end).is_none() {
            return Err(format!("{} has a span outside its file", finding.code));
        }
    }
    let _ = (to_text(&loaded.findings, &loaded.map, false), to_json(&loaded.findings, &loaded.map));
    let Some(scenario) = loaded.scenario else { return Ok(false) };
    let days = scenario.end.since_s(scenario.start) / 86_400.0;
    if days > 400.0 {
        return Ok(true);
    }
    let inputs = realise(&scenario, &InputPoint::Plain { seed: 1, index: 0 });
    match run(inputs, Luck { seed: 1, index: 0 }, NullSink) {
        Ok(_) | Err(SimError::Train { .. }) => Ok(true),
        Err(error) => Err(format!("an accepted scenario fails: {error}")),
    }
}

fn mutant(seeds: &[String], execution: u32) -> String {
    let words = |n: u32| philox4x32_10([execution, n, 0, 0], [7, 0]);
    let pick = |word: u32, of: usize| word as usize % of.max(1);
    let first = words(0);
    let mut bytes = seeds[pick(first[0], seeds.len())].clone().into_bytes();
    for round in 1..=(1 + first[1] % 6) {
        let w = words(round);
        let at = pick(w[0], bytes.len());
        let length = 1 + pick(w[1], 40);
        let to = (at + length).min(bytes.len());
        match w[2] % 6 {
            0 => drop(bytes.drain(at..to)),
            1 => {
                let chunk = bytes[at..to].to_vec();
                let place = pick(w[3], bytes.len());
                drop(bytes.splice(place..place, chunk));
            }
            2 if at < bytes.len() => bytes[at] = (w[3] & 0x7f) as u8,
            3 => {
                const MARKS: &[&str] = &[
                    "..", "~", "@", "#", ": ", "- ", "{", "]", "\u{2013}", "each", "exact", "0",
                    "1e300", "-",
                ];
                let mark = MARKS[pick(w[3], MARKS.len())].bytes();
                drop(bytes.splice(at..at, mark));
            }
            4 => {
                let other = seeds[pick(w[3], seeds.len())].as_bytes();
                let from = pick(w[1], other.len());
                let piece = other[from..(from + length).min(other.len())].to_vec();
                drop(bytes.splice(at..to, piece));
            }
            _ => {
                for b in &mut bytes[at..to] {
                    if b.is_ascii_digit() {
                        *b = b'0' + (w[3] % 10) as u8;
                    }
                }
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
