//! At which site a duty is: its own service rows say, else the registers of who and where.

use crate::base::{Day, RuleCode, SiteCode, SubjectCode};

use super::Inspections;
use super::record::Service;

impl Inspections {
    /// The site of a duty on a day: that of its last service row begun by then which names one, of
    /// one that begins later where none has, else the site of its subject.
    pub fn site_of(&self, rule: &RuleCode, subject: &SubjectCode, on: Day) -> Option<&SiteCode> {
        let rows = self.service_of(rule, subject);
        let told = |row: &&Service| row.site.is_some();
        let begun = rows.iter().rev().find(|row| row.period.from <= on && told(row));
        let row = begun.or_else(|| rows.iter().find(|row| told(row)));
        row.and_then(|row| row.site.as_ref()).or_else(|| self.sites.get(subject))
    }

    /// Whether something about a subject is at a site on a day: of a rule that binds it, where the
    /// duty is; else where the subject or any of its duties is.
    pub(super) fn is_at(
        &self,
        site: &SiteCode,
        (rule, subject): (Option<&RuleCode>, &SubjectCode),
        on: Day,
    ) -> bool {
        if let Some(rule) = rule {
            return self.site_of(rule, subject, on) == Some(site);
        }
        let mut duties = self.duties().filter(|(_, bound)| bound == subject);
        self.sites.get(subject) == Some(site)
            || duties.any(|(rule, _)| self.site_of(rule, subject, on) == Some(site))
    }
}
