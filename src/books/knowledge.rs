//! What was known when, over all books: forgetting the rows recorded later, and telling which of
//! those that are known bear on a report.

use crate::base::{Day, Moment, Span, Written};
use crate::closing::{Book, Sealable};

use super::Books;

/// On what a row must bear to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearing {
    /// The book.
    pub book: Book,
    /// The days up to this one.
    pub until: Day,
    /// Everything of these codes, where any are named.
    pub about: Vec<String>,
}

impl Books {
    /// Drops every row recorded after a moment, so that what is left is what was known then.
    ///
    /// Registers (the catalogue, cards, points, prices, factors, departments) do not say when they
    /// were written: they stay as they are. Rules, contracts with contractors and the calendar say it
    /// where a command wrote them.
    pub fn forget_after(&mut self, moment: Moment) {
        self.assets.forget_after(moment);
        self.stock.forget_after(moment);
        self.inspections.forget_after(moment);
        self.meters.forget_after(moment);
    }

    /// When the reports of some days were made, as far as that is known by a moment: when the last
    /// of their months was first sealed, else by the rule in the settings.
    pub fn made(&self, book: Book, span: Span, known_by: Moment) -> Moment {
        let month = span.last().month();
        let seal = self.closing.first_seal(Sealable { book, month }, Some(known_by));
        seal.map_or_else(|| self.settings.reports.made(month), |seal| seal.recorded_at)
    }

    /// How many rows on the days up to one were recorded after a moment.
    pub fn n_recorded_after(&self, moment: Moment, until: Day) -> usize {
        let later = |recorded_at: Moment, date: Day| recorded_at > moment && date <= until;
        self.stock.count_written(later)
            + self.assets.count_written(later)
            + self.meters.count_written(later)
            + self.inspections.count_written(later)
    }

    /// The rows recorded since a report was made that bear on it; none where nothing was recorded
    /// by then that does: there was nothing to report.
    pub fn written_since(&self, made: Moment, bearing: &Bearing) -> Option<Vec<Written>> {
        self.written_over(made, &[bearing.book], bearing)
    }

    /// The same over several books: none where nothing was recorded by then in any of them.
    pub fn written_over(
        &self,
        made: Moment,
        over: &[Book],
        bearing: &Bearing,
    ) -> Option<Vec<Written>> {
        let Bearing { book: _, until, about } = bearing;
        let rows = over.iter().flat_map(|book| match book {
            Book::Stock => self.stock.written(*until),
            Book::Assets => self.assets.written(*until),
            Book::Meters => self.meters.written(*until),
            Book::Inspections => self.inspections.written(*until),
        });
        let (mut since, before): (Vec<_>, Vec<_>) = rows.partition(|row| row.recorded_at > made);
        since.retain(|row| about.iter().all(|code| row.about.contains(code)));
        // Rows that are in the opening of the stock book and nowhere else were recorded before.
        let opening = self.stock.opening_recorded.is_some_and(|at| at <= made);
        let any = !before.is_empty() || (opening && over.contains(&Book::Stock));
        any.then_some(since)
    }
}
