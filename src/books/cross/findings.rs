//! Findings: departments that are registered, and evidence where it is demanded.

use crate::base::Refuse as _;
use crate::books::Books;
use crate::inspections::{Clock, FindingRefusal, Unproven};

use super::{Ledger, Remark};

/// What is to be looked at about the findings.
pub(super) fn remarks(books: &Books, clock: Clock) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let ledger = Ledger::Findings;
    for event in books.inspections.events().flat_map(|(_, events)| events) {
        let Some(department) = &event.department else { continue };
        if let Err(refusal) = books.org.known_department(department) {
            let (key, message) = (event.id.to_string(), refusal.message());
            remarks.push(Remark { ledger, key, column: Some("department"), message });
        }
    }
    for line in books.inspections.finding_lines(clock) {
        let [Some(rectified), _] = &line.finding.steps else { continue };
        if line.unproven == Some(Unproven::Lacking) {
            let finding = line.finding.id.clone();
            let message = FindingRefusal::EvidenceDemanded { finding }.message();
            let (key, column) = (rectified.to_string(), Some("evidence"));
            remarks.push(Remark { ledger, key, column, message });
        }
    }
    remarks
}
