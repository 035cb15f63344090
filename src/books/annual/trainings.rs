//! Figures of the trainings and drills: how many were held, who came, for how long, and who of those
//! that had to.
//!
//! That one was held is told by a record or by the attendance of anybody; the rest by the attendance
//! ledger alone. A person whom hand-written rows name twice was there once.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decimal, Message, RuleCode, StaffCode};
use crate::inspections::{
    Attendance, Outcome, Presence, Rule, Topic, TrainingOptions, training_coverage,
};

use super::figure::Found;
use super::{FigureName, FigureRow, Figures};

/// What hours are counted in.
const HOURS: &str = "h";

impl Figures<'_> {
    pub(super) fn of_trainings(&self, name: FigureName, of: &str) -> Found {
        let rules = match self.rules(of) {
            Ok(rules) => rules.unwrap_or_else(|| self.training_rules()),
            Err(lack) => return Found::lacking(lack),
        };
        if rules.is_empty() {
            return Found::lacking(Message::new("annual.no_trainings"));
        }
        if name == FigureName::TrainingsHeld {
            return self.held(&rules);
        }
        if !self.books.inspections.attendance_rows().any(|row| rules.contains(&row.rule)) {
            return Found::lacking(Message::new("annual.no_attendance"));
        }
        match name {
            FigureName::TrainingCoverage => self.coverage(&rules),
            FigureName::TrainingPeople => {
                let people: BTreeSet<&StaffCode> =
                    self.came(&rules).into_keys().map(|(.., person)| person).collect();
                let row = |code| FigureRow::one(None, code, self.called(code));
                Found::rows(people.into_iter().map(row).collect())
            }
            FigureName::TrainingHours => self.hours(&rules),
            _ => {
                let came = self.came(&rules).into_values();
                Found::rows(came.map(|row| self.attended(row, Decimal::ONE)).collect())
            }
        }
    }

    /// The rules of trainings and drills, and those of which anybody's attendance was recorded.
    fn training_rules(&self) -> BTreeSet<RuleCode> {
        let book = &self.books.inspections;
        let is_training = |rule: &Rule| matches!(rule.topic, Topic::Training | Topic::Drills);
        let named = book.rules().filter(|(_, versions)| versions.iter().any(is_training));
        let attended = book.attendance_rows().map(|row| row.rule.clone());
        named.map(|(code, _)| code.clone()).chain(attended).collect()
    }

    fn held(&self, rules: &BTreeSet<RuleCode>) -> Found {
        let book = &self.books.inspections;
        let records = book
            .inspections()
            .filter(|row| row.result != Outcome::Na && book.replaced_by(&row.id).is_none());
        let recorded = records.map(|row| (row.date, &row.rule));
        let attended = self.came(rules).into_keys().map(|(rule, date, _)| (date, rule));
        let held: BTreeSet<(Day, &RuleCode)> = recorded
            .filter(|(date, rule)| rules.contains(*rule) && self.counts(*date))
            .chain(attended)
            .collect();
        let row = |(date, rule)| FigureRow::one(Some(date), rule, self.title(rule));
        Found::rows(held.into_iter().map(row).collect())
    }

    /// Who of the staff was there, once for each training; of rows that say so twice, the longer.
    fn came(
        &self,
        rules: &BTreeSet<RuleCode>,
    ) -> BTreeMap<(&RuleCode, Day, &StaffCode), &Attendance> {
        let book = &self.books.inspections;
        let rows = book.attendance_rows().filter(|row| {
            let staff = self.books.org.person(&row.person);
            rules.contains(&row.rule)
                && row.presence == Presence::Present
                && self.counts(row.date)
                && book.replaced_by(&row.id).is_none()
                && staff.is_some_and(|staff| staff.is_employed(row.date))
        });
        let mut came: BTreeMap<(&RuleCode, Day, &StaffCode), &Attendance> = BTreeMap::new();
        for row in rows {
            let there = came.entry((&row.rule, row.date, &row.person)).or_insert(row);
            if there.hours < row.hours {
                *there = row;
            }
        }
        came
    }

    fn hours(&self, rules: &BTreeSet<RuleCode>) -> Found {
        let came = self.came(rules);
        let known = came.values().filter_map(|row| Some((*row, row.hours?)));
        let rows: Vec<FigureRow> = known.map(|(row, hours)| self.attended(row, hours)).collect();
        let unsaid = !came.is_empty() && rows.is_empty();
        let lack = unsaid.then(|| Message::new("annual.no_hours"));
        Found::rows(rows).measured(HOURS).unless(lack)
    }

    /// Of those who had to come, how many did; of slots that are over.
    fn coverage(&self, rules: &BTreeSet<RuleCode>) -> Found {
        let options = TrainingOptions {
            period: self.options.span,
            clock: self.options.clock,
            rule: None,
            department: None,
        };
        let lines = training_coverage(&self.books.inspections, &self.books.org, &options).lines;
        let over = lines.iter().filter(|line| line.closed && rules.contains(&line.rule));
        let rows = over.map(|line| {
            let what = format!("{} {}", line.title, line.slot);
            let part = Decimal::from(line.tally.attended);
            FigureRow::of(Some(line.slot.last()), &line.rule, what, part)
                .of_whole(Decimal::from(line.tally.required))
        });
        Found::rows(rows.collect())
    }

    fn attended(&self, row: &Attendance, part: Decimal) -> FigureRow {
        let what = format!("{} {}", self.called(&row.person), self.title(&row.rule));
        FigureRow::of(Some(row.date), &row.id, what, part)
    }

    /// What a person is called.
    fn called(&self, code: &StaffCode) -> &str {
        self.books.org.person(code).map_or("", |staff| staff.name.as_str())
    }
}
