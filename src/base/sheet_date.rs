//! Days as people and spreadsheets write them, for tables from outside only: `2026/3/5`,
//! `2026年3月5日`, `20260305`, and the serial numbers of Excel.

use super::{DateError, Day, Month, half_width};

/// In which order the parts of a date stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `2026/3/5`
    YearFirst,
    /// `5/3/2026`
    DayFirst,
    /// `3/5/2026`
    MonthFirst,
}

impl DateOrder {
    /// All orders.
    pub const ALL: [Self; 3] = [Self::YearFirst, Self::DayFirst, Self::MonthFirst];

    /// The word in a mapping file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::YearFirst => "ymd",
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
        }
    }
}

/// From which day a spreadsheet counts its serial numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Epoch {
    /// Excel and WPS: 46086 is 2026-03-05.
    From1900,
    /// Old workbooks from a Mac: 44624 is 2026-03-05.
    From1904,
}

/// How the dates of a table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetDates {
    /// The order of the parts.
    pub order: DateOrder,
    /// The day from which serial numbers count.
    pub epoch: Epoch,
}

impl SheetDates {
    /// Year first, serial numbers as Excel counts them.
    pub const USUAL: Self = Self { order: DateOrder::YearFirst, epoch: Epoch::From1900 };

    /// Reads a day. A year of two digits is refused, and so is a time of day other than midnight.
    pub fn parse(self, text: &str) -> Result<Day, DateError> {
        let shape = || DateError::DayShape(text.to_owned());
        let written = half_width(text);
        let mut written = written.trim();
        for midnight in [" 00:00:00", " 00:00", " 0:00:00", " 0:00"] {
            written = written.strip_suffix(midnight).unwrap_or(written).trim_end();
        }
        if !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit()) {
            return match written.len() {
                8 => day(text, [&written[..4], &written[4..6], &written[6..]]),
                5 => written.parse().ok().and_then(|days| self.serial(days)).ok_or_else(shape),
                _ => Err(shape()),
            };
        }
        if let Some((year, rest)) = written.split_once('年') {
            let (month, rest) = rest.split_once('月').ok_or_else(shape)?;
            let last = rest.strip_suffix(['日', '号']).ok_or_else(shape)?;
            return day(text, [year, month, last].map(str::trim));
        }
        let sign = ['-', '/', '.'].into_iter().find(|sign| written.contains(*sign));
        let parts: Vec<&str> = written.split(sign.ok_or_else(shape)?).map(str::trim).collect();
        let [first, second, third] = parts[..] else { return Err(shape()) };
        match self.order {
            _ if first.len() == 4 => day(text, [first, second, third]),
            DateOrder::YearFirst => Err(shape()),
            DateOrder::DayFirst => day(text, [third, second, first]),
            DateOrder::MonthFirst => day(text, [third, first, second]),
        }
    }

    /// Reads a month: `2026-03`, `2026/3`, `2026年3月`, `202603`, or its first day.
    pub fn parse_month(self, text: &str) -> Result<Month, DateError> {
        let shape = || DateError::MonthShape(text.to_owned());
        let written = half_width(text);
        let written = written.trim();
        let is_digits = written.bytes().all(|byte| byte.is_ascii_digit());
        let first = match written {
            text if text.ends_with('月') => self.parse(&format!("{text}1日")),
            text if is_digits && text.len() == 6 => self.parse(&format!("{text}01")),
            text if text.matches('-').count() == 1 => self.parse(&format!("{text}-1")),
            text if text.matches('/').count() == 1 => self.parse(&format!("{text}/1")),
            text => self.parse(text),
        };
        let first = first.map_err(|_| shape())?;
        if first.day_of_month() == 1 { Ok(first.month()) } else { Err(shape()) }
    }

    /// The day of a serial number.
    fn serial(self, days: i64) -> Option<Day> {
        let first = match self.epoch {
            // Excel has a 29 February 1900, which there was not: day 60 and before are not read.
            Epoch::From1900 => Day::FIRST.plus_days(-2),
            Epoch::From1904 => Day::new(1904, 1, 1)?,
        };
        Some(first.plus_days(days))
    }
}

fn day(text: &str, [year, month, day]: [&str; 3]) -> Result<Day, DateError> {
    let shape = || DateError::DayShape(text.to_owned());
    let number = |part: &str, most: usize| -> Result<u32, DateError> {
        let is_number =
            (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if is_number { part.parse().map_err(|_| shape()) } else { Err(shape()) }
    };
    if year.len() != 4 {
        return Err(shape());
    }
    let year = i32::try_from(number(year, 4)?).map_err(|_| shape())?;
    Day::new(year, number(month, 2)?, number(day, 2)?)
        .ok_or_else(|| DateError::NoSuchDay(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_in_every_way_it_is_written() {
        for text in [
            "2026-03-05",
            "2026-3-5",
            "2026/3/5",
            "2026.3.5",
            "2026年3月5日",
            "2026年03月05号",
            "20260305",
            "46086",
            "２０２６／３／５",
            "2026/3/5 0:00",
            "2026-03-05 00:00:00",
            "2026 年 3 月 5 日",
        ] {
            let day = SheetDates::USUAL.parse(text);
            assert_eq!(day.map(|day| day.to_string()).as_deref(), Ok("2026-03-05"), "{text}");
        }
        let british = SheetDates { order: DateOrder::DayFirst, epoch: Epoch::From1904 };
        for text in ["5/3/2026", "44624", "2026-03-05"] {
            let day = british.parse(text);
            assert_eq!(day.map(|day| day.to_string()).as_deref(), Ok("2026-03-05"), "{text}");
        }
    }

    #[test]
    fn a_month_may_be_written_as_its_first_day() {
        for text in ["2026-03", "2026/3", "2026年3月", "202603", "2026-03-01", "46082"] {
            let month = SheetDates::USUAL.parse_month(text);
            assert_eq!(month.map(|month| month.to_string()).as_deref(), Ok("2026-03"), "{text}");
        }
        assert!(SheetDates::USUAL.parse_month("2026-03-05").is_err());
    }

    #[test]
    fn what_could_be_another_day_is_refused() {
        for text in
            ["", "3/5", "26-3-5", "5/3/2026", "2026-3", "2026/3/5 8:30", "460860", "三月五日"]
        {
            assert!(matches!(SheetDates::USUAL.parse(text), Err(DateError::DayShape(_))), "{text}");
        }
        for text in ["2026-02-29", "20260230", "2026年13月1日"] {
            assert!(
                matches!(SheetDates::USUAL.parse(text), Err(DateError::NoSuchDay(_))),
                "{text}"
            );
        }
    }
}
