//! `houqin report evidence`: the evidence for the accreditation, ordered by clause.

use houqin::books::Need;
use houqin::closing::Book;
use houqin::inspections;
use houqin::report::{Basis, Present as _};

use crate::cli::args::{Asking, Clocks, Period};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Gather the evidence for the accreditation: a folder ordered by clause, or its index
///
/// With --output a new folder is made: an index, a folder for each clause with copies of its files
/// and the records behind its rules, the list of what is missing, and SHA256SUMS, which
/// sha256sum -c verifies. A file that is not what it was is listed as missing, never copied.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report evidence -p 2026\n  \
    houqin report evidence -p 2026 -o 迎检材料\n  \
    cd 迎检材料 && sha256sum -c SHA256SUMS")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period: Period { period }, clocks, asking } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let span = session.period(period.as_deref())?;
    let books = session.read_known(Need::inspections(), &set)?;
    let matrix = inspections::matrix(&books.inspections, span, clock);
    let dossier = inspections::dossier(&books.inspections, matrix);
    let known_by = Some(set.clocks.known_by);
    let seal = books.closing.seal_of(Book::Inspections, span, known_by).cloned();
    let index = dossier.present().computed_from(&Basis { clocks: set.clocks, seal }).paper();
    let exit = session.hand_out_folder(&index, &dossier)?;
    Ok(if asking.exit_code && dossier.matrix.has_gaps() { Exit::Found } else { exit })
}
