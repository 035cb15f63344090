//! Under which code and with which arguments a refusal of the stocktake is said.

use crate::base::{Argument, Refuse};

use super::{Listed, Refusal, Times, Unclear};

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Stock(refusal) => refusal.code(),
            Self::UnknownSheet { near: Some(_), .. } => "stock.unknown_sheet_near",
            Self::UnknownSheet { .. } => "stock.unknown_sheet",
            Self::SheetNotNamed { .. } => "stock.sheet_not_named",
            Self::SheetTaken { .. } => "stock.sheet_taken",
            Self::SheetOverlaps { .. } => "stock.sheet_overlaps",
            Self::SheetEmpty { .. } => "stock.sheet_empty",
            Self::UnknownCategory { near: Some(_), .. } => "stock.unknown_category_near",
            Self::UnknownCategory { .. } => "stock.unknown_category",
            Self::SheetPosted { .. } => "stock.sheet_posted",
            Self::SheetCancelled { .. } => "stock.sheet_cancelled",
            Self::CounterMissing { .. } => "stock.counter_missing",
            Self::CountInFuture { .. } => "stock.count_in_future",
            Self::CountNegative { .. } => "stock.count_negative",
            Self::UnknownLine { .. } => "stock.unknown_line",
            Self::LineMismatch { .. } => "stock.line_mismatch",
            Self::LineAmbiguous { .. } => "stock.line_ambiguous",
            Self::GoodsMissing => "stock.goods_missing",
            Self::FindUnit { .. } => "stock.find_unit",
            Self::FindListed { .. } => "stock.find_listed",
            Self::LotApart { .. } => "stock.lot_apart",
            Self::WhichLot { .. } => "stocktake.which_lot",
            Self::CountedTwice { .. } => "stock.count_contradicts",
            Self::NothingCounted { .. } => "stock.nothing_counted",
            Self::BlankNotZero { .. } => "stock.blank_not_zero",
            Self::CutoffUnclear(unclear) => match (unclear.cutoff.as_str(), unclear.times) {
                ("", Times::Missing) => "stock.cutoff_unclear",
                ("", Times::Known) => "stock.cutoff_unclear_timed",
                _ => "stock.cutoff_undecided",
            },
            Self::Uncounted { .. } => "stock.uncounted",
            Self::NotOnSheet { near: Some(_), .. } => "stock.not_on_sheet_near",
            Self::NotOnSheet { .. } => "stock.not_on_sheet",
            Self::ReasonMissing { .. } => "stock.difference_reason",
            Self::ApproverMissing { .. } => "stock.approver_missing",
            Self::ApproverCounted { .. } => "stock.approver_counted",
            Self::SurplusPrice { .. } => "stock.surplus_price",
            Self::PriceNotNeeded { .. } => "stock.price_not_needed",
            Self::NotApproved { .. } => "stock.not_approved",
            Self::VarianceMoved { .. } => "stock.variance_moved",
            Self::NotMoved { .. } => "stocktake.not_moved",
            Self::NoCode { .. } => "stocktake.no_code",
            Self::UnknownShelf { .. } => "stocktake.unknown_shelf",
            Self::CountedBefore { .. } => "stocktake.counted_before",
            Self::Recounted { .. } => "stocktake.recounted",
            Self::RecountNeeded { .. } => "stocktake.recount_needed",
            Self::Disputed { .. } => "stocktake.disputed",
            Self::UnknownRound { .. } => "stocktake.unknown_round",
            Self::ChargedSurplus { .. } => "stocktake.charged_surplus",
            Self::NobodyCharged { .. } => "stocktake.nobody_charged",
            Self::NothingToPend { .. } => "stocktake.nothing_to_pend",
            Self::NothingPending { .. } => "stocktake.nothing_pending",
            Self::SettleSide { pending, .. } if pending.is_negative() => {
                "stocktake.settle_shortage"
            }
            Self::SettleSide { .. } => "stocktake.settle_surplus",
            Self::SettleTooMuch { .. } => "stocktake.settle_too_much",
            Self::SettleReason { .. } => "stocktake.settle_reason",
            Self::ExplainsNothing { .. } => "stocktake.explains_nothing",
            Self::SlipMissing { .. } => "stocktake.slip_missing",
            Self::SlipEntered { .. } => "stocktake.slip_entered",
            Self::SlipOpen { .. } => "stocktake.slip_open",
            Self::NotExplained { .. } => "stocktake.not_explained",
            Self::CancelReason { .. } => "stock.cancel_reason",
            Self::NeverOpened { .. } => "stock.never_opened",
            Self::SheetChanged { .. } => "stock.sheet_changed",
            Self::SheetLost { .. } => "stock.sheet_lost",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Stock(refusal) => refusal.arguments(),
            Self::CountInFuture { date, today } => {
                vec![("date", Argument::of(date)), ("today", Argument::of(today))]
            }
            Self::CountNegative { goods, quantity } => {
                vec![("goods", goods.into()), ("quantity", Argument::of(quantity))]
            }
            Self::LineMismatch { line, on_sheet, given } => vec![
                ("line", (*line).into()),
                ("on_sheet", on_sheet.into()),
                ("given", given.into()),
            ],
            Self::LineAmbiguous { line, items } => {
                vec![("line", (*line).into()), ("items", (&items.names).into())]
            }
            Self::GoodsMissing => vec![],
            Self::FindUnit { find } => vec![("find", find.into())],
            Self::FindListed { find, items } => {
                vec![("find", find.into()), ("items", (&items.names).into())]
            }
            Self::SheetNotNamed { open } => vec![("open", open.into())],
            Self::LotApart { item, lot } => vec![
                ("item", Argument::of(&item.code)),
                ("name", (&item.name).into()),
                ("lot", lot.into()),
            ],
            Self::WhichLot { item, lots } => vec![
                ("item", Argument::of(&item.code)),
                ("name", (&item.name).into()),
                ("lots", (&lots.names).into()),
            ],
            Self::CountedTwice { goods, one, other } => vec![
                ("goods", goods.into()),
                ("one", Argument::of(one)),
                ("other", Argument::of(other)),
            ],
            Self::UnknownCategory { category, near, known } => with_near(
                vec![("category", category.into()), ("known", known.into())],
                near.as_ref(),
            ),
            Self::NoCode { text } => vec![("text", text.into())],
            Self::UnknownShelf { shelf, known } => {
                vec![("shelf", shelf.into()), ("known", (&known.names).into())]
            }
            Self::PriceNotNeeded { item, price } => {
                vec![("item", item.into()), ("price", Argument::of(price))]
            }
            _ => self.arguments_of_sheet(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Stock(refusal) => return refusal.field(),
            Self::UnknownSheet { .. } | Self::SheetNotNamed { .. } | Self::SheetTaken { .. } => {
                "sheet"
            }
            Self::UnknownCategory { .. } => "category",
            Self::CounterMissing { .. } => "counter",
            Self::CountInFuture { .. } => "date",
            Self::CountNegative { .. } | Self::CountedTwice { .. } => "counted",
            Self::UnknownLine { .. } | Self::LineMismatch { .. } | Self::LineAmbiguous { .. } => {
                "line"
            }
            Self::GoodsMissing | Self::NotOnSheet { .. } | Self::FindListed { .. } => "item",
            Self::FindUnit { .. } => "unit",
            Self::LotApart { .. } | Self::WhichLot { .. } => "lot",
            Self::CutoffUnclear(_) => "cutoff",
            Self::ReasonMissing { .. } | Self::CancelReason { .. } => "reason",
            Self::ApproverMissing { .. } | Self::ApproverCounted { .. } => "approver",
            Self::SurplusPrice { .. } | Self::PriceNotNeeded { .. } => "unit_price",
            _ => return None,
        })
    }
}

impl Refusal {
    /// The arguments of the refusals that are about a sheet.
    fn arguments_of_sheet(&self) -> Vec<(&'static str, Argument)> {
        let listed =
            |items: &Listed| vec![("count", items.count.into()), ("items", (&items.names).into())];
        let (sheet, more) = match self {
            Self::UnknownSheet { sheet, near, open } => {
                (sheet, with_near(vec![("open", open.into())], near.as_ref()))
            }
            Self::SheetTaken { sheet, store, date } => {
                (sheet, vec![("store", Argument::of(store)), ("date", Argument::of(date))])
            }
            Self::SheetOverlaps { sheet, store, items } => {
                let mut more = listed(items);
                more.push(("store", Argument::of(store)));
                (sheet, more)
            }
            Self::SheetEmpty { store, scope } => {
                return vec![("store", Argument::of(store)), ("scope", named_scope(scope))];
            }
            Self::SheetPosted { sheet, approver, posted } => {
                (sheet, vec![("approver", approver.into()), ("posted", Argument::of(posted))])
            }
            Self::SheetCancelled { sheet, reason } => (sheet, vec![("reason", reason.into())]),
            Self::UnknownLine { sheet, line, last } => {
                (sheet, vec![("line", (*line).into()), ("last", (*last).into())])
            }
            Self::BlankNotZero { sheet, scope } => (sheet, vec![("scope", named_scope(scope))]),
            Self::CutoffUnclear(unclear) => {
                let Unclear { sheet, item, date, cutoff, lines, after, times: _ } = &**unclear;
                let mut more = vec![
                    ("item", Argument::of(&item.code)),
                    ("name", (&item.name).into()),
                    ("date", Argument::of(date)),
                ];
                more.extend([("cutoff", cutoff.into()), ("after", after.into())]);
                more.extend([("count", lines.count.into()), ("lines", (&lines.names).into())]);
                (sheet, more)
            }
            Self::NotOnSheet { sheet, goods, near } => {
                (sheet, with_near(vec![("goods", goods.into())], near.as_ref()))
            }
            Self::Uncounted { sheet, items }
            | Self::ReasonMissing { sheet, items }
            | Self::SurplusPrice { sheet, items }
            | Self::NotApproved { sheet, items }
            | Self::NotMoved { sheet, items }
            | Self::RecountNeeded { sheet, items }
            | Self::Disputed { sheet, items }
            | Self::ChargedSurplus { sheet, items }
            | Self::NothingToPend { sheet, items } => (sheet, listed(items)),
            Self::ApproverCounted { sheet, approver, items } => {
                let mut more = listed(items);
                more.push(("approver", approver.into()));
                (sheet, more)
            }
            Self::VarianceMoved { sheet, goods, approved, now, lines } => (
                sheet,
                vec![
                    ("goods", goods.into()),
                    ("approved", Argument::of(approved)),
                    ("now", Argument::of(now)),
                    ("lines", (&lines.names).into()),
                ],
            ),
            Self::CounterMissing { sheet }
            | Self::NothingCounted { sheet }
            | Self::ApproverMissing { sheet }
            | Self::NobodyCharged { sheet }
            | Self::SlipMissing { sheet }
            | Self::CancelReason { sheet }
            | Self::NeverOpened { sheet }
            | Self::SheetChanged { sheet }
            | Self::SheetLost { sheet } => (sheet, vec![]),
            _ => return self.arguments_of_second_looks(),
        };
        let mut arguments = vec![("sheet", Argument::of(sheet))];
        arguments.extend(more);
        arguments
    }

    /// The arguments of the refusals about recounts, pending differences and explanations.
    fn arguments_of_second_looks(&self) -> Vec<(&'static str, Argument)> {
        let (sheet, more) = match self {
            Self::CountedBefore { sheet, goods, counter, counters } => (
                sheet,
                vec![
                    ("goods", goods.into()),
                    ("counter", counter.into()),
                    ("counters", (&counters.names).into()),
                ],
            ),
            Self::Recounted { sheet, goods } => (sheet, vec![("goods", goods.into())]),
            Self::UnknownRound { sheet, goods, round, last } => (
                sheet,
                vec![("goods", goods.into()), ("round", (*round).into()), ("last", (*last).into())],
            ),
            Self::NothingPending { sheet, item }
            | Self::SettleReason { sheet, item }
            | Self::ExplainsNothing { sheet, item } => (sheet, vec![("item", Argument::of(item))]),
            Self::SettleSide { sheet, item, pending } => (
                sheet,
                vec![("item", Argument::of(item)), ("pending", Argument::of(&pending.abs()))],
            ),
            Self::SettleTooMuch { sheet, item, quantity, pending } => (
                sheet,
                vec![
                    ("item", Argument::of(item)),
                    ("quantity", Argument::of(quantity)),
                    ("pending", Argument::of(pending)),
                ],
            ),
            Self::SlipEntered { sheet, slip, id, date } => (
                sheet,
                vec![("slip", slip.into()), ("id", Argument::of(id)), ("date", Argument::of(date))],
            ),
            Self::SlipOpen { sheet, goods, slip, quantity } => (
                sheet,
                vec![
                    ("goods", goods.into()),
                    ("slip", slip.into()),
                    ("quantity", Argument::of(quantity)),
                ],
            ),
            Self::NotExplained { sheet, item, declared } => {
                (sheet, vec![("item", Argument::of(item)), ("declared", (&declared.names).into())])
            }
            _ => return vec![],
        };
        let mut arguments = vec![("sheet", Argument::of(sheet))];
        arguments.extend(more);
        arguments
    }
}

fn with_near(
    mut arguments: Vec<(&'static str, Argument)>,
    near: Option<&String>,
) -> Vec<(&'static str, Argument)> {
    arguments.extend(near.map(|near| ("nearest", near.into())));
    arguments
}

/// A scope in words; categories by their own names.
fn named_scope(scope: &str) -> Argument {
    match scope {
        "full" => Argument::key("stock.scope.full"),
        "items" => Argument::key("stock.scope.items"),
        categories => categories.trim_start_matches("category=").into(),
    }
}
