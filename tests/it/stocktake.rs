//! Stocktakes through the command line: from the open sheet to the signed report, with the mistakes
//! that are made on the way.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store room with three items, one of which moves on the day of the count.
pub(crate) fn lab() -> Lab {
    let mut lab = Lab::new();
    for line in [
        "store add ZW --name 总务库",
        "org department add NK1 --name 内科一病区",
        "item add BZ --name 笔 --unit 支 --category 办公用品",
        "item add DG36 --name 灯管 --spec 36W --unit 只 --units 箱=24 --category 电料",
        "item add DX25 --name 电线 --unit 米 --scale 1 --category 电料",
        "stock receive BZ 50 --price 1.5 --supplier 文具店 --slip RK0011",
        "stock receive DG36 2箱 --price 204 --supplier 华北五金 --slip RK0012",
        "stock receive DX25 100 --price 2 --supplier 华北五金 --slip RK0013",
    ] {
        lab.ok(line);
    }
    lab.on("2026-03-31");
    lab.ok("stock issue DX25 2.5 --department NK1 --slip CK0040");
    lab
}

/// The same with a sheet that is open, its cut-off the day's end.
pub(crate) fn opened() -> Lab {
    let lab = lab();
    lab.ok("stocktake open PD-03 --cutoff close");
    lab
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one count from its sheet to the shelf, with all that it prints"
)]
fn a_count_goes_from_the_sheet_to_the_shelf() {
    let lab = opened();
    assert_data_eq!(
        lab.ok("stocktake sheet"),
        str![[r#"
盘点表

盘点表    PD-03
库房      ZW
库房名称  总务库
盘点日期  2026-03-31
范围      全盘
截止      当日末
应盘      3

行号  物资编码  名称  规格  单位  账面  实盘  截止  盘点人  备注  盘点表
----  --------  ----  ----  ----  ----  ----  ----  ------  ----  ------
   1  BZ        笔          支      50                            PD-03
   2  DG36      灯管  36W   只      48                            PD-03
   3  DX25      电线        米    97.5                            PD-03

注：没盘的空着，盘了没有的填 0；表上没有的物资写在下面，目录里没有的写上名称和单位
注：填好后导入：houqin stocktake import 文件.csv --sheet PD-03

最后入库单号：____________  最后出库单号：____________  截止时间：____________  盘点人：____________  监盘：____________  库管员：____________
签字日期：____________

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake enter BZ=50 DG36=1箱 DX25=97.5"),
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
   1  BZ        笔    支      50  当日末  库管员甲
   2  DG36      灯管  只      24  当日末  库管员甲
   3  DX25      电线  米    97.5  当日末  库管员甲

注：看差异：houqin stocktake differences PD-03
注：都盘完了，请审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake enter DG36=47 --note 碎一只"),
        str![[r#"
已记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
状态      ! 待审批
应盘      3
已盘      3
未盘      0

行号  物资编码  名称  单位  实盘  原录入  截止    盘点人    备注
----  --------  ----  ----  ----  ------  ------  --------  ------
   2  DG36      灯管  只      47      24  当日末  库管员甲  碎一只

注：看差异：houqin stocktake differences PD-03
注：都盘完了，请审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake differences"),
        str![[r#"
盘点差异表

盘点表              PD-03
库房                ZW
盘点日期            2026-03-31
范围                全盘
截止                当日末
状态                ! 待审批
应盘                3
已盘                3
相符                2
盘盈                0
盘盈金额            0.00
盘亏                1
盘亏金额            8.50
未盘                0
账物相符率（项）    66.6%
账物相符率（金额）  98.74%
盘点人              库管员甲
审批人              —
截至                2026-03-31
登记截至            2026-03-31T08:30:00

行号  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果    盘点人    审批人  原因  备注
----  --------  ----  ----  ------  ----  ----  ----  --------  ------  --------  ------  ----  ------
   2  DG36      灯管  只    当日末    48    47    -1     -8.50  ✗ 盘亏  库管员甲  —             碎一只

注：都盘完了，请审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因

盘点人：____________  监盘：____________  库管员：____________  批准：____________  签字日期：____________

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake approve --approver 后勤主任 --reason 破损"),
        str![[r#"
已记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
状态      已审批
应盘      3
已盘      3
未盘      0

行号  物资编码  名称  单位  账面  实盘  差异  差异金额  结果    审批人    原因
----  --------  ----  ----  ----  ----  ----  --------  ------  --------  ----
   2  DG36      灯管  只      48    47    -1     -8.50  ✗ 盘亏  后勤主任  破损

注：已全部审批，可以过账：houqin stocktake post PD-03

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake post"),
        str![[r#"
已记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
状态      ✓ 已过账
应盘      3
已盘      3
未盘      0

行号  物资编码  名称  单位  账面  实盘  差异  差异金额  结果    审批人    原因
----  --------  ----  ----  ----  ----  ----  --------  ------  --------  ----
   2  DG36      灯管  只      48    47    -1     -8.50  ✗ 盘亏  后勤主任  破损

"#]]
    );
    assert_data_eq!(
        lab.ok("stock onhand -f csv"),
        str![[r#"
库房,物资编码,名称,规格,类别,数量,单位,折合,单价,金额（元）,提醒
ZW,BZ,笔,,办公用品,50,支,,1.50,75.00,
ZW,DG36,灯管,36W,电料,47,只,1 23/24 箱,8.50,399.50,
ZW,DX25,电线,,电料,97.5,米,,2.00,195.00,
合计,,,,,,,,,669.50,

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake list"),
        str![[r#"
盘点表

截至      2026-03-31
登记截至  2026-03-31T08:30:00

盘点表  库房  盘点日期    范围  状态      应盘  已盘  相符  盘盈  盘亏  未盘  盘点人    审批人
------  ----  ----------  ----  --------  ----  ----  ----  ----  ----  ----  --------  --------
PD-03   ZW    2026-03-31  全盘  ✓ 已过账     3     3     2     0     1     0  库管员甲  后勤主任

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake show PD-03"),
        str![[r#"
盘点表记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
范围      全盘
状态      ✓ 已过账
应盘      3
已盘      3
盘盈数量  —
盘亏数量  1 只
盘点人    库管员甲
审批人    后勤主任
校验码    eb6be60225ef44f329ef6c39122d24fd2695005c3fff7e4510cf85b7181c08ce
截至      2026-03-31
登记截至  2026-03-31T08:30:00

记录时间                   记录人    事项  行号  物资编码  名称  数量  单位  截止    盘点或审批人  原因或备注
-------------------------  --------  ----  ----  --------  ----  ----  ----  ------  ------------  ----------
2026-03-31T08:30:00+08:00  库管员甲  开表     —  —                  —        当日末
2026-03-31T08:30:00+08:00  库管员甲  应盘     1  BZ        笔      50  支    —
2026-03-31T08:30:00+08:00  库管员甲  应盘     2  DG36      灯管    48  只    —
2026-03-31T08:30:00+08:00  库管员甲  应盘     3  DX25      电线  97.5  米    —
2026-03-31T08:30:00+08:00  库管员甲  实盘     1  BZ        笔      50  支    当日末  库管员甲
2026-03-31T08:30:00+08:00  库管员甲  实盘     2  DG36      灯管    24  只    当日末  库管员甲
2026-03-31T08:30:00+08:00  库管员甲  实盘     3  DX25      电线  97.5  米    当日末  库管员甲
2026-03-31T08:30:00+08:00  库管员甲  实盘     2  DG36      灯管    47  只    当日末  库管员甲      碎一只
2026-03-31T08:30:00+08:00  库管员甲  审批     1  BZ        笔       0  支    —       后勤主任
2026-03-31T08:30:00+08:00  库管员甲  审批     2  DG36      灯管    -1  只    —       后勤主任      破损
2026-03-31T08:30:00+08:00  库管员甲  审批     3  DX25      电线     0  米    —       后勤主任

"#]]
    );
    let before = lab.files();
    lab.ok("stocktake post PD-03");
    assert_eq!(before, lab.files(), "posting twice wrote something");
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn the_files_say_what_was_done() {
    let lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=47 DX25=97.5 --counter 库管员乙");
    lab.ok("stocktake approve --approver 后勤主任 --reason 破损");
    lab.ok("stocktake post");
    assert_data_eq!(
        lab.read("stock/stocktakes/2026/PD-03.csv"),
        str![[r#"
id,sheet,date,kind,line,item,lot,place,book,counted,unit,counted_on,cutoff,counter,round,variance,unit_price,approver,reason,person,slip,scope,note,recorded_at,recorded_by
K20260331-6cr7-000005,PD-03,2026-03-31,open,,,,store:ZW,,,,,close,,,,,,,,,full,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000006,PD-03,2026-03-31,line,1,BZ,,store:ZW,50,,支,,,,,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000007,PD-03,2026-03-31,line,2,DG36,,store:ZW,48,,只,,,,,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000008,PD-03,2026-03-31,line,3,DX25,,store:ZW,97.5,,米,,,,,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000009,PD-03,2026-03-31,count,1,BZ,,store:ZW,,50,支,2026-03-31,close,库管员乙,1,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000010,PD-03,2026-03-31,count,2,DG36,,store:ZW,,47,只,2026-03-31,close,库管员乙,1,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000011,PD-03,2026-03-31,count,3,DX25,,store:ZW,,97.5,米,2026-03-31,close,库管员乙,1,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000012,PD-03,2026-03-31,approve,1,BZ,,store:ZW,,,支,,,,,0,,后勤主任,,,,,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000013,PD-03,2026-03-31,approve,2,DG36,,store:ZW,,,只,,,,,-1,,后勤主任,破损,,,,,2026-03-31T08:30:00+08:00,库管员甲
K20260331-6cr7-000014,PD-03,2026-03-31,approve,3,DX25,,store:ZW,,,米,,,,,0,,后勤主任,,,,,,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
    let ledger = lab.read("stock/movements/2026/2026-03.csv");
    let posted: Vec<&str> = ledger.lines().filter(|line| line.contains("PD-03")).collect();
    assert_data_eq!(
        posted.join("\n"),
        str![[r#"
M20260331-6cr7-000015,2026-03-31,close,count,BZ,0,支,,,50,difference,store:ZW,,,PD-03,库管员乙,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
M20260331-6cr7-000016,2026-03-31,close,count,DG36,1,只,,,47,store:ZW,difference,,,PD-03,库管员乙,破损,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
M20260331-6cr7-000017,2026-03-31,close,count,DX25,0,米,,,97.5,difference,store:ZW,,,PD-03,库管员乙,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
M20260331-6cr7-000018,2026-03-31,,posted,,,,,,,,,,,PD-03,后勤主任,破损,4f027b35591455f85a9f1f580ce9b699b7aed43051b339935201398d76d7326c,,,,,,2026-03-31T08:30:00+08:00,库管员甲
"#]]
    );
}

#[test]
fn a_count_without_a_cut_off_on_a_day_of_movements_is_a_question() {
    let lab = lab();
    lab.ok("stocktake open PD-03");
    assert_data_eq!(
        lab.refuses(77, "stocktake enter BZ=50 DX25=97.5"),
        str![[r#"
错误：DX25 电线 在 2026-03-31 有 1 笔收发（CK0040 −2.5），没有写明盘点时算到哪一笔
  提示：全都算进：--cutoff close；都不算：--cutoff open；按最后单号：--cutoff after=CK0040

"#]]
    );
    assert_data_eq!(
        lab.refuses(77, "stocktake enter DX25=97.5 --cutoff 16:00"),
        str![[r#"
错误：截止“16:00”说明不了 DX25 电线 在 2026-03-31 的 1 笔收发（CK0040 −2.5）盘点时算没算进
  提示：全都算进：--cutoff close；都不算：--cutoff open；按最后单号：--cutoff after=CK0040

"#]]
    );
    lab.ok("stocktake enter DX25=100 --cutoff open");
    assert_data_eq!(
        lab.ok("stocktake differences --all -f csv"),
        str![[r#"
行号,物资编码,名称,单位,截止,账面,实盘,差异,差异金额,结果,盘点人,审批人,原因,备注
1,BZ,笔,支,当日末,50,,,,未盘,,,,
2,DG36,灯管,只,当日末,48,,,,未盘,,,,
3,DX25,电线,米,当日初,100,100,0,0.00,相符,库管员甲,,,

"#]]
    );
    lab.ok("stocktake enter DX25=97.5 --cutoff after=CK0040");
    let english = lab.english();
    assert_data_eq!(
        english.refuses(77, "stocktake enter DX25=97.5 --cutoff 16:00"),
        str![[r#"
error: the cut-off `16:00` does not say what the counter saw of DX25 电线 on 2026-03-31: CK0040 −2.5 (1 in all)
  hint: all of them: --cutoff close; none: --cutoff open; by the last slips: --cutoff after=CK0040

"#]]
    );
}

#[test]
fn what_stands_against_posting_names_the_next_command() {
    let lab = opened();
    let mut said = vec![lab.refuses(77, "stocktake post")];
    lab.ok("stocktake enter BZ=49 DG36=48");
    said.push(lab.refuses(77, "stocktake approve --approver 后勤主任 --reason 破损"));
    lab.ok("stocktake enter DX25=97.5");
    said.push(lab.refuses(77, "stocktake post"));
    said.push(lab.refuses(77, "stocktake approve --approver 后勤主任"));
    said.push(lab.refuses(77, "stocktake approve --approver 库管员甲 --reason 破损"));
    said.push(lab.refuses(77, "stocktake approve --item DG63 --approver 后勤主任"));
    said.push(lab.refuses(77, "stocktake approve PD-3 --approver 后勤主任"));
    said.push(lab.refuses(77, "stocktake open PD-04"));
    said.push(lab.refuses(77, "stocktake open PD-03 --date 2026-03-30"));
    said.push(lab.refuses(77, "stocktake open PD-04 --category 办公"));
    said.push(lab.refuses(77, "stocktake enter --line 9=1 --find 灯座=3 DG36=-1"));
    said.push(lab.refuses(2, "stocktake enter DG36"));
    said.push(lab.refuses(2, "stocktake open PD-04 --cutoff 下班"));
    assert_data_eq!(
        said.concat(),
        str![[r#"
错误：盘点表 PD-03 还没有全部审批，尚缺 3 项：BZ、DG36、DX25
  提示：先看差异：houqin stocktake differences PD-03；再审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因
错误：盘点表 PD-03 还有 1 项未盘：DX25
  提示：录入：houqin stocktake enter --sheet PD-03 物资编码=数量；确实不盘：加 --leave-uncounted
错误：盘点表 PD-03 还没有全部审批，尚缺 3 项：BZ、DG36、DX25
  提示：先看差异：houqin stocktake differences PD-03；再审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因
错误：盘点表 PD-03 有 1 项账物不符（BZ），要写明原因
  提示：加上 --reason 原因；各项原因不同的，逐项审批：houqin stocktake approve PD-03 --item 物资编码 --reason 原因 --approver 姓名
错误：库管员甲 自己盘了这 1 项（BZ），账物不符要由别人审批
  提示：换一位审批人：houqin stocktake approve PD-03 --approver 姓名 --reason 原因
错误：盘点表 PD-03 上没有 DG63，是不是 DG36？
  提示：查看盘点表：houqin stocktake sheet PD-03
错误：没有盘点表 PD-3，是不是 PD-03？未过账的有：PD-03
  提示：查看盘点表：houqin stocktake list
错误：库房 ZW 的盘点表 PD-03 还没有过账，其中已有这 3 项：BZ、DG36、DX25
  提示：接着盘：houqin stocktake status PD-03；不要了：houqin stocktake cancel PD-03 --reason 原因
错误：盘点表 PD-03 已经是库房 ZW 在 2026-03-31 的盘点，截止和范围也已定下
  提示：查看：houqin stocktake status PD-03；另开一张请换一个编号
错误：没有物资属于类别“办公”；已有类别：办公用品、电料
  提示：查看目录：houqin item list
错误：DG36 的实盘数 -1 小于零
  提示：没有就填 0；没盘就空着
错误：盘点表 PD-03 没有第 9 行，最后一行是 3
  提示：查看盘点表：houqin stocktake sheet PD-03
错误：账外物品“灯座”没有写单位
  提示：把单位写在数量后面：--find 灯座=3支
错误：有 3 处不能登记，什么都没有写入
错误：物资编码=数量：“DG36”里没有等号
  提示：写成 物资编码=数量，例如 DG36=57
错误：--cutoff：“下班”不是时间，也不是盘点截止
  提示：写成 08:30；盘点还可写 open、close 或 after=单号+单号

"#]]
    );
}

#[test]
fn a_posted_sheet_is_closed() {
    let lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=48 DX25=97.5");
    lab.ok("stocktake approve --approver 库管员甲");
    lab.ok("stocktake post");
    let mut said = vec![lab.refuses(77, "stocktake enter BZ=49")];
    said.push(lab.refuses(77, "stocktake enter --sheet PD-03 BZ=49"));
    said.push(lab.refuses(77, "stocktake approve PD-03 --approver 后勤主任 --reason 破损"));
    said.push(lab.refuses(77, "stocktake cancel PD-03 --reason 错"));
    assert_data_eq!(
        said.concat(),
        str![[r#"
错误：没有指明盘点表；未过账的有：—
  提示：加上 --sheet 盘点表；还没有就先开表：houqin stocktake open --room 库房
错误：盘点表 PD-03 已由 库管员甲 审批，2026-03-31 过账，不能再改
  提示：查看：houqin stocktake differences PD-03 --all；重新盘点请另开一张：houqin stocktake open --room 库房
错误：盘点表 PD-03 已由 库管员甲 审批，2026-03-31 过账，不能再改
  提示：查看：houqin stocktake differences PD-03 --all；重新盘点请另开一张：houqin stocktake open --room 库房
错误：盘点表 PD-03 已由 库管员甲 审批，2026-03-31 过账，不能再改
  提示：查看：houqin stocktake differences PD-03 --all；重新盘点请另开一张：houqin stocktake open --room 库房

"#]]
    );
    assert!(lab.refuses(77, "stock reverse CK0040 --reason 错").contains("盘点"));
}
