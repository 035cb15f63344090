//! What lines that streamed by left behind beside what the shelves hold: when each card was
//! counted, what asked old goods back or brought them, and the few lines that loans and orders are
//! read from.
//!
//! A [`Stock`] whose opening has traces answers `stocktake due`, what is owed, lent and ordered as
//! if the lines were there. Look at `stream.rs` for who keeps them, and but for loans only where
//! they are asked for.

use std::collections::BTreeSet;

use litemap::LiteMap;
use smol_str::SmolStr;

use crate::base::{Day, DepartmentCode, ItemCode, Quantity, RecordId, StoreCode};

use super::exchange::claimant;
use super::ledger::arrange;
use super::{Act, Balance, Contradiction, Item, Kind, Line, Month, Movement, Place, Row, Stock};

/// Whether lines leave traces behind as they stream by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traces {
    /// They do not.
    Left,
    /// They do.
    Kept,
}

/// Whether something is asked of a line by itself, beside what it moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// It asks old goods back, brings them, or brings back unused what asked for them.
    Claim,
    /// An order is fulfilled by it.
    Order,
    /// Another line takes it back.
    TakenBack,
    /// It takes another line back, in whose column of the statement it stands.
    TakesBack,
}

/// What the lines of one item left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Trace {
    /// The day of the first line.
    pub(super) first: Option<Day>,
    /// What is known of each card.
    pub(super) cards: LiteMap<StoreCode, CardTrace>,
    /// What asks old goods back, or brings them, in canonical order.
    pub(super) claims: Vec<Claim>,
    /// The lines of loans and orders, in canonical order.
    pub(super) kept: Vec<Line>,
    /// The lines that others took back.
    pub(super) taken_back: BTreeSet<RecordId>,
}

/// What the lines of one item left behind so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Traced {
    /// What is known of each card, by the places of their stores.
    pub(super) cards: Vec<(u16, CardTrace)>,
    /// All else.
    pub(super) trace: Trace,
}

impl From<Trace> for Traced {
    fn from(trace: Trace) -> Self {
        Self { cards: Vec::new(), trace }
    }
}

/// What is known of a card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CardTrace {
    /// The day of its first line.
    pub(super) first: Option<Day>,
    /// The day on which it was last counted.
    pub(super) counted: Option<Day>,
    /// Whether it moved since.
    pub(super) moved: bool,
}

impl CardTrace {
    /// Sees the next line of the card.
    pub(super) fn see(&mut self, kind: Kind, date: Day) {
        self.first = self.first.or(Some(date));
        self.moved = kind != Kind::Count;
        if kind == Kind::Count {
            self.counted = Some(date);
        }
    }
}

/// A line that asks old goods back or brings them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// An issue asks old goods back, an exchange brings them, a return takes off what was asked.
    pub kind: Kind,
    /// The line.
    pub id: RecordId,
    /// Its day.
    pub date: Day,
    /// Whose it is.
    pub department: DepartmentCode,
    /// The person who received or handed over; empty when nobody is named.
    pub person: SmolStr,
    /// Its slip; empty when it has none.
    pub slip: SmolStr,
    /// How much, in base units.
    pub base: Quantity,
}

impl Claim {
    /// What a line of a durable item claims; none of any other line.
    pub(super) fn of(line: &Line) -> Option<Self> {
        let Movement { kind, id, date, person, slip, .. } = &line.movement;
        let department = claimant(&line.movement)?;
        Some(Self {
            kind: *kind,
            id: id.clone(),
            date: *date,
            department: department.clone(),
            person: person.into(),
            slip: slip.into(),
            base: line.base,
        })
    }
}

impl Trace {
    /// Sees the next line of an item as a whole.
    pub(super) fn see(&mut self, item: &Item, line: &Line) {
        let movement = &line.movement;
        self.first = self.first.or(Some(movement.date));
        if let Some(store) = movement.store() {
            self.cards.entry(store.clone()).or_default().see(movement.kind, movement.date);
        }
        if let Some(original) = &movement.reverses {
            self.taken_back.insert(original.clone());
        }
        if item.durable {
            self.claims.extend(Claim::of(line));
        }
        if !movement.order.is_empty() && !is_of_loan(movement) {
            self.kept.push(line.clone());
        }
    }
}

/// Whether goods are lent by a line, or come back; that is kept where nothing else is asked for.
pub(super) fn is_of_loan(movement: &Movement) -> bool {
    [&movement.from, &movement.to].into_iter().any(|place| matches!(place, Place::Loan(_)))
}

/// What is known of a card, among those of an item, of which there are few.
pub(super) fn card_trace(cards: &mut Vec<(u16, CardTrace)>, store: u16) -> &mut CardTrace {
    let at = cards.iter().position(|(of, _)| *of == store).unwrap_or_else(|| {
        cards.push((store, CardTrace::default()));
        cards.len() - 1
    });
    &mut cards[at].1
}

/// Keeps what the plain lines of an item on one day leave behind on its cards and beside them.
pub(super) fn see_plain(
    Traced { cards, trace }: &mut Traced,
    day: &[Row],
    month: &impl Month,
    departments: &[DepartmentCode],
) -> Result<(), Contradiction> {
    trace.first = trace.first.or_else(|| day.first().map(|row| row.date));
    for row in day {
        let (kind, store, department) = match row.act {
            Act::In { store, department, .. } => (Kind::Return, Some(store), department),
            Act::Out { store, department, .. } => (Kind::Issue, Some(store), department),
            Act::Sent { store, .. } | Act::Arrived { store, .. } => {
                (Kind::Transfer, Some(store), None)
            }
            Act::Count { store, .. } => (Kind::Count, Some(store), None),
            Act::Old { department } => (Kind::Exchange, None, Some(department)),
            Act::Whole => return Err(Contradiction),
        };
        if let Some(store) = store {
            card_trace(cards, store).see(kind, row.date);
        }
        match (row.mark, department) {
            (Mark::Claim, Some(department)) => {
                trace.claims.push(Claim {
                    kind,
                    id: RecordId::parse(month.id(row)).map_err(|_| Contradiction)?,
                    date: row.date,
                    department: departments[usize::from(department)].clone(),
                    person: month.person(row).into(),
                    slip: month.slip(row).into(),
                    base: row.base,
                });
            }
            (Mark::TakesBack, _) => {
                let original = RecordId::parse(month.reverses(row)).map_err(|_| Contradiction)?;
                trace.taken_back.insert(original);
            }
            (Mark::Order, _) => trace.kept.push(month.whole(row).ok_or(Contradiction)?),
            _ => {}
        }
    }
    Ok(())
}

impl Stock {
    /// Keeps lines of an item that are in the opening, to be looked at by themselves.
    pub fn keep_before(&mut self, item: &ItemCode, mut lines: Vec<Line>) {
        lines.sort_by_key(|line| line.movement.date);
        for day in lines.chunk_by_mut(|one, other| one.movement.date == other.movement.date) {
            arrange(day);
        }
        if !lines.is_empty() {
            self.opening_traces.entry(item.clone()).or_default().kept.extend(lines);
        }
    }

    /// The day of the first line, as far as lines are kept or left traces.
    pub fn first_day(&self) -> Option<Day> {
        let lines = self.lines.values().filter_map(|lines| lines.first());
        let traces = self.opening_traces.values().filter_map(|trace| trace.first);
        lines.map(|line| line.movement.date).chain(traces).min()
    }

    /// What the lines of an item in the opening left behind.
    pub(super) fn trace(&self, item: &ItemCode) -> Option<&Trace> {
        self.opening_traces.get(item)
    }

    /// The lines of loans and orders in the opening that nothing took back up to a day.
    pub(super) fn kept_lines(&self, as_of: Day) -> impl Iterator<Item = &Line> {
        self.opening_traces.values().flat_map(move |trace| {
            trace.kept.iter().filter(move |line| {
                let id = &line.movement.id;
                let later = self.reversal_of(id).map(|line| line.movement.date);
                !trace.taken_back.contains(id) && later.is_none_or(|date| date > as_of)
            })
        })
    }

    /// What an item had lent to somebody under a slip when the window began.
    pub(super) fn lent_before(&self, item: &ItemCode, place: &Place, slip: &str) -> Balance {
        let pile = self.opening.pile(item);
        let held = pile.and_then(|pile| pile.under_slips(place).find(|(under, _)| *under == slip));
        held.map(|(_, balance)| balance).unwrap_or_default()
    }
}
