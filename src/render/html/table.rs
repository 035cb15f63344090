//! A table of a page: a caption, heads with a scope, its sums in a foot.

use std::borrow::Cow;
use std::io;

use super::escape::escape;
use super::page::toned;
use crate::base::Decimal;
use crate::render::figure::{Figures, figure};
use crate::report::{Cell, Row, RowKind, Rows, Table};
use crate::text::Text;

/// From how many columns on a table is printed small.
const MANY: usize = 12;

/// Whether the name of a table is seen, or only read aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// It stands above the table.
    Shown,
    /// The page or a passage says it already.
    Spoken,
}

/// What the rows of a table are written with.
struct Frame<'a> {
    text: Text,
    /// For each column whether it holds figures.
    figures: Vec<bool>,
    /// For each column whether it names the row.
    names: Vec<bool>,
    /// The longest bar, if there are any.
    largest: Option<Decimal>,
    bars: bool,
    table: &'a Table<Rows<'a>>,
}

pub(super) fn print(
    table: &Table<Rows<'_>>,
    heading: Heading,
    bars: bool,
    text: Text,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let name = escape(text.label(table.key));
    writeln!(out, "<section>")?;
    if heading == Heading::Shown {
        writeln!(out, "<h2>{name}</h2>")?;
    }
    let (mut figures, mut largest) = (Figures::new(table), None);
    for row in &table.rows {
        figures.take(&row);
        if bars {
            largest = largest.max(row.cells.get(1).and_then(figure).map(|size| size.abs()));
        }
    }
    let frame = Frame {
        text,
        figures: figures.columns(),
        names: table
            .columns
            .iter()
            .map(|column| table.named_by.first() == Some(&column.key))
            .collect(),
        largest,
        bars,
        table,
    };
    let many = if table.columns.len() > MANY { " many" } else { "" };
    writeln!(
        out,
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\">\n\
         <table class=\"data{many}\">\n<caption class=\"quiet\">{name}</caption>"
    )?;
    frame.head(out)?;
    let n_rows = frame.rows(out)?;
    writeln!(out, "</table>\n</div>")?;
    if n_rows == 0 {
        writeln!(out, "<p class=\"none\">{}</p>", escape(text.label("word.none")))?;
    }
    writeln!(out, "</section>")
}

impl Frame<'_> {
    fn head(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write!(out, "<thead><tr>")?;
        for (column, figures) in self.table.columns.iter().zip(&self.figures) {
            let class = if *figures { " class=\"n\"" } else { "" };
            write!(out, "<th scope=\"col\"{class}>{}</th>", escape(self.text.label(column.key)))?;
        }
        if self.bars {
            let said = escape(self.text.label("html.bar"));
            write!(
                out,
                "<th scope=\"col\" class=\"track\"><span class=\"quiet\">{said}</span></th>"
            )?;
        }
        writeln!(out, "</tr></thead>")
    }

    /// The rows, one after the other; the sums over all of them at the end are the foot.
    /// Says how many there are.
    fn rows(&self, out: &mut dyn io::Write) -> io::Result<usize> {
        writeln!(out, "<tbody>")?;
        let (mut n_rows, mut foot) = (0, Vec::new());
        for row in &self.table.rows {
            n_rows += 1;
            if row.kind == RowKind::Total {
                foot.push(row);
                continue;
            }
            foot.drain(..).try_for_each(|total: Cow<'_, Row>| self.row(&total, out))?;
            self.row(&row, out)?;
        }
        writeln!(out, "</tbody>")?;
        if foot.is_empty() {
            return Ok(n_rows);
        }
        writeln!(out, "<tfoot>")?;
        foot.iter().try_for_each(|row| self.row(row, out))?;
        writeln!(out, "</tfoot>")?;
        Ok(n_rows)
    }

    fn row(&self, row: &Row, out: &mut dyn io::Write) -> io::Result<()> {
        let is_sum = row.kind != RowKind::Line;
        write!(out, "<tr{}>", if is_sum { " class=\"sum\"" } else { "" })?;
        for (at, cell) in row.cells.iter().enumerate() {
            let names = self.names.get(at) == Some(&true);
            let tag = if names { "th scope=\"row\"" } else { "td" };
            let class = match cell {
                cell if cell.is_figure() => " class=\"n\"",
                // What is not known stands where the figures of its column do.
                Cell::Blank if self.figures.get(at) == Some(&true) => " class=\"n\"",
                Cell::Day(_) => " class=\"d\"",
                _ => "",
            };
            let shown = match cell {
                Cell::Blank if is_sum => String::new(),
                cell => toned(cell, self.text),
            };
            write!(out, "<{tag}{class}>{shown}</{}>", &tag[..2])?;
        }
        if self.bars {
            write!(out, "<td class=\"track\">{}</td>", self.bar(row))?;
        }
        writeln!(out, "</tr>")
    }

    /// A bar as long as the row's second cell is large.
    fn bar(&self, row: &Row) -> String {
        let size = row.cells.get(1).and_then(figure);
        let share = size.zip(self.largest).and_then(|(size, largest)| size.checked_div(largest));
        let Some(share) = share.filter(|share| !share.is_zero()) else { return String::new() };
        let below = if share.is_sign_negative() { " below" } else { "" };
        let percent = (share.abs() * Decimal::ONE_HUNDRED).round_dp(1).normalize();
        format!("<span class=\"bar{below}\" style=\"width:{percent}%\"></span>")
    }
}
