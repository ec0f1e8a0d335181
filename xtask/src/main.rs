//! Chores of the project: generated files, and mutated scenario texts for as long as one likes.
//!
//! `cargo xtask generate [--check]`, `cargo xtask fuzz SECONDS`.

mod fuzz;
mod generate;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["generate"] => generate::write(),
        ["generate", "--check"] => generate::check(),
        ["fuzz", seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::fuzz(seconds),
            Err(_) => Err(format!("`{seconds}` is no number of seconds")),
        },
        _ => Err("usage: cargo xtask generate [--check] | fuzz SECONDS".to_owned()),
    };
    match done {
        Ok(words) => {
            say(&words);
            ExitCode::SUCCESS
        }
        Err(words) => {
            say(&words);
            ExitCode::FAILURE
        }
    }
}

fn say(words: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{words}");
}
