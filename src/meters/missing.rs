//! Which dials nobody has looked at within a window.

use crate::base::{Day, Decimal, PointCode, SiteCode, Span};

use super::tree::is_at;
use super::{Meters, Reading, ReadingKind, Tree, Utility, View};

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
    /// When it was read last before the window, and what the dial showed.
    pub last: Option<(Day, Decimal)>,
    /// A doubtful reading within the window, if there is one.
    pub doubtful: Option<(Day, Decimal)>,
}

/// Lists exactly the metered points in service that have no reading in the window.
///
/// An estimate is a reading; a doubtful reading is not.
pub fn missing(meters: &Meters, options: &MissingOptions) -> Vec<Missing> {
    let MissingOptions { window, site, view } = options;
    let tree = Tree::new(meters, view);
    let mut rows = Vec::new();
    for node in tree.nodes().filter(|node| is_at(node, site.as_ref())) {
        let in_service = node.consumption().and_then(|own| own.service(*window)).is_some();
        let readings = node.history().current_readings(view);
        let firm = |reading: &&&Reading| reading.kind != ReadingKind::Doubtful;
        let within = |reading: &&&Reading| window.contains(reading.date);
        if !in_service || readings.iter().filter(firm).any(|reading| within(&reading)) {
            continue;
        }
        let before = |reading: &&&Reading| reading.date < window.first();
        let dial = |reading: &&Reading| (reading.date, reading.register);
        let point = node.point();
        rows.push(Missing {
            point: point.code.clone(),
            name: point.name.clone(),
            utility: point.carrier.utility(),
            place: point.place.clone(),
            last: readings.iter().filter(firm).rfind(before).map(dial),
            doubtful: readings.iter().filter(|reading| !firm(reading)).rfind(within).map(dial),
        });
    }
    rows
}
