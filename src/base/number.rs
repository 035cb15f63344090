//! How a number may be written: ASCII digits, one point, a leading minus; nothing else.
//!
//! Every number typed or read passes through [`parse_decimal`], so that `1,2` means the same
//! refusal in a flag, a ledger and an import. Look next at `quantity.rs` and `money.rs`.

use std::fmt;

use rust_decimal::Decimal;

use super::{Argument, Refuse, half_width};

/// Why a text is not a number of the ledgers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was written.
    #[error("a number is missing")]
    Empty,
    /// A comma: a decimal comma or a thousands separator, nobody can tell which.
    #[error("a comma in a number")]
    Comma(String),
    /// More than one decimal point.
    #[error("more than one decimal point")]
    Points(String),
    /// Scientific notation.
    #[error("scientific notation")]
    Exponent(String),
    /// Full-width digits or signs, as a Chinese input method types them.
    #[error("full-width digits")]
    FullWidth(String),
    /// More decimals than the value can keep.
    #[error("more than {most} decimals")]
    Decimals {
        /// The text as it was written.
        text: String,
        /// How many decimals there may be.
        most: u32,
    },
    /// More digits than the value can hold.
    #[error("too large")]
    TooLarge(String),
    /// Below zero where only a size makes sense.
    #[error("below zero")]
    Negative(String),
    /// Decimals where only a whole number makes sense.
    #[error("not a whole number")]
    NotWhole(String),
    /// Anything else.
    #[error("not a number")]
    NotANumber(String),
}

impl Refuse for NumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "number.empty",
            Self::Comma(_) => "number.comma",
            Self::Points(_) => "number.points",
            Self::Exponent(_) => "number.exponent",
            Self::FullWidth(_) => "number.full_width",
            Self::Decimals { .. } => "number.decimals",
            Self::TooLarge(_) => "number.too_large",
            Self::Negative(_) => "number.negative",
            Self::NotWhole(_) => "number.not_whole",
            Self::NotANumber(_) => "number.not_a_number",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Empty => vec![],
            Self::FullWidth(text) => {
                vec![("text", text.into()), ("ascii", half_width(text).into())]
            }
            Self::Decimals { text, most } => vec![("text", text.into()), ("most", (*most).into())],
            Self::Comma(text)
            | Self::Points(text)
            | Self::Exponent(text)
            | Self::TooLarge(text)
            | Self::Negative(text)
            | Self::NotWhole(text)
            | Self::NotANumber(text) => vec![("text", text.into())],
        }
    }
}

/// Checks the shape of a number: an optional minus, digits, at most one point with digits on
/// both sides.
pub(super) fn check_shape(text: &str) -> Result<(), NumberError> {
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let own = || text.to_owned();
    if text.chars().any(|letter| matches!(letter, '\u{FF01}'..='\u{FF5E}' | '。')) {
        return Err(NumberError::FullWidth(own()));
    }
    let body = text.strip_prefix('-').unwrap_or(text);
    if text.contains(',') {
        return Err(NumberError::Comma(own()));
    }
    if body.bytes().filter(|byte| *byte == b'.').count() > 1 {
        return Err(NumberError::Points(own()));
    }
    if body.bytes().any(|byte| matches!(byte, b'e' | b'E'))
        && body.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
    {
        return Err(NumberError::Exponent(own()));
    }
    let mut halves = body.split('.');
    if !halves.all(|half| !half.is_empty() && half.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(NumberError::NotANumber(own()));
    }
    Ok(())
}

/// Reads a decimal exactly, keeping the decimals as they were written.
///
/// At most 18 digits in all, so that later products stay exact.
pub fn parse_decimal(text: &str) -> Result<Decimal, NumberError> {
    if let Some(decimal) = plain(text) {
        return Ok(decimal);
    }
    check_shape(text)?;
    if text.bytes().filter(u8::is_ascii_digit).count() > 18 {
        return Err(NumberError::TooLarge(text.to_owned()));
    }
    Decimal::from_str_exact(text).map_err(|_| NumberError::TooLarge(text.to_owned()))
}

/// Reads what nearly every cell of a ledger has: digits, and a point with digits on both sides.
fn plain(text: &str) -> Option<Decimal> {
    let number = PlainNumber::at_begin_of(text.as_bytes())?;
    (number.length == text.len()).then(|| number.decimal())
}

/// A number as nearly every cell of a ledger has it: digits, and a point with digits on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainNumber {
    /// Its digits as one number.
    pub value: i64,
    /// How many of them are decimals.
    pub scale: u32,
    /// How many bytes it takes up.
    pub length: usize,
}

impl PlainNumber {
    /// The number.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.value, self.scale)
    }

    /// The number that a text begins with, up to what cannot belong to it; none where it is none,
    /// or has more than 18 digits.
    pub fn at_begin_of(text: &[u8]) -> Option<Self> {
        let (mut value, mut length, mut point) = (0_i64, 0, None);
        for byte in text {
            match byte {
                b'0'..=b'9' => value = value.wrapping_mul(10).wrapping_add(i64::from(byte - b'0')),
                b'.' if point.is_none() => point = Some(length),
                _ => break,
            }
            length += 1;
        }
        let (n_digits, scale) = match point {
            None => (length, 0),
            Some(0) => return None,
            Some(point) => (length - 1, length - 1 - point),
        };
        let ends_well = point.is_none() || scale > 0;
        let scale = u32::try_from(scale).ok()?;
        ((1..=18).contains(&n_digits) && ends_well).then_some(Self { value, scale, length })
    }
}

/// Reads a number of things: whole, and not below zero.
pub fn parse_count(text: &str) -> Result<u32, NumberError> {
    check_shape(text)?;
    let own = || text.to_owned();
    if text.contains('.') {
        return Err(NumberError::NotWhole(own()));
    }
    if text.starts_with('-') {
        return Err(NumberError::Negative(own()));
    }
    text.parse().map_err(|_| NumberError::TooLarge(own()))
}

/// Reads a decimal as an integer count of `10^-scale`.
pub(super) fn parse_fixed(text: &str, scale: u32) -> Result<i64, NumberError> {
    if let Some(value) = plain_fixed(text, scale) {
        return Ok(value);
    }
    check_shape(text)?;
    let too_large = || NumberError::TooLarge(text.to_owned());
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
    let n_decimals = u32::try_from(decimals.len()).map_err(|_| too_large())?;
    if n_decimals > scale {
        return Err(NumberError::Decimals { text: text.to_owned(), most: scale });
    }
    let mut value: i64 = 0;
    for digit in whole.bytes().chain(decimals.bytes()) {
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(i64::from(digit - b'0')))
            .ok_or_else(too_large)?;
    }
    let value = value.checked_mul(10_i64.pow(scale - n_decimals)).ok_or_else(too_large)?;
    Ok(if negative { -value } else { value })
}

/// Reads what nearly every cell of a ledger has: a few digits, and a point with digits on both
/// sides.
fn plain_fixed(text: &str, scale: u32) -> Option<i64> {
    // So many digits never leave the range, whatever the scale makes of them.
    const MOST: usize = 12;
    let bytes = text.as_bytes();
    if bytes.len() > MOST || scale > 6 {
        return None;
    }
    let (mut value, mut decimals, mut pointed) = (0_i64, 0_u32, false);
    for byte in bytes {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                decimals += u32::from(pointed);
            }
            b'.' if !pointed => pointed = true,
            _ => return None,
        }
    }
    let whole = bytes.first().is_some_and(u8::is_ascii_digit);
    let fits = whole && decimals <= scale && pointed == (decimals > 0);
    fits.then(|| value * 10_i64.pow(scale - decimals))
}

/// Writes an integer count of `10^-scale` with at least `least` decimals and no more zeros than
/// that.
pub(super) fn write_fixed(
    value: i64,
    (scale, least): (u32, u32),
    out: &mut impl fmt::Write,
) -> fmt::Result {
    let (unit, size) = (10_u64.pow(scale), value.unsigned_abs());
    let (whole, mut rest, mut decimals) = (size / unit, size % unit, scale);
    while decimals > least && rest.is_multiple_of(10) {
        (rest, decimals) = (rest / 10, decimals - 1);
    }
    let sign = if value < 0 { "-" } else { "" };
    if decimals == 0 {
        return write!(out, "{sign}{whole}");
    }
    write!(out, "{sign}{whole}.{rest:0width$}", width = decimals as usize)
}

/// Divides and rounds half away from zero (四舍五入): the one rounding rule of amounts.
pub(super) fn divide_rounded(numerator: i128, denominator: i128) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    // What fits into half as many bits is divided several times as fast.
    if let (Ok(numerator), Ok(denominator)) = (i64::try_from(numerator), i64::try_from(denominator))
        && numerator >= 0
        && denominator > 0
        && let Some(sum) = numerator.checked_add(denominator / 2)
    {
        return Some(sum / denominator);
    }
    let (numerator, denominator) =
        if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    let half = denominator / 2;
    let rounded = if numerator >= 0 {
        (numerator.checked_add(half)?) / denominator
    } else {
        -((numerator.checked_neg()?.checked_add(half)?) / denominator)
    };
    i64::try_from(rounded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reason_for_each_wrong_writing() {
        let reason = |text: &str| parse_decimal(text).expect_err("refused").code();
        assert_eq!(reason(""), "number.empty");
        assert_eq!(reason("1,2"), "number.comma");
        assert_eq!(reason("1.000,5"), "number.comma");
        assert_eq!(reason("10.999.99"), "number.points");
        assert_eq!(reason("1e3"), "number.exponent");
        assert_eq!(reason("１２"), "number.full_width");
        assert_eq!(reason(".5"), "number.not_a_number");
        assert_eq!(reason("5."), "number.not_a_number");
        assert_eq!(reason("+5"), "number.not_a_number");
        assert_eq!(reason("twelve"), "number.not_a_number");
        assert_eq!(reason("1234567890123456789"), "number.too_large");
    }

    #[test]
    fn what_is_read_by_hand_is_what_the_decimals_own_reader_reads() {
        for text in [
            "0",
            "00214",
            "0.0",
            "12.50",
            "999999999999999999",
            "0.000000000000000001",
            "7.",
            ".7",
            "",
            "1.2.3",
            "-1",
            "1234567890123456789",
            "1_0",
        ] {
            let read = plain(text);
            let reference =
                check_shape(text).ok().and_then(|()| Decimal::from_str_exact(text).ok());
            if let Some(read) = read {
                let reference = reference.expect("a number");
                assert_eq!(
                    (read.mantissa(), read.scale()),
                    (reference.mantissa(), reference.scale())
                );
            }
            let is_plain = text.bytes().filter(u8::is_ascii_digit).count() <= 18 && text != "-1";
            assert_eq!(read.is_some(), reference.is_some() && is_plain, "{text}");
        }
    }

    #[test]
    fn a_count_is_whole_and_not_below_zero() {
        assert_eq!(parse_count("072"), Ok(72));
        let reason = |text: &str| parse_count(text).expect_err("refused").code();
        assert_eq!(reason("7.0"), "number.not_whole");
        assert_eq!(reason("-7"), "number.negative");
        assert_eq!(reason("4294967296"), "number.too_large");
        assert_eq!(reason("1e3"), "number.exponent");
        assert_eq!(reason("７２"), "number.full_width");
    }

    #[test]
    fn what_is_read_by_hand_is_what_the_careful_reader_reads() {
        let careful = |text: &str, scale: u32| {
            check_shape(text).ok()?;
            let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
            let spare = scale.checked_sub(u32::try_from(decimals.len()).ok()?)?;
            format!("{whole}{decimals}").parse::<i64>().ok()?.checked_mul(10_i64.pow(spare))
        };
        for text in [
            "0",
            "007",
            "12.50",
            "999999999999",
            "0.000001",
            "0.0000001",
            "7.",
            ".7",
            "",
            "1.2.3",
            "-1",
            "1 ",
            "12a",
            "1,5",
            "123456.654321",
        ] {
            for scale in [0, 2, 6] {
                let read = plain_fixed(text, scale);
                assert!(read.is_none() || read == careful(text, scale), "{text} at {scale}");
                assert_eq!(
                    parse_fixed(text, scale).ok(),
                    careful(text, scale),
                    "{text} at {scale}"
                );
            }
        }
    }

    #[test]
    fn few_bits_and_many_are_divided_alike() {
        let slow = |numerator: i128, denominator: i128| {
            let half = denominator.abs() / 2;
            let size = (numerator.abs() + half) / denominator.abs();
            i64::try_from(if (numerator < 0) == (denominator < 0) { size } else { -size }).ok()
        };
        let ends =
            [1_i128, 2, 3, 7, 10, 99, 100, 12_345, i64::MAX.into(), i128::from(i64::MAX) + 1];
        for numerator in ends.into_iter().flat_map(|end| [end, -end, end * 1_000_003]) {
            for denominator in ends.into_iter().flat_map(|end| [end, -end]) {
                let fast = divide_rounded(numerator, denominator);
                assert_eq!(fast, slow(numerator, denominator), "{numerator} / {denominator}");
            }
        }
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        assert_eq!(divide_rounded(5, 2), Some(3));
        assert_eq!(divide_rounded(-5, 2), Some(-3));
        assert_eq!(divide_rounded(1, 3), Some(0));
        assert_eq!(divide_rounded(2, 3), Some(1));
        assert_eq!(divide_rounded(1, 0), None);
    }

    #[test]
    fn fixed_point_reads_and_writes_the_same() {
        let written = |value, of| {
            let mut text = String::new();
            write_fixed(value, of, &mut text).expect("a text can be written to");
            text
        };
        for (text, value) in [
            ("0", 0),
            ("1.5", 1_500_000),
            ("-0.000001", -1),
            ("12", 12_000_000),
            ("-10.01002", -10_010_020),
        ] {
            assert_eq!(parse_fixed(text, 6), Ok(value));
            assert_eq!(written(value, (6, 0)), text);
        }
        for (value, text) in [(1200, "12.00"), (1250, "12.50"), (-7, "-0.07"), (0, "0.00")] {
            assert_eq!(written(value, (2, 2)), text);
        }
        assert_eq!(written(i64::MIN, (6, 2)), "-9223372036854.775808");
        assert_eq!(written(4_700_000, (6, 2)), "4.70");
    }
}
