//! Folding on demand: the book up to a day, or up to a cut-off.

use std::collections::BTreeSet;
use std::iter::once;

use crate::base::{Day, ItemCode, Moment, Quantity, RecordId, StoreCode};

use super::ledger::arrange;
use super::{Balance, Cutoff, Kind, Line, Movement, Pile, Place, Refusal, Shelf, Step, Stock};

impl Stock {
    /// Carries an item's lines out in canonical order, shows each step, and returns the pile.
    pub fn replay<'a>(&'a self, item: &ItemCode, as_of: Day, see: impl FnMut(Step<'a>)) -> Pile {
        let lines = self.lines_of(item);
        let end = lines.partition_point(|line| line.movement.date <= as_of);
        self.fold(item, lines[..end].iter(), see)
    }

    /// All steps of an item up to a day.
    pub fn steps(&self, item: &ItemCode, as_of: Day) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        self.replay(item, as_of, |step| steps.push(step));
        steps
    }

    /// What every place holds at the end of a day.
    pub fn shelf_at(&self, as_of: Day) -> Shelf {
        let items: BTreeSet<&ItemCode> =
            self.opening.piles.keys().chain(self.moved_items()).collect();
        let pile = |item: &ItemCode| (item.clone(), self.replay(item, as_of, |_| {}));
        Shelf { piles: items.into_iter().map(pile).collect() }
    }

    /// What an item comes to at the end of a day, at every place.
    pub fn pile_at(&self, item: &ItemCode, as_of: Day) -> Pile {
        self.replay(item, as_of, |_| {})
    }

    /// What a store holds of an item at the end of a day.
    pub fn balance(&self, store: &StoreCode, item: &ItemCode, as_of: Day) -> Balance {
        self.pile_at(item, as_of).in_store(store)
    }

    /// Everything about an item at a cut-off of a store: what a count there is held against.
    ///
    /// Counts already posted at the same cut-off stand before it.
    pub fn pile_at_cutoff(
        &self,
        store: &StoreCode,
        item: &ItemCode,
        as_of: Day,
        cutoff: &Cutoff,
    ) -> Pile {
        self.fold(item, self.lines_at_cutoff(store, item, as_of, cutoff).into_iter(), |_| {})
    }

    /// The lines of an item that a count in a store has behind it at a cut-off, in canonical
    /// order: those of its own card that it has seen, and those of other cards before them.
    pub fn lines_at_cutoff(
        &self,
        store: &StoreCode,
        item: &ItemCode,
        as_of: Day,
        cutoff: &Cutoff,
    ) -> Vec<&Line> {
        let before = self.lines_of(item).iter().take_while(|line| line.movement.date < as_of);
        let of_day = self.lines_of_day(item, as_of).iter();
        let probe = probe(store, item, as_of, cutoff);
        let mut day: Vec<Line> = of_day.clone().cloned().chain(once(probe.clone())).collect();
        arrange(&mut day);
        let seen = day.iter().take_while(|line| line.movement.id != probe.movement.id);
        let seen = seen
            .filter_map(|seen| of_day.clone().find(|line| line.movement.id == seen.movement.id));
        before.chain(seen).collect()
    }

    /// What every place held before a day.
    pub(super) fn shelf_before(&self, day: Day) -> Shelf {
        self.shelf_at(day.previous())
    }

    /// Carries all of an item's lines out.
    pub(super) fn replay_all<'a>(&'a self, item: &ItemCode, see: impl FnMut(Step<'a>)) -> Pile {
        self.fold(item, self.lines_of(item).iter(), see)
    }

    /// Carries an item's lines out as if more lines of it were among them.
    pub(super) fn replay_with(&self, more: &[Line], see: impl FnMut(Step<'_>)) {
        self.fold_with(more, |_| true, see);
    }

    /// What an item comes to with more lines of it, as far as the lines are wanted.
    pub(super) fn pile_with(&self, more: &[Line], wanted: impl Fn(&Line) -> bool) -> Pile {
        self.fold_with(more, wanted, |_| {})
    }

    fn fold_with(
        &self,
        more: &[Line],
        wanted: impl Fn(&Line) -> bool,
        see: impl FnMut(Step<'_>),
    ) -> Pile {
        let Some(first) = more.first() else { return Pile::default() };
        let item = &first.movement.item;
        let mut lines: Vec<Line> = self.lines_of(item).to_vec();
        lines.extend_from_slice(more);
        lines.retain(wanted);
        lines.sort_by_key(|line| line.movement.date);
        for day in lines.chunk_by_mut(|one, other| one.movement.date == other.movement.date) {
            arrange(day);
        }
        let taken_back: BTreeSet<&RecordId> =
            lines.iter().filter_map(|line| line.movement.reverses.as_ref()).collect();
        let keep = |id: &RecordId| taken_back.contains(id);
        self.fold_keeping(item, lines.iter(), keep, see)
    }

    fn fold<'a>(
        &self,
        item: &ItemCode,
        lines: impl Iterator<Item = &'a Line>,
        see: impl FnMut(Step<'a>),
    ) -> Pile {
        self.fold_keeping(item, lines, |id| self.is_reversed(id), see)
    }

    /// Folds lines on top of the opening; keeps what the lines did that others take back.
    fn fold_keeping<'a>(
        &self,
        item: &ItemCode,
        lines: impl Iterator<Item = &'a Line>,
        keep: impl Fn(&RecordId) -> bool,
        mut see: impl FnMut(Step<'a>),
    ) -> Pile {
        let mut pile = self.opening.pile(item).cloned().unwrap_or_default();
        for line in lines {
            let step = pile.fold(line, self.method);
            if keep(&line.movement.id) {
                pile.remember(&line.movement, step.effect);
            }
            see(step);
        }
        pile
    }

    /// The lines that are in the ledger and cannot be carried out as they stand, or leave a store
    /// with less than nothing; by item, in canonical order.
    pub fn defects(&self) -> Vec<(RecordId, Refusal)> {
        let mut defects = Vec::new();
        for item in self.moved_items() {
            let mut counted: BTreeSet<(&StoreCode, &str)> = BTreeSet::new();
            let mut steps = Vec::new();
            self.replay_all(item, |step| steps.push(step));
            for step in steps {
                let movement = &step.line.movement;
                let mut tell = |refusal| defects.push((movement.id.clone(), refusal));
                if let (Kind::Count, Some(store)) = (movement.kind, movement.store())
                    && !counted.insert((store, &movement.slip))
                {
                    tell(Refusal::CountedTwice {
                        sheet: movement.slip.clone(),
                        item: movement.item.clone(),
                    });
                }
                if step.after.quantity.is_negative() && !step.before.quantity.is_negative() {
                    tell(Refusal::Negative {
                        item: movement.item.clone(),
                        store: movement.store().map(ToString::to_string).unwrap_or_default(),
                        quantity: step.after.quantity,
                    });
                }
                if let Some(refusal) = step.refusal {
                    tell(refusal);
                }
            }
        }
        defects
    }
}

/// A count that is not in the ledger, to find its place among the day's lines; its id comes after
/// every id that is given.
fn probe(store: &StoreCode, item: &ItemCode, date: Day, cutoff: &Cutoff) -> Line {
    let movement = Movement {
        id: RecordId::parse("zzzz").expect("BUG: letters are a code"),
        date,
        time: Some(cutoff.clone()),
        kind: Kind::Count,
        item: item.clone(),
        quantity: Quantity::ZERO,
        unit: String::new(),
        unit_price: None,
        amount: None,
        counted: None,
        from: Place::Store(store.clone()),
        to: Place::Difference,
        lot: String::new(),
        expiry: None,
        slip: String::new(),
        person: String::new(),
        reason: String::new(),
        note: String::new(),
        reverses: None,
        market_price: None,
        order: String::new(),
        repair: String::new(),
        recorded_at: Moment::new(date, 0).expect("BUG: midnight is a moment"),
        recorded_by: String::new(),
    };
    Line { movement, base: Quantity::ZERO, stated: None }
}
