//! The chain of seals and reopenings, folded from its rows.

use std::collections::BTreeMap;

use crate::base::{Day, Moment, Month, Span};

use super::{Book, MonthState, Refusal, Sealable};

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// It closes a month of a book.
    Seal,
    /// It opens one again.
    Reopen,
}

impl LinkKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Seal, Self::Reopen];

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Reopen => "reopen",
        }
    }

    /// Reads the word of the files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == text)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Seal => "closing.kind.seal",
            Self::Reopen => "closing.kind.reopen",
        }
    }
}

/// One link of the chain: a row of `closing/seals.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its number in the chain, from 1.
    pub number: u32,
    /// What it does.
    pub kind: LinkKind,
    /// What it closes or opens.
    pub of: Sealable,
    /// The SHA-256 of its manifest, in hexadecimal letters: the head of the chain when it was
    /// made. The store fills it in when it writes the manifest.
    pub head: String,
    /// Why it was reopened, or what was waived; empty for a seal without a waiver.
    pub reason: String,
    /// Who answers for the waivers or the reopening.
    pub approver: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Link {
    /// Whether it had been made by a moment; no moment means now.
    pub fn is_known(&self, by: Option<Moment>) -> bool {
        by.is_none_or(|moment| self.recorded_at <= moment)
    }
}

/// The chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closing {
    links: Vec<Link>,
    /// The last link of each month of each book, as an index.
    last: BTreeMap<Sealable, usize>,
    /// The month of the first seal of each book, which takes in everything before it.
    first: BTreeMap<Book, Month>,
}

impl Closing {
    /// Folds a link, which must be the next.
    ///
    /// Refuses a number out of order, a seal of what is sealed, and a reopening of what is not.
    pub fn apply(&mut self, link: &Link) -> Result<(), Refusal> {
        let next = self.next();
        if link.number != next {
            return Err(Refusal::OutOfOrder { number: link.number, next });
        }
        match (link.kind, self.state(link.of)) {
            (LinkKind::Seal, MonthState::Sealed(by)) => {
                return Err(Refusal::Already { of: link.of, number: by.number });
            }
            (LinkKind::Reopen, MonthState::Open | MonthState::Reopened(_)) => {
                return Err(Refusal::NotSealed { of: link.of });
            }
            _ => {}
        }
        self.first.entry(link.of.book).or_insert(link.of.month);
        self.last.insert(link.of, self.links.len());
        self.links.push(link.clone());
        Ok(())
    }

    /// The number of the next link.
    pub fn next(&self) -> u32 {
        self.links.last().map_or(0, |link| link.number) + 1
    }

    /// Every link, in the order of the chain.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The month of the first seal of a book: it closes every day before it too, so that a book
    /// may have begun long before it was first sealed.
    pub fn first_month(&self, book: Book) -> Option<Month> {
        self.first.get(&book).copied()
    }

    /// Where a month of a book stands; one before the first seal stands as the first sealed month.
    pub fn state(&self, of: Sealable) -> MonthState<'_> {
        let first = self.first_month(of.book);
        let of = Sealable { month: first.map_or(of.month, |first| first.max(of.month)), ..of };
        match self.last.get(&of).map(|at| &self.links[*at]) {
            None => MonthState::Open,
            Some(link) if link.kind == LinkKind::Seal => MonthState::Sealed(link),
            Some(link) => MonthState::Reopened(link),
        }
    }

    /// The newest seal of a month of a book, whether or not the month was opened again since.
    pub fn last_seal(&self, of: Sealable) -> Option<&Link> {
        let of = match self.state(of) {
            MonthState::Open => return None,
            MonthState::Sealed(link) | MonthState::Reopened(link) => link.of,
        };
        self.links.iter().rfind(|link| link.kind == LinkKind::Seal && link.of == of)
    }

    /// The months of a book that are sealed now, in order.
    pub fn sealed(&self, book: Book) -> impl Iterator<Item = (Month, &Link)> {
        self.last.iter().filter(move |(of, _)| of.book == book).filter_map(|(of, at)| {
            let link = &self.links[*at];
            (link.kind == LinkKind::Seal).then_some((of.month, link))
        })
    }

    /// Refuses a row that is dated in a sealed month of its book.
    pub fn admits(&self, book: Book, date: Day) -> Result<(), Refusal> {
        let of = Sealable { book, month: date.month() };
        match self.state(of) {
            MonthState::Sealed(link) => Err(Refusal::Sealed {
                of,
                date,
                number: link.number,
                sealed_by: link.recorded_by.clone(),
                sealed_on: link.recorded_at.day(),
            }),
            MonthState::Open | MonthState::Reopened(_) => Ok(()),
        }
    }

    /// The link whose head is printed on a report of some days of a book: the newest one, as known
    /// by a moment, that sealed or reopened a month of them; none while none was sealed.
    pub fn seal_of(&self, book: Book, span: Span, known_by: Option<Moment>) -> Option<&Link> {
        self.links
            .iter()
            .rev()
            .find(|link| link.of.book == book && self.covers(link, span) && link.is_known(known_by))
    }

    /// Whether a link is about one of some days.
    fn covers(&self, link: &Link, span: Span) -> bool {
        let month = link.of.month.span();
        let is_first = self.first_month(link.of.book) == Some(link.of.month);
        month.overlap(span).is_some() || (is_first && span.first() <= month.last())
    }

    /// The first seal of a month of a book that was known by a moment: what its reports said then
    /// is what was said to be closed.
    pub fn first_seal(&self, of: Sealable, known_by: Option<Moment>) -> Option<&Link> {
        let is_seal = |link: &&Link| {
            link.kind == LinkKind::Seal
                && link.of.book == of.book
                && self.covers(link, of.month.span())
        };
        self.links.iter().filter(is_seal).find(|link| link.is_known(known_by))
    }
}
