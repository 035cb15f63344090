//! Figures of the assets: what there is, what came, what left, what its repairs cost, how its
//! stocktakes came out.

use crate::assets::{Event, Standing, count};
use crate::base::{Decimal, Message};

use super::figure::Found;
use super::{FigureName, FigureRow, Figures};

impl Figures<'_> {
    pub(super) fn of_assets(&self, name: FigureName) -> Found {
        let register = &self.books.assets;
        if register.cards().next().is_none() {
            return Found::lacking(Message::new("annual.no_assets"));
        }
        // What there was is told as of the last day; what happened, without what was taken back since.
        let day = match name {
            FigureName::AssetsHeld | FigureName::AssetsValue => self.until(),
            _ => self.options.clock.as_of,
        };
        let standings: Vec<Standing<'_>> = register.standings(day).collect();
        let row = |standing: &Standing<'_>, event: &Event, part: Decimal| {
            let card = standing.card;
            FigureRow::of(Some(event.date), &event.id, format!("{} {}", card.tag, card.name), part)
        };
        let value = |standing: &Standing<'_>| match name {
            FigureName::AssetsValue | FigureName::AcquiredValue | FigureName::DisposedValue => {
                standing.value().yuan()
            }
            _ => Decimal::ONE,
        };
        let of_period = |event: &Event| self.counts(event.date);
        let mut rows = Vec::new();
        for standing in &standings {
            match name {
                FigureName::AssetsHeld | FigureName::AssetsValue => {
                    if standing.disposed.is_none() {
                        rows.push(row(standing, standing.acquired, value(standing)));
                    }
                }
                FigureName::AssetsAcquired | FigureName::AcquiredValue => {
                    let acquired = Some(standing.acquired).filter(|event| of_period(event));
                    rows.extend(acquired.map(|event| row(standing, event, value(standing))));
                }
                FigureName::AssetsDisposed | FigureName::DisposedValue => {
                    let disposed = standing.disposed.filter(|event| of_period(event));
                    rows.extend(disposed.map(|event| row(standing, event, value(standing))));
                }
                _ => rows.extend(standing.repairs.iter().filter(|event| of_period(event)).map(
                    |event| {
                        let cost = event.value.unwrap_or_default().yuan();
                        let counts = name == FigureName::AssetRepairs;
                        row(standing, event, if counts { Decimal::ONE } else { cost })
                    },
                )),
            }
        }
        Found::rows(rows)
    }

    /// Sheets that were signed in the days, held against the register as it is known now.
    pub(super) fn of_asset_counts(&self, name: FigureName) -> Found {
        let register = &self.books.assets;
        if register.counts().sheets().next().is_none() {
            return Found::lacking(Message::new("annual.no_asset_counts"));
        }
        let as_of = self.options.clock.as_of;
        let row = |code| {
            let sheet = count::counted(register, code, as_of).ok()?;
            let signed = sheet.signature.as_ref().filter(|row| self.counts(row.date))?;
            let what = format!("{} {}", signed.person, sheet.scope.date);
            let row = FigureRow::one(Some(signed.date), code, what);
            let exact = |count: usize| Decimal::from(count);
            Some(match name {
                FigureName::AssetMatchRate => FigureRow { part: exact(sheet.tally.right), ..row }
                    .of_whole(exact(sheet.tally.lines)),
                _ => row,
            })
        };
        Found::rows(register.counts().sheets().filter_map(|(code, _)| row(code)).collect())
    }
}
