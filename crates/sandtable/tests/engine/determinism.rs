//! Same scenario, seed and version: same digest, whatever the threads and the order of writing.

use crate::common::{EXACT, Files, run};
use sandtable::record::DigestSink;
use sandtable::scenario::Scenario;
use sandtable::study::{Plan, replicate_with};

fn digests(scenario: &Scenario, threads: usize, n: u32) -> Vec<String> {
    let plan = Plan { seed: 42, indices: 0..n, threads: Some(threads) };
    let keep = |_, outcome: sandtable::sim::Outcome<DigestSink>| outcome.sink.finish().run;
    replicate_with(scenario, &plan, &DigestSink::default, &keep).expect("the scenario runs")
}

#[test]
fn det_64_replications_are_the_same_on_1_2_and_3_threads() {
    let scenario = Files::flagship().scenario();
    let one = digests(&scenario, 1, 64);
    assert_eq!(one, digests(&scenario, 2, 64));
    assert_eq!(one, digests(&scenario, 3, 64));
    let mut different = one.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 64, "replications differ from one another");
}

#[test]
fn det_a_replication_alone_is_the_one_of_the_study() {
    let scenario = Files::flagship().scenario();
    let study = digests(&scenario, 2, 8);
    for (index, expected) in study.iter().enumerate() {
        assert_eq!(run(&scenario, 42, index as u32).digest.run, *expected);
    }
}

#[test]
fn det_exact_numbers_and_no_luck_give_one_digest_for_20_seeds() {
    let scenario = Files::one(EXACT).scenario();
    let first = run(&scenario, 0, 0).digest;
    assert!(first.rows > 30, "{} rows", first.rows);
    for seed in 1..20 {
        assert_eq!(run(&scenario, seed, seed as u32).digest, first);
    }
}

/// Reverses the order of the entries of every section of a file (blocks that begin at two spaces).
fn reversed(text: &str) -> String {
    let mut out = String::new();
    let mut blocks: Vec<String> = Vec::new();
    let flush = |blocks: &mut Vec<String>, out: &mut String| {
        while let Some(block) = blocks.pop() {
            out.push_str(&block);
        }
    };
    for line in text.lines() {
        let line = format!("{line}\n");
        let is_entry =
            line.starts_with("  ") && !line.starts_with("   ") && !line.starts_with("  #");
        if is_entry {
            blocks.push(line);
        } else if line.starts_with("   ") && !blocks.is_empty() {
            blocks.last_mut().expect("not empty").push_str(&line);
        } else if line.starts_with("  #") {
            // A comment says nothing to the program.
        } else {
            flush(&mut blocks, &mut out);
            out.push_str(&line);
        }
    }
    flush(&mut blocks, &mut out);
    out
}

#[test]
fn det_order_of_files_and_entries_changes_nothing() {
    let straight = Files::flagship();
    let mut shuffled = straight.clone();
    let names: Vec<String> = shuffled.0.keys().cloned().collect();
    for file in names {
        let text = shuffled.0.get_mut(&file).expect("the file is there");
        let turned = reversed(text);
        assert_ne!(*text, turned, "{file} is turned round");
        *text = turned;
    }
    for (file, text) in sandtable_assets::FILES.iter().filter(|(f, _)| f.starts_with("catalogue/"))
    {
        shuffled.0.insert((*file).to_owned(), reversed(text));
    }
    let (a, b) = (straight.scenario(), shuffled.scenario());
    assert_eq!(a.hash(), b.hash());
    for index in 0..4 {
        assert_eq!(run(&a, 42, index).digest, run(&b, 42, index).digest);
    }
}

/// Changes only on purpose: with the reason in the commit and a line under **Numbers** in CHANGELOG.
#[test]
fn gold_digest_of_the_flagship() {
    let digest = run(&Files::flagship().scenario(), 42, 0).digest;
    assert_eq!(digest.run, include_str!("flagship.digest").trim(), "{} rows", digest.rows);
}
