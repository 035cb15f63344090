//! `houqin export parquet`: the ledgers for DuckDB, Spark and the like.

use houqin::base::{Message, Span};
#[cfg(feature = "parquet")]
use houqin::books::{Books, Need, OfMeters, Window};

use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;

/// Write movements and readings as Parquet, a file for each site and month
///
/// The folder of --output must be new or empty and is there whole or not at all. Below it stand
/// movements/site=SITE/month=MONTH/part-0.parquet and readings/site=…, as Hive has it: DuckDB, Spark,
/// Trino and pandas read each ledger as one table with the columns site and month. The site of a
/// movement is that of its store, of a reading that of its point; what has none is null. Every row
/// stands as it is in its ledger, reversed rows and their reversals too; quantity is as typed,
/// `base_quantity` in the item's base unit, `stated_value` what the document says in yuan. Quantities,
/// prices and registers are DECIMAL, days DATE, moments TIMESTAMP in UTC. SHA256SUMS lists all files.
/// With --period only its rows are read. This needs a houqin that was built with
/// `--features parquet`; another one says so and ends with 2.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin export parquet -o lake\n  \
    houqin export parquet -p last-month -o lake/2026-03")]
pub(crate) struct Args {
    /// Only the rows of these days, as 2026-03; all rows if left out
    #[arg(short, long, value_name = "PERIOD")]
    period: Option<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period } = args;
    let today = session.today();
    let span = session.maybe("--period", period.as_deref(), |text| Span::parse(text, today))?;
    if !session.has_output() {
        return Err(Failure::usage(usage_message("export.no_folder", "--output")).into());
    }
    session.hand_out_files(files(session, span)?)
}

/// The files, each by its name below the folder.
#[cfg(feature = "parquet")]
fn files(session: &Session, span: Option<Span>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    use houqin::render::parquet;
    use houqin::report::{MOVEMENT_FIELDS, READING_FIELDS, movement_parts, reading_parts};

    let window = span.map_or(Window::ALL, |span| Window::of(span, span.last()));
    let need = Need { meters: OfMeters::All, ..Need::stock(window) };
    let Books { stock, meters, .. } = session.read(need)?;
    let mut files = Vec::new();
    for part in movement_parts(&stock, span) {
        let bytes = parquet("movement", &MOVEMENT_FIELDS, &part.rows).map_err(Failure::Output)?;
        files.push((format!("movements/{}/part-0.parquet", part.folder()), bytes));
    }
    for part in reading_parts(&meters, span) {
        let bytes = parquet("reading", &READING_FIELDS, &part.rows).map_err(Failure::Output)?;
        files.push((format!("readings/{}/part-0.parquet", part.folder()), bytes));
    }
    if files.is_empty() {
        session.ui().talk(&Message::new("export.no_rows"));
    }
    Ok(files)
}

/// This build lacks it.
#[cfg(not(feature = "parquet"))]
fn files(_session: &Session, _span: Option<Span>) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    Err(Failure::usage(Message::new("export.no_parquet")).into())
}
