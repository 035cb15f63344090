//! `houqin report annual` and `houqin report plan`: the papers of the year.

use std::path::{Path, PathBuf};

use houqin::base::{Message, Span};
use houqin::books::annual::{
    FigureOptions, FigureRefusal, FilledPaper, PaperForm, PaperKind, choose_form, fill_paper,
};
use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::meters::{Boundary, View};
use houqin::report::FigureCatalogue;
use houqin::store;

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::{self as sheet, Set};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{DISK, Session};

/// Write the yearly summary from a template, every blank filled from the ledgers
///
/// The text is that of a template: the store's own in reports/, else a sample. Every figure is the
/// sum of rows: `houqin explain FIGURE` lists them. What the ledgers cannot give stays a visible
/// blank, and the reason is listed below. Without --period it is the summary of last year.
/// With --exit-code a blank exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report annual -p 2026\n  \
    houqin report annual --figures\n  houqin report annual --save-form 本院总结.toml\n  \
    houqin report annual -p 2026 --form 本院总结.toml -f markdown -o 总结.md")]
pub(crate) struct Args {
    #[command(flatten)]
    paper: Paper,
}

/// Write the yearly plan: tasks, targets, purchases, saving measures and duties, and how far they are
///
/// Each has who answers for it and the day by which. --as-of shows how the plan stood on that day.
/// The text is that of a template: the store's own in reports/, else a sample. Without --period it
/// is the plan of this year. With --exit-code it exits with 1 when something is overdue or missed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report plan -p 2026\n  \
    houqin report plan -p 2026 --as-of 2026-06-30\n  \
    houqin report plan --save-form 本院计划.toml")]
pub(crate) struct Plan {
    #[command(flatten)]
    paper: Paper,
}

/// Which paper, of which days, and from where the ledgers are looked at
#[derive(Debug, clap::Args)]
struct Paper {
    #[command(flatten)]
    period: Period,
    /// Template: a name of reports/, or a file that ends in .toml
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// Write the sample template to this file, to be changed, and fill nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["form", "period", "exit_code", "restated_since"])]
    save_form: Option<PathBuf>,
    /// List the figures that a template may name, and fill nothing
    #[arg(long, conflicts_with_all = ["form", "period", "exit_code", "save_form", "restated_since"])]
    figures: bool,
    #[command(flatten)]
    clocks: Clocks,
    /// Take each reading as of the end of its day, not of its beginning
    #[arg(long)]
    end_of_day: bool,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { paper } = args;
    paper.run(session, PaperKind::Summary, "last-year", |paper| paper.blanks().next().is_some())
}

pub(crate) fn run_plan(session: &Session, args: Plan) -> anyhow::Result<Exit> {
    let Plan { paper } = args;
    paper.run(session, PaperKind::Plan, "this-year", FilledPaper::is_behind)
}

impl Paper {
    fn run(
        self,
        session: &Session,
        kind: PaperKind,
        unsaid: &str,
        is_open: impl Fn(&FilledPaper) -> bool,
    ) -> anyhow::Result<Exit> {
        let Self {
            period: Period { period },
            form,
            save_form,
            figures,
            clocks,
            end_of_day,
            restating,
            asking,
        } = self;
        if figures {
            return session.show(&FigureCatalogue);
        }
        if let Some(path) = save_form {
            session.write_output(&path, store::sample_paper(kind).as_bytes())?;
            let said = Message::new("cli.written");
            session.ui().talk(&said.with("path", path.display().to_string()));
            return Ok(Exit::Done);
        }
        let span = session.period(Some(period.as_deref().unwrap_or(unsaid)))?;
        let (set, options) = looked_at(session, span, &clocks, end_of_day)?;
        let is_file = |path: &&Path| path.extension().is_some_and(|own| own == "toml");
        let outside = match form.as_deref().map(Path::new).filter(is_file) {
            Some(file) => Some(from_file(file)?),
            None => None,
        };
        let need = Need::year(set.as_of());
        let bearing = Bearing { book: Book::Inspections, until: span.last(), about: Vec::new() };
        let paper = sheet::Paper { set, need, span, bearing, restating: &restating };
        let (filled, exit) = session.report_over(&paper, &Book::ALL, |books| {
            let refused = |refusal: FigureRefusal| Failure::refused(&refusal);
            let chosen = match &outside {
                Some(form) => form,
                None => choose_form(books, kind, form.as_deref()).map_err(refused)?,
            };
            chosen.must_be(kind).map_err(refused)?;
            Ok(fill_paper(books, chosen, options))
        })?;
        Ok(if asking.exit_code && is_open(&filled) { Exit::Found } else { exit })
    }
}

/// From where the ledgers are looked at.
pub(crate) fn looked_at(
    session: &Session,
    span: Span,
    clocks: &Clocks,
    end_of_day: bool,
) -> anyhow::Result<(Set, FigureOptions)> {
    let (set, clock) = session.duty_clocks(clocks)?;
    let boundary = if end_of_day { Boundary::EndOfDay } else { Boundary::StartOfDay };
    let view = View { as_of: Some(set.as_of()), boundary };
    Ok((set, FigureOptions { span, clock, view }))
}

/// A template from outside the store; what is wrong with it is shown at its line and column.
fn from_file(path: &Path) -> anyhow::Result<PaperForm> {
    let (form, defects) = store::read_paper(&DISK, path).map_err(Failure::from)?;
    form.ok_or_else(|| Failure::Rejected(defects).into())
}
