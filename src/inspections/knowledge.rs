//! What was known when: forgetting the rows recorded later, and telling who wrote which.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use crate::base::{Day, Moment, RecordId, RuleCode, Written};

use super::numbered::Numbered;
use super::record::Row;
use super::{DutyKey, FindingEvent, FindingKind, Inspections, RepairEvent};

impl Inspections {
    /// Drops every row recorded after a moment, so that what they took the place of stands again.
    ///
    /// Of the registers (rules, contracts, the calendar) what does not say when it was written was
    /// known always.
    pub fn forget_after(&mut self, moment: Moment) {
        self.forms.forget_after(moment);
        self.clauses.forget_after(moment);
        self.repairs.forget_after(moment);
        // Mostly nothing is, and then the rows stay where they are.
        if self.count_written(|recorded_at, _| recorded_at > moment) > 0 {
            self.drop_after(moment);
        }
        self.bound.values_mut().filter(|ids| !ids.is_sorted()).for_each(|ids| ids.sort_unstable());
        let rows = replacements(&self.service).chain(replacements(&self.records));
        let more = replacements(&self.batches).chain(replacements(&self.certificates));
        let rows = rows.chain(replacements(&self.excusals)).chain(more);
        let rows = rows.chain(replacements(&self.roster)).chain(replacements(&self.indicators));
        let rows = rows.chain(replacements(&self.values)).chain(replacements(&self.tasks));
        let rows = rows.chain(replacements(&self.attendance));
        self.replaced = rows.chain(replacements(&self.repairs.rows)).collect();
    }

    fn drop_after(&mut self, moment: Moment) {
        self.forget_registers_after(moment);
        let later = self.records.values().filter(|row| row.recorded_at > moment);
        let days: BTreeSet<Day> = later.map(|row| row.date).collect();
        keep(&mut self.service, moment);
        keep(&mut self.records, moment);
        keep(&mut self.excusals, moment);
        keep(&mut self.batches, moment);
        keep(&mut self.certificates, moment);
        keep(&mut self.roster, moment);
        keep(&mut self.indicators, moment);
        keep(&mut self.values, moment);
        keep(&mut self.tasks, moment);
        keep(&mut self.attendance, moment);
        for ids in self.attended.values_mut() {
            ids.retain(|id| self.attendance.contains_key(id));
        }
        self.attended.retain(|_, ids| !ids.is_empty());
        for events in self.findings.values_mut() {
            events.retain(|event| event.recorded_at <= moment);
        }
        self.findings.retain(|_, events| !events.is_empty());
        self.events = self.findings.values().flatten().map(|event| event.id.clone()).collect();
        let key = |service: &super::Service| -> DutyKey {
            (service.rule.clone(), service.subject.clone())
        };
        self.bound = BTreeMap::new();
        for service in self.service.values() {
            self.bound.entry(key(service)).or_default().push(service.id.clone());
        }
        for day in days {
            let Entry::Occupied(mut of_day) = self.days.entry(day) else { continue };
            of_day.get_mut().retain(|id| self.records.contains_key(id));
            if of_day.get().is_empty() {
                of_day.remove();
            }
        }
    }

    fn forget_registers_after(&mut self, moment: Moment) {
        for versions in self.rules.values_mut() {
            versions.retain(|rule| rule.recorded_at.is_none_or(|at| at <= moment));
        }
        self.rules.retain(|_, versions| !versions.is_empty());
        self.contracts.retain(|_, row| row.recorded_at.is_none_or(|at| at <= moment));
        self.calendar.forget_after(moment);
    }

    /// How many rows were written as is asked, by moment of recording and day.
    pub fn count_written(&self, asked: impl Fn(Moment, Day) -> bool) -> usize {
        let services = self.service.values().map(|row| (row.recorded_at, row.period.from));
        let records = self.records.values().map(|row| (row.recorded_at, row.date));
        let excusals = self.excusals.values().map(|row| (row.recorded_at, row.date));
        let events = self.findings.values().flatten().map(|row| (row.recorded_at, row.date));
        let batches = self.batches.values().map(|row| (row.recorded_at, row.date));
        let certificates = self.certificates.values().map(|row| (row.recorded_at, row.from));
        let roster = self.roster.values().map(|row| (row.recorded_at, row.date));
        let repairs = self.repair_rows().map(|row| (row.recorded_at, row.date));
        let rows = services.chain(records).chain(excusals).chain(events).chain(repairs);
        let indicators = self.indicators.values().map(|row| (row.recorded_at, row.from.first()));
        let values = self.values.values().map(|row| (row.recorded_at, row.month.last()));
        let tasks = self.tasks.values().map(|row| (row.recorded_at, row.date));
        let rules = self.rules.values().flatten();
        let rules = rules.filter_map(|rule| Some((rule.recorded_at?, rule.valid_from)));
        let contracts = self.contracts.values();
        let contracts = contracts.filter_map(|row| Some((row.recorded_at?, row.from)));
        let days = self.calendar.rows().filter_map(|row| Some((row.recorded_at?, row.date)));
        let rows = rows.chain(rules).chain(contracts).chain(days);
        let rows = rows.chain(batches).chain(certificates).chain(roster);
        let attendance = self.attendance.values().map(|row| (row.recorded_at, row.date));
        let rows = rows.chain(indicators).chain(values).chain(tasks).chain(attendance);
        rows.filter(|(at, date)| asked(*at, *date)).count()
    }

    /// The rows that bear on the duties of the days up to one, with who wrote them and why.
    ///
    /// A record in the days of grace bears on what was due before; an event on the finding it is
    /// about, whenever it happened.
    pub fn written(&self, until: Day) -> Vec<Written> {
        let services = self.service.values().filter(|row| row.period.from <= until);
        let services = services.map(|row| Written {
            id: row.id.clone(),
            date: row.period.from,
            kind: "inspect.written.service",
            about: vec![row.rule.to_string(), row.subject.to_string()],
            corrects: row.supersedes.clone(),
            why: row.reason.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        });
        let records = self.records.values();
        let records = records.filter(|row| row.date <= self.grace_after(&row.rule, until));
        let records = records.map(|row| Written {
            id: row.id.clone(),
            date: row.date,
            kind: row.result.key(),
            about: vec![row.rule.to_string(), row.subject.to_string()],
            corrects: row.supersedes.clone(),
            why: row.note.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.to_string(),
        });
        let excusals = self.excusals.values().filter(|row| row.days.first() <= until);
        let excusals = excusals.map(|row| Written {
            id: row.id.clone(),
            date: row.date,
            kind: "inspect.written.excusal",
            about: vec![row.rule.to_string(), row.subject.to_string()],
            corrects: row.supersedes.clone(),
            why: row.reason.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        });
        let events = self.findings.values().flat_map(|events| of_finding(events, until));
        let batches = self.batches.values();
        let batches = batches.filter(|row| row.date <= self.grace_after(&row.rule, until));
        let batches = batches.map(|row| Written {
            id: row.id.clone(),
            date: row.date,
            kind: row.kind.key(),
            about: vec![row.rule.to_string(), row.subject.to_string()],
            corrects: row.supersedes.clone(),
            why: row.note.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        });
        let rows = services.chain(records).chain(excusals).chain(events).chain(batches);
        let rows = rows.chain(self.certificates_written(until)).chain(self.plan_written(until));
        rows.chain(self.repairs_written(until)).chain(self.attendance_written(until)).collect()
    }

    /// Who was at the trainings up to a day, and who was not.
    fn attendance_written(&self, until: Day) -> impl Iterator<Item = Written> + '_ {
        let rows = self.attendance.values().filter(move |row| row.date <= until);
        rows.map(|row| Written {
            id: row.id.clone(),
            date: row.date,
            kind: row.presence.key(),
            about: vec![row.rule.to_string(), row.person.to_string()],
            corrects: row.supersedes.clone(),
            why: [row.reason.as_str(), row.note.as_str()].join(" ").trim().to_owned(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        })
    }

    /// The rows of the repair orders that were reported by a day.
    fn repairs_written(&self, until: Day) -> impl Iterator<Item = Written> + '_ {
        let opened = move |row: &&RepairEvent| {
            let opening = self.repair_row(&row.repair);
            opening.is_none_or(|opening| opening.date <= until)
        };
        self.repair_rows().filter(opened).map(|row| {
            let opening = self.repair_row(&row.repair);
            let subject = opening.and_then(|opening| opening.subject.as_ref());
            let number = opening.map(|opening| opening.number.clone());
            let about = subject.map(ToString::to_string).into_iter().chain(number);
            Written {
                id: row.id.clone(),
                date: row.date,
                kind: row.kind.key(),
                about: about.filter(|code| !code.is_empty()).collect(),
                corrects: row.supersedes.clone(),
                why: row.note.clone(),
                recorded_at: row.recorded_at,
                recorded_by: row.recorded_by.to_string(),
            }
        })
    }

    /// The certificates and the duties on the roster that bear on the days up to one.
    fn certificates_written(&self, until: Day) -> impl Iterator<Item = Written> + '_ {
        let certificates = self.certificates.values().filter(move |row| row.from <= until);
        let certificates = certificates.map(|row| Written {
            id: row.id.clone(),
            date: row.from,
            kind: "inspect.written.certificate",
            about: vec![row.kind.clone(), row.holder.to_string()],
            corrects: row.supersedes.clone(),
            why: row.note.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        });
        let roster = self.roster.values().filter(move |row| row.date <= until);
        certificates.chain(roster.map(|row| Written {
            id: row.id.clone(),
            date: row.date,
            kind: "inspect.written.roster",
            about: vec![row.rule.to_string(), row.subject.to_string()],
            corrects: row.supersedes.clone(),
            why: row.note.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        }))
    }

    /// The indicators, their values and what happened to tasks in the days up to one.
    fn plan_written(&self, until: Day) -> impl Iterator<Item = Written> + '_ {
        let indicators = self.indicators.values().filter(move |row| row.from.first() <= until);
        let indicators = indicators.map(|row| Written {
            id: row.id.clone(),
            date: row.from.first(),
            kind: "inspect.written.indicator",
            about: vec![row.code.to_string()],
            corrects: row.supersedes.clone(),
            why: row.note.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        });
        let values = self.values.values().filter(move |row| row.month.last() <= until);
        let values = values.map(|row| Written {
            id: row.id.clone(),
            date: row.month.last(),
            kind: "inspect.written.value",
            about: vec![row.indicator.to_string(), row.month.to_string()],
            corrects: row.supersedes.clone(),
            why: row.note.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        });
        let tasks = self.tasks.values().filter(move |row| row.date <= until);
        indicators.chain(values).chain(tasks.map(|row| Written {
            id: row.id.clone(),
            date: row.date,
            kind: row.kind.key(),
            about: vec![row.task.to_string()],
            corrects: row.supersedes.clone(),
            why: row.note.clone(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        }))
    }

    /// The last day on which something due by a day may still be done late.
    fn grace_after(&self, rule: &RuleCode, day: Day) -> Day {
        let versions = self.rule(rule).unwrap_or_default();
        let grace = versions.iter().map(|rule| rule.grace).max().unwrap_or(0);
        day.plus_days(i64::from(grace))
    }
}

fn keep<T: Row>(rows: &mut Numbered<T>, moment: Moment) {
    rows.retain(|row| row.recorded_at() <= moment);
}

/// What took the place of what.
fn replacements<T: Row>(rows: &Numbered<T>) -> impl Iterator<Item = (RecordId, RecordId)> + '_ {
    rows.values().filter_map(|row| Some((row.supersedes()?.clone(), row.id().clone())))
}

fn of_finding(events: &[FindingEvent], until: Day) -> Vec<Written> {
    let opening = events.iter().find(|event| event.kind == FindingKind::Open);
    if opening.is_some_and(|opening| opening.date > until) {
        return Vec::new();
    }
    let subject = opening.and_then(|opening| opening.subject.as_ref()).map(ToString::to_string);
    let rule = opening.and_then(|opening| opening.rule.as_ref()).map(ToString::to_string);
    let department = events.iter().find_map(|event| event.department.as_ref());
    let about = rule.into_iter().chain(subject).chain(department.map(ToString::to_string));
    let about: Vec<String> = about.collect();
    let written = events.iter().map(|event| Written {
        id: event.id.clone(),
        date: event.date,
        kind: event.kind.key(),
        about: about.clone(),
        corrects: (event.id != event.finding).then(|| event.finding.clone()),
        why: event.note.clone(),
        recorded_at: event.recorded_at,
        recorded_by: event.recorded_by.clone(),
    });
    written.collect()
}
