//! `houqin close sign`: a signature beside a seal, made by the system's own tool.

use std::path::PathBuf;

use houqin::base::Message;
use houqin::books::Need;
use houqin::closing::{Book, MonthState, Sealable};

use super::demands::{books_of, months};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::signer;

/// Sign the seal of a month with an SSH key, so that it says who stood by it
///
/// Runs `ssh-keygen -Y sign` on the seal's manifest and puts the signature beside it. `houqin verify
/// --allowed-signers FILE` tells whose it is; so does `ssh-keygen -Y verify -n houqin-seal`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  houqin close sign 2026-03 --book stock --key ~/.ssh/id_ed25519 --by 后勤主任")]
pub(crate) struct Args {
    /// Month, or a quarter or year of months
    #[arg(value_name = "MONTH")]
    month: String,
    /// Book whose seal is signed; may be given more than once
    #[arg(long, value_name = "BOOK")]
    book: Vec<String>,
    /// Private key, or the public one of a key that the agent holds
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { month, book, key } = args;
    let asked: Vec<Book> = books_of(session, &book)?;
    let mut n_signed: usize = 0;
    for month in months(session, &month)? {
        for book in &asked {
            let (transaction, stamp) = session.begin(Need::registers())?;
            let of = Sealable { book: *book, month };
            let MonthState::Sealed(link) = transaction.books().closing.state(of) else { continue };
            let link = link.clone();
            let manifest = transaction.manifest(&link).map_err(Failure::from)?;
            let signature = signer::sign(&key, &manifest)?;
            let path = transaction.sign(&link, signature, (stamp, "close sign"));
            let path = path.map_err(Failure::from)?;
            session.ui().talk(&Message::new("closing.signed").with("file", path.as_str()));
            n_signed += 1;
        }
    }
    if n_signed == 0 {
        let message = Message::new("closing.nothing_to_sign").with("month", month);
        return Err(Failure::Refused(message).into());
    }
    Ok(Exit::Done)
}
