//! ABC classes: how much attention an item gets, by the value of what is used of it in a year.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::{Day, Fraction, ItemCode, Money, Span};

use super::usage::usage;
use super::{Item, Stock};

/// The class of an item (ABC 分类): A is looked at most closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The few items that most of the money goes into.
    A,
    /// Those between.
    B,
    /// The many items that little money goes into.
    C,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The letter in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// The class that a letter names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word().eq_ignore_ascii_case(word))
    }
}

impl fmt::Display for Class {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// Up to which share of all use an item is of a class (`[abc]` in houqin.toml).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassPolicy {
    /// The share of the use of A.
    pub a: Fraction,
    /// The share of the use of A and B together.
    pub b: Fraction,
}

impl Default for ClassPolicy {
    fn default() -> Self {
        let percent = |percent| Fraction::new(percent, 100).expect("BUG: a hundred is not zero");
        Self { a: percent(80), b: percent(95) }
    }
}

/// An item with its class and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassLine {
    /// The item.
    pub item: Item,
    /// What its use of twelve months was worth; below zero counts as nothing.
    pub value: Money,
    /// What the use of this item and of all before it was worth.
    pub cumulative: Money,
    /// Its class.
    pub class: Class,
    /// The class that its use alone would give it.
    pub by_use: Class,
}

/// The items of one class together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassSum {
    /// The class.
    pub class: Class,
    /// How many items are of it.
    pub items: usize,
    /// What their use was worth.
    pub value: Money,
}

/// All items with their classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classes {
    /// The twelve months.
    pub span: Span,
    /// Up to which share an item is of a class.
    pub policy: ClassPolicy,
    /// The items, the most valuable use first, ties by code.
    pub lines: Vec<ClassLine>,
    /// What all use was worth.
    pub total: Money,
    by_item: BTreeMap<ItemCode, Class>,
}

impl Classes {
    /// The class of an item; C of one that nobody knows.
    pub fn of(&self, item: &ItemCode) -> Class {
        self.by_item.get(item).copied().unwrap_or(Class::C)
    }

    /// How many items each class has, and what their use was worth.
    pub fn sums(&self) -> [ClassSum; 3] {
        Class::ALL.map(|class| {
            let of_class = self.lines.iter().filter(|line| line.class == class);
            let value = of_class.clone().map(|line| line.value).sum();
            ClassSum { class, items: of_class.count(), value }
        })
    }
}

/// Puts every item into its class, by the value of its use in the twelve months up to a day.
///
/// The items are taken by falling value, equal ones by code. An item is of class A as long as it
/// and all before it make no more than the share of A, then of B, then of C; the first of all is A
/// whatever its share. Items that were not used are C. The class that somebody fixed goes before
/// what the use says; the item's use counts all the same.
pub fn classes(stock: &Stock, as_of: Day, policy: &ClassPolicy) -> Classes {
    let span = twelve_months(as_of);
    let mut used: Vec<(Money, &Item)> = stock
        .items
        .values()
        .map(|item| (usage(stock, &item.code, span, None).used.value.max(Money::ZERO), item))
        .collect();
    used.sort_by(|(one, item), (other, with)| other.cmp(one).then(item.code.cmp(&with.code)));
    let total: Money = used.iter().map(|(value, _)| *value).sum();
    let mut cumulative = Money::ZERO;
    let mut lines = Vec::with_capacity(used.len());
    for (value, item) in used {
        let is_first = cumulative.is_zero();
        cumulative += value;
        let within = |share: Fraction| at_most(cumulative, total, share);
        let by_use = match () {
            () if value.is_zero() => Class::C,
            () if is_first || within(policy.a) => Class::A,
            () if within(policy.b) => Class::B,
            () => Class::C,
        };
        let class = item.class.unwrap_or(by_use);
        lines.push(ClassLine { item: item.clone(), value, cumulative, class, by_use });
    }
    let by_item = lines.iter().map(|line| (line.item.code.clone(), line.class)).collect();
    Classes { span, policy: *policy, lines, total, by_item }
}

/// The class of one item; whoever asks for many takes [`classes`].
pub fn class_of(stock: &Stock, item: &ItemCode, as_of: Day, policy: &ClassPolicy) -> Class {
    classes(stock, as_of, policy).of(item)
}

/// The twelve months that end with a day.
fn twelve_months(as_of: Day) -> Span {
    Span::new(as_of.plus_months(-12).next(), as_of).unwrap_or(Span::day(as_of))
}

/// Whether a part is no more than a share of the whole, decided exactly.
fn at_most(part: Money, whole: Money, share: Fraction) -> bool {
    let fen = |money: Money| i128::from(money.fen());
    fen(part) * share.denominator() <= share.numerator() * fen(whole)
}
