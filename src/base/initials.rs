//! Names as people type them in a hurry: by the initials of their pinyin (`dg` for 灯管), spelled
//! out, in Chinese letters, or in a mixture of the three.
//!
//! A letter with several readings goes by each of them: 重汽 is `zq` and `cq`. Blanks, dashes and
//! brackets, upper case and full width make no difference.

use pinyin::{Pinyin, ToPinyinMulti};

use super::half_width;

/// At most so many ways to read one name; every letter more could double them.
const READINGS: usize = 16;

/// How a name fits what was typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// It is the name, letter by letter.
    Same,
    /// The name begins with it.
    Begins,
    /// It is the whole name by its sound.
    Sounds,
    /// The name begins with it by its sound.
    SoundsAtFirst,
    /// It stands within the name.
    Within,
    /// It sounds somewhere within the name.
    SoundsWithin,
}

/// The initials of a name, the usual reading first: `["zq", "cq"]` for 重汽. Letters and digits of
/// other scripts stay as they are, in lower case; a name without any has none.
pub fn initials(name: &str) -> Vec<String> {
    let mut readings = vec![String::new()];
    for letter in letters(name) {
        let mut sounds: Vec<char> =
            syllables(letter).filter_map(|syllable| syllable.chars().next()).collect();
        if sounds.is_empty() {
            sounds.push(letter);
        }
        let mut seen = Vec::new();
        sounds.retain(|sound| {
            !seen.contains(sound) && {
                seen.push(*sound);
                true
            }
        });
        let longer = |reading: &String| {
            let reading = reading.clone();
            sounds.clone().into_iter().map(move |sound| format!("{reading}{sound}"))
        };
        readings = readings.iter().flat_map(longer).take(READINGS).collect();
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

/// How a name fits what was typed; none where it does not.
///
/// A single Latin letter is looked for at the beginning only: everything has it somewhere.
pub fn matches(typed: &str, name: &str) -> Option<Fit> {
    let typed: String = letters(typed).into_iter().collect();
    let name = letters(name);
    if typed.is_empty() {
        return None;
    }
    let plain: String = name.iter().collect();
    if plain == typed {
        return Some(Fit::Same);
    }
    if plain.starts_with(&typed) {
        return Some(Fit::Begins);
    }
    match sounds(&typed, &name) {
        Some(Reach::Whole) => return Some(Fit::Sounds),
        Some(Reach::Part) => return Some(Fit::SoundsAtFirst),
        None => {}
    }
    let one_latin = typed.len() == 1;
    if !one_latin && plain.contains(&typed) {
        return Some(Fit::Within);
    }
    let within = !one_latin && (1..name.len()).any(|from| sounds(&typed, &name[from..]).is_some());
    within.then_some(Fit::SoundsWithin)
}

/// How far into a name something typed goes.
enum Reach {
    /// To its last letter.
    Whole,
    /// Not so far.
    Part,
}

/// Reads what was typed along a name from its first letter: each letter by itself, by its initial,
/// or by its syllable, of which the last need not be finished.
fn sounds(typed: &str, name: &[char]) -> Option<Reach> {
    let mut reached = vec![0];
    let mut part = false;
    for (at, letter) in name.iter().enumerate() {
        let mut next = Vec::new();
        for from in reached {
            let rest: &str = &typed[from..];
            for form in forms(*letter) {
                if rest.starts_with(form.as_str()) {
                    next.push(from + form.len());
                } else if form.starts_with(rest) {
                    part = true;
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        if next.last() == Some(&typed.len()) {
            if at + 1 == name.len() {
                return Some(Reach::Whole);
            }
            // Another reading may still go on to the last letter: `zh` is 中 and 中华.
            part = true;
            next.pop();
        }
        reached = next;
    }
    part.then_some(Reach::Part)
}

/// All that may be typed for a letter: itself, its syllables, and how these begin (`z` and `zh`).
fn forms(letter: char) -> Vec<String> {
    let mut forms = vec![letter.to_string()];
    for syllable in syllables(letter) {
        forms.extend(syllable.chars().next().map(String::from));
        let double = ["zh", "ch", "sh"].into_iter().find(|double| syllable.starts_with(double));
        forms.extend(double.map(str::to_owned));
        forms.push(syllable);
    }
    forms
}

/// The syllables by which a Chinese letter is read, `v` for ü as keyboards have it.
fn syllables(letter: char) -> impl Iterator<Item = String> {
    let readings = letter.to_pinyin_multi();
    readings.into_iter().flatten().map(Pinyin::plain).map(|syllable| syllable.replace('ü', "v"))
}

/// The letters and digits of a text, in lower case and half width.
fn letters(text: &str) -> Vec<char> {
    half_width(text)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_has_its_initials_by_every_reading() {
        assert_eq!(initials("灯管"), ["dg"]);
        assert_eq!(initials("LED 灯管（36W）"), ["leddg36w"]);
        let lorry = initials("重汽配件");
        assert!(lorry.iter().any(|own| own == "zqpj"), "{lorry:?}");
        assert!(lorry.iter().any(|own| own == "cqpj"), "{lorry:?}");
        assert!(initials("（）").is_empty());
        assert!(initials("").is_empty());
    }

    #[test]
    fn a_name_is_found_by_letters_initials_and_sound() {
        for (typed, name, fit) in [
            ("灯管", "灯管", Some(Fit::Same)),
            ("ＤＧ３６", "DG-36", Some(Fit::Same)),
            ("灯", "灯管", Some(Fit::Begins)),
            ("dg", "灯管", Some(Fit::Sounds)),
            ("DG", "灯管", Some(Fit::Sounds)),
            ("dengguan", "灯管", Some(Fit::Sounds)),
            ("灯guan", "灯管", Some(Fit::Sounds)),
            ("deng", "灯管", Some(Fit::SoundsAtFirst)),
            ("dengg", "灯管", Some(Fit::Sounds)),
            ("den", "灯管", Some(Fit::SoundsAtFirst)),
            ("d", "灯管", Some(Fit::SoundsAtFirst)),
            ("dg36", "灯管 36W", Some(Fit::SoundsAtFirst)),
            ("管", "灯管", Some(Fit::Within)),
            ("dg", "LED灯管", Some(Fit::SoundsWithin)),
            ("guan", "灯管", Some(Fit::SoundsWithin)),
            ("g", "灯管", None),
            ("zq", "重汽配件", Some(Fit::SoundsAtFirst)),
            ("cq", "重汽配件", Some(Fit::SoundsAtFirst)),
            ("chq", "重汽配件", Some(Fit::SoundsAtFirst)),
            ("lv", "绿篱剪", Some(Fit::SoundsAtFirst)),
            ("gd", "灯管", None),
            ("", "灯管", None),
            ("--", "灯管", None),
            ("dg", "", None),
        ] {
            assert_eq!(matches(typed, name), fit, "{typed} in {name}");
        }
    }

    proptest! {
        #[test]
        fn every_reading_of_a_name_finds_it(name in "[灯管重汽配件单位绿长行A-C0-3 -]{1,8}") {
            for reading in initials(&name) {
                let fit = matches(&reading, &name);
                prop_assert!(fit.is_some_and(|fit| fit <= Fit::Sounds), "{reading} {fit:?}");
            }
        }

        #[test]
        fn a_name_is_the_same_as_itself(name in "[灯管a-z0-9]{1,8}") {
            prop_assert_eq!(matches(&name, &name), Some(Fit::Same));
        }
    }
}
