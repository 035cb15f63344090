//! Days as people say them: `today`, `昨天`, or the date as the ledgers write it.
//!
//! Only what somebody types is understood like this, on the command line and to a question. Files
//! say the date: a word would mean another day whenever it is read.

use houqin::base::{Argument, DateError, Day, Refuse};
use houqin::text::recognise;

/// The days that have a name, and how far they are from today.
const NAMED: [(&str, i64); 4] = [
    ("word.today", 0),
    ("word.yesterday", -1),
    ("word.before_yesterday", -2),
    ("word.tomorrow", 1),
];

/// Why something that was typed is no day.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct NoDay(DateError);

impl Refuse for NoDay {
    fn code(&self) -> &'static str {
        match &self.0 {
            DateError::DayShape(_) => "date.day_typed",
            other => other.code(),
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        self.0.arguments()
    }
}

/// The day that has a name, seen from today; none where the text is no name of a day.
pub(crate) fn named_day(text: &str, today: Day) -> Option<Day> {
    let said = recognise(text, &NAMED.map(|(key, _)| key))?;
    NAMED.iter().find(|(key, _)| *key == said).map(|(_, days)| today.plus_days(*days))
}

/// Reads a day as somebody says it.
pub(crate) fn day(text: &str, today: Day) -> Result<Day, NoDay> {
    named_day(text, today).map_or_else(|| Day::parse(text).map_err(NoDay), Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let today = Day::new(2026, 3, 1).expect("a day");
        day(text, today).map_or_else(|refusal| refusal.code().to_owned(), |day| day.to_string())
    }

    #[test]
    fn days_have_names() {
        let days = [("今天", "01"), ("今日", "01"), ("today", "01"), ("Today ", "01")];
        for (text, day) in days {
            assert_eq!(said(text), format!("2026-03-{day}"), "{text}");
        }
        for text in ["昨天", "昨日", "yesterday", "YESTERDAY"] {
            assert_eq!(said(text), "2026-02-28", "{text}");
        }
        assert_eq!(said("前天"), "2026-02-27");
        assert_eq!(said("day before yesterday"), "2026-02-27");
        for text in ["明天", "tomorrow"] {
            assert_eq!(said(text), "2026-03-02", "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_a_date_or_refused() {
        assert_eq!(said("2026-02-27"), "2026-02-27");
        assert_eq!(said("2026-02-29"), "date.no_such_day");
        for text in ["", "昨", "大前天", "2026/2/27"] {
            assert_eq!(said(text), "date.day_typed", "{text}");
        }
    }
}
