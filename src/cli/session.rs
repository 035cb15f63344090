//! One invocation: the store, the settings, the words and the way out.

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use houqin::base::{
    Day, Decided, Diagnostic, Message, Moment, Refuse, Severity, Span, Stamp, Time,
};
use houqin::books::{self, About, Books, Change, Focus, Need, Receipt};
use houqin::closing::Sealable;
use houqin::render::Format;
use houqin::report::{Document, Present as _};
use houqin::store::{
    self, DraftRow, ImportOptions, Imported, Journal, Mapping, Store, StoreError, Transaction,
    Verification, WatchedDisk,
};
use houqin::text::{Language, Text};

use super::args::{Shared, Writing};
use super::ask::Asker;
use super::commands::inspect::Filled;
use super::fail::{Exit, Failure, usage_message};
use super::progress::Progress;
use super::settings::{Input, Pager, Resolved, terminal_width};
use super::spoken;
use super::ui::Ui;

/// The disk that commands work on.
pub(crate) static DISK: WatchedDisk = WatchedDisk::new();

/// What a command has at hand.
pub(crate) struct Session {
    pub(super) resolved: Resolved,
    pub(super) ui: Ui,
    folder: Option<PathBuf>,
    pub(super) stage: Stage,
    /// The checklist that was filled in for the summary: nobody fills it in twice.
    filled: Mutex<Option<Filled>>,
    /// What was shown where it is kept.
    kept: Mutex<Option<Document<'static>>>,
}

/// What becomes of what a command shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It is the command's result.
    Result,
    /// It is the summary of what would be recorded, for somebody who is about to say yes: a table on
    /// stderr, whatever the result's format and place.
    Summary,
    /// It is kept, for whoever runs the command on one store of many.
    Kept,
}

impl Session {
    /// Resolves the settings and finds the store, without opening it.
    pub(crate) fn start(shared: &Shared) -> anyhow::Result<Self> {
        let resolved = Resolved::new(shared)?;
        // Whoever records something must not be told afterwards that it cannot be shown.
        let format = resolved.format;
        if format.is_binary() && resolved.output.is_none() && std::io::stdout().is_terminal() {
            let message = usage_message("cli.format_needs_file", "--format");
            return Err(Failure::usage(message.with("format", format.word())).into());
        }
        let folder = match &resolved.folder {
            Some(folder) => Some(folder.clone()),
            None => std::env::current_dir().ok().and_then(|folder| store::find(&DISK, &folder)),
        };
        // The store's own language counts only where none was asked for.
        let of_store = || {
            let language = store::language(&DISK, folder.as_deref()?)?;
            Language::parse(&language)
        };
        let language = resolved.language.or_else(of_store).unwrap_or(resolved.fallback);
        let width = terminal_width();
        let ui = Ui::new(Text::new(language), resolved.colour, resolved.quiet, width);
        Ok(Self::new(resolved, ui, folder, Stage::Result))
    }

    const fn new(resolved: Resolved, ui: Ui, folder: Option<PathBuf>, stage: Stage) -> Self {
        Self { resolved, ui, folder, stage, filled: Mutex::new(None), kept: Mutex::new(None) }
    }

    /// The same session for one store of many: silent, and what is shown is kept.
    pub(crate) fn of_store(&self, folder: &Path) -> Self {
        let resolved = Resolved {
            folder: Some(folder.to_path_buf()),
            output: None,
            quiet: true,
            input: Input::Never,
            pager: Pager::Left,
            ..self.resolved.clone()
        };
        Self::new(resolved, Ui::mute(self.text()), Some(folder.to_path_buf()), Stage::Kept)
    }

    /// Leaves the store that was found: many are meant, and none of them heads what is shown.
    pub(crate) fn leave_store(&mut self) {
        self.folder = None;
    }

    /// Keeps what is shown; the first of it, where a command shows more.
    pub(super) fn keep(&self, document: Document<'static>) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(document);
    }

    /// What was shown and kept.
    pub(crate) fn take_kept(&self) -> Option<Document<'static>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Says what becomes of what is shown from now on.
    pub(crate) const fn set_stage(&mut self, stage: Stage) {
        self.stage = stage;
    }

    /// What becomes of what is shown now.
    pub(crate) const fn stage(&self) -> Stage {
        self.stage
    }

    /// Keeps a filled checklist from the summary to the record.
    pub(crate) fn remember_filled(&self, filled: Filled) {
        *self.filled.lock().unwrap_or_else(PoisonError::into_inner) = Some(filled);
    }

    /// The checklist that was filled in for the summary.
    pub(crate) fn take_filled(&self) -> Option<Filled> {
        self.filled.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// What was begun under a name and not recorded yet.
    pub(crate) fn read_draft(&self, name: &str) -> anyhow::Result<Option<Vec<DraftRow>>> {
        Ok(store::read_draft(&DISK, &self.folder()?, name).map_err(Failure::from)?)
    }

    /// Keeps what was begun under a name.
    pub(crate) fn keep_draft(&self, name: &str, rows: &[DraftRow]) -> anyhow::Result<()> {
        Ok(store::keep_draft(&DISK, &self.folder()?, name, rows).map_err(Failure::from)?)
    }

    /// Forgets what was begun under a name.
    pub(crate) fn drop_draft(&self, name: &str) -> anyhow::Result<()> {
        Ok(store::drop_draft(&DISK, &self.folder()?, name).map_err(Failure::from)?)
    }

    /// The terminal as a place to ask, if there is one and somebody wants to be asked.
    pub(crate) fn asker(&self) -> Option<Asker> {
        let asked = self.resolved.input == Input::Asked;
        asked.then(|| Asker::new(self.text(), self.resolved.colour))
    }

    /// The way to speak.
    pub(crate) const fn ui(&self) -> &Ui {
        &self.ui
    }

    /// The words.
    pub(crate) const fn text(&self) -> Text {
        self.ui.text()
    }

    /// The day that counts as today.
    pub(crate) const fn today(&self) -> Day {
        self.resolved.today
    }

    /// The moment of recording.
    pub(crate) const fn now(&self) -> Moment {
        self.resolved.now
    }

    /// Who records.
    pub(crate) fn by(&self) -> &str {
        &self.resolved.by
    }

    /// From where a store that has no log yet gets this machine's tag.
    pub(crate) fn seed(&self) -> &[u8] {
        &self.resolved.seed
    }

    /// The store opened for a command that cares for its files rather than its books.
    pub(crate) fn journal(&self) -> anyhow::Result<Journal<'static>> {
        let wait = Duration::from_secs(10);
        let _known_format = self.store()?;
        let journal = Journal::exclusive(&DISK, &self.folder()?, wait, self.seed());
        let journal = journal.map_err(Failure::from)?;
        journal.notes().iter().for_each(|note| self.ui.talk(note));
        Ok(journal)
    }

    /// Refuses to record for nobody.
    pub(crate) fn must_be_somebody(&self) -> anyhow::Result<()> {
        if self.resolved.by.trim().is_empty() {
            return Err(Failure::usage(Message::new("cli.nobody")).into());
        }
        Ok(())
    }

    /// Whether there is a store at all.
    pub(crate) const fn has_store(&self) -> bool {
        self.folder.is_some()
    }

    /// The format of the output.
    pub(crate) const fn format(&self) -> Format {
        match self.stage {
            Stage::Result | Stage::Kept => self.resolved.format,
            Stage::Summary => Format::Table,
        }
    }

    /// Reads the value of a flag or argument; what is wrong with it names the flag.
    pub(crate) fn arg<T, E: Refuse>(
        &self,
        flag: &str,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> anyhow::Result<T> {
        parse(text).map_err(|refusal| Failure::argument(flag, &refusal).into())
    }

    /// Reads the value of a flag that may be left out.
    pub(crate) fn maybe<T, E: Refuse>(
        &self,
        flag: &str,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> anyhow::Result<Option<T>> {
        text.map(|text| self.arg(flag, text, parse)).transpose()
    }

    /// The value of a flag that takes one of a few words.
    pub(crate) fn word<T: Copy>(
        &self,
        flag: &str,
        text: Option<&str>,
        known: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> anyhow::Result<Option<T>> {
        let Some(text) = text else { return Ok(None) };
        let found = known.iter().copied().find(|known| word(*known) == text);
        let unknown = || {
            let words: Vec<&str> = known.iter().map(|known| word(*known)).collect();
            let message = usage_message("cli.unknown_value", flag);
            Failure::usage(message.with("text", text).with("known", words.join(", ")))
        };
        Ok(Some(found.ok_or_else(unknown)?))
    }

    /// The day of a flag or argument, by its date or by its name.
    pub(crate) fn day_of(&self, flag: &str, text: &str) -> anyhow::Result<Day> {
        self.arg(flag, text, |text| spoken::day(text, self.today()))
    }

    /// The day of a flag that may be left out.
    pub(crate) fn maybe_day(&self, flag: &str, text: Option<&str>) -> anyhow::Result<Option<Day>> {
        text.map(|text| self.day_of(flag, text)).transpose()
    }

    /// The day of a flag; today if it is left out.
    pub(crate) fn day(&self, flag: &str, text: Option<&str>) -> anyhow::Result<Day> {
        Ok(self.maybe_day(flag, text)?.unwrap_or(self.today()))
    }

    /// The moment of a flag that may be left out; a day stands for its end.
    pub(crate) fn maybe_knowledge(
        &self,
        flag: &str,
        text: Option<&str>,
    ) -> anyhow::Result<Option<Moment>> {
        self.maybe(flag, text, |text| {
            let named = spoken::named_day(text, self.today()).map(|day| day.to_string());
            Moment::parse_knowledge(named.as_deref().unwrap_or(text))
        })
    }

    /// The day and the minute of two flags: now if neither is said; a day without a minute stays
    /// without one.
    pub(crate) fn minute(
        &self,
        date: Option<&str>,
        time: Option<&str>,
    ) -> anyhow::Result<(Day, Option<Time>)> {
        let said = self.maybe("--time", time, Time::parse)?;
        let runs = self.today() == self.now().day();
        let now = (date.is_none() && runs).then(|| self.now().time());
        Ok((self.day("--date", date)?, said.or(now)))
    }

    /// The period of a flag; the month of today if it is left out.
    pub(crate) fn period(&self, text: Option<&str>) -> anyhow::Result<Span> {
        let today = self.today();
        let period = self.maybe("--period", text, |text| {
            spoken::named_day(text, today)
                .map_or_else(|| Span::parse(text, today), |day| Ok(Span::day(day)))
        })?;
        Ok(period.unwrap_or_else(|| today.month().span()))
    }

    /// Reads one of a few words: as it stands in the files, or as it is said in either language.
    pub(crate) fn choice<T: Copy>(
        &self,
        flag: &str,
        text: &str,
        all: &[T],
        word_and_key: impl Fn(T) -> (&'static str, &'static str),
    ) -> anyhow::Result<T> {
        let said = [Language::Chinese, Language::English].map(Text::new);
        let means = |one: T| {
            let (word, key) = word_and_key(one);
            text == word || said.iter().any(|said| said.label(key) == text)
        };
        all.iter().copied().find(|one| means(*one)).ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(|one| word_and_key(*one).0).collect();
            let message = usage_message("cli.unknown_value", flag).with("text", text);
            Failure::usage(message.with("known", known.join(", "))).into()
        })
    }

    /// The pieces of evidence as paths below the store's root, and their sums.
    pub(crate) fn evidence(&self, files: &[PathBuf]) -> anyhow::Result<(Vec<String>, Vec<String>)> {
        let mut pieces = (Vec::new(), Vec::new());
        if !files.is_empty() {
            let _there = self.folder()?;
        }
        for file in files {
            let (path, sum) = self.piece(file).map_err(Failure::from)?;
            pieces.0.push(path);
            pieces.1.push(sum);
        }
        Ok(pieces)
    }

    /// One piece of evidence of the store that was found.
    pub(crate) fn piece(&self, file: &Path) -> Result<(String, String), StoreError> {
        let folder = self.folder.as_deref().unwrap_or(Path::new("."));
        store::evidence(&DISK, folder, file)
    }

    /// The folder of the store, or the failure that says how to make or name one.
    pub(crate) fn folder(&self) -> anyhow::Result<PathBuf> {
        let nowhere = || Failure::NoInput(Message::new("cli.no_store")).into();
        self.folder.clone().ok_or_else(nowhere)
    }

    /// The folder that was named by flag or environment, else the working folder: for `init`.
    pub(crate) fn new_folder(&self) -> anyhow::Result<PathBuf> {
        match &self.resolved.folder {
            Some(folder) => Ok(folder.clone()),
            None => Ok(std::env::current_dir()?),
        }
    }

    /// The store, opened.
    pub(crate) fn store(&self) -> anyhow::Result<Store<'static>> {
        Ok(Store::open(&DISK, &self.folder()?).map_err(Failure::from)?)
    }

    /// Makes a store.
    pub(crate) fn init(&self, settings: &houqin::books::Settings) -> anyhow::Result<PathBuf> {
        let folder = self.new_folder()?;
        store::init(&DISK, &folder, settings, &self.entry("init"), &self.resolved.seed)
            .map_err(Failure::from)?;
        Ok(folder)
    }

    /// What the store's own settings say.
    pub(crate) fn settings_of_store(&self) -> anyhow::Result<houqin::books::Settings> {
        Ok(self.store()?.settings().clone())
    }

    /// A sign of life for what may take long, as long as it is held.
    pub(crate) fn working(&self) -> Progress {
        Progress::start(self.text(), self.resolved.quiet, || DISK.n_opened())
    }

    /// Reads books and everything that is wrong with them.
    pub(crate) fn look(&self, need: Need) -> anyhow::Result<(Books, Vec<Diagnostic>)> {
        self.look_in(&self.store()?, need, None)
    }

    /// The same of a store that is open.
    pub(super) fn look_in(
        &self,
        store: &Store<'_>,
        need: Need,
        focus: Option<&Focus>,
    ) -> anyhow::Result<(Books, Vec<Diagnostic>)> {
        let working = self.working();
        let read = store.read_about(need, focus).map_err(Failure::from)?;
        drop(working);
        read.notes.iter().for_each(|note| self.ui.talk(note));
        Ok((read.books, read.diagnostics))
    }

    /// What is wrong beside the rows of books that were read: rows that are not in their ledger
    /// any more, and what only the files side by side and today's date show.
    pub(crate) fn beside_the_rows(
        &self,
        books: &Books,
        wrong: &[Diagnostic],
    ) -> anyhow::Result<Vec<Diagnostic>> {
        let _working = self.working();
        let (store, today) = (self.store()?, self.today());
        let mut found = store.lost_rows().map_err(Failure::from)?;
        found.extend(store.moved_balances(books).map_err(Failure::from)?);
        let remarks = books::remarks(books, today);
        found.extend(store.survey(today, &remarks, wrong).map_err(Failure::from)?);
        Ok(found)
    }

    /// Recomputes the chain of seals.
    pub(crate) fn verify(&self) -> anyhow::Result<Verification> {
        let _working = self.working();
        Ok(self.store()?.verify().map_err(Failure::from)?)
    }

    /// How many files rows name as evidence, and which of them are not what they were.
    pub(crate) fn evidence_kept(&self) -> anyhow::Result<(usize, Vec<Diagnostic>)> {
        let _working = self.working();
        Ok(self.store()?.evidence().map_err(Failure::from)?)
    }

    /// The files of a month of a book whose lines do not end as the store's do.
    pub(crate) fn crlf_files(&self, books: &Books, of: Sealable) -> anyhow::Result<Vec<Message>> {
        Ok(self.store()?.crlf_files(books, of).map_err(Failure::from)?)
    }

    /// Reads books that must be without errors; warnings are said.
    pub(crate) fn read(&self, need: Need) -> anyhow::Result<Books> {
        self.read_about(need, None)
    }

    /// The same for a command that is about little.
    pub(crate) fn read_about(&self, need: Need, focus: Option<&Focus>) -> anyhow::Result<Books> {
        let (books, diagnostics) = self.look_in(&self.store()?, need, focus)?;
        self.must_be_clean(diagnostics)?;
        Ok(books)
    }

    /// Reads a table from outside the store; `-` stands for stdin.
    pub(crate) fn import(
        &self,
        file: &Path,
        options: &ImportOptions<'_>,
    ) -> anyhow::Result<Imported> {
        if file.as_os_str() != "-" {
            let _working = self.working();
            return Ok(store::import(&DISK, file, options).map_err(Failure::from)?);
        }
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(store::import_bytes("-", &bytes, options).map_err(Failure::from)?)
    }

    /// The lines of a file outside the store, or of stdin as they are typed.
    pub(crate) fn lines(
        &self,
        file: Option<&Path>,
    ) -> anyhow::Result<Box<dyn Iterator<Item = std::io::Result<String>>>> {
        let Some(file) = file.filter(|file| file.as_os_str() != "-") else {
            return Ok(Box::new(std::io::stdin().lines()));
        };
        let text = store::import_text(&DISK, file).map_err(Failure::from)?;
        let lines: Vec<_> = text.lines().map(|line| Ok(line.to_owned())).collect();
        Ok(Box::new(lines.into_iter()))
    }

    /// The text of a file outside the store.
    pub(crate) fn text_of(&self, file: &Path) -> anyhow::Result<String> {
        Ok(store::import_text(&DISK, file).map_err(Failure::from)?)
    }

    /// Reads what somebody says about a table from outside.
    pub(crate) fn mapping(&self, file: &Path) -> anyhow::Result<Mapping> {
        Ok(store::mapping(&DISK, file).map_err(Failure::from)?)
    }

    /// Writes a file outside the store, whole or not at all.
    pub(crate) fn write_output(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        Ok(store::replace_output(&DISK, path, bytes)?)
    }

    /// Refuses books with errors; says warnings.
    pub(super) fn must_be_clean(&self, diagnostics: Vec<Diagnostic>) -> anyhow::Result<()> {
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        if diagnostics.iter().any(is_error) {
            return Err(Failure::Defects(diagnostics).into());
        }
        self.ui.diagnostics(&diagnostics);
        Ok(())
    }

    /// Decides on clean books under the store's lock, records what was decided, shows the receipt.
    ///
    /// `command` is the noun and verb for the log. With `--dry-run` the same decision is shown and
    /// nothing is written.
    pub(crate) fn record<E: Refuse>(
        &self,
        command: &str,
        about: impl Into<About>,
        writing: &Writing,
        decide: impl FnOnce(&Books, &mut Stamp) -> Result<Decided<Change>, E>,
    ) -> anyhow::Result<Exit> {
        self.record_noting(command, about, writing, |books, stamp| {
            decide(books, stamp).map(|decided| (decided, Vec::new()))
        })
    }

    /// Records what was decided, with what should be said about it under the receipt.
    pub(crate) fn record_noting<E: Refuse>(
        &self,
        command: &str,
        about: impl Into<About>,
        writing: &Writing,
        decide: impl FnOnce(&Books, &mut Stamp) -> Result<(Decided<Change>, Vec<Message>), E>,
    ) -> anyhow::Result<Exit> {
        let (About { need, focus }, mut notes) = (about.into(), Vec::new());
        let receipt = self.commit(command, (need, focus.as_ref()), writing, |books, stamp| {
            let (decided, said) =
                decide(books, stamp).map_err(|refusal| Failure::refused(&refusal))?;
            notes = said;
            Ok(decided)
        })?;
        self.show_document(receipt.present().notes(notes))
    }

    /// Takes the store's lock, and says who writes when.
    pub(crate) fn begin(&self, need: Need) -> anyhow::Result<(Transaction<'static>, Stamp)> {
        self.begin_about(need, None)
    }

    fn begin_about(
        &self,
        need: Need,
        focus: Option<&Focus>,
    ) -> anyhow::Result<(Transaction<'static>, Stamp)> {
        self.must_be_somebody()?;
        let working = self.working();
        let store = self.store()?;
        let seed = &self.resolved.seed;
        let transaction = store.begin_about(need, focus, seed).map_err(Failure::from)?;
        drop(working);
        transaction.notes().iter().for_each(|note| self.ui.talk(note));
        let stamp = transaction.stamp(self.resolved.now, &self.resolved.by);
        Ok((transaction, stamp))
    }

    /// The same without showing the receipt, for commands that show more than the rows; those that
    /// are about little say so.
    pub(crate) fn commit(
        &self,
        command: &str,
        (need, focus): (Need, Option<&Focus>),
        writing: &Writing,
        decide: impl FnOnce(&Books, &mut Stamp) -> Result<Decided<Change>, Failure>,
    ) -> anyhow::Result<Receipt> {
        let (mut transaction, mut stamp) = self.begin_about(need, focus)?;
        self.must_be_clean(transaction.take_diagnostics())?;
        Ok(match decide(transaction.books(), &mut stamp)? {
            Decided::Already(name) => Receipt::Already(name),
            Decided::New(change) if writing.dry_run => {
                transaction.rehearse(change).map_err(Failure::from)?
            }
            Decided::New(change) => {
                let _working = self.working();
                transaction.commit(change, stamp, command).map_err(Failure::from)?
            }
        })
    }

    /// Who does what, for the log.
    pub(crate) fn entry(&self, command: &str) -> store::Entry {
        store::Entry {
            who: self.resolved.by.clone(),
            when: self.resolved.now,
            command: command.to_owned(),
            given: 0,
        }
    }
}
