//! Each kind of mistake on a book of a few lines.

use snapbox::{assert_data_eq, str};

use super::*;
use crate::stock::testing::quantity;

/// Usual days of a card: three wards that draw ones, twos and fives, packs that come in.
const USUAL: &str = "item A4 包 箱=5 category=办公用品
    item A3 包 category=办公用品
    item PEN 支 盒=12 category=办公用品
    store ZW
    store WJ
    02-01 receipt A4 20箱 supplier:s > store:ZW @9 #RK0001
    02-01 receipt A3 100 supplier:s > store:ZW @9 #RK0001
    02-01 receipt PEN 20盒 supplier:s > store:ZW @1 #RK0002
    02-03 issue A4 5 store:ZW > dept:NK #CK0001
    02-05 issue A4 2 store:ZW > dept:WK #CK0002
    02-07 issue PEN 12 store:ZW > dept:NK #CK0003
    02-11 issue A3 3 store:ZW > dept:CW #CK0004
    02-14 issue A4 5 store:ZW > dept:NK #CK0005
    02-18 issue PEN 10 store:ZW > dept:WK #CK0006
    02-20 return A4 1 dept:WK > store:ZW #TK0001
    02-24 issue A4 1 store:ZW > dept:CW #CK0007
";

/// The first candidates of items that were counted at the end of February, or as told.
fn check(more: &str, counts: &[(&str, &str)], of: &str, expected: impl snapbox::IntoData) {
    let mut stock = book(&format!("{USUAL}{more}"));
    let counts: Vec<(&str, Quantity)> =
        counts.iter().map(|(code, found)| (*code, quantity(found))).collect();
    let sheet = counted(&mut stock, "ZW", day("02-28"), &counts);
    let at = counts.iter().position(|(code, _)| *code == of).expect("counted");
    let found = &candidates(&stock, &sheet)[at];
    let told: Vec<String> = found.iter().take(3).map(told).collect();
    assert_data_eq!(told.join("\n") + "\n", expected);
}

fn told(candidate: &Candidate) -> String {
    let Candidate { mistake, slips, lines, would_be, effect, explains, said, score: _ } = candidate;
    let lines: Vec<&str> = lines.iter().map(RecordId::as_str).collect();
    let would_be = would_be.map_or_else(|| "—".to_owned(), |quantity| quantity.to_string());
    let (slips, lines) = (slips.join("+"), lines.join("+"));
    let code = said.code.strip_prefix("stock.suspect.").expect("a code of its own");
    format!("{mistake:?} {slips} [{lines}] would be {would_be}, {effect} {explains:?} ({code})")
}

#[test]
fn entered_twice_under_one_slip_or_two() {
    check(
        "02-14 issue A4 1箱 store:ZW > dept:NK #CK0005 id=TWIN by=02-15",
        &[("A4", "88")],
        "A4",
        str![[r#"
Duplicate CK0005 [M012+TWIN] would be 0, 5 All (duplicate)

"#]],
    );
    check(
        "02-19 issue PEN 10 store:ZW > dept:WK #CK0008 id=TWIN by=02-21",
        &[("PEN", "218")],
        "PEN",
        str![[r#"
Duplicate CK0006+CK0008 [M013+TWIN] would be 0, 10 All (duplicate_slips)

"#]],
    );
}

#[test]
fn the_wrong_way_round() {
    check(
        "02-25 return A4 5 dept:NK > store:ZW #CK0008 id=BACK",
        &[("A4", "83")],
        "A4",
        str![[r#"
WrongSign CK0008 [BACK] would be -5, -10 All (wrong_sign)
Neighbour CK0006 [M013] would be —, -10 All (code_there)

"#]],
    );
}

#[test]
fn digits_and_packs() {
    check(
        "02-25 issue PEN 21 store:ZW > dept:NK #CK0008 id=SWAP",
        &[("PEN", "206")],
        "PEN",
        str![[r#"
Digits CK0008 [SWAP] would be -12, 9 All (digits)
Digits CK0006 [M013] would be -1, 9 All (digits)

"#]],
    );
    check(
        "02-25 issue A4 50 store:ZW > dept:NK #CK0008 id=ZERO",
        &[("A4", "83")],
        "A4",
        str![[r#"
Digits CK0008 [ZERO] would be -5, 45 All (digits)
Digits PD-ZW [] would be 38, 45 All (count_digits)

"#]],
    );
    check(
        "02-25 issue A4 2箱 store:ZW > dept:WK #CK0008 id=PACK",
        &[("A4", "86")],
        "A4",
        str![[r#"
Pack CK0008 [PACK] would be -2, 8 All (pack)

"#]],
    );
}

#[test]
fn another_item_another_room() {
    let line = "02-25 issue A3 5 store:ZW > dept:NK #CK0008 id=OTHER";
    check(
        line,
        &[("A4", "83"), ("A3", "97")],
        "A4",
        str![[r#"
Neighbour CK0008 [OTHER] would be —, -5 All (code_there)
MissingSlip CK0009 [] would be -5, -5 All (next_slip)
Neighbour PD-ZW [] would be —, -5 All (counted_as)

"#]],
    );
    check(
        line,
        &[("A4", "83"), ("A3", "97")],
        "A3",
        str![[r#"
Neighbour CK0008 [OTHER] would be —, 5 All (code_here)
Cutoff CK0008 [OTHER] would be —, 5 All (moved_after)
Neighbour PD-ZW [] would be —, 5 All (counted_as)

"#]],
    );
    let line = "02-01 receipt A4 50 supplier:s > store:WJ @9 #RK0003
        02-25 issue A4 5 store:WJ > dept:NK #CK0008 id=ROOM";
    check(
        line,
        &[("A4", "83")],
        "A4",
        str![[r#"
OtherRoom CK0008 [ROOM] would be —, -5 All (room_there)

"#]],
    );
}

#[test]
fn goods_that_were_counted_as_others() {
    check(
        "",
        &[("A4", "81"), ("A3", "104"), ("PEN", "218")],
        "A3",
        str![[r#"
Neighbour PD-ZW [] would be —, 7 All (counted_as)

"#]],
    );
}

#[test]
fn the_counted_figure_itself() {
    check(
        "",
        &[("PEN", "281")],
        "PEN",
        str![[r#"
Digits PD-ZW [] would be 218, 63 All (count_digits)

"#]],
    );
    check(
        "02-28 issue PEN 2 store:ZW > dept:NK",
        &[("PEN", "18")],
        "PEN",
        str![[r#"
Pack PD-ZW [] would be 216, -198 All (count_pack)

"#]],
    );
}

#[test]
fn a_number_that_is_missing() {
    check(
        "02-26 issue A3 1 store:ZW > dept:NK #CK0009",
        &[("A4", "83")],
        "A4",
        str![[r#"
MissingSlip CK0008 [] would be -5, -5 All (missing_slip)
MissingSlip CK0010 [] would be -5, -5 All (next_slip)

"#]],
    );
}

#[test]
fn either_side_of_the_cut_off_and_on_the_way() {
    check(
        "02-27 issue A4 4 store:ZW > dept:NK #CK0008 id=EVE",
        &[("A4", "88")],
        "A4",
        str![[r#"
Cutoff CK0008 [EVE] would be —, 4 All (moved_after)
WrongSign CK0002 [M009] would be 2, 4 All (wrong_sign)
Pack TK0001 [M014] would be 5, 4 All (pack)

"#]],
    );
    check(
        "03-01 issue A4 4 store:ZW > dept:NK #CK0008 id=NEXT",
        &[("A4", "84")],
        "A4",
        str![[r#"
Pack CK0007 [M015] would be -5, -4 All (pack)
Cutoff CK0008 [NEXT] would be —, -4 All (moved_before)

"#]],
    );
    check(
        "02-27 transfer A4 8 store:ZW > transit #DB0001 id=SENT",
        &[("A4", "88")],
        "A4",
        str![[r#"
InTransit DB0001 [SENT] would be —, 8 All (not_sent_yet)
Cutoff DB0001 [SENT] would be —, 8 All (moved_after)

"#]],
    );
    let line = "02-01 receipt A4 50 supplier:s > store:WJ @9 #RK0003
        02-27 transfer A4 8 store:WJ > transit #DB0001 id=SENT";
    check(
        line,
        &[("A4", "96")],
        "A4",
        str![[r#"
InTransit DB0001 [SENT] would be —, 8 All (arrived_already)

"#]],
    );
    check(
        "02-27 lend A4 8 store:ZW > loan:CW #JC0001 id=LENT",
        &[("A4", "88")],
        "A4",
        str![[r#"
OnLoan JC0001 [LENT] would be —, 8 All (back_already)
Cutoff JC0001 [LENT] would be —, 8 All (moved_after)

"#]],
    );
}

#[test]
fn only_lines_since_the_last_count() {
    let line = "02-14 issue A4 5 store:ZW > dept:NK #CK0005 id=TWIN by=02-15
        02-15 close count A4 0 store:ZW > difference counted=83 #PD02";
    check(
        line,
        &[("A4", "88")],
        "A4",
        str![[r#"


"#]],
    );
}

#[test]
fn what_was_taken_back_is_no_mistake_any_more() {
    let line = "02-14 issue A4 5 store:ZW > dept:NK #CK0005 id=TWIN by=02-15
        02-16 reversal A4 5 dept:NK > store:ZW reverses=TWIN";
    check(
        line,
        &[("A4", "93")],
        "A4",
        str![[r#"


"#]],
    );
}

#[test]
fn a_part_comes_after_the_whole() {
    let line = "02-14 issue A4 5 store:ZW > dept:NK #CK0005 id=TWIN by=02-15
        02-27 transfer A4 7 store:ZW > transit #DB0001 id=SENT";
    check(
        line,
        &[("A4", "83")],
        "A4",
        str![[r#"
Duplicate CK0005 [M012+TWIN] would be 0, 5 Part (duplicate)
InTransit DB0001 [SENT] would be —, 7 All (not_sent_yet)
Cutoff DB0001 [SENT] would be —, 7 All (moved_after)

"#]],
    );
}

#[test]
fn nothing_differs_and_nothing_is_said() {
    let mut stock = book(USUAL);
    let sheet = counted(&mut stock, "ZW", day("02-28"), &[("A4", quantity("88"))]);
    assert_eq!(candidates(&stock, &sheet), [Vec::new()]);
}

/// Two lots of one item, each drawn now and then.
const LOTS: &str = "item S 支 lots=yes
    store ZW
    02-01 receipt S 50 supplier:s > store:ZW @9 lot=L1 expiry=2027-01-01 #RK0001
    02-01 receipt S 50 supplier:s > store:ZW @9 lot=L2 expiry=2027-06-01 #RK0002
    02-03 issue S 5 store:ZW > dept:NK lot=L1 #CK0001
    02-05 issue S 2 store:ZW > dept:WK lot=L2 #CK0002
    02-07 issue S 5 store:ZW > dept:NK lot=L2 #CK0003
    02-11 issue S 4 store:ZW > dept:CW lot=L1 #CK0004
";

/// The candidates of a lot that mix lots up, each with the lots that its sentence names.
fn of_lot(more: &str, counts: &[(&str, &str)], of: &str) -> Vec<String> {
    let mut stock = book(&format!("{LOTS}{more}"));
    let counts: Vec<(&str, Quantity)> =
        counts.iter().map(|(code, found)| (*code, quantity(found))).collect();
    let sheet = counted(&mut stock, "ZW", day("02-28"), &counts);
    let at = counts.iter().position(|(code, _)| *code == of).expect("counted");
    let named = |candidate: &Candidate| {
        let lots =
            candidate.said.arguments.iter().filter(|(name, _)| ["lot", "own"].contains(name));
        let lots: Vec<String> = lots.map(|(name, lot)| format!("{name} {}", plain(lot))).collect();
        format!("{} {}", told(candidate), lots.join(" "))
    };
    let found = &candidates(&stock, &sheet)[at];
    found.iter().filter(|one| one.mistake == Mistake::OtherLot).map(named).collect()
}

fn plain(argument: &crate::base::Argument) -> String {
    match argument {
        crate::base::Argument::Text(text) => text.clone(),
        crate::base::Argument::Key(key) => panic!("a lot is text: {key}"),
    }
}

#[test]
fn entered_under_another_lot() {
    // CK0009 took 7 of L1, and was entered under L2: L1 has 34 where the book says 41, L2 36 where
    // it says 43 less 7.
    let wrong = "02-20 issue S 7 store:ZW > dept:NK lot=L2 #CK0009 id=BAD";
    let counts = [("S@L1", "34"), ("S@L2", "43")];
    assert_eq!(
        of_lot(wrong, &counts, "S@L1"),
        [
            "OtherLot CK0009 [BAD] would be —, -7 All (lot_there) lot L2 own L1",
            "OtherLot PD-ZW [] would be —, -7 All (counted_as_lot) lot L2"
        ]
    );
    assert_eq!(
        of_lot(wrong, &counts, "S@L2"),
        [
            "OtherLot CK0009 [BAD] would be —, 7 All (lot_here) lot L1 own L2",
            "OtherLot PD-ZW [] would be —, 7 All (counted_as_lot) lot L1"
        ]
    );
}

#[test]
fn counted_as_another_lot() {
    let counts = [("S@L1", "38"), ("S@L2", "46")];
    assert_eq!(
        of_lot("", &counts, "S@L1"),
        ["OtherLot PD-ZW [] would be —, -3 All (counted_as_lot) lot L2"]
    );
    // Where lots differ in other ways, no lot is named.
    assert_eq!(of_lot("", &[("S@L1", "38"), ("S@L2", "43")], "S@L1"), [""; 0]);
}
