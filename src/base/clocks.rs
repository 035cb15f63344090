//! The two clocks: what was true when, and what was known when.
//!
//! What was true is asked of a domain, as a day among its arguments. What was known is not: the
//! books forget the rows recorded later, and every figure is a function of what is left. So a
//! report printed again with its own knowledge comes out the same, whatever was recorded since.

use super::{Day, Moment};

/// From where the books are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// What was true at the end of this day.
    pub as_of: Day,
    /// What was recorded by this moment.
    pub known_by: Moment,
}

/// What was asked of the two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The day asked about, if one was.
    pub as_of: Option<Day>,
    /// The moment of knowledge, if one was asked for.
    pub known_by: Option<Moment>,
}

impl Clocks {
    /// Sets the clocks: what is asked for, and for what is not what goes with the rest.
    ///
    /// A day asked about is looked at with what was known at its end; a moment of knowledge looks
    /// at its own day; without either, today is looked at with all that is known now.
    pub fn set(asked: Asked, today: Day, now: Moment) -> Self {
        let known_by = asked.known_by.or_else(|| asked.as_of.map(Moment::end_of));
        let of_knowledge = || known_by.map_or(today, |moment| moment.day().min(today));
        Self { as_of: asked.as_of.unwrap_or_else(of_knowledge), known_by: known_by.unwrap_or(now) }
    }

    /// Whether the day asked about is over by what is known: what was due on it is past due.
    pub fn day_is_over(self) -> bool {
        Moment::end_of(self.as_of) <= self.known_by || self.known_by.day() < self.as_of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clocks(as_of: &str, known_by: &str) -> String {
        let day = |text: &str| Day::parse(text).ok();
        let asked = Asked { as_of: day(as_of), known_by: Moment::parse_knowledge(known_by).ok() };
        let now = Moment::parse("2026-04-05T08:30:00+08:00").expect("a moment");
        let clocks = Clocks::set(asked, now.day(), now);
        let over = if clocks.day_is_over() { "over" } else { "running" };
        format!("{} {} {over}", clocks.as_of, clocks.known_by.knowledge())
    }

    #[test]
    fn what_is_not_asked_for_goes_with_the_rest() {
        assert_eq!(clocks("", ""), "2026-04-05 2026-04-05T08:30:00 running");
        assert_eq!(clocks("2026-03-31", ""), "2026-03-31 2026-03-31 over");
        assert_eq!(clocks("", "2026-03-31"), "2026-03-31 2026-03-31 over");
        assert_eq!(clocks("", "2026-03-31T12:00:00"), "2026-03-31 2026-03-31T12:00:00 running");
        assert_eq!(clocks("2026-03-01", "2026-04-05"), "2026-03-01 2026-04-05 over");
        assert_eq!(clocks("2026-05-01", "2026-04-05"), "2026-05-01 2026-04-05 over");
    }

    #[test]
    fn the_clocks_that_are_printed_set_the_same_clocks_again() {
        for (as_of, known_by) in [("", ""), ("2026-03-31", ""), ("", "2026-03-31T12:00:00")] {
            let printed = clocks(as_of, known_by);
            let parts: Vec<&str> = printed.split(' ').collect();
            assert_eq!(clocks(parts[0], parts[1]), printed);
            if as_of.is_empty() {
                assert_eq!(clocks("", parts[1]), printed);
            }
        }
    }

    #[test]
    fn a_moment_of_knowledge_is_a_day_or_a_second() {
        for text in ["2026-03-05T08:30:07", "2026-03-05T08:30:07+08:00"] {
            let moment = Moment::parse_knowledge(text).expect("a moment");
            assert_eq!(moment.to_string(), "2026-03-05T08:30:07+08:00");
        }
        for text in ["2026-03-05T08:30", "2026-03-05 08:30:00", "2026-03", "now", ""] {
            assert!(Moment::parse_knowledge(text).is_err(), "{text}");
        }
    }
}
