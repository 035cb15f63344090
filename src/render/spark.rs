//! Rows of figures as sparklines: eight heights from the least figure to the largest, both named.
//!
//! A terminal may show the blocks one column wide or two, so nothing stands after them.

use super::figure::figure;
use super::grid::shown;
use crate::base::Decimal;
use crate::report::{Cell, Chart, Series};
use crate::text::Text;

const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The heading of a chart: its word, and what it is about.
pub(super) fn heading(chart: &Chart, text: Text) -> String {
    match &chart.about {
        Cell::Blank => text.label(chart.key).to_owned(),
        about => text.pair(text.label(chart.key), &shown(about, text)),
    }
}

/// A row of figures in a line: from where to where they go, and their course.
pub(super) struct Spark {
    /// What the row is called.
    pub(super) name: String,
    /// The least and the largest figure, and their unit.
    pub(super) range: String,
    /// The course; a blank where no figure is known.
    pub(super) course: String,
}

/// The rows of a chart that have a figure, none longer than there is room.
pub(super) fn sparks(chart: &Chart, text: Text, room: usize) -> Vec<Spark> {
    chart.series.iter().filter_map(|series| spark(chart, series, text, room)).collect()
}

fn spark(chart: &Chart, series: &Series, text: Text, room: usize) -> Option<Spark> {
    let known = || series.cells.iter().filter_map(|cell| Some((figure(cell)?, cell)));
    let (least, first) = known().min_by_key(|(figure, _)| *figure)?;
    let (largest, last) = known().max_by_key(|(figure, _)| *figure)?;
    let mut range = shown(first, text);
    if least != largest {
        range = format!("{range} – {}", shown(last, text));
    }
    range.push_str(&unit_after(&range, chart, text));
    let height = |figure: Option<Decimal>| figure.map_or(' ', |one| height(one, least, largest));
    let places = series.cells.len().div_ceil(room.max(1)).max(1);
    let course = series.cells.chunks(places).map(mean).map(height).collect();
    Some(Spark { name: shown(&series.name, text), range, course })
}

/// The unit of a chart after a name or a figure that does not say it yet.
pub(super) fn unit_after(said: &str, chart: &Chart, text: Text) -> String {
    let unit = match &chart.unit {
        Cell::Blank => return String::new(),
        unit => shown(unit, text),
    };
    let is_said = said.trim_end_matches(['）', ')']).ends_with(&unit);
    if is_said { String::new() } else { format!(" {unit}") }
}

/// The mean of the figures that are known; none where none is.
fn mean(cells: &[Cell]) -> Option<Decimal> {
    let figures: Vec<Decimal> = cells.iter().filter_map(figure).collect();
    let sum: Decimal = figures.iter().sum();
    sum.checked_div(Decimal::from(figures.len()))
}

fn height(figure: Decimal, least: Decimal, largest: Decimal) -> char {
    let top = HEIGHTS.len() - 1;
    // All alike: in the middle, neither low nor high, unless there is nothing.
    let alike = if figure.is_zero() { 0 } else { top / 2 };
    let share = (figure - least).checked_div(largest - least);
    let at = share.map_or(alike, |share| {
        (share * Decimal::from(top)).round().try_into().unwrap_or(top).min(top)
    });
    HEIGHTS[at]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{ChartKind, SeriesRole};

    #[test]
    fn heights_go_from_the_least_to_the_largest() {
        let course = |figures: &[i64]| -> String {
            let figures: Vec<Decimal> = figures.iter().copied().map(Decimal::from).collect();
            let least = figures.iter().min().expect("a figure");
            let largest = figures.iter().max().expect("a figure");
            figures.iter().map(|figure| height(*figure, *least, *largest)).collect()
        };
        assert_eq!(course(&[0, 1, 2, 3, 4, 5, 6, 7]), "▁▂▃▄▅▆▇█");
        assert_eq!(course(&[-10, 0, 10]), "▁▅█");
        assert_eq!(course(&[5, 5]), "▄▄");
        assert_eq!(course(&[0, 0]), "▁▁");
    }

    #[test]
    fn a_course_that_is_too_long_is_drawn_of_means() {
        let cells: Vec<Cell> = (0..10).map(Cell::Count).chain([Cell::Blank, Cell::Blank]).collect();
        let chart = Chart::new("word.quantity", ChartKind::Lines, Cell::Blank)
            .labels((0..12).map(Cell::Count))
            .series(Cell::text("电"), SeriesRole::Actual, cells);
        let text = Text::new(crate::text::Language::Chinese);
        let course = |room| sparks(&chart, text, room).remove(0).course;
        assert_eq!(course(12), "▁▂▃▃▄▅▆▆▇█  ");
        assert_eq!(course(6), "▁▃▅▆█ ");
        assert_eq!(course(5).chars().count(), 4);
    }
}
