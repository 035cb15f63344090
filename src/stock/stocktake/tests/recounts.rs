//! Counting again: tolerances by class, other people, counts that agree or do not (domain §2.7).

use crate::stock::Class;

use super::*;

fn of_class(text: &str, class: &str) -> String {
    text.replace("item X 只", &format!("item X 只 class={class}"))
}

/// The book of `ONE`, counted at 57 of 60 by 库管员甲, with a tolerance of C.
fn counted_57(tolerance: &str) -> Desk {
    let mut desk = Desk::new(&of_class(ONE, "C"));
    let limits = Limit::parse_all(tolerance).expect("a tolerance");
    desk.stock.counting.tolerance.insert(Class::C, limits);
    desk.open(Some("close")).counted(&["X=57"]);
    desk
}

fn again(desk: &mut Desk, counter: &str, row: &str) -> Result<usize, Vec<Fault>> {
    let counter = counter.to_owned();
    let request = EnterRequest { counter, pass: Pass::Again, ..entering(&[row]) };
    let decided = enter(&desk.stock, &request, &mut desk.stamp)?;
    Ok(desk.sheet(decided))
}

fn refused(desk: &mut Desk) -> &'static str {
    desk.approve(&approving("破损")).expect_err("refused").code()
}

#[test]
fn a_line_over_tolerance_is_not_approved_on_one_count() {
    for (tolerance, demanded) in [
        ("0", true),
        ("2", true),
        ("3", false),
        ("4%", true),
        ("5%", false),
        ("5.99元", true),
        ("6元", false),
        ("6 yuan", false),
        ("3, 4%", true),
        ("3，5%，6元", false),
    ] {
        let mut desk = counted_57(tolerance);
        let recount = desk.differences().lines[0].recount;
        assert_eq!(recount == Recount::Demanded, demanded, "{tolerance}");
        if demanded {
            assert_eq!(refused(&mut desk), "stocktake.recount_needed", "{tolerance}");
            assert_eq!(recounts(&desk.differences(), &[]).expect("a list").len(), 1);
        } else {
            desk.approved().posted();
        }
    }
    assert_eq!(Limit::parse_all("3个"), None);
    assert_eq!(Limit::parse_all("-1"), None);
    assert_eq!(Limit::parse_all(""), None);
}

#[test]
fn without_a_tolerance_nothing_is_demanded_and_a_fixed_class_has_its_own() {
    let mut desk = Desk::new(&of_class(ONE, "A"));
    desk.stock.counting.tolerance.insert(Class::C, vec![]);
    desk.open(Some("close")).counted(&["X=57"]);
    assert_eq!(desk.differences().lines[0].recount, Recount::NotNeeded);
    let zero = Limit::parse_all("0").expect("a tolerance");
    desk.stock.counting.tolerance.insert(Class::A, zero);
    assert_eq!(desk.differences().lines[0].recount, Recount::Demanded);
    desk.counted(&["X=60"]);
    assert_eq!(desk.differences().lines[0].recount, Recount::NotNeeded, "it agrees");
}

#[test]
fn the_recounter_is_another_person_and_a_recount_that_agrees_stands() {
    let mut desk = counted_57("0");
    let same = again(&mut desk, "库管员甲", "X=57").expect_err("refused");
    assert_eq!(codes(&same), ["stocktake.counted_before"]);
    assert_eq!(again(&mut desk, "库管员乙", "X=57"), Ok(1));
    assert_eq!(again(&mut desk, "库管员乙", "X=57"), Ok(0), "already entered");
    let line = &desk.differences().lines[0];
    let round = line.count().expect("a count").round;
    assert_eq!((line.recount, line.standing, round), (Recount::Done, Standing::Shortage, 2));
    let first = desk.enter(&["X=58"]).expect_err("refused");
    assert_eq!(codes(&first), ["stocktake.recounted"]);
    desk.approved().posted();
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
}

#[test]
fn counts_that_disagree_need_a_third_by_a_third_person() {
    let mut desk = counted_57("0");
    again(&mut desk, "库管员乙", "X=59").expect("entered");
    assert_eq!(desk.line("X"), "book 60 counted 59 disputed");
    assert_eq!(desk.differences().tally.disputed, 1);
    assert_eq!(refused(&mut desk), "stocktake.disputed");
    again(&mut desk, "库管员乙", "X=58").expect("the recounter corrects the recount");
    assert_eq!(desk.differences().lines[0].rounds.len(), 2);
    let second = again(&mut desk, "库管员甲", "X=57").expect_err("refused");
    assert_eq!(codes(&second), ["stocktake.counted_before"]);
    again(&mut desk, "张三", "X=57").expect("entered");
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
    desk.approved().posted();
    assert_eq!(desk.on_hand("X", "03-31"), "57 114.00");
}

#[test]
fn an_approver_may_take_one_of_the_counts() {
    let mut desk = counted_57("0");
    again(&mut desk, "库管员乙", "X=59").expect("entered");
    let taking = |round| ApproveRequest {
        which: Which::Items(vec![item("X")]),
        round: Some(round),
        ..approving("监盘在场")
    };
    let none = desk.approve(&taking(3)).expect_err("refused");
    assert_eq!(none.code(), "stocktake.unknown_round");
    desk.approve(&taking(1)).expect("approved");
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
    desk.approve(&taking(2)).expect("another one is taken");
    assert_eq!(desk.line("X"), "book 60 counted 59 variance -1 worth -2.00 shortage");
    desk.posted();
    assert_eq!(desk.on_hand("X", "03-31"), "59 118.00");
    assert_eq!(desk.line("X"), "book 60 counted 59 variance -1 worth -2.00 shortage");
}

#[test]
fn two_counts_agree_by_their_variance_whatever_moved_between_them() {
    let mut desk = Desk::new(&of_class(&format!("{ONE}{DAY_OF_COUNT}"), "C"));
    let zero = Limit::parse_all("0").expect("a tolerance");
    desk.stock.counting.tolerance.insert(Class::C, zero);
    desk.open(None).counted(&["X=57 at open"]);
    again(&mut desk, "库管员乙", "X=65 at close").expect("entered");
    let line = &desk.differences().lines[0];
    let told: Vec<String> =
        line.rounds.iter().map(|one| format!("{} {}", one.book, one.variance)).collect();
    assert_eq!(told, ["60 -3", "68 -3"]);
    assert_eq!(line.recount, Recount::Done);
    desk.approved().posted();
    assert_eq!(desk.on_hand("X", "03-31"), "65 130.00");
}

#[test]
fn a_recount_of_what_nobody_has_counted_is_refused() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close"));
    let first = again(&mut desk, "库管员乙", "X=57").expect_err("refused");
    assert_eq!(codes(&first), ["stock.uncounted"]);
    let of_x = recounts(&desk.differences(), &[item("X")]).expect_err("refused");
    assert_eq!(of_x.code(), "stock.uncounted");
}
