//! Making, finding and opening a store; reading books from it.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::base::{Day, Diagnostic, Message, Moment, Place, Severity};
use crate::books::{Books, Focus, Need, Reading, Remark, Settings, Window};
use crate::closing::{Closing, Link, Sealable};
use crate::inspections::{Knowledge, Sheaves};
use crate::meters::{Question, Scanned};
use crate::stock::{AskedOfSteps, Steps, Stock};

use super::biography::{self, Biography};
use super::journal::Journal;
use super::load::{Loader, Summing};
use super::transaction::Transaction;
use super::{
    Attempt, Differs, Disk, Entry, Failure, Kind, Op, Seen, StoreError, Verification, encoding,
    evidence, format, layout, readings, row, scan_records, seal, shelves, survey,
};

/// How long a command waits for another one to finish with the store.
pub(super) const WAIT: Duration = Duration::from_secs(10);

/// What `init` puts beside the settings: which ledgers git may merge line by line, and what is this
/// machine's own.
const GITATTRIBUTES: &str = "\
* text eol=lf
stock/movements/**/*.csv merge=union
stock/stocktakes/**/*.csv merge=union
stock/plans/*.csv merge=union
stock/orders/*.csv merge=union
stock/invoices/*.csv merge=union
stock/quotas.csv merge=union
stock/exemptions.csv merge=union
stock/finance.csv merge=union
stock/signatures/*.csv merge=union
assets/events/*.csv merge=union
assets/stocktakes/*.csv merge=union
meters/readings/**/*.csv merge=union
meters/events.csv merge=union
meters/targets.csv merge=union
meters/drivers.csv merge=union
meters/weather.csv merge=union
meters/measures.csv merge=union
meters/bills.csv merge=union
meters/acknowledgements.csv merge=union
meters/coverage.csv merge=union
inspections/service.csv merge=union
inspections/excusals.csv merge=union
inspections/records/**/*.csv merge=union
inspections/answers/**/*.csv merge=union
inspections/findings/*.csv merge=union
inspections/repairs/*.csv merge=union
inspections/batches/*.csv merge=union
inspections/roster.csv merge=union
inspections/attendance.csv merge=union
inspections/indicators.csv merge=union
inspections/values.csv merge=union
inspections/tasks.csv merge=union
org/certificates.csv merge=union
closing/voids.csv merge=union
";
const GITIGNORE: &str = "/.houqin/\n.houqin-tmp-*\n";

/// A store that was found, with settings that could be read.
pub struct Store<'d> {
    disk: &'d dyn Disk,
    root: PathBuf,
    settings: Settings,
    /// The last record of this machine's log when the store was opened.
    head: Option<String>,
    /// What recovery had to do when the settings were read.
    notes: Vec<Message>,
}

/// Books as far as they were needed, and what is wrong with their files.
pub struct Read {
    /// The books.
    pub books: Books,
    /// What is wrong, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// What recovery had to do before reading.
    pub notes: Vec<Message>,
}

/// Meters without their readings, and what was asked of these.
pub struct Scan {
    /// The books: who and where, the seals, and the meters without a reading.
    pub books: Books,
    /// What was asked of the readings; none where something is wrong with the files: reading them
    /// in full tells what.
    pub scanned: Option<Scanned>,
    /// What should be looked at.
    pub diagnostics: Vec<Diagnostic>,
    /// What recovery had to do before reading.
    pub notes: Vec<Message>,
}

/// The stock without its lines, and what was asked of their steps.
pub struct ScanSteps {
    /// The books: who and where, the seals, the catalogue, and what the shelves hold.
    pub books: Books,
    /// What was asked; none where the lines have to be read in full.
    pub steps: Option<Steps>,
    /// What recovery had to do before reading.
    pub notes: Vec<Message>,
}

/// The inspections without their records, and these as a summary needs them.
pub struct ScanRecords {
    /// The books: who and where, the seals, and the inspections; of the records only those that
    /// other rows name.
    pub books: Books,
    /// The records; none where they have to be read in full.
    pub sheaves: Option<Sheaves>,
    /// What should be looked at.
    pub diagnostics: Vec<Diagnostic>,
    /// What recovery had to do before reading.
    pub notes: Vec<Message>,
}

/// Finds the nearest folder, from a folder upwards, that is a store.
pub fn find(disk: &dyn Disk, from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .find(|folder| matches!(disk.look(&folder.join(layout::MARKER)), Ok(Some(_))))
        .map(Path::to_path_buf)
}

/// The language that a store names, if it can be read at all; errors are told when it is opened.
pub fn language(disk: &dyn Disk, root: &Path) -> Option<String> {
    let text = small_text(disk, &root.join(layout::MARKER))?;
    format::read(&text).ok()?.language
}

/// What the hospital of a store is called, if its settings can be read at all.
pub fn name(disk: &dyn Disk, root: &Path) -> Option<String> {
    let text = small_text(disk, &root.join(layout::MARKER))?;
    Some(format::read(&text).ok()?.name)
}

/// Makes a store in a folder; nothing changes where one is already.
///
/// `seed` is from where this machine's tag is made.
pub fn init(
    disk: &dyn Disk,
    root: &Path,
    settings: &Settings,
    entry: &Entry,
    seed: &[u8],
) -> Result<(), StoreError> {
    if matches!(disk.look(&root.join(layout::MARKER)), Ok(Some(_))) {
        return Err(StoreError::AlreadyAStore(root.display().to_string()));
    }
    create_folders(disk, root)?;
    let journal = Journal::exclusive(disk, root, WAIT, seed)?;
    let new = |path, data: &str| Op::Write { path, pre: None, data: data.as_bytes().to_vec() };
    let mut ops = vec![new(layout::marker(), &format::write(settings))];
    for (path, content) in
        [(layout::gitattributes(), GITATTRIBUTES), (layout::gitignore(), GITIGNORE)]
    {
        // A folder may be a git checkout already, with its own rules: those stay.
        if journal.read(&path)?.is_none() {
            ops.push(new(path, content));
        }
    }
    journal.commit(ops, entry.clone()).map(drop)
}

/// Makes the folder of a new store, and those above it that are missing.
fn create_folders(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    let failed = |folder: &Path, attempt| {
        let name = folder.display().to_string();
        move |source| StoreError::Output(Failure::new(name, attempt, source))
    };
    let mut missing = Vec::new();
    for folder in root.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
        if disk.look(folder).map_err(failed(folder, Attempt::Open))?.is_some() {
            break;
        }
        missing.push(folder);
    }
    for folder in missing.into_iter().rev() {
        disk.create_folder(folder).map_err(failed(folder, Attempt::CreateFolder))?;
    }
    Ok(())
}

/// Refuses a folder that is no store, or one whose settings name another format, before anything
/// is touched; settings that cannot be read are no hindrance to those who mend them.
pub(super) fn must_be_ours(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    match format_of(disk, root)? {
        Some(found) if found != format::FORMAT => {
            Err(StoreError::OtherFormat { found, known: format::FORMAT })
        }
        _ => Ok(()),
    }
}

/// The format number of a store, if its settings can be read.
pub(super) fn format_of(disk: &dyn Disk, root: &Path) -> Result<Option<u32>, StoreError> {
    let marker = root.join(layout::MARKER);
    if matches!(disk.look(&marker), Ok(None)) {
        let shown = root.display().to_string();
        return Err(match disk.look(root) {
            Ok(None) => StoreError::NoStore(shown),
            _ => StoreError::NotAStore(shown),
        });
    }
    Ok(small_text(disk, &marker).and_then(|text| format::number(&text)))
}

/// The text of a small file; none if it cannot be read, for whatever reason.
fn small_text(disk: &dyn Disk, path: &Path) -> Option<String> {
    let mut text = String::new();
    let file = disk.look(path).ok()?.filter(|seen| seen.kind == Kind::File)?;
    if file.len > 64 * 1024 {
        return None;
    }
    disk.open(path).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

impl<'d> Store<'d> {
    /// Opens a store: its format must be this one and its settings readable.
    pub fn open(disk: &'d dyn Disk, root: &Path) -> Result<Self, StoreError> {
        must_be_ours(disk, root)?;
        let journal = Journal::read_only(disk, root, WAIT)?;
        let image = journal
            .read(&layout::marker())?
            .ok_or_else(|| StoreError::NotAStore(root.display().to_string()))?;
        let decoded = encoding::decode(layout::MARKER, &image.bytes)?;
        let settings = format::read(decoded.text)?;
        let (head, notes) = (journal.head(), journal.notes().to_vec());
        Ok(Self { disk, root: root.to_path_buf(), settings, head, notes })
    }

    /// The last record of this machine's log: its tag, the record's number, the beginning of its
    /// sum; none where nothing was recorded here.
    pub fn log_head(&self) -> Option<&str> {
        self.head.as_deref()
    }

    pub(super) const fn disk(&self) -> &'d dyn Disk {
        self.disk
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The store's settings.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Reads what is needed. What is wrong with the data is told beside it, all of it.
    pub fn read(&self, need: Need) -> Result<Read, StoreError> {
        self.read_about(need, None)
    }

    /// The same for a command that is about little.
    pub fn read_about(&self, need: Need, focus: Option<&Focus>) -> Result<Read, StoreError> {
        let journal = Journal::read_only(self.disk, &self.root, WAIT)?;
        let (books, loader) = self.load(&journal, (need.proving(), focus), Summing::Left)?;
        let diagnostics = loader.diagnostics;
        Ok(Read { books, diagnostics, notes: self.notes_with(&journal) })
    }

    /// Reads the meters without keeping their readings, and what is asked of these.
    pub fn scan(&self, question: Question) -> Result<Scan, StoreError> {
        let journal = Journal::read_only(self.disk, &self.root, WAIT)?;
        let mut loader = Loader::new(&journal);
        let mut books = Books { settings: self.settings.clone(), ..Books::default() };
        row::load_points(&mut loader, &mut books)?;
        let is_error = |found: &Diagnostic| found.severity == Severity::Error;
        let scanned = if loader.diagnostics.iter().any(is_error) {
            None
        } else {
            readings::scan(&mut loader, &books.meters, question)?
        };
        let diagnostics = loader.diagnostics;
        Ok(Scan { books, scanned, diagnostics, notes: self.notes_with(&journal) })
    }

    /// Reads the inspections without keeping their records but for what a summary needs of them.
    pub fn scan_records(&self, knowledge: Knowledge) -> Result<ScanRecords, StoreError> {
        let journal = Journal::read_only(self.disk, &self.root, WAIT)?;
        let mut loader = Loader::new(&journal);
        let mut books = Books { settings: self.settings.clone(), ..Books::default() };
        books.inspections.policy = self.settings.handling.clone();
        row::load_without_records(&mut loader, &mut books)?;
        let sheaves = if loader.diagnostics.is_empty() {
            let sheaves = scan_records::scan(&mut loader, &mut books, knowledge)?;
            // Of a record whose evidence is not what it was, only its name tells.
            let holds = row::evidence_holds(&mut loader, &mut books)?;
            sheaves.filter(|_| holds)
        } else {
            None
        };
        let diagnostics = loader.diagnostics;
        Ok(ScanRecords { books, sheaves, diagnostics, notes: self.notes_with(&journal) })
    }

    /// Reads the stock without keeping its lines, and what is asked of their steps, as far as it was
    /// known at a moment.
    pub fn scan_steps(
        &self,
        known: (Window, Moment),
        of: &AskedOfSteps,
    ) -> Result<ScanSteps, StoreError> {
        let journal = Journal::read_only(self.disk, &self.root, WAIT)?;
        let mut loader = Loader::new(&journal);
        let mut books = self.no_books();
        let steps = row::scan_steps(&mut loader, &mut books, known, of)?;
        Ok(ScanSteps { books, steps, notes: self.notes_with(&journal) })
    }

    /// Writes down what the shelves came to at the last seal, for those who go on from it: whoever
    /// comes first would do it else. It only saves time, so that nothing is told where it fails.
    pub fn remember_shelves(&self) {
        let Ok(journal) = Journal::read_only(self.disk, &self.root, WAIT) else { return };
        let _ = row::remember_shelves(&mut Loader::new(&journal), &mut self.no_books());
    }

    /// Names every row that was recorded from here and is not in its ledger any more.
    pub fn lost_rows(&self) -> Result<Vec<Diagnostic>, StoreError> {
        let mut told = Journal::read_only(self.disk, &self.root, WAIT)?.lost_rows()?;
        // Whoever may write into the folder or its settings may change all of the store.
        for (path, name) in
            [(self.root.clone(), "."), (self.root.join(layout::MARKER), layout::MARKER)]
        {
            let is_link = |seen: &Seen| seen.kind == Kind::Link;
            let seen = self.disk.look(&path).ok().flatten().filter(|seen| !is_link(seen));
            if seen.is_some_and(|seen| seen.open_to_all) {
                let message = Message::new("store.world_writable").with("file", name);
                told.push(Diagnostic::warning(Place::file(name), message));
            }
        }
        Ok(told)
    }

    /// Holds the stock balances that the last seal carried forward against what the books come to,
    /// and so what this machine wrote down of them for its own reports.
    pub fn moved_balances(&self, books: &Books) -> Result<Vec<Diagnostic>, StoreError> {
        let journal = Journal::read_only(self.disk, &self.root, WAIT)?;
        let mut told = seal::moved_balances(&journal, books)?;
        told.extend(shelves::differs(&mut Loader::new(&journal), books)?);
        Ok(told)
    }

    /// Recomputes the chain of seals.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        seal::verify(&Journal::read_only(self.disk, &self.root, WAIT)?)
    }

    /// How many files rows of the inspections name as evidence, and which of them are not what they
    /// were, each at the row that names it.
    pub fn evidence(&self) -> Result<(usize, Vec<Diagnostic>), StoreError> {
        let need = Need { remarks: Reading::Wanted, ..Need::inspections() };
        let Read { books, diagnostics, .. } = self.read(need)?;
        let broken = diagnostics.into_iter().filter(|found| evidence::is_about(&found.message));
        let broken = broken.map(|found| Diagnostic { severity: Severity::Error, ..found });
        Ok((books.inspections.files_named().len(), broken.collect()))
    }

    /// Tells what has changed since a link of the chain sealed its month.
    pub fn since(&self, closing: &Closing, link: &Link) -> Result<Vec<Differs>, StoreError> {
        seal::since(&Journal::read_only(self.disk, &self.root, WAIT)?, closing, link)
    }

    /// The files of months whose lines do not end as the store's do, by month and book.
    pub fn crlf_files(&self, books: &Books, of: Sealable) -> Result<Vec<Message>, StoreError> {
        seal::crlf_files(&Journal::read_only(self.disk, &self.root, WAIT)?, books, of)
    }

    /// Tells the life of the row that has an id, or of whatever has a code.
    pub fn biography(&self, id: &str) -> Result<Biography, StoreError> {
        biography::biography(&Journal::read_only(self.disk, &self.root, WAIT)?, id)
    }

    /// Finds what only the files side by side show, and where remarks about the books belong.
    ///
    /// `wrong` is what kept rows from being read: a remark that rests on them is left out.
    pub fn survey(
        &self,
        today: Day,
        remarks: &[Remark],
        wrong: &[Diagnostic],
    ) -> Result<Vec<Diagnostic>, StoreError> {
        survey::survey(&Journal::read_only(self.disk, &self.root, WAIT)?, today, remarks, wrong)
    }

    /// What recovery did, whichever opening of the store it was done at.
    fn notes_with(&self, journal: &Journal<'_>) -> Vec<Message> {
        [&self.notes, journal.notes()].concat()
    }

    /// Takes the store's lock, recovers what a crash left, and reads what is needed.
    pub fn begin(&self, need: Need, seed: &[u8]) -> Result<Transaction<'d>, StoreError> {
        self.begin_about(need, None, seed)
    }

    /// The same for a command that is about little.
    pub fn begin_about(
        &self,
        need: Need,
        focus: Option<&Focus>,
        seed: &[u8],
    ) -> Result<Transaction<'d>, StoreError> {
        let journal = Journal::exclusive(self.disk, &self.root, WAIT, seed)?;
        let (books, loader) = self.load(&journal, (need, focus), Summing::Wanted)?;
        let Loader { diagnostics, seen, kept, .. } = loader;
        let notes = self.notes_with(&journal);
        Ok(Transaction::new(journal, books, diagnostics, (seen, kept), notes))
    }

    /// The books before anything is read.
    fn no_books(&self) -> Books {
        let mut stock = Stock::new(self.settings.cost_method).reviewing(self.settings.price);
        stock.counting = self.settings.counting.clone();
        let mut books = Books { settings: self.settings.clone(), stock, ..Books::default() };
        books.inspections.policy = self.settings.handling.clone();
        books.assets.regime = self.settings.regime;
        books
    }

    fn load<'j>(
        &self,
        journal: &'j Journal<'d>,
        about: (Need, Option<&Focus>),
        summing: Summing,
    ) -> Result<(Books, Loader<'j, 'd>), StoreError> {
        let mut loader = Loader::new(journal).summing(summing);
        let mut books = self.no_books();
        row::load(&mut loader, about, &mut books)?;
        Ok((books, loader))
    }
}
