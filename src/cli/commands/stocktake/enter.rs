//! `houqin stocktake enter`: what was counted, as arguments or as rows from stdin.

use std::path::Path;

use houqin::base::{ItemCode, Quantity, Refuse as _, parse_count};
use houqin::stock::stocktake::{self, CountRow, Fault, GoodsRequest, Repeat};

use super::flags::{Counting, enter, pair};
use super::table;
use crate::cli::args::Writing;
use crate::cli::commands::stock::flags::split_unit;
use crate::cli::fail::{Exit, Failure};
use crate::cli::intake::Intake;
use crate::cli::session::Session;

/// Enter what was counted
///
/// All of it is entered, or nothing. A value that differs from what was entered before is a
/// correction. What is not on the sheet is added to it. With - in place of counts, rows as CSV are
/// read from stdin, with headings as the printed sheet has them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake enter DG36=57 DX25=2箱 --cutoff close --counter 库管员乙
  houqin stocktake enter --sheet PD-03 --line 1=57 --line 2=0
  houqin stocktake enter --find 旧式灯管=3支
  houqin stocktake enter - < counts.csv")]
#[command(group(clap::ArgGroup::new("counts").required(true).multiple(true)
    .args(["rows", "line", "find", "blank_is_zero"])))]
pub(crate) struct Args {
    /// Item and how much there was: DG36=57, DX25=2箱, one lot of it XDP@B1=9; - for rows from stdin
    #[arg(value_name = "ITEM=QUANTITY")]
    rows: Vec<String>,
    /// Number of a line and how much there was; may be given again
    #[arg(long, value_name = "LINE=QUANTITY")]
    line: Vec<String>,
    /// Something that the catalogue does not know, with its unit: 旧式灯管=3支
    #[arg(long, value_name = "NAME=QUANTITY")]
    find: Vec<String>,
    #[command(flatten)]
    counting: Counting,
    /// Remark on all of them
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { rows: typed, line, find, counting, note, writing } = args;
    if typed == ["-"] && line.is_empty() && find.is_empty() {
        let intake = Intake::plain(Path::new("-"), writing);
        return table::enter(session, &intake, "stocktake enter", (&counting, Repeat::Corrects));
    }
    let note = note.unwrap_or_default();
    let mut rows = Vec::new();
    for text in &typed {
        let (item, quantity) = pair("ITEM=QUANTITY", text)?;
        let (item, lot) = item.split_once('@').unwrap_or((item, ""));
        let item = session.arg("ITEM=QUANTITY", item, ItemCode::parse)?;
        let goods = GoodsRequest::Item { item, lot: lot.trim().to_owned(), line: None };
        rows.push(row(session, "ITEM=QUANTITY", (goods, quantity), &note)?);
    }
    for text in &line {
        let (number, quantity) = pair("--line", text)?;
        let goods = GoodsRequest::Line(session.arg("--line", number, parse_count)?);
        rows.push(row(session, "--line", (goods, quantity), &note)?);
    }
    for text in &find {
        let (name, quantity) = pair("--find", text)?;
        let goods = GoodsRequest::Unlisted(name.to_owned());
        rows.push(row(session, "--find", (goods, quantity), &note)?);
    }
    let tell = |faults: Vec<Fault>| {
        Failure::Several(faults.iter().map(|fault| fault.refusal.message()).collect())
    };
    let counted = (counting.read(session)?, rows, Repeat::Corrects);
    let document =
        enter(session, "stocktake enter", &writing, counted, |stock, request, stamp| {
            stocktake::enter(stock, request, stamp).map_err(tell)
        })?;
    session.show_document(document)
}

fn row(
    session: &Session,
    flag: &str,
    (goods, quantity): (GoodsRequest, &str),
    note: &str,
) -> anyhow::Result<CountRow> {
    let (number, unit) = split_unit(quantity);
    let counted = match number {
        "" => None,
        number => Some(session.arg(flag, number, Quantity::parse)?),
    };
    Ok(CountRow {
        goods,
        counted,
        unit: unit.map(str::to_owned),
        date: None,
        cutoff: None,
        counter: String::new(),
        note: note.to_owned(),
    })
}
