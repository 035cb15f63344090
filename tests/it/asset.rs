//! Fixed assets, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with two wards and one asset of 36,000 yuan, bought on the last of March 2024.
pub(super) fn lab() -> Lab {
    let lab = Lab::new();
    lab.ok("org department add NK1 --name 内科一病区");
    lab.ok("org department add WK2 --name 外科二病区");
    lab.ok("asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31");
    lab
}

#[test]
fn the_life_of_an_asset_can_be_told_for_any_day() {
    let lab = lab();
    lab.ok("asset assign FWQ-01 --department NK1 --place 3楼机房 --custodian 管理员甲 --date 2024-04-10");
    lab.ok("asset transfer FWQ-01 --department WK2 --date 2025-02-01 --reason 科室搬迁");
    lab.ok("asset repair FWQ-01 --reason 更换硬盘 --cost 850 --date 2025-05-01");
    lab.ok("asset dispose FWQ-01 --reason 报废 --proceeds 200 --date 2026-01-15");
    assert_data_eq!(
        lab.ok("asset list --as-of 2024-05-31 --known-by 2026-03-05"),
        str![[r#"
固定资产台账

件数      1
截至      2024-05-31
登记截至  2026-03-05

资产编号  名称    折旧类别    状态  科室  存放地点  保管人    购置日期        原值  累计折旧      净值
--------  ------  ----------  ----  ----  --------  --------  ----------  --------  --------  --------
FWQ-01    服务器  计算机设备  在用  NK1   3楼机房   管理员甲  2024-03-31  36000.00   1500.00  34500.00
--------  ------  ----------  ----  ----  --------  --------  ----------  --------  --------  --------
合计                                                                      36000.00   1500.00  34500.00

"#]]
    );
    assert_data_eq!(
        lab.ok("asset show FWQ-01"),
        str![[r#"
固定资产卡片

资产编号                FWQ-01
名称                    服务器
分类代码（GB/T 14885）  —
折旧类别                计算机设备
出厂编号                —
供应商                  —
资金来源                —
批量同类                否
备注                    —
购置日期                2024-03-31
启用日期                2024-03-31
原值                    36000.00
折旧月数                72
年限依据                按年限表
状态                    已处置
科室                    WK2
存放地点                —
保管人                  —
账面原值                36000.00
月折旧额                500.00
已提月数                22
剩余月数                —
累计折旧                0.00
净值                    0.00
维修次数                1
维修费用                850.00
维修费占原值            2.4%
最近维修                2025-05-01
巡检任务                0
证书                    0
监测点                  0
截至                    2026-03-05
登记截至                2026-03-05T08:30:00

变动记录
记录号                 日期        变动      金额  科室  存放地点  保管人    原因      备注  录入人    已被冲销
---------------------  ----------  ----  --------  ----  --------  --------  --------  ----  --------  --------
A20240331-6cr7-000001  2024-03-31  购置  36000.00                                            库管员甲
A20240410-6cr7-000002  2024-04-10  领用         —  NK1   3楼机房   管理员甲                  库管员甲
A20250201-6cr7-000003  2025-02-01  调拨         —  WK2                       科室搬迁        库管员甲
A20250501-6cr7-000004  2025-05-01  维修    850.00                            更换硬盘        库管员甲
A20260115-6cr7-000005  2026-01-15  处置    200.00                            报废            库管员甲

维修记录
日期        维修单                 登记在    故障      维修费
----------  ---------------------  --------  --------  ------
2025-05-01  A20250501-6cr7-000004  资产卡片  更换硬盘  850.00

"#]]
    );
    assert_data_eq!(
        lab.ok("asset list --status disposed -f csv"),
        str![[r#"
资产编号,名称,折旧类别,状态,科室,存放地点,保管人,购置日期,处置日期,原值,累计折旧,净值
FWQ-01,服务器,计算机设备,已处置,WK2,,,2024-03-31,2026-01-15,36000.00,0.00,0.00
合计,,,,,,,,,36000.00,0.00,0.00

"#]]
    );
    assert_data_eq!(
        lab.read("assets/cards.csv"),
        str![[r#"
tag,name,category,class,months,original_value,acquired_on,in_service_from,funding,bulk,supplier,serial,note
FWQ-01,服务器,,计算机设备,72,36000.00,2024-03-31,,,no,,,

"#]]
    );
    assert_data_eq!(
        lab.read("assets/events/2025.csv"),
        str![[r#"
id,date,kind,asset,value,months,place,department,custodian,reason,note,reverses,recorded_at,recorded_by
A20250201-6cr7-000003,2025-02-01,transfer,FWQ-01,,,,WK2,,科室搬迁,,,2026-03-05T08:30:00+08:00,库管员甲
A20250501-6cr7-000004,2025-05-01,repair,FWQ-01,850.00,,,,,更换硬盘,,,2026-03-05T08:30:00+08:00,库管员甲

"#]]
    );
    assert_data_eq!(
        lab.ok("check"),
        str![[r#"
账目检查

没有发现缺陷

"#]]
    );
}

#[test]
fn a_month_of_depreciation_cross_foots_and_stops_at_the_disposal() {
    let lab = lab();
    lab.ok(
        "asset add CH-07 --name 病床 --class 家具 --value 9000 --date 2024-04-10 --department NK1",
    );
    lab.ok("asset dispose FWQ-01 --reason 报废 --date 2024-05-06");
    assert_data_eq!(
        lab.ok("report depreciation -p 2024-04 -f csv"),
        str![[r#"
固定资产折旧计提表
起始月份,2024-04
截止月份,2024-04
计提合计,550.00
截至,2026-03-05
登记截至,2026-03-05T08:30:00

固定资产折旧计提表
资产编号,名称,折旧类别,科室,年限依据,折旧月数,已提月数,期末原值,期初累计,本期计提,处置转出,冲销调整,期末累计,期末净值
CH-07,病床,家具,NK1,按年限表,180,1,9000.00,0.00,50.00,0.00,0.00,50.00,8950.00
家具,小计,,,,,,9000.00,0.00,50.00,0.00,0.00,50.00,8950.00
FWQ-01,服务器,计算机设备,,按年限表,72,2,36000.00,500.00,500.00,0.00,0.00,1000.00,35000.00
计算机设备,小计,,,,,,36000.00,500.00,500.00,0.00,0.00,1000.00,35000.00
合计,,,,,,,45000.00,500.00,550.00,0.00,0.00,1050.00,43950.00

"#]]
    );
    assert_data_eq!(
        lab.ok("report depreciation -p 2024-05 --group-by department"),
        str![[r#"
固定资产折旧计提表

起始月份  2024-05
截止月份  2024-05
计提合计  50.00
截至      2026-03-05
登记截至  2026-03-05T08:30:00

资产编号  名称    折旧类别    科室  年限依据  折旧月数  已提月数  期末原值  期初累计  本期计提  处置转出  冲销调整  期末累计  期末净值
--------  ------  ----------  ----  --------  --------  --------  --------  --------  --------  --------  --------  --------  --------
FWQ-01    服务器  计算机设备        按年限表        72         2      0.00   1000.00      0.00   1000.00      0.00      0.00      0.00
未分配    小计                                                        0.00   1000.00      0.00   1000.00      0.00      0.00      0.00

CH-07     病床    家具        NK1   按年限表       180         2   9000.00     50.00     50.00      0.00      0.00    100.00   8900.00
NK1       小计                                                     9000.00     50.00     50.00      0.00      0.00    100.00   8900.00
--------  ------  ----------  ----  --------  --------  --------  --------  --------  --------  --------  --------  --------  --------
合计                                                               9000.00   1050.00     50.00   1000.00      0.00    100.00   8900.00

制表：____________  审核：____________  财务：____________

"#]]
    );
    let lab = lab.english();
    assert_data_eq!(
        lab.ok("asset depreciation FWQ-01"),
        str![[r#"
depreciation schedule

tag                FWQ-01
name               服务器
class              计算机设备
useful life from   table
original value     36000.00
months             72
charge per month   500.00
month of disposal  2024-05
rules              public institution
as of              2026-03-05
known by           2026-03-05T08:30:00

month     charge  depreciated  net value
-------  -------  -----------  ---------
2024-03   500.00       500.00   35500.00
2024-04   500.00      1000.00   35000.00
-------  -------  -----------  ---------
total    1000.00

"#]]
    );
}

#[test]
fn the_same_command_again_writes_nothing() {
    let lab = lab();
    let lines = [
        "asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31",
        "asset assign FWQ-01 --department NK1 --date 2024-04-10",
        "asset repair FWQ-01 --reason 更换硬盘 --cost 850 --date 2025-05-01",
        "asset dispose FWQ-01 --reason 报废 --date 2026-01-15",
    ];
    for line in lines {
        lab.ok(line);
    }
    let before = lab.files();
    for line in lines {
        lab.ok(line);
    }
    assert_eq!(before, lab.files());
}

#[test]
fn an_event_is_taken_back_by_its_id_and_the_card_put_right() {
    let lab = lab();
    lab.ok("asset assign FWQ-01 --department NK1 --date 2026-03-01");
    let said = lab.refuses(77, "asset reverse A20240331-test-000001 --reason 录错原值");
    assert_data_eq!(
        said,
        str![[r#"
错误：没有变动记录 A20240331-test-000001，是不是 A20240331-6cr7-000001？
  提示：记录号见资产卡片：houqin asset show 资产编号

"#]]
    );
    let events = lab.read("assets/events/2026.csv");
    let assigned = events.lines().nth(1).and_then(|line| line.split(',').next()).expect("an id");
    lab.ok(&format!("asset reverse {assigned} --reason 录错"));
    let acquired = lab.read("assets/events/2024.csv");
    let acquired = acquired.lines().nth(1).and_then(|line| line.split(',').next()).expect("an id");
    lab.ok(&format!("asset reverse {acquired} --reason 录错原值"));
    assert_data_eq!(
        lab.fails(77, "asset depreciation FWQ-01"),
        str![[r#"
错误：资产 FWQ-01 到 2026-03-05 还没有购置入账
  提示：查看卡片：houqin asset show FWQ-01

"#]]
    );
    lab.ok("asset add FWQ-01 --name 服务器 --class 计算机设备 --value 63000 --date 2024-03-31");
    assert_data_eq!(
        lab.ok("asset list -f csv"),
        str![[r#"
资产编号,名称,折旧类别,状态,科室,存放地点,保管人,购置日期,原值,累计折旧,净值
FWQ-01,服务器,计算机设备,在库,,,,2024-03-31,63000.00,21875.00,41125.00
合计,,,,,,,,63000.00,21875.00,41125.00

"#]]
    );
    assert_data_eq!(
        lab.read("assets/cards.csv"),
        str![[r#"
tag,name,category,class,months,original_value,acquired_on,in_service_from,funding,bulk,supplier,serial,note
FWQ-01,服务器,,计算机设备,72,63000.00,2024-03-31,,,no,,,

"#]]
    );
}

#[test]
fn what_is_refused_names_the_next_command() {
    let lab = lab();
    lab.ok("asset assign FWQ-01 --department NK1 --date 2024-04-10");
    let mut said = String::new();
    for (code, line) in [
        (77, "asset show FWQ-02"),
        (77, "asset add X-1 --name 服务器 --class 计算机 --value 36000"),
        (77, "asset add FWQ-01 --name 服务器 --class 计算机设备 --value 63000 --date 2024-03-31"),
        (2, "asset add X-1 --name 服务器 --class 计算机设备 --value 1,200"),
        (2, "asset add X-1 --name 服务器 --class 计算机设备 --value 1200 --category-code 20101"),
        (2, "asset add X-1 --name 服务器 --class 计算机设备 --value 1200 --months 1.5"),
        (77, "asset assign FWQ-01 --department WK2"),
        (77, "asset assign FWQ-01 --department WK9"),
        (77, "asset transfer FWQ-01 --department WK2 --date 2024-03-01"),
        (77, "asset repair FWQ-01 --reason x --date 2062-03-01"),
        (77, "asset dispose FWQ-01 --reason 报废 --date 2024-04-09"),
        (2, "asset list --status gone"),
        (77, "asset list --class 计算机"),
        (2, "report depreciation -p 2026-01-05..2026-01-31"),
    ] {
        said += &lab.refuses(code, line);
    }
    assert_data_eq!(
        said,
        str![[r#"
错误：没有资产 FWQ-02，是不是 FWQ-01？
  提示：查看：houqin asset show FWQ-01
错误：折旧年限表里没有“计算机”这一类，是不是“计算机设备”？
  提示：查看全部类别：houqin asset classes
错误：资产编号 FWQ-01 已经登记，原值是“36000.00”，不是“63000.00”
  提示：查看卡片：houqin asset show FWQ-01；是另一件资产就换一个编号
错误：--value：“1,200”里有逗号
  提示：不写千分位逗号，小数点用“.”：1234.5
错误：--category-code：“20101”不是 GB/T 14885 的分类代码
  提示：2010 版写七位数字（2010104），2022 版写大写字母加数字（A02010105）
错误：--months：“1.5”应当是整数
  提示：只写数字，不带小数
错误：资产 FWQ-01 现在在 NK1，不能直接由 WK2 领用
  提示：跨科室用调拨：houqin asset transfer FWQ-01 --department WK2
错误：没有登记科室 WK9，是不是 WK2？
  提示：查看科室：houqin org department list
错误：2024-03-01 早于资产 FWQ-01 的购置日期 2024-03-31
  提示：用 --date 写 2024-03-31 或以后的日期
错误：2062-03-01 还没到（今天是 2026-03-05）
  提示：核对 --date 的年份；到那天再登记
错误：资产 FWQ-01 在 2024-04-10 还有领用记录 A20240410-6cr7-000002
  提示：先冲销它：houqin asset reverse A20240410-6cr7-000002 --reason 原因；或改用以后的日期
错误：--status 不认识“gone”，可以用：in-store, in-use, idle, lent, disposed
  提示：查看用法：houqin help
错误：折旧年限表里没有“计算机”这一类，是不是“计算机设备”？
  提示：查看全部类别：houqin asset classes
错误：--period：折旧按整月计提，“2026-01-05..2026-01-31”不是整月
  提示：写成 2026-03、2026-Q1、2026 或 last-month

"#]]
    );
}

#[test]
fn what_is_no_fixed_asset_is_taken_with_a_warning() {
    let lab = lab();
    let ran = lab.run("asset add CH-07 --name 病床 --class 家具 --value 900 --date 2025-01-10");
    assert_eq!(ran.code, 0);
    assert_data_eq!(
        ran.stderr,
        str![[r#"
资产 CH-07 单价 900.00 元，不足 1000.00 元：依《事业单位财务规则》（财政部令第108号）第四十一条，一般不作固定资产，按低值易耗品管理
  提示：是大批同类物资就注明 --bulk（卡片的 bulk 列写 yes）

"#]]
    );
    lab.fails(1, "check");
    assert_data_eq!(
        lab.run("check").stdout,
        str![[r#"
assets/cards.csv:3:18: 警告：资产 CH-07 单价 900.00 元，不足 1000.00 元：依《事业单位财务规则》（财政部令第108号）第四十一条，一般不作固定资产，按低值易耗品管理
  CH-07,病床,,家具,180,900.00,2025-01-10,,,no,,,
                       ^^^^^^
  提示：是大批同类物资就注明 --bulk（卡片的 bulk 列写 yes）

"#]]
    );
    lab.ok("asset add CH-08 --name 病床 --class 家具 --value 900 --date 2025-01-10 --bulk");
}

#[test]
fn rows_that_contradict_each_other_are_told_at_their_place() {
    let lab = lab();
    lab.ok("asset add CH-07 --name 病床 --class 家具 --value 9000 --date 2024-04-10");
    let events = lab.read("assets/events/2024.csv");
    lab.write(
        "assets/events/2024.csv",
        events
            + "A1,2024-01-01,repair,FWQ-01,1e3,,,,,x,,,2024-01-01T08:00:00+08:00,甲\n\
               A2,2024-02-30,repair,FWQ-01,1,,,,,x,,,2024-01-01T08:00:00+08:00,甲\n\
               A3,2024-01-01,repair,CH-07,1,,,,,x,,,2024-01-01T08:00:00+08:00,甲\n\
               A4,2024-05-01,transfer,FWQ-01,,,,NK9,,,,,2024-05-01T08:00:00+08:00,甲\n\
               A5,2024-05-01,borrow,FWQ-01,,,,,,,,,2024-05-01T08:00:00+08:00,甲\n\
               A6,2024-05-01,repair,FWQ-11,,,,,,x,,,2024-05-01T08:00:00+08:00,甲\n",
    );
    assert_data_eq!(
        lab.run("check").stdout,
        str![[r#"
assets/events/2024.csv:4:29: 错误：“1e3”是科学计数法
  A1,2024-01-01,repair,FWQ-01,1e3,,,,,x,,,2024-01-01T08:00:00+08:00,甲
                              ^^^
  提示：把数字写全：1000，不写 1e3；在 Excel 中先把该列设为“数值”格式
assets/events/2024.csv:5:4: 错误：日历上没有“2024-02-30”这一天
  A2,2024-02-30,repair,FWQ-01,1,,,,,x,,,2024-01-01T08:00:00+08:00,甲
     ^^^^^^^^^^
  提示：查看该月有几天；二月在闰年才有 29 日
assets/events/2024.csv:6:22: 错误：资产 CH-07 到 2024-01-01 还没有购置入账
  A3,2024-01-01,repair,CH-07,1,,,,,x,,,2024-01-01T08:00:00+08:00,甲
                       ^^^^^
  提示：查看卡片：houqin asset show CH-07
assets/events/2024.csv:7:34: 错误：没有登记科室 NK9，是不是 NK1？
  A4,2024-05-01,transfer,FWQ-01,,,,NK9,,,,,2024-05-01T08:00:00+08:00,甲
                                   ^^^
  提示：查看科室：houqin org department list
assets/events/2024.csv:8:15: 错误：kind 列不认识“borrow”，可以用：acquire, opening, assign, transfer, lend, return, idle, upgrade, revalue, repair, dispose, reversal
  A5,2024-05-01,borrow,FWQ-01,,,,,,,,,2024-05-01T08:00:00+08:00,甲
                ^^^^^^
  提示：改成其中一个词；改好后运行 houqin check
assets/events/2024.csv:9:22: 错误：没有资产 FWQ-11，是不是 FWQ-01？
  A6,2024-05-01,repair,FWQ-11,,,,,,x,,,2024-05-01T08:00:00+08:00,甲
                       ^^^^^^
  提示：查看：houqin asset show FWQ-01

"#]]
    );
    let said = lab.refuses(65, "asset repair FWQ-01 --reason x");
    assert!(said.contains("houqin check"), "{said}");
}
