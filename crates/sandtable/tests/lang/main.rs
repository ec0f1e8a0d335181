//! The scenario language from outside: every form of its reference, and mutated documents.

mod forms;
mod mutation;
