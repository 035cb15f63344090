//! Asset stocktakes: the sheet to be filled in, how far it is, the list of sheets, and what became
//! of the differences.

use super::asset::filled;
use super::receipt::{Ledger, Written};
use super::register::or_nothing;
use super::{Cell, Document, Present, Table, Tone};
use crate::assets::count::{
    Class, Counted, Entry, FollowUp, Outcome, Row as Scanned, Scope, SheetState, Within,
};
use crate::base::{Argument, Message};

const COUNTS: Ledger = Ledger {
    key: "asset.counts",
    columns: &[
        "asset.counts.id",
        "asset.counts.date",
        "asset.counts.sheet",
        "asset.counts.act",
        "asset.counts.asset",
        "asset.counts.text",
        "asset.counts.place",
        "asset.counts.department",
        "asset.counts.custodian",
        "asset.counts.class",
        "asset.counts.outcome",
        "asset.counts.tally",
        "asset.counts.person",
        "asset.counts.reason",
        "asset.counts.note",
        "asset.counts.reverses",
        "asset.counts.recorded_at",
        "asset.counts.recorded_by",
    ],
};

/// A row of the ledger, as a receipt shows it.
pub(super) fn written(row: &Scanned) -> Written {
    let cells = vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::of(&row.sheet),
        Cell::word(row.act.key()),
        Cell::maybe(row.asset.as_ref(), Cell::of),
        Cell::text(row.text.as_str()),
        Cell::text(row.place.as_str()),
        Cell::maybe(row.department.as_ref(), Cell::of),
        Cell::maybe(row.custodian.as_ref(), Cell::of),
        Cell::text(row.class.as_str()),
        Cell::maybe(row.outcome.map(Outcome::key), Cell::word),
        Cell::text(row.tally.as_str()),
        Cell::text(row.person.as_str()),
        Cell::text(&row.reason),
        Cell::text(&row.note),
        Cell::maybe(row.reverses.as_ref(), Cell::of),
        Cell::of(&row.recorded_at),
        Cell::text(row.recorded_by.as_str()),
    ];
    Written { ledger: COUNTS, cells }
}

fn scope_facts(scope: &Scope) -> Vec<(&'static str, Cell)> {
    vec![
        ("asset.count.department", Cell::maybe(scope.department.as_ref(), Cell::of)),
        ("asset.count.place", filled(&scope.place)),
        ("asset.count.custodian", Cell::maybe(scope.custodian.as_ref(), Cell::of)),
        ("asset.count.class", filled(&scope.class)),
    ]
}

fn state_cell(state: SheetState) -> Cell {
    let tone = match state {
        SheetState::Open | SheetState::Cancelled => Tone::Plain,
        SheetState::Counting => Tone::Warn,
        SheetState::Signed => Tone::Good,
    };
    Cell::verdict(state.key(), tone)
}

fn class_cell(class: Class) -> Cell {
    let tone = match class {
        Class::Matched => Tone::Good,
        Class::Twice => Tone::Plain,
        Class::Unreadable | Class::WrongPlace | Class::WrongCustodian => Tone::Warn,
        Class::Missing | Class::Unregistered | Class::Disposed => Tone::Bad,
    };
    Cell::verdict(class.key(), tone)
}

/// Which entries of a sheet are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntriesShown {
    /// Those that are not as they should be.
    Differing,
    /// All of them.
    All,
}

/// A sheet held against the register: the eight classes, and the entries in them.
pub struct CountResult<'c> {
    /// The sheet.
    pub counted: &'c Counted,
    /// Which entries are shown.
    pub shown: EntriesShown,
}

impl Present for CountResult<'_> {
    fn present(&self) -> Document<'_> {
        let Counted { sheet, scope, state, counters, signature, entries, tally } = self.counted;
        let mut facts = vec![
            ("asset.count.sheet", Cell::of(sheet)),
            ("asset.count.date", Cell::Day(scope.date)),
        ];
        facts.extend(scope_facts(scope));
        facts.extend([
            ("asset.count.state", state_cell(*state)),
            ("asset.count.lines", Cell::count(tally.lines)),
            ("asset.count.match_rate", Cell::rate(tally.match_rate())),
            ("asset.count.counters", filled(&counters.join("、"))),
        ]);
        if let Some(signature) = signature {
            facts.extend([
                ("asset.count.signed_by", Cell::text(signature.person.as_str())),
                ("asset.count.signed_on", Cell::Day(signature.date)),
                ("asset.count.reason", filled(&signature.reason)),
            ]);
        }
        let mut classes = Table::new(
            "asset.count_classes",
            &["asset.count_classes.class", "asset.count_classes.count"],
        );
        for class in Class::ALL {
            classes.line(vec![class_cell(class), Cell::count(tally.count(class))]);
        }
        let shown =
            |entry: &&Entry| self.shown == EntriesShown::All || entry.class != Class::Matched;
        let table = entries_table(entries.iter().filter(shown));
        let mut notes = Vec::new();
        if let Some(signed) = self.counted.signed_otherwise() {
            notes.push(
                Message::new("asset.count_moved")
                    .with("sheet", Argument::of(sheet))
                    .with("signed", signed)
                    .with("now", tally.written()),
            );
        }
        Document::new("asset.count")
            .facts(facts)
            .table(classes)
            .table(table)
            .notes(notes)
            .sign_off(&["word.counter", "word.observer", "word.keeper", "word.signed_on"])
    }
}

fn entries_table<'e>(entries: impl Iterator<Item = &'e Entry>) -> Table {
    let columns = [
        "asset.count_entries.class",
        "asset.count_entries.tag",
        "asset.count_entries.name",
        "asset.count_entries.department",
        "asset.count_entries.place",
        "asset.count_entries.custodian",
        "asset.count_entries.original_value",
        "asset.count_entries.seen_department",
        "asset.count_entries.seen_place",
        "asset.count_entries.seen_custodian",
        "asset.count_entries.text",
        "asset.count_entries.scope",
        "asset.count_entries.counter",
        "asset.count_entries.scan",
    ];
    let mut table = Table::new("asset.count_entries", &columns)
        .named_by(&["asset.count_entries.tag", "asset.count_entries.scan"]);
    for entry in entries {
        let (line, scan) = (entry.line.as_ref(), entry.scan.as_ref());
        let beyond = line.filter(|line| line.within == Within::Beyond);
        table.line(vec![
            class_cell(entry.class),
            or_nothing(entry.tag.as_ref()),
            Cell::text(&entry.name),
            or_nothing(line.and_then(|line| line.department.as_ref())),
            Cell::text(line.map_or("", |line| &line.place)),
            or_nothing(line.and_then(|line| line.custodian.as_ref())),
            Cell::maybe(line.map(|line| line.value), Cell::Money),
            or_nothing(scan.and_then(|scan| scan.department.as_ref())),
            Cell::text(scan.map_or("", |scan| &scan.place)),
            or_nothing(scan.and_then(|scan| scan.custodian.as_ref())),
            Cell::text(scan.map_or("", |scan| &scan.text)),
            Cell::maybe(beyond, |_| Cell::word("asset.count_beyond")),
            Cell::text(scan.map_or("", |scan| &scan.person)),
            or_nothing(scan.map(|scan| &scan.id)),
        ]);
    }
    table.without_unused(&columns[3..])
}

/// A sheet to be filled in, by hand or in a spreadsheet: its CSV is what import reads.
pub struct AssetSheet<'c>(pub &'c Counted);

impl Present for AssetSheet<'_> {
    fn present(&self) -> Document<'_> {
        let Counted { sheet, scope, entries, tally, .. } = self.0;
        let columns = [
            "asset.sheet.line",
            "asset.sheet.asset",
            "asset.sheet.name",
            "asset.sheet.class",
            "asset.sheet.department",
            "asset.sheet.place",
            "asset.sheet.custodian",
            "asset.sheet.seen",
            "asset.sheet.seen_place",
            "asset.sheet.seen_custodian",
            "asset.sheet.note",
            "asset.sheet.sheet",
        ];
        let mut table = Table::new("asset.sheet", &columns).named_by(&["asset.sheet.asset"]);
        let lines = entries.iter().filter_map(|entry| Some((entry, entry.line.as_ref()?)));
        let lines = lines.filter(|(_, line)| line.within == Within::Scope);
        for (at, (entry, line)) in lines.enumerate() {
            let scan = entry.scan.as_ref();
            table.line(vec![
                Cell::count(at + 1),
                Cell::of(&line.tag),
                Cell::text(&line.name),
                Cell::text(&line.class),
                or_nothing(line.department.as_ref()),
                Cell::text(&line.place),
                or_nothing(line.custodian.as_ref()),
                scan.map_or_else(|| Cell::text(""), |_| Cell::word("word.yes")),
                Cell::text(scan.map_or("", |scan| &scan.place)),
                or_nothing(scan.and_then(|scan| scan.custodian.as_ref())),
                Cell::text(scan.map_or("", |scan| &scan.note)),
                Cell::of(sheet),
            ]);
        }
        let mut facts = vec![
            ("asset.count.sheet", Cell::of(sheet)),
            ("asset.count.date", Cell::Day(scope.date)),
        ];
        facts.extend(scope_facts(scope));
        facts.push(("asset.count.lines", Cell::count(tally.lines)));
        Document::new("asset.sheet")
            .facts(facts)
            .table(table)
            .notes(vec![
                Message::new("asset.sheet_blank"),
                Message::new("asset.sheet_import").with("sheet", Argument::of(sheet)),
            ])
            .sign_off(&["word.counter", "word.observer", "word.keeper", "word.signed_on"])
    }
}

/// The sheets of the asset stocktakes.
pub struct AssetCounts(pub Vec<Counted>);

impl Present for AssetCounts {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new(
            "asset.count_list",
            &[
                "asset.count_list.sheet",
                "asset.count_list.date",
                "asset.count_list.department",
                "asset.count_list.place",
                "asset.count_list.state",
                "asset.count_list.lines",
                "asset.count_list.matched",
                "asset.count_list.missing",
                "asset.count_list.differences",
                "asset.count_list.match_rate",
                "asset.count_list.counters",
                "asset.count_list.signed_by",
            ],
        );
        for Counted { sheet, scope, state, counters, signature, tally, .. } in &self.0 {
            table.line(vec![
                Cell::of(sheet),
                Cell::Day(scope.date),
                or_nothing(scope.department.as_ref()),
                Cell::text(&scope.place),
                state_cell(*state),
                Cell::count(tally.lines),
                Cell::count(tally.right),
                Cell::count(tally.count(Class::Missing)),
                Cell::count(tally.differences()),
                Cell::rate(tally.match_rate()),
                Cell::text(counters.join("、")),
                Cell::text(signature.as_ref().map_or("", |row| &row.person)),
            ]);
        }
        Document::new("asset.count_list").table(table)
    }
}

/// What became of the differences of signed sheets.
pub struct FollowUps(pub Vec<FollowUp>);

impl Present for FollowUps {
    fn present(&self) -> Document<'_> {
        let columns = [
            "asset.follow.sheet",
            "asset.follow.class",
            "asset.follow.tag",
            "asset.follow.name",
            "asset.follow.department",
            "asset.follow.place",
            "asset.follow.custodian",
            "asset.follow.seen",
            "asset.follow.original_value",
            "asset.follow.days",
            "asset.follow.state",
            "asset.follow.since",
            "asset.follow.said",
        ];
        let mut table = Table::new("asset.follow", &columns)
            .named_by(&["asset.follow.sheet", "asset.follow.tag"]);
        for one in &self.0 {
            let tone = if one.state.is_open() { Tone::Bad } else { Tone::Good };
            table.line(vec![
                Cell::of(&one.sheet),
                class_cell(one.class),
                Cell::of(&one.tag),
                Cell::text(&one.name),
                or_nothing(one.department.as_ref()),
                Cell::text(&one.place),
                or_nothing(one.custodian.as_ref()),
                Cell::text(&one.seen),
                Cell::Money(one.value),
                Cell::Count(one.days),
                Cell::verdict(one.state.key(), tone),
                Cell::maybe(one.since, Cell::Day),
                Cell::text(&one.said),
            ]);
        }
        let open = self.0.iter().filter(|one| one.state.is_open());
        let value = open.clone().map(|one| one.value).sum();
        Document::new("asset.follow")
            .facts(vec![
                ("asset.follow.open", Cell::count(open.count())),
                ("asset.follow.open_value", Cell::Money(value)),
            ])
            .table(table)
    }
}
