//! The templates of the yearly summary and the yearly plan: those that come with the tool, the
//! store's own, and a file from outside. A figure that nobody knows is refused at its line.

use std::path::Path;

use serde::Deserialize;

use crate::base::{Diagnostic, Message, Place, Refuse as _};
use crate::books::Books;
use crate::books::annual::{
    FigureRefusal, FormOrigin, PaperForm, PaperKind, PaperPart, Piece, PlanPart, Spoken, pieces,
};
use crate::store::codec::Wrong;
use crate::store::load::{Loader, toml_defect};
use crate::store::{Disk, StoreError, import_text, layout};

use super::table::{Parsed, Table};

/// The templates that come with the tool.
const SAMPLES: [(PaperKind, &str, &str); 2] = [
    (
        PaperKind::Summary,
        "data/reports/annual-summary.toml",
        include_str!("../../../data/reports/annual-summary.toml"),
    ),
    (
        PaperKind::Plan,
        "data/reports/annual-plan.toml",
        include_str!("../../../data/reports/annual-plan.toml"),
    ),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    report: Vec<Parsed>,
    #[serde(default)]
    part: Vec<Parsed>,
}

/// The text of a template that comes with the tool, to be changed.
pub fn sample_paper(kind: PaperKind) -> &'static str {
    let sample = SAMPLES.iter().find(|(own, ..)| *own == kind);
    sample.map_or("", |(_, _, text)| text)
}

/// Reads a template from outside the store, with everything that is wrong with it.
pub fn read_paper(
    disk: &dyn Disk,
    path: &Path,
) -> Result<(Option<PaperForm>, Vec<Diagnostic>), StoreError> {
    let text = import_text(disk, path)?;
    let name = path.display().to_string();
    Ok(match toml::from_str(&text) {
        Ok(file) => decode(&name, &text, file, FormOrigin::Store),
        Err(error) => (None, vec![toml_defect(&name, &text, &error)]),
    })
}

/// Reads the templates, the samples first.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    for (_, path, text) in SAMPLES {
        let file: File = toml::from_str(text).expect("BUG: data/reports");
        take(decode(path, text, file, FormOrigin::Sample), loader, books);
    }
    for path in loader.files(&layout::papers(), ".toml")? {
        let Some((file, text)) = loader.toml::<File>(&path)? else { continue };
        take(decode(path.as_str(), &text, file, FormOrigin::Store), loader, books);
    }
    Ok(())
}

fn take(
    (form, defects): (Option<PaperForm>, Vec<Diagnostic>),
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) {
    for defect in defects {
        loader.note(defect);
    }
    books.papers.extend(form);
}

/// A template, if nothing is wrong with it, and what is.
fn decode(
    path: &str,
    text: &str,
    file: File,
    origin: FormOrigin,
) -> (Option<PaperForm>, Vec<Diagnostic>) {
    let mut defects = Vec::new();
    let mut parts = Vec::new();
    for parsed in file.part {
        let mut table = Table::new(path, text, parsed);
        parts.extend(part(&mut table));
        defects.extend(table.take_defects());
    }
    let mut form = None;
    for parsed in file.report {
        let mut table = Table::new(path, text, parsed);
        let found = head(&mut table, path, origin);
        if form.is_some() {
            let _wrong = table.defect("kind", Message::new("annual.two_reports"));
        }
        form = found.ok().or(form);
        defects.extend(table.take_defects());
    }
    if form.is_none() && defects.is_empty() {
        defects.push(Diagnostic::error(Place::file(path), Message::new("annual.no_report")));
    }
    let form = form.filter(|_| defects.is_empty());
    (form.map(|form| PaperForm { parts, ..form }), defects)
}

fn head(table: &mut Table<'_>, path: &str, origin: FormOrigin) -> Result<PaperForm, Wrong> {
    let kind = table.required_word("kind", PaperKind::parse, &PaperKind::ALL.map(PaperKind::word));
    let zh = taken_apart(table, "title");
    let en = taken_apart(table, "title_en");
    let source = table.text("source");
    let source_en = table.text("source_en");
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    Ok(PaperForm {
        name: file.strip_suffix(".toml").unwrap_or(file).to_owned(),
        kind: kind?,
        title: Spoken { zh: zh?, en: en? },
        source: source?,
        source_en: source_en?,
        origin,
        parts: Vec::new(),
    })
}

fn part(table: &mut Table<'_>) -> Result<PaperPart, Wrong> {
    let heading = taken_apart(table, "heading");
    let heading_en = taken_apart(table, "heading_en");
    let zh = paragraphs(table, "text");
    let en = paragraphs(table, "text_en");
    let shown = table.word("table", PlanPart::parse, &PlanPart::ALL.map(PlanPart::word));
    let (zh, en) = (zh?, en?);
    let n_paragraphs = zh.len().max(en.len());
    let of = |all: &[Vec<Piece>], at: usize| all.get(at).cloned().unwrap_or_default();
    let paragraphs =
        (0..n_paragraphs).map(|at| Spoken { zh: of(&zh, at), en: of(&en, at) }).collect();
    Ok(PaperPart { heading: Spoken { zh: heading?, en: heading_en? }, paragraphs, table: shown? })
}

fn taken_apart(table: &mut Table<'_>, key: &'static str) -> Result<Vec<Piece>, Wrong> {
    let text = table.text(key)?;
    let wrong = |refusal: FigureRefusal| table.defect(key, refusal.message());
    pieces(text.trim()).map_err(wrong)
}

/// The paragraphs of a text, a line each.
fn paragraphs(table: &mut Table<'_>, key: &'static str) -> Result<Vec<Vec<Piece>>, Wrong> {
    let text = table.text(key)?;
    let mut paragraphs = Vec::new();
    let mut wrong = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match pieces(line) {
            Ok(pieces) => paragraphs.push(pieces),
            Err(refusal) => wrong = Some(table.defect(key, refusal.message())),
        }
    }
    wrong.map_or(Ok(paragraphs), Err)
}
