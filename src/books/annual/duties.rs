//! Figures of the inspections: what was looked at, which duties were kept, what was found.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Message, RuleCode};
use crate::inspections::{
    Finding, FindingLine, Inspection, Outcome, Rule, Status, Timing, Which, findings,
};

use super::figure::Found;
use super::slot::alternatives;
use super::{FigureName, FigureRow, Figures};

/// The rules that are asked for; none for all of them.
pub(super) type Asked = Option<BTreeSet<RuleCode>>;

impl Figures<'_> {
    /// The rules of a code, a topic, or with a text in their titles.
    pub(super) fn rules(&self, of: &str) -> Result<Asked, Message> {
        let book = &self.books.inspections;
        if book.rules().next().is_none() {
            return Err(Message::new("annual.no_rules"));
        }
        if of.is_empty() {
            return Ok(None);
        }
        let called = |rule: &Rule, wanted: &str| {
            let english = rule.title_en.to_lowercase().contains(&wanted.to_lowercase());
            rule.topic.word() == wanted || rule.title.contains(wanted) || english
        };
        let mut rules: BTreeSet<RuleCode> = BTreeSet::new();
        for wanted in alternatives(of) {
            let exact = book.rules().find(|(id, _)| id.as_str() == wanted);
            let named = |(_, versions): &(&RuleCode, &[Rule])| {
                versions.iter().any(|rule| called(rule, wanted))
            };
            match exact {
                Some((id, _)) => rules.extend([id.clone()]),
                None => rules.extend(book.rules().filter(named).map(|(id, _)| id.clone())),
            }
        }
        if rules.is_empty() {
            return Err(Message::new("annual.no_rule").with("text", of));
        }
        Ok(Some(rules))
    }

    /// What a rule asks, as it is called last.
    pub(super) fn title(&self, rule: &RuleCode) -> &str {
        let versions = self.books.inspections.rule(rule).unwrap_or_default();
        versions.last().map_or("", |rule| rule.title.as_str())
    }

    pub(super) fn of_records(&self, name: FigureName, of: &str) -> Found {
        let rules = match self.rules(of) {
            Ok(rules) => rules,
            Err(lack) => return Found::lacking(lack),
        };
        let book = &self.books.inspections;
        let departments: BTreeMap<&str, &str> = self
            .books
            .org
            .departments()
            .map(|department| (department.code.as_str(), department.name.as_str()))
            .collect();
        let done = book
            .inspections()
            .filter(|row| self.counts(row.date) && row.result != Outcome::Na)
            .filter(|row| rules.as_ref().is_none_or(|rules| rules.contains(&row.rule)))
            .filter(|row| book.replaced_by(&row.id).is_none());
        let row = |done: &Inspection| {
            let what = format!("{} {}", done.subject, self.title(&done.rule));
            FigureRow::one(Some(done.date), &done.id, what)
        };
        let visit = |done: &&Inspection| departments.contains_key(done.subject.as_str());
        Found::rows(match name {
            FigureName::DepartmentVisits => done.filter(visit).map(row).collect(),
            FigureName::DepartmentsVisited => {
                let visited: BTreeSet<&str> =
                    done.filter(visit).map(|done| done.subject.as_str()).collect();
                let row = |code: &str| FigureRow::one(None, code, departments[code]);
                visited.into_iter().map(row).collect()
            }
            _ => done.map(row).collect(),
        })
    }

    pub(super) fn of_duties(&self, name: FigureName, of: &str) -> Found {
        let rules = match self.rules(of) {
            Ok(rules) => rules,
            Err(lack) => return Found::lacking(lack),
        };
        let asked = |rule: &RuleCode| rules.as_ref().is_none_or(|rules| rules.contains(rule));
        let units = self.duties().iter().filter(|((rule, _), _)| asked(rule));
        let rows = units.map(|((rule, subject), unit)| {
            let id = format!("{rule}/{subject}");
            let row = FigureRow::one(Some(unit.due), &id, self.title(rule));
            (row, unit.status)
        });
        Found::rows(match name {
            FigureName::DutiesKept => {
                rows.map(|(row, status)| row.kept(status == Status::Complied)).collect()
            }
            FigureName::DutiesMissed => {
                rows.filter(|(_, status)| *status == Status::Missed).map(|(row, _)| row).collect()
            }
            _ => rows.map(|(row, _)| row).collect(),
        })
    }

    pub(super) fn of_findings(&self, name: FigureName, of: &str) -> Found {
        // What somebody found may be of no rule, so a store without rules may have findings.
        let any = || self.books.inspections.events().next().is_some();
        let rules = match self.rules(of) {
            Ok(rules) => rules,
            Err(_) if of.is_empty() && any() => None,
            Err(lack) => return Found::lacking(lack),
        };
        let asked = |finding: &Finding| {
            let of_rule = |rules: &BTreeSet<RuleCode>| {
                finding.rule.as_ref().is_some_and(|rule| rules.contains(rule))
            };
            rules.as_ref().is_none_or(of_rule) && self.counts(finding.opened)
        };
        let found = findings(&self.books.inspections, &self.listed(), Which::All).findings;
        let found = found.into_iter().filter(|line| asked(&line.finding));
        let row = |line: &FindingLine| {
            let finding = &line.finding;
            let what = format!("{} {}", finding.subject, finding.note);
            FigureRow::one(Some(finding.opened), &finding.id, what)
        };
        // A later deadline is no reason to call it in time.
        let kept = |line: &FindingLine| match line.first {
            Timing::InTime => Some(true),
            Timing::Late | Timing::Undone => Some(false),
            Timing::Ahead | Timing::Pending | Timing::Withdrawn => None,
        };
        Found::rows(match name {
            FigureName::FindingsClosed => {
                found.filter(|line| line.finding.is_closed()).map(|line| row(&line)).collect()
            }
            FigureName::FindingsRate => {
                found.map(|line| row(&line).kept(line.finding.is_closed())).collect()
            }
            FigureName::FindingsInTime => {
                found.filter(|line| kept(line) == Some(true)).map(|line| row(&line)).collect()
            }
            FigureName::FindingsKept => {
                found.filter_map(|line| Some(row(&line).kept(kept(&line)?))).collect()
            }
            _ => found.map(|line| row(&line)).collect(),
        })
    }
}
