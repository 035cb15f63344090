//! What was known when: forgetting the rows recorded later, and telling who wrote which.

use crate::base::{Day, Moment, Written};

use super::ledger::arrange;
use super::stocktake::{Act, Sheet};
use super::{Line, Place, Stock};

impl Stock {
    /// Drops every row of the ledgers recorded after a moment; the registers stay as they are.
    ///
    /// A day's lines are put in order again: what is dropped may have stood between the others.
    /// From an opening can be dropped what was recorded after the moment that its reader named:
    /// whoever asks about another one reads the lines ([`Stock::holds_later`]).
    pub fn forget_after(&mut self, moment: Moment) {
        let known = |line: &Line| line.movement.recorded_at <= moment;
        self.forget_in_opening(moment);
        let mut is_less = false;
        for lines in self.lines.values_mut() {
            if lines.iter().all(known) {
                continue;
            }
            is_less = true;
            lines.retain(known);
            for day in lines.chunk_by_mut(|one, other| one.movement.date == other.movement.date) {
                arrange(day);
            }
        }
        self.lines.retain(|_, lines| !lines.is_empty());
        self.purchases.forget_after(moment);
        self.quotas.retain(|_, quota| quota.recorded_at <= moment);
        self.postings.retain(|_, posting| posting.recorded_at <= moment);
        self.papers.forget_after(moment);
        for sheet in self.sheets.values_mut() {
            sheet.forget_after(moment);
        }
        self.sheets.retain(|_, sheet| !sheet.is_empty());
        // Nearly always nothing was written later, and every id stays.
        if is_less {
            let lines = self.lines.values().flatten();
            let kept = lines.map(|line| line.movement.id.clone()).collect();
            self.keep_ids(&kept);
        }
    }

    /// How many rows of the ledgers were written as is asked, by moment of recording and day.
    pub fn count_written(&self, asked: impl Fn(Moment, Day) -> bool) -> usize {
        let lines = self.lines().map(|line| (line.movement.recorded_at, line.movement.date));
        let lines = lines.chain(self.later_in_opening());
        let postings = self.postings.values().map(|posting| (posting.recorded_at, posting.date));
        let entries = self.sheets.values().flat_map(Sheet::entries);
        let entries = entries.map(|entry| (entry.recorded_at, entry.date));
        let known = lines.chain(postings).chain(entries).chain(self.papers.moments());
        known.filter(|(at, date)| asked(*at, *date)).count() + self.purchases.count_written(asked)
    }

    /// The rows of the ledgers that bear on the days up to one, with who wrote them and why.
    pub fn written(&self, until: Day) -> Vec<Written> {
        let lines = self.lines().map(line);
        let postings = self.postings.values().map(|posting| Written {
            id: posting.id.clone(),
            date: posting.date,
            kind: "stock.act.post",
            about: vec![posting.sheet.to_string()],
            corrects: None,
            why: posting.reason.clone(),
            recorded_at: posting.recorded_at,
            recorded_by: posting.recorded_by.to_string(),
        });
        // The lines of a sheet come with its opening, and say nothing by themselves.
        let entries = self.sheets.values().flat_map(Sheet::entries);
        let entries = entries.filter(|entry| !matches!(entry.act, Act::Line { .. })).map(|entry| {
            let item = entry.act.line().and_then(|of| of.goods.item()).map(ToString::to_string);
            let own = [entry.sheet.to_string(), entry.store.to_string()];
            Written {
                id: entry.id.clone(),
                date: entry.date,
                kind: entry.act.key(),
                about: item.into_iter().chain(own).collect(),
                corrects: None,
                why: why(&[entry.act.reason(), &entry.note]),
                recorded_at: entry.recorded_at,
                recorded_by: entry.recorded_by.clone(),
            }
        });
        let purchases = self.purchases.written();
        let rows = lines.chain(postings).chain(entries).chain(purchases);
        let rows = rows.chain(self.papers.written());
        rows.filter(|row| row.date <= until).collect()
    }
}

fn line(line: &Line) -> Written {
    let movement = &line.movement;
    let code = |place: &Place| {
        let store = place.store().map(ToString::to_string);
        store.or_else(|| place.department().map(ToString::to_string))
    };
    let places = [code(&movement.from), code(&movement.to)].into_iter().flatten();
    Written {
        id: movement.id.clone(),
        date: movement.date,
        kind: movement.kind.key(),
        about: std::iter::once(movement.item.to_string()).chain(places).collect(),
        corrects: movement.reverses.clone(),
        why: why(&[&movement.slip, &movement.reason, &movement.note]),
        recorded_at: movement.recorded_at,
        recorded_by: movement.recorded_by.clone(),
    }
}

/// What was said about a row, the empty parts left out.
fn why(parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    said.join(" · ")
}
