//! A data file as rows with keys, whatever its kind: what two states of it are compared by.
//!
//! A table's key is its first column, the `id` or code; a TOML file's rows are its blocks, by their
//! code. Nothing is judged here, so also what loading refuses can be compared.

use std::collections::BTreeMap;

use super::history::cells;
use super::{StorePath, recognise};

/// The cells of a row: columns with what they hold, empty ones left out.
pub(super) type Fields = Vec<(String, String)>;

/// Rows by their keys, each with its line where the file has lines.
pub(super) type Rows = BTreeMap<String, (Fields, u32)>;

/// Reads a file's rows; what is no text has none.
pub(super) fn rows(path: &StorePath, bytes: &[u8]) -> Rows {
    let Ok(found) = recognise(path.as_str(), bytes) else { return Rows::new() };
    if path.is_toml() {
        return blocks(&found.text);
    }
    let mut lines = found.text.lines();
    let header = cells(lines.next().unwrap_or_default());
    table(&header, lines, 2)
}

/// Reads the lines of a table below its header.
pub(super) fn table<'t>(
    header: &[String],
    lines: impl Iterator<Item = &'t str>,
    first: u32,
) -> Rows {
    let mut rows = Rows::new();
    for (line, number) in lines.zip(first..).filter(|(line, _)| !line.is_empty()) {
        let found = cells(line);
        let fields: Fields = if found.len() == header.len() && !found.is_empty() {
            header.iter().cloned().zip(found).filter(|(_, cell)| !cell.is_empty()).collect()
        } else {
            vec![("?".to_owned(), line.to_owned())]
        };
        let key = line.split(',').next().unwrap_or_default().trim_matches('"');
        insert(&mut rows, key, (fields, number));
    }
    rows
}

/// Reads the blocks of a TOML file, and what stands before the first.
pub(super) fn blocks(text: &str) -> Rows {
    let mut rows = Rows::new();
    let Ok(table) = toml::from_str::<toml::Table>(text) else { return rows };
    let mut alone = Fields::new();
    for (name, value) in table {
        match value {
            toml::Value::Array(blocks) if blocks.iter().all(toml::Value::is_table) => {
                for block in blocks {
                    let fields = flat("", &block);
                    let named = ["code", "id", "name"].iter().find_map(|key| {
                        fields.iter().find(|(column, _)| column == key).map(|(_, value)| value)
                    });
                    insert(&mut rows, &named.cloned().unwrap_or_else(|| name.clone()), (fields, 0));
                }
            }
            value @ toml::Value::Table(_) => insert(&mut rows, &name, (flat("", &value), 0)),
            value => alone.push((name, plain(&value))),
        }
    }
    if !alone.is_empty() {
        insert(&mut rows, "-", (alone, 0));
    }
    rows
}

/// Rows with the same key are numbered.
fn insert(rows: &mut Rows, key: &str, row: (Fields, u32)) {
    let mut name = key.to_owned();
    let mut number = 2_u32;
    while rows.contains_key(&name) {
        name = format!("{key}#{number}");
        number += 1;
    }
    rows.insert(name, row);
}

/// The values of a table, those of tables in it by dotted names.
fn flat(before: &str, value: &toml::Value) -> Fields {
    let toml::Value::Table(table) = value else {
        return vec![(before.trim_end_matches('.').to_owned(), plain(value))];
    };
    table.iter().flat_map(|(name, value)| flat(&format!("{before}{name}."), value)).collect()
}

/// A value as it is said.
fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What is not the same in two rows: column, old and new.
pub(super) fn differences(old: &Fields, new: &Fields) -> Vec<(String, String, String)> {
    let value = |fields: &Fields, column: &str| {
        let found = fields.iter().find(|(name, _)| name == column);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut columns: Vec<&String> = old.iter().chain(new).map(|(column, _)| column).collect();
    columns.dedup();
    let mut told = Vec::new();
    for column in columns {
        let (before, after) = (value(old, column), value(new, column));
        let difference = (column.clone(), before, after);
        if difference.1 != difference.2 && !told.contains(&difference) {
            told.push(difference);
        }
    }
    told
}
