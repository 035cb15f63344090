//! The seam through which inspection records stream by, for a summary that names none of them.
//!
//! The files of several months are decoded at a time; of a month's texts nothing stays but
//! 24 bytes a record (`inspections/stream.rs`). Records that other rows name (answers, rules that
//! come after them, evidence to be looked at) go into the book as well, whole. Like `readings/` this
//! tells nothing by itself: where a line is not what it should be it gives no answer, and the ledger is
//! read in full.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::base::{Day, Moment, Month, RecordId, RuleCode, TemplateCode, Time, parse_decimal};
use crate::books::{Books, Line as BookLine};
use crate::inspections::{
    Done, Inspection, Inspections, Kind, Knowledge, Outcome, Record, Sheaf, Sheaves, StreamRow,
};

use super::codec::{Header, Line};
use super::load::Loader;
use super::row::Row;
use super::scan::{bare, lines, text};
use super::{ExitClass, StoreError, StorePath, layout};

/// How many files are decoded at a time, at most: each is in memory with all its texts.
const AT_ONCE: usize = 8;

/// Streams the records by; none where they have to be read in full.
pub(super) fn scan(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    knowledge: Knowledge,
) -> Result<Option<Sheaves>, StoreError> {
    let months = loader.months(&layout::inspection_records())?;
    let duties = Duties::of(&books.inspections);
    let files = loader.files_below();
    let decode = |(month, path): &(Month, StorePath), dropped: &[&str]| {
        let image = match files.read(path) {
            Ok(Some(image)) => image,
            Ok(None) => return Ok(None),
            Err(error) if error.exit_class() == ExitClass::BadData => return Ok(None),
            Err(error) => return Err(error),
        };
        let text = text(path, &image.bytes);
        Ok(text.and_then(|text| decode_month(text, *month, &duties, knowledge, dropped)))
    };
    let Some(decoded) = side_by_side(&months, |month| decode(month, &[]))? else {
        return Ok(None);
    };
    let (mut sheaves, mut whole) = (Vec::with_capacity(decoded.len()), Vec::new());
    for Decoded { sheaf, mut kept } in decoded {
        sheaves.push(sheaf);
        whole.append(&mut kept);
    }
    let Some(mut sheaves) = Sheaves::of(&books.inspections, sheaves) else { return Ok(None) };
    let Some(dropped) = sheaves.dropped() else { return Ok(None) };
    let again: Vec<_> = dropped.into_iter().collect();
    let decoded = side_by_side(&again, |(at, ids)| {
        let ids: Vec<&str> = ids.iter().map(AsRef::as_ref).collect();
        decode(&months[*at], &ids)
    })?;
    let Some(decoded) = decoded else { return Ok(None) };
    for ((at, _), Decoded { sheaf, kept: _ }) in again.iter().zip(decoded) {
        sheaves.replace(*at, sheaf);
    }
    for row in whole {
        if books.apply(&BookLine::Inspection(Record::Inspection(row))).is_err() {
            return Ok(None);
        }
    }
    Ok(books.inspections.faults().is_empty().then_some(sheaves))
}

/// Does the same to many things, several at a time; the answers in their order, none where one of
/// them has none.
fn side_by_side<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(&T) -> Result<Option<R>, StoreError> + Sync,
) -> Result<Option<Vec<R>>, StoreError> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        while let Some((at, thing)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            things.get(at).map(|thing| (at, thing))
        } {
            let answer = work(thing);
            let ends = !matches!(answer, Ok(Some(_)));
            done.push((at, answer));
            if ends {
                next.fetch_max(things.len(), Ordering::Relaxed);
            }
        }
        done
    };
    let n_threads = thread::available_parallelism().map_or(1, |there| there.get().min(AT_ONCE));
    let mut answers = thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads.min(things.len())).map(|_| scope.spawn(run)).collect();
        let done = threads.into_iter().map(|one| one.join().expect("BUG: a month's file"));
        done.flatten().collect::<Vec<_>>()
    });
    answers.sort_unstable_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect::<Result<Option<Vec<R>>, StoreError>>()
}

/// A month's file: its records, and those that go into the book as well.
struct Decoded {
    sheaf: Sheaf,
    kept: Vec<Inspection>,
}

/// Decodes a month's file; none where anything is wrong with it.
fn decode_month(
    text: &str,
    month: Month,
    duties: &Duties<'_>,
    knowledge: Knowledge,
    dropped: &[&str],
) -> Option<Decoded> {
    let header = Header::read("", text, Inspection::COLUMNS, Inspection::OPTIONAL).ok()?;
    let mut decoder = Decoder::new(&header, duties);
    // A line of the ledger is seldom shorter.
    let mut rows = Vec::with_capacity(text.len() / 100);
    let mut kept = Vec::new();
    for line in lines(text) {
        let row = decoder.row(line)?;
        if row.done.date.month() != month {
            return None;
        }
        if row.whole {
            let line = Line::cut("", 0, line, header.names.len())?;
            kept.push(line.decode(&header)?);
        }
        rows.push(row);
    }
    let sheaf = Sheaf::of(&rows, duties.all.len(), knowledge, dropped)?;
    Some(Decoded { sheaf, kept })
}

/// The duties of the book in order, and whose records are wanted whole.
struct Duties<'b> {
    book: &'b Inspections,
    all: Vec<(&'b str, &'b str)>,
    /// The rules that others come after.
    followed: BTreeSet<&'b str>,
    /// Whether records were answered by anything.
    answered: bool,
}

impl<'b> Duties<'b> {
    fn of(book: &'b Inspections) -> Self {
        let followed = book.rules().flat_map(|(_, versions)| versions);
        let followed = followed.filter_map(|rule| match &rule.kind {
            Kind::Event(event) => event.after.as_ref().map(RuleCode::as_str),
            _ => None,
        });
        Self {
            book,
            all: book.bound_duties().map(|(rule, of)| (rule.as_str(), of.as_str())).collect(),
            followed: followed.collect(),
            answered: book.has_answers(),
        }
    }
}

/// Where the columns stand in the file; none where the file does not have one.
struct Columns {
    id: Option<usize>,
    rule: Option<usize>,
    template: Option<usize>,
    subject: Option<usize>,
    date: Option<usize>,
    time: Option<usize>,
    result: Option<usize>,
    score: Option<usize>,
    evidence: Option<usize>,
    sha256: Option<usize>,
    for_slot: Option<usize>,
    supersedes: Option<usize>,
    recorded_at: Option<usize>,
}

/// Decodes lines as [`Inspection::decode`] does, without taking their texts over.
struct Decoder<'t, 'h> {
    header: &'h Header,
    columns: Columns,
    duties: &'h Duties<'h>,
    cells: Vec<&'t str>,
    /// The last date: many rows have the same.
    date: Option<(&'t str, Day)>,
    /// Which duty came after which the last time: rows mostly come in the order of the day before.
    after: Vec<u32>,
    last: usize,
}

impl<'t, 'h> Decoder<'t, 'h> {
    fn new(header: &'h Header, duties: &'h Duties<'h>) -> Self {
        let of = |name: &str| {
            let found = Inspection::COLUMNS.iter().position(|column| *column == name);
            header.positions[found.expect("BUG: a column that the row type does not have")]
        };
        let columns = Columns {
            id: of("id"),
            rule: of("rule"),
            template: of("template"),
            subject: of("subject"),
            date: of("date"),
            time: of("time"),
            result: of("result"),
            score: of("score"),
            evidence: of("evidence"),
            sha256: of("sha256"),
            for_slot: of("for_slot"),
            supersedes: of("supersedes"),
            recorded_at: of("recorded_at"),
        };
        let after = vec![0; duties.all.len()];
        Self { header, columns, duties, cells: Vec::new(), date: None, after, last: 0 }
    }

    /// The row of a line; none where anything is wrong with it.
    fn row(&mut self, line: &'t str) -> Option<StreamRow<'t>> {
        let n_cells = self.header.names.len();
        if !bare(line, &mut self.cells) {
            let line = Line::cut("", 0, line, n_cells)?;
            // Codes, days and numbers have no quote inside, and no other cell is looked at.
            let plain = |at| match line.cell(at) {
                Cow::Borrowed(text) => *text,
                Cow::Owned(_) => "\"",
            };
            self.cells.clear();
            self.cells.extend((0..n_cells).map(plain));
        }
        if self.cells.len() != n_cells {
            return None;
        }
        let (rule, subject) = (self.cell(self.columns.rule), self.cell(self.columns.subject));
        let duty = self.duty(rule, subject)?;
        let columns = &self.columns;
        let id = self.cell(columns.id);
        RecordId::check(id).ok()?;
        let template = self.cell(columns.template);
        if !template.is_empty() {
            TemplateCode::check(template).ok()?;
        }
        let date_text = self.cell(columns.date);
        let date = match self.date {
            Some((text, day)) if text == date_text => day,
            _ => Day::parse(date_text).ok()?,
        };
        let time = filled(self.cell(columns.time), |text| Time::parse(text).ok())?;
        let result = Outcome::parse(self.cell(columns.result))?;
        filled(self.cell(columns.score), |text| parse_decimal(text).ok())?;
        let n_pieces = pieces(self.cell(columns.evidence));
        if n_pieces != pieces(self.cell(columns.sha256)) {
            return None;
        }
        let for_slot = filled(self.cell(columns.for_slot), |text| Day::parse(text).ok())?;
        let supersedes = filled(self.cell(columns.supersedes), |text| {
            RecordId::check(text).ok().map(|()| text)
        })?;
        let recorded_at = moment(self.cell(columns.recorded_at), (date_text, date))?;
        self.date = Some((date_text, date));
        let evidence = Some(u8::try_from(n_pieces).unwrap_or(u8::MAX));
        let done = Done { date, time, recorded_at, for_slot, result, evidence };
        let whole = n_pieces > 0
            || !template.is_empty()
            || self.duties.followed.contains(rule)
            || (self.duties.answered && self.duties.book.is_answered(id));
        let duty = u32::try_from(duty).ok()?;
        Some(StreamRow { duty, done, id, supersedes, whole })
    }

    fn cell(&self, at: Option<usize>) -> &'t str {
        at.map_or("", |at| self.cells[at])
    }

    /// The place of a duty.
    fn duty(&mut self, rule: &str, subject: &str) -> Option<usize> {
        let all = &self.duties.all;
        let next = *self.after.get(self.last)? as usize;
        let found = if all[next] == (rule, subject) {
            next
        } else {
            all.binary_search(&(rule, subject)).ok()?
        };
        self.after[self.last] = u32::try_from(found).ok()?;
        self.last = found;
        Some(found)
    }
}

/// The value of a cell that may be empty; outer none where it is wrong.
#[expect(clippy::option_option, reason = "wrong, empty, and the value")]
fn filled<'t, T>(text: &'t str, parse: impl FnOnce(&'t str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { parse(text).map(Some) }
}

/// How many pieces a cell has.
fn pieces(cell: &str) -> usize {
    if cell.is_empty() {
        return 0;
    }
    cell.split(';').filter(|piece| !piece.trim().is_empty()).count()
}

/// Reads a moment; most lie in the day of their row, which is read already.
pub(super) fn moment(text: &str, (date_text, date): (&str, Day)) -> Option<Moment> {
    let of_date = || {
        let (own, rest) = text.as_bytes().split_at_checked(date_text.len())?;
        (own == date_text.as_bytes()).then(|| Moment::of_day(date, rest))?
    };
    of_date().or_else(|| Moment::parse(text).ok())
}
