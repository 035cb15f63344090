//! `houqin energy return`: the public-institution return.

use std::path::{Path, PathBuf};

use houqin::base::Message;
use houqin::books::Need;
use houqin::meters::{FillOptions, ReturnForm, fill};
use houqin::store;

use crate::cli::args::{Asking, Period};
use crate::cli::commands::meter::{View, site};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{DISK, Session};

/// Fill the public-institution return of a year or quarter from the ledger
///
/// Sheets and rows are those of a template: the store's own in meters/returns/, else a sample. Each
/// cell shows its value, its unit and what it was computed from; a cell of which something is
/// missing stays empty and is listed. The return of a year is due on 31 March of the next one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy return -p 2025\n  \
    houqin energy return -p 2026-Q1 --exit-code\n  \
    houqin energy return --save-form 本院.toml")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Template: a name of meters/returns/, or a file that ends in .toml
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// Write the sample template to this file, to be changed, and fill nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["form", "period", "exit_code"])]
    save_form: Option<PathBuf>,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period: Period { period }, form, save_form, site: at, view, asking } = args;
    if let Some(path) = save_form {
        session.write_output(&path, store::sample_form().as_bytes())?;
        let said = Message::new("cli.written");
        session.ui().talk(&said.with("path", path.display().to_string()));
        return Ok(Exit::Done);
    }
    let span = session.period(Some(period.as_deref().unwrap_or("last-year")))?;
    let scope = session.settings_of_store()?.hospital.scope;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let named = form.as_deref();
    let is_file = |path: &&Path| path.extension().is_some_and(|own| own == "toml");
    let outside = match named.map(Path::new).filter(is_file) {
        Some(file) => Some(from_file(file)?),
        None => None,
    };
    let form = match &outside {
        Some(form) => form,
        None => books.meters.form(named).map_err(|refusal| Failure::refused(&refusal))?,
    };
    let options = FillOptions { span, site, scope, today: session.today(), view };
    let filled = fill(&books.meters, &books.org, form, &options)
        .map_err(|refusal| Failure::argument("--period", &refusal))?;
    session.show_known(&filled, &set)?;
    let is_open = filled.missing().next().is_some();
    Ok(if asking.exit_code && is_open { Exit::Found } else { Exit::Done })
}

/// A template from outside the store; what is wrong with it is shown at its line and column.
fn from_file(path: &Path) -> anyhow::Result<ReturnForm> {
    let (form, defects) = store::read_form(&DISK, path).map_err(Failure::from)?;
    form.ok_or_else(|| Failure::Rejected(defects).into())
}
