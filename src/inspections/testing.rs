//! The small notation that inspection fixtures are written in: one fact a line.
//!
//! ```text
//! every 2/week        grace 3        spacing 2        from 2024-01-01     require passed
//! service 2024-01-17..2024-03-31     anchor 2024-01-01                    stopped 20
//! done 2024-01-02 2024-01-05T09:10 2024-06-05@2024-07-20        fail 2024-01-09
//! set early=2m granularity=month     days-off 2024-02-12         days-worked 2024-02-18
//! certificate 2023-01-01..2024-03-31 duty 2024-04-02             event 2024-05-06
//! batch 2024-07-01T17:30..2024-07-03T17:30 130 g
//! excused 2024-02-01..2024-02-29 approved 2024-02-20
//! ```
//! A record is entered on its day, unless `@` says when.

use proptest::prelude::ProptestConfig;

use crate::base::{Clocks, Day, Moment, RecordId, RuleCode, Span, Time};

use crate::org::{self, CalendarDay, Certificate, DayKind};

use super::{
    Amount, Batch, BatchEvent, BatchKind, Calendar, Confidence, Excusal, Facts, Inspection, Kind,
    Level, MaxGap, Outcome, Period, Require, Rule, ServicePeriod, Severity, Standing, Topic,
    evaluate,
};

/// How many duties a law is tried on: twenty thousand in a release run, else as many as
/// `PROPTEST_CASES` says.
pub(super) fn cases() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if cfg!(debug_assertions) { config.cases } else { 20_000 };
    ProptestConfig { cases, ..config }
}

/// Reads a day.
pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// The end of a day as a moment of recording.
pub(super) fn evening(day: Day) -> Moment {
    Moment::new(day, 18 * 3600).expect("a moment")
}

/// The clocks at the end of a day, with what was known by then.
pub(super) fn at_end_of(as_of: &str) -> Clocks {
    Clocks { as_of: day(as_of), known_by: Moment::end_of(day(as_of)) }
}

/// A plain rule of the hospital.
pub(super) fn rule(id: &str, every: &str, from: &str) -> Rule {
    Rule {
        id: RuleCode::parse(id).expect("a code"),
        version: 1,
        title: format!("{id} 巡检"),
        title_en: String::new(),
        topic: Topic::Other,
        matter: None,
        valid_from: day(from),
        valid_to: None,
        level: Level::Hospital,
        source: String::new(),
        article: String::new(),
        confidence: Confidence::Own,
        keep: None,
        keep_source: String::new(),
        note: String::new(),
        note_en: String::new(),
        kind: Kind::parse(every).expect("how often"),
        grace: 0,
        require: Require::Performed,
        evidence_min: 0,
        severity: Severity::Major,
        excusable: true,
        late_entry_hours: Rule::LATE_ENTRY_HOURS,
        target: None,
        anchor: None,
        rectify_days: None,
        calendar: Calendar::EveryDay,
        min_workdays: None,
        weight: None,
        owner: String::new(),
        recorded_at: None,
    }
}

/// A record of a rule and the subject `S1`, entered in the evening of a day.
pub(super) fn inspection(rule: &Rule, number: usize, date: Day, entered: Day) -> Inspection {
    Inspection {
        id: RecordId::parse(&format!("C{number:04}")).expect("an id"),
        rule: rule.id.clone(),
        template: None,
        subject: "S1".parse().expect("a code"),
        date,
        time: None,
        person: "巡检员甲".into(),
        result: Outcome::Pass,
        score: None,
        evidence: Vec::new(),
        sha256: Vec::new(),
        for_slot: None,
        note: String::new(),
        supersedes: None,
        recorded_at: evening(entered),
        recorded_by: "办事员".into(),
    }
}

/// One duty as plain data.
#[derive(Debug, Clone)]
pub(super) struct Fixture {
    pub(super) versions: Vec<Rule>,
    pub(super) service: Vec<ServicePeriod>,
    pub(super) records: Vec<Inspection>,
    pub(super) excusals: Vec<Excusal>,
    pub(super) certificates: Vec<Certificate>,
    pub(super) batches: Vec<BatchEvent>,
    pub(super) roster: Vec<Day>,
    pub(super) events: Vec<Inspection>,
    pub(super) calendar: org::Calendar,
}

impl Fixture {
    /// Reads the notation; several facts may share a line, separated by `;`.
    pub(super) fn read(text: &str) -> Self {
        let mut fixture = Self {
            versions: vec![rule("R1", "1/month", "2024-01-01")],
            service: Vec::new(),
            records: Vec::new(),
            excusals: Vec::new(),
            certificates: Vec::new(),
            batches: Vec::new(),
            roster: Vec::new(),
            events: Vec::new(),
            calendar: org::Calendar::default(),
        };
        for fact in text.lines().flat_map(|line| line.split(';')).map(str::trim) {
            if !fact.is_empty() {
                let (word, rest) = fact.split_once(' ').expect("a word and its value");
                fixture.add(word, rest.trim());
            }
        }
        if fixture.service.is_empty() {
            let from = fixture.versions[0].valid_from;
            fixture.service.push(ServicePeriod { from, to: None });
        }
        fixture
    }

    /// The last version of the rule.
    pub(super) fn rule(&mut self) -> &mut Rule {
        self.versions.last_mut().expect("a version")
    }

    fn add(&mut self, word: &str, rest: &str) {
        match word {
            "every" => self.rule().kind = Kind::parse(rest).expect("how often"),
            "from" => self.rule().valid_from = day(rest),
            "grace" => self.rule().grace = rest.parse().expect("a number"),
            "anchor" => self.rule().anchor = Some(day(rest)),
            "require" => self.rule().require = Require::parse(rest).expect("a word"),
            "evidence" => self.rule().evidence_min = rest.parse().expect("a number"),
            "excusable" => self.rule().excusable = rest == "yes",
            "spacing" => {
                if let Kind::Period(Period { spacing, .. }) = &mut self.rule().kind {
                    *spacing = rest.parse().expect("a number");
                }
            }
            "stopped" => {
                if let Kind::MaxGap(MaxGap { stopped, .. }) = &mut self.rule().kind {
                    *stopped = Some(rest.parse().expect("a number"));
                }
            }
            "then" => {
                let (from, every) = rest.split_once(' ').expect("a day and how often");
                let mut next = self.rule().clone();
                next.version += 1;
                next.valid_from = day(from);
                next.kind = Kind::parse(every).expect("how often");
                self.versions.push(next);
            }
            "service" => {
                let (from, to) = rest.split_once("..").expect("two days");
                let to = (!to.is_empty()).then(|| day(to));
                self.service.push(ServicePeriod { from: day(from), to });
            }
            "set" => self.rule().set_each(rest.split_whitespace()).expect("a key and its value"),
            "days-off" => self.add_days(rest, DayKind::Off),
            "days-worked" => self.add_days(rest, DayKind::Work),
            "duty" => self.roster.extend(rest.split_whitespace().map(day)),
            "certificate" => self.add_certificate(rest),
            "batch" => self.add_batch(rest),
            "event" => {
                for text in rest.split_whitespace() {
                    let number = 9000 + self.events.len();
                    let row = self.record(number, text, Outcome::Pass);
                    self.events.push(row);
                }
            }
            "done" => self.add_records(rest, Outcome::Pass),
            "fail" => self.add_records(rest, Outcome::Fail),
            "na" => self.add_records(rest, Outcome::Na),
            "excused" => {
                let (days, date) = rest.split_once(" approved ").expect("when approved");
                self.add_excusal(Span::parse(days, day("2024-01-01")).expect("days"), day(date));
            }
            _ => panic!("no fact {word}"),
        }
    }

    fn add_records(&mut self, days: &str, result: Outcome) {
        for text in days.split_whitespace() {
            let number = self.records.len() + 1;
            let record = self.record(number, text, result);
            self.records.push(record);
        }
    }

    fn record(&mut self, number: usize, text: &str, result: Outcome) -> Inspection {
        let (text, for_slot) = match text.split_once('>') {
            Some((text, slot)) => (text, Some(day(slot))),
            None => (text, None),
        };
        let (done, entered) = match text.split_once('@') {
            Some((done, entered)) => (done, Some(day(entered))),
            None => (text, None),
        };
        let (date, time) = match done.split_once('T') {
            Some((date, time)) => (day(date), Some(Time::parse(time).expect("a time"))),
            None => (day(done), None),
        };
        let record = inspection(self.rule(), number, date, entered.unwrap_or(date));
        Inspection { time, result, for_slot, ..record }
    }

    fn add_days(&mut self, days: &str, kind: DayKind) {
        for date in days.split_whitespace().map(day) {
            self.calendar.apply(&CalendarDay {
                date,
                kind,
                name: "春节".to_owned(),
                recorded_at: None,
            });
        }
    }

    fn add_certificate(&mut self, text: &str) {
        let (days, entered) = text.split_once('@').unwrap_or((text, ""));
        let (from, to) = days.split_once("..").expect("two days");
        let from = day(from);
        let number = self.certificates.len() + 1;
        self.certificates.push(Certificate {
            id: RecordId::parse(&format!("L{number:04}")).expect("an id"),
            holder: "S1".parse().expect("a code"),
            kind: "上岗证".to_owned(),
            number: format!("{number}"),
            from,
            to: (!to.is_empty()).then(|| day(to)),
            issuer: String::new(),
            note: String::new(),
            supersedes: None,
            recorded_at: evening(if entered.is_empty() { from } else { day(entered) }),
            recorded_by: "办事员".to_owned(),
        });
    }

    /// `2024-07-01T17:30..2024-07-03T17:30 130 g`; without an end it is still there.
    fn add_batch(&mut self, text: &str) {
        let (times, amount) = text.split_once(' ').unwrap_or((text, ""));
        let (opened, closed) = times.split_once("..").expect("two moments");
        let number = self.batches.len() + 1;
        let batch = RecordId::parse(&format!("B{number:04}")).expect("an id");
        let row = |kind, moment: &str, id: RecordId| {
            let (date, time) = moment.split_once('T').expect("a day and a time");
            let date = day(date);
            BatchEvent {
                id,
                batch: batch.clone(),
                kind,
                rule: self.versions[0].id.clone(),
                subject: "S1".parse().expect("a code"),
                date,
                time: Time::parse(time).expect("a time"),
                amount: Amount::parse(amount),
                person: "巡检员甲".to_owned(),
                note: String::new(),
                supersedes: None,
                recorded_at: evening(date),
                recorded_by: "办事员".to_owned(),
            }
        };
        let mut rows = vec![row(BatchKind::Open, opened, batch.clone())];
        if !closed.is_empty() {
            let id = RecordId::parse(&format!("E{number:04}")).expect("an id");
            rows.push(row(BatchKind::Close, closed, id));
        }
        self.batches.extend(rows);
    }

    fn add_excusal(&mut self, days: Span, date: Day) {
        let rule = self.rule().id.clone();
        self.excusals.push(Excusal {
            id: RecordId::parse(&format!("X{:04}", self.excusals.len() + 1)).expect("an id"),
            date,
            rule,
            subject: "S1".parse().expect("a code"),
            days,
            reason: "停电".to_owned(),
            person: "巡检员甲".to_owned(),
            approved_by: "科长".to_owned(),
            supersedes: None,
            recorded_at: evening(date),
            recorded_by: "办事员".to_owned(),
        });
    }

    /// Where the duty stands.
    pub(super) fn judge(&self, clocks: Clocks) -> Standing {
        let known_by = clocks.known_by;
        let records = self.records.iter().filter(|row| row.recorded_at <= known_by);
        let excusals = self.excusals.iter().filter(|row| row.recorded_at <= known_by);
        let certificates = self.certificates.iter().filter(|row| row.recorded_at <= known_by);
        let batches = self.batches.iter().filter(|row| row.recorded_at <= known_by);
        let events = self.events.iter().filter(|row| row.recorded_at <= known_by);
        let facts = Facts {
            service: self.service.clone(),
            records: super::record::standing(records),
            excusals: super::record::standing(excusals),
            certificates: super::record::standing(certificates),
            batches: Batch::fold(super::record::standing(batches)),
            roster: self.roster.clone(),
            events: super::record::standing(events),
            ..Facts::of(&self.versions, &self.calendar)
        };
        evaluate(&facts, clocks.into(), clocks.as_of)
    }
}
