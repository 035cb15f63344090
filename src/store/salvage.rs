//! Salvage: what a power failure or a cut copy left at the end of a file goes to quarantine.
//!
//! Only an end can be taken for such a rest: NUL bytes, half a character, a row without all its
//! cells or its quote. Everything else that is wrong with a file is named and left alone, because
//! somebody wrote it. A damaged log is set aside whole.

use std::path::Path;

use crate::base::{Diagnostic, Message, Place, Refuse as _};

use super::codec::Sheet;
use super::load::toml_defect;
use super::open::{WAIT, must_be_ours};
use super::restore::{self, LostRow};
use super::{
    Act, Disk, Entry, ExitClass, Journal, Op, StoreError, StorePath, encoding, inventory, layout,
    quarantine, recognise,
};
/// Bytes that were moved, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The file they stood at the end of.
    pub file: String,
    /// The line that they begin in.
    pub line: usize,
    /// How many they are.
    pub bytes: usize,
    /// The key of what they are.
    pub what: &'static str,
    /// The file that has them now.
    pub copy: String,
}

/// What a salvage did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// What was moved.
    pub moved: Vec<Moved>,
    /// The first bad byte of a damaged log.
    pub log_damaged_at: Option<u64>,
    /// Rows that only the damaged log knew, put back before it is forgotten.
    pub rows: Vec<LostRow>,
    /// What is wrong and was not touched.
    pub left: Vec<Diagnostic>,
    /// What recovery had to do before.
    pub notes: Vec<Message>,
}

/// What can be done about a file.
enum Verdict {
    Sound,
    Cut { at: usize, what: &'static str },
    Left(Diagnostic),
}

/// Moves torn ends into quarantine, all of them in one commit, and sets a damaged log aside.
pub fn salvage(
    disk: &dyn Disk,
    root: &Path,
    seed: &[u8],
    entry: &Entry,
    act: Act,
) -> Result<Salvaged, StoreError> {
    must_be_ours(disk, root)?;
    let anew = (act == Act::Do).then_some(entry);
    let (journal, damaged) = Journal::with_any_log(disk, root, (WAIT, seed), anew)?;
    let mut done = Salvaged {
        moved: Vec::new(),
        log_damaged_at: damaged.as_ref().map(|damaged| damaged.at),
        rows: Vec::new(),
        left: Vec::new(),
        notes: journal.notes().to_vec(),
    };
    let mut ops = Vec::new();
    for path in inventory::inventory(journal.files())? {
        let image = match journal.read(&path) {
            Ok(Some(image)) => image,
            Ok(None) => continue,
            Err(error) => {
                done.left.push(told(&path, error)?);
                continue;
            }
        };
        match judge(&path, &image.bytes) {
            Verdict::Sound => {}
            Verdict::Left(diagnostic) => done.left.push(diagnostic),
            Verdict::Cut { at, what } => {
                let (kept, rest) = image.bytes.split_at(at);
                let (copy, op) = quarantine::keep(&journal, &path, rest)?;
                ops.extend(op);
                let data = kept.to_vec();
                ops.push(Op::Write { path: path.clone(), pre: Some(image.pre()), data });
                done.moved.push(Moved {
                    file: path.to_string(),
                    line: kept.split(|byte| *byte == b'\n').count(),
                    bytes: rest.len(),
                    what,
                    copy: copy.to_string(),
                });
            }
        }
    }
    if act == Act::Do && !ops.is_empty() {
        let given = journal.given();
        let _committed = journal.commit(ops, Entry { given, ..entry.clone() })?;
    } else {
        // Only then is the lock free for what follows.
        drop(journal);
    }
    if let Some(damaged) = damaged {
        let journal = match act {
            Act::Do => Journal::exclusive(disk, root, WAIT, seed)?,
            Act::Show => Journal::with_any_log(disk, root, (WAIT, seed), None)?.0,
        };
        done.rows = restore::restore_from(journal, &damaged.past, entry.clone(), act)?;
        done.moved.extend(damaged.copy.map(|copy| Moved {
            file: super::log::LOG.to_owned(),
            line: 1,
            bytes: 0,
            what: "salvage.what.log",
            copy: copy.to_string(),
        }));
    }
    Ok(done)
}

/// Something wrong with the data is told; trouble with the disk is not survived.
fn told(path: &StorePath, error: StoreError) -> Result<Diagnostic, StoreError> {
    if error.exit_class() != ExitClass::BadData {
        return Err(error);
    }
    let place = error.place().unwrap_or_else(|| Place::file(path.as_str()));
    Ok(Diagnostic::error(place, error.message()))
}

/// Judges the end of a file.
fn judge(path: &StorePath, bytes: &[u8]) -> Verdict {
    let n_zeros = bytes.iter().rev().take_while(|byte| **byte == 0).count();
    let good = &bytes[..bytes.len() - n_zeros];
    let (text, cut) = match std::str::from_utf8(good) {
        Ok(text) => (text, false),
        Err(error) if error.error_len().is_none() => {
            (std::str::from_utf8(&good[..error.valid_up_to()]).unwrap_or_default(), true)
        }
        Err(_) => return not_text(path, bytes),
    };
    if let Err(error) = encoding::decode(path.as_str(), text.as_bytes()) {
        return told(path, error).map_or(Verdict::Sound, Verdict::Left);
    }
    let what = match (n_zeros, cut) {
        (1.., _) => "salvage.what.zeros",
        (0, true) => "salvage.what.half",
        (0, false) => "salvage.what.row",
    };
    if path.is_toml() { judge_toml(path, text, what) } else { judge_table(path, text, what) }
}

/// What is no UTF-8 before its end: another program's charset, or damage in the middle.
fn not_text(path: &StorePath, bytes: &[u8]) -> Verdict {
    let error = match recognise(path.as_str(), bytes) {
        Ok(_) => encoding::decode(path.as_str(), bytes).err(),
        Err(error) => Some(error),
    };
    match error.map(|error| told(path, error)) {
        Some(Ok(diagnostic)) => Verdict::Left(diagnostic),
        _ => Verdict::Sound,
    }
}

fn judge_table(path: &StorePath, text: &str, what: &'static str) -> Verdict {
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    let torn = torn(path.as_str(), text);
    if what == "salvage.what.row" && torn.is_none() {
        return Verdict::Sound;
    }
    if start == 0 {
        // Without a header nothing of the file is left to be kept.
        let message = Message::new("salvage.no_header");
        let line = text.lines().next().unwrap_or_default();
        return Verdict::Left(
            Diagnostic::error(Place::line(path.as_str(), 1), message).with_original(line),
        );
    }
    Verdict::Cut { at: start, what }
}

/// A register of blocks ends with its last whole block, the settings with their last whole line.
fn judge_toml(path: &StorePath, text: &str, what: &'static str) -> Verdict {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed = toml::from_str::<toml::Table>(body);
    if what == "salvage.what.row" && (parsed.is_ok() || text.ends_with('\n')) {
        // What is wrong before the end somebody wrote: loading tells.
        return Verdict::Sound;
    }
    let sound = |at: &usize| {
        let kept = &text[..*at];
        let kept = kept.strip_prefix('\u{feff}').unwrap_or(kept);
        !kept.trim().is_empty() && toml::from_str::<toml::Table>(kept).is_ok()
    };
    let end = text.ends_with('\n').then_some(text.len());
    let block = text.rfind("\n[").map(|at| at + 1);
    let line = text.rfind('\n').map(|at| at + 1).filter(|_| *path == layout::marker());
    if let Some(at) = [end, line, block].into_iter().flatten().find(sound) {
        return Verdict::Cut { at, what };
    }
    let told = parsed.err().map(|error| toml_defect(path.as_str(), body, &error));
    told.map_or(Verdict::Sound, Verdict::Left)
}

/// The last line, where it has no end and is no whole row.
pub(super) fn torn(file: &str, text: &str) -> Option<Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let sheet = Sheet::open(file, text, &[], &[]).ok()?;
    let last = sheet.rows().last()?.err()?;
    (last.message.code == "csv.torn").then_some(*last)
}
