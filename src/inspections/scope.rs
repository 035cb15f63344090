//! Decides about rules, whom they bind, and who is excused.

use crate::base::{Day, Decided, RecordId, RuleCode, SiteCode, Span, Stamp, SubjectCode};

use super::record::{Excusal, Record, Service, ServicePeriod};
use super::request::{check_day, check_not_replaced, check_text};
use super::rule::Rule;
use super::status::{Clock, DayState, Status, Unit};
use super::{Inspections, Refusal};

/// A rule to add, and whom it binds from its first day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRequest {
    /// The rule; its version is set by the decision.
    pub rule: Rule,
    /// Whom it binds.
    pub subjects: Vec<SubjectCode>,
}

/// Decides about a new rule, or a new version of one that is there.
///
/// A new version takes the place of the last one from its first day on; whom the rule binds stays,
/// and so does who answers for it, unless somebody else is named.
pub fn add_rule(
    book: &Inspections,
    request: &RuleRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let RuleRequest { mut rule, subjects } = request.clone();
    let last = book.rule(&rule.id).ok().and_then(|versions| versions.last());
    rule.version = last.map_or(1, |last| last.version + 1);
    if let Some(last) = last.filter(|_| rule.owner.trim().is_empty()) {
        rule.owner.clone_from(&last.owner);
    }
    rule.check()?;
    let mut rows = Vec::new();
    match last {
        Some(last) if rule.says_the_same(last) => {}
        Some(last) if rule.valid_from <= last.valid_from => {
            return Err(Refusal::VersionOrder { rule: rule.id, from: last.valid_from });
        }
        _ => {
            let recorded_at = Some(stamp.recorded_at);
            rows.push(Record::Rule(Rule { recorded_at, ..rule.clone() }));
        }
    }
    let period = ServicePeriod { from: rule.valid_from, to: None };
    for subject in subjects {
        // Somebody the rule binds already stays bound as it is.
        let bound = !book.service_of(&rule.id, &subject).is_empty();
        if !bound {
            rows.push(Record::Service(service(&rule.id, subject, period, "", stamp)));
        }
    }
    Ok(if rows.is_empty() { Decided::Already(rule.id.to_string()) } else { Decided::New(rows) })
}

/// Subjects to put under a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindRequest {
    /// The rule.
    pub rule: RuleCode,
    /// Whom it is to bind.
    pub subjects: Vec<SubjectCode>,
    /// On which days they are in service.
    pub period: ServicePeriod,
    /// The day their duties are counted from, where the rule counts from one.
    pub anchor: Option<Day>,
    /// Where they are; none leaves that to the registers, or to what was said before.
    pub site: Option<SiteCode>,
    /// Why.
    pub reason: String,
}

/// Decides about putting subjects under a rule: from now on they are in service.
///
/// Where they are may be said later: the same days with a site take the place of those without.
pub fn bind(
    book: &Inspections,
    request: &BindRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let BindRequest { rule, subjects, period, anchor, site, reason } = request;
    let last = book.rule(rule)?.last();
    if let Some(last) = last.filter(|last| anchor.is_some() && !last.kind.knows_anchor()) {
        return Err(Refusal::KindField { kind: last.kind.to_string(), field: "anchor" });
    }
    let backwards =
        || Refusal::Backwards { from: period.from, to: period.to.unwrap_or(period.from) };
    let span = period.span().ok_or_else(backwards)?;
    let mut rows = Vec::new();
    for subject in subjects {
        let there = book.service_of(rule, subject);
        let same = there.iter().find(|row| (row.period, row.anchor) == (*period, *anchor));
        if same.is_some_and(|row| site.is_none() || row.site == *site) {
            continue;
        }
        let meets =
            |row: &&&Service| row.period.span().is_some_and(|other| other.overlap(span).is_some());
        if let Some(row) = there.iter().find(meets).filter(|_| same.is_none()) {
            let (rule, subject, from) = (rule.clone(), subject.clone(), row.period.from);
            return Err(Refusal::InService { rule, subject, from });
        }
        let row = service(rule, subject.clone(), *period, reason, stamp);
        let supersedes = same.map(|row| row.id.clone());
        let (anchor, site) = (*anchor, site.clone());
        rows.push(Record::Service(Service { anchor, site, supersedes, ..row }));
    }
    Ok(if rows.is_empty() { Decided::Already(rule.to_string()) } else { Decided::New(rows) })
}

fn service(
    rule: &RuleCode,
    subject: SubjectCode,
    period: ServicePeriod,
    reason: &str,
    stamp: &mut Stamp,
) -> Service {
    Service {
        id: stamp.id('V', period.from),
        rule: rule.clone(),
        subject,
        period,
        anchor: None,
        site: None,
        reason: reason.to_owned(),
        supersedes: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }
}

/// A subject that goes out of service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRequest {
    /// The rule; none means every rule that binds it.
    pub rule: Option<RuleCode>,
    /// The subject.
    pub subject: SubjectCode,
    /// Its last day in service.
    pub last: Day,
    /// Why.
    pub reason: String,
}

/// Decides about taking a subject out of service after a day.
pub fn release(
    book: &Inspections,
    request: &ReleaseRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let ReleaseRequest { rule, subject, last, reason } = request;
    check_text("reason", reason)?;
    if let Some(rule) = rule {
        book.rule(rule)?;
        if book.service_of(rule, subject).is_empty() {
            return Err(book.not_bound(rule, subject));
        }
    }
    let asked = |of: &RuleCode| rule.as_ref().is_none_or(|rule| rule == of);
    let duties = book.duties().filter(|(of, bound)| bound == subject && asked(of));
    let there: Vec<&Service> = duties
        .flat_map(|(rule, subject)| book.service_of(rule, subject))
        .filter(|row| row.period.span().is_some_and(|span| span.contains(*last)))
        .collect();
    if there.is_empty() {
        return Err(Refusal::NotServing { subject: subject.clone(), date: *last });
    }
    let ending = there.iter().filter(|row| row.period.to != Some(*last));
    let rows: Vec<Record> = ending
        .map(|row| {
            let period = ServicePeriod { from: row.period.from, to: Some(*last) };
            let ended = service(&row.rule, row.subject.clone(), period, reason, stamp);
            let supersedes = Some(row.id.clone());
            let (anchor, site) = (row.anchor, row.site.clone());
            Record::Service(Service { anchor, site, supersedes, ..ended })
        })
        .collect();
    Ok(if rows.is_empty() { Decided::Already(subject.to_string()) } else { Decided::New(rows) })
}

/// Days on which a duty need not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcusalRequest {
    /// The rule.
    pub rule: RuleCode,
    /// Who or what is excused.
    pub subject: SubjectCode,
    /// On which days.
    pub days: Span,
    /// Why.
    pub reason: String,
    /// Whose duty it is.
    pub person: String,
    /// Who approved it.
    pub approved_by: String,
    /// The day it was approved.
    pub approved_on: Day,
    /// The excusal it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about an excusal.
///
/// One that was approved after a due day is recorded, and does not excuse that due day.
pub fn excuse(
    book: &Inspections,
    request: &ExcusalRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    let rule = book.rule_on(&request.rule, request.days.first())?;
    if !rule.excusable {
        return Err(Refusal::NotExcusable { rule: request.rule });
    }
    if book.service_of(&request.rule, &request.subject).is_empty() {
        return Err(book.not_bound(&request.rule, &request.subject));
    }
    check_text("reason", &request.reason)?;
    check_text("person", &request.person)?;
    check_text("approved_by", &request.approved_by)?;
    check_day(request.approved_on, request.today)?;
    let excusal = Excusal {
        id: stamp.id('X', request.approved_on),
        date: request.approved_on,
        rule: request.rule,
        subject: request.subject,
        days: request.days,
        reason: request.reason,
        person: request.person,
        approved_by: request.approved_by,
        supersedes: request.supersedes,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    if excusal.is_self_approved() {
        return Err(Refusal::SelfApproved { person: excusal.person });
    }
    let same = |there: &&Excusal| {
        let id = there.id.clone();
        let (at, by) = (there.recorded_at, there.recorded_by.clone());
        let again = Excusal { id, recorded_at: at, recorded_by: by, ..excusal.clone() };
        book.replaced_by(&there.id).is_none() && **there == again
    };
    if let Some(there) = book.excusals().find(same) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    if let Some(old) = &excusal.supersedes {
        if !book.excusals().any(|there| there.id == *old) {
            return Err(Refusal::UnknownRow { id: old.clone() });
        }
        check_not_replaced(book, old)?;
    }
    Ok(Decided::New(vec![Record::Excusal(excusal)]))
}

/// What an excusal changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// How many units are excused on its days, by it and by others.
    pub n_excused: usize,
    /// The due days for which it was approved too late.
    pub too_late: Vec<Day>,
}

/// Computes what a new excusal changes, as seen from a day.
pub fn effect(book: &Inspections, excusal: &Excusal, today: Day) -> Effect {
    let mut book = book.clone();
    let mut effect = Effect { n_excused: 0, too_late: Vec::new() };
    if book.apply(&Record::Excusal(excusal.clone())).is_err() {
        return effect;
    }
    let clock = Clock { as_of: today, state: DayState::Running };
    let key = (excusal.rule.clone(), excusal.subject.clone());
    let standings = book.standings(clock, excusal.days.last().max(today));
    let Some(standing) = standings.get(&key) else { return effect };
    let of_it = |unit: &&Unit| {
        unit.status == Status::Excused && unit.window.overlap(excusal.days).is_some()
    };
    effect.n_excused = standing.units.iter().filter(of_it).count();
    let own = standing.ignored.iter().filter(|ignored| ignored.excusal == excusal.id);
    effect.too_late = own.filter_map(|ignored| ignored.due).collect();
    effect
}
