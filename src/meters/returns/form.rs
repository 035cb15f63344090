//! A template of a return: sheets of rows, each of which names what belongs into its cell.

use crate::base::{Day, Decimal, Month, Span};
use crate::meters::{Basis, Carrier, DriverKind, Equivalent, Meters, Origin, Part};

use super::ReturnRefusal;

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnForm {
    /// The name by which it is asked for.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The day of the next year by which the return of a year is due.
    pub due: Option<DueDay>,
    /// Where the day it is due comes from.
    pub due_source: String,
    /// Where the sheets come from.
    pub source: String,
    /// How far the source can be trusted.
    pub mark: Option<String>,
    /// Whether the hospital wrote it or it came with the tool.
    pub origin: Origin,
    /// The rows, in the order of the file; those of a sheet follow one another.
    pub rows: Vec<FormRow>,
}

/// A day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDay {
    month: u32,
    day: u32,
}

impl DueDay {
    /// Reads `03-31`; a day that not every year has is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        Day::new(2001, month, day).map(|_| Self { month, day })
    }

    /// The day in a year.
    pub fn of(self, year: i32) -> Option<Day> {
        Day::new(year, self.month, self.day)
    }
}

/// A row of a sheet: one cell to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRow {
    /// The sheet.
    pub sheet: String,
    /// The number of the row in the sheet.
    pub line: String,
    /// What the row is called.
    pub name: String,
    /// The unit in which the form asks for it.
    pub unit: String,
    /// What belongs into the cell.
    pub content: Content,
    /// By what the figure is divided, such as 10000 for 万元.
    pub divide_by: Decimal,
    /// To how many decimals it is rounded.
    pub decimals: u32,
}

/// What belongs into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The use of a carrier: of a part of the hospital, or of all but what is not the hospital's.
    Use {
        /// The carrier.
        carrier: Carrier,
        /// Only this part.
        part: Option<Part>,
    },
    /// What a carrier cost, in yuan.
    Cost(Carrier),
    /// All energy as tonnes of standard coal or carbon dioxide.
    Converted {
        /// To what it is converted.
        equivalent: Equivalent,
        /// By which convention.
        basis: Basis,
        /// Only this part.
        part: Option<Part>,
    },
    /// A figure that was entered: bed-days and visits add up, areas and vehicles are averaged.
    Driver(DriverKind),
    /// The persons counted of a year.
    Persons,
    /// Something that no ledger has: it is filled in by hand.
    ByHand,
}

impl Content {
    /// The words of the files.
    pub const WORDS: [&'static str; 7] =
        ["use", "cost", "coal", "carbon", "driver", "persons", "by_hand"];
}

impl Meters {
    /// Takes a template in: no command records one, a person writes its file.
    pub fn add_form(&mut self, form: ReturnForm) {
        self.forms.push(form);
    }

    /// The templates that are known.
    pub fn forms(&self) -> &[ReturnForm] {
        &self.forms
    }

    /// The template of a name; where none is named, the store's only one, or the sample.
    pub fn form(&self, name: Option<&str>) -> Result<&ReturnForm, ReturnRefusal> {
        let names = |forms: &[&ReturnForm]| {
            let names: Vec<&str> = forms.iter().map(|form| form.name.as_str()).collect();
            names.join(", ")
        };
        // The store's own goes before a sample of the same name.
        let mut all: Vec<&ReturnForm> = self.forms.iter().collect();
        all.sort_by_key(|form| form.origin);
        if let Some(name) = name {
            let unknown =
                || ReturnRefusal::UnknownForm { name: name.to_owned(), known: names(&all) };
            return all.iter().copied().find(|form| form.name == name).ok_or_else(unknown);
        }
        let own: Vec<&ReturnForm> =
            all.iter().copied().filter(|form| form.origin == Origin::Store).collect();
        match (&own[..], all.first()) {
            ([only], _) => Ok(only),
            ([], Some(sample)) => Ok(sample),
            _ => Err(ReturnRefusal::WhichForm { known: names(&own) }),
        }
    }
}

/// Whether days are a whole month, quarter or year.
pub(super) fn is_period(span: Span) -> bool {
    let months: Vec<Month> = span.months().collect();
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return false };
    let is_whole = span.first() == first.first() && span.last() == last.last();
    let begins = first.number() - 1;
    is_whole
        && match months.len() {
            1 => true,
            3 => begins % 3 == 0,
            12 => begins == 0,
            _ => false,
        }
}
