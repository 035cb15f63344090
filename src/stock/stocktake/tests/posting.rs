//! What a count does to the books, who approves it, and how it adds up (domain §2.2 to 2.4, 2.7, 2.9,
//! 2.11).

use crate::base::Price;

use super::*;

#[test]
fn on_hand_is_what_was_counted_and_the_lines_after_it() {
    let mut desk = Desk::new(ONE);
    desk.also("04-02 issue X 7 store:ZW > dept:NK #CK0009");
    desk.open(Some("close")).counted(&["X=57"]).approved().posted();
    assert_eq!(desk.on_hand("X", "03-30"), "60 120.00");
    assert_eq!(desk.on_hand("X", "03-31"), "57 114.00");
    assert_eq!(desk.on_hand("X", "04-02"), "50 100.00");
}

#[test]
fn a_late_line_before_the_cut_off_changes_an_approved_variance_and_never_the_balance() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=57"]).approved().posted();
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
    desk.also("03-30 issue X 2 store:ZW > dept:NK #0117 by=04-05");
    assert_eq!(
        desk.line("X"),
        "book 58 counted 57 variance -1 worth -2.00 approved -3 because of 0117 shortage"
    );
    assert_eq!(desk.on_hand("X", "03-31"), "57 114.00");
    let report = desk.reconciliation();
    assert_eq!((report.late.len(), report.total.moved), (1, 1));
    let known = differences(&as_known_by(&desk.stock, "04-04"), &code()).expect("a sheet");
    assert_eq!(known.lines[0].variance.expect("counted").quantity, quantity("-3"));
    assert_eq!(known.tally.moved, 0);
}

#[test]
fn a_late_line_after_the_cut_off_changes_the_balance_and_never_the_variance() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=57"]).approved().posted();
    desk.also("04-01 issue X 2 store:ZW > dept:NK #0118 by=04-05");
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
    assert_eq!(desk.on_hand("X", "04-01"), "55 110.00");
    assert!(desk.reconciliation().late.is_empty());
}

#[test]
fn a_late_line_between_approval_and_posting_asks_for_approval_again() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=57"]).approved();
    desk.also("03-30 issue X 2 store:ZW > dept:NK #0117 by=04-05").on("04-06");
    let refusal = desk.post().expect_err("refused");
    let Refusal::VarianceMoved { approved, now, lines, .. } = &refusal else {
        panic!("{refusal:?}")
    };
    assert_eq!((*approved, *now), (quantity("-3"), quantity("-1")));
    assert_eq!(lines.names, "0117");
    desk.approved().posted();
    assert_eq!(desk.line("X"), "book 58 counted 57 variance -1 worth -2.00 shortage");
}

#[test]
fn posting_writes_a_row_for_every_counted_line_and_the_approval_with_the_sheet_s_hash() {
    let mut desk = Desk::new(&format!(
        "item Y 瓶\n{ONE}\n 03-01 receipt Y 5 supplier:s > store:ZW @1 #RK0001"
    ));
    desk.open(Some("close")).counted(&["X=57", "Y=5"]).approved().posted();
    let counts: Vec<_> = desk
        .stock
        .lines()
        .map(|line| &line.movement)
        .filter(|movement| movement.kind == Kind::Count)
        .map(|count| {
            let counted = count.counted.expect("counted");
            let (from, reason) = (&count.from, &count.reason);
            format!("{} {from} {} {counted} {} {reason}", count.item, count.quantity, count.slip)
        })
        .collect();
    assert_eq!(counts, ["X store:ZW 3 57 PD03 破损", "Y difference 0 5 PD03 "]);
    let posting = &desk.stock.postings[&code()];
    assert_eq!((&*posting.approver, &*posting.reason), ("后勤主任", "破损"));
    assert_eq!(posting.sha256, desk.stock.sheets[&code()].sha256());
    assert!(defects(&desk.stock).is_empty());
    assert_eq!(desk.differences().state, SheetState::Posted);
}

#[test]
fn posting_twice_is_posting_once_and_a_sheet_without_difference_is_posted_too() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=60"]);
    desk.approve(&approving("")).expect("no reason is needed where nothing differs");
    desk.posted();
    assert!(!desk.post().expect("already"));
    assert_eq!(desk.on_hand("X", "03-31"), "60 120.00");
}

#[test]
fn a_count_that_leaves_too_little_for_a_later_line_is_not_posted() {
    let mut desk = Desk::new(ONE);
    desk.also("04-02 issue X 50 store:ZW > dept:NK #CK0009").on("04-02");
    desk.open(Some("close")).counted(&["X=40"]).approved();
    assert_eq!(desk.post().expect_err("refused").code(), "stock.short_later");
}

// 2.5

#[test]
fn a_line_older_than_a_posted_count_of_its_card_is_not_taken_back() {
    let mut desk = Desk::new(ONE);
    desk.also("04-01 issue X 7 store:ZW > dept:NK #CK0009 by=03-31");
    desk.open(Some("close")).counted(&["X=57"]).approved();
    let org = Org::default();
    let take_back = |desk: &Desk, slip: &str| {
        let rules = Rules {
            org: &org,
            negative: NegativeStock::Refuse,
            today: day("12-31"),
            known: Known::Never,
        };
        let request = ReverseRequest {
            slip: Slip {
                date: day("04-01"),
                time: None,
                number: String::new(),
                person: String::new(),
                reason: "开错单".to_owned(),
                note: String::new(),
            },
            movement: slip.to_owned(),
        };
        let mut stamp = desk.stamp.clone();
        stamp.recorded_at = Moment::new(day("04-02"), 0).expect("a moment");
        reverse(&desk.stock, &rules, &request, &mut stamp).map_err(|refusal| refusal.code())
    };
    assert!(take_back(&desk, "CK0001").is_ok(), "an approval binds nobody before it is posted");
    desk.posted();
    assert_eq!(take_back(&desk, "CK0001"), Err("stock.counted_since"));
    assert!(take_back(&desk, "CK0009").is_ok(), "it is younger than the count");
}

#[test]
fn a_posted_sheet_stays_as_it_is() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=57"]).approved().posted();
    assert_eq!(codes(&desk.enter(&["X=58"]).expect_err("refused")), ["stock.sheet_posted"]);
    let again = desk.approve(&approving("x")).expect_err("refused");
    assert_eq!(again.code(), "stock.sheet_posted");
    let cancelling = CancelRequest { sheet: code(), reason: "x".to_owned() };
    let cancelled = cancel(&desk.stock, &cancelling, &mut desk.stamp).expect_err("refused");
    assert_eq!(cancelled.code(), "stock.sheet_posted");
    let mut entry = desk.stock.sheets[&code()].entries().last().expect("an entry").clone();
    entry.id = desk.stamp.id('K', entry.date);
    desk.apply(Record::SheetEntry(Box::new(entry)));
    let found: Vec<_> = defects(&desk.stock).into_iter().map(|(_, no)| no.code()).collect();
    assert_eq!(found, ["stock.sheet_changed"], "somebody wrote on it behind our back");
}

#[test]
fn a_sheet_goes_through_its_life() {
    use SheetState::{Approved, Differences, Open, Posted};
    let mut desk = Desk::new(ONE);
    let mut seen = vec![desk.open(Some("close")).differences().state];
    seen.push(desk.counted(&["X=57"]).differences().state);
    seen.push(desk.approved().differences().state);
    seen.push(desk.counted(&["X=56"]).differences().state);
    seen.push(desk.approved().posted().differences().state);
    assert_eq!(seen, [Open, Differences, Approved, Differences, Posted]);
}

#[test]
fn a_difference_is_approved_for_a_reason_by_somebody_who_did_not_count() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close")).counted(&["X=57"]);
    let no_reason = desk.approve(&approving(" ")).expect_err("refused");
    assert_eq!(no_reason.code(), "stock.difference_reason");
    let counter = ApproveRequest { approver: "库管员甲".to_owned(), ..approving("破损") };
    assert_eq!(desk.approve(&counter).expect_err("refused").code(), "stock.approver_counted");
    let nobody = ApproveRequest { approver: String::new(), ..approving("破损") };
    assert_eq!(desk.approve(&nobody).expect_err("refused").code(), "stock.approver_missing");
    assert_eq!(desk.post().expect_err("refused").code(), "stock.not_approved");
    assert_eq!(desk.approve(&approving("破损")), Ok(1));
    assert_eq!(desk.approve(&approving("破损")), Ok(0), "already approved");
}

#[test]
fn lines_are_approved_one_by_one_or_the_rest_at_once() {
    let mut desk = Desk::new(&format!(
        "item Y 瓶\n{ONE}\n 03-01 receipt Y 5 supplier:s > store:ZW @1 #RK0001"
    ));
    desk.open(Some("close")).counted(&["X=57", "Y=4"]);
    let of_y = ApproveRequest { which: Which::Items(vec![item("Y")]), ..approving("打碎") };
    assert_eq!(desk.approve(&of_y), Ok(1));
    assert_eq!(desk.post().expect_err("refused").code(), "stock.not_approved");
    assert_eq!(desk.approve(&approving("原因待查")), Ok(1), "what stands is left alone");
    desk.posted();
    assert_eq!(desk.stock.postings[&code()].reason, "原因待查；打碎");
    let strange = ApproveRequest { which: Which::Items(vec![item("LAMP")]), ..approving("x") };
    let mut fresh = Desk::new(ONE);
    fresh.open(Some("close")).counted(&["X=57"]);
    assert_eq!(fresh.approve(&strange).expect_err("refused").code(), "stock.not_on_sheet");
}

#[test]
fn opening_freezes_what_is_there_or_moved_since_the_last_count() {
    let text = "item A 只 category=五金
        item B 只 category=五金
        item C 只 category=办公
        item D 只 category=办公
        store ZW
        03-01 opening A 5 opening > store:ZW @1
        03-01 opening B 2 opening > store:ZW @1
        03-02 issue B 2 store:ZW > dept:NK
        03-01 opening C 2 opening > store:ZW @1
        03-02 issue C 1 store:ZW > dept:NK
        03-03 close count C 1 store:ZW > difference counted=0 #PD02";
    let mut desk = Desk::new(text);
    let lines = |desk: &Desk| -> Vec<String> {
        let lines = desk.stock.sheets[&code()].lines();
        lines.iter().map(|line| format!("{} {:?}", line.of.goods, line.book)).collect()
    };
    desk.open(None);
    assert_eq!(lines(&desk), ["A Some(Quantity(5000000))", "B Some(Quantity(0))"]);
    let again = open(&desk.stock, &full(None), &mut desk.stamp);
    assert_eq!(again, Ok(Decided::Already("PD03".to_owned())));
    let other = OpenRequest { date: day("03-30"), ..full(None) };
    let refusal = open(&desk.stock, &other, &mut desk.stamp).expect_err("refused");
    assert_eq!(refusal.code(), "stock.sheet_taken");
    let sheet = SheetCode::parse("PD04").expect("a code");
    let overlapping = OpenRequest { sheet: Some(sheet.clone()), ..full(None) };
    let refusal = open(&desk.stock, &overlapping, &mut desk.stamp).expect_err("refused");
    assert_eq!(refusal.code(), "stock.sheet_overlaps");
    let category = |name: &str| OpenRequest {
        sheet: Some(sheet.clone()),
        scope: ScopeRequest::Categories(vec![name.to_owned()]),
        figures: Figures::Blind,
        ..full(None)
    };
    let nothing = open(&desk.stock, &category("办公"), &mut desk.stamp).expect_err("refused");
    assert_eq!(nothing.code(), "stock.sheet_empty");
    let unknown = open(&desk.stock, &category("办公室"), &mut desk.stamp).expect_err("refused");
    assert_eq!(unknown.code(), "stock.unknown_category_near");
    let cancelling = CancelRequest { sheet: code(), reason: "开错库房".to_owned() };
    let cancelled = cancel(&desk.stock, &cancelling, &mut desk.stamp).expect("cancelled");
    let Decided::New(entry) = cancelled else { panic!("new") };
    desk.apply(Record::SheetEntry(Box::new(entry)));
    let blind = open(&desk.stock, &category("五金"), &mut desk.stamp).expect("opened");
    let Decided::New(entries) = blind else { panic!("new") };
    assert!(entries.iter().all(|entry| !matches!(entry.act, Act::Line { book: Some(_), .. })));
    assert_eq!(codes(&desk.enter(&["A=5"]).expect_err("refused")), ["stock.sheet_cancelled"]);
}

#[test]
fn a_shortage_leaves_at_the_average_and_a_surplus_enters_at_the_current_price() {
    let text = "item X 只
        store ZW
        03-01 receipt X 10 supplier:s > store:ZW @2 #RK1
        03-02 receipt X 10 supplier:s > store:ZW @3 #RK2";
    for (counted, told) in [
        ("X=18", "book 20 counted 18 variance -2 worth -5.00 shortage"),
        ("X=23", "book 20 counted 23 variance 3 worth 7.50 surplus"),
        ("X=0", "book 20 counted 0 variance -20 worth -50.00 shortage"),
    ] {
        let mut desk = Desk::new(text);
        desk.open(Some("close")).counted(&[counted]);
        assert_eq!(desk.line("X"), told);
        desk.approved().posted();
        assert_eq!(desk.line("X"), told, "posting changes nothing");
    }
}

#[test]
fn a_surplus_without_any_price_asks_for_one() {
    let mut desk = Desk::new(&format!("item Z 盒\n{ONE}"));
    desk.open(Some("close")).counted(&["X=60", "Z=2"]);
    let refusal = desk.approve(&approving("前任未入账")).expect_err("refused");
    assert_eq!(refusal.code(), "stock.surplus_price");
    let price = |of: &str| BTreeMap::from([(item(of), Price::parse("3.50").expect("a price"))]);
    let priced = ApproveRequest { prices: price("Z"), ..approving("前任未入账") };
    assert_eq!(desk.approve(&priced), Ok(2));
    assert_eq!(desk.line("Z"), "book 0 counted 2 variance 2 worth 7.00 surplus");
    desk.posted();
    assert_eq!(desk.on_hand("Z", "03-31"), "2 7.00");
    let mut known = Desk::new(ONE);
    known.open(Some("close")).counted(&["X=61"]);
    let priced = ApproveRequest { prices: price("X"), ..approving("x") };
    assert_eq!(known.approve(&priced).expect_err("refused").code(), "stock.price_not_needed");
}

#[test]
fn the_reconciliation_adds_up_lines_quantities_and_values() {
    let mut desk = Desk::new(
        "item A 只
         item B 瓶
         item C 只
         item D 只
         item E 只
         store WJ
         store ZW
         03-01 opening A 100 opening > store:ZW =500.00
         03-01 opening B 50 opening > store:ZW =250.00
         03-01 opening C 10 opening > store:ZW =200.00
         03-01 opening D 10 opening > store:ZW =50.00
         03-01 opening E 4 opening > store:WJ =4.00",
    );
    desk.open(Some("close")).counted(&["A=97", "B=52", "C=10"]);
    desk.also("03-31 opening E 1 opening > store:ZW =1.00");
    let report = desk.reconciliation();
    let tally = &report.stores[1].tally;
    let quantities = |side: &Side| format!("{:?}", side.quantities);
    assert_eq!((tally.lines, tally.counted, tally.matched, tally.uncounted), (4, 3, 1, 1));
    assert_eq!(quantities(&tally.shortage), "{\"只\": Quantity(3000000)}");
    assert_eq!(quantities(&tally.surplus), "{\"瓶\": Quantity(2000000)}");
    assert_eq!(tally.shortage.value.to_string(), "15.00");
    assert_eq!(tally.surplus.value.to_string(), "10.00");
    assert_eq!(tally.book_value.to_string(), "950.00");
    assert_eq!(tally.matched_by_line().to_string(), "33.3%");
    assert_eq!(tally.matched_by_value().to_string(), "97.36%", "925 of 950, rounded down");
    let off: Vec<_> = report.stores.iter().map(|of| (of.store.as_str(), of.off_sheet)).collect();
    assert_eq!(off, [("WJ", 1), ("ZW", 1)], "held, and on no sheet");
    assert_eq!(report.total, *tally);
    let names = |lines: &[crate::stock::SheetResult]| -> Vec<String> {
        lines.iter().map(|line| line.result.name.clone()).collect()
    };
    assert_eq!(names(&report.differing), ["A", "B"]);
    assert_eq!(names(&report.uncounted), ["D"]);
    assert!(report.is_open());
}

#[test]
fn a_count_that_became_unclear_is_not_approved() {
    let mut desk = Desk::new(ONE);
    desk.open(None).counted(&["X=57"]);
    desk.also("03-31 issue X 2 store:ZW > dept:NK #CK0007 by=04-02").on("04-02");
    assert_eq!(desk.line("X"), "book 58 counted 57 unclear");
    let refusal = desk.approve(&approving("x")).expect_err("refused");
    assert_eq!(refusal.code(), "stock.cutoff_unclear");
    assert_eq!(desk.reconciliation().uncounted.len(), 1);
    desk.counted(&["X=57 at after=CK0006"]);
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
}
