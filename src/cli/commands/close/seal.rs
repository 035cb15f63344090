//! `houqin close seal`: closes months of the books.

use houqin::base::{Day, Decided, Message, Month, Stamp};
use houqin::books::{self, Books, Carried};
use houqin::closing::{self, Book, Demand, MonthState, Seal, SealRequest, Sealable, Waiver};
use houqin::report::Present as _;
use houqin::store::{self, Changed, Rehearsal, Transaction};

use super::demands::{NEED, books_of, demands, months};
use crate::cli::args::Writing;
use crate::cli::checking;
use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;

/// Seal a month: nothing dated in it is taken any more, and any change to its files shows
///
/// Every check must be clean for the month or waived by name, goods counted and posted, meters read,
/// duties settled, useful lives known; `close status MONTH` shows what is wanting. Balances are
/// carried forward and the month's files summed up (SHA-256), each seal upon the one before:
/// `sha256sum -c` and `houqin verify` tell whether they still hold. The first seal takes in everything before it. Without --book, all books that
/// have a row by then are sealed, together or not at all. Months are sealed in order.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin close seal 2026-03
  houqin close seal last-month --book stock --by 库管员甲
  houqin close seal 2025 --book meters --dry-run
  houqin close seal 2026-03 --waive stocktake-posted=四月补盘 --approver 后勤主任")]
pub(crate) struct Args {
    /// Month, or a quarter or year of months
    #[arg(value_name = "MONTH")]
    month: String,
    /// Book to seal: stock, meters, inspections or assets; may be given more than once
    #[arg(long, value_name = "BOOK")]
    book: Vec<String>,
    /// Demand that may stay open, and why; may be given more than once
    #[arg(long, value_name = "NAME=WHY")]
    waive: Vec<String>,
    /// Who answers for what is waived
    #[arg(long, value_name = "PERSON")]
    approver: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { month, book, waive, approver, writing } = args;
    let months = months(session, &month)?;
    let named = !book.is_empty();
    let asked = books_of(session, &book)?;
    let waivers = waivers(&waive)?;
    let (mut transaction, stamp) = session.begin(NEED)?;
    let of_rows = transaction.take_diagnostics();
    let remarks = transaction.remarks(session.today(), &of_rows).map_err(Failure::from)?;
    let seen = transaction.books();
    let defects = checking::weighed(seen, of_rows, remarks);
    let has_rows = |book: &Book, month: Month| {
        named || seen.first_day(*book).is_some_and(|day| day <= month.last())
    };
    let wanted: Vec<Sealable> = months
        .iter()
        .flat_map(|month| asked.iter().map(|book| Sealable { book: *book, month: *month }))
        .filter(|of| has_rows(&of.book, of.month))
        .collect();
    if wanted.is_empty() {
        let message = Message::new("closing.nothing_to_seal").with("month", month);
        return Err(Failure::Refused(message).into());
    }
    let mut known: Vec<(Sealable, Vec<Demand>)> = Vec::new();
    for of in wanted.iter().filter(|of| !is_sealed(seen, **of)) {
        let crlf = transaction.crlf_files(*of).map_err(Failure::from)?;
        known.push((*of, demands((seen, &defects), *of, session.today(), crlf)));
    }
    let all: Vec<&Demand> = known.iter().flat_map(|(_, demands)| demands).collect();
    closing::must_be_open(&waivers, &all).map_err(|refusal| Failure::refused(&refusal))?;
    let waived = (waivers.as_slice(), approver.as_deref());
    let seals = decide(seen, known, waived, (&stamp, session.today())).map_err(Failure::Several)?;
    if seals.is_empty() {
        return session.show_document(books::Receipt::Already(month).present());
    }
    write(session, transaction, seals, (&writing, stamp))
}

fn is_sealed(books: &Books, of: Sealable) -> bool {
    matches!(books.closing.state(of), MonthState::Sealed(_))
}

/// Decides on every month of every book, one upon the other; or says all that stands in the way.
fn decide(
    books: &Books,
    known: Vec<(Sealable, Vec<Demand>)>,
    (waivers, approver): (&[Waiver], Option<&str>),
    (stamp, today): (&Stamp, Day),
) -> Result<Vec<(Seal, Option<Carried>)>, Vec<Message>> {
    use houqin::base::Refuse as _;
    let mut chain = books.closing.clone();
    let (mut seals, mut refused) = (Vec::new(), Vec::new());
    for (of, demands) in known {
        let request = SealRequest {
            of,
            today,
            demands: demands.clone(),
            waivers: waivers.to_vec(),
            approver: approver.map(str::to_owned),
        };
        match closing::seal(&chain, request, stamp) {
            Ok(Decided::Already(_)) => {}
            Ok(Decided::New(seal)) => {
                chain.apply(&seal.link).map_err(|refusal| vec![refusal.message()])?;
                seals.push((seal, Some(books::carried(books, store::lives(), of))));
            }
            Err(refusal) => {
                refused.push(refusal.message());
                if let closing::Refusal::Demands { .. } = refusal {
                    refused.extend(demands.iter().flat_map(first_reasons));
                } else {
                    break;
                }
            }
        }
    }
    if refused.is_empty() { Ok(seals) } else { Err(refused) }
}

/// What stands against an open demand, under its name.
fn first_reasons(demand: &Demand) -> Vec<Message> {
    match &demand.met {
        closing::Met::No { reasons, .. } => reasons.clone(),
        closing::Met::Yes | closing::Met::Waived { .. } => Vec::new(),
    }
}

fn write(
    session: &Session,
    transaction: Transaction<'_>,
    seals: Vec<(Seal, Option<Carried>)>,
    (writing, stamp): (&Writing, Stamp),
) -> anyhow::Result<Exit> {
    let rehearsal = if writing.dry_run { Rehearsal::Only } else { Rehearsal::No };
    let (receipt, changes) =
        transaction.seal(&seals, rehearsal, (stamp, "close seal")).map_err(Failure::from)?;
    let mut notes: Vec<Message> = changes.iter().map(changed).collect();
    if !writing.dry_run {
        session.store()?.remember_shelves();
        notes.push(Message::new("closing.print_the_head"));
    }
    session.show_document(receipt.present().notes(notes))
}

fn changed(changed: &Changed) -> Message {
    let message = Message::new(changed.how.code())
        .with("file", changed.file.as_str())
        .with("line", changed.line);
    message.with("row", changed.row.as_deref().unwrap_or_default())
}

fn waivers(texts: &[String]) -> anyhow::Result<Vec<Waiver>> {
    let read = |text: &String| {
        Waiver::parse(text).ok_or_else(|| {
            let message = usage_message("closing.waiver_shape", "--waive");
            Failure::usage(message.with("text", text.as_str())).into()
        })
    };
    texts.iter().map(read).collect()
}
