//! `houqin asset count scan`: counting with a scanner, line by line.

use std::path::PathBuf;

use houqin::assets;
use houqin::assets::count::{self, EnterRequest, Heard, Scan};
use houqin::base::{AssetTag, Message, SheetCode};
use houqin::books::{Change, Need};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Count with a scanner: tag and Enter
///
/// Each line is answered at once on stderr. `@3楼机房` says where the next things are seen; `-` or
/// `undo` takes the last line back. A code that is no tag is kept as unreadable.
///
/// An empty line or the end of the input ends it: then everything is entered together, or nothing.
/// A scanner that keeps its lines hands them over as a file; reading a file again enters nothing
/// twice.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count scan --sheet ZC-01 --counter 盘点员甲
  houqin asset count scan 扫码.txt --place 3楼 --counter 盘点员甲
  printf '@3楼机房\\nFWQ-01\\nCH-07\\n' | houqin asset count scan")]
pub(crate) struct Args {
    /// File with the lines of a scanner that keeps them; stdin if left out
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Code of the sheet; may be left out while only one is open
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// Where it is seen
    #[arg(long, value_name = "PLACE", default_value = "")]
    place: String,
    /// Who counted; who records it if left out
    #[arg(long, value_name = "PERSON")]
    counter: Option<String>,
    /// Day of the count; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { file, sheet, place, counter, date, writing } = args;
    let sheet = session.maybe("--sheet", sheet.as_deref(), SheetCode::parse)?;
    let date = session.day("--date", date.as_deref())?;
    let books = session.read(Need::assets())?;
    // What cannot be written on is told before the first tag.
    let (code, _) = count::writable(&books.assets, sheet.as_ref())
        .map_err(|refusal| Failure::refused(&refusal))?;
    let ui = session.ui();
    ui.talk(&Message::new("asset.scan_begin").with("sheet", code.as_str()));
    let mut scan = Scan::new(&books.assets, date, place);
    for line in session.lines(file.as_deref())? {
        let heard = scan.hear(&line?);
        if heard == Heard::End {
            break;
        }
        answer(session, &heard);
    }
    let seen = scan.seen();
    let end = Message::new("asset.scan_end").with("sheet", code.as_str());
    ui.talk(&end.with("scans", seen.len()));
    let person = counter.unwrap_or_else(|| session.by().to_owned());
    let request = EnterRequest { sheet: Some(code), date, person, seen };
    session.record("asset count scan", Need::assets(), &writing, |books, stamp| {
        let decided = count::enter(&books.assets, &books.org, &request, stamp)?;
        Ok::<_, assets::Refusal>(Change::from_decided(decided))
    })
}

/// Says what became of a line.
fn answer(session: &Session, heard: &Heard) {
    let about = |code: &str, tag: &AssetTag| Message::new(code).with("tag", tag.as_str());
    let ui = session.ui();
    match heard {
        Heard::Known { tag, name, n_scans } => {
            let message = about("asset.scan_known", tag).with("name", name.as_str());
            ui.talk(&message.with("scans", *n_scans));
        }
        Heard::Disposed { tag, name } => {
            ui.talk(&about("asset.scan_disposed", tag).with("name", name.as_str()));
        }
        Heard::Again { tag } => ui.talk(&about("asset.scan_again", tag)),
        Heard::Unregistered { tag } => ui.talk(&about("asset.scan_unregistered", tag)),
        Heard::Unreadable { text } => {
            ui.talk(&Message::new("asset.scan_unreadable").with("text", text.as_str()));
        }
        Heard::Place { place } => {
            ui.talk(&Message::new("asset.scan_place").with("place", place.as_str()));
        }
        Heard::Undone { text } => {
            ui.talk(&Message::new("asset.scan_undone").with("text", text.as_str()));
        }
        Heard::NothingToUndo => ui.talk(&Message::new("asset.scan_nothing_to_undo")),
        Heard::End => {}
    }
}
