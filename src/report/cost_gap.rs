//! What cannot be computed of what departments cost, and why, in sentences.

use std::collections::BTreeSet;

use super::energy::lack;
use super::several::several;
use super::{Cell, Table};
use crate::base::{Argument, Message, Month};
use crate::books::{CostAccount, CostBearer, CostGap, CostWhose, OpenCost};
use crate::meters::{Carrier, DriverKind, Open};

const OPEN: [&str; 6] = [
    "cost.open.month",
    "cost.open.department",
    "cost.open.name",
    "cost.open.part",
    "cost.open.known",
    "cost.open.reason",
];

/// What cannot be computed, with what is known of it so far.
pub(super) fn open_table(account: &CostAccount) -> Table {
    let mut table = Table::new("cost.open", &OPEN).named_by(&[
        "cost.open.month",
        "cost.open.department",
        "cost.open.part",
        "cost.open.reason",
    ]);
    for open in &account.open {
        let [code, name] = bearer(account, &open.bearer);
        table.line(vec![
            Cell::maybe(open.month, |month| Cell::of(&month)),
            code,
            name,
            Cell::maybe(open.part, |part| Cell::word(part.key())),
            known(open),
            Cell::said(reason(&open.gap)),
        ]);
    }
    table
}

/// What is known so far, where it is somebody's.
fn known(open: &OpenCost) -> Cell {
    let is_whose = open.part.is_some() && open.bearer != CostBearer::Everybody;
    Cell::maybe(is_whose.then_some(open.known), Cell::Money)
}

fn bearer(account: &CostAccount, bearer: &CostBearer) -> [Cell; 2] {
    match bearer {
        CostBearer::Everybody => [Cell::word("word.all"), Cell::Blank],
        CostBearer::Nobody => [Cell::word("cost.unallocated"), Cell::Blank],
        CostBearer::Department(code) => {
            let own = account.lines.iter().find_map(|line| match &line.whose {
                CostWhose::Department { code: own, name } if own == code => name.as_ref(),
                _ => None,
            });
            [Cell::of(code), Cell::maybe(own, Cell::text)]
        }
    }
}

fn reason(gap: &CostGap) -> Message {
    let of = |code: &str, carrier: &Carrier| {
        Message::new(code).with("utility", Argument::key(carrier.utility().key()))
    };
    match gap {
        CostGap::NotKept { from } => {
            Message::new("cost.gap.not_kept").with("from", Argument::of(from))
        }
        CostGap::Unpriced { item, row } => Message::new("cost.gap.unpriced")
            .with("item", Argument::of(item))
            .with("row", Argument::of(row)),
        CostGap::Unread { carrier, open } => {
            let points: BTreeSet<String> =
                open.iter().map(|own: &Open| own.point.to_string()).collect();
            let points: Vec<String> = points.into_iter().collect();
            of("cost.gap.unread", carrier).with("points", several(&points))
        }
        CostGap::Lacks(own) => lack(own),
        CostGap::NotAttributed { carrier } => of("cost.gap.not_attributed", carrier),
        CostGap::NotShared { number, supplier } => {
            Message::new("cost.gap.not_shared").with("number", number).with("supplier", supplier)
        }
        CostGap::NoBill => Message::new("cost.gap.no_bill"),
        CostGap::RepairWithoutCost { order } => {
            Message::new("cost.gap.repair").with("order", order)
        }
        CostGap::AssetRepairWithoutCost { tag, row } => Message::new("cost.gap.asset_repair")
            .with("tag", tag.as_str())
            .with("row", Argument::of(row)),
        CostGap::LifeUnknown { tag } => Message::new("cost.gap.life").with("tag", tag.as_str()),
        CostGap::BedDays { months } => driver(&DriverKind::OccupiedBedDays, months),
        CostGap::Visits { months } => driver(&DriverKind::Visits, months),
    }
}

fn driver(kind: &DriverKind, months: &[Month]) -> Message {
    let months: Vec<String> = months.iter().map(ToString::to_string).collect();
    Message::new("cost.gap.driver").with("driver", kind.argument()).with("months", several(&months))
}
