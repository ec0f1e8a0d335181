//! The scalar grammar: quantities, instants, clocks, durations, positions, words, with their
//! citations.
//!
//! The schema decides which body a field has and calls one function; each gives `None` and at least
//! one diagnostic, or a value. Only an absent value (empty text, empty span) gives `None` in
//! silence, because the parser has refused it already. Every diagnostic marks the offending bytes.

mod citation;
mod clock;
mod duration;
mod instant;
mod located;
mod mix;
mod number;
mod position;
mod quantity;
mod spread;
mod unit;
mod unit_fault;

pub use clock::{clock, zone};
pub use duration::duration_s;
pub use instant::{instant, scoped_instant};
pub use mix::{Mix, is_mix, mix};
pub use position::position;
pub use quantity::{Field, quantity};

use located::Located;

use super::diagnostic::Diagnostic;
use super::quantity::Sourced;
use super::source_map::Span;

/// A word or free text that may be followed by citations: `brest @geonames`.
///
/// # Errors
/// None with `value/empty`, `source/space`, `source/form` or `yaml/start`.
pub fn text(text: &str, span: Span, out: &mut Vec<Diagnostic>) -> Option<Sourced<String>> {
    let cited = citation::split(Located::new(text, span), out)?;
    let body = cited.body.text().to_owned();
    Some(cited.with(body))
}

/// The body of a structural scalar, which takes no source.
fn plain_body<'a>(text: &'a str, span: Span, out: &mut Vec<Diagnostic>) -> Option<Located<'a>> {
    let cited = citation::split_strict(Located::new(text, span), out)?;
    let Some(first) = cited.sources.first() else {
        return Some(cited.body);
    };
    let message = "a structural value takes no source";
    out.push(Diagnostic::error("source/form", first.span, message).hint("delete the source"));
    None
}

/// The fault of a value that is written as a function call, such as `T(20,60,240) min`.
pub(super) fn call_fault(text: &str, span: Span) -> Option<Diagnostic> {
    number::call(Located::new(text, span))
}

/// The fault of a mix that is not a list of pairs.
pub(super) fn mix_fault(span: Span) -> Diagnostic {
    mix::bad_form(span)
}

#[cfg(test)]
mod quantity_tests;
