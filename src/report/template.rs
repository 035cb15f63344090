//! Checklists: listed, shown, as a sheet to be filled in, and filled in.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Decimal, Fraction, Message, Ratio};
use crate::inspections::{
    Answer, Forms, Inspection, Item, ItemKind, ItemMark, Marking, Template, Tick, Value, Verdict,
    Why,
};

/// The checklists of the store, every version of them, and those that come with the tool.
pub struct Templates<'b> {
    /// Those of the store.
    pub forms: &'b Forms,
    /// Those that come with the tool.
    pub samples: Vec<&'b Template>,
}

/// One version of a checklist.
pub struct TemplateShown<'t>(pub &'t Template);

/// A sheet to be filled in, by hand or in a spreadsheet: its CSV is what `--answers` reads.
pub struct BlankSheet<'t>(pub &'t Template);

/// A filled checklist, by the version that it was filled in with.
pub struct Filled<'t> {
    /// The record.
    pub record: &'t Inspection,
    /// What its answers come to.
    pub marking: &'t Marking<'t>,
}

const TEMPLATES: Ledger = Ledger {
    key: "template.list",
    columns: &[
        "template.list.template",
        "template.list.version",
        "template.list.title",
        "template.list.valid_from",
        "template.list.scale",
        "template.list.full",
        "template.list.pass_mark",
        "template.list.na_cap",
        "template.list.n_sections",
        "template.list.n_items",
        "template.list.source",
    ],
};

const ANSWERS: Ledger = Ledger {
    key: "template.answers",
    columns: &[
        "template.answers.record",
        "template.answers.template",
        "template.answers.version",
        "template.answers.item",
        "template.answers.value",
        "template.answers.note",
    ],
};

const ITEMS: &[&str] = &[
    "template.items.section",
    "template.items.item",
    "template.items.title",
    "template.items.kind",
    "template.items.points",
    "template.items.per",
    "template.items.unit",
    "template.items.limits",
    "template.items.marks",
];

const SHEET: &[&str] = &[
    "template.sheet.template",
    "template.sheet.version",
    "template.sheet.section",
    "template.sheet.item",
    "template.sheet.title",
    "template.sheet.kind",
    "template.sheet.limits",
    "template.sheet.value",
    "template.sheet.note",
];

impl Present for Templates<'_> {
    fn present(&self) -> Document<'_> {
        let mut columns = TEMPLATES.columns.to_vec();
        columns.push("template.list.n_records");
        let mut table = Table::new(TEMPLATES.key, &columns)
            .named_by(&["template.list.template", "template.list.version"]);
        for (_, versions) in self.forms.templates() {
            for template in versions {
                let mut cells = template_cells(template);
                cells.push(Cell::count(self.forms.n_records(template)));
                table.line(cells);
            }
        }
        let none = table.rows.is_empty();
        let mut notes = if none { vec![Message::new("template.none")] } else { Vec::new() };
        let mut samples = Table::new("template.samples", TEMPLATES.columns);
        for template in &self.samples {
            if self.forms.versions(&template.id).is_err() {
                samples.line(template_cells(template));
                let unfinished = template.check().is_err().then(|| {
                    let message = Message::new("template.sample_unfinished");
                    message.with("template", template.id.to_string())
                });
                notes.extend(unfinished);
            }
        }
        let mut document = Document::new(TEMPLATES.key).table(table);
        if !samples.rows.is_empty() {
            document = document.table(samples);
        }
        document.notes(notes)
    }
}

impl Present for TemplateShown<'_> {
    fn present(&self) -> Document<'_> {
        let template = self.0;
        let percent =
            |number: Option<Decimal>| Cell::maybe(number, |n| Cell::text(format!("{n}%")));
        let mut table = Table::new("template.items", ITEMS)
            .named_by(&["template.items.section", "template.items.item"]);
        for section in &template.sections {
            let mut cells = vec![
                Cell::of(&section.id),
                Cell::Blank,
                Cell::text(&section.title),
                Cell::Blank,
                Cell::from(template.points_of(section)),
            ];
            cells.resize(ITEMS.len(), Cell::Blank);
            table.rows.push(Row::line(cells));
            template.items_of(&section.id).for_each(|item| table.line(item_cells(item)));
        }
        let zero = if template.zero_section_fails { "word.yes" } else { "word.no" };
        Document::new("template.items")
            .facts(vec![
                ("template.list.template", Cell::of(&template.id)),
                ("template.list.version", Cell::Count(i64::from(template.version))),
                ("template.list.title", Cell::text(&template.title)),
                ("template.list.valid_from", Cell::Day(template.valid_from)),
                ("template.list.source", Cell::text(&template.source)),
                ("template.list.scale", Cell::word(template.scale.key())),
                ("template.list.full", exact(template.full())),
                ("template.list.pass_mark", Cell::maybe(template.pass_mark, Cell::from)),
                ("template.list.na_cap", percent(template.na_cap)),
                ("template.list.zero_section_fails", Cell::word(zero)),
            ])
            .table(table.without_unused(&[
                "template.items.per",
                "template.items.unit",
                "template.items.limits",
                "template.items.marks",
            ]))
    }
}

impl Present for BlankSheet<'_> {
    fn present(&self) -> Document<'_> {
        let template = self.0;
        let mut table = Table::new("template.sheet", SHEET).named_by(&["template.sheet.item"]);
        for section in &template.sections {
            for item in template.items_of(&section.id) {
                table.line(vec![
                    Cell::of(&template.id),
                    Cell::Count(i64::from(template.version)),
                    Cell::text(&section.title),
                    Cell::of(&item.id),
                    Cell::text(&item.title),
                    Cell::said(how(item)),
                    Cell::text(limits(item)),
                    Cell::text(""),
                    Cell::text(""),
                ]);
            }
        }
        Document::new("template.sheet")
            .facts(vec![
                ("template.list.template", Cell::of(&template.id)),
                ("template.list.version", Cell::Count(i64::from(template.version))),
                ("template.list.title", Cell::text(&template.title)),
            ])
            .table(table.without_unused(&["template.sheet.limits"]))
            .notes(vec![
                Message::new("template.sheet_ticks"),
                Message::new("template.sheet_import").with("template", template.id.to_string()),
            ])
            .sign_off(&["word.inspector", "word.head", "word.signed_on"])
    }
}

impl Present for Filled<'_> {
    fn present(&self) -> Document<'_> {
        let (record, marking) = (self.record, self.marking);
        let template = marking.template;
        Document::new("template.filled")
            .facts(vec![
                ("template.filled.record", Cell::of(&record.id)),
                ("template.filled.rule", Cell::of(&record.rule)),
                ("template.filled.subject", Cell::of(&record.subject)),
                ("template.filled.date", Cell::Day(record.date)),
                ("template.filled.person", Cell::text(record.person.as_str())),
                ("template.filled.template", Cell::of(&template.id)),
                ("template.filled.version", Cell::Count(i64::from(template.version))),
                ("template.filled.title", Cell::text(&template.title)),
                ("template.filled.score", Cell::maybe(marking.score(), tenth)),
                ("template.filled.full", exact(template.full())),
                ("template.filled.pass_mark", Cell::maybe(template.pass_mark, Cell::from)),
                ("template.filled.left_out", Cell::rate(marking.left_out)),
                ("template.filled.verdict", verdict(&marking.verdict)),
            ])
            .table(sections(marking))
            .table(answers(marking))
            .notes(verdict_notes(marking))
            .sign_off(&["word.inspector", "word.head", "word.signed_on"])
    }
}

fn sections(marking: &Marking<'_>) -> Table {
    let mut table = Table::new(
        "template.sections",
        &[
            "template.sections.section",
            "template.sections.title",
            "template.sections.points",
            "template.sections.reachable",
            "template.sections.granted",
            "template.sections.deducted",
            "template.sections.got",
        ],
    );
    for own in &marking.sections {
        table.line(vec![
            Cell::of(&own.section.id),
            Cell::text(&own.section.title),
            exact(own.points),
            exact(own.reachable),
            exact(own.granted),
            exact(own.deducted),
            exact(own.got()),
        ]);
    }
    table
}

fn answers(marking: &Marking<'_>) -> Table {
    let mut table = Table::new(
        "template.marks",
        &[
            "template.marks.item",
            "template.marks.title",
            "template.marks.value",
            "template.marks.limits",
            "template.marks.points",
            "template.marks.got",
            "template.marks.state",
            "template.marks.note",
        ],
    );
    for mark in &marking.items {
        table.line(vec![
            Cell::of(&mark.item.id),
            Cell::text(&mark.item.title),
            Cell::maybe(mark.given, |given| value_cell(given.value)),
            Cell::text(limits(mark.item)),
            Cell::from(mark.item.weight()),
            Cell::maybe(got(mark), exact),
            state(mark),
            Cell::text(mark.given.map(|given| given.note.clone()).unwrap_or_default()),
        ]);
    }
    table.without_unused(&["template.marks.limits", "template.marks.note"])
}

/// What is left of an item's own points; an item without any costs its section's.
fn got(mark: &ItemMark<'_>) -> Option<Fraction> {
    mark.granted?.checked_sub(mark.deducted)
}

fn state(mark: &ItemMark<'_>) -> Cell {
    match (mark.given, mark.granted) {
        _ if mark.fails => Cell::verdict("template.state.fails", Tone::Bad),
        (None, _) => Cell::verdict("template.state.unanswered", Tone::Warn),
        (Some(_), None) => Cell::word("template.value.na"),
        _ if mark.deducted.is_positive() => Cell::verdict("template.state.deducted", Tone::Warn),
        _ => Cell::verdict("template.state.in_order", Tone::Good),
    }
}

fn value_cell(value: Value) -> Cell {
    match value {
        Value::Number(number) => Cell::from(number),
        Value::Tick(tick) => {
            let tone = match tick {
                Tick::Pass => Tone::Good,
                Tick::Fail => Tone::Bad,
                Tick::Na => Tone::Plain,
            };
            Cell::verdict(tick.key(), tone)
        }
    }
}

fn verdict(verdict: &Verdict) -> Cell {
    match verdict {
        Verdict::Pass => Cell::verdict("template.verdict.pass", Tone::Good),
        Verdict::Fail(_) => Cell::verdict("template.verdict.fail", Tone::Bad),
        Verdict::Insufficient => Cell::verdict("template.verdict.insufficient", Tone::Warn),
    }
}

/// Why a filled checklist does not pass, or has no grade.
pub fn verdict_notes(marking: &Marking<'_>) -> Vec<Message> {
    let shown = || {
        let score = marking.score().and_then(|score| score.floor(1));
        score.map_or_else(|| "—".to_owned(), |score| score.to_string())
    };
    let item = |code: &str, id: &dyn ToString| {
        let id = id.to_string();
        let own = marking.items.iter().find(|mark| mark.item.id.as_str() == id);
        let title = own.map(|mark| mark.item.title.clone()).unwrap_or_default();
        Message::new(code).with("item", id).with("title", title)
    };
    match &marking.verdict {
        Verdict::Pass => Vec::new(),
        Verdict::Insufficient => {
            let cap = marking.template.na_cap.map(|cap| cap.to_string()).unwrap_or_default();
            let share = marking.left_out.to_string();
            let message = Message::new("template.insufficient");
            vec![message.with("share", share).with("cap", cap)]
        }
        Verdict::Fail(why) => why
            .iter()
            .map(|why| match why {
                Why::Item(id) => item("template.why_item", id),
                Why::Veto(id) => item("template.why_veto", id),
                Why::Limits(id) => item("template.why_limits", id),
                Why::ZeroSection(id) => {
                    Message::new("template.why_zero").with("section", id.to_string())
                }
                Why::BelowMark(mark) => Message::new("template.why_below")
                    .with("score", shown())
                    .with("mark", mark.to_string()),
            })
            .collect(),
    }
}

/// How an item is answered, in words.
fn how(item: &Item) -> Message {
    let unit = &item.unit;
    match item.kind {
        ItemKind::Check => Message::new("template.how_check"),
        ItemKind::Score => {
            Message::new("template.how_score").with("of", item.most().normalize().to_string())
        }
        ItemKind::Measure => Message::new("template.how_measure").with("unit", unit),
        ItemKind::Count => Message::new("template.how_count").with("unit", unit),
    }
}

fn limits(item: &Item) -> String {
    if item.limits.are_open() { String::new() } else { format!("{} {}", item.limits, item.unit) }
        .trim()
        .to_owned()
}

fn item_cells(item: &Item) -> Vec<Cell> {
    let marks = [(item.veto, "template.mark.veto"), (!item.mandatory, "template.mark.optional")];
    let mark = marks.into_iter().find(|(own, _)| *own).map(|(_, key)| key);
    vec![
        Cell::of(&item.section),
        Cell::of(&item.id),
        Cell::text(&item.title),
        Cell::word(item.kind.key()),
        Cell::from(item.weight()),
        Cell::maybe(item.per, Cell::from),
        Cell::text(&item.unit),
        Cell::text(item.limits.to_string()),
        Cell::maybe(mark, Cell::word),
    ]
}

fn template_cells(template: &Template) -> Vec<Cell> {
    vec![
        Cell::of(&template.id),
        Cell::Count(i64::from(template.version)),
        Cell::text(&template.title),
        Cell::Day(template.valid_from),
        Cell::word(template.scale.key()),
        // What is not filled in yet has no full marks.
        if template.check().is_ok() { exact(template.full()) } else { Cell::Blank },
        Cell::maybe(template.pass_mark, Cell::from),
        Cell::maybe(template.na_cap, |cap| Cell::text(format!("{cap}%"))),
        Cell::count(template.sections.len()),
        Cell::count(template.items.len()),
        Cell::text(&template.source),
    ]
}

/// A version of a checklist, as a receipt shows it.
pub(super) fn written(template: &Template) -> Written {
    Written { ledger: TEMPLATES, cells: template_cells(template) }
}

/// An answer, as a receipt shows it.
pub(super) fn written_answer(answer: &Answer) -> Written {
    let cells = vec![
        Cell::of(&answer.record),
        Cell::of(&answer.template),
        Cell::Count(i64::from(answer.version)),
        Cell::of(&answer.given.item),
        value_cell(answer.given.value),
        Cell::text(&answer.given.note),
    ];
    Written { ledger: ANSWERS, cells }
}

/// Points, exact where they end within four decimals.
fn exact(points: Fraction) -> Cell {
    Cell::maybe(points.round(4), |points| Cell::from(points.normalize()))
}

/// A score, to one decimal, rounded down.
pub(super) fn tenth(score: Fraction) -> Cell {
    Cell::maybe(score.floor(1), Cell::from)
}

/// A share in percent, as it was written.
pub(super) fn percent(share: Decimal) -> Cell {
    let part = Fraction::from_decimal(share / Decimal::ONE_HUNDRED);
    Cell::rate(Ratio::exact(part, Fraction::ONE, 1))
}
