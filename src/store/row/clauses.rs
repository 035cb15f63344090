//! The clauses of the accreditation: `inspections/clauses.toml`, and the samples that come with the
//! tool.

use crate::base::{
    ChapterCode, ClauseCode, Day, Diagnostic, IndicatorCode, Moment, Refuse as _, RuleCode,
    TaskCode,
};
use crate::books::{Books, Line};
use crate::inspections::{
    Basis, Chapter, Clause, ClauseRefusal, ClauseRow, Edition, Ground, PieceState, Record, Rule,
};
use crate::store::codec::Wrong;
use crate::store::load::{Loader, toml_defect};
use crate::store::{StoreError, layout};

use super::Target;
use super::blocks::register;
use super::table::{self, Parsed, Table, Written};

/// The samples that come with the tool, by their names.
const SAMPLES: [(&str, &str); 1] = [("SANJIA", include_str!("../../../data/clauses/SANJIA.toml"))];

/// The samples of clauses that come with the tool: name and text, remarks included.
pub const fn clause_samples() -> &'static [(&'static str, &'static str)] {
    &SAMPLES
}

register! {
    /// The shape of the file.
    File: one [edition] many [chapter, clause, basis]
}

/// Reads the register into the books.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    let path = layout::clauses();
    let Some((file, text)) = loader.register::<File>(&path)? else { return Ok(()) };
    let defects = each(path.as_str(), &text, file, &mut |row, table| {
        let line = Line::Inspection(Record::Clause(Box::new(row)));
        if let Err(refusal) = books.apply(&line) {
            table.refused(&refusal);
        }
    });
    for defect in defects {
        loader.note(defect);
    }
    Ok(())
}

/// Tells which files of clauses are not what they were, each at the block that names it.
pub(super) fn look(loader: &mut Loader<'_, '_>, books: &Books) -> Result<(), StoreError> {
    let path = layout::clauses();
    let Some((file, text)) = loader.register::<File>(&path)? else { return Ok(()) };
    let book = &books.inspections;
    let mut found = Vec::new();
    // What is wrong with the blocks themselves was told when they were read.
    let _told = each(path.as_str(), &text, file, &mut |row, table| {
        let ClauseRow::Basis(basis) = row else { return };
        let Ground::Document(file, sum) = &basis.ground else { return };
        let (clause, state) = (basis.clause.to_string(), book.piece(file, sum));
        if !book.clauses.grounds(&basis.clause).contains(&&basis) {
            return;
        }
        let file = file.clone();
        let refusal = match state {
            PieceState::Whole => return,
            PieceState::Missing => ClauseRefusal::DocumentMissing { clause, file },
            PieceState::Changed => ClauseRefusal::DocumentChanged { clause, file },
        };
        let (place, original) = table.place("document");
        found.push(Diagnostic::warning(place, refusal.message()).with_original(original));
    });
    for remark in found {
        loader.note(remark);
    }
    Ok(())
}

/// Reads clauses from the text of a file, or tells everything that is wrong with it.
pub fn read_clauses(name: &str, text: &str) -> Result<Vec<ClauseRow>, Vec<Diagnostic>> {
    let file: File = toml::from_str(text).map_err(|error| vec![toml_defect(name, text, &error)])?;
    let mut rows = Vec::new();
    let defects = each(name, text, file, &mut |row, _| rows.push(row));
    if defects.is_empty() { Ok(rows) } else { Err(defects) }
}

/// Hands over every block that can be read, with its table; gives what is wrong.
fn each(
    name: &str,
    text: &str,
    file: File,
    take: &mut dyn FnMut(ClauseRow, &mut Table<'_>),
) -> Vec<Diagnostic> {
    type Decode = fn(&mut Table<'_>) -> Result<ClauseRow, Wrong>;
    let File { edition, chapter, clause, basis: bases } = file;
    let edition: Vec<Parsed> = edition.into_iter().collect();
    let kinds: [(Vec<Parsed>, Decode); 4] =
        [(edition, edition_of), (chapter, chapter_of), (clause, clause_of), (bases, basis_of)];
    let mut defects = Vec::new();
    for (blocks, decode) in kinds {
        for parsed in blocks {
            let mut table = Table::new(name, text, parsed);
            if let Ok(row) = decode(&mut table) {
                take(row, &mut table);
            }
            defects.extend(table.take_defects());
        }
    }
    defects
}

fn edition_of(table: &mut Table<'_>) -> Result<ClauseRow, Wrong> {
    let title = required_text(table, "title");
    let title_en = table.text("title_en");
    let edition = table.text("edition");
    let source = table.text("source");
    let (title, title_en) = (title?, title_en?);
    Ok(ClauseRow::Edition(Edition { title, title_en, edition: edition?, source: source? }))
}

fn chapter_of(table: &mut Table<'_>) -> Result<ClauseRow, Wrong> {
    let code = table.required("code", ChapterCode::parse);
    let title = required_text(table, "title");
    let title_en = table.text("title_en");
    Ok(ClauseRow::Chapter(Chapter { code: code?, title: title?, title_en: title_en? }))
}

fn clause_of(table: &mut Table<'_>) -> Result<ClauseRow, Wrong> {
    let code = table.required("code", ClauseCode::parse);
    let chapter = table.required("chapter", ChapterCode::parse);
    let title = required_text(table, "title");
    let title_en = table.text("title_en");
    let text = table.text("text");
    Ok(ClauseRow::Clause(Clause {
        code: code?,
        chapter: chapter?,
        title: title?,
        title_en: title_en?,
        text: text?,
    }))
}

fn required_text(table: &mut Table<'_>, key: &'static str) -> Result<String, Wrong> {
    table.required(key, |text| match text.trim() {
        "" => Err(ClauseRefusal::Empty { field: key }),
        text => Ok(text.to_owned()),
    })
}

fn basis_of(table: &mut Table<'_>) -> Result<ClauseRow, Wrong> {
    let clause = table.required("clause", ClauseCode::parse);
    let rule = table.optional("rule", RuleCode::parse);
    let target = table.optional("target", Rule::parse_target);
    let document = table.text("document");
    let sha256 = table.text("sha256");
    let indicator = table.optional("indicator", IndicatorCode::parse);
    let task = table.optional("task", TaskCode::parse);
    let reason = table.text("not_applicable");
    let approved_by = table.text("approved_by");
    let approved_on = table.optional("approved_on", Day::parse);
    let dropped = table.text("dropped");
    let recorded_at = table.optional("recorded_at", Moment::parse);
    let recorded_by = table.text("recorded_by");
    let (clause, rule, target) = (clause?, rule?, target?);
    let (document, sha256, approved_by) = (document?, sha256?, approved_by?);
    let alone = target.is_some() && rule.is_none();
    let mut grounds: Vec<Ground> =
        rule.into_iter().map(|rule| Ground::Rule(rule, target)).collect();
    if !document.is_empty() {
        grounds.push(Ground::Document(document, sha256.clone()));
    }
    grounds.extend(indicator?.map(Ground::Indicator));
    grounds.extend(task?.map(Ground::Task));
    if let Some(reason) = some(reason?) {
        let day = approved_on?.unwrap_or(Day::FIRST);
        grounds.push(Ground::NotApplicable(reason, approved_by.clone(), day));
    }
    let wrong = |field: &'static str| Some((field, ClauseRefusal::Empty { field }));
    let wrong = match grounds.as_slice() {
        _ if alone => Some(("target", ClauseRefusal::TargetAlone)),
        [Ground::Document(..)] if sha256.trim().is_empty() => wrong("sha256"),
        [Ground::NotApplicable(..)] if approved_by.trim().is_empty() => wrong("approved_by"),
        [_] => None,
        _ => Some(("clause", ClauseRefusal::NotOne { clause: clause.to_string() })),
    };
    if let Some((key, refusal)) = wrong {
        return Err(table.defect(key, refusal.message()));
    }
    let ground = grounds.pop().expect("BUG: exactly one ground was just seen");
    Ok(ClauseRow::Basis(Basis {
        clause,
        ground,
        dropped: some(dropped?),
        recorded_at: recorded_at?,
        recorded_by: recorded_by?,
    }))
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// A new row is a block of its own.
pub(super) fn target(row: &ClauseRow) -> Target {
    Target::Block { path: layout::clauses(), text: encode(row) }
}

fn encode(row: &ClauseRow) -> String {
    let text = |text: &str| Written::Text(text.to_owned());
    match row {
        ClauseRow::Edition(Edition { title, title_en, edition, source }) => {
            let values = vec![
                ("title", text(title)),
                ("title_en", text(title_en)),
                ("edition", text(edition)),
                ("source", text(source)),
            ];
            table::write("edition", values).replacen("[[edition]]", "[edition]", 1)
        }
        ClauseRow::Chapter(Chapter { code, title, title_en }) => {
            let values = vec![
                ("code", text(code.as_str())),
                ("title", text(title)),
                ("title_en", text(title_en)),
            ];
            table::write("chapter", values)
        }
        ClauseRow::Clause(clause) => {
            let values = vec![
                ("code", text(clause.code.as_str())),
                ("chapter", text(clause.chapter.as_str())),
                ("title", text(&clause.title)),
                ("title_en", text(&clause.title_en)),
                ("text", text(&clause.text)),
            ];
            table::write("clause", values)
        }
        ClauseRow::Basis(basis) => encode_basis(basis),
    }
}

fn encode_basis(basis: &Basis) -> String {
    let text = |text: &str| Written::Text(text.to_owned());
    let mut values = vec![("clause", text(basis.clause.as_str()))];
    match &basis.ground {
        Ground::Rule(rule, target) => {
            values.push(("rule", text(rule.as_str())));
            let percent = target.and_then(Rule::percent_of).map(|percent| percent.to_string());
            values.push(("target", text(&percent.unwrap_or_default())));
        }
        Ground::Document(file, sum) => {
            values.extend([("document", text(file)), ("sha256", text(sum))]);
        }
        Ground::Indicator(code) => values.push(("indicator", text(code.as_str()))),
        Ground::Task(code) => values.push(("task", text(code.as_str()))),
        Ground::NotApplicable(reason, approved_by, day) => values.extend([
            ("not_applicable", text(reason)),
            ("approved_by", text(approved_by)),
            ("approved_on", Written::Bare(Some(day.to_string()))),
        ]),
    }
    values.push(("dropped", text(basis.dropped.as_deref().unwrap_or_default())));
    let recorded_at = basis.recorded_at.map(|moment| moment.to_string()).unwrap_or_default();
    values.extend([("recorded_at", text(&recorded_at)), ("recorded_by", text(&basis.recorded_by))]);
    table::write("basis", values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_reads_has_headings_in_both_languages_and_is_written_back_the_same() {
        for (name, text) in clause_samples() {
            let rows = read_clauses(name, text).expect("a sample that can be read");
            let headings = rows.iter().filter_map(|row| match row {
                ClauseRow::Chapter(chapter) => Some((&chapter.title, &chapter.title_en)),
                _ => None,
            });
            assert!(headings.clone().count() >= 10);
            assert!(headings.clone().all(|(zh, en)| !zh.is_empty() && !en.is_empty()));
            let written: Vec<String> = rows.iter().map(encode).collect();
            assert_eq!(read_clauses(name, &written.join("\n")).expect("read back"), rows);
        }
    }

    #[test]
    fn every_kind_of_basis_is_written_and_read_back_the_same() {
        let moment = Moment::parse("2026-03-05T08:30:00+08:00").expect("a moment");
        let target = Rule::parse_target("98.5").expect("a target");
        let text = |text: &str| text.to_owned();
        let grounds = [
            Ground::Rule("XC".parse().expect("a code"), None),
            Ground::Rule("XC".parse().expect("a code"), Some(target)),
            Ground::Document(text("制度/电梯 \"新\".pdf"), "0a".repeat(32)),
            Ground::Indicator("MYD".parse().expect("a code")),
            Ground::Task("2026-01".parse().expect("a code")),
            Ground::NotApplicable(text("没有锅炉"), text("分管院长"), moment.day()),
        ];
        for ground in grounds {
            for dropped in [None, Some(text("不再适用"))] {
                let row = ClauseRow::Basis(Basis {
                    clause: "3.1".parse().expect("a code"),
                    ground: ground.clone(),
                    dropped,
                    recorded_at: Some(moment),
                    recorded_by: text("安全员"),
                });
                let read = read_clauses("file", &encode(&row)).expect("read back");
                assert_eq!(read, [row]);
            }
        }
    }
}
