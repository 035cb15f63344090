//! What must be looked at, and how often: dated rules in versions.
//!
//! A rule says nothing about whom it binds; [`super::Service`] rows do. So a rule pack of the law
//! and the hospital's own list of lifts live in different files.

use crate::base::{
    Day, Decimal, Fraction, MatterCode, Moment, NumberError, RuleCode, Span, parse_count,
    parse_decimal,
};

use super::word::words;
use super::{Kind, Length, MaxGap, Period, Refusal, Topic};

words! {
    /// Who made the rule.
    Level {
        /// National law, regulation or standard.
        Law = "law", "inspect.level.law";
        /// The province or the city.
        Local = "local", "inspect.level.local";
        /// The hospital itself.
        Hospital = "hospital", "inspect.level.hospital";
    }
}

impl Level {
    /// How surely a text is known of which nobody says so: what the hospital decided itself needs
    /// no source, a text of the law counts as quoted.
    pub const fn unsaid_confidence(self) -> Confidence {
        match self {
            Self::Hospital => Confidence::Own,
            Self::Law | Self::Local => Confidence::Quoted,
        }
    }
}

words! {
    /// How surely the text of the source is known.
    Confidence {
        /// Read in the source itself.
        Read = "read", "inspect.confidence.read";
        /// Known from a quotation.
        Quoted = "quoted", "inspect.confidence.quoted";
        /// The hospital's own decision: there is nothing to verify.
        Own = "own", "inspect.confidence.own";
    }
}

words! {
    /// What a record must say to meet the duty.
    Require {
        /// That it was done, whatever was found.
        Performed = "performed", "inspect.require.performed";
        /// That it was done and passed; a failed test is met by the passing retest.
        Passed = "passed", "inspect.require.passed";
    }
}

words! {
    /// How much a missed duty or a finding weighs, heaviest first.
    Severity {
        /// Life and limb: listed first.
        Critical = "critical", "inspect.severity.critical";
        /// Serious.
        Major = "major", "inspect.severity.major";
        /// To be mended in due course.
        Minor = "minor", "inspect.severity.minor";
    }
}

words! {
    /// Whether days on which nobody works move a due day.
    Calendar {
        /// They change nothing: the default, and right for safety.
        EveryDay = "every-day", "inspect.calendar.every_day";
        /// What is due on a day off is due on the next workday.
        Workday = "workday", "inspect.calendar.workday";
    }
}

impl Severity {
    /// How much a unit weighs in the weighted rate where its rule does not say: a critical one as
    /// much as three minor ones.
    pub const fn unsaid_weight(self) -> u32 {
        match self {
            Self::Critical => 3,
            Self::Major => 2,
            Self::Minor => 1,
        }
    }
}

/// One version of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its code; all versions share it.
    pub id: RuleCode,
    /// The version, from 1.
    pub version: u32,
    /// What it asks, in a line.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// The heading under which reports sum it up.
    pub topic: Topic,
    /// What other rules ask for too: of one matter the strictest rule counts.
    pub matter: Option<MatterCode>,
    /// The first day on which this version binds.
    pub valid_from: Day,
    /// The last one; without it, until the next version begins.
    pub valid_to: Option<Day>,
    /// Who made it.
    pub level: Level,
    /// The text it comes from.
    pub source: String,
    /// The article of that text.
    pub article: String,
    /// How surely that text is known.
    pub confidence: Confidence,
    /// How long its records are to be kept.
    pub keep: Option<Length>,
    /// The text that says how long, where it is another one.
    pub keep_source: String,
    /// What else is to be known about it: where it applies, what could not be read.
    pub note: String,
    /// The same in English; empty where nobody wrote it.
    pub note_en: String,
    /// How often.
    pub kind: Kind,
    /// Days after the due day within which doing it is late rather than missed.
    pub grace: u32,
    /// What a record must say.
    pub require: Require,
    /// How many pieces of evidence a record needs.
    pub evidence_min: u32,
    /// How much missing it weighs.
    pub severity: Severity,
    /// Whether an excusal can be granted.
    pub excusable: bool,
    /// A record entered more hours after the inspection than this is a backfill.
    pub late_entry_hours: u32,
    /// The rate on time that is aimed at, as a fraction of one.
    pub target: Option<Fraction>,
    /// The day a longest gap is first counted from; without it, the first day of service.
    pub anchor: Option<Day>,
    /// Days given for putting right what a failed inspection found.
    pub rectify_days: Option<u32>,
    /// Whether days off move a due day.
    pub calendar: Calendar,
    /// A slot with fewer workdays than this requires nothing.
    pub min_workdays: Option<u32>,
    /// How much a unit weighs in the weighted rate; none leaves it to the severity.
    pub weight: Option<u32>,
    /// Who answers for it being done, a post or a team; empty where nobody was named.
    pub owner: String,
    /// When it was recorded; what somebody wrote into the file by hand says nothing of it, and was
    /// known always.
    pub recorded_at: Option<Moment>,
}

impl Rule {
    /// The hours after which an entry counts as a backfill where a rule does not say: a weekend.
    pub const LATE_ENTRY_HOURS: u32 = 72;

    /// The keys beside `every` that say how the units of a rule are reckoned: those of its kind and
    /// three that any rule may have.
    pub fn reckoning_fields() -> impl Iterator<Item = &'static str> {
        Kind::FIELDS.iter().copied().chain(["calendar", "min_workdays", "weight"])
    }

    /// Sets what stands under one of those keys.
    pub fn set(&mut self, field: &'static str, text: &str) -> Result<(), Refusal> {
        let unclear = || Refusal::KindValue { field, text: text.to_owned() };
        let count = || parse_count(text).map(Some).map_err(|_| unclear());
        match field {
            "calendar" => self.calendar = Calendar::parse(text).ok_or_else(unclear)?,
            "min_workdays" => self.min_workdays = count()?,
            "weight" => self.weight = count()?,
            _ => self.kind.set(field, text)?,
        }
        Ok(())
    }

    /// Sets several of those keys, `early=2m` each.
    pub fn set_each<'t>(
        &mut self,
        settings: impl IntoIterator<Item = &'t str>,
    ) -> Result<(), Refusal> {
        for text in settings {
            let unclear = || Refusal::With { text: text.to_owned() };
            let (key, value) = text.split_once('=').ok_or_else(unclear)?;
            let field = Self::reckoning_fields().find(|field| *field == key.trim());
            self.set(field.ok_or_else(unclear)?, value.trim())?;
        }
        Ok(())
    }

    /// Those of the keys that say more than goes without saying.
    pub fn reckoning(&self) -> Vec<(&'static str, String)> {
        let mut fields = self.kind.fields();
        if self.calendar != Calendar::EveryDay {
            fields.push(("calendar", self.calendar.word().to_owned()));
        }
        fields.extend(self.min_workdays.map(|days| ("min_workdays", days.to_string())));
        fields.extend(self.weight.map(|weight| ("weight", weight.to_string())));
        fields
    }

    /// How often, with all that stands beside it: `max-gap=15d stopped=20`.
    pub fn every(&self) -> String {
        let fields = self.reckoning().into_iter().map(|(field, value)| format!(" {field}={value}"));
        fields.fold(self.kind.to_string(), |every, field| every + &field)
    }

    /// How much a unit weighs in the weighted rate.
    pub fn unit_weight(&self) -> u32 {
        self.weight.unwrap_or(self.severity.unsaid_weight())
    }

    /// Reads how long records are to be kept, `6m` or `5y`.
    pub fn parse_keep(text: &str) -> Result<Length, Refusal> {
        let unclear = || Refusal::KindValue { field: "keep", text: text.to_owned() };
        Length::parse(text).ok_or_else(unclear)
    }

    /// The text that has its records kept.
    pub fn keeper(&self) -> String {
        match (self.keep_source.is_empty(), self.article.is_empty()) {
            (false, _) => self.keep_source.clone(),
            (true, true) => self.source.clone(),
            (true, false) => format!("{} {}", self.source, self.article),
        }
    }

    /// Reads a target in percent, `98` or `98.5%`.
    pub fn parse_target(text: &str) -> Result<Fraction, NumberError> {
        let percent = parse_decimal(text.strip_suffix('%').unwrap_or(text))?;
        Ok(Fraction::from_decimal(percent / Decimal::ONE_HUNDRED))
    }

    /// The target in percent, as it is written.
    pub fn target_percent(&self) -> Option<Decimal> {
        Self::percent_of(self.target?)
    }

    /// A target in percent, as it is written.
    pub fn percent_of(target: Fraction) -> Option<Decimal> {
        let percent = target.checked_mul(Fraction::new(100, 1)?)?;
        percent.round(6).map(|percent| percent.normalize())
    }

    /// Whether another version says the same, whichever it is and whenever it was recorded.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let Self { version, recorded_at, .. } = *other;
        Self { version, recorded_at, ..self.clone() } == *other
    }

    /// Checks what must hold of a version by itself.
    pub fn check(&self) -> Result<(), Refusal> {
        let of_another = |field| Err(Refusal::KindField { kind: self.kind.to_string(), field });
        if self.grace > 0 && !self.kind.knows_grace() {
            return of_another("grace");
        }
        if self.calendar == Calendar::Workday && !self.kind.knows_workdays() {
            return of_another("calendar");
        }
        let field = if self.title.trim().is_empty() {
            "title"
        } else if self.version == 0 {
            "version"
        } else if matches!(self.kind, Kind::Period(Period { times: 0, .. })) {
            "times"
        } else if matches!(self.kind, Kind::MaxGap(MaxGap { days: 0, .. })) {
            "days"
        } else if matches!(self.kind, Kind::Period(Period { spacing: 0, .. })) {
            "spacing"
        } else if self.min_workdays.is_some() && self.calendar == Calendar::EveryDay {
            "min_workdays"
        } else if self
            .target
            .is_some_and(|target| target > Fraction::ONE || target < Fraction::ZERO)
        {
            "target"
        } else if self.valid_to.is_some_and(|to| to < self.valid_from) {
            return Err(Refusal::Backwards {
                from: self.valid_from,
                to: self.valid_to.unwrap_or(self.valid_from),
            });
        } else {
            return Ok(());
        };
        Err(Refusal::RuleField { rule: self.id.clone(), field })
    }
}

/// A version and the days on which it binds.
#[derive(Debug, Clone, Copy)]
pub struct Term<'a> {
    /// The version.
    pub rule: &'a Rule,
    /// Its days: to its own end, or to the day before the next version.
    pub force: Span,
}

/// The terms of versions that are sorted by their first day.
pub fn terms(versions: &[Rule]) -> Vec<Term<'_>> {
    let ends = versions.iter().skip(1).map(|next| Some(next.valid_from.previous()));
    versions
        .iter()
        .zip(ends.chain([None]))
        .filter_map(|(rule, end)| {
            let last = [rule.valid_to, end].into_iter().flatten().min().unwrap_or_else(forever);
            Some(Term { rule, force: Span::new(rule.valid_from, last)? })
        })
        .collect()
}

/// The day that stands for "no end".
///
/// # Panics
/// Never: the calendar has it.
pub(super) fn forever() -> Day {
    Day::LAST
}
