//! The workbook as a whole: which sheets there are and in which order, and its fixed properties.

use std::borrow::Cow;
use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::name::Names;
use super::page::Page;
use super::style::Styles;
use super::{chart, first, sheet};
use crate::render::{Letterhead, Options};
use crate::report::{Block, Cell, Chart, Document, Fact, Purpose, Row, RowKind, Rows, Table};
use crate::text::Text;

/// What a sheet of a spreadsheet program holds, less its heading.
const MOST_ROWS: usize = 1_048_575;

/// What every sheet is made from.
pub(super) struct Scene<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) text: Text,
    pub(super) letterhead: Option<&'a Letterhead>,
    pub(super) origin: &'a [Fact],
    pub(super) page: Page,
}

/// A sheet that comes after the first.
pub(super) struct Leaf<'a> {
    /// Its name on the tab.
    pub(super) name: String,
    pub(super) content: Content<'a>,
}

/// What stands on a sheet.
pub(super) enum Content<'a> {
    /// A table, or as much of it as a sheet holds.
    Table(Part<'a>),
    /// A chart and the figures that it draws.
    Chart(&'a Chart),
}

/// As many rows of a table as a sheet holds.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) table: &'a Table<Rows<'a>>,
    /// How many rows are on the sheets before.
    first: usize,
    n_rows: usize,
    pub(super) n_lines: usize,
}

impl<'a> Part<'a> {
    /// The parts of a table, one at least.
    fn all(table: &'a Table<Rows<'a>>) -> Vec<Self> {
        let begun = |first| Self { table, first, n_rows: 0, n_lines: 0 };
        let mut parts = vec![begun(0)];
        for (at, row) in table.rows.iter().enumerate() {
            if at > 0 && at % MOST_ROWS == 0 {
                parts.push(begun(at));
            }
            let part = parts.last_mut().expect("BUG: there is a part");
            part.n_rows += 1;
            part.n_lines += usize::from(row.kind == RowKind::Line);
        }
        parts
    }

    /// Walks the rows from the first.
    pub(super) fn rows(self) -> impl Iterator<Item = Cow<'a, Row>> {
        self.table.rows.iter().skip(self.first).take(self.n_rows)
    }
}

pub(in crate::render) fn print(
    document: &Document<'_>,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let bytes = bytes(document, text, options).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn bytes(document: &Document<'_>, text: Text, options: Options<'_>) -> Result<Vec<u8>, XlsxError> {
    let Options { letterhead, origin, .. } = options;
    let page = Page::of(document, letterhead, text);
    let scene = Scene { document, text, letterhead, origin, page };
    let mut names = Names::new(&first::tab(text));
    let leaves = leaves(document, text, &mut names);
    let mut book = Workbook::new();
    let mut styles = Styles::new(text.language());
    book.set_default_format(&styles.base(), styles.row_height(), styles.column_width())?;
    book.set_properties(&properties(&scene)?);
    first::write(&mut book, &scene, &mut styles, &leaves)?;
    for leaf in &leaves {
        match leaf.content {
            Content::Table(part) => {
                sheet::write(&mut book, &scene, &mut styles, (&leaf.name, part))?;
            }
            Content::Chart(of) => chart::write(&mut book, &scene, &mut styles, (&leaf.name, of))?,
        }
    }
    // Of a list nobody looks at the frame first.
    if document.purpose == Purpose::Listing && leaves.len() == 1 {
        book.worksheet_from_index(1)?.set_active(true);
    }
    book.save_to_buffer()
}

/// The sheets after the first, in the order of the document.
fn leaves<'a>(document: &'a Document<'a>, text: Text, names: &mut Names) -> Vec<Leaf<'a>> {
    let mut leaves = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Table(table) | Block::Bars(table) => {
                let word = text.label(table.key);
                leaves.extend(Part::all(table).into_iter().map(|part| {
                    let content = Content::Table(part);
                    Leaf { name: names.take(word), content }
                }));
            }
            Block::Chart(chart) => {
                let name = names.take(&heading(chart, text));
                leaves.push(Leaf { name, content: Content::Chart(chart) });
            }
            Block::Facts(_)
            | Block::Prose(_)
            | Block::Passage(_)
            | Block::Notes(_)
            | Block::SignOff(_) => {}
        }
    }
    leaves
}

/// The heading of a chart: its word, and what it is about.
pub(super) fn heading(chart: &Chart, text: Text) -> String {
    match &chart.about {
        Cell::Blank => text.label(chart.key).to_owned(),
        about => format!("{} {}", text.label(chart.key), crate::render::grid::shown(about, text)),
    }
}

/// Nothing of the machine and the hour: the same document gives the same bytes.
fn properties(scene: &Scene<'_>) -> Result<DocProperties, XlsxError> {
    let begun = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = scene.text.label(scene.document.key);
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&begun);
    Ok(match scene.letterhead {
        Some(head) => properties.set_company(scene.text.named(&head.name.zh, &head.name.en)),
        None => properties,
    })
}
