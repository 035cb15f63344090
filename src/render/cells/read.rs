//! Records to what each store gave: strict, so that a row that was cut or lost is never a figure.

use super::record::{Record, known_key};
use super::value::{cell, message};
use crate::base::Message;
use crate::report::{
    Block, Cell, Chart, ChartKind, Column, Document, Fact, Passage, Purpose, Row, RowKind, Rows,
    Series, SeriesRole, StoreFailure, StoreOutcome, StoreReport, Table, Wording,
};

/// Puts stores together from their records, one store after the other.
#[derive(Debug, Default)]
pub struct CellsReader {
    n_lines: usize,
    store: Option<Begun>,
}

/// A row that is no record, or not the next one.
#[derive(Debug)]
struct NoRecord;

/// A store whose end is still to come.
#[derive(Debug)]
struct Begun {
    path: String,
    n: usize,
    document: Option<Document<'static>>,
    failure: Option<StoreFailure>,
}

impl CellsReader {
    /// Takes the next row; gives the store that it ends.
    ///
    /// The message says which row is not as it must be.
    pub fn take(&mut self, line: &str) -> Result<Option<StoreReport>, Message> {
        self.n_lines += 1;
        let read = Record::read(line).ok_or(NoRecord).and_then(|record| self.record(record));
        read.map_err(|NoRecord| {
            let shown: String = line.chars().take(80).collect();
            Message::new("group.malformed").with("line", self.n_lines).with("text", shown)
        })
    }

    /// The folder of the store whose end has not come.
    pub fn unfinished(&self) -> Option<&str> {
        self.store.as_ref().map(|begun| begun.path.as_str())
    }

    fn record(&mut self, record: Record) -> Result<Option<StoreReport>, NoRecord> {
        let begun = match self.store.take() {
            None if record.n == 1 => {
                Begun { path: record.store.clone(), n: 0, document: None, failure: None }
            }
            Some(begun) if begun.path == record.store && begun.n + 1 == record.n => begun,
            None | Some(_) => return Err(NoRecord),
        };
        let mut begun = Begun { n: record.n, ..begun };
        if record.what == "end" {
            return begun.end(record).map(Some).ok_or(NoRecord);
        }
        begun.take(&record).ok_or(NoRecord)?;
        self.store = Some(begun);
        Ok(None)
    }
}

impl Begun {
    fn end(self, record: Record) -> Option<StoreReport> {
        let outcome = match (record.kind.as_str(), self.document, self.failure) {
            ("read", Some(document), None) => StoreOutcome::Read(document),
            ("failed", None, Some(failure)) => StoreOutcome::Failed(failure),
            _ => return None,
        };
        let exit = u8::try_from(record.row).ok()?;
        Some(StoreReport {
            path: self.path,
            name: record.value,
            warnings: record.column,
            exit,
            outcome,
        })
    }

    fn take(&mut self, record: &Record) -> Option<()> {
        match (record.what.as_str(), &mut self.document, &mut self.failure) {
            ("document", None, None) => {
                let mut document = Document::new(known_key(&record.key)?);
                document.purpose = match record.value.as_str() {
                    "listing" => Purpose::Listing,
                    "paper" => Purpose::Paper,
                    _ => return None,
                };
                self.document = Some(document);
            }
            ("reason", None, None) => {
                let message = message(&record.value, &record.more)?;
                self.failure = Some(StoreFailure { message, place: String::new(), more: 0 });
            }
            ("place", None, Some(failure)) => {
                failure.place.clone_from(&record.value);
                failure.more = record.row;
            }
            (_, Some(document), None) => part(document, record)?,
            _ => return None,
        }
        Some(())
    }
}

/// Takes a record of a document's part: its beginning, or more of the part at hand.
fn part(document: &mut Document<'_>, record: &Record) -> Option<()> {
    if record.part == document.blocks.len() + 1 {
        document.blocks.push(begin(record)?);
        return Some(());
    }
    if record.part != document.blocks.len() {
        return None;
    }
    let what = record.what.as_str();
    let own = || cell(&record.kind, &record.value, &record.more);
    match document.blocks.last_mut()? {
        Block::Facts(facts) if what == "fact" => {
            facts.push(Fact { key: known_key(&record.key)?, cell: own()? });
        }
        Block::Table(table) | Block::Bars(table) => row(table, record)?,
        Block::Prose(prose) if what == "said" => *prose = message(&record.value, &record.more)?,
        Block::Passage(passage) => match what {
            "heading" => passage.heading = wording(record),
            "paragraph" => passage.paragraphs.push(wording(record)),
            _ => return None,
        },
        Block::Notes(notes) if what == "note" => notes.push(message(&record.value, &record.more)?),
        Block::Chart(chart) => figure(chart, record)?,
        Block::SignOff(roles) if what == "role" => roles.push(own()?),
        Block::Facts(_) | Block::Prose(_) | Block::Notes(_) | Block::SignOff(_) => return None,
    }
    Some(())
}

fn begin(record: &Record) -> Option<Block<'static>> {
    let key = || known_key(&record.key);
    Some(match record.what.as_str() {
        "facts" => Block::Facts(Vec::new()),
        "table" => Block::Table(Table::new(key()?, &[]).named_by(&[]).into()),
        "bars" => Block::Bars(Table::new(key()?, &[]).named_by(&[]).into()),
        "prose" => Block::Prose(Message::new("")),
        "passage" => {
            Block::Passage(Passage { heading: Wording::default(), paragraphs: Vec::new() })
        }
        "notes" => Block::Notes(Vec::new()),
        "chart" => Block::Chart(Chart::new(key()?, ChartKind::Lines, Cell::Blank)),
        "sign_off" => Block::SignOff(Vec::new()),
        _ => return None,
    })
}

fn row(table: &mut Table<Rows<'_>>, record: &Record) -> Option<()> {
    let key = || known_key(&record.key);
    let kind = match record.what.as_str() {
        "column" => {
            table.columns.push(Column { key: key()? });
            return Some(());
        }
        "named_by" => {
            table.named_by.push(key()?);
            return Some(());
        }
        "not_summed" => {
            table.not_summed.push(key()?);
            return Some(());
        }
        "line" => RowKind::Line,
        "subtotal" => RowKind::Subtotal,
        "total" => RowKind::Total,
        _ => return None,
    };
    let n_columns = table.columns.len();
    let rows = table.rows.made_mut();
    let whole = |row: &Row| row.cells.len() == n_columns;
    if record.column == 0 {
        if record.row != rows.len() || !rows.last().is_none_or(whole) {
            return None;
        }
        rows.push(Row { kind, cells: Vec::with_capacity(n_columns) });
    }
    let at = rows.len();
    let row = rows.last_mut().filter(|row| row.kind == kind && record.row + 1 == at)?;
    if record.column != row.cells.len() || record.column >= n_columns {
        return None;
    }
    row.cells.push(cell(&record.kind, &record.value, &record.more)?);
    Some(())
}

fn figure(chart: &mut Chart, record: &Record) -> Option<()> {
    let own = || cell(&record.kind, &record.value, &record.more);
    match record.what.as_str() {
        "drawn" => {
            chart.kind = ChartKind::ALL.into_iter().find(|kind| kind.word() == record.value)?;
        }
        "about" => chart.about = own()?,
        "unit" => chart.unit = own()?,
        "label" => chart.labels.push(own()?),
        "series" => {
            let role = SeriesRole::ALL.into_iter().find(|role| role.word() == record.key)?;
            chart.series.push(Series { name: own()?, role, cells: Vec::new() });
        }
        "figure" => chart.series.last_mut()?.cells.push(own()?),
        _ => return None,
    }
    Some(())
}

fn wording(record: &Record) -> Wording {
    Wording { zh: record.value.clone(), en: record.more.clone() }
}
