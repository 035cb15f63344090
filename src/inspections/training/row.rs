//! A row of the attendance ledger: one person, one training or drill.

use crate::base::{Day, Decimal, Moment, RecordId, RuleCode, StaffCode};
use crate::inspections::word::words;
use crate::inspections::{Done, Inspections, Outcome, Require, Rule};

words! {
    /// Whether somebody was there.
    Presence {
        /// Took part (到场).
        Present = "present", "training.present";
        /// Did not, for a reason that was given (缺席): still missed.
        Absent = "absent", "training.absent";
    }
}

/// Somebody was at a training or drill, or was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Its number.
    pub id: RecordId,
    /// The rule that asks for the training.
    pub rule: RuleCode,
    /// The day of the training.
    pub date: Day,
    /// The person, by the code of the staff register.
    pub person: StaffCode,
    /// Whether the person was there.
    pub presence: Presence,
    /// How many hours it took, where that is known.
    pub hours: Option<Decimal>,
    /// What an examination came to, where there was one.
    pub result: Option<Outcome>,
    /// Its score, where one was given.
    pub score: Option<Decimal>,
    /// Why the person was not there.
    pub reason: String,
    /// The pieces of evidence, the sheet that was signed among them, as paths below the store's
    /// root.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// The record that says that the training took place, where it was named.
    pub record: Option<RecordId>,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Attendance {
    /// Whether it is what its rule asks of a person: to have been there, or to have passed.
    pub fn meets(&self, rule: &Rule) -> bool {
        self.presence == Presence::Present
            && match rule.require {
                Require::Performed => true,
                Require::Passed => self.result == Some(Outcome::Pass),
            }
    }

    /// Whether it was entered more hours after the training than its rule allows.
    fn is_late(&self, rule: &Rule) -> bool {
        let done = Done {
            date: self.date,
            time: None,
            recorded_at: self.recorded_at,
            for_slot: None,
            result: Outcome::Pass,
            evidence: None,
        };
        done.is_backfill(rule.late_entry_hours)
    }

    fn is_about(&self, other: &Self) -> bool {
        (&self.rule, self.date, &self.person) == (&other.rule, other.date, &other.person)
    }
}

impl Inspections {
    /// All rows of the attendance ledger, superseded ones too, by their number.
    pub fn attendance_rows(&self) -> impl Iterator<Item = &Attendance> + Clone {
        self.attendance.values()
    }

    /// The rows that stand of a training.
    pub(super) fn attendance_on<'b>(
        &'b self,
        rule: &RuleCode,
        date: Day,
    ) -> impl Iterator<Item = &'b Attendance> {
        let ids = self.attended.get(&(rule.clone(), date)).into_iter().flatten();
        ids.filter(|id| self.replaced_by(id).is_none()).filter_map(|id| self.attendance.get(id))
    }

    /// The rows that stand of the trainings of a rule.
    pub(super) fn attendance_of<'b>(
        &'b self,
        rule: &RuleCode,
    ) -> impl Iterator<Item = &'b Attendance> {
        let days = (rule.clone(), Day::FIRST)..=(rule.clone(), Day::LAST);
        let ids = self.attended.range(days).flat_map(|(_, ids)| ids);
        ids.filter(|id| self.replaced_by(id).is_none()).filter_map(|id| self.attendance.get(id))
    }

    /// Whether a row was entered too long after the training.
    ///
    /// A correction was entered when what it corrects was, as long as that said already that the
    /// same person met what the rule asks.
    pub(super) fn is_late_attendance(&self, row: &Attendance, rule: &Rule) -> bool {
        let before = |row: &&Attendance| {
            let old = self.attendance.get(row.supersedes.as_ref()?)?;
            (old.is_about(row) && old.meets(rule)).then_some(old)
        };
        // A chain that bites its own tail ends with the number of rows.
        let chain = std::iter::successors(Some(row), before).take(self.attendance.len());
        chain.into_iter().all(|row| row.is_late(rule))
    }
}
