//! The command tree, and the one road through it: parse, resolve, run, report.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use houqin::text::{Language, Text};

use super::args::Shared;
use super::ask::{Asking, Turn};
use super::commands;
use super::completing;
use super::fail::{self, Exit};
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
    #[command(subcommand)]
    Close(commands::close::Group),
    Verify(commands::verify::Args),
    #[command(subcommand)]
    Item(commands::item::Group),
    #[command(subcommand)]
    Org(commands::org::Group),
    #[command(subcommand)]
    Asset(commands::asset::Group),
    #[command(subcommand)]
    Inspect(commands::inspect::Group),
    #[command(subcommand)]
    Finding(commands::finding::Group),
    #[command(subcommand)]
    Clause(commands::clause::Group),
    #[command(subcommand)]
    Contractor(commands::contractor::Group),
    #[command(subcommand)]
    Certificate(commands::certificate::Group),
    #[command(subcommand)]
    Indicator(commands::indicator::Group),
    #[command(subcommand)]
    Task(commands::task::Group),
    #[command(subcommand)]
    Training(commands::training::Group),
    #[command(subcommand)]
    Meter(commands::meter::Group),
    #[command(subcommand)]
    Energy(commands::energy::Group),
    #[command(subcommand)]
    Purchase(commands::purchase::Group),
    #[command(subcommand)]
    Repair(commands::repair::Group),
    #[command(subcommand)]
    Report(commands::report::Group),
    #[command(subcommand)]
    Export(commands::export::Group),
    #[command(subcommand)]
    Stock(commands::stock::Group),
    #[command(subcommand)]
    Stocktake(commands::stocktake::Group),
    #[command(subcommand)]
    Store(commands::store::Group),
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
    let cli = match parse(&arguments) {
        Ok(cli) => cli,
        Err(error) => return incomplete(error, &arguments, &early).into(),
    };
    let mut session = match Session::start(&cli.shared) {
        Ok(session) => session,
        Err(error) => return fail::report(&error, &early.ui()).into(),
    };
    let outcome = dispatch(&mut session, cli.command);
    let exit = match outcome {
        Ok(exit) => exit,
        Err(error) => fail::report(&error, session.ui()),
    };
    exit.into()
}

fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&Cli::command().try_get_matches_from(arguments)?)
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
    let mut asking = match Asking::begin(Cli::command(), &error, arguments) {
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
    let understood =
        |arguments: &[OsString]| -> anyhow::Result<Command> { Ok(parse(arguments)?.command) };
    let Some(rehearsal) = asking.rehearsal() else {
        let command = understood(asking.arguments())?;
        return dispatch(asking.session(), command);
    };
    let rehearsal = understood(&rehearsal)?;
    asking.session().set_stage(Stage::Summary);
    if let Err(error) = dispatch(asking.session(), rehearsal) {
        asking.say_line();
        return Err(error);
    }
    asking.confirm()?;
    asking.session().set_stage(Stage::Result);
    let command = understood(asking.arguments())?;
    dispatch(asking.session(), command)
}

/// What clap has to say, in the language that was asked for.
///
/// The tree with the words for it is built only now that it is needed.
fn in_words(error: clap::Error, arguments: &[OsString], early: &Settings) -> clap::Error {
    let tree = spoken(tree(), early.ui().text().language());
    tree.try_get_matches_from(arguments).err().unwrap_or(error)
}

/// The command that was typed: clap does not say it of every error. Words that are no commands are
/// flags and their values.
fn command_typed(arguments: &[OsString]) -> String {
    let tree = Cli::command();
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
    Cli::command()
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
    let tree = spoken(tree(), text.language());
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
        Command::Close(group) => commands::close::run(session, group),
        Command::Verify(args) => commands::verify::run(session, args),
        Command::Item(group) => commands::item::run(session, group),
        Command::Org(group) => commands::org::run(session, group),
        Command::Asset(group) => commands::asset::run(session, group),
        Command::Inspect(group) => commands::inspect::run(session, group),
        Command::Finding(group) => commands::finding::run(session, group),
        Command::Clause(group) => commands::clause::run(session, group),
        Command::Contractor(group) => commands::contractor::run(session, group),
        Command::Certificate(group) => commands::certificate::run(session, group),
        Command::Indicator(group) => commands::indicator::run(session, group),
        Command::Task(group) => commands::task::run(session, group),
        Command::Training(group) => commands::training::run(session, group),
        Command::Meter(group) => commands::meter::run(session, group),
        Command::Energy(group) => commands::energy::run(session, group),
        Command::Purchase(group) => commands::purchase::run(session, group),
        Command::Repair(group) => commands::repair::run(session, group),
        Command::Report(group) => commands::report::run(session, group),
        Command::Export(group) => commands::export::run(session, group),
        Command::Stock(group) => commands::stock::run(session, group),
        Command::Stocktake(group) => commands::stocktake::run(session, group),
        Command::Store(group) => commands::store::run(session, group),
        Command::Help(args) => commands::help::run(session, args),
        Command::Man(args) => commands::man::run(session, args),
        Command::Completions(args) => commands::completions::run(session, args),
    }
}
