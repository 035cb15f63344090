//! What a count sheet goes through after the first count: late slips, recounts, pending
//! differences, declared slips, the cycle.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::stocktake::opened;

/// The sheet posted with one lamp too few.
fn posted() -> Lab {
    let lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=45 DX25=97.5");
    lab.ok("stocktake approve --approver 后勤主任 --reason 破损");
    lab.ok("stocktake post");
    lab
}

#[test]
fn a_late_slip_is_approved_again_and_the_month_can_be_sealed() {
    let mut lab = posted();
    lab.on("2026-04-02");
    lab.ok("stock issue DG36 2 --department NK1 --date 2026-03-30 --slip 0117");
    let refused = lab.refuses(77, "close seal 2026-03 --book stock");
    assert!(refused.contains("sheets-settled"), "{refused}");
    assert_data_eq!(
        lab.ok("stocktake differences PD-03"),
        str![[r#"
盘点差异表

盘点表              PD-03
库房                ZW
盘点日期            2026-03-31
范围                全盘
截止                当日末
状态                ✓ 已过账
应盘                3
已盘                3
相符                2
盘盈                0
盘盈金额            0.00
盘亏                1
盘亏金额            8.50
未盘                0
账物相符率（项）    66.6%
账物相符率（金额）  98.71%
盘点人              库管员甲
审批人              后勤主任
截至                2026-04-02
登记截至            2026-04-02T08:30:00

盘点差异表
行号  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果    盘点人    审批人    原因  备注
----  --------  ----  ----  ------  ----  ----  ----  --------  ------  --------  --------  ----  ----
   2  DG36      灯管  只    当日末    46    45    -1     -8.50  ✗ 盘亏  库管员甲  后勤主任  破损

迟到单据影响
物资编码  名称  单位  实盘  批准差异  现差异  迟到单据  单据日期    收发数量  录入时间
--------  ----  ----  ----  --------  ------  --------  ----------  --------  -------------------------
DG36      灯管  只      45        -3      -1  0117      2026-03-30        -2  2026-04-02T08:30:00+08:00

注：1 项过账后补录了单据，差异与审批的不同，请重新审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因；库存以实盘为准，不受影响

盘点人：____________  监盘：____________  库管员：____________  批准：____________  签字日期：____________

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake approve PD-03 --approver 后勤主任 --reason '补录 0117'"),
        str![[r#"
已记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
状态      ✓ 已过账
应盘      3
已盘      3
未盘      0

账物不符及未盘
行号  物资编码  名称  单位  账面  实盘  差异  差异金额  结果    审批人    原因
----  --------  ----  ----  ----  ----  ----  --------  ------  --------  ----
   2  DG36      灯管  只      46    45    -1     -8.50  ✗ 盘亏  后勤主任  破损

历次审批
行号  物资编码  名称  单位  批准差异  审批人    原因       录入时间
----  --------  ----  ----  --------  --------  ---------  -------------------------
   2  DG36      灯管  只          -3  后勤主任  破损       2026-03-31T08:30:00+08:00
   2  DG36      灯管  只          -1  后勤主任  补录 0117  2026-04-02T08:30:00+08:00

"#]]
    );
    let again = lab.ok("stocktake approve PD-03 --approver 后勤主任 --reason '补录 0117'");
    assert!(again.contains("没有重复写入"), "{again}");
    lab.ok("check");
    lab.ok("close seal 2026-03 --book stock");
    let late = "stock issue DG36 1 --department NK1 --date 2026-03-30 --slip 0118";
    assert!(lab.refuses(77, late).contains("结账"));
}

/// The sheet with one lamp too few, every class to be counted again at any difference.
fn strict() -> Lab {
    let lab = opened();
    let settings = lab.read("houqin.toml");
    let tolerance = "[stocktake.tolerance]\nA = \"0\"\nB = \"2%\"\nC = \"1, 1%, 5元\"\n";
    lab.write("houqin.toml", format!("{settings}\n{tolerance}"));
    lab.ok("stocktake enter BZ=50 DG36=46 DX25=97.5 --counter 库管员乙");
    lab
}

#[test]
fn a_line_over_tolerance_is_counted_again_by_others_until_two_agree() {
    let lab = strict();
    let approve = "stocktake approve PD-03 --approver 后勤主任 --reason 破损";
    assert_data_eq!(
        lab.refuses(77, approve),
        str![[r#"
错误：盘点表 PD-03 有 1 项超过允许误差（DG36），只盘了一次，要由别人复盘后才能审批
  提示：打印复盘表：houqin stocktake recount PD-03；录入：houqin stocktake enter --recount --sheet PD-03 --counter 姓名 物资编码=数量

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake recount PD-03"),
        str![[r#"
复盘表

盘点表      PD-03
库房        ZW
盘点日期    2026-03-31
应复盘项数  1

行号  货位  物资编码  名称  规格  单位  实盘  截止  盘点人  备注  盘点表  不得由其复盘
----  ----  --------  ----  ----  ----  ----  ----  ------  ----  ------  ------------
   2        DG36      灯管  36W   只                              PD-03   库管员乙

注：复盘不看账面和初盘数；录入：houqin stocktake enter --recount --sheet PD-03 --counter 复盘人 物资编码=数量

最后入库单号：____________  最后出库单号：____________  截止时间：____________  复盘人：____________  监盘：____________  签字日期：____________

"#]]
    );
    let again = |counter: &str, counted: u32| {
        format!("stocktake enter --recount --sheet PD-03 --counter {counter} DG36={counted}")
    };
    assert_data_eq!(
        lab.refuses(77, &again("库管员乙", 46)),
        str![[r#"
错误：库管员乙 已经盘过 DG36（盘过的人：库管员乙），复盘要换一个人
  提示：写明复盘人：--counter 姓名；查看复盘表：houqin stocktake recount PD-03

"#]]
    );
    lab.ok(&again("李四", 47));
    assert_data_eq!(
        lab.refuses(77, approve),
        str![[r#"
错误：盘点表 PD-03 的 DG36 几次盘点都对不上（共 1 项），要再盘一次，或由审批人定下采用哪一次
  提示：再盘：houqin stocktake recount PD-03；定下来：houqin stocktake approve PD-03 --item 物资编码 --round 盘次 --approver 姓名 --reason 原因

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake differences PD-03"),
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
盘亏                0
盘亏金额            0.00
未盘                0
账物相符率（项）    66.6%
账物相符率（金额）  39.82%
盘点人              库管员乙、李四
审批人              —
截至                2026-03-31
登记截至            2026-03-31T08:30:00

盘点差异表
行号  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果          盘点人  审批人  原因  备注
----  --------  ----  ----  ------  ----  ----  ----  --------  ------------  ------  ------  ----  ----
   2  DG36      灯管  只    当日末    48    47  —     —         ✗ 复盘不一致  李四    —

历次盘点
行号  物资编码  名称  盘次  盘点人    截止    账面  实盘  差异  采用
----  --------  ----  ----  --------  ------  ----  ----  ----  ----
   2  DG36      灯管     1  库管员乙  当日末    48    46    -2
   2  DG36      灯管     2  李四      当日末    48    47    -1

注：1 项几次盘点都对不上，再盘一次：houqin stocktake recount PD-03；或由审批人用 --round 定下采用哪一次

盘点人：____________  监盘：____________  库管员：____________  批准：____________  签字日期：____________

"#]]
    );
    lab.ok(&again("张三", 46));
    lab.ok(approve);
    lab.ok("stocktake post PD-03");
    lab.ok("check");
    let shelf = lab.ok("stock onhand -f csv");
    assert!(shelf.contains("DG36"), "{shelf}");
}

#[test]
fn the_filled_recount_list_is_read_in() {
    let lab = strict();
    let list = lab.ok("stocktake recount PD-03 -f csv");
    let filled: Vec<String> =
        list.lines()
            .enumerate()
            .map(|(at, line)| {
                if at == 0 { line.to_owned() } else { line.replace("只,,,,,", "只,46,,李四,,") }
            })
            .collect();
    lab.write("复盘.csv", filled.join("\n"));
    for _ in 0..2 {
        lab.ok("stocktake import 复盘.csv --recount");
    }
    let sheet = lab.read("stock/stocktakes/2026/PD-03.csv");
    assert_eq!(sheet.matches(",李四,2,").count(), 1, "{sheet}");
    lab.ok("stocktake approve PD-03 --approver 后勤主任 --reason 破损");
}

#[test]
fn a_difference_is_decided_later_and_settled() {
    let mut lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=45 DX25=97.5");
    lab.ok("stocktake pend PD-03 DG36 --approver 后勤主任 --reason 原因待查");
    lab.ok("stocktake approve PD-03 --approver 后勤主任");
    lab.ok("stocktake post PD-03");
    lab.on("2026-05-06");
    let pending = lab.run("stocktake pending");
    assert_eq!(pending.code, 1);
    assert_data_eq!(
        pending.stdout,
        str![[r#"
待处理财产损溢

待处理项数      1
待处理盘亏金额  25.50
待处理盘盈金额  0.00
截至            2026-05-06
登记截至        2026-05-06T08:30:00

盘点表  库房  盘点日期    物资编码  名称  单位  结果    差异  已处置  未处置  差异金额  账龄（天）
------  ----  ----------  --------  ----  ----  ------  ----  ------  ------  --------  ----------
PD-03   ZW    2026-03-31  DG36      灯管  只    ✗ 盘亏    -3       0      -3    -25.50          36

注：报批后处置：houqin stocktake settle 盘点表 物资编码 --as written-off|charged|found --approver 批准人 --reason 原因

库管员：____________  批准：____________  签字日期：____________

"#]]
    );
    let young = lab.run("stocktake pending --older-than 90d");
    assert_eq!(young.code, 0, "{}", young.stdout);
    let settle = "stocktake settle PD-03 DG36 --approver 院长办公会 --reason 已批";
    assert_data_eq!(
        lab.refuses(77, &format!("{settle} --as found")),
        str![[r#"
错误：盘点表 PD-03 的 DG36 待处理的是盘亏 3，不能作盘盈入账
  提示：核销：--as written-off；责任人赔偿：--as charged --charge-to 责任人

"#]]
    );
    assert_data_eq!(
        lab.ok(&format!("{settle} --as charged --charge-to 张三 --quantity 1")),
        str![[r#"
已记录

流水号                 日期        类型        物资编码  数量  单位  来自    去向  单号   经手人      原因  登记时间                   登记人
---------------------  ----------  ----------  --------  ----  ----  ------  ----  -----  ----------  ----  -------------------------  --------
M20260506-6cr7-000019  2026-05-06  待处理处置  DG36         1  只    待处理  张三  PD-03  院长办公会  已批  2026-05-06T08:30:00+08:00  库管员甲

"#]]
    );
    lab.ok(&format!("{settle} --as 核销"));
    let again = lab.ok(&format!("{settle} --as written-off"));
    assert!(again.contains("没有重复写入"), "{again}");
    assert_eq!(lab.run("stocktake pending").code, 0);
    assert_data_eq!(
        lab.ok("stocktake charged -p 2026-05"),
        str![[r#"
责任人赔偿明细

期间      2026-05
人数      1
截至      2026-05-06
登记截至  2026-05-06T08:30:00

责任人  日期        盘点表  物资编码  名称  单位  数量  金额  原因
------  ----------  ------  --------  ----  ----  ----  ----  ----
张三    2026-05-06  PD-03   DG36      灯管  只       1  8.50  已批
张三    小计                                            8.50
------  ----------  ------  --------  ----  ----  ----  ----  ----
合计                                                    8.50

"#]]
    );
    lab.ok("check");
}

#[test]
fn a_slip_that_is_not_entered_yet_stands_in_the_way_of_the_approval() {
    let lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=45 DX25=97.5");
    lab.ok("stocktake explain PD-03 DG36 -2 --as unentered --slip CK0117");
    lab.ok("stocktake explain PD-03 DG36 -1 --as 借出未入账 --note 基建科借用");
    let approve = "stocktake approve PD-03 --approver 后勤主任 --reason 基建科借用";
    assert_data_eq!(
        lab.refuses(77, approve),
        str![[r#"
错误：DG36 的单据 CK0117（-2）还没有入账，先补录再审批
  提示：补录这张单；说明有误就撤回：houqin stocktake withdraw PD-03 DG36 --as unentered --slip CK0117 --reason 原因

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake differences PD-03"),
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
盘亏金额            25.50
未盘                0
账物相符率（项）    66.6%
账物相符率（金额）  96.23%
盘点人              库管员甲
审批人              —
截至                2026-03-31
登记截至            2026-03-31T08:30:00

盘点差异表
行号  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果    盘点人    审批人  原因  备注
----  --------  ----  ----  ------  ----  ----  ----  --------  ------  --------  ------  ----  ----
   2  DG36      灯管  只    当日末    48    45    -3    -25.50  ✗ 盘亏  库管员甲  —

差异说明
物资编码  名称  说明        单号    账面  调节数  调节后账面  实盘  未说明差异
--------  ----  ----------  ------  ----  ------  ----------  ----  ----------
DG36      灯管  未达账项    CK0117  —         -2  —           —     —
DG36      灯管  借出未入账          —         -1  —           —     —
DG36      灯管  调节后账面          48        -3  45          45    0

注：都盘完了，请审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因

盘点人：____________  监盘：____________  库管员：____________  批准：____________  签字日期：____________

"#]]
    );
    lab.ok("stock issue DG36 2 --department NK1 --date 2026-03-30 --slip CK0117");
    lab.ok(approve);
    lab.ok("stocktake post PD-03");
    assert_data_eq!(
        lab.ok("stocktake differences PD-03"),
        str![[r#"
盘点差异表

盘点表              PD-03
库房                ZW
盘点日期            2026-03-31
范围                全盘
截止                当日末
状态                ✓ 已过账
应盘                3
已盘                3
相符                2
盘盈                0
盘盈金额            0.00
盘亏                1
盘亏金额            8.50
未盘                0
账物相符率（项）    66.6%
账物相符率（金额）  98.71%
盘点人              库管员甲
审批人              后勤主任
截至                2026-03-31
登记截至            2026-03-31T08:30:00

盘点差异表
行号  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果    盘点人    审批人    原因        备注
----  --------  ----  ----  ------  ----  ----  ----  --------  ------  --------  --------  ----------  ----
   2  DG36      灯管  只    当日末    46    45    -1     -8.50  ✗ 盘亏  库管员甲  后勤主任  基建科借用

差异说明
物资编码  名称  说明        单号    账面  调节数  调节后账面  实盘  未说明差异
--------  ----  ----------  ------  ----  ------  ----------  ----  ----------
DG36      灯管  已补录      CK0117  —          0  —           —     —
DG36      灯管  借出未入账          —         -1  —           —     —
DG36      灯管  调节后账面          46        -1  45          45    0

盘点人：____________  监盘：____________  库管员：____________  批准：____________  签字日期：____________

"#]]
    );
    lab.ok("check");
}

#[test]
fn what_is_due_is_listed_and_opened() {
    let mut lab = opened();
    let due = lab.run("stocktake due");
    assert_eq!(due.code, 1);
    assert_data_eq!(
        due.stdout,
        str![[r#"
到期应盘

到期应盘项数  3
截至          2026-03-31
登记截至      2026-03-31T08:30:00

库房  货位  物资编码  名称  ABC 类  账面  上次盘点  应盘日期    逾期天数  结果
----  ----  --------  ----  ------  ----  --------  ----------  --------  ----------
ZW          BZ        笔    C         50  —         2026-03-31         0  ! 今天到期
ZW          DG36      灯管  C         48  —         2026-03-31         0  ! 今天到期
ZW          DX25      电线  A       97.5  —         2026-03-31         0  ! 今天到期

注：给到期的开盘点表：houqin stocktake open --room 库房 --due

"#]]
    );
    lab.ok("stocktake enter BZ=50 DG36=48 DX25=97.5");
    lab.ok("stocktake approve PD-03 --approver 后勤主任");
    let posted = lab.ok("stocktake post PD-03");
    assert!(posted.contains("作为盘点凭据"), "{posted}");
    assert_eq!(lab.run("stocktake due").code, 0);
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[stocktake.cycle]\nA = 20\nC = 40\n"));
    lab.on("2026-04-21");
    let due = lab.run("stocktake due --all --lang en");
    assert_data_eq!(
        due.stdout,
        str![[r#"
due for counting

due       1
as of     2026-04-21
known by  2026-04-21T08:30:00

store room  shelf  item  name  class  book  last counted  due by      days overdue  result
----------  -----  ----  ----  -----  ----  ------------  ----------  ------------  ---------
ZW                 DX25  电线  A      97.5  2026-03-31    2026-04-20             1  ✗ overdue
ZW                 BZ    笔    C        50  2026-03-31    2026-05-10             0  not yet
ZW                 DG36  灯管  C        48  2026-03-31    2026-05-10             0  not yet

note: open a sheet for what is due: houqin stocktake open --room ROOM --due

"#]]
    );
    lab.ok("stocktake open PD-04 --room ZW --due --cutoff close");
    let sheet = lab.ok("stocktake sheet PD-04 -f csv");
    assert_eq!(sheet.lines().count(), 2, "{sheet}");
}

#[test]
fn a_sheet_is_shared_by_several_counters_and_goes_by_shelf() {
    let lab = crate::stocktake::lab();
    lab.ok("item edit DG36 --shelf B-02");
    lab.ok("item edit BZ --shelf A-01");
    lab.ok("stocktake open PD-03 --cutoff close --blind --counter 张三=A- --counter 李四");
    assert_data_eq!(
        lab.ok("stocktake sheet PD-03 --counter 李四"),
        str![[r#"
盘点表

盘点表    PD-03
库房      ZW
库房名称  总务库
盘点日期  2026-03-31
范围      全盘
截止      当日末
应盘      2

行号  货位  物资编码  名称  规格  单位  实盘  截止  盘点人  备注  盘点表
----  ----  --------  ----  ----  ----  ----  ----  ------  ----  ------
   2  B-02  DG36      灯管  36W   只                李四          PD-03
   3        DX25      电线        米                李四          PD-03

注：没盘的空着，盘了没有的填 0；表上没有的物资写在下面，目录里没有的写上名称和单位
注：填好后导入：houqin stocktake import 文件.csv --sheet PD-03

最后入库单号：____________  最后出库单号：____________  截止时间：____________  盘点人：____________  监盘：____________  库管员：____________
签字日期：____________

"#]]
    );
    let one = lab.ok("stocktake sheet PD-03 --shelf A -f csv");
    assert_eq!(one.lines().count(), 2, "{one}");
    lab.ok("stocktake cancel PD-03 --reason 重开");
    lab.ok("stocktake open PD-04 --cutoff close --shelf A- --shelf B");
    assert!(lab.ok("stocktake list").contains("货位 A-、B"));
    let wrong = "stocktake open PD-05 --shelf Q --cutoff close";
    assert!(lab.refuses(77, wrong).contains("A-01、B-02"));
}
