//! How the due day and the status came about, step by step.

use crate::base::{Argument, Day, Message, Time, Working, figure};

use crate::inspections::duty::{Reckoning, Rolled};
use crate::inspections::kind::{Granularity, Within};
use crate::inspections::obligation::Obligation;
use crate::inspections::rule::Rule;
use crate::inspections::status::{Clock, DayState, Status, Unit};

/// The steps from what was reckoned with to the status.
pub(super) fn working(
    obligation: &Obligation,
    rule: &Rule,
    reckoning: Option<&Reckoning>,
    clock: Clock,
) -> Working {
    let mut working = Working::new(figure("inspect.explain.status", obligation.name().to_string()));
    let source = format!("{} v{}", rule.id, rule.version);
    if let Some(reckoning) = reckoning {
        let mut steps = Steps { working: &mut working, source: &source };
        steps.reckon(reckoning);
    }
    let unit = &obligation.unit;
    if rule.grace > 0 {
        let end = unit.due.plus_days(i64::from(rule.grace));
        let formula = format!("{} + {}d", unit.due, rule.grace);
        working.step(Message::new("inspect.step.grace"), formula, end.to_string(), &source);
    }
    let status =
        Message::new("inspect.step.status").with("status", Argument::key(unit.status.key()));
    working.step(status, comparison(unit, rule, clock), "", "");
    working
}

struct Steps<'w> {
    working: &'w mut Working,
    source: &'w str,
}

impl Steps<'_> {
    fn add(&mut self, what: Message, formula: impl Into<String>, result: impl Into<String>) {
        self.working.step(what, formula, result, self.source);
    }

    fn roll(&mut self, rolled: Rolled) {
        if rolled.due != rolled.plain {
            let what = Message::new("inspect.step.rolled");
            self.working.step(what, rolled.plain.to_string(), rolled.due.to_string(), "");
        }
    }

    fn reckon(&mut self, reckoning: &Reckoning) {
        match reckoning {
            Reckoning::Slot { .. } => self.slot(reckoning),
            Reckoning::Gap { from, allowed, stopped, excused, back_after, due } => {
                self.add(Message::new("inspect.step.gap_from"), "", from.to_string());
                if let Some(days) = back_after {
                    let what = Message::new("inspect.step.gap_back").with("days", *days);
                    self.add(what, "", due.plain.to_string());
                } else {
                    let more = [stopped, excused].into_iter().filter(|days| **days > 0);
                    let formula = more.fold(format!("{from} + {allowed}d"), |sum, days| {
                        format!("{sum} + {days}d")
                    });
                    let what = Message::new("inspect.step.gap")
                        .with("stopped", stopped.to_string())
                        .with("excused", excused.to_string());
                    self.add(what, formula, due.plain.to_string());
                }
                self.roll(*due);
            }
            Reckoning::GapExcused { from, allowed, due } => {
                let formula = format!("{from} + {allowed}d");
                self.add(Message::new("inspect.step.gap_excused"), formula, due.to_string());
            }
            Reckoning::Anchored { anchor, months, granularity, opens, due } => {
                self.add(Message::new("inspect.step.anchor"), "", anchor.to_string());
                let key = match granularity {
                    Granularity::Day => "inspect.step.anchored",
                    Granularity::Month => "inspect.step.anchored_month",
                };
                let formula = format!("{anchor} + {months}m");
                self.add(Message::new(key), formula, due.plain.to_string());
                self.roll(*due);
                self.add(Message::new("inspect.step.opens"), "", opens.to_string());
            }
            Reckoning::Return { left, back, stopped } => {
                let formula = format!("{left} .. {back} > {stopped}d");
                self.add(Message::new("inspect.step.return"), formula, back.to_string());
            }
            Reckoning::Shift { day, shift, is_asked } => {
                let what = Message::new("inspect.step.shift").with("shift", &shift.name);
                let hours =
                    format!("{} {}-{}", day, clock(shift.from), clock(shift.from + shift.length));
                self.add(what, hours, shift.ends_on(*day).to_string());
                if !is_asked {
                    self.add(Message::new("inspect.step.not_worked"), day.to_string(), "");
                }
            }
            Reckoning::Dwell { .. } => self.dwell(reckoning),
            Reckoning::Cover { day, certificate, cover } => {
                let what = Message::new("inspect.step.cover")
                    .with("certificate", certificate)
                    .with("cover", Argument::key(cover.key()));
                self.add(what, "", day.to_string());
            }
            Reckoning::Event { happened: (day, time), within, due, due_at } => {
                let begun = moment(*day, *time);
                self.add(Message::new("inspect.step.event"), "", begun.clone());
                let length = match within {
                    Within::Days(days) => format!("{days}d"),
                    Within::Minutes(minutes) => format!("{minutes}min"),
                };
                let end = moment(due.plain, *due_at);
                self.add(Message::new("inspect.step.within"), format!("{begun} + {length}"), end);
                self.roll(*due);
            }
        }
    }

    fn slot(&mut self, reckoning: &Reckoning) {
        let Reckoning::Slot { slot, times, in_service, workdays, required, excused, left, due } =
            reckoning
        else {
            return;
        };
        let length = slot.days();
        let what = Message::new("inspect.step.slot").with("slot", slot.to_string());
        self.add(what, "", format!("{in_service}/{length}"));
        if let Some((worked, least)) = workdays {
            let what = Message::new("inspect.step.workdays").with("least", *least);
            self.add(what, "", worked.to_string());
        }
        let share = |days: i64| format!("(2×{times}×{days} + {length}) ÷ (2×{length})");
        self.add(Message::new("inspect.step.share"), share(*in_service), required.to_string());
        if *excused > 0 {
            let what = Message::new("inspect.step.excused").with("days", excused.to_string());
            self.add(what, share(in_service - excused), left.to_string());
        }
        if let Some(due) = due {
            self.add(Message::new("inspect.step.slot_due"), "", due.plain.to_string());
            self.roll(*due);
        }
    }

    fn dwell(&mut self, reckoning: &Reckoning) {
        let Reckoning::Dwell { opened: (day, time), least, most, closed, amount, asked } =
            reckoning
        else {
            return;
        };
        let opened = moment(*day, Some(*time));
        self.add(Message::new("inspect.step.opened"), "", opened.clone());
        for (key, limit) in [("inspect.step.least", least), ("inspect.step.most", most)] {
            if let Some(limit) = limit {
                let end = later(*day, *time, *limit);
                let formula = format!("{opened} + {}", hours(i64::from(*limit)));
                self.add(Message::new(key), formula, end);
            }
        }
        if let Some((day, time, lay)) = closed {
            let formula = format!("{} − {opened}", moment(*day, Some(*time)));
            self.add(Message::new("inspect.step.lay"), formula, hours(*lay));
        }
        let there = amount.as_ref().map(ToString::to_string).unwrap_or_default();
        let (least, most) = asked;
        for (key, limit) in [("inspect.step.amount_min", least), ("inspect.step.amount_max", most)]
        {
            if let Some(limit) = limit {
                self.add(Message::new(key), limit.to_string(), there.clone());
            }
        }
    }
}

/// What the status was told by: the day it was done, or the day that is asked about, held against
/// the due day and the end of the days of grace.
fn comparison(unit: &Unit, rule: &Rule, clock: Clock) -> String {
    let due = moment(unit.due, unit.due_at);
    let end = unit.due.plus_days(i64::from(rule.grace));
    let now = match clock.state {
        DayState::At(time) if unit.due_at.is_some() => moment(clock.as_of, Some(time)),
        _ => clock.as_of.to_string(),
    };
    // What was taken away too early or too late is missed whatever the hour that is asked about.
    if let (Status::Missed, Some(minutes)) = (unit.status, unit.minutes_off) {
        return format!("{minutes}min > 0");
    }
    let done = unit.by.as_ref().map(|proof| proof.date.to_string()).unwrap_or_default();
    match unit.status {
        Status::Complied => format!("{done} ≤ {due}"),
        Status::Late => format!("{due} < {done} ≤ {end}"),
        Status::Overdue => format!("{due} < {now} ≤ {end}"),
        Status::Missed => format!("{} < {now}", if rule.grace > 0 { end.to_string() } else { due }),
        Status::NotYetDue => format!("{now} ≤ {due}"),
        Status::Excused | Status::NotApplicable => String::new(),
    }
}

fn moment(day: Day, time: Option<Time>) -> String {
    time.map_or_else(|| day.to_string(), |time| format!("{day} {time}"))
}

/// A moment so many minutes later.
fn later(day: Day, time: Time, minutes: u32) -> String {
    let all = u32::from(time.minutes()) + minutes;
    format!("{} {}", day.plus_days(i64::from(all / (24 * 60))), clock(all % (24 * 60)))
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

fn hours(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}
