//! What came into the books, what left them, and what changed in value (固定资产增减变动).
//!
//! It cross-foots: opening + added + changed − disposed + correction = closing. A correction appears
//! only where a reversal within the days takes back something of the days before.

use crate::base::{AssetTag, Day, DepartmentCode, Money, RecordId, Span};

use super::{EventKind, Lives, Register, Standing};

/// What is asked of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnoverOptions {
    /// The days.
    pub span: Span,
    /// What happened after this day does not count.
    pub as_of: Day,
    /// Only what is of this class.
    pub class: Option<String>,
}

/// Things and what they are worth before depreciation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holdings {
    /// How many.
    pub count: i64,
    /// What they are worth.
    pub value: Money,
}

impl Holdings {
    fn add(&mut self, value: Money) {
        self.count += 1;
        self.value += value;
    }
}

/// Something that came, left or changed in value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnoverLine {
    /// The event.
    pub id: RecordId,
    /// Its day.
    pub date: Day,
    /// What happened.
    pub kind: EventKind,
    /// The thing.
    pub tag: AssetTag,
    /// What it is called.
    pub name: String,
    /// The class on the card.
    pub class: String,
    /// Which department had it then.
    pub department: Option<DepartmentCode>,
    /// What came to the value; below zero where the value fell or left.
    pub value: Money,
    /// What was depreciated of a thing that left.
    pub written_off: Money,
    /// What a thing that left was still worth.
    pub net: Money,
    /// What it brought.
    pub proceeds: Option<Money>,
    /// Why.
    pub reason: String,
}

/// What came, what left and what changed in value in some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turnover {
    /// The days.
    pub span: Span,
    /// On the eve.
    pub opening: Holdings,
    /// What came.
    pub added: Holdings,
    /// What values changed by.
    pub changed: Money,
    /// What left.
    pub disposed: Holdings,
    /// What makes up for reversals of what was before.
    pub correction: Holdings,
    /// At the end.
    pub closing: Holdings,
    /// The events, by day.
    pub lines: Vec<TurnoverLine>,
}

/// Tells what came, what left and what changed in value in some days.
pub fn turnover(register: &Register, lives: &Lives, options: &TurnoverOptions) -> Turnover {
    let TurnoverOptions { span, as_of, class } = options;
    let (eve, end) = (span.first().previous(), span.last().min(*as_of));
    let wanted =
        |standing: &Standing<'_>| class.as_ref().is_none_or(|class| standing.card.class == *class);
    let held = |day: Day| {
        let mut holdings = Holdings::default();
        let standings = register.standings(day).filter(wanted);
        standings
            .filter(|standing| standing.disposed.is_none())
            .for_each(|standing| holdings.add(standing.value()));
        holdings
    };
    let (opening, closing) = (held(eve), held(end));
    let (mut added, mut disposed) = (Holdings::default(), Holdings::default());
    let mut changed = Money::ZERO;
    let mut lines = Vec::new();
    for standing in register.standings(end).filter(wanted) {
        for line in lines_of(register, lives, &standing, *span) {
            match line.kind {
                EventKind::Acquire => added.add(line.value),
                EventKind::Dispose => disposed.add(-line.value),
                _ => changed += line.value,
            }
            lines.push(line);
        }
    }
    lines.sort_by(|one, other| {
        (one.date, &one.tag, &one.id).cmp(&(other.date, &other.tag, &other.id))
    });
    let correction = Holdings {
        count: closing.count - (opening.count + added.count - disposed.count),
        value: closing.value - (opening.value + added.value + changed - disposed.value),
    };
    Turnover { span: *span, opening, added, changed, disposed, correction, closing, lines }
}

/// The events of one thing that belong to the days.
fn lines_of(
    register: &Register,
    lives: &Lives,
    standing: &Standing<'_>,
    span: Span,
) -> Vec<TurnoverLine> {
    let mut lines = Vec::new();
    let mut value = standing.cost();
    let acquired = std::iter::once(standing.acquired);
    let changes = standing.changes.iter().copied();
    for event in acquired.chain(changes).chain(standing.disposed) {
        let before = value;
        let more = match event.kind {
            EventKind::Acquire => value,
            EventKind::Upgrade => event.value.unwrap_or(Money::ZERO),
            EventKind::Revalue => event.value.map_or(Money::ZERO, |new| new - before),
            EventKind::Dispose => -before,
            _ => continue,
        };
        if event.kind != EventKind::Acquire {
            value += more;
        }
        if !span.contains(event.date) || more.is_zero() {
            continue;
        }
        let then = register.standing(&standing.card.tag, event.date);
        let leaves = event.kind == EventKind::Dispose;
        let written_off = if leaves {
            let eve = Standing { disposed: None, ..standing.clone() };
            let last = event.date.month().plus(-standing.regime.bears_on_disposal());
            eve.worth(lives, last).0
        } else {
            Money::ZERO
        };
        lines.push(TurnoverLine {
            id: event.id.clone(),
            date: event.date,
            kind: event.kind,
            tag: standing.card.tag.clone(),
            name: standing.card.name.clone(),
            class: standing.card.class.clone(),
            department: then.and_then(|then| then.department().cloned()),
            value: more,
            written_off,
            net: if leaves { before - written_off } else { Money::ZERO },
            proceeds: event.value.filter(|_| leaves),
            reason: event.reason.clone(),
        });
    }
    lines
}
