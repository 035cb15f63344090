//! Tasks: owner and deadline, more time in time only, rates that nobody can dress up.

use proptest::prelude::*;

use super::*;
use crate::base::{Day, Decided, Moment, Refuse, Span, Stamp, TaskCode};
use crate::inspections::testing::day;
use crate::inspections::{Clock, DayState, Inspections, Record, Refusal};

/// A book, and the clerk who fills it in: everything is entered on the clerk's day.
#[derive(Clone)]
struct Desk {
    book: Inspections,
    stamp: Stamp,
}

impl Desk {
    fn new() -> Self {
        let stamp = Stamp {
            recorded_at: Moment::end_of(day("2026-01-05")),
            recorded_by: "办事员".to_owned(),
            tag: "test".to_owned(),
            given: 0,
        };
        Self { book: Inspections::default(), stamp }
    }

    fn on(&mut self, date: Day) -> &mut Self {
        self.stamp.recorded_at = Moment::new(date, 9 * 3600).expect("a moment");
        self
    }

    fn today(&self) -> Day {
        self.stamp.recorded_at.day()
    }

    fn take(&mut self, decided: Result<Decided<Vec<Record>>, Refusal>) -> Result<bool, Refusal> {
        match decided? {
            Decided::Already(_) => Ok(false),
            Decided::New(rows) => {
                for row in &rows {
                    self.book.apply(row).expect("what was decided folds");
                }
                Ok(true)
            }
        }
    }

    fn request(&self, code: &str, owner: &str, due: Option<Day>) -> TaskRequest {
        TaskRequest {
            task: task(code),
            year: None,
            section: "规范化建设".to_owned(),
            title: "完善各种台账".to_owned(),
            owner: owner.to_owned(),
            department: "后勤部".to_owned(),
            due,
            date: self.today(),
            person: "办事员".to_owned(),
            note: String::new(),
            supersedes: None,
            today: self.today(),
        }
    }

    fn add(&mut self, code: &str, due: &str) -> Result<bool, Refusal> {
        let request = self.request(code, "库管员", Some(day(due)));
        let decided = add_task(&self.book, &request, &mut self.stamp);
        self.take(decided)
    }

    fn step(
        &mut self,
        code: &str,
        step: TaskStep,
        date: Day,
        person: &str,
    ) -> Result<bool, Refusal> {
        let request = TaskStepRequest {
            task: task(code),
            step,
            date,
            person: Some(person.to_owned()),
            note: "台账已装订".to_owned(),
            evidence: Vec::new(),
            sha256: Vec::new(),
            supersedes: None,
            today: self.today(),
        };
        let decided = step_task(&self.book, &request, &mut self.stamp);
        self.take(decided)
    }

    fn look(&self, as_of: Day) -> Tasks {
        let options = TaskOptions {
            period: Span::parse("2026", as_of).expect("a year"),
            clock: Clock { as_of, state: DayState::Over },
            which: TaskWhich::All,
            owner: None,
            department: None,
            section: None,
        };
        tasks(&self.book, &options)
    }

    fn state(&self, as_of: &str) -> TaskState {
        self.look(day(as_of)).tasks[0].state
    }

    fn code(&self, refused: Result<bool, Refusal>) -> &'static str {
        assert!(self.book.faults().is_empty(), "what was refused is not in the book");
        refused.expect_err("refused").code()
    }
}

fn task(code: &str) -> TaskCode {
    code.parse().expect("a code")
}

#[test]
fn a_task_without_an_owner_or_a_deadline_is_refused() {
    let mut desk = Desk::new();
    for (owner, due, code) in
        [("", Some(day("2026-03-31")), "task.no_owner"), ("库管员", None, "task.no_due")]
    {
        let request = desk.request("T-1", owner, due);
        let refusal = add_task(&desk.book, &request, &mut desk.stamp).expect_err("refused");
        assert_eq!(refusal.code(), code);
    }
    assert_eq!(desk.add("T-1", "2026-03-31"), Ok(true));
    assert_eq!(desk.add("T-1", "2026-03-31"), Ok(false));
    let refused = desk.add("T-1", "2026-04-30");
    assert_eq!(desk.code(refused), "task.taken");
}

#[test]
fn a_task_stands_where_its_day_and_its_deadline_say() {
    let mut desk = Desk::new();
    desk.add("T-1", "2026-03-31").expect("a task");
    desk.on(day("2026-04-10"));
    desk.step("T-1", TaskStep::Progress(60), day("2026-03-20"), "库管员").expect("progress");
    desk.step("T-1", TaskStep::Done, day("2026-04-03"), "库管员").expect("done");
    assert_eq!(desk.state("2026-03-31"), TaskState::Overdue);
    assert_eq!(desk.state("2026-03-30"), TaskState::Open);
    assert_eq!(desk.state("2026-04-02"), TaskState::Overdue);
    assert_eq!(desk.state("2026-04-03"), TaskState::Late);
    let line = &desk.look(day("2026-04-10")).tasks[0];
    assert_eq!((line.days_over(day("2026-04-10")), line.percent), (Some(3), 100));
    assert_eq!(desk.look(day("2026-03-25")).tasks[0].percent, 60);
    // While the due day runs, the task is not overdue.
    let running = Clock { as_of: day("2026-03-31"), state: DayState::Running };
    let options = TaskOptions { clock: running, ..desk.look(day("2026-03-31")).options };
    assert_eq!(tasks(&desk.book, &options).tasks[0].state, TaskState::Open);
    let refused = desk.step("T-1", TaskStep::Progress(90), day("2026-04-05"), "库管员");
    assert_eq!(desk.code(refused), "task.already_done");
    desk.step("T-1", TaskStep::Reopen, day("2026-04-06"), "科长").expect("opened again");
    assert_eq!(desk.state("2026-04-10"), TaskState::Overdue);
}

#[test]
fn more_time_is_approved_by_somebody_else_and_written_down_by_the_deadline() {
    let mut desk = Desk::new();
    desk.add("T-1", "2026-03-31").expect("a task");
    let later = TaskStep::Extend(day("2026-04-30"));
    desk.on(day("2026-03-31"));
    let refused = desk.step("T-1", later, day("2026-03-30"), " 库管员 ");
    assert_eq!(desk.code(refused), "task.self_approved");
    let refused = desk.step("T-1", TaskStep::Extend(day("2026-03-31")), day("2026-03-30"), "科长");
    assert_eq!(desk.code(refused), "task.due_not_later");
    assert_eq!(desk.step("T-1", later, day("2026-03-30"), "科长"), Ok(true));
    assert_eq!(desk.step("T-1", later, day("2026-03-30"), "科长"), Ok(false));
    let line = &desk.look(day("2026-04-15")).tasks[0];
    assert_eq!((line.due, line.original_due), (day("2026-04-30"), day("2026-03-31")));
    assert_eq!(line.state, TaskState::Open);
    // Dated in time, but written down after it: too late.
    desk.on(day("2026-05-01"));
    let refused = desk.step("T-1", TaskStep::Extend(day("2026-06-30")), day("2026-04-30"), "科长");
    assert_eq!(desk.code(refused), "task.due_has_passed");
}

#[test]
fn what_is_cancelled_after_its_deadline_stays_undone() {
    let mut desk = Desk::new();
    desk.add("T-1", "2026-03-31").expect("a task");
    let mut late = desk.clone();
    desk.on(day("2026-03-31"));
    desk.step("T-1", TaskStep::Cancel, day("2026-03-31"), "科长").expect("cancelled");
    assert_eq!(desk.state("2026-04-30"), TaskState::Cancelled);
    assert_eq!(desk.look(day("2026-04-30")).total.required(), 0);
    assert_eq!(desk.look(day("2026-04-30")).total.strict().to_string(), "0.0%");
    late.on(day("2026-04-01"));
    late.step("T-1", TaskStep::Cancel, day("2026-03-31"), "科长").expect("cancelled");
    assert_eq!(late.state("2026-04-30"), TaskState::Dropped);
    assert_eq!(late.look(day("2026-04-30")).total.on_time().to_string(), "0.0%");
    let refused = late.step("T-1", TaskStep::Done, day("2026-04-01"), "库管员");
    assert_eq!(late.code(refused), "task.ended");
}

#[test]
fn a_correction_never_moves_a_deadline_to_a_later_day() {
    let mut desk = Desk::new();
    desk.add("T-1", "2026-03-31").expect("a task");
    let row = desk.look(day("2026-01-05")).tasks[0].row.clone();
    let request = desk.request("T-1", "电工", Some(day("2026-04-01")));
    let request = TaskRequest { supersedes: Some(row), ..request };
    let refusal = add_task(&desk.book, &request, &mut desk.stamp).expect_err("refused");
    assert_eq!(refusal.code(), "task.corrected_later");
    let request = TaskRequest { due: Some(day("2026-03-20")), ..request };
    let decided = add_task(&desk.book, &request, &mut desk.stamp);
    assert_eq!(desk.take(decided), Ok(true));
    let line = &desk.look(day("2026-01-05")).tasks[0];
    assert_eq!((line.owner.as_str(), line.due), ("电工", day("2026-03-20")));
    // Whoever was the owner before the correction does not approve either.
    let later = TaskStep::Extend(day("2026-04-30"));
    let refused = desk.step("T-1", later, day("2026-01-05"), "库管员");
    assert_eq!(desk.code(refused), "task.self_approved");
}

#[test]
fn plans_say_deadlines_in_their_own_words() {
    for (text, date) in [
        ("3月底", "2026-03-31"),
        ("2月", "2026-02-28"),
        ("２月份", "2026-02-28"),
        ("十二月末", "2026-12-31"),
        ("6月30日", "2026-06-30"),
        ("6月15日前", "2026-06-15"),
        ("一季度", "2026-03-31"),
        ("第三季度末", "2026-09-30"),
        ("2 季度", "2026-06-30"),
        ("上半年", "2026-06-30"),
        ("年底前完成", "2026-12-31"),
    ] {
        assert_eq!(deadline(text, 2026), Some(day(date)), "{text}");
    }
    for text in ["3月前", "3月份前", "五季度", "13月", "2月30日", "长期", "", "2026-03-31"]
    {
        assert_eq!(deadline(text, 2026), None, "{text}");
    }
}

/// What happens to one of a few tasks, some days into the year.
#[derive(Debug, Clone)]
struct Happening {
    task: usize,
    day: i64,
    /// How many days before its day it is dated.
    dated_back: i64,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Done,
    Extend(i64),
    Cancel,
    Reopen,
}

const FIRST: &str = "2026-01-05";

fn happening() -> impl Strategy<Value = Happening> {
    let what = prop_oneof![
        4 => Just(What::Done),
        2 => (1_i64..60).prop_map(What::Extend),
        1 => Just(What::Cancel),
        1 => Just(What::Reopen),
    ];
    (0_usize..4, 0_i64..120, 0_i64..20, what).prop_map(|(task, day, dated_back, what)| Happening {
        task,
        day,
        dated_back,
        what,
    })
}

/// Plays what happens, day after day; what the rules refuse does not happen.
fn play(dues: &[i64], happenings: &[Happening]) -> Desk {
    let mut desk = Desk::new();
    let first = day(FIRST);
    for (at, due) in dues.iter().enumerate() {
        let due = first.plus_days(*due).to_string();
        desk.add(&format!("T-{at}"), &due).expect("a task");
    }
    let mut happenings = happenings.to_vec();
    happenings.sort_by_key(|one| one.day);
    for Happening { task, day, dated_back, what } in happenings {
        let today = first.plus_days(day);
        let date = today.plus_days(-dated_back).max(first);
        let step = match what {
            What::Done => TaskStep::Done,
            What::Extend(days) => TaskStep::Extend(today.plus_days(days)),
            What::Cancel => TaskStep::Cancel,
            What::Reopen => TaskStep::Reopen,
        };
        let person = if matches!(what, What::Done) { "库管员" } else { "科长" };
        let _refused = desk.on(today).step(&format!("T-{task}"), step, date, person);
    }
    desk
}

proptest! {
    #[test]
    fn no_task_is_left_out_and_no_rate_is_dressed_up(
        dues in prop::collection::vec(0_i64..90, 4),
        happenings in prop::collection::vec(happening(), 0..12),
        days in 0_i64..120,
        dropped in 0_usize..12,
        late in happening(),
    ) {
        let as_of = day(FIRST).plus_days(days);
        let desk = play(&dues, &happenings);
        prop_assert!(desk.book.faults().is_empty());
        let look = desk.look(as_of);
        let total = look.total;
        prop_assert_eq!(total.all, 4);
        let sum = total.required() + total.open + total.ahead + total.cancelled;
        prop_assert_eq!(sum, total.all, "each task is in exactly one state");
        prop_assert!(total.done <= total.required() && total.kept_at_first <= total.due_at_first);
        let share = |part: u64, whole: u64| (part, whole.max(1));
        let raises = |new: (u64, u64), old: (u64, u64)| new.0 * old.1 > old.0 * new.1;
        // What was finished and is not said: no rate is better for it.
        if let Some(one) = happenings.get(dropped).filter(|one| matches!(one.what, What::Done)) {
            // Nothing else happens to that task, so that only the omission differs: a second entry
            // that the first one keeps out would come in without it.
            let mut less = happenings.clone();
            less.retain(|other| other.task != one.task);
            let mut same = less.clone();
            same.push(one.clone());
            let (with, without) = (play(&dues, &same).look(as_of).total, play(&dues, &less).look(as_of).total);
            prop_assert_eq!(with.required(), without.required());
            prop_assert!(without.done <= with.done && without.kept_at_first <= with.kept_at_first);
        }
        // More time or a cancellation after the deadline, however it is dated, raises no rate.
        if matches!(late.what, What::Extend(_) | What::Cancel) {
            let task = look.tasks.iter().find(|task| task.code.as_str() == format!("T-{}", late.task));
            let today = day(FIRST).plus_days(119);
            let due = task.expect("one of the four").due;
            let mut after = desk.clone();
            let step = match late.what {
                What::Extend(days) => TaskStep::Extend(today.plus_days(days)),
                _ => TaskStep::Cancel,
            };
            let date = today.plus_days(-late.dated_back);
            let _refused = after.on(today).step(&format!("T-{}", late.task), step, date, "科长");
            if desk.look(today).tasks.iter().all(|task| task.due < today) && due < today {
                let (old, new) = (desk.look(today).total, after.look(today).total);
                prop_assert!(!raises(share(new.done, new.required()), share(old.done, old.required())));
                prop_assert!(!raises(
                    share(new.kept_at_first, new.due_at_first),
                    share(old.kept_at_first, old.due_at_first)
                ));
            }
        }
    }
}
