//! Conversion factors that stand out: those that came with the tool are not the hospital's to mend.

use crate::base::Day;
use crate::meters::{FactorFinding, Meters, lint_own_factors};

use super::{Ledger, Remark};

/// What is to be looked at about the factors of the store.
pub(super) fn remarks(meters: &Meters, today: Day) -> Vec<Remark> {
    let remark = |finding: FactorFinding| Remark {
        ledger: Ledger::Factors,
        key: finding.factor.place(),
        column: finding.field(),
        message: finding.message(),
    };
    lint_own_factors(meters, today).into_iter().map(remark).collect()
}
