//! Sheets of labels: which label stands where on which A4 sheet, and the list of them.

use super::{Cell, Document, Present, Table};
use crate::assets::Label;

/// How the labels lie on an A4 sheet, in hundredths of a millimetre.
///
/// These are the sheets that are sold: their makers cut them alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelGrid {
    /// The name by which it is asked for: columns by rows.
    pub name: &'static str,
    /// How many labels stand side by side.
    pub columns: usize,
    /// How many stand one below the other.
    pub rows: usize,
    /// How wide a label is.
    pub width: u32,
    /// How high it is.
    pub height: u32,
    /// Where the first one begins, from the left.
    pub left: u32,
    /// Where the first one begins, from the top.
    pub top: u32,
    /// How far two neighbours stand apart, sideways.
    pub gap: u32,
}

const fn grid(name: &'static str, of: [usize; 2], size: [u32; 2], from: [u32; 2]) -> LabelGrid {
    let gap = if from[0] == 0 { 0 } else { 250 };
    LabelGrid {
        name,
        columns: of[0],
        rows: of[1],
        width: size[0],
        height: size[1],
        left: from[0],
        top: from[1],
        gap,
    }
}

impl LabelGrid {
    /// The sheets that are known, the usual one first.
    pub const ALL: [Self; 4] = [
        grid("3x8", [3, 8], [7_000, 3_700], [0, 50]),
        grid("3x7", [3, 7], [6_350, 3_810], [720, 1_515]),
        grid("2x7", [2, 7], [9_910, 3_810], [465, 1_515]),
        grid("5x13", [5, 13], [3_810, 2_120], [475, 1_070]),
    ];

    /// How many labels a sheet has.
    pub const fn per_sheet(&self) -> usize {
        self.columns * self.rows
    }
}

/// What stands on a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelFace<'l> {
    /// What a scanner reads.
    pub text: &'l str,
    /// What people read, the tag first; what is not known leaves no line.
    pub lines: Vec<String>,
}

impl<'l> LabelFace<'l> {
    fn of(label: &'l Label) -> Self {
        let lines = [
            label.tag.to_string(),
            label.name.clone(),
            label.department.clone(),
            label.place.clone(),
            label.acquired_on.to_string(),
        ];
        let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
        Self { text: &label.text, lines }
    }
}

/// Labels on sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelSheets {
    /// How they lie on a sheet.
    pub grid: LabelGrid,
    /// How many labels of the first sheet are used up already.
    pub skip: usize,
    /// The labels.
    pub labels: Vec<Label>,
}

impl LabelSheets {
    /// How many sheets they fill.
    pub fn n_sheets(&self) -> usize {
        (self.skip % self.grid.per_sheet() + self.labels.len()).div_ceil(self.grid.per_sheet())
    }

    /// The labels of a sheet, from zero, each with its place on it, from zero.
    pub fn on(&self, sheet: usize) -> impl Iterator<Item = (usize, LabelFace<'_>)> {
        let per_sheet = self.grid.per_sheet();
        let skip = self.skip % per_sheet;
        let placed = self.labels.iter().enumerate().map(move |(at, label)| (at + skip, label));
        placed
            .filter(move |(at, _)| at / per_sheet == sheet)
            .map(move |(at, label)| (at % per_sheet, LabelFace::of(label)))
    }
}

impl Present for LabelSheets {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new(
            "asset.labels",
            &[
                "asset.labels.tag",
                "asset.labels.name",
                "asset.labels.department",
                "asset.labels.place",
                "asset.labels.acquired_on",
                "asset.labels.text",
            ],
        );
        for label in &self.labels {
            table.line(vec![
                Cell::of(&label.tag),
                Cell::text(&label.name),
                Cell::text(&label.department),
                Cell::text(&label.place),
                Cell::Day(label.acquired_on),
                Cell::text(&label.text),
            ]);
        }
        Document::new("asset.labels").table(table)
    }
}
