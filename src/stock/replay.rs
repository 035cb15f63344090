//! Folding on demand: the book up to a day, or up to a cut-off.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter::once;

use crate::base::{Day, ItemCode, Moment, Quantity, RecordId, StoreCode};

use super::cost::{Keeping, LotKeeping, Plan, Planned, plan};
use super::ledger::arrange;
use super::purchase;
use super::watch::Watch;
use super::{
    Balance, CostMethod, Cutoff, Kind, Line, Movement, Pile, Place, Refusal, Shelf, Step, Stock,
};

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

    /// The same, borrowed from the opening where no line came after it.
    pub(super) fn pile_now(&self, item: &ItemCode, as_of: Day) -> Cow<'_, Pile> {
        let moved = self.lines_of(item).first().is_some_and(|line| line.movement.date <= as_of);
        match self.opening.pile(item).filter(|_| !moved) {
            Some(pile) => Cow::Borrowed(pile),
            None => Cow::Owned(self.pile_at(item, as_of)),
        }
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

    /// What an item came to just before one of its lines.
    pub(super) fn pile_before(&self, line: &Line) -> Pile {
        let Movement { id, item, .. } = &line.movement;
        let before = self.lines_of(item).iter().take_while(|before| before.movement.id != *id);
        self.fold(item, before, |_| {})
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
    pub(super) fn replay_with(&self, more: &[Line], mut see: impl FnMut(&Step<'_>)) {
        self.fold_with(more, |_| true, |step, _| see(step));
    }

    /// What an item comes to with more lines of it, as far as the lines are wanted.
    pub(super) fn pile_with(&self, more: &[Line], wanted: impl Fn(&Line) -> bool) -> Pile {
        self.fold_with(more, wanted, |_, _| {})
    }

    /// Carries an item's lines out as if more lines of it were among them, and shows what
    /// everything comes to after each step.
    pub(super) fn watch_with(&self, more: &[Line], see: impl FnMut(&Step<'_>, &Pile)) {
        self.fold_with(more, |_| true, see);
    }

    fn fold_with(
        &self,
        more: &[Line],
        wanted: impl Fn(&Line) -> bool,
        mut see: impl FnMut(&Step<'_>, &Pile),
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
        self.fold_keeping(item, lines.iter(), keep, |step, pile| see(&step, pile))
    }

    fn fold<'a>(
        &self,
        item: &ItemCode,
        lines: impl Iterator<Item = &'a Line>,
        mut see: impl FnMut(Step<'a>),
    ) -> Pile {
        self.fold_keeping(item, lines, |id| self.is_reversed(id), |step, _| see(step))
    }

    /// What is remembered of the lines of an item in the opening.
    pub(super) fn opening_watch(&self, item: &ItemCode) -> Watch {
        let watch = self.opening_watches.get(item).cloned();
        watch.unwrap_or_else(|| Watch::new(self.opening.at(&Place::Pool, item).quantity))
    }

    /// How the lines of an item are carried out.
    pub(super) fn keeping(&self, item: &ItemCode) -> Keeping {
        let apart = self.items.get(item).is_some_and(|item| item.lot_kept);
        let lots = if apart { LotKeeping::Apart } else { LotKeeping::Together };
        Keeping { method: self.method, lots }
    }

    /// Folds lines on top of the opening; keeps what the lines did that others take back.
    fn fold_keeping<'a>(
        &self,
        item: &ItemCode,
        lines: impl Iterator<Item = &'a Line>,
        keep: impl Fn(&RecordId) -> bool,
        mut see: impl FnMut(Step<'a>, &Pile),
    ) -> Pile {
        let mut pile = self.opening.pile(item).cloned().unwrap_or_default();
        let keeping = self.keeping(item);
        let mut one = |pile: &mut Pile, line: &'a Line, planned: Planned| {
            let step = pile.fold(line, keeping, planned);
            if keep(&line.movement.id) {
                pile.remember(&step);
            }
            see(step, pile);
        };
        if self.method != CostMethod::MonthlyWeighted {
            lines.for_each(|line| one(&mut pile, line, Planned::Open));
            return pile;
        }
        let lines: Vec<&Line> = lines.collect();
        let month = |line: &&Line| line.movement.date.month();
        for lines in lines.chunk_by(|one, other| month(one) == month(other)) {
            let Plan { lines: planned, pools } = plan_month(&pile, lines, keeping, &keep);
            for (line, planned) in lines.iter().zip(planned) {
                one(&mut pile, line, planned);
            }
            for (store, pool) in &pools {
                pile.settle(store, *pool);
            }
        }
        pile
    }

    /// The lines that are in the ledger and cannot be carried out as they stand, or leave a store
    /// with less than nothing; by item, in canonical order.
    pub fn defects(&self) -> Vec<(RecordId, Refusal)> {
        let of_items = self.moved_items().flat_map(|item| self.defects_of(item));
        of_items.chain(purchase::misfits(self)).collect()
    }

    /// The same of one item, without what does not fit its order.
    pub fn defects_of(&self, item: &ItemCode) -> Vec<(RecordId, Refusal)> {
        let mut defects = Vec::new();
        let mut watch = self.opening_watch(item);
        let lots = self.keeping(item).lots;
        self.replay_all(item, |step| {
            let reversed = self.is_reversed(&step.line.movement.id);
            watch.see(step, lots, reversed, &mut |id, refusal| defects.push((id, refusal)));
        });
        defects
    }
}

/// Finds the values of a month's lines, by carrying them out at the moving average on what they
/// touch of a pile.
fn plan_month(
    pile: &Pile,
    lines: &[&Line],
    keeping: Keeping,
    keep: &impl Fn(&RecordId) -> bool,
) -> Plan {
    let moving = Keeping { method: CostMethod::MovingAverage, ..keeping };
    let mut trial = pile.part_for(lines);
    let mut steps: Vec<Step<'_>> = Vec::with_capacity(lines.len());
    for line in lines {
        let step = trial.fold(line, moving, Planned::Open);
        if keep(&line.movement.id) {
            trial.remember(&step);
        }
        steps.push(step);
    }
    plan(&steps, |store| pile.in_store(store), |id| pile.corrected(id))
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
        due: None,
        recorded_at: Moment::new(date, 0).expect("BUG: midnight is a moment"),
        recorded_by: String::new(),
    };
    Line { movement, base: Quantity::ZERO, stated: None }
}
