//! What becomes of each kind of cell: the one place that knows them all.

use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::style::{Look, Shade, Shape, Styles, Weight};
use crate::base::{Day, Decimal};
use crate::render::grid::sign;
use crate::render::guard::guarded;
use crate::render::passage::lines;
use crate::report::Cell;
use crate::text::{Text, clean};

/// More digits than these a spreadsheet rounds.
const MOST_DIGITS: u32 = 15;
/// What a cell of a spreadsheet holds, in units of UTF-16.
const LONGEST: usize = 32_767;

/// A cell as a spreadsheet takes it.
enum Value {
    Blank,
    Text(String),
    Number(f64),
    Day(ExcelDateTime),
}

/// A cell and how it looks.
pub(super) struct Square {
    value: Value,
    shape: Shape,
    shade: Shade,
    /// How many columns of a terminal it takes: as many as a spreadsheet's column is wide.
    pub(super) width: usize,
}

impl Square {
    /// A cell of a document.
    pub(super) fn of(cell: &Cell, text: Text) -> Self {
        match cell {
            Cell::Blank => Self::blank(),
            Cell::Text(text) => Self::text(text),
            Cell::Count(count) => Self::number(Decimal::from(*count)),
            Cell::Quantity(quantity) => Self::number(*quantity),
            Cell::Money(money) => Self::number(money.yuan()),
            Cell::Ratio(ratio) => ratio.percent().map_or_else(Self::blank, Self::percent),
            Cell::Day(day) => Self::day(*day),
            Cell::Verdict { key, tone } => {
                let said = format!("{}{}", sign(*tone), text.label(key));
                Self { shade: (*tone).into(), ..Self::text(&said) }
            }
            Cell::Named(name) => Self::text(text.named(&name.zh, &name.en)),
            Cell::Said(message) => Self::text(&text.say(message)),
        }
    }

    fn blank() -> Self {
        Self { value: Value::Blank, shape: Shape::Text, shade: Shade::Plain, width: 0 }
    }

    /// A text, whatever it looks like.
    pub(super) fn text(text: &str) -> Self {
        if text.is_empty() {
            return Self::blank();
        }
        let lines: Vec<_> = text.lines().map(clean).collect();
        let width = lines.iter().map(|line| line.width()).max().unwrap_or(0);
        let text = shortened(lines.join("\n"));
        let shape = if guarded(&text) == text { Shape::Text } else { Shape::Guarded };
        Self { value: Value::Text(text), shape, shade: Shade::Plain, width }
    }

    fn number(decimal: Decimal) -> Self {
        Self::figure(decimal, decimal.to_string(), Shape::Number(decimal.scale()))
    }

    fn percent(percent: Decimal) -> Self {
        let mut part = percent;
        let moved = part.set_scale(percent.scale() + 2);
        let shape = Shape::Percent(percent.scale());
        let shown = format!("{percent}%");
        match moved {
            Ok(()) => Self::figure(part, shown, shape),
            Err(_) => Self::long(shown),
        }
    }

    /// A number, where a spreadsheet keeps every digit of it.
    fn figure(decimal: Decimal, shown: String, shape: Shape) -> Self {
        match exact(decimal) {
            Some(number) => {
                // Every third digit has a comma after it.
                let width = shown.len() + shown.len() / 3;
                Self { value: Value::Number(number), shape, shade: Shade::Plain, width }
            }
            None => Self::long(shown),
        }
    }

    fn long(shown: String) -> Self {
        let width = shown.width();
        Self { value: Value::Text(shown), shape: Shape::Long, shade: Shade::Plain, width }
    }

    fn day(day: Day) -> Self {
        let shown = day.to_string();
        let width = shown.width();
        match serial(day) {
            Some(date) => {
                Self { value: Value::Day(date), shape: Shape::Day, shade: Shade::Plain, width }
            }
            None => Self::text(&shown),
        }
    }

    /// Whether nothing stands in it.
    pub(super) const fn is_blank(&self) -> bool {
        matches!(self.value, Value::Blank)
    }

    /// Whether it is a text that may be broken over several lines.
    pub(super) const fn breaks(&self) -> bool {
        matches!(self.shape, Shape::Text | Shape::Guarded)
    }

    /// In how many lines it stands in a column of that width.
    pub(super) fn n_lines(&self, width: usize) -> usize {
        match &self.value {
            Value::Text(text) if self.breaks() && (self.width > width || text.contains('\n')) => {
                text.lines().map(|line| lines(line, Some(width)).len()).sum()
            }
            Value::Blank | Value::Text(_) | Value::Number(_) | Value::Day(_) => 1,
        }
    }

    /// Writes it.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        styles: &mut Styles,
        line: Weight,
    ) -> Result<(), XlsxError> {
        let format = styles.of(Look { shape: self.shape, tone: self.shade, line });
        match &self.value {
            Value::Blank => sheet.write_blank(row, column, format),
            Value::Text(text) => sheet.write_string_with_format(row, column, text, format),
            Value::Number(number) => sheet.write_number_with_format(row, column, *number, format),
            Value::Day(date) => sheet.write_datetime_with_format(row, column, date, format),
        }
        .map(drop)
    }
}

/// A decimal as the binary number that a spreadsheet shows as it; none where that has more digits
/// than a spreadsheet keeps.
fn exact(decimal: Decimal) -> Option<f64> {
    let digits =
        decimal.normalize().mantissa().unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
    (digits <= MOST_DIGITS).then(|| decimal.to_string().parse().ok())?
}

/// A day as a date of a spreadsheet; none before March 1900, where Excel counts a day that never was.
fn serial(day: Day) -> Option<ExcelDateTime> {
    if day < Day::new(1900, 3, 1)? {
        return None;
    }
    let year = u16::try_from(day.year()).ok()?;
    let month = u8::try_from(day.month().number()).ok()?;
    ExcelDateTime::from_ymd(year, month, u8::try_from(day.day_of_month()).ok()?).ok()
}

/// As much of a text as a cell holds, with a sign that there is more.
pub(super) fn shortened(text: String) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let mut used = 1;
    let kept = text.chars().take_while(|letter| {
        used += letter.len_utf16();
        used <= LONGEST
    });
    kept.chain(['…']).collect()
}
