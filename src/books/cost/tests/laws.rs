//! Laws over random ledgers: the report is what a sum without it gives, whatever order the rows
//! come in, and what is taken back changes nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::ledgers::{DEPARTMENTS, Ledgers, account_of, day, id, name};
use crate::assets::EventKind;
use crate::base::{Day, DepartmentCode, Money, Month, Span};
use crate::books::{CostAccount, CostPart, CostState};
use crate::stock::testing::cases;

/// The first day of the ledgers, and the last one.
const FIRST: &str = "2025-01-01";
const LAST: &str = "2026-03-31";

/// What everything of an item costs, in fen: goods come in at one price, so that every line has it.
const PRICES: [i64; 3] = [100, 235, 7];

/// Something that happened; days are counted from the first one, departments and items by number.
#[derive(Debug, Clone)]
enum Fact {
    Issue { day: i64, item: usize, to: usize, quantity: i64, back: Option<i64> },
    Return { day: i64, item: usize, from: usize, quantity: i64 },
    Order { day: i64, of: Option<usize>, fen: i64 },
    Repair { day: i64, asset: usize, fen: i64, back: Option<i64> },
    Move { day: i64, asset: usize, to: Option<usize> },
}

/// What there is from the beginning: assets with value, months, first month and holder, and what
/// each meter used month by month.
#[derive(Debug, Clone)]
struct House {
    assets: Vec<(i64, u32, i64, Option<usize>)>,
    uses: Vec<[u32; 3]>,
}

const DAYS: i64 = 455;
const N_MONTHS: usize = 15;

fn fact() -> impl Strategy<Value = Fact> {
    let (when, who) = (|| 0..DAYS, || 0_usize..3);
    let later = || proptest::option::weighted(0.3, 0_i64..60);
    prop_oneof![
        4 => (when(), who(), who(), 1_i64..500, later())
            .prop_map(|(day, item, to, quantity, back)| Fact::Issue { day, item, to, quantity, back }),
        1 => (when(), who(), who(), 1_i64..50)
            .prop_map(|(day, item, from, quantity)| Fact::Return { day, item, from, quantity }),
        2 => (when(), proptest::option::of(who()), 0_i64..100_000)
            .prop_map(|(day, of, fen)| Fact::Order { day, of, fen }),
        2 => (when(), who(), 0_i64..100_000, later())
            .prop_map(|(day, asset, fen, back)| Fact::Repair { day, asset, fen, back }),
        2 => (when(), who(), proptest::option::of(who()))
            .prop_map(|(day, asset, to)| Fact::Move { day, asset, to }),
    ]
}

fn house() -> impl Strategy<Value = House> {
    let asset = (1_i64..5_000_000, 1_u32..40, 0_i64..12, proptest::option::of(0_usize..3));
    let uses = proptest::collection::vec(proptest::array::uniform3(0_u32..5_000), N_MONTHS);
    (proptest::collection::vec(asset, 3), uses).prop_map(|(assets, uses)| House { assets, uses })
}

fn on(days: i64) -> Day {
    day(FIRST).plus_days(days)
}

fn month(at: i64) -> Month {
    day(FIRST).month().plus(i32::try_from(at).expect("few"))
}

fn holder(of: Option<usize>) -> &'static str {
    of.map_or("", |at| DEPARTMENTS[at])
}

/// The rows that tell a house and its facts.
fn ledgers(house: &House, facts: &[Fact]) -> Ledgers {
    let mut ledgers = Ledgers::new().price("0.65", FIRST).meter("D-0", "", "");
    // Repairs are kept from the first day on.
    ledgers = ledgers.order("WX-first", (FIRST, "走廊灯"), "", (Some(0), ""));
    for (at, (fen, months, since, of)) in house.assets.iter().enumerate() {
        let since = month(*since).first().to_string();
        ledgers = ledgers.asset(&format!("X-{at}"), *fen, Some(*months), (&since, holder(*of)));
    }
    for code in &DEPARTMENTS[..2] {
        ledgers = ledgers.meter(&format!("D-{code}"), "D-0", code);
    }
    let mut registers = [0_u32; 3];
    for at in 0..=N_MONTHS {
        let date = month(i64::try_from(at).expect("few")).first().to_string();
        ledgers = ledgers
            .reading("D-0", &date, registers.iter().sum())
            .reading("D-NK1", &date, registers[0])
            .reading("D-WK2", &date, registers[1]);
        if let Some(used) = house.uses.get(at) {
            for (register, used) in registers.iter_mut().zip(used) {
                *register += used;
            }
        }
    }
    let mut stock = "item I0 支\nitem I1 支\nitem I2 支\nstore ZW\n".to_owned();
    for (at, fen) in PRICES.iter().enumerate() {
        let price = Money::from_fen(*fen);
        writeln!(stock, "{FIRST} opening I{at} 1000000 opening > store:ZW @{price}").expect("text");
    }
    for (at, fact) in facts.iter().enumerate() {
        match fact {
            Fact::Issue { day, item, to, quantity, back } => {
                let (date, to) = (on(*day), DEPARTMENTS[*to]);
                writeln!(stock, "{date} issue I{item} {quantity} store:ZW > dept:{to} id=S{at}")
                    .expect("text");
                if let Some(days) = back {
                    let date = on(*day + days);
                    writeln!(
                        stock,
                        "{date} reversal I{item} {quantity} dept:{to} > store:ZW id=V{at} reverses=S{at}"
                    )
                    .expect("text");
                }
            }
            Fact::Return { day, item, from, quantity } => {
                let (date, from) = (on(*day), DEPARTMENTS[*from]);
                writeln!(stock, "{date} return I{item} {quantity} dept:{from} > store:ZW id=S{at}")
                    .expect("text");
            }
            _ => ledgers = other(ledgers, at, fact),
        }
    }
    ledgers.stock(&stock)
}

fn other(ledgers: Ledgers, at: usize, fact: &Fact) -> Ledgers {
    match fact {
        Fact::Order { day, of, fen } => {
            let date = on(*day).to_string();
            ledgers.order(&format!("WX-{at}-"), (&date, "走廊灯"), holder(*of), (Some(*fen), ""))
        }
        Fact::Repair { day, asset, fen, back } => {
            let (tag, date) = (format!("X-{asset}"), on(*day).to_string());
            let cost = Money::from_fen(*fen);
            let told = ledgers.event(&format!("E{at}"), EventKind::Repair, &tag, &date, |event| {
                event.value = Some(cost);
            });
            let Some(days) = back else { return told };
            let date = on(*day + days).to_string();
            told.event(&format!("B{at}"), EventKind::Reversal, &tag, &date, |event| {
                event.reverses = Some(id(&format!("E{at}")));
                "记错".clone_into(&mut event.reason);
            })
        }
        Fact::Move { day, asset, to } => {
            let (tag, date) = (format!("X-{asset}"), on(*day).to_string());
            ledgers.event(&format!("T{at}"), EventKind::Transfer, &tag, &date, |event| {
                event.department = to.and_then(|to| DepartmentCode::parse(DEPARTMENTS[to]).ok());
            })
        }
        Fact::Issue { .. } | Fact::Return { .. } => ledgers,
    }
}

/// Who has an asset at the end of a day; a thing that is not there yet nobody has.
fn had(house: &House, facts: &[Fact], asset: usize, at: i64) -> Option<usize> {
    let (_, _, since, first) = house.assets[asset];
    let begun = day(FIRST).days_until(month(since).first());
    if at < begun {
        return None;
    }
    let moves = facts.iter().enumerate().filter_map(|(nth, fact)| match fact {
        Fact::Move { day, asset: own, to } if *own == asset && (begun..=at).contains(day) => {
            Some((*day, format!("T{nth}"), *to))
        }
        _ => None,
    });
    // Moves of one day go by their moment of recording, which is the same, and then by their id.
    let last = moves.max_by_key(|(day, id, _)| (*day, id.clone()));
    last.map_or(first, |(_, _, to)| to)
}

type Sums = BTreeMap<(usize, Option<usize>, CostPart), i64>;

/// What everybody carries in each month from the first one, by plain sums over the facts.
fn summed(house: &House, facts: &[Fact]) -> Sums {
    let mut sums = Sums::new();
    let nth = |days: i64| {
        usize::try_from(day(FIRST).month().months_until(on(days).month())).expect("later")
    };
    let mut add = |at: usize, whose: Option<usize>, part: CostPart, fen: i64| {
        *sums.entry((at, whose, part)).or_default() += fen;
    };
    for fact in facts {
        match fact {
            Fact::Issue { day, item, to, quantity, back } => {
                add(nth(*day), Some(*to), CostPart::Materials, quantity * PRICES[*item]);
                if let Some(days) = back {
                    let at = nth(*day + days);
                    add(at, Some(*to), CostPart::Materials, -quantity * PRICES[*item]);
                }
            }
            Fact::Return { day, item, from, quantity } => {
                add(nth(*day), Some(*from), CostPart::Materials, -quantity * PRICES[*item]);
            }
            Fact::Order { day, of, fen } => add(nth(*day), *of, CostPart::Repairs, *fen),
            Fact::Repair { day, asset, fen, back } => {
                let whose = had(house, facts, *asset, *day);
                add(nth(*day), whose, CostPart::Repairs, *fen);
                if let Some(days) = back {
                    add(nth(*day + days), whose, CostPart::Repairs, -fen);
                }
            }
            Fact::Move { .. } => {}
        }
    }
    for at in 0..N_MONTHS {
        let [nk1, wk2, rest] = house.uses[at].map(i64::from);
        // 0.65 a unit is 65 fen, so that nothing is rounded.
        add(at, Some(0), CostPart::Energy, nk1 * 65);
        add(at, Some(1), CostPart::Energy, wk2 * 65);
        add(at, None, CostPart::Energy, rest * 65);
        let end = day(FIRST).days_until(month(i64::try_from(at).expect("few")).last());
        for (asset, (fen, months, since, _)) in house.assets.iter().enumerate() {
            let done = i64::try_from(at).expect("few") - since;
            let months = i64::from(*months);
            if !(0..months).contains(&done) {
                continue;
            }
            let each = (2 * fen + months) / (2 * months);
            let carried = |n: i64| if n >= months { *fen } else { (each * n).min(*fen) };
            let charge = carried(done + 1) - carried(done);
            add(at, had(house, facts, asset, end), CostPart::Depreciation, charge);
        }
    }
    sums
}

fn whose(of: &str) -> Option<usize> {
    DEPARTMENTS.iter().position(|code| *code == of)
}

/// What the report says of each month, where it is not nothing.
fn reported(account: &CostAccount) -> Sums {
    let mut sums = Sums::new();
    for own in &account.months {
        let at = day(FIRST).month().months_until(own.month);
        for line in &own.lines {
            for part in CostPart::ALL {
                let figure = line.part(part);
                assert_ne!(
                    figure.state,
                    CostState::Open,
                    "{} {part:?} {:?}",
                    own.month,
                    account.open
                );
                let key = (usize::try_from(at).expect("later"), whose(&name(line)), part);
                *sums.entry(key).or_default() += figure.known.fen();
            }
        }
    }
    sums.retain(|_, fen| *fen != 0);
    sums
}

fn span(first: usize, last: usize) -> Span {
    let of = |at: usize| month(i64::try_from(at).expect("few"));
    Span::new(of(first).first(), of(last).last()).expect("a span")
}

/// Facts that happen in the books: none is taken back after their end.
fn kept(facts: Vec<Fact>) -> Vec<Fact> {
    let end = day(FIRST).days_until(day(LAST));
    let tied = |fact: Fact| match fact {
        Fact::Issue { day, item, to, quantity, back } => {
            Fact::Issue { day, item, to, quantity, back: back.filter(|days| day + days <= end) }
        }
        Fact::Repair { day, asset, fen, back } => {
            Fact::Repair { day, asset, fen, back: back.filter(|days| day + days <= end) }
        }
        other => other,
    };
    facts.into_iter().map(tied).collect()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn departments_and_nobody_come_to_what_the_ledgers_hold(
        house in house(),
        facts in proptest::collection::vec(fact(), 1..30),
        first in 0_usize..12,
        more in 1_usize..4,
    ) {
        let facts = kept(facts);
        let last = (first + more).min(N_MONTHS - 1);
        let account = account_of(&ledgers(&house, &facts).books(), span(first, last));
        let mut expected = summed(&house, &facts);
        expected.retain(|(at, _, _), fen| (first..=last).contains(at) && *fen != 0);
        prop_assert_eq!(reported(&account), expected.clone());
        for proof in &account.proofs {
            prop_assert_eq!(proof.rest(), Money::ZERO, "{:?}", proof);
        }
        let whole: i64 = expected.values().sum();
        prop_assert_eq!(account.total.total().known.fen(), whole);
        let ledgers: Money = account.proofs.iter().map(|proof| proof.sum).sum();
        prop_assert_eq!(ledgers.fen(), whole);
        let lines: Money = account.lines.iter().map(|line| line.total().known).sum();
        prop_assert_eq!(lines.fen(), whole);
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(
        house in house(),
        facts in proptest::collection::vec(fact(), 1..20),
        seed in any::<usize>(),
    ) {
        let told = ledgers(&house, &kept(facts));
        let mut shuffled = told.clone();
        let length = shuffled.rows.len();
        for at in 0..length {
            shuffled.rows.swap(at, seed.wrapping_mul(at + 7) % length);
        }
        let asked = span(10, 14);
        prop_assert_eq!(account_of(&told.books(), asked), account_of(&shuffled.books(), asked));
    }

    #[test]
    fn what_is_taken_back_changes_nothing_else(
        house in house(),
        facts in proptest::collection::vec(fact(), 1..20),
        more in fact().prop_filter("it can be taken back", |fact| {
            matches!(fact, Fact::Issue { .. } | Fact::Repair { .. })
        }),
    ) {
        let facts = kept(facts);
        let before = account_of(&ledgers(&house, &facts).books(), span(0, N_MONTHS - 1));
        let taken_back = match more {
            Fact::Issue { day, item, to, quantity, .. } => {
                Fact::Issue { day, item, to, quantity, back: Some(0) }
            }
            Fact::Repair { day, asset, fen, .. } => Fact::Repair { day, asset, fen, back: Some(0) },
            other => other,
        };
        let mut with = facts.clone();
        with.push(taken_back);
        let after = account_of(&ledgers(&house, &with).books(), span(0, N_MONTHS - 1));
        prop_assert_eq!(reported(&after), reported(&before));
        prop_assert_eq!(&after.proofs.iter().map(|own| own.sum).sum::<Money>(), &before.proofs.iter().map(|own| own.sum).sum::<Money>());
    }
}
