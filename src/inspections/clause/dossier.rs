//! The evidence folder: for every clause the files that show it is met, and what is missing.

use std::collections::BTreeSet;

use crate::base::{ClauseCode, RecordId, RuleCode};
use crate::inspections::{Inspections, PieceState, RecordState};

use super::{ClauseLine, Ground, Matrix};

/// A file behind a clause.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DossierFile {
    /// The file, as a path below the store's root.
    pub file: String,
    /// The sum that it had when it was named.
    pub sha256: String,
    /// The rule and the record that name it; none where the clause itself does.
    pub behind: Option<(RuleCode, RecordId)>,
    /// What became of it.
    pub state: PieceState,
}

/// The folder of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFolder {
    /// Its name: the clause's place and number.
    pub name: String,
    /// The clause.
    pub clause: ClauseCode,
    /// The rules whose records are behind it.
    pub rules: Vec<RuleCode>,
    /// The files behind it, each once for each row that names it.
    pub files: Vec<DossierFile>,
}

/// The matrix, and a folder for each of its clauses.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// The matrix.
    pub matrix: Matrix,
    /// The folders, in the order of the clauses.
    pub folders: Vec<DossierFolder>,
}

/// Gathers what is behind each clause of a matrix.
///
/// Of the records of a rule those that count show their files, and those whose files do not hold
/// any more; what was passed over for another reason shows nothing.
pub fn dossier(book: &Inspections, matrix: Matrix) -> Dossier {
    let width = matrix.clauses.len().to_string().len().max(2);
    let folder = |(line, at): (&ClauseLine, usize)| DossierFolder {
        name: format!("{at:0width$}-{}", line.clause.code),
        clause: line.clause.code.clone(),
        rules: rules(&matrix, line),
        files: files(book, &matrix, line),
    };
    let folders = matrix.clauses.iter().zip(1..).map(folder).collect();
    Dossier { matrix, folders }
}

fn rules(matrix: &Matrix, line: &ClauseLine) -> Vec<RuleCode> {
    let rule = |ground: &Ground| match ground {
        Ground::Rule(rule, _) => matrix.proofs.contains_key(rule).then(|| rule.clone()),
        _ => None,
    };
    line.grounds.iter().filter_map(|one| rule(&one.basis.ground)).collect()
}

fn files(book: &Inspections, matrix: &Matrix, line: &ClauseLine) -> Vec<DossierFile> {
    let mut files = BTreeSet::new();
    for ground in &line.grounds {
        match &ground.basis.ground {
            Ground::Document(file, sum) => {
                let state = book.piece(file, sum);
                let (file, sha256) = (file.clone(), sum.clone());
                files.insert(DossierFile { file, sha256, behind: None, state });
            }
            Ground::Rule(rule, _) => {
                let proof = matrix.proofs.get(rule);
                for one in proof.iter().flat_map(|proof| &proof.records) {
                    let row = &one.inspection;
                    for (file, sum) in row.evidence.iter().zip(&row.sha256) {
                        let state = book.piece(file, sum);
                        let counts = matches!(one.state, RecordState::Counts(_));
                        let replaced = matches!(one.state, RecordState::Superseded(_));
                        if counts || (state != PieceState::Whole && !replaced) {
                            files.insert(DossierFile {
                                file: file.clone(),
                                sha256: sum.clone(),
                                behind: Some((rule.clone(), row.id.clone())),
                                state,
                            });
                        }
                    }
                }
            }
            Ground::Indicator(_) | Ground::Task(_) | Ground::NotApplicable(..) => {}
        }
    }
    files.into_iter().collect()
}
