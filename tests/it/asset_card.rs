//! An asset as one card, its repairs against its value, and what is idle before something is bought.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A boiler with everything that belongs to it: repairs and their parts, duties, a certificate, a meter.
fn boiler() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-05");
    lab.ok("org department add NK1 --name 内科一病区");
    lab.ok("org department add ZWK --name 总务科");
    lab.ok("asset add GL-01 --name 1号燃气锅炉 --class 机械设备 --value 20000 --date 2020-01-10 \
            --department ZWK --place 锅炉房 --custodian 司炉工甲");
    lab.ok("asset add DT-01 --name 1号电梯 --class 机械设备 --value 268000 --date 2020-01-10 --department ZWK");
    lab.ok("meter add Q-GL1 --name 1号锅炉燃气表 --utility gas --asset GL-01 --from 2026-01-01 --initial 100");
    lab.ok("meter read Q-GL1 1350 --date 2026-01-05 -q");
    lab.ok("inspect rules add GL-NJ --title 锅炉年检 --every max-gap=365d --from 2025-01-01 \
            --severity critical --subject GL-01");
    lab.ok("inspect rules add GL-XJ --title 锅炉每周巡检 --every 1/week --from 2026-01-05 \
            --subject GL-01 --subject DT-01");
    lab.ok("inspect rules add GL-SY --title 锅炉使用登记 --every certificate=锅炉使用登记证 \
            --with apply_before=1m --from 2026-01-01 --subject GL-01");
    lab.ok("certificate add GL-01 --kind 锅炉使用登记证 --number 锅JA001 --from 2025-06-01 --to 2026-05-31");
    lab.ok("store add WX --name 维修库");
    lab.ok("item add FM --name 燃气阀 --unit 只");
    lab.ok("stock opening FM 5 --room WX --price 300");
    lab.on("2026-02-10");
    lab.ok("inspect record GL-NJ GL-01 --result pass --date 2026-02-01 --person 检验员甲");
    lab.ok("repair open GL-01 --number WX-101 --department ZWK --person 司炉工甲 --note 点不着火 \
            --date 2026-02-02");
    lab.ok("stock issue FM 2 --department ZWK --room WX --repair WX-101 --date 2026-02-02");
    lab.ok(
        "repair complete WX-101 --person 电工甲 --note 换燃气阀 --contractor 锅炉厂 --cost 9800 \
            --date 2026-02-03",
    );
    lab.ok("repair open 走廊灯 --number WX-102 --department NK1 --person 护士甲 --note 不亮 \
            --date 2026-02-04");
    lab.ok("repair complete WX-102 --person 电工甲 --note 换灯管 --cost 35.50 --date 2026-02-04");
    lab.ok("asset repair DT-01 --reason 换门机皮带 --cost 1200 --date 2026-02-06");
    lab.on("2026-03-05");
    lab
}

#[test]
fn one_card_says_what_all_books_know_of_a_thing() {
    let lab = boiler();
    assert_data_eq!(
        lab.ok("asset show GL-01"),
        str![[r#"
固定资产卡片

资产编号                GL-01
名称                    1号燃气锅炉
分类代码（GB/T 14885）  —
折旧类别                机械设备
出厂编号                —
供应商                  —
资金来源                —
批量同类                否
备注                    —
购置日期                2020-01-10
启用日期                2020-01-10
原值                    20000.00
折旧月数                120
年限依据                按年限表
状态                    在用
科室                    ZWK
存放地点                锅炉房
保管人                  司炉工甲
账面原值                20000.00
月折旧额                166.67
已提月数                75
剩余月数                45
累计折旧                12500.25
净值                    7499.75
维修次数                1
维修费用                10400.00
维修费占原值            52.0%
最近维修                2026-02-02
更新建议                ✗ 建议更新
巡检任务                3
证书                    1
监测点                  1
截至                    2026-03-05
登记截至                2026-03-05T08:30:00

变动记录
记录号                 日期        变动      金额  科室  存放地点  保管人    原因  备注  录入人    已被冲销
---------------------  ----------  ----  --------  ----  --------  --------  ----  ----  --------  --------
A20200110-6cr7-000001  2020-01-10  购置  20000.00  ZWK   锅炉房    司炉工甲              库管员甲

维修记录
日期        维修单  登记在  状态    故障       维修费    配件
----------  ------  ------  ------  --------  -------  ------
2026-02-02  WX-101  维修单  待验收  点不着火  9800.00  600.00

巡检任务
规则   名称          程度  上次        下次到期    剩余天数  状态      欠做次数  最早应做
-----  ------------  ----  ----------  ----------  --------  --------  --------  ----------
GL-NJ  锅炉年检      重大  2026-02-01  2027-02-01       333  ✓ 未到期         —  —
GL-SY  锅炉使用登记  较大  —           2026-04-30        56  ✓ 未到期         —  —
GL-XJ  锅炉每周巡检  较大  —           2026-03-08         3  ✗ 漏检           8  2026-01-11

证书
编号                   种类            证号     有效期起    有效期止    最迟申请日  剩余天数  状态
---------------------  --------------  -------  ----------  ----------  ----------  --------  ------
L20250601-6cr7-000008  锅炉使用登记证  锅JA001  2025-06-01  2026-05-31  2026-04-30        87  ✓ 有效

监测点
编码   名称           能源    单位  倍率  上次抄表    上次读数
-----  -------------  ------  ----  ----  ----------  --------
Q-GL1  1号锅炉燃气表  天然气  m3    1     2026-01-05      1350

"#]]
    );
}

#[test]
fn a_card_of_an_earlier_day_says_what_was_known_then() {
    let lab = boiler();
    assert_data_eq!(
        lab.ok("asset show DT-01 --as-of 2026-01-31 --known-by 2026-01-31 -f csv"),
        str![[r#"
固定资产卡片
资产编号,DT-01
名称,1号电梯
分类代码（GB/T 14885）,
折旧类别,机械设备
出厂编号,
供应商,
资金来源,
批量同类,否
备注,
购置日期,2020-01-10
启用日期,2020-01-10
原值,268000.00
折旧月数,120
年限依据,按年限表
状态,在用
科室,ZWK
存放地点,
保管人,
账面原值,268000.00
月折旧额,2233.33
已提月数,73
剩余月数,47
累计折旧,163033.09
净值,104966.91
维修次数,0
维修费用,0.00
维修费占原值,0.0%
巡检任务,1
证书,0
监测点,0
截至,2026-01-31
登记截至,2026-01-31

变动记录
记录号,日期,变动,金额,科室,存放地点,保管人,原因,备注,录入人,已被冲销
A20200110-6cr7-000002,2020-01-10,购置,268000.00,ZWK,,,,,库管员甲,

巡检任务
规则,名称,程度,上次,下次到期,剩余天数,状态,欠做次数,最早应做
GL-XJ,锅炉每周巡检,较大,,2026-02-01,1,漏检,3,2026-01-11

"#]]
    );
}

#[test]
fn what_left_the_books_is_inspected_no_more() {
    let lab = boiler();
    lab.ok("asset dispose DT-01 --reason 更新 --date 2026-03-01");
    let told = "资产 DT-01 已处置，仍有巡检规则以它为对象";
    assert!(lab.ok("asset show DT-01").contains(told));
    assert!(lab.run("check").stdout.contains(told));
    lab.ok("inspect rules release DT-01 --to 2026-02-28 --reason 已处置");
    assert!(!lab.ok("asset show DT-01").contains(told));
    assert!(!lab.run("check").stdout.contains(told));
}

#[test]
fn a_card_with_nothing_beside_it_stays_short() {
    let lab = boiler();
    lab.ok("asset add CH-01 --name 病床 --class 家具 --value 2000");
    assert_data_eq!(
        lab.english().ok("asset show CH-01"),
        str![[r#"
asset card

tag                    CH-01
name                   病床
category (GB/T 14885)  —
class                  家具
serial number          —
supplier               —
funding                —
bulk                   no
note                   —
acquired on            2026-03-05
in service from        2026-03-05
original value         2000.00
months of useful life  180
useful life from       table
status                 in store
department             —
place                  —
custodian              —
value in the books     2000.00
charge per month       11.11
months charged         1
months left            179
depreciated            11.11
net value              1988.89
repairs                0
repair cost            0.00
repairs of the value   0.0%
inspection duties      0
certificates           0
metering points        0
as of                  2026-03-05
known by               2026-03-05T08:30:00

id                     date        kind       value  department  place  custodian  reason  note  recorded by  taken back by
---------------------  ----------  -------  -------  ----------  -----  ---------  ------  ----  -----------  -------------
A20260305-6cr7-000017  2026-03-05  acquire  2000.00                                              库管员甲

"#]]
    );
}

#[test]
fn repairs_are_held_against_the_value_and_add_up_to_the_ledgers() {
    let lab = boiler();
    assert_data_eq!(
        lab.ok("asset repairs"),
        str![[r#"
资产维修费与价值对照

起始日期    2026-01-01
截止日期    2026-12-31
警戒比例    50.0%
需研究件数  1
截至        2026-03-05
登记截至    2026-03-05T08:30:00

资产编号  名称      科室       原值       净值  本期次数  本期维修  本期配  本期合计   累计次  累计维修  累计配  累计合计   累计占  累计占  最近维修    结论
                                                                费      件                 数        费      件               原值    净值
--------  --------  ----  ---------  ---------  --------  --------  ------  --------  -------  --------  ------  --------  -------  ------  ----------  --------
GL-01     1号燃气   ZWK    20000.00    7499.75         1   9800.00  600.00  10400.00        1   9800.00  600.00  10400.00    52.0%  138.7%  2026-02-02  ✗
          锅炉                                                                                                                                          建议更新
DT-01     1号电梯   ZWK   268000.00  100500.25         1   1200.00    0.00   1200.00        1   1200.00    0.00   1200.00     0.4%    1.2%  2026-02-06  —
未归到资  —         —             —          —         1     35.50    0.00     35.50        1     35.50    0.00     35.50        —       —  —           —
产
--------  --------  ----  ---------  ---------  --------  --------  ------  --------  -------  --------  ------  --------  -------  ------  ----------  --------
合计                                                   3  11035.50  600.00  11635.50        3  11035.50  600.00  11635.50

"#]]
    );
    assert_data_eq!(
        lab.ok("asset repairs -p 2026-01 --over 60% -f csv"),
        str![[r#"
资产编号,名称,科室,原值,净值,本期次数,本期维修费,本期配件,本期合计,累计次数,累计维修费,累计配件,累计合计,累计占原值,累计占净值,最近维修,结论
GL-01,1号燃气锅炉,ZWK,20000.00,7499.75,0,0.00,0.00,0.00,1,9800.00,600.00,10400.00,52.0%,138.7%,2026-02-02,
DT-01,1号电梯,ZWK,268000.00,100500.25,0,0.00,0.00,0.00,1,1200.00,0.00,1200.00,0.4%,1.2%,2026-02-06,
未归到资产,,,,,0,0.00,0.00,0.00,1,35.50,0.00,35.50,,,,
合计,,,,,0,0.00,0.00,0.00,3,11035.50,600.00,11635.50,,,,

"#]]
    );
    let ran = lab.run("asset repairs --exit-code -q");
    assert_eq!(ran.code, 1);
    assert_eq!(lab.run("asset repairs --over 150% --exit-code -q").code, 0);
    lab.write("houqin.toml", lab.read("houqin.toml") + "[assets]\nrepair_share = \"150%\"\n");
    assert_eq!(lab.run("asset repairs --exit-code -q").code, 0);
    assert_data_eq!(
        lab.refuses(2, "asset repairs --over 一半"),
        str![[r#"
错误：--over：“一半”不是数字
  提示：只写数字和一个小数点，如 12 或 3.5；单位写在单位栏

"#]]
    );
    assert_data_eq!(
        lab.english().ok("asset repairs --department ZWK -p 2026-Q1"),
        str![[r#"
repairs of assets against their value

from               2026-01-01
to                 2026-03-31
too much from      150.0%
assets to look at  0
as of              2026-03-05
known by           2026-03-05T08:30:00

tag    name      department      value  net value  repairs    labour   parts      cost  repairs    labour   parts   cost in     of  of the  repaired    verdict
                                                                                         in its    in its  in its  its life    the     net  last
                                                                                           life      life    life            value   value
-----  --------  ----------  ---------  ---------  -------  --------  ------  --------  -------  --------  ------  --------  -----  ------  ----------  -------
GL-01  1号燃气   ZWK          20000.00    7499.75        1   9800.00  600.00  10400.00        1   9800.00  600.00  10400.00  52.0%  138.7%  2026-02-02  —
       锅炉
DT-01  1号电梯   ZWK         268000.00  100500.25        1   1200.00    0.00   1200.00        1   1200.00    0.00   1200.00   0.4%    1.2%  2026-02-06  —
-----  --------  ----------  ---------  ---------  -------  --------  ------  --------  -------  --------  ------  --------  -----  ------  ----------  -------
total                                                    2  11000.00  600.00  11600.00        2  11000.00  600.00  11600.00

"#]]
    );
}

#[test]
fn a_meter_names_an_asset_that_has_a_card() {
    let lab = boiler();
    assert_data_eq!(
        lab.refuses(77, "meter add Q-GL2 --name 2号锅炉燃气表 --utility gas --asset GL-02"),
        str![[r#"
错误：没有资产 GL-02，是不是 GL-01？
  提示：查看：houqin asset show GL-01

"#]]
    );
    assert!(lab.ok("meter show Q-GL1").contains("GL-01"));
    assert!(lab.read("meters/points.toml").contains("asset = \"GL-01\""));
    lab.write(
        "表.csv",
        "编码,名称,能源,所属资产\nD-DT1,1号电梯电表,电,DT-01\nD-DT2,2号电梯电表,电,DT-02\n",
    );
    assert_data_eq!(
        lab.fails(65, "meter import 表.csv"),
        str![[r#"
表.csv:3:16: 错误：没有资产 DT-02，是不是 DT-01？
  D-DT2,2号电梯电表,电,DT-02
                       ^^^^^
  提示：查看：houqin asset show DT-01
错误：读入 2 行，1 行不能登记（可以登记 1，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write("表.csv", "编码,名称,能源,所属资产\nD-DT1,1号电梯电表,电,DT-01\n");
    lab.ok("meter import 表.csv");
    assert!(lab.ok("asset show DT-01").contains("1号电梯电表"));
    // By hand anything can be written: the check tells it at its place.
    lab.write("meters/points.toml", lab.read("meters/points.toml").replace("DT-01", "DT-99"));
    let ran = lab.run("check");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
meters/points.toml:16:9: 警告：没有资产 DT-99
  asset = "DT-99"
          ^
  提示：查看台账：houqin asset list；新购置的：houqin asset add DT-99 --name 名称 --class 类别 --value 原值

"#]]
    );
}

#[test]
fn what_stands_idle_is_told_before_something_is_bought() {
    let lab = boiler();
    for (tag, name) in [("CH-01", "三摇病床"), ("CH-02", "电动病床")] {
        lab.ok(&format!("asset add {tag} --name {name} --class 家具 --value 3000 --date 2024-05-01 --department NK1"));
    }
    lab.ok("asset idle CH-01 --place 总务库 --department ZWK --reason 换新退下 --date 2026-02-20");
    assert_data_eq!(
        lab.ok("asset reuse 病床"),
        str![[r#"
可调剂的资产

查找            病床
件数            1
全院闲置和在库  1
截至            2026-03-05
登记截至        2026-03-05T08:30:00

资产编号  名称      折旧类别  状态  自何日      天数  科室  存放地点     原值     净值  剩余月数  原因
--------  --------  --------  ----  ----------  ----  ----  --------  -------  -------  --------  --------
CH-01     三摇病床  家具      闲置  2026-02-20    13  ZWK   总务库    3000.00  2616.59       157  换新退下

注：能用的先调剂使用，不能调剂的才采购：《行政事业性国有资产管理条例》（国务院令第738号）第十一条
  提示：调剂：houqin asset transfer 编号 --department 科室

"#]]
    );
    assert_data_eq!(
        lab.ok("asset reuse 呼吸机"),
        str![[r#"
可调剂的资产

查找            呼吸机
件数            0
全院闲置和在库  1
截至            2026-03-05
登记截至        2026-03-05T08:30:00

资产编号  名称  折旧类别  状态  自何日  天数  原值  净值  剩余月数
--------  ----  --------  ----  ------  ----  ----  ----  --------
无记录

注：没有这样的；全院共有 1 件闲置或在库的资产
  提示：全部列出：houqin asset reuse

"#]]
    );
    let told = lab.run("asset add CH-03 --name 病床 --class 家具 --value 2800 --department NK1");
    assert_eq!(told.code, 0);
    assert_data_eq!(
        told.stderr,
        str![[r#"
要买“病床”？有 1 件名称相近的资产闲置，应当优先调剂使用：《行政事业性国有资产管理条例》（国务院令第738号）第十一条
  提示：查看：houqin asset reuse 病床

"#]]
    );
    lab.ok("item add BC --name 电动病床 --unit 张 --minimum 4");
    lab.ok("asset idle CH-02 --place 总务库 --reason 换新退下 --date 2026-02-21");
    let planned = lab.run("purchase plan make -p 2026-04");
    assert_eq!(planned.code, 0);
    assert_data_eq!(
        planned.stderr,
        str![[r#"
要买“电动病床”？有 1 件名称相近的资产闲置，应当优先调剂使用：《行政事业性国有资产管理条例》（国务院令第738号）第十一条
  提示：查看：houqin asset reuse 电动病床

"#]]
    );
    let ordered = lab.run("purchase order add BC 4 --order PO-1 --supplier 医用家具厂");
    assert_eq!(ordered.code, 0);
    assert_data_eq!(
        ordered.stderr,
        str![[r#"
要买“电动病床”？有 1 件名称相近的资产闲置，应当优先调剂使用：《行政事业性国有资产管理条例》（国务院令第738号）第十一条
  提示：查看：houqin asset reuse 电动病床

"#]]
    );
    // Once it is used again nobody says so any more.
    lab.ok("asset transfer CH-01 --department NK1 --place 5楼");
    lab.ok("asset transfer CH-02 --department NK1 --place 5楼");
    lab.ok("purchase order add BC 4 --order PO-2 --supplier 医用家具厂");
    assert_data_eq!(
        lab.english().ok("asset reuse"),
        str![[r#"
assets to use again

assets                    0
idle and in store in all  0
as of                     2026-03-05
known by                  2026-03-05T08:30:00

tag  name  class  status  since  days  value  net value  months left
---  ----  -----  ------  -----  ----  -----  ---------  -----------
nothing to show

note: no asset is idle or in store
  hint: say of what nobody needs that it is idle: houqin asset idle TAG --place PLACE

"#]]
    );
}

#[test]
fn ledger_cards_and_things_are_held_against_each_other() {
    let lab = boiler();
    assert_data_eq!(
        lab.ok("asset agree --booked 专用设备=288000 --booked-depreciation 180000"),
        str![[r#"
账卡物核对

最近一次盘点  —
截至          2026-03-05
登记截至      2026-03-05T08:30:00

财务账与卡片
大类      卡片件数   卡片原值  财务账原值    原值差额  卡片累计折旧  财务账累计折旧  折旧差额   卡片净值  结论
--------  --------  ---------  ----------  ----------  ------------  --------------  --------  ---------  ------------
专用设备         0       0.00   288000.00  -288000.00          0.00  —               —              0.00  ✗ 不符
通用设备         2  288000.00           —           —     180000.00  —               —         108000.00  ! 财务未提供
--------  --------  ---------  ----------  ----------  ------------  --------------  --------  ---------  ------------
合计             2  288000.00   288000.00        0.00     180000.00  180000.00       0.00      108000.00  ✓ 相符

卡与物待查
情形            件数       原值  资产编号
--------------  ----  ---------  -----------
! 一年内未盘点     2  288000.00  DT-01 GL-01

注：有资产一年内没有在签字的盘点表上
  提示：开表盘点：houqin asset count open

保管人：____________  财务：____________  负责人：____________  签字日期：____________

"#]]
    );
    assert_eq!(
        lab.run("asset agree --booked 288000 --exit-code -q").code,
        1,
        "nothing was counted"
    );
    lab.ok("asset count open --counter 盘点员甲");
    lab.ok("asset count enter GL-01 DT-01 --counter 盘点员甲");
    lab.ok("asset count sign --approver 科长");
    assert_eq!(lab.run("asset agree --booked 288000 --exit-code -q").code, 0);
    assert_data_eq!(
        lab.english().refuses(2, "asset agree --booked 设备=1"),
        str![[r#"
error: --booked: there is no great class `设备`
  hint: the great classes are the first column of houqin asset classes

"#]]
    );
}

#[test]
fn a_card_without_an_acquisition_is_told() {
    let lab = boiler();
    lab.write(
        "assets/cards.csv",
        lab.read("assets/cards.csv") + "ZX-09,轮椅,,家具,180,1500.00,2026-02-01,,,no,,,\n",
    );
    let ran = lab.run("check");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
assets/cards.csv:4:1: 警告：资产 ZX-09 有卡片，没有购置记录，不在台账上
  ZX-09,轮椅,,家具,180,1500.00,2026-02-01,,,no,,,
  ^^^^^
  提示：补登记：houqin asset add ZX-09 --name 轮椅 --class 家具 --value 1500.00 --date 2026-02-01；写错的卡片从 assets/cards.csv 删掉

"#]]
    );
    lab.ok("asset add ZX-09 --name 轮椅 --class 家具 --value 1500.00 --date 2026-02-01");
    assert!(!lab.run("check").stdout.contains("ZX-09"));
}
