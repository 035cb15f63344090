//! What departments cost, through the command line: all ledgers, by meters and by bills.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// Two wards under a main meter, a room, an asset and a repair order; February is over.
fn hospital() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-02");
    lab.write("科室.csv", "编码,名称,床位,面积\nNK1,内科一病区,40,1500\nWK1,外科一病区,35,1300\n");
    lab.ok("org department import 科室.csv -q");
    lab.ok("store add WJ --name 五金库 -q");
    lab.ok("item add DG36 --name 灯管 --unit 支 --part -q");
    lab.ok("stock receive DG36 20 --supplier 灯具厂 --price 5 --slip RK1 --date 2026-02-01 -q");
    lab.ok("repair open 病房灯 --number WX-1 --department WK1 --person 护士甲 --note 不亮 --date 2026-02-03 -q");
    lab.ok("stock issue DG36 6 --department NK1 --slip CK1 --date 2026-02-03 -q");
    lab.ok("stock issue DG36 2 --department WK1 --repair WX-1 --slip CK2 --date 2026-02-03 -q");
    lab.ok("stock return DG36 1 --department NK1 --slip TK1 --date 2026-02-09 -q");
    lab.ok("repair complete WX-1 --person 电工 --note 换灯管 --cost 120 --date 2026-02-03 --time 10:00 -q");
    lab.ok("asset add JH-01 --name 监护仪 --class 医疗设备 --value 36000 --months 60 --date 2026-01-15 --department NK1 -q");
    lab.ok("asset repair JH-01 --cost 80 --reason 无显示 --date 2026-02-10 -q");
    lab.ok("meter add D-00 --name 总配电 --utility 电 -q");
    lab.ok("meter add D-NK1 --name 内科一病区 --utility 电 --parent D-00 --department NK1 -q");
    lab.write(
        "抄表.csv",
        "监测点,日期,读数\nD-00,2026-02-01,1000\nD-00,2026-03-01,29000\nD-NK1,2026-02-01,0\nD-NK1,2026-03-01,9000\n",
    );
    lab.ok("meter import 抄表.csv -q");
    lab.ok("energy tariff set 电 0.65 --valid-from 2026-01-01 --source 供用电合同 -q");
    lab.ok("energy driver set occupied_bed_days 1000 -p 2026-02 --department NK1 -q");
    lab
}

#[test]
fn the_ledgers_are_shared_out_and_the_rest_is_named() {
    let lab = hospital();
    let report = lab.run("report cost -p 2026-02 --exit-code");
    assert_eq!((report.code, report.stderr.as_str()), (1, ""));
    assert_data_eq!(
        report.stdout,
        str![[r#"
科室成本核算

期间            2026-02
能源费用        分表用量 × 单价
成本合计（元）  19035.00
去年同期（元）  缺数
同比            缺数
未分摊（元）    12350.00
未定项数        0
截至            2026-03-02
登记截至        2026-03-02T08:30:00

各科室成本构成
物资领用  0.00 – 25.00 元        █▄▁
能源      5850.00 – 12350.00 元  ▁ █
维修      0.00 – 120.00 元       ▆█▁
折旧      0.00 – 600.00 元       █▁▁

分科室
科室    名称        物资领用      能源    维修    折旧  合计（元）  去年同期  同比  占用床日  每床日
------  ----------  --------  --------  ------  ------  ----------  --------  ----  --------  ------
NK1     内科一病区     25.00   5850.00   80.00  600.00     6555.00  缺数      缺数      1000    6.56
WK1     外科一病区     10.00         —  120.00    0.00      130.00  缺数      缺数         —       —
未分摊  —               0.00  12350.00    0.00    0.00    12350.00  缺数      缺数         —       —
------  ----------  --------  --------  ------  ------  ----------  --------  ----  --------  ------
合计                   35.00  18200.00  200.00  600.00    19035.00  缺数      缺数      1000   19.04

账账核对
账                        能源  账上合计（元）   各科室    未分摊  差额
------------------------  ----  --------------  -------  --------  ----
出库减退库                —              35.00    35.00      0.00  0.00
能源用量 × 单价           电          18200.00  5850.00  12350.00  0.00
维修单费用（不含配件）    —             120.00   120.00      0.00  0.00
资产维修（不在维修单上）  —              80.00    80.00      0.00  0.00
折旧计提                  —             600.00   600.00      0.00  0.00
------------------------  ----  --------------  -------  --------  ----
合计                                  19035.00  6685.00  12350.00  0.00

注：各科室 6685.00 元 + 未分摊 12350.00 元 = 各账合计 19035.00 元
注：物资领用中有维修单上的配件 10.00 元，维修一栏不再计入
注：物资领用：从 2026-02-01 起有记录，此前不能比
注：能源：从 2026-02-01 起有记录，此前不能比
注：维修：从 2026-02-03 起有记录，此前不能比

制表：____________  审核：____________  财务：____________

"#]]
    );
    assert_data_eq!(
        lab.english().ok("report cost -p 2026-02"),
        str![[r#"
costs of departments

period                2026-02
energy                measured use × price
total (yuan)          19035.00
a year ago (yuan)     missing
on a year ago         missing
not allocated (yuan)  12350.00
open                  0
as of                 2026-03-02
known by              2026-03-02T08:30:00

what departments cost, by part
materials     0.00 – 25.00 yuan        █▄▁
energy        5850.00 – 12350.00 yuan  ▁ █
repairs       0.00 – 120.00 yuan       ▆█▁
depreciation  0.00 – 600.00 yuan       █▁▁

by department
department     name        materials    energy  repairs  depreciation  total (yuan)  a year ago  on a year ago  bed-days  per bed-day
-------------  ----------  ---------  --------  -------  ------------  ------------  ----------  -------------  --------  -----------
NK1            内科一病区      25.00   5850.00    80.00        600.00       6555.00  missing     missing            1000         6.56
WK1            外科一病区      10.00         —   120.00          0.00        130.00  missing     missing               —            —
not allocated  —                0.00  12350.00     0.00          0.00      12350.00  missing     missing               —            —
-------------  ----------  ---------  --------  -------  ------------  ------------  ----------  -------------  --------  -----------
total                          35.00  18200.00   200.00        600.00      19035.00  missing     missing            1000        19.04

held against the ledgers
ledger                          utility      ledger (yuan)  departments  not allocated  rest
------------------------------  -----------  -------------  -----------  -------------  ----
issues less returns             —                    35.00        35.00           0.00  0.00
measured use × price            electricity       18200.00      5850.00       12350.00  0.00
repair orders, without parts    —                   120.00       120.00           0.00  0.00
repairs of assets, on no order  —                    80.00        80.00           0.00  0.00
depreciation                    —                   600.00       600.00           0.00  0.00
------------------------------  -----------  -------------  -----------  -------------  ----
total                                             19035.00      6685.00       12350.00  0.00

note: departments 6685.00 yuan + not allocated 12350.00 yuan = ledgers 19035.00 yuan
note: materials have repair parts on orders worth 10.00 yuan, which repairs do not count again
note: materials: recorded from 2026-02-01 on, so earlier months cannot be compared
note: energy: recorded from 2026-02-01 on, so earlier months cannot be compared
note: repairs: recorded from 2026-02-03 on, so earlier months cannot be compared

prepared by: ____________  reviewed by: ____________  finance: ____________

"#]]
    );
}

#[test]
fn a_department_is_shown_by_itself_with_the_rows_behind_it() {
    let lab = hospital();
    assert_data_eq!(
        lab.ok("report cost -p 2026-02 --department WK1 --explain"),
        str![[r#"
科室成本核算

期间            2026-02
科室            WK1
能源费用        分表用量 × 单价
成本合计（元）  130.00
去年同期（元）  缺数
同比            缺数
未定项数        0
截至            2026-03-02
登记截至        2026-03-02T08:30:00

分科室
科室  名称        物资领用  能源    维修  折旧  合计（元）  去年同期  同比
----  ----------  --------  ----  ------  ----  ----------  --------  ----
WK1   外科一病区     10.00  —     120.00  0.00      130.00  缺数      缺数
----  ----------  --------  ----  ------  ----  ----------  --------  ----
合计                 10.00        120.00  0.00      130.00  缺数      缺数

注：只列所选的科室；未分摊部分和账账核对见全院的报表
注：物资领用：从 2026-02-01 起有记录，此前不能比
注：能源：从 2026-02-01 起有记录，此前不能比
注：维修：从 2026-02-03 起有记录，此前不能比

制表：____________  审核：____________  财务：____________

计算过程
指标                   步骤                    算式                 结果      依据
---------------------  ----------------------  -------------------  --------  ---------------------
WK1 2026-02：物资领用  2026-02-03 领用 灯管    2 支                 10.00     M20260203-6cr7-000004
WK1 2026-02：物资领用  合计                                         10.00
WK1 2026-02：维修      2026-02-03 维修单 WX-1                       120.00    R20260203-6cr7-000006
WK1 2026-02：维修      合计                                         120.00
电：费用（元）         2026-02 用量 × 单价     28000.00 kWh × 0.65  18200     2026-01-01 供用电合同
电：费用（元）         合计，只在这里取整到分  18200                18200.00

"#]]
    );
    // Nothing of it is open, and what nobody carries is not its.
    assert_eq!(lab.run("report cost -p 2026-02 --department WK1 --exit-code -q").code, 0);
    let explained = lab.ok("report cost -p 2026-02 --department NK1 --explain -f csv");
    for source in ["D-NK1", "JH-01", "M20260209", "A20260210"] {
        assert!(explained.contains(source), "nothing of {source}\n{explained}");
    }
}

#[test]
fn bills_are_shared_out_in_place_of_use_times_price() {
    let lab = hospital();
    let none = lab.ok("report cost -p 2026-02 --share-by area");
    assert!(none.contains("能源：没有任何记录"), "{none}");
    lab.ok("energy bill add DF-02 --supplier 供电公司 --utility 电 --first-day 2026-02-01 --last-day 2026-02-28 --amount 18200.01 -q");
    assert_data_eq!(
        lab.ok("report cost -p 2026-02 --share-by area"),
        str![[r#"
科室成本核算

期间            2026-02
能源费用        账单分摊
分摊依据        建筑面积
未计量部分      单列
成本合计（元）  19035.01
去年同期（元）  缺数
同比            缺数
未分摊（元）    0.00
未定项数        0
截至            2026-03-02
登记截至        2026-03-02T08:30:00

各科室成本构成
物资领用  0.00 – 25.00 元    █▄▁
能源      0.00 – 9750.01 元  █▇▁
维修      0.00 – 120.00 元   ▆█▁
折旧      0.00 – 600.00 元   █▁▁

分科室
科室    名称        物资领用      能源    维修    折旧  合计（元）  去年同期  同比  占用床日  每床日
------  ----------  --------  --------  ------  ------  ----------  --------  ----  --------  ------
NK1     内科一病区     25.00   9750.01   80.00  600.00    10455.01  缺数      缺数      1000   10.46
WK1     外科一病区     10.00   8450.00  120.00    0.00     8580.00  缺数      缺数         —       —
未分摊  —               0.00      0.00    0.00    0.00        0.00  缺数      缺数         —       —
------  ----------  --------  --------  ------  ------  ----------  --------  ----  --------  ------
合计                   35.00  18200.01  200.00  600.00    19035.01  缺数      缺数      1000   19.04

账账核对
账                        能源  账上合计（元）    各科室  未分摊  差额
------------------------  ----  --------------  --------  ------  ----
出库减退库                —              35.00     35.00    0.00  0.00
能源账单                  电          18200.01  18200.01    0.00  0.00
维修单费用（不含配件）    —             120.00    120.00    0.00  0.00
资产维修（不在维修单上）  —              80.00     80.00    0.00  0.00
折旧计提                  —             600.00    600.00    0.00  0.00
------------------------  ----  --------------  --------  ------  ----
合计                                  19035.01  19035.01    0.00  0.00

注：各科室 19035.01 元 + 未分摊 0.00 元 = 各账合计 19035.01 元
注：物资领用中有维修单上的配件 10.00 元，维修一栏不再计入
注：物资领用：从 2026-02-01 起有记录，此前不能比
注：能源：从 2026-02-28 起有记录，此前不能比
注：维修：从 2026-02-03 起有记录，此前不能比

制表：____________  审核：____________  财务：____________

"#]]
    );
    // Nobody entered the heads: the bill stays with nobody, in full.
    let open = lab.run("report cost -p 2026-02 --share-by heads --exit-code");
    assert_eq!(open.code, 1);
    assert!(open.stdout.contains("账单 DF-02（供电公司）没有分摊下去"), "{}", open.stdout);
    assert!(open.stdout.contains("18200.01"), "{}", open.stdout);
    let refused = lab.refuses(2, "report cost -p 2026-02 --rest area");
    assert!(refused.contains("--share-by"), "{refused}");
}

#[test]
fn what_was_known_then_comes_out_again_and_what_came_later_is_restated() {
    let mut lab = hospital();
    let then = lab.ok("report cost -p 2026-02");
    lab.on("2026-03-20");
    lab.ok("stock issue DG36 1 --department NK1 --slip CK9 --date 2026-02-20 -q");
    let again = lab.ok("report cost -p 2026-02 --known-by 2026-03-02T08:30:00 --as-of 2026-03-02");
    assert_eq!(again, then);
    let now = lab.ok("report cost -p 2026-02");
    assert!(now.contains("CK9") || now.contains("M20260220"), "{now}");
}

#[test]
fn a_part_of_a_month_and_an_unknown_department_are_refused() {
    let lab = hospital();
    let refused = lab.refuses(2, "report cost -p 2026-02-01..2026-02-15");
    assert!(refused.contains("不是整月"), "{refused}");
    lab.refuses(77, "report cost -p 2026-02 --department NK9");
    lab.refuses(77, "report cost -p 2026-02 --site ZZ");
}
