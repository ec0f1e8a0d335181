//! The fingerprint of a log: per table, per unit, and of the whole run.
//!
//! Never over file bytes. A schema line opens each table; each field is a tag byte and little-endian bytes,
//! text with its length first. Seed, version and clock stay out.

use super::row::Row;
use super::sink::{Level, Names, Sink};
use super::table::{Cell, HEAD, Table};
use blake3::Hasher;
use std::collections::BTreeMap;

/// Digests of a finished run, as 64 hex digits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Of the whole run.
    pub run: String,
    /// By table.
    pub tables: BTreeMap<&'static str, String>,
    /// By path of unit or station: rows of all tables in event order.
    pub units: BTreeMap<String, String>,
    /// Rows of all tables.
    pub rows: u64,
}

/// Hashes rows as they come.
#[derive(Clone)]
pub struct DigestSink {
    names: Names,
    tables: BTreeMap<Table, Hasher>,
    units: Vec<Option<Box<Hasher>>>,
    rows: u64,
    bytes: Vec<u8>,
}

impl Default for DigestSink {
    fn default() -> Self {
        let tables = Table::ALL.into_iter().map(|table| (table, opened(table))).collect();
        DigestSink {
            names: Names::default(),
            tables,
            units: Vec::new(),
            rows: 0,
            bytes: Vec::new(),
        }
    }
}

/// A hasher that has taken the schema line of a table.
fn opened(table: Table) -> Hasher {
    let mut hasher = Hasher::new();
    hasher.update(table.name().as_bytes());
    for column in HEAD.iter().chain(table.columns()) {
        let line = format!("|{}:{}:{}", column.name, column.kind.name(), column.unit);
        hasher.update(line.as_bytes());
    }
    hasher.update(b"\n");
    hasher
}

impl Sink for DigestSink {
    fn level(&self) -> Level {
        Level::Events
    }

    fn begin(&mut self, names: &Names) {
        self.names = names.clone();
        self.units = vec![None; names.len()];
    }

    fn row(&mut self, row: &Row) {
        let mut cells = Vec::with_capacity(16);
        row.cells(&self.names, &mut cells);
        self.bytes.clear();
        for cell in &cells {
            put(cell, &mut self.bytes);
        }
        let table = row.table();
        if let Some(hasher) = self.tables.get_mut(&table) {
            hasher.update(&self.bytes);
        }
        let unit = self.units[row.entity as usize].get_or_insert_with(Box::default);
        unit.update(table.name().as_bytes());
        unit.update(&self.bytes);
        self.rows += 1;
    }
}

fn put(cell: &Cell<'_>, out: &mut Vec<u8>) {
    match cell {
        Cell::Null => out.push(0),
        Cell::Time(t) => {
            out.push(1);
            out.extend(t.0.to_le_bytes());
        }
        Cell::Int(n) => {
            out.push(2);
            out.extend(n.to_le_bytes());
        }
        Cell::Float(x) => {
            assert!(!x.is_nan(), "NaN never enters a log");
            out.push(3);
            // Adding 0.0 turns -0.0 into 0.0 and leaves the rest.
            out.extend((x + 0.0).to_bits().to_le_bytes());
        }
        Cell::Text(text) => {
            out.push(4);
            out.extend((text.len() as u64).to_le_bytes());
            out.extend(text.as_bytes());
        }
    }
}

impl DigestSink {
    /// The digests of what was taken.
    #[must_use]
    pub fn finish(&self) -> Digest {
        let tables: BTreeMap<_, _> = self
            .tables
            .iter()
            .map(|(t, h)| (t.name(), h.finalize().to_hex().to_string()))
            .collect();
        let mut run = Hasher::new();
        for (name, digest) in &tables {
            run.update(format!("{name} {digest}\n").as_bytes());
        }
        let units = self.units.iter().enumerate().filter_map(|(at, hasher)| {
            let entity = u32::try_from(at).expect("ranks have 24 bits");
            let hex = hasher.as_ref()?.finalize().to_hex().to_string();
            Some((self.names.of(entity).to_owned(), hex))
        });
        Digest {
            run: run.finalize().to_hex().to_string(),
            units: units.collect(),
            tables,
            rows: self.rows,
        }
    }
}
