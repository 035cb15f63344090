//! Figures to be drawn: what they are and what they mean, never how they look.
//!
//! A chart repeats figures that stand in a table of the same document, so that a format that cannot
//! draw loses nothing.

use super::Cell;

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The key of the chart, whose word is its heading; also its name in JSON.
    pub key: &'static str,
    /// What it is about, where a document has several charts of one key; else blank.
    pub about: Cell,
    /// How the figures are to be seen.
    pub kind: ChartKind,
    /// The unit of every figure: a text or the key of a word; blank where it is a mere number.
    pub unit: Cell,
    /// What each place along the chart is: a month, a name, a day.
    pub labels: Vec<Cell>,
    /// The rows of figures, each with as many as there are labels.
    pub series: Vec<Series>,
}

/// How figures are to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// A course: points joined by lines.
    Lines,
    /// Amounts beside each other: columns; limits and comparisons are lines across them.
    Columns,
    /// Parts of a whole: columns upon each other.
    Stacked,
    /// Amounts by size: horizontal bars, a name before each.
    Ranking,
    /// Days, each with what was kept and what was missed.
    Calendar,
}

impl ChartKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Lines, Self::Columns, Self::Stacked, Self::Ranking, Self::Calendar];

    /// The name of the kind in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Columns => "columns",
            Self::Stacked => "stacked",
            Self::Ranking => "ranking",
            Self::Calendar => "calendar",
        }
    }
}

/// A row of figures of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is called.
    pub name: Cell,
    /// What it means; colours and dashes follow it.
    pub role: SeriesRole,
    /// The figures, one for each label; blank where none is known.
    pub cells: Vec<Cell>,
}

/// What a row of figures means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesRole {
    /// What was.
    Actual,
    /// What was to be expected, or reached.
    Target,
    /// What was a year before.
    LastYear,
    /// From where something is wrong.
    Limit,
    /// Where something was found wrong: figures only at those places.
    Alarm,
    /// One of several beside each other: parts of a whole, figures of two kinds.
    Part,
    /// Done as it should be.
    Kept,
    /// Done, though not as it should be.
    Late,
    /// Not done.
    Missed,
}

impl SeriesRole {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::Actual,
        Self::Target,
        Self::LastYear,
        Self::Limit,
        Self::Alarm,
        Self::Part,
        Self::Kept,
        Self::Late,
        Self::Missed,
    ];

    /// The name of the role in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Target => "target",
            Self::LastYear => "last_year",
            Self::Limit => "limit",
            Self::Alarm => "alarm",
            Self::Part => "part",
            Self::Kept => "kept",
            Self::Late => "late",
            Self::Missed => "missed",
        }
    }
}

impl Chart {
    /// A chart without places and figures yet.
    pub const fn new(key: &'static str, kind: ChartKind, unit: Cell) -> Self {
        Self { key, about: Cell::Blank, kind, unit, labels: Vec::new(), series: Vec::new() }
    }

    /// The same chart, about something.
    #[must_use]
    pub fn about(mut self, about: Cell) -> Self {
        self.about = about;
        self
    }

    /// The same chart with its places.
    #[must_use]
    pub fn labels(mut self, labels: impl IntoIterator<Item = Cell>) -> Self {
        self.labels = labels.into_iter().collect();
        self
    }

    /// The same chart with a row of figures; nothing where none of them is known.
    #[must_use]
    pub fn series(
        mut self,
        name: Cell,
        role: SeriesRole,
        cells: impl IntoIterator<Item = Cell>,
    ) -> Self {
        let cells: Vec<Cell> = cells.into_iter().collect();
        debug_assert_eq!(cells.len(), self.labels.len(), "BUG: a figure for each place");
        if cells.iter().any(|cell| *cell != Cell::Blank) {
            self.series.push(Series { name, role, cells });
        }
        self
    }

    /// Whether a picture says more than the table: some row has two figures at least.
    pub fn is_worth_drawing(&self) -> bool {
        let known =
            |series: &Series| series.cells.iter().filter(|cell| **cell != Cell::Blank).count();
        self.series.iter().any(|series| known(series) > 1)
    }
}
