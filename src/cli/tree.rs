//! The command tree, and the one road through it: parse, resolve, run, report.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use houqin::base::Message;
use houqin::text::{Language, Text};

use super::args::Shared;
use super::ask::{Asking, Turn};
use super::commands;
use super::completing;
use super::fail::{self, Exit, Failure};
use super::group;
use super::grow::{Later, grown};
use super::help;
use super::session::{Session, Stage};
use super::settings::Settings;

/// Ledgers of a hospital's logistics department, and the reports they add up to
#[derive(Debug, Parser)]
#[command(name = "houqin", version, propagate_version = true, subcommand_required = true)]
#[command(arg_required_else_help = true, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "`houqin help` lists the commands by group and the topics of the manual,\n\
    such as start, stocktake, import and cron.")]
struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(commands::init::Args),
    Status(commands::status::Args),
    Check(commands::check::Args),
    Restore(commands::restore::Args),
    Salvage(commands::salvage::Args),
    Convert(commands::convert::Args),
    Migrate(commands::migrate::Args),
    History(commands::history::Args),
    Diff(commands::diff::Args),
    Explain(commands::explain::Args),
    /// Seal months of the books, so that nothing in them changes unseen
    #[command(subcommand)]
    Close(Later<commands::close::Group>),
    Verify(commands::verify::Args),
    /// Items of the catalogue: units, category, minimum
    #[command(subcommand)]
    Item(Later<commands::item::Group>),
    /// Registers of sites, departments and staff
    #[command(subcommand)]
    Org(Later<commands::org::Group>),
    /// Fixed assets: cards, moves, repairs, disposal, depreciation
    #[command(subcommand)]
    Asset(Later<commands::asset::Group>),
    /// Inspections: rules, records, what is due, who is excused
    #[command(subcommand)]
    Inspect(Later<commands::inspect::Group>),
    /// Findings: opened, put right, verified by somebody else
    #[command(subcommand)]
    Finding(Later<commands::finding::Group>),
    /// Clauses of the accreditation: their texts, and what each of them rests on
    #[command(subcommand)]
    Clause(Later<commands::clause::Group>),
    /// Contractors: contracts, monthly score sheets, payment bands
    #[command(subcommand)]
    Contractor(Later<commands::contractor::Group>),
    /// Certificates of people and of equipment: until when, and by when to apply for the next
    #[command(subcommand)]
    Certificate(Later<commands::certificate::Group>),
    /// Indicators: monthly values against targets
    #[command(subcommand)]
    Indicator(Later<commands::indicator::Group>),
    /// Tasks of the year's plan: owner, deadline, progress, evidence
    #[command(subcommand)]
    Task(Later<commands::task::Group>),
    /// Trainings and drills: who was there, and who of those who must was not
    #[command(subcommand)]
    Training(Later<commands::training::Group>),
    /// Meters of electricity, water, gas and heat: readings, use, balances
    #[command(subcommand)]
    Meter(Later<commands::meter::Group>),
    /// Energy saving: targets, prices, cost, bills, factors, what uses are measured against, measures
    #[command(subcommand)]
    Energy(Later<commands::energy::Group>),
    /// Purchasing: plans, orders and what of them has arrived, invoices
    #[command(subcommand)]
    Purchase(Later<commands::purchase::Group>),
    /// Repair orders: reported, answered, completed, accepted by somebody else
    ///
    /// Damaged files of the store are mended by `houqin salvage`.
    #[command(subcommand)]
    Repair(Later<commands::repair::Group>),
    #[command(subcommand)]
    Group(commands::group::Group),
    Report(commands::report::Args),
    /// Files for other programs: the deadlines as a calendar, the ledgers as Parquet, the schema of JSON
    #[command(subcommand)]
    Export(Later<commands::export::Group>),
    /// Goods in the store rooms: what comes in, what goes out, what is there
    #[command(subcommand)]
    Stock(Later<commands::stock::Group>),
    /// Stocktakes: count sheets, differences, approval
    #[command(subcommand)]
    Stocktake(Later<commands::stocktake::Group>),
    /// Store rooms
    #[command(subcommand)]
    Store(Later<commands::store::Group>),
    Help(commands::help::Args),
    Man(commands::man::Args),
    Completions(commands::completions::Args),
}

/// Runs the command that was typed.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if let Some(exit) = completing::answer(&arguments) {
        return exit;
    }
    let early = Settings::early(&arguments);
    let typed = match understand(arguments) {
        Ok(typed) => typed,
        Err((error, arguments)) => return incomplete(error, &arguments, &early).into(),
    };
    let mut session = match Session::start(&typed.cli.shared) {
        Ok(session) => session,
        Err(error) => return fail::report(&error, &early.ui()).into(),
    };
    let exit = match execute(&mut session, typed) {
        Ok(exit) => exit,
        Err(error) => fail::report(&error, session.ui()),
    };
    exit.into()
}

/// Runs a command on its store, or a report on the many stores that were named.
fn execute(session: &mut Session, typed: Typed) -> anyhow::Result<Exit> {
    let Typed { matches, cli, must_be_many } = typed;
    match cli.command {
        Command::Report(args) if must_be_many || args.many.is_asked() => {
            session.leave_store();
            group::run(session, &matches, &args.many)
        }
        command => dispatch(session, command),
    }
}

/// A command line as clap understands it.
struct Typed {
    matches: ArgMatches,
    cli: Cli,
    /// Whether it was typed as `group report`, which names many stores or is wrong.
    must_be_many: bool,
}

/// Reads the arguments; `group report …` as the `report …` that it stands for. What is wrong with
/// them is told of the arguments that it is about.
fn understand(arguments: Vec<OsString>) -> Result<Typed, (clap::Error, Vec<OsString>)> {
    let (mut arguments, mut must_be_many) = (arguments, false);
    loop {
        match parse(&arguments) {
            Ok((matches, Cli { command: Command::Group(group), .. })) if !must_be_many => {
                arguments = as_report(&arguments, &matches, &group);
                must_be_many = true;
            }
            Ok((matches, cli)) => return Ok(Typed { matches, cli, must_be_many }),
            Err(error) => return Err((error, arguments)),
        }
    }
}

fn parse(arguments: &[OsString]) -> Result<(ArgMatches, Cli), clap::Error> {
    let matches = tree_for(arguments).try_get_matches_from(arguments)?;
    let cli = Cli::from_arg_matches(&matches)?;
    Ok((matches, cli))
}

/// `group report …` as the `report …` that it stands for.
fn as_report(
    arguments: &[OsString],
    matches: &ArgMatches,
    group: &commands::group::Group,
) -> Vec<OsString> {
    let commands::group::Group::Report(commands::group::report::Args { words }) = group;
    let shared = group::retyped(&Cli::command(), matches, &["words"]).into_iter();
    let shared = shared.filter(|word| word.as_encoded_bytes().starts_with(b"-"));
    let program = arguments.first().cloned().unwrap_or_default();
    let report = [program, "report".into()].into_iter();
    report.chain(shared).chain(words.iter().cloned()).collect()
}

/// Runs a command line that was understood once more, in a session of its own.
pub(crate) fn again(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<Exit> {
    let cli = Cli::from_arg_matches(matches)?;
    dispatch(session, cli.command)
}

/// Asks for what a line lacks, where somebody can be asked; else says what is wrong with it.
fn incomplete(error: clap::Error, arguments: &[OsString], early: &Settings) -> Exit {
    let wrong = |error: clap::Error, arguments: &[OsString]| {
        let error = in_words(error, arguments, early);
        fail::usage(&error, &command_typed(arguments), early)
    };
    if error.kind() != ErrorKind::MissingRequiredArgument {
        return wrong(error, arguments);
    }
    let mut asking = match Asking::begin(tree_for(arguments), &error, arguments) {
        Ok(Some(asking)) => asking,
        Ok(None) => return wrong(error, arguments),
        Err(error) => return fail::report(&error, &early.ui()),
    };
    let mut error = error;
    loop {
        match asking.ask(&error) {
            Ok(Turn::Whole) => {}
            Ok(Turn::Hopeless) => return wrong(error, asking.arguments()),
            Err(failure) => return fail::report(&failure, asking.session().ui()),
        }
        match parse(asking.arguments()) {
            Ok(_) => break,
            Err(next) if next.kind() == ErrorKind::MissingRequiredArgument => error = next,
            Err(next) => return wrong(next, asking.arguments()),
        }
    }
    match confirmed(&mut asking) {
        Ok(exit) => exit,
        Err(error) => fail::report(&error, asking.session().ui()),
    }
}

/// Shows what a line that was asked together would record, and records it after a yes.
fn confirmed(asking: &mut Asking) -> anyhow::Result<Exit> {
    let Some(rehearsal) = asking.rehearsal() else {
        let (matches, cli) = parse(asking.arguments())?;
        return execute(asking.session(), Typed { matches, cli, must_be_many: false });
    };
    let rehearsal = parse(&rehearsal)?.1.command;
    asking.session().set_stage(Stage::Summary);
    if let Err(error) = dispatch(asking.session(), rehearsal) {
        asking.say_line();
        return Err(error);
    }
    asking.confirm()?;
    asking.session().set_stage(Stage::Result);
    let command = parse(asking.arguments())?.1.command;
    dispatch(asking.session(), command)
}

/// What clap has to say, in the language that was asked for.
///
/// The tree with the words for it is built only now that it is needed.
fn in_words(error: clap::Error, arguments: &[OsString], early: &Settings) -> clap::Error {
    let tree = match error.kind() {
        // There is no word in it.
        ErrorKind::DisplayVersion => return error,
        ErrorKind::DisplayHelp => tree_for(arguments),
        _ => tree(),
    };
    let tree = spoken(tree, early.ui().text().language());
    tree.try_get_matches_from(arguments).err().unwrap_or(error)
}

/// The command that was typed: clap does not say it of every error. Words that are no commands are
/// flags and their values.
fn command_typed(arguments: &[OsString]) -> String {
    let tree = tree_for(arguments);
    let mut words = vec![tree.get_name().to_owned()];
    let mut here = &tree;
    for word in arguments.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(below) = here.find_subcommand(word) {
            words.push(below.get_name().to_owned());
            here = below;
        }
    }
    words.join(" ")
}

/// The same tree, whose help says nothing of a default that is nothing.
fn without_empty_defaults(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| {
            let defaults = arg.get_default_values();
            let nothing = !defaults.is_empty() && defaults.iter().all(|value| value.is_empty());
            if nothing { arg.hide_default_value(true) } else { arg }
        })
        .mut_subcommands(without_empty_defaults)
}

/// The whole command tree.
pub(crate) fn tree() -> clap::Command {
    grown(Cli::command(), |_| true)
}

/// The commands and groups of the first level, without what is below the groups.
pub(crate) fn outline() -> clap::Command {
    Cli::command()
}

/// The tree as far as a line goes: of groups that it does not name only their names.
fn tree_for(arguments: &[OsString]) -> clap::Command {
    grown(Cli::command(), |group| arguments.iter().any(|argument| argument == group))
}

/// A tree that speaks a language.
pub(crate) fn spoken(tree: clap::Command, language: Language) -> clap::Command {
    let tree = without_empty_defaults(tree);
    match language {
        Language::English => tree,
        Language::Chinese => help::translate(tree),
    }
}

/// The long help of a command by its words; none where there is no such command.
pub(crate) fn help_of(words: &[&str], text: Text) -> Option<String> {
    let named = grown(Cli::command(), |group| words.contains(&group));
    let tree = spoken(named, text.language());
    words.iter().try_fold(&tree, |here, word| here.find_subcommand(word))?;
    let typed = std::iter::once("houqin").chain(words.iter().copied()).chain(["--help"]);
    let said = tree.try_get_matches_from(typed).err()?.render().to_string();
    Some(match text.language() {
        Language::English => said,
        Language::Chinese => help::translate_headings(&said),
    })
}

fn dispatch(session: &mut Session, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Status(args) => commands::status::run(session, args),
        Command::Init(args) => commands::init::run(session, args),
        Command::Check(args) => commands::check::run(session, args),
        Command::Restore(args) => commands::restore::run(session, args),
        Command::Salvage(args) => commands::salvage::run(session, args),
        Command::Convert(args) => commands::convert::run(session, args),
        Command::History(args) => commands::history::run(session, args),
        Command::Diff(args) => commands::diff::run(session, args),
        Command::Migrate(args) => commands::migrate::run(session, args),
        Command::Explain(args) => commands::explain::run(session, args),
        Command::Close(Later(group)) => commands::close::run(session, group),
        Command::Verify(args) => commands::verify::run(session, args),
        Command::Item(Later(group)) => commands::item::run(session, group),
        Command::Org(Later(group)) => commands::org::run(session, group),
        Command::Asset(Later(group)) => commands::asset::run(session, group),
        Command::Inspect(Later(group)) => commands::inspect::run(session, group),
        Command::Finding(Later(group)) => commands::finding::run(session, group),
        Command::Clause(Later(group)) => commands::clause::run(session, group),
        Command::Contractor(Later(group)) => commands::contractor::run(session, group),
        Command::Certificate(Later(group)) => commands::certificate::run(session, group),
        Command::Indicator(Later(group)) => commands::indicator::run(session, group),
        Command::Task(Later(group)) => commands::task::run(session, group),
        Command::Training(Later(group)) => commands::training::run(session, group),
        Command::Meter(Later(group)) => commands::meter::run(session, group),
        Command::Energy(Later(group)) => commands::energy::run(session, group),
        Command::Purchase(Later(group)) => commands::purchase::run(session, group),
        Command::Repair(Later(group)) => commands::repair::run(session, group),
        // Another name for the report of many stores; `run` has looked it up.
        Command::Group(commands::group::Group::Report(_)) => {
            Err(Failure::usage(Message::new("group.which_stores")).into())
        }
        Command::Report(args) => commands::report::run(session, args),
        Command::Export(Later(group)) => commands::export::run(session, group),
        Command::Stock(Later(group)) => commands::stock::run(session, group),
        Command::Stocktake(Later(group)) => commands::stocktake::run(session, group),
        Command::Store(Later(group)) => commands::store::run(session, group),
        Command::Help(args) => commands::help::run(session, args),
        Command::Man(args) => commands::man::run(session, args),
        Command::Completions(args) => commands::completions::run(session, args),
    }
}
