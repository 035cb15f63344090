//! What an answer is held against while it can still be mended: its shape, what was answered before
//! it, and the books. Rules that need the whole line say no when it is rehearsed.

use houqin::base::{
    Day, ItemCode, Message, Month, Quantity, Refuse, RuleCode, SubjectCode, Time, half_width,
    parse_decimal,
};
use houqin::books::Books;
use houqin::inspections::Refusal;
use houqin::stock::Item;
use houqin::text::Text;

use crate::cli::commands::stock::split_unit;
use crate::cli::spoken;

/// The line as far as it is answered.
pub(super) struct Held<'a> {
    /// The books.
    pub(super) books: &'a Books,
    /// The words of messages.
    pub(super) text: Text,
    /// The day that counts as today.
    pub(super) today: Day,
    /// The item that was named.
    pub(super) item: Option<ItemCode>,
    /// The rule that was named, where a subject is what it binds.
    pub(super) rule: Option<RuleCode>,
    /// The day that was named.
    pub(super) date: Option<Day>,
}

impl Held<'_> {
    /// What is wrong with the answer to a placeholder of the help.
    pub(super) fn wrong(&self, value: &str, typed: &str) -> Option<String> {
        match value {
            "DAY" => self.told(spoken::day(typed, self.today)),
            "MONTH" => self.told(Month::parse(typed)),
            "TIME" => self.told(Time::parse(typed)),
            "YUAN" => self.told(parse_decimal(typed)),
            "QUANTITY" => self.quantity(typed),
            "SUBJECT" => self.subject(typed),
            // The answers come from stdin: a file that is stdin too cannot be read twice.
            "FILE" if typed == "-" => Some(self.text.say(&Message::new("ask.no_stdin"))),
            _ => None,
        }
    }

    /// An answer as it stands on the line: a day by its date, not by its name.
    pub(super) fn written(&self, value: &str, typed: String) -> String {
        let named = if value == "DAY" { spoken::named_day(&typed, self.today) } else { None };
        named.map_or(typed, |day| day.to_string())
    }

    /// Whether a rule that was named binds a subject.
    pub(super) fn is_bound(&self, subject: &str) -> bool {
        SubjectCode::parse(subject).is_ok_and(|subject| self.unbound(&subject).is_none())
    }

    fn told<T, E: Refuse>(&self, read: Result<T, E>) -> Option<String> {
        read.err().map(|refusal| self.say(&refusal.message()))
    }

    /// What is wrong, and what to type instead.
    fn say(&self, message: &Message) -> String {
        let said = self.text.say(message);
        self.text.hint(message).map_or(said.clone(), |hint| format!("{said}\n  {hint}"))
    }

    /// A number, in a unit that the item has where one is named.
    fn quantity(&self, typed: &str) -> Option<String> {
        let typed = half_width(typed);
        let (number, unit) = split_unit(&typed);
        let wrong = self.told(parse_decimal(number));
        if wrong.is_some() {
            return wrong;
        }
        let item: &Item = self.books.stock.items.get(self.item.as_ref()?)?;
        self.told(item.base(Quantity::parse(number).ok()?, unit.unwrap_or(&item.unit)))
    }

    fn subject(&self, typed: &str) -> Option<String> {
        self.rule.as_ref()?;
        match SubjectCode::parse(typed) {
            Ok(subject) => self.unbound(&subject).map(|refusal| self.say(&refusal.message())),
            Err(refusal) => Some(self.say(&refusal.message())),
        }
    }

    /// Why the rule that was named does not bind a subject; as long as no day was named, a time in
    /// which it did is none.
    fn unbound(&self, subject: &SubjectCode) -> Option<Refusal> {
        let rule = self.rule.as_ref()?;
        let day = self.date.unwrap_or(self.today);
        match self.books.inspections.check_service(rule, subject, day) {
            Err(Refusal::OutOfService { .. }) if self.date.is_none() => None,
            checked => checked.err(),
        }
    }
}
