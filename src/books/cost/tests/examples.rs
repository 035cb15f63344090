//! Worked examples: each rule of the report once.

use snapbox::{assert_data_eq, str};

use super::ledgers::{Ledgers, gaps, id, lacks, money, proven, shown};
use crate::assets::EventKind;
use crate::books::{CostGap, CostPart, cost_account};
use crate::meters::Change;

/// A room with tubes at 2.50.
const TUBES: &str =
    "item DG36 支 part=yes\nstore WJ\n2026-01-01 opening DG36 100 opening > store:WJ @2.50\n";

/// A month in which every ledger has something, all of it whole.
fn march() -> Ledgers {
    Ledgers::new()
        .stock(&format!(
            "{TUBES}2026-03-02 issue DG36 10 store:WJ > dept:NK1 #CK1\n\
             2026-03-03 issue DG36 4 store:WJ > dept:WK2 #CK2 repair=WX-1\n\
             2026-03-09 return DG36 2 dept:NK1 > store:WJ #TK1\n"
        ))
        .asset("X-1", 3_600_000, Some(72), ("2024-03-31", "NK1"))
        .asset("X-2", 120_000, Some(12), ("2026-01-10", ""))
        .order("WX-1", ("2026-03-03", "病房灯"), "WK2", (Some(12_000), "灯具厂"))
        .event("E1", EventKind::Repair, "X-1", "2026-03-05", |event| {
            event.value = Some(money("80"));
        })
        .meter("D-00", "", "")
        .meter("D-NK1", "D-00", "NK1")
        .price("0.65", "2026-01-01")
        .reading("D-00", "2026-03-01", 0)
        .reading("D-00", "2026-04-01", 1000)
        .reading("D-NK1", "2026-03-01", 0)
        .reading("D-NK1", "2026-04-01", 400)
}

#[test]
fn every_ledger_is_shared_out_to_the_fen() {
    let account = march().account("2026-03");
    assert_data_eq!(
        shown(&account),
        str![[r#"
NK1 20.00 260.00 80.00 500.00 = 860.00
WK2 10.00 — 120.00 0.00 = 130.00
- 0.00 390.00 0.00 100.00 = 490.00
= 30.00 650.00 200.00 600.00 = 1480.00

"#]]
    );
    assert_data_eq!(
        proven(&account),
        str![[r#"
issues 30.00 = 30.00 + 0.00
metered 650.00 = 260.00 + 390.00
orders 120.00 = 120.00 + 0.00
asset_repairs 80.00 = 80.00 + 0.00
depreciation 600.00 = 500.00 + 100.00

"#]]
    );
    assert_eq!(account.open, []);
    // Nobody carries what no sub-meter measured, nor a thing that nobody has.
    assert!(account.needs_attention());
    // Four tubes were issued for the order: they are materials, and no part of the repair's 120.00.
    assert_eq!(account.parts_on_orders, money("10.00"));
}

#[test]
fn a_repair_told_twice_is_counted_once() {
    let twice = march().event("E2", EventKind::Repair, "X-1", "2026-03-06", |event| {
        event.value = Some(money("120"));
        "维修单 WX-1".clone_into(&mut event.note);
    });
    let account = twice.account("2026-03");
    assert_eq!(shown(&account), shown(&march().account("2026-03")));
    let other = march().event("E2", EventKind::Repair, "X-1", "2026-03-06", |event| {
        event.value = Some(money("120"));
        "维修单 WX-11".clone_into(&mut event.note);
    });
    assert_eq!(other.account("2026-03").total.part(CostPart::Repairs).known, money("320"));
}

#[test]
fn the_holder_at_the_end_of_the_month_carries_it() {
    let moved = march().event("T1", EventKind::Transfer, "X-1", "2026-03-31", |event| {
        event.department = "WK2".parse().ok();
    });
    let account = moved.account("2026-02..2026-03");
    let of = |month: usize, whose: usize| {
        account.months[month].lines[whose].part(CostPart::Depreciation).known
    };
    assert_eq!([of(0, 0), of(0, 1), of(1, 0), of(1, 1)], ["500", "0", "0", "500"].map(money));
    // The repair of the fifth stays with who had it then.
    assert_eq!(account.months[1].lines[0].part(CostPart::Repairs).known, money("80"));
}

#[test]
fn what_is_taken_back_stands_in_the_month_of_the_reversal() {
    let back = march().event("V1", EventKind::Reversal, "X-1", "2026-04-02", |event| {
        event.reverses = Some(id("E1"));
        "记错资产".clone_into(&mut event.reason);
    });
    let account = back.account("2026-03..2026-04");
    let of = |month: usize| account.months[month].lines[0].part(CostPart::Repairs).known;
    assert_eq!([of(0), of(1)], ["80", "-80"].map(money));
    assert_eq!(shown(&back.account("2026-03")), shown(&march().account("2026-03")));
}

#[test]
fn what_cannot_be_computed_is_open_with_its_reason_and_never_zero() {
    let bare = Ledgers::new()
        .stock("item DG36 支\nstore WJ\n2026-03-02 issue DG36 10 store:WJ > dept:NK1 #CK1\n")
        .asset("X-1", 3_600_000, None, ("2026-01-31", "WK2"))
        .event("E1", EventKind::Repair, "X-1", "2026-03-05", |_| {})
        .order("WX-1", ("2026-03-03", "电梯"), "ZWK", (None, "电梯维保"))
        .order("WX-2", ("2026-03-03", "病房灯"), "ZWK", (None, ""))
        .meter("D-NK1", "", "NK1")
        .price("0.65", "2026-01-01")
        .reading("D-NK1", "2026-03-01", 0)
        .reading("D-NK1", "2026-03-21", 400)
        .bed_days("NK1", "2026-02", 900);
    let account = bare.account("2026-03");
    assert_data_eq!(
        shown(&account),
        str![[r#"
NK1 ?0.00 ?260.00 0.00 0.00 = ?260.00
WK2 0.00 — ?0.00 ?0.00 = ?0.00
ZWK 0.00 — ?0.00 0.00 = ?0.00
- 0.00 0.00 0.00 0.00 = 0.00
= ?0.00 ?260.00 ?0.00 ?0.00 = ?260.00

"#]]
    );
    assert_data_eq!(
        gaps(&account),
        str![[r#"
2026-03 Department(DepartmentCode("NK1")) materials Unpriced
2026-03 Department(DepartmentCode("NK1")) energy Unread
2026-03 Department(DepartmentCode("WK2")) repairs AssetRepairWithoutCost
2026-03 Department(DepartmentCode("ZWK")) repairs RepairWithoutCost
2026-03 Department(DepartmentCode("WK2")) depreciation LifeUnknown

"#]]
    );
    // The hospital's own people cost what their parts cost.
    assert_eq!(account.repairs_without_cost, 1);
    assert_eq!(proven(&account).lines().count(), account.proofs.len());
    // Bed-days that were entered for one month are missing for the other.
    let both = bare.account("2026-02..2026-03");
    assert!(lacks(&both, |gap| matches!(gap, CostGap::BedDays { months } if months.len() == 1)));
    assert_eq!(both.lines[0].per(&both.lines[0].bed_days), None);
}

#[test]
fn a_sub_meter_that_was_not_read_leaves_the_whole_known() {
    let unread = march().meter("D-WK2", "D-00", "WK2").reading("D-WK2", "2026-03-01", 0);
    let account = unread.account("2026-03");
    let energy = account.lines.iter().map(|line| line.part(CostPart::Energy));
    let known: Vec<(bool, String)> =
        energy.map(|figure| (figure.is_open(), figure.known.to_string())).collect();
    let known: Vec<(bool, &str)> =
        known.iter().map(|(open, text)| (*open, text.as_str())).collect();
    assert_eq!(known, [(false, "260.00"), (true, "0.00"), (true, "390.00")]);
    assert_eq!(account.total.part(CostPart::Energy).amount(), Some(money("650")));
    assert!(lacks(&account, |gap| matches!(gap, CostGap::NotAttributed { .. })));
    assert_eq!(proven(&account).lines().nth(1), Some("metered 650.00 = 260.00 + 390.00"));
}

#[test]
fn without_a_price_energy_is_open_and_the_rest_is_not() {
    let mut unpriced = march();
    unpriced.registers.retain(|line| {
        !matches!(line, crate::books::Line::Meter(crate::meters::Record::Tariff(_)))
    });
    let account = unpriced.account("2026-03");
    assert!(account.lines[0].part(CostPart::Energy).is_open());
    assert_eq!(account.lines[0].part(CostPart::Materials).amount(), Some(money("20")));
    assert!(lacks(&account, |gap| matches!(gap, CostGap::Lacks(_))));
}

#[test]
fn a_ledger_that_begins_later_is_not_compared_with_nothing() {
    let account = march().account("2026-03");
    assert_eq!(account.lines[0].on_last_year(), Change::Missing);
    assert!(account.total.last_year.is_open());
    let before = march().account("2025-12");
    assert!(lacks(&before, |gap| matches!(gap, CostGap::NotKept { .. })));
    // What no row was ever written of is not there at all.
    let stock =
        Ledgers::new().stock(&format!("{TUBES}2026-03-02 issue DG36 10 store:WJ > dept:NK1\n"));
    assert_eq!(shown(&stock.account("2026-03")).lines().next(), Some("NK1 25.00 — — — = 25.00"));
}

#[test]
fn a_bed_day_costs_its_part_of_everything() {
    let account = march().bed_days("NK1", "2026-03", 320).account("2026-03");
    let line = &account.lines[0];
    // 860.00 ÷ 320 = 2.6875
    assert_eq!(line.per(&line.bed_days), Some(money("2.69")));
    assert_eq!(account.total.per(&account.total.bed_days), Some(money("4.63")));
    assert_eq!(account.lines[1].per(&account.lines[1].bed_days), None);
}

#[test]
fn months_that_have_not_begun_are_left_out() {
    let year = march().account("2026");
    let books = march().books();
    let as_of = super::ledgers::day("2026-03-31");
    let mut options = year.options.clone();
    (options.as_of, options.view.as_of) = (as_of, Some(as_of));
    let lives = crate::assets::Lives::new(Vec::new());
    let account = cost_account(&books, &lives, &options);
    assert_eq!(account.months.len(), 3);
    assert_eq!(account.total.part(CostPart::Depreciation).known, money("1800"));
}
