//! Which dials nobody has looked at within a window.

use crate::base::{Day, Decimal, PointCode, SiteCode, Span, Time};

use super::route::fills;
use super::tree::is_at;
use super::{History, Meters, Reading, ReadingKind, Served, Tree, Utility, View};

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingOptions {
    /// The days in which each point should have been read.
    pub window: Span,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// A point without a reading in the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The point.
    pub point: PointCode,
    /// Its name.
    pub name: String,
    /// What it measures.
    pub utility: Utility,
    /// Where it hangs.
    pub place: Option<String>,
    /// The day and time that nobody read, for a point that is read at named times.
    pub slot: Option<(Day, Time)>,
    /// When it was read last before the window, and what the dial showed.
    pub last: Option<(Day, Decimal)>,
    /// A doubtful reading within the window, if there is one.
    pub doubtful: Option<(Day, Decimal)>,
}

/// Lists exactly the metered points in service that have no reading in the window.
///
/// An estimate is a reading; a doubtful reading is not. A point that is read at named times is listed
/// for each of them that has passed without one, up to the day looked from; a reading is that of the
/// time nearest to its own.
pub fn missing(meters: &Meters, options: &MissingOptions) -> Vec<Missing> {
    missing_in(&Tree::served(meters, &options.view), options)
}

/// The same in a tree of the points that was made for the same view.
pub fn missing_in(tree: &Tree<'_, Served>, options: &MissingOptions) -> Vec<Missing> {
    let MissingOptions { window, site, view } = options;
    let mut rows = Vec::new();
    for node in tree.nodes().filter(|node| is_at(node, site.as_ref())) {
        let Some(service) = node.consumption().and_then(|own| own.service(*window)) else {
            continue;
        };
        let readings = node.history().current_readings(view);
        let firm = |reading: &&&Reading| reading.kind != ReadingKind::Doubtful;
        let within = |reading: &&&Reading| window.contains(reading.date);
        let point = node.point();
        let slots: Vec<Option<(Day, Time)>> = if point.read_at.times().is_empty() {
            let is_read = readings.iter().filter(firm).any(|reading| within(&reading));
            if is_read { Vec::new() } else { vec![None] }
        } else {
            let firm: Vec<&Reading> = readings.iter().filter(firm).copied().collect();
            open_slots(node.history(), &firm, service, *view).into_iter().map(Some).collect()
        };
        let before = |reading: &&&Reading| reading.date < window.first();
        let dial = |reading: &&Reading| (reading.date, reading.register);
        rows.extend(slots.into_iter().map(|slot| Missing {
            point: point.code.clone(),
            name: point.name.clone(),
            utility: point.carrier.utility(),
            place: point.place.clone(),
            slot,
            last: readings.iter().filter(firm).rfind(before).map(dial),
            doubtful: readings.iter().filter(|reading| !firm(reading)).rfind(within).map(dial),
        }));
    }
    rows
}

/// The times of the days in service that no reading fills.
fn open_slots(history: &History, firm: &[&Reading], service: Span, view: View) -> Vec<(Day, Time)> {
    let days = (0..service.days()).map(|days| service.first().plus_days(days));
    let times = history.point().read_at.times();
    days.filter(|day| view.reaches(*day))
        .flat_map(|day| times.iter().map(move |time| (day, *time)))
        .filter(|(day, time)| {
            !firm.iter().any(|own| own.date == *day && fills(history, own, Some(*time)))
        })
        .collect()
}
