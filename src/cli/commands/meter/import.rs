//! `houqin meter import`: readings from a sheet that somebody filled in.

use std::path::PathBuf;

use houqin::base::{
    Argument, Day, Decided, Diagnostic, Message, Place, PointCode, Refuse, Time, parse_decimal,
};
use houqin::books::{Change, Need};
use houqin::meters::{self, Claim, Correction, ReadingKind, ReadingRequest, Refusal};
use houqin::store::{Imported, ImportedRow};
use houqin::text::{Language, Text, recognise};

use super::optional_word;
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Record the readings of a sheet, all of them or none
///
/// The first line names the columns, in Chinese or English: 监测点 point, 日期 date, 读数 register,
/// and if they are there 时间 time, 类别 kind (实抄 actual, 估读 estimated, 更正 corrected, 复核
/// confirmed, 存疑 doubtful), 抄表人 person, 备注 note. What is recorded already is passed over,
/// so that a sheet may be imported again after it grew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin meter import 三月抄表.csv --dry-run\n  \
    houqin meter import - < readings.csv")]
pub(crate) struct Args {
    /// CSV file, UTF-8; - for stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    writing: Writing,
}

/// The columns that a sheet may have, by the keys of their labels.
const COLUMNS: [&str; 7] = [
    "meter.readings.point",
    "meter.readings.date",
    "meter.readings.register",
    "meter.readings.time",
    "meter.readings.kind",
    "meter.readings.person",
    "meter.readings.note",
];

/// How many of them, from the first, a sheet must have.
const N_REQUIRED: usize = 3;

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { file, writing } = args;
    let Sheet { requests, rows, mut defects } =
        Sheet::decode(session.import(&file)?, session.text());
    let today = session.today();
    let name = file.display().to_string();
    let mut counts = (0, 0);
    let recorded = session.record("meter import", Need::meters(), &writing, |books, stamp| {
        let imported = meters::read_all(&books.meters, today, &requests, stamp);
        if let Err(refused) = &imported {
            defects.extend(refused.iter().map(|(at, refusal)| rows[*at].refused(refusal)));
        }
        let imported = imported.ok().filter(|_| defects.is_empty()).ok_or(Refusal::Range)?;
        counts = (imported.readings.len(), imported.n_already);
        Ok::<_, Refusal>(Change::from_decided(match imported.readings {
            readings if readings.is_empty() => Decided::Already(name.clone()),
            readings => Decided::New(readings),
        }))
    });
    if !defects.is_empty() {
        defects.sort_by(|one, other| one.order().cmp(&other.order()));
        return Err(Failure::Rejected(defects).into());
    }
    let exit = recorded?;
    let (n_new, n_already) = counts;
    let said = Message::new("meter.imported").with("new", n_new).with("already", n_already);
    session.ui().talk(&said);
    Ok(exit)
}

/// What a sheet asks for, and every defect of every row.
struct Sheet {
    requests: Vec<ReadingRequest>,
    /// The row of each request.
    rows: Vec<Row>,
    defects: Vec<Diagnostic>,
}

/// A row of the sheet, with the place of each column.
struct Row {
    place: Place,
    original: String,
    places: [Option<Place>; COLUMNS.len()],
}

impl Row {
    /// A refusal at the cell it names.
    fn refused(&self, refusal: &impl Refuse) -> Diagnostic {
        let names = |key: &&str| key.rsplit('.').next() == refusal.field();
        let at = COLUMNS.iter().position(names);
        self.defect(at, refusal.message())
    }

    fn defect(&self, column: Option<usize>, message: Message) -> Diagnostic {
        let place = column.and_then(|at| self.places[at].clone());
        Diagnostic::error(place.unwrap_or_else(|| self.place.clone()), message)
            .with_original(&self.original)
    }
}

/// Which cell of a row holds which column.
type Places = [Option<usize>; COLUMNS.len()];

impl Sheet {
    fn decode(sheet: Imported, text: Text) -> Self {
        let (columns, mut defects) = columns(&sheet, text);
        let Imported { headings: _, original: _, rows: lines, diagnostics } = sheet;
        let is_readable = columns.iter().take(N_REQUIRED).all(Option::is_some);
        defects.extend(diagnostics);
        let (mut requests, mut rows) = (Vec::new(), Vec::new());
        for line in lines.iter().filter(|_| is_readable) {
            let row = Row {
                place: line.place.clone(),
                original: line.original.clone(),
                places: columns.map(|at| at.map(|at| line.cells[at].place.clone())),
            };
            if let Some(request) = request(line, columns, &row, &mut defects) {
                requests.push(request);
                rows.push(row);
            }
        }
        Self { requests, rows, defects }
    }
}

/// Finds the columns by their headings, and says which are missing or there twice.
fn columns(sheet: &Imported, text: Text) -> (Places, Vec<Diagnostic>) {
    let mut columns: Places = [None; COLUMNS.len()];
    let mut defects = Vec::new();
    let mut defect = |place: &Place, message: Message| {
        let defect = Diagnostic::error(place.clone(), message);
        defects.push(defect.with_original(&sheet.original));
    };
    for (at, heading) in sheet.headings.iter().enumerate() {
        let known = recognise(&heading.text, &COLUMNS);
        let Some(column) = COLUMNS.iter().position(|column| Some(*column) == known) else {
            continue;
        };
        // A sheet may have the point's code and the number of its meter: the label comes first.
        let Some(before) = columns[column] else {
            columns[column] = Some(at);
            continue;
        };
        let is_label = |at: usize| is_label(&sheet.headings[at].text, COLUMNS[column]);
        match (is_label(before), is_label(at)) {
            (true, false) => {}
            (false, true) => columns[column] = Some(at),
            (true, true) | (false, false) => {
                let message = Message::new("meter.import_twice")
                    .with("heading", heading.text.as_str())
                    .with("column", Argument::key(COLUMNS[column]));
                defect(&heading.place, message);
            }
        }
    }
    let missing: Vec<&str> = COLUMNS
        .iter()
        .zip(columns)
        .take(N_REQUIRED)
        .filter(|(_, column)| column.is_none())
        .map(|(key, _)| text.label(key))
        .collect();
    // Of a file without a first line something else is said.
    if let Some(first) = sheet.headings.first().filter(|_| !missing.is_empty()) {
        let message = Message::new("meter.import_columns").with("columns", missing.join("、"));
        defect(&first.place, message);
    }
    (columns, defects)
}

/// Whether a heading is the label of a column, not only another name for it.
fn is_label(heading: &str, key: &str) -> bool {
    let labels = [Language::Chinese, Language::English].map(|own| Text::new(own).label(key));
    labels.contains(&heading) || key.rsplit('.').next() == Some(heading)
}

/// The request of a row; nothing where a cell is wrong, which is noted.
fn request(
    line: &ImportedRow,
    columns: Places,
    row: &Row,
    defects: &mut Vec<Diagnostic>,
) -> Option<ReadingRequest> {
    let text = |column: usize| columns[column].map_or("", |at| line.cells[at].text.as_str());
    let mut wrong = |column: usize, message: Message| {
        defects.push(row.defect(Some(column), message));
    };
    let point = PointCode::parse(text(0)).map_err(|refusal| wrong(0, refusal.message())).ok();
    let date = Day::parse_sheet(text(1)).map_err(|refusal| wrong(1, refusal.message())).ok();
    let register = parse_decimal(text(2)).map_err(|refusal| wrong(2, refusal.message())).ok();
    let time = match text(3) {
        "" => Some(None),
        time => Time::parse(time).map_err(|refusal| wrong(3, refusal.message())).ok().map(Some),
    };
    let kind = kind(text(4)).or_else(|| {
        wrong(4, Message::new("meter.import_kind").with("text", text(4)));
        None
    });
    let (claim, correction) = match kind? {
        ReadingKind::Actual => (Claim::Actual, Correction::None),
        ReadingKind::Corrected => (Claim::Actual, Correction::SameMoment),
        ReadingKind::Estimated => (Claim::Estimated, Correction::None),
        ReadingKind::Confirmed => (Claim::Confirmed, Correction::None),
        ReadingKind::Doubtful => (Claim::Doubtful, Correction::None),
    };
    Some(ReadingRequest {
        point: point?,
        date: date?,
        time: time?,
        register: register?,
        claim,
        correction,
        person: optional_word(Some(text(5).to_owned())),
        note: optional_word(Some(text(6).to_owned())),
    })
}

/// The kind of a reading, by the word of the files or by its label; actual where nothing stands.
fn kind(text: &str) -> Option<ReadingKind> {
    if text.is_empty() {
        return Some(ReadingKind::Actual);
    }
    let keys = ReadingKind::ALL.map(ReadingKind::key);
    let by_label = || {
        let key = recognise(text, &keys)?;
        ReadingKind::ALL.into_iter().find(|kind| kind.key() == key)
    };
    ReadingKind::parse(text).or_else(by_label)
}
