//! Recomputes the chain: every sum of every link, and what differs by file and row.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Argument, Diagnostic, Message, Place, Refuse};
use crate::closing::{Closing, Link, LinkKind};
use crate::store::codec::Sheet;
use crate::store::journal::Journal;
use crate::store::row::{Row, written_number};
use crate::store::{Digest, ExitClass, FileImage, StoreError, StorePath, encoding, layout};

use super::account;
use super::lines::{self, LineSums};
use super::manifest::{self, Entry, Manifest};
use super::sources::{Part, Source, ledger_of, rows_of, sources};

/// What recomputing the chain came to.
#[derive(Debug, Clone)]
pub struct Verification {
    /// The links, in the order of the chain.
    pub links: Vec<LinkFiles>,
    /// How many files were summed up.
    pub n_files: usize,
    /// The head: the sum of the last link's manifest.
    pub head: Option<Digest>,
    /// What does not hold, in the order of the chain.
    pub diagnostics: Vec<Diagnostic>,
}

impl Verification {
    /// Finds the link whose head begins with these letters; where none does, that is a defect.
    pub fn expect_head(&mut self, head: &str) -> Option<u32> {
        let found = self.links.iter().find(|link| link.link.head.starts_with(head));
        if found.is_none() {
            let message = Message::new("closing.head_unknown").with("head", head);
            let place = Place::file(layout::seals().as_str());
            self.diagnostics.push(Diagnostic::error(place, message));
        }
        found.map(|link| link.link.number)
    }
}

/// A link with its manifest as it stands on the disk.
#[derive(Debug, Clone)]
pub struct LinkFiles {
    /// The link as its row says.
    pub link: Link,
    /// Where its manifest stands.
    pub path: StorePath,
    /// Its manifest; empty where it is not there.
    pub manifest: Vec<u8>,
    /// The signature beside it, where somebody signed it.
    pub signature: Option<StorePath>,
}

/// Recomputes the chain.
pub(in crate::store) fn verify(journal: &Journal<'_>) -> Result<Verification, StoreError> {
    let mut check = Check { journal, known: BTreeSet::new(), n_files: 0, diagnostics: Vec::new() };
    let (rows, closing) = check.rows()?;
    let mut previous: Option<(StorePath, Digest)> = None;
    let mut links = Vec::new();
    let manifests = check.manifests()?;
    for (link, line) in rows {
        let expected = layout::seal_file(&link, "sha256");
        // A row that was changed may name another month; the number of the link tells its files.
        let path = manifests.get(&link.number).cloned().unwrap_or_else(|| expected.clone());
        if path != expected {
            let row = Place::line(layout::seals().as_str(), line);
            check.defect(row, "closing.row_disagrees", &link);
        }
        check.known.insert(path.to_string());
        let part = closing.as_ref().filter(|closing| stands(closing, &link));
        let part = part.map(|closing| Part::of(closing, link.of));
        let manifest = check.read(&path)?.map_or_else(Vec::new, |image| image.bytes);
        if manifest.is_empty() {
            check.defect(Place::file(path.as_str()), "closing.manifest_missing", &link);
        } else {
            check.link((&link, line), (&path, &manifest), previous.as_ref(), part)?;
            previous = Some((path.clone(), Digest::of(&manifest)));
        }
        let signature = StorePath::new(&format!("{path}.sig"))?;
        let signature = check.journal.read(&signature)?.map(|_| signature);
        links.push(LinkFiles { link, path, manifest, signature });
    }
    check.strangers()?;
    let Check { n_files, diagnostics, .. } = check;
    Ok(Verification { links, n_files, head: previous.map(|(_, sum)| sum), diagnostics })
}

/// Whether what a link sealed is still sealed by it.
fn stands(closing: &Closing, link: &Link) -> bool {
    let is_last = |last: &Link| last.number == link.number;
    link.kind == LinkKind::Seal
        && closing.links().iter().rfind(|last| last.of == link.of).is_some_and(is_last)
}

/// The rows of the chain, each with its line; and the chain, where all of them can be folded.
type Rows = (Vec<(Link, u32)>, Option<Closing>);

struct Check<'j, 'd> {
    journal: &'j Journal<'d>,
    /// The files of the folder of seals that belong to a link.
    known: BTreeSet<String>,
    n_files: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Check<'_, '_> {
    /// Reads the rows of the chain.
    fn rows(&mut self) -> Result<Rows, StoreError> {
        let path = layout::seals();
        let Some(image) = self.read(&path)? else { return Ok((Vec::new(), None)) };
        let text = match encoding::decode(path.as_str(), &image.bytes) {
            Ok(decoded) => decoded.text,
            Err(error) => {
                let place = error.place().unwrap_or_else(|| Place::file(path.as_str()));
                self.diagnostics.push(Diagnostic::error(place, error.message()));
                return Ok((Vec::new(), None));
            }
        };
        let sheet = match Sheet::open(path.as_str(), text, Link::COLUMNS, Link::OPTIONAL) {
            Ok(sheet) => sheet,
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                return Ok((Vec::new(), None));
            }
        };
        let (mut rows, mut closing) = (Vec::new(), Some(Closing::default()));
        for line in sheet.rows() {
            let line = match line {
                Ok(line) => line,
                Err(diagnostic) => {
                    self.diagnostics.push(*diagnostic);
                    closing = None;
                    continue;
                }
            };
            let mut cells = sheet.cells(&line, Link::COLUMNS);
            let decoded = Link::decode(&mut cells);
            self.diagnostics.extend(cells.take_defects());
            let Ok(link) = decoded else {
                closing = None;
                continue;
            };
            if let Some(chain) = &mut closing
                && let Err(refusal) = chain.apply(&link)
            {
                let defect = Diagnostic::refused(line.place(), &refusal);
                self.diagnostics.push(defect.with_original(line.text));
                closing = None;
            }
            rows.push((link, line.number));
        }
        Ok((rows, closing))
    }

    /// The manifests that are there, by the numbers of their links.
    fn manifests(&self) -> Result<BTreeMap<u32, StorePath>, StoreError> {
        let mut manifests = BTreeMap::new();
        for year in self.journal.folders(&layout::closing())? {
            for path in self.journal.list(&year)? {
                let name = path.name().strip_suffix(".sha256");
                let number = name.and_then(|name| name.rsplit('-').next()?.parse().ok());
                if let Some(number) = number {
                    manifests.insert(number, path);
                }
            }
        }
        Ok(manifests)
    }

    /// One link: its manifest against its row and the link before, its files against its manifest.
    fn link(
        &mut self,
        (link, line): (&Link, u32),
        (path, bytes): (&StorePath, &[u8]),
        previous: Option<&(StorePath, Digest)>,
        part: Option<Part>,
    ) -> Result<(), StoreError> {
        let manifest = manifest::read(bytes);
        let at = |line: u32| Place::line(path.as_str(), line);
        if !manifest.whole {
            let bad = match manifest::first_wrong_heading(bytes, &manifest::title(link)) {
                Some(heading) => heading,
                None => self.first_unfit(&manifest)?,
            };
            self.defect(at(bad), "closing.manifest_changed", link);
        } else if Digest::of(bytes).to_string() != link.head {
            let row = Place::line(layout::seals().as_str(), line);
            self.defect(row, "closing.row_disagrees", link);
        }
        for line in &manifest.odd {
            self.defect(at(*line), "closing.manifest_changed", link);
        }
        let first = manifest.entries.first();
        let follows = match previous {
            None => first.is_none_or(|first| !first.path.as_str().ends_with(".sha256")),
            Some((path, sum)) => {
                first.is_some_and(|first| first.path == *path && first.sum == *sum)
            }
        };
        if !follows {
            self.defect(at(first.map_or(1, |first| first.line)), "closing.chain_broken", link);
        }
        let own = path.as_str().strip_suffix("sha256").unwrap_or_default().to_owned();
        let is_own = |entry: &&Entry| entry.path.as_str().starts_with(own.as_str());
        let is_seal = |entry: &&Entry| entry.path.as_str().ends_with(".sha256");
        let sums = self.line_sums(link, &manifest)?;
        for entry in manifest.entries.iter().filter(is_own) {
            self.known.insert(entry.path.to_string());
            self.file(link, entry, sums.as_ref())?;
        }
        // An account that was changed is told as such; only a sound one can say that the row is not.
        let account = layout::seal_file(link, "toml");
        let sealed = manifest.entries.iter().find(|entry| entry.path == account);
        let image = self.journal.read(&account)?;
        let sound =
            image.filter(|image| sealed.is_some_and(|entry| entry.sum == Digest::of(&image.bytes)));
        let agrees =
            sound.is_none_or(|image| account::agrees(&String::from_utf8_lossy(&image.bytes), link));
        if manifest.whole && !agrees {
            let row = Place::line(layout::seals().as_str(), line);
            self.defect(row, "closing.row_disagrees", link);
        }
        if let Some(part) = part {
            let ledgers = manifest.entries.iter().filter(|entry| !is_own(entry) && !is_seal(entry));
            for entry in ledgers {
                self.file(link, entry, sums.as_ref())?;
            }
            self.growing(link, &manifest, part)?;
        }
        Ok(())
    }

    /// The line of the first entry whose file is not what it says; that of the last line if all
    /// are.
    fn first_unfit(&mut self, manifest: &Manifest) -> Result<u32, StoreError> {
        for entry in &manifest.entries {
            let image = self.read(&entry.path)?;
            if image.is_none_or(|image| Digest::of(&image.bytes) != entry.sum) {
                return Ok(entry.line);
            }
        }
        let last = manifest.entries.last().map_or(0, |entry| entry.line);
        Ok(manifest.odd.first().copied().unwrap_or(last + 1))
    }

    /// The sums of the lines, where the file that holds them is what was sealed.
    fn line_sums(
        &mut self,
        link: &Link,
        manifest: &Manifest,
    ) -> Result<Option<LineSums>, StoreError> {
        let path = layout::seal_file(link, "lines");
        let Some(entry) = manifest.entries.iter().find(|entry| entry.path == path) else {
            return Ok(None);
        };
        let image = self.journal.read(&path)?;
        let whole = image.filter(|image| Digest::of(&image.bytes) == entry.sum);
        Ok(whole.map(|image| lines::read(&image.bytes)))
    }

    /// A file of a manifest: as it was sealed, or its first line that is not.
    fn file(
        &mut self,
        link: &Link,
        entry: &Entry,
        sums: Option<&LineSums>,
    ) -> Result<(), StoreError> {
        self.n_files += 1;
        let Some(image) = self.read(&entry.path)? else {
            self.defect(Place::file(entry.path.as_str()), "closing.file_missing", link);
            return Ok(());
        };
        if Digest::of(&image.bytes) == entry.sum {
            return Ok(());
        }
        let file = entry.path.as_str();
        let now = lines::sums(&image.bytes);
        if *file == *layout::seal_file(link, "lines").as_str() {
            let line = self.first_wrong_sum(&image)?;
            self.changed(link, file, &image, line);
            return Ok(());
        }
        let sealed = sums.and_then(|sums| sums.get(file));
        match sealed.map(|sealed| (sealed.len(), lines::first_difference(sealed, &now))) {
            Some((sealed, Some(line))) if line > now.len() => {
                let place = Place::line(file, number(line));
                let message = about("closing.rows_cut", link).with("missing", sealed - now.len());
                self.diagnostics.push(Diagnostic::error(place, message));
            }
            Some((sealed, Some(line))) if line > sealed => {
                let place = Place::line(file, number(line));
                let message = about("closing.row_added", link);
                let row = line_of(&image, line);
                self.diagnostics.push(Diagnostic::error(place, message).with_original(row));
            }
            Some((_, Some(line))) => self.changed(link, file, &image, line),
            // Every line is as it was sealed: then it is the manifest that is not.
            Some((_, None)) => {
                let manifest = layout::seal_file(link, "sha256");
                let place = Place::line(manifest.as_str(), entry.line);
                self.defect(place, "closing.manifest_changed", link);
            }
            None => self.changed(link, file, &image, 1),
        }
        Ok(())
    }

    /// The first line of a file of sums that is not what the files now hold.
    fn first_wrong_sum(&mut self, image: &FileImage) -> Result<usize, StoreError> {
        let text = String::from_utf8_lossy(&image.bytes).into_owned();
        let mut expected: Vec<String> = Vec::new();
        for (line, at) in text.lines().zip(1..) {
            if let Some(path) = line.strip_prefix("# ") {
                let content = StorePath::new(path).ok().map(|path| self.read(&path)).transpose()?;
                match content.flatten() {
                    Some(content) => expected = lines::sums(&content.bytes),
                    None => return Ok(at),
                }
                expected.reverse();
            } else if expected.pop().is_none_or(|sum| sum != line) {
                return Ok(at);
            }
        }
        Ok(text.lines().count())
    }

    /// The rows of the month in files that go on growing: those that were sealed, and no others.
    fn growing(&mut self, link: &Link, manifest: &Manifest, part: Part) -> Result<(), StoreError> {
        let own = layout::seal_file(link, "");
        for entry in &manifest.entries {
            let name = entry.path.as_str().strip_prefix(own.as_str());
            let name = name.and_then(|name| name.strip_suffix(".csv"));
            let ledger = name.and_then(|name| ledger_of(link.of.book, name));
            let ledger = ledger.filter(|ledger| matches!(self.journal.read(ledger), Ok(None)));
            if let Some(ledger) = ledger {
                self.defect(Place::file(ledger.as_str()), "closing.file_missing", link);
            }
        }
        for source in sources(self.journal, part)? {
            let (path, column, name) = match source {
                Source::Rows { path, column, name } => (path, column, name),
                Source::Whole(path) => {
                    let listed = manifest.entries.iter().any(|entry| entry.path == path);
                    if !listed {
                        self.defect(Place::file(path.as_str()), "closing.file_added", link);
                    }
                    continue;
                }
            };
            let copy = self.read(&layout::seal_file(link, &format!("{name}.csv")))?;
            let copy = copy.map(|image| String::from_utf8_lossy(&image.bytes).into_owned());
            let copy = copy.unwrap_or_default();
            let sealed: Vec<&str> = copy.lines().skip(1).collect();
            let image = self.read(&path)?;
            let text = image.map(|image| String::from_utf8_lossy(&image.bytes).into_owned());
            let text = text.unwrap_or_default();
            let (first, rows) = rows_of(&text, column, part);
            if !copy.is_empty() && first != copy.lines().next() {
                let defect = Diagnostic::error(
                    Place::line(path.as_str(), 1),
                    about("closing.line_changed", link),
                );
                self.diagnostics.push(defect.with_original(first.unwrap_or_default()));
                continue;
            }
            self.n_files += usize::from(!sealed.is_empty());
            let mut rows = rows.into_iter().peekable();
            let mut line = 1;
            for sealed in sealed {
                match rows.peek() {
                    Some(row) if row.text == sealed => line = row.line,
                    Some(row) => {
                        let place = Place::line(path.as_str(), row.line);
                        let message = about("closing.row_changed", link).with("sealed", sealed);
                        let defect = Diagnostic::error(place, message);
                        self.diagnostics.push(defect.with_original(row.text));
                        return Ok(());
                    }
                    None => {
                        let place = Place::line(path.as_str(), line + 1);
                        let message = about("closing.row_gone", link).with("sealed", sealed);
                        self.diagnostics.push(Diagnostic::error(place, message));
                        return Ok(());
                    }
                }
                rows.next();
            }
            if let Some(row) = rows.next() {
                let place = Place::line(path.as_str(), row.line);
                let defect = Diagnostic::error(place, about("closing.row_added", link));
                self.diagnostics.push(defect.with_original(row.text));
            }
        }
        Ok(())
    }

    /// Files of the folder of seals that no row of the chain knows: rows were cut off, or the
    /// files put there.
    fn strangers(&mut self) -> Result<(), StoreError> {
        for year in self.journal.folders(&layout::closing())? {
            for path in self.journal.list(&year)? {
                let file = path.as_str();
                let of = file.strip_suffix(".sig").unwrap_or(file);
                if !self.known.contains(of) {
                    let message = Message::new("closing.unknown_file")
                        .with("seals", layout::seals().as_str());
                    self.diagnostics.push(Diagnostic::error(Place::file(file), message));
                }
            }
        }
        Ok(())
    }

    /// A file, if it can be read as one; what cannot is told and counts as absent.
    fn read(&mut self, path: &StorePath) -> Result<Option<FileImage>, StoreError> {
        match self.journal.read(path) {
            Ok(image) => Ok(image),
            Err(error) if error.exit_class() == ExitClass::BadData => {
                let defect = Diagnostic::error(Place::file(path.as_str()), error.message());
                if !self.diagnostics.contains(&defect) {
                    self.diagnostics.push(defect);
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn changed(&mut self, link: &Link, file: &str, image: &FileImage, line: usize) {
        let place = Place::line(file, number(line));
        let message = about("closing.line_changed", link);
        self.diagnostics
            .push(Diagnostic::error(place, message).with_original(line_of(image, line)));
    }

    fn defect(&mut self, place: Place, code: &str, link: &Link) {
        let defect = Diagnostic::error(place, about(code, link));
        if !self.diagnostics.contains(&defect) {
            self.diagnostics.push(defect);
        }
    }
}

/// A message about what a link sealed.
fn about(code: &str, link: &Link) -> Message {
    Message::new(code)
        .with("number", written_number(link.number))
        .with("month", Argument::of(&link.of.month))
        .with("book", Argument::key(link.of.book.key()))
        .with("typed", link.of.book.word())
}

fn number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn line_of(image: &FileImage, line: usize) -> String {
    let text = String::from_utf8_lossy(&image.bytes).into_owned();
    text.lines().nth(line - 1).unwrap_or_default().to_owned()
}
