//! Mutated scenarios through the whole of `load`, and through a run where they are accepted.

use crate::case::BASE;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::NullSink;
use sandtable::scenario::compose::{Edit, Resolver};
use sandtable::scenario::render::{to_json, to_text};
use sandtable::scenario::source_map::{SourceMap, Span};
use sandtable::scenario::{Loaded, Scenario, load};
use sandtable::sim;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Mutants of each of the two halves.
const MUTANTS: u64 = 50_000;
/// Longest period that is run [d].
const LONGEST_RUN_D: f64 = 400.0;

/// Smaller scenarios, in which a mutation hits something that matters more often.
const SMALL: &[&str] = &[
    "scenario: s\nperiod: {start: 2030-01-01T00:00Z, end: 2030-01-09T00:00Z}\nunits: {}\n",
    "scenario: s\nperiod: {start: 2030-01-01T00:00Z, end: 2030-01-09T00:00Z}\nd-day: 2030-01-02T00:00Z\nsources: {a: {kind: assumed, reason: r}}\nplaces: {p: {at: 50.0 N 10.0 E ±1 km @a}, q: {}}\ntypes: {t: {source: a, vehicles: {v: {class: long, count: 1..3}}, readiness: {emplacing: 1~5 h each, fortifying: 1 h}, column: {rate: 30±5 km/h, density: 20 /km, march-unit: 4, gap: 1 min, night: 50 %}}}\nunits:\n  u: {type: t, side: x, start: {place: p}, orders: {o: {by: road, start: D+1 @a, to: q, distance: 5 km @a, repeat: {every: 9 h @a}, set-up: yes}, r: {by: road, start: start + 1 h @a, to: q, distance: 9 km @a}}}\n  w: {type: t, side: x, rides: {mix: [[0.5, u], [0.5, u]], weights: {source: a}}}\ninjects: {i: {at: 2030-01-02T00:00Z @a, unit: u, hold: 1 h @a}}\n",
    "scenario: s\nperiod: {start: 2030-01-01T00:00Z, end: 2030-01-20T00:00Z}\nsources: {a: {kind: assumed, reason: r}}\nplaces: {source: a, n: {at: 50.0 N 10.0 E, ramps: 1}, s: {ramps: 2, access: {s: 0 km}}}\nlines: {l: {source: a, posts: {n: 0 km, s: 9±1 km}}}\nrates: {g: {source: a, line: 200 km/d}}\ntypes: {t: {source: a, vehicles: {v: {class: short, count: 9}}, rail: {load: 1 h, unload: 1 h, passenger-wagons: 1, most-wagons: 3}, column: {rate: 30 km/h, density: 20 /km, march-unit: 4, gap: 1 min, night: 1}}}\nunits:\n  u: {type: t, side: x, orders: {o: {by: rail, load: {at: n, start: 2030-01-02T00:00Z @a}, via: [l], to: s, site: s, rate: g}, p: {by: rail, load: {at: n, start: 2030-01-02T01:00Z @a}, via: [l], to: s, site: s, rate: g}}}\n",
];

/// What is put in: characters that matter, and values that mean much or too much.
const PIECES: &[&str] = &[
    "\t",
    "\u{a0}",
    "–",
    "±",
    "+-",
    "\u{2028}",
    "\u{feff}",
    "@",
    " #",
    "'",
    "\"",
    "\\",
    "[",
    "{",
    "]",
    "}",
    ",",
    ": ",
    "- ",
    "\n",
    "\r",
    "\0",
    "..",
    "~",
    "&a ",
    "*a",
    "!t ",
    "<<: ",
    "|",
    "é",
    "😀",
    "mix: ",
    "remove",
    "extends: a",
    " each",
    " each-unit",
    " exact",
    "---\n",
    "0",
    "-1",
    "1e9",
    "1e-9",
    "1e300",
    "99999999999",
    "0.5",
    "1678-01-02T00:00Z",
    "2261-12-30T00:00Z",
    "D-36525",
    "start - 900000 d",
    "u-1",
    "post",
    "yes",
    "no",
    "rides: u-1, ",
    "parent: post, ",
    "source: lesson, ",
    "pert ",
    " of 2 ",
];

/// A small generator (splitmix64): the mutants are the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn piece(&mut self) -> &'static str {
        PIECES[self.below(PIECES.len())]
    }
}

/// The files of a mutant.
struct Texts(Vec<(&'static str, String)>);

impl Resolver for Texts {
    fn read(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(own, _)| *own == name).map(|(_, text)| text.clone())
    }
}

fn seed_of(random: &mut Random) -> Texts {
    let one = |text: &str| Texts(vec![("scenario.yaml", text.to_owned())]);
    match random.below(8) {
        0 => Texts(BASE.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()),
        1 => one(sandtable_assets::file("scenarios/one-train/scenario.yaml").expect("it is there")),
        2 => one(SMALL[0]),
        3..=5 => one(SMALL[1]),
        _ => one(SMALL[2]),
    }
}

/// A mutant: mostly few changes, mostly of numbers, so that some are accepted.
fn mutant(random: &mut Random) -> Texts {
    let mut texts = seed_of(random);
    // Two thirds have one change.
    for _ in 0..=random.below(3).saturating_sub(1) {
        let at = random.below(texts.0.len());
        let text = &mut texts.0[at].1;
        let changed = match random.below(4) {
            0 => bytes_changed(text, random),
            1 | 2 => number_changed(text, random),
            _ => word_changed(text, random),
        };
        *text = changed;
    }
    texts
}

/// Flips, deletes, doubles or replaces some bytes.
fn bytes_changed(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() {
        return String::new();
    }
    let at = random.below(bytes.len());
    let end = (at + 1 + random.below(20)).min(bytes.len());
    match random.below(5) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let chunk = bytes[at..end].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, chunk);
        }
        3 => drop(bytes.splice(at..at, random.piece().bytes())),
        _ => drop(bytes.splice(at..end, random.piece().bytes())),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Replaces one run of digits by another number.
fn number_changed(text: &str, random: &mut Random) -> String {
    const NUMBERS: [&str; 16] = [
        "0",
        "1",
        "2",
        "3",
        "7",
        "12",
        "60",
        "100",
        "1000",
        "99999",
        "1e-9",
        "1e6",
        "1e300",
        "0.001",
        "-5",
        "4000000000",
    ];
    replaced(
        text,
        random,
        |c| c.is_ascii_digit(),
        |random| NUMBERS[random.below(NUMBERS.len())].into(),
    )
}

/// Replaces one word by another of the same text, or by a piece.
fn word_changed(text: &str, random: &mut Random) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let words: Vec<&str> = text.split(|c| !is_word(c)).filter(|w| !w.is_empty()).collect();
    let other = words.get(random.below(words.len())).copied().unwrap_or("");
    let new = if random.below(3) == 0 { random.piece() } else { other };
    replaced(text, random, is_word, |_| new.to_owned())
}

/// Replaces one run of characters that fit.
fn replaced(
    text: &str,
    random: &mut Random,
    fits: impl Fn(char) -> bool,
    new: impl Fn(&mut Random) -> String,
) -> String {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        match (fits(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    if runs.is_empty() {
        return text.to_owned();
    }
    let run = runs.swap_remove(random.below(runs.len()));
    let mut text = text.to_owned();
    let new = new(random);
    text.replace_range(run, &new);
    text
}

fn check_span(span: Span, map: &SourceMap, code: &str) {
    let text = &map.file(span.file).text;
    let (start, end) = (span.start as usize, span.end as usize);
    let fits = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
    assert!(fits, "{code} {start}..{end}");
}

fn check(loaded: &Loaded, rendered: bool) {
    for d in &loaded.findings {
        check_span(d.span, &loaded.map, d.code);
        d.related.iter().for_each(|(span, _)| check_span(*span, &loaded.map, d.code));
    }
    assert_eq!(
        loaded.scenario.is_none(),
        loaded.errors() > 0,
        "an error refuses, nothing else does"
    );
    if rendered {
        assert_eq!(
            to_text(&loaded.findings, &loaded.map, false).is_empty(),
            loaded.findings.is_empty()
        );
        assert!(to_json(&loaded.findings, &loaded.map).is_array());
    }
}

/// Runs a scenario to its end; what it says is not judged, that it ends is.
fn run(scenario: &Scenario, seed: u64) -> bool {
    if scenario.end.since_s(scenario.start) > LONGEST_RUN_D * 86_400.0 {
        return false;
    }
    let inputs = realise(scenario, &InputPoint::Plain { seed, index: 0 });
    // A run may find that it cannot go on, such as riders who need too many trains.
    drop(sim::run(inputs, Luck { seed, index: 0 }, NullSink));
    true
}

fn one(seed: u64) -> bool {
    let mut random = Random(seed);
    let texts = mutant(&mut random);
    let edit = Edit {
        path: ["units.u.range", "units.u-1.orders.go.alert", "title", "types.t.rail"]
            [random.below(4)]
        .into(),
        text: random.piece().into(),
        label: "--set 1".into(),
    };
    let edits = if random.below(10) == 0 { vec![edit] } else { Vec::new() };
    let show = || {
        format!(
            "seed {seed}: {edits:?}\n{}",
            texts.0.iter().map(|t| t.1.as_str()).collect::<String>()
        )
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let loaded = load("scenario.yaml", &texts, &edits, None);
        check(&loaded, seed.is_multiple_of(20));
        loaded.scenario.is_some_and(|scenario| run(&scenario, seed))
    }));
    outcome.unwrap_or_else(|_| panic!("{}", show()))
}

/// First seed of a run: another can be set to look further, `SANDTABLE_SEED=7`.
fn first_seed() -> u64 {
    let set = std::env::var("SANDTABLE_SEED").ok().and_then(|s| s.parse::<u64>().ok());
    set.unwrap_or(0).wrapping_mul(1 << 20)
}

/// So many mutants from a seed; a fair share of them is accepted and runs.
fn many(from: u64) {
    let ran = (from..from + MUTANTS).filter(|seed| one(*seed)).count();
    assert!(ran > MUTANTS as usize / 20, "{ran} mutants ran");
}

#[test]
fn prop_mutated_scenarios_never_panic() {
    many(first_seed());
}

#[test]
fn prop_more_mutated_scenarios_never_panic() {
    many(first_seed() + MUTANTS);
}
