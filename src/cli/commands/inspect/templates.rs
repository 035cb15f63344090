//! `houqin inspect templates`: list, show, check, add, sheet, sample.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use houqin::base::{Message, TemplateCode, parse_count};
use houqin::books::{Change, Need};
use houqin::inspections::{self, Inspections, Template};
use houqin::report::{BlankSheet, TemplateShown, Templates};
use houqin::store::{Sample, read_template, template_samples};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Checklists: list them, show one, print one as a sheet, add a version
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Group>,
}

#[derive(Debug, Subcommand)]
enum Group {
    /// List the checklists, every version of them, and the samples that come with the tool
    #[command(after_help = "Example:\n  houqin inspect templates list")]
    List,
    Show(Show),
    Check(CheckFile),
    Add(Add),
    Sheet(Sheet),
    Sample(SampleArgs),
}

/// Show a checklist: sections, items, points, limits
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect templates show WB-KP --template-version 1")]
struct Show {
    #[command(flatten)]
    which: Which,
}

/// Print a checklist as a sheet to be filled in; as CSV it is read back by --answers
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect templates sheet XUNCHA\n  \
    houqin inspect templates sheet XUNCHA -f csv --bom -o 巡查表.csv")]
struct Sheet {
    #[command(flatten)]
    which: Which,
}

/// A version of a checklist
#[derive(Debug, clap::Args)]
struct Which {
    /// Checklist
    #[arg(value_name = "TEMPLATE")]
    template: String,
    /// Its version; the one in force today if left out
    #[arg(long, value_name = "VERSION")]
    template_version: Option<String>,
}

/// Check the file of a checklist and show what it reads as; nothing is recorded
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect templates check 无烟评分表.toml")]
struct CheckFile {
    /// TOML file of a checklist
    #[arg(value_name = "TOML")]
    file: PathBuf,
}

/// Add a checklist, or a new version of one, from its file or from a sample
///
/// A version that was used does not change any more: what is to be asked from another day on is a
/// new version, with a higher number and a later first day.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect templates add XUNCHA --from 2026-01-01\n  \
    houqin inspect templates add 无烟评分表.toml")]
struct Add {
    /// TOML file of a checklist, or the code of a sample
    #[arg(value_name = "TOML|SAMPLE")]
    file: PathBuf,
    /// First day on which it is filled in; that of the file if left out
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Print the file of a sample, to be changed and added
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect templates sample WUYAN -o 无烟评分表.toml")]
struct SampleArgs {
    /// Code of the sample
    #[arg(value_name = "SAMPLE")]
    sample: String,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { command } = args;
    match command {
        None | Some(Group::List) => list(session),
        Some(Group::Show(Show { which })) => {
            let books = session.read(Need::inspections())?;
            session.show(&TemplateShown(which.find(session, &books.inspections)?))
        }
        Some(Group::Sheet(Sheet { which })) => {
            let books = session.read(Need::inspections())?;
            session.show(&BlankSheet(which.find(session, &books.inspections)?))
        }
        Some(Group::Check(CheckFile { file })) => {
            session.show(&TemplateShown(&read(session, &file)?))
        }
        Some(Group::Add(args)) => add(session, args),
        Some(Group::Sample(SampleArgs { sample })) => {
            session.hand_out(sample_of(&sample)?.text.as_bytes())
        }
    }
}

impl Which {
    fn find<'b>(&self, session: &Session, book: &'b Inspections) -> anyhow::Result<&'b Template> {
        let Self { template, template_version } = self;
        let id = session.arg("TEMPLATE", template, TemplateCode::parse)?;
        let version = template_version.as_deref();
        let version = session.maybe("--template-version", version, parse_count)?;
        let found = match version {
            Some(version) => book.forms.version(&id, version),
            None => book.forms.template_on(&id, session.today()),
        };
        Ok(found.map_err(|refusal| Failure::refused(&refusal))?)
    }
}

fn list(session: &Session) -> anyhow::Result<Exit> {
    let books = session.read(Need::inspections())?;
    let samples = template_samples();
    let samples = samples.iter().map(|sample| &sample.template).collect();
    session.show(&Templates { forms: &books.inspections.forms, samples })
}

fn sample_of(name: &str) -> anyhow::Result<Sample> {
    let mut samples = template_samples();
    let known: Vec<&str> = samples.iter().map(|sample| sample.name).collect();
    let message = Message::new("template.no_sample").with("sample", name);
    let message = message.with("known", known.join("、"));
    match samples.iter().position(|sample| sample.name == name) {
        Some(at) => Ok(samples.swap_remove(at)),
        None => Err(Failure::NoInput(message).into()),
    }
}

fn read(session: &Session, file: &Path) -> anyhow::Result<Template> {
    let name = file.display().to_string();
    let sample = template_samples().into_iter().find(|sample| sample.name == name);
    let text = match sample {
        Some(sample) => sample.text.to_owned(),
        None => session.text_of(file)?,
    };
    Ok(read_template(&name, &text).map_err(Failure::Rejected)?)
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { file, from, writing } = args;
    let from = session.maybe_day("--from", from.as_deref())?;
    let mut template = read(session, &file)?;
    if let Some(from) = from {
        template = houqin::store::begun_on(template, from);
    }
    session.record("inspect templates add", Need::inspections(), &writing, |books, _stamp| {
        inspections::add_template(&books.inspections, &template).map(Change::from_decided)
    })
}
