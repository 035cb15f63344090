//! One road for every import: read the rows, decide about all of them, record all or the good ones.

use houqin::base::{Decided, Message, Refuse, Stamp};
use houqin::books::{Books, Change, Focus, Line, Need, Receipt};
use houqin::render::Format;
use houqin::report::{Document, Present as _};

use super::columns::Columns;
use super::flags::{Intake, Source};
use super::row::Row;
use super::taken::Taken;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// What an import is about.
#[derive(Clone, Copy)]
pub(crate) struct Task {
    /// Noun and verb, for the log.
    pub(crate) command: &'static str,
    /// The books that the decision needs.
    pub(crate) need: Need,
    /// The columns.
    pub(crate) columns: Columns,
    /// For a field that a refusal names the columns that may hold it beside its own.
    pub(crate) fields: &'static [(&'static str, &'static str)],
}

/// Why a row cannot be recorded, and which of its fields the reason is about.
pub(crate) struct Refused {
    /// The reason.
    pub(crate) message: Message,
    /// The field.
    pub(crate) field: Option<&'static str>,
}

impl Refused {
    /// Takes a refusal over.
    pub(crate) fn of(refusal: &impl Refuse) -> Self {
        Self { message: refusal.message(), field: refusal.field() }
    }
}

/// What was decided about one request.
pub(crate) enum Verdict {
    /// It becomes these rows.
    New(Vec<Line>),
    /// It is recorded already.
    Already,
    /// A rule says no.
    Refused(Refused),
}

impl Verdict {
    /// Takes a decision over.
    pub(crate) fn of<R: Into<Line>, E: Refuse>(decided: Result<Decided<Vec<R>>, E>) -> Self {
        match decided {
            Ok(Decided::New(rows)) => Self::New(rows.into_iter().map(Into::into).collect()),
            Ok(Decided::Already(_)) => Self::Already,
            Err(refusal) => Self::Refused(Refused::of(&refusal)),
        }
    }
}

/// The requests in the order in which they were decided, by their numbers.
pub(crate) type Verdicts = Vec<(usize, Verdict)>;

/// Takes decisions over.
pub(crate) fn verdicts<R: Into<Line>, E: Refuse>(
    decided: impl IntoIterator<Item = (usize, Result<Decided<Vec<R>>, E>)>,
) -> Verdicts {
    decided.into_iter().map(|(at, decided)| (at, Verdict::of(decided))).collect()
}

/// Reads a file and records its rows.
pub(crate) fn run<T>(
    session: &Session,
    intake: &Intake,
    task: Task,
    read: impl FnMut(&mut Row<'_>) -> Option<T>,
    decide: impl FnOnce(&Books, &[T], &mut Stamp) -> Verdicts,
) -> anyhow::Result<Exit> {
    let source = intake.open(session, &[task.columns])?;
    run_on(session, intake, source, task, read, decide)
}

/// The same for a file that was opened already.
pub(crate) fn run_on<T>(
    session: &Session,
    intake: &Intake,
    source: Source,
    task: Task,
    read: impl FnMut(&mut Row<'_>) -> Option<T>,
    decide: impl FnOnce(&Books, &[T], &mut Stamp) -> Verdicts,
) -> anyhow::Result<Exit> {
    run_about(session, intake, source, task, read, (|_: &[T]| None, decide))
}

/// The same for rows that may be about little.
pub(crate) fn run_about<T>(
    session: &Session,
    intake: &Intake,
    source: Source,
    task: Task,
    read: impl FnMut(&mut Row<'_>) -> Option<T>,
    (about, decide): (
        impl FnOnce(&[T]) -> Option<Focus>,
        impl FnOnce(&Books, &[T], &mut Stamp) -> Verdicts,
    ),
) -> anyhow::Result<Exit> {
    let (name, review) = (source.name.clone(), source.review.clone());
    if !source.imported.more.is_empty() {
        let count = source.imported.more.len();
        session.ui().talk(&Message::new("import.more").with("count", count));
    }
    let mut taken = Taken::read(source, task.columns, read)?;
    let focus = about(&taken.requests);
    let receipt = session.commit(
        task.command,
        (task.need, focus.as_ref()),
        &intake.writing,
        |books, stamp| {
            let verdicts = decide(books, &taken.requests, stamp);
            let mut lines = Vec::new();
            for (request, verdict) in verdicts {
                match verdict {
                    Verdict::New(rows) => {
                        match rows.iter().find_map(|line| books.admit(line).err()) {
                            None => lines.extend(rows),
                            Some(refusal) => {
                                taken.reject(request, &Refused::of(&refusal), task.fields);
                            }
                        }
                    }
                    Verdict::Already => taken.pass_some(1),
                    Verdict::Refused(refused) => {
                        taken.reject(request, &refused, task.fields);
                    }
                }
            }
            settle(session, intake, &taken, review.as_deref())?;
            Ok(if lines.is_empty() {
                Decided::Already(name)
            } else {
                Decided::New(Change { lines })
            })
        },
    )?;
    show(session, &taken, &receipt)
}

/// Stops where rows were rejected and no review file was asked for; else writes it.
pub(crate) fn settle<T>(
    session: &Session,
    intake: &Intake,
    taken: &Taken<T>,
    review: Option<&std::path::Path>,
) -> Result<(), Failure> {
    let Some(path) = review else {
        if taken.n_rejected() == 0 {
            return Ok(());
        }
        return Err(Failure::Doubtful(taken.diagnostics(), taken.counts("import.rejected")));
    };
    if intake.writing.dry_run {
        return Ok(());
    }
    session.write_output(path, &taken.review(session.text()))
}

/// Shows what was recorded, what was not, and how many rows there were of each.
fn show<T>(session: &Session, taken: &Taken<T>, receipt: &Receipt) -> anyhow::Result<Exit> {
    let (n_new, n_already) = taken.n_new_and_already();
    let document = match receipt {
        Receipt::Already(_) if n_already == 0 => {
            Document::new("import.nothing").prose(Message::new("import.nothing"))
        }
        _ => receipt.present(),
    };
    debug_assert!(n_new > 0 || matches!(receipt, Receipt::Already(_)));
    end(session, taken, document)
}

/// Shows a document with the counts under it, and the rejected rows before it.
pub(crate) fn end<T>(
    session: &Session,
    taken: &Taken<T>,
    document: Document<'_>,
) -> anyhow::Result<Exit> {
    let counts = taken.counts("import.counted");
    let rejected = taken.n_rejected() > 0;
    if rejected {
        session.ui().some_diagnostics(&taken.diagnostics());
    }
    // A table for programs has no room for a note.
    let exit = match session.format() {
        Format::Csv | Format::Tsv => {
            let exit = session.show_document(document)?;
            session.ui().talk(&counts);
            exit
        }
        Format::Table
        | Format::Json
        | Format::Markdown
        | Format::Html
        | Format::Xlsx
        | Format::Cells => session.show_document(document.notes(vec![counts]))?,
    };
    Ok(if rejected { Exit::Found } else { exit })
}
