//! The canonical order: one case a rule of `order.rs`, and the law that typing order is nothing.

use proptest::prelude::*;

use crate::stock::testing::{book, item, records};
use crate::stock::{CostMethod, Record, Stock};

/// The slips (or ids) of an item's lines in canonical order.
fn order(text: &str) -> String {
    let stock = book(&format!("item X 个\nstore A\nstore B\n{text}"));
    let names: Vec<&str> = stock
        .lines_of(&item("X"))
        .iter()
        .map(|line| match line.movement.slip.as_str() {
            "" => line.movement.id.as_str(),
            slip => slip,
        })
        .collect();
    names.join(" ")
}

#[test]
fn a_day_without_times_goes_opening_ins_outs_counts() {
    let text = "
        03-05 close count X 0 store:A > difference counted=3 #count
        03-05 issue X 1 store:A > dept:NK #out
        03-05 receipt X 1 supplier:s > store:A @1 #in
        03-05 opening X 1 opening > store:A @1 #opening
        03-05 open count X 0 store:A > difference counted=1 #early
        03-04 issue X 1 store:A > dept:NK #day-before";
    assert_eq!(order(text), "day-before opening early in out count");
}

#[test]
fn timed_lines_stand_by_minute_between_ins_and_outs() {
    let text = "
        03-05 issue X 1 store:A > dept:NK #untimed-out
        03-05 10:30 count X 0 store:A > difference counted=3 #count
        03-05 10:31 receipt X 1 supplier:s > store:A @1 #later
        03-05 10:30 issue X 1 store:A > dept:NK #out
        03-05 10:30 receipt X 1 supplier:s > store:A @1 #in
        03-05 08:00 issue X 1 store:A > dept:NK #earliest
        03-05 receipt X 1 supplier:s > store:A @1 #untimed-in";
    assert_eq!(order(text), "untimed-in earliest in out count later untimed-out");
}

#[test]
fn a_count_after_slips_parts_the_day_by_what_the_counter_saw() {
    let text = "
        03-05 receipt X 1 supplier:s > store:A @1 #RK13
        03-05 receipt X 1 supplier:s > store:A @1 #RK12
        03-05 issue X 1 store:A > dept:NK #CK0033
        03-05 issue X 1 store:A > dept:NK #CK0034
        03-05 issue X 1 store:A > dept:NK
        03-05 issue X 1 store:A > dept:NK #0001
        03-05 after=RK12+CK33 count X 0 store:A > difference counted=3 #count";
    assert_eq!(order(text), "RK12 CK0033 count RK13 CK0034 M008 0001");
}

#[test]
fn two_slips_of_one_series_bound_the_ins_and_the_outs() {
    let text = "
        03-05 receipt X 1 supplier:s > store:A @1 #0117
        03-05 receipt X 1 supplier:s > store:A @1 #0118
        03-05 issue X 1 store:A > dept:NK #0232
        03-05 issue X 1 store:A > dept:NK #0234
        03-05 after=0117+0233 count X 0 store:A > difference counted=3 #count";
    assert_eq!(order(text), "0117 0232 count 0118 0234");
}

#[test]
fn a_count_of_one_store_does_not_part_the_other_nor_a_transfer() {
    let text = "
        03-05 transfer X 1 store:A > transit #DB1 id=T1
        03-05 transfer X 1 transit > store:B #DB1 id=T2
        03-05 issue X 1 store:B > dept:NK #CK9
        03-05 issue X 1 store:A > dept:NK #CK1
        03-05 after=CK1 count X 0 store:A > difference counted=3 #count";
    // The counter in A has not seen the transfer, so it leaves after the count and arrives later.
    assert_eq!(order(text), "CK9 CK1 count DB1 DB1");
    assert_eq!(order(&text.replace("after=CK1", "after=CK1+DB1")), "DB1 DB1 CK9 CK1 count");
}

#[test]
fn a_reversal_of_the_same_day_stands_right_after_its_original() {
    let text = "
        03-05 issue X 50 store:A > dept:NK #CK1 id=M900
        03-05 reversal X 50 dept:NK > store:A #CK1R id=M100 reverses=M900
        03-05 issue X 55 store:A > dept:NK #CK2 id=M950
        03-05 after=CK1 count X 0 store:A > difference counted=60 #count";
    assert_eq!(order(text), "CK1 CK1R count CK2");
}

#[test]
fn lines_that_contradict_each_other_still_have_one_order() {
    let text = "
        03-05 08:00 transfer X 1 transit > store:B #DB1 id=T2
        03-05 open count X 0 store:A > difference counted=3 #a
        03-05 close count X 0 store:B > difference counted=3 #b
        03-05 transfer X 1 store:A > transit #DB1 id=T1";
    assert_eq!(order(text), "a DB1 DB1 b");
}

/// A line of a day or two, drawn so that days, times, slips and counts collide often.
fn line() -> impl Strategy<Value = String> {
    let time = prop::sample::select(vec!["", "", "", "08:00", "09:30"]);
    let cutoff = prop::sample::select(vec!["open", "close", "09:00", "after=RK2+CK3", "after=3+2"]);
    let kind = 0..8_u8;
    (4..6_u8, time, cutoff, kind, 1..6_u8, 1..9_u8).prop_map(
        |(date, time, cutoff, kind, slip, size)| {
            let date = format!("03-0{date}");
            match kind {
                0 | 1 => {
                    format!("{date} {time} receipt X {size} supplier:s > store:A @1 #RK{slip}")
                }
                2 | 3 => format!("{date} {time} issue X {size} store:A > dept:NK #CK{slip}"),
                4 => format!("{date} {time} return X {size} dept:NK > store:A #{slip}"),
                5 => format!("{date} {time} transfer X {size} store:A > transit #DB{slip}"),
                6 => format!("{date} {time} transfer X {size} transit > store:B #DB{slip}"),
                _ => format!("{date} {cutoff} count X 0 store:A > difference counted={size}"),
            }
        },
    )
}

proptest! {
    #![proptest_config(crate::stock::testing::cases(96))]

    #[test]
    fn the_book_is_a_function_of_the_set_of_lines(
        lines in prop::collection::vec(line(), 1..12),
        keys in prop::collection::vec(any::<u32>(), 12),
    ) {
        let text = format!("item X 个\nstore A\nstore B\n{}", lines.join("\n"));
        let typed = book(&text);
        let mut shuffled: Vec<(u32, Record)> = keys
            .into_iter()
            .cycle()
            .zip(records(&text))
            .collect();
        shuffled.sort_by_key(|(key, record)| {
            (matches!(record, Record::Movement(_)), *key)
        });
        let mut merged = Stock::new(CostMethod::MovingAverage);
        for (_, record) in shuffled.iter().chain(&shuffled) {
            prop_assert!(merged.apply(record).is_ok());
        }
        prop_assert_eq!(typed, merged);
    }
}
