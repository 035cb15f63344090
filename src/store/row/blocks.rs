//! TOML registers as nearly all of them are written: blocks whose keys stand on a line each, with a
//! text in quotes, a whole number, a day, or a yes or no.
//!
//! The `toml` crate reads every register and says what is wrong with one; where a file is as plain as
//! that it is read here, in one pass, and means the same. Whatever else a file has (another table, a
//! list, a text with a backslash, a remark behind a value) is the crate's.

use serde::de::DeserializeOwned;

use crate::base::Day;

use super::table::{Entry, Parsed};

/// The shape of a register: blocks under some names.
pub(in crate::store) trait Register: DeserializeOwned + Default {
    /// Takes a block over; hands back whether it may stand there.
    fn take(&mut self, name: &str, block: Block) -> bool;
}

/// A block of a register.
pub(in crate::store) enum Block {
    /// One that stands alone under its name: `[edition]`.
    One(Parsed),
    /// One of many under their name: `[[chapter]]`.
    Many(Parsed),
}

/// Declares the shape of a register, as the crate reads it and as it is read here.
macro_rules! register {
    ($(#[$doc:meta])* $name:ident: one [$($one:ident),*] many [$($many:ident),*]) => {
        $(#[$doc])*
        #[derive(Default, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            $($one: Option<$crate::store::row::table::Parsed>,)*
            $(#[serde(default)] $many: Vec<$crate::store::row::table::Parsed>,)*
        }

        impl $crate::store::row::blocks::Register for $name {
            fn take(&mut self, name: &str, block: $crate::store::row::blocks::Block) -> bool {
                use $crate::store::row::blocks::Block;
                match block {
                    $(Block::One(block) if name == stringify!($one) => {
                        self.$one.replace(block).is_none()
                    })*
                    $(Block::Many(block) if name == stringify!($many) => {
                        self.$many.push(block);
                        true
                    })*
                    Block::One(_) | Block::Many(_) => false,
                }
            }
        }
    };
}
pub(super) use register;

/// Reads a register that is plain; none of any other.
pub(in crate::store) fn plain<R: Register>(text: &str) -> Option<R> {
    let mut register = R::default();
    let mut block: Option<(&str, Parsed)> = None;
    let mut is_one_of_many = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.strip_suffix('\n').unwrap_or(line);
        if line.bytes().any(|byte| byte < b' ' || byte == 0x7F) {
            return None;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let heading = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        if let Some(heading) = heading {
            take(&mut register, block.take(), is_one_of_many)?;
            let many = heading.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
            is_one_of_many = many.is_some();
            let name = Some(many.unwrap_or(heading)).filter(|name| is_bare(name))?;
            block = Some((name, Parsed::new(start)));
            continue;
        }
        let (_, block) = block.as_mut()?;
        let (key, value) = line.split_once(" = ").filter(|(key, _)| is_bare(key))?;
        if block.entries().iter().any(|entry| entry.key == key) {
            return None;
        }
        let value_at = start + key.len() + " = ".len();
        let text = Ok(meant(value)?.to_owned());
        block.push(Entry { key: key.to_owned(), key_at: start, at: value_at, text });
    }
    take(&mut register, block, is_one_of_many)?;
    Some(register)
}

fn take<R: Register>(
    register: &mut R,
    block: Option<(&str, Parsed)>,
    is_one_of_many: bool,
) -> Option<()> {
    let Some((name, block)) = block else { return Some(()) };
    let block = if is_one_of_many { Block::Many(block) } else { Block::One(block) };
    register.take(name, block).then_some(())
}

/// Whether a key may stand without quotes.
fn is_bare(key: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !key.is_empty() && key.bytes().all(letter)
}

/// The text of a value as it would stand in a cell.
fn meant(value: &str) -> Option<&str> {
    if let Some(inside) = value.strip_prefix('"') {
        let inside = inside.strip_suffix('"')?;
        return memchr::memchr2(b'"', b'\\', inside.as_bytes()).is_none().then_some(inside);
    }
    let is_number = value.len() <= 18
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && (value == "0" || !value.starts_with('0'));
    let is_plain = matches!(value, "true" | "false")
        || !value.is_empty() && is_number
        || Day::parse(value).is_ok();
    is_plain.then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    register! {
        /// A register of its own.
        File: one [edition] many [point, rule]
    }

    type Told<'e> = (usize, Vec<(&'e str, usize, usize, Result<&'e str, &'e str>)>);

    fn told(block: &Parsed) -> Told<'_> {
        let mut entries: Vec<_> = block
            .entries()
            .iter()
            .map(|entry| {
                let text = entry.text.as_ref().map(String::as_str).map_err(|code| *code);
                (entry.key.as_str(), entry.key_at, entry.at, text)
            })
            .collect();
        entries.sort_unstable();
        (block.start(), entries)
    }

    fn all(file: &File) -> Vec<Told<'_>> {
        file.edition.iter().chain(&file.point).chain(&file.rule).map(told).collect()
    }

    /// Whether it was plain; what is plain means the same to the crate.
    fn same(text: &str) -> bool {
        let Some(plain) = plain::<File>(text) else { return false };
        let reference: File = toml::from_str(text).unwrap_or_else(|error| panic!("{text}{error}"));
        assert_eq!(all(&plain), all(&reference), "{text}");
        true
    }

    #[test]
    fn what_is_plain_means_what_the_crate_says() {
        let plain = [
            "",
            "# 说明\n\n[[point]]\ncode = \"D-ZY\"\nname = \"总表 #1 = [a]\"\nfrom = 2025-01-01\n",
            "[[point]]\ndigits = 6\n[edition]\nis = true\nnot = false\nempty = \"\"\n[[point]]\n[[rule]]",
            "[[rule]]\nzero = 0\nlast = \"没有换行\"",
        ];
        for text in plain {
            assert!(same(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_crate() {
        for text in [
            "code = \"1\"\n",
            "[point]\n",
            "[[edition]]\n",
            "[[other]]\n",
            "[edition]\n[edition]\n",
            "[[point]]\ncode = \"a\\\"b\"\n",
            "[[point]]\ncode = \"a\"b\"\n",
            "[[point]]\ncode = \"a\n",
            "[[point]]\ncode = 'a'\n",
            "[[point]]\ncode = \"\"\"a\"\"\"\n",
            "[[point]]\ncode = \"a\" # so\n",
            "[[point]]\ncode=\"a\"\n",
            "[[point]]\n code = \"a\"\n",
            "[[point]]\ncode = \"a\"\r\n",
            "[[point]]\ncode = \"a\tb\"\n",
            "[[point]]\ncode = 1.5\n",
            "[[point]]\ncode = 007\n",
            "[[point]]\ncode = -1\n",
            "[[point]]\ncode = 2025-02-30\n",
            "[[point]]\ncode = [1]\n",
            "[[point]]\ncode = \n",
            "[[point]]\ncode = 1\ncode = 2\n",
            "[[point]]\na.b = 1\n",
            "[[point.a]]\n",
        ] {
            assert!(!same(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_lines_mean_the_same_where_they_are_plain(
            lines in prop::collection::vec(
                prop::sample::select(vec![
                    "[[point]]", "[[rule]]", "[edition]", "[ rule ]", "", "# 点", "#\u{1}", "a = 1",
                    "b = \"灯\"", "c = 2025-01-31", "c = 2025-13-01", "d = true", "e = \"\\\\\"",
                    "f = \"x\" ", "g = 1_0", "h = \"=\"", "i =  1", "j = \"\"", "1 = 0", "é = 1",
                ]),
                0..8,
            ),
        ) {
            same(&lines.join("\n"));
        }
    }
}
