//! `houqin inspect batch import`: log books of batches from files.

use houqin::base::{RecordId, RuleCode, SubjectCode};
use houqin::books::{Need, decide_each};
use houqin::inspections::{
    self, Amount, BatchKind, CloseBatchRequest, LogBatchRequest, OpenBatchRequest,
};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Table, Task, run_on, verdicts};
use crate::cli::session::Session;

/// Record the batches of a file
///
/// A line a batch, as log books have it: 规则 rule, 对象 subject, 放入日 opened on, 放入时间 opened at,
/// and if they are there 取走日 closed on, 取走时间 closed at, 数量 amount, 经手人 person, 备注 note; a
/// file without 规则 needs --rule. Lines with only 批次 batch, 取走日 and 取走时间 close batches that are
/// recorded already. What is recorded already is passed over, so that a log book may be imported again
/// after it grew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect batch import 医废登记本.xlsx --dry-run\n  \
    houqin inspect batch import - --rule YF-48 < waste.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
    /// Rule of rows that name none
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
}

const BATCH: &str = "inspect.batches.batch";
const RULE: &str = "inspect.batches.rule";
const SUBJECT: &str = "inspect.batches.subject";
const AMOUNT: &str = "inspect.batches.amount";
const PERSON: &str = "inspect.batches.person";
const NOTE: &str = "inspect.batches.note";
const SUPERSEDES: &str = "inspect.batches.supersedes";

/// The columns that say when a batch was put there and when it was taken away.
#[derive(Clone, Copy)]
struct When {
    opened: (&'static str, &'static str),
    closed: (&'static str, &'static str),
}

const OF_LINE: When = When {
    opened: ("inspect.batches.opened_on", "inspect.batches.opened_at"),
    closed: ("inspect.batches.closed_on", "inspect.batches.closed_at"),
};

/// A row of the ledger has one moment, whichever it is.
const OF_ROW: When = When {
    opened: ("inspect.batches.date", "inspect.batches.time"),
    closed: ("inspect.batches.date", "inspect.batches.time"),
};

const LINE: &[&str] = &[
    BATCH,
    RULE,
    SUBJECT,
    OF_LINE.opened.0,
    OF_LINE.opened.1,
    OF_LINE.closed.0,
    OF_LINE.closed.1,
    AMOUNT,
    PERSON,
    NOTE,
    SUPERSEDES,
];

/// A line a batch.
const LINES: Columns = Columns {
    keys: LINE,
    needed: &[RULE, SUBJECT, OF_LINE.opened.0, OF_LINE.opened.1],
    one_of: &[],
};

/// Lines that close what is there.
const CLOSINGS: Columns =
    Columns { keys: LINE, needed: &[BATCH, OF_LINE.closed.0, OF_LINE.closed.1], one_of: &[] };

/// The rows of the ledger, as a rehearsal prints them.
const ROWS: Columns = Columns {
    keys: &[
        BATCH,
        "inspect.batches.kind",
        RULE,
        SUBJECT,
        OF_ROW.opened.0,
        OF_ROW.opened.1,
        AMOUNT,
        PERSON,
        NOTE,
        SUPERSEDES,
    ],
    needed: &[BATCH, "inspect.batches.kind", OF_ROW.opened.0, OF_ROW.opened.1],
    one_of: &[],
};

/// What a line asks for.
enum Entry {
    Log(Box<LogBatchRequest>),
    Close(CloseBatchRequest),
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake, rule } = args;
    let rule = session.maybe("--rule", rule.as_deref(), RuleCode::parse)?;
    let needed = if rule.is_some() { &LINES.needed[1..] } else { LINES.needed };
    let sorts = [Columns { needed, ..LINES }, CLOSINGS, ROWS];
    let source = intake.open(session, &sorts)?;
    let sort = Table::which(&source, &source.imported, &sorts);
    let task = Task {
        command: "inspect batch import",
        need: Need::inspections(),
        columns: sorts[sort],
        fields: &[],
    };
    let read = |row: &mut Row<'_>| match sort {
        0 => log(row, OF_LINE, rule.as_ref(), session),
        1 => close(row, OF_LINE, session),
        _ => {
            match row.word("inspect.batches.kind", BatchKind::ALL, |one| (one.word(), one.key()))? {
                BatchKind::Open => log(row, OF_ROW, rule.as_ref(), session),
                BatchKind::Close => close(row, OF_ROW, session),
            }
        }
    };
    run_on(session, &intake, source, task, read, |books, entries, stamp| {
        let book_of = |entry: &Entry| match entry {
            Entry::Log(request) => (request.opened.date, request.opened.time),
            Entry::Close(request) => (request.date, request.time),
        };
        verdicts(decide_each(books, entries, stamp, book_of, |books, entry, stamp| match entry {
            Entry::Log(request) => inspections::log_batch(&books.inspections, request, stamp),
            Entry::Close(request) => inspections::close_batch(&books.inspections, request, stamp),
        }))
    })
}

/// A batch that was put there and perhaps taken away.
fn log(row: &mut Row<'_>, when: When, rule: Option<&RuleCode>, session: &Session) -> Option<Entry> {
    let rule = match rule {
        Some(rule) if row.is_blank(RULE) => Some(rule.clone()),
        _ => row.required(RULE, RuleCode::parse),
    };
    let subject = row.required(SUBJECT, SubjectCode::parse);
    let date = row.day(when.opened.0);
    let time = row.time(when.opened.1);
    let amount = row.optional(AMOUNT, Amount::read);
    let supersedes = row.optional(SUPERSEDES, RecordId::parse);
    let is_closed =
        when.closed != when.opened && !(row.is_blank(when.closed.0) && row.is_blank(when.closed.1));
    let closed = if is_closed {
        let (date, time) = (row.day(when.closed.0), row.time(when.closed.1));
        date.zip(time).map(Some)
    } else {
        Some(None)
    };
    let opened = OpenBatchRequest {
        rule: rule?,
        subject: subject?,
        date: date?,
        time: time?,
        amount: amount?,
        person: row.word_of(PERSON).unwrap_or_else(|| session.by().to_owned()),
        note: row.text(NOTE).to_owned(),
        supersedes: supersedes?,
        today: session.today(),
    };
    Some(Entry::Log(Box::new(LogBatchRequest { opened, closed: closed? })))
}

/// A batch that was taken away.
fn close(row: &mut Row<'_>, when: When, session: &Session) -> Option<Entry> {
    let batch = row.required(BATCH, RecordId::parse);
    let date = row.day(when.closed.0);
    let time = row.time(when.closed.1);
    let supersedes = row.optional(SUPERSEDES, RecordId::parse);
    Some(Entry::Close(CloseBatchRequest {
        batch: batch?,
        date: date?,
        time: time?,
        person: row.word_of(PERSON).unwrap_or_else(|| session.by().to_owned()),
        note: row.text(NOTE).to_owned(),
        supersedes: supersedes?,
        today: session.today(),
    }))
}
