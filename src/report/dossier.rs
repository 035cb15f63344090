//! The evidence folder: its index, and the lists that lie in it.

use std::collections::BTreeMap;

use super::clause::lacks;
use super::inspect::{result, state_cell};
use super::{Cell, Document, Present, Rows, Table, Tone};
use crate::inspections::{
    Dossier, DossierFile, Obligation, PieceState, RecordLine, RecordState, RuleProof,
};

impl Present for Dossier {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("evidence.index");
        document.blocks = self.matrix.present().blocks;
        let at = document.blocks.len().saturating_sub(2);
        document.blocks.insert(at, super::Block::Table(files(self).into()));
        document
    }
}

/// One of the lists that lie in the folder, by itself.
enum DossierList<'d> {
    /// The clauses, their state, folder and number of files.
    Index(&'d Dossier),
    /// The files behind the clauses, with their sums.
    Files(&'d Dossier),
    /// What is missing.
    Missing(&'d Dossier),
    /// The records behind a rule.
    Records(&'d RuleProof),
    /// What was missed of a rule, or is overdue.
    Undone(&'d RuleProof),
}

impl<'d> DossierList<'d> {
    fn laid_out(&self) -> Document<'d> {
        let table = match self {
            Self::Index(dossier) => index(dossier).into(),
            Self::Files(dossier) => files(dossier).into(),
            Self::Missing(dossier) => lacks(&dossier.matrix).into(),
            Self::Records(proof) => records(&proof.records),
            Self::Undone(proof) => undone(&proof.undone),
        };
        Document::new(table.key).table(table)
    }
}

fn index(dossier: &Dossier) -> Table {
    let columns = [
        "evidence.clauses.clause",
        "evidence.clauses.title",
        "evidence.clauses.state",
        "evidence.clauses.folder",
        "evidence.clauses.files",
        "evidence.clauses.lacking",
    ];
    let mut table = Table::new("evidence.clauses", &columns);
    for (line, folder) in dossier.matrix.clauses.iter().zip(&dossier.folders) {
        let whole = |file: &&DossierFile| file.state == PieceState::Whole;
        table.line(vec![
            Cell::of(&line.clause.code),
            Cell::named(&line.clause.title, &line.clause.title_en),
            Cell::word(line.state.key()),
            Cell::text(&folder.name),
            Cell::count(folder.files.iter().filter(whole).count()),
            Cell::count(line.lacks().len()),
        ]);
    }
    table
}

fn files(dossier: &Dossier) -> Table {
    let columns = [
        "evidence.files.clause",
        "evidence.files.file",
        "evidence.files.state",
        "evidence.files.rule",
        "evidence.files.record",
        "evidence.files.sha256",
    ];
    let mut table = Table::new("evidence.files", &columns).named_by(&[
        "evidence.files.clause",
        "evidence.files.file",
        "evidence.files.record",
    ]);
    for folder in &dossier.folders {
        for file in &folder.files {
            let tone = match file.state {
                PieceState::Whole => Tone::Good,
                PieceState::Missing | PieceState::Changed => Tone::Bad,
            };
            let behind = file.behind.as_ref();
            table.line(vec![
                Cell::of(&folder.clause),
                Cell::text(&file.file),
                Cell::verdict(file.state.key(), tone),
                Cell::maybe(behind, |(rule, _)| Cell::of(rule)),
                Cell::maybe(behind, |(_, record)| Cell::of(record)),
                Cell::text(&file.sha256),
            ]);
        }
    }
    table
}

fn records(list: &[RecordLine]) -> Table<Rows<'_>> {
    let columns = [
        "evidence.records.id",
        "evidence.records.date",
        "evidence.records.time",
        "evidence.records.subject",
        "evidence.records.person",
        "evidence.records.result",
        "evidence.records.state",
        "evidence.records.due",
        "evidence.records.evidence",
        "evidence.records.note",
        "evidence.records.recorded_at",
        "evidence.records.recorded_by",
    ];
    let table = Table::new("evidence.records", &columns);
    table.lines_of(list, move |RecordLine { inspection: row, state }| {
        let due = match state {
            RecordState::Counts(due) => Cell::Day(*due),
            _ => Cell::Blank,
        };
        vec![
            Cell::of(&row.id),
            Cell::Day(row.date),
            Cell::maybe(row.time, |time| Cell::of(&time)),
            Cell::of(&row.subject),
            Cell::text(row.person.as_str()),
            result(row.result),
            state_cell(state),
            due,
            Cell::text(row.evidence.join(";")),
            Cell::text(&row.note),
            Cell::of(&row.recorded_at),
            Cell::text(row.recorded_by.as_str()),
        ]
    })
}

fn undone(list: &[Obligation]) -> Table<Rows<'_>> {
    let columns = [
        "evidence.undone.obligation",
        "evidence.undone.due",
        "evidence.undone.rule",
        "evidence.undone.subject",
        "evidence.undone.status",
        "evidence.undone.window_from",
        "evidence.undone.window_to",
        "evidence.undone.nth",
    ];
    let table = Table::new("evidence.undone", &columns);
    table.lines_of(list, move |one| {
        vec![
            Cell::of(&one.name()),
            Cell::Day(one.unit.due),
            Cell::of(&one.rule),
            Cell::of(&one.subject),
            Cell::word(one.unit.status.key()),
            Cell::Day(one.unit.window.first()),
            Cell::Day(one.unit.window.last()),
            Cell::text(format!("{}/{}", one.nth, one.of)),
        ]
    })
}

/// In which form a paper of the folder is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperForm {
    /// To be read.
    Markdown,
    /// To be opened in a spreadsheet.
    Csv,
}

/// A paper of the folder, to be printed.
pub struct DossierPaper<'d> {
    /// Its name below the folder.
    pub name: String,
    /// In which form it is printed.
    pub form: PaperForm,
    /// What is on it.
    pub document: Document<'d>,
}

/// The papers of the evidence folder: the index, the lists, and for each clause the records behind
/// its rules and what was missed of them.
pub fn dossier_papers<'d>(dossier: &'d Dossier) -> Vec<DossierPaper<'d>> {
    let csv = |name: String, list: DossierList<'d>| DossierPaper {
        name,
        form: PaperForm::Csv,
        document: list.laid_out(),
    };
    let mut papers = vec![
        csv("index.csv".to_owned(), DossierList::Index(dossier)),
        csv("files.csv".to_owned(), DossierList::Files(dossier)),
        csv("missing.csv".to_owned(), DossierList::Missing(dossier)),
    ];
    for folder in &dossier.folders {
        for rule in &folder.rules {
            let Some(proof) = dossier.matrix.proofs.get(rule) else { continue };
            let of = |what: &str| format!("{}/{what}-{rule}.csv", folder.name);
            papers.push(csv(of("records"), DossierList::Records(proof)));
            if !proof.undone.is_empty() {
                papers.push(csv(of("missed"), DossierList::Undone(proof)));
            }
        }
    }
    papers
}

/// The copies that lie in the folder: the name below the folder, and the file that still holds.
pub fn dossier_copies(dossier: &Dossier) -> BTreeMap<String, &DossierFile> {
    let mut copies = BTreeMap::new();
    for folder in &dossier.folders {
        for file in folder.files.iter().filter(|file| file.state == PieceState::Whole) {
            copies.insert(format!("{}/files/{}", folder.name, file.file), file);
        }
    }
    copies
}

/// The paper that the index is printed on.
pub fn index_paper<'d>(index: &Document<'d>) -> DossierPaper<'d> {
    let document = index.clone();
    DossierPaper { name: "index.md".to_owned(), form: PaperForm::Markdown, document }
}
