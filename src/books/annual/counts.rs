//! Figures of the stocktakes: how many, how much of it agreed.

use crate::base::{Decimal, Message};
use crate::stock::stocktake::Differences;

use super::figure::Found;
use super::{FigureName, FigureRow, Figures};

impl Figures<'_> {
    pub(super) fn of_counts(&self, name: FigureName) -> Found {
        if self.books.stock.sheets.is_empty() {
            return Found::lacking(Message::new("annual.no_counts"));
        }
        let row = |sheet: &Differences| {
            let tally = &sheet.tally;
            let row = FigureRow::one(Some(sheet.date), &sheet.sheet, sheet.store.to_string());
            match name {
                FigureName::CountedLines => FigureRow { part: tally.counted.into(), ..row },
                FigureName::MatchRate => {
                    FigureRow { part: tally.matched.into(), ..row }.of_whole(tally.counted.into())
                }
                FigureName::Surplus => FigureRow { part: tally.surplus.value.yuan(), ..row },
                FigureName::Shortage => FigureRow { part: tally.shortage.value.yuan(), ..row },
                _ => FigureRow { part: Decimal::ONE, ..row },
            }
        };
        Found::rows(self.sheets().iter().map(row).collect())
    }
}
