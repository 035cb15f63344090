//! Asking for what is missing: on a terminal every writer asks, without one none does.

use crate::lab::Lab;
#[cfg(unix)]
use crate::pty::{CTRL_C, CTRL_D, DOWN, TAB, Terminal};

/// A store with two rooms, two wards, and goods.
pub(crate) fn stocked() -> Lab {
    let lab = Lab::new();
    for line in [
        "store add WJ --name 五金库",
        "store add DQ --name 电器库",
        "org department add NK1 --name 内科一病区",
        "org department add SB --name 设备科",
        "item add DG36 --name 灯管 --spec 36W --unit 支",
        "item add DGZJ --name 灯管支架 --unit 个",
        "item add ZC6205 --name 轴承 --unit 只",
        "stock receive DG36 40 --price 8.5 --supplier 华北五金 --room WJ",
        "stock receive ZC6205 10 --price 15 --supplier 华北五金 --room WJ",
    ] {
        lab.ok(&format!("{line} -q"));
    }
    lab
}

/// Without a terminal nothing is asked: exit 2, every missing field named, nothing changed.
#[test]
fn without_a_terminal_no_writer_asks() {
    let lab = Lab::new().english();
    let before = lab.files();
    let mut lacking = 0;
    // The reference that `commands.rs` holds to the tree: a command a block.
    let reference = include_str!("data/commands.txt");
    for block in reference.split("# houqin ").skip(1).filter(|block| block.contains("--dry-run")) {
        let path = block.lines().next().unwrap_or_default();
        let usage = block.lines().find(|line| line.starts_with("Usage:")).expect("a usage");
        let needed: Vec<&str> = usage
            .split_whitespace()
            .filter(|word| word.starts_with('<'))
            .map(|word| word.trim_end_matches('.'))
            .collect();
        if needed.is_empty() {
            continue;
        }
        lacking += 1;
        let ran = lab.run(path);
        assert_eq!(ran.code, 2, "{path}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{path} showed something");
        for word in needed {
            assert!(
                ran.stderr.contains(word.trim_matches(['<', '>'])),
                "{path}: {word}: {}",
                ran.stderr
            );
        }
    }
    assert!(lacking > 80, "only {lacking} writers lack something");
    assert!(before == lab.files(), "something was written");
}

#[test]
#[cfg(unix)]
fn a_writer_asks_for_what_is_missing() {
    let lab = stocked();
    let mut terminal = Terminal::start(&lab, "stock issue");
    // Initials find; of several the arrow chooses one.
    terminal.sees("物资编码：").types("dg").sees("DGZJ  灯管支架").types(DOWN).types("\r");
    terminal.answers("数量，可带单位", "许多").sees("不是数字").types("\u{7f}\u{7f}").types("4\r");
    // What is not registered is not taken, and the nearest is named.
    terminal.answers("领用的科室", "NK9").sees("是不是“NK1”").types("\u{7f}1\r");
    terminal.answers("库房", "WJ");
    terminal.answers("日期", "").answers("单号", "CK-1").answers("经手人", "护士长");
    terminal.sees("等于输入：houqin stock issue").answers("登记吗", "");
    let shown = terminal.ends(0);
    assert!(
        shown.contains("--department=NK1 --room=WJ --slip=CK-1 --person=护士长 DG36 4"),
        "{shown}"
    );
    let rows = lab.read("stock/movements/2026/2026-03.csv");
    assert!(rows.contains(",issue,DG36,4,支,"), "{rows}");
    // The next time what was answered last is offered: Enter takes it.
    let mut terminal = Terminal::start(&lab, "stock issue");
    terminal.sees("物资编码：").types("zc").types(TAB).sees("ZC6205").types("\r");
    terminal.answers("数量", "1");
    for question in ["(NK1)", "(WJ)", "(2026-03-05)"] {
        terminal.answers(question, "");
    }
    terminal.answers("单号", "").answers("(护士长)", "-").answers("登记吗", "y");
    let shown = terminal.ends(0);
    assert!(shown.contains("houqin stock issue --department=NK1 --room=WJ ZC6205 1\n"), "{shown}");
    lab.ok("check");
}

#[test]
#[cfg(unix)]
fn what_was_typed_is_not_asked_for() {
    let lab = stocked();
    let mut terminal = Terminal::start(&lab, "stock issue DG36 2 --room WJ --lang en");
    terminal.answers("Department that receives them", "nk1").answers("record it", "yes");
    let shown = terminal.ends(0);
    assert!(
        shown.contains(
            "the same as: houqin stock issue DG36 2 --room WJ --lang en --department=NK1"
        ),
        "{shown}"
    );
    // One of several: which, then its value.
    let mut terminal = Terminal::start(&lab, "stock receive DG36 5 --room WJ");
    terminal.answers("哪一种", "").answers("供应商", "hbwj").sees("登记吗");
    drop(terminal);
    let mut terminal = Terminal::start(&lab, "stock adjust DG36 1 --room WJ --reason 清点");
    terminal.answers("哪一种", "down").answers("登记吗", "");
    assert!(terminal.ends(0).contains("--down"));
}

#[test]
#[cfg(unix)]
fn no_is_no_and_a_refusal_keeps_the_answers() {
    let lab = stocked();
    let before = lab.files();
    let mut terminal = Terminal::start(&lab, "stock issue DG36 2 --room WJ");
    terminal.answers("领用的科室", "NK1").answers("登记吗", "n");
    assert!(terminal.ends(130).contains("没有登记"));
    let mut terminal = Terminal::start(&lab, "stock issue DG36 900 --room WJ");
    terminal.answers("领用的科室", "NK1");
    let shown = terminal.ends(77);
    assert!(
        shown.contains("等于输入：houqin stock issue DG36 900 --room WJ --department=NK1"),
        "{shown}"
    );
    assert!(before == lab.files(), "something was written");
}

/// At every question of a line the way out leaves the store as it is.
#[test]
#[cfg(unix)]
fn ctrl_c_at_any_question_changes_nothing() {
    let lab = stocked();
    let before = lab.files();
    let steps = [
        ("物资编码：", "DG36"),
        ("数量", "4"),
        ("领用的科室", "NK1"),
        ("库房", "WJ"),
        ("日期", ""),
        ("单号", "CK-9"),
        ("经手人", "护士长"),
        ("登记吗", ""),
    ];
    for key in [CTRL_C, CTRL_D] {
        for at in 0..steps.len() {
            let mut terminal = Terminal::start(&lab, "stock issue");
            for (question, answer) in &steps[..at] {
                terminal.answers(question, answer);
            }
            terminal.sees(steps[at].0).types(key);
            assert!(terminal.ends(130).contains("没有登记"));
            assert!(before == lab.files(), "leaving at {} wrote something", steps[at].0);
        }
    }
}

#[test]
#[cfg(unix)]
fn whoever_wants_no_questions_gets_none() {
    let mut lab = stocked();
    for line in ["stock issue --no-input", "stock issue -q"] {
        assert!(Terminal::start(&lab, line).ends(2).contains("缺少必填参数"), "{line}");
    }
    lab.set("HOUQIN_NO_INPUT", "1");
    assert!(Terminal::start(&lab, "stock issue").ends(2).contains("缺少必填参数"));
    // A reader is told what it lacks; it writes nothing that could be asked about.
    let lab = stocked();
    assert!(Terminal::start(&lab, "item show").ends(2).contains("缺少必填参数"));
    // Where no answer would help, the first question does not come.
    let nowhere = Lab::bare();
    assert!(Terminal::start(&nowhere, "stock issue").ends(66).contains("不是 houqin 的账库"));
}

#[test]
#[cfg(unix)]
fn a_new_code_is_typed_where_it_is_made() {
    let lab = stocked();
    let mut terminal = Terminal::start(&lab, "item add");
    terminal.answers("? 编码：", "FM20").answers("名称", "阀门").answers("单位", "只");
    terminal.answers("登记吗", "");
    terminal.ends(0);
    assert!(lab.ok("item show FM20").contains("阀门"));
}

#[test]
#[cfg(unix)]
fn a_register_out_of_range_is_asked_about_before_it_is_written() {
    let mut lab = Lab::new();
    lab.ok("meter add E-01 --name 总配电 --utility 电 --digits 6 --max-per-day 100 -q");
    lab.ok("meter read E-01 1000 --date 2026-03-01 -q");
    lab.on("2026-03-05");
    let before = lab.files();
    let mut terminal = Terminal::start(&lab, "meter read");
    // The day before the dial: what it may show depends on it.
    terminal.answers("监测点编码", "zpd").answers("(2026-03-05)", "").answers("抄表人", "");
    terminal.sees("上次 2026-03-01 是 1000").sees("预计 1000 到 1400");
    terminal.types("10250\r").sees("超过上限").answers("哪一种", "");
    terminal.sees("上次 2026-03-01").types("10250\r").answers("哪一种", "复核");
    terminal.answers("原因", "新装空调").sees("将要登记");
    terminal.sees("登记吗");
    assert!(before == lab.files(), "it was written before the yes");
    terminal.types("\r");
    let shown = terminal.ends(0);
    assert!(shown.contains("--confirm"), "{shown}");
    assert!(lab.read("meters/readings/2026/2026-03.csv").contains("confirmed"));
}

/// A day may be called by its name, to a question and on the command line; the ledger has its date.
#[test]
#[cfg(unix)]
fn a_day_is_called_by_its_name() {
    let mut lab = Lab::new();
    lab.ok("meter add E-01 --name 总配电 --utility 电 --digits 6 -q");
    lab.ok("meter read E-01 1000 --date 前天 -q");
    let refused = lab.run("meter read E-01 1010 --date 大前天");
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("或写 今天、昨天、前天、明天"), "{}", refused.stderr);
    let mut terminal = Terminal::start(&lab, "meter read");
    terminal.answers("监测点编码", "zpd").answers("日期，如", "昨日").answers("抄表人", "");
    terminal.sees("上次 2026-03-03 是 1000").types("1010\r").answers("登记吗", "");
    let shown = terminal.ends(0);
    assert!(shown.contains("houqin meter read --date=2026-03-04 E-01 1010"), "{shown}");
    lab.ok("meter read E-01 1020 --date today -q");
    let rows = lab.read("meters/readings/2026/2026-03.csv");
    for row in [",E-01,2026-03-03,,1000,", ",E-01,2026-03-04,,1010,", ",E-01,2026-03-05,,1020,"] {
        assert!(rows.contains(row), "{row}: {rows}");
    }
    let of_day = |words: &str| lab.ok(&format!("meter show E-01 {words} -q"));
    assert_eq!(of_day("--as-of 昨天"), of_day("--as-of 2026-03-04"));
    lab.set("HOUQIN_LANG", "en");
    let refused = lab.run("meter read E-01 1010 --date 5/3");
    assert!(refused.stderr.contains("or today, yesterday, tomorrow"), "{}", refused.stderr);
}

#[test]
#[cfg(unix)]
fn a_unit_that_the_item_lacks_is_refused_at_the_question() {
    let lab = stocked();
    let mut terminal = Terminal::start(&lab, "stock issue DG36 --department NK1 --room WJ");
    terminal.answers("数量，可带单位", "2箱").sees("没有单位“箱”");
    terminal.types("\u{7f}支\r").answers("登记吗", "");
    let shown = terminal.ends(0);
    assert!(shown.contains("--room WJ 2支\n") || shown.contains("--room WJ 2支\r"), "{shown}");
}

#[test]
#[cfg(unix)]
fn a_digit_too_many_is_asked_about_from_the_second_reading_on() {
    let mut lab = Lab::new();
    lab.ok("meter add E-01 --name 总配电 --utility 电 -q");
    lab.ok("meter read E-01 1234 --date 2026-03-01 -q");
    lab.on("2026-03-02");
    let mut terminal = Terminal::start(&lab, "meter read E-01");
    terminal.sees("上次 2026-03-01 是 1234").types("12345\r");
    terminal.sees("上次 2026-03-01 是 1234，这次 12345，多了一位；真的是 12345 吗？");
    terminal.answers("哪一种", "").types("1244\r").answers("登记吗", "");
    terminal.ends(0);
    lab.on("2026-03-03");
    let mut terminal = Terminal::start(&lab, "meter read E-01");
    terminal.types("1354\r").sees("合每天 110，以前最多每天 10；真的是 1354 吗？");
    terminal.answers("哪一种", "复核").answers("原因", "新装空调").answers("登记吗", "");
    terminal.ends(0);
    assert!(lab.read("meters/readings/2026/2026-03.csv").contains("1354,confirmed"));
}
