//! What the compliance report says beside the units: who went out of service, which certificates
//! run out, what the contractors came to, and what is to be done next.

use std::collections::BTreeMap;

use crate::base::{Day, RuleCode, SubjectCode};

use super::beside::tasks_until;
use super::due::due_by;
use super::kind::Kind;
use super::record::Service;
use super::rule::Rule;
use super::status::{Clock, DayState};
use super::word::words;
use super::{
    CertificateLine, CertificateOptions, Contractors, Due, DueOptions, Inspections, ListOptions,
    Task, Urgency, certificates, contractors,
};

/// How many days ahead the report looks for what is to be done.
const NEXT_DAYS: u32 = 7;

/// How many days ahead certificates that run out are told.
const EXPIRY_DAYS: u32 = 30;

words! {
    /// Why a subject is named among those out of service.
    OutWhy {
        /// Its service ended.
        Ended = "ended", "inspect.out.ended";
        /// Its service was interrupted, and it came back or will.
        Stopped = "stopped", "inspect.out.stopped";
        /// It is in service past the day it is to be scrapped.
        PastScrap = "past_scrap", "inspect.out.past_scrap";
    }
}

/// A subject that went out of service in the period, or should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutLine {
    /// The rule.
    pub rule: RuleCode,
    /// The subject.
    pub subject: SubjectCode,
    /// Why it is named.
    pub why: OutWhy,
    /// Its last day in service, or the day it was to be scrapped.
    pub day: Day,
    /// The first day back.
    pub back: Option<Day>,
    /// The reason that was recorded.
    pub reason: String,
}

/// A certificate that runs out or is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverLine {
    /// Whose it is.
    pub holder: SubjectCode,
    /// What it certifies.
    pub kind: String,
    /// The certificate; none where there is none, or none that needs anything.
    pub certificate: Option<CertificateLine>,
    /// The days of the period on which one was needed and none was valid.
    pub n_uncovered: u64,
}

/// The days without a certificate, by holder and kind.
pub type Uncovered = BTreeMap<(SubjectCode, String), u64>;

/// What stands beside the units.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Who went out of service, or should have.
    pub out: Vec<OutLine>,
    /// The certificates that run out or are missing.
    pub certificates: Vec<CoverLine>,
    /// The contractors, month by month.
    pub contractors: Contractors,
    /// What is due in the days after the one asked about.
    pub next: Due,
    /// The last of those days.
    pub until: Day,
    /// The tasks of the plan that are due in them.
    pub next_tasks: Vec<Task>,
}

/// Gathers what stands beside the units.
pub fn outlook(book: &Inspections, options: &ListOptions, uncovered: Uncovered) -> Outlook {
    let until = options.clock.as_of.plus_days(i64::from(NEXT_DAYS));
    Outlook {
        out: out_of_service(book, options),
        certificates: cover(book, options, uncovered),
        contractors: contractors(book, options),
        next: next(book, options),
        until,
        next_tasks: tasks_until(book, options, until),
    }
}

fn out_of_service(book: &Inspections, options: &ListOptions) -> Vec<OutLine> {
    let as_of = options.clock.as_of;
    let mut lines = Vec::new();
    for (rule, subject) in
        book.duties().filter(|(rule, subject)| options.asks_for(book, Some(rule), subject))
    {
        let rows = book.service_of(rule, subject);
        let line = |why, day, back, row: &Service| OutLine {
            rule: rule.clone(),
            subject: subject.clone(),
            why,
            day,
            back,
            reason: row.reason.clone(),
        };
        for (at, row) in rows.iter().enumerate() {
            let Some(last) = row.period.to else { continue };
            let back = rows.get(at + 1).map(|next| next.period.from);
            let went = options.period.contains(last) && last <= as_of;
            if !went || back.is_some_and(|back| back <= last.next()) {
                continue;
            }
            let why = if back.is_some() { OutWhy::Stopped } else { OutWhy::Ended };
            lines.push(line(why, last, back, row));
        }
        let versions = book.rule(rule).unwrap_or_default();
        let there =
            rows.iter().find(|row| row.period.span().is_some_and(|span| span.contains(as_of)));
        let scrapped = scrap_day(versions, &rows, as_of).filter(|day| *day <= as_of);
        lines.extend(there.zip(scrapped).map(|(row, day)| line(OutWhy::PastScrap, day, None, row)));
    }
    lines.sort_by(|one, other| {
        (one.day, &one.subject, &one.rule).cmp(&(other.day, &other.subject, &other.rule))
    });
    lines
}

/// The day on which a subject is to be scrapped, by the version in force on a day.
fn scrap_day(versions: &[Rule], rows: &[&Service], as_of: Day) -> Option<Day> {
    let rule = versions.iter().rfind(|rule| rule.valid_from <= as_of)?;
    let Kind::Anchored(anchored) = &rule.kind else { return None };
    let months = i32::try_from(anchored.retire_after?).ok()?;
    let own = rows.iter().rev().find_map(|row| row.anchor);
    let anchor = own.or(rule.anchor).or(rows.first().map(|row| row.period.from))?;
    Some(anchor.plus_months(months))
}

fn cover(book: &Inspections, options: &ListOptions, mut uncovered: Uncovered) -> Vec<CoverLine> {
    let as_of = options.clock.as_of;
    let asked = CertificateOptions { as_of, within: Some(EXPIRY_DAYS) };
    let mut lines: Vec<CoverLine> = Vec::new();
    if options.rule.is_none() {
        for line in certificates(book, &asked).lines {
            let (holder, kind) = (line.certificate.holder.clone(), line.certificate.kind.clone());
            if options.asks_for(book, None, &holder) {
                let n_uncovered =
                    uncovered.remove(&(holder.clone(), kind.clone())).unwrap_or_default();
                lines.push(CoverLine { holder, kind, certificate: Some(line), n_uncovered });
            }
        }
    }
    lines.extend(uncovered.into_iter().map(|((holder, kind), n_uncovered)| CoverLine {
        holder,
        kind,
        certificate: None,
        n_uncovered,
    }));
    lines
}

/// What is due within a week after the day asked about; while that day runs, what is due on it too.
fn next(book: &Inspections, options: &ListOptions) -> Due {
    let clock = options.clock;
    let is_over = clock.state == DayState::Over;
    let running = if is_over { DayState::Running } else { clock.state };
    let asked = DueOptions {
        clock: Clock { as_of: clock.as_of, state: running },
        within: NEXT_DAYS,
        since: clock.as_of,
        topic: None,
        site: None,
    };
    // By the rules as they stand on the day asked about.
    let mut next = due_by(book, &asked, clock.as_of);
    let begun = |(_, versions): &(&RuleCode, &[Rule])| {
        versions.iter().any(|rule| rule.valid_from <= clock.as_of)
    };
    next.n_rules = book.rules().filter(begun).count();
    let is_next = |urgency: Urgency, due: Day| {
        matches!(urgency, Urgency::Today | Urgency::Soon) && !(is_over && due <= clock.as_of)
    };
    next.lines.retain(|line| {
        is_next(line.urgency, line.due) && options.asks_for(book, Some(&line.rule), &line.subject)
    });
    next.findings.retain(|line| {
        is_next(line.urgency, line.due)
            && options.asks_for(book, line.finding.rule.as_ref(), &line.finding.subject)
    });
    // Tasks and repair orders have tables of their own.
    next.deadlines.clear();
    next
}
