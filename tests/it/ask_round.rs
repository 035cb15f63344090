//! Going a round of meters with the tool in hand: dial by dial, left and resumed.

use crate::lab::Lab;
use crate::pty::{CTRL_C, Terminal};

/// A round of four dials.
fn round() -> Lab {
    let mut lab = Lab::new();
    for (at, (code, name)) in
        [("E-01", "总配电"), ("E-02", "食堂"), ("W-01", "总水表"), ("W-02", "锅炉房")]
            .iter()
            .enumerate()
    {
        let utility = if code.starts_with('E') { "电" } else { "冷水" };
        lab.ok(&format!(
            "meter add {code} --name {name} --utility {utility} --digits 6 --max-per-day 100 \
             --route 东线 --route-order {at} -q"
        ));
        lab.ok(&format!("meter read {code} 1000 --date 2026-03-01 -q"));
    }
    lab.on("2026-03-05");
    lab
}

fn rows(lab: &Lab) -> Vec<String> {
    let text = lab.read("meters/readings/2026/2026-03.csv");
    text.lines()
        .skip(5)
        .map(|row| row.split(',').skip(1).take(5).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn a_round_is_gone_left_and_resumed() {
    let lab = round();
    let mut terminal = Terminal::start(&lab, "meter read --route 东线 --person 抄表员甲");
    terminal.sees("路线“东线”共 4 块表，还有 4 块没抄");
    terminal.sees("1/4 E-01 总配电").sees("上次 2026-03-01 是 1000").sees("预计 1000 到 1400");
    terminal.types("1200\r");
    // Each register is on the disk before the next question.
    terminal.sees("2/4 E-02 食堂").sees("上次");
    assert_eq!(rows(&lab), ["E-01 2026-03-05  1200 actual"]);
    // No number, and a digit too many for the dial: typed again.
    terminal.types("12x\r").sees("不是数字").types("\u{7f}\u{7f}\u{7f}").types("q\r");
    let shown = terminal.ends(0);
    assert!(shown.contains("还有 3 块没抄"), "{shown}");
    assert!(shown.contains("接着抄：houqin meter read --route 东线"), "{shown}");

    let mut terminal = Terminal::start(&lab, "meter read --route 东线");
    terminal.sees("还有 3 块没抄").sees("2/4 E-02").types("~1100\r");
    // Out of range: asked about, kept with doubt.
    terminal.sees("3/4 W-01").types("900\r").sees("!").answers("哪一种", "3");
    terminal.answers("原因", "表盘起雾");
    terminal.sees("4/4 W-02").types("\r");
    let shown = terminal.ends(0);
    assert!(shown.contains("还有 1 块没抄"), "{shown}");
    assert_eq!(
        rows(&lab),
        [
            "E-01 2026-03-05  1200 actual",
            "E-02 2026-03-05  1100 estimated",
            "W-01 2026-03-05  900 doubtful"
        ]
    );

    // What was passed over comes again; what is kept with doubt does not.
    let mut terminal = Terminal::start(&lab, "meter read --route 东线");
    terminal.sees("还有 1 块没抄").sees("4/4 W-02").types("1010\r");
    assert!(!terminal.ends(0).contains("houqin meter read --route"));
    assert!(Terminal::start(&lab, "meter read --route 东线").ends(0).contains("还有 0 块没抄"));
    lab.ok("check");
}

#[test]
fn ctrl_c_keeps_what_was_read_and_nothing_else() {
    let lab = round();
    let before = lab.files();
    let mut terminal = Terminal::start(&lab, "meter read --route 东线");
    terminal.sees("1/4").types(CTRL_C);
    terminal.ends(130);
    assert!(before == lab.files(), "leaving wrote something");
    let mut terminal = Terminal::start(&lab, "meter read --route 东线");
    terminal.sees("1/4").types("1200\r").sees("2/4").types("9999\r").sees("哪一种").types(CTRL_C);
    let shown = terminal.ends(130);
    assert!(shown.contains("还有 3 块没抄"), "{shown}");
    assert_eq!(rows(&lab), ["E-01 2026-03-05  1200 actual"]);
}

#[test]
fn without_a_terminal_a_round_says_how_else() {
    let lab = round();
    let said = lab.refuses(2, "meter read --route 东线");
    assert!(said.contains("houqin meter route sheet 东线"), "{said}");
}
