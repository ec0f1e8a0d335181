//! `sandtable completions SHELL`.

use crate::args::{Args, CompletionsArgs};
use crate::exit::Failure;
use crate::output::data;
use clap::CommandFactory;

/// Prints completions.
pub fn completions(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "sandtable", &mut text);
    data(&String::from_utf8_lossy(&text));
    Ok(())
}
