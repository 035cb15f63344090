//! A chart as the spreadsheet program draws it, above the figures that it draws.
//!
//! What a row of figures means is told by its line and its marks as well as by its colour.

use rust_xlsxwriter::{
    Chart as Drawing, ChartAxisLabelPosition, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartSeries, ChartSolidFill, ChartType, Color,
    Workbook, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::book::{Scene, heading};
use super::cell::Square;
use super::page::Lying;
use super::style::{Styles, Weight};
use crate::render::figure::figure;
use crate::render::grid::shown;
use crate::report::{Cell, Chart, ChartKind, Series, SeriesRole};

/// How large a chart is, in pixels.
const WIDTH: u32 = 900;
const HEIGHT: u32 = 400;
/// The row of the figures' headings, below the chart.
const HEADINGS: u32 = 23;
/// The colours of parts of a whole, one after the other.
const PARTS: [u32; 8] = [
    0x1F_4E_79, 0xC5_5A_11, 0x54_82_35, 0x7F_60_00, 0x7F_7F_7F, 0x2E_75_B6, 0x84_3C_0C, 0xA9_D1_8E,
];

/// Writes a chart and its figures as a sheet of its own.
pub(super) fn write(
    book: &mut Workbook,
    scene: &Scene<'_>,
    styles: &mut Styles,
    (name, chart): (&str, &Chart),
) -> Result<(), XlsxError> {
    let text = scene.text;
    let sheet = book.add_worksheet().set_name(name)?;
    let head = styles.heading();
    let labels: Vec<String> = chart.labels.iter().map(|label| shown(label, text)).collect();
    let widest = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let width = u32::try_from(widest.clamp(10, 40)).unwrap_or(40);
    sheet.set_column_width(0, f64::from(width + 2))?;
    sheet.write_string_with_format(
        HEADINGS,
        0,
        shown(&chart.unit, text).replace('—', ""),
        &head,
    )?;
    for (row, label) in (HEADINGS + 1..).zip(&labels) {
        Square::text(label).write(sheet, (row, 0), styles, Weight::Line)?;
    }
    for (column, series) in (1_u16..).zip(&chart.series) {
        let named = shown(&series.name, text);
        sheet.set_column_width(column, f64::from(14_u32))?;
        sheet.write_string_with_format(HEADINGS, column, named, &head)?;
        for (row, cell) in (HEADINGS + 1..).zip(&series.cells) {
            // Else a course would be drawn through nothing.
            let square = Square::of(cell, text);
            if !square.is_blank() {
                square.write(sheet, (row, column), styles, Weight::Line)?;
            }
        }
    }
    let mut drawing = drawn(chart, name);
    drawing.title().set_name(&heading(chart, text));
    if chart.unit != Cell::Blank {
        drawing.y_axis().set_name(&shown(&chart.unit, text));
    }
    drawing.set_width(WIDTH).set_height(HEIGHT);
    sheet.insert_chart(0, 0, &drawing)?;
    scene.page.set(sheet, Lying::Landscape);
    Ok(())
}

/// The chart: its columns or bars, and the lines across them.
fn drawn(chart: &Chart, sheet: &str) -> Drawing {
    let main = match chart.kind {
        ChartKind::Lines => ChartType::Line,
        ChartKind::Columns => ChartType::Column,
        // A calendar of a year of days: what was kept and what was missed upon each other.
        ChartKind::Stacked | ChartKind::Calendar => ChartType::ColumnStacked,
        ChartKind::Ranking => ChartType::Bar,
    };
    let is_across = |series: &Series| {
        let crosses = matches!(chart.kind, ChartKind::Columns | ChartKind::Stacked);
        crosses && is_line(series.role)
    };
    let none_is_amount = chart.series.iter().all(is_across);
    let mut drawing = Drawing::new(if none_is_amount { ChartType::Line } else { main });
    let mut lines = Drawing::new(ChartType::Line);
    let mut n_lines = 0;
    for (column, series) in (1_u16..).zip(&chart.series) {
        let of_line = none_is_amount || chart.kind == ChartKind::Lines || is_across(series);
        let drawn = drawn_series(series, sheet, column, chart.labels.len(), of_line);
        if is_across(series) && !none_is_amount {
            lines.push_series(&drawn);
            n_lines += 1;
        } else {
            drawing.push_series(&drawn);
        }
    }
    if n_lines > 0 {
        drawing.combine(&lines);
    }
    axes(&mut drawing, chart);
    drawing
}

fn axes(drawing: &mut Drawing, chart: &Chart) {
    drawing.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    let line = ChartLine::new().set_color(Color::RGB(0xD9_D9_D9)).to_owned();
    drawing.y_axis().set_major_gridlines(true).set_major_gridlines_line(&line);
    if chart.series.len() > 1 {
        drawing.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        drawing.legend().set_hidden();
    }
    if chart.kind == ChartKind::Ranking {
        // The first is on top; the axis of figures would go there with it.
        drawing.x_axis().set_reverse();
        drawing.y_axis().set_label_position(ChartAxisLabelPosition::High);
    }
    let cells = || chart.series.iter().flat_map(|series| &series.cells);
    let format = if cells().any(|cell| matches!(cell, Cell::Ratio(_))) {
        "0%"
    } else if cells().filter_map(figure).any(|figure| figure.abs() >= 10.into()) {
        "#,##0"
    } else {
        "General"
    };
    drawing.y_axis().set_num_format(format);
}

/// Whether a row of figures is a line across columns.
const fn is_line(role: SeriesRole) -> bool {
    match role {
        SeriesRole::Target | SeriesRole::LastYear | SeriesRole::Limit | SeriesRole::Alarm => true,
        SeriesRole::Actual
        | SeriesRole::Part
        | SeriesRole::Kept
        | SeriesRole::Late
        | SeriesRole::Missed => false,
    }
}

fn drawn_series(
    series: &Series,
    sheet: &str,
    column: u16,
    n_labels: usize,
    of_line: bool,
) -> ChartSeries {
    let last = HEADINGS + u32::try_from(n_labels).unwrap_or(u32::MAX - HEADINGS);
    let mut drawn = ChartSeries::new();
    drawn
        .set_name((sheet, HEADINGS, column))
        .set_categories((sheet, HEADINGS + 1, 0, last, 0))
        .set_values((sheet, HEADINGS + 1, column, last, column));
    let colour = Color::RGB(colour(series.role, column));
    let mut format = ChartFormat::new();
    if of_line {
        let mut line = ChartLine::new();
        line.set_color(colour).set_width(2).set_dash_type(dash(series.role));
        if series.role == SeriesRole::Alarm {
            line.set_hidden(true);
        }
        format.set_line(&line);
        drawn.set_marker(&marker(series.role, colour));
    } else {
        format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    }
    drawn.set_format(&mut format);
    drawn
}

fn colour(role: SeriesRole, column: u16) -> u32 {
    match role {
        SeriesRole::Actual => 0x1F_4E_79,
        SeriesRole::Target | SeriesRole::Kept => 0x54_82_35,
        SeriesRole::LastYear => 0x7F_7F_7F,
        SeriesRole::Limit | SeriesRole::Alarm | SeriesRole::Missed => 0xC0_00_00,
        SeriesRole::Late => 0xBF_8F_00,
        SeriesRole::Part => PARTS[(usize::from(column) + PARTS.len() - 1) % PARTS.len()],
    }
}

const fn dash(role: SeriesRole) -> ChartLineDashType {
    match role {
        SeriesRole::Target => ChartLineDashType::Dash,
        SeriesRole::LastYear => ChartLineDashType::RoundDot,
        SeriesRole::Limit => ChartLineDashType::DashDot,
        SeriesRole::Actual
        | SeriesRole::Alarm
        | SeriesRole::Part
        | SeriesRole::Kept
        | SeriesRole::Late
        | SeriesRole::Missed => ChartLineDashType::Solid,
    }
}

/// Where something was found wrong stands a mark; a course is a line without any.
fn marker(role: SeriesRole, colour: Color) -> ChartMarker {
    let mut marker = ChartMarker::new();
    if role == SeriesRole::Alarm {
        let mut fill = ChartFormat::new();
        fill.set_solid_fill(ChartSolidFill::new().set_color(colour));
        marker.set_type(ChartMarkerType::Diamond).set_size(9).set_format(&mut fill);
    } else {
        marker.set_none();
    }
    marker
}
