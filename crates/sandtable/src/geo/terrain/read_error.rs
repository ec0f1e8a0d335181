//! What is wrong with the bytes of a height file.

use super::grid::GridError;
use thiserror::Error;

/// Why bytes are no height file that can be read.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ReadError {
    /// A field is not as the format wants it.
    #[error("at byte {offset}: {field}: expected {expected}, found {found}")]
    Field {
        /// Where the field begins (bytes).
        offset: usize,
        /// The field.
        field: &'static str,
        /// What the format wants.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A tag, GeoKey or other named thing is not as it must be.
    #[error("{field}: expected {expected}, found {found}")]
    Named {
        /// Its name.
        field: &'static str,
        /// What it must be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// The TIFF container is broken or beyond what is read here.
    #[error("TIFF: {0}")]
    Tiff(String),
    /// The heights make no grid.
    #[error(transparent)]
    Grid(#[from] GridError),
}

impl ReadError {
    pub(super) fn named(
        field: &'static str,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        ReadError::Named { field, expected: expected.into(), found: found.into() }
    }

    pub(super) fn field(
        offset: usize,
        field: &'static str,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        ReadError::Field { offset, field, expected: expected.into(), found: found.into() }
    }
}
