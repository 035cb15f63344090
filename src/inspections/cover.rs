//! The register of certificates: who holds which until when, how long one was missing, and the days
//! on which one was needed and none was valid.

use std::collections::BTreeMap;

use crate::base::{Day, RuleCode, SubjectCode};

use super::duty::evaluate;
use super::kind::{Cover, Kind};
use super::record::standing;
use super::rule::Rule;
use super::status::{Clock, Status};
use super::{CertificateLine, CertificateOptions, Inspections, certificates};

/// Which certificates are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichCertificates {
    /// All that stand.
    All,
    /// Those that end, or are to be applied for, within so many days, and those that are over.
    Within(u32),
    /// Those that are over and were not renewed.
    Expired,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterOptions {
    /// The day that is asked about.
    pub clock: Clock,
    /// Which of them.
    pub which: WhichCertificates,
    /// Only those of this person or thing.
    pub holder: Option<SubjectCode>,
    /// Only those of this kind.
    pub kind: Option<String>,
}

impl RegisterOptions {
    fn asks_for(&self, holder: &SubjectCode, kind: &str) -> bool {
        self.holder.as_ref().is_none_or(|only| only == holder)
            && self.kind.as_ref().is_none_or(|only| only == kind)
    }
}

/// A certificate of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterLine {
    /// The certificate, and what is to be done about it.
    pub line: CertificateLine,
    /// Whether its holder still needs one: not released from every rule that asks for the kind.
    pub is_needed: bool,
    /// The days after its last one until the next one of the kind, or until the day asked about.
    pub gap: i64,
    /// Those of them on which one was needed, in service or on duty.
    pub n_uncovered: u64,
}

impl RegisterLine {
    /// Whether its last day has passed.
    pub fn is_over(&self, as_of: Day) -> bool {
        self.line.certificate.to.is_some_and(|to| to < as_of)
    }

    /// Whether something is to be done about it by a day.
    pub fn is_open(&self, until: Day) -> bool {
        let first = self.line.apply_by.or(self.line.certificate.to);
        self.is_needed && !self.line.renewed && first.is_some_and(|first| first <= until)
    }
}

/// A holder whom a rule asks for a certificate, and who was without one on some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UncoveredLine {
    /// The rule.
    pub rule: RuleCode,
    /// What it asks.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// Whom it binds.
    pub holder: SubjectCode,
    /// The kind of certificate.
    pub kind: String,
    /// On which days one is needed.
    pub cover: Cover,
    /// How many such days there were.
    pub n_needed: u64,
    /// On how many of them none was valid.
    pub n_uncovered: u64,
    /// The first of these.
    pub first: Day,
    /// The last of these.
    pub last: Day,
    /// Whether one is still needed and missing on the day asked about.
    pub is_open: bool,
}

/// The register of certificates as it stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRegister {
    /// What was asked for.
    pub options: RegisterOptions,
    /// The certificates, by the day on which they end.
    pub lines: Vec<RegisterLine>,
    /// Who was without one when one was needed.
    pub uncovered: Vec<UncoveredLine>,
}

impl CertificateRegister {
    /// Whether a certificate is over or to be applied for, or somebody is without one.
    pub fn has_something_open(&self) -> bool {
        let until = self.options.until();
        self.lines.iter().any(|line| line.is_open(until))
            || self.uncovered.iter().any(|line| line.is_open)
    }
}

impl RegisterOptions {
    fn until(&self) -> Day {
        let within = match self.which {
            WhichCertificates::Within(days) => days,
            WhichCertificates::All | WhichCertificates::Expired => 0,
        };
        self.clock.as_of.plus_days(i64::from(within))
    }
}

/// The days on which one was needed and none was valid, by holder and kind.
type Days = BTreeMap<(SubjectCode, String), Vec<Day>>;

/// Lists the certificates and the days without one.
pub fn certificate_register(book: &Inspections, options: &RegisterOptions) -> CertificateRegister {
    let as_of = options.clock.as_of;
    let (uncovered, days) = uncovered(book, options);
    let all = certificates(book, &CertificateOptions { as_of, within: None }).lines;
    let until = options.until();
    let lines = all
        .iter()
        .filter(|line| options.asks_for(&line.certificate.holder, &line.certificate.kind))
        .map(|line| register_line(book, line, &all, &days, as_of))
        .filter(|line| match options.which {
            WhichCertificates::All => true,
            WhichCertificates::Within(_) => line.is_open(until),
            WhichCertificates::Expired => line.is_open(until) && line.is_over(as_of),
        })
        .collect();
    CertificateRegister { options: options.clone(), lines, uncovered }
}

fn register_line(
    book: &Inspections,
    line: &CertificateLine,
    all: &[CertificateLine],
    days: &Days,
    as_of: Day,
) -> RegisterLine {
    let own = &line.certificate;
    let key = (own.holder.clone(), own.kind.clone());
    let of_holder = || {
        let rows = all.iter().map(|line| &line.certificate);
        rows.filter(|row| (&row.holder, &row.kind) == (&own.holder, &own.kind))
    };
    // The days after its end belong to it as long as no other one holds or ended later.
    let ends = own.to.map_or(as_of, |to| {
        let later =
            |row: &&crate::org::Certificate| (row.to.unwrap_or(Day::LAST), &row.id) > (to, &own.id);
        let next = of_holder().filter(later).map(|row| row.from.previous()).min();
        next.map_or(as_of, |next| next.min(as_of))
    });
    let gap = own.to.map_or(0, |to| to.days_until(ends).max(0));
    let in_gap = |day: &&Day| own.to.is_some_and(|to| to < **day && **day <= ends);
    let n_uncovered = days.get(&key).into_iter().flatten().filter(in_gap).count();
    RegisterLine {
        line: line.clone(),
        is_needed: is_needed(book, &own.holder, &own.kind, as_of),
        gap,
        n_uncovered: n_uncovered as u64,
    }
}

/// Whether a rule asks a holder for a kind on a day or later, or no rule asks anybody for it.
fn is_needed(book: &Inspections, holder: &SubjectCode, kind: &str, as_of: Day) -> bool {
    let mut asking = asking(book, kind).peekable();
    if asking.peek().is_none() {
        return true;
    }
    asking.any(|rule| {
        let bound = book.service_of(rule, holder);
        bound.iter().any(|row| row.period.to.is_none_or(|to| to >= as_of))
    })
}

/// The rules whose last version asks for a kind of certificate.
pub(super) fn asking<'b>(
    book: &'b Inspections,
    kind: &'b str,
) -> impl Iterator<Item = &'b RuleCode> {
    book.rules().filter_map(move |(id, versions)| match &versions.last()?.kind {
        Kind::Expiry(expiry) if expiry.certificate == kind => Some(id),
        _ => None,
    })
}

fn uncovered(book: &Inspections, options: &RegisterOptions) -> (Vec<UncoveredLine>, Days) {
    let as_of = options.clock.as_of;
    let (mut lines, mut days) = (Vec::new(), Days::new());
    let asks = |rule: &Rule| matches!(rule.kind, Kind::Expiry(_));
    if !book.rules().any(|(_, versions)| versions.iter().any(asks)) {
        return (lines, days);
    }
    for ((rule, holder), facts) in book.facts() {
        let versions = facts.versions;
        if !versions.iter().any(asks) {
            continue;
        }
        let mut of_kind: BTreeMap<&str, UncoveredLine> = BTreeMap::new();
        for unit in evaluate(&facts, options.clock, as_of).units {
            let version = versions.iter().find(|rule| rule.version == unit.version);
            let Some((rule_now, Kind::Expiry(expiry))) = version.map(|rule| (rule, &rule.kind))
            else {
                continue;
            };
            let is_bare = unit.status == Status::Missed;
            let is_needed = is_bare || (unit.status == Status::Complied && unit.closed);
            if !is_needed || !options.asks_for(&holder, &expiry.certificate) {
                continue;
            }
            let line = of_kind.entry(&expiry.certificate).or_insert_with(|| UncoveredLine {
                rule: rule.clone(),
                title: rule_now.title.clone(),
                title_en: rule_now.title_en.clone(),
                holder: holder.clone(),
                kind: expiry.certificate.clone(),
                cover: expiry.cover,
                n_needed: 0,
                n_uncovered: 0,
                first: unit.due,
                last: unit.due,
                is_open: false,
            });
            line.n_needed += 1;
            if is_bare {
                line.first = if line.n_uncovered == 0 { unit.due } else { line.first };
                (line.n_uncovered, line.last) = (line.n_uncovered + 1, unit.due);
                let of = days.entry((holder.clone(), expiry.certificate.clone())).or_default();
                of.push(unit.due);
            }
        }
        lines.extend(of_kind.into_values().filter(|line| line.n_uncovered > 0));
    }
    for of in days.values_mut() {
        of.sort_unstable();
        // Two rules that ask for the same certificate miss it on the same day once.
        of.dedup();
    }
    for line in &mut lines {
        line.is_open = is_needed(book, &line.holder, &line.kind, as_of)
            && !standing(book.certificates()).iter().any(|row| {
                (&row.holder, &row.kind) == (&line.holder, &line.kind)
                    && row.days().is_some_and(|days| days.contains(as_of))
            });
    }
    lines.sort_by(|one, two| {
        let order = |line: &UncoveredLine| (!line.is_open, line.first);
        order(one).cmp(&order(two)).then_with(|| {
            (&one.rule, &one.holder, &one.kind).cmp(&(&two.rule, &two.holder, &two.kind))
        })
    });
    (lines, days)
}
