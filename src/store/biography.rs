//! The life of a row: what it says now, what was recorded of it when and by whom, and which other
//! rows name it.
//!
//! The files tell of every machine's rows, the log of this machine's commands, among them what a
//! register said before it was changed.

use std::collections::BTreeMap;

use super::compare::{self, Became};
use super::history;
use super::keyed::{self, Fields, Rows};
use super::path::OWN_FOLDER;
use super::record::{Change, Record, Way};
use super::{Journal, StoreError, StorePath, inventory};

/// A row as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The file.
    pub file: String,
    /// The line; 0 in a register of blocks.
    pub line: u32,
    /// Its key.
    pub key: String,
    /// Its cells, empty ones left out.
    pub fields: Vec<(String, String)>,
}

/// Something that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub time: String,
    /// By whom.
    pub who: String,
    /// With which command, where this machine's log knows.
    pub command: Option<String>,
    /// The file.
    pub file: String,
    /// The key of the row: the one that was asked for, or one that names it.
    pub key: String,
    /// What became of it.
    pub became: Became,
}

/// The life of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Biography {
    /// Where it stands, nowhere if it is gone.
    pub now: Vec<Standing>,
    /// The rows that name it: corrections, reversals, what follows from it.
    pub named_by: Vec<Standing>,
    /// What was recorded, in order.
    pub events: Vec<Event>,
}

/// Tells the life of whatever has an id or a code.
pub(super) fn biography(journal: &Journal<'_>, id: &str) -> Result<Biography, StoreError> {
    let mut life = Biography { now: Vec::new(), named_by: Vec::new(), events: Vec::new() };
    for path in inventory::inventory(journal.files())? {
        let Ok(Some(image)) = journal.read(&path) else { continue };
        for (key, (fields, line)) in keyed::rows(&path, &image.bytes) {
            let own = key == id;
            if own || names(&fields, id) {
                let standing = Standing { file: path.to_string(), line, key, fields };
                if own { &mut life.now } else { &mut life.named_by }.push(standing);
            }
        }
    }
    let mut files: BTreeMap<String, (Vec<String>, Rows)> = BTreeMap::new();
    // Where the log is damaged `check` tells; its good lines count.
    let _ = history::read(journal.files(), |record| {
        for change in record.ops.iter().filter(|change| !change.path.starts_with(OWN_FOLDER)) {
            let state = files.entry(change.path.clone()).or_default();
            life.events.extend(events(&record, change, state, id));
        }
    })?;
    let unknown: Vec<Event> =
        life.now.iter().chain(&life.named_by).filter_map(|row| by_itself(row, &life)).collect();
    life.events.extend(unknown);
    life.events.sort_by(|one, other| one.time.cmp(&other.time));
    Ok(life)
}

/// The columns by which a row says which other row it corrects or follows.
const CORRECTS: [&str; 6] = ["reverses", "supersedes", "record", "finding", "repair", "row"];

/// Whether a row corrects or follows the row with an id.
fn names(fields: &Fields, id: &str) -> bool {
    fields.iter().any(|(column, value)| value == id && CORRECTS.contains(&column.as_str()))
}

/// What a change of the log did to the row or to those that name it.
fn events(
    record: &Record,
    change: &Change,
    (header, rows): &mut (Vec<String>, Rows),
    id: &str,
) -> Vec<Event> {
    let Some((path, data)) = StorePath::new(&change.path).ok().zip(change.data()) else {
        return Vec::new();
    };
    let whole = change.op == Way::Write || change.pre.is_none();
    if whole {
        *header = history::cells(&history::first_line(&data));
    }
    let found = if whole || path.is_toml() {
        keyed::rows(&path, &data)
    } else {
        keyed::table(header, String::from_utf8_lossy(&data).lines(), 1)
    };
    let differs = if whole && change.pre.is_some() {
        compare::rows(&path, rows, &found)
    } else {
        compare::rows(&path, &Rows::new(), &found)
    };
    if whole {
        rows.clear();
    }
    rows.extend(found);
    let about = |differs: &compare::Differs| {
        let fields = match &differs.became {
            Became::Added(fields) | Became::Removed(fields) => fields,
            Became::Changed(_) => return differs.key == id,
        };
        differs.key == id || names(fields, id)
    };
    let event = |differs: compare::Differs| Event {
        time: record.time.clone(),
        who: record.who.clone(),
        command: Some(record.command.clone()),
        file: differs.file,
        key: differs.key,
        became: differs.became,
    };
    differs.into_iter().filter(about).map(event).collect()
}

/// A row that this machine's log does not know says itself who recorded it and when.
fn by_itself(row: &Standing, life: &Biography) -> Option<Event> {
    let cell = |column: &str| {
        let found = row.fields.iter().find(|(name, _)| name == column);
        found.map(|(_, value)| value.clone())
    };
    let known = |event: &Event| event.key == row.key && matches!(event.became, Became::Added(_));
    if life.events.iter().any(known) {
        return None;
    }
    Some(Event {
        time: cell("recorded_at")?,
        who: cell("recorded_by")?,
        command: None,
        file: row.file.clone(),
        key: row.key.clone(),
        became: Became::Added(row.fields.clone()),
    })
}
