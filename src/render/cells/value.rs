//! Cells as `kind`, `value` and `more`, and back.
//!
//! | kind | value | more |
//! | --- | --- | --- |
//! | blank | | |
//! | text | the text | |
//! | count | a number | |
//! | quantity, money | the exact decimal | |
//! | ratio | `part of whole`, both as fractions | decimals shown, and `floor` or `nearest` |
//! | day | as 2026-03-05 | |
//! | verdict | the key of its word | the tone |
//! | named | the name | the same in English |
//! | said | the code | its arguments as JSON: `[["slip", "text", "0117"]]` |

use super::record::known_key;
use crate::base::{Argument, Day, Decimal, Fraction, Message, Money, Ratio, Rounding};
use crate::report::{Cell, Tone, Wording};

/// Kind, value and more of a cell.
pub(super) fn of_cell(cell: &Cell) -> (&'static str, String, String) {
    let none = String::new;
    match cell {
        Cell::Blank => ("blank", none(), none()),
        Cell::Text(text) => ("text", text.clone(), none()),
        Cell::Count(count) => ("count", count.to_string(), none()),
        Cell::Quantity(quantity) => ("quantity", quantity.to_string(), none()),
        Cell::Money(money) => ("money", money.to_string(), none()),
        Cell::Ratio(ratio) => {
            let Ratio { part, whole, decimals, rounding } = &**ratio;
            let rounding = match rounding {
                Rounding::Floor => "floor",
                Rounding::Nearest => "nearest",
            };
            let value = format!("{} of {}", of_fraction(*part), of_fraction(*whole));
            ("ratio", value, format!("{decimals} {rounding}"))
        }
        Cell::Day(day) => ("day", day.to_string(), none()),
        Cell::Verdict { key, tone } => {
            ("verdict", key.clone().into_owned(), of_tone(*tone).to_owned())
        }
        Cell::Named(name) => ("named", name.zh.clone(), name.en.clone()),
        Cell::Said(message) => {
            let (code, arguments) = of_message(message);
            ("said", code, arguments)
        }
    }
}

/// The cell of a kind, a value and more; none if they make no cell.
pub(super) fn cell(kind: &str, value: &str, more: &str) -> Option<Cell> {
    Some(match kind {
        "blank" => Cell::Blank,
        "text" => Cell::text(value),
        "count" => Cell::Count(value.parse().ok()?),
        "quantity" => Cell::Quantity(value.parse::<Decimal>().ok()?),
        "money" => Cell::Money(Money::parse(value).ok()?),
        "ratio" => {
            let (part, whole) = value.split_once(" of ")?;
            let (decimals, rounding) = more.split_once(' ')?;
            let rounding = match rounding {
                "floor" => Rounding::Floor,
                "nearest" => Rounding::Nearest,
                _ => return None,
            };
            let (part, whole) = (fraction(part)?, fraction(whole)?);
            Cell::rate(Ratio { part, whole, decimals: decimals.parse().ok()?, rounding })
        }
        "day" => Cell::Day(Day::parse(value).ok()?),
        "verdict" => Cell::verdict(value.to_owned(), tone(more)?),
        "named" => Cell::Named(Box::new(Wording { zh: value.to_owned(), en: more.to_owned() })),
        "said" => Cell::said(message(value, more)?),
        _ => return None,
    })
}

/// Code and arguments of a message.
pub(super) fn of_message(message: &Message) -> (String, String) {
    let argument = |(name, argument): &(&'static str, Argument)| match argument {
        Argument::Text(text) => [(*name).to_owned(), "text".to_owned(), text.clone()],
        Argument::Key(key) => [(*name).to_owned(), "key".to_owned(), key.clone()],
    };
    let arguments: Vec<[String; 3]> = message.arguments.iter().map(argument).collect();
    let arguments = serde_json::to_string(&arguments).expect("BUG: texts that are no JSON");
    (message.code.clone(), arguments)
}

/// The message of a code and arguments.
pub(super) fn message(code: &str, arguments: &str) -> Option<Message> {
    let arguments: Vec<[String; 3]> = serde_json::from_str(arguments).ok()?;
    let mut message = Message::new(code);
    for [name, kind, value] in arguments {
        let argument = match kind.as_str() {
            "text" => Argument::Text(value),
            "key" => Argument::Key(value),
            _ => return None,
        };
        message.arguments.push((known_key(&name)?, argument));
    }
    Some(message)
}

fn of_fraction(fraction: Fraction) -> String {
    format!("{}/{}", fraction.numerator(), fraction.denominator())
}

fn fraction(text: &str) -> Option<Fraction> {
    let (above, below) = text.split_once('/')?;
    Fraction::new(above.parse().ok()?, below.parse().ok()?)
}

const fn of_tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}

fn tone(word: &str) -> Option<Tone> {
    let all = [Tone::Plain, Tone::Good, Tone::Warn, Tone::Bad];
    all.into_iter().find(|tone| of_tone(*tone) == word)
}
