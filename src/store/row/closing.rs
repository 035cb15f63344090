//! Rows of the chain of seals: `closing/seals.csv`.

use crate::base::{Argument, Message, Month};
use crate::books::{Books, Line};
use crate::closing::{Book, Link, LinkKind, Sealable};
use crate::store::StoreError;
use crate::store::codec::{Cells, Wrong};
use crate::store::layout;
use crate::store::load::Loader;

use super::{CsvTarget, Row, Target};

/// Reads the chain.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    loader.table(&layout::seals(), |link: Link| books.apply(&Line::Closing(link)))
}

/// Where a link is written.
pub(super) fn target(link: &Link) -> Target {
    Target::Append(CsvTarget::of(layout::seals(), link))
}

impl Row for Link {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "kind",
        "book",
        "month",
        "sha256",
        "reason",
        "approver",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.text("id");
        let number = id.parse().ok().filter(|number| written_number(*number) == id);
        let number = number.ok_or_else(|| {
            cells.defect("id", Message::new("closing.number_shape").with("text", id))
        });
        let kinds = LinkKind::ALL.map(LinkKind::word);
        let kind = word(cells, "kind", LinkKind::parse, &kinds);
        let book = word(cells, "book", Book::parse, &Book::ALL.map(Book::word));
        let month = cells.required("month", Month::parse);
        let head = cells.text("sha256").to_owned();
        let reason = cells.text("reason").to_owned();
        let approver = cells.text("approver").to_owned();
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            number: number?,
            kind: kind?,
            of: Sealable { book: book?, month: month? },
            head,
            reason,
            approver,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            written_number(self.number),
            self.kind.word().to_owned(),
            self.of.book.word().to_owned(),
            self.of.month.to_string(),
            self.head.clone(),
            self.reason.clone(),
            self.approver.clone(),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

/// A link's number as it is written in rows and file names.
pub(in crate::store) fn written_number(number: u32) -> String {
    format!("{number:04}")
}

fn word<T>(
    cells: &mut Cells<'_>,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
    known: &[&str],
) -> Result<T, Wrong> {
    let text = cells.text(column);
    parse(text).ok_or_else(|| {
        let message = Message::new("csv.unknown_word")
            .with("text", text)
            .with("words", Argument::from(known.join(", ")));
        cells.defect(column, message)
    })
}
