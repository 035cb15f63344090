//! Errors to words, hints and exit codes; nowhere else.

use std::process::ExitCode;

use houqin::base::{Argument, Diagnostic, Message, Place, Refuse, Severity};
use houqin::store::{CommitError, ExitClass, StoreError};
use houqin::text::Language;

use super::settings::Settings;
use super::ui::Ui;
use super::usage;

/// Every way a command ends, documented in the README; never a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Done, and differences, findings or due duties exist.
    Found = 1,
    /// Wrong usage.
    Usage = 2,
    /// Recorded but not confirmed: do not enter it again.
    Unconfirmed = 3,
    /// Bad data.
    BadData = 65,
    /// No such input.
    NoInput = 66,
    /// Cannot create the output.
    CannotCreate = 73,
    /// I/O error; nothing was changed.
    Io = 74,
    /// The store is busy; try again.
    Busy = 75,
    /// A rule refused.
    Refused = 77,
    /// The store's format or settings are not understood.
    Format = 78,
    /// Somebody left at a question, or said no: what was asked about is not recorded. The code that
    /// a shell gives a program stopped by Ctrl-C.
    Left = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What the shell itself can say no to, and what the library said.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// An argument that is not understood.
    #[error("wrong usage: {}", .0.code)]
    Usage(Message),
    /// A rule of a domain said no.
    #[error("refused: {}", .0.code)]
    Refused(Message),
    /// An input that is not there.
    #[error("no input: {}", .0.code)]
    NoInput(Message),
    /// The data has defects that keep the command from going on.
    #[error("{} defects", .0.len())]
    Defects(Vec<Diagnostic>),
    /// Several rules said no, each to a part of what was asked for.
    #[error("{} refusals", .0.len())]
    Several(Vec<Message>),
    /// Rows of a file from outside that cannot be taken.
    #[error("{} rows rejected", .0.len())]
    Rejected(Vec<Diagnostic>),
    /// Rows of a file from outside that cannot be taken, and how many of how many they are.
    #[error("{} doubtful", .0.len())]
    Doubtful(Vec<Diagnostic>, Message),
    /// The store's error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody left at a question, or said no.
    #[error("left at a question")]
    Left(Message),
    /// The terminal gives no answer.
    #[error("the terminal cannot be read")]
    Terminal(#[source] std::io::Error),
    /// The cluster that should run the stores did not.
    #[error("spark: {}", .0.code)]
    Spark(Message),
    /// What the cluster sent back is not what was sent.
    #[error("malformed: {}", .0.code)]
    Malformed(Message),
    /// stdout could not be written; the work itself was done.
    #[error("stdout cannot be written")]
    Output(#[source] std::io::Error),
}

/// A message about a flag or argument.
pub(crate) fn usage_message(code: &str, flag: &str) -> Message {
    Message::new(code).with("flag", flag)
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Refused(refusal) => Self::refused(refusal.as_ref()),
            CommitError::Store(error) => Self::Store(error),
        }
    }
}

impl Failure {
    /// Wrong usage.
    pub(crate) const fn usage(message: Message) -> Self {
        Self::Usage(message)
    }

    /// The value of a flag or argument is not what it must be.
    pub(crate) fn argument(flag: &str, refusal: &impl Refuse) -> Self {
        let mut message = refusal.message();
        message.arguments.push(("flag", flag.into()));
        Self::Usage(message)
    }

    /// A rule said no.
    pub(crate) fn refused(refusal: &impl Refuse) -> Self {
        Self::Refused(refusal.message())
    }
}

/// How many defects are shown before the rest is only counted.
pub(super) const MOST_SHOWN: usize = 20;

/// Says what went wrong and gives the exit code.
pub(crate) fn report(error: &anyhow::Error, ui: &Ui) -> Exit {
    match error.downcast_ref::<Failure>() {
        Some(Failure::Usage(message)) => {
            ui.error(&in_context(message, ui));
            Exit::Usage
        }
        Some(Failure::Refused(message)) => {
            ui.error(message);
            Exit::Refused
        }
        Some(Failure::Several(messages)) => {
            messages.iter().take(MOST_SHOWN).for_each(|message| ui.error(message));
            if messages.len() > 1 {
                ui.error(&Message::new("cli.several").with("count", messages.len()));
            }
            Exit::Refused
        }
        Some(Failure::Rejected(diagnostics)) => {
            ui.some_diagnostics(diagnostics);
            ui.error(&Message::new("cli.rejected").with("count", diagnostics.len()));
            Exit::BadData
        }
        Some(Failure::Doubtful(diagnostics, counts)) => {
            ui.some_diagnostics(diagnostics);
            ui.error(counts);
            Exit::BadData
        }
        Some(Failure::NoInput(message)) => {
            ui.error(message);
            Exit::NoInput
        }
        Some(Failure::Spark(message)) => {
            ui.error(message);
            Exit::Io
        }
        Some(Failure::Malformed(message)) => {
            ui.error(message);
            Exit::BadData
        }
        Some(Failure::Defects(diagnostics)) => {
            ui.some_diagnostics(diagnostics);
            ui.error(&Message::new("cli.defects").with("count", diagnostics.len()));
            Exit::BadData
        }
        Some(Failure::Store(error)) => store(error, ui),
        Some(Failure::Left(message)) => {
            ui.leave_question();
            ui.talk(message);
            Exit::Left
        }
        Some(Failure::Terminal(error)) => {
            ui.error(&Message::new("ask.terminal").with("reason", error.to_string()));
            Exit::Io
        }
        Some(Failure::Output(error)) => {
            ui.error(&Message::new("cli.stdout").with("reason", error.to_string()));
            Exit::Io
        }
        None => {
            ui.error(&Message::new("cli.unforeseen").with("reason", format!("{error:#}")));
            Exit::Io
        }
    }
}

fn store(error: &StoreError, ui: &Ui) -> Exit {
    match error {
        StoreError::Settings(diagnostic) | StoreError::Defect(diagnostic) => {
            ui.diagnostics(std::slice::from_ref(diagnostic));
        }
        error => match error.place() {
            Some(place) => ui.diagnostics(&[Diagnostic::error(place, error.message())]),
            None => ui.error(&error.message()),
        },
    }
    of_class(error.exit_class())
}

const fn of_class(class: ExitClass) -> Exit {
    match class {
        ExitClass::RecordedUnconfirmed => Exit::Unconfirmed,
        ExitClass::BadData => Exit::BadData,
        ExitClass::NoInput => Exit::NoInput,
        ExitClass::CannotCreate => Exit::CannotCreate,
        ExitClass::NothingChanged => Exit::Io,
        ExitClass::Busy => Exit::Busy,
        ExitClass::Format => Exit::Format,
    }
}

/// The first thing that went wrong with one store of many.
pub(crate) struct Told {
    /// How the command ends for that store alone.
    pub(crate) exit: Exit,
    /// What is wrong.
    pub(crate) message: Message,
    /// Where it stands, if it is about a file.
    pub(crate) place: Option<Place>,
    /// How many more things are wrong.
    pub(crate) more: usize,
}

/// Tells the first of what went wrong, and keeps silent.
pub(crate) fn told(error: &anyhow::Error) -> Told {
    let only = |exit, message: &Message| (exit, message.clone(), None, 0);
    let first = |exit, diagnostics: &[Diagnostic], errors_only: bool| {
        let is_error = |found: &&Diagnostic| !errors_only || found.severity == Severity::Error;
        let n_errors = diagnostics.iter().filter(is_error).count();
        let first = diagnostics.iter().find(is_error);
        let message = first.map_or_else(|| Message::new("cli.defects"), |one| one.message.clone());
        (exit, message, first.map(|first| first.place.clone()), n_errors.saturating_sub(1))
    };
    let (exit, message, place, more) = match error.downcast_ref::<Failure>() {
        Some(Failure::Usage(message)) => only(Exit::Usage, message),
        Some(Failure::Refused(message)) => only(Exit::Refused, message),
        Some(Failure::NoInput(message)) => only(Exit::NoInput, message),
        Some(Failure::Spark(message)) => only(Exit::Io, message),
        Some(Failure::Malformed(message)) => only(Exit::BadData, message),
        Some(Failure::Left(message)) => only(Exit::Left, message),
        Some(Failure::Terminal(error)) => {
            only(Exit::Io, &Message::new("ask.terminal").with("reason", error.to_string()))
        }
        Some(Failure::Several(messages)) => {
            let message = messages.first().cloned().unwrap_or_else(|| Message::new("cli.several"));
            (Exit::Refused, message, None, messages.len().saturating_sub(1))
        }
        Some(Failure::Defects(found)) => first(Exit::BadData, found, true),
        Some(Failure::Rejected(found) | Failure::Doubtful(found, _)) => {
            first(Exit::BadData, found, false)
        }
        Some(Failure::Store(error)) => {
            let exit = of_class(error.exit_class());
            match error {
                StoreError::Settings(found) | StoreError::Defect(found) => {
                    (exit, found.message.clone(), Some(found.place.clone()), 0)
                }
                error => (exit, error.message(), error.place(), 0),
            }
        }
        Some(Failure::Output(error)) => {
            only(Exit::Io, &Message::new("cli.stdout").with("reason", error.to_string()))
        }
        None => {
            only(Exit::Io, &Message::new("cli.unforeseen").with("reason", format!("{error:#}")))
        }
    };
    Told { exit, message, place, more }
}

/// The flag that a value belongs to stands before what is wrong with the value.
fn in_context(message: &Message, ui: &Ui) -> Message {
    let flag = message.arguments.iter().find(|(name, _)| *name == "flag");
    match flag.map(|(_, flag)| placeholder(flag, ui)) {
        Some(flag) if !message.code.starts_with("cli.") => {
            let said = ui.text().say(message);
            let outer = |code| Message::new(code).with("flag", flag.clone()).with("what", said);
            match ui.text().hint(message) {
                None => outer("cli.argument"),
                Some(hint) => outer("cli.argument_hint").with("how", hint),
            }
        }
        _ => message.clone(),
    }
}

/// An argument without a flag is called by the placeholder that the help shows for it.
fn placeholder(flag: &Argument, ui: &Ui) -> Argument {
    match (flag, ui.text().language()) {
        (Argument::Text(name), Language::Chinese) if !name.starts_with('-') => {
            let word = ui.text().find(&format!("cli.value.{name}"));
            word.map_or_else(|| flag.clone(), Argument::from)
        }
        _ => flag.clone(),
    }
}

/// What clap has to say: help and version are data, everything else is wrong usage. `typed` tells the
/// command to look up the help of.
pub(crate) fn usage(error: &clap::Error, typed: &dyn Fn() -> String, early: &Settings) -> Exit {
    let ui = early.ui();
    let said = match early.ui().text().language() {
        Language::English => error.render().to_string(),
        Language::Chinese => usage::in_chinese(error, typed, early.ui().text()),
    };
    if error.use_stderr() {
        ui.line(said.trim_end());
        let text = ui.text();
        // In Chinese it is said among the others.
        let meant = (text.language() == Language::English)
            .then(|| [usage::topic_meant(error), usage::commands_meant(error, text)]);
        for hint in meant.into_iter().flatten().flatten() {
            ui.line(&format!("  {}", text.pair(text.label("word.hint"), &text.say(&hint))));
        }
        return Exit::Usage;
    }
    ui.data(format!("{}\n", said.trim_end()).as_bytes()).unwrap_or(Exit::Io)
}
