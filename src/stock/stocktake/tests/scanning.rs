//! Counting with a scanner: what is heard is answered, and the sums are entered at the end.

use super::*;

const BOXES: &str = "item DG36 只 箱=24
    item DX25 米 scale=1
    item 6901234 瓶
    store ZW
    03-01 opening DG36 60 opening > store:ZW @1
    03-01 opening DX25 100 opening > store:ZW @1
    03-01 opening 6901234 5 opening > store:ZW @1";

/// What is answered, in short; a refusal by its code.
fn told(heard: &Heard) -> String {
    match heard {
        Heard::Code { item, sum: Some(sum), .. } => format!("{}? {sum}+", item.code),
        Heard::Code { item, before: Some((before, by)), .. } => {
            format!("{}? replaces {before} by {by}", item.code)
        }
        Heard::Code { item, .. } => format!("{}?", item.code),
        Heard::Counted { item, sum, total } => {
            format!("{} {sum} ({} {})", item.code, total.items, total.scans)
        }
        Heard::Undone { item, sum, total } => {
            let sum = sum.map_or_else(|| "nothing".to_owned(), |sum| sum.to_string());
            format!("undone {} {sum} ({} {})", item.code, total.items, total.scans)
        }
        Heard::Dropped(item) => format!("dropped {}", item.code),
        Heard::NothingToUndo => "nothing to undo".to_owned(),
        Heard::NoQuantity { item, text } => format!("{text} is no quantity of {}", item.code),
        Heard::Wrong(refusal) => refusal.code().to_owned(),
        Heard::End => "end".to_owned(),
    }
}

fn scanned(desk: &Desk, lines: &[&str]) -> (Vec<String>, Vec<String>) {
    let mut scan = Scan::new(&desk.stock, entering(&[]), desk.stamp.clone());
    let heard = lines.iter().map(|line| told(&scan.hear(line))).collect();
    let row = |row: &CountRow| match &row.goods {
        GoodsRequest::Item { item, .. } => {
            format!("{item}={}", row.counted.expect("counted"))
        }
        other => panic!("{other:?}"),
    };
    (heard, scan.rows().iter().map(row).collect())
}

fn opened() -> Desk {
    let mut desk = Desk::new(BOXES);
    desk.open(Some("close"));
    desk
}

#[test]
fn the_same_code_adds_up_and_the_last_line_is_taken_back() {
    let (heard, rows) = scanned(
        &opened(),
        &["DG36", "1箱", "DX25", "97.5", "DG36", "24", "-", "DG36,11", "DX25 =90", "", "x"],
    );
    assert_eq!(
        heard[..10],
        [
            "DG36?",
            "DG36 24 (1 1)",
            "DX25?",
            "DX25 97.5 (2 2)",
            "DG36? 24+",
            "DG36 48 (2 3)",
            "undone DG36 24 (2 2)",
            "DG36 35 (2 3)",
            "DX25 90 (2 4)",
            "end",
        ]
    );
    assert_eq!(rows, ["DG36=35", "DX25=90"]);
}

#[test]
fn what_is_wrong_is_answered_at_once_and_nothing_of_it_is_kept() {
    let (heard, rows) = scanned(
        &opened(),
        &[
            "DG63", "DG36", "DX25", "6901234", "0.5", "2桶", "-3", "3", "-", "-", "undo", "DX25",
            "-", "!",
        ],
    );
    assert_eq!(
        heard,
        [
            "stock.unknown_item_near",
            "DG36?",
            "DX25 is no quantity of DG36",
            "6901234 is no quantity of DG36",
            "stock.decimals",
            "stock.unknown_unit",
            "stock.count_negative",
            "DG36 3 (1 1)",
            "undone DG36 nothing (0 0)",
            "nothing to undo",
            "nothing to undo",
            "DX25?",
            "dropped DX25",
            "stocktake.no_code",
        ]
    );
    assert!(rows.is_empty());
}

#[test]
fn the_cut_off_and_what_the_sheet_has_are_looked_at_with_the_first_code() {
    let mut desk = Desk::new(&format!("{ONE}{DAY_OF_COUNT}"));
    desk.open(None).counted(&["X=57 at close"]);
    let (heard, _) = scanned(&desk, &["X", "57"]);
    assert_eq!(heard, ["X? replaces 57 by 库管员甲", "stock.cutoff_unclear"]);
}

#[test]
fn the_sums_are_entered_like_any_other_counts() {
    let mut desk = opened();
    let mut scan = Scan::new(&desk.stock, entering(&[]), desk.stamp.clone());
    for line in ["DG36", "2箱", "DG36", "12", "DX25", "100", "灯管"] {
        scan.hear(line);
    }
    let request = EnterRequest { rows: scan.rows(), ..entering(&[]) };
    let decided = enter(&desk.stock, &request, &mut desk.stamp).expect("entered");
    assert_eq!(desk.sheet(decided), 2);
    assert_eq!(desk.line("DG36"), "book 60 counted 60 variance 0 worth 0.00 matched");
}
