//! The clauses of the accreditation: the register, one clause, the matrix.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Fraction, Message, Ratio};
use crate::inspections::{
    Basis, Chapter, Clause, ClauseLine, ClauseRow, ClauseState, Clauses, Edition, Ground, Lack,
    Matrix, MatrixTally,
};

/// The clauses of the register and what they rest on.
pub struct ClausesListed<'b>(pub &'b Clauses);

/// One clause and what it rests on.
pub struct ClauseShown<'b> {
    /// The clause.
    pub clause: &'b Clause,
    /// The chapter that it stands in.
    pub chapter: &'b Chapter,
    /// What it rests on.
    pub grounds: Vec<&'b Basis>,
}

/// What a file of clauses reads as.
pub struct ClauseFile<'r>(pub &'r [ClauseRow]);

const EDITION: Ledger = Ledger {
    key: "clause.edition",
    columns: &[
        "clause.edition.title",
        "clause.edition.title_en",
        "clause.edition.edition",
        "clause.edition.source",
    ],
};

const CHAPTERS: Ledger = Ledger {
    key: "clause.chapters",
    columns: &["clause.chapters.code", "clause.chapters.title", "clause.chapters.title_en"],
};

const CLAUSES: Ledger = Ledger {
    key: "clause.list",
    columns: &[
        "clause.list.code",
        "clause.list.chapter",
        "clause.list.title",
        "clause.list.title_en",
        "clause.list.text",
    ],
};

const BASES: Ledger = Ledger {
    key: "clause.bases",
    columns: &[
        "clause.bases.clause",
        "clause.bases.kind",
        "clause.bases.name",
        "clause.bases.target",
        "clause.bases.sha256",
        "clause.bases.reason",
        "clause.bases.approved_by",
        "clause.bases.approved_on",
        "clause.bases.dropped",
        "clause.bases.recorded_by",
    ],
};

/// A row of the register, as a receipt shows it.
pub(super) fn written(row: &ClauseRow) -> Written {
    match row {
        ClauseRow::Edition(Edition { title, title_en, edition, source }) => {
            let cells = [title, title_en, edition, source].map(Cell::text).to_vec();
            Written { ledger: EDITION, cells }
        }
        ClauseRow::Chapter(Chapter { code, title, title_en }) => {
            let cells = vec![Cell::of(code), Cell::text(title), Cell::text(title_en)];
            Written { ledger: CHAPTERS, cells }
        }
        ClauseRow::Clause(clause) => Written { ledger: CLAUSES, cells: clause_cells(clause) },
        ClauseRow::Basis(basis) => Written { ledger: BASES, cells: basis_cells(basis) },
    }
}

fn clause_cells(clause: &Clause) -> Vec<Cell> {
    vec![
        Cell::of(&clause.code),
        Cell::of(&clause.chapter),
        Cell::text(&clause.title),
        Cell::text(&clause.title_en),
        Cell::text(&clause.text),
    ]
}

fn basis_cells(basis: &Basis) -> Vec<Cell> {
    let target = |target: Fraction| Cell::rate(Ratio::exact(target, Fraction::ONE, 1));
    let (target, sum, na) = match &basis.ground {
        Ground::Rule(_, aimed) => (Cell::maybe(*aimed, target), Cell::Blank, None),
        Ground::Document(_, sum) => (Cell::Blank, Cell::text(sum), None),
        Ground::NotApplicable(reason, by, day) => {
            (Cell::Blank, Cell::Blank, Some((reason, by, *day)))
        }
        Ground::Indicator(_) | Ground::Task(_) => (Cell::Blank, Cell::Blank, None),
    };
    vec![
        Cell::of(&basis.clause),
        Cell::word(basis.ground.kind().key()),
        Cell::text(basis.ground.name()),
        target,
        sum,
        Cell::maybe(na, |(reason, ..)| Cell::text(reason)),
        Cell::maybe(na, |(_, by, _)| Cell::text(by)),
        Cell::maybe(na, |(.., day)| Cell::Day(day)),
        Cell::maybe(basis.dropped.as_ref(), Cell::text),
        Cell::text(&basis.recorded_by),
    ]
}

/// The tables of some bases, without the columns that none of them fills.
fn bases<'b>(list: impl IntoIterator<Item = &'b Basis>) -> Table {
    let mut table =
        BASES.table().named_by(&["clause.bases.clause", "clause.bases.kind", "clause.bases.name"]);
    for basis in list {
        table.line(basis_cells(basis));
    }
    table.without_unused(&BASES.columns[3..])
}

impl Present for ClausesListed<'_> {
    fn present(&self) -> Document<'_> {
        let register = self.0;
        let mut document = Document::new("clause.list");
        if let Some(edition) = register.edition() {
            document = document.facts(edition_facts(edition));
        }
        let columns = [
            "clause.list.code",
            "clause.list.chapter",
            "clause.list.title",
            "clause.list.rests_on",
        ];
        let mut table = Table::new("clause.list", &columns);
        for clause in register.clauses() {
            let grounds = register.grounds(&clause.code);
            let names: Vec<&str> = grounds.iter().map(|basis| basis.ground.name()).collect();
            table.line(vec![
                Cell::of(&clause.code),
                Cell::of(&clause.chapter),
                Cell::named(&clause.title, &clause.title_en),
                match grounds.as_slice() {
                    [] => Cell::verdict("clause.unassessed", Tone::Warn),
                    [basis] if basis.ground.name().is_empty() => {
                        Cell::word(basis.ground.kind().key())
                    }
                    _ => Cell::text(names.join("; ")),
                },
            ]);
        }
        let empty = table.rows.is_empty();
        let columns = ["clause.chapters.code", "clause.chapters.title"];
        let mut chapters = Table::new("clause.chapters", &columns);
        for chapter in register.chapters() {
            let title = Cell::named(&chapter.title, &chapter.title_en);
            chapters.line(vec![Cell::of(&chapter.code), title]);
        }
        document = document.table(table);
        if empty && !chapters.rows.is_empty() {
            document = document.table(chapters);
        }
        document.notes(if empty { vec![Message::new("clause.none")] } else { Vec::new() })
    }
}

fn edition_facts(edition: &Edition) -> Vec<(&'static str, Cell)> {
    vec![
        ("clause.edition.title", Cell::named(&edition.title, &edition.title_en)),
        ("clause.edition.edition", Cell::text(&edition.edition)),
        ("clause.edition.source", Cell::text(&edition.source)),
    ]
}

impl Present for ClauseShown<'_> {
    fn present(&self) -> Document<'_> {
        let Self { clause, chapter, grounds } = self;
        let facts = vec![
            ("clause.list.code", Cell::of(&clause.code)),
            ("clause.list.chapter", Cell::of(&chapter.code)),
            ("clause.chapters.title", Cell::named(&chapter.title, &chapter.title_en)),
            ("clause.list.title", Cell::named(&clause.title, &clause.title_en)),
            ("clause.list.text", Cell::text(&clause.text)),
        ];
        let document = Document::new("clause.shown").facts(facts);
        if grounds.is_empty() {
            return document.prose(Message::new("clause.gap.not_assessed"));
        }
        document.table(bases(grounds.iter().copied()))
    }
}

impl Present for ClauseFile<'_> {
    fn present(&self) -> Document<'_> {
        let mut tables = [EDITION.table(), CHAPTERS.table(), CLAUSES.table(), BASES.table()];
        for row in self.0 {
            let at = match row {
                ClauseRow::Edition(_) => 0,
                ClauseRow::Chapter(_) => 1,
                ClauseRow::Clause(_) => 2,
                ClauseRow::Basis(_) => 3,
            };
            tables[at].line(written(row).cells);
        }
        let filled = tables.into_iter().filter(|table| !table.rows.is_empty());
        filled
            .map(|table| {
                let own: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
                table.without_unused(&own)
            })
            .fold(Document::new("clause.file"), Document::table)
    }
}

impl Present for Matrix {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("clause.matrix")
            .facts(frame(self))
            .table(chapters(self))
            .table(clauses(self))
            .table(lacks(self));
        let not_applicable = not_applicable(self);
        if !not_applicable.rows.is_empty() {
            document = document.table(not_applicable);
        }
        document.notes(notes(self)).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.in_charge",
        ])
    }
}

pub(super) fn frame(matrix: &Matrix) -> Vec<(&'static str, Cell)> {
    let mut facts: Vec<(&'static str, Cell)> =
        matrix.edition.iter().flat_map(edition_facts).collect();
    let total = matrix.total;
    facts.extend([
        ("clause.matrix.period", Cell::of(&matrix.period)),
        ("clause.matrix.all", Cell::count(total.all())),
        ("clause.state.met", Cell::count(total.met)),
        ("clause.state.partial", Cell::count(total.partial)),
        ("clause.state.gap", Cell::count(total.gaps())),
        ("clause.state.not_applicable", Cell::count(total.not_applicable)),
        ("clause.matrix.empty", Cell::count(total.empty)),
        ("clause.matrix.share", Cell::rate(total.share())),
    ]);
    facts
}

fn chapters(matrix: &Matrix) -> Table {
    let columns = [
        "clause.matrix.chapter",
        "clause.matrix.title",
        "clause.matrix.all",
        "clause.state.met",
        "clause.state.partial",
        "clause.state.gap",
        "clause.state.not_applicable",
        "clause.matrix.share",
    ];
    let mut table = Table::new("clause.matrix.chapters", &columns);
    let counts = |tally: MatrixTally| {
        let MatrixTally { met, partial, gap: _, not_applicable, empty: _ } = tally;
        let counts = [tally.all(), met, partial, tally.gaps(), not_applicable].map(Cell::count);
        [counts.to_vec(), vec![Cell::rate(tally.share())]].concat()
    };
    for line in &matrix.chapters {
        let names = vec![
            Cell::of(&line.chapter.code),
            Cell::named(&line.chapter.title, &line.chapter.title_en),
        ];
        table.line([names, counts(line.tally)].concat());
    }
    let names = vec![Cell::word("word.total"), Cell::Blank];
    table.rows.push(super::Row::total([names, counts(matrix.total)].concat()));
    table
}

fn state(state: ClauseState) -> Cell {
    let tone = match state {
        ClauseState::Met => Tone::Good,
        ClauseState::Partial => Tone::Warn,
        ClauseState::Gap => Tone::Bad,
        ClauseState::NotApplicable => Tone::Plain,
    };
    Cell::verdict(state.key(), tone)
}

fn clauses(matrix: &Matrix) -> Table {
    let columns = [
        "clause.matrix.clause",
        "clause.matrix.title",
        "clause.matrix.state",
        "clause.matrix.holds",
        "clause.matrix.rests_on",
    ];
    let mut table = Table::new("clause.matrix.clauses", &columns);
    for line in &matrix.clauses {
        let holding = line.grounds.iter().filter(|ground| ground.lack.is_none()).count();
        let names: Vec<&str> =
            line.grounds.iter().map(|ground| ground.basis.ground.name()).collect();
        table.line(vec![
            Cell::of(&line.clause.code),
            Cell::named(&line.clause.title, &line.clause.title_en),
            state(line.state),
            match line.state {
                ClauseState::NotApplicable => Cell::Blank,
                _ => Cell::text(format!("{holding}/{}", line.grounds.len())),
            },
            Cell::text(names.join("; ")),
        ]);
    }
    table
}

/// What is missing: a row for everything that a clause rests on and that does not hold.
pub(super) fn lacks(matrix: &Matrix) -> Table {
    let columns = [
        "clause.lacks.clause",
        "clause.lacks.title",
        "clause.lacks.kind",
        "clause.lacks.name",
        "clause.lacks.why",
    ];
    let mut table = Table::new("clause.lacks", &columns).named_by(&[
        "clause.lacks.clause",
        "clause.lacks.kind",
        "clause.lacks.name",
    ]);
    for line in &matrix.clauses {
        for (basis, lack) in line.lacks() {
            table.line(vec![
                Cell::of(&line.clause.code),
                Cell::named(&line.clause.title, &line.clause.title_en),
                Cell::maybe(basis, |basis| Cell::word(basis.ground.kind().key())),
                Cell::maybe(basis, |basis| Cell::text(basis.ground.name())),
                Cell::said(said(lack)),
            ]);
        }
    }
    for chapter in matrix.empty_chapters() {
        table.line(vec![
            Cell::of(&chapter.code),
            Cell::named(&chapter.title, &chapter.title_en),
            Cell::word("clause.lacks.chapter"),
            Cell::Blank,
            Cell::said(
                Message::new("clause.gap.no_clause").with("chapter", chapter.code.to_string()),
            ),
        ]);
    }
    table
}

/// Why something does not hold, as a sentence.
fn said(lack: Lack) -> Message {
    match lack {
        Lack::NotAssessed => Message::new("clause.gap.not_assessed"),
        Lack::NoRule => Message::new("clause.gap.no_rule"),
        Lack::NothingDue => Message::new("clause.gap.nothing_due"),
        Lack::Rate { kept, target, missed } => Message::new("clause.gap.rate")
            .with("kept", kept.to_string())
            .with("target", target.to_string())
            .with("missed", missed.to_string()),
        Lack::FileMissing => Message::new("clause.gap.file_missing"),
        Lack::FileChanged => Message::new("clause.gap.file_changed"),
        Lack::NoIndicator => Message::new("clause.gap.no_indicator"),
        Lack::MonthsMissing(months) => {
            Message::new("clause.gap.months_missing").with("count", months)
        }
        Lack::TargetMissed(months) => {
            Message::new("clause.gap.target_missed").with("count", months)
        }
        Lack::NoTask => Message::new("clause.gap.no_task"),
        Lack::TaskOpen => Message::new("clause.gap.task_open"),
        Lack::TaskOverdue => Message::new("clause.gap.task_overdue"),
        Lack::TaskCancelled => Message::new("clause.gap.task_cancelled"),
        Lack::Contradicted => Message::new("clause.gap.contradicted"),
    }
}

fn not_applicable(matrix: &Matrix) -> Table {
    let columns = [
        "clause.not_applicable.clause",
        "clause.not_applicable.title",
        "clause.not_applicable.reason",
        "clause.not_applicable.approved_by",
        "clause.not_applicable.approved_on",
    ];
    let mut table = Table::new("clause.not_applicable", &columns);
    let left_out = |line: &&ClauseLine| line.state == ClauseState::NotApplicable;
    for line in matrix.clauses.iter().filter(left_out) {
        for ground in &line.grounds {
            if let Ground::NotApplicable(reason, by, day) = &ground.basis.ground {
                table.line(vec![
                    Cell::of(&line.clause.code),
                    Cell::named(&line.clause.title, &line.clause.title_en),
                    Cell::text(reason),
                    Cell::text(by),
                    Cell::Day(*day),
                ]);
            }
        }
    }
    table
}

pub(super) fn notes(matrix: &Matrix) -> Vec<Message> {
    let mut notes = Vec::new();
    if matrix.clauses.is_empty() {
        notes.push(Message::new("clause.none"));
    }
    if matrix.clauses.iter().any(|line| !line.grounds.is_empty()) {
        notes.push(Message::new("clause.files_today"));
    }
    notes
}
