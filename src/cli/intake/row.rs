//! The values of a row: each read as what it is, and every defect noted at its cell.

use houqin::base::{DateError, Day, Diagnostic, Message, Month, Refuse, Time, half_width};
use houqin::store::ImportedRow;
use houqin::text::{Language, Text, recognise};

use super::columns::Table;

/// A row that is being read.
pub(crate) struct Row<'s> {
    pub(super) table: &'s Table,
    pub(super) line: &'s ImportedRow,
    pub(super) defects: Vec<Diagnostic>,
}

impl Row<'_> {
    /// The text of a column, as it was typed; empty where the table does not have it.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.table.text(self.line, key)
    }

    /// The text of a column as a value of its own; none where it is empty.
    pub(crate) fn word_of(&self, key: &str) -> Option<String> {
        Some(self.text(key).to_owned()).filter(|text| !text.is_empty())
    }

    /// Where the row stands, as messages name it.
    pub(crate) fn place(&self) -> String {
        self.line.place.to_string()
    }

    /// Whether the column is blank.
    pub(crate) fn is_blank(&self, key: &str) -> bool {
        self.text(key).is_empty()
    }

    /// Reads a value that must be filled in; none if it is wrong, which is noted. Letters and
    /// digits of full width are read as the others.
    pub(crate) fn required<T, E: Refuse>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.is_faulty(key) || self.is_missing(key) {
            return None;
        }
        let parsed = parse(half_width(self.text(key)).trim());
        parsed.map_err(|refusal| self.defect(key, refusal.message())).ok()
    }

    /// Reads a value that may be empty; none if it is wrong, which is noted.
    #[expect(clippy::option_option, reason = "wrong, empty and filled in are three things")]
    pub(crate) fn optional<T, E: Refuse>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        if self.is_blank(key) { Some(None) } else { self.required(key, parse).map(Some) }
    }

    /// Reads a number that must be filled in. Commas between thousands are read only where the
    /// mapping file allows them, and only where they stand right.
    pub(crate) fn number<T, E: Refuse>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let thousands = self.table.thousands;
        self.required(key, |text| match grouped(text).filter(|_| thousands) {
            Some(number) => parse(&number),
            None => parse(text),
        })
    }

    /// Reads a number that may be empty.
    #[expect(clippy::option_option, reason = "wrong, empty and filled in are three things")]
    pub(crate) fn maybe_number<T, E: Refuse>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        if self.is_blank(key) { Some(None) } else { self.number(key, parse).map(Some) }
    }

    /// Reads a day that must be filled in, in any way that people and spreadsheets write it.
    pub(crate) fn day(&mut self, key: &str) -> Option<Day> {
        let dates = self.table.dates;
        self.required(key, |text| dates.parse(text))
    }

    /// Reads a day that may be empty.
    #[expect(clippy::option_option, reason = "wrong, empty and filled in are three things")]
    pub(crate) fn maybe_day(&mut self, key: &str) -> Option<Option<Day>> {
        if self.is_blank(key) { Some(None) } else { self.day(key).map(Some) }
    }

    /// Reads a month that must be filled in, or the first day of one, as spreadsheets keep it.
    pub(crate) fn month(&mut self, key: &str) -> Option<Month> {
        let dates = self.table.dates;
        self.required(key, |text| dates.parse_month(text))
    }

    /// Reads a time of day that must be filled in; seconds are passed over where they are none.
    pub(crate) fn time(&mut self, key: &str) -> Option<Time> {
        self.required(key, time)
    }

    /// Reads a time of day that may be empty; seconds are passed over where they are none.
    #[expect(clippy::option_option, reason = "wrong, empty and filled in are three things")]
    pub(crate) fn maybe_time(&mut self, key: &str) -> Option<Option<Time>> {
        self.optional(key, time)
    }

    /// Reads yes or no; the answer for a blank is given.
    pub(crate) fn yes(&mut self, key: &str, blank: bool) -> Option<bool> {
        let text = self.text(key);
        if text.is_empty() {
            return Some(blank);
        }
        match (text.to_lowercase().as_str(), recognise(text, &["word.yes", "word.no"])) {
            ("true" | "1" | "y" | "√" | "✓", _) | (_, Some("word.yes")) => Some(true),
            ("false" | "0" | "n" | "×", _) | (_, Some("word.no")) => Some(false),
            _ => {
                let message = Message::new("cli.sheet_word").with("text", text);
                self.defect(key, message.with("known", "是 yes, 否 no"));
                None
            }
        }
    }

    /// One of a few words, as it stands in the files or as it is said.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &str,
        all: &[T],
        word_and_key: impl Fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        if self.is_faulty(key) || self.is_missing(key) {
            return None;
        }
        let text = self.text(key);
        let labels: Vec<&str> = all.iter().map(|one| word_and_key(*one).1).collect();
        let said = recognise(text, &labels);
        let means = |one: &T| {
            let (word, label) = word_and_key(*one);
            text == word || said == Some(label)
        };
        let found = all.iter().copied().find(means);
        if found.is_none() {
            let said = Text::new(Language::Chinese);
            let both = |one: &T| {
                let (word, label) = word_and_key(*one);
                format!("{} {word}", said.label(label))
            };
            let words: Vec<String> = all.iter().map(both).collect();
            let message = Message::new("cli.sheet_word").with("text", text);
            self.defect(key, message.with("known", words.join(", ")));
        }
        found
    }

    /// One of a few words, or what a blank means.
    pub(crate) fn word_or<T: Copy>(
        &mut self,
        key: &str,
        blank: T,
        all: &[T],
        word_and_key: impl Fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        if self.is_blank(key) { Some(blank) } else { self.word(key, all, word_and_key) }
    }

    /// Notes that a cell is wrong.
    pub(crate) fn defect(&mut self, key: &str, message: Message) {
        let defect = place_of(self.table, self.line, key, message);
        self.defects.push(defect);
    }

    /// Whether the cell is blank though it must not be, which is noted.
    fn is_missing(&mut self, key: &str) -> bool {
        let is_missing = self.is_blank(key);
        if is_missing {
            self.defect(key, Message::new("import.blank"));
        }
        is_missing
    }

    /// Whether the cell has no value though it is not blank, which is noted.
    fn is_faulty(&mut self, key: &str) -> bool {
        let at = self.table.position(key).and_then(|at| self.table.columns[at]);
        let fault = at.and_then(|column| self.line.cells[column].fault.clone());
        let is_faulty = fault.is_some();
        if let Some(fault) = fault {
            self.defect(key, fault);
        }
        is_faulty
    }

    /// Notes the faults of cells that are read as text.
    pub(super) fn note_faults_of_texts(&mut self) {
        for key in self.table.keys {
            let noted = |defect: &Diagnostic, place| defect.place == place;
            let at = self.table.position(key).and_then(|at| self.table.columns[at]);
            let Some(cell) = at.map(|column| &self.line.cells[column]) else { continue };
            if cell.fault.is_some()
                && !self.defects.iter().any(|own| noted(own, cell.place.clone()))
            {
                self.is_faulty(key);
            }
        }
    }
}

/// What is wrong, at the cell of a column, or at the row.
pub(super) fn place_of(
    table: &Table,
    row: &ImportedRow,
    key: &str,
    message: Message,
) -> Diagnostic {
    let at = table.position(key).and_then(|at| table.columns[at]);
    let place = at.and_then(|at| row.cells.get(at)).map_or(&row.place, |cell| &cell.place);
    Diagnostic::error(place.clone(), message).with_original(row.original.as_str())
}

/// A time of day with or without its first zero, and with seconds that are none.
fn time(text: &str) -> Result<Time, DateError> {
    let text = match text.split(':').count() {
        3 => text.strip_suffix(":00").unwrap_or(text),
        _ => text,
    };
    let padded = if text.find(':') == Some(1) { format!("0{text}") } else { text.to_owned() };
    Time::parse(&padded)
}

/// A number whose commas stand before every three digits, without them.
fn grouped(text: &str) -> Option<String> {
    let (sign, body) = text.strip_prefix('-').map_or(("", text), |body| ("-", body));
    let (whole, decimals) = body.split_once('.').map_or((body, None), |(a, b)| (a, Some(b)));
    let mut groups = whole.split(',');
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()) && is_digits(first))?;
    let mut rest = groups.peekable();
    rest.peek()?;
    if !rest.all(|group| group.len() == 3 && is_digits(group)) {
        return None;
    }
    debug_assert!(whole.starts_with(first));
    let whole = whole.replace(',', "");
    Some(match decimals {
        None => format!("{sign}{whole}"),
        Some(decimals) => format!("{sign}{whole}.{decimals}"),
    })
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn commas_stand_before_every_three_digits_or_are_no_thousands() {
        assert_eq!(grouped("1,234.50").as_deref(), Some("1234.50"));
        assert_eq!(grouped("-12,345,678").as_deref(), Some("-12345678"));
        for text in ["1234", "1,23", "12,34,567", ",123", "1234,567", "1,234,", "a,123", ""] {
            assert_eq!(grouped(text), None, "{text}");
        }
    }
}
