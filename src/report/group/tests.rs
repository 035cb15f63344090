//! Stores put side by side: what is summed, what is not, and what nobody can say.

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::{RollUp, StoreFailure, StoreOutcome, StoreReport};
use crate::base::{Message, Money, Ratio};
use crate::report::{Block, Cell, Document, Passage, Row, RowKind, Table, Tone, Wording};

fn read(name: &str, document: Document<'static>) -> StoreReport {
    let (path, name) = (format!("group/{name}"), name.trim_end_matches(char::is_numeric));
    let outcome = StoreOutcome::Read(document);
    StoreReport { path, name: name.to_owned(), warnings: 0, exit: 0, outcome }
}

fn money(yuan: &str) -> Cell {
    Cell::Money(Money::parse(yuan).expect("an amount"))
}

/// One cell as it is typed: what it is, then its value.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Blank => "—".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Count(count) => format!("#{count}"),
        Cell::Quantity(quantity) => quantity.to_string(),
        Cell::Money(money) => format!("¥{money}"),
        Cell::Ratio(ratio) => format!("{ratio} ({}/{})", ratio.part, ratio.whole),
        Cell::Day(day) => day.to_string(),
        Cell::Verdict { key, .. } => key.clone().into_owned(),
        Cell::Named(name) => format!("{}/{}", name.zh, name.en),
        Cell::Said(message) => message.code.clone(),
    }
}

fn dump(document: &Document<'_>) -> String {
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                lines.push(format!("= {} by {}", table.key, table.named_by.join(" ")));
                let columns: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
                lines.push(columns.join(" | "));
                for row in &table.rows {
                    let Row { kind, cells } = &*row;
                    let cells: Vec<String> = cells.iter().map(shown).collect();
                    let mark = match kind {
                        RowKind::Line => ' ',
                        RowKind::Subtotal => '+',
                        RowKind::Total => '=',
                    };
                    lines.push(format!("{mark} {}", cells.join(" | ")));
                }
            }
            Block::Facts(facts) => {
                let fact =
                    |fact: &crate::report::Fact| format!("{}: {}", fact.key, shown(&fact.cell));
                lines.extend(facts.iter().map(fact));
            }
            Block::Notes(notes) => lines.extend(notes.iter().map(|note| format!("! {note:?}"))),
            other => lines.push(format!("{other:?}")),
        }
    }
    lines.join("\n") + "\n"
}

fn rolled(stores: Vec<StoreReport>) -> Document<'static> {
    let mut rolled = RollUp::default();
    for store in stores {
        rolled.take(store);
    }
    rolled.finish()
}

const COLUMNS: [&str; 6] = ["c.name", "c.cost", "c.visits", "c.each", "c.rate", "c.weight"];

/// A table of departments with its total: cost, visits, cost of each, rate, weight.
fn costs(lines: &[(&str, &str, i64)], rate: (u64, u64), weight: Option<&str>) -> Document<'static> {
    let mut table = Table::new("c.costs", &COLUMNS).not_summed(&["c.each"]);
    let figures = |cost: &str, visits: i64| {
        let rate = Cell::rate(Ratio::counted(rate.0, rate.1));
        let weight = weight.map(|weight| weight.parse().expect("an amount"));
        [money(cost), Cell::Count(visits), money("9.00"), rate, Cell::maybe(weight, Cell::Quantity)]
    };
    let mut sum = (0, 0);
    for (name, cost, visits) in lines {
        let cells = [vec![Cell::text(*name)], figures(cost, *visits).to_vec()].concat();
        table.line(cells);
        sum.0 += Money::parse(cost).expect("an amount").fen();
        sum.1 += visits;
    }
    let total = figures(&Money::from_fen(sum.0).to_string(), sum.1).to_vec();
    table.rows.push(Row::total([vec![Cell::word("word.total")], total].concat()));
    Document::new("c.report").facts(vec![("c.period", Cell::text("2026-03"))]).table(table)
}

#[test]
fn totals_are_added_and_rates_are_made_of_their_parts() {
    let one = costs(&[("内科", "10.00", 4), ("外科", "0.01", 1)], (1, 3), Some("1.5"))
        .notes(vec![Message::new("c.note"), Message::new("c.only_here")]);
    let other =
        costs(&[("儿科", "5.00", 2)], (7, 9), Some("0.25")).notes(vec![Message::new("c.note")]);
    assert_data_eq!(
        dump(&rolled(vec![read("甲院", one), read("乙院", other)])),
        str![[r#"
group.report.of: c.report
group.report.n_stores: #2
group.report.n_read: #2
group.report.n_failed: #0
= group.stores by group.stores.path
group.stores.store | group.stores.path | group.stores.state | group.stores.rows | group.stores.warnings | group.stores.exit
  甲院 | group/甲院 | group.state.read | #2 | #0 | #0
  乙院 | group/乙院 | group.state.read | #1 | #0 | #0
= c.costs by group.stores.store c.name
group.stores.store | c.name | c.cost | c.visits | c.each | c.rate | c.weight
  甲院 | 内科 | ¥10.00 | #4 | ¥9.00 | 33.3% (1/3) | 1.5
  甲院 | 外科 | ¥0.01 | #1 | ¥9.00 | 33.3% (1/3) | 1.5
+ 甲院 | word.total | ¥10.01 | #5 | ¥9.00 | 33.3% (1/3) | 1.5
  乙院 | 儿科 | ¥5.00 | #2 | ¥9.00 | 77.7% (7/9) | 0.25
+ 乙院 | word.total | ¥5.00 | #2 | ¥9.00 | 77.7% (7/9) | 0.25
= group.all | word.total | ¥15.01 | #7 | ¥9.00 | 66.6% (8/12) | 1.75
= group.facts by group.stores.store
group.stores.store | c.period
  甲院 | 2026-03
  乙院 | 2026-03
= group.remarks by group.remarks.remark
group.remarks.remark | group.remarks.count | group.remarks.stores
  c.note | #2 | group.all
  c.only_here | #1 | 甲院

"#]]
    );
}

#[test]
fn a_sum_in_words_holds_for_one_store_only() {
    let own = |found: &str, cost: &str| {
        let mut table = Table::new("c.counts", &["c.name", "c.cost", "c.found"]);
        table.rows.push(Row::total(vec![Cell::word("word.total"), money(cost), Cell::text(found)]));
        Document::new("c.report").table(table)
    };
    for (one, other) in [("1 个", "1 个"), ("1 个", "2 袋")] {
        let stores = vec![read("甲院", own(one, "1.00")), read("乙院", own(other, "2.00"))];
        let dump = dump(&rolled(stores));
        assert!(dump.contains("= group.all | word.total | ¥3.00 | —"), "{dump}");
    }
}

#[test]
fn what_one_store_does_not_know_the_group_does_not_know() {
    let known = costs(&[("内科", "10.00", 4)], (1, 2), Some("1"));
    let unknown = costs(&[("内科", "10.00", 4)], (1, 2), None);
    let mut open = known.clone();
    let Block::Table(table) = &mut open.blocks[1] else { panic!("the table") };
    table.rows.made_mut()[1].cells[1] = Cell::verdict("cost.open", Tone::Warn);
    let document = rolled(vec![read("甲院", known), read("乙院", unknown), read("丙院", open)]);
    let Some(Block::Table(table)) = document.blocks.get(2) else { panic!("the table") };
    let total: Vec<String> =
        table.rows.iter().last().expect("a total").cells.iter().map(shown).collect();
    assert_data_eq!(
        total.join(" | "),
        str!["group.all | word.total | cost.open | #12 | ¥9.00 | 50.0% (3/6) | —"]
    );
}

#[test]
fn a_store_with_lines_and_no_total_leaves_no_total_of_all() {
    let summed = costs(&[("内科", "10.00", 4)], (1, 2), None);
    let mut table = Table::new("c.costs", &["c.name", "c.cost", "c.site"]);
    table.line(vec![Cell::text("外科"), money("1.00"), Cell::text("东院")]);
    let bare = Document::new("c.report").table(table);
    let nothing = Document::new("c.report").table(Table::new("c.costs", &COLUMNS));
    assert_data_eq!(
        dump(&rolled(vec![read("甲院", summed), read("乙院", bare), read("丙院", nothing)])),
        str![[r#"
group.report.of: c.report
group.report.n_stores: #3
group.report.n_read: #3
group.report.n_failed: #0
= group.stores by group.stores.path
group.stores.store | group.stores.path | group.stores.state | group.stores.rows | group.stores.warnings | group.stores.exit
  甲院 | group/甲院 | group.state.read | #1 | #0 | #0
  乙院 | group/乙院 | group.state.read | #1 | #0 | #0
  丙院 | group/丙院 | group.state.read | #0 | #0 | #0
= c.costs by group.stores.store c.name
group.stores.store | c.name | c.cost | c.visits | c.each | c.rate | c.weight | c.site
  甲院 | 内科 | ¥10.00 | #4 | ¥9.00 | 50.0% (1/2) | — | —
+ 甲院 | word.total | ¥10.00 | #4 | ¥9.00 | 50.0% (1/2) | — | —
  乙院 | 外科 | ¥1.00 | — | — | — | — | 东院
= group.facts by group.stores.store
group.stores.store | c.period
  甲院 | 2026-03
! Message { code: "group.no_total", arguments: [("stores", Text("乙院")), ("table", Key("c.costs"))] }

"#]]
    );
}

#[test]
fn a_bad_store_is_named_and_hides_nothing() {
    let failed = StoreReport {
        path: "group/3".to_owned(),
        name: String::new(),
        warnings: 0,
        exit: 65,
        outcome: StoreOutcome::Failed(StoreFailure {
            message: Message::new("stock.short"),
            place: "stock/movements/2026/2026-03.csv:7".to_owned(),
            more: 2,
        }),
    };
    let wording = Wording::new("全文", "");
    let passage = Passage { heading: wording.clone(), paragraphs: vec![wording] };
    let document = costs(&[("内科", "10.00", 4)], (1, 2), None).passage(passage);
    let stores = vec![read("医院1", document.clone()), read("医院2", document), failed];
    assert_data_eq!(
        dump(&rolled(stores)),
        str![[r#"
group.report.of: c.report
group.report.n_stores: #3
group.report.n_read: #2
group.report.n_failed: #1
= group.stores by group.stores.path
group.stores.store | group.stores.path | group.stores.state | group.stores.rows | group.stores.warnings | group.stores.exit | group.stores.reason | group.stores.place
  医院 group/医院1 | group/医院1 | group.state.read | #1 | #0 | #0 |  | 
  医院 group/医院2 | group/医院2 | group.state.read | #1 | #0 | #0 |  | 
  group/3 | group/3 | group.state.failed | — | — | #65 | stock.short | stock/movements/2026/2026-03.csv:7 +2
= c.costs by group.stores.store c.name
group.stores.store | c.name | c.cost | c.visits | c.each | c.rate | c.weight
  医院 group/医院1 | 内科 | ¥10.00 | #4 | ¥9.00 | 50.0% (1/2) | —
+ 医院 group/医院1 | word.total | ¥10.00 | #4 | ¥9.00 | 50.0% (1/2) | —
  医院 group/医院2 | 内科 | ¥10.00 | #4 | ¥9.00 | 50.0% (1/2) | —
+ 医院 group/医院2 | word.total | ¥10.00 | #4 | ¥9.00 | 50.0% (1/2) | —
= group.all | word.total | ¥20.00 | #8 | ¥9.00 | 50.0% (2/4) | —
= group.facts by group.stores.store
group.stores.store | c.period
  医院 group/医院1 | 2026-03
  医院 group/医院2 | 2026-03
! Message { code: "group.partial", arguments: [("count", Text("1"))] }
! Message { code: "group.left_out", arguments: [("count", Text("2"))] }

"#]]
    );
}

#[test]
fn sums_stand_in_place_of_lines_that_have_any() {
    let mut list = Table::new("c.open", &["c.name"]);
    list.line(vec![Cell::text("没有合计的一行")]);
    let one = costs(&[("内科", "10.00", 4), ("外科", "0.01", 1)], (1, 3), None).table(list);
    let other = costs(&[("儿科", "5.00", 2)], (7, 9), None);
    let stores = vec![read("甲院", one).sums_only(), read("乙院", other).sums_only()];
    assert_data_eq!(
        dump(&rolled(stores)),
        str![[r#"
group.report.of: c.report
group.report.n_stores: #2
group.report.n_read: #2
group.report.n_failed: #0
= group.stores by group.stores.path
group.stores.store | group.stores.path | group.stores.state | group.stores.rows | group.stores.warnings | group.stores.exit
  甲院 | group/甲院 | group.state.read | #1 | #0 | #0
  乙院 | group/乙院 | group.state.read | #0 | #0 | #0
= c.costs by group.stores.store c.name
group.stores.store | c.name | c.cost | c.visits | c.each | c.rate | c.weight
  甲院 | word.total | ¥10.01 | #5 | ¥9.00 | 33.3% (1/3) | —
  乙院 | word.total | ¥5.00 | #2 | ¥9.00 | 77.7% (7/9) | —
= group.all | word.total | ¥15.01 | #7 | ¥9.00 | 66.6% (8/12) | —
= c.open by group.stores.store c.name
group.stores.store | c.name
  甲院 | 没有合计的一行
= group.facts by group.stores.store
group.stores.store | c.period
  甲院 | 2026-03
  乙院 | 2026-03

"#]]
    );
}

proptest! {
    #[test]
    fn the_total_of_all_is_the_sum_of_every_line(
        stores in prop::collection::vec(
            prop::collection::vec((0_i64..1_000_000, 0_i64..1000), 1..5),
            1..6,
        ),
    ) {
        let documents = stores.iter().map(|lines| {
            let lines: Vec<(String, i64)> = lines
                .iter()
                .map(|(fen, visits)| (Money::from_fen(*fen).to_string(), *visits))
                .collect();
            let lines: Vec<_> = lines.iter().map(|(cost, visits)| ("科", cost.as_str(), *visits)).collect();
            costs(&lines, (1, 2), None)
        });
        let reports: Vec<StoreReport> = documents.map(|document| read("院1", document)).collect();
        let in_sums = reports.iter().cloned().map(StoreReport::sums_only).collect();
        for document in [rolled(reports), rolled(in_sums)] {
            let Some(Block::Table(table)) = document.blocks.get(2) else { panic!("the table") };
            let total = table.rows.iter().last().expect("a total");
            prop_assert_eq!(total.kind, RowKind::Total);
            let fen = stores.iter().flatten().map(|(fen, _)| fen).sum();
            prop_assert_eq!(&total.cells[2], &Cell::Money(Money::from_fen(fen)));
            let visits = stores.iter().flatten().map(|(_, visits)| visits).sum();
            prop_assert_eq!(&total.cells[3], &Cell::Count(visits));
        }
    }
}
