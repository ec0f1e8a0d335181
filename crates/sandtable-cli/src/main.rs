//! The command line of sandtable: arguments, files, progress, messages. Data goes to stdout, the rest to stderr.

mod args;
mod command;
mod exit;
mod input;
mod output;

use args::{Args, Command};
use clap::Parser;
use exit::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.code()
        }
    }
}

fn dispatch(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Run(run) => command::run::run(run),
        Command::When(when) => command::when::when(when),
        Command::Check(check) => command::check::check(check),
        Command::Claims(claims) => command::claims::claims(claims),
        Command::Export(export) => command::export::export(export),
        Command::Report(report) => command::report::report(report),
        Command::Coverage(coverage) => command::coverage::coverage(coverage),
        Command::Picture(picture) => command::picture::picture(picture),
        Command::Umpire(umpire) => command::umpire::umpire(umpire),
        Command::Odds(odds) => command::odds::odds(odds),
        Command::Sources(sources) => command::sources::sources(sources),
        Command::Why(why) => command::why::why(why),
        Command::Verify(verify) => command::verify::verify(verify),
        Command::New(new) => command::new::new(new),
        Command::Schema(schema) => command::schema::schema(schema),
        Command::Completions(shell) => command::completions::completions(shell),
    }
}
