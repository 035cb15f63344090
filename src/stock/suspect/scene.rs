//! Everything the candidates of a report's differences are looked up in, made once.

use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, Quantity, SheetCode, StoreCode};
use crate::stock::stocktake::{Differences, LineResult};
use crate::stock::{Item, Kind, Line, Stock};

use super::subject::is_entry;
use super::{
    Candidate, Habits, SlipSeries, Subject, cutoff, digits, duplicate, missing, neighbour, pack,
    sign, signed, slip_series, transit,
};

/// A counted card of a sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct CountedCard<'a> {
    /// The sheet.
    pub(super) sheet: &'a SheetCode,
    /// The store.
    pub(super) store: &'a StoreCode,
    /// The item.
    pub(super) item: &'a ItemCode,
    /// The lot; empty when the item is counted as a whole.
    pub(super) lot: &'a str,
    /// The day on which it was counted.
    pub(super) day: Day,
    /// Counted less book.
    pub(super) variance: Quantity,
}

/// How many days two sheets may lie apart and still be counts of one time.
const PARALLEL: i64 = 7;
/// Below this score it is likelier that goods were lost without any paper, and nothing is said.
const LEAST: u64 = 200;

/// A book and the sheets that are held against it, ready to explain their differences.
pub struct Suspects<'a> {
    stock: &'a Stock,
    by_change: BTreeMap<(&'a StoreCode, Quantity), Vec<&'a Line>>,
    in_packs: BTreeMap<&'a StoreCode, Vec<&'a Line>>,
    differing: Vec<CountedCard<'a>>,
    counted: BTreeMap<(&'a StoreCode, &'a ItemCode), Vec<CountedCard<'a>>>,
    series: Vec<SlipSeries<'a>>,
}

impl<'a> Suspects<'a> {
    /// Makes a book and some sheets ready.
    pub fn new(stock: &'a Stock, sheets: &'a [Differences]) -> Self {
        let mut suspects = Self {
            stock,
            by_change: BTreeMap::new(),
            in_packs: BTreeMap::new(),
            differing: Vec::new(),
            counted: BTreeMap::new(),
            series: slip_series(stock),
        };
        for line in stock.lines().filter(|line| line.movement.kind != Kind::Opening) {
            if let Some(store) = line.movement.store()
                && is_entry(stock, line)
            {
                suspects.by_change.entry((store, signed(line))).or_default().push(line);
                if line.base != line.movement.quantity {
                    suspects.in_packs.entry(store).or_default().push(line);
                }
            }
        }
        for sheet in sheets {
            for line in &sheet.lines {
                let (Some(variance), Some(item)) = (line.variance, line.line.of.goods.item())
                else {
                    continue;
                };
                let card = CountedCard {
                    sheet: &sheet.sheet,
                    store: &sheet.store,
                    item,
                    lot: line.line.of.goods.lot(),
                    day: line.at.0,
                    variance: variance.quantity,
                };
                if !card.variance.is_zero() {
                    suspects.differing.push(card);
                }
                suspects.counted.entry((card.store, item)).or_default().push(card);
            }
        }
        suspects
    }

    /// What may explain the difference of a sheet's line, the likeliest first; nothing of a line
    /// that does not differ.
    pub fn of(&self, sheet: &Differences, line: &LineResult) -> Vec<Candidate> {
        let Some(subject) = Subject::of(self.stock, sheet, line) else { return Vec::new() };
        let mut found = Vec::new();
        duplicate::find(&subject, &mut found);
        sign::find(&subject, &mut found);
        digits::find(&subject, &mut found);
        pack::find(&subject, &mut found);
        missing::find(&subject, &self.series, &mut found);
        neighbour::find(self, &subject, &mut found);
        cutoff::find(&subject, &mut found);
        let (day, cutoff) = &line.at;
        let pile = self.stock.pile_at_cutoff(&sheet.store, &subject.item.code, *day, cutoff);
        transit::find(&subject, &pile, &mut found);
        found.retain(|candidate| candidate.score >= LEAST);
        found.sort_by(|one, other| {
            let key =
                |of: &Candidate| (of.explains, of.mistake, of.slips.clone(), of.lines.clone());
            other.score.cmp(&one.score).then_with(|| key(one).cmp(&key(other)))
        });
        found
    }

    /// The entries of a store that change their card by so much, or would another item's in whose
    /// packs they were typed.
    pub(super) fn lines_that_may_be<'s>(
        &'s self,
        store: &'s StoreCode,
        change: Quantity,
    ) -> impl Iterator<Item = &'a Line> + 's {
        let of_change = self.by_change.get(&(store, change)).into_iter().flatten();
        let in_packs = self.in_packs.get(store).into_iter().flatten();
        of_change.chain(in_packs.filter(move |line| signed(line) != change)).copied()
    }

    /// Whether a line lies between its card's last count before a day and that day.
    pub(super) fn is_since_count(&self, line: &Line, day: Day) -> bool {
        let card = self.stock.lines_of(&line.movement.item).iter();
        let mut card = card.filter(|other| other.movement.store() == line.movement.store());
        let is_later_count =
            |other: &Line| other.movement.kind == Kind::Count && other.movement.date < day;
        line.movement.date <= day
            && card.by_ref().any(|other| other.movement.id == line.movement.id)
            && !card.any(is_later_count)
    }

    /// What the lines of a line's own card look like.
    pub(super) fn habits(&self, line: &Line, item: &Item) -> Habits<'a> {
        match line.movement.store() {
            Some(store) => self.habits_of(store, item),
            None => Habits::of(Vec::new(), item.scale),
        }
    }

    /// What the lines of a card look like.
    pub(super) fn habits_of(&self, store: &StoreCode, item: &Item) -> Habits<'a> {
        let lines = self.stock.lines_of(&item.code).iter();
        let of_card = lines.filter(|line| line.movement.store() == Some(store));
        Habits::of(of_card.filter(|line| is_entry(self.stock, line)).collect(), item.scale)
    }

    /// What the count of a line's card near a day says; none where it was not counted.
    pub(super) fn variance_of(&self, line: &Line, day: Day) -> Option<Quantity> {
        let cards = self.counted.get(&(line.movement.store()?, &line.movement.item))?;
        let near = cards.iter().filter(|card| is_parallel(card.day, day));
        let mut near = near.filter(|card| card.lot.is_empty() || card.lot == line.movement.lot);
        near.next().map(|card| card.variance)
    }

    /// The other cards that differ: of the same room, or of the same item.
    pub(super) fn differing_beside<'s>(
        &'s self,
        subject: &'s Subject<'_>,
    ) -> impl Iterator<Item = &'s CountedCard<'a>> + 's {
        self.differing.iter().filter(move |card| {
            let (same_room, same_item) =
                (card.store == subject.store, *card.item == subject.item.code);
            let is_own = same_room && same_item && card.lot == subject.lot;
            is_parallel(card.day, subject.day) && (same_room || same_item) && !is_own
        })
    }

    /// How many cards were counted.
    pub(super) fn n_counted(&self) -> usize {
        self.counted.values().map(Vec::len).sum()
    }
}

fn is_parallel(one: Day, other: Day) -> bool {
    one.days_until(other).abs() <= PARALLEL
}

/// What may explain the differences of one sheet: for each of its lines, the likeliest first.
///
/// A report over several sheets makes one [`Suspects`] for all of them, so that cards of different
/// sheets speak for each other.
pub fn candidates(stock: &Stock, sheet: &Differences) -> Vec<Vec<Candidate>> {
    let suspects = Suspects::new(stock, std::slice::from_ref(sheet));
    sheet.lines.iter().map(|line| suspects.of(sheet, line)).collect()
}
