//! From an older format of the store to this one: a list of steps, each a pure function over files.
//!
//! All files change in one commit, and those that do are kept as they were in quarantine. A step
//! changes what its format number means and nothing else; what it cannot read it refuses.
//!
//! Format 0 is what came before the first release: the settings called the hospital's name
//! `hospital`, and movements had no columns `amount` and `counted` behind `unit_price`.
//!
//! Within a format, columns come in that a file may lack. A register gets them when a row needs
//! one; a ledger's file gets them here, empty and behind its own. The files of a sealed month stay
//! as they were sealed.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Spanned, Value};

use crate::base::{Diagnostic, Message, Place};

use super::codec::{self, Sheet};
use super::format::{self, FORMAT};
use super::load::toml_defect;
use super::open::WAIT;
use super::{
    Act, Disk, Entry, Fingerprint, Journal, Op, StoreError, StorePath, encoding, inventory, layout,
    quarantine, row,
};

/// Data files by their paths, as text without a byte order mark.
type Texts = BTreeMap<StorePath, String>;

/// A step from one format to the next.
struct Step {
    /// The format that it starts from.
    from: u32,
    /// What it does to the files.
    carry: fn(&mut Texts) -> Result<(), StoreError>,
}

/// Every step there is, in order.
const STEPS: [Step; 1] = [Step { from: 0, carry: from_0 }];

/// A file that a migration changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The file.
    pub file: String,
    /// The file that has the bytes as they were.
    pub copy: String,
}

/// Brings a store to this format; tells which files change, none if it has this format already.
///
/// # Errors
/// A newer format is refused before anything is touched.
pub fn migrate(
    disk: &dyn Disk,
    root: &Path,
    seed: &[u8],
    entry: Entry,
    act: Act,
) -> Result<Vec<Migrated>, StoreError> {
    let refuse_newer = |found| {
        if found > FORMAT {
            Err(StoreError::OtherFormat { found, known: FORMAT })
        } else {
            Ok(found)
        }
    };
    if let Some(found) = super::open::format_of(disk, root)? {
        refuse_newer(found)?;
    }
    let journal = Journal::exclusive(disk, root, WAIT, seed)?;
    let mut texts = Texts::new();
    let mut images = BTreeMap::new();
    for path in inventory::inventory(journal.files())? {
        let Some(image) = journal.read(&path)? else { continue };
        let decoded = encoding::decode(path.as_str(), &image.bytes)?;
        texts.insert(path.clone(), decoded.text.to_owned());
        images.insert(path, image.bytes);
    }
    let marker = texts.get(&layout::marker()).map(String::as_str).unwrap_or_default();
    let found = refuse_newer(format::number(marker).ok_or(StoreError::NoFormat)?)?;
    for step in STEPS.iter().filter(|step| step.from >= found) {
        (step.carry)(&mut texts)?;
    }
    complete(&mut texts, &sealed_by(&journal)?)?;
    let (mut ops, mut told) = (Vec::new(), Vec::new());
    for (path, text) in texts {
        let old = images.get(&path);
        let mark = old.is_some_and(|bytes| bytes.starts_with(encoding::BYTE_ORDER_MARK));
        let data = [if mark { encoding::BYTE_ORDER_MARK } else { b"" }, text.as_bytes()].concat();
        let Some(old) = old.filter(|old| **old != data) else { continue };
        let (copy, op) = quarantine::keep(&journal, &path, old)?;
        ops.extend(op);
        told.push(Migrated { file: path.to_string(), copy: copy.to_string() });
        ops.push(Op::Write { path, pre: Some(Fingerprint::of(old)), data });
    }
    if act == Act::Do && !ops.is_empty() {
        let given = journal.given();
        let _committed = journal.commit(ops, Entry { given, ..entry })?;
    }
    Ok(told)
}

/// The texts of all seals: they name every file that they speak for.
fn sealed_by(journal: &Journal<'_>) -> Result<Vec<String>, StoreError> {
    let mut texts = Vec::new();
    for year in journal.files().folders(&layout::closing())? {
        for path in journal.files().list(&year)? {
            let image = journal.read(&path)?;
            texts.extend(image.map(|image| String::from_utf8_lossy(&image.bytes).into_owned()));
        }
    }
    Ok(texts)
}

/// Gives the files of ledgers the columns that they may lack; those that a seal names stay as they
/// are.
fn complete(texts: &mut Texts, seals: &[String]) -> Result<(), StoreError> {
    for (path, text) in texts.iter_mut() {
        let Some((columns, optional)) = row::shape_of(path) else { continue };
        if text.is_empty() || seals.iter().any(|seal| seal.contains(path.as_str())) {
            continue;
        }
        let header = codec::header(path.as_str(), text)?;
        let has = |column: &&str| header.iter().any(|present| present == column);
        let new: Vec<&str> = optional.iter().copied().filter(|column| !has(column)).collect();
        // A file that lacks what it must have is somebody's to mend.
        let whole = columns.iter().filter(|column| !optional.contains(column)).all(has);
        if let (true, false, Some(last)) = (whole, new.is_empty(), header.last()) {
            *text = with_columns(path.as_str(), text, last, &new)?;
        }
    }
    Ok(())
}

/// From format 0 to 1.
fn from_0(texts: &mut Texts) -> Result<(), StoreError> {
    for (path, text) in texts.iter_mut() {
        if *path == layout::marker() {
            *text = with_keys(text, 1, &[("hospital", "name")])?;
        } else if path.as_str().starts_with(layout::movements().as_str()) {
            *text = with_columns(path.as_str(), text, "unit_price", &["amount", "counted"])?;
        }
    }
    Ok(())
}

/// The settings with another format number and some keys renamed; all else stays as it is written.
fn with_keys(text: &str, format: u32, renamed: &[(&str, &str)]) -> Result<String, StoreError> {
    let parsed: BTreeMap<Spanned<String>, Spanned<Value>> =
        toml::from_str(text).map_err(|error| {
            StoreError::Settings(Box::new(toml_defect(layout::MARKER, text, &error)))
        })?;
    let mut changes = Vec::new();
    for (key, value) in &parsed {
        if key.get_ref() == "format" {
            changes.push((value.span(), format.to_string()));
        }
        if let Some((_, new)) = renamed.iter().find(|(old, _)| key.get_ref() == old) {
            changes.push((key.span(), (*new).to_owned()));
        }
    }
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, new) in changes {
        text.replace_range(span, &new);
    }
    Ok(text)
}

/// A table with empty columns behind another one; every cell stays as it is written.
fn with_columns(
    file: &str,
    text: &str,
    after: &str,
    columns: &[&str],
) -> Result<String, StoreError> {
    let sheet = Sheet::open(file, text, &[], &[]).map_err(StoreError::Defect)?;
    if columns.iter().all(|column| sheet.header.iter().any(|present| present == column)) {
        return Ok(text.to_owned());
    }
    let Some(at) = sheet.header.iter().position(|column| column == after) else {
        return Err(StoreError::Defect(Box::new(codec::missing_columns(file, text, &[after]))));
    };
    if let Some(defect) = sheet.rows().find_map(Result::err) {
        return Err(StoreError::Defect(defect));
    }
    let mut changed = String::with_capacity(text.len() + 64);
    for (line, number) in text.split_inclusive('\n').zip(1_u32..) {
        let bare = line.trim_end_matches(['\n', '\r']);
        let fields = codec::split(bare).unwrap_or_default();
        let Some(field) = fields.get(at).filter(|_| !bare.is_empty()) else {
            if bare.is_empty() {
                changed.push_str(line);
                continue;
            }
            let place = Place::line(file, number);
            let defect = Diagnostic::error(place, Message::new("csv.torn"));
            return Err(StoreError::Defect(Box::new(defect)));
        };
        let end = usize::try_from(field.column + field.length - 1).unwrap_or(usize::MAX);
        let cut = bare.char_indices().nth(end).map_or(bare.len(), |(at, _)| at);
        changed.push_str(&bare[..cut]);
        for column in columns {
            changed.push(',');
            changed.push_str(if number == 1 { column } else { "" });
        }
        changed.push_str(&line[cut..]);
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_in_behind_another_and_cells_stay_as_they_are() {
        let old = "id,unit_price,note\r\nM1,\"5,00\",灯\r\n\r\nM2,,\"a\"\"b\"";
        let new =
            with_columns("a.csv", old, "unit_price", &["amount", "counted"]).expect("a table");
        assert_eq!(
            new,
            "id,unit_price,amount,counted,note\r\nM1,\"5,00\",,,灯\r\n\r\nM2,,,,\"a\"\"b\""
        );
        let again = with_columns("a.csv", &new, "unit_price", &["amount", "counted"]);
        assert_eq!(again.expect("a table"), new);
        assert!(with_columns("a.csv", "id,note\nM1,x\n", "unit_price", &["amount"]).is_err());
        assert!(with_columns("a.csv", "id,unit_price\nM1\n", "unit_price", &["amount"]).is_err());
    }

    #[test]
    fn keys_are_renamed_where_they_stand() {
        let old =
            "# ours\nformat = 0 # old\nhospital = \"hospital\"\n[stock]\nnegative = \"warn\"\n";
        let new = with_keys(old, 1, &[("hospital", "name")]).expect("settings");
        assert_eq!(
            new,
            "# ours\nformat = 1 # old\nname = \"hospital\"\n[stock]\nnegative = \"warn\"\n"
        );
    }

    #[test]
    fn every_format_before_this_one_has_a_step() {
        let froms: Vec<u32> = STEPS.iter().map(|step| step.from).collect();
        assert_eq!(froms, (0..FORMAT).collect::<Vec<_>>());
    }
}
