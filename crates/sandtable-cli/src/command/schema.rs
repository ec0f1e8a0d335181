//! `sandtable schema`: the scenario language as JSON Schema.

use crate::args::SchemaArgs;
use crate::exit::Failure;
use crate::output::json;

/// Prints the schema.
pub fn schema(_args: &SchemaArgs) -> Result<(), Failure> {
    json(&sandtable::scenario::schema());
    Ok(())
}
