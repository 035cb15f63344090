//! Figures of the repair orders.

use crate::base::Message;
use crate::inspections::{RepairLine, RepairState, Timing};

use super::figure::Found;
use super::{FigureName, FigureRow, Figures};

impl Figures<'_> {
    pub(super) fn of_repairs(&self, name: FigureName) -> Found {
        if self.repairs().is_empty() {
            return Found::lacking(Message::new("annual.no_repairs"));
        }
        let standing =
            || self.repairs().iter().filter(|line| line.repair.state != RepairState::Cancelled);
        let reported = || standing().filter(|line| self.counts(line.repair.reported.date));
        let row = |line: &RepairLine| {
            let repair = &line.repair;
            let what = format!("{} {}", repair.subject, repair.reported.note);
            FigureRow::one(Some(repair.reported.date), repair.name(), what.trim())
        };
        let done = || {
            standing().filter_map(|line| {
                let done = line.repair.completed.as_ref()?;
                self.counts(done.date)
                    .then(|| (line, FigureRow { date: Some(done.date), ..row(line) }))
            })
        };
        let timed = |of: fn(&RepairLine) -> Timing| {
            let judged = reported().filter_map(|line| {
                let kept = match of(line) {
                    Timing::InTime => true,
                    Timing::Late | Timing::Undone => false,
                    Timing::Ahead | Timing::Pending | Timing::Withdrawn => return None,
                };
                Some(row(line).kept(kept))
            });
            judged.collect()
        };
        Found::rows(match name {
            FigureName::RepairsDone => done().map(|(_, row)| row).collect(),
            FigureName::RepairsCost => {
                done().map(|(line, row)| FigureRow { part: line.total().yuan(), ..row }).collect()
            }
            FigureName::RepairsOnTime => timed(|line| line.completion),
            FigureName::RepairsAnswered => timed(|line| line.response),
            FigureName::RepairsAgain => {
                reported().filter(|line| line.repeats.is_some()).map(row).collect()
            }
            _ => reported().map(row).collect(),
        })
    }
}
