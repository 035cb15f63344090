//! The clauses of an accreditation (评审条款), what the hospital rests each of them on, and whether
//! that holds.
//!
//! A clause that rests on nothing is a gap: what nobody assessed is not met. Look next at
//! `matrix.rs`.

mod dossier;
mod error;
mod judging;
mod matrix;
mod proof;
mod register;
mod request;
#[cfg(test)]
mod tests;

pub use dossier::{Dossier, DossierFile, DossierFolder, dossier};
pub use error::ClauseRefusal;
pub use matrix::{ChapterLine, ClauseLine, ClauseState, GroundLine, Matrix, MatrixTally, matrix};
pub use proof::{Lack, RuleProof};
pub use register::{Basis, Chapter, Clause, ClauseRow, Clauses, Edition, Ground, GroundKind};
pub use request::{AdoptRequest, BasisRequest, ClauseRequest, add_clause, adopt, rest};
