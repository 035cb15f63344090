//! Deadlines as plans write them: `3月底`, `一季度`, `6月30日`, `年底`.

use crate::base::{Day, Month, half_width};

const NUMBERS: [&str; 12] =
    ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// The last day that a plan's own words mean in its year; none where they say no day.
///
/// A month, a quarter or a half ends on its last day. `3月前` says no day: nobody can tell whether
/// March is over by then or begins.
pub fn deadline(text: &str, year: i32) -> Option<Day> {
    let text = half_width(text);
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let text = text.strip_suffix("完成").unwrap_or(&text);
    let end = |month: u32| Month::new(year, month).map(Month::last);
    match text {
        "年底" | "年末" | "年底前" | "年末前" | "全年" | "本年度" | "下半年" => {
            return end(12);
        }
        "上半年" | "年中" => return end(6),
        _ => {}
    }
    if let Some(quarter) = text.strip_suffix("季度").or_else(|| text.strip_suffix("季度末")) {
        let quarter = number(quarter.strip_prefix('第').unwrap_or(quarter))?;
        return (1..=4).contains(&quarter).then(|| end(quarter * 3))?;
    }
    let (month, rest) = text.split_once('月')?;
    let month = number(month)?;
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    match rest {
        "" | "底" | "末" | "底前" | "末前" => end(month),
        _ => {
            let rest = rest.strip_suffix('前').unwrap_or(rest).strip_suffix(['日', '号'])?;
            Day::new(year, month, rest.parse().ok()?)
        }
    }
}

/// A small number in digits or in words.
fn number(text: &str) -> Option<u32> {
    let said = NUMBERS.iter().zip(1..).find(|(word, _)| **word == text);
    said.map(|(_, number)| number).or_else(|| text.parse().ok())
}
