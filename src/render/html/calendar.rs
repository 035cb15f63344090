//! Days as a calendar: a column for each week, a row for each weekday, a sign in each day.
//!
//! What was kept has a tick, what was late a mark, what was missed a cross and how many times, so
//! that colour is not the only sign.

use charts_rs::{Color, HeatmapChart};

use super::chart::{PAPER, frame};
use crate::base::{Day, Decimal};
use crate::render::figure::figure;
use crate::render::grid::{shown, sign};
use crate::report::{Cell, Chart, SeriesRole, Tone};
use crate::text::Text;

/// The colours of a day: kept, late, something missed, much missed.
pub(super) const CLASSES: [&str; 4] = ["#B9DFC6", "#F3D28D", "#F0A8A0", "#C9443A"];
/// The colour of the sign in a day, and in a dark one.
const SIGN: &str = "#1B2431";
const SIGN_ON_DARK: &str = "#FFFFFF";
/// From how many on much is missed.
const MUCH: i64 = 5;
/// So many weeks stand beside each other; a year takes four pictures.
const WEEKS: usize = 14;
const ROW_HEIGHT: u16 = 26;
const HEAD_HEIGHT: u16 = 40;
const WEEK_WIDTH: u16 = 48;
const DAYS_WIDTH: u16 = 50;
/// What the library writes in each cell, to be replaced by its sign.
const MARK: &str = "\u{a7}";

const WEEKDAYS: [&str; 7] = [
    "html.monday",
    "html.tuesday",
    "html.wednesday",
    "html.thursday",
    "html.friday",
    "html.saturday",
    "html.sunday",
];

/// A day that something was due on.
struct Square {
    /// Which week, which weekday, both from zero.
    week: usize,
    weekday: usize,
    class: u8,
    sign: String,
}

pub(super) fn draw(chart: &Chart, text: Text) -> Vec<String> {
    let days: Vec<(usize, Day)> = chart
        .labels
        .iter()
        .enumerate()
        .filter_map(|(at, label)| match label {
            Cell::Day(day) => Some((at, *day)),
            _ => None,
        })
        .collect();
    let Some((_, first)) = days.first() else { return Vec::new() };
    let monday = first.monday();
    let squares: Vec<Square> =
        days.iter().filter_map(|(at, day)| square(chart, *at, *day, monday)).collect();
    let n_weeks = days.iter().map(|(_, day)| place(*day, monday).0 + 1).max().unwrap_or(0);
    let starts = (0..n_weeks).step_by(WEEKS);
    starts.map(|start| picture(&squares, start, n_weeks.min(start + WEEKS), monday, text)).collect()
}

/// The week and the weekday of a day.
fn place(day: Day, monday: Day) -> (usize, usize) {
    let days = usize::try_from(monday.days_until(day)).unwrap_or(0);
    (days / 7, days % 7)
}

/// What became of the duties of a day; none where nothing was due.
fn square(chart: &Chart, at: usize, day: Day, monday: Day) -> Option<Square> {
    let of = |role: SeriesRole| -> Decimal {
        let series = chart.series.iter().filter(|series| series.role == role);
        series.filter_map(|series| figure(series.cells.get(at)?)).sum()
    };
    let [kept, late, missed] = [SeriesRole::Kept, SeriesRole::Late, SeriesRole::Missed].map(of);
    let (class, sign) = if missed >= Decimal::from(MUCH) {
        (3, format!("{}{missed}", sign(Tone::Bad)))
    } else if !missed.is_zero() {
        (2, format!("{}{missed}", sign(Tone::Bad)))
    } else if !late.is_zero() {
        (1, format!("{}{late}", sign(Tone::Warn)))
    } else if !kept.is_zero() {
        (0, sign(Tone::Good).trim_end().to_owned())
    } else {
        return None;
    };
    let (week, weekday) = place(day, monday);
    Some(Square { week, weekday, class, sign })
}

/// A picture of some of the weeks.
fn picture(squares: &[Square], start: usize, end: usize, monday: Day, text: Text) -> String {
    let n_weeks = end - start;
    let mut shown_here: Vec<(usize, &Square)> = squares
        .iter()
        .filter(|square| (start..end).contains(&square.week))
        // The library counts rows from below.
        .map(|square| ((6 - square.weekday) * n_weeks + square.week - start, square))
        .collect();
    shown_here.sort_by_key(|(index, _)| *index);
    let weeks: Vec<String> = (start..end)
        .map(|week| {
            let day = monday.plus_days(i64::try_from(week * 7).unwrap_or(0));
            shown(&Cell::Day(day), text).split_off(5)
        })
        .collect();
    let weekdays: Vec<String> =
        WEEKDAYS.iter().rev().map(|key| text.label(key).to_owned()).collect();
    let data = shown_here.iter().map(|(index, square)| (*index, f32::from(square.class))).collect();
    let mut map = HeatmapChart::new(data, weeks, weekdays);
    frame(&mut map.base, &mut [], 7 * ROW_HEIGHT + HEAD_HEIGHT);
    map.width = f32::from(u16::try_from(n_weeks).unwrap_or(0) * WEEK_WIDTH + DAYS_WIDTH);
    map.background_color = PAPER.into();
    MARK.clone_into(&mut map.series.label.formatter);
    map.series.label.font.size = 12.0;
    let series = &mut map.heatmap_series;
    series.max = 3.0;
    series.colors = CLASSES.iter().map(|colour| Color::from(*colour)).collect();
    series.thresholds = vec![0.5, 1.5, 2.5];
    series.min_font_color = SIGN.into();
    series.max_font_color = SIGN_ON_DARK.into();
    let svg = map.svg().expect("BUG: a calendar that cannot be drawn");
    let mut parts = svg.split(MARK);
    let mut signed = parts.next().unwrap_or_default().to_owned();
    for (part, (_, square)) in parts.zip(&shown_here) {
        signed.push_str(&square.sign);
        signed.push_str(part);
    }
    signed
}
