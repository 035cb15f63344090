//! What of the savings may be claimed: sums by carrier, what is in another saving already, and why
//! nobody can say when a cost comes back.

use super::energy::lack;
use super::receipt::Ledger;
use super::{Cell, Table};
use crate::base::{Argument, Message};
use crate::meters::{Claimed, Finding, NoPayback, Overlap, Verification, Verifications};

const CLAIMED: Ledger = Ledger {
    key: "measure.claimed",
    columns: &[
        "measure.claimed.utility",
        "measure.claimed.saving",
        "measure.claimed.error",
        "measure.claimed.unit",
        "measure.claimed.n_proven",
        "measure.claimed.n_within",
        "measure.claimed.n_left_out",
    ],
};

const OVERLAPS: Ledger = Ledger {
    key: "measure.overlaps",
    columns: &[
        "measure.overlaps.measure",
        "measure.overlaps.point",
        "measure.overlaps.saving",
        "measure.overlaps.unit",
        "measure.overlaps.claimed",
        "measure.overlaps.claimed_point",
        "measure.overlaps.why",
    ],
};

/// What may be claimed, a line a carrier.
pub(super) fn claimed_table(claims: &[Claimed]) -> Table {
    let mut table = CLAIMED.table();
    for claim in claims {
        let proven = claim.n_proven > 0;
        table.line(vec![
            Cell::word(claim.carrier.utility().key()),
            Cell::maybe(proven.then_some(claim.saving), Cell::Quantity),
            Cell::maybe(claim.error.filter(|_| proven), Cell::Quantity),
            Cell::text(claim.carrier.unit()),
            Cell::count(claim.n_proven),
            Cell::count(claim.n_within),
            Cell::count(claim.n_left_out),
        ]);
    }
    table
}

/// The proven savings that are in another one already; none where all of them are added.
pub(super) fn overlap_table(lines: &[Verification]) -> Option<Table> {
    let mut table = OVERLAPS.table().named_by(&["measure.overlaps.measure"]);
    for line in lines {
        let Some(Overlap { claimed, shared }) = &line.within else { continue };
        let why = if shared.is_some() { "measure.why_shared" } else { "measure.why_unplaced" };
        table.line(vec![
            Cell::of(&line.measure.code),
            Cell::maybe(shared.as_ref(), |(_, own)| Cell::of(own)),
            Cell::maybe(line.saving, Cell::Quantity),
            Cell::text(line.measure.carrier.unit()),
            Cell::of(claimed),
            Cell::maybe(shared.as_ref(), |(whole, _)| Cell::of(whole)),
            Cell::said(Message::new(why)),
        ]);
    }
    (!table.rows.is_empty()).then_some(table)
}

/// What is to be said of savings that are in others.
pub(super) fn overlap_notes(verified: &Verifications) -> Vec<Message> {
    let note = |line: &Verification| {
        let Overlap { claimed, shared } = line.within.as_ref()?;
        let code = if shared.is_some() { "measure.note_within" } else { "measure.note_unplaced" };
        let note = Message::new(code).with("measure", Argument::of(&line.measure.code));
        Some(note.with("claimed", Argument::of(claimed)))
    };
    verified.lines.iter().filter_map(note).collect()
}

/// Why nobody can say when the cost of a measure comes back.
pub(super) fn payback_notes(verified: &Verifications) -> Vec<Message> {
    let mut notes: Vec<Message> = Vec::new();
    for line in &verified.lines {
        let said = line.payback.as_ref().err().and_then(|why| no_payback(line, why));
        notes.extend(said.filter(|said| !notes.contains(said)));
    }
    notes
}

fn no_payback(line: &Verification, why: &NoPayback) -> Option<Message> {
    let measure = &line.measure;
    let about = |code: &str| Message::new(code).with("measure", Argument::of(&measure.code));
    Some(match why {
        NoPayback::NoSaving => return None,
        _ if !matches!(line.finding, Finding::Proven | Finding::NotYet) => return None,
        NoPayback::ShortYear(days) => {
            let from = measure.end?.next();
            about("measure.no_year")
                .with("days", days.to_string())
                .with("from", Argument::of(&from))
                .with("until", Argument::of(&from.plus_months(12).previous()))
        }
        NoPayback::NoCost => about("measure.no_cost"),
        NoPayback::ByTime => about("measure.no_hours"),
        NoPayback::Since(day) => about("measure.no_whole_blocks").with("from", Argument::of(day)),
        NoPayback::Accounts => about("measure.no_account"),
        NoPayback::Lack(own) => lack(own),
    })
}
