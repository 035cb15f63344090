//! Batches (批次): what is put somewhere and taken away again, and events that are answered.
//!
//! Waste carried into its store and out, a food sample put into the fridge and thrown away, a call
//! and its answer: a row opens a batch, another closes it. A correction is a new row.

use crate::base::{Day, Decided, Moment, RecordId, RuleCode, Stamp, SubjectCode, Time, nearest};

use super::kind::{Amount, Kind};
use super::record::Record;
use super::request::{check_day, check_not_replaced, check_text};
use super::word::words;
use super::{Inspections, Refusal};

words! {
    /// What happened to a batch.
    BatchKind {
        /// It was put there, or the event happened.
        Open = "open", "inspect.batch.open";
        /// It was taken away, or the event was answered.
        Close = "close", "inspect.batch.close";
    }
}

/// A row of the batches' ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchEvent {
    /// Its number.
    pub id: RecordId,
    /// The batch: the number of the row that opened it first.
    pub batch: RecordId,
    /// What happened.
    pub kind: BatchKind,
    /// The rule it is for.
    pub rule: RuleCode,
    /// Where, or what.
    pub subject: SubjectCode,
    /// The day.
    pub date: Day,
    /// The minute.
    pub time: Time,
    /// How much it is, where the rule asks.
    pub amount: Option<Amount>,
    /// Who did it.
    pub person: String,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl BatchEvent {
    /// Whether it was entered more than so many hours after it happened.
    pub fn is_backfill(&self, late_entry_hours: u32) -> bool {
        let entered = i64::from(self.recorded_at.time().minutes());
        let done = i64::from(self.time.minutes());
        let minutes = self.date.days_until(self.recorded_at.day()) * 24 * 60 + entered - done;
        minutes > i64::from(late_entry_hours) * 60
    }
}

/// A batch as its rows tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch<'a> {
    /// The row that opened it.
    pub opened: &'a BatchEvent,
    /// The row that closed it, where one did.
    pub closed: Option<&'a BatchEvent>,
}

impl<'a> Batch<'a> {
    /// Folds rows that stand, in any order: the batches by the minute at which they were opened.
    ///
    /// Of two rows that close a batch the earlier counts; a row that closes nothing is left out.
    pub fn fold(rows: impl IntoIterator<Item = &'a BatchEvent>) -> Vec<Self> {
        let mut opened: Vec<Self> = Vec::new();
        let mut closing: Vec<&BatchEvent> = Vec::new();
        for row in rows {
            match row.kind {
                BatchKind::Open => opened.push(Self { opened: row, closed: None }),
                BatchKind::Close => closing.push(row),
            }
        }
        opened.sort_unstable_by_key(|batch| &batch.opened.batch);
        closing.sort_unstable_by_key(|row| (row.date, row.time, &row.id));
        for row in closing {
            let at = opened.binary_search_by_key(&&row.batch, |batch| &batch.opened.batch);
            if let Ok(at) = at {
                opened[at].closed.get_or_insert(row);
            }
        }
        opened
            .sort_unstable_by_key(|batch| (batch.opened.date, batch.opened.time, &batch.opened.id));
        opened
    }
}

/// A batch that is put somewhere, or an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenBatchRequest {
    /// The rule it is for.
    pub rule: RuleCode,
    /// Where, or what.
    pub subject: SubjectCode,
    /// The day.
    pub date: Day,
    /// The minute.
    pub time: Time,
    /// How much it is.
    pub amount: Option<Amount>,
    /// Who did it.
    pub person: String,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about a batch that is opened.
///
/// The identical row again is [`Decided::Already`].
pub fn open_batch(
    book: &Inspections,
    request: &OpenBatchRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    let rule = book.rule_on(&request.rule, request.date)?;
    if !rule.kind.knows_batches() {
        return Err(Refusal::NoBatches { rule: request.rule, every: rule.kind.to_string() });
    }
    check_day(request.date, request.today)?;
    check_text("person", &request.person)?;
    book.check_service(&request.rule, &request.subject, request.date)?;
    check_unit(&rule.kind, request.amount.as_ref())?;
    let replaced = request.supersedes.as_ref().map(|old| replaced(book, old)).transpose()?;
    if let Some(old) = replaced.filter(|old| old.kind != BatchKind::Open) {
        return Err(Refusal::UnknownRow { id: old.id.clone() });
    }
    let id = stamp.id('B', request.date);
    let batch = replaced.map_or_else(|| id.clone(), |old| old.batch.clone());
    let row = BatchEvent {
        id,
        batch,
        kind: BatchKind::Open,
        rule: request.rule,
        subject: request.subject,
        date: request.date,
        time: request.time,
        amount: request.amount,
        person: request.person,
        note: request.note,
        supersedes: request.supersedes,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    Ok(decided(book, row))
}

/// A batch that is taken away, or the answer to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseBatchRequest {
    /// The batch.
    pub batch: RecordId,
    /// The day.
    pub date: Day,
    /// The minute.
    pub time: Time,
    /// Who did it.
    pub person: String,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about a batch that is closed.
///
/// The identical row again is [`Decided::Already`].
pub fn close_batch(
    book: &Inspections,
    request: &CloseBatchRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    let unknown = || Refusal::UnknownBatch {
        batch: request.batch.clone(),
        nearest: nearest(request.batch.as_str(), book.open_batches().map(RecordId::as_str)),
    };
    let opened = book.batch(&request.batch, BatchKind::Open).ok_or_else(unknown)?;
    check_closing(opened, &request)?;
    let decided = decided(book, closing(opened, &request, stamp));
    if matches!(decided, Decided::Already(_)) {
        return Ok(decided);
    }
    let closed = book.batch(&request.batch, BatchKind::Close);
    match (&request.supersedes, closed) {
        (Some(old), Some(there)) if there.id == *old => {}
        (Some(old), _) => {
            replaced(book, old)?;
            return Err(Refusal::UnknownRow { id: old.clone() });
        }
        (None, Some(there)) => {
            let (batch, date, by) = (request.batch.clone(), there.date, there.id.clone());
            return Err(Refusal::BatchClosed { batch, date, by });
        }
        (None, None) => {}
    }
    Ok(decided)
}

/// Refuses a closing that is dated ahead, names nobody or comes before the opening.
fn check_closing(opened: &BatchEvent, request: &CloseBatchRequest) -> Result<(), Refusal> {
    check_day(request.date, request.today)?;
    check_text("person", &request.person)?;
    if (request.date, request.time) < (opened.date, opened.time) {
        let (batch, date, time) = (opened.batch.clone(), opened.date, opened.time);
        return Err(Refusal::ClosedTooEarly { batch, date, time });
    }
    Ok(())
}

/// The row that closes a batch.
fn closing(opened: &BatchEvent, request: &CloseBatchRequest, stamp: &mut Stamp) -> BatchEvent {
    BatchEvent {
        id: stamp.id('B', request.date),
        batch: opened.batch.clone(),
        kind: BatchKind::Close,
        rule: opened.rule.clone(),
        subject: opened.subject.clone(),
        date: request.date,
        time: request.time,
        amount: None,
        person: request.person.clone(),
        note: request.note.clone(),
        supersedes: request.supersedes.clone(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }
}

/// A line of a log book: a batch that was put there and, where the line says so, taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogBatchRequest {
    /// How it was put there.
    pub opened: OpenBatchRequest,
    /// The day and the minute at which it was taken away.
    pub closed: Option<(Day, Time)>,
}

/// Decides about a line of a log book.
///
/// A line that stood there before without its closing closes the batch that it opened then; the
/// identical line again is [`Decided::Already`].
pub fn log_batch(
    book: &Inspections,
    request: &LogBatchRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let LogBatchRequest { opened, closed } = request;
    let decided = open_batch(book, opened, stamp)?;
    let Some((date, time)) = *closed else { return Ok(decided) };
    let close = |batch: RecordId| CloseBatchRequest {
        batch,
        date,
        time,
        person: opened.person.clone(),
        note: String::new(),
        supersedes: None,
        today: opened.today,
    };
    match decided {
        Decided::Already(batch) => {
            let batch = RecordId::parse(&batch).expect("BUG: a batch whose number is none");
            close_batch(book, &close(batch), stamp)
        }
        Decided::New(mut rows) => {
            if let Some(Record::Batch(opened)) = rows.first() {
                let request = close(opened.batch.clone());
                check_closing(opened, &request)?;
                let row = closing(opened, &request, stamp);
                rows.push(Record::Batch(row));
            }
            Ok(Decided::New(rows))
        }
    }
}

/// The row to be corrected, if it is there and stands.
fn replaced<'b>(book: &'b Inspections, old: &RecordId) -> Result<&'b BatchEvent, Refusal> {
    let there = book.batch_row(old).ok_or_else(|| Refusal::UnknownRow { id: old.clone() })?;
    check_not_replaced(book, old)?;
    Ok(there)
}

/// The row, unless one that says the same stands already.
fn decided(book: &Inspections, row: BatchEvent) -> Decided<Vec<Record>> {
    let same = |there: &&BatchEvent| {
        let (id, supersedes) = (there.id.clone(), there.supersedes.clone());
        let batch =
            if row.kind == BatchKind::Open { there.batch.clone() } else { row.batch.clone() };
        let (recorded_at, recorded_by) = (there.recorded_at, there.recorded_by.clone());
        let again = BatchEvent { id, batch, supersedes, recorded_at, recorded_by, ..row.clone() };
        **there == again && book.replaced_by(&there.id).is_none()
    };
    match book.batch_rows_on(row.date).find(same) {
        Some(there) => Decided::Already(there.batch.to_string()),
        None => Decided::New(vec![Record::Batch(row)]),
    }
}

/// Refuses an amount that is missing where the rule asks for one, or of another unit.
fn check_unit(kind: &Kind, amount: Option<&Amount>) -> Result<(), Refusal> {
    let Kind::Dwell(dwell) = kind else { return Ok(()) };
    let Some(asked) = dwell.amount_min.as_ref().or(dwell.amount_max.as_ref()) else {
        return Ok(());
    };
    match amount {
        None => Err(Refusal::NoAmount { unit: asked.unit.clone() }),
        Some(amount) if amount.unit != asked.unit => {
            let (unit, given) = (asked.unit.clone(), amount.unit.clone());
            Err(Refusal::OtherUnit { unit, given })
        }
        Some(_) => Ok(()),
    }
}
