//! Differences that are decided later, charged to people, or explained (domain §2.7, 2.11).

use super::*;

fn with_outcome(outcome: Outcome, reason: &str) -> ApproveRequest {
    ApproveRequest { which: Which::Items(vec![item("X")]), outcome, ..approving(reason) }
}

fn settling(settlement: Settlement, amount: Option<&str>) -> SettleRequest {
    SettleRequest {
        sheet: code(),
        item: item("X"),
        settlement,
        quantity: amount.map(quantity),
        date: day("04-10"),
        approver: "后勤主任".to_owned(),
        reason: "报批".to_owned(),
    }
}

fn settle_it(desk: &mut Desk, request: &SettleRequest) -> Result<bool, &'static str> {
    let org = Org::default();
    let rules = Rules {
        org: &org,
        negative: NegativeStock::Refuse,
        today: day("12-31"),
        known: Known::Never,
    };
    match settle(&desk.stock, &rules, request, &mut desk.stamp) {
        Err(refusal) => Err(refusal.code()),
        Ok(Decided::Already(_)) => Ok(false),
        Ok(Decided::New(movement)) => {
            desk.apply(Record::Movement(Box::new(movement)));
            Ok(true)
        }
    }
}

/// What is pending of X: variance, settled, open, worth, days.
fn pending_of_x(desk: &Desk, as_of: &str) -> Vec<String> {
    let options = PendingOptions { as_of: day(as_of), store: None, older_than: None };
    let told = |line: &PendingLine| {
        let PendingLine { variance, settled, open, value, age, .. } = line;
        let over = if line.is_oversettled() { " too much" } else { "" };
        format!("{variance} {settled} {open} {value} {age}d{over}")
    };
    pending(&desk.stock, &options).lines.iter().map(told).collect()
}

fn pended(counted: &str) -> Desk {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&[counted]);
    desk.approve(&with_outcome(Outcome::Pending, "待查")).expect("pended");
    desk.posted();
    desk.on("04-10");
    desk
}

#[test]
fn a_pending_shortage_leaves_the_shelf_and_stands_in_a_balance_of_its_own() {
    let mut desk = pended("X=57");
    assert_eq!(desk.on_hand("X", "03-31"), "57 114.00");
    assert_eq!(pending_of_x(&desk, "04-30"), ["-3 0 -3 -6.00 30d"]);
    let old = PendingOptions { as_of: day("04-30"), store: None, older_than: Some(30) };
    assert!(pending(&desk.stock, &old).lines.is_empty());
    assert_eq!(
        settle_it(&mut desk, &settling(Settlement::Found, None)),
        Err("stocktake.settle_shortage")
    );
    let four = settling(Settlement::WrittenOff, Some("4"));
    assert_eq!(settle_it(&mut desk, &four), Err("stocktake.settle_too_much"));
    let one = settling(Settlement::Charged("张三".to_owned()), Some("1"));
    assert_eq!(settle_it(&mut desk, &one), Ok(true));
    assert_eq!(settle_it(&mut desk, &one), Ok(false), "already settled");
    assert_eq!(pending_of_x(&desk, "04-30"), ["-3 -1 -2 -4.00 30d"]);
    let rest = settling(Settlement::WrittenOff, None);
    assert_eq!(settle_it(&mut desk, &rest), Ok(true));
    assert_eq!(settle_it(&mut desk, &rest), Ok(false), "already settled");
    assert!(pending_of_x(&desk, "04-30").is_empty());
    let none = settling(Settlement::WrittenOff, Some("1"));
    assert_eq!(settle_it(&mut desk, &none), Err("stocktake.nothing_pending"));
    let april = charged(&desk.stock, day("04-01").month().span());
    assert_eq!(april.total.to_string(), "2.00");
    assert_eq!(april.people.keys().collect::<Vec<_>>(), ["张三"]);
    assert!(charged(&desk.stock, day("03-01").month().span()).lines.is_empty());
    assert!(desk.stock.defects().is_empty());
}

#[test]
fn a_pending_surplus_is_taken_in() {
    let mut desk = pended("X=63");
    assert_eq!(desk.on_hand("X", "03-31"), "63 126.00");
    assert_eq!(pending_of_x(&desk, "04-30"), ["3 0 3 6.00 30d"]);
    let off = settling(Settlement::WrittenOff, None);
    assert_eq!(settle_it(&mut desk, &off), Err("stocktake.settle_surplus"));
    assert_eq!(settle_it(&mut desk, &settling(Settlement::Found, None)), Ok(true));
    assert!(pending_of_x(&desk, "04-30").is_empty());
    assert!(desk.stock.defects().is_empty());
}

#[test]
fn what_is_pending_follows_the_late_slips_and_asks_again_when_too_much_was_settled() {
    let mut desk = pended("X=57");
    desk.also("03-30 issue X 1 store:ZW > dept:NK #0117 by=04-11").on("04-12");
    assert_eq!(pending_of_x(&desk, "04-30"), ["-2 0 -2 -4.00 30d"]);
    assert!(desk.differences().lines[0].moved(), "the approval is asked for again");
    let off = SettleRequest { date: day("04-12"), ..settling(Settlement::WrittenOff, None) };
    assert_eq!(settle_it(&mut desk, &off), Ok(true));
    desk.also("03-29 issue X 1 store:ZW > dept:NK #0116 by=04-13").on("04-14");
    assert_eq!(pending_of_x(&desk, "04-30"), ["-1 -2 1 2.00 30d too much"]);
    let back = SettleRequest { date: day("04-14"), ..settling(Settlement::Found, None) };
    assert_eq!(settle_it(&mut desk, &back), Ok(true));
    assert!(pending_of_x(&desk, "04-30").is_empty());
    assert_eq!(desk.on_hand("X", "04-30"), "57 114.00", "the shelf stands on the count");
}

#[test]
fn a_shortage_is_charged_at_once_and_a_surplus_is_not() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=63"]);
    let charge = with_outcome(Outcome::Charged("张三".to_owned()), "保管不当");
    assert_eq!(desk.approve(&charge).expect_err("refused").code(), "stocktake.charged_surplus");
    desk.counted(&["X=57"]);
    let nobody = with_outcome(Outcome::Charged(" ".to_owned()), "保管不当");
    assert_eq!(desk.approve(&nobody).expect_err("refused").code(), "stocktake.nobody_charged");
    assert_eq!(desk.approve(&charge), Ok(1));
    assert_eq!(desk.approve(&charge), Ok(0), "already approved");
    desk.posted();
    let march = charged(&desk.stock, day("03-01").month().span());
    let told: Vec<String> = march
        .lines
        .iter()
        .map(|line| format!("{} {} {}", line.person, line.quantity, line.value))
        .collect();
    assert_eq!(told, ["张三 3 6.00"]);
    assert!(pending_of_x(&desk, "04-30").is_empty());
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
}

#[test]
fn what_agrees_is_not_decided_later() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=60"]);
    let refusal = desk.approve(&with_outcome(Outcome::Pending, "待查")).expect_err("refused");
    assert_eq!(refusal.code(), "stocktake.nothing_to_pend");
}

// 2.11

fn explaining(explanation: Explanation, amount: &str, slip: &str) -> ExplainRequest {
    ExplainRequest {
        sheet: code(),
        item: item("X"),
        lot: String::new(),
        quantity: quantity(amount),
        unit: None,
        explanation,
        slip: slip.to_owned(),
        note: String::new(),
    }
}

fn explained(desk: &mut Desk, request: &ExplainRequest) -> Result<usize, &'static str> {
    let decided = explain(&desk.stock, request, &mut desk.stamp);
    decided.map(|decided| desk.sheet(decided)).map_err(|refusal| refusal.code())
}

/// The line of X as book, lent, unentered in and out, in transit, on loan, adjusted, unexplained.
fn adjusted_x(desk: &Desk) -> String {
    let all = desk.differences();
    let lines = adjusted(&desk.stock, &all);
    let line = &lines[0];
    let rest = line.unexplained.map_or_else(|| "?".to_owned(), |rest| rest.to_string());
    format!(
        "book {} lent {} unentered {} {} transit {} loan {} adjusted {} unexplained {rest}",
        line.book,
        line.lent,
        line.unentered_in,
        line.unentered_out,
        line.in_transit,
        line.on_loan,
        line.adjusted
    )
}

#[test]
fn the_adjusted_book_is_the_card_and_everything_that_was_declared() {
    let mut desk = Desk::new(ONE);
    desk.also("03-20 lend X 4 store:ZW > loan:NK1 #JC01");
    desk.open(Some("close")).counted(&["X=50"]);
    for (explanation, amount, slip) in [
        (Explanation::Unentered, "-2", "CK0117"),
        (Explanation::Unentered, "3", "RK0099"),
        (Explanation::InTransit, "-5", "DB0004"),
        (Explanation::OnLoan, "-1", ""),
    ] {
        let request = explaining(explanation, amount, slip);
        assert_eq!(explained(&mut desk, &request), Ok(1));
        assert_eq!(explained(&mut desk, &request), Ok(0), "already said");
    }
    assert_eq!(
        adjusted_x(&desk),
        "book 56 lent 4 unentered 3 -2 transit -5 loan -1 adjusted 51 unexplained -1"
    );
    let corrected = explaining(Explanation::OnLoan, "-2", "");
    assert_eq!(explained(&mut desk, &corrected), Ok(1));
    let withdrawing = WithdrawRequest {
        sheet: code(),
        item: item("X"),
        lot: String::new(),
        explanation: Explanation::InTransit,
        slip: "DB0004".to_owned(),
        reason: "看错".to_owned(),
    };
    let decided = withdraw(&desk.stock, &withdrawing, &mut desk.stamp).expect("withdrawn");
    desk.sheet(decided);
    let again = withdraw(&desk.stock, &withdrawing, &mut desk.stamp).expect_err("refused");
    assert_eq!(again.code(), "stocktake.not_explained");
    assert_eq!(
        adjusted_x(&desk),
        "book 56 lent 4 unentered 3 -2 transit 0 loan -2 adjusted 55 unexplained -5"
    );
}

#[test]
fn an_unentered_slip_stands_in_the_way_until_it_is_entered() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=57"]);
    let nothing = explaining(Explanation::Unentered, "0", "CK0117");
    assert_eq!(explained(&mut desk, &nothing), Err("stocktake.explains_nothing"));
    let nameless = explaining(Explanation::Unentered, "-2", " ");
    assert_eq!(explained(&mut desk, &nameless), Err("stocktake.slip_missing"));
    let entered = explaining(Explanation::Unentered, "-40", "CK0001");
    assert_eq!(explained(&mut desk, &entered), Err("stocktake.slip_entered"));
    let open = explaining(Explanation::Unentered, "-2", "CK0117");
    assert_eq!(explained(&mut desk, &open), Ok(1));
    let refusal = desk.approve(&approving("破损")).expect_err("refused");
    assert_eq!(refusal.code(), "stocktake.slip_open");
    desk.also("03-30 issue X 2 store:ZW > dept:NK #CK0117 by=03-31");
    assert_eq!(
        adjusted_x(&desk),
        "book 58 lent 0 unentered 0 0 transit 0 loan 0 adjusted 58 unexplained -1"
    );
    desk.approved().posted();
    assert_eq!(desk.line("X"), "book 58 counted 57 variance -1 worth -2.00 shortage");
    let closed = explained(&mut desk, &explaining(Explanation::OnLoan, "-1", ""));
    assert_eq!(closed, Err("stock.sheet_posted"));
}

#[test]
fn a_slip_dated_after_the_cut_off_clears_nothing() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=57"]);
    explained(&mut desk, &explaining(Explanation::Unentered, "-3", "CK0117")).expect("explained");
    desk.also("04-01 issue X 3 store:ZW > dept:NK #CK0117 by=04-01");
    assert_eq!(
        adjusted_x(&desk),
        "book 60 lent 0 unentered 0 -3 transit 0 loan 0 adjusted 57 unexplained 0"
    );
}
