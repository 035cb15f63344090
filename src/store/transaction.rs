//! A writer's hold on the store: decide on its books, then commit, once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::base::{Day, Diagnostic, Message, Moment, Place, Stamp};
use crate::books::{self, Books, Carried, Change, Line, Receipt};
use crate::closing;

use super::codec::{self, write_line};
use super::journal::Journal;
use super::load::Outline;
use super::row::{self, CsvTarget, Target};
use super::{
    Changed, Digest, Entry, FileImage, Fingerprint, LineEnding, Op, Pre, StoreError, StorePath,
    encoding, layout, seal, survey,
};

/// The store's lock, the books as they stand, and the one way to change them.
pub struct Transaction<'d> {
    journal: Journal<'d>,
    books: Books,
    diagnostics: Vec<Diagnostic>,
    seen: Seen,
    kept: Kept,
    notes: Vec<Message>,
}

/// The sums of the files that the books were read from.
type Seen = BTreeMap<StorePath, Fingerprint>;

/// Those of which no more than a row at the end needs was kept.
type Kept = BTreeMap<StorePath, Outline>;

/// Why nothing was committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A row could not be folded: the decision and the fold disagree.
    #[error(transparent)]
    Refused(Box<books::Refusal>),
    /// The store's error.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<books::Refusal> for CommitError {
    fn from(refusal: books::Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl<'d> Transaction<'d> {
    pub(super) fn new(
        journal: Journal<'d>,
        books: Books,
        diagnostics: Vec<Diagnostic>,
        (seen, kept): (Seen, Kept),
        notes: Vec<Message>,
    ) -> Self {
        Self { journal, books, diagnostics, seen, kept, notes }
    }

    /// The books that a decision is made on.
    pub const fn books(&self) -> &Books {
        &self.books
    }

    /// What recovery had to do before.
    pub fn notes(&self) -> &[Message] {
        &self.notes
    }

    /// What is wrong with the data that was read; a command that needs clean books stops here.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.diagnostics)
    }

    /// Who and when, and this machine's next free number.
    pub fn stamp(&self, recorded_at: Moment, recorded_by: &str) -> Stamp {
        Stamp {
            recorded_at,
            recorded_by: recorded_by.to_owned(),
            tag: self.journal.tag().to_owned(),
            given: self.journal.given(),
        }
    }

    /// Folds the change on the books as loading would, then writes it: all of it or nothing.
    pub fn commit(
        mut self,
        change: Change,
        stamp: Stamp,
        command: &str,
    ) -> Result<Receipt, CommitError> {
        self.fold(&change)?;
        let ops = self.rows(&change)?;
        self.write(ops, change, stamp, command)
    }

    /// Folds the change as a commit would, and writes nothing.
    pub fn rehearse(mut self, change: Change) -> Result<Receipt, CommitError> {
        self.fold(&change)?;
        Ok(Receipt::Rehearsed(change))
    }

    /// No row of a sealed month enters; every other is folded as loading would.
    fn fold(&mut self, change: &Change) -> Result<(), CommitError> {
        for line in &change.lines {
            self.books.admit(line)?;
            self.books.apply(line)?;
        }
        Ok(())
    }

    /// Adds links to the chain of seals: their files and their rows, all of it or nothing.
    ///
    /// Each seal comes with the balances that it carries forward. Gives what has changed since each
    /// month was sealed before.
    pub fn seal(
        mut self,
        seals: &[(closing::Seal, Option<Carried>)],
        writing: Rehearsal,
        (stamp, command): (Stamp, &str),
    ) -> Result<(Receipt, Vec<Changed>), CommitError> {
        let mut previous = self.last_link()?;
        let (mut lines, mut ops, mut changes) = (Vec::new(), Vec::new(), Vec::new());
        for (decided, balances) in seals {
            let of_link = (decided, balances.as_ref());
            let made = seal::make(&self.journal, &self.books, of_link, previous)?;
            let line = Line::Closing(made.link);
            self.books.apply(&line)?;
            lines.push(line);
            ops.extend(made.ops);
            changes.extend(made.changes);
            previous = Some(made.previous);
        }
        let change = Change { lines };
        if writing == Rehearsal::Only {
            return Ok((Receipt::Rehearsed(change), changes));
        }
        ops.extend(self.rows(&change)?);
        let receipt = self.write(ops, change, stamp, command)?;
        Ok((receipt, changes))
    }

    /// The manifest of the chain's last link and its sum, which must be the one that its row says.
    fn last_link(&self) -> Result<seal::Previous, StoreError> {
        let Some(link) = self.books.closing.links().last() else { return Ok(None) };
        let path = layout::seal_file(link, "sha256");
        let sum = self.journal.read(&path)?.map(|image| Digest::of(&image.bytes));
        let sum = sum.filter(|sum| sum.to_string() == link.head);
        sum.map(|sum| Some((path.clone(), sum))).ok_or_else(|| head_lost(&path))
    }

    /// The manifest of a link, as it stands on the disk.
    pub fn manifest(&self, link: &closing::Link) -> Result<Vec<u8>, StoreError> {
        let path = layout::seal_file(link, "sha256");
        let image = self.journal.read(&path)?;
        image.map(|image| image.bytes).ok_or_else(|| head_lost(&path))
    }

    /// Puts a signature beside the manifest of a link.
    pub fn sign(
        self,
        link: &closing::Link,
        signature: Vec<u8>,
        (stamp, command): (Stamp, &str),
    ) -> Result<StorePath, StoreError> {
        let path = layout::seal_file(link, "sha256.sig");
        let pre = self.journal.read(&path)?.map(|image| image.pre());
        let op = Op::Write { path: path.clone(), pre, data: signature };
        let _committed = self.journal.commit(vec![op], entry(&stamp, command))?;
        Ok(path)
    }

    /// What is wrong beside the rows on a day: rows that were recorded and are gone, a chain that
    /// is broken, what only rows and files side by side show; `wrong` is what kept rows unread.
    pub fn remarks(&self, today: Day, wrong: &[Diagnostic]) -> Result<Vec<Diagnostic>, StoreError> {
        let mut remarks = self.journal.lost_rows()?;
        let about = books::remarks(&self.books, today);
        remarks.extend(survey::survey(&self.journal, today, &about, wrong)?);
        remarks.extend(seal::verify(&self.journal)?.diagnostics);
        Ok(remarks)
    }

    /// The files of a month of a book whose lines do not end as the store's do.
    pub fn crlf_files(&self, of: closing::Sealable) -> Result<Vec<Message>, StoreError> {
        seal::crlf_files(&self.journal, &self.books, of)
    }

    /// The operations that add the rows of a change.
    fn rows(&self, change: &Change) -> Result<Vec<Op>, StoreError> {
        let mut files: BTreeMap<StorePath, Draft<'_>> = BTreeMap::new();
        for line in &change.lines {
            let target = row::target(line);
            let path = target.path().clone();
            if !files.contains_key(&path) {
                let outline = self.kept.get(&path).filter(|_| matches!(target, Target::Append(_)));
                let draft = match outline {
                    Some(outline) => Draft::behind(outline),
                    None => self.draft(&path)?,
                };
                files.insert(path.clone(), draft);
            }
            let draft = files.get_mut(&path).expect("BUG: the draft was just put there");
            draft.write(&path, &target)?;
        }
        Ok(files.into_iter().filter_map(|(path, draft)| draft.op(path)).collect())
    }

    fn write(
        self,
        ops: Vec<Op>,
        change: Change,
        stamp: Stamp,
        command: &str,
    ) -> Result<Receipt, CommitError> {
        let _committed = self.journal.commit(ops, entry(&stamp, command))?;
        Ok(Receipt::Recorded { change, stamp })
    }

    /// The file as it stands; it must still hold what the books were read from.
    fn draft(&self, path: &StorePath) -> Result<Draft<'static>, StoreError> {
        let Some(image) = self.journal.read(path)? else { return Ok(Draft::default()) };
        let pre = image.pre();
        if self.seen.get(path).is_some_and(|seen| *seen != pre) {
            return Err(StoreError::ChangedMeanwhile(path.to_string()));
        }
        Draft::of(pre, &image)
    }
}

impl<'k> Draft<'k> {
    /// The content of a file with its fingerprint.
    fn of(pre: Fingerprint, image: &FileImage) -> Result<Self, StoreError> {
        let decoded = encoding::decode(image.path.as_str(), &image.bytes)?;
        Ok(Self {
            pre: Some(Pre::Content(pre)),
            bom: decoded.skipped > 0,
            ending: decoded.ending.as_str(),
            text: Cow::Owned(decoded.text.to_owned()),
            added: String::new(),
            rewritten: false,
        })
    }

    /// What is to come behind the last line of a file.
    fn behind(outline: &'k Outline) -> Self {
        let Outline { content, first } = outline;
        let ending = LineEnding::of(first.as_bytes()).as_str();
        let text = Cow::Borrowed(first.as_str());
        Self { pre: Some(Pre::Begun(*content)), ending, text, ..Self::default() }
    }
}

/// Whether something is only tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rehearsal {
    /// Nothing is written.
    Only,
    /// It is done.
    No,
}

/// The chain's last manifest is gone or not what its row says.
fn head_lost(path: &StorePath) -> StoreError {
    let message = Message::new("closing.head_lost").with("file", path.as_str());
    StoreError::Defect(Box::new(Diagnostic::error(Place::file(path.as_str()), message)))
}

/// Who does what, for the log.
fn entry(stamp: &Stamp, command: &str) -> Entry {
    Entry {
        who: stamp.recorded_by.clone(),
        when: stamp.recorded_at,
        command: command.to_owned(),
        given: stamp.given,
    }
}

/// A file on its way to new content.
struct Draft<'k> {
    pre: Option<Pre>,
    bom: bool,
    ending: &'static str,
    /// What stands in the file; its first line alone, where nothing but rows at its end is to come.
    text: Cow<'k, str>,
    added: String,
    rewritten: bool,
}

impl Default for Draft<'_> {
    fn default() -> Self {
        Self {
            pre: None,
            bom: false,
            ending: "\n",
            text: Cow::Borrowed(""),
            added: String::new(),
            rewritten: false,
        }
    }
}

impl Draft<'_> {
    fn write(&mut self, path: &StorePath, target: &Target) -> Result<(), StoreError> {
        match target {
            Target::Append(row) => self.append(path, row),
            Target::Upsert(row) => {
                self.widen(path, row)?;
                if self.replace(path, row)? { Ok(()) } else { self.append(path, row) }
            }
            Target::Add(row) => {
                self.widen(path, row)?;
                // Rows are no longer known by their first column: what was being written when the
                // power failed is told from an older row by nothing but the whole file.
                self.rewritten = true;
                self.append(path, row)
            }
            Target::Block { path: _, text } => {
                if !(self.text.is_empty() && self.added.is_empty()) {
                    self.finish_last_line();
                    self.added.push_str(self.ending);
                }
                self.added.push_str(&text.replace('\n', self.ending));
                Ok(())
            }
        }
    }

    /// Adds a row under the columns that the file has; a new file gets all of them.
    fn append(&mut self, path: &StorePath, row: &CsvTarget) -> Result<(), StoreError> {
        let header = if self.text.is_empty() {
            if self.added.is_empty() {
                self.added = write_line(row.columns.iter().copied(), self.ending);
            }
            row.columns.iter().map(|column| (*column).to_owned()).collect()
        } else {
            self.header_for(path, row)?
        };
        self.finish_last_line();
        self.added.push_str(&write_line(arranged(row, &header), self.ending));
        Ok(())
    }

    /// The columns of the file, which must have one for everything that the row says.
    fn header_for(&self, path: &StorePath, row: &CsvTarget) -> Result<Vec<String>, StoreError> {
        let header = codec::header(path.as_str(), &self.text)?;
        let said = row.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
        let missing: Vec<&str> = said
            .map(|(column, _)| *column)
            .filter(|column| !header.iter().any(|present| present == column))
            .collect();
        if missing.is_empty() {
            return Ok(header);
        }
        let optional = row::shape_of(path).map_or(&[][..], |(_, optional)| optional);
        // What came with a later version the tool itself can add.
        let narrow = missing.iter().all(|column| optional.contains(column));
        let code = if narrow { "csv.narrow" } else { "csv.missing_columns" };
        let defect = codec::lacking(code, path.as_str(), &self.text, &missing);
        Err(StoreError::Defect(Box::new(defect)))
    }

    /// Puts a row in the place of the one with the same first column; false if there is none.
    fn replace(&mut self, path: &StorePath, row: &CsvTarget) -> Result<bool, StoreError> {
        if self.text.is_empty() {
            return Ok(false);
        }
        let header = self.header_for(path, row)?;
        let Some(key) = header.iter().position(|column| column == row.columns[0]) else {
            return Ok(false);
        };
        let mut from = 0;
        for (number, line) in self.text.split_inclusive('\n').enumerate() {
            let bare = line.trim_end_matches(['\n', '\r']);
            let fields = if number == 0 { None } else { codec::split(bare).ok() };
            let same = fields
                .as_ref()
                .and_then(|fields| fields.get(key))
                .is_some_and(|field| field.text == row.cells[0].as_str());
            if let Some(fields) = fields.filter(|_| same) {
                let kept = header.iter().zip(&fields).map(|(column, field)| {
                    let known = row.columns.iter().position(|known| known == column);
                    known.map_or(field.text.as_ref(), |at| row.cells[at].as_str())
                });
                let ending = &line[bare.len()..];
                let written = write_line(kept, ending);
                let own = from..from + line.len();
                self.text.to_mut().replace_range(own, &written);
                self.rewritten = true;
                return Ok(true);
            }
            from += line.len();
        }
        Ok(false)
    }

    /// Gives a register the columns that the row fills and the file has not yet: it may have been
    /// begun before they were thought of. A ledger's rows are never touched.
    fn widen(&mut self, path: &StorePath, row: &CsvTarget) -> Result<(), StoreError> {
        if self.text.is_empty() {
            return Ok(());
        }
        let header = codec::header(path.as_str(), &self.text)?;
        let filled = row.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
        let new: Vec<&str> = filled
            .map(|(column, _)| *column)
            .filter(|column| !header.iter().any(|present| present == column))
            .collect();
        // A file without its first column is somebody's to mend.
        if new.is_empty() || new.contains(&row.columns[0]) {
            return Ok(());
        }
        let blank = ",".repeat(new.len());
        let wider = |text: &str, first: &str| -> String {
            let lines = text.split_inclusive('\n').enumerate();
            let wide = lines.map(|(number, line)| {
                let bare = line.trim_end_matches(['\n', '\r']);
                let more = match number {
                    _ if bare.is_empty() => "",
                    0 => first,
                    _ => &blank,
                };
                format!("{bare}{more}{}", &line[bare.len()..])
            });
            wide.collect()
        };
        self.text = Cow::Owned(wider(&self.text, &format!(",{}", new.join(","))));
        self.added = wider(&self.added, &blank);
        self.rewritten = true;
        Ok(())
    }

    /// An editor may have left the last line without its end.
    fn finish_last_line(&mut self) {
        if self.added.is_empty() && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.added.push_str(self.ending);
        }
    }

    /// The operation that makes the file so; none if nothing changed.
    fn op(self, path: StorePath) -> Option<Op> {
        if !self.rewritten {
            let data = self.added.into_bytes();
            return (!data.is_empty()).then_some(Op::Append { path, pre: self.pre, data });
        }
        let mark = if self.bom { "\u{feff}" } else { "" };
        let data = format!("{mark}{}{}", self.text, self.added).into_bytes();
        let pre = self.pre.map(|pre| match pre {
            Pre::Content(fingerprint) => fingerprint,
            Pre::Begun(_) => unreachable!("BUG: a file that was not kept is rewritten"),
        });
        Some(Op::Write { path, pre, data })
    }
}

/// The cells of a row in the order of a file's columns; columns it does not know stay empty.
fn arranged<'r>(row: &'r CsvTarget, header: &'r [String]) -> impl Iterator<Item = &'r str> {
    header.iter().map(|column| {
        let known = row.columns.iter().position(|known| known == column);
        known.map_or("", |at| row.cells[at].as_str())
    })
}
