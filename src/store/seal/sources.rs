//! Which files, and which rows of files that go on growing, make up a month of a book.

use crate::base::{Month, PlanCode};
use crate::closing::{Book, Closing, Sealable};
use crate::store::codec;
use crate::store::journal::Journal;
use crate::store::{StoreError, StorePath, layout};

/// The days that a seal closes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// The month and its book.
    pub(super) of: Sealable,
    /// Whether everything before the month belongs to it: it is the first that was sealed.
    reaches_back: bool,
}

impl Part {
    /// The days that a seal of this month closes, or would.
    pub(super) fn of(closing: &Closing, of: Sealable) -> Self {
        let first = closing.first_month(of.book);
        Self { of, reaches_back: first.is_none_or(|first| first == of.month) }
    }

    fn holds(self, month: Month) -> bool {
        month == self.of.month || (self.reaches_back && month < self.of.month)
    }
}

/// A part of a month of a book.
pub(super) enum Source {
    /// A file that holds rows of these days only.
    Whole(StorePath),
    /// The rows of these days in a file that goes on growing; the seal keeps a copy of them.
    Rows {
        /// The file.
        path: StorePath,
        /// The column with the date by which a row belongs to a month.
        column: &'static str,
        /// What the copy is called.
        name: String,
    },
}

/// Lists what the days of a seal consist of, in a fixed order.
pub(super) fn sources(journal: &Journal<'_>, part: Part) -> Result<Vec<Source>, StoreError> {
    let rows = |path, column, name: &str| Source::Rows { path, column, name: name.to_owned() };
    let mut sources = Vec::new();
    match part.of.book {
        Book::Stock => {
            sources.extend(months(journal, &layout::movements(), part)?);
            sources.extend(sheets(journal, part)?);
            sources.extend(years(journal, &layout::orders(), part, "orders")?);
            sources.extend(years(journal, &layout::invoices(), part, "invoices")?);
            for path in journal.list(&layout::plans())? {
                let plan = path.name().trim_end_matches(".csv").to_owned();
                sources.push(rows(path, "date", &format!("plans-{plan}")));
            }
            sources.push(rows(layout::exemptions(), "date", "exemptions"));
            sources.extend(years(journal, &layout::signatures(), part, "signatures")?);
        }
        Book::Meters => {
            sources.extend(months(journal, &layout::readings(), part)?);
            sources.push(rows(layout::meter_events(), "date", "events"));
        }
        Book::Inspections => {
            sources.extend(months(journal, &layout::inspection_records(), part)?);
            sources.extend(months(journal, &layout::answers(), part)?);
            sources.extend(years(journal, &layout::findings(), part, "findings")?);
            sources.extend(years(journal, &layout::repairs(), part, "repairs")?);
            sources.push(rows(layout::excusals(), "date", "excusals"));
            sources.push(rows(layout::service(), "from", "service"));
        }
        Book::Assets => {
            sources.extend(years(journal, &layout::asset_events(), part, "events")?);
            sources.extend(years(journal, &layout::asset_counts(), part, "counts")?);
        }
    }
    Ok(sources)
}

/// The ledger that a copy of rows was taken from, by the copy's name.
pub(super) fn ledger_of(book: Book, name: &str) -> Option<StorePath> {
    let (kind, year) = match name.split_once('-') {
        Some((kind, year)) => (kind, year.parse().ok()),
        None => (name, None),
    };
    Some(match (book, kind) {
        (Book::Stock, "orders") => layout::orders_of(year?),
        (Book::Stock, "invoices") => layout::invoices_of(year?),
        (Book::Stock, "plans") => {
            layout::plan(&PlanCode::parse(name.strip_prefix("plans-")?).ok()?)
        }
        (Book::Stock, "exemptions") => layout::exemptions(),
        (Book::Stock, "signatures") => layout::signatures_of(year?),
        (Book::Meters, "events") => layout::meter_events(),
        (Book::Assets, "events") => layout::asset_events_of(year?),
        (Book::Assets, "counts") => layout::asset_counts_of(year?),
        (Book::Inspections, "findings") => layout::findings_of(year?),
        (Book::Inspections, "repairs") => layout::repairs_of(year?),
        (Book::Inspections, "excusals") => layout::excusals(),
        (Book::Inspections, "service") => layout::service(),
        _ => return None,
    })
}

/// The files of a ledger that has one a month: `folder/2026/2026-03.csv`.
fn months(
    journal: &Journal<'_>,
    folder: &StorePath,
    part: Part,
) -> Result<Vec<Source>, StoreError> {
    let mut files = Vec::new();
    for year in journal.folders(folder)? {
        files.extend(journal.list(&year)?.into_iter().filter(|path| {
            let month = path.name().strip_suffix(".csv");
            let month = month.and_then(|month| Month::parse(month).ok());
            month.is_some_and(|month| part.holds(month))
        }));
    }
    Ok(files.into_iter().map(Source::Whole).collect())
}

/// The rows of a ledger that has a file a year: `folder/2026.csv`.
fn years(
    journal: &Journal<'_>,
    folder: &StorePath,
    part: Part,
    name: &str,
) -> Result<Vec<Source>, StoreError> {
    let of_year = |path: &StorePath| {
        let year = path.name().strip_suffix(".csv")?.parse().ok()?;
        let first = Month::new(year, 1)?;
        let touches = (0..12).any(|month| part.holds(first.plus(month)));
        touches.then(|| format!("{name}-{year:04}"))
    };
    let files = journal.list(folder)?.into_iter();
    Ok(files
        .filter_map(|path| {
            let name = of_year(&path)?;
            Some(Source::Rows { path, column: "date", name })
        })
        .collect())
}

/// The count sheets: each is one file of the month that it was opened for.
fn sheets(journal: &Journal<'_>, part: Part) -> Result<Vec<Source>, StoreError> {
    let mut files = Vec::new();
    for year in journal.folders(&layout::stocktakes())? {
        let number = year.name().parse().ok().and_then(|year| Month::new(year, 1));
        let touches = |first: Month| (0..12).any(|month| part.holds(first.plus(month)));
        if !number.is_some_and(touches) {
            continue;
        }
        for path in journal.list(&year)? {
            let Some(image) = journal.read(&path)? else { continue };
            let text = String::from_utf8_lossy(&image.bytes);
            if !rows_of(&text, "date", part).1.is_empty() {
                files.push(Source::Whole(path));
            }
        }
    }
    Ok(files)
}

/// A row of a month, with its line in its file.
pub(super) struct MonthRow<'t> {
    /// The line, from 1.
    pub(super) line: u32,
    /// The row, without its line ending.
    pub(super) text: &'t str,
}

/// Picks the rows of a month from a file that goes on growing, and its first line.
pub(super) fn rows_of<'t>(
    text: &'t str,
    column: &str,
    part: Part,
) -> (Option<&'t str>, Vec<MonthRow<'t>>) {
    let mut lines = text.lines().zip(1_u32..);
    let Some((first, _)) = lines.next() else { return (None, Vec::new()) };
    let head = codec::split(first).unwrap_or_default();
    let Some(at) = head.iter().position(|field| field.text == column) else {
        return (Some(first), Vec::new());
    };
    let of_month = |line: &str| {
        let fields = codec::split(line).unwrap_or_default();
        let month = fields.get(at).and_then(|field| field.text.get(..7));
        month.is_some_and(|month| Month::parse(month).is_ok_and(|month| part.holds(month)))
    };
    let rows = lines.filter(|(line, _)| of_month(line));
    (Some(first), rows.map(|(text, line)| MonthRow { line, text }).collect())
}

/// The copy of the rows of a month that a seal keeps; none where there are none.
pub(super) fn copy(text: &str, column: &str, part: Part) -> Option<String> {
    let (first, rows) = rows_of(text, column, part);
    if rows.is_empty() {
        return None;
    }
    let lines = first.into_iter().chain(rows.iter().map(|row| row.text));
    Some(lines.flat_map(|line| [line, "\n"]).collect())
}
