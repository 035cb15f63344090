//! Whom the inspection rules bind: a thing that left the books is inspected no more.

use crate::base::{AssetTag, Day, Message};
use crate::books::Books;

use super::{Ledger, Remark};

/// What is to be looked at about the days of service.
pub(super) fn remarks(books: &Books, today: Day) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (rule, subject) in books.inspections.duties() {
        let standing = AssetTag::parse(subject.as_str()).ok();
        let standing = standing.and_then(|tag| books.assets.standing(&tag, today));
        let Some(disposed) = standing.and_then(|standing| standing.disposed) else { continue };
        for service in books.inspections.service_of(rule, subject) {
            if service.period.to.is_none_or(|to| to > disposed.date && to >= today) {
                let message = Message::new("asset.bound_though_gone").with("tag", subject.as_str());
                let (ledger, key) = (Ledger::Service, service.id.to_string());
                remarks.push(Remark { ledger, key, column: Some("subject"), message });
            }
        }
    }
    remarks
}
