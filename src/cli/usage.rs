//! What clap says of a wrong command line, in the words of the catalog.
//!
//! English is clap's own. For Chinese the kind and the context of the error choose a message of
//! `data/diagnostics/usage.toml`; the exit code stays clap's.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use houqin::base::Message;
use houqin::text::{Text, topic};

use super::help;
use super::tree::tree;

/// Says an error of clap's in Chinese; help and version keep clap's layout. `typed` tells the command
/// to look up the help of.
pub(crate) fn in_chinese(error: &clap::Error, typed: &dyn Fn() -> String, text: Text) -> String {
    match error.kind() {
        // There is no word in it.
        ErrorKind::DisplayVersion => return error.render().to_string(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return help::translate_headings(&error.render().to_string());
        }
        _ => {}
    }
    let mut lines = vec![text.pair(text.label("severity.error"), &text.say(&message(error)))];
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => Some(usage.to_string()),
        _ => None,
    };
    let mut hints = tips(error, text);
    hints.push(Message::new("usage.more").with("command", typed()));
    for hint in hints {
        lines.push(format!("  {}", text.pair(text.label("word.hint"), &text.say(&hint))));
    }
    lines.extend(usage.map(|usage| help::translate_headings(&usage)));
    lines.join("\n")
}

/// The topic of the manual that was typed for a command, if there is one.
pub(crate) fn topic_meant(error: &clap::Error) -> Option<Message> {
    let command = names(error, ContextKind::InvalidSubcommand).concat();
    let topic = topic(&command)?;
    Some(Message::new("usage.topic").with("command", command).with("topic", topic.name))
}

/// The commands below others that are called what was typed for one of the first level.
pub(crate) fn commands_meant(error: &clap::Error, text: Text) -> Option<Message> {
    let typed = names(error, ContextKind::InvalidSubcommand).concat();
    if typed.is_empty() {
        return None;
    }
    let (mut found, mut to_see) = (Vec::new(), vec![tree()]);
    while let Some(command) = to_see.pop() {
        let path = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
        for below in command.get_subcommands() {
            let path = format!("{path} {}", below.get_name());
            if below.get_name() == typed {
                found.push(path.clone());
            }
            to_see.push(below.clone().bin_name(path));
        }
    }
    found.sort();
    let separator = text.named("、", ", ");
    (!found.is_empty()).then(|| Message::new("usage.near").with("names", found.join(separator)))
}

/// What may have been meant, and what is known.
fn tips(error: &clap::Error, text: Text) -> Vec<Message> {
    let elsewhere = commands_meant(error, text);
    // What is called so is meant sooner than what is called nearly so.
    let near = elsewhere.is_none().then_some(ContextKind::SuggestedSubcommand);
    let near = near.into_iter().chain([ContextKind::SuggestedArg, ContextKind::SuggestedValue]);
    let known = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let tip = |code: &'static str| {
        move |kind| {
            let names = names(error, kind);
            (!names.is_empty()).then(|| Message::new(code).with("names", names.join("、")))
        }
    };
    let near = near.filter_map(tip("usage.near"));
    let known = known.into_iter().filter_map(tip("usage.one_of"));
    topic_meant(error).into_iter().chain(elsewhere).chain(near).chain(known).collect()
}

fn message(error: &clap::Error) -> Message {
    let argument = || names(error, ContextKind::InvalidArg).join("、");
    let value = || names(error, ContextKind::InvalidValue).concat();
    let command = || names(error, ContextKind::InvalidSubcommand).concat();
    let number = |kind| names(error, kind).concat();
    match error.kind() {
        ErrorKind::ArgumentConflict => {
            let prior = names(error, ContextKind::PriorArg).join("、");
            let argument = if argument().is_empty() { command() } else { argument() };
            if prior.is_empty() || prior == argument {
                Message::new("usage.repeated").with("argument", argument)
            } else {
                Message::new("usage.conflict").with("argument", argument).with("others", prior)
            }
        }
        ErrorKind::NoEquals => Message::new("usage.equals").with("argument", argument()),
        ErrorKind::InvalidValue if value().is_empty() => {
            Message::new("usage.value_missing").with("argument", argument())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Message::new("usage.value").with("argument", argument()).with("value", value())
        }
        ErrorKind::TooManyValues => {
            Message::new("usage.too_many").with("argument", argument()).with("value", value())
        }
        ErrorKind::TooFewValues => Message::new("usage.too_few")
            .with("argument", argument())
            .with("count", number(ContextKind::ActualNumValues))
            .with("least", number(ContextKind::MinValues)),
        ErrorKind::WrongNumberOfValues => Message::new("usage.n_values")
            .with("argument", argument())
            .with("count", number(ContextKind::ActualNumValues))
            .with("expected", number(ContextKind::ExpectedNumValues)),
        ErrorKind::InvalidSubcommand => {
            Message::new("usage.unknown_command").with("command", command())
        }
        ErrorKind::MissingSubcommand => {
            Message::new("usage.command_missing").with("command", command())
        }
        ErrorKind::MissingRequiredArgument => {
            Message::new("usage.required").with("arguments", argument())
        }
        ErrorKind::UnknownArgument => {
            Message::new("usage.unknown_argument").with("argument", argument())
        }
        ErrorKind::InvalidUtf8 => Message::new("usage.utf8"),
        // The rest is help, which is no error, and kinds that a later clap may add.
        _ => Message::new("usage.other").with("reason", error.kind().to_string()),
    }
}

/// The names that stand in one part of an error's context.
fn names(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(name)) => vec![name.clone()],
        Some(ContextValue::Strings(names)) => names.clone(),
        Some(ContextValue::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    }
}
