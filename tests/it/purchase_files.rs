//! Quotas, goods that lie, purchasing from files, and rows of purchasing that are wrong.

use snapbox::{assert_data_eq, str};

use crate::purchasing::{ordered, year};

#[test]
fn departments_are_held_against_their_quotas() {
    let lab = year();
    lab.ok("stock quota set NK1 80 --month 2026-03");
    lab.ok("stock quota set NK1 100 --month 2026-03 --category 五金材料 --note 按上年");
    assert_data_eq!(
        lab.ok("stock quota set NK1 80 --month 2026-03"),
        str![[r#"
已有记录

Q20260301-6cr7-000007 已有相同记录，没有重复写入

"#]]
    );
    assert_data_eq!(
        lab.ok("report consumption -p 2026-Q1"),
        str![[r#"
科室领用成本

期间                2026-01-01..2026-03-31
各科室合计（元）    534.00
库房发出净额（元）  534.00
超定额              1
截至                2026-03-31
登记截至            2026-03-31T08:30:00

科室领用成本
科室  月份     领用金额（元）  定额（元）    已用  上月（元）  上年同月（元）  超支（元）  结果
----  -------  --------------  ----------  ------  ----------  --------------  ----------  --------
NK1   2026-02          450.00           —       —        0.00            0.00           —  —
NK1   2026-03           84.00       80.00  105.0%      450.00            0.00        4.00  ✗ 超定额
----  -------  --------------  ----------  ------  ----------  --------------  ----------  --------
合计                   534.00                          450.00            0.00

按类别
科室  类别      领用金额（元）  定额（元）   已用  结果
----  --------  --------------  ----------  -----  ------
NK1   未填               50.00           —      —  —
NK1   五金材料           34.00      100.00  34.0%  ✓ 未超
NK1   办公用品          450.00           —      —  —

注：各科室合计 534.00 元 = 库房发出减退库 534.00 元

制表：____________  科主任：____________  财务：____________  签字日期：____________

"#]]
    );
    assert_eq!(lab.run("report consumption --exit-code -q").code, 1);
    assert_eq!(lab.run("report consumption -p 2026-01 --exit-code -q").code, 0);
    assert_data_eq!(
        lab.ok("stock consumption -p 2026-03"),
        str![[r#"
科室领用

期间      2026-03
科室数    1
截至      2026-03-31
登记截至  2026-03-31T08:30:00

科室领用
科室  物资编码  名称  规格  类别      单位  领用  退库  净领用  金额（元）
----  --------  ----  ----  --------  ----  ----  ----  ------  ----------
NK1   DG36      灯管  36W   五金材料  支       4     0       4       34.00
NK1   DX25      电线                  米      20     0      20       50.00
NK1   小计                                                           84.00
----  --------  ----  ----  --------  ----  ----  ----  ------  ----------
合计                                                                 84.00

定额执行
科室  类别      定额（元）  领用金额（元）    已用  超支（元）  结果
----  --------  ----------  --------------  ------  ----------  --------
NK1   全部           80.00           84.00  105.0%        4.00  ✗ 超定额
NK1   五金材料      100.00           34.00   34.0%           —  ✓ 未超

"#]]
    );
    assert_data_eq!(
        lab.read("stock/quotas.csv"),
        str![[r#"
id,department,month_from,category,amount,note,recorded_at,recorded_by
Q20260301-6cr7-000007,NK1,2026-03,,80.00,,2026-03-31T08:30:00+08:00,库管员甲
Q20260301-6cr7-000008,NK1,2026-03,五金材料,100.00,按上年,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
    assert_data_eq!(
        lab.refuses(77, "stock quota set QQQ 80"),
        str![[r#"
错误：没有登记科室 QQQ
  提示：登记：houqin org department add QQQ --name 名称

"#]]
    );
    assert_data_eq!(
        lab.english().ok("stock quota list -f csv --headers keys"),
        str![[r#"
id,department,month_from,category,amount,note,recorded_at,recorded_by
Q20260301-6cr7-000007,NK1,2026-03,,80.00,,2026-03-31T08:30:00+08:00,库管员甲
Q20260301-6cr7-000008,NK1,2026-03,五金材料,100.00,按上年,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
}

#[test]
fn goods_that_lie_and_goods_that_run_out() {
    let lab = year();
    assert_data_eq!(
        lab.ok("stock idle --days 45 --cover-days 400"),
        str![[r#"
呆滞物资

积压：几天未领用    45
滞销：可用超过几天  400
用量取自            2026-01-01..2026-03-31
行数                2
截至                2026-03-31
登记截至            2026-03-31T08:30:00

各库房金额
库房  积压（元）  滞销（元）  合计（元）
----  ----------  ----------  ----------
ZW        270.00      450.00      720.00
----  ----------  ----------  ----------
合计      270.00      450.00      720.00

呆滞物资
库房  物资编码  名称    类别      结存  单位  金额（元）  最近入库    最近领用    未动天数  可用天数  判断
----  --------  ------  --------  ----  ----  ----------  ----------  ----------  --------  --------  ------
ZW    A4        复印纸  办公用品    15  包        270.00  2026-01-05  2026-02-10        49        51  ✗ 积压
ZW    DX25      电线               180  米        450.00  2026-01-05  2026-03-10        21       774  ! 滞销

"#]]
    );
    lab.ok("item edit DG36 --lead-days 400");
    assert_data_eq!(
        lab.ok("stock cover"),
        str![[r#"
可用天数

用量取自      2026-01-01..2026-03-31
品种数        3
不够采购周期  1
截至          2026-03-31
登记截至      2026-03-31T08:30:00

物资编码  名称    类别      结存  单位  在订  期内领用  日均用量  可用天数  采购天数  提示
--------  ------  --------  ----  ----  ----  --------  --------  --------  --------  --------
A4        复印纸  办公用品    15  包       0        25     0.291        51         7  —
DG36      灯管    五金材料    44  支       0         4     0.143       308       400  ✗ 将断货
DX25      电线               180  米       0        20     0.233       774         7  —

注：1 种物资的存量不够到新货到货
  提示：编制采购计划：houqin purchase plan make

"#]]
    );
    assert_data_eq!(
        lab.refuses(2, "stock idle --days 半年"),
        str![[r#"
错误：--days：“半年”不是数字
  提示：只写数字和一个小数点，如 12 或 3.5；单位写在单位栏

"#]]
    );
}

#[test]
fn orders_invoices_and_quotas_come_from_files() {
    let lab = year();
    lab.write(
        "订单.csv",
        "日期,订单号,供应商,物资编码,数量,单价,到货期限\n\
         2026-03-20,PO-009,晨光文具,A4,2箱,144,2026-04-01\n\
         2026-03-20,PO-009,晨光文具,DG36,10,8.5,2026-04-01\n",
    );
    assert_data_eq!(
        lab.ok("purchase order import 订单.csv"),
        str![[r#"
已记录

记录号                 日期        订单号  类型  供应商    物资编码  数量  单位    单价  到货期限    登记时间                   登记人
---------------------  ----------  ------  ----  --------  --------  ----  ----  ------  ----------  -------------------------  --------
O20260320-6cr7-000007  2026-03-20  PO-009  订货  晨光文具  A4           2  箱    144.00  2026-04-01  2026-03-31T08:30:00+08:00  库管员甲
O20260320-6cr7-000008  2026-03-20  PO-009  订货  晨光文具  DG36        10  支      8.50  2026-04-01  2026-03-31T08:30:00+08:00  库管员甲

注：读入 2 行：新记 2，已有 0，退回 0

"#]]
    );
    assert_data_eq!(
        lab.ok("purchase order import 订单.csv"),
        str![[r#"
已有记录

订单.csv 已有相同记录，没有重复写入

注：读入 2 行：新记 0，已有 2，退回 0

"#]]
    );
    lab.write(
        "发票.csv",
        "开票日期,发票号,供应商,入库单号,金额\n\
         2026-03-20,FP-1,晨光文具,RK0001,720\n\
         2026-03-20,FP-1,华北五金,RK9999,1\n\
         2026-03-20,FP-2,华北五金,RK0001,1\n",
    );
    assert_data_eq!(
        lab.refuses(65, "purchase invoice import 发票.csv"),
        str![[r#"
发票.csv:3:22: 错误：没有单号为 RK9999 的入库
  2026-03-20,FP-1,华北五金,RK9999,1
                           ^^^^^^
  提示：查看历次入库：houqin stock prices -p 2026
发票.csv:4:17: 错误：RK0001 的供应商是“晨光文具”，发票 FP-2 写的是“华北五金”
  2026-03-20,FP-2,华北五金,RK0001,1
                  ^^^^^^^^
  提示：核对供应商：houqin purchase order status
错误：读入 3 行，2 行不能登记（可以登记 1，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write("定额.csv", "科室,起始月份,月定额,类别\nNK1,2026-03,500,\nNK1,2026-03,50,办公用品\n");
    assert_data_eq!(
        lab.ok("stock quota import 定额.csv"),
        str![[r#"
已记录

记录号                 科室  起始月份  类别      月定额（元）  登记时间                   登记人
---------------------  ----  --------  --------  ------------  -------------------------  --------
Q20260301-6cr7-000009  NK1   2026-03                   500.00  2026-03-31T08:30:00+08:00  库管员甲
Q20260301-6cr7-000010  NK1   2026-03   办公用品         50.00  2026-03-31T08:30:00+08:00  库管员甲

注：读入 2 行：新记 2，已有 0，退回 0

"#]]
    );
}

#[test]
fn bad_rows_of_purchasing_are_told_where_they_stand() {
    let lab = ordered();
    let orders = lab.read("stock/orders/2026.csv");
    lab.write(
        "stock/orders/2026.csv",
        format!(
            "{orders}O2,2026-03-05,PO-9,order,,DG37,0,盒,x,,,,,,2026-03-05T08:30:00+08:00,甲\n"
        ),
    );
    assert_data_eq!(
        lab.run("check").stdout,
        str![[r#"
stock/orders/2026.csv:3:26: 错误：这一格不能空
  O2,2026-03-05,PO-9,order,,DG37,0,盒,x,,,,,,2026-03-05T08:30:00+08:00,甲
                           ^
  提示：填上后运行 houqin check
stock/orders/2026.csv:3:36: 错误：“x”不是数字
  O2,2026-03-05,PO-9,order,,DG37,0,盒,x,,,,,,2026-03-05T08:30:00+08:00,甲
                                      ^
  提示：只写数字和一个小数点，如 12 或 3.5；单位写在单位栏

"#]]
    );
    lab.write("stock/orders/2026.csv", orders);
    assert_data_eq!(
        lab.run("check").stdout,
        str![[r#"
账目检查

没有发现缺陷

"#]]
    );
    // A sealed month takes no order either.
    lab.ok("close seal 2026-02 --book stock --approver 科长 --waive stocktake-posted=未盘 -q");
    assert_data_eq!(
        lab.refuses(
            77,
            "purchase order add A4 1 --order PO-8 --supplier 晨光文具 --date 2026-02-03"
        ),
        str![[r#"
错误：库存 2026-02 已由 库管员甲 于 2026-03-31 结账（第 1 号），不能再记 2026-02-03 的账
  提示：两条路：日期改为今天，备注里写明原单；或由负责人批准反结账：houqin close reopen 2026-02 --book stock --reason 原因 --approver 批准人

"#]]
    );
}
