//! One asset as one card: what it is and is worth, where it is, what happened to it, and its repairs,
//! duties, certificates and meters.

use super::{Cell, Document, Present, Table, Tone, asset, cover, points};
use crate::assets::Warning;
use crate::base::{Day, Message};
use crate::books::{AssetRepair, AssetStory, RepairSource, UpkeepVerdict};
use crate::inspections::{DutyState, RepairState, SubjectDuty};

/// The columns of a point that few points of a thing fill.
const SELDOM: &[&str] = &[
    "meter.points.multiplier",
    "meter.points.sum",
    "meter.points.parent",
    "meter.points.department",
    "meter.points.place",
    "meter.points.serial",
];

impl Present for AssetStory {
    fn present(&self) -> Document<'_> {
        let mut facts = asset::facts(&self.dossier);
        facts.extend([
            ("asset.card.repairs", Cell::count(self.upkeep.count)),
            ("asset.card.repair_cost", Cell::Money(self.upkeep.total())),
            ("asset.card.repair_share", Cell::maybe(self.share, Cell::rate)),
        ]);
        facts.extend(self.last_repair().map(|day| ("asset.card.last_repair", Cell::Day(day))));
        facts.extend(self.verdict.map(|verdict| ("asset.card.verdict", verdict_cell(verdict))));
        facts.extend([
            ("asset.card.duties", Cell::count(self.duties.len())),
            ("asset.card.certificates", Cell::count(self.certificates.lines.len())),
            ("asset.card.points", Cell::count(self.points.len())),
        ]);
        let mut document =
            Document::new("asset.card").facts(facts).table(asset::history(&self.dossier.events));
        if !self.repairs.is_empty() {
            document = document.table(repairs(&self.repairs));
        }
        if !self.duties.is_empty() {
            document = document.table(duties(&self.duties, self.dossier.as_of));
        }
        if !self.certificates.lines.is_empty() {
            document =
                document.table(cover::lines(&self.certificates).without("certificate.list.holder"));
        }
        if !self.certificates.uncovered.is_empty() {
            let uncovered = cover::uncovered(&self.certificates);
            document = document.table(uncovered.without("certificate.uncovered.holder"));
        }
        if !self.points.is_empty() {
            document = document.table(points::list(&self.points).without_unused(SELDOM));
        }
        let mut notes: Vec<Message> = self.dossier.warnings.iter().map(Warning::message).collect();
        if self.is_bound_though_gone() {
            let tag = self.dossier.card.tag.to_string();
            notes.push(Message::new("asset.bound_though_gone").with("tag", tag));
        }
        document.notes(notes)
    }
}

/// What the repairs of a thing say of it.
pub(super) fn verdict_cell(verdict: UpkeepVerdict) -> Cell {
    let tone = match verdict {
        UpkeepVerdict::Replace => Tone::Bad,
        UpkeepVerdict::Watch => Tone::Warn,
    };
    Cell::verdict(verdict.key(), tone)
}

fn repairs(repairs: &[AssetRepair]) -> Table {
    let columns = [
        "asset.repairs.date",
        "asset.repairs.name",
        "asset.repairs.source",
        "asset.repairs.state",
        "asset.repairs.what",
        "asset.repairs.cost",
        "asset.repairs.parts",
    ];
    let mut table = Table::new("asset.repairs", &columns).named_by(&["asset.repairs.name"]);
    for AssetRepair { date, name, source, state, what, cost, parts } in repairs {
        table.line(vec![
            Cell::Day(*date),
            Cell::text(name),
            Cell::word(source.key()),
            Cell::maybe(state.as_ref(), |state: &RepairState| Cell::word(state.key())),
            Cell::text(what),
            Cell::maybe(*cost, Cell::Money),
            // Only an order has parts.
            Cell::maybe((*source == RepairSource::Order).then_some(*parts), Cell::Money),
        ]);
    }
    table.without_unused(&["asset.repairs.state", "asset.repairs.parts"])
}

fn duties(duties: &[SubjectDuty], as_of: Day) -> Table {
    let columns = [
        "asset.duties.rule",
        "asset.duties.title",
        "asset.duties.severity",
        "asset.duties.last",
        "asset.duties.next",
        "asset.duties.left",
        "asset.duties.state",
        "asset.duties.n_undone",
        "asset.duties.undone_since",
    ];
    let mut table = Table::new("asset.duties", &columns);
    for duty in duties {
        let tone = match duty.state {
            DutyState::Missed | DutyState::Overdue => Tone::Bad,
            DutyState::Today => Tone::Warn,
            DutyState::Ahead => Tone::Good,
            DutyState::Nothing => Tone::Plain,
        };
        table.line(vec![
            Cell::of(&duty.rule),
            Cell::named(&duty.title, &duty.title_en),
            Cell::word(duty.severity.key()),
            Cell::maybe(duty.last, Cell::Day),
            Cell::maybe(duty.next, Cell::Day),
            Cell::maybe(duty.next, |next| Cell::Count(as_of.days_until(next))),
            Cell::verdict(duty.state.key(), tone),
            Cell::maybe((duty.n_undone > 0).then_some(duty.n_undone), Cell::count),
            Cell::maybe(duty.undone_since, Cell::Day),
        ]);
    }
    table.without_unused(&["asset.duties.n_undone", "asset.duties.undone_since"])
}
