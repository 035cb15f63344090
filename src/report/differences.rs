//! A sheet held against the books: progress, differences, and what to do next.

use super::count::{cutoff_cell, figures, goods_cell, state_cell};
use super::sheet::{default_cutoff, scope_cell};
use super::{Cell, Document, Present, Row, Table, candidates};
use crate::base::{Argument, Message, Moment, Quantity};
use crate::stock::CostMethod;
use crate::stock::stocktake::{
    AdjustedLine, Differences, LateLine, LineResult, Recount, Round, SheetState, SheetSummary,
    Standing, Tally, Verdict,
};
use crate::stock::suspect::Candidate;

/// Which lines of a sheet are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of them.
    All,
    /// Those that somebody should look at: not matched, or not settled.
    Open,
}

/// The differences of a sheet.
pub struct SheetDifferences<'b> {
    /// The sheet.
    pub sheet: &'b Differences,
    /// Which lines are shown.
    pub shown: Shown,
    /// The lines of which something is explained, from the card's book to what is not.
    pub adjusted: Vec<AdjustedLine>,
    /// What may explain each of its lines, in their order; none for a paper without.
    pub candidates: &'b [Vec<Candidate>],
}

impl Present for SheetDifferences<'_> {
    fn present(&self) -> Document<'_> {
        let Self { sheet, shown, adjusted, candidates } = self;
        let table = Table::new(
            "stock.differences",
            &[
                "stock.count.line",
                "stock.count.item",
                "stock.count.name",
                "stock.count.unit",
                "stock.count.cutoff",
                "stock.count.book",
                "stock.count.counted",
                "stock.count.variance",
                "stock.count.value",
                "stock.count.standing",
                "stock.count.counter",
                "stock.count.approver",
                "stock.count.reason",
                "stock.count.note",
            ],
        );
        let is_shown = |line: &&LineResult| match shown {
            Shown::All => true,
            Shown::Open => {
                line.standing != Standing::Matched || line.moved() || !line.line.again.is_empty()
            }
        };
        let table = table.asked(move || {
            sheet.lines.iter().filter(is_shown).map(|line| Row::line(cells(sheet, line)))
        });
        let mut document = Document::new("stock.differences").facts(facts(sheet)).table(table);
        let moved: Vec<&LineResult> = sheet.lines.iter().filter(|line| line.moved()).collect();
        if !moved.is_empty() {
            let mut late = Table::new("stock.late", &LATE);
            for cells in moved.into_iter().flat_map(late_rows) {
                late.line(cells);
            }
            document = document.table(late);
        }
        if let Some(again) = approved_again(&sheet.lines) {
            document = document.table(again);
        }
        if let Some(rounds) = rounds(sheet) {
            document = document.table(rounds);
        }
        if !adjusted.is_empty() {
            document = document.table(adjustments(adjusted));
        }
        if let Some(table) = candidates::of_sheet(&sheet.lines, candidates) {
            document = document.table(table);
        }
        let mut notes = notes(sheet);
        notes.extend(sheet.shares_lots().map(lot_share_note));
        document.notes(notes).sign_off(&[
            "word.counter",
            "word.observer",
            "word.storekeeper",
            "word.approved_by",
            "word.signed_on",
        ])
    }
}

fn facts(sheet: &Differences) -> Vec<(&'static str, Cell)> {
    let SheetSummary { counters, approver, .. } = SheetSummary::of(sheet);
    let tally = &sheet.tally;
    vec![
        ("stock.sheets.sheet", Cell::of(&sheet.sheet)),
        ("stock.sheets.store", Cell::of(&sheet.store)),
        ("stock.sheets.date", Cell::Day(sheet.date)),
        ("stock.sheets.scope", scope_cell(&sheet.scope)),
        ("stock.sheets.cutoff", default_cutoff(sheet)),
        ("stock.sheets.state", state_cell(sheet.state)),
        ("stock.sheets.lines", Cell::count(tally.lines)),
        ("stock.sheets.counted", Cell::count(tally.counted)),
        ("stock.sheets.matched", Cell::count(tally.matched)),
        ("stock.sheets.surplus", Cell::count(tally.surplus.lines)),
        ("stock.sheets.surplus_value", tally.surplus.value.into()),
        ("stock.sheets.shortage", Cell::count(tally.shortage.lines)),
        ("stock.sheets.shortage_value", tally.shortage.value.into()),
        ("stock.sheets.uncounted", Cell::count(tally.uncounted)),
        ("stock.sheets.matched_by_line", tally.matched_by_line().into()),
        ("stock.sheets.matched_by_value", tally.matched_by_value().into()),
        ("stock.sheets.counters", Cell::text(counters.join("、"))),
        ("stock.sheets.approver", Cell::maybe(approver, Cell::text)),
    ]
}

fn cells(sheet: &Differences, line: &LineResult) -> Vec<Cell> {
    let count = line.count();
    let decision = line.line.decision.as_ref();
    let [book, counted, variance, value, standing] = figures(line);
    vec![
        Cell::Count(i64::from(line.line.of.line)),
        goods_cell(&line.line.of.goods),
        Cell::text(&line.name),
        Cell::text(&line.line.of.unit),
        cutoff_cell(sheet.date, line.at.0, &line.at.1),
        book,
        counted,
        variance,
        value,
        standing,
        Cell::maybe(count, |count| Cell::text(&count.counter)),
        Cell::maybe(decision, |decision| Cell::text(&decision.approver)),
        Cell::text(decision.map_or("", |decision| decision.reason.as_str())),
        Cell::text(count.map_or("", |count| count.note.as_str())),
    ]
}

/// The columns of the lines whose variance is no longer what was approved.
pub(super) const LATE: [&str; 10] = [
    "stock.count.item",
    "stock.count.name",
    "stock.count.unit",
    "stock.count.counted",
    "stock.count.approved",
    "stock.count.now",
    "stock.count.slip",
    "stock.count.slip_date",
    "stock.count.slip_quantity",
    "stock.count.recorded_at",
];

/// A line whose variance is no longer what was approved: a row for each slip that came in late.
pub(super) fn late_rows(line: &LineResult) -> Vec<Vec<Cell>> {
    let head = || {
        vec![
            goods_cell(&line.line.of.goods),
            Cell::text(&line.name),
            Cell::text(&line.line.of.unit),
            Cell::maybe(line.count(), |count| count.quantity.into()),
            Cell::maybe(line.approved, Cell::from),
            Cell::maybe(line.variance, |variance| variance.quantity.into()),
        ]
    };
    let of_slip = |late: &LateLine| {
        let mut cells = head();
        cells.extend([
            Cell::text(late.name()),
            Cell::Day(late.date),
            late.quantity.into(),
            Cell::of(&late.recorded_at),
        ]);
        cells
    };
    if line.late.is_empty() {
        let mut cells = head();
        cells.resize(LATE.len(), Cell::Blank);
        return vec![cells];
    }
    line.late.iter().map(of_slip).collect()
}

/// Posted lines that were approved anew: a row for each approval, the first one included; none
/// where there is no such line.
pub(super) fn approved_again(lines: &[LineResult]) -> Option<Table> {
    let mut table = Table::new(
        "stocktake.approvals",
        &[
            "stock.count.line",
            "stock.count.item",
            "stock.count.name",
            "stock.count.unit",
            "stock.count.approved",
            "stock.count.approver",
            "stock.count.reason",
            "stock.count.recorded_at",
        ],
    );
    for line in lines.iter().filter(|line| !line.line.again.is_empty()) {
        let mut put = |variance: Option<Quantity>, approver: &str, reason: &str, at: &Moment| {
            table.line(vec![
                Cell::Count(i64::from(line.line.of.line)),
                goods_cell(&line.line.of.goods),
                Cell::text(&line.name),
                Cell::text(&line.line.of.unit),
                Cell::maybe(variance, Cell::from),
                Cell::text(approver),
                Cell::text(reason),
                Cell::of(at),
            ]);
        };
        if let Some(first) = &line.line.decision {
            let variance = match first.verdict {
                Verdict::Approved { variance, .. } => Some(variance),
                Verdict::Left => None,
            };
            put(variance, &first.approver, &first.reason, &first.recorded_at);
        }
        for again in &line.line.again {
            put(Some(again.variance), &again.approver, &again.reason, &again.recorded_at);
        }
    }
    (!table.rows.is_empty()).then_some(table)
}

/// Whether every line of a sheet was counted and agrees.
fn without_difference(sheet: &Differences) -> bool {
    sheet.tally.matched > 0 && sheet.tally.matched == sheet.tally.lines
}

/// The counts of the lines that were counted more than once; none where there is no such line.
fn rounds(sheet: &Differences) -> Option<Table> {
    let mut table = Table::new(
        "stocktake.rounds",
        &[
            "stock.count.line",
            "stock.count.item",
            "stock.count.name",
            "stocktake.round",
            "stock.count.counter",
            "stock.count.cutoff",
            "stock.count.book",
            "stock.count.counted",
            "stock.count.variance",
            "stocktake.taken",
        ],
    );
    for line in sheet.lines.iter().filter(|line| line.rounds.len() > 1) {
        for Round { count, book, variance } in &line.rounds {
            let cutoff = count.cutoff.as_ref();
            let taken = line.recount == Recount::Done && line.count() == Some(count);
            table.line(vec![
                Cell::Count(i64::from(line.line.of.line)),
                goods_cell(&line.line.of.goods),
                Cell::text(&line.name),
                Cell::Count(i64::from(count.round)),
                Cell::text(&count.counter),
                Cell::maybe(cutoff, |cutoff| cutoff_cell(sheet.date, count.date, cutoff)),
                (*book).into(),
                count.quantity.into(),
                (*variance).into(),
                if taken { Cell::word("stocktake.is_taken") } else { Cell::text("") },
            ]);
        }
    }
    (!table.rows.is_empty()).then_some(table)
}

/// What explains the differences: from the card's book to what nobody has explained.
fn adjustments(lines: &[AdjustedLine]) -> Table {
    let mut table = Table::new(
        "stocktake.adjusted",
        &[
            "stock.count.item",
            "stock.count.name",
            "stocktake.explained_by",
            "stock.stocktakes.slip",
            "stock.count.book",
            "stocktake.effect",
            "stocktake.adjusted_book",
            "stock.count.counted",
            "stocktake.unexplained",
        ],
    );
    for line in lines {
        for one in &line.adjustments {
            let entered = one.entered.is_some();
            let key = if entered { "stocktake.entered" } else { one.declared.explanation.key() };
            table.line(vec![
                goods_cell(&line.of.goods),
                Cell::text(&line.name),
                Cell::word(key),
                Cell::text(&one.declared.slip),
                Cell::Blank,
                one.effect().into(),
                Cell::Blank,
                Cell::Blank,
                Cell::Blank,
            ]);
        }
        table.rows.push(Row::subtotal(vec![
            goods_cell(&line.of.goods),
            Cell::text(&line.name),
            Cell::word("stocktake.adjusted_book"),
            Cell::Blank,
            line.book.into(),
            (line.adjusted - line.book).into(),
            line.adjusted.into(),
            Cell::maybe(line.counted, Cell::from),
            Cell::maybe(line.unexplained, Cell::from),
        ]));
    }
    table
}

/// That lots counted apart are shown at their shares of the card, by the method of the store.
pub(super) fn lot_share_note(method: CostMethod) -> Message {
    Message::new("stocktake.note_lot_share").with("method", Argument::key(method.key()))
}

/// What stands in the way, and what to type next.
pub(super) fn notes(sheet: &Differences) -> Vec<Message> {
    let Tally { uncounted, left, unclear, unlisted, moved, unpriced, recounts, disputed, .. } =
        sheet.tally;
    let posted = sheet.state == SheetState::Posted;
    let blank = uncounted - left;
    let about = |code: &str| Message::new(code).with("sheet", sheet.sheet.to_string());
    let mut notes = Vec::new();
    let mut tell = |count: usize, code: &str| {
        if count > 0 {
            notes.push(about(code).with("count", count));
        }
    };
    tell(blank, "stock.note_uncounted");
    tell(unclear, "stock.note_unclear");
    tell(unlisted, "stock.note_unlisted");
    tell(unpriced, "stock.note_unpriced");
    tell(recounts, "stocktake.note_recount");
    tell(disputed, "stocktake.note_disputed");
    tell(moved, if posted { "stock.note_moved_posted" } else { "stock.note_moved" });
    match sheet.state {
        SheetState::Differences if moved + unclear + recounts + disputed == 0 => {
            notes.push(about("stock.note_approve"));
        }
        SheetState::Approved => notes.push(about("stock.note_post")),
        SheetState::Posted if without_difference(sheet) => {
            let count = sheet.tally.matched;
            notes.push(about("stocktake.note_evidence").with("count", count));
        }
        _ => {}
    }
    notes
}
