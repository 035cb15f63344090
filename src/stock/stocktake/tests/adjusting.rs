//! The 调节表 over any sheet: every line comes from the book to what nobody has explained, and the
//! lines come to the totals; disputed lines stay in the rates.

use proptest::prelude::*;

use crate::base::Ratio;
use crate::stock::testing::cases;

use super::*;

/// What happens to one item: what the books say, what was counted (and counted again), and what is
/// declared of it: kind of explanation, how much, and which way.
type Fate = (i64, Option<(i64, Option<i64>)>, Vec<(u8, i64, bool)>);

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let counts = proptest::option::weighted(0.9, (0..60_i64, proptest::option::of(0..60_i64)));
    let declared = proptest::collection::vec((0..3_u8, 1..9_i64, any::<bool>()), 0..4);
    proptest::collection::vec((1..60_i64, counts, declared), 1..6)
}

/// A counted sheet of such items, not approved.
fn sheet(fates: &[Fate]) -> Desk {
    let mut text = "store ZW\n".to_owned();
    for (at, (held, ..)) in fates.iter().enumerate() {
        text = format!(
            "{text}item X{at} 只\n03-01 opening X{at} {held} opening > store:ZW @2 id=O{at}\n"
        );
    }
    let mut desk = Desk::new(&text);
    desk.open(Some("close"));
    for (at, (_, counts, declared)) in fates.iter().enumerate() {
        let Some((first, second)) = counts else { continue };
        desk.counted(&[&format!("X{at}={first}")]);
        if let Some(second) = second {
            let again = EnterRequest {
                pass: Pass::Again,
                counter: "库管员乙".to_owned(),
                ..entering(&[&format!("X{at}={second}")])
            };
            let decided = enter(&desk.stock, &again, &mut desk.stamp).expect("counted again");
            desk.sheet(decided);
        }
        for (number, (kind, amount, inward)) in declared.iter().enumerate() {
            let explanation = [Explanation::Unentered, Explanation::InTransit, Explanation::OnLoan]
                [usize::from(*kind)];
            let amount = if *inward { *amount } else { -*amount };
            let request = ExplainRequest {
                sheet: code(),
                item: item(&format!("X{at}")),
                lot: String::new(),
                explanation,
                quantity: Quantity::whole(amount).expect("a quantity"),
                unit: None,
                slip: format!("DS{at}-{number}"),
                note: String::new(),
            };
            let decided = explain(&desk.stock, &request, &mut desk.stamp);
            if let Ok(decided) = decided {
                desk.sheet(decided);
            }
        }
    }
    desk
}

fn whole(count: usize) -> u64 {
    u64::try_from(count).expect("a count")
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn every_line_comes_from_the_book_to_what_is_unexplained(fates in fates()) {
        let desk = sheet(&fates);
        let report = desk.reconciliation();
        let all = adjusted(&desk.stock, &desk.differences());
        prop_assert_eq!(all.len(), fates.len());
        let n_differing = report.total.surplus.lines + report.total.shortage.lines;
        prop_assert_eq!(report.adjusted.len(), n_differing);
        for line in all.iter().chain(report.adjusted.iter().map(|result| &result.line)) {
            let declared = line.unentered_in + line.unentered_out + line.in_transit + line.on_loan;
            prop_assert_eq!(line.book + declared, line.adjusted);
            prop_assert!(!line.unentered_in.is_negative() && line.unentered_out <= Quantity::ZERO);
            prop_assert_eq!(line.unexplained, line.counted.map(|counted| counted - line.adjusted));
        }
        for result in &report.adjusted {
            let of = |line: &&crate::stock::SheetResult| line.result.line.of == result.line.of;
            let differing = report.differing.iter().find(of).expect("it differs");
            let variance = differing.result.variance.expect("counted").quantity;
            prop_assert_eq!(result.line.counted.expect("counted") - result.line.book, variance);
        }
    }

    #[test]
    fn the_lines_come_to_the_totals(fates in fates()) {
        let desk = sheet(&fates);
        let report = desk.reconciliation();
        let total = &report.total;
        prop_assert_eq!(total.lines, fates.len());
        prop_assert_eq!(
            total.counted,
            total.matched + total.surplus.lines + total.shortage.lines + total.disputed
        );
        prop_assert_eq!(total.lines, total.counted + total.uncounted + total.unclear);
        // What is not matched is listed, and nothing else.
        prop_assert_eq!(report.differing.len() + total.matched, total.counted);
        prop_assert_eq!(report.uncounted.len(), total.uncounted + total.unclear);
        prop_assert_eq!(
            total.matched_by_line(), Ratio::counted(whole(total.matched), whole(total.counted))
        );
        let values = report.differing.iter().filter_map(|line| line.result.variance);
        let net: crate::base::Money = values.filter_map(|variance| variance.value).sum();
        prop_assert_eq!(net, total.surplus.value - total.shortage.value);
        let mut sum = Tally::default();
        for store in &report.stores {
            sum.add(&store.tally);
        }
        prop_assert_eq!(&sum, total);
        let mut sum = Tally::default();
        for sheet in &report.sheets {
            sum.add(&sheet.tally);
        }
        prop_assert_eq!(&sum, total);
    }
}

#[test]
fn a_disputed_line_does_not_raise_the_rate() {
    // X agrees; of Y, 10 at 2.00, one counter found 8 and the other 9.
    let mut desk = Desk::new(
        "item X 只
         item Y 只
         store ZW
         03-01 opening X 10 opening > store:ZW @2
         03-01 opening Y 10 opening > store:ZW @2",
    );
    desk.open(Some("close")).counted(&["X=10", "Y=8"]);
    let rates = |desk: &Desk| {
        let total = desk.reconciliation().total;
        format!("{} {}", total.matched_by_line(), total.matched_by_value())
    };
    assert_eq!(rates(&desk), "50.0% 90.00%");
    let again =
        EnterRequest {
            pass: Pass::Again, counter: "库管员乙".to_owned(), ..entering(&["Y=9"])
        };
    let decided = enter(&desk.stock, &again, &mut desk.stamp).expect("counted again");
    desk.sheet(decided);
    // Nobody knows how much of Y is there.
    assert_eq!(rates(&desk), "50.0% 50.00%");
    let report = desk.reconciliation();
    assert_eq!((report.total.disputed, report.differing.len()), (1, 1));
    assert_eq!(report.differing[0].result.standing, Standing::Disputed);
    let take = ApproveRequest {
        which: Which::Items(vec![item("Y")]),
        round: Some(2),
        ..approving("监盘在场")
    };
    desk.approve(&take).expect("approved");
    assert_eq!(rates(&desk), "50.0% 95.00%");
}

/// Two lots of ten, at 1.00 and at 3.00: the whole card is worth 40.00.
const LOTS: &str = "item S 支 lots=yes
    store ZW
    03-01 opening S 10 opening > store:ZW @1 lot=L1 expiry=2027-01-01 id=O1
    03-02 receipt S 10 supplier:s > store:ZW @3 lot=L2 expiry=2027-06-01 id=R2";

#[test]
fn a_posted_lot_is_shown_at_its_own_value_where_lots_have_one() {
    // What is posted of the first lot leaves the card first: at the oldest price, not at the mean.
    for (method, values, posted) in [
        (CostMethod::SpecificLot, ["10.00", "30.00"], ["10.00", "30.00"]),
        (CostMethod::MovingAverage, ["20.00", "20.00"], ["20.00", "20.00"]),
        (CostMethod::Fifo, ["20.00", "20.00"], ["20.00", "20.53"]),
    ] {
        let mut desk = Desk::new("");
        desk.stock = Stock::new(method);
        for record in records(LOTS) {
            desk.apply(record);
        }
        desk.open(Some("close"));
        let row = |lot: &str, counted: &str| CountRow {
            goods: GoodsRequest::Item { item: item("S"), lot: lot.to_owned(), line: None },
            counted: Some(quantity(counted)),
            unit: None,
            date: None,
            cutoff: None,
            counter: String::new(),
            note: String::new(),
        };
        let counts = EnterRequest { rows: vec![row("L1", "9"), row("L2", "10")], ..entering(&[]) };
        let decided = enter(&desk.stock, &counts, &mut desk.stamp).expect("entered");
        desk.sheet(decided);
        let told = |desk: &Desk| -> Vec<String> {
            let lines = desk.differences().lines;
            lines.iter().map(|line| line.book.value.to_string()).collect()
        };
        assert_eq!(told(&desk), values, "{method:?}");
        desk.approved().posted();
        assert_eq!(told(&desk), posted, "{method:?}, posted");
        let shared = desk.reconciliation().shares_lots;
        assert_eq!(shared, Some(method).filter(|method| *method != CostMethod::SpecificLot));
    }
}
