//! The reconciliation report with its candidates, and the monthly analysis, from the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// Two rooms, one of them counted in January and February, with a slip that was entered twice and
/// a lamp that is missing again and again.
fn lab() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-05");
    for line in [
        "store add ZW --name 总务库",
        "store add ST --name 食堂库",
        "org department add NK1 --name 内科一病区",
        "item add BZ --name 笔 --unit 支 --category 办公用品",
        "item add DG36 --name 灯管 --unit 只 --units 箱=24 --category 电料",
        "stock receive BZ 200 --price 1.5 --supplier 文具店 --slip RK0011 --room ZW",
        "stock receive DG36 2箱 --price 204 --supplier 华北五金 --slip RK0012 --room ZW",
        "stock receive BZ 20 --price 1.5 --supplier 文具店 --slip RK0013 --room ST",
        "stock issue BZ 30 --department NK1 --slip CK0001 --room ZW",
    ] {
        lab.ok(line);
    }
    for (sheet, day, rows) in
        [("PD-01", "2026-01-31", "BZ=170 DG36=47"), ("PD-02", "2026-02-28", "BZ=150 DG36=46")]
    {
        lab.on(day);
        if sheet == "PD-02" {
            lab.ok("stock issue BZ 20 --department NK1 --slip CK0002 --room ZW --date 2026-02-10");
            lab.ok("stock issue BZ 20 --department NK1 --slip CK0003 --room ZW --date 2026-02-10");
        }
        lab.ok(&format!("stocktake open {sheet} --room ZW --cutoff close"));
        lab.ok(&format!("stocktake enter --sheet {sheet} --counter 张三 {rows}"));
        if sheet == "PD-01" {
            lab.ok("stocktake approve PD-01 --approver 后勤主任 --reason 破损");
            lab.ok("stocktake post PD-01");
        }
    }
    lab.on("2026-03-31");
    lab
}

#[test]
fn a_difference_comes_with_what_may_explain_it() {
    let lab = lab();
    assert_data_eq!(
        lab.ok("report reconciliation -p 2026-02"),
        str![[r#"
账物相符情况表

期间                2026-02
账物相符率（项）    0.0%
账物相符率（金额）  93.52%
截至                2026-03-31
登记截至            2026-03-31T08:30:00

各库房盘点项数
库房  名称    盘点表  应盘  已盘  相符  盘盈  盘亏  复盘不一致  账外物品  未盘  未列入盘点  迟到影响  账物相符率（项）
----  ------  ------  ----  ----  ----  ----  ----  ----------  --------  ----  ----------  --------  ----------------
ST    食堂库       0     0     0     0     0     0           0         0     0           1         0                 —
ZW    总务库       1     2     2     0     1     1           0         0     0           0         0              0.0%
----  ------  ------  ----  ----  ----  ----  ----  ----------  --------  ----  ----------  --------  ----------------
合计               1     2     2     0     1     1           0         0     0           1         0              0.0%

各库房盘盈盘亏
库房  名称    已盘账面金额  盘盈数量  盘盈金额  盘亏数量  盘亏金额  盈亏净额  账物相符率（金额）
----  ------  ------------  --------  --------  --------  --------  --------  ------------------
ZW    总务库        594.50  20 支        30.00  1 只          8.50     21.50              93.52%
----  ------  ------------  --------  --------  --------  --------  --------  ------------------
合计                594.50  20 支        30.00  1 只          8.50     21.50              93.52%

一年来各月的账物相符率
相符率（项）    0.0% – 50.0%               █▁
相符率（金额）  93.52% – 98.71%            █▁

账物不符明细
库房  盘点表  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果    审批人  原因
----  ------  --------  ----  ----  ------  ----  ----  ----  --------  ------  ------  ----
ZW    PD-02   BZ        笔    支    当日末   130   150    20     30.00  ✗ 盘盈  —
ZW    PD-02   DG36      灯管  只    当日末    47    46    -1     -8.50  ✗ 盘亏  —

差异的可能原因（供核查，不是结论）
库房  盘点表  物资编码  名称  单位  差异  序  可能原因  可解释  说明
----  ------  --------  ----  ----  ----  --  --------  ------  ------------------------------------------------------------------------------------------------
ZW    PD-02   BZ        笔    支      20   1  重复登记  全部    CK0003 可能与 CK0002 重复：2026-02-10 出库 20 支 记了两次（M20260210-6cr7-000015,
                                                                M20260210-6cr7-000016）
ZW    PD-02   BZ        笔    支      20   2  串库      全部    RK0013（2026-01-05 入库 20 支）可能记错库房：记在 ST，应记 ZW

账面调节表
库房  盘点表  物资编码  名称  账面  已到未入  已发未出  在途  借出借入  调节后账面  实盘  未解释
----  ------  --------  ----  ----  --------  --------  ----  --------  ----------  ----  ------
ZW    PD-02   BZ        笔     130         0         0     0         0         130   150      20
ZW    PD-02   DG36      灯管    47         0         0     0         0          47    46      -1

未盘及截止不明明细
库房  盘点表  状态  物资编码  名称  单位  截止  账面  结果
----  ------  ----  --------  ----  ----  ----  ----  ----
无记录

盘点表
盘点表  库房  盘点日期    范围  状态      应盘  已盘  相符  盘盈  盘亏  未盘  盘点人  审批人
------  ----  ----------  ----  --------  ----  ----  ----  ----  ----  ----  ------  ------
PD-02   ZW    2026-02-28  全盘  ! 待审批     2     2     0     1     1     0  张三    —

注：库房 ST 本期没有盘点，有 1 项库存：houqin stocktake open --room ST
注：尚未过账：PD-02
注：账物相符率（项）= 相符项数 ÷ 已盘项数；（金额）=（已盘账面金额 − 各项差异金额绝对值之和）÷ 已盘账面金额；未盘的不计入，复盘不一致的算已盘、不相符，都向下取
    整

盘点人：____________  监盘：____________  库管员：____________  负责人：____________  财务：____________  签字日期：____________

"#]]
    );
}

#[test]
fn a_difference_comes_with_as_many_explanations_as_are_wanted() {
    let lab = lab();
    let without = lab.ok("report reconciliation -p 2026-02 --candidates 0");
    assert!(!without.contains("可能"), "{without}");
    assert_data_eq!(
        lab.ok("stocktake differences PD-02 --candidates 1"),
        str![[r#"
盘点差异表

盘点表              PD-02
库房                ZW
盘点日期            2026-02-28
范围                全盘
截止                当日末
状态                ! 待审批
应盘                2
已盘                2
相符                0
盘盈                1
盘盈金额            30.00
盘亏                1
盘亏金额            8.50
未盘                0
账物相符率（项）    0.0%
账物相符率（金额）  93.52%
盘点人              张三
审批人              —
截至                2026-03-31
登记截至            2026-03-31T08:30:00

盘点差异表
行号  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果    盘点人  审批人  原因  备注
----  --------  ----  ----  ------  ----  ----  ----  --------  ------  ------  ------  ----  ----
   1  BZ        笔    支    当日末   130   150    20     30.00  ✗ 盘盈  张三    —
   2  DG36      灯管  只    当日末    47    46    -1     -8.50  ✗ 盘亏  张三    —

差异的可能原因（供核查，不是结论）
物资编码  名称  单位  差异  序  可能原因  可解释  说明
--------  ----  ----  ----  --  --------  ------  ---------------------------------------------------------------------------------------------------------
BZ        笔    支      20   1  重复登记  全部    CK0003 可能与 CK0002 重复：2026-02-10 出库 20 支 记了两次（M20260210-6cr7-000015, M20260210-6cr7-000016）

注：都盘完了，请审批：houqin stocktake approve PD-02 --approver 姓名 --reason 原因

盘点人：____________  监盘：____________  库管员：____________  批准：____________  签字日期：____________

"#]]
    );
}

#[test]
fn a_difference_is_explained_in_english_too() {
    let lab = lab();
    assert_data_eq!(
        lab.english().ok("report reconciliation -p 2026-02 -f markdown"),
        str![[r#"
# reconciliation of book and count

- period: 2026-02
- match rate by line: 0.0%
- match rate by value: 93.52%
- as of: 2026-03-31
- known by: 2026-03-31T08:30:00

## lines by store room

| store room | name | sheets | lines | counted | match | surplus | shortage | disputed | not in catalogue | not counted | on no sheet | late effects | match rate by line |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| ST | 食堂库 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | — |
| ZW | 总务库 | 1 | 2 | 2 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0.0% |
| **total** |  | **1** | **2** | **2** | **0** | **1** | **1** | **0** | **0** | **0** | **1** | **0** | **0.0%** |

## surplus and shortage by store room

| store room | name | book value counted | surplus quantity | surplus value | shortage quantity | shortage value | net value | match rate by value |
| --- | --- | ---: | --- | ---: | --- | ---: | ---: | ---: |
| ZW | 总务库 | 594.50 | 20 支 | 30.00 | 1 只 | 8.50 | 21.50 | 93.52% |
| **total** |  | **594.50** | **20 支** | **30.00** | **1 只** | **8.50** | **21.50** | **93.52%** |

## match rates over the year, by month

- match rate by line: 0.0% – 50.0% `          █▁`
- match rate by value: 93.52% – 98.71% `          █▁`

## lines that differ

| store room | sheet | item | name | unit | cut-off | book | counted | variance | variance value | result | approved by | reason |
| --- | --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | --- | --- | --- |
| ZW | PD-02 | BZ | 笔 | 支 | day's end | 130 | 150 | 20 | 30.00 | ✗ surplus | — |  |
| ZW | PD-02 | DG36 | 灯管 | 只 | day's end | 47 | 46 | -1 | -8.50 | ✗ shortage | — |  |

## what may explain the differences (to be looked into, no verdicts)

| store room | sheet | item | name | unit | variance | rank | what | explains | in words |
| --- | --- | --- | --- | --- | ---: | ---: | --- | --- | --- |
| ZW | PD-02 | BZ | 笔 | 支 | 20 | 1 | entered twice | all | slip CK0003 perhaps repeats CK0002: 2026-02-10 issue 20 支 was entered twice (lines M20260210-6cr7-000015, M20260210-6cr7-000016) |
| ZW | PD-02 | BZ | 笔 | 支 | 20 | 2 | other room | all | slip RK0013 (2026-01-05 receipt 20 支) was perhaps entered in room ST in place of ZW |

## reconciliation of the book

| store room | sheet | item | name | book | in, not yet entered | out, not yet entered | in transit | on loan | adjusted book | counted | unexplained |
| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| ZW | PD-02 | BZ | 笔 | 130 | 0 | 0 | 0 | 0 | 130 | 150 | 20 |
| ZW | PD-02 | DG36 | 灯管 | 47 | 0 | 0 | 0 | 0 | 47 | 46 | -1 |

## lines not counted or unclear

| store room | sheet | state | item | name | unit | cut-off | book | result |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |

nothing to show

## count sheets

| sheet | store room | day | scope | state | lines | counted | match | surplus | shortage | not counted | counted by | approved by |
| --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |
| PD-02 | ZW | 2026-02-28 | everything | ! to be approved | 2 | 2 | 0 | 1 | 1 | 0 | 张三 | — |

> note: store room ST was not counted in this period and holds 1 item(s): houqin stocktake open --room ST
> note: not posted yet: PD-02
> note: match rate by line = matched ÷ counted lines; by value = (book value counted − Σ /|variance value/|) ÷ book value counted; lines not counted are in neither, disputed ones count as not matched; both are rounded down

counted by: /_/_/_/_/_/_/_/_/_/_/_/_　　observer: /_/_/_/_/_/_/_/_/_/_/_/_　　storekeeper: /_/_/_/_/_/_/_/_/_/_/_/_　　in charge: /_/_/_/_/_/_/_/_/_/_/_/_　　finance: /_/_/_/_/_/_/_/_/_/_/_/_　　signed on: /_/_/_/_/_/_/_/_/_/_/_/_

"#]]
    );
}

#[test]
fn a_year_of_counts_is_analysed() {
    let lab = lab();
    assert_data_eq!(
        lab.ok("report analysis -p 2026-01-01..2026-03-31"),
        str![[r#"
盘点分析

期间            2026-01-01..2026-03-31
相符率（项）    25.0%
相符率（金额）  96.26%
目标（项）      —
截至            2026-03-31
登记截至        2026-03-31T08:30:00

各月盘点情况
月份     盘点表  已过账  已盘  相符  盘盈金额  盘亏金额  盈亏净额  相符率（项）  相符率（金额）
-------  ------  ------  ----  ----  --------  --------  --------  ------------  --------------
2026-01       1       1     2     1      0.00      8.50     -8.50         50.0%          98.71%
2026-02       1       0     2     0     30.00      8.50     21.50          0.0%          93.52%
2026-03       0       0     —     —         —         —         —             —               —
-------  ------  ------  ----  ----  --------  --------  --------  ------------  --------------
合计          2       1     4     1     30.00     17.00     13.00         25.0%          96.26%

一年来各月的账物相符率
相符率（项）    0.0% – 50.0%     █▁
相符率（金额）  93.52% – 98.71%  █▁

各月账物相符率（项）
月份     相符率（项）  达标
-------  ------------  ----------
2026-01         50.0%  —           ########################################
2026-02          0.0%  —
2026-03             —  ! 没有盘点

相符率变化
指标              本期    上次  较上次（百分点）  前12个月  较前12个月（百分点）
--------------  ------  ------  ----------------  --------  --------------------
相符率（项）      0.0%   50.0%            -50.00     50.0%                -50.00
相符率（金额）  93.52%  98.71%             -5.19    98.71%                 -5.19

各库房各月盘点情况
库房  月份     盘点表  已过账  已盘  相符  盘盈金额  盘亏金额  盈亏净额  相符率（项）  相符率（金额）
----  -------  ------  ------  ----  ----  --------  --------  --------  ------------  --------------
ZW    2026-01       1       1     2     1      0.00      8.50     -8.50         50.0%          98.71%
ZW    2026-02       1       0     2     0     30.00      8.50     21.50          0.0%          93.52%
ZW    小计          2       1     4     1     30.00     17.00     13.00         25.0%          96.26%

没有盘点的库房和月份
库房  月份
----  -------------------------
ST    2026-01、2026-02、2026-03
ZW    2026-02、2026-03

金额最大的差异
盘点表  物资编码  名称  单位  账面  差异  差异金额  结果    原因
------  --------  ----  ----  ----  ----  --------  ------  ----
PD-02   BZ        笔    支     130    20     30.00  ✗ 盘盈
PD-01   DG36      灯管  只      48    -1     -8.50  ✗ 盘亏  破损
PD-02   DG36      灯管  只      47    -1     -8.50  ✗ 盘亏

反复出现差异的物资
库房  物资编码  名称  盘点次数  盘盈次数  盘亏次数  累计差异  单位  差异金额  最近一次    结果          已批准的原因
----  --------  ----  --------  --------  --------  --------  ----  --------  ----------  ------------  ------------
ZW    DG36      灯管         2         0         2        -2  只      -17.00  2026-02-28  ✗ 最近仍不符  破损

差异原因
原因        项数  盘盈数量  盘盈金额  盘亏数量  盘亏金额
----------  ----  --------  --------  --------  --------
! 没有说明     2  20 支        30.00  1 只          8.50
破损           1  —             0.00  1 只          8.50

盘点人
盘点人  已盘  相符  盘盈  盘亏  相符率（项）
------  ----  ----  ----  ----  ------------
张三       4     1     1     2         25.0%

注：5 个库房·月份没有过账的盘点表，没有按 100% 计：houqin stocktake open --room 库房 --date 日期
注：没有设目标：在 houqin.toml 的 [stocktake] 里写 match_target = "98%"
注：反复出现差异：最近 6 次盘点中有两次以上不符的物资
注：账物相符率（项）= 相符项数 ÷ 已盘项数；（金额）=（已盘账面金额 − 各项差异金额绝对值之和）÷ 已盘账面金额；未盘的不计入，复盘不一致的算已盘、不相符，都向下取
    整

制表：____________  负责人：____________  财务：____________  签字日期：____________

"#]]
    );
}

#[test]
fn a_month_below_its_target_is_open() {
    let lab = lab();
    lab.write("houqin.toml", lab.read("houqin.toml") + "\n[stocktake]\nmatch_target = \"98%\"\n");
    assert_data_eq!(lab.fails(1, "report analysis -p 2026-Q1 --exit-code"), str![]);
    assert_data_eq!(
        lab.english().ok("report analysis -p 2026-02 -f csv"),
        str![[r#"
analysis of the counts
period,2026-02
match rate by line,0.0%
match rate by value,93.52%
target by line,98.0%
as of,2026-03-31
known by,2026-03-31T08:30:00

counts by month
month,sheets,posted,counted,match,surplus value,shortage value,net value,match rate by line,match rate by value
2026-02,1,0,2,0,30.00,8.50,21.50,0.0%,93.52%
total,1,0,2,0,30.00,8.50,21.50,0.0%,93.52%

"match rate by line, by month"
month,match rate by line,target
2026-02,0.0%,below

trend of the match rates
rate,now,before,on before (points),12 months before,on those (points)
match rate by line,0.0%,50.0%,-50.00,50.0%,-50.00
match rate by value,93.52%,98.71%,-5.19,98.71%,-5.19

counts by store room and month
store room,month,sheets,posted,counted,match,surplus value,shortage value,net value,match rate by line,match rate by value
ZW,2026-02,1,0,2,0,30.00,8.50,21.50,0.0%,93.52%
ZW,subtotal,1,0,2,0,30.00,8.50,21.50,0.0%,93.52%

rooms and months without a posted count
store room,months
ST,2026-02
ZW,2026-02

largest differences by value
sheet,item,name,unit,book,variance,variance value,result,reason
PD-02,BZ,笔,支,130,20,30.00,surplus,
PD-02,DG36,灯管,只,47,-1,-8.50,shortage,

what the differences were put down to
reason,lines,surplus quantity,surplus value,shortage quantity,shortage value
none given,2,20 支,30.00,1 只,8.50

counters
counted by,counted,match,surplus,shortage,match rate by line
张三,2,0,1,1,0.0%

note
2 month(s) of store rooms have no posted count and are not taken for 100 %: houqin stocktake open --room ROOM --date DAY
"match rate by line = matched ÷ counted lines; by value = (book value counted − Σ |variance value|) ÷ book value counted; lines not counted are in neither, disputed ones count as not matched; both are rounded down"

"#]]
    );
}

#[test]
fn a_target_that_is_no_rate_is_told_with_its_place() {
    let lab = lab();
    let settings = lab.read("houqin.toml");
    for wrong in ["98", "120%", "viel"] {
        lab.write("houqin.toml", format!("{settings}\n[stocktake]\nmatch_target = \"{wrong}\"\n"));
        let said = lab.refuses(78, "report analysis");
        assert!(said.contains(wrong), "{said}");
    }
    lab.write("houqin.toml", settings);
    assert_data_eq!(
        lab.refuses(2, "report reconciliation --candidates viel"),
        str![[r#"
错误：--candidates：“viel”不是数字
  提示：只写数字和一个小数点，如 12 或 3.5；单位写在单位栏

"#]]
    );
    assert_data_eq!(
        lab.refuses(77, "report analysis --room XX"),
        str![[r#"
错误：没有登记库房 XX（已有：ST / ZW）
  提示：查看库房：houqin store list；登记：houqin store add XX --name 名称

"#]]
    );
}
