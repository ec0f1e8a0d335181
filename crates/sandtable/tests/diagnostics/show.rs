//! All messages of the table as people see them, for reading: `cargo test ... -- --ignored --nocapture`.

use crate::case::Texts;
use sandtable::scenario::render::to_text;

#[test]
#[ignore = "prints the messages for a reader"]
fn show_every_message() {
    let mut told = Vec::new();
    for case in crate::all() {
        if told.contains(&case.code) {
            continue;
        }
        told.push(case.code);
        let mut texts = Texts::base();
        texts.put(case);
        texts.unmark();
        let loaded = texts.load();
        println!("{}", to_text(&loaded.findings, &loaded.map, false));
    }
}
