//! The cells of one line, asked for by column, and what is wrong with them.
//!
//! A row type asks in the order of its columns, and mostly for days that were read just before: both
//! is found at once. Look next at `codec.rs`, which cuts the lines, and `row/mod.rs`, which asks.

use std::cell::Cell;

use crate::base::{Day, Diagnostic, Message, Moment, Place, Refuse};

use super::codec::Line;

/// A cell was wrong, and a diagnostic says how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wrong;

/// The cells of one line, asked for by column; what is wrong with them is collected.
pub(crate) struct Cells<'s> {
    columns: &'static [&'static str],
    positions: &'s [Option<usize>],
    /// The last day that was read of the file.
    last_day: &'s Cell<LastDay>,
    line: &'s Line<'s>,
    next: usize,
    defects: Vec<Diagnostic>,
    refused: Vec<Diagnostic>,
}

/// A day as it was written and as it was read: many rows have the same one.
pub(super) type LastDay = Option<([u8; 10], Day)>;

impl<'s> Cells<'s> {
    pub(super) fn new(
        columns: &'static [&'static str],
        (positions, last_day): (&'s [Option<usize>], &'s Cell<LastDay>),
        line: &'s Line<'s>,
    ) -> Self {
        let (defects, refused) = (Vec::new(), Vec::new());
        Self { columns, positions, last_day, line, next: 0, defects, refused }
    }

    /// Whether nothing was noted.
    pub(super) const fn is_clean(&self) -> bool {
        self.defects.is_empty() && self.refused.is_empty()
    }

    /// The position of a column; asked in order, it is found at once.
    fn index(&mut self, column: &str) -> usize {
        let next = self.next;
        match self.columns.get(next) {
            Some(own) if std::ptr::eq(*own, column) || *own == column => {
                self.next = next + 1;
                next
            }
            _ => self.seek(column),
        }
    }

    /// The position of a column that is asked for out of turn.
    #[cold]
    fn seek(&mut self, column: &str) -> usize {
        let is_it = |own: &&str| *own == column;
        // A column may be asked for twice: whether it is empty, and what it means.
        if let Some(before) = self.next.checked_sub(1)
            && is_it(&self.columns[before])
        {
            return before;
        }
        let n_columns = self.columns.len();
        let found = (0..n_columns)
            .map(|step| (self.next + step) % n_columns)
            .find(|at| self.columns[*at] == column)
            .expect("BUG: a column that the row type does not have");
        self.next = found + 1;
        found
    }

    /// The text of a column; empty where the file does not have the column.
    pub(crate) fn text(&mut self, column: &'static str) -> &'s str {
        let at = self.index(column);
        match self.positions[at] {
            Some(position) => self.line.text_at(position),
            None => "",
        }
    }

    /// The day in a column that must be there.
    pub(crate) fn day(&mut self, column: &'static str) -> Result<Day, Wrong> {
        let text = self.text(column);
        if let Ok(letters) = text.as_bytes().try_into()
            && let Some(day) = self.day_of(letters)
        {
            return Ok(day);
        }
        Day::parse(text).map_err(|refusal| self.defect(column, refusal.message()))
    }

    /// The moment in a column that must be there; mostly it lies in a day that was just read.
    pub(crate) fn moment(&mut self, column: &'static str) -> Result<Moment, Wrong> {
        let text = self.text(column);
        if let Some((letters, rest)) = text.as_bytes().split_first_chunk()
            && let Some(moment) = self.day_of(letters).and_then(|day| Moment::of_day(day, rest))
        {
            return Ok(moment);
        }
        Moment::parse(text).map_err(|refusal| self.defect(column, refusal.message()))
    }

    /// The day of ten letters; none where they are none.
    fn day_of(&self, letters: &[u8; 10]) -> Option<Day> {
        match self.last_day.get() {
            Some((last, day)) if last == *letters => Some(day),
            _ => {
                let day = Day::read(letters)?;
                self.last_day.set(Some((*letters, day)));
                Some(day)
            }
        }
    }

    /// The value of a column that must be there.
    pub(crate) fn required<T, E: Refuse>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Wrong> {
        parse(self.text(column)).map_err(|refusal| self.defect(column, refusal.message()))
    }

    /// The value of a column that may be empty.
    pub(crate) fn optional<T, E: Refuse>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Wrong> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        parse(text).map(Some).map_err(|refusal| self.defect(column, refusal.message()))
    }

    /// The value of a column that holds one of a few words.
    pub(crate) fn word<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        words: &[&str],
    ) -> Result<T, Wrong> {
        self.word_of(column, parse, || words.join(", "))
    }

    /// The same where it takes something to say which words they are.
    pub(super) fn word_of<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        words: impl FnOnce() -> String,
    ) -> Result<T, Wrong> {
        let text = self.text(column);
        parse(text).ok_or_else(|| {
            let message = Message::new("csv.unknown_word")
                .with("column", column)
                .with("text", text)
                .with("words", words());
            self.defect(column, message)
        })
    }

    /// Notes that a cell is wrong.
    pub(crate) fn defect(&mut self, column: &str, message: Message) -> Wrong {
        let place = self.place(column);
        self.defects.push(Diagnostic::error(place, message).with_original(self.line.text));
        Wrong
    }

    /// The place of a column in this line; that of the line where the file does not have it.
    fn place(&self, column: &str) -> Place {
        let at = self.columns.iter().position(|present| *present == column);
        match at.and_then(|at| self.positions[at]) {
            Some(position) => self.line.place_at(position),
            None => self.line.place(),
        }
    }

    /// Notes a refusal met while the record was folded, at the cell it names, or the line.
    pub(super) fn note_refused(&mut self, refusal: &impl Refuse) {
        let place = refusal.field().map_or_else(|| self.line.place(), |field| self.place(field));
        self.refused.push(Diagnostic::refused(place, refusal).with_original(self.line.text));
    }

    /// Notes a refusal that does not keep the books from standing: somebody should look.
    pub(super) fn note_remark(&mut self, refusal: &impl Refuse) {
        let place = refusal.field().map_or_else(|| self.line.place(), |field| self.place(field));
        let remark = Diagnostic::warning(place, refusal.message());
        self.defects.push(remark.with_original(self.line.text));
    }

    /// Notes that somebody should look at a cell.
    pub(super) fn note_warning(&mut self, column: &str, message: Message) {
        let place = self.place(column);
        self.defects.push(Diagnostic::warning(place, message).with_original(self.line.text));
    }

    /// What the fold refused.
    pub(super) fn take_refused(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.refused)
    }

    /// What was found wrong with the line's cells.
    pub(super) fn take_defects(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.defects)
    }
}
