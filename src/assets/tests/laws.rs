//! Laws over random ledgers.

use proptest::prelude::*;

use super::books::{Books, card, day, month};
use crate::assets::*;
use crate::base::{Money, RecordId, Span};

/// Something that a clerk may try.
#[derive(Debug, Clone)]
enum Attempt {
    Acquire { fen: i64, months: u32 },
    Go { kind: EventKind, to: usize },
    Change { kind: EventKind, fen: i64, months: Option<u32> },
    Opening { fen: i64, months: Option<u32> },
    Repair,
    Dispose,
    Reverse { nth: usize },
}

fn attempt() -> impl Strategy<Value = (usize, i64, Attempt)> {
    let what = prop_oneof![
        2 => (1_i64..9_000_000, 1_u32..40)
            .prop_map(|(fen, months)| Attempt::Acquire { fen, months }),
        3 => (0_usize..5, 0_usize..3).prop_map(|(kind, to)| Attempt::Go {
            kind: [
                EventKind::Assign,
                EventKind::Transfer,
                EventKind::Lend,
                EventKind::Return,
                EventKind::Idle,
            ][kind],
            to,
        }),
        2 => (any::<bool>(), 0_i64..9_000_000, proptest::option::of(1_u32..60)).prop_map(
            |(upgrades, fen, months)| Attempt::Change {
                kind: if upgrades { EventKind::Upgrade } else { EventKind::Revalue },
                fen,
                months,
            }
        ),
        1 => (0_i64..5_000_000, proptest::option::of(0_u32..20))
            .prop_map(|(fen, months)| Attempt::Opening { fen, months }),
        1 => Just(Attempt::Repair),
        1 => Just(Attempt::Dispose),
        2 => (0_usize..30).prop_map(|nth| Attempt::Reverse { nth }),
    ];
    (0_usize..3, 0_i64..400, what)
}

/// Tries everything in turn; what is refused leaves no trace.
fn tried(attempts: &[(usize, i64, Attempt)]) -> Books {
    let mut books = Books::new();
    for (asset, days, what) in attempts {
        let tag = ["X-1", "X-2", "X-3"][*asset];
        let date = day("2024-01-15").plus_days(*days);
        let text = date.to_string();
        // Written down up to two weeks later, each at its own moment.
        books.recorded_on(&date.plus_days(days % 15).to_string());
        let before = books.register.clone();
        let done = match what {
            Attempt::Acquire { fen, months } => books.acquire(&Card {
                months: Some(*months),
                original_value: Money::from_fen(*fen),
                ..card(tag, "办公设备", "1", &text)
            }),
            Attempt::Go { kind, to } => {
                books.go(*kind, tag, &text, ["-", ["NK1", "WK2", "ZWK"][*to], "-"])
            }
            Attempt::Change { kind, fen, months } => {
                let value = Money::from_fen(*fen).to_string();
                books.change(*kind, tag, &text, (Some(&value), *months))
            }
            Attempt::Opening { fen, months } => {
                let value = Money::from_fen(*fen).to_string();
                books.opening(tag, &text, &value, *months)
            }
            Attempt::Repair => books.repair(tag, &text, "12.34"),
            Attempt::Dispose => books.dispose(tag, &text, "报废"),
            Attempt::Reverse { nth } => {
                let ids: Vec<RecordId> = books.register.event_ids().cloned().collect();
                let Some(id) = ids.get(nth % ids.len().max(1)) else { continue };
                books.reverse(id, &text)
            }
        };
        if !matches!(done, Ok(Some(_))) {
            assert_eq!(books.register, before);
        }
    }
    books
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 64 } else { 10_000 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_add_up_to_the_value_and_none_is_below_zero(
        fen in 1_i64..10_000_000_000,
        months in 1_u32..=1_200,
    ) {
        let first = month("2024-02");
        let plan = Plan::new(first, Money::from_fen(fen), months, None);
        let lines = plan.lines();
        prop_assert_eq!(lines.len(), months as usize);
        prop_assert_eq!(lines.iter().map(|line| line.charge).sum::<Money>(), plan.value);
        let mut accumulated = Money::ZERO;
        for line in &lines {
            accumulated += line.charge;
            prop_assert!(line.charge >= Money::ZERO && line.net >= Money::ZERO);
            prop_assert_eq!(line.accumulated, accumulated);
            prop_assert_eq!(plan.accumulated(line.month), accumulated);
            prop_assert_eq!(plan.charge(line.month), line.charge);
        }
        for pair in lines[..lines.len() - 1].windows(2) {
            prop_assert!(pair[0].charge >= pair[1].charge);
        }
    }

    #[test]
    fn what_was_decided_folds_without_fault_in_any_order(
        attempts in proptest::collection::vec(attempt(), 1..25),
        seed in any::<usize>(),
    ) {
        let books = tried(&attempts);
        prop_assert_eq!(books.register.faults(), vec![]);
        let (cards, mut events): (Vec<Record>, Vec<Record>) = books
            .records
            .iter()
            .cloned()
            .partition(|record| !matches!(record, Record::Event(_)));
        let length = events.len().max(1);
        for at in 0..events.len() {
            let other = seed.wrapping_mul(at + 7) % length;
            events.swap(at, other);
        }
        let mut register = Register::default();
        // Twice over: merging the same rows again changes nothing.
        for record in cards.iter().chain(&events).chain(&events) {
            prop_assert!(register.apply(record).is_ok());
        }
        prop_assert_eq!(register, books.register);
    }

    #[test]
    fn the_months_cross_foot_whatever_is_taken_back(
        attempts in proptest::collection::vec(attempt(), 1..25),
    ) {
        let books = tried(&attempts);
        let mut closing = Money::ZERO;
        let mut charged = Money::ZERO;
        let (first, last) = (month("2024-01"), month("2025-04"));
        let whole = Span::new(first.first(), last.last()).expect("a span");
        for of in whole.months() {
            let total = books.charges(&of.to_string(), &of.to_string()).total;
            prop_assert_eq!(total.opening, closing);
            prop_assert_eq!(
                total.opening + total.charge - total.written_off + total.correction,
                total.closing
            );
            prop_assert_eq!(total.value - total.closing, total.net);
            prop_assert!(total.charge >= Money::ZERO && total.net >= Money::ZERO);
            closing = total.closing;
            charged += total.charge;
        }
        let whole = books.charges("2024-01", "2025-04").total;
        prop_assert_eq!(whole.closing, closing);
        prop_assert_eq!(whole.charge, charged);
    }

    /// Whatever happened to a thing, by either rule: what is charged from the amounts taken over on
    /// comes to the value less what remains of it, no month is below zero, and nothing is depreciated
    /// that is not there.
    #[test]
    fn whatever_changes_the_charges_come_to_the_value(
        attempts in proptest::collection::vec(attempt(), 1..25),
        rate in proptest::option::of(0_i128..20),
    ) {
        let mut books = tried(&attempts);
        if let Some(rate) = rate {
            let residual = crate::base::Fraction::new(rate, 100).expect("a fraction");
            books.register.regime = Regime::Enterprise { residual };
        }
        let as_of = day("2026-11-30");
        for card in books.register.cards() {
            let Ok(of) = schedule(&books.register, &books.lives, &card.tag, as_of) else { continue };
            let before = of.taken_over.map_or(Money::ZERO, |(_, amount)| amount);
            let mut falls = Money::ZERO;
            let mut accumulated = before;
            for line in &of.lines {
                prop_assert!(line.charge >= Money::ZERO);
                accumulated += line.charge;
                falls += accumulated - line.accumulated;
                accumulated = line.accumulated;
            }
            // A reversal may leave a value below what was depreciated: the difference is taken back.
            if of.disposed.is_none() && !of.lines.is_empty() {
                prop_assert_eq!(before + of.total - falls, of.value - of.residual);
                prop_assert_eq!(accumulated, of.value - of.residual);
            }
        }
    }
}
