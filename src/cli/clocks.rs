//! The two clocks of a command: set from its flags, the books read as they were known, and every
//! result shown with what it was computed from.

use houqin::base::{Asked, Clocks, Day, Diagnostic, Message, Span};
use houqin::books::{Bearing, Books, Focus, Need, Settings, Window};
use houqin::closing::{Book, Link};
use houqin::inspections::{Clock, Knowledge as Known, Refusal, Sheaves};
use houqin::meters::{Question, Scanned, View};
use houqin::report::{Basis, Document, Present, Since};
use houqin::stock::{AskedOfSteps, Steps};
use houqin::store::ScanSteps;

use super::args;
use super::fail::{Exit, Failure, usage_message};
use super::session::Session;

/// The two clocks, and whether the moment of knowledge was asked for or goes with the rest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Set {
    /// The two clocks.
    pub(crate) clocks: Clocks,
    /// Whether a moment of knowledge was asked for.
    knowledge: Knowledge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Knowledge {
    Asked,
    Default,
}

impl Set {
    /// The day asked about.
    pub(crate) const fn as_of(&self) -> Day {
        self.clocks.as_of
    }
}

/// A report to be made: from where the books are looked at, which of them, and what it is about.
pub(crate) struct Paper<'f> {
    /// The two clocks.
    pub(crate) set: Set,
    /// The books it is computed from.
    pub(crate) need: Need,
    /// Its days.
    pub(crate) span: Span,
    /// What the rows bear on that change it.
    pub(crate) bearing: Bearing,
    /// Since when it is restated.
    pub(crate) restating: &'f args::Restating,
}

impl Session {
    /// Sets the two clocks by their flags.
    pub(crate) fn clocks(&self, flags: &args::Clocks) -> anyhow::Result<Set> {
        let args::Clocks { as_of, known_by } = flags;
        let asked = Asked {
            as_of: self.maybe_day("--as-of", as_of.as_deref())?,
            known_by: self.maybe_knowledge("--known-by", known_by.as_deref())?,
        };
        let last = self.today().max(self.now().day());
        if let Some(moment) = asked.known_by.filter(|moment| moment.day() > last) {
            let message = usage_message("cli.known_by_future", "--known-by");
            let message = message.with("moment", moment.knowledge());
            return Err(Failure::usage(message.with("today", last.to_string())).into());
        }
        let clocks = Clocks::set(asked, self.today(), self.now());
        let knowledge =
            if asked.known_by.is_some() { Knowledge::Asked } else { Knowledge::Default };
        Ok(Set { clocks, knowledge })
    }

    /// The same for duties, which nobody can have kept on a day that is still to come.
    pub(crate) fn duty_clocks(&self, flags: &args::Clocks) -> anyhow::Result<(Set, Clock)> {
        let set = self.clocks(flags)?;
        let (date, today) = (set.as_of(), self.today());
        if date > today {
            return Err(Failure::argument("--as-of", &Refusal::Future { date, today }).into());
        }
        Ok((set, set.clocks.into()))
    }

    /// Reads books and everything that is wrong with them, so that what was recorded later can be
    /// dropped from them; what is needed may depend on the settings.
    pub(crate) fn look_known(
        &self,
        need: impl FnOnce(&Settings) -> Need,
        focus: Option<&Focus>,
        set: &Set,
    ) -> anyhow::Result<(Books, Vec<Diagnostic>)> {
        let store = self.store()?;
        let known_by = set.clocks.known_by;
        let need = Need { known_by: Some(known_by), ..need(store.settings()) };
        let (books, diagnostics) = self.look_in(&store, need, focus)?;
        if books.stock.holds_later(known_by) {
            return self.look_in(&store, need.in_full(), None);
        }
        Ok((books, diagnostics))
    }

    /// Reads the books as they were known.
    pub(crate) fn read_known(&self, need: Need, set: &Set) -> anyhow::Result<Books> {
        self.read_known_about(need, None, set)
    }

    /// The same for a command that is about little.
    pub(crate) fn read_known_about(
        &self,
        need: Need,
        focus: Option<&Focus>,
        set: &Set,
    ) -> anyhow::Result<Books> {
        let (mut books, diagnostics) = self.look_known(|_| need, focus, set)?;
        self.must_be_clean(diagnostics)?;
        self.tell_later_rows(&books, set);
        books.forget_after(set.clocks.known_by);
        Ok(books)
    }

    /// Reads the stock as it was known without keeping its lines, with what is asked of their steps;
    /// where that is none, the lines of a window are in the books.
    pub(crate) fn scan_steps_known(
        &self,
        (window, of): (Window, &AskedOfSteps),
        set: &Set,
    ) -> anyhow::Result<(Books, Option<Steps>)> {
        let known_by = set.clocks.known_by;
        let ScanSteps { mut books, steps, notes } =
            self.store()?.scan_steps((window, known_by), of).map_err(Failure::from)?;
        for note in &notes {
            self.ui().talk(note);
        }
        let Some(steps) = steps.filter(|_| !books.stock.holds_later(known_by)) else {
            return Ok((self.read_known(Need::stock(window), set)?, None));
        };
        self.tell_later_rows(&books, set);
        books.forget_after(known_by);
        Ok((books, Some(steps)))
    }

    /// Reads the meters as they were known without keeping their readings, with the uses of some
    /// spans; where these are none, the readings are in the books.
    ///
    /// Something wrong with the rows is what that takes: they are read in full, and it is told.
    pub(crate) fn scan_known(
        &self,
        spans: Vec<Span>,
        view: View,
        set: &Set,
    ) -> anyhow::Result<(Books, Option<Scanned>)> {
        let Clocks { as_of, known_by } = set.clocks;
        let question = Question { spans, view, known_by };
        let working = self.working();
        let scan = self.store()?.scan(question).map_err(Failure::from)?;
        drop(working);
        scan.notes.iter().for_each(|note| self.ui().talk(note));
        let Some(scanned) = scan.scanned else {
            return Ok((self.read_known(Need::meters(), set)?, None));
        };
        self.ui().diagnostics(&scan.diagnostics);
        let mut books = scan.books;
        self.tell_later(set, books.n_recorded_after(known_by, as_of) + scanned.n_later);
        books.forget_after(known_by);
        Ok((books, Some(scanned)))
    }

    /// Reads the inspections as they were known without keeping their records, with what a summary
    /// needs of these; where that is none, the records are in the books.
    pub(crate) fn scan_records_known(&self, set: &Set) -> anyhow::Result<(Books, Option<Sheaves>)> {
        let Clocks { as_of, known_by } = set.clocks;
        let working = self.working();
        let scan = self.store()?.scan_records(Known { known_by, as_of });
        drop(working);
        let scan = scan.map_err(Failure::from)?;
        scan.notes.iter().for_each(|note| self.ui().talk(note));
        let Some(sheaves) = scan.sheaves else {
            return Ok((self.read_known(Need::inspections(), set)?, None));
        };
        let mut books = scan.books;
        self.tell_later(set, books.n_recorded_after(known_by, as_of) + sheaves.n_later());
        books.forget_after(known_by);
        Ok((books, Some(sheaves)))
    }

    /// Says that there are rows recorded later, where nobody asked to leave them out.
    pub(crate) fn tell_later_rows(&self, books: &Books, set: &Set) {
        let Clocks { as_of, known_by } = set.clocks;
        self.tell_later(set, books.n_recorded_after(known_by, as_of));
    }

    fn tell_later(&self, set: &Set, n_later: usize) {
        let known_by = set.clocks.known_by;
        if set.knowledge == Knowledge::Default && n_later > 0 {
            let message = Message::new("cli.recorded_later").with("count", n_later);
            let message = message.with("known_by", known_by.knowledge());
            self.ui().talk(&message.with("today", self.today().to_string()));
        }
    }

    /// Makes a report: computes it by what is known, and by what was known when it was made; shows
    /// it with what has changed between the two, and gives it back.
    ///
    /// The block of changes is a function of the books, of the day the report is compared with and
    /// of what is known: printed again with the same, it comes out the same.
    pub(crate) fn report<R: Present>(
        &self,
        paper: &Paper<'_>,
        compute: impl Fn(&Books) -> anyhow::Result<R>,
    ) -> anyhow::Result<(R, Exit)> {
        self.report_over(paper, &[paper.bearing.book], compute)
    }

    /// The same of a report that rests on several books: it was made when the last of them was
    /// closed, the rows of all of them bear on it, and it shows the newest of their seals once all
    /// of them have one.
    pub(crate) fn report_over<R: Present>(
        &self,
        paper: &Paper<'_>,
        over: &[Book],
        compute: impl Fn(&Books) -> anyhow::Result<R>,
    ) -> anyhow::Result<(R, Exit)> {
        let Paper { set, need, span, bearing, restating } = paper;
        let args::Restating { restated_since } = restating;
        let flag = "--restated-since";
        let since = self.maybe_knowledge(flag, restated_since.as_deref())?;
        let mut books = self.read_known(*need, set)?;
        let known_by = set.clocks.known_by;
        let made = over.iter().map(|book| books.made(*book, *span, known_by)).max();
        let since = since.or(made).unwrap_or(known_by);
        if since < known_by && books.stock.holds_later(since) {
            books = self.read_known(need.in_full(), set)?;
        }
        let result = compute(&books)?;
        let mut document = result.present();
        let written = books.written_over(since, over, bearing).filter(|_| since < known_by);
        if let Some(written) = written {
            let until = set.as_of();
            let later = Bearing { until, ..bearing.clone() };
            let mut later = books.written_over(since, over, &later).unwrap_or_default();
            later.retain(|row| !written.contains(row));
            let mut before = books.clone();
            before.forget_after(since);
            let old = compute(&before)?;
            document = document.restated(&old.present(), &Since { moment: since, written, later });
        }
        let seals = over.iter().map(|book| books.closing.seal_of(*book, *span, Some(known_by)));
        let seals: Option<Vec<&Link>> = seals.collect();
        let seal = seals.into_iter().flatten().max_by_key(|link| link.number).cloned();
        let basis = Basis { clocks: set.clocks, seal };
        let exit = self.show_document(document.computed_from(&basis).paper())?;
        Ok((result, exit))
    }

    /// Shows a paper on some days of a book with what it was computed from.
    pub(crate) fn show_paper(
        &self,
        document: Document<'_>,
        set: &Set,
        books: &Books,
        (book, span): (Book, Span),
    ) -> anyhow::Result<Exit> {
        let seal = books.closing.seal_of(book, span, Some(set.clocks.known_by)).cloned();
        let basis = Basis { clocks: set.clocks, seal };
        self.show_document(document.computed_from(&basis).paper())
    }

    /// Shows a result with the two clocks it was computed by.
    pub(crate) fn show_known(&self, result: &impl Present, set: &Set) -> anyhow::Result<Exit> {
        let basis = Basis { clocks: set.clocks, seal: None };
        self.show_document(result.present().computed_from(&basis))
    }
}
