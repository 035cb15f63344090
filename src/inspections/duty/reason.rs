//! Why a record, an excusal or another row counts for nothing.

use crate::base::{Day, RecordId};
use crate::inspections::word::words;

words! {
    /// Why a record counts for nothing.
    PassedOverWhy {
        /// No version of the rule was in force.
        NotInForce = "not_in_force", "inspect.passed_over.not_in_force";
        /// The subject was not in service.
        OutOfService = "out_of_service", "inspect.passed_over.out_of_service";
        /// Nothing could be looked at.
        NotApplicable = "not_applicable", "inspect.passed_over.not_applicable";
        /// It failed, and the rule asks for a pass.
        NotPassed = "not_passed", "inspect.passed_over.not_passed";
        /// It lacks evidence, or its evidence is not what it was any more.
        Unproven = "unproven", "inspect.passed_over.unproven";
        /// Another one of the same day counts.
        Repeat = "repeat", "inspect.passed_over.repeat";
        /// It follows too closely on one that counts.
        TooClose = "too_close", "inspect.passed_over.too_close";
        /// It was done before it may be.
        TooEarly = "too_early", "inspect.passed_over.too_early";
        /// It does not say at what time it was done, and the rule asks for a round in each shift.
        NoTime = "no_time", "inspect.passed_over.no_time";
        /// It was done outside all shifts.
        NoShift = "no_shift", "inspect.passed_over.no_shift";
        /// It came after its time: it answers the event, but meets no duty.
        TooLate = "too_late", "inspect.passed_over.too_late";
        /// The batch was taken away before it had lain long enough.
        TooShort = "too_short", "inspect.passed_over.too_short";
        /// The batch does not hold what it must.
        WrongAmount = "wrong_amount", "inspect.passed_over.wrong_amount";
        /// Enough was done already, or the slot it is for is over.
        Surplus = "surplus", "inspect.passed_over.surplus";
        /// A stricter rule of the same matter counts.
        Covered = "covered", "inspect.passed_over.covered";
    }
}

/// A record that counts for nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The record.
    pub record: RecordId,
    /// The day it was done.
    pub date: Day,
    /// Why.
    pub why: PassedOverWhy,
}

words! {
    /// Why an excusal excuses nothing.
    IgnoredWhy {
        /// It was approved after the due day.
        Late = "late", "inspect.ignored.late";
        /// It was approved by the person excused.
        SelfApproved = "self_approved", "inspect.ignored.self_approved";
        /// The rule allows none.
        NotExcusable = "not_excusable", "inspect.ignored.not_excusable";
    }
}

/// An excusal that excuses nothing, or not everything it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The excusal.
    pub excusal: RecordId,
    /// The due day that it came too late for.
    pub due: Option<Day>,
    /// Why.
    pub why: IgnoredWhy,
}
