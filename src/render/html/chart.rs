//! A chart of a page, drawn as SVG within it.
//!
//! The picture is the `charts-rs` library's; the heading, the legend and the unit are the page's, so
//! that they wrap and are read aloud. Colours are those of the light page; `page.css` turns each of
//! them into the one of the dark page. Figures are drawn in `f32`: exact ones stand in the tables.

use std::io;

use charts_rs::{
    BarChart, ChartBase, Color, HorizontalBarChart, LineChart, Series as Drawn, SeriesCategory,
    Symbol, YAxisConfig,
};
use rust_decimal::prelude::ToPrimitive as _;

use super::escape::escape;
use super::scale::Scale;
use super::{calendar, font};
use crate::render::figure::figure;
use crate::render::grid::shown;
use crate::render::spark;
use crate::report::{Cell, Chart, ChartKind, Series, SeriesRole};
use crate::text::{Text, clean};

/// The size of a picture, in its own units; the page scales it.
const WIDTH: u16 = 720;
const HEIGHT: u16 = 270;
/// The height of a bar of a ranking, its gap included, and of what stands under the bars.
const BAR_HEIGHT: u16 = 26;
const FOOT_HEIGHT: u16 = 44;
/// So many bars are drawn of a ranking; the table has all.
const MOST_BARS: usize = 60;

pub(super) const INK: &str = "#59636F";
pub(super) const GRID: &str = "#DDE3EA";
pub(super) const PAPER: &str = "#FFFFFE";

/// The colours of parts beside each other, over again where there are more.
const PARTS: [&str; 6] = ["#1F6FB5", "#9A5B00", "#4A7F3C", "#9A4F9E", "#B2582C", "#2A7F86"];

/// How far half of a long figure reaches, in pixels.
const HALF_A_FIGURE: f32 = 30.0;

/// How a row of figures is drawn.
#[derive(Clone, Copy)]
struct Look {
    colour: &'static str,
    /// The dashes of a line.
    dashes: Option<&'static str>,
    /// Whether it is a line among columns.
    across: bool,
}

/// The look of a row of figures by what it means; parts are told apart by their place.
const fn look(role: SeriesRole, place: usize) -> Look {
    let (colour, dashes, across) = match role {
        SeriesRole::Actual => ("#1F6FB5", None, false),
        SeriesRole::LastYear => ("#788494", Some("2,3"), false),
        SeriesRole::Target => ("#9A5B00", Some("7,4"), true),
        SeriesRole::Limit => ("#B3261E", Some("7,4"), true),
        SeriesRole::Alarm | SeriesRole::Missed => ("#B3261E", None, true),
        SeriesRole::Kept => ("#4A7F3C", None, false),
        SeriesRole::Late => ("#9A5B00", None, false),
        SeriesRole::Part => (PARTS[place % PARTS.len()], None, false),
    };
    Look { colour, dashes, across }
}

pub(super) fn print(chart: &Chart, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    font::register();
    let heading = spark::heading(chart, text);
    let heading = match &chart.unit {
        Cell::Blank => escape(&heading),
        unit => text.in_unit(&escape(&heading), &escape(&shown(unit, text))),
    };
    writeln!(out, "<figure class=\"chart\">\n<figcaption>{heading}</figcaption>")?;
    let pictures = match chart.kind {
        ChartKind::Calendar => calendar::draw(chart, text),
        ChartKind::Lines | ChartKind::Columns | ChartKind::Stacked | ChartKind::Ranking => {
            print_legend(chart, text, out)?;
            vec![draw(chart, text)]
        }
    };
    for picture in pictures {
        let picture = named(&picture, &heading, chart.kind);
        // The frame scrolls where the picture is wider than a phone.
        writeln!(
            out,
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{heading}\">\n{picture}\n</div>"
        )?;
    }
    writeln!(out, "</figure>")
}

/// The picture as the page holds it: with a name, and no more than that read aloud.
fn named(picture: &str, heading: &str, kind: ChartKind) -> String {
    let small = if kind == ChartKind::Calendar { " small" } else { "" };
    let class = format!("<svg class=\"plot{small}\" role=\"img\" aria-label=\"{heading}\" ");
    picture.replacen("<svg ", &class, 1)
}

/// What each colour means; left out where there is but one.
fn print_legend(chart: &Chart, text: Text, out: &mut dyn io::Write) -> io::Result<()> {
    if chart.series.len() < 2 {
        return Ok(());
    }
    writeln!(out, "<ul class=\"legend\">")?;
    for (place, series) in chart.series.iter().enumerate() {
        let Look { colour, dashes, across } = look(series.role, place);
        let name = escape(&shown(&series.name, text));
        let sign = if series.role == SeriesRole::Alarm {
            format!("<path d=\"M13 0l6 6-6 6-6-6z\" fill=\"{colour}\"/>")
        } else if across || chart.kind == ChartKind::Lines {
            let dashes =
                dashes.map(|dashes| format!(" stroke-dasharray=\"{dashes}\"")).unwrap_or_default();
            format!("<path d=\"M0 6H26\" stroke=\"{colour}\" stroke-width=\"3\"{dashes}/>")
        } else {
            format!("<rect y=\"1\" width=\"26\" height=\"10\" fill=\"{colour}\"/>")
        };
        writeln!(
            out,
            "<li><svg viewBox=\"0 0 26 12\" aria-hidden=\"true\">{sign}</svg>{name}</li>"
        )?;
    }
    writeln!(out, "</ul>")
}

fn draw(chart: &Chart, text: Text) -> String {
    let names = |cells: &[Cell]| -> Vec<String> {
        cells.iter().map(|cell| clean(&shown(cell, text)).into_owned()).collect()
    };
    let svg = match chart.kind {
        ChartKind::Lines => {
            let mut lines = LineChart::new(drawn(chart, text), names(&chart.labels));
            frame(&mut lines.base, &mut lines.y_axis_configs, HEIGHT);
            scale(&mut lines.y_axis_configs, chart);
            colour(&mut lines.base, chart);
            lines.svg()
        }
        ChartKind::Ranking | ChartKind::Stacked => {
            let n_bars = chart.labels.len().min(MOST_BARS);
            let height = u16::try_from(n_bars).unwrap_or(0) * BAR_HEIGHT + FOOT_HEIGHT;
            // The library begins below; a reader begins above.
            let mut labels = names(&chart.labels[..n_bars]);
            labels.reverse();
            let mut series = drawn(chart, text);
            for series in &mut series {
                series.data.truncate(n_bars);
                series.data.reverse();
            }
            let mut bars = HorizontalBarChart::new(series, labels);
            frame(&mut bars.base, &mut bars.y_axis_configs, height);
            // The last figure of the axis stands half beyond it.
            bars.base.margin.right = HALF_A_FIGURE;
            scale(&mut bars.y_axis_configs, chart);
            colour(&mut bars.base, chart);
            bars.svg()
        }
        ChartKind::Columns | ChartKind::Calendar => {
            let mut columns = BarChart::new(drawn(chart, text), names(&chart.labels));
            frame(&mut columns.base, &mut columns.y_axis_configs, HEIGHT);
            scale(&mut columns.y_axis_configs, chart);
            colour(&mut columns.base, chart);
            columns.svg()
        }
    };
    svg.expect("BUG: a chart that cannot be drawn")
}

fn drawn(chart: &Chart, text: Text) -> Vec<Drawn> {
    chart.series.iter().enumerate().map(|(place, series)| one(chart, place, series, text)).collect()
}

fn one(chart: &Chart, place: usize, series: &Series, text: Text) -> Drawn {
    let Look { colour, dashes, across } = look(series.role, place);
    let data = series.cells.iter().map(|cell| figure(cell).and_then(|figure| figure.to_f32()));
    let name = clean(&shown(&series.name, text)).into_owned();
    let mut drawn = Drawn::new_nullable(name, data.collect());
    drawn.index = Some(place);
    let is_line = chart.kind == ChartKind::Lines || across;
    if is_line {
        drawn.stroke_dash_array = dashes.map(str::to_owned);
        drawn.symbol = Some(match series.role {
            SeriesRole::Alarm => Symbol::Diamond(7.0, Some(colour.into())),
            SeriesRole::Target | SeriesRole::Limit => Symbol::None,
            _ => Symbol::Circle(2.5, Some(colour.into())),
        });
    }
    match chart.kind {
        ChartKind::Columns if across => drawn.category = Some(SeriesCategory::Line),
        ChartKind::Stacked => drawn.stack = Some("whole".to_owned()),
        _ => {}
    }
    drawn
}

/// What all pictures share: their size, their font, the colours of axes and grid.
pub(super) fn frame(base: &mut ChartBase, axes: &mut [YAxisConfig], height: u16) {
    (base.width, base.height) = (f32::from(WIDTH), f32::from(height));
    font::FAMILY.clone_into(&mut base.font_family);
    base.background_color = Color::transparent();
    base.compact = true;
    base.legend.show = Some(false);
    base.series.smooth = false;
    base.series.fill = false;
    base.x_axis.font.size = 12.0;
    base.x_axis.font.color = INK.into();
    base.x_axis.stroke_color = GRID.into();
    base.grid.stroke_color = GRID.into();
    for axis in axes {
        axis.font.size = 12.0;
        axis.font.color = INK.into();
    }
}

/// Puts round figures along the axis.
fn scale(axes: &mut [YAxisConfig], chart: &Chart) {
    let Some(Scale { low, high, n_steps }) = Scale::of(chart) else { return };
    for axis in axes {
        axis.min = low.to_f32();
        axis.max = high.to_f32();
        axis.split_number = n_steps;
        axis.formatter = Some("{t}".to_owned());
    }
}

fn colour(base: &mut ChartBase, chart: &Chart) {
    let colours = chart.series.iter().enumerate();
    base.series.colors =
        colours.map(|(place, series)| look(series.role, place).colour.into()).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_has_one_for_the_dark_page() {
        let style = include_str!("page.css");
        let roles = [
            SeriesRole::Actual,
            SeriesRole::Target,
            SeriesRole::LastYear,
            SeriesRole::Limit,
            SeriesRole::Alarm,
            SeriesRole::Part,
            SeriesRole::Kept,
            SeriesRole::Late,
            SeriesRole::Missed,
        ];
        let colours = (0..PARTS.len())
            .flat_map(|place| roles.map(|role| look(role, place).colour))
            .chain([INK, GRID, PAPER])
            .chain(calendar::CLASSES);
        for colour in colours {
            for attribute in ["fill", "stroke"] {
                let rule = format!(".chart [{attribute}=\"{colour}\"] {{ {attribute}: var(--");
                assert!(style.contains(&rule), "{rule}");
            }
        }
    }
}
