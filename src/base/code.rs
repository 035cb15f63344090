//! Codes: the names by which the ledgers know things. Checked when they are read, then trusted.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use smol_str::SmolStr;

use super::{Argument, Refuse};

/// Why a text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing was written.
    #[error("a code is missing")]
    Empty,
    /// A letter that a code may not have.
    #[error("{letter:?} may not stand in a code")]
    Letter {
        /// The code as it was written.
        text: String,
        /// The first letter that may not be there.
        letter: char,
    },
    /// More letters than a code may have.
    #[error("longer than 64 letters")]
    Long(String),
}

impl Refuse for CodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "code.empty",
            Self::Letter { .. } => "code.letter",
            Self::Long(_) => "code.long",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Empty => vec![],
            Self::Letter { text, letter } => {
                vec![("text", text.into()), ("letter", letter.to_string().into())]
            }
            Self::Long(text) => vec![("text", text.into())],
        }
    }
}

/// Whether some bytes are all of those of which nearly every code consists. To the end whatever
/// comes: so many at a time, looking costs more than going on.
fn are_plain<const N: usize>(bytes: &[u8; N]) -> bool {
    let is_plain = |byte: u8| {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let is_digit = byte.wrapping_sub(b'0') < 10;
        let marks = [is_letter, is_digit, byte == b'-', byte == b'_', byte == b'.'];
        marks.into_iter().fold(false, |any, mark| any | mark)
    };
    bytes.iter().fold(true, |all, byte| all & is_plain(*byte))
}

/// The same of any number of bytes; the last ones may be looked at twice.
fn is_plain(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<16>() {
        bytes.as_chunks::<16>().0.iter().fold(are_plain(last), |all, some| all & are_plain(some))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        are_plain(first) & are_plain(last)
    } else {
        bytes.iter().all(|byte| are_plain(&[*byte]))
    }
}

/// Letters and digits of any script, `-`, `_`, `.` inside, at most 64; the first is a letter or a
/// digit. So a code is never a path, a flag or a formula.
fn check(text: &str) -> Result<(), CodeError> {
    if text.is_empty() {
        return Err(CodeError::Empty);
    }
    let bytes = text.as_bytes();
    if bytes.len() <= 64 && bytes[0].is_ascii_alphanumeric() && is_plain(bytes) {
        return Ok(());
    }
    if text.chars().count() > 64 {
        return Err(CodeError::Long(text.to_owned()));
    }
    let wrong = text.char_indices().find(|(at, letter)| {
        let inside = *at > 0 && matches!(letter, '-' | '_' | '.');
        !(letter.is_alphanumeric() || inside) || ('\u{FF01}'..='\u{FF5E}').contains(letter)
    });
    match wrong {
        Some((_, letter)) => Err(CodeError::Letter { text: text.to_owned(), letter }),
        None => Ok(()),
    }
}

/// The eight bytes of a code from some place on as a number that has their order; behind its end
/// come noughts, which no code has.
fn word(code: &[u8], from: usize) -> u64 {
    let rest = code.get(from..).unwrap_or_default();
    if let Some(word) = rest.first_chunk::<8>() {
        return u64::from_be_bytes(*word);
    }
    let unused = 64 - 8 * rest.len();
    match (rest, code.last_chunk::<8>(), rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        ([], ..) => 0,
        // What stands before the rest is pushed out of the word.
        (_, Some(last), ..) => u64::from_be_bytes(*last) << unused,
        (_, _, Some(first), Some(last)) => {
            let (first, last) = (u32::from_be_bytes(*first), u32::from_be_bytes(*last));
            u64::from(first) << 32 | u64::from(last) << unused
        }
        _ => {
            rest.iter().zip([56, 48, 40]).fold(0, |word, (byte, by)| word | u64::from(*byte) << by)
        }
    }
}

/// The order of two codes, which is that of their bytes, eight of them at a time: nothing else is
/// compared so often.
fn order(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (words, others) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
    for (word, other) in words.iter().zip(others) {
        if word != other {
            return u64::from_be_bytes(*word).cmp(&u64::from_be_bytes(*other));
        }
    }
    // Of these at least one is not whole, so that nothing comes behind where they are the same.
    let from = words.len().min(others.len()) * 8;
    word(one, from).cmp(&word(other, from))
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(SmolStr);

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                order(&self.0, &other.0)
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $name {
            /// Checks and takes over a code.
            pub fn parse(text: &str) -> Result<Self, CodeError> {
                check(text)?;
                Ok(Self(SmolStr::new(text)))
            }

            /// Checks a code without taking it over.
            pub fn check(text: &str) -> Result<(), CodeError> {
                check(text)
            }

            /// The code as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.pad(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

codes! {
    /// An item of the catalogue (物资编码).
    ItemCode;
    /// A store room (库房).
    StoreCode;
    /// A department or ward (科室).
    DepartmentCode;
    /// A person of the staff register.
    StaffCode;
    /// A site of the hospital group (院区).
    SiteCode;
    /// A monitoring point (监测点).
    PointCode;
    /// A measure that is to save energy or water (节能措施).
    MeasureCode;
    /// An asset's tag (资产编号).
    AssetTag;
    /// An inspection rule.
    RuleCode;
    /// What inspection rules of several levels have in common: the same thing to be done.
    MatterCode;
    /// A rule pack that comes with the tool.
    PackCode;
    /// What an inspection rule is about (检查对象): an asset's tag, a place, a department.
    SubjectCode;
    /// A checklist.
    TemplateCode;
    /// A section of a checklist.
    SectionCode;
    /// An item of a checklist (检查项).
    QuestionCode;
    /// A chapter of an accreditation standard (评审标准的章).
    ChapterCode;
    /// A clause of an accreditation standard (评审条款).
    ClauseCode;
    /// A contract with a contractor (外包合同).
    ContractCode;
    /// An indicator with monthly values (指标).
    IndicatorCode;
    /// A task of the year's plan (工作任务).
    TaskCode;
    /// A count sheet (盘点表).
    SheetCode;
    /// A purchase plan that is kept (采购计划).
    PlanCode;
    /// A purchase order (采购订单).
    OrderCode;
    /// A row of a ledger.
    RecordId;
}

impl RecordId {
    /// Whether the same machine gave this id after the other one: two rows of one second are told
    /// apart by it. Of ids from two machines nobody can tell.
    pub fn given_after(&self, other: &Self) -> bool {
        let parts = |id: &Self| -> Option<(String, u64)> {
            let (rest, number) = id.as_str().rsplit_once('-')?;
            let (_, machine) = rest.rsplit_once('-')?;
            Some((machine.to_owned(), number.parse().ok()?))
        };
        match (parts(self), parts(other)) {
            (Some((machine, number)), Some((other, before))) => machine == other && number > before,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn many_bytes_at_a_time_are_plain_where_each_is(
            mut text in "[a-zA-Z0-9._-]{0,70}",
            other in prop::option::of((any::<prop::sample::Index>(), any::<char>())),
        ) {
            if let Some((at, letter)) = other.filter(|_| !text.is_empty()) {
                text.insert(at.index(text.len()), letter);
            }
            let each = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            prop_assert_eq!(is_plain(text.as_bytes()), text.bytes().all(each));
        }
    }

    proptest! {
        #[test]
        fn codes_have_the_order_of_their_texts(
            start in "[a-c灯]{0,20}",
            (one, other) in ("[a-c0灯-]{0,12}", "[a-c0灯-]{0,12}"),
        ) {
            let (one, other) = (start.clone() + &one, start + &other);
            prop_assert_eq!(order(&one, &other), one.cmp(&other));
            prop_assert_eq!(order(&one, &one), Ordering::Equal);
        }
    }

    #[test]
    fn ids_of_one_machine_have_an_order() {
        let id = |text: &str| RecordId::parse(text).expect("an id");
        let (first, second) = (id("K20260331-a1b2-000009"), id("M20260330-a1b2-000010"));
        assert!(second.given_after(&first) && !first.given_after(&second));
        assert!(!id("M20260330-c3d4-000010").given_after(&first));
        assert!(!first.given_after(&first) && !id("M12").given_after(&first));
    }

    #[test]
    fn a_code_is_never_a_path_a_flag_or_a_formula() {
        for text in ["../x", "/etc", "-f", "=1+1", "@x", "a b", "a\u{202e}b", "ＡＢ", ".x", "a/b"]
        {
            assert!(ItemCode::parse(text).is_err(), "{text}");
        }
        for text in ["WZ-0001", "灯管36W", "a.b_c", "3"] {
            assert_eq!(ItemCode::parse(text).expect("a code").as_str(), text);
        }
    }
}
