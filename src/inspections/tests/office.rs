//! A clerk's desk: a book, the stamp of its next row, and requests to try on it.

use crate::base::{Clocks, Day, Decided, Moment, RecordId, Refuse, Span, Stamp};
use crate::inspections::testing::day;
use crate::inspections::{
    Clock, Compliance, DayState, DueOptions, ExcusalRequest, InspectionRequest, Inspections,
    ListOptions, OpenRequest, Outcome, Record, Refusal, Rule, RuleRequest, Severity, Step,
    StepRequest, add_rule, compliance, due, open, record, step,
};

use crate::inspections::testing::rule;

/// A book and the stamp of its next row.
#[derive(Clone)]
pub(super) struct Office {
    pub(super) book: Inspections,
    pub(super) stamp: Stamp,
    pub(super) rows: Vec<Record>,
}

impl Office {
    pub(super) fn new() -> Self {
        let stamp = Stamp {
            recorded_at: Moment::new(day("2024-01-01"), 9 * 3600).expect("a moment"),
            recorded_by: "办事员".to_owned(),
            tag: "a".to_owned(),
            given: 0,
        };
        Self { book: Inspections::default(), stamp, rows: Vec::new() }
    }

    /// An office with one rule that binds `S1` from 2024-01-01.
    pub(super) fn with(rule: Rule) -> Self {
        let mut office = Self::new();
        let request = RuleRequest { rule, subjects: vec!["S1".parse().expect("a code")] };
        let rows = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
        office.take(rows);
        office
    }

    pub(super) fn at(&mut self, today: &str) -> &mut Self {
        self.stamp.recorded_at = Moment::new(day(today), 9 * 3600).expect("a moment");
        self
    }

    /// The day on which the next row is recorded.
    pub(super) fn today(&self) -> Day {
        self.stamp.recorded_at.day()
    }

    pub(super) fn take(&mut self, decided: Decided<Vec<Record>>) -> Vec<Record> {
        match decided {
            Decided::Already(_) => Vec::new(),
            Decided::New(rows) => {
                for row in &rows {
                    self.book.apply(row).expect("what was decided folds");
                }
                self.rows.extend(rows.clone());
                rows
            }
        }
    }

    pub(super) fn record(&mut self, request: &InspectionRequest) -> Result<Vec<Record>, Refusal> {
        let request = InspectionRequest { today: self.today(), ..request.clone() };
        let decided = record(&self.book, &request, &mut self.stamp)?;
        Ok(self.take(decided))
    }

    /// Records a pass of `S1` on each day, entered on that day.
    pub(super) fn done(&mut self, days: &[&str]) -> &mut Self {
        for date in days {
            self.at(date).record(&request("R1", date)).expect("recorded");
        }
        self
    }

    pub(super) fn step(&mut self, request: &StepRequest) -> Result<Vec<Record>, Refusal> {
        let request = StepRequest { today: self.today(), ..request.clone() };
        let decided = step(&self.book, &request, &mut self.stamp)?;
        Ok(self.take(decided))
    }

    pub(super) fn report(&self, period: &str, clocks: Clocks) -> Compliance {
        let period = Span::parse(period, clocks.as_of).expect("a period");
        let options =
            ListOptions { period, clock: clocks.into(), rule: None, subject: None, site: None };
        let mut book = self.book.clone();
        book.forget_after(clocks.known_by);
        compliance(&book, &options)
    }
}

pub(super) fn request(rule: &str, date: &str) -> InspectionRequest {
    InspectionRequest {
        rule: rule.parse().expect("a code"),
        template: None,
        subject: "S1".parse().expect("a code"),
        date: day(date),
        time: None,
        person: "巡检员甲".to_owned(),
        result: Outcome::Pass,
        score: None,
        evidence: Vec::new(),
        sha256: Vec::new(),
        for_slot: None,
        note: String::new(),
        supersedes: None,
        due: None,
        today: day(date),
    }
}

pub(super) fn code(result: Result<Vec<Record>, Refusal>) -> &'static str {
    result.expect_err("refused").code()
}

pub(super) fn weekly() -> Office {
    Office::with(rule("R1", "1/week", "2024-01-01"))
}

pub(super) fn opened(office: &mut Office) -> RecordId {
    let request = OpenRequest {
        subject: "S1".parse().expect("a code"),
        rule: None,
        date: day("2024-03-01"),
        severity: Severity::Major,
        due: Some(day("2024-03-08")),
        source: None,
        department: None,
        owner: String::new(),
        person: "巡检员甲".to_owned(),
        note: "水管漏水".to_owned(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        today: office.today(),
    };
    let decided = open(&office.book, &request, &mut office.stamp).expect("decided");
    let rows = office.take(decided);
    let again = open(&office.book, &request, &mut office.stamp).expect("decided");
    assert!(matches!(again, Decided::Already(_)));
    let [Record::Finding(event)] = rows.as_slice() else { panic!("one event") };
    event.finding.clone()
}

pub(super) fn a_step(finding: &RecordId, step: Step, date: &str, person: &str) -> StepRequest {
    StepRequest {
        finding: finding.clone(),
        step,
        date: day(date),
        person: person.to_owned(),
        note: "换了阀门".to_owned(),
        department: None,
        owner: String::new(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        today: day(date),
    }
}

pub(super) fn excusal(approved_by: &str, approved_on: &str) -> ExcusalRequest {
    ExcusalRequest {
        rule: "R1".parse().expect("a code"),
        subject: "S1".parse().expect("a code"),
        days: Span::parse("2024-02", day("2024-02-01")).expect("a month"),
        reason: "停电检修".to_owned(),
        person: "巡检员甲".to_owned(),
        approved_by: approved_by.to_owned(),
        approved_on: day(approved_on),
        supersedes: None,
        today: day("2024-03-06"),
    }
}

/// A day while it runs.
pub(super) fn running(today: &str) -> Clock {
    Clock { as_of: day(today), state: DayState::Running }
}

pub(super) fn due_of(office: &Office, today: &str, within: u32) -> Vec<String> {
    let since = day(today).plus_days(-31);
    let result = due(
        &office.book,
        &DueOptions { clock: running(today), within, since, topic: None, site: None },
    );
    let lines = result.lines.iter().map(|line| {
        format!("{} {} {} x{}", line.urgency.word(), line.rule, line.due, line.n_units)
    });
    let findings =
        result.findings.iter().map(|one| format!("{} finding {}", one.urgency.word(), one.due));
    lines.chain(findings).collect()
}
