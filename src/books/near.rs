//! What the store knows of the days around one: the events that may explain why a meter went off.
//!
//! Meter events, measures, repairs and other events of assets, findings and failed inspections
//! meet here. Nothing is weighed: a person looks at them.

use crate::base::{Day, PointCode, Span};
use crate::inspections::{Clock, DayState, Outcome};
use crate::meters::{Point, View};

use super::Books;

/// Around which day to look, and for which point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The point.
    pub point: PointCode,
    /// The days to look at.
    pub around: Span,
    /// The day from which distances are counted.
    pub day: Day,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// Something that happened near a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nearby {
    /// When.
    pub day: Day,
    /// How many days after the day that was asked about; below zero before it.
    pub distance: i64,
    /// The key of the word for what it was.
    pub kind: &'static str,
    /// The row.
    pub id: String,
    /// What it was about: a point, a measure, an asset, a subject.
    pub about: String,
    /// What was written of it.
    pub what: String,
}

/// Lists what happened near a day and has to do with a point: with itself or those right above and
/// below it, with its department or its place, or naming it.
pub fn near(books: &Books, asked: &Near) -> Vec<Nearby> {
    let Some(history) = books.meters.history(&asked.point) else { return Vec::new() };
    let mut found = of_meters(books, asked, history.point());
    found.extend(of_assets(books, asked, history.point()));
    found.extend(of_inspections(books, asked, history.point()));
    found.retain(|event| asked.around.contains(event.day) && asked.view.reaches(event.day));
    for event in &mut found {
        event.distance = asked.day.days_until(event.day);
    }
    found.sort();
    found
}

/// Whether a text names the point, its place or its department.
fn names(point: &Point, text: &str) -> bool {
    let department = point.department.as_ref().map(ToString::to_string);
    let names = [Some(point.code.to_string()), point.place.clone(), department];
    names.into_iter().flatten().any(|name| !name.is_empty() && text.contains(&name))
}

fn event(day: Day, kind: &'static str, id: &dyn ToString, about: &dyn ToString) -> Nearby {
    let (id, about) = (id.to_string(), about.to_string());
    Nearby { day, distance: 0, kind, id, about, what: String::new() }
}

fn of_meters(books: &Books, asked: &Near, point: &Point) -> Vec<Nearby> {
    let mut found = Vec::new();
    for history in books.meters.histories() {
        let other = history.point();
        let related = other.code == point.code
            || other.parent.as_ref() == Some(&point.code)
            || point.parent.as_ref() == Some(&other.code);
        for own in history.current_events(&asked.view).into_iter().filter(|_| related) {
            let what = own.note.clone().unwrap_or_default();
            found.push(Nearby { what, ..event(own.date, own.kind.key(), &own.id, &own.point) });
        }
    }
    for measure in books.meters.measures() {
        let here = measure.points.contains(&point.code)
            || (measure.points.is_empty() && measure.carrier == point.carrier);
        if !here {
            continue;
        }
        let days = [
            (Some(measure.start), "watch.near.measure_start"),
            (measure.end, "watch.near.measure_end"),
        ];
        for (day, kind) in days.into_iter().filter_map(|(day, kind)| Some((day?, kind))) {
            let what = measure.name.clone();
            found.push(Nearby { what, ..event(day, kind, &measure.id, &measure.code) });
        }
    }
    found
}

fn of_assets(books: &Books, asked: &Near, point: &Point) -> Vec<Nearby> {
    let mut found = Vec::new();
    for card in books.assets.cards() {
        let standing = books.assets.standing(&card.tag, asked.day);
        let here = standing.and_then(|standing| standing.department().cloned());
        for own in books.assets.events(&card.tag) {
            let related = own.department.is_some() && own.department == point.department
                || here.is_some() && here == point.department
                || [&own.place, &own.reason, &own.note].iter().any(|text| names(point, text));
            if !related || books.assets.reversal_of(&own.id).is_some() {
                continue;
            }
            let words = [&card.name, &own.reason, &own.note];
            let words: Vec<&str> =
                words.iter().map(|text| text.as_str()).filter(|text| !text.is_empty()).collect();
            let what = words.join("; ");
            found.push(Nearby { what, ..event(own.date, own.kind.key(), &own.id, &card.tag) });
        }
    }
    found
}

fn of_inspections(books: &Books, asked: &Near, point: &Point) -> Vec<Nearby> {
    let mut found = Vec::new();
    for finding in books.inspections.findings() {
        let own = finding.department.is_some() && finding.department == point.department;
        if own || names(point, finding.subject.as_str()) || names(point, &finding.note) {
            let what = finding.note.clone();
            let about = &finding.subject;
            found.push(Nearby {
                what,
                ..event(finding.opened, "watch.near.finding", &finding.id, about)
            });
        }
    }
    let now = Clock { as_of: asked.around.last(), state: DayState::Over };
    for repair in books.inspections.repairs(now) {
        let said = [repair.subject.as_str(), &repair.place, &repair.reported.note];
        let own = repair.department.is_some() && repair.department == point.department;
        if own || said.iter().any(|text| names(point, text)) {
            let what = repair.reported.note.clone();
            let (day, kind) = (repair.reported.date, "watch.near.repair");
            found.push(Nearby { what, ..event(day, kind, &repair.id, &repair.subject) });
        }
    }
    let failed = books.inspections.inspections().filter(|own| own.result == Outcome::Fail);
    for own in failed.filter(|own| asked.around.contains(own.date)) {
        if names(point, own.subject.as_str()) || names(point, &own.note) {
            let what = own.note.clone();
            let kind = "watch.near.inspection";
            found.push(Nearby { what, ..event(own.date, kind, &own.id, &own.subject) });
        }
    }
    found
}
