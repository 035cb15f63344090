//! How each kind is written, and what is no way of writing it.

use super::{Amount, Kind, Length, Within};
use crate::base::{Day, Refuse};

#[test]
fn each_kind_reads_and_writes_the_same() {
    for text in [
        "2/week",
        "max-gap=15d",
        "anchored=1m",
        "anchored=3y,then=6y",
        "anchored=1y,4y,7y,9y,11y,13y,15y,then=1y",
        "anchored=10y,then=never",
        "anchored=2y..6y,1y..15y,6m",
        "shifts=C 00:00-08:00, A 08:00-16:00, B 16:00-24:00",
        "shifts=夜 22:00-06:00",
        "dwell<=48h",
        "dwell>=48h",
        "dwell>=48h,<=72h",
        "certificate=电梯作业",
        "event+2d",
        "event+30min",
    ] {
        assert_eq!(Kind::parse(text).expect(text).to_string(), text);
    }
    // What may be written otherwise is written one way.
    for (text, written) in [
        ("week", "1/week"),
        ("max-gap=15", "max-gap=15d"),
        ("anchored=12m", "anchored=1y"),
        ("dwell<=2d", "dwell<=48h"),
        ("event+120min", "event+2h"),
    ] {
        assert_eq!(Kind::parse(text).expect(text).to_string(), written);
    }
}

#[test]
fn what_does_not_say_how_often_names_the_piece_that_is_wrong() {
    let wrong = |text: &str| {
        let refusal = Kind::parse(text).expect_err(text);
        let part = refusal.arguments().into_iter().find(|(name, _)| *name == "part");
        (refusal.code(), part.map(|(_, part)| format!("{part:?}")).unwrap_or_default())
    };
    for (text, piece) in [
        ("max-gap=15天", "15天"),
        ("anchored=1m,1m,then=1y", "1m"),
        ("anchored=1y,4y", "1y,4y"),
        ("anchored=then=1y", "then=1y"),
        ("anchored=2y..6y,1y..5y,6m", "1y..5y"),
        ("anchored=2y..6y,6m,1y..9y", "6m"),
        ("shifts=A 08:00-16:00, B 15:00-24:00", "B 15:00-24:00"),
        ("shifts=A 08:00-16:00, A 16:00-24:00", "A 16:00-24:00"),
        ("shifts=08:00-16:00", "08:00-16:00"),
        ("dwell<48h", "<48h"),
        ("dwell<=48h,<=50h", "<=50h"),
        ("dwell>=50h,<=48h", ">=50h,<=48h"),
        ("certificate= ", "certificate= "),
        ("event+2w", "2w"),
    ] {
        let (code, part) = wrong(text);
        assert_eq!(code, "inspect.every_part", "{text}");
        assert!(part.contains(piece), "{text}: {part}");
    }
    for text in ["", "2/fortnight", "0/week", "weekly", "-1/week"] {
        assert_eq!(wrong(text).0, "inspect.every", "{text}");
    }
}

#[test]
fn a_key_goes_with_its_kinds_only() {
    let code = |every: &str, field: &'static str, text: &str| {
        let mut kind = Kind::parse(every).expect(every);
        kind.set(field, text).map_or_else(|refusal| refusal.code(), |()| "")
    };
    for (every, field, text, expected) in [
        ("2/week", "spacing", "2", ""),
        ("2/week", "spacing", "0", "inspect.kind_value"),
        ("2/week", "early", "2m", "inspect.kind_field"),
        ("max-gap=15d", "on_return", "due-now", ""),
        ("max-gap=15d", "on_return", "now", "inspect.kind_value"),
        ("anchored=1y", "early", "2 months", "inspect.kind_value"),
        ("anchored=1y", "granularity", "month", ""),
        ("anchored=1y", "retire_after", "10y", ""),
        ("dwell>=48h", "amount_min", "125g", ""),
        ("dwell>=48h", "amount_min", "125", "inspect.kind_value"),
        ("certificate=X", "cover", "duty", ""),
        ("event+2d", "after", "SZ-1", ""),
        ("event+2d", "cover", "duty", "inspect.kind_field"),
    ] {
        assert_eq!(code(every, field, text), expected, "{every} {field}={text}");
    }
}

#[test]
fn lengths_are_clipped_to_the_end_of_the_month() {
    let day = Day::parse("2024-03-31").expect("a day");
    let before = |text: &str| Length::parse(text).expect(text).before(day).to_string();
    assert_eq!(
        [before("1m"), before("30d"), before("1y")],
        ["2024-02-29", "2024-03-01", "2023-03-31"]
    );
    for text in ["m", "1", "1w", "0d", "+1m", " 1m"] {
        assert_eq!(Length::parse(text), None, "{text}");
    }
    assert_eq!(Within::parse("2d"), Some(Within::Days(2)));
    assert_eq!(Within::parse("1h"), Some(Within::Minutes(60)));
    assert_eq!(Amount::parse("2.5kg").map(|amount| amount.to_string()).as_deref(), Some("2.5 kg"));
    for text in ["kg", "2.5", "2.5 kg!", "-1 g", "1 2 g"] {
        assert_eq!(Amount::parse(text), None, "{text}");
    }
}
