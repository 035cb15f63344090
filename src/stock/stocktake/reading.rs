//! How one line of a sheet is held against the books: which of its counts stands, what the books
//! say at its cut-off, what came in late.

use crate::base::{Day, Moment, Money, Quantity, RecordId, SheetCode};
use crate::stock::{Balance, CostMethod, Cutoff, Item, Kind, Line, Pile, Place, Stock};

use super::cutoff::{CardDay, undecided};
use super::policy::Classing;
use super::{
    Counted, Goods, LateLine, LineResult, Recount, Round, SheetEntry, SheetLine, Standing,
    Variance, Verdict,
};

/// Where the lines of one sheet are held against the books.
pub(super) struct Desk<'a> {
    stock: &'a Stock,
    code: &'a SheetCode,
    opening: &'a SheetEntry,
    cutoff: Option<&'a Cutoff>,
    posted: bool,
    classing: Classing,
    taking: &'a dyn Fn(&Goods) -> Option<u32>,
}

/// What the books say of a card at a cut-off, and what a count makes of it.
struct Reading {
    book: Balance,
    variance: Option<Variance>,
    approved: Option<Quantity>,
    late: Vec<LateLine>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        stock: &'a Stock,
        code: &'a SheetCode,
        (opening, cutoff): (&'a SheetEntry, Option<&'a Cutoff>),
        taking: &'a dyn Fn(&Goods) -> Option<u32>,
    ) -> Self {
        let posted = stock.postings.contains_key(code);
        let classing = Classing::for_tolerance(stock, opening.date);
        Self { stock, code, opening, cutoff, posted, classing, taking }
    }

    /// Holds a line against the books.
    pub(super) fn hold(&self, line: SheetLine) -> LineResult {
        let known = line.of.goods.item().and_then(|code| self.stock.items.get(code));
        let Some(item) = known else { return self.unlisted(line) };
        let rounds: Vec<Round> =
            line.rounds().into_iter().map(|count| self.round(item, &line, count)).collect();
        let (stands, recount) = self.stands(item, &line, &rounds);
        let (date, cutoff) = match &stands {
            Some(count) => (count.date, count.cutoff.clone()),
            None => (self.opening.date, self.cutoff.cloned()),
        };
        // Where the item did not move on the day, all cut-offs of the day are one.
        let at = (date, cutoff.clone().unwrap_or(Cutoff::Close));
        let posted = stands
            .as_ref()
            .filter(|_| self.posted)
            .and_then(|count| self.posted(item, &line, count));
        let reading = posted.unwrap_or_else(|| self.reading(item, &line, stands.as_ref(), &at));
        let standing = match (&reading.variance, &line.decision) {
            (None, Some(decision)) if decision.verdict == Verdict::Left => Standing::Left,
            (None, _) => Standing::Uncounted,
            _ if !self.posted && self.unclear(item, date, cutoff.as_ref()) => Standing::Unclear,
            _ if recount == Recount::Disputed => Standing::Disputed,
            (Some(variance), _) if variance.quantity.is_zero() => Standing::Matched,
            (Some(variance), _) if variance.quantity.is_negative() => Standing::Shortage,
            (Some(_), _) => Standing::Surplus,
        };
        let Reading { book, variance, approved, late } = reading;
        let told = |_: &Variance| !matches!(standing, Standing::Unclear | Standing::Disputed);
        let variance = variance.filter(told);
        let class = self.classing.of(item);
        let over = |variance: &Variance| {
            let difference = (book.quantity, variance.quantity, variance.value);
            self.stock.counting.over_tolerance(class, difference)
        };
        let recount = match recount {
            Recount::NotNeeded if !self.posted && variance.as_ref().is_some_and(over) => {
                Recount::Demanded
            }
            recount => recount,
        };
        let (name, category) = (item.name.clone(), item.category.clone());
        LineResult {
            line,
            name,
            category,
            class,
            stands,
            rounds,
            recount,
            standing,
            at,
            book,
            variance,
            approved,
            late,
        }
    }

    fn unlisted(&self, line: SheetLine) -> LineResult {
        let stands = line.count().cloned();
        let date = stands.as_ref().map_or(self.opening.date, |count| count.date);
        let cutoff = stands.as_ref().and_then(|count| count.cutoff.clone());
        LineResult {
            name: line.of.goods.to_string(),
            line,
            category: String::new(),
            class: crate::stock::Class::C,
            stands,
            rounds: Vec::new(),
            recount: Recount::NotNeeded,
            standing: Standing::Unlisted,
            at: (date, cutoff.unwrap_or(Cutoff::Close)),
            book: Balance::ZERO,
            variance: None,
            approved: None,
            late: Vec::new(),
        }
    }

    /// A count held against the books at its own cut-off.
    fn round(&self, item: &Item, line: &SheetLine, count: &Counted) -> Round {
        let cutoff = count.cutoff.clone().unwrap_or(Cutoff::Close);
        let store = &self.opening.store;
        let pile = self.stock.pile_at_cutoff(store, &item.code, count.date, &cutoff);
        let book = self.book(&pile, line).quantity;
        Round { count: count.clone(), book, variance: count.quantity - book }
    }

    /// What the books say of a line's goods: of one lot where the line is of one.
    fn book(&self, pile: &Pile, line: &SheetLine) -> Balance {
        let (store, lot) = (&self.opening.store, line.of.goods.lot());
        if lot.is_empty() {
            return pile.in_store(store);
        }
        self.lot(pile, line, pile.in_lot(store, lot), pile.in_store(store))
    }

    /// What the books say of a lot: at its own value where lots have one, else at its share of the
    /// card, so that the lots of a card come to what the card is worth.
    fn lot(&self, pile: &Pile, line: &SheetLine, held: Quantity, card: Balance) -> Balance {
        let own = || {
            let (store, lot) = (&self.opening.store, line.of.goods.lot());
            pile.worth_of_lot(store, lot, -held, self.stock.method).map(|out| -out)
        };
        let own = (self.stock.method == CostMethod::SpecificLot).then(own).flatten();
        let value = own.or_else(|| card.value.share(held, card.quantity));
        Balance { quantity: held, value: value.unwrap_or_default() }
    }

    /// The count that stands, and whether the line was counted often enough.
    ///
    /// Of several counts the last stands that agrees with another one in its variance; where none
    /// does, the one that the approver took. The tolerance is looked at later.
    fn stands(
        &self,
        item: &Item,
        line: &SheetLine,
        rounds: &[Round],
    ) -> (Option<Counted>, Recount) {
        let Some(last) = rounds.last() else { return (None, Recount::NotNeeded) };
        if self.posted
            && let Some(round) = self.posted_round(item, line, rounds)
        {
            let recount = if rounds.len() > 1 { Recount::Done } else { Recount::NotNeeded };
            return (Some(round.count.clone()), recount);
        }
        if rounds.len() == 1 {
            return (Some(last.count.clone()), Recount::NotNeeded);
        }
        let taken = (self.taking)(&line.of.goods).or_else(|| taken_round(line));
        let taken =
            taken.and_then(|number| rounds.iter().find(|round| round.count.round == number));
        let agrees = |round: &&Round| {
            let same = rounds.iter().filter(|other| other.variance == round.variance);
            same.count() > 1
        };
        match taken.or_else(|| rounds.iter().rev().find(agrees)) {
            Some(round) => (Some(round.count.clone()), Recount::Done),
            None => (Some(last.count.clone()), Recount::Disputed),
        }
    }

    /// The round that was posted: the one whose count the row in the ledger has.
    fn posted_round<'r>(
        &self,
        item: &Item,
        line: &SheetLine,
        rounds: &'r [Round],
    ) -> Option<&'r Round> {
        let row = self.posted_row(item, line)?;
        let is_it = |round: &&Round| {
            let count = &round.count;
            Some(count.quantity) == row.movement.counted
                && count.date == row.movement.date
                && count.counter == row.movement.person
        };
        rounds.iter().rev().find(is_it)
    }

    fn posted_row(&self, item: &Item, line: &SheetLine) -> Option<&'a Line> {
        let store = &self.opening.store;
        self.stock.lines_of(&item.code).iter().find(|row| {
            row.movement.kind == Kind::Count
                && row.movement.slip == self.code.as_str()
                && row.movement.store() == Some(store)
                && row.movement.lot == line.of.goods.lot()
        })
    }

    fn unclear(&self, item: &Item, date: Day, cutoff: Option<&Cutoff>) -> bool {
        let card = CardDay { store: &self.opening.store, item: &item.code, date };
        !undecided(self.stock, card, cutoff).is_empty()
    }

    /// The books at the cut-off of a line that is not posted.
    fn reading(
        &self,
        item: &Item,
        line: &SheetLine,
        count: Option<&Counted>,
        at: &(Day, Cutoff),
    ) -> Reading {
        let store = &self.opening.store;
        let pile = self.stock.pile_at_cutoff(store, &item.code, at.0, &at.1);
        let book = self.book(&pile, line);
        let Some(count) = count else {
            return Reading { book, variance: None, approved: None, late: Vec::new() };
        };
        let quantity = count.quantity - book.quantity;
        let (approved, price) = match line.decision.as_ref().map(|decision| &decision.verdict) {
            Some(Verdict::Approved { variance, unit_price, .. }) => (Some(*variance), *unit_price),
            _ => (None, None),
        };
        let given = || price.and_then(|price| Money::of(quantity, price));
        let lot = line.of.goods.lot();
        let worth = pile.worth_of_lot(store, lot, quantity, self.stock.method);
        let value = if quantity.is_zero() { Some(Money::ZERO) } else { worth.or_else(given) };
        let since = line.decision.as_ref().map(|decision| (decision.recorded_at, &decision.id));
        let late = match since {
            Some(since) if approved.is_some_and(|approved| approved != quantity) => self
                .stock
                .lines_at_cutoff(store, &item.code, at.0, &at.1)
                .into_iter()
                .filter(|late| self.is_late(late, lot, since))
                .map(LateLine::of)
                .collect(),
            _ => Vec::new(),
        };
        Reading { book, variance: Some(Variance { quantity, value }), approved, late }
    }

    /// The books at the cut-off of a posted line, as its count row met them; none when the row
    /// lies before the loaded window or the line was not posted.
    fn posted(&self, item: &Item, line: &SheetLine, count: &Counted) -> Option<Reading> {
        let row = self.posted_row(item, line)?;
        let steps = self.stock.steps(&item.code, count.date);
        let at = steps.iter().position(|step| step.line.movement.id == row.movement.id)?;
        let (step, before) = (&steps[at], &steps[..at]);
        let movement = &step.line.movement;
        let signed = |quantity: Quantity, to: &Place| {
            if to.store().is_some() { quantity } else { -quantity }
        };
        let posted = signed(step.line.base, &movement.to);
        let again = line.again.last();
        let approved = again.map_or(posted, |again| again.variance);
        let since = again
            .map_or((movement.recorded_at, &movement.id), |again| (again.recorded_at, &again.id));
        let quantity = signed(step.effect.quantity, step.to());
        let value =
            if step.to().store().is_some() { step.effect.value } else { -step.effect.value };
        let value = step.refusal.is_none().then_some(value);
        let late = if approved == quantity {
            Vec::new()
        } else {
            before
                .iter()
                .map(|step| step.line)
                .filter(|late| self.is_late(late, line.of.goods.lot(), since))
                .map(LateLine::of)
                .collect()
        };
        let variance = Some(Variance { quantity, value });
        let book = if line.of.goods.lot().is_empty() {
            step.before
        } else {
            let pile = self.stock.pile_before(step.line);
            self.lot(&pile, line, count.quantity - quantity, step.before)
        };
        Some(Reading { book, variance, approved: Some(approved), late })
    }

    /// Whether a line of the store came after a decision, in the same second by the order of ids.
    fn is_late(&self, line: &Line, lot: &str, (moment, id): (Moment, &RecordId)) -> bool {
        let movement = &line.movement;
        let after = movement.recorded_at > moment
            || (movement.recorded_at == moment && movement.id.given_after(id));
        let of_lot = lot.is_empty() || movement.lot == lot;
        movement.store() == Some(&self.opening.store) && of_lot && after
    }
}

/// The count that the approver took.
fn taken_round(line: &SheetLine) -> Option<u32> {
    match line.decision.as_ref()?.verdict {
        Verdict::Approved { round, .. } => round,
        Verdict::Left => None,
    }
}
