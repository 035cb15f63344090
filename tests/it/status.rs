//! The screen of the morning.

use snapbox::{assert_data_eq, str};

use crate::hospital::bundled;
use crate::lab::Lab;

#[test]
fn a_store_in_which_nothing_is_open_says_so() {
    let lab = Lab::new();
    assert_data_eq!(
        lab.ok("status --exit-code"),
        str![[r#"
今日待办

今天      2026-03-05
看到      2026-03-12
截至      2026-03-05
登记截至  2026-03-05T08:30:00

没有到期、未完、漏抄、近效期和未结账的事项

事项  逾期  当前  近期  日期  最急的一件  查看
----  ----  ----  ----  ----  ----------  ----
无记录

"#]]
    );
}

#[test]
fn the_hospital_on_a_morning() {
    let mut lab = Lab::of(&bundled());
    lab.on("2026-01-03");
    assert_data_eq!(
        lab.ok("status -q"),
        str![[r#"
今日待办

今天      2026-01-03
看到      2026-01-10
截至      2026-01-03
登记截至  2026-01-03T08:30:00

待办
事项              逾期  当前  近期  日期        最急的一件                              查看
----------------  ----  ----  ----  ----------  --------------------------------------  -----------------------------------
✗ 巡检任务           5     1    16  2025-12-14  XC JZ 每周两次下科室巡查                houqin inspect due
✗ 证书到期、续证     1     0     0  2025-11-19  STJ 健康证                              houqin certificate list --within 7d
✗ 问题整改           4     0     0  2025-04-21  F20250414-mzv9-006847 水龙头滴漏        houqin finding list
✗ 工作任务           1     0     0  2025-12-15  2025-16 改善饮食花色品种，做满意度调查  houqin task list
✗ 应盘的物资        75     0     0  2025-12-31  WJ DQ001 灯管                           houqin stocktake due
✗ 旧物未交回         4     0     0  2025-03-06  LGM 节水龙头                            houqin stock exchanges
✗ 未结账的月份      44     4     0  2025-01-31  2025-01                                 houqin close status
! 未完的盘点表       0     1     0  2025-12-31  PD-2025-12-WJ                           houqin stocktake list
! 低于最低库存       0     2     0  —           GZ017 医师服                            houqin stock onhand --low

今天到期
事项      编号  内容                对象、责任人
--------  ----  ------------------  ------------
巡检任务  PD    配电室每日运行记录  PDS

"#]]
    );
    assert_eq!(lab.run("status -q --exit-code").code, 1);
    let lab = lab.english();
    assert_data_eq!(
        lab.ok("status -q --site LG"),
        str![[r#"
to do today

today         2026-01-03
looked until  2026-01-10
site          LG
as of         2026-01-03
known by      2026-01-03T08:30:00

what         overdue  now  soon  day         the first of them                 to see them
-----------  -------  ---  ----  ----------  --------------------------------  -------------------
✗ findings         2    0     0  2025-08-14  F20250807-mzv9-013368 应急灯不亮  houqin finding list
inspections        0    0     2  2026-01-04  XC LGB 每周两次下科室巡查         houqin inspect due

"#]]
    );
    assert!(lab.fails(77, "status --site XX").contains("XX"));
}

/// A store with one thing to do of each kind, on the fifth of March.
fn busy() -> Lab {
    let mut lab = Lab::new();
    for line in [
        "org site add DY --name 东院",
        "org department add NK1 --name 内科一病区",
        "store add ZW --name 总务库 --site DY",
        "item add SJ01 --name 试剂 --unit 盒 --lot-kept",
        "item add TZ01 --name 拖把 --unit 把 --durable --minimum 50",
        "stock receive SJ01 3 --price 10 --supplier 华北 --lot A1 --expiry 2026-02-28 --slip RK1 --date 2026-01-05",
        "stock receive TZ01 20 --price 8 --supplier 华北 --slip RK2 --date 2026-01-05",
        "stock issue TZ01 2 --department NK1 --slip CK1 --date 2026-01-06",
        "stock lend TZ01 2 --to 外包保洁公司 --due 2026-02-01 --date 2026-01-07",
        "purchase order add TZ01 30 --order DD1 --supplier 华北 --due 2026-02-15 --date 2026-02-01",
        "stocktake open PD1 --cutoff close --date 2026-02-10",
        "inspect rules add XC --title 消防通道巡查 --title-en 'fire exits' --every 1/week --subject NK1 --from 2026-02-02",
        "inspect rules add CZ --title 电梯司机持证上岗 --every certificate=电梯作业 --subject DG1 --from 2026-01-01",
        "certificate add DG2 --kind 电工 --number 7 --from 2024-03-01 --to 2026-03-08",
        "finding open NK1 --note 疏散通道堆物 --severity critical --date 2026-02-20",
        "repair open 病房灯 --note 不亮 --number WX1 --department NK1 --date 2026-02-25 --time 08:00",
        "task add GF1 --title 完善台账 --owner 库管员 --due 2026-03-05",
        "meter add W1 --name 总水表 --utility 冷水 --digits 5 --from 2026-01-01 --initial 1",
        "asset add FW1 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31 --department NK1 --place 机房",
        "asset add FW2 --name 交换机 --class 计算机设备 --value 6000 --date 2024-03-31 --department NK1 --place 机房",
        "asset lend FW1 --place 社区卫生站 --reason 义诊 --date 2026-02-12",
        "asset count open ZC1 --date 2026-02-20",
        "asset count enter FW2 --counter 盘点员甲 --date 2026-02-20",
        "asset count sign ZC1 --approver 后勤主任 --reason 两件待查 --date 2026-02-21",
        "asset count open ZC2 --date 2026-03-01",
    ] {
        lab.on("2026-03-01");
        let ran = lab.run(line);
        assert!(ran.code == 0, "{line}\n{}{}", ran.stdout, ran.stderr);
    }
    lab.on("2026-03-05");
    lab
}

#[test]
fn every_kind_of_things_to_do_is_a_line_and_its_command_lists_it() {
    let lab = busy();
    let shown = lab.ok("status -q");
    assert_data_eq!(
        &shown,
        str![[r#"
今日待办

今天      2026-03-05
看到      2026-03-12
截至      2026-03-05
登记截至  2026-03-05T08:30:00

待办
事项                逾期  当前  近期  日期        最急的一件                          查看
------------------  ----  ----  ----  ----------  ----------------------------------  -----------------------------------
✗ 巡检任务             1     0     1  2026-02-08  XC NK1 消防通道巡查                 houqin inspect due
✗ 无有效证书           1     1     0  2026-01-01  CZ DG1 电梯司机持证上岗             houqin certificate list --expired
✗ 问题整改             1     0     0  2026-02-21  F20260220-6cr7-000012 疏散通道堆物  houqin finding list
✗ 维修单               1     0     0  2026-02-25  WX1 不亮                            houqin repair list
✗ 未完的盘点表         1     0     0  2026-02-10  PD1                                 houqin stocktake list
✗ 应盘的物资           2     0     0  2026-01-31  ZW SJ01 试剂                        houqin stocktake due
✗ 近效期、过期批号     1     0     0  2026-02-28  ZW SJ01 试剂                        houqin stock expiring
✗ 采购未到货           1     0     0  2026-02-15  DD1 拖把                            houqin purchase order status
✗ 旧物未交回           1     0     0  2026-02-05  NK1 拖把                            houqin stock exchanges
✗ 物资借出未还         1     0     0  2026-02-01  外包保洁公司 拖把                   houqin stock loans
✗ 未结账的月份        12     3     0  2025-03-31  2025-03                             houqin close status
! 工作任务             0     1     0  2026-03-05  GF1 完善台账                        houqin task list
! 漏抄的表             0     1     0  2026-02-28  W1 总水表                           houqin meter missing -p last-month
! 未完的资产清查表     0     1     0  2026-03-01  ZC2                                 houqin asset count list
! 资产清查差异         0     1     0  2026-02-20  FW1 服务器                          houqin asset count follow
! 低于最低库存         0     1     0  —           TZ01 拖把                           houqin stock onhand --low
证书到期、续证         0     0     1  2026-03-08  DG2 电工                            houqin certificate list --within 7d
借出的资产             0     0     1  2026-02-12  FW1 社区卫生站                      houqin asset list --status lent

今天到期
事项        编号  内容              对象、责任人
----------  ----  ----------------  ------------
无有效证书  CZ    电梯司机持证上岗  DG1
工作任务    GF1   完善台账          库管员

"#]]
    );
    let json: serde_json::Value = serde_json::from_str(&lab.ok("status -q -f json")).expect("JSON");
    let lines = json["tables"][0]["rows"].as_array().expect("rows");
    let kinds: Vec<&str> = lines.iter().filter_map(|line| line["chore"].as_str()).collect();
    // The books of this store have no defect; the test below has.
    let all = houqin::books::Chore::ALL.map(houqin::books::Chore::key);
    let missing: Vec<&&str> = all.iter().filter(|key| !kinds.contains(*key)).collect();
    assert_eq!(missing, [&"status.chore.defects"], "{shown}");
    // What is to be typed next is a command that goes.
    for line in lines {
        let key = line["next"].as_str().expect("a key");
        let next = houqin::text::Text::new(houqin::text::Language::Chinese).label(key);
        let ran = lab.run(next.strip_prefix("houqin ").expect("a command of the tool"));
        assert!(
            ran.code <= 1 && ran.stdout.lines().count() > 3,
            "{next}\n{}{}",
            ran.stdout,
            ran.stderr
        );
    }
}

#[test]
fn defects_stand_first_and_keep_nobody_from_the_rest() {
    let lab = busy();
    let path = "stock/movements/2026/2026-01.csv";
    let text = lab.read(path).replace("2026-01-05", "2026-01-99");
    lab.write(path, text);
    let ran = lab.run("status -q -f csv --headers keys");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let first = ran.stdout.lines().any(|line| line.contains(",next"));
    assert!(first, "{}", ran.stdout);
    let line = ran.stdout.lines().find(|line| line.starts_with("defects,"));
    assert!(line.is_some_and(|line| line.starts_with("defects,2,0,0")), "{}", ran.stdout);
}
