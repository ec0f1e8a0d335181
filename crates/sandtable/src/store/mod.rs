//! Layer 9: run folders, the library's only files. A folder is whole or absent.

mod chain;
mod folder;
mod parquet_file;

pub use chain::{Chain, ChainDraw, Link, LinkName};
pub use folder::{Manifest, RunFolder, StoreError, newest, write_bytes, write_text};
pub use parquet_file::{Stored, StoredCell};
