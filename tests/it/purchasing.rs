//! Purchasing and the analysis of use: what the commands print and what they write.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::stock::room;

/// A store with two rooms' worth of history: tubes, wire and paper, bought and used since autumn.
pub(crate) fn year() -> Lab {
    let lab = room();
    lab.ok("item add A4 --name 复印纸 --unit 包 --units 箱=8 --category 办公用品");
    lab.ok("stock receive A4 40 --price 18 --supplier 晨光文具 --slip RK0001 --date 2026-01-05");
    lab.ok("stock issue A4 25 --department NK1 --slip CK0001 --date 2026-02-10");
    lab.ok(
        "stock receive DX25 200 --price 2.5 --supplier 华北五金 --slip RK0002 --date 2026-01-05",
    );
    lab.ok("stock issue DX25 20 --department NK1 --slip CK0002 --date 2026-03-10");
    lab
}

#[test]
fn classes_are_listed_with_their_sums() {
    let lab = year();
    assert_data_eq!(
        lab.ok("stock classes"),
        str![[r#"
ABC 分类

期间        2025-04-01..2026-03-31
A 类至累计  80%
B 类至累计  95%
截至        2026-03-31
登记截至    2026-03-31T08:30:00

各类合计
分类  品种数  一年领用金额（元）    占比
----  ------  ------------------  ------
A          1              450.00   84.3%
B          1               50.00    9.4%
C          1               34.00    6.4%
----  ------  ------------------  ------
合计       3              534.00  100.0%

ABC 分类
物资编码  名称    规格  类别      一年领用金额（元）   占比  累计占比  分类  指定
--------  ------  ----  --------  ------------------  -----  --------  ----  ----
A4        复印纸        办公用品              450.00  84.3%     84.3%  A     —
DX25      电线                                 50.00   9.4%     93.6%  B     —
DG36      灯管    36W   五金材料               34.00   6.4%    100.0%  C     —

"#]]
    );
    assert_data_eq!(
        lab.english().ok("stock classes -f markdown"),
        str![[r#"
# ABC classes

- period: 2025-04-01..2026-03-31
- A up to: 80%
- B up to: 95%
- as of: 2026-03-31
- known by: 2026-03-31T08:30:00

## by class

| class | items | use of a year (yuan) | share |
| --- | ---: | ---: | ---: |
| A | 1 | 450.00 | 84.3% |
| B | 1 | 50.00 | 9.4% |
| C | 1 | 34.00 | 6.4% |
| **total** | **3** | **534.00** | **100.0%** |

## ABC classes

| item | name | specification | category | use of a year (yuan) | share | cumulative share | class | fixed |
| --- | --- | --- | --- | ---: | ---: | ---: | --- | --- |
| A4 | 复印纸 |  | 办公用品 | 450.00 | 84.3% | 84.3% | A | — |
| DX25 | 电线 |  |  | 50.00 | 9.4% | 93.6% | B | — |
| DG36 | 灯管 | 36W | 五金材料 | 34.00 | 6.4% | 100.0% | C | — |

"#]]
    );
}

#[test]
fn the_limits_of_the_classes_are_the_stores_own() {
    let lab = year();
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[abc]\na = \"95%\"\nb = \"100%\"\n"));
    lab.ok("item edit A4 --abc C");
    assert_data_eq!(
        lab.ok("stock classes -f csv --headers keys"),
        str![[r#"
# stock.classes
period,2025-04-01..2026-03-31
limit_a,95%
limit_b,100%
as_of,2026-03-31
known_by,2026-03-31T08:30:00

# stock.class_sums
class,items,value,share
A,1,50.00,9.4%
B,1,34.00,6.4%
C,1,450.00,84.3%

# stock.classes
item,name,spec,category,value,share,cumulative,class,fixed
A4,复印纸,,办公用品,450.00,84.3%,84.3%,C,by_hand
DX25,电线,,,50.00,9.4%,93.6%,A,
DG36,灯管,36W,五金材料,34.00,6.4%,100.0%,B,

"#]]
    );
    lab.write("houqin.toml", format!("{settings}\n[abc]\na = \"120%\"\n"));
    assert_data_eq!(
        lab.fails(78, "stock classes"),
        str![[r#"
houqin.toml:5:5: 错误：TOML 写法不对：120% is not a share from 0% to 100%
  a = "120%"
      ^^^^^^
  提示：改好后运行 houqin check

"#]]
    );
}

/// The same year with an order under way: planned, approved, ordered, arrived in part.
pub(crate) fn ordered() -> Lab {
    let lab = year();
    lab.ok("item edit DG36 --minimum 60 --maximum 120 --supplier 华北五金");
    lab.ok("purchase plan make --formula min-max --save CG-2026-04");
    lab.ok("purchase plan approve CG-2026-04 --approver 科长");
    lab.ok(
        "purchase order from-plan CG-2026-04 --order PO-001 --supplier 华北五金 --due 2026-03-30",
    );
    lab.ok("stock receive DG36 1箱 --price 216 --supplier 华北五金 --slip RK0020 --order PO-001");
    lab
}

#[test]
fn a_plan_shows_its_working_and_is_kept() {
    let lab = year();
    lab.ok("item edit DG36 --minimum 60 --maximum 120");
    lab.ok("item add MB --name 抹布 --unit 块 --minimum 30");
    assert_data_eq!(
        lab.ok("purchase plan make"),
        str![[r#"
采购计划

计划期间        2026-04
计算方法        两者取大
用量取自        2026-01-01..2026-03-31
品种数          2
预计金额（元）  646.00
其中没有价格    1
截至            2026-03-31
登记截至        2026-03-31T08:30:00

采购计划
类别      物资编码  名称  规格  计划数量  单位  折合      预计单价  价格来源  预计金额（元）  供应商    依据
--------  --------  ----  ----  --------  ----  --------  --------  --------  --------------  --------  ------------
          MB        抹布              30  块    —         ! 未知    —         ! 未知                    低于最低库存
          小计                                                                ! 未知

五金材料  DG36      灯管  36W         76  支    3 1/6 箱  8.50      上次进价  646.00          华北五金  低于最低库存
五金材料  小计                                                                646.00
--------  --------  ----  ----  --------  ----  --------  --------  --------  --------------  --------  ------------
合计                                                                          646.00

按类别
名称      品种数  预计金额（元）  其中没有价格
--------  ------  --------------  ------------
未填           1  ! 未知                     1
五金材料       1  646.00                     0
--------  ------  --------------  ------------
合计           2  646.00                     1

按供应商
名称      品种数  预计金额（元）  其中没有价格
--------  ------  --------------  ------------
未填           1  ! 未知                     1
华北五金       1  646.00                     0
--------  ------  --------------  ------------
合计           2  646.00                     1

计算过程
物资编码  现存  在订  期内领用  计数天数  断货天数  日均用量  采购天数  周期天数  安全库存  最低库存  最高库存  按上下限需  按用量需
--------  ----  ----  --------  --------  --------  --------  --------  --------  --------  --------  --------  ----------  --------
MB           0     0         0         0        90         —         7        30         0        30         —          30         —
DG36        44     0         4        28        62     0.143         7        30         1        60       120          76         0

注：日均用量 = 领用减退库 ÷ 计数天数；日末全院没有结存的那天不计；按用量需 = 日均用量 ×（采购天数 + 周期天数）+ 安全库存 − 现存 − 在订
注：1 种物资没有计划价，也没有进过货：合计不含它们
  提示：填计划价：houqin item edit 物资编码 --plan-price 单价

编制：____________  审核：____________  批准：____________  签字日期：____________

"#]]
    );
    lab.ok("purchase plan make --packs --save CG-2026-04");
    assert_data_eq!(
        lab.ok("purchase plan list"),
        str![[r#"
采购计划单

计划编号    编制日期    计划期间  品种数  预计金额（元）  其中没有价格  批准人  批准日期
----------  ----------  --------  ------  --------------  ------------  ------  --------
CG-2026-04  2026-03-31  2026-04        2          816.00             1  —       —

"#]]
    );
    assert_data_eq!(
        lab.read("stock/plans/CG-2026-04.csv"),
        str![[r#"
id,date,plan,kind,line,item,quantity,unit,unit_price,supplier,person,note,recorded_at,recorded_by
P20260331-6cr7-000007,2026-03-31,CG-2026-04,line,1,MB,30,块,,,,2026-04,2026-03-31T08:30:00+08:00,库管员甲
P20260331-6cr7-000008,2026-03-31,CG-2026-04,line,2,DG36,96,支,8.50,华北五金,,2026-04,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
}

#[test]
fn a_kept_plan_is_approved_and_shown() {
    let lab = year();
    lab.ok("item edit DG36 --minimum 60 --maximum 120");
    lab.ok("purchase plan make --packs --save CG-2026-04");
    let lab = lab.english();
    lab.ok("purchase plan approve CG-2026-04 --approver 科长");
    assert_data_eq!(
        lab.ok("purchase plan show CG-2026-04"),
        str![[r#"
purchase plan

plan         CG-2026-04
made on      2026-03-31
period       2026-04
made by      库管员甲
approved by  科长
approved on  2026-03-31

 line  item  name  specification  category  quantity  unit  expected price  estimated cost (yuan)  supplier
-----  ----  ----  -------------  --------  --------  ----  --------------  ---------------------  --------
    1  DG36  灯管  36W            五金材料        96  支              8.50                 816.00  华北五金
-----  ----  ----  -------------  --------  --------  ----  --------------  ---------------------  --------
total                                                                                      816.00

drawn up by: ____________  reviewed by: ____________  approved by: ____________  signed on: ____________

"#]]
    );
}

#[test]
fn orders_tell_what_has_arrived_and_what_is_overdue() {
    let lab = ordered();
    assert_data_eq!(
        lab.run("purchase order status").stdout,
        str![[r#"
订单到货情况

行数      1
未到齐    1
已超期    1
截至      2026-03-31
登记截至  2026-03-31T08:30:00

订单号  订货日期    供应商    物资编码  名称  单位  订货  订货金额（元）  已到  未到  到货期限    最近到货    计划编号    状态    超期天数
------  ----------  --------  --------  ----  ----  ----  --------------  ----  ----  ----------  ----------  ----------  ------  --------
PO-001  2026-03-31  华北五金  DG36      灯管  支      76          646.00    24    52  2026-03-30  2026-03-31  CG-2026-04  ✗ 超期         1

注：1 行订单已过到货期限
  提示：不再到货的关闭：houqin purchase order close 订单号

"#]]
    );
    assert_eq!(lab.run("purchase order status").code, 1);
    assert_eq!(lab.run("purchase order status --as-of 2026-03-05 -q").code, 0);
    assert_data_eq!(
        lab.read("stock/orders/2026.csv"),
        str![[r#"
id,date,order,kind,supplier,item,quantity,unit,unit_price,due,plan,person,note,reverses,recorded_at,recorded_by
O20260331-6cr7-000009,2026-03-31,PO-001,order,华北五金,DG36,76,支,8.50,2026-03-30,CG-2026-04,,,,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
    assert_data_eq!(
        lab.ok(
            "stock receive DG36 3箱 --price 216 --supplier 华北五金 --slip RK0021 --order PO-001"
        ),
        str![[r#"
已记录

流水号                 日期        类型  物资编码  数量  单位    单价  来自      去向  单号    采购订单  登记时间                   登记人
---------------------  ----------  ----  --------  ----  ----  ------  --------  ----  ------  --------  -------------------------  --------
M20260331-6cr7-000011  2026-03-31  入库  DG36         3  箱    216.00  华北五金  ZW    RK0021  PO-001    2026-03-31T08:30:00+08:00  库管员甲

注：总务库现有灯管（DG36）140 支
注：订单 PO-001 的灯管（DG36）订 76 支，多到 20 支
  提示：查看订单：houqin purchase order status --order PO-001

"#]]
    );
    lab.ok("purchase order add A4 8 --order PO-002 --supplier 晨光文具 --price 18");
    lab.ok("purchase order close PO-002 --note 断货");
    assert_data_eq!(
        lab.english().ok("purchase order status -f csv"),
        str![[r#"
order,ordered on,supplier,item,name,unit,ordered,amount (yuan),arrived,to come,due,last arrival,plan,state,days overdue
PO-001,2026-03-31,华北五金,DG36,灯管,支,76,646.00,96,0,2026-03-30,2026-03-31,CG-2026-04,arrived,
PO-002,2026-03-31,晨光文具,A4,复印纸,包,8,144.00,0,0,,,,closed,

"#]]
    );
}

#[test]
fn plan_order_receipt_and_invoice_are_held_side_by_side() {
    let lab = ordered();
    lab.ok("purchase invoice add FP-01 --supplier 华北五金 --slip RK0020 --amount 216");
    lab.ok("purchase invoice add FP-02 --supplier 华北五金 --slip RK0012 --amount 400");
    assert_data_eq!(
        lab.ok("report purchases -p 2026-03"),
        str![[r#"
计划、入库、发票核对

期间          2026-03
订单和入库单  2
有差异        2
截至          2026-03-31
登记截至      2026-03-31T08:30:00

计划、入库、发票核对
订单号  入库退货单号  供应商    订货金额（元）  入库减退货（元）  发票号  发票金额（元）  票货差额（元）  结果
------  ------------  --------  --------------  ----------------  ------  --------------  --------------  ------------
PO-001  RK0020        华北五金          646.00            216.00  FP-01           216.00            0.00  ! 明细有差异
        RK0012        华北五金            0.00            408.00  FP-02           400.00           -8.00  ✗ 货到票未到
------  ------------  --------  --------------  ----------------  ------  --------------  --------------  ------------
合计                                    646.00            624.00                  616.00           -8.00

明细
订单号或入库单号  物资编码  名称  单位  计划数量  计划金额（元）  订货数量  订货金额（元）  退货数量  入库减退货  入库减退货（元）  未到
----------------  --------  ----  ----  --------  --------------  --------  --------------  --------  ----------  ----------------  ----
PO-001            DG36      灯管  支          76          646.00        76          646.00         0          24            216.00    52
RK0012            DG36      灯管  支           —               —         —               —         0          48            408.00     0

差异
订单号或入库单号  物资编码  名称  差异          数量  金额（元）
----------------  --------  ----  ------------  ----  ----------
PO-001            DG36      灯管  ✗ 订货未到      52           —
PO-001            DG36      灯管  ✗ 价格不符       —           —
RK0012            DG36      灯管  ✗ 无订单入库    48      408.00
RK0012            —         —     ✗ 货到票未到     —       -8.00

注：2 张订单或入库单有差异
  提示：登记发票：houqin purchase invoice add；关闭订单：houqin purchase order close 订单号

制表：____________  库管员：____________  财务：____________  签字日期：____________

"#]]
    );
    assert_eq!(lab.run("report purchases -p 2026-03 --exit-code -q").code, 1);
    assert_eq!(lab.run("report purchases -p 2025-03 --exit-code -q").code, 0);
    assert_data_eq!(
        lab.read("stock/invoices/2026.csv"),
        str![[r#"
id,date,invoice,supplier,slip,order,amount,note,reverses,recorded_at,recorded_by
I20260331-6cr7-000011,2026-03-31,FP-01,华北五金,RK0020,,216.00,,,2026-03-31T08:30:00+08:00,库管员甲
I20260331-6cr7-000012,2026-03-31,FP-02,华北五金,RK0012,,400.00,,,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
    assert_data_eq!(
        lab.english().ok("purchase invoice list -f markdown"),
        str![[r#"
# invoices

| id | date | invoice | supplier | slip | order | amount (yuan) | remark | takes back | recorded at | recorded by |
| --- | --- | --- | --- | --- | --- | ---: | --- | --- | --- | --- |
| I20260331-6cr7-000011 | 2026-03-31 | FP-01 | 华北五金 | RK0020 |  | 216.00 |  | — | 2026-03-31T08:30:00+08:00 | 库管员甲 |
| I20260331-6cr7-000012 | 2026-03-31 | FP-02 | 华北五金 | RK0012 |  | 400.00 |  | — | 2026-03-31T08:30:00+08:00 | 库管员甲 |

"#]]
    );
}

#[test]
fn prices_are_reviewed_and_reasons_asked_for() {
    let lab = ordered();
    assert_data_eq!(
        lab.ok("report prices -p 2026-Q1"),
        str![[r#"
采购价格审核

期间            2026-01-01..2026-03-31
允许变动        10%
入库笔数        4
超出允许变动    0
其中未说明原因  0
涨价多付（元）  12.00
降价少付（元）  0.00
截至            2026-03-31
登记截至        2026-03-31T08:30:00

物资编码  名称    供应商    单号    日期        数量  单位   进价  上次进价  一年最低价  计划价  比上次  影响金额（元）  审核  原因
--------  ------  --------  ------  ----------  ----  ----  -----  --------  ----------  ------  ------  --------------  ----  ----
A4        复印纸  晨光文具  RK0001  2026-01-05    40  包    18.00         —           —  —            —               —  —
DG36      灯管    华北五金  RK0012  2026-03-04    48  支     8.50         —           —  —            —               —  —
DG36      灯管    华北五金  RK0020  2026-03-31    24  支     9.00      8.50        8.50  —         5.9%           12.00  —
DX25      电线    华北五金  RK0002  2026-01-05   200  米     2.50         —           —  —            —               —  —
--------  ------  --------  ------  ----------  ----  ----  -----  --------  ----------  ------  ------  --------------  ----  ----
合计                                                                                                              12.00

采购员：____________  审核：____________  科主任：____________  签字日期：____________

"#]]
    );
    lab.ok("stock receive A4 1 --price 30 --supplier 晨光文具 --slip RK0030");
    assert_eq!(lab.run("report prices --exit-code -q").code, 1);
    assert_eq!(lab.run("report prices -p 2026-02 --exit-code -q").code, 0);
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[price]\nreview = \"reason\"\n"));
    let line = "stock receive A4 1 --price 40 --supplier 晨光文具 --slip RK0031";
    assert_data_eq!(
        lab.refuses(77, line),
        str![[r#"
错误：复印纸（A4）进价 40.00 元/包，与上次进价 30.00 元相差超过 10%
  提示：价格无误就写明原因：--reason 原因；查看历次进价：houqin stock prices --item A4

"#]]
    );
    lab.ok(&format!("{line} --reason 原厂调价"));
    assert_data_eq!(
        lab.english().ok("stock prices --item A4 -f csv"),
        str![[r#"
item,name,supplier,slip,date,quantity,unit,price,last price,lowest price of 12 months,planned price,change,effect (yuan),flag,reason
A4,复印纸,晨光文具,RK0001,2026-01-05,40,包,18.00,,,,,,,
A4,复印纸,晨光文具,RK0030,2026-03-31,1,包,30.00,18.00,18.00,,66.7%,12.00,above the last,
A4,复印纸,晨光文具,RK0031,2026-03-31,1,包,40.00,30.00,18.00,,33.3%,10.00,above the last,原厂调价
total,,,,,,,,,,,,22.00,,

"#]]
    );
}

#[test]
fn what_goes_back_to_the_supplier_is_missing_from_the_order_and_the_invoice() {
    let lab = ordered();
    lab.ok("purchase order add A4 10 --order PO-9 --supplier 文具店 --price 18");
    lab.ok("stock receive A4 10 --order PO-9 --supplier 文具店 --price 18 --slip RK0901");
    // A department gives nothing back under an order, and a supplier gets no parts of a repair.
    lab.refuses(2, "stock return A4 1 --department NK1 --order PO-9");
    lab.refuses(2, "stock return A4 1 --supplier 文具店 --repair WX-1");
    let sent = "stock return A4 4 --order PO-9 --supplier 文具店 --slip TH0901";
    lab.ok(&format!("{sent} --note 纸受潮"));
    assert_data_eq!(
        lab.ok("purchase order status --order PO-9"),
        str![[r#"
订单到货情况

行数      1
未到齐    1
已超期    0
截至      2026-03-31
登记截至  2026-03-31T08:30:00

订单号  订货日期    供应商  物资编码  名称    单位  订货  订货金额（元）  已到  未到  到货期限  最近到货    计划编号  状态    超期天数
------  ----------  ------  --------  ------  ----  ----  --------------  ----  ----  --------  ----------  --------  ------  --------
PO-9    2026-03-31  文具店  A4        复印纸  包      10          180.00     6     4  —         2026-03-31  —         未到齐  —

"#]]
    );
    lab.ok("purchase invoice add FP9 --supplier 文具店 --order PO-9 --amount 180");
    lab.ok("purchase invoice add FH9 --supplier 文具店 --order PO-9 --amount -72");
    assert_data_eq!(
        lab.ok("report purchases --supplier 文具店"),
        str![[r#"
计划、入库、发票核对

期间          2026-03
订单和入库单  1
有差异        1
截至          2026-03-31
登记截至      2026-03-31T08:30:00

计划、入库、发票核对
订单号  入库退货单号   供应商  订货金额（元）  入库减退货（元）  发票号   发票金额（元）  票货差额（元）  结果
------  -------------  ------  --------------  ----------------  -------  --------------  --------------  ------------
PO-9    RK0901 TH0901  文具店          180.00            108.00  FH9 FP9          108.00            0.00  ! 明细有差异
------  -------------  ------  --------------  ----------------  -------  --------------  --------------  ------------
合计                                   180.00            108.00                   108.00            0.00

明细
订单号或入库单号  物资编码  名称    单位  计划数量  计划金额（元）  订货数量  订货金额（元）  退货数量  入库减退货  入库减退货（元）  未到
----------------  --------  ------  ----  --------  --------------  --------  --------------  --------  ----------  ----------------  ----
PO-9              A4        复印纸  包    —         —                     10          180.00         4           6            108.00     4

差异
订单号或入库单号  物资编码  名称    差异          数量  金额（元）
----------------  --------  ------  ------------  ----  ----------
PO-9              A4        复印纸  ✗ 无计划订货    10      180.00
PO-9              A4        复印纸  ✗ 订货未到       4           —

注：1 张订单或入库单有差异
  提示：登记发票：houqin purchase invoice add；关闭订单：houqin purchase order close 订单号

制表：____________  库管员：____________  财务：____________  签字日期：____________

"#]]
    );
}

#[test]
fn check_tells_a_receipt_whose_order_nobody_knows() {
    let lab = ordered();
    lab.ok("purchase order add A4 10 --order PO-9 --supplier 文具店 --price 18");
    lab.ok("stock receive A4 10 --order PO-9 --supplier 文具店 --price 18 --slip RK0901");
    let file = "stock/movements/2026/2026-03.csv";
    lab.write(file, lab.read(file).replace(",PO-9,", ",PO-8,"));
    let ran = lab.run("check references");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
stock/movements/2026/2026-03.csv:6:95: 警告：没有采购订单 PO-8，是不是 PO-9？
  M20260331-6cr7-000012,2026-03-31,,receipt,A4,10,包,18.00,,,supplier:文具店,store:ZW,,,RK0901,,,,,,PO-8,,,2026-03-31T08:30:00+08:00,库管员甲
                                                                                                    ^^^^
  提示：查看：houqin purchase order status

"#]]
    );
    // It keeps nobody from going on.
    assert_eq!(lab.run("stock issue A4 1 --department NK1").code, 0);
}
