//! The engine's promises on whole scenarios: determinism, independence, causes, conservation, closed forms.

mod causes;
mod claims;
mod closed_form;
mod common;
mod control;
mod coverage;
mod crafted;
mod determinism;
mod exercise;
mod fire;
mod independence;
mod ledger;
mod mixtures;
mod provenance;
mod sensing;
mod storage;
