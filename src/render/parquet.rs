//! Parquet: rows under typed columns for DuckDB, Spark and the like. Behind the feature `parquet`.
//!
//! Decimals are DECIMAL, days DATE, moments TIMESTAMP of microseconds in UTC, texts UTF-8; what a
//! row does not say is null. The same rows give the same bytes. Columns come from `report/extract.rs`.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int32Type,
    Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use crate::base::{Day, Moment};
use crate::report::{Field, Values};

/// How many rows stand together: what a reader has in memory at once.
const ROWS: usize = 1 << 20;

/// The bytes and the digits of a decimal; every sum of a ledger's decimals fits too.
const BYTES: usize = 16;
const DIGITS: u32 = 38;

/// The bytes of a file with these rows.
pub fn parquet<R>(name: &str, fields: &[Field<R>], rows: &[&R]) -> io::Result<Vec<u8>> {
    write(name, fields, rows).map_err(io::Error::other)
}

fn write<R>(name: &str, fields: &[Field<R>], rows: &[&R]) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(parse_message_type(&schema(name, fields))?);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?;
    for rows in rows.chunks(ROWS) {
        let mut group = writer.next_row_group()?;
        for field in fields {
            let column = group.next_column()?.expect("BUG: a field that the schema has not");
            column_of(field, rows, column)?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(bytes)
}

fn schema<R>(name: &str, fields: &[Field<R>]) -> String {
    let mut schema = format!("message {name} {{\n");
    for Field { name, values } in fields {
        let line = match values {
            Values::Text(_) => format!("OPTIONAL BYTE_ARRAY {name} (UTF8);"),
            Values::Decimal(places, _) => {
                format!(
                    "OPTIONAL FIXED_LEN_BYTE_ARRAY({BYTES}) {name} (DECIMAL({DIGITS},{places}));"
                )
            }
            Values::Day(_) => format!("OPTIONAL INT32 {name} (DATE);"),
            Values::Moment(_) => format!("OPTIONAL INT64 {name} (TIMESTAMP(MICROS,true));"),
        };
        writeln!(schema, "{line}").expect("BUG: a text that cannot be written");
    }
    schema.push('}');
    schema
}

fn column_of<R>(
    field: &Field<R>,
    rows: &[&R],
    column: SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    match field.values {
        Values::Text(of) => {
            let said = |row: &&R| Some(of(row)).filter(|text| !text.is_empty());
            let value = |text: String| ByteArray::from(text.into_bytes());
            put::<ByteArrayType>(rows.iter().map(|row| said(row).map(value)), column)
        }
        Values::Decimal(_, of) => {
            let value = |count: i128| FixedLenByteArray::from(count.to_be_bytes().to_vec());
            put::<FixedLenByteArrayType>(rows.iter().map(|row| of(row).map(value)), column)
        }
        Values::Day(of) => {
            let value = |day: Day| day.since_epoch();
            put::<Int32Type>(rows.iter().map(|row| of(row).map(value)), column)
        }
        Values::Moment(of) => {
            let value = |moment: Moment| moment.since_epoch() * 1_000_000;
            put::<Int64Type>(rows.iter().map(|row| Some(value(of(row)))), column)
        }
    }
}

/// Puts the values that are there, and where none is.
fn put<T: DataType>(
    values: impl Iterator<Item = Option<T::T>>,
    mut column: SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let (mut there, mut levels) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        there.extend(value);
    }
    column.typed::<T>().write_batch(&there, Some(&levels), None)?;
    column.close()
}
