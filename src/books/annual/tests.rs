//! What a template may write, and how a figure is written.

use crate::base::{Decimal, Fraction, Money, Ratio, Refuse as _, Rounding, parse_decimal};

use super::figure::Found;
use super::{Figure, FigureName, FigureRow, Frame, Piece, Shape, Slot, Value, pieces};

fn refused(text: &str) -> &'static str {
    pieces(text).expect_err(text).code()
}

#[test]
fn a_text_is_taken_apart_in_either_language() {
    let both = [
        "{year}年维修 {完成维修次数} 次，{维修金额:万元.1} 万元，灯管 {领用数量（灯管）} 只",
        "{年份}年维修 {repairs-done} 次，{repairs-cost：wan.1} 万元，灯管 {items-issued(灯管)} 只",
    ];
    let [one, other] = both.map(|text| pieces(text).expect("a template"));
    assert_eq!(one, other, "the Chinese names and the words of the files mean the same");
    let slots: Vec<&Slot> = one
        .iter()
        .filter_map(|piece| match piece {
            Piece::Figure(slot) => Some(slot),
            Piece::Words(_) | Piece::Frame(_) => None,
        })
        .collect();
    assert_eq!(one[0], Piece::Frame(Frame::Year));
    assert_eq!(slots[1].shape, Shape::TenThousand(1));
    assert_eq!(slots[2].to_string(), "items-issued(灯管)");
    assert_eq!(pieces("{{x}}").expect("braces"), [Piece::Words("{x}".to_owned())]);
    assert_eq!(pieces("").expect("nothing"), []);
}

#[test]
fn what_no_figure_is_called_or_can_be_is_refused() {
    assert_eq!(refused("{repair-cost}"), "annual.unknown_figure_near");
    assert_eq!(refused("{维修总金额}"), "annual.unknown_figure_near");
    assert_eq!(refused("{xyzzy}"), "annual.unknown_figure");
    assert_eq!(refused("{items-issued}"), "annual.of_what");
    assert_eq!(refused("{repairs-done(甲)}"), "annual.of_nothing");
    assert_eq!(refused("{energy-used(电力)}"), "annual.unknown_utility");
    assert_eq!(refused("{repairs-done:万元}"), "annual.wrong_shape");
    assert_eq!(refused("{repairs-cost:元元}"), "annual.wrong_shape");
    assert_eq!(refused("{repairs-cost:.9}"), "annual.wrong_shape");
    for text in
        ["{repairs-done", "repairs-done}", "{a{b}}", "{repairs-done\n}", "{items-issued(灯管}"]
    {
        assert_eq!(refused(text), "annual.brace", "{text}");
    }
    let near = FigureName::known("repair-cost").expect_err("no such name").arguments();
    assert!(format!("{near:?}").contains("repairs-cost"), "{near:?}");
}

#[test]
fn every_name_reads_back_and_none_stands_for_two() {
    let mut seen = std::collections::BTreeSet::new();
    for name in FigureName::ALL {
        for word in [name.word(), name.chinese()] {
            assert_eq!(FigureName::parse(word), Some(*name));
            assert!(seen.insert(word), "{word} stands for two figures");
        }
        let of = name.takes().example().unwrap_or_default().to_owned();
        let slot = Slot::own(*name, of);
        assert_eq!(Slot::parse(&slot.to_string()), Ok(slot));
    }
    for frame in Frame::ALL {
        for word in frame.words() {
            assert!(seen.insert(word), "{word} stands for two things");
        }
    }
}

fn written(shape: &str, value: Value) -> String {
    Shape::parse(shape).unwrap_or(Shape::Own).write(value).expect("in range")
}

#[test]
fn ten_thousand_yuan_are_rounded_half_away_from_zero() {
    let money = |text: &str| Value::Money(Money::parse(text).expect("money"));
    assert_eq!(written("万元", money("123450.00")), "12.35");
    assert_eq!(written("万元", money("123449.99")), "12.34");
    assert_eq!(written("万元.1", money("-500.00")), "-0.1");
    assert_eq!(written("万元.0", money("4999.99")), "0");
    assert_eq!(written("", money("123450.00")), "123450.00");
    assert_eq!(written(".0", money("10.50")), "11");
}

#[test]
fn rates_are_rounded_as_their_kind_is() {
    let ratio = |part: i128, whole: i128, rounding| Ratio {
        part: Fraction::new(part, 1).expect("a number"),
        whole: Fraction::new(whole, 1).expect("a number"),
        decimals: 1,
        rounding,
    };
    assert_eq!(written("", Value::Rate(ratio(1999, 2000, Rounding::Floor))), "99.9%");
    assert_eq!(written(".2", Value::Rate(ratio(1999, 2000, Rounding::Floor))), "99.95%");
    assert_eq!(written("", Value::Rate(ratio(1999, 2000, Rounding::Nearest))), "100.0%");
    assert_eq!(written("", Value::Change(ratio(31, 1000, Rounding::Nearest))), "+3.1%");
    assert_eq!(written("", Value::Change(ratio(-31, 1000, Rounding::Nearest))), "-3.1%");
    assert_eq!(written("幅度", Value::Change(ratio(-31, 1000, Rounding::Nearest))), "3.1%");
    assert_eq!(written("", Value::Mean(ratio(2735, 30, Rounding::Nearest))), "91.2");
    assert_eq!(
        written("", Value::Amount(parse_decimal("2918904.00").expect("an amount"))),
        "2918904"
    );
    assert_eq!(written("", Value::Count(-3)), "-3");
}

fn figure(name: &str, rows: &[(&str, Option<&str>)]) -> Figure {
    let decimal = |text: &str| parse_decimal(text).expect("a number");
    let rows = rows.iter().map(|(part, whole)| FigureRow {
        date: None,
        id: String::new(),
        what: String::new(),
        part: decimal(part),
        whole: whole.map(decimal),
    });
    Figure::new(Slot::parse(name).expect("a figure"), Found::rows(rows.collect()))
}

#[test]
fn a_figure_is_the_sum_of_its_rows() {
    let count = figure("repairs-done", &[("1", None), ("1", None)]);
    assert_eq!(count.value(), Some(Value::Count(2)));
    let cost = figure("repairs-cost", &[("0.10", None), ("0.20", None)]);
    assert_eq!(cost.value(), Some(Value::Money(Money::from_fen(30))));
    assert_eq!(cost.part(), Decimal::new(30, 2));
    assert_eq!(cost.whole(), None);
    let none = figure("repairs-done", &[]);
    assert_eq!(none.value(), Some(Value::Count(0)), "nothing happened, and that is known");
    let rate = figure("duties-kept", &[("1", Some("1")), ("0", Some("1"))]);
    assert!(matches!(rate.value(), Some(Value::Rate(ratio)) if ratio.to_string() == "50.0%"));
    let of_nothing = figure("duties-kept", &[]);
    assert_eq!(of_nothing.value(), None);
    assert_eq!(of_nothing.lacks[0].code, "annual.nothing_to_divide");
}
