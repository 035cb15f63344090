//! Opening, cut-offs and entering: what a blank, a zero and a number mean (domain §2.1, 2.6, 2.8).

use super::*;

#[test]
fn a_date_without_a_cut_off_is_a_question_when_the_item_moved_that_day() {
    let mut desk = Desk::new(&format!("{ONE}{DAY_OF_COUNT}"));
    let faults = desk.open(None).enter(&["X=57"]).expect_err("refused");
    let Refusal::CutoffUnclear(unclear) = &faults[0].refusal else { panic!("{faults:?}") };
    let Unclear { lines, after, date, .. } = &**unclear;
    assert_eq!(codes(&faults), ["stock.cutoff_unclear"]);
    assert_eq!(lines.names, "RK0002 +20、CK0002 09:00 −5、CK0003 14:00 −7");
    assert_eq!(after, "after=CK0003+RK0002");
    assert_eq!(*date, day("03-31"));
    assert_eq!(desk.stock.sheets[&code()].lines()[0].count(), None, "nothing was guessed");
}

#[test]
fn a_date_alone_is_enough_when_the_item_did_not_move_that_day() {
    let mut desk = Desk::new(ONE);
    desk.open(None).counted(&["X=57"]);
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
}

#[test]
fn every_cut_off_reads_the_books_at_its_own_moment() {
    for (cutoff, book) in [
        ("open", "60"),
        ("close", "68"),
        ("after=RK0002+CK0002", "75"),
        ("after=RK0001+CK0003", "48"),
        ("after=RK0002+CK0003", "68"),
    ] {
        let mut desk = Desk::new(&format!("{ONE}{DAY_OF_COUNT}"));
        desk.open(Some(cutoff)).counted(&[&format!("X={book}")]);
        let told = format!("book {book} counted {book} variance 0 worth 0.00 matched");
        assert_eq!(desk.line("X"), told, "{cutoff}");
    }
}

#[test]
fn a_time_is_a_question_while_lines_of_the_day_have_none() {
    let mut desk = Desk::new(&format!("{ONE}{DAY_OF_COUNT}"));
    let faults = desk.open(None).enter(&["X=57 at 10:00"]).expect_err("refused");
    assert_eq!(codes(&faults), ["stock.cutoff_undecided"]);
    let Refusal::CutoffUnclear(unclear) = &faults[0].refusal else { panic!("{faults:?}") };
    assert_eq!(unclear.lines.names, "RK0002 +20");
    let timed = format!("{ONE}{}", DAY_OF_COUNT.replace("03-31 receipt", "03-31 08:00 receipt"));
    let mut desk = Desk::new(&timed);
    desk.open(None).counted(&["X=57 at 10:00"]);
    assert_eq!(desk.line("X"), "book 75 counted 57 variance -18 worth -36.00 shortage");
}

#[test]
fn slips_of_a_series_that_is_not_named_are_a_question() {
    let mut desk = Desk::new(&format!("{ONE}{DAY_OF_COUNT}"));
    let faults = desk.open(None).enter(&["X=57 at after=CK0002"]).expect_err("refused");
    let Refusal::CutoffUnclear(unclear) = &faults[0].refusal else { panic!("{faults:?}") };
    assert_eq!(unclear.lines.names, "RK0002 +20");
}

#[test]
fn a_blank_is_not_a_zero() {
    let mut desk = Desk::new(&format!(
        "item Y 瓶\n{ONE}\n 03-01 receipt Y 5 supplier:s > store:ZW @1 #RK0001"
    ));
    desk.open(Some("close")).counted(&["X=60", "Y="]);
    assert_eq!(desk.line("Y"), "book 5 uncounted");
    assert_eq!(desk.differences().state, SheetState::Counting);
    let refusal = desk.approve(&approving("")).expect_err("refused");
    assert_eq!(refusal.code(), "stock.uncounted");
    let left = ApproveRequest { uncounted: Uncounted::Left, ..approving("柜子打不开") };
    desk.approve(&left).expect("approved");
    desk.posted();
    assert_eq!(desk.line("Y"), "book 5 left");
    assert_eq!(desk.on_hand("Y", "03-31"), "5 5.00");
    let tally = desk.reconciliation().total;
    assert_eq!((tally.counted, tally.uncounted, tally.left), (1, 1, 1));
}

#[test]
fn only_an_explicit_word_makes_the_blanks_of_a_full_count_zeros() {
    let mut desk = Desk::new(&format!(
        "item Y 瓶\n{ONE}\n 03-01 receipt Y 5 supplier:s > store:ZW @1 #RK0001"
    ));
    desk.open(Some("close"));
    let request = EnterRequest { blanks: Blanks::Zero, ..entering(&["X=60", "Y="]) };
    let decided = enter(&desk.stock, &request, &mut desk.stamp).expect("entered");
    assert_eq!(desk.sheet(decided), 2);
    assert_eq!(desk.line("Y"), "book 5 counted 0 variance -5 worth -5.00 shortage");
    let again = enter(&desk.stock, &request, &mut desk.stamp).expect("already");
    assert_eq!(again, Decided::Already("PD03".to_owned()));

    let mut desk = Desk::new(ONE);
    let request = OpenRequest { scope: ScopeRequest::Items(vec![item("X")]), ..full(None) };
    let decided = open(&desk.stock, &request, &mut desk.stamp).expect("opened");
    desk.sheet(decided);
    let request = EnterRequest { blanks: Blanks::Zero, ..entering(&["X="]) };
    let faults = enter(&desk.stock, &request, &mut desk.stamp).expect_err("refused");
    assert_eq!(codes(&faults), ["stock.blank_not_zero"]);
}

#[test]
fn what_was_found_is_kept_in_the_catalogue_or_not() {
    let mut desk = Desk::new(&format!("item Z 盒\n{ONE}"));
    desk.open(Some("close")).counted(&["X=60", "Z=2", "?旧式灯管=3支"]);
    assert_eq!(desk.line("Z"), "book 0 counted 2 variance 2 worth ? surplus");
    assert_eq!(desk.line("旧式灯管"), "book 0 counted 3 unlisted");
    let numbers: Vec<_> =
        desk.differences().lines.iter().map(|line| (line.line.of.line, line.line.origin)).collect();
    assert_eq!(numbers, [(1, Origin::Scope), (2, Origin::Find), (3, Origin::Find)]);
    let report = desk.reconciliation();
    assert_eq!((report.total.unlisted, report.differing.len()), (1, 2));
    assert_eq!(report.total.matched_by_line().to_string(), "33.3%");
    desk.counted(&["?旧式灯管=0"]);
    assert_eq!(desk.differences().tally.unlisted, 0, "it was something else after all");
    let listed = desk.enter(&["?Z=3盒"]).expect_err("refused");
    assert_eq!(codes(&listed), ["stock.find_listed"]);
    let find = desk.enter(&["?灯座=3"]).expect_err("refused");
    assert_eq!(codes(&find), ["stock.find_unit"]);
}

#[test]
fn reading_a_filled_sheet_again_changes_nothing_not_even_a_correction() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close"));
    let file = EnterRequest { repeat: Repeat::Passes, ..entering(&["X=75"]) };
    let read = |desk: &mut Desk| {
        let decided = enter(&desk.stock, &file, &mut desk.stamp).expect("read");
        desk.sheet(decided)
    };
    assert_eq!([read(&mut desk), read(&mut desk), read(&mut desk)], [1, 0, 0]);
    assert_eq!(desk.enter(&["X=57"]), Ok(1), "digits were swapped");
    assert_eq!(read(&mut desk), 0);
    assert_eq!(desk.line("X"), "book 60 counted 57 variance -3 worth -6.00 shortage");
    assert_eq!(desk.differences().lines[0].line.counts.len(), 2, "both are kept");
}

#[test]
fn all_rows_are_entered_or_none_and_every_reason_is_told() {
    let mut desk = Desk::new(&format!("item Y 瓶 箱=24\n{ONE}"));
    desk.open(Some("close"));
    let faults = desk.enter(&["X=1", "7=1", "X=2", "Q=1", "Y=1桶", "Y=2"]).expect_err("refused");
    let told: Vec<_> = faults.iter().map(|fault| (fault.row, fault.refusal.code())).collect();
    assert_eq!(
        told,
        [
            (Some(1), "stock.unknown_line"),
            (Some(2), "stock.count_contradicts"),
            (Some(3), "stock.unknown_item_near"),
            (Some(4), "stock.unknown_unit"),
        ]
    );
    assert_eq!(desk.differences().state, SheetState::Open);
    assert_eq!(desk.enter(&["1=57", "X=57", "Y=2箱"]), Ok(2), "the same twice is once");
    assert_eq!(desk.line("Y"), "book 0 counted 48 variance 48 worth ? surplus");
    assert_eq!(codes(&desk.enter(&["X="]).expect_err("refused")), ["stock.nothing_counted"]);
}

#[test]
fn nobody_counts_in_the_future_or_without_a_name() {
    let mut desk = Desk::new(ONE);
    desk.open(Some("close"));
    let early = EnterRequest { today: day("03-30"), ..entering(&["X=60"]) };
    let faults = enter(&desk.stock, &early, &mut desk.stamp).expect_err("refused");
    assert_eq!(codes(&faults), ["stock.count_in_future"]);
    let nameless = EnterRequest { counter: " ".to_owned(), ..entering(&["X=60"]) };
    let faults = enter(&desk.stock, &nameless, &mut desk.stamp).expect_err("refused");
    assert_eq!(codes(&faults), ["stock.counter_missing"]);
}

#[test]
fn a_code_whose_zeros_a_spreadsheet_dropped_is_known_by_its_line() {
    let mut desk = Desk::new(
        "item 0007 把
         store ZW
         03-01 opening 0007 5 opening > store:ZW =5.00",
    );
    desk.open(Some("close"));
    let mut request = entering(&["0007=5"]);
    let goods = |line| GoodsRequest::Item { item: item("7"), lot: String::new(), line };
    request.rows[0].goods = goods(None);
    let faults = enter(&desk.stock, &request, &mut desk.stamp).expect_err("refused");
    assert_eq!(faults[0].refusal.code(), "stock.unknown_item");
    request.rows[0].goods = goods(Some(1));
    assert!(enter(&desk.stock, &request, &mut desk.stamp).is_ok());
}
