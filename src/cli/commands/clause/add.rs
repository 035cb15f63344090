//! `houqin clause add`: one clause.

use houqin::base::{ChapterCode, ClauseCode};
use houqin::books::{Change, Need};
use houqin::inspections::{self, Clause, ClauseRequest};

use super::rest::Grounds;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Add a clause, with what it rests on
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    houqin clause add 3.1 --chapter 3 --title 电梯按期维保 --rule DTWB --document 制度/电梯.pdf\n  \
    houqin clause add 16.1 --chapter 16 --chapter-title 其他 --title 满意度 --indicator MYD")]
pub(crate) struct Args {
    /// Number of the clause
    #[arg(value_name = "CLAUSE")]
    clause: String,
    /// Chapter that it stands in
    #[arg(long, value_name = "CHAPTER")]
    chapter: String,
    /// Heading of the chapter, where the chapter is new
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    chapter_title: String,
    /// What it asks, in a line
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// The same in English
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    title_en: String,
    /// The clause's own text
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    text: String,
    #[command(flatten)]
    grounds: Grounds,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { clause, chapter, chapter_title, title, title_en, text, grounds, writing } = args;
    let request = ClauseRequest {
        clause: Clause {
            code: session.arg("CLAUSE", &clause, ClauseCode::parse)?,
            chapter: session.arg("--chapter", &chapter, ChapterCode::parse)?,
            title,
            title_en,
            text,
        },
        chapter_title,
        grounds: grounds.read(session)?,
    };
    session.record("clause add", Need::inspections(), &writing, |books, stamp| {
        inspections::add_clause(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
