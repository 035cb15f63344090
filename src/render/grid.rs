//! Aligned columns: how wide each is, on which side it stands, and the lines it makes.
//!
//! Widths are terminal columns (a Chinese character takes two), measured in one walk over the rows; a
//! second walk writes line by line, so a table of any length takes no memory of its own. A table too wide for
//! the terminal is handed to comfy-table, which wraps its texts and never its figures; a long one is
//! wrapped here, row by row, by the same widths; one too wide even for that is printed as a list, one
//! value a line.

use std::fmt::{self, Write as _};
use std::io;

use comfy_table::{
    Attribute, Cell as Square, CellAlignment, Color, ColumnConstraint, ContentArrangement,
    Row as Squares, Width,
};
use unicode_width::UnicodeWidthStr;

use super::figure::Figures;
use super::passage::lines;
use super::{Colour, Options};
use crate::report::{Cell, Row, RowKind, Rows, Table, Tone};
use crate::text::{Text, clean};

/// Wrapping costs comfy-table some 20,000 instructions a row.
const MOST_WRAPPED: usize = 1000;
/// comfy-table counts columns of the terminal in 16 bits.
const WIDEST: usize = 10_000;
/// The blanks between two columns.
const GAP: usize = 2;
/// No text is wrapped to fewer columns than this.
const NARROWEST: usize = 8;
/// No code is longer: an id with a finding's number.
const LONGEST_CODE: usize = 24;
/// No heading is wrapped to fewer columns than this: two Chinese characters.
const NARROWEST_HEADING: usize = 4;

/// A cell of a row as people read it on a terminal; a sum that nobody formed is left out.
fn in_row(row: &Row, cell: &Cell, text: Text) -> String {
    let mut shown = String::new();
    add_in_row(row, cell, text, &mut shown);
    shown
}

fn add_in_row(row: &Row, cell: &Cell, text: Text, to: &mut String) {
    match (row.kind, cell) {
        (RowKind::Subtotal | RowKind::Total, Cell::Blank) => {}
        (RowKind::Subtotal | RowKind::Total | RowKind::Line, other) => add(other, text, to),
    }
}

/// A cell as people read it on a terminal.
pub(super) fn shown(cell: &Cell, text: Text) -> String {
    let mut shown = String::new();
    add(cell, text, &mut shown);
    shown
}

/// Adds a cell as people read it on a terminal.
fn add(cell: &Cell, text: Text, to: &mut String) {
    let mut put = |value: &dyn fmt::Display| {
        write!(to, "{value}").expect("BUG: a text that cannot be written to");
    };
    match cell {
        Cell::Blank => to.push('—'),
        Cell::Text(text) => to.push_str(&clean(text)),
        Cell::Count(count) => put(count),
        Cell::Quantity(quantity) => put(quantity),
        Cell::Money(money) => put(money),
        Cell::Ratio(ratio) => put(ratio),
        Cell::Day(day) => put(day),
        Cell::Verdict { key, tone } => {
            to.push_str(sign(*tone));
            to.push_str(&clean(text.label(key)));
        }
        Cell::Named(name) => to.push_str(&clean(text.named(&name.zh, &name.en))),
        Cell::Said(message) => to.push_str(&text.say(message)),
    }
}

/// How many columns of the terminal a text takes.
fn width_of(shown: &str) -> usize {
    let is_plain = shown.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain { shown.len() } else { shown.width() }
}

/// The sign that says a tone without colour.
pub(super) const fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Good => "✓ ",
        Tone::Warn => "! ",
        Tone::Bad => "✗ ",
    }
}

/// The tone of a cell, which its colour follows.
pub(super) const fn tone(cell: &Cell) -> Tone {
    match cell {
        Cell::Verdict { key: _, tone } => *tone,
        Cell::Blank
        | Cell::Text(_)
        | Cell::Count(_)
        | Cell::Quantity(_)
        | Cell::Money(_)
        | Cell::Ratio(_)
        | Cell::Day(_)
        | Cell::Named(_)
        | Cell::Said(_) => Tone::Plain,
    }
}

/// Whether a cell is never wrapped: half a figure or half a day is worse than none.
const fn is_whole(cell: &Cell) -> bool {
    cell.is_figure() || matches!(cell, Cell::Day(_))
}

/// Whether a text is a code that somebody types again: half of one is none. A moment is longer, and
/// nobody types it.
fn is_code(shown: &str) -> bool {
    shown.len() <= LONGEST_CODE && shown.bytes().all(|byte| byte.is_ascii_graphic())
}

/// How far a heading may be wrapped: between Chinese characters, and between English words.
fn least_heading(heading: &str) -> usize {
    let chinese = |part: &str| part.width().min(NARROWEST_HEADING);
    match heading.split_once('（') {
        Some((name, unit)) => chinese(name).max(unit.width() + 2),
        None if heading.is_ascii() => heading.split(' ').map(str::len).max().unwrap_or(0),
        None => chinese(heading),
    }
}

/// A heading with its unit on a line of its own, which wrapping would tear apart.
fn above_unit(heading: &str) -> String {
    heading.replace('（', "\n（")
}

/// A text in its colour; bold for what stands out among plain lines.
pub(super) fn paint(shown: &str, tone: Tone, bold: bool, colour: Colour) -> String {
    let mut painted = String::with_capacity(shown.len() + 8);
    add_painted(shown, tone, bold, colour, &mut painted);
    painted
}

fn add_painted(shown: &str, tone: Tone, bold: bool, colour: Colour, to: &mut String) {
    let code = match (tone, bold, colour) {
        (Tone::Good, _, Colour::On) => "32",
        (Tone::Warn, _, Colour::On) => "33",
        (Tone::Bad, _, Colour::On) => "31",
        (Tone::Plain, true, Colour::On) => "1",
        (Tone::Plain, false, _) | (_, _, Colour::Off) => {
            to.push_str(shown);
            return;
        }
    };
    for part in ["\u{1b}[", code, "m", shown, "\u{1b}[0m"] {
        to.push_str(part);
    }
}

/// Prints a name and its value; what of the value does not fit stands on further lines under it.
pub(super) fn hanging(
    name: &str,
    value: &str,
    room: usize,
    out: &mut dyn io::Write,
    painted: &dyn Fn(&str) -> String,
) -> io::Result<()> {
    let indent = name.width();
    let left = room.saturating_sub(indent);
    // Where the names leave hardly a word, a line goes on where the terminal has it.
    let lines = lines(value, (left >= NARROWEST).then_some(left));
    for (at, line) in lines.iter().enumerate() {
        if at == 0 {
            writeln!(out, "{name}{}", painted(line))?;
        } else {
            writeln!(out, "{:indent$}{}", "", painted(line))?;
        }
    }
    Ok(())
}

/// A table measured for the terminal.
#[derive(Clone)]
pub(super) struct Grid<'a> {
    table: &'a Table<Rows<'a>>,
    text: Text,
    n_rows: usize,
    headings: Vec<&'a str>,
    widths: Vec<usize>,
    /// How far each column may be wrapped.
    least: Vec<usize>,
    figures: Vec<bool>,
}

impl<'a> Grid<'a> {
    /// Measures every cell once.
    pub(super) fn measure(table: &'a Table<Rows<'a>>, text: Text) -> Self {
        let headings: Vec<&str> =
            table.columns.iter().map(|column| text.label(column.key)).collect();
        let mut widths: Vec<usize> = headings.iter().map(|heading| heading.width()).collect();
        let mut least: Vec<usize> = headings.iter().map(|heading| least_heading(heading)).collect();
        let (mut n_rows, mut figures, mut shown) = (0, Figures::new(table), String::new());
        for row in &table.rows {
            n_rows += 1;
            figures.take(&row);
            for (at, cell) in row.cells.iter().enumerate().take(widths.len()) {
                shown.clear();
                add_in_row(&row, cell, text, &mut shown);
                let width = width_of(&shown);
                widths[at] = widths[at].max(width);
                let whole = is_whole(cell) || is_code(&shown);
                least[at] = least[at].max(if whole { width } else { width.min(NARROWEST) });
            }
        }
        Self { table, text, n_rows, headings, widths, least, figures: figures.columns() }
    }

    /// Whether the table has no rows.
    pub(super) const fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// How many terminal columns the table takes.
    pub(super) fn width(&self) -> usize {
        self.widths.iter().sum::<usize>() + GAP * self.widths.len().saturating_sub(1)
    }

    /// Prints the table, wrapped where the terminal is too narrow.
    pub(super) fn print(&self, options: Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        match options.width {
            Some(width) if self.width() > usize::from(width) => {
                let endless = self.widths.iter().any(|width| *width > WIDEST);
                if endless || self.least_width() > usize::from(width) {
                    self.listed(usize::from(width), options.colour, out)
                } else if self.n_rows <= MOST_WRAPPED {
                    self.wrapped(width, options.colour, out)
                } else {
                    self.narrowed(usize::from(width)).folded(options.colour, out)
                }
            }
            Some(_) | None => self.aligned(options.colour, &|_| String::new(), out),
        }
    }

    /// The same with its widest texts made narrower until a line fits.
    fn narrowed(&self, width: usize) -> Self {
        let mut grid = self.clone();
        while grid.width() > width {
            let wide = (0..grid.widths.len()).filter(|at| grid.widths[*at] > grid.least[*at]);
            let Some(widest) = wide.max_by_key(|at| grid.widths[*at]) else { break };
            grid.widths[widest] -= 1;
        }
        grid
    }

    /// Prints every row on as many lines as its longest cell takes.
    fn folded(&self, colour: Colour, out: &mut dyn io::Write) -> io::Result<()> {
        let headings = self.headings.iter().zip(&self.widths).map(|(heading, width)| {
            let parts = if heading.width() > *width {
                above_unit(heading).split('\n').flat_map(|part| lines(part, Some(*width))).collect()
            } else {
                vec![(*heading).to_owned()]
            };
            (parts, Tone::Plain)
        });
        self.stacked(&headings.collect::<Vec<_>>(), true, colour, out)?;
        self.rule(out)?;
        let mut above = None;
        for row in &self.table.rows {
            self.part(above, row.kind, out)?;
            above = Some(row.kind);
            let cells = row.cells.iter().zip(&self.widths);
            let cells = cells.map(|(cell, width)| {
                (lines(&in_row(&row, cell, self.text), Some(*width)), tone(cell))
            });
            self.stacked(&cells.collect::<Vec<_>>(), row.kind != RowKind::Line, colour, out)?;
        }
        Ok(())
    }

    /// Prints cells of several lines side by side.
    fn stacked(
        &self,
        cells: &[(Vec<String>, Tone)],
        bold: bool,
        colour: Colour,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let height = cells.iter().map(|(parts, _)| parts.len()).max().unwrap_or(0);
        let mut line = Line::new(self, colour);
        for at in 0..height {
            let part = |(parts, tone): &'_ (Vec<String>, Tone)| (parts.get(at).cloned(), *tone);
            let parts: Vec<(Option<String>, Tone)> = cells.iter().map(part).collect();
            line.texts(
                parts.iter().map(|(part, tone)| (part.as_deref().unwrap_or(""), *tone)),
                bold,
            );
            line.end("", out)?;
        }
        Ok(())
    }

    /// How many terminal columns the table takes when its texts are wrapped as far as they may.
    fn least_width(&self) -> usize {
        self.least.iter().sum::<usize>() + GAP * self.least.len().saturating_sub(1)
    }

    /// Prints every value on a line of its own after its heading, and an empty line between rows; a
    /// value that is too long goes on under its beginning.
    fn listed(&self, room: usize, colour: Colour, out: &mut dyn io::Write) -> io::Result<()> {
        let width = self.headings.iter().map(|heading| heading.width()).max().unwrap_or(0);
        for (at, row) in self.table.rows.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            for (heading, cell) in self.headings.iter().zip(&row.cells) {
                let shown = in_row(&row, cell, self.text);
                if shown.is_empty() {
                    continue;
                }
                let is_bold = row.kind != RowKind::Line;
                let name =
                    format!("{heading}{:blanks$}", "", blanks = width - heading.width() + GAP);
                hanging(&name, &shown, room, out, &|line| {
                    paint(line, tone(cell), is_bold, colour)
                })?;
            }
        }
        Ok(())
    }

    /// Prints every row on one line, with something of the caller's after it.
    pub(super) fn aligned(
        &self,
        colour: Colour,
        after: &dyn Fn(&Row) -> String,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut line = Line::new(self, colour);
        line.texts(self.headings.iter().map(|heading| (*heading, Tone::Plain)), true);
        line.end("", out)?;
        self.rule(out)?;
        let mut above = None;
        for row in &self.table.rows {
            self.part(above, row.kind, out)?;
            above = Some(row.kind);
            line.row(&row);
            line.end(&after(&row), out)?;
        }
        Ok(())
    }

    /// Parts a row from the one above it, where they belong apart.
    fn part(
        &self,
        above: Option<RowKind>,
        row: RowKind,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        match gap(above, row) {
            Gap::None => Ok(()),
            Gap::Empty => writeln!(out),
            Gap::Rule => self.rule(out),
        }
    }

    fn rule(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let dashes: Vec<String> = self.widths.iter().map(|width| "-".repeat(*width)).collect();
        writeln!(out, "{}", dashes.join(&" ".repeat(GAP)).trim_end())
    }

    pub(super) fn wrapped(
        &self,
        width: u16,
        colour: Colour,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut squares = comfy_table::Table::new();
        squares.load_style(comfy_table::TableStyle::new());
        squares.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        squares.set_truncation_indicator("").style_text_only();
        match colour {
            Colour::On => squares.enforce_styling(),
            Colour::Off => squares.force_no_tty(),
        };
        let tight = self.width() > usize::from(width);
        let headings = self.headings.iter().zip(&self.least).map(|(heading, least)| {
            let torn = tight && heading.width() > *least;
            (if torn { above_unit(heading) } else { (*heading).to_owned() }, Tone::Plain)
        });
        squares.set_header(self.squares(headings, true));
        squares.add_row(self.dashes());
        let mut above = None;
        for row in &self.table.rows {
            match gap(above, row.kind) {
                Gap::None => {}
                Gap::Empty => drop(squares.add_row(Squares::from([""]))),
                Gap::Rule => drop(squares.add_row(self.dashes())),
            }
            above = Some(row.kind);
            let cells = row.cells.iter().map(|cell| (in_row(&row, cell, self.text), tone(cell)));
            squares.add_row(self.squares(cells, row.kind != RowKind::Line));
        }
        self.constrain(&mut squares);
        for line in squares.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// Figures and days keep their width; texts and headings may be wrapped, though not to a
    /// trickle.
    fn constrain(&self, squares: &mut comfy_table::Table) {
        let last = self.widths.len().saturating_sub(1);
        for (at, least) in self.least.iter().enumerate() {
            let Some(column) = squares.column_mut(at) else { continue };
            let padding = if at == last { 0 } else { GAP };
            column.set_padding((0, u16::try_from(padding).unwrap_or(0)));
            column.set_constraint(if *least == self.widths[at] {
                ColumnConstraint::ContentWidth
            } else {
                // Comfy-table counts the padding in.
                let least = u16::try_from(least + padding).unwrap_or(u16::MAX);
                ColumnConstraint::LowerBoundary(Width::Fixed(least))
            });
        }
    }

    fn squares(&self, cells: impl Iterator<Item = (String, Tone)>, bold: bool) -> Squares {
        let squares = cells.zip(&self.figures).map(|((shown, tone), figure)| {
            let is_empty = shown.is_empty();
            let mut square = Square::new_owned(shown);
            if *figure {
                square = square.set_alignment(CellAlignment::Right);
            }
            match tone {
                Tone::Good => square.fg(Color::DarkGreen),
                Tone::Warn => square.fg(Color::DarkYellow),
                Tone::Bad => square.fg(Color::DarkRed),
                Tone::Plain if bold && !is_empty => square.add_attribute(Attribute::Bold),
                Tone::Plain => square,
            }
        });
        Squares::from(squares.collect::<Vec<Square>>())
    }

    /// A row of dashes as wide as its columns come out: cut to one line, not wrapped.
    fn dashes(&self) -> Squares {
        let mut dashes =
            Squares::from(self.widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>());
        dashes.max_height(1);
        dashes
    }
}

/// A line as it is written: the same memory for every line of a table.
struct Line<'g> {
    grid: &'g Grid<'g>,
    colour: Colour,
    written: String,
    shown: String,
    /// Blanks are owed until something follows them, so that no line ends in any.
    owed: usize,
}

impl<'g> Line<'g> {
    const fn new(grid: &'g Grid<'g>, colour: Colour) -> Self {
        Self { grid, colour, written: String::new(), shown: String::new(), owed: 0 }
    }

    fn row(&mut self, row: &Row) {
        let mut shown = std::mem::take(&mut self.shown);
        for (at, cell) in row.cells.iter().enumerate() {
            shown.clear();
            add_in_row(row, cell, self.grid.text, &mut shown);
            self.put(at, &shown, tone(cell), row.kind != RowKind::Line);
        }
        self.shown = shown;
    }

    fn texts<'t>(&mut self, texts: impl Iterator<Item = (&'t str, Tone)>, bold: bool) {
        for (at, (shown, tone)) in texts.enumerate() {
            self.put(at, shown, tone, bold);
        }
    }

    fn put(&mut self, at: usize, shown: &str, tone: Tone, bold: bool) {
        let width = self.grid.widths.get(at).copied().unwrap_or(0);
        let spare = width.saturating_sub(width_of(shown));
        let (before, behind) =
            if self.grid.figures.get(at) == Some(&true) { (spare, 0) } else { (0, spare) };
        self.owed += before;
        if !shown.is_empty() {
            self.pay();
            add_painted(shown, tone, bold, self.colour, &mut self.written);
        }
        self.owed += behind + GAP;
    }

    fn pay(&mut self) {
        self.written.extend(std::iter::repeat_n(' ', self.owed));
        self.owed = 0;
    }

    /// Ends the line, with something of the caller's after it, and begins the next.
    fn end(&mut self, after: &str, out: &mut dyn io::Write) -> io::Result<()> {
        if !after.is_empty() {
            self.pay();
            self.written.push_str(after);
        }
        self.written.push('\n');
        out.write_all(self.written.as_bytes())?;
        self.written.clear();
        self.owed = 0;
        Ok(())
    }
}

/// What stands between two rows.
enum Gap {
    None,
    Empty,
    Rule,
}

/// Sums are set apart: a rule above the totals, an empty line below a subtotal.
fn gap(above: Option<RowKind>, row: RowKind) -> Gap {
    match (above, row) {
        (Some(RowKind::Line | RowKind::Subtotal), RowKind::Total) => Gap::Rule,
        (Some(RowKind::Subtotal), RowKind::Line) => Gap::Empty,
        (None | Some(RowKind::Total), _)
        | (Some(RowKind::Line), RowKind::Line | RowKind::Subtotal)
        | (Some(RowKind::Subtotal), RowKind::Subtotal) => Gap::None,
    }
}
