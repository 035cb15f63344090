//! Finance's ledger, the cards and the things held against each other (账卡物相符).
//!
//! Finance books assets by great class (大类): what it says stands beside what the cards come to.
//! What a stocktake found to differ from the cards, and what nobody counted for a year, stand below.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{AssetTag, Day, Money};

use super::count::{Class, FollowOptions, Followed, SheetState, counted, follow_ups};
use super::listing::listed;
use super::{Exemption, Listed, ListedSum, Lives, Refusal, Register, Status};

/// What finance's ledger says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Booked {
    /// Of everything; none where it is told by class or not at all.
    pub whole: Option<Money>,
    /// By great class.
    pub by_class: BTreeMap<String, Money>,
}

impl Booked {
    /// What it says of everything: as it was told, or the sum of all classes.
    fn of_everything(&self) -> Option<Money> {
        let sum = || (!self.by_class.is_empty()).then(|| self.by_class.values().copied().sum());
        self.whole.or_else(sum)
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementOptions {
    /// The day asked about, to its end.
    pub as_of: Day,
    /// The original value, by finance's ledger.
    pub value: Booked,
    /// What was depreciated, by finance's ledger.
    pub accumulated: Booked,
}

/// A great class, or everything: the cards beside finance's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementLine {
    /// The great class; none for everything.
    pub class: Option<String>,
    /// What the cards come to.
    pub cards: ListedSum,
    /// The original value, by finance's ledger.
    pub value: Option<Money>,
    /// What was depreciated, by finance's ledger.
    pub accumulated: Option<Money>,
}

impl AgreementLine {
    /// The cards' value less finance's.
    pub fn value_off(&self) -> Option<Money> {
        self.value.map(|booked| self.cards.value - booked)
    }

    /// The cards' depreciation less finance's.
    pub fn accumulated_off(&self) -> Option<Money> {
        self.accumulated.map(|booked| self.cards.accumulated - booked)
    }

    /// Whether finance told something, and something else than the cards.
    pub fn differs(&self) -> bool {
        [self.value_off(), self.accumulated_off()].iter().flatten().any(|off| !off.is_zero())
    }

    /// Whether finance told nothing.
    pub const fn is_untold(&self) -> bool {
        self.value.is_none() && self.accumulated.is_none()
    }
}

/// Something about things that is to be cleared up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unclear {
    /// What a signed stocktake found to differ, and nothing became of it yet.
    Count(Class),
    /// On no signed sheet of the last year.
    Uncounted,
}

/// Things of which the same is to be cleared up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnclearLine {
    /// What.
    pub what: Unclear,
    /// The things.
    pub tags: Vec<AssetTag>,
    /// What they cost.
    pub value: Money,
}

/// Finance's ledger, the cards and the things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// What was asked.
    pub options: AgreementOptions,
    /// By great class, then everything.
    pub lines: Vec<AgreementLine>,
    /// What is to be cleared up about things.
    pub unclear: Vec<UnclearLine>,
    /// The day of the last signed stocktake.
    pub counted_on: Option<Day>,
}

impl Agreement {
    /// Whether something does not agree, or nobody looked.
    pub fn is_open(&self) -> bool {
        let untold = self.lines.last().is_none_or(AgreementLine::is_untold);
        untold || self.lines.iter().any(AgreementLine::differs) || !self.unclear.is_empty()
    }
}

impl Lives {
    /// The great class of a card's class, as finance books it.
    pub fn great_class<'a>(&'a self, class: &'a str) -> &'a str {
        self.find(class).map_or(class, |life| life.class.as_str())
    }

    /// Refuses what is no great class.
    pub fn known_great_class(&self, class: &str) -> Result<(), Refusal> {
        let known = self.rows().iter().any(|life| life.class == class);
        if known || Exemption::parse(class).is_some() {
            return Ok(());
        }
        Err(Refusal::UnknownGreatClass { class: class.to_owned() })
    }
}

/// Holds finance's ledger, the cards and the things against each other.
pub fn agreement(
    register: &Register,
    lives: &Lives,
    options: &AgreementOptions,
) -> Result<Agreement, Refusal> {
    let as_of = options.as_of;
    let there = register.standings(as_of).filter(|own| own.status() != Status::Disposed);
    let there: Vec<Listed> = there.map(|own| listed(&own, lives, as_of)).collect();
    let mut by_class: BTreeMap<&str, ListedSum> = BTreeMap::new();
    for named in options.value.by_class.keys().chain(options.accumulated.by_class.keys()) {
        by_class.entry(named).or_default();
    }
    let mut all = ListedSum::default();
    for one in &there {
        by_class.entry(lives.great_class(&one.class)).or_default().add(one);
        all.add(one);
    }
    let mut lines: Vec<AgreementLine> = by_class
        .into_iter()
        .map(|(class, cards)| AgreementLine {
            value: options.value.by_class.get(class).copied(),
            accumulated: options.accumulated.by_class.get(class).copied(),
            class: Some(class.to_owned()),
            cards,
        })
        .collect();
    lines.push(AgreementLine {
        class: None,
        cards: all,
        value: options.value.of_everything(),
        accumulated: options.accumulated.of_everything(),
    });
    let (unclear, counted_on) = things(register, &there, as_of)?;
    Ok(Agreement { options: options.clone(), lines, unclear, counted_on })
}

/// What is to be cleared up about things, and the day of the last signed stocktake.
fn things(
    register: &Register,
    there: &[Listed],
    as_of: Day,
) -> Result<(Vec<UnclearLine>, Option<Day>), Refusal> {
    let asked = FollowOptions { as_of, sheet: None, class: None, listed: Followed::Open };
    let mut unclear: BTreeMap<Unclear, BTreeMap<AssetTag, Money>> = BTreeMap::new();
    for one in follow_ups(register, &asked)? {
        unclear.entry(Unclear::Count(one.class)).or_default().insert(one.tag, one.value);
    }
    let since = as_of.plus_months(-12);
    let mut seen: BTreeSet<AssetTag> = BTreeSet::new();
    let mut counted_on = None;
    for (code, sheet) in register.counts().sheets() {
        if sheet.opening().is_none_or(|opening| opening.date > as_of) {
            continue;
        }
        let sheet = counted(register, code, as_of)?;
        if sheet.state != SheetState::Signed {
            continue;
        }
        counted_on = counted_on.max(Some(sheet.scope.date));
        if sheet.scope.date > since {
            seen.extend(sheet.entries.into_iter().filter_map(|entry| entry.tag));
        }
    }
    for one in there.iter().filter(|one| !seen.contains(&one.tag)) {
        unclear.entry(Unclear::Uncounted).or_default().insert(one.tag.clone(), one.value);
    }
    let line = |(what, things): (Unclear, BTreeMap<AssetTag, Money>)| UnclearLine {
        what,
        value: things.values().copied().sum(),
        tags: things.into_keys().collect(),
    };
    Ok((unclear.into_iter().map(line).collect(), counted_on))
}
