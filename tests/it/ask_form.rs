//! Filling in a checklist item by item: kept on the way, left and resumed, recorded after a yes.

use crate::lab::Lab;
use crate::pty::{CTRL_C, Terminal};

/// A store with a rule and the sample of the ward round.
fn store() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-02");
    lab.ok("inspect rules add XS-1 --title 下科室巡查 --every 1/week --from 2026-01-01 --subject 内科 -q");
    lab.ok("inspect templates add XUNCHA --from 2026-01-01 -q");
    lab.on("2026-01-08");
    lab
}

const ITEMS: [&str; 10] = ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2", "4.3", "5.1"];
const RECORD: &str = "inspect record XS-1 内科 --template XUNCHA";

#[test]
fn a_checklist_is_filled_in_left_and_resumed() {
    let lab = store();
    let before = lab.files();
    let mut terminal = Terminal::start(&lab, RECORD);
    terminal.sees("共 10 项，还有 10 项没填");
    terminal.sees("1/10 1.1").sees("y 合格").types("也许\r").sees("不是 y、n 或 -");
    terminal.types("\u{7f}\u{7f}").types("y\r");
    // The remark that an item that fails asks for, and the way back.
    terminal.sees("2/10 1.2").types("n\r").sees("发现了什么").types("水龙头滴水\r");
    terminal.sees("3/10 2.1").types("b\r").sees("2/10 1.2").types("\r");
    terminal.sees("3/10 2.1").types(CTRL_C);
    let shown = terminal.ends(130);
    assert!(shown.contains("已填 2/10 项，还没有登记"), "{shown}");
    assert!(before == lab.files(), "a draft stands in the ledgers");

    let mut terminal = Terminal::start(&lab, RECORD);
    terminal.sees("2026-01-08 填到一半，已有 2 项").types("\r").sees("还有 8 项没填");
    for (at, item) in ITEMS.iter().enumerate().skip(2) {
        terminal.answers(&format!("{}/10 {item}", at + 1), if *item == "5.1" { "-" } else { "y" });
    }
    terminal
        .answers("照片或附件", "没有.jpg")
        .sees("没有.jpg")
        .types(&"\u{7f}".repeat(6))
        .types("\r");
    terminal.sees("水龙头滴水").sees("登记吗");
    assert!(before == lab.files(), "it was written before the yes");
    terminal.types("\r");
    let shown = terminal.ends(0);
    assert!(shown.contains("发现问题"), "{shown}");
    let answers = lab.read("inspections/answers/2026/2026-01.csv");
    assert_eq!(answers.lines().count(), 11, "{answers}");
    assert!(answers.contains("水龙头滴水"), "{answers}");
    // What is recorded is no draft any more.
    let mut terminal = Terminal::start(&lab, RECORD);
    terminal.sees("还有 10 项没填").sees("1/10").types("q\r");
    assert!(terminal.ends(130).contains("没有登记"));
    lab.ok("check");
}

/// Whoever names only the checklist is asked for rule and subject first, and fills in once.
#[test]
fn rule_and_subject_are_asked_for_first() {
    let lab = store();
    let mut terminal = Terminal::start(&lab, "inspect record --template XUNCHA");
    terminal.answers("规则", "xkssxc").sees("没有").types(&"\u{7f}".repeat(6)).types("xks\r");
    terminal.answers("对象", "内科");
    for (at, item) in ITEMS.iter().enumerate() {
        terminal.answers(&format!("{}/10 {item}", at + 1), "y");
    }
    terminal.answers("照片或附件", "").sees("登记吗").types("n\r");
    terminal.ends(130);
    let mut terminal = Terminal::start(&lab, "inspect record XS-1 内科 --template XUNCHA");
    terminal.answers("已有 10 项", "");
    for (at, item) in ITEMS.iter().enumerate() {
        terminal.answers(&format!("{}/10 {item}", at + 1), "");
    }
    terminal.answers("照片或附件", "").answers("登记吗", "y");
    assert!(terminal.ends(0).contains("合格"));
    lab.ok("check");
}

#[test]
fn without_a_terminal_the_result_is_named() {
    let lab = store();
    let said = lab.refuses(2, RECORD);
    assert!(said.contains("缺少必填参数：--result"), "{said}");
    assert!(lab.refuses(2, "inspect record XS-1 内科").contains("--result"));
}

/// Nobody walks a checklist for a subject that the rule does not bind.
#[test]
fn a_subject_that_is_not_bound_is_refused_before_the_first_item() {
    let lab = store();
    lab.ok("org department add WK --name 外科 -q");
    let mut terminal = Terminal::start(&lab, "inspect record XS-1 --template XUNCHA");
    terminal.answers("检查对象", "外科").sees("不管对象 外科");
    terminal.types("\u{7f}\u{7f}内科\r").sees("1/10 1.1").types("q\r");
    terminal.ends(130);
    let terminal = Terminal::start(&lab, "inspect record XS-1 外科 --template XUNCHA");
    let shown = terminal.ends(77);
    assert!(!shown.contains("1/10"), "{shown}");
}
