//! `houqin inspect rules packs`: list, show, add, sample.

use clap::Subcommand;
use houqin::base::{Message, RuleCode, nearest};
use houqin::books::{Change, Need};
use houqin::inspections::{self, PackRequest};
use houqin::report::{PackShown, Packs};
use houqin::store::{PackSample, packs};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Rule packs that come with the tool: list them, show one, take its rules over
///
/// Packs of the whole country, packs of places that ask for more, and one with what hospitals ask of
/// themselves. Each rule has its source, its article and how surely it is known. A pack binds nobody:
/// take its rules over, then put subjects under them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Group>,
}

#[derive(Debug, Subcommand)]
enum Group {
    /// List the packs: rules, how surely they are known, how many the store has
    #[command(after_help = "Example:\n  houqin inspect rules packs list")]
    List,
    Show(Show),
    Add(Add),
    Sample(SampleArgs),
}

/// Show a pack: its rules with their sources, and the texts it knows of
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect rules packs show fire")]
struct Show {
    /// Pack
    #[arg(value_name = "PACK")]
    pack: String,
}

/// Take the rules of a pack over into the store
///
/// A rule that is there already stays as it is; of one with a newer edition the newer version is
/// added. What was left out can be added later.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin inspect rules packs add special-equipment --dry-run\n  \
    houqin inspect rules packs add fire --only XF-YL --only MHQ-YJ --from 2026-01-01"
)]
struct Add {
    /// Pack
    #[arg(value_name = "PACK")]
    pack: String,
    /// First day on which the rules bind; that of their texts if left out
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Only this rule; may be given several times
    #[arg(long, value_name = "RULE")]
    only: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Print the file of a pack, to be read, changed and checked
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect rules packs sample canteen -o canteen.toml")]
struct SampleArgs {
    /// Pack
    #[arg(value_name = "PACK")]
    pack: String,
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { command } = args;
    match command {
        None | Some(Group::List) => {
            let books = session.read(Need::inspections())?;
            let packs = packs();
            let packs = packs.iter().map(|sample| &sample.pack).collect();
            session.show(&Packs { packs, book: Some(&books.inspections) })
        }
        Some(Group::Show(Show { pack })) => session.show(&PackShown(&sample_of(&pack)?.pack)),
        Some(Group::Add(args)) => add(session, args),
        Some(Group::Sample(SampleArgs { pack })) => {
            session.hand_out(sample_of(&pack)?.text.as_bytes())
        }
    }
}

/// The pack of a name.
pub(super) fn sample_of(name: &str) -> anyhow::Result<PackSample> {
    let mut packs = packs();
    let message = Message::new("inspect.no_pack").with("pack", name);
    let near = nearest(name, packs.iter().map(|sample| sample.pack.id.as_str()));
    match packs.iter().position(|sample| sample.pack.id.as_str() == name) {
        Some(at) => Ok(packs.swap_remove(at)),
        None => Err(Failure::NoInput(match near {
            Some(near) => {
                Message { code: "inspect.no_pack_near".to_owned(), ..message }.with("nearest", near)
            }
            None => message,
        })
        .into()),
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { pack, from, only, writing } = args;
    let sample = sample_of(&pack)?;
    let only: anyhow::Result<Vec<RuleCode>> =
        only.iter().map(|text| session.arg("--only", text, RuleCode::parse)).collect();
    let from = session.maybe_day("--from", from.as_deref())?;
    let request = PackRequest { pack: &sample.pack, only: only?, from };
    session.record("inspect rules packs add", Need::inspections(), &writing, |books, stamp| {
        inspections::add_pack(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
