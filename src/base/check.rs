//! The named checks of a store: which question each defect answers.
//!
//! Every code that a defect can carry belongs to exactly one check, by its area or, before that,
//! by its name. Words about checks are in `data/text/check.toml`.

use super::Severity;

/// One question that is asked of the whole store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// Files, rows and cells can be read as what they should be.
    Parse,
    /// An id or a code stands for one thing in the whole store.
    Ids,
    /// What a row names is there.
    References,
    /// Units are known, conversions come out, decimals are those of the item.
    Units,
    /// What must be said is said, and can be.
    Values,
    /// A reversal or a correction fits what it takes back.
    Corrections,
    /// No balance, count or value is below zero.
    NonNegative,
    /// Registers go forward, points form a tree.
    Meters,
    /// Days are real, in the file of their month, and not to come.
    Dates,
    /// No row was recorded after its month was sealed.
    Sealed,
    /// Nothing was entered twice, no number of a series is missing.
    Slips,
    /// For every new thing an old one came back.
    Exchanges,
    /// Every store room was counted lately, and no sheet stays open.
    Counts,
    /// The life of an asset is in order.
    Assets,
    /// Rules, records and findings fit together.
    Inspections,
    /// Who must have a certificate has one in force.
    Certificates,
    /// Targets are there, each once.
    Targets,
    /// Conversion factors are dated, have a source and recompute.
    Factors,
    /// The chain of seals is unbroken.
    Chain,
    /// Every row that was recorded is still there.
    Acknowledged,
}

impl Check {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 20] = [
        Self::Parse,
        Self::Ids,
        Self::References,
        Self::Units,
        Self::Values,
        Self::Corrections,
        Self::NonNegative,
        Self::Meters,
        Self::Dates,
        Self::Sealed,
        Self::Slips,
        Self::Exchanges,
        Self::Counts,
        Self::Assets,
        Self::Inspections,
        Self::Certificates,
        Self::Targets,
        Self::Factors,
        Self::Chain,
        Self::Acknowledged,
    ];

    /// The name by which it is asked for.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Ids => "ids",
            Self::References => "references",
            Self::Units => "units",
            Self::Values => "values",
            Self::Corrections => "corrections",
            Self::NonNegative => "non-negative",
            Self::Meters => "meters",
            Self::Dates => "dates",
            Self::Sealed => "sealed",
            Self::Slips => "slips",
            Self::Exchanges => "exchanges",
            Self::Counts => "counts",
            Self::Assets => "assets",
            Self::Inspections => "inspections",
            Self::Certificates => "certificates",
            Self::Targets => "targets",
            Self::Factors => "factors",
            Self::Chain => "chain",
            Self::Acknowledged => "acknowledged",
        }
    }

    /// The key of the sentence that says what it looks at.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Parse => "check.parse",
            Self::Ids => "check.ids",
            Self::References => "check.references",
            Self::Units => "check.units",
            Self::Values => "check.values",
            Self::Corrections => "check.corrections",
            Self::NonNegative => "check.non_negative",
            Self::Meters => "check.meters",
            Self::Dates => "check.dates",
            Self::Sealed => "check.sealed",
            Self::Slips => "check.slips",
            Self::Exchanges => "check.exchanges",
            Self::Counts => "check.counts",
            Self::Assets => "check.assets",
            Self::Inspections => "check.inspections",
            Self::Certificates => "check.certificates",
            Self::Targets => "check.targets",
            Self::Factors => "check.factors",
            Self::Chain => "check.chain",
            Self::Acknowledged => "check.acknowledged",
        }
    }

    /// Finds a check by its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }

    /// The check that a defect of this code belongs to; none where the code is never a defect of a
    /// store: what the command line has to say, and remarks under receipts and reports.
    pub fn of(code: &str) -> Option<Self> {
        let (area, name) = code.split_once('.')?;
        match area {
            "closing" | "close" | "seal" => Some(of_closing(name)),
            "verify" | "chain" => Some(Self::Chain),
            "csv" | "toml" | "code" | "number" => Some(Self::Parse),
            "certificate" => Some(Self::Certificates),
            "date" => Some(Self::Dates),
            "check" => of_check(name),
            "org" => Some(of_org(name)),
            "store" => of_store(name),
            "asset" => of_asset(name),
            "stock" => of_stock(name),
            "purchase" => of_purchase(name),
            "stocktake" => of_stocktake(name),
            "meter" => of_meter(name),
            "measure" => of_measure(name),
            "factor" => of_factor(name),
            "bill" => of_bill(name),
            "inspect" | "finding" | "repair" => of_inspection(name),
            "indicator" | "task" => of_plan(name),
            "clause" => of_clause(name),
            _ => None,
        }
    }
}

/// A row that is too late or too early is one thing, a seal that does not hold another.
fn of_closing(name: &str) -> Check {
    match name {
        "late" | "late_row" | "sealed" | "sealed_month" | "row_after_seal" | "balance_moved" => {
            Check::Sealed
        }
        _ => Check::Chain,
    }
}

fn of_check(name: &str) -> Option<Check> {
    Some(match name {
        "unknown_name" | "unknown_name_near" | "unknown_severity" => Check::Parse,
        _ => return None,
    })
}

fn of_org(name: &str) -> Check {
    match name {
        "taken" => Check::Ids,
        "nameless" => Check::Values,
        "left_early" => Check::Dates,
        _ => Check::References,
    }
}

fn of_store(name: &str) -> Option<Check> {
    Some(match name {
        "id_twice" => Check::Ids,
        "shelves_differ" => Check::Sealed,
        "other_period" | "to_come" => Check::Dates,
        "row_lost" | "row_changed" | "row_moved" | "end_lost" | "log_damaged_inside"
        | "world_writable" => Check::Acknowledged,
        "broken_utf8" | "not_text" | "not_a_file" | "not_a_folder" | "not_utf8" | "nul"
        | "outside" | "path" | "too_large" | "utf16" | "logo_missing" | "logo_large"
        | "logo_kind" | "unknown_paper" | "unknown_paper_near" => Check::Parse,
        _ => return None,
    })
}

fn of_asset(name: &str) -> Option<Check> {
    Some(match name {
        "some_warned"
        | "rows_unverified"
        | "whole_months"
        | "upkeep_unpriced"
        | "agreement_untold"
        | "agreement_uncounted" => return None,
        name if name.starts_with("reuse_") => return None,
        "taken" | "card_twice" | "event_twice" => Check::Ids,
        "unknown"
        | "unknown_near"
        | "unknown_class"
        | "unknown_class_near"
        | "unknown_great_class"
        | "unknown_event"
        | "unknown_event_near"
        | "class_unknown" => Check::References,
        "nameless" | "worthless" | "life_out_of_range" | "missing" | "unexpected"
        | "category_shape" => Check::Values,
        "negative_value" => Check::NonNegative,
        "reverses_reversal" | "reversed_twice" | "reversed_before" => Check::Corrections,
        "future" => Check::Dates,
        _ => Check::Assets,
    })
}

fn of_stock(name: &str) -> Option<Check> {
    if name.starts_with("note_")
        || name.starts_with("left")
        || name.starts_with("import_")
        || name.starts_with("suspect.")
    {
        return None;
    }
    Some(match name {
        "earlier_lot" | "nothing_expires" | "self_made_saved" | "self_made_unpriced" | "foots"
        | "does_not_foot" | "corrected" | "cutoff_on" | "sheet_blank" | "sheet_import"
        | "pair_shape" | "one_month" => return None,
        "id_taken" | "taken" | "opening_twice" | "sheet_taken" => Check::Ids,
        "unknown_unit" | "decimals" | "inexact" | "two_units" | "unit_in_use" | "unit_missing"
        | "scale" | "unit_twice" | "factor" | "units_shape" | "find_unit" => Check::Units,
        "no_stores" | "which_store" => Check::References,
        "short" | "short_later" | "negative" | "not_sent" | "not_positive" | "amount_negative"
        | "count_negative" | "minimum" | "lot_short" | "lot_short_later" | "lot_lacking"
        | "pool_short" | "pool_short_later" | "pool_negative" | "loan_short" => Check::NonNegative,
        "reversed_already"
        | "reversed_early"
        | "reversal_not_reversed"
        | "count_not_reversed"
        | "counted_since"
        | "mirror"
        | "reverses"
        | "several_lines" => Check::Corrections,
        "future" | "arrives_early" | "signed_early" | "loan_due_early" => Check::Dates,
        "twin" | "entered_twice" | "slip_taken" | "slip_shared" | "slip_gap" => Check::Slips,
        "old_not_back" | "old_without_new" | "old_overdue" | "not_durable" => Check::Exchanges,
        name if name.starts_with("exempt_") => Check::Exchanges,
        "cutoff_shape" | "lot_missing" | "lot_expiry" | "lot_expired" | "lots_expired" => {
            Check::Values
        }
        "posted_already" | "counted_twice" | "count_in_future" | "counter_missing"
        | "room_not_counted" | "items_not_counted" => Check::Counts,
        name if name.starts_with("unknown_") => Check::References,
        name if is_of_counts(name) => Check::Counts,
        _ => Check::Values,
    })
}

fn of_stocktake(name: &str) -> Option<Check> {
    let said = ["note_", "scan_"].iter().any(|beginning| name.starts_with(beginning));
    (!said && !matches!(name, "scope_of" | "charge_what")).then_some(Check::Counts)
}

fn of_purchase(name: &str) -> Option<Check> {
    Some(match name {
        "order_shape" => Check::Corrections,
        "unknown_order" | "unknown_order_near" | "order_supplier" | "not_on_order" => {
            Check::References
        }
        "blank" | "invoice_amount" | "invoice_for_nothing" => Check::Values,
        _ => return None,
    })
}

/// Codes of the stocktakes that say so by their beginning.
fn is_of_counts(name: &str) -> bool {
    let beginnings = [
        "sheet_",
        "line_",
        "goods_",
        "find_",
        "lot_",
        "count_",
        "nothing_",
        "blank_",
        "cutoff_",
        "uncounted",
        "not_on_sheet",
        "difference_",
        "approver_",
        "surplus_",
        "price_not_needed",
        "not_approved",
        "variance_",
        "cancel_",
        "never_",
        "entry_",
    ];
    beginnings.iter().any(|beginning| name.starts_with(beginning))
}

fn of_meter(name: &str) -> Option<Check> {
    if ["notice.", "doubt.", "gap.", "step.", "brought", "import", "route_"]
        .iter()
        .any(|not| name.starts_with(not))
    {
        return None;
    }
    Some(match name {
        "no_points" | "no_routes" | "rule.order" | "outside" | "outside_low" | "leap"
        | "longer" | "unknown_route" | "unknown_route_near" => return None,
        "point_taken" | "id_taken" | "reading_taken" | "event_taken" | "valid_from_taken" => {
            Check::Ids
        }
        "unknown_point" | "unknown_point_near" | "unknown_parent" | "unknown_parent_near" => {
            Check::References
        }
        "nameless" | "needs_reason" | "unknown_utility" | "needs_time" | "driver_two_places" => {
            Check::Values
        }
        "unit" | "no_unit" | "multiplier" | "decimals" | "digits" | "range" => Check::Units,
        "negative" | "driver_negative" => Check::NonNegative,
        "future" | "early" | "late" => Check::Dates,
        "nothing_to_correct" | "nothing_to_correct_near" | "unknown_row" | "superseded_twice" => {
            Check::Corrections
        }
        "target_missing" | "target_overlaps" => Check::Targets,
        _ => Check::Meters,
    })
}

fn of_measure(name: &str) -> Option<Check> {
    Some(match name {
        "taken" => Check::Ids,
        "missing" | "sample_size" | "sample_few" => Check::Values,
        "end_early" | "end_to_come" => Check::Dates,
        "point_utility" => Check::Meters,
        _ => return None,
    })
}

fn of_factor(name: &str) -> Option<Check> {
    Some(match name {
        "clean" | "sum_lacks" | "unknown_basis" | "unknown_basis_near" => return None,
        name if name.starts_with("step.") => return None,
        "negative" => Check::NonNegative,
        "backward" => Check::Dates,
        "band_taken" => Check::Ids,
        "terms" | "one_value" | "one_heat" | "band" => Check::Values,
        _ => Check::Factors,
    })
}

fn of_bill(name: &str) -> Option<Check> {
    Some(match name {
        "taken" => Check::Ids,
        "missing" => Check::Values,
        "end_early" | "to_come" => Check::Dates,
        "negative" => Check::NonNegative,
        "point_utility" | "overlap" => Check::Meters,
        _ => return None,
    })
}

fn of_inspection(name: &str) -> Option<Check> {
    Some(match name {
        "no_rules" | "nothing_due" | "binds_nobody" | "no_deadlines" | "imported" | "excuses"
        | "excuses_too_late" | "day_running" | "recorded_after" | "quoted" | "opened"
        | "within" | "none_open" | "none_reported" | "breaches_today" | "never_purged" => {
            return None;
        }
        "duplicate_id" | "duplicate_version" | "number_taken" => Check::Ids,
        "future" | "backwards" => Check::Dates,
        "unknown_row" | "already_replaced" | "conflict" => Check::Corrections,
        name if name.starts_with("unknown") => Check::References,
        "certificate_overdue" => Check::Certificates,
        _ => Check::Inspections,
    })
}

/// Of indicators and tasks: what can stand in their files, and should not.
fn of_plan(name: &str) -> Option<Check> {
    Some(match name {
        "unknown" | "unknown_near" => Check::References,
        "backwards" => Check::Dates,
        "target" | "no_value" | "two_values" | "parts" => Check::Values,
        "taken" | "value_taken" | "not_in_force" | "already_done" | "not_done" | "ended"
        | "self_approved" | "due_has_passed" | "due_not_later" => Check::Inspections,
        _ => return None,
    })
}

fn of_clause(name: &str) -> Option<Check> {
    if name.starts_with("gap.") {
        return None;
    }
    Some(match name {
        "none" | "no_sample" | "files_today" | "target" => return None,
        "twice" => Check::Ids,
        name if name.starts_with("unknown") => Check::References,
        _ => Check::Inspections,
    })
}

/// How much a check or a code weighs in this store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It is told, and weighs so much.
    Is(Severity),
    /// It is not told.
    Off,
}

impl Weight {
    /// Reads `error`, `warning` or `off`.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "error" => Self::Is(Severity::Error),
            "warning" => Self::Is(Severity::Warning),
            "off" => Self::Off,
            _ => return None,
        })
    }

    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Is(severity) => severity.key(),
            Self::Off => "severity.off",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_found_by_its_name() {
        for check in Check::ALL {
            assert_eq!(Check::parse(check.name()), Some(check));
            let key = check.key().trim_start_matches("check.").replace('_', "-");
            assert_eq!(key, check.name());
        }
        assert_eq!(Check::parse("slip"), None);
    }

    #[test]
    fn codes_belong_to_the_check_that_their_name_says() {
        for (code, check) in [
            ("csv.torn", Some(Check::Parse)),
            ("stock.id_taken", Some(Check::Ids)),
            ("stock.unknown_item_near", Some(Check::References)),
            ("stock.unknown_unit", Some(Check::Units)),
            ("stock.unit_missing", Some(Check::Units)),
            ("stock.negative", Some(Check::NonNegative)),
            ("meter.backward", Some(Check::Meters)),
            ("stock.twin", Some(Check::Slips)),
            ("stock.sheet_lost", Some(Check::Counts)),
            ("store.row_lost", Some(Check::Acknowledged)),
            ("finding.self_verified", Some(Check::Inspections)),
            ("stock.note_post", None),
            ("stock.left_low", None),
            ("usage.near", None),
            ("nonsense", None),
        ] {
            assert_eq!(Check::of(code), check, "{code}");
        }
    }
}
