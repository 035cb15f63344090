//! Names of sheets: at most 31 letters, none of the signs that a reference needs, each only once.

/// The longest name of a sheet, in units of UTF-16.
const LONGEST: usize = 31;

/// The names that are taken.
pub(super) struct Names {
    taken: Vec<String>,
}

impl Names {
    /// The first name.
    pub(super) fn new(first: &str) -> Self {
        Self { taken: vec![fitting(first, "")] }
    }

    /// A name for a sheet that is called so; with a number behind it where another has that name.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let mut name = fitting(wanted, "");
        let mut number = 2_u32;
        // Excel takes two names for one that differ only in their case.
        while self.taken.iter().any(|taken| taken.to_lowercase() == name.to_lowercase()) {
            name = fitting(wanted, &format!(" {number}"));
            number += 1;
        }
        self.taken.push(name.clone());
        name
    }
}

/// As much of a name as fits before what follows it.
fn fitting(wanted: &str, after: &str) -> String {
    let plain: String = wanted
        .chars()
        .map(|letter| match letter {
            '/' | '\\' => '-',
            '[' | '(' => '（',
            ']' | ')' => '）',
            ':' => '：',
            '?' => '？',
            '*' | '\'' => ' ',
            letter if letter.is_control() => ' ',
            letter => letter,
        })
        .collect();
    let plain = plain.trim();
    let plain = if plain.is_empty() { "-" } else { plain };
    let room = LONGEST - after.encode_utf16().count();
    let mut name = String::new();
    let mut used = 0;
    for letter in plain.chars() {
        used += letter.len_utf16();
        if used > room {
            break;
        }
        name.push(letter);
    }
    name.truncate(name.trim_end().len());
    name + after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_and_are_told_apart() {
        let mut names = Names::new("说明");
        assert_eq!(names.take("说明"), "说明 2");
        assert_eq!(names.take("Use"), "Use");
        assert_eq!(names.take("use"), "use 2");
        assert_eq!(names.take("a/b:c?[d]*"), "a-b：c？（d）");
        assert_eq!(names.take("''"), "-");
        let long = "库".repeat(40);
        assert_eq!(names.take(&long), "库".repeat(31));
        assert_eq!(names.take(&long), format!("{} 2", "库".repeat(29)));
        assert_eq!(names.take(&"🧯".repeat(20)).encode_utf16().count(), 30);
    }
}
