//! `houqin verify`: recomputes the chain of seals and the sums of the evidence.

use std::path::PathBuf;

use houqin::base::{Diagnostic, Message, Place};
use houqin::report::{ChainReport, Signature};
use houqin::store::{LinkFiles, Verification};

use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;
use crate::cli::signer;

/// Recompute every seal and the sum of every piece of evidence, and name the file and row that is not as it was
///
/// Evidence is summed up anew and held against the sums in the rows that name it.
/// Exits with 1 when anything differs. Whoever can rewrite every file can rewrite the seals too:
/// they are tamper-evident, not tamper-proof. What cannot be rewritten is a head that was printed and
/// signed: hold it against the books with --expect-head; a chain whose end was cut off does not
/// have it any more. Without houqin: sha256sum -c on each closing/*/*.sha256, in the store's
/// folder.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin verify
  houqin verify --expect-head 3f9a0c5e71d2b846
  houqin verify --allowed-signers signers -f json")]
pub(crate) struct Args {
    /// Head printed on a report: all 64 letters, or the first 12 or more
    #[arg(long, value_name = "HEAD")]
    expect_head: Option<String>,
    /// Who may sign, in the form of `ssh-keygen`: a name and a public key a line
    #[arg(long, value_name = "FILE")]
    allowed_signers: Option<PathBuf>,
}

/// The fewest letters of a head that are taken for one.
const FEWEST_LETTERS: usize = 12;

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { expect_head, allowed_signers } = args;
    let expected = expect_head.map(|head| head_of(&head)).transpose()?;
    let mut verification = session.verify()?;
    let found = expected.and_then(|head| verification.expect_head(&head));
    let Verification { links, n_files, head, diagnostics: mut defects } = verification;
    let mut signed = Vec::new();
    for link in &links {
        let signature = signature(session, link, allowed_signers.as_ref())?;
        if signature == Signature::Bad {
            let file = link.signature.as_ref().map_or("", |path| path.as_str());
            let message = Message::new("closing.signature_bad");
            defects.push(Diagnostic::error(Place::file(file), message));
        }
        signed.push((link.link.clone(), signature));
    }
    let (n_evidence, broken) = session.evidence_kept()?;
    defects.extend(broken);
    let holds = defects.is_empty();
    session.show(&ChainReport {
        links: signed,
        n_files,
        n_evidence,
        defects,
        head: head.map(|head| head.to_string()),
        expected: found,
    })?;
    Ok(if holds { Exit::Done } else { Exit::Found })
}

fn head_of(text: &str) -> anyhow::Result<String> {
    let head = text.trim().to_ascii_lowercase();
    let plain = head.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !plain || !(FEWEST_LETTERS..=64).contains(&head.len()) {
        let message = usage_message("closing.head_shape", "--expect-head");
        return Err(Failure::usage(message.with("text", text)).into());
    }
    Ok(head)
}

fn signature(
    session: &Session,
    link: &LinkFiles,
    allowed: Option<&PathBuf>,
) -> anyhow::Result<Signature> {
    let (Some(signature), Some(allowed)) = (&link.signature, allowed) else {
        return Ok(if link.signature.is_some() { Signature::Unchecked } else { Signature::None });
    };
    let file = session.folder()?.join(signature.as_str());
    let signer = signer::signer(allowed, &file, &link.manifest)?;
    Ok(signer.map_or(Signature::Bad, Signature::Good))
}
