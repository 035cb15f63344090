//! The register of clauses and the matrix over it.

use proptest::prelude::*;

use crate::base::{ClauseCode, Decided, Moment, Ratio, Refuse as _, Span, Stamp};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{
    InspectionRequest, Inspections, Outcome, Record, RuleRequest, add_rule, record,
};

use super::*;

/// A book with weekly rules `R1` and `R2` of `S1` from 2024-01-01, and the chapter `1`.
struct Desk {
    book: Inspections,
    stamp: Stamp,
}

impl Desk {
    fn new() -> Self {
        let recorded_at = Moment::new(day("2024-01-01"), 9 * 3600).expect("a moment");
        let stamp =
            Stamp {
                recorded_at, recorded_by: "办事员".to_owned(), tag: "a".to_owned(), given: 0
            };
        let mut desk = Self { book: Inspections::default(), stamp };
        for code in ["R1", "R2"] {
            let rule = rule(code, "1/week", "2024-01-01");
            let request = RuleRequest { rule, subjects: vec!["S1".parse().expect("a code")] };
            let decided = add_rule(&desk.book, &request, &mut desk.stamp).expect("decided");
            desk.take(decided);
        }
        desk
    }

    fn on(&mut self, today: &str) -> &mut Self {
        self.stamp.recorded_at = Moment::new(day(today), 9 * 3600).expect("a moment");
        self
    }

    fn take(&mut self, decided: Decided<Vec<Record>>) -> usize {
        let Decided::New(rows) = decided else { return 0 };
        for row in &rows {
            self.book.apply(row).expect("what was decided folds");
        }
        rows.len()
    }

    /// Adds a clause; gives how many rows that took.
    fn add(&mut self, code: &str, grounds: &[Ground]) -> usize {
        let request = ClauseRequest {
            clause: clause(code),
            chapter_title: "安全".to_owned(),
            grounds: grounds.to_vec(),
        };
        let decided = add_clause(&self.book, &request, &self.stamp).expect("decided");
        self.take(decided)
    }

    fn rest(&self, code: &str, ground: Ground, dropped: Option<&str>) -> Result<Rows, Error> {
        let request = BasisRequest {
            clause: code.parse().expect("a code"),
            grounds: vec![ground],
            dropped: dropped.map(str::to_owned),
        };
        rest(&self.book, &request, &self.stamp)
    }

    /// What somebody wrote into the file without asking.
    fn by_hand(&mut self, code: &str, ground: Ground) {
        let clause = code.parse().expect("a code");
        let (dropped, recorded_at, recorded_by) = (None, None, String::new());
        let basis = Basis { clause, ground, dropped, recorded_at, recorded_by };
        self.book.apply(&Record::Clause(Box::new(ClauseRow::Basis(basis)))).expect("folds");
    }

    /// Records that a rule was kept on some days, each with a photo.
    fn done(&mut self, code: &str, days: &[&str]) {
        for date in days {
            let request = InspectionRequest {
                rule: code.parse().expect("a code"),
                template: None,
                subject: "S1".parse().expect("a code"),
                date: day(date),
                time: None,
                person: "巡检员甲".to_owned(),
                result: Outcome::Pass,
                score: None,
                evidence: vec![format!("{code}-{date}.jpg")],
                sha256: vec!["00".to_owned()],
                for_slot: None,
                note: String::new(),
                supersedes: None,
                due: None,
                today: day(date),
            };
            self.on(date);
            let decided = record(&self.book, &request, &mut self.stamp).expect("decided");
            self.take(decided);
        }
    }

    fn now(&mut self, file: &str, sum: Option<&str>) {
        let seen = [(file.to_owned(), sum.map(str::to_owned))];
        self.book.saw(seen.into());
    }

    /// The state of each clause in January 2024.
    fn states(&self) -> Vec<(String, ClauseState)> {
        let matrix = self.matrix();
        let state = |line: &ClauseLine| (line.clause.code.to_string(), line.state);
        matrix.clauses.iter().map(state).collect()
    }

    fn matrix(&self) -> Matrix {
        let clocks = at_end_of("2024-01-28");
        let period = Span::parse("2024-01-01..2024-01-28", clocks.as_of).expect("a period");
        matrix(&self.book, period, clocks.into())
    }
}

type Rows = Decided<Vec<Record>>;
type Error = crate::inspections::Refusal;

fn clause(code: &str) -> Clause {
    let title = format!("第 {code} 条");
    let chapter = "1".parse().expect("a code");
    Clause {
        code: code.parse().expect("a code"),
        chapter,
        title,
        title_en: String::new(),
        text: String::new(),
    }
}

fn kept(rule: &str, target: Option<&str>) -> Ground {
    let target = target.map(|target| target.parse().expect("a fraction"));
    Ground::Rule(rule.parse().expect("a code"), target)
}

fn document(file: &str) -> Ground {
    Ground::Document(file.to_owned(), "00".to_owned())
}

fn na(approved_by: &str, on: &str) -> Ground {
    Ground::NotApplicable("没有锅炉".to_owned(), approved_by.to_owned(), day(on))
}

const WEEKS: [&str; 4] = ["2024-01-03", "2024-01-10", "2024-01-17", "2024-01-24"];

#[test]
fn what_rests_on_nothing_is_a_gap_and_all_or_some_that_holds_decides() {
    use ClauseState::{Gap, Met, Partial};

    let mut desk = Desk::new();
    desk.done("R1", &WEEKS);
    desk.done("R2", &WEEKS[..3]);
    desk.add("1.1", &[]);
    desk.add("1.2", &[kept("R1", None)]);
    desk.add("1.3", &[kept("R2", None)]);
    desk.add("1.4", &[kept("R2", Some("0.75"))]);
    desk.add("1.5", &[kept("R1", None), kept("R2", None)]);
    desk.add("1.6", &[]);
    for ground in [
        Ground::Task("T-9".parse().expect("a code")),
        Ground::Indicator("I-9".parse().expect("a code")),
    ] {
        desk.rest("1.6", ground.clone(), None).expect_err("there is none");
        desk.by_hand("1.6", ground);
    }
    desk.add("1.10", &[document("制度.pdf")]);
    let states: Vec<ClauseState> = desk.states().into_iter().map(|(_, state)| state).collect();
    // Three of four reach 75 %, decided exactly; 1.10 comes after 1.6.
    assert_eq!(states, [Gap, Met, Gap, Met, Partial, Gap, Met]);
    let matrix = desk.matrix();
    assert_eq!(matrix.clauses[0].lacks(), [(None, Lack::NotAssessed)]);
    let [(_, Lack::Rate { kept, missed: 1, .. })] = matrix.clauses[2].lacks()[..] else {
        panic!("one rate: {:?}", matrix.clauses[2].lacks());
    };
    assert_eq!(kept.to_string(), "75.0%");
    assert_eq!((matrix.total.met, matrix.total.partial, matrix.total.gap), (3, 1, 3));
    assert_eq!(matrix.total.share().to_string(), "42.8%");
    assert_eq!(matrix.chapters[0].tally, matrix.total);
}

#[test]
fn a_chapter_without_a_clause_is_a_gap_of_its_own() {
    let mut desk = Desk::new();
    let chapter = |code: &str| {
        let (title, title_en) = ("消防".to_owned(), String::new());
        let code = code.parse().expect("a code");
        Record::Clause(Box::new(ClauseRow::Chapter(Chapter { code, title, title_en })))
    };
    for code in ["8", "9"] {
        desk.book.apply(&chapter(code)).expect("a chapter");
    }
    let of = |desk: &Desk| {
        let days = Span::parse("2024-01", day("2024-01-31")).expect("a period");
        matrix(&desk.book, days, at_end_of("2024-01-31").into())
    };
    let empty = of(&desk);
    assert_eq!((empty.total.all(), empty.total.empty, empty.total.gaps()), (0, 2, 2));
    assert_eq!(empty.total.share(), Ratio::counted(0, 2));
    assert!(empty.has_gaps());
    // A clause that holds in another chapter does not hide them, one of their own does.
    desk.add("1.1", &[na("院长", "2024-01-02")]);
    assert_eq!((of(&desk).total.empty, of(&desk).has_gaps()), (2, true));
    let of_chapter = |matrix: &Matrix| {
        matrix.empty_chapters().map(|chapter| chapter.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of_chapter(&of(&desk)), ["8", "9"]);
}

#[test]
fn a_rule_under_which_nothing_came_due_shows_nothing() {
    let mut desk = Desk::new();
    desk.add("1.1", &[kept("R1", None)]);
    let clocks = at_end_of("2024-01-03");
    let period = Span::parse("2024-01-01..2024-01-28", clocks.as_of).expect("a period");
    let matrix = matrix(&desk.book, period, clocks.into());
    assert_eq!(matrix.clauses[0].state, ClauseState::Gap);
    assert!(matches!(matrix.clauses[0].lacks()[..], [(_, Lack::NothingDue)]));
}

#[test]
fn a_clause_is_left_out_for_a_reason_that_another_person_approved() {
    let mut desk = Desk::new();
    desk.add("1.1", &[]);
    let refused = desk.rest("1.1", na("办事员", "2024-01-05"), None).expect_err("by oneself");
    assert_eq!(refused.code(), "clause.self_approved");
    let refused = desk.rest("1.1", na(" ", "2024-01-05"), None).expect_err("by nobody");
    assert_eq!(refused.code(), "clause.empty");
    let decided = desk.rest("1.1", na("院长", "2024-01-05"), None).expect("decided");
    desk.take(decided);
    assert_eq!(desk.states(), [("1.1".to_owned(), ClauseState::NotApplicable)]);
    let matrix = desk.matrix();
    assert_eq!((matrix.total.applicable(), matrix.total.share().to_string()), (0, "—".to_owned()));
    // What does not apply rests on nothing else, and the other way round.
    let refused = desk.rest("1.1", document("a.pdf"), None).expect_err("it does not apply");
    assert_eq!(refused.code(), "clause.applies");
    let decided = desk.rest("1.1", na("", "2024-01-01"), Some("新装了锅炉")).expect("decided");
    desk.take(decided);
    assert_eq!(desk.states(), [("1.1".to_owned(), ClauseState::Gap)]);
    // Before the day of approval it is a gap.
    let decided = desk.rest("1.1", na("院长", "2024-02-05"), None).expect("decided");
    desk.take(decided);
    assert_eq!(desk.states(), [("1.1".to_owned(), ClauseState::Gap)]);
}

#[test]
fn what_was_written_by_hand_against_itself_is_judged_by_what_it_rests_on() {
    let mut desk = Desk::new();
    desk.add("1.1", &[]);
    desk.by_hand("1.1", na("院长", "2024-01-01"));
    desk.by_hand("1.1", document("a.pdf"));
    assert_eq!(desk.states(), [("1.1".to_owned(), ClauseState::Partial)]);
}

#[test]
fn decisions_are_idempotent_and_say_no_with_the_nearest_name() {
    let mut desk = Desk::new();
    assert_eq!(desk.add("1.1", &[document("a.pdf")]), 3);
    assert_eq!(desk.add("1.1", &[document("a.pdf")]), 0);
    let again = desk.rest("1.1", document("a.pdf"), None).expect("decided");
    assert!(matches!(again, Decided::Already(_)));
    // A new edition of the file takes the place of the old one.
    let newer = Ground::Document("a.pdf".to_owned(), "01".to_owned());
    let decided = desk.on("2024-01-02").rest("1.1", newer.clone(), None).expect("decided");
    desk.take(decided);
    let code: ClauseCode = "1.1".parse().expect("a code");
    let grounds = desk.book.clauses.grounds(&code);
    assert_eq!(grounds.iter().map(|basis| &basis.ground).collect::<Vec<_>>(), [&newer]);
    // What was known before stands as it did then.
    let mut before = desk.book.clone();
    before.forget_after(Moment::new(day("2024-01-01"), 10 * 3600).expect("a moment"));
    let grounds = before.clauses.grounds(&code);
    assert_eq!(grounds[0].ground, document("a.pdf"));

    for (refused, code) in [
        (desk.rest("1.2", document("a"), None), "clause.unknown_near"),
        (desk.rest("9", document("a"), None), "clause.unknown"),
        (desk.rest("1.1", kept("R9", None), None), "inspect.unknown_rule_near"),
        (desk.rest("1.1", document("b"), Some("旧")), "clause.not_resting"),
        (desk.rest("1.1", document("a.pdf"), Some(" ")), "clause.empty"),
    ] {
        assert_eq!(refused.expect_err(code).code(), code);
    }
    let other = ClauseRequest {
        clause: Clause { title: "另一句".to_owned(), ..clause("1.1") },
        chapter_title: String::new(),
        grounds: Vec::new(),
    };
    let refused = add_clause(&desk.book, &other, &desk.stamp).expect_err("there already");
    assert_eq!(refused.code(), "clause.twice");
    let nowhere = ClauseRequest {
        clause: Clause { chapter: "ZZ99".parse().expect("a code"), ..clause("7.1") },
        ..other
    };
    let refused = add_clause(&desk.book, &nowhere, &desk.stamp).expect_err("no chapter");
    assert_eq!(refused.code(), "clause.unknown_chapter");
}

#[test]
fn the_folder_of_a_clause_has_the_files_of_the_records_that_count() {
    let mut desk = Desk::new();
    desk.done("R1", &WEEKS[..2]);
    desk.add("1.1", &[kept("R1", None), document("制度.pdf")]);
    desk.add("1.2", &[]);
    desk.now("R1-2024-01-10.jpg", Some("01"));
    let dossier = dossier(&desk.book, desk.matrix());
    let [one, two] = dossier.folders.as_slice() else { panic!("two folders") };
    assert_eq!((one.name.as_str(), two.name.as_str()), ("01-1.1", "02-1.2"));
    let files: Vec<String> =
        one.files.iter().map(|file| format!("{} {}", file.file, file.state.word())).collect();
    let expected = ["R1-2024-01-03.jpg whole", "R1-2024-01-10.jpg changed", "制度.pdf whole"];
    assert_eq!(files, expected);
    assert!(two.files.is_empty());
    let proof = &dossier.matrix.proofs["R1"];
    assert_eq!((proof.records.len(), proof.undone.len()), (2, 3));
}

proptest! {
    /// Which file is broken decides which clauses are not met any more: those that rest on it, by
    /// themselves or by a record of their rule, and no others.
    #[test]
    fn a_broken_file_flips_exactly_the_clauses_that_rest_on_it(
        broken in 0_usize..7,
        gone in any::<bool>(),
    ) {
        let mut desk = Desk::new();
        desk.done("R1", &WEEKS);
        desk.done("R2", &WEEKS[..2]);
        let files = [
            "a.pdf", "b.pdf", "R1-2024-01-03.jpg", "R1-2024-01-24.jpg", "R2-2024-01-10.jpg",
            "R2-2024-01-03.jpg", "nobody.pdf",
        ];
        desk.add("1.1", &[document("a.pdf")]);
        desk.add("1.2", &[document("a.pdf"), document("b.pdf")]);
        desk.add("1.3", &[kept("R1", None)]);
        desk.add("1.4", &[kept("R2", Some("0.5"))]);
        desk.add("1.5", &[kept("R1", None), document("b.pdf")]);
        desk.add("1.6", &[]);
        let rests: [&[usize]; 6] = [&[0], &[0, 1], &[2, 3], &[4, 5], &[2, 3, 1], &[]];
        for file in files {
            desk.now(file, Some("00"));
        }
        let before = desk.states();
        desk.now(files[broken], (!gone).then_some("ff"));
        let after = desk.states();
        for ((before, after), rests) in before.iter().zip(&after).zip(rests) {
            prop_assert_eq!(before != after, rests.contains(&broken), "{}", before.0);
        }
        desk.now(files[broken], Some("00"));
        prop_assert_eq!(desk.states(), before);
    }
}
