//! Saying things: labels by key, sentences and hints by code with their arguments filled in.

use super::catalog::{Shelf, find};
use super::{Language, clean};
use crate::base::{Argument, Message};

/// The words of one language; where it lacks one, the other's, then the key itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    language: Language,
}

impl Text {
    /// The words of a language.
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// The language spoken.
    pub const fn language(self) -> Language {
        self.language
    }

    /// The label of a key; the key itself if nobody wrote one.
    pub fn label(self, key: &str) -> &str {
        self.find(key).unwrap_or(key)
    }

    /// The label of a key, if there is one.
    pub fn find(self, key: &str) -> Option<&'static str> {
        find(Shelf::Labels, key)?.in_language(self.language)
    }

    /// The sentence of a code before its arguments are filled in, if there is one.
    pub fn sentence(self, code: &str) -> Option<&'static str> {
        find(Shelf::Messages, code)?.in_language(self.language)
    }

    /// Says a message: its sentence with the arguments in place. A code without a sentence shows
    /// as itself with its arguments behind it, so that nothing is lost.
    pub fn say(self, message: &Message) -> String {
        match self.sentence(&message.code) {
            Some(sentence) => self.fill(sentence, message),
            None => self.unworded(message),
        }
    }

    /// The hint that goes with a message, if there is one: what to type next.
    pub fn hint(self, message: &Message) -> Option<String> {
        let hint = find(Shelf::Messages, &message.code)?.hint_in(self.language)?;
        Some(self.fill(hint, message))
    }

    /// Of a name in two languages the one of this language.
    pub fn named<'n>(self, zh: &'n str, en: &'n str) -> &'n str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// A name and what it names on one line: `注：…`, `note: …`.
    pub fn pair(self, name: &str, value: &str) -> String {
        match self.language {
            Language::Chinese => format!("{name}：{value}"),
            Language::English => format!("{name}: {value}"),
        }
    }

    /// A name and the unit of what it names: `用量（kWh）`, `use (kWh)`.
    pub fn in_unit(self, name: &str, unit: &str) -> String {
        match self.language {
            Language::Chinese => format!("{name}（{unit}）"),
            Language::English => format!("{name} ({unit})"),
        }
    }

    /// Puts the arguments in the place of `{name}`; a name without an argument stays as it is.
    fn fill(self, sentence: &str, message: &Message) -> String {
        let mut filled = String::with_capacity(sentence.len() + 16);
        let mut rest = sentence;
        while let Some((before, name, after)) = next_placeholder(rest) {
            filled.push_str(before);
            match message.arguments.iter().find(|(argument, _)| *argument == name) {
                Some((_, argument)) => filled.push_str(&self.argument(argument)),
                None => filled.extend(["{", name, "}"]),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn argument(self, argument: &Argument) -> String {
        match argument {
            Argument::Text(text) => clean(text).into_owned(),
            Argument::Key(key) => clean(self.label(key)).into_owned(),
        }
    }

    fn unworded(self, message: &Message) -> String {
        let mut said = clean(&message.code).into_owned();
        for (at, (name, argument)) in message.arguments.iter().enumerate() {
            said.push_str(if at == 0 { ": " } else { ", " });
            said.extend([name, "=", self.argument(argument).as_str()]);
        }
        said
    }
}

/// The text before the next `{name}`, the name, and the text after it.
pub(super) fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, open) = text.split_once('{')?;
    let (name, after) = open.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: Text = Text::new(Language::Chinese);
    const EN: Text = Text::new(Language::English);

    #[test]
    fn a_label_is_the_chosen_word_or_the_key() {
        assert_eq!(ZH.label("word.total"), "合计");
        assert_eq!(EN.label("word.total"), "total");
        for key in ["word.no_such_word", "nowhere.at_all", "", "total"] {
            assert_eq!(ZH.label(key), key);
        }
    }

    #[test]
    fn a_sentence_has_its_arguments_in_place() {
        let message = Message::new("number.decimals").with("text", "1.2345").with("most", 2_u32);
        assert_eq!(ZH.say(&message), "“1.2345”的小数超过 2 位");
        assert_eq!(EN.say(&message), "`1.2345` has more than 2 decimals");
        assert!(EN.hint(&message).is_some());
    }

    #[test]
    fn keys_are_looked_up_and_data_is_made_harmless() {
        let message = Message::new("number.comma").with("text", "1,2\n\u{1b}[31m");
        assert_eq!(EN.say(&message), "`1,2\\n\\u{1b}[31m` has a comma in it");
        let message = Message::new("number.comma").with("text", Argument::key("word.total"));
        assert_eq!(ZH.say(&message), "“合计”里有逗号");
    }

    #[test]
    fn what_is_missing_shows() {
        assert_eq!(EN.say(&Message::new("number.comma")), "`{text}` has a comma in it");
        let message = Message::new("no.words").with("item", "A\t1").with("n", 2_u32);
        assert_eq!(EN.say(&message), "no.words: item=A\\t1, n=2");
        assert_eq!(EN.hint(&message), None);
    }
}
