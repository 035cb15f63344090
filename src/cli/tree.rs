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
use super::grow::{self, Later, grown, listed};
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
    command: Later<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(Later<commands::init::Args>),
    Status(Later<commands::status::Args>),
    Check(Later<commands::check::Args>),
    Restore(Later<commands::restore::Args>),
    Salvage(Later<commands::salvage::Args>),
    Convert(Later<commands::convert::Args>),
    Migrate(Later<commands::migrate::Args>),
    History(Later<commands::history::Args>),
    Diff(Later<commands::diff::Args>),
    Explain(Later<commands::explain::Args>),
    /// Seal months of the books, so that nothing in them changes unseen
    #[command(subcommand)]
    Close(Later<commands::close::Group>),
    Verify(Later<commands::verify::Args>),
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
    /// Many stores at once
    #[command(subcommand)]
    Group(Later<commands::group::Group>),
    Report(Later<commands::report::Args>),
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
    Help(Later<commands::help::Args>),
    Man(Later<commands::man::Args>),
    Completions(Later<commands::completions::Args>),
}

/// What `--version` says, as clap would.
const VERSION: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), "\n");

/// Runs the command that was typed.
pub(crate) fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if let Some(exit) = completing::answer(&arguments) {
        return exit;
    }
    let early = Settings::early(&arguments);
    if let [_, only] = &arguments[..]
        && (only == "--version" || only == "-V")
    {
        return early.ui().data(VERSION.as_bytes()).unwrap_or(Exit::Io).into();
    }
    let is_help = |argument: &OsString| argument == "--help" || argument == "-h";
    if arguments.iter().any(is_help)
        && let Some(help) = help_for(&arguments, early.ui().text().language())
    {
        return fail::usage(&help, &|| command_typed(&arguments), &early).into();
    }
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
    match cli.command.0 {
        Command::Report(Later(args)) if must_be_many || args.many.is_asked() => {
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
            Ok((matches, Cli { command: Later(Command::Group(Later(group))), .. }))
                if !must_be_many =>
            {
                arguments = as_report(&arguments, &matches, &group);
                must_be_many = true;
            }
            Ok((matches, cli)) => return Ok(Typed { matches, cli, must_be_many }),
            Err(error) => return Err((error, arguments)),
        }
    }
}

fn parse(arguments: &[OsString]) -> Result<(ArgMatches, Cli), clap::Error> {
    let mut tree = tree_for(arguments);
    let matches = tree.try_get_matches_from_mut(arguments)?;
    // To take the tree apart takes a fifth of what it takes to build and read it; the system does
    // it at the end anyway.
    std::mem::forget(tree);
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
    let shared = group::retyped(&outline(), matches, &["words"]).into_iter();
    let shared = shared.filter(|word| word.as_encoded_bytes().starts_with(b"-"));
    let program = arguments.first().cloned().unwrap_or_default();
    let report = [program, "report".into()].into_iter();
    report.chain(shared).chain(words.iter().cloned()).collect()
}

/// Runs a command line that was understood once more, in a session of its own.
pub(crate) fn again(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<Exit> {
    let cli = Cli::from_arg_matches(matches)?;
    dispatch(session, cli.command.0)
}

/// Asks for what a line lacks, where somebody can be asked; else says what is wrong with it.
fn incomplete(error: clap::Error, arguments: &[OsString], early: &Settings) -> Exit {
    let wrong = |error: clap::Error, arguments: &[OsString]| {
        let error = in_words(error, arguments, early);
        fail::usage(&error, &|| command_typed(arguments), early)
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
    let rehearsal = parse(&rehearsal)?.1.command.0;
    asking.session().set_stage(Stage::Summary);
    if let Err(error) = dispatch(asking.session(), rehearsal) {
        asking.say_line();
        return Err(error);
    }
    asking.confirm()?;
    asking.session().set_stage(Stage::Result);
    let command = parse(asking.arguments())?.1.command.0;
    dispatch(asking.session(), command)
}

/// What clap has to say, in the language that was asked for.
///
/// The tree with the words for it is built only now that it is needed.
fn in_words(error: clap::Error, arguments: &[OsString], early: &Settings) -> clap::Error {
    let language = early.ui().text().language();
    let said = match error.kind() {
        // There is no word in it.
        ErrorKind::DisplayVersion => return error,
        ErrorKind::DisplayHelp => help_for(arguments, language),
        _ => spoken(tree(), language).try_get_matches_from(arguments).err(),
    };
    said.unwrap_or(error)
}

/// The help that a line asks for; none where something else is to be said of it.
fn help_for(arguments: &[OsString], language: Language) -> Option<clap::Error> {
    let is_named = |name: &str| arguments.iter().any(|argument| argument == name);
    let words: Vec<&str> = arguments.iter().skip(1).map_while(|word| word.to_str()).collect();
    let tree = match words.first() {
        Some(first) if Command::has_subcommand(first) => tree_of(&words),
        // It may be the help of them all.
        _ => all(|below| if is_named(below.get_name()) { grown(below) } else { listed(below) }),
    };
    let mut tree = spoken_as_far(tree, language, &is_named);
    let error = tree.try_get_matches_from_mut(arguments).err()?;
    std::mem::forget(tree);
    (error.kind() == ErrorKind::DisplayHelp).then_some(error)
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
fn without_empty_defaults(
    command: clap::Command,
    is_asked: &dyn Fn(&str) -> bool,
) -> clap::Command {
    let hidden = |arg: clap::Arg| {
        let defaults = arg.get_default_values();
        let nothing = !defaults.is_empty() && defaults.iter().all(|value| value.is_empty());
        if nothing { arg.hide_default_value(true) } else { arg }
    };
    command.mut_args(hidden).mut_subcommands(|below| {
        let further = is_asked(below.get_name());
        if further { without_empty_defaults(below, is_asked) } else { below }
    })
}

/// The whole command tree.
pub(crate) fn tree() -> clap::Command {
    all(grown)
}

/// The commands and groups of the first level, without what is below the groups.
pub(crate) fn outline() -> clap::Command {
    all(listed)
}

/// All commands of the first level, each as far as it is wanted.
fn all(wanted: impl FnMut(clap::Command) -> clap::Command) -> clap::Command {
    Command::augment_subcommands(Cli::command()).mut_subcommands(wanted)
}

/// The tree as far as a line goes: the commands that it names, and no others. That is enough to
/// understand a line that is right.
fn tree_for(arguments: &[OsString]) -> clap::Command {
    if let [_, group, line, ..] = arguments
        && let Some(daily) = grow::daily(group, line)
    {
        return Cli::command().subcommand(daily);
    }
    let words = arguments.iter().filter_map(|argument| argument.to_str());
    let mut named: Vec<&str> = words.filter(|word| Command::has_subcommand(word)).collect();
    named.sort_unstable();
    named.dedup();
    let is_named = |name: &str| arguments.iter().any(|argument| argument == name);
    let command = |name: &str| clap::Command::new(name.to_owned());
    let named = named.into_iter().map(|name| grow::grown_only(command(name), &is_named));
    Cli::command().subcommands(named)
}

/// The tree of one command by its words: what is beside it is left out, what is below it is not.
fn tree_of(words: &[&str]) -> clap::Command {
    let [first, rest @ ..] = words else { return tree() };
    let second = |name: &str| rest.first().is_some_and(|second| *second == name);
    let all = Command::augment_subcommands(clap::Command::new("all"));
    let first = all.find_subcommand(first).map(|command| {
        let one = grow::grown_only(command.clone(), &second);
        if one.has_subcommands() { one } else { grown(command.clone()) }
    });
    Cli::command().subcommands(first)
}

/// A tree that speaks a language.
pub(crate) fn spoken(tree: clap::Command, language: Language) -> clap::Command {
    spoken_as_far(tree, language, &|_| true)
}

/// A tree that speaks a language as far as it is asked; of other commands only what they do.
fn spoken_as_far(
    tree: clap::Command,
    language: Language,
    is_asked: &dyn Fn(&str) -> bool,
) -> clap::Command {
    let tree = without_empty_defaults(tree, is_asked);
    match language {
        Language::English => tree,
        Language::Chinese => help::translate_as_far(tree, is_asked),
    }
}

/// The long help of a command by its words; none where there is no such command.
pub(crate) fn help_of(words: &[&str], text: Text) -> Option<String> {
    let is_named = |name: &str| words.contains(&name);
    let tree = spoken_as_far(tree_of(words), text.language(), &is_named);
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
        Command::Status(Later(args)) => commands::status::run(session, args),
        Command::Init(Later(args)) => commands::init::run(session, args),
        Command::Check(Later(args)) => commands::check::run(session, args),
        Command::Restore(Later(args)) => commands::restore::run(session, args),
        Command::Salvage(Later(args)) => commands::salvage::run(session, args),
        Command::Convert(Later(args)) => commands::convert::run(session, args),
        Command::History(Later(args)) => commands::history::run(session, args),
        Command::Diff(Later(args)) => commands::diff::run(session, args),
        Command::Migrate(Later(args)) => commands::migrate::run(session, args),
        Command::Explain(Later(args)) => commands::explain::run(session, args),
        Command::Close(Later(group)) => commands::close::run(session, group),
        Command::Verify(Later(args)) => commands::verify::run(session, args),
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
        Command::Group(Later(commands::group::Group::Report(_))) => {
            Err(Failure::usage(Message::new("group.which_stores")).into())
        }
        Command::Report(Later(args)) => commands::report::run(session, args),
        Command::Export(Later(group)) => commands::export::run(session, group),
        Command::Stock(Later(group)) => commands::stock::run(session, group),
        Command::Stocktake(Later(group)) => commands::stocktake::run(session, group),
        Command::Store(Later(group)) => commands::store::run(session, group),
        Command::Help(Later(args)) => commands::help::run(session, args),
        Command::Man(Later(args)) => commands::man::run(session, args),
        Command::Completions(Later(args)) => commands::completions::run(session, args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command with its words.
    fn leaves<'c>(
        command: &'c clap::Command,
        words: &[&'c str],
        found: &mut Vec<(Vec<OsString>, clap::Command)>,
    ) {
        for below in command.get_subcommands() {
            let words = [words, &[below.get_name()]].concat();
            let typed = ["houqin"].iter().chain(&words).chain(&["--help"]).map(OsString::from);
            found.push((typed.collect(), below.clone()));
            leaves(below, &words, found);
        }
    }

    #[test]
    fn the_version_is_said_as_clap_says_it() {
        assert_eq!(Cli::command().render_version(), VERSION);
    }

    #[test]
    fn a_part_of_the_tree_helps_as_the_whole_does() {
        let language = Language::Chinese;
        let mut whole = spoken(tree(), language);
        whole.build();
        let mut all = Vec::new();
        leaves(&whole, &[], &mut all);
        assert!(all.len() > 300, "{}", all.len());
        for (typed, mut command) in all {
            let help = help_for(&typed, language).expect("help").to_string();
            // clap shows the long help where there is more to say in it.
            let whole = [command.render_help(), command.render_long_help()];
            assert!(whole.map(|help| help.to_string()).contains(&help), "{typed:?}: {help}");
        }
    }
}
