//! The terminal as a place to ask: one question, one answer, or the way out.

use std::rc::Rc;

use houqin::base::{Message, nearest};
use houqin::render::Colour;
use houqin::text::{Language, Text};
use inquire::autocompletion::Replacement;
use inquire::ui::{ErrorMessageRenderConfig, RenderConfig, Styled};
use inquire::validator::Validation;
use inquire::{Autocomplete, CustomUserError, InquireError};

use super::candidate::{Candidate, fitting, meant};
use crate::cli::fail::Failure;

/// How many candidates are shown at once.
const SHOWN: usize = 8;
/// How many candidates can be scrolled through: whoever needs more types a letter.
const MOST: usize = 200;

/// Asks on the terminal of one invocation.
#[derive(Clone, Copy)]
pub(crate) struct Asker {
    text: Text,
    colour: Colour,
}

/// A question.
pub(crate) struct Question<'q> {
    /// What is asked, without a colon.
    pub(crate) words: String,
    /// What else there is to know about the answer, a line.
    pub(crate) help: Option<String>,
    /// The answer of whoever only presses Enter.
    pub(crate) default: Option<String>,
    /// What may be answered.
    pub(crate) candidates: Vec<Candidate>,
    /// What else may be answered.
    pub(crate) freedom: Freedom,
    /// What is wrong with an answer, said already.
    pub(crate) check: &'q dyn Fn(&str) -> Option<String>,
}

/// What may be answered beside the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freedom {
    /// Nothing: it must be one of them.
    Listed,
    /// Anything.
    Free,
    /// Anything, or nothing at all.
    Blank,
}

impl Asker {
    /// A place to ask in a language.
    pub(crate) const fn new(text: Text, colour: Colour) -> Self {
        Self { text, colour }
    }

    /// The words.
    pub(crate) const fn text(self) -> Text {
        self.text
    }

    /// Puts a question until it is answered; whoever leaves instead is a failure of its own kind.
    pub(crate) fn ask(self, question: Question<'_>) -> Result<String, Failure> {
        let Question { words, help, default, candidates, freedom, check } = question;
        let words = self.head(&words);
        let candidates: Rc<[Candidate]> = candidates.into();
        let keys = match (candidates.is_empty(), help) {
            (true, None) => self.say("ask.keys"),
            (true, Some(help)) => help,
            (false, None) => self.say("ask.keys_list"),
            (false, Some(help)) => format!("{help}\n  {}", self.say("ask.keys_list")),
        };
        let own = Rc::clone(&candidates);
        let valid = move |typed: &str| -> Result<Validation, CustomUserError> {
            let wrong = self.wrong(&own, freedom, check, typed);
            Ok(wrong.map_or(Validation::Valid, |wrong| Validation::Invalid(wrong.into())))
        };
        let shown = Rc::clone(&candidates);
        let format = |typed: &str| match meant(&shown, typed) {
            Ok(own) if freedom == Freedom::Listed || own.shown() == typed => own.shown(),
            _ => typed.trim().to_owned(),
        };
        let mut prompt = inquire::Text::new(&words)
            .with_help_message(&keys)
            .with_page_size(SHOWN)
            .with_render_config(self.look())
            .with_autocomplete(Completion(Rc::clone(&candidates)))
            .with_validator(valid)
            .with_formatter(&format);
        if let Some(default) = &default {
            prompt = prompt.with_default(default);
        }
        let typed = prompt.prompt().map_err(left)?;
        Ok(understood(&candidates, freedom, &typed))
    }

    /// Asks for a yes; Enter alone means `default`.
    pub(crate) fn yes(self, words: &str, default: bool) -> Result<bool, Failure> {
        let words = self.head(words);
        let (yes, no) = (self.text.label("word.yes"), self.text.label("word.no"));
        let parse = |typed: &str| match typed.trim().to_lowercase().as_str() {
            "y" | "yes" | "是" | "好" => Ok(true),
            "n" | "no" | "否" | "不" => Ok(false),
            _ => Err(()),
        };
        let said = |answer: bool| if answer { yes.to_owned() } else { no.to_owned() };
        let short = |answer: bool| if answer { format!("y {yes}") } else { format!("n {no}") };
        inquire::Confirm::new(&words)
            .with_default(default)
            .with_parser(&parse)
            .with_formatter(&said)
            .with_default_value_formatter(&short)
            .with_error_message(&self.say("ask.yes_or_no"))
            .with_help_message(&self.say("ask.keys_yes"))
            .with_render_config(self.look())
            .prompt()
            .map_err(left)
    }

    fn head(self, words: &str) -> String {
        match self.text.language() {
            Language::Chinese => format!("{words}："),
            Language::English => format!("{words}:"),
        }
    }

    fn say(self, code: &str) -> String {
        self.text.say(&Message::new(code))
    }

    fn look(self) -> RenderConfig<'static> {
        let plain = RenderConfig::empty()
            .with_prompt_prefix(Styled::new("?"))
            .with_answered_prompt_prefix(Styled::new("✓"))
            .with_canceled_prompt_indicator(Styled::new(""));
        match self.colour {
            Colour::Off => plain.with_error_message(
                ErrorMessageRenderConfig::empty().with_prefix(Styled::new("!")),
            ),
            Colour::On => RenderConfig::default_colored()
                .with_answered_prompt_prefix(Styled::new("✓"))
                .with_canceled_prompt_indicator(Styled::new(""))
                .with_error_message(
                    ErrorMessageRenderConfig::default_colored().with_prefix(Styled::new("!")),
                ),
        }
    }

    /// What is wrong with what was typed.
    fn wrong(
        self,
        candidates: &[Candidate],
        freedom: Freedom,
        check: &dyn Fn(&str) -> Option<String>,
        typed: &str,
    ) -> Option<String> {
        if typed.trim().is_empty() {
            return (freedom != Freedom::Blank).then(|| self.say("ask.blank"));
        }
        if freedom == Freedom::Listed {
            let several = meant(candidates, typed).err();
            return several.map(|several| self.text.say(&unclear(candidates, &several, typed)));
        }
        check(&understood(candidates, freedom, typed))
    }
}

/// What an answer stands for on the command line.
fn understood(candidates: &[Candidate], freedom: Freedom, typed: &str) -> String {
    let typed = typed.trim();
    let exact = || candidates.iter().find(|own| own.shown() == typed);
    let own = match freedom {
        Freedom::Listed => meant(candidates, typed).ok(),
        Freedom::Free | Freedom::Blank => exact(),
    };
    own.map_or_else(|| typed.to_owned(), |own| own.code.clone())
}

/// Why what was typed is none of the candidates.
fn unclear(candidates: &[Candidate], several: &[&Candidate], typed: &str) -> Message {
    let message = |code: &str| Message::new(code).with("text", typed.trim());
    if !several.is_empty() {
        return message("ask.several").with("count", several.len());
    }
    match nearest(typed, candidates.iter().map(|own| own.code.as_str())) {
        Some(near) => message("ask.unknown_near").with("near", near),
        None => message("ask.unknown"),
    }
}

/// What a terminal that gives no answer means: somebody left, or it broke.
fn left(error: InquireError) -> Failure {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            Failure::Left(Message::new("ask.left"))
        }
        InquireError::IO(error) => Failure::Terminal(error),
        other => Failure::Terminal(std::io::Error::other(other.to_string())),
    }
}

/// Candidates while something is typed.
#[derive(Clone)]
struct Completion(Rc<[Candidate]>);

impl Autocomplete for Completion {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        Ok(fitting(&self.0, input).into_iter().take(MOST).map(Candidate::shown).collect())
    }

    fn get_completion(
        &mut self,
        input: &str,
        highlighted: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        let typed = highlighted.as_deref().unwrap_or(input);
        let first = || fitting(&self.0, typed).into_iter().next();
        let own =
            if typed.trim().is_empty() { None } else { meant(&self.0, typed).ok().or_else(first) };
        Ok(own.map(|own| own.code.clone()))
    }
}
