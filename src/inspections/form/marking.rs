//! What the answers come to: points by section, the score, and whether it passes.
//!
//! An item that is left out (not applicable, or not answered) leaves both sums: the score is
//! full · Σ got / Σ reachable. So that leaving out pays for nobody, the share left out is shown,
//! and above the cap there is no grade. All arithmetic is exact.

use std::collections::BTreeMap;

use crate::base::{Decimal, Fraction, QuestionCode, Ratio, Rounding, SectionCode};
use crate::inspections::Outcome;

use super::answer::{Given, Tick, Value};
use super::template::{Item, ItemKind, Section, Template};

/// An item and what its answer comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemMark<'t> {
    /// The item.
    pub item: &'t Item,
    /// What stands in its box; none where nothing does.
    pub given: Option<&'t Given>,
    /// The points given for it; none where it is left out.
    pub granted: Option<Fraction>,
    /// The points that its occurrences cost, before the section comes to nothing.
    pub deducted: Fraction,
    /// Whether it fails: crossed, or outside of its limits.
    pub fails: bool,
}

/// A section and what its items come to.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionMark<'t> {
    /// The section.
    pub section: &'t Section,
    /// Its points.
    pub points: Fraction,
    /// The points that could be reached: without the items that are left out.
    pub reachable: Fraction,
    /// The points given before deductions.
    pub granted: Fraction,
    /// The points deducted; never more than were given.
    pub deducted: Fraction,
}

impl SectionMark<'_> {
    /// What is left of its points.
    pub fn got(&self) -> Fraction {
        minus(self.granted, self.deducted)
    }

    /// Whether something of it was answered and nothing is left of its points.
    pub fn is_zero(&self) -> bool {
        self.reachable.is_positive() && !self.got().is_positive()
    }
}

/// Why a checklist fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// An item fails, and no score decides.
    Item(QuestionCode),
    /// An item fails that must not, whatever the score.
    Veto(QuestionCode),
    /// An amount lies outside of its limits, whatever the score.
    Limits(QuestionCode),
    /// A section is left without a point.
    ZeroSection(SectionCode),
    /// The score is below the mark.
    BelowMark(Decimal),
}

/// What a filled checklist comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It passes.
    Pass,
    /// It fails, for every one of these reasons.
    Fail(Vec<Why>),
    /// Too much was left out: no grade.
    Insufficient,
}

impl Verdict {
    /// The result of the record: without a grade it meets no duty.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Pass => Outcome::Pass,
            Self::Fail(_) => Outcome::Fail,
            Self::Insufficient => Outcome::Na,
        }
    }
}

/// A filled checklist, marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Marking<'t> {
    /// The version that was filled in.
    pub template: &'t Template,
    /// The items, in the order of the sheet.
    pub items: Vec<ItemMark<'t>>,
    /// The sections, in the order of the sheet.
    pub sections: Vec<SectionMark<'t>>,
    /// The share of points left out as not applicable or not answered.
    pub left_out: Ratio,
    /// full · Σ got / Σ reachable; none where nothing was answered.
    pub reached: Option<Fraction>,
    /// What it comes to.
    pub verdict: Verdict,
}

impl<'t> Marking<'t> {
    /// The score; none where too much was left out for one.
    pub fn score(&self) -> Option<Fraction> {
        self.reached.filter(|_| self.verdict != Verdict::Insufficient)
    }

    /// The score as it is shown: to one decimal, rounded down.
    pub fn shown(&self) -> Option<Decimal> {
        self.score().and_then(|score| score.floor(1)).map(|score| score.normalize())
    }

    /// The sums of the points that could be reached, were given and were deducted.
    pub fn sums(&self) -> (Fraction, Fraction, Fraction) {
        let own = &self.sections;
        (
            total(own, |section| section.reachable),
            total(own, |section| section.granted),
            total(own, |section| section.deducted),
        )
    }

    /// The items that fail.
    pub fn failing(&self) -> impl Iterator<Item = &ItemMark<'t>> {
        self.items.iter().filter(|mark| mark.fails)
    }
}

/// Marks the answers to a checklist. Answers that do not suit their item count as not given.
pub fn mark<'t>(template: &'t Template, answers: &'t [Given]) -> Marking<'t> {
    let given: BTreeMap<&QuestionCode, &Given> =
        answers.iter().map(|given| (&given.item, given)).collect();
    let items: Vec<ItemMark<'_>> =
        template.items.iter().map(|item| item_mark(item, given.get(&item.id).copied())).collect();
    let sections: Vec<SectionMark<'_>> =
        template.sections.iter().map(|section| section_mark(template, section, &items)).collect();
    let points = total(&sections, |section| section.points);
    let reachable = total(&sections, |section| section.reachable);
    let got = total(&sections, SectionMark::got);
    let reached = got.checked_div(reachable).and_then(|share| share.checked_mul(template.full()));
    let part = minus(points, reachable);
    let left_out = Ratio { part, whole: points, decimals: 1, rounding: Rounding::Floor };
    let cap = template.na_cap.map(|cap| Fraction::from_decimal(cap / Decimal::ONE_HUNDRED));
    let too_much = left_out.fraction().zip(cap).is_some_and(|(share, cap)| share > cap);
    let verdict = if reached.is_none() || too_much {
        Verdict::Insufficient
    } else {
        verdict(template, &items, &sections, reached)
    };
    Marking { template, items, sections, left_out, reached, verdict }
}

fn verdict(
    template: &Template,
    items: &[ItemMark<'_>],
    sections: &[SectionMark<'_>],
    reached: Option<Fraction>,
) -> Verdict {
    let of_item = |mark: &ItemMark<'_>| {
        let id = mark.item.id.clone();
        match mark.item.kind {
            _ if mark.item.veto => Some(Why::Veto(id)),
            ItemKind::Measure => Some(Why::Limits(id)),
            _ if template.pass_mark.is_none() => Some(Why::Item(id)),
            _ => None,
        }
    };
    let mut why: Vec<Why> = items.iter().filter(|mark| mark.fails).filter_map(of_item).collect();
    if template.zero_section_fails {
        let zero = sections.iter().filter(|section| section.is_zero());
        why.extend(zero.map(|own| Why::ZeroSection(own.section.id.clone())));
    }
    let below = |mark: &Decimal| reached.is_none_or(|score| score < Fraction::from_decimal(*mark));
    why.extend(template.pass_mark.filter(below).map(Why::BelowMark));
    if why.is_empty() { Verdict::Pass } else { Verdict::Fail(why) }
}

fn item_mark<'t>(item: &'t Item, given: Option<&'t Given>) -> ItemMark<'t> {
    let nothing = Fraction::ZERO;
    let weight = Fraction::from_decimal(item.weight());
    let value = given.map(|given| given.value).filter(|value| value.suits(item));
    let mark = |granted, deducted, fails| ItemMark { item, given, granted, deducted, fails };
    match (item.kind, value) {
        (_, None | Some(Value::Tick(Tick::Na))) => mark(None, nothing, false),
        (_, Some(Value::Tick(Tick::Pass))) => mark(Some(weight), nothing, false),
        (_, Some(Value::Tick(Tick::Fail))) => mark(Some(nothing), nothing, true),
        (ItemKind::Count, Some(Value::Number(count))) => {
            let per = Fraction::from_decimal(item.per.unwrap_or_default());
            let costs = times(Fraction::from_decimal(count), per);
            let costs = if item.points.is_some() { costs.min(weight) } else { costs };
            mark(Some(weight), costs, !item.limits.hold(count))
        }
        (ItemKind::Score, Some(Value::Number(points))) => {
            let share = Fraction::from_decimal(points)
                .checked_div(Fraction::from_decimal(item.most()))
                .unwrap_or(nothing);
            mark(Some(times(share, weight)), nothing, !item.limits.hold(points))
        }
        (ItemKind::Check | ItemKind::Measure, Some(Value::Number(amount))) => {
            let fails = !item.limits.hold(amount);
            mark(Some(if fails { nothing } else { weight }), nothing, fails)
        }
    }
}

fn section_mark<'t>(
    template: &Template,
    section: &'t Section,
    items: &[ItemMark<'t>],
) -> SectionMark<'t> {
    let own: Vec<&ItemMark<'_>> =
        items.iter().filter(|mark| mark.item.section == section.id).collect();
    let points = Fraction::from_decimal(template.points_of(section));
    let weight = |mark: &&&ItemMark<'_>| Fraction::from_decimal(mark.item.weight());
    let sum = |parts: &mut dyn Iterator<Item = Fraction>| parts.fold(Fraction::ZERO, plus);
    let of_items = sum(&mut own.iter().map(|mark| weight(&mark)));
    let left_out = sum(&mut own.iter().filter(|mark| mark.granted.is_none()).map(|m| weight(&m)));
    let nothing = Fraction::ZERO;
    if own.iter().all(|mark| mark.granted.is_none()) {
        let (reachable, granted, deducted) = (nothing, nothing, nothing);
        return SectionMark { section, points, reachable, granted, deducted };
    }
    // What the section has beyond its items' points is given, and only occurrences cost it.
    let beyond = minus(points, of_items);
    let granted = plus(beyond, sum(&mut own.iter().filter_map(|mark| mark.granted)));
    let deducted = sum(&mut own.iter().map(|mark| mark.deducted)).min(granted);
    SectionMark { section, points, reachable: minus(points, left_out), granted, deducted }
}

fn total<'t>(sections: &[SectionMark<'t>], of: impl Fn(&SectionMark<'t>) -> Fraction) -> Fraction {
    sections.iter().fold(Fraction::ZERO, |sum, section| plus(sum, of(section)))
}

const RANGE: &str = "BUG: points beyond 128 bits";

fn plus(one: Fraction, two: Fraction) -> Fraction {
    one.checked_add(two).expect(RANGE)
}

fn minus(one: Fraction, two: Fraction) -> Fraction {
    one.checked_sub(two).expect(RANGE)
}

fn times(one: Fraction, two: Fraction) -> Fraction {
    one.checked_mul(two).expect(RANGE)
}
