//! `houqin stocktake scan`: counting with a barcode scanner, line by line.

use std::path::PathBuf;

use houqin::base::{Argument, Message, Refuse as _, Stamp};
use houqin::books::Need;
use houqin::stock::Item;
use houqin::stock::stocktake::{self, Fault, Heard, Repeat, Scan, Total};

use super::flags::{Counting, enter};
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Count with a barcode scanner: code, Enter, quantity, Enter
///
/// Each line is answered at once on stderr, with the sum of the item. The same code again adds up,
/// box by box; `=12` sets the sum instead, `2箱` is counted in boxes, `DG36 24` and `DG36,24` are code
/// and quantity at once. `-` or `undo` takes back the last line. A code that is not known is told at
/// once, and nothing of it is kept.
///
/// An empty line or the end of the input ends it: then all sums are entered together, or none.
/// Before that nothing is written: what was typed before Ctrl-C or a crash is lost, unless it was
/// kept beside it, as with tee. The sum replaces what the sheet had. A scanner that keeps its lines
/// hands them over as a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake scan --sheet PD-03 --counter 库管员乙 --cutoff close
  tee 扫码.txt | houqin stocktake scan --sheet PD-03 --counter 库管员乙
  printf 'DG36\\n2箱\\nDX25\\n97.5\\n' | houqin stocktake scan --sheet PD-03
  houqin stocktake scan 扫码.txt --sheet PD-03 --recount --counter 库管员丙 --dry-run")]
pub(crate) struct Args {
    /// File with the lines of a scanner that keeps them; stdin if left out
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    counting: Counting,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { file, counting, writing } = args;
    let counted = counting.read(session)?;
    let books = session.read_about(Need::stocktakes(), counted.focus(&[]).as_ref())?;
    let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
    let code = stocktake::sheet_or_only(&books.stock, counted.sheet.as_ref()).map_err(refused)?;
    // What cannot be written on is told before the first code.
    stocktake::open_for_counting(&books.stock, &code).map_err(refused)?;
    let request = counted.request(code.clone(), Vec::new(), (Repeat::Corrects, session.today()));
    let stamp = Stamp {
        recorded_at: session.now(),
        recorded_by: session.by().to_owned(),
        tag: "scan".to_owned(),
        given: 0,
    };
    let mut scan = Scan::new(&books.stock, request, stamp);
    let about = |name: &str| Message::new(name).with("sheet", code.to_string());
    session.ui().talk(&about("stocktake.scan_begin"));
    for line in session.lines(file.as_deref())? {
        let heard = scan.hear(&line?);
        if heard == Heard::End {
            break;
        }
        answer(session, &heard);
    }
    let Total { items, scans } = scan.total();
    if let Some(item) = scan.awaits() {
        let message = Message::new("stocktake.scan_unfinished").with("item", item.code.as_str());
        return Err(Failure::Refused(message).into());
    }
    session.ui().talk(&about("stocktake.scan_end").with("items", items).with("scans", scans));
    let counted = (counted, scan.rows(), Repeat::Corrects);
    let tell = |faults: Vec<Fault>| {
        Failure::Several(faults.iter().map(|fault| fault.refusal.message()).collect())
    };
    let document = enter(session, "stocktake scan", &writing, counted, |stock, request, stamp| {
        stocktake::enter(stock, request, stamp).map_err(tell)
    })?;
    session.show_document(document)
}

/// Says what became of a line.
fn answer(session: &Session, heard: &Heard) {
    let about = |code: &str, item: &Item| {
        let message = Message::new(code).with("item", item.code.as_str());
        message.with("name", item.name.as_str()).with("unit", item.unit.as_str())
    };
    let counted = |message: Message, total: &Total| {
        message.with("items", total.items).with("scans", total.scans)
    };
    let ui = session.ui();
    match heard {
        Heard::Code { item, sum: Some(sum), .. } => {
            ui.talk(&about("stocktake.scan_code_again", item).with("sum", Argument::of(sum)));
        }
        Heard::Code { item, sum: None, before: Some((quantity, counter)) } => {
            let message = about("stocktake.scan_code_counted", item);
            let message = message.with("quantity", Argument::of(quantity));
            ui.talk(&message.with("counter", counter.as_str()));
        }
        Heard::Code { item, sum: None, before: None } => {
            ui.talk(&about("stocktake.scan_code", item));
        }
        Heard::Counted { item, sum, total } => {
            let message = about("stocktake.scan_counted", item).with("sum", Argument::of(sum));
            ui.talk(&counted(message, total));
        }
        Heard::Undone { item, sum: Some(sum), total } => {
            let message = about("stocktake.scan_undone", item).with("sum", Argument::of(sum));
            ui.talk(&counted(message, total));
        }
        Heard::Undone { item, sum: None, total } => {
            ui.talk(&counted(about("stocktake.scan_undone_whole", item), total));
        }
        Heard::Dropped(item) => ui.talk(&about("stocktake.scan_dropped", item)),
        Heard::NothingToUndo => ui.talk(&Message::new("stocktake.scan_nothing_to_undo")),
        Heard::NoQuantity { item, text } => {
            ui.error(&about("stocktake.scan_no_quantity", item).with("text", text.as_str()));
        }
        Heard::Wrong(refusal) => ui.error(&refusal.message()),
        Heard::End => {}
    }
}
