//! Days of an item on which some lines are not plain, as they stream by (`stream.rs`).
//!
//! Mostly the others of such a day stay plain: a transfer or a reversal that is not plain is carried
//! out as a whole on the cards that it touches, where its key puts it among them. Where more is asked
//! than keys say (`order.rs`), all lines of the day are read as a whole and arranged.

use crate::base::RecordId;

use super::consumption::{Taken, use_of};
use super::cost::Planned;
use super::days::is_leg;
use super::ledger::arrange;
use super::order::standing_by_itself;
use super::stream::{Item, within};
use super::trace::{card_trace, is_of_loan};
use super::{
    Act, Contradiction, Kind, Line, Mark, Month, Movement, Place, Refusal, Row, Standing, Stream,
    Tolerance, Traces,
};

/// A line among those of its day.
enum Placed<'d> {
    Plain(&'d Row),
    /// Not plain, and whether another line takes it back.
    Whole(Box<Line>, bool),
}

impl Placed<'_> {
    /// The line where it is not plain.
    fn whole(&self) -> Option<&Movement> {
        match self {
            Self::Whole(line, _) => Some(&line.movement),
            Self::Plain(_) => None,
        }
    }
}

impl Stream<'_> {
    /// Takes in the lines of an item on one day, all as a whole.
    pub(super) fn take_whole(
        &mut self,
        at: usize,
        day: &[Row],
        month: &impl Month,
    ) -> Result<(), Contradiction> {
        let lines: Option<Vec<Line>> = day.iter().map(|row| month.whole(row)).collect();
        let mut lines = lines.ok_or(Contradiction)?;
        arrange(&mut lines);
        // Every one of them touches it.
        self.items[at].held.whole(&self.stores);
        let taken_back = day.iter().filter(|row| row.mark == Mark::TakenBack);
        let taken_back: Vec<&str> = taken_back.map(|row| month.id(row)).collect();
        lines.iter().try_for_each(|line| {
            self.take_line(at, line, taken_back.contains(&line.movement.id.as_str()))
        })
    }

    /// Takes in the lines of an item on one day of which some are plain.
    pub(super) fn take_mixed(
        &mut self,
        at: usize,
        day: &[Row],
        month: &impl Month,
    ) -> Result<(), Contradiction> {
        if let [row] = day {
            let line = month.whole(row).ok_or(Contradiction)?;
            return self.take_line(at, &line, row.mark == Mark::TakenBack);
        }
        let mut placed: Vec<(Standing, &str, Placed<'_>)> = Vec::with_capacity(day.len());
        for row in day {
            let is_whole = row.act == Act::Whole || is_leg(row.act);
            let (standing, line) = if is_whole || row.mark == Mark::TakesBack {
                let line = month.whole(row).ok_or(Contradiction)?;
                let Some(standing) = standing_by_itself(&line.movement) else {
                    return self.take_whole(at, day, month);
                };
                (standing, Placed::Whole(Box::new(line), row.mark == Mark::TakenBack))
            } else {
                (row.standing, Placed::Plain(row))
            };
            placed.push((standing, month.id(row), line));
        }
        placed.sort_by(|(one, id, _), (other, of, _)| (one, id).cmp(&(other, of)));
        if !stands_by_keys(&placed) {
            return self.take_whole(at, day, month);
        }
        placed.iter().try_for_each(|(.., line)| match line {
            Placed::Plain(row) => self.take_plain(at, std::slice::from_ref(*row), month),
            Placed::Whole(line, is_reversed) => self.take_line(at, line, *is_reversed),
        })
    }

    /// Takes in a line as a whole; `is_reversed` says whether another one takes it back.
    fn take_line(
        &mut self,
        at: usize,
        line: &Line,
        is_reversed: bool,
    ) -> Result<(), Contradiction> {
        let Self {
            items, stores, departments, asked, stock, posted, counted, uses: of_all, ..
        } = self;
        let (item, movement) = (&mut items[at], &line.movement);
        if asked.traces == Traces::Kept && movement.date <= asked.as_of {
            if let Some(store) = movement.store() {
                let store = stores.binary_search(store).map_err(|_| Contradiction)?;
                let store = u16::try_from(store).map_err(|_| Contradiction)?;
                let traced = item.traced.get_or_insert_default();
                card_trace(&mut traced.cards, store).see(movement.kind, movement.date);
            }
            let of = stock.items.get(&item.code).ok_or(Contradiction)?;
            item.traced.get_or_insert_default().trace.see(of, line);
        }
        if movement.date <= asked.as_of && is_of_loan(movement) {
            item.traced.get_or_insert_default().trace.kept.push(line.clone());
        }
        if movement.kind == Kind::Count {
            let sheet = movement.slip.as_str();
            if posted.contains(sheet) || stock.opening_sheets.contains(sheet) {
                return Err(Contradiction);
            }
            counted.insert(at);
        }
        let Item { code, keeping, held, uses, turned_over, watch, doings, .. } = item;
        let original =
            movement.reverses.as_ref().and_then(|original| doings.take(original.as_str()));
        let watch = watch.get_or_insert_with(|| Box::new(stock.opening_watch(code)));
        if let Some(doing) = original {
            let unit = &stock.items.get(code).ok_or(Contradiction)?.unit;
            let whole = doing.whole((movement, unit), (stores, departments));
            let (carried, column) = whole.ok_or(Contradiction)?;
            if let Some(turned_over) = turned_over {
                turned_over.keep(carried.movement.id.clone(), column);
            }
            held.keep(carried);
        }
        held.carry(stores, movement, |pile| {
            let step = pile.fold(line, *keeping, Planned::Open);
            if is_reversed {
                pile.remember(&step);
            }
            if let Some(turned_over) = turned_over {
                let place =
                    |store| stores.binary_search(store).ok().and_then(|at| u16::try_from(at).ok());
                let within = within(asked, movement.date);
                turned_over.see(&step, movement.store().and_then(place), within, is_reversed);
            }
            if let Some((span, store)) = &asked.uses
                && span.contains(movement.date)
                && store.as_ref().is_none_or(|store| movement.store() == Some(store))
                && let Some((department, change)) = use_of(&step)
            {
                let place = departments.binary_search(department).map_err(|_| Contradiction)?;
                let place = u16::try_from(place).map_err(|_| Contradiction)?;
                of_all.add(*uses, place, change, Taken::of(movement.kind));
            }
            let mut contradiction = false;
            watch.see(step, keeping.lots, is_reversed, &mut |_, refusal| {
                let silent = matches!(refusal, Refusal::Negative { .. })
                    && asked.negative == Tolerance::Silent;
                contradiction |= !silent;
            });
            pile.let_go(line);
            if contradiction { Err(Contradiction) } else { Ok(()) }
        })
    }
}

/// Whether the lines of a day, in the order of their keys, stand as they are to be carried out: none
/// takes back another one of them, and no transfer arrives before it is sent.
fn stands_by_keys(placed: &[(Standing, &str, Placed<'_>)]) -> bool {
    placed.iter().enumerate().filter_map(|(at, (.., line))| Some((at, line.whole()?))).all(
        |(at, line)| {
            let takes_back =
                |original: &RecordId| placed.iter().any(|(_, id, _)| *id == original.as_str());
            let arrives_first = line.to == Place::Transit
                && placed[..at]
                    .iter()
                    .filter_map(|(.., other)| other.whole())
                    .any(|other| other.from == Place::Transit && other.slip == line.slip);
            !line.reverses.as_ref().is_some_and(takes_back) && !arrives_first
        },
    )
}
