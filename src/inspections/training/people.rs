//! Whom a rule asks to come on which days: its subjects and the settings, held against the staff
//! register.

use crate::base::{DepartmentCode, RuleCode, SiteCode, Span};
use crate::inspections::days::Days;
use crate::inspections::{Inspections, Rule, Topic};
use crate::org::{Org, Staff};

use super::Audience;

/// The rules whose attendance is looked at: trainings and drills, those that the settings name, and
/// those of which somebody was recorded.
pub(super) fn training_rules(book: &Inspections) -> impl Iterator<Item = (&RuleCode, &[Rule])> {
    let is_training = |rule: &Rule| matches!(rule.topic, Topic::Training | Topic::Drills);
    book.rules().filter(move |(code, versions)| {
        versions.iter().any(is_training)
            || book.policy.trainings.audiences.contains_key(*code)
            || book.attendance_of(code).next().is_some()
    })
}

/// Whom a rule asks to come.
pub(super) struct People<'b> {
    org: &'b Org,
    /// What the settings say.
    audience: Option<&'b Audience>,
    /// The subjects of the rule, with the days on which each is bound.
    subjects: Vec<(Who, Span)>,
}

/// Whom a subject stands for.
enum Who {
    /// A person, by code.
    Person(String),
    /// A department.
    Department(DepartmentCode),
    /// A site.
    Site(SiteCode),
    /// Everybody.
    All,
}

impl<'b> People<'b> {
    pub(super) fn of(book: &'b Inspections, org: &'b Org, rule: &RuleCode) -> Self {
        let bound = book.duties().filter(|(of, _)| of == rule);
        let subjects = bound.flat_map(|(rule, subject)| {
            let spans = book.service_of(rule, subject);
            let spans = spans.into_iter().filter_map(|row| row.period.span());
            spans.map(|span| (who(org, subject.as_str()), span)).collect::<Vec<_>>()
        });
        let subjects = subjects.collect();
        Self { org, audience: book.policy.trainings.audiences.get(rule), subjects }
    }

    /// Whether the rule binds anybody at all.
    pub(super) fn is_bound(&self) -> bool {
        !self.subjects.is_empty()
    }

    /// The days on which a person must come: at work, and asked for.
    pub(super) fn days_of(&self, staff: &Staff) -> Days {
        let site = self.site_of(staff);
        let named = self.audience.filter(|own| own.names_places());
        let does_the_work =
            self.audience.is_none_or(|own| own.roles.is_empty() || own.roles.contains(&staff.role));
        let here = named.is_none_or(|own| {
            staff.department.as_ref().is_some_and(|of| own.departments.contains(of))
                || site.is_some_and(|site| own.sites.contains(site))
        });
        if !does_the_work || !here {
            return Days::default();
        }
        let asks = |who: &Who| match who {
            _ if named.is_some() => true,
            Who::Person(code) => code == staff.code.as_str(),
            Who::Department(code) => staff.department.as_ref() == Some(code),
            Who::Site(code) => site == Some(code),
            Who::All => true,
        };
        let asked = self.subjects.iter().filter(|(who, _)| asks(who)).map(|(_, span)| *span);
        Days::of(asked).and(&Days::of(staff.employed()))
    }

    fn site_of(&self, staff: &Staff) -> Option<&'b SiteCode> {
        self.org.department(staff.department.as_ref()?)?.site.as_ref()
    }
}

impl Audience {
    fn names_places(&self) -> bool {
        !self.departments.is_empty() || !self.sites.is_empty()
    }
}

/// Whom a subject stands for; one that no register knows, for everybody.
fn who(org: &Org, subject: &str) -> Who {
    if org.staff().any(|staff| staff.code.as_str() == subject) {
        return Who::Person(subject.to_owned());
    }
    if let Some(department) = org.departments().find(|one| one.code.as_str() == subject) {
        return Who::Department(department.code.clone());
    }
    if let Some(site) = org.sites().find(|one| one.code.as_str() == subject) {
        return Who::Site(site.code.clone());
    }
    Who::All
}
