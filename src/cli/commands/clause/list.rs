//! `houqin clause list` and `show`: the register, and one clause of it.

use houqin::base::ClauseCode;
use houqin::books::Need;
use houqin::report::{ClauseShown, ClausesListed};

use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List the clauses, and what each of them rests on
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin clause list -f csv")]
pub(crate) struct Args {}

/// Show a clause: its text, and what it rests on
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin clause show 3.1")]
pub(crate) struct Show {
    /// Clause
    #[arg(value_name = "CLAUSE")]
    clause: String,
}

pub(crate) fn run(session: &Session, args: &Args) -> anyhow::Result<Exit> {
    let Args {} = args;
    session.show(&ClausesListed(&session.read(Need::inspections())?.inspections.clauses))
}

pub(crate) fn show(session: &Session, args: Show) -> anyhow::Result<Exit> {
    let Show { clause } = args;
    let code = session.arg("CLAUSE", &clause, ClauseCode::parse)?;
    let books = session.read(Need::inspections())?;
    let register = &books.inspections.clauses;
    let clause = register.clause(&code).map_err(|refusal| Failure::refused(&refusal))?;
    let chapter =
        register.chapter(&clause.chapter).map_err(|refusal| Failure::refused(&refusal))?;
    session.show(&ClauseShown { clause, chapter, grounds: register.grounds(&code) })
}
