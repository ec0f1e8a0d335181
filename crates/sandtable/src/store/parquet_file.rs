//! A table as a Parquet file: columns of the log's tables, snappy, no wall clock inside.

use super::folder::{StoreError, file_error};
use crate::base::time::SimTime;
use crate::record::{Cell, Column, ColumnKind, HEAD, LogSink, Table};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// A table read back.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The table.
    pub table: Table,
    /// Rows in event order; cells in the order of [`Stored::columns`].
    pub rows: Vec<Vec<StoredCell>>,
}

/// A cell read back.
#[derive(Clone, Debug, PartialEq)]
pub enum StoredCell {
    /// Absent.
    Null,
    /// An instant.
    Time(SimTime),
    /// A whole number.
    Int(i64),
    /// A real number.
    Float(f64),
    /// Text.
    Text(String),
}

impl Stored {
    /// The columns of every row.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        HEAD.iter().chain(self.table.columns())
    }
}

fn message(table: Table) -> String {
    let fields = HEAD.iter().chain(table.columns()).map(|column| {
        let name = column.name;
        match column.kind {
            ColumnKind::Time => format!("optional int64 {name} (TIMESTAMP(NANOS,true));"),
            ColumnKind::Int => format!("optional int64 {name};"),
            ColumnKind::Float => format!("optional double {name};"),
            ColumnKind::Text => format!("optional binary {name} (STRING);"),
        }
    });
    format!("message {} {{ {} }}", table.name(), fields.collect::<Vec<_>>().join(" "))
}

/// Writes the rows of one table.
pub(super) fn write_table(path: &Path, table: Table, log: &LogSink) -> Result<(), StoreError> {
    let file = File::create(path).map_err(file_error(path))?;
    write_rows(file, table, log)
        .map_err(|e| StoreError::Form { path: path.to_owned(), why: e.to_string() })
}

fn write_rows(file: File, table: Table, log: &LogSink) -> Result<(), ParquetError> {
    let schema = Arc::new(parse_message_type(&message(table))?);
    // A fixed writer name: the same run gives the same bytes whatever built it.
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("sandtable".to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties))?;
    let mut rows = Vec::new();
    for row in log.rows.iter().filter(|row| row.table() == table) {
        let mut cells = Vec::new();
        row.cells(&log.names, &mut cells);
        rows.push(cells);
    }
    let mut group = writer.next_row_group()?;
    for (at, column) in HEAD.iter().chain(table.columns()).enumerate() {
        write_column(&mut group, column.kind, rows.iter().map(|cells| &cells[at]))?;
    }
    group.close()?;
    writer.close()?;
    Ok(())
}

fn write_column<'c>(
    group: &mut SerializedRowGroupWriter<'_, File>,
    kind: ColumnKind,
    cells: impl Iterator<Item = &'c Cell<'c>>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("the schema has fewer columns than the table".into()));
    };
    let (mut ints, mut floats, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    let mut levels = Vec::new();
    for cell in cells {
        levels.push(i16::from(*cell != Cell::Null));
        match cell {
            Cell::Null => {}
            Cell::Time(t) => ints.push(t.0),
            Cell::Int(n) => ints.push(*n),
            Cell::Float(x) => floats.push(*x),
            Cell::Text(text) => texts.push(ByteArray::from(*text)),
        }
    }
    let levels = Some(levels.as_slice());
    match kind {
        ColumnKind::Time | ColumnKind::Int => {
            column.typed::<Int64Type>().write_batch(&ints, levels, None)?;
        }
        ColumnKind::Float => {
            column.typed::<DoubleType>().write_batch(&floats, levels, None)?;
        }
        ColumnKind::Text => {
            column.typed::<ByteArrayType>().write_batch(&texts, levels, None)?;
        }
    }
    column.close()
}

/// Reads a table back.
pub(super) fn read_table(path: &Path, table: Table) -> Result<Stored, StoreError> {
    let file = File::open(path).map_err(file_error(path))?;
    let broken = |why: String| StoreError::Form { path: path.to_owned(), why };
    let reader = SerializedFileReader::new(file).map_err(|e| broken(e.to_string()))?;
    let columns: Vec<_> = HEAD.iter().chain(table.columns()).collect();
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).map_err(|e| broken(e.to_string()))? {
        let row = row.map_err(|e| broken(e.to_string()))?;
        let mut cells = Vec::with_capacity(columns.len());
        for ((name, field), column) in row.get_column_iter().zip(&columns) {
            if name != column.name {
                return Err(broken(format!(
                    "column `{name}` stands where `{}` was expected",
                    column.name
                )));
            }
            cells.push(cell_of(field, column.kind).ok_or_else(|| {
                broken(format!("column `{name}` holds no {}", column.kind.name()))
            })?);
        }
        if cells.len() != columns.len() {
            return Err(broken(format!("a row has {} columns", cells.len())));
        }
        rows.push(cells);
    }
    Ok(Stored { table, rows })
}

fn cell_of(field: &Field, kind: ColumnKind) -> Option<StoredCell> {
    match (field, kind) {
        (Field::Null, _) => Some(StoredCell::Null),
        (Field::Long(n), ColumnKind::Time) => Some(StoredCell::Time(SimTime(*n))),
        (Field::Long(n), ColumnKind::Int) => Some(StoredCell::Int(*n)),
        (Field::Double(x), ColumnKind::Float) => Some(StoredCell::Float(*x)),
        (Field::Str(text), ColumnKind::Text) => Some(StoredCell::Text(text.clone())),
        _ => None,
    }
}
