//! What is written is what is read, and nothing that is not whole is read at all.

use proptest::prelude::*;
use snapbox::{IntoData as _, assert_data_eq, str};

use super::{CellsReader, write_cells};
use crate::base::{Argument, Day, Decimal, Fraction, Message, Money, Ratio, Rounding};
use crate::report::{
    Block, Cell, Chart, ChartKind, Column, Document, Fact, Passage, Purpose, Row, RowKind, Series,
    SeriesRole, StoreFailure, StoreOutcome, StoreReport, Table, Tone, Wording,
};

const KEYS: [&str; 4] = ["word.store", "word.item", "cost.departments.total", "c2.x_y"];

fn keys() -> impl Strategy<Value = &'static str> + Clone {
    prop::sample::select(&KEYS[..])
}

/// Texts as ledgers have them, and as an enemy would write them.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[一-龥A-Za-z0-9 ,.]{0,12}",
        2 => r#"[|\\"'tnrN\t\r\n -]{0,8}"#,
        1 => any::<String>(),
    ]
}

fn messages() -> impl Strategy<Value = Message> {
    let argument = (prop_oneof![Just("slip"), Just("n_rows")], texts(), any::<bool>());
    let argument = argument.prop_map(|(name, text, is_key)| {
        (name, if is_key { Argument::Key(text) } else { Argument::Text(text) })
    });
    (texts(), prop::collection::vec(argument, 0..3))
        .prop_map(|(code, arguments)| Message { code, arguments })
}

fn fractions() -> impl Strategy<Value = Fraction> {
    (any::<i64>(), 1_i64..i64::MAX).prop_map(|(above, below)| {
        Fraction::new(i128::from(above), i128::from(below)).expect("a fraction")
    })
}

fn cells() -> impl Strategy<Value = Cell> {
    let tones = prop::sample::select(vec![Tone::Plain, Tone::Good, Tone::Warn, Tone::Bad]);
    let roundings = prop::sample::select(vec![Rounding::Floor, Rounding::Nearest]);
    prop_oneof![
        Just(Cell::Blank),
        texts().prop_map(Cell::Text),
        any::<i64>().prop_map(Cell::Count),
        (any::<i64>(), 0_u32..12)
            .prop_map(|(digits, scale)| Cell::Quantity(Decimal::new(digits, scale))),
        (-(1_i64 << 50)..1 << 50).prop_map(|fen| Cell::Money(Money::from_fen(fen))),
        (fractions(), fractions(), 0_u32..5, roundings).prop_map(
            |(part, whole, decimals, rounding)| {
                Cell::rate(Ratio { part, whole, decimals, rounding })
            }
        ),
        (1_u32..29).prop_map(|day| Cell::Day(Day::new(2026, 2, day).expect("a day"))),
        (texts(), tones).prop_map(|(key, tone)| Cell::verdict(key, tone)),
        (texts(), texts()).prop_map(|(zh, en)| Cell::Named(Box::new(Wording { zh, en }))),
        messages().prop_map(Cell::said),
    ]
}

fn tables() -> impl Strategy<Value = Table> {
    let kinds = prop::sample::select(vec![RowKind::Line, RowKind::Subtotal, RowKind::Total]);
    (1_usize..4).prop_flat_map(move |n| {
        let rows = (kinds.clone(), prop::collection::vec(cells(), n));
        let rows = rows.prop_map(|(kind, cells)| Row { kind, cells });
        let some_keys = prop::collection::vec(keys(), 0..3);
        let rows = prop::collection::vec(rows, 0..4);
        (keys(), prop::collection::vec(keys(), n), rows, some_keys.clone(), some_keys).prop_map(
            |(key, columns, rows, named_by, not_summed)| {
                let columns = columns.into_iter().map(|key| Column { key }).collect();
                Table { key, columns, rows, named_by, not_summed }
            },
        )
    })
}

fn wordings() -> impl Strategy<Value = Wording> {
    (texts(), texts()).prop_map(|(zh, en)| Wording { zh, en })
}

fn charts() -> impl Strategy<Value = Chart> {
    let some = || prop::collection::vec(cells(), 0..3);
    let series = (cells(), prop::sample::select(&SeriesRole::ALL[..]), some());
    let series = series.prop_map(|(name, role, cells)| Series { name, role, cells });
    let kinds = prop::sample::select(&ChartKind::ALL[..]);
    (keys(), cells(), kinds, cells(), some(), prop::collection::vec(series, 0..3)).prop_map(
        |(key, about, kind, unit, labels, series)| Chart { key, about, kind, unit, labels, series },
    )
}

fn blocks() -> impl Strategy<Value = Block<'static>> {
    let facts = (keys(), cells()).prop_map(|(key, cell)| Fact { key, cell });
    let passages = (wordings(), prop::collection::vec(wordings(), 0..3));
    prop_oneof![
        prop::collection::vec(facts, 0..3).prop_map(Block::Facts),
        tables().prop_map(|table| Block::Table(table.into())),
        tables().prop_map(|table| Block::Bars(table.into())),
        messages().prop_map(Block::Prose),
        passages.prop_map(|(heading, paragraphs)| Block::Passage(Passage { heading, paragraphs })),
        prop::collection::vec(messages(), 0..3).prop_map(Block::Notes),
        charts().prop_map(Block::Chart),
        prop::collection::vec(cells(), 0..3).prop_map(Block::SignOff),
    ]
}

fn reports() -> impl Strategy<Value = StoreReport> {
    let purposes = prop::sample::select(vec![Purpose::Listing, Purpose::Paper]);
    let documents = (keys(), prop::collection::vec(blocks(), 0..5), purposes)
        .prop_map(|(key, blocks, purpose)| Document { key, blocks, purpose });
    let failures = (messages(), texts(), 0_usize..9)
        .prop_map(|(message, place, more)| StoreFailure { message, place, more });
    let outcomes = prop_oneof![
        3 => documents.prop_map(StoreOutcome::Read),
        1 => failures.prop_map(StoreOutcome::Failed),
    ];
    (texts(), texts(), 0_usize..9, any::<u8>(), outcomes).prop_map(
        |(path, name, warnings, exit, outcome)| StoreReport { path, name, warnings, exit, outcome },
    )
}

fn written(report: &StoreReport) -> Vec<String> {
    let mut bytes = Vec::new();
    write_cells(report, &mut bytes).expect("a vector takes everything");
    let text = String::from_utf8(bytes).expect("text");
    text.split_terminator('\n').map(str::to_owned).collect()
}

fn read(lines: &[String]) -> Result<Vec<StoreReport>, Message> {
    let mut reader = CellsReader::default();
    let mut found = Vec::new();
    for line in lines {
        found.extend(reader.take(line)?);
    }
    Ok(found)
}

proptest! {
    #[test]
    fn a_report_comes_back_as_it_went(report in reports(), other in reports()) {
        let lines = [written(&report), written(&other)].concat();
        for line in &lines {
            prop_assert_eq!(line.matches('\t').count(), 9);
            prop_assert!(!line.contains(['\n', '\r']));
        }
        prop_assert_eq!(read(&lines), Ok(vec![report, other]));
    }

    #[test]
    fn a_row_that_is_lost_or_told_twice_is_seen(
        report in reports(),
        at in any::<prop::sample::Index>(),
    ) {
        let lines = written(&report);
        let at = at.index(lines.len());
        let mut lost = lines.clone();
        lost.remove(at);
        // Without its end a store is none yet; without anything else it is wrong.
        prop_assert!(read(&lost).is_ok_and(|found| found.is_empty()) == (at + 1 == lines.len()));
        let mut twice = lines.clone();
        twice.insert(at, lines[at].clone());
        prop_assert!(read(&twice).is_err());
    }
}

#[test]
fn the_rows_of_a_small_report() {
    let mut table = Table::new("c.costs", &["c.name", "c.cost"]).not_summed(&["c.each"]);
    table.line(vec![Cell::text("内科\t一"), Cell::Money(Money::from_fen(1050))]);
    let rate = Cell::rate(Ratio::counted(1, 3));
    table.rows.push(Row::total(vec![Cell::word("word.total"), rate]));
    let note = Message::new("stock.late").with("slip", "0117");
    let document = Document::new("c.report").table(table).notes(vec![note]);
    let report = StoreReport {
        path: "group/甲".to_owned(),
        name: "甲院".to_owned(),
        warnings: 1,
        exit: 0,
        outcome: StoreOutcome::Read(document),
    };
    let shown = written(&report).join("\n").replace('\t', "·") + "\n";
    assert_data_eq!(
        shown,
        str![[r#"
group/甲·1·0·document·0·0·c.report·text·listing·
group/甲·2·1·table·0·0·c.costs···
group/甲·3·1·column·0·0·c.name···
group/甲·4·1·column·0·1·c.cost···
group/甲·5·1·named_by·0·0·c.name···
group/甲·6·1·not_summed·0·0·c.each···
group/甲·7·1·line·0·0·c.name·text·内科\t一·
group/甲·8·1·line·0·1·c.cost·money·10.50·
group/甲·9·1·total·1·0·c.name·verdict·word.total·plain
group/甲·10·1·total·1·1·c.cost·ratio·1/1 of 3/1·1 floor
group/甲·11·2·notes·0·0····
group/甲·12·2·note·0·0··said·stock.late·[["slip","text","0117"]]
group/甲·13·0·end·0·1··read·甲院·

"#]]
        .raw()
    );
}

#[test]
fn what_is_no_row_is_said() {
    for line in [
        "",
        "a\tb",
        "x\t1\t0\tdocument\t0\t0\tWord\ttext\tpaper\t",
        "\t2\t0\tend\t0\t0\t\tread\t\t",
    ] {
        let said = CellsReader::default().take(line).expect_err("no row");
        assert_eq!(said.code, "group.malformed");
    }
}
