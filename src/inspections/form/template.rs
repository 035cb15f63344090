//! One version of a checklist: sections, items, and how they are marked.

use std::collections::BTreeSet;
use std::fmt;

use crate::base::{Day, Decimal, Fraction, QuestionCode, SectionCode, TemplateCode};
use crate::inspections::Severity;
use crate::inspections::word::words;

use super::FormRefusal;

words! {
    /// In what a checklist's score is told.
    Scale {
        /// In percent: the points reached, of those that could be reached.
        Percent = "percent", "template.scale.percent";
        /// In the points of its sections, whatever they add up to.
        Points = "points", "template.scale.points";
    }
}

words! {
    /// How an item is answered.
    ItemKind {
        /// Pass or fail.
        Check = "check", "template.kind.check";
        /// So many points of the most that can be given.
        Score = "score", "template.kind.score";
        /// A measured amount, held against limits.
        Measure = "measure", "template.kind.measure";
        /// A number of occurrences, each of which costs points.
        Count = "count", "template.kind.count";
    }
}

/// The amounts that are in order, inclusive at both ends; an end that is not there is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The least.
    pub min: Option<Decimal>,
    /// The most.
    pub max: Option<Decimal>,
}

impl Limits {
    /// Whether an amount lies within them.
    pub fn hold(self, amount: Decimal) -> bool {
        self.min.is_none_or(|min| amount >= min) && self.max.is_none_or(|max| amount <= max)
    }

    /// Whether there are none.
    pub const fn are_open(self) -> bool {
        self.min.is_none() && self.max.is_none()
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (None, None) => Ok(()),
            (Some(min), None) => write!(out, "≥ {min}"),
            (None, Some(max)) => write!(out, "≤ {max}"),
            (Some(min), Some(max)) => write!(out, "{min}..{max}"),
        }
    }
}

/// A section of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its code within the checklist.
    pub id: SectionCode,
    /// What it is about.
    pub title: String,
    /// Its points; without them, the sum of its items' points.
    pub points: Option<Decimal>,
}

/// An item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its code within the checklist.
    pub id: QuestionCode,
    /// The section it belongs to.
    pub section: SectionCode,
    /// What is asked.
    pub title: String,
    /// How it is answered.
    pub kind: ItemKind,
    /// Its points, which are its weight. A count without points of its own costs its section's.
    pub points: Option<Decimal>,
    /// Of a score the most that can be given; its points where nothing is said.
    pub of: Option<Decimal>,
    /// Of a count the points that each occurrence costs.
    pub per: Option<Decimal>,
    /// The unit of a measured amount or of what is counted.
    pub unit: String,
    /// What is in order; outside of it the item fails.
    pub limits: Limits,
    /// Whether its failing fails the whole checklist (一票否决).
    pub veto: bool,
    /// Whether a record counts only if it is answered.
    pub mandatory: bool,
    /// How much the finding weighs that its failing opens; as much as the rule says where nothing
    /// is said.
    pub severity: Option<Severity>,
}

impl Item {
    /// What no number of points reaches.
    pub(super) const MOST: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
    /// The most decimals of points.
    pub(super) const DECIMALS: u32 = 4;

    /// The points that the item adds to those of its section.
    pub fn weight(&self) -> Decimal {
        match self.kind {
            ItemKind::Count => self.points.unwrap_or_default(),
            ItemKind::Check | ItemKind::Score | ItemKind::Measure => {
                self.points.unwrap_or(Decimal::ONE)
            }
        }
    }

    /// Of a score the most that can be given.
    pub fn most(&self) -> Decimal {
        self.of.unwrap_or_else(|| self.weight())
    }

    fn wrong_field(&self) -> Option<&'static str> {
        // No more digits than a person writes, so that exact sums stay within their range.
        let positive = |amount: Option<Decimal>| {
            amount.is_none_or(|amount| {
                amount > Decimal::ZERO && amount < Self::MOST && amount.scale() <= Self::DECIMALS
            })
        };
        let backwards =
            matches!((self.limits.min, self.limits.max), (Some(min), Some(max)) if min > max);
        let is_count = self.kind == ItemKind::Count;
        let is_score = self.kind == ItemKind::Score;
        let limits = backwards
            || (self.kind == ItemKind::Measure && self.limits.are_open())
            || (self.kind == ItemKind::Check && !self.limits.are_open());
        let wrong = [
            ("title", self.title.trim().is_empty()),
            ("points", !positive(self.points)),
            ("of", !positive(self.of) || (self.of.is_some() && !is_score)),
            ("per", !positive(self.per) || self.per.is_some() != is_count),
            ("limits", limits),
            ("veto", self.veto && (is_count || is_score) && self.limits.are_open()),
        ];
        wrong.into_iter().find(|(_, wrong)| *wrong).map(|(field, _)| field)
    }
}

/// One version of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its code; all versions share it.
    pub id: TemplateCode,
    /// The version, from 1.
    pub version: u32,
    /// What it is for, in a line.
    pub title: String,
    /// The first day on which this version is filled in; until the next one begins.
    pub valid_from: Day,
    /// The text it comes from.
    pub source: String,
    /// What its scores are told in.
    pub scale: Scale,
    /// The score from which it passes; without one it passes when no item fails.
    pub pass_mark: Option<Decimal>,
    /// The largest share of points, in percent, that may be left out as not applicable or not
    /// answered; above it there is no grade.
    pub na_cap: Option<Decimal>,
    /// Whether a section without any point fails it.
    pub zero_section_fails: bool,
    /// The sections, in the order of the sheet.
    pub sections: Vec<Section>,
    /// The items, in the order of the sheet.
    pub items: Vec<Item>,
    /// The sum over everything above, by which a later edit shows.
    pub sum: String,
}

impl Template {
    /// The items of a section.
    pub fn items_of<'t>(&'t self, section: &'t SectionCode) -> impl Iterator<Item = &'t Item> {
        self.items.iter().filter(move |item| item.section == *section)
    }

    /// An item by its code.
    pub fn item(&self, id: &QuestionCode) -> Option<&Item> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// The points of a section.
    pub fn points_of(&self, section: &Section) -> Decimal {
        section.points.unwrap_or_else(|| self.items_of(&section.id).map(Item::weight).sum())
    }

    /// The points of all sections.
    pub fn points(&self) -> Decimal {
        self.sections.iter().map(|section| self.points_of(section)).sum()
    }

    /// The best score.
    pub fn full(&self) -> Fraction {
        Fraction::from_decimal(match self.scale {
            Scale::Percent => Decimal::ONE_HUNDRED,
            Scale::Points => self.points(),
        })
    }

    /// Checks what must hold of a version by itself.
    pub fn check(&self) -> Result<(), FormRefusal> {
        let wrong = |field| Err(FormRefusal::Field { template: self.id.clone(), field });
        let out_of = |amount: Option<Decimal>, most: Fraction| {
            amount.is_some_and(|amount| {
                amount < Decimal::ZERO || Fraction::from_decimal(amount) > most
            })
        };
        let hundred = Fraction::from_decimal(Decimal::ONE_HUNDRED);
        let fields = [
            ("title", self.title.trim().is_empty()),
            ("version", self.version == 0),
            ("items", self.items.is_empty()),
            ("pass_mark", out_of(self.pass_mark, self.full())),
            ("na_cap", out_of(self.na_cap, hundred)),
        ];
        if let Some((field, _)) = fields.into_iter().find(|(_, wrong)| *wrong) {
            return wrong(field);
        }
        let mut sections: BTreeSet<&SectionCode> = BTreeSet::new();
        for section in &self.sections {
            let of_items: Decimal = self.items_of(&section.id).map(Item::weight).sum();
            let points = self.points_of(section);
            let empty = self.items_of(&section.id).next().is_none();
            if empty || points <= Decimal::ZERO || points < of_items {
                let section = section.id.clone();
                return Err(FormRefusal::SectionPoints { template: self.id.clone(), section });
            }
            if !sections.insert(&section.id) {
                return self.twice(&section.id);
            }
        }
        let mut items: BTreeSet<&QuestionCode> = BTreeSet::new();
        for item in &self.items {
            if !items.insert(&item.id) {
                return self.twice(&item.id);
            }
            let lost = !sections.contains(&item.section);
            if let Some(field) = item.wrong_field().or(lost.then_some("section")) {
                let (template, item) = (self.id.clone(), item.id.clone());
                return Err(FormRefusal::ItemField { template, item, field });
            }
        }
        if self.finest().is_none() { wrong("of") } else { Ok(()) }
    }

    /// The sum of the smallest points of all items; none where exact sums would leave their range.
    fn finest(&self) -> Option<Fraction> {
        let scores = self.items.iter().filter(|item| item.kind == ItemKind::Score);
        scores.into_iter().try_fold(Fraction::ZERO, |sum, item| {
            let unit = Fraction::new(1, 10_i128.pow(Item::DECIMALS))?;
            let weight = Fraction::from_decimal(item.weight());
            let share = weight.checked_div(Fraction::from_decimal(item.most()))?;
            sum.checked_add(share.checked_mul(unit)?)
        })
    }

    fn twice(&self, code: &impl fmt::Display) -> Result<(), FormRefusal> {
        Err(FormRefusal::CodeTwice { template: self.id.clone(), code: code.to_string() })
    }
}
