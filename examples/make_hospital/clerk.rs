//! Whoever enters the year: decides as the commands do, folds as loading does, and hands in one
//! change at the end.

use houqin::base::{Day, Decided, Moment, RecordId, Refuse, Stamp};
use houqin::books::{Books, Change, Line};

/// The books as they grow, and the rows that made them grow.
pub(crate) struct Clerk {
    pub(crate) books: Books,
    pub(crate) stamp: Stamp,
    /// The office has a machine of its own: what is entered there counts its own numbers.
    office: Stamp,
    lines: Vec<Line>,
}

impl Clerk {
    /// A clerk before empty books.
    pub(crate) fn new(books: Books, stamp: Stamp) -> Self {
        let office = Stamp { tag: "bgs5".to_owned(), given: 0, ..stamp.clone() };
        Self { books, stamp, office, lines: Vec::new() }
    }

    /// Enters something at the machine of the office.
    pub(crate) fn at_the_office<T>(&mut self, works: impl FnOnce(&mut Self) -> T) -> T {
        std::mem::swap(&mut self.stamp, &mut self.office);
        let done = works(self);
        std::mem::swap(&mut self.stamp, &mut self.office);
        done
    }

    /// Says who enters the next rows, and when; a few seconds pass with every row.
    pub(crate) fn sits_down(&mut self, who: &str, day: Day, hour: u32) {
        let second = hour * 3600 + u32::try_from(self.stamp.given % 3000).expect("small");
        self.stamp.recorded_at = Moment::new(day, second).expect("a second of the day");
        who.clone_into(&mut self.stamp.recorded_by);
    }

    /// Enters what was decided; a refusal is a mistake of this program.
    pub(crate) fn enters<T: Into<Line>, E: Refuse>(&mut self, decided: Result<Decided<Vec<T>>, E>) {
        match decided {
            Ok(Decided::New(rows)) => rows.into_iter().for_each(|row| self.merges(row)),
            Ok(Decided::Already(name)) => panic!("{name} is entered twice"),
            Err(refusal) => panic!("{}: {refusal} {:?}", refusal.code(), refusal.arguments()),
        }
    }

    /// Enters a row that nobody decided over, as a merge of another machine's files brings it.
    pub(crate) fn merges(&mut self, row: impl Into<Line>) {
        let line = row.into();
        if let Err(refusal) = self.books.apply(&line) {
            panic!("{}: {refusal} {:?}", refusal.code(), refusal.arguments());
        }
        self.lines.push(line);
    }

    /// An id as another machine would have given it.
    pub(crate) fn foreign_id(kind: char, day: Day, number: u32) -> RecordId {
        let date = day.to_string().replace('-', "");
        RecordId::parse(&format!("{kind}{date}-wjk2-{number:06}")).expect("an id")
    }

    /// Everything that was entered, and how many ids were given for it.
    pub(crate) fn hands_in(self) -> (Change, Stamp) {
        (Change { lines: self.lines }, self.stamp)
    }
}
