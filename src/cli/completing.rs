//! Completion: a shell asks the tool itself what may stand at the cursor, with `HOUQIN_COMPLETE` set.
//!
//! What an argument takes is told by the placeholder of its value. Codes come from the store that the
//! half-typed line names, and are found by their beginning, by their name, and by the initials of its
//! pinyin. Without a store, or with one that is damaged, there is less to offer; nothing is ever said.
//! The scripts are printed by `commands/completions.rs`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Arg, Command, ValueHint};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use houqin::base::{Check, matches};
use houqin::meters::Utility;
use houqin::render::Format;
use houqin::store::{self, Listed, Named};
use houqin::text::{Shelf, area_names, entries, topics};

use super::session::DISK;
use super::settings::{Settings, environment};
use super::tree;

/// The variable by which a shell asks.
pub(crate) const VARIABLE: &str = "HOUQIN_COMPLETE";

/// The most that is offered at once.
const MOST: usize = 200;

/// Answers a shell that asks what may stand at the cursor; none where nobody asks.
pub(crate) fn answer(arguments: &[OsString]) -> Option<ExitCode> {
    environment(VARIABLE)?;
    let typed: Vec<OsString> =
        arguments.iter().skip_while(|argument| *argument != "--").skip(1).cloned().collect();
    let folder = folder(&typed);
    let text = Settings::early(&typed).ui().text();
    let here = std::env::current_dir().ok();
    let tree = || tree::spoken(offering(tree::tree(), &Arc::new(folder.clone())), text.language());
    let completed =
        CompleteEnv::with_factory(tree).var(VARIABLE).try_complete(arguments, here.as_deref());
    Some(if completed.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The store that the line names, or the one around the working folder.
fn folder(typed: &[OsString]) -> Option<PathBuf> {
    let mut named = None;
    for (at, argument) in typed.iter().enumerate() {
        let argument = argument.to_string_lossy();
        if argument == "-C" || argument == "--store" {
            named = typed.get(at + 1).map(PathBuf::from);
        } else if let Some(folder) =
            argument.strip_prefix("--store=").or_else(|| argument.strip_prefix("-C"))
        {
            named = Some(PathBuf::from(folder));
        }
    }
    let from_environment = || environment("HOUQIN_STORE").map(PathBuf::from);
    let around = || store::find(&DISK, &std::env::current_dir().ok()?);
    named.or_else(from_environment).or_else(around)
}

/// What the values of an argument are.
#[derive(Debug, Clone, Copy)]
enum Values {
    /// Of a register.
    Of(Listed),
    /// Of a register, with `=` and a figure behind.
    WithFigure(Listed),
    /// Words that the tool has.
    Words(fn() -> Vec<Named>),
}

/// What an argument takes, by its placeholder; a new thing has no code yet.
fn values(path: &[String], placeholder: &str) -> Option<Values> {
    let assets = path.first().is_some_and(|group| group == "asset");
    let makes = path.last().is_some_and(|verb| matches!(verb.as_str(), "add" | "open"));
    let listed = match placeholder {
        "ITEM" => Listed::Items,
        "CATEGORY" => Listed::Categories,
        "ROOM" => Listed::Rooms,
        "DEPARTMENT" => Listed::Departments,
        "SITE" => Listed::Sites,
        "STAFF" => Listed::Staff,
        "PERSON" | "OWNER" => Listed::People,
        "POINT" => Listed::Points,
        "MEASURE" => Listed::Measures,
        "TAG" => Listed::Assets,
        "SHEET" | "TASK" if makes => return None,
        "SHEET" if assets => Listed::AssetSheets,
        "SHEET" => Listed::CountSheets,
        "RULE" => Listed::Rules,
        "SUBJECT" => Listed::Subjects,
        "TEMPLATE" => Listed::Templates,
        "FINDING" => Listed::Findings,
        "REPAIR" => Listed::Repairs,
        "CONTRACT" => Listed::Contracts,
        "INDICATOR" => Listed::Indicators,
        "TASK" => Listed::Tasks,
        "CLAUSE" => Listed::Clauses,
        "ITEM=QUANTITY" | "ITEM=YUAN" => return Some(Values::WithFigure(Listed::Items)),
        "FORMAT" => return Some(Values::Words(formats)),
        "LANG" => return Some(Values::Words(|| plain(["zh", "en"]))),
        "SHELL" => return Some(Values::Words(|| plain(SHELLS))),
        "UTILITY" => return Some(Values::Words(|| plain(Utility::ALL.map(Utility::word)))),
        "CHECK" => return Some(Values::Words(|| plain(Check::ALL.map(Check::name)))),
        "PACK" => return Some(Values::Words(packs)),
        "TOPIC_OR_COMMAND" => return Some(Values::Words(help)),
        "CODE" if path.first().is_some_and(|verb| verb == "explain") => {
            return Some(Values::Words(codes));
        }
        _ => return None,
    };
    Some(Values::Of(listed))
}

/// The shells that are known.
pub(crate) const SHELLS: [&str; 4] = ["bash", "zsh", "fish", "powershell"];

fn plain<const N: usize>(words: [&str; N]) -> Vec<Named> {
    words.map(|word| Named { code: word.to_owned(), name: String::new() }).into()
}

fn formats() -> Vec<Named> {
    plain(Format::ALL.map(Format::word))
}

fn packs() -> Vec<Named> {
    let packs = store::packs().into_iter();
    packs.map(|sample| Named { code: sample.pack.id.to_string(), name: String::new() }).collect()
}

fn codes() -> Vec<Named> {
    let areas = area_names(Shelf::Messages).into_iter();
    let entries = areas.flat_map(|area| entries(Shelf::Messages, area));
    entries.map(|entry| Named { code: entry.key.to_owned(), name: String::new() }).collect()
}

/// Topics and commands, each with what it is about.
fn help() -> Vec<Named> {
    let tree = tree::tree();
    let commands = tree.get_subcommands().map(|command| Named {
        code: command.get_name().to_owned(),
        name: command.get_about().map(ToString::to_string).unwrap_or_default(),
    });
    let language = Settings::early(&[]).ui().text().language();
    let topics = topics()
        .iter()
        .map(|topic| Named { code: topic.name.to_owned(), name: topic.title(language).to_owned() });
    let mut names: Vec<Named> = topics.chain(commands).collect();
    names.sort_by(|one, other| one.code.cmp(&other.code));
    names.dedup_by(|one, other| one.code == other.code);
    names
}

/// The tree whose arguments know what to offer.
fn offering(command: Command, folder: &Arc<Option<PathBuf>>) -> Command {
    walk(command, &[], folder)
}

fn walk(command: Command, path: &[String], folder: &Arc<Option<PathBuf>>) -> Command {
    command.mut_args(|arg| offer(arg, path, folder)).mut_subcommands(|below| {
        let path = [path, &[below.get_name().to_owned()]].concat();
        walk(below, &path, folder)
    })
}

fn offer(arg: Arg, path: &[String], folder: &Arc<Option<PathBuf>>) -> Arg {
    let placeholder = arg.get_value_names().and_then(|names| Some(names.first()?.to_string()));
    let Some(placeholder) = placeholder.filter(|_| arg.get_action().takes_values()) else {
        return arg;
    };
    match placeholder.as_str() {
        "FILE" => return arg.value_hint(ValueHint::AnyPath),
        "DIR" => return arg.value_hint(ValueHint::DirPath),
        _ => {}
    }
    let Some(values) = values(path, &placeholder) else { return arg };
    let folder = Arc::clone(folder);
    arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
        candidates(values, typed, folder.as_deref())
    }))
}

/// What fits that was typed, the best first.
fn candidates(values: Values, typed: &OsStr, folder: Option<&Path>) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let from_store =
        |what| folder.map(|folder| store::listed(&DISK, folder, what)).unwrap_or_default();
    let (known, ending) = match values {
        Values::Of(what) => (from_store(what), ""),
        Values::WithFigure(what) => (from_store(what), "="),
        Values::Words(words) => (words(), ""),
    };
    ranked(typed, known)
        .into_iter()
        .take(MOST)
        .enumerate()
        .map(|(at, Named { code, name })| {
            let help = (!name.is_empty()).then(|| name.into());
            let candidate = CompletionCandidate::new(format!("{code}{ending}"));
            candidate.help(help).display_order(Some(at))
        })
        .collect()
}

/// The names that fit, by code before by name, the best first; all of them where nothing was typed.
pub(super) fn ranked(typed: &str, known: Vec<Named>) -> Vec<Named> {
    if typed.is_empty() {
        return known;
    }
    let mut fitting: Vec<_> = known
        .into_iter()
        .filter_map(|named| {
            let by_code = matches(typed, &named.code);
            let fit = by_code.into_iter().chain(matches(typed, &named.name)).min()?;
            Some((fit, by_code.is_none(), named))
        })
        .collect();
    fitting
        .sort_by(|one, other| (one.0, one.1, &one.2.code).cmp(&(other.0, other.1, &other.2.code)));
    fitting.into_iter().map(|(_, _, named)| named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: &str, name: &str) -> Named {
        Named { code: code.to_owned(), name: name.to_owned() }
    }

    fn found(typed: &str) -> Vec<String> {
        let known = vec![
            named("BX01", "保险丝"),
            named("DG36", "灯管"),
            named("LD9", "LED灯管"),
            named("ZQ1", "重汽配件"),
        ];
        ranked(typed, known).into_iter().map(|named| named.code).collect()
    }

    #[test]
    fn names_are_found_by_code_name_and_pinyin() {
        assert_eq!(found(""), ["BX01", "DG36", "LD9", "ZQ1"]);
        assert_eq!(found("dg"), ["DG36", "LD9"]);
        assert_eq!(found("灯"), ["DG36", "LD9"]);
        assert_eq!(found("dengguan"), ["DG36", "LD9"]);
        assert_eq!(found("cq"), ["ZQ1"]);
        assert_eq!(found("bxs"), ["BX01"]);
        assert!(found("xyz").is_empty());
    }

    #[test]
    fn an_argument_offers_what_its_placeholder_says() {
        let path = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let listed = |words, placeholder| match values(&path(words), placeholder) {
            Some(Values::Of(listed)) => Some(listed),
            Some(Values::WithFigure(_) | Values::Words(_)) | None => None,
        };
        assert_eq!(listed("stock issue", "ITEM"), Some(Listed::Items));
        assert_eq!(listed("asset count enter", "SHEET"), Some(Listed::AssetSheets));
        assert_eq!(listed("stocktake enter", "SHEET"), Some(Listed::CountSheets));
        assert_eq!(listed("stocktake open", "SHEET"), None);
        assert_eq!(listed("stock issue", "YUAN"), None);
    }
}
