//! `houqin history`: the life of a row, or of whatever has a code.

use houqin::base::Message;
use houqin::report::{Cell, Document, Table, Tone};
use houqin::store::{Became, Biography, Standing};

use super::diff;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what a row says, who recorded and corrected it, when, with which command and why
///
/// Takes the id of a ledger's row, or the code of an item, an asset, a metering point, a rule, a
/// department or anything else that has one. The files tell of the rows of every machine; the log
/// of this machine tells the commands, and what a register said before it was changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin history M20260305-k7qd-000012\n  houqin history D-101")]
pub(crate) struct Args {
    /// Id of a row, or a code
    #[arg(value_name = "ID")]
    id: String,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { id } = args;
    let life = session.store()?.biography(&id).map_err(Failure::from)?;
    if life.now.is_empty() && life.named_by.is_empty() && life.events.is_empty() {
        return Err(Failure::NoInput(Message::new("history.unknown").with("id", id)).into());
    }
    session.show(&document(&life, &id))
}

fn document(life: &Biography, id: &str) -> Document<'static> {
    let Biography { now, named_by, events } = life;
    let mut document = Document::new("history.row");
    for row in now {
        document = document.table(standing(row));
    }
    if !named_by.is_empty() {
        let columns = [
            "history.named_by.key",
            "history.named_by.file",
            "history.named_by.line",
            "history.named_by.row",
        ];
        let mut table = Table::new("history.named_by", &columns);
        for row in named_by {
            let line =
                Cell::maybe((row.line > 0).then_some(row.line), |line| Cell::Count(line.into()));
            let said = Cell::text(diff::listed(&row.fields));
            table.line(vec![Cell::text(&row.key), Cell::text(&row.file), line, said]);
        }
        document = document.table(table);
    }
    let stands = |key: &str| now.iter().chain(named_by).any(|row| row.key == key);
    let columns = [
        "history.events.recorded_at",
        "history.events.recorded_by",
        "history.events.command",
        "history.events.what",
        "history.events.key",
        "history.events.details",
    ];
    let mut table = Table::new("history.events", &columns);
    for event in events {
        let (what, details) = match &event.became {
            // What it says stands above; here is why.
            Became::Added(fields) if stands(&event.key) => {
                (diff::said(&event.became).0, why(fields))
            }
            became => diff::said(became),
        };
        table.line(vec![
            Cell::text(&event.time),
            Cell::text(&event.who),
            Cell::maybe(event.command.as_ref(), Cell::text),
            what,
            Cell::text(&event.key),
            Cell::text(details),
        ]);
    }
    document = document.table(table);
    let removed =
        events.iter().any(|event| matches!(event.became, Became::Added(_)) && event.key == id);
    if now.is_empty() && removed {
        document = document.notes(vec![Message::new("history.gone").with("id", id)]);
    }
    document
}

/// A row as it stands, a line a cell.
fn standing(row: &Standing) -> Table {
    let mut table = Table::new("history.now", &["history.now.column", "history.now.value"]);
    let place = match row.line {
        0 => row.file.clone(),
        line => format!("{}:{line}", row.file),
    };
    table.line(vec![Cell::verdict("history.now.place", Tone::Plain), Cell::text(place)]);
    for (column, value) in &row.fields {
        table.line(vec![Cell::text(column), Cell::text(value)]);
    }
    table
}

/// The reasons and remarks of a row.
fn why(fields: &[(String, String)]) -> String {
    let is_why = |(column, _): &&(String, String)| column == "reason" || column == "note";
    let told = fields.iter().filter(is_why).map(|(_, value)| value.as_str());
    told.collect::<Vec<_>>().join("; ")
}
