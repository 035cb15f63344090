//! Texts that a spreadsheet would calculate, kept from it by an apostrophe.
//!
//! What begins with `=`, `+`, `-`, `@`, a tab or a carriage return and is no number gets one, and
//! so does what has apostrophes before such a sign already: `store/import` takes one away again,
//! and every text comes back as it was. Numbers are never touched.

use std::borrow::Cow;

use crate::base::parse_decimal;

/// A text as a spreadsheet may read it.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    let behind = text.trim_start_matches('\'');
    let begins = behind.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_formula = || behind.len() < text.len() || text.len() > 1 && parse_decimal(text).is_err();
    if begins && is_formula() { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for (text, shown) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-甲", "'-甲"),
            ("'=1", "''=1"),
            ("-5", "-5"),
            ("-", "-"),
            ("'电", "'电"),
            ("灯管", "灯管"),
        ] {
            assert_eq!(guarded(text), shown);
        }
    }
}
