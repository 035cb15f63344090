//! The yearly summary and the yearly plan, the figures there are, and the rows behind one.

use super::receipt::Ledger;
use super::{Cell, Document, Passage, Present, Row, Table, Tone, Wording};
use crate::base::{Decimal, Message, Span};
use crate::books::annual::{
    Figure, FigureName, FigureUnit, FilledPaper, FormOrigin, Frame, PaperKind, PlanItem, PlanPart,
    PlanState, PlanTable, PlanTitle, Said, Slot, Value,
};

const BLANKS: Ledger = Ledger {
    key: "annual.blanks",
    columns: &["annual.blank.name", "annual.blank.meaning", "annual.blank.why"],
};

const USED: Ledger = Ledger {
    key: "annual.used",
    columns: &[
        "annual.used.name",
        "annual.used.meaning",
        "annual.used.value",
        "annual.used.unit",
        "annual.used.rows",
    ],
};

const ROWS: Ledger = Ledger {
    key: "annual.rows",
    columns: &[
        "annual.row.date",
        "annual.row.id",
        "annual.row.what",
        "annual.row.part",
        "annual.row.whole",
    ],
};

const CATALOGUE: Ledger = Ledger {
    key: "annual.catalogue",
    columns: &[
        "annual.name.chinese",
        "annual.name.word",
        "annual.name.meaning",
        "annual.name.unit",
        "annual.name.takes",
    ],
};

const FRAMES: Ledger = Ledger {
    key: "annual.frames",
    columns: &["annual.frame_name.chinese", "annual.frame_name.word", "annual.frame_name.meaning"],
};

const ITEM: [&str; 7] = [
    "annual.item.code",
    "annual.item.title",
    "annual.item.owner",
    "annual.item.due",
    "annual.item.planned",
    "annual.item.actual",
    "annual.item.state",
];

impl Present for FilledPaper {
    fn present(&self) -> Document<'_> {
        let n_blanks = self.blanks().count();
        let mut document = Document::new(self.form.kind.key())
            .facts(vec![
                ("annual.period", Cell::of(&self.options.span)),
                ("annual.form", Cell::text(&self.form.name)),
                ("annual.form_source", Cell::named(&self.form.source, &self.form.source_en)),
                ("annual.n_figures", Cell::count(self.figures.len())),
                ("annual.n_blanks", Cell::count(n_blanks)),
            ])
            .passage(Passage { heading: wording(&self.title), paragraphs: Vec::new() });
        for part in &self.parts {
            document = document.passage(Passage {
                heading: wording(&part.heading),
                paragraphs: part.paragraphs.iter().map(wording).collect(),
            });
            if let Some(table) = &part.table {
                document = document.table(plan_table(table));
            }
        }
        if n_blanks > 0 {
            document = document.table(blanks(self));
        }
        if !self.figures.is_empty() {
            document = document.table(used(self));
        }
        document.notes(notes(self)).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.in_charge",
        ])
    }
}

fn wording(said: &Said) -> Wording {
    Wording::new(&said.zh, &said.en)
}

fn plan_table(table: &PlanTable) -> Table {
    let key = match table.part {
        PlanPart::Tasks => "annual.plan.tasks",
        PlanPart::Targets => "annual.plan.targets",
        PlanPart::Purchases => "annual.plan.purchases",
        PlanPart::Measures => "annual.plan.measures",
        PlanPart::Duties => "annual.plan.duties",
    };
    let mut shown = Table::new(key, &ITEM).named_by(&["annual.item.code", "annual.item.title"]);
    table.items.iter().for_each(|item| shown.line(item_cells(item)));
    shown
}

fn item_cells(item: &PlanItem) -> Vec<Cell> {
    let tone = match item.state {
        PlanState::Done => Tone::Good,
        PlanState::Late | PlanState::Unapproved | PlanState::Unknown => Tone::Warn,
        PlanState::Overdue | PlanState::Missed => Tone::Bad,
        PlanState::Open | PlanState::Within | PlanState::Cancelled => Tone::Plain,
    };
    vec![
        Cell::text(&item.code),
        match &item.title {
            PlanTitle::Named(zh, en) => Cell::named(zh, en),
            PlanTitle::Said(message) => Cell::said(message.clone()),
        },
        if item.owner.is_empty() { Cell::Blank } else { Cell::text(&item.owner) },
        Cell::maybe(item.due, Cell::Day),
        Cell::said(item.planned.clone()),
        Cell::said(item.actual.clone()),
        Cell::verdict(item.state.key(), tone),
    ]
}

fn blanks(paper: &FilledPaper) -> Table {
    let mut table = BLANKS.table().named_by(&["annual.blank.name"]);
    for figure in paper.blanks() {
        for lack in &figure.lacks {
            table.line(vec![
                name(&figure.slot),
                Cell::word(figure.slot.name.key()),
                Cell::said(lack.clone()),
            ]);
        }
    }
    table
}

fn used(paper: &FilledPaper) -> Table {
    let mut table = USED.table();
    for figure in &paper.figures {
        table.line(vec![
            name(&figure.slot),
            Cell::word(figure.slot.name.key()),
            value(figure),
            unit(figure),
            Cell::count(figure.rows.len()),
        ]);
    }
    table
}

/// A figure by its Chinese name for readers of Chinese, by the word of the files for others.
fn name(slot: &Slot) -> Cell {
    let chinese = match slot.of.as_str() {
        "" => slot.name.chinese().to_owned(),
        of => format!("{}({of})", slot.name.chinese()),
    };
    Cell::named(&chinese, &slot.to_string())
}

fn value(figure: &Figure) -> Cell {
    match figure.value() {
        None => Cell::Blank,
        Some(Value::Count(count)) => Cell::Count(count),
        Some(Value::Money(money)) => Cell::Money(money),
        Some(Value::Amount(amount)) => Cell::Quantity(amount),
        Some(Value::Rate(ratio) | Value::Change(ratio)) => Cell::rate(ratio),
        Some(Value::Mean(ratio)) => {
            let mean = ratio.fraction().and_then(|mean| mean.round(ratio.decimals));
            Cell::maybe(mean, Cell::Quantity)
        }
    }
}

fn unit(figure: &Figure) -> Cell {
    match figure.slot.name.unit() {
        FigureUnit::Amount if !figure.measure.is_empty() => Cell::text(&figure.measure),
        unit => Cell::word(unit.key()),
    }
}

fn notes(paper: &FilledPaper) -> Vec<Message> {
    let mut notes: Vec<Message> = Vec::new();
    for lack in paper.blanks().flat_map(|figure| &figure.lacks) {
        if !notes.contains(lack) {
            notes.push(lack.clone());
        }
    }
    let tables = || paper.parts.iter().filter_map(|part| part.table.as_ref());
    if tables().next().is_some() {
        notes.push(Message::new("annual.who_answers"));
    }
    let duties = tables().filter(|table| table.part == PlanPart::Duties);
    let unnamed = duties.flat_map(|table| &table.items).filter(|item| item.owner.is_empty());
    let codes: Vec<&str> = unnamed.map(|item| item.code.as_str()).collect();
    if !codes.is_empty() {
        notes.push(Message::new("annual.nobody_answers").with("rules", codes.join(" ")));
    }
    notes.push(Message::new("annual.rounding"));
    if paper.form.origin == FormOrigin::Sample {
        notes.push(Message::new(match paper.form.kind {
            PaperKind::Summary => "annual.sample_summary",
            PaperKind::Plan => "annual.sample_plan",
        }));
    }
    notes
}

/// Every figure there is, and how a template writes it.
#[derive(Debug, Clone, Copy)]
pub struct FigureCatalogue;

impl Present for FigureCatalogue {
    fn present(&self) -> Document<'_> {
        let mut table = CATALOGUE.table();
        for own in FigureName::ALL {
            table.line(vec![
                Cell::text(own.chinese()),
                Cell::text(own.word()),
                Cell::word(own.key()),
                Cell::word(own.unit().key()),
                Cell::word(own.takes().key()),
            ]);
        }
        let mut frames = FRAMES.table();
        for frame in Frame::ALL {
            let [word, chinese] = frame.words();
            frames.line(vec![Cell::text(chinese), Cell::text(word), Cell::word(frame.key())]);
        }
        Document::new("annual.catalogue")
            .table(table)
            .table(frames)
            .notes(vec![Message::new("annual.how_written")])
    }
}

/// A figure of some days with the rows behind it.
#[derive(Debug, Clone, Copy)]
pub struct FigureShown<'f> {
    /// The figure.
    pub figure: &'f Figure,
    /// The days.
    pub span: Span,
}

impl Present for FigureShown<'_> {
    fn present(&self) -> Document<'_> {
        let Self { figure, span } = self;
        let document = Document::new("annual.explained").facts(vec![
            ("annual.figure_name", name(&figure.slot)),
            ("annual.figure_meaning", Cell::word(figure.slot.name.key())),
            ("annual.period", Cell::of(span)),
            ("annual.figure_value", value(figure)),
            ("annual.figure_unit", unit(figure)),
            ("annual.figure_rows", Cell::count(figure.rows.len())),
        ]);
        document.table(rows(figure)).notes(figure.lacks.clone())
    }
}

fn rows(figure: &Figure) -> Table {
    let is_money = figure.slot.name.unit() == FigureUnit::Money;
    let amount = |part: Decimal| {
        let money = is_money.then(|| crate::base::Money::round(part)).flatten();
        money.map_or(Cell::Quantity(part), Cell::Money)
    };
    let whole = figure.whole();
    let mut table = ROWS.table().named_by(&["annual.row.id"]);
    for row in &figure.rows {
        table.line(vec![
            Cell::maybe(row.date, Cell::Day),
            Cell::text(&row.id),
            Cell::text(&row.what),
            amount(row.part),
            Cell::maybe(row.whole, amount),
        ]);
    }
    if !figure.rows.is_empty() {
        table.rows.push(Row::total(vec![
            Cell::word("word.total"),
            Cell::Blank,
            Cell::Blank,
            amount(figure.part()),
            Cell::maybe(whole, amount),
        ]));
    }
    table.without_unused(&["annual.row.date", "annual.row.whole"])
}
