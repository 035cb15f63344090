//! What was known when: forgetting the rows recorded later, and telling who wrote which.

use crate::base::{Day, Moment, Written};

use super::{History, Measure, Meters, Method, ReadingKind};

impl Meters {
    /// Drops every row of the ledgers recorded after a moment, so that what it took the place of
    /// stands again.
    ///
    /// Points, prices and factors are registers: they say nothing of when they were written, and
    /// stay as they are.
    pub fn forget_after(&mut self, moment: Moment) {
        for history in self.histories.values_mut() {
            history.forget_after(moment);
        }
        self.targets.retain(|target| target.recorded_at <= moment);
        self.measures.retain(|measure| measure.recorded_at <= moment);
        self.bills.forget_after(moment);
        self.drivers.forget_after(moment);
        self.acknowledgements.retain(|row| row.recorded_at <= moment);
        self.coverage.retain(|row| row.recorded_at <= moment);
        self.weather.retain(|_, row| row.recorded_at <= moment);
    }

    /// How many rows were written as is asked, by moment of recording and day.
    pub fn count_written(&self, asked: impl Fn(Moment, Day) -> bool) -> usize {
        let of_point = |history: &History| {
            let readings = history.readings().iter().map(|row| (row.recorded_at, row.date));
            let events = history.events().iter().map(|row| (row.recorded_at, row.date));
            readings.chain(events).filter(|(at, date)| asked(*at, *date)).count()
        };
        let targets = self.targets.iter();
        let targets = targets.filter(|row| asked(row.recorded_at, row.month.first()));
        let measures = self.measures.iter();
        let measures = measures.filter(|row| asked(row.recorded_at, row.start));
        let bills = self.bill_rows().filter(|row| asked(row.recorded_at, row.span.last()));
        let drivers = self.drivers.rows();
        let drivers = drivers.filter(|row| asked(row.recorded_at, row.place.month.first()));
        let acknowledged = self.acknowledgements.iter();
        let acknowledged = acknowledged.filter(|row| asked(row.recorded_at, row.date));
        let covered = self.coverage.iter().filter(|row| asked(row.recorded_at, row.date));
        let others = targets.count()
            + measures.count()
            + bills.count()
            + drivers.count()
            + acknowledged.count()
            + covered.count();
        let weather = self.weather.values();
        let weather = weather.filter(|row| asked(row.recorded_at, row.date.last()));
        let others = others + weather.count();
        self.histories.values().map(of_point).sum::<usize>() + others
    }

    /// The rows that bear on the days up to one, with who wrote them and why.
    ///
    /// A reading after the last day bears on it while no earlier one of its point that was seen
    /// closes the interval.
    pub fn written(&self, until: Day) -> Vec<Written> {
        let targets = self.targets.iter().filter(|target| target.month.first() <= until);
        let targets = targets.map(|target| Written {
            id: target.id.clone(),
            date: target.month.first(),
            kind: "meter.written.target",
            about: target.department.iter().map(ToString::to_string).collect(),
            corrects: None,
            why: target.note.clone().unwrap_or_default(),
            recorded_at: target.recorded_at,
            recorded_by: target.recorded_by.clone(),
        });
        let measures = self.measures.iter().filter(|measure| measure.start <= until);
        let measures = measures.map(|measure| Written {
            id: measure.id.clone(),
            date: measure.start,
            kind: "meter.written.measure",
            about: vec![measure.code.to_string()],
            corrects: measure.supersedes.clone(),
            why: measure.note.clone().unwrap_or_default(),
            recorded_at: measure.recorded_at,
            recorded_by: measure.recorded_by.clone(),
        });
        let drivers = self.drivers.rows().filter(|driver| driver.place.month.first() <= until);
        let drivers = drivers.map(|driver| Written {
            id: driver.id.clone(),
            date: driver.place.month.first(),
            kind: "driver.written",
            about: driver.place.department.iter().map(ToString::to_string).collect(),
            corrects: None,
            why: driver.note.clone().unwrap_or_default(),
            recorded_at: driver.recorded_at,
            recorded_by: driver.recorded_by.clone(),
        });
        let acknowledged = self.acknowledgements.iter().filter(|row| row.date <= until);
        let acknowledged = acknowledged.map(|row| Written {
            id: row.id.clone(),
            date: row.date,
            kind: "watch.written",
            about: vec![row.point.to_string()],
            corrects: None,
            why: row.reason.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        });
        // A temperature bears on the baseline of a measure and on no other figure of a report; a
        // bill on none, which only its own reports show.
        let has_baseline = |own: &Measure| own.method == Method::OptionC && own.start <= until;
        let is_asked = self.measures.iter().any(has_baseline);
        let weather = self.weather.values();
        let weather = weather.filter(|row| is_asked && row.date.last() <= until);
        let weather = weather.map(|row| Written {
            id: row.id.clone(),
            date: row.date.last(),
            kind: "weather.written",
            about: vec![row.station.clone()],
            corrects: row.supersedes.clone(),
            why: row.note.clone().unwrap_or_default(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        });
        self.histories
            .values()
            .flat_map(|history| of_point(history, until))
            .chain(targets)
            .chain(measures)
            .chain(drivers)
            .chain(acknowledged)
            .chain(weather)
            .collect()
    }
}

fn of_point(history: &History, until: Day) -> Vec<Written> {
    // An estimate closes nothing for good: the next dial that was seen may take it back.
    let gives_way = [ReadingKind::Estimated, ReadingKind::Doubtful];
    let seen = history.readings().iter().filter(|reading| !gives_way.contains(&reading.kind));
    let closing = seen.map(|reading| reading.date).find(|date| *date > until);
    let readings = history.readings().iter().map(|reading| Written {
        id: reading.id.clone(),
        date: reading.date,
        kind: reading.kind.key(),
        about: vec![reading.point.to_string()],
        corrects: reading.supersedes.clone(),
        why: reading.note.clone().unwrap_or_default(),
        recorded_at: reading.recorded_at,
        recorded_by: reading.recorded_by.to_string(),
    });
    let events = history.events().iter().map(|event| Written {
        id: event.id.clone(),
        date: event.date,
        kind: event.kind.key(),
        about: vec![event.point.to_string()],
        corrects: event.supersedes.clone(),
        why: event.note.clone().unwrap_or_default(),
        recorded_at: event.recorded_at,
        recorded_by: event.recorded_by.clone(),
    });
    let last = closing.unwrap_or(until);
    readings.chain(events).filter(|row| row.date <= last).collect()
}
