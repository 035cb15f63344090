//! The seam through which readings stream by: decoded from the text of their file, folded, let go.
//!
//! Of the ledger there is one month at a time in memory, as text and as rows of 64 bytes; what the
//! fold keeps is said in `meters/stream.rs`. Only the points that it leaves over are read again, with
//! their whole rows, not more of them at once than [`AT_ONCE`] says, and with the strict reader. A scan
//! tells nothing by itself: where a line is not what it should be, it gives no answer, and the
//! ledger is read in full (`load.rs`), which tells everything that is wrong.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::base::{Day, Moment, Month, PointCode, RecordId, Time, parse_decimal};
use crate::meters::{
    History, Meters, More, Question, Reading, ReadingKind, Row as Seen, Scanned, Stream,
};

use super::codec::{Header, Line, numbered};
use super::load::Loader;
use super::row::Row;
use super::{StoreError, StorePath, encoding, layout};

/// How many rows of points that are read again are in memory at once, some 300 bytes each; more
/// only where one point alone has more.
const AT_ONCE: usize = 500_000;

/// Streams the readings by; none where they have to be read in full.
pub(super) fn scan(
    loader: &mut Loader<'_, '_>,
    meters: &Meters,
    question: Question,
) -> Result<Option<Scanned>, StoreError> {
    let months = loader.months(&layout::readings())?;
    let mut stream = Stream::new(meters, question);
    for (month, path) in &months {
        let Some(image) = loader.image(path)? else { return Ok(None) };
        let Some(text) = text(path, &image.bytes) else { return Ok(None) };
        if take_month(&mut stream, *month, text).is_none() {
            return Ok(None);
        }
    }
    for codes in batches(stream.left()) {
        let histories = codes.iter().filter_map(|code| meters.history(code));
        let histories = histories.map(|history| (history.point().code.as_str(), history.clone()));
        let mut histories: BTreeMap<&str, History> = histories.collect();
        for (_, path) in &months {
            let Some(image) = loader.image(path)? else { return Ok(None) };
            let Some(text) = text(path, &image.bytes) else { return Ok(None) };
            if read_again(&mut histories, path, text).is_none() {
                return Ok(None);
            }
        }
        for history in histories.into_values() {
            if stream.settle(history).is_err() {
                return Ok(None);
            }
        }
    }
    Ok(Some(stream.end()))
}

pub(super) fn text<'b>(path: &StorePath, bytes: &'b [u8]) -> Option<&'b str> {
    encoding::decode(path.as_str(), bytes).ok().map(|decoded| decoded.text)
}

fn header(path: &str, text: &str) -> Option<Header> {
    Header::read(path, text, Reading::COLUMNS, Reading::OPTIONAL).ok()
}

/// The lines of a file that are rows.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    numbered(text).skip(1).map(|(_, line)| line).filter(|line| !line.is_empty())
}

/// Points in groups that have no more rows together than may be in memory.
fn batches(left: Vec<(PointCode, usize)>) -> Vec<Vec<PointCode>> {
    let mut batches: Vec<Vec<PointCode>> = Vec::new();
    let mut room = 0;
    for (code, n_rows) in left {
        match batches.last_mut() {
            Some(batch) if n_rows <= room => batch.push(code),
            _ => {
                room = AT_ONCE;
                batches.push(vec![code]);
            }
        }
        room = room.saturating_sub(n_rows);
    }
    batches
}

/// Decodes a month's file and folds its rows.
fn take_month(stream: &mut Stream, month: Month, text: &str) -> Option<()> {
    let header = header("", text)?;
    let codes: Vec<PointCode> = stream.codes().cloned().collect();
    let mut decoder = Decoder::new(&header, &codes);
    let mut rows = Vec::new();
    for line in lines(text) {
        rows.push(decoder.row(line)?);
    }
    stream.take_month(month, &rows);
    Some(())
}

/// Adds the rows of some points to their histories.
fn read_again(histories: &mut BTreeMap<&str, History>, path: &StorePath, text: &str) -> Option<()> {
    let header = header(path.as_str(), text)?;
    let point = header.positions[column("point")]?;
    let mut cells = Vec::new();
    for line in lines(text) {
        let code = if bare(line, &mut cells) {
            Cow::Borrowed(*cells.get(point)?)
        } else {
            let line = Line::cut(path.as_str(), 0, line, header.names.len())?;
            line.cell(point).clone()
        };
        if let Some(history) = histories.get_mut(code.as_ref()) {
            let line = Line::cut(path.as_str(), 0, line, header.names.len())?;
            history.add_reading(line.decode(&header)?).ok()?;
        }
    }
    Some(())
}

/// The place of a column in the row type.
fn column(name: &str) -> usize {
    let found = Reading::COLUMNS.iter().position(|column| *column == name);
    found.expect("BUG: a column that the row type does not have")
}

/// Cuts a line without quotes at its commas; where there are quotes, it says so.
pub(super) fn bare<'t>(line: &'t str, cells: &mut Vec<&'t str>) -> bool {
    cells.clear();
    let mut from = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b',' => {
                cells.push(&line[from..at]);
                from = at + 1;
            }
            b'"' | b'\r' => return false,
            _ => {}
        }
    }
    cells.push(&line[from..]);
    true
}

/// Decodes lines as [`Reading::decode`] does, without taking their texts over.
struct Decoder<'t, 'h> {
    header: &'h Header,
    points: Points<'h>,
    cells: Vec<&'t str>,
    /// The last date and moment: many rows have the same.
    date: Option<(&'t str, Day)>,
    recorded_at: Option<(&'t str, Moment)>,
    columns: Columns,
}

/// Where the columns stand in the file; none where the file does not have one.
struct Columns {
    id: Option<usize>,
    point: Option<usize>,
    date: Option<usize>,
    time: Option<usize>,
    register: Option<usize>,
    kind: Option<usize>,
    note: Option<usize>,
    supersedes: Option<usize>,
    recorded_at: Option<usize>,
}

impl<'t, 'h> Decoder<'t, 'h> {
    fn new(header: &'h Header, codes: &'h [PointCode]) -> Self {
        let of = |name: &str| header.positions[column(name)];
        let columns = Columns {
            id: of("id"),
            point: of("point"),
            date: of("date"),
            time: of("time"),
            register: of("register"),
            kind: of("kind"),
            note: of("note"),
            supersedes: of("supersedes"),
            recorded_at: of("recorded_at"),
        };
        let points = Points { codes, after: vec![0; codes.len()], last: 0 };
        Self { header, points, cells: Vec::new(), date: None, recorded_at: None, columns }
    }

    /// The row of a line; none where anything is wrong with it.
    fn row(&mut self, line: &'t str) -> Option<Seen<'t>> {
        let n_cells = self.header.names.len();
        let mut note = None;
        if !bare(line, &mut self.cells) {
            let line = Line::cut("", 0, line, n_cells)?;
            note = self.columns.note.map(|at| line.cell(at).to_string());
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
        let cell = |at: Option<usize>| at.map_or("", |at| self.cells[at]);
        let columns = &self.columns;
        let id = cell(columns.id);
        RecordId::check(id).ok()?;
        let date = cell(columns.date);
        let date = match self.date {
            Some((text, day)) if text == date => day,
            _ => self.date.insert((date, Day::parse(date).ok()?)).1,
        };
        let time = cell(columns.time);
        let time = if time.is_empty() { None } else { Some(Time::parse(time).ok()?) };
        let register = parse_decimal(cell(columns.register)).ok()?;
        let kind = ReadingKind::parse(cell(columns.kind))?;
        let recorded_at = cell(columns.recorded_at);
        let recorded_at = match self.recorded_at {
            Some((text, moment)) if text == recorded_at => moment,
            _ => self.recorded_at.insert((recorded_at, Moment::parse(recorded_at).ok()?)).1,
        };
        let supersedes = Some(cell(columns.supersedes)).filter(|id| !id.is_empty());
        supersedes.map(RecordId::check).transpose().ok()?;
        let more = if supersedes.is_some() || kind == ReadingKind::Doubtful {
            let reason = note.unwrap_or_else(|| cell(columns.note).to_owned());
            let reason = Some(reason).filter(|reason| !reason.is_empty());
            Some(Box::new(More { supersedes, reason }))
        } else {
            None
        };
        let point = u32::try_from(self.points.find(cell(columns.point))?).ok()?;
        Some(Seen { point, date, time, register, kind, recorded_at, id, more })
    }
}

/// The codes of the points in order, and which one came after which the last time.
struct Points<'h> {
    codes: &'h [PointCode],
    after: Vec<usize>,
    last: usize,
}

impl Points<'_> {
    /// The place of a code; rows mostly come in the order of the rows before them.
    fn find(&mut self, code: &str) -> Option<usize> {
        let next = *self.after.get(self.last)?;
        let found = if self.codes[next].as_str() == code {
            next
        } else {
            self.codes.binary_search_by(|own| own.as_str().cmp(code)).ok()?
        };
        self.after[self.last] = found;
        self.last = found;
        Some(found)
    }
}
