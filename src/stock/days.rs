//! The lines of an item as they stream by (`stream.rs`), taken in day by day or several days at once.

use super::cost::{Keeping, LotKeeping};
use super::stream::{Item, within};
use super::{Act, Contradiction, CostMethod, Mark, Month, Row, Stream};

impl Stream<'_> {
    /// Takes in the lines of an item in the order of their days: at once as far as they are plain and
    /// stand as they are to be carried out, and otherwise day by day.
    pub(super) fn take_days(
        &mut self,
        at: usize,
        mut rows: &mut [Row],
        month: &impl Month,
    ) -> Result<(), Contradiction> {
        while let Some(first) = rows.first() {
            let date = first.date;
            let n_plain = if self.is_plain(at) { self.n_plain(at, rows, month) } else { 0 };
            let n_taken = if n_plain > 0 {
                self.take_plain(at, &rows[..n_plain], month)?;
                n_plain
            } else {
                let of_day = rows.iter().position(|row| row.date != date).unwrap_or(rows.len());
                self.take_day(at, &mut rows[..of_day], month)?;
                of_day
            };
            rows = &mut rows[n_taken..];
        }
        Ok(())
    }

    /// Whether plain lines of an item change nothing but its cards, whoever looks.
    fn is_plain(&self, at: usize) -> bool {
        let Item { keeping, known, .. } = &self.items[at];
        let Keeping { method, lots, .. } = keeping;
        known.is_none() && *method == CostMethod::MovingAverage && *lots == LotKeeping::Together
    }

    /// Whether a line takes one back of which it is not kept what it did.
    fn takes_back_other(&self, item: usize, row: &Row, month: &impl Month) -> bool {
        row.mark == Mark::TakesBack && !self.items[item].doings.has(month.reverses(row))
    }

    /// How many lines of whole days are plain, stand as they are to be carried out, and are asked for
    /// alike.
    ///
    /// Legs of a transfer are plain where one sends what the next one brings, nothing else of the item
    /// is on the way, and nothing came under their slip on that day: all that goes under a slip on a
    /// day is sent before any of it arrives. Then what arrives is worth what it left at. A line that
    /// takes another one back is plain where that is kept, which was carried out then.
    fn n_plain(&self, item: usize, rows: &[Row], month: &impl Month) -> usize {
        let (ascends, held) = (month.ascends(), &self.items[item].held);
        let asked_for = |row: &Row| {
            let used = self.asked.uses.as_ref().map(|(span, _)| span.contains(row.date));
            (used, within(&self.asked, row.date))
        };
        let (mut begins, mut last): (usize, Option<&Row>) = (0, None);
        let of_first = asked_for(&rows[0]);
        for (at, row) in rows.iter().enumerate() {
            let is_next = match last {
                Some(last) if last.date == row.date => {
                    last.standing < row.standing || (ascends && last.standing == row.standing)
                }
                _ => {
                    begins = at;
                    row.date <= self.asked.as_of && asked_for(row) == of_first
                }
            };
            let is_alone = match row.act {
                Act::Sent { .. } => {
                    let arrives = |next| is_transfer(row, next, month);
                    let is_again = |other: &Row| {
                        matches!(other.act, Act::Arrived { .. })
                            && other.date == row.date
                            && month.slip(other) == month.slip(row)
                    };
                    !rows.get(at + 1).is_some_and(arrives)
                        || held.has_slips()
                        || rows[begins..at].iter().any(is_again)
                }
                Act::Arrived { .. } => !last.is_some_and(|last| is_sent(last.act)),
                act => act == Act::Whole || self.takes_back_other(item, row, month),
            };
            if !is_next || row.later || is_alone {
                return begins;
            }
            last = Some(row);
        }
        rows.len()
    }

    /// Takes in the lines of an item on one day, and once more without those recorded later.
    fn take_day(
        &mut self,
        at: usize,
        day: &mut [Row],
        month: &impl Month,
    ) -> Result<(), Contradiction> {
        let item = &mut self.items[at];
        let parts = |row: &Row| row.later && row.date <= self.asked.as_of;
        if item.known.is_none() && day.iter().any(parts) {
            let uses = self.uses.again(item.uses);
            item.known = Some(Box::new(Item { uses, ..item.clone() }));
        }
        if let Some(known) = item.known.take() {
            let mut earlier: Vec<Row> = day.iter().copied().filter(|row| !row.later).collect();
            let all = std::mem::replace(item, *known);
            if !earlier.is_empty() {
                self.take_lines_of_day(at, &mut earlier, month)?;
            }
            let known = std::mem::replace(&mut self.items[at], all);
            self.items[at].known = Some(Box::new(known));
        }
        self.take_lines_of_day(at, day, month)
    }

    /// Takes in the lines of an item on one day as they are.
    fn take_lines_of_day(
        &mut self,
        at: usize,
        day: &mut [Row],
        month: &impl Month,
    ) -> Result<(), Contradiction> {
        let date = day[0].date;
        let item = &mut self.items[at];
        if date > self.asked.as_of && item.at_day.is_none() {
            item.at_day = Some(Box::new(item.held.clone()));
        }
        if let Some(turned_over) = item.turned_over.as_mut().filter(|_| within(&self.asked, date)) {
            turned_over.begin(&item.held, &self.stores);
        }
        let keeping = item.keeping;
        if keeping.method != CostMethod::MovingAverage || keeping.lots != LotKeeping::Together {
            return self.take_whole(at, day, month);
        }
        let is_whole = |row: &Row| {
            row.act == Act::Whole || is_leg(row.act) || self.takes_back_other(at, row, month)
        };
        if day.iter().any(is_whole) {
            return self.take_mixed(at, day, month);
        }
        if day.len() > 1 {
            if month.ascends() {
                day.sort_by_key(|row| (row.standing, row.at));
            } else {
                let key = |row: &Row| (row.standing, month.id(row));
                day.sort_by(|one, other| key(one).cmp(&key(other)));
            }
        }
        self.take_plain(at, day, month)
    }
}

/// Whether a line sends what the next one brings.
fn is_transfer(sent: &Row, next: &Row, month: &impl Month) -> bool {
    let is_next = matches!(next.act, Act::Arrived { .. });
    is_next
        && (sent.date, sent.base) == (next.date, next.base)
        && month.slip(sent) == month.slip(next)
}

/// Whether a line is a leg of a transfer.
pub(super) const fn is_leg(act: Act) -> bool {
    is_sent(act) || matches!(act, Act::Arrived { .. })
}

const fn is_sent(act: Act) -> bool {
    matches!(act, Act::Sent { .. })
}
