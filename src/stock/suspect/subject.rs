//! The card whose difference is looked into: its lines since the last count, and its habits.

use crate::base::{Day, Message, Quantity, SheetCode, StoreCode};
use crate::stock::stocktake::{Differences, LineResult};
use crate::stock::{Item, Kind, Line, Stock};

use super::candidate::typed;
use super::{Candidate, Explains, Habits, Mistake, Odds, number};

/// How many days around the cut-off a line may have been put on the wrong side of it.
pub(super) const NEAR_CUTOFF: i64 = 3;
/// How many days a line must be back to be half as suspect as one of the last day.
const HALF_AS_SUSPECT: u128 = 60;

/// A card that differs at a cut-off.
pub(super) struct Subject<'a> {
    /// The book.
    pub(super) stock: &'a Stock,
    /// The store.
    pub(super) store: &'a StoreCode,
    /// The item.
    pub(super) item: &'a Item,
    /// The lot; empty when the item is counted as a whole.
    pub(super) lot: &'a str,
    /// The day of the last count; of the card's first line where it was never counted.
    pub(super) from: Day,
    /// The day of the cut-off.
    pub(super) day: Day,
    /// The sheet on which it was counted.
    pub(super) sheet: &'a SheetCode,
    /// What was counted.
    pub(super) counted: Quantity,
    /// Counted less book.
    pub(super) variance: Quantity,
    /// The entries since the last count that the cut-off has behind it.
    pub(super) since: Vec<&'a Line>,
    /// The entries soon after the cut-off.
    pub(super) after: Vec<&'a Line>,
    /// What the card's lines look like.
    pub(super) habits: Habits<'a>,
    /// How many days the habits are read from.
    pub(super) n_days: u128,
}

impl<'a> Subject<'a> {
    /// The card of a sheet's line; none where nothing differs.
    pub(super) fn of(
        stock: &'a Stock,
        sheet: &'a Differences,
        line: &'a LineResult,
    ) -> Option<Self> {
        let variance = line.variance?.quantity;
        let goods = &line.line.of.goods;
        let item = stock.items.get(goods.item()?).filter(|_| !variance.is_zero())?;
        let (store, lot, (day, cutoff)) = (&sheet.store, goods.lot(), &line.at);
        let of_card = |line: &&Line| {
            line.movement.store() == Some(store) && (lot.is_empty() || line.movement.lot == lot)
        };
        let own_count = |line: &&Line| {
            line.movement.kind == Kind::Count && line.movement.slip == sheet.sheet.as_str()
        };
        let card: Vec<&Line> = stock.lines_of(&item.code).iter().filter(of_card).collect();
        let seen: Vec<&Line> = if let Some(own) = card.iter().position(own_count) {
            card[..own].to_vec()
        } else {
            let seen = stock.lines_at_cutoff(store, &item.code, *day, cutoff);
            seen.into_iter().filter(of_card).collect()
        };
        let last = seen.iter().rposition(|line| line.movement.kind == Kind::Count);
        let from = seen.get(last.unwrap_or(0)).map_or(*day, |line| line.movement.date);
        let since = seen[last.map_or(0, |last| last + 1)..].to_vec();
        let last_seen = seen.iter().map(|line| &line.movement.id).collect::<Vec<_>>();
        let until = day.plus_days(NEAR_CUTOFF);
        let after = card
            .iter()
            .copied()
            .filter(|line| (*day..=until).contains(&line.movement.date))
            .filter(|line| !last_seen.contains(&&line.movement.id))
            .filter(|line| is_entry(stock, line))
            .collect();
        let entries: Vec<&Line> = card.into_iter().filter(|line| is_entry(stock, line)).collect();
        let first = entries.first().map_or(*day, |line| line.movement.date);
        let n_days = u128::try_from(first.days_until(*day)).unwrap_or(0) + 1;
        Some(Self {
            stock,
            store,
            item,
            lot,
            from,
            day: *day,
            sheet: &sheet.sheet,
            counted: line.count()?.quantity,
            variance,
            since: since.into_iter().filter(|line| is_entry(stock, line)).collect(),
            after,
            habits: Habits::of(entries, item.scale),
            n_days: n_days.max(30),
        })
    }

    /// How much of the variance a change of the book explains; none when it leads away from what
    /// was counted, or beyond it.
    pub(super) fn explains(&self, effect: Quantity) -> Option<Explains> {
        if effect == self.variance {
            return Some(Explains::All);
        }
        let on_the_way = !effect.is_zero()
            && effect.is_negative() == self.variance.is_negative()
            && effect.abs() < self.variance.abs();
        on_the_way.then_some(Explains::Part)
    }

    /// A candidate about the counted figure itself: another figure that may have been meant and
    /// that is just what the books say; none where it is not.
    pub(super) fn miscounted(
        &self,
        mistake: Mistake,
        meant: Quantity,
        (code, instead): (&'static str, String),
        odds: Odds,
    ) -> Option<Candidate> {
        let book = self.counted - self.variance;
        let said = Message::new(code)
            .with("sheet", self.sheet.as_str())
            .with("quantity", typed(self.counted, &self.item.unit))
            .with("instead", instead);
        (meant == book).then(|| Candidate {
            mistake,
            slips: vec![self.sheet.to_string()],
            lines: Vec::new(),
            would_be: Some(meant),
            effect: self.variance,
            explains: Explains::All,
            score: mistake.often().by(odds).score(),
            said,
        })
    }

    /// The odds that a mistake hit one line out of those since the last count.
    pub(super) fn odds_of_line(&self, line: &Line) -> Odds {
        Odds::ONE.times(1, number(self.since.len())).by(self.recent(line.movement.date))
    }

    /// How much less a day is suspect than the last one.
    pub(super) fn recent(&self, date: Day) -> Odds {
        let days = u128::try_from(date.days_until(self.day)).unwrap_or(0);
        Odds::ONE.times(HALF_AS_SUSPECT, HALF_AS_SUSPECT + days)
    }
}

/// Whether a line was typed from a document and stands: neither a count, nor what was taken back
/// and what took it back.
pub(super) fn is_entry(stock: &Stock, line: &Line) -> bool {
    let movement = &line.movement;
    !matches!(movement.kind, Kind::Count | Kind::Reversal)
        && stock.reversal_of(&movement.id).is_none()
}
