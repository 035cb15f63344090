//! Counting with a scanner: lines on stdin, answers on stderr, one receipt on stdout.

use snapbox::{assert_data_eq, str};

use crate::stocktake::opened;

#[test]
fn a_scanner_counts_box_by_box_and_everything_is_entered_at_the_end() {
    let lab = opened();
    let typed = "DG36\n1箱\nDX26\nDX25\n97.5\nDG36\n20\n-\nDG36,24\nBZ 49\nBZ\n=50\n\n";
    let ran = lab.run_with("stocktake scan --sheet PD-03 --counter 库管员乙", typed);
    assert_eq!(ran.code, 0);
    assert_data_eq!(
        ran.stderr,
        str![[r#"
扫码盘点 PD-03：扫编码回车，输数量回车；- 撤销上一条，空行结束
DG36 灯管：数量（只）？
DG36 灯管：合计 24 只（共 1 种，1 条）
错误：物资目录里没有 DX26，是不是 DX25？
  提示：查看：houqin item show DX25；按名称查找：houqin item find DX26
DX25 电线：数量（米）？
DX25 电线：合计 97.5 米（共 2 种，2 条）
DG36 灯管：已扫 24 只，再加多少？
DG36 灯管：合计 44 只（共 2 种，3 条）
已撤销一条，DG36 灯管 回到 24 只（共 2 种，2 条）
DG36 灯管：合计 48 只（共 2 种，3 条）
BZ 笔：合计 49 支（共 3 种，4 条）
BZ 笔：已扫 49 支，再加多少？
BZ 笔：合计 50 支（共 3 种，5 条）
扫码结束：3 种，5 条

"#]]
    );
    assert_data_eq!(
        ran.stdout,
        str![[r#"
已记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
状态      ! 待审批
应盘      3
已盘      3
未盘      0

行号  物资编码  名称  单位  实盘  截止    盘点人    备注
----  --------  ----  ----  ----  ------  --------  ----
   1  BZ        笔    支      50  当日末  库管员乙
   2  DG36      灯管  只      48  当日末  库管员乙
   3  DX25      电线  米    97.5  当日末  库管员乙

注：看差异：houqin stocktake differences PD-03
注：都盘完了，请审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因

"#]]
    );
    let sheet = lab.read("stock/stocktakes/2026/PD-03.csv");
    assert_eq!(sheet.matches(",count,").count(), 3, "{sheet}");
}

#[test]
fn nothing_is_entered_while_a_code_waits_for_its_quantity_or_in_a_rehearsal() {
    let lab = opened();
    let before = lab.read("stock/stocktakes/2026/PD-03.csv");
    let cut_off = lab.run_with("stocktake scan", "DG36\n24\nDX25\n");
    assert_eq!(cut_off.code, 77);
    assert!(cut_off.stderr.contains("最后扫的 DX25 没有数量"), "{}", cut_off.stderr);
    let rehearsed = lab.run_with("stocktake scan --dry-run -q", "DG36\n24\n");
    assert_eq!((rehearsed.code, rehearsed.stderr.as_str()), (0, ""));
    assert!(rehearsed.stdout.contains("DG36"), "{}", rehearsed.stdout);
    let nothing = lab.run_with("stocktake scan", "\n");
    assert_eq!(nothing.code, 77);
    assert_eq!(lab.read("stock/stocktakes/2026/PD-03.csv"), before);
}

#[test]
fn what_is_wrong_is_answered_at_once_in_english_too() {
    let lab = opened().english();
    let typed = "!\nDG36\nDX25\n-\n-\nDG36\n3\n-\n\n";
    let ran = lab.run_with("stocktake scan", typed);
    assert_data_eq!(
        ran.stderr,
        str![[r#"
counting PD-03: scan a code and Enter, a quantity and Enter; - takes back the last line, an empty line ends
error: “!” is no code of an item
  hint: scan it again; look it up: houqin item find NAME
DG36 灯管: how many (只)?
error: “DX25” is no quantity of DG36 灯管; nothing was kept. Type the quantity (只), or - to drop the code
the code DG36 灯管 is dropped; scan the next one
there is nothing to take back
DG36 灯管: how many (只)?
DG36 灯管: 3 只 in all (1 item(s), 1 line(s))
taken back, nothing is left of DG36 灯管 (0 item(s), 0 line(s))
scanned 0 item(s) in 0 line(s)
error: nothing was counted; the sheet PD-03 was not changed
  hint: write ITEM=QUANTITY: houqin stocktake enter --sheet PD-03 ITEM=QUANTITY; a blank is not counted, 0 is none

"#]]
    );
}

#[test]
fn a_recount_is_scanned_blind_and_by_somebody_else() {
    let lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=47 DX25=97.5 --counter 库管员乙");
    let same = lab.run_with("stocktake scan --recount --counter 库管员乙", "DG36\n48\n\n");
    assert!(same.stderr.contains("库管员乙 已经盘过 DG36"), "{}", same.stderr);
    let other = lab.run_with("stocktake scan --recount --counter 张三", "DG36\n47\n\n");
    assert_eq!(other.code, 0, "{}", other.stderr);
    assert!(!other.stderr.contains("表上已有"), "{}", other.stderr);
}
