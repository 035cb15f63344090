//! CUSUM: the drift of a point month by month, its alarms, and what happened near them.

use super::receipt::Ledger;
use super::usage::open_table;
use super::{Cell, Document, Present, Table, Tone, charts};
use crate::base::{Argument, Decimal, Message};
use crate::books::Nearby;
use crate::meters::{Cusum, CusumAlarm, CusumStep, Drift, Expectation};

const MONTHS: Ledger = Ledger {
    key: "watch.cusum",
    columns: &[
        "watch.cusum.month",
        "watch.cusum.actual",
        "watch.cusum.expected",
        "watch.cusum.saved",
        "watch.cusum.score",
        "watch.cusum.high",
        "watch.cusum.low",
        "watch.cusum.state",
    ],
};

const DRIFTS: Ledger = Ledger {
    key: "watch.drifts",
    columns: &["watch.drifts.drift", "watch.drifts.raised", "watch.drifts.change"],
};

const NEAR: Ledger = Ledger {
    key: "watch.near",
    columns: &[
        "watch.near.day",
        "watch.near.distance",
        "watch.near.kind",
        "watch.near.about",
        "watch.near.what",
        "watch.near.id",
    ],
};

/// The drift of a point, and what the store knows of the days around its change.
pub struct Drifting {
    /// The drift.
    pub cusum: Cusum,
    /// What happened near the change points.
    pub near: Vec<Nearby>,
}

impl Present for Drifting {
    fn present(&self) -> Document<'_> {
        let cusum = &self.cusum;
        let options = &cusum.options;
        let expectation = match &options.expectation {
            Expectation::Given(_) => "watch.expectation.given",
            Expectation::Mean(_) => "watch.expectation.mean",
            Expectation::Model(_) => "watch.expectation.model",
            Expectation::Target(_) => "watch.expectation.target",
        };
        let baseline = match &options.expectation {
            Expectation::Mean(span) => Some(span),
            Expectation::Model(own) => Some(&own.span),
            Expectation::Given(_) | Expectation::Target(_) => None,
        };
        let mut facts = vec![
            ("watch.cusum.point", Cell::of(&options.point)),
            ("watch.cusum.name", Cell::text(&cusum.name)),
            ("watch.cusum.unit", Cell::text(cusum.carrier.unit())),
            ("watch.cusum.period", Cell::of(&options.span)),
            ("watch.cusum.expectation", Cell::word(expectation)),
            ("watch.cusum.baseline", Cell::maybe(baseline, Cell::of)),
            ("watch.cusum.n_baseline", Cell::maybe(cusum.n_baseline, Cell::count)),
        ];
        facts.extend(cusum.form.map(|form| ("watch.cusum.form", Cell::word(form.key()))));
        facts.extend([
            ("watch.cusum.sigma", Cell::Quantity(cusum.sigma)),
            ("watch.cusum.slack", Cell::Quantity(options.policy.slack)),
            ("watch.cusum.limit", Cell::Quantity(options.policy.limit)),
        ]);
        let mut document = Document::new("watch.cusum")
            .facts(facts)
            .chart(charts::saved_so_far(cusum))
            .chart(charts::drift(cusum))
            .table(month_table(cusum));
        if !cusum.alarms.is_empty() {
            document = document.table(drift_table(&cusum.alarms)).table(self.near_table());
        }
        if !cusum.open.is_empty() {
            document = document.table(open_table(&cusum.open));
        }
        document.notes(self.notes())
    }
}

impl Drifting {
    fn notes(&self) -> Vec<Message> {
        let cusum = &self.cusum;
        let mut notes = Vec::new();
        if cusum.n_gaps() > 0 {
            notes.push(Message::new("watch.cusum_gaps").with("months", cusum.n_gaps()));
        }
        if let Some((_, why)) = cusum.lacking.first() {
            let note =
                Message::new("watch.cusum_no_conditions").with("months", cusum.lacking.len());
            notes.push(note.with("why", Argument::key(why.key())));
        }
        for alarm in &cusum.alarms {
            let code = match alarm.drift {
                Drift::Down => "watch.drift_down",
                Drift::Up => "watch.drift_up",
            };
            notes.push(
                Message::new(code)
                    .with("raised", Argument::of(&alarm.raised))
                    .with("change", Argument::of(&alarm.change)),
            );
        }
        if !cusum.alarms.is_empty() && self.near.is_empty() {
            notes.push(Message::new("watch.nothing_near"));
        }
        notes
    }

    fn near_table(&self) -> Table {
        let mut table = NEAR.table().named_by(&["watch.near.id", "watch.near.kind"]);
        for event in &self.near {
            table.line(vec![
                Cell::Day(event.day),
                Cell::Count(event.distance),
                Cell::word(event.kind),
                Cell::text(&event.about),
                Cell::text(&event.what),
                Cell::text(&event.id),
            ]);
        }
        table
    }
}

/// The alarms, a line each.
pub(super) fn drift_table(alarms: &[CusumAlarm]) -> Table {
    let mut table = DRIFTS.table();
    for alarm in alarms {
        let tone = match alarm.drift {
            Drift::Up => Tone::Bad,
            Drift::Down => Tone::Warn,
        };
        table.line(vec![
            Cell::verdict(alarm.drift.key(), tone),
            Cell::of(&alarm.raised),
            Cell::of(&alarm.change),
        ]);
    }
    table
}

fn month_table(cusum: &Cusum) -> Table {
    let mut table = MONTHS.table();
    for month in &cusum.months {
        let step = month.step.as_ref();
        let of = |value: fn(&CusumStep) -> Decimal| {
            Cell::maybe(step, |step| Cell::Quantity(value(step)))
        };
        let limit = cusum.options.policy.limit;
        let state = match step {
            None => Cell::verdict("watch.cusum_state.gap", Tone::Warn),
            Some(step) if step.high > limit => Cell::verdict(Drift::Up.key(), Tone::Bad),
            Some(step) if step.low > limit => Cell::verdict(Drift::Down.key(), Tone::Warn),
            Some(_) => Cell::verdict("watch.cusum_state.usual", Tone::Good),
        };
        table.line(vec![
            Cell::of(&month.span),
            Cell::maybe(month.actual, Cell::Quantity),
            Cell::maybe(month.expected, Cell::Quantity),
            of(|step| step.saved),
            of(|step| step.score),
            of(|step| step.high),
            of(|step| step.low),
            state,
        ]);
    }
    table
}
