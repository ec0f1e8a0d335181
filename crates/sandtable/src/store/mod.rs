//! Layer 9: run folders, the library's only files. A folder is whole or absent.

mod folder;
mod parquet_file;

pub use folder::{Manifest, RunFolder, StoreError, newest};
pub use parquet_file::{Stored, StoredCell};
