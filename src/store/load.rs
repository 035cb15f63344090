//! The seam through which rows stream from files into the folds.
//!
//! One row or one file that cannot be read is one diagnostic; loading goes on. Only trouble with
//! the disk itself stops it.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use crate::base::{Argument, Diagnostic, Message, Month, Place, Refuse, Severity, nearest};

use super::codec::{Cells, Sheet, Texts};
use super::journal::Journal;
use super::row::{self, Register, Row};
use super::shelves::Guarded;
use super::{
    Beginning, Digest, ExitClass, FileImage, Fingerprint, Kind, Seen, StoreError, StorePath,
    encoding, evidence,
};

/// Reads files through a journal, notes what is wrong and which contents were seen.
pub(super) struct Loader<'j, 'd> {
    journal: &'j Journal<'d>,
    /// What is wrong with the data, in the order in which it was met.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether a whole file could not be read: what the fold refuses from then on is its doing.
    unread: bool,
    /// The keys of rows that did not reach the books: who names them is not at fault.
    lost: BTreeSet<String>,
    /// What such rows were about: what other rows about it add up to is not known.
    doubtful: BTreeSet<String>,
    /// Whether the contents that were seen are summed up.
    summing: Summing,
    /// The contents that were seen, so that a commit can tell whether they changed meanwhile.
    pub(super) seen: BTreeMap<StorePath, Fingerprint>,
    /// What a row at the end needs to know of files that were gone through.
    pub(super) kept: BTreeMap<StorePath, Outline>,
    /// What the disk said of the registers when they were read.
    looked: BTreeMap<StorePath, Seen>,
    /// Where the next file is read to.
    memory: Vec<u8>,
}

/// Whether the contents of files are summed up as they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Summing {
    /// They are: something is to be written on what they say.
    Wanted,
    /// They are not: whoever only looks has no use for the sums.
    Left,
}

/// The files of the sealed months of a ledger, and the months after them, in order.
pub(super) type Parted = (Guarded, Vec<(Month, StorePath)>);

/// What a row at the end of a file needs to know of it; its last line ends, and it has no mark.
pub(super) struct Outline {
    /// All that is in it now.
    pub(super) content: Beginning,
    /// Its first line, with its end.
    pub(super) first: String,
}

/// How much a loader has noted.
#[derive(Clone)]
pub(super) struct Mark {
    n_diagnostics: usize,
    unread: bool,
    lost: BTreeSet<String>,
    doubtful: BTreeSet<String>,
}

impl<'j, 'd> Loader<'j, 'd> {
    /// A loader that has read nothing yet.
    pub(super) fn new(journal: &'j Journal<'d>) -> Self {
        Self {
            journal,
            diagnostics: Vec::new(),
            unread: false,
            lost: BTreeSet::new(),
            doubtful: BTreeSet::new(),
            summing: Summing::Left,
            seen: BTreeMap::new(),
            kept: BTreeMap::new(),
            looked: BTreeMap::new(),
            memory: Vec::new(),
        }
    }

    /// The same loader, which sums up what it reads or does not.
    pub(super) fn summing(self, summing: Summing) -> Self {
        Self { summing, ..self }
    }

    /// The text of a file; none if it is absent or cannot be read as text, which is then noted.
    pub(super) fn text(&mut self, path: &StorePath) -> Result<Option<String>, StoreError> {
        let Some(image) = self.noted_image(path)? else { return Ok(None) };
        Ok(self.noted_text(&image)?.map(str::to_owned))
    }

    /// The bytes of a file; none if it is absent or cannot be read, which is then noted.
    fn noted_image(&mut self, path: &StorePath) -> Result<Option<FileImage>, StoreError> {
        let memory = std::mem::take(&mut self.memory);
        match self.journal.files().read_into(path, memory) {
            Ok(image) => {
                self.looked.extend(image.as_ref().map(|image| (path.clone(), image.seen)));
                Ok(image)
            }
            Err(error) => self.note_data(path, error).map(|()| None),
        }
    }

    /// The text of a file where it lies; none if it is no text, which is then noted.
    fn noted_text<'i>(&mut self, image: &'i FileImage) -> Result<Option<&'i str>, StoreError> {
        match encoding::decode(image.path.as_str(), &image.bytes) {
            Ok(decoded) => {
                self.saw(image);
                Ok(Some(decoded.text))
            }
            Err(error) => self.note_data(&image.path, error).map(|()| None),
        }
    }

    /// What the disk said of a file when it was read; none where it was not, or was not there.
    pub(super) fn looked(&self, path: &StorePath) -> Option<&Seen> {
        self.looked.get(path)
    }

    /// Notes which contents were seen of a file.
    pub(super) fn saw(&mut self, image: &FileImage) {
        if self.summing == Summing::Wanted {
            self.seen.insert(image.path.clone(), image.pre());
        }
    }

    /// The bytes of a file, for a scan that tells nothing by itself; none if they cannot be read.
    pub(super) fn image(&self, path: &StorePath) -> Result<Option<FileImage>, StoreError> {
        match self.journal.read(path) {
            Err(error) if error.exit_class() == ExitClass::BadData => Ok(None),
            read => read,
        }
    }

    /// Asks the disk about a register of which not all rows are read.
    pub(super) fn look_at(&mut self, path: &StorePath) -> Result<(), StoreError> {
        let seen = self.journal.files().find(path)?;
        self.looked.extend(seen.map(|(_, seen)| (path.clone(), seen)));
        Ok(())
    }

    /// Keeps what a row at the end of a file needs to know of it.
    pub(super) fn keep(&mut self, path: &StorePath, outline: Outline) {
        if self.summing == Summing::Wanted {
            self.kept.insert(path.clone(), outline);
        }
    }

    /// The same as an image into memory that is there already.
    pub(super) fn image_into(
        &self,
        path: &StorePath,
        bytes: Vec<u8>,
    ) -> Result<Option<FileImage>, StoreError> {
        match self.journal.files().read_into(path, bytes) {
            Err(error) if error.exit_class() == ExitClass::BadData => Ok(None),
            read => read,
        }
    }

    /// How much has been noted so far.
    pub(super) fn mark(&self) -> Mark {
        let Self { diagnostics, unread, lost, doubtful, .. } = self;
        Mark {
            n_diagnostics: diagnostics.len(),
            unread: *unread,
            lost: lost.clone(),
            doubtful: doubtful.clone(),
        }
    }

    /// Forgets what was noted since: it is read again.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.diagnostics.truncate(mark.n_diagnostics);
        (self.unread, self.lost, self.doubtful) = (mark.unread, mark.lost, mark.doubtful);
    }

    /// The sum of a file that is no file of the layout; none where no file stands there.
    pub(super) fn sum(&self, path: &str) -> Result<Option<Digest>, StoreError> {
        evidence::sum(self.journal.files(), path)
    }

    /// The files behind it, for a scan that reads several of them at a time.
    pub(super) const fn files_below(&self) -> &'j super::files::Files<'d> {
        self.journal.files()
    }

    /// A file that is no text is a defect of the data; trouble with the disk is not.
    fn note_data(&mut self, path: &StorePath, error: StoreError) -> Result<(), StoreError> {
        if error.exit_class() != ExitClass::BadData {
            return Err(error);
        }
        let place = error.place().unwrap_or_else(|| Place::file(path.as_str()));
        self.note_unread(Diagnostic::error(place, error.message()));
        Ok(())
    }

    /// Notes why a whole file could not be read.
    fn note_unread(&mut self, diagnostic: Diagnostic) {
        self.unread = true;
        // A file may be asked for more than once.
        if !self.diagnostics.contains(&diagnostic) {
            self.note(diagnostic);
        }
    }

    /// Streams the rows of a CSV file into a fold; a file that is absent has no rows.
    pub(super) fn table<R: Row, E: Refuse>(
        &mut self,
        path: &StorePath,
        mut fold: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), StoreError> {
        self.cells(path, |row, cells| {
            if let Err(refusal) = fold(row) {
                cells.note_refused(&refusal);
            }
        })
    }

    /// Notes refusals that only all rows together meet, each at the row whose first column holds
    /// its key.
    pub(super) fn blame<R: Row, E: Refuse>(
        &mut self,
        paths: &[StorePath],
        refusals: &BTreeMap<String, Vec<E>>,
    ) -> Result<(), StoreError> {
        self.blame_weighed::<R, E>(paths, refusals, |_| Severity::Error)
    }

    /// The same, each refusal as heavily as it weighs.
    pub(super) fn blame_weighed<R: Row, E: Refuse>(
        &mut self,
        paths: &[StorePath],
        refusals: &BTreeMap<String, Vec<E>>,
        weigh: impl Fn(&E) -> Severity,
    ) -> Result<(), StoreError> {
        if refusals.is_empty() {
            return Ok(());
        }
        let told = std::mem::take(&mut self.diagnostics);
        let doubtful = std::mem::take(&mut self.doubtful);
        for path in paths {
            self.cells(path, |_: R, cells| {
                let refusals = refusals.get(cells.text(R::COLUMNS[0]));
                let subject = R::SUBJECT.map_or("", |subject| cells.text(subject));
                if doubtful.contains(subject) {
                    return;
                }
                for refusal in refusals.into_iter().flatten() {
                    match weigh(refusal) {
                        Severity::Error => cells.note_refused(refusal),
                        Severity::Warning => cells.note_remark(refusal),
                    }
                }
            })?;
        }
        self.doubtful.extend(doubtful);
        // The rows are read a second time; what was wrong with them is told already.
        let mut all = told;
        for diagnostic in std::mem::take(&mut self.diagnostics) {
            if !all.contains(&diagnostic) {
                all.push(diagnostic);
            }
        }
        self.diagnostics = all;
        Ok(())
    }

    /// Streams the rows of a CSV file with their cells, at which the fold may note defects.
    pub(super) fn cells<R: Row>(
        &mut self,
        path: &StorePath,
        mut fold: impl FnMut(R, &mut Cells<'_>),
    ) -> Result<(), StoreError> {
        let Some(image) = self.noted_image(path)? else { return Ok(()) };
        self.rows_of(&image, &mut fold)?;
        self.memory = image.bytes;
        Ok(())
    }

    /// Streams the rows of a file that is read.
    fn rows_of<R: Row>(
        &mut self,
        image: &FileImage,
        fold: &mut impl FnMut(R, &mut Cells<'_>),
    ) -> Result<(), StoreError> {
        let path = &image.path;
        let Some(text) = self.noted_text(image)? else { return Ok(()) };
        let sheet = match Sheet::open(path.as_str(), text, R::COLUMNS, R::OPTIONAL) {
            Ok(sheet) => sheet,
            Err(diagnostic) => {
                self.note_unread(*diagnostic);
                return Ok(());
            }
        };
        let mut texts = Texts::default();
        for (number, line) in sheet.lines() {
            let line = match sheet.row(number, line, std::mem::take(&mut texts)) {
                Ok(line) => line,
                Err(diagnostic) => {
                    self.lose_line::<R>(&sheet.header, line);
                    self.note(*diagnostic);
                    continue;
                }
            };
            let mut cells = sheet.cells(&line, R::COLUMNS);
            let row = R::decode(&mut cells);
            let decoded = row.is_ok();
            if let Ok(row) = row {
                fold(row, &mut cells);
            }
            if !decoded || !cells.is_clean() {
                self.note_wrong::<R>(cells, decoded);
            }
            texts = line.into_texts();
        }
        Ok(())
    }

    /// Notes what is wrong with the cells of a row, and what the fold said of it.
    fn note_wrong<R: Row>(&mut self, mut cells: Cells<'_>, decoded: bool) {
        self.diagnostics.append(&mut cells.take_defects());
        let refused = cells.take_refused();
        let kept_out = !decoded || !refused.is_empty();
        // One defect is told once: not again by every row that rests on what it kept out.
        let told = refused.into_iter().filter(|refused| !self.follows(refused));
        let told: Vec<Diagnostic> = told.collect();
        self.diagnostics.extend(told);
        if kept_out {
            let subject = R::SUBJECT.map_or("", |subject| cells.text(subject));
            self.lose(cells.text(R::COLUMNS[0]), subject);
        }
    }

    /// Remembers a line that is no row, as far as its cells can be told.
    fn lose_line<R: Row>(&mut self, header: &[String], line: &str) {
        let cell = |column: &str| {
            let at = header.iter().position(|present| present == column);
            let cell = at.and_then(|at| line.split(',').nth(at));
            cell.unwrap_or_default().trim_matches('"')
        };
        self.lose(cell(R::COLUMNS[0]), R::SUBJECT.map_or("", cell));
    }

    /// Remembers a row that did not reach the books: its key, and what it was about.
    fn lose(&mut self, key: &str, subject: &str) {
        for (set, text) in [(&mut self.lost, key), (&mut self.doubtful, subject)] {
            if !text.is_empty() {
                set.insert(text.to_owned());
            }
        }
    }

    /// Whether a refusal only follows from a defect that is told already.
    fn follows(&self, refused: &Diagnostic) -> bool {
        let is_lost = |(_, argument): &(&str, Argument)| match argument {
            Argument::Text(text) => self.lost.contains(text),
            Argument::Key(_) => false,
        };
        self.unread || refused.message.arguments.iter().any(is_lost)
    }

    /// Reads a TOML register of plain blocks, or as [`Loader::toml`] does.
    pub(super) fn register<R: Register>(
        &mut self,
        path: &StorePath,
    ) -> Result<Option<(R, String)>, StoreError> {
        let Some(text) = self.text(path)? else { return Ok(None) };
        let register = row::plain(&text).or_else(|| self.toml_of(path, &text));
        Ok(register.map(|register| (register, text)))
    }

    /// Reads a TOML register; none if it is absent or not well formed, which is then noted.
    pub(super) fn toml<T: DeserializeOwned>(
        &mut self,
        path: &StorePath,
    ) -> Result<Option<(T, String)>, StoreError> {
        let Some(text) = self.text(path)? else { return Ok(None) };
        Ok(self.toml_of(path, &text).map(|value| (value, text)))
    }

    fn toml_of<T: DeserializeOwned>(&mut self, path: &StorePath, text: &str) -> Option<T> {
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.note_unread(toml_defect(path.as_str(), text, &error));
                None
            }
        }
    }

    /// What was found in a folder; what is no folder is noted.
    fn found(
        &mut self,
        folder: &StorePath,
        found: Result<Vec<StorePath>, StoreError>,
    ) -> Result<Vec<StorePath>, StoreError> {
        match found {
            Ok(paths) => Ok(paths),
            Err(error) => self.note_data(folder, error).map(|()| Vec::new()),
        }
    }

    /// The months that a ledger has a file for, in order: `folder/2026/2026-03.csv`.
    pub(super) fn months(
        &mut self,
        folder: &StorePath,
    ) -> Result<Vec<(Month, StorePath)>, StoreError> {
        let mut months = Vec::new();
        let years = self.journal.folders(folder);
        for year in self.found(folder, years)? {
            let files = self.journal.list(&year);
            for path in self.found(&year, files)? {
                let name = path.as_str().rsplit('/').next().unwrap_or_default();
                let month = name.strip_suffix(".csv").and_then(|month| Month::parse(month).ok());
                months.extend(month.map(|month| (month, path)));
            }
        }
        months.sort();
        Ok(months)
    }

    /// The files of the months of a ledger up to one, as the disk tells of them, and the months after
    /// it, in order; none where anything about them is not as it mostly is.
    pub(super) fn months_after(
        &self,
        folder: &StorePath,
        sealed: Month,
    ) -> Result<Option<Parted>, StoreError> {
        let files = self.journal.files();
        let (mut guarded, mut after) = (Guarded::default(), Vec::new());
        let years = match files.folders(folder) {
            Err(error) if error.exit_class() == ExitClass::BadData => return Ok(None),
            years => years?,
        };
        for year in years {
            let whole = files.each_below(&year, |name, look| {
                let month = name.strip_suffix(".csv").and_then(|month| Month::parse(month).ok());
                let Some(month) = month else { return Some(()) };
                if month > sealed {
                    after.push((month, year.child(name)?));
                    return Some(());
                }
                guarded.add_month(month, &look().filter(|seen| seen.kind == Kind::File)?)
            })?;
            if whole.is_none() {
                return Ok(None);
            }
        }
        after.sort();
        Ok(Some((guarded, after)))
    }

    /// The years that a ledger has a file for, in order: `folder/2026.csv`.
    pub(super) fn years(&mut self, folder: &StorePath) -> Result<Vec<StorePath>, StoreError> {
        let is_year = |path: &StorePath| {
            let name = path.as_str().rsplit('/').next().unwrap_or_default();
            let year = name.strip_suffix(".csv").unwrap_or_default();
            year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
        };
        let files = self.journal.list(folder);
        let mut years: Vec<StorePath> =
            self.found(folder, files)?.into_iter().filter(is_year).collect();
        years.sort();
        Ok(years)
    }

    /// The files of a ledger that has a folder for each year, in order: `folder/2026/name.csv`.
    pub(super) fn by_year(&self, folder: &StorePath) -> Result<Vec<(i32, StorePath)>, StoreError> {
        let mut files = Vec::new();
        for year in self.journal.folders(folder)? {
            let name = year.as_str().rsplit('/').next().unwrap_or_default();
            let Ok(number) = name.parse::<i32>() else { continue };
            let of_year = self.journal.list(&year)?.into_iter();
            files.extend(
                of_year
                    .filter(|path| path.as_str().strip_suffix(".csv").is_some())
                    .map(|path| (number, path)),
            );
        }
        files.sort();
        Ok(files)
    }

    /// The files of a folder whose names end so, in order.
    pub(super) fn files(
        &self,
        folder: &StorePath,
        ending: &str,
    ) -> Result<Vec<StorePath>, StoreError> {
        let mut files = self.journal.list(folder)?;
        files.retain(|path| path.name().ends_with(ending));
        Ok(files)
    }

    /// Notes a defect.
    pub(super) fn note(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// The place of a byte of a text.
pub(super) fn place_of(file: &str, text: &str, at: usize) -> (Place, String) {
    let before = &text[..at.min(text.len())];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX - 1) + 1;
    let column = u32::try_from(before[start..].chars().count()).unwrap_or(u32::MAX - 1) + 1;
    let original = text[start..].lines().next().unwrap_or_default().to_owned();
    (Place::line(file, line).at(column, 1), original)
}

/// What is wrong with a TOML file, at its place.
pub(super) fn toml_defect(file: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let message = toml_message(error.message());
    match error.span() {
        Some(span) => {
            let (mut place, original) = place_of(file, text, span.start);
            let length = text
                .get(span)
                .map_or(1, |meant| meant.chars().take_while(|letter| *letter != '\n').count());
            place.length = u32::try_from(length).unwrap_or(1).max(1);
            Diagnostic::error(place, message).with_original(original)
        }
        None => Diagnostic::error(Place::file(file), message),
    }
}

/// What serde has to say of keys and words is said by codes of our own; the rest is the writing.
fn toml_message(detail: &str) -> Message {
    let names: Vec<&str> = detail.split('`').skip(1).step_by(2).collect();
    match names[..] {
        [key, ref known @ ..] if detail.starts_with("unknown field") => {
            match nearest(key, known.iter().copied()) {
                None => Message::new("toml.unknown_key").with("key", key),
                Some(near) => {
                    Message::new("toml.unknown_key_near").with("key", key).with("nearest", near)
                }
            }
        }
        [key] if detail.starts_with("missing field") => {
            Message::new("toml.missing_key").with("key", key)
        }
        [text, ref known @ ..] if detail.starts_with("unknown variant") => {
            Message::new("toml.unknown_value").with("text", text).with("words", known.join(", "))
        }
        _ => Message::new("toml.syntax").with("detail", detail),
    }
}
