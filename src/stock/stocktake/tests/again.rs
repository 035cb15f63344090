//! Approving again what a late slip has moved after the posting (domain §2.3).

use super::*;

fn posted_at_minus_3() -> Desk {
    let mut desk = Desk::new(&format!(
        "item Y 瓶\n{ONE}\n 03-01 receipt Y 5 supplier:s > store:ZW @1 #RK0001"
    ));
    desk.open(Some("close")).counted(&["X=57", "Y=5"]).approved().posted();
    desk
}

fn again(reason: &str) -> ApproveRequest {
    approving(reason)
}

#[test]
fn a_posted_variance_that_moved_is_approved_again_and_the_line_is_settled() {
    let mut desk = posted_at_minus_3();
    let sha256 = desk.stock.sheets[&code()].sha256();
    desk.also("03-30 issue X 2 store:ZW > dept:NK #0117 by=04-05").on("04-06");
    let told = "book 58 counted 57 variance -1 worth -2.00 approved -3 because of 0117 shortage";
    assert_eq!(desk.line("X"), told);
    assert!(!desk.differences().lines[0].settled());
    assert_eq!(desk.approve(&again("补录 0117")), Ok(1), "only the line that moved");
    assert_eq!(desk.line("X"), "book 58 counted 57 variance -1 worth -2.00 shortage");
    assert!(desk.differences().lines.iter().all(LineResult::settled));
    assert_eq!(desk.differences().state, SheetState::Posted);
    assert_eq!(desk.on_hand("X", "03-31"), "57 114.00", "the shelf stands on the count");
    assert_eq!(desk.stock.sheets[&code()].sha256(), sha256, "what was posted stays as it is");
    assert!(defects(&desk.stock).is_empty());
    assert_eq!(desk.approve(&again("补录 0117")), Ok(0), "already approved");
}

#[test]
fn a_further_late_slip_asks_once_more_and_names_only_itself() {
    let mut desk = posted_at_minus_3();
    desk.also("03-30 issue X 2 store:ZW > dept:NK #0117 by=04-05").on("04-06");
    desk.approve(&again("补录 0117")).expect("approved");
    desk.also("03-29 receipt X 4 supplier:s > store:ZW @2 #0098 by=04-07").on("04-08");
    let told = "book 62 counted 57 variance -5 worth -10.00 approved -1 because of 0098 shortage";
    assert_eq!(desk.line("X"), told);
    assert_eq!(desk.reconciliation().late.len(), 1);
    desk.approve(&again("补录 0098")).expect("approved");
    let all = desk.differences();
    let line = &all.lines[0];
    let said: Vec<String> =
        line.line.again.iter().map(|one| format!("{} {}", one.variance, one.reason)).collect();
    assert_eq!(said, ["-1 补录 0117", "-5 补录 0098"]);
    let Some(Decision { verdict: Verdict::Approved { variance, .. }, .. }) = line.line.decision
    else {
        panic!("the first approval is kept")
    };
    assert_eq!(variance, quantity("-3"));
    let known = differences(&as_known_by(&desk.stock, "04-06"), &code()).expect("a sheet");
    assert_eq!(known.lines[0].approved, Some(quantity("-1")), "as it was known then");
    assert!(known.lines[0].settled());
}

#[test]
fn approving_again_needs_a_reason_somebody_else_and_a_variance_that_moved() {
    let mut desk = posted_at_minus_3();
    assert_eq!(desk.approve(&again("x")).expect_err("refused").code(), "stock.sheet_posted");
    desk.also("03-30 issue X 2 store:ZW > dept:NK #0117 by=04-05").on("04-06");
    assert_eq!(desk.approve(&again(" ")).expect_err("refused").code(), "stock.difference_reason");
    let counter = ApproveRequest { approver: "库管员甲".to_owned(), ..again("x") };
    assert_eq!(desk.approve(&counter).expect_err("refused").code(), "stock.approver_counted");
    let nobody = ApproveRequest { approver: " ".to_owned(), ..again("x") };
    assert_eq!(desk.approve(&nobody).expect_err("refused").code(), "stock.approver_missing");
    let of_y = ApproveRequest { which: Which::Items(vec![item("Y")]), ..again("x") };
    assert_eq!(desk.approve(&of_y).expect_err("refused").code(), "stocktake.not_moved");
    assert_eq!(codes(&desk.enter(&["X=58"]).expect_err("refused")), ["stock.sheet_posted"]);
}

#[test]
fn nothing_but_an_approval_may_follow_the_posting() {
    let mut desk = posted_at_minus_3();
    desk.also("03-30 issue X 2 store:ZW > dept:NK #0117 by=04-05").on("04-06");
    desk.approve(&again("补录 0117")).expect("approved");
    let sheet = &desk.stock.sheets[&code()];
    let is_count = |entry: &&SheetEntry| matches!(entry.act, Act::Count { .. });
    let mut count = sheet.entries().find(is_count).expect("a count").clone();
    count.id = desk.stamp.id('K', count.date);
    desk.apply(Record::SheetEntry(Box::new(count)));
    let found: Vec<_> = defects(&desk.stock).into_iter().map(|(_, no)| no.code()).collect();
    assert_eq!(found, ["stock.sheet_changed"]);
}
