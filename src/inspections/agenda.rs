//! Everything that has a day to be done by, as a calendar takes it: duties, findings, certificates,
//! the tasks of the plan and the repair orders.
//!
//! A line's name stays the same from one day to the next, so that a calendar that is filled again
//! finds its entry; what is past its day stands on the day that is running.

use std::collections::BTreeMap;

use crate::base::{Day, RuleCode, Time};

use super::cover::asking;
use super::deadline::still_running;
use super::due::urgency;
use super::rule::{Rule, Severity};
use super::status::Clock;
use super::word::words;
use super::{
    DeadlineKind, DeadlineLine, Due, DueKind, DueLine, DueOptions, Inspections, Matter,
    RegisterLine, RegisterOptions, Topic, Urgency, WhichCertificates, certificate_register, due,
};

words! {
    /// What a line is about.
    AgendaKind {
        /// A duty to be done.
        Perform = "perform", "agenda.kind.perform";
        /// Somebody works, or something runs, without a certificate.
        Uncovered = "uncovered", "agenda.kind.uncovered";
        /// The last day on which to apply for the next certificate.
        Apply = "apply", "agenda.kind.apply";
        /// The last day of a certificate.
        Expiry = "expiry", "agenda.kind.expiry";
        /// A finding to be put right.
        Finding = "finding", "agenda.kind.finding";
        /// A task of the year's plan.
        Task = "task", "agenda.kind.task";
        /// A repair order.
        Repair = "repair", "agenda.kind.repair";
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgendaOptions {
    /// The day that is running.
    pub clock: Clock,
    /// How many days ahead to look.
    pub within: u32,
    /// Only what is under rules of this topic; tasks and repair orders are under none.
    pub topic: Option<Topic>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaLine {
    /// Its name, the same on every day on which it is listed.
    pub name: String,
    /// What it is about.
    pub kind: AgendaKind,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The topic of the rule behind it.
    pub topic: Option<Topic>,
    /// How much it weighs, where that is said.
    pub severity: Option<Severity>,
    /// What is to be done, or what was found.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// Whom or what it is about: the subject, the holder, the owner.
    pub who: String,
    /// The rule, finding, certificate, task or repair order.
    pub code: String,
    /// The day by which to do it.
    pub due: Day,
    /// The last minute of that day, where the rule counts in minutes.
    pub due_at: Option<Time>,
    /// How many units of one duty it stands for.
    pub n_units: usize,
    /// The shifts or the batch.
    pub about: Vec<String>,
}

/// Everything that is to be done by some day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    /// The day that is running.
    pub today: Day,
    /// The last day that was looked at.
    pub until: Day,
    /// The entries by their day, the most urgent first.
    pub lines: Vec<AgendaLine>,
}

/// Gathers what is to be done within some days, and what should have been.
pub fn agenda(book: &Inspections, options: &AgendaOptions) -> Agenda {
    let AgendaOptions { clock, within, topic } = *options;
    let today = clock.as_of;
    let clock = still_running(clock);
    let since = DueOptions::a_month_before(today);
    let due = due(book, &DueOptions { clock, within, since, topic, site: None });
    let look = Look { book, today, until: due.until };
    let mut lines = look.duties(&due);
    lines.extend(look.findings(&due));
    lines.extend(look.certificates(clock, within));
    lines.extend(due.deadlines.iter().map(of_deadline));
    lines.retain(|line| topic.is_none_or(|topic| line.topic == Some(topic)));
    lines.sort_by(|one, two| {
        // What says nothing of its weight stands in the middle.
        let severity = |line: &AgendaLine| line.severity.unwrap_or(Severity::Major);
        let order =
            |line: &AgendaLine| (line.due.max(today), line.urgency, severity(line), line.due);
        order(one).cmp(&order(two)).then_with(|| one.name.cmp(&two.name))
    });
    Agenda { today, until: due.until, lines }
}

struct Look<'b> {
    book: &'b Inspections,
    today: Day,
    until: Day,
}

impl Look<'_> {
    fn rule(&self, id: &RuleCode) -> Option<&Rule> {
        let versions = self.book.rule(id).ok()?;
        versions.iter().rfind(|rule| rule.valid_from <= self.today).or(versions.last())
    }

    /// The duties; those of one subject that are due on one day are one entry.
    fn duties(&self, due: &Due) -> Vec<AgendaLine> {
        let mut lines: BTreeMap<String, AgendaLine> = BTreeMap::new();
        // A certificate to be applied for is told by the register, the ones that no rule asks for
        // among them.
        for line in due.lines.iter().filter(|line| line.kind != DueKind::Apply) {
            let entry = self.duty(line);
            match lines.get_mut(&entry.name) {
                Some(there) => {
                    there.n_units += entry.n_units;
                    there.due = there.due.min(entry.due);
                    there.due_at = there.due_at.min(entry.due_at);
                    there.about.extend(entry.about);
                }
                None => drop(lines.insert(entry.name.clone(), entry)),
            }
        }
        lines.into_values().collect()
    }

    fn duty(&self, line: &DueLine) -> AgendaLine {
        let mut name = format!("{}/{}", line.rule, line.subject);
        // Of what was missed the first one changes; of one day, which one is left.
        match line.urgency {
            Urgency::Missed => name.push_str("/missed"),
            Urgency::Overdue | Urgency::Today | Urgency::Soon => {
                name.push('/');
                name.push_str(&line.due.to_string());
            }
        }
        if let Some(Matter::Row(row)) = line.obligation.as_ref().map(|name| &name.matter) {
            name.push('/');
            name.push_str(row.as_str());
        }
        let kind = match line.kind {
            DueKind::Perform => AgendaKind::Perform,
            DueKind::Uncovered | DueKind::Apply => AgendaKind::Uncovered,
        };
        AgendaLine {
            name,
            kind,
            urgency: line.urgency,
            topic: self.rule(&line.rule).map(|rule| rule.topic),
            severity: Some(line.severity),
            title: line.title.clone(),
            title_en: line.title_en.clone(),
            who: line.subject.to_string(),
            code: line.rule.to_string(),
            due: line.due,
            due_at: line.due_at,
            n_units: line.n_units,
            about: line.about.clone(),
        }
    }

    fn findings(&self, due: &Due) -> Vec<AgendaLine> {
        let lines = due.findings.iter().map(|line| {
            let finding = &line.finding;
            let rule = finding.rule.as_ref().and_then(|rule| self.rule(rule));
            AgendaLine {
                name: finding.id.to_string(),
                kind: AgendaKind::Finding,
                urgency: line.urgency,
                topic: rule.map(|rule| rule.topic),
                severity: Some(finding.severity),
                title: finding.note.clone(),
                title_en: String::new(),
                who: finding.subject.to_string(),
                code: finding.id.to_string(),
                due: line.due,
                due_at: None,
                n_units: 1,
                about: Vec::new(),
            }
        });
        lines.collect()
    }

    /// By when to apply for the next certificate, and when the last one ends; of one that is over,
    /// the days without one are a duty.
    fn certificates(&self, clock: Clock, within: u32) -> Vec<AgendaLine> {
        let which = WhichCertificates::Within(within);
        let options = RegisterOptions { clock, which, holder: None, kind: None };
        let register = certificate_register(self.book, &options);
        let there = register.lines.iter().filter(|line| !line.is_over(self.today));
        there
            .flat_map(|line| {
                let apply = line.line.apply_by.map(|day| (AgendaKind::Apply, day));
                let expiry = line.line.certificate.to.map(|day| (AgendaKind::Expiry, day));
                apply.into_iter().chain(expiry).map(|(kind, day)| self.certificate(line, kind, day))
            })
            .filter(|line| line.due <= self.until)
            .collect()
    }

    fn certificate(&self, line: &RegisterLine, kind: AgendaKind, day: Day) -> AgendaLine {
        let row = &line.line.certificate;
        let bound = |rule: &&RuleCode| !self.book.service_of(rule, &row.holder).is_empty();
        let rule = asking(self.book, &row.kind).find(bound).and_then(|rule| self.rule(rule));
        AgendaLine {
            name: format!("{}/{}", row.id, kind.word()),
            kind,
            urgency: urgency(day, self.today),
            topic: rule.map(|rule| rule.topic),
            severity: rule.map(|rule| rule.severity),
            title: row.kind.clone(),
            title_en: String::new(),
            who: row.holder.to_string(),
            code: row.id.to_string(),
            due: day,
            due_at: None,
            n_units: 1,
            about: Vec::new(),
        }
    }
}

fn of_deadline(line: &DeadlineLine) -> AgendaLine {
    AgendaLine {
        name: line.name.clone(),
        kind: match line.kind {
            DeadlineKind::Task => AgendaKind::Task,
            DeadlineKind::Respond | DeadlineKind::Complete => AgendaKind::Repair,
        },
        urgency: line.urgency,
        topic: None,
        severity: None,
        title: line.title.clone(),
        title_en: String::new(),
        who: [line.subject.as_str(), line.owner.as_str()].join(" ").trim().to_owned(),
        code: line.code.clone(),
        due: line.due,
        due_at: None,
        n_units: 1,
        about: Vec::new(),
    }
}
