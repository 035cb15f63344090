//! Fixed assets, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with two wards and one asset of 36,000 yuan, bought on the last of March 2024.
fn lab() -> Lab {
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
累计折旧                0.00
净值                    0.00
维修次数                1
维修费用                850.00
截至                    2026-03-05
登记截至                2026-03-05T08:30:00

记录号                 日期        变动      金额  科室  存放地点  保管人    原因      备注  录入人    已被冲销
---------------------  ----------  ----  --------  ----  --------  --------  --------  ----  --------  --------
A20240331-6cr7-000001  2024-03-31  购置  36000.00                                            库管员甲
A20240410-6cr7-000002  2024-04-10  领用         —  NK1   3楼机房   管理员甲                  库管员甲
A20250201-6cr7-000003  2025-02-01  调拨         —  WK2                       科室搬迁        库管员甲
A20250501-6cr7-000004  2025-05-01  维修    850.00                            更换硬盘        库管员甲
A20260115-6cr7-000005  2026-01-15  处置    200.00                            报废            库管员甲

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

#[test]
fn a_thing_is_improved_lent_taken_over_and_explained() {
    let lab = lab();
    lab.ok("asset opening FWQ-01 --accumulated 10800 --months 24 --date 2025-12-31");
    lab.ok("asset upgrade FWQ-01 --value 2400 --months 84 --reason 扩容 --date 2026-02-10");
    assert_data_eq!(
        lab.ok("asset depreciation FWQ-01 --explain -f csv --as-of 2026-03-05"),
        str![[r#"
折旧进度表
资产编号,FWQ-01
名称,服务器
折旧类别,计算机设备
年限依据,按年限表
原值,38400.00
折旧月数,84
月折旧额,458.90
处置月份,
折旧准则,政府会计准则第3号
期初累计折旧,10800.00
期初月份,2025-12
截至,2026-03-05
登记截至,2026-03-05

折旧进度表
月份,计提,累计折旧,净值
2026-01,525.00,11325.00,27075.00
2026-02,458.90,11783.90,26616.10
2026-03,458.90,12242.80,26157.20
2026-04,458.90,12701.70,25698.30
2026-05,458.90,13160.60,25239.40
2026-06,458.90,13619.50,24780.50
2026-07,458.90,14078.40,24321.60
2026-08,458.90,14537.30,23862.70
2026-09,458.90,14996.20,23403.80
2026-10,458.90,15455.10,22944.90
2026-11,458.90,15914.00,22486.00
2026-12,458.90,16372.90,22027.10
2027-01,458.90,16831.80,21568.20
2027-02,458.90,17290.70,21109.30
2027-03,458.90,17749.60,20650.40
2027-04,458.90,18208.50,20191.50
2027-05,458.90,18667.40,19732.60
2027-06,458.90,19126.30,19273.70
2027-07,458.90,19585.20,18814.80
2027-08,458.90,20044.10,18355.90
2027-09,458.90,20503.00,17897.00
2027-10,458.90,20961.90,17438.10
2027-11,458.90,21420.80,16979.20
2027-12,458.90,21879.70,16520.30
2028-01,458.90,22338.60,16061.40
2028-02,458.90,22797.50,15602.50
2028-03,458.90,23256.40,15143.60
2028-04,458.90,23715.30,14684.70
2028-05,458.90,24174.20,14225.80
2028-06,458.90,24633.10,13766.90
2028-07,458.90,25092.00,13308.00
2028-08,458.90,25550.90,12849.10
2028-09,458.90,26009.80,12390.20
2028-10,458.90,26468.70,11931.30
2028-11,458.90,26927.60,11472.40
2028-12,458.90,27386.50,11013.50
2029-01,458.90,27845.40,10554.60
2029-02,458.90,28304.30,10095.70
2029-03,458.90,28763.20,9636.80
2029-04,458.90,29222.10,9177.90
2029-05,458.90,29681.00,8719.00
2029-06,458.90,30139.90,8260.10
2029-07,458.90,30598.80,7801.20
2029-08,458.90,31057.70,7342.30
2029-09,458.90,31516.60,6883.40
2029-10,458.90,31975.50,6424.50
2029-11,458.90,32434.40,5965.60
2029-12,458.90,32893.30,5506.70
2030-01,458.90,33352.20,5047.80
2030-02,458.90,33811.10,4588.90
2030-03,458.90,34270.00,4130.00
2030-04,458.90,34728.90,3671.10
2030-05,458.90,35187.80,3212.20
2030-06,458.90,35646.70,2753.30
2030-07,458.90,36105.60,2294.40
2030-08,458.90,36564.50,1835.50
2030-09,458.90,37023.40,1376.60
2030-10,458.90,37482.30,917.70
2030-11,458.90,37941.20,458.80
2030-12,458.80,38400.00,0.00
合计,27600.00,,

计算过程
指标,步骤,算式,结果,依据
FWQ-01：净值,2024-03-31 购置的原值,,36000.00,A20240331-6cr7-000001
FWQ-01：净值,使用年限（月），按年限表,,72,财会〔2017〕4号 通用设备 计算机设备 6
FWQ-01：净值,政府会计准则第3号：当月增加当月计提，当月减少当月不提，不留残值；首月,,2024-03,
FWQ-01：净值,2024-03 起每月：余下的价值 ÷ 余下的月数,(36000.00 − 0.00) ÷ (72 − 0),500.00,A20240331-6cr7-000001
FWQ-01：净值,2025-12-31 期初累计,,10800.00,A20251231-6cr7-000002
FWQ-01：净值,2026-01 起每月：余下的价值 ÷ 余下的月数,(36000.00 − 10800.00) ÷ (72 − 24),525.00,A20251231-6cr7-000002
FWQ-01：净值,2026-02-10 改良,,2400.00,A20260210-6cr7-000003
FWQ-01：净值,2026-02 起每月：余下的价值 ÷ 余下的月数,(38400.00 − 11325.00) ÷ (84 − 25),458.90,A20260210-6cr7-000003
FWQ-01：净值,到 2026-03 末的累计折旧，已提 27 个月,11325.00 + 458.90 × 2,12242.80,
FWQ-01：净值,净值 = 原值 − 累计折旧,38400.00 − 12242.80,26157.20,

"#]]
    );
    lab.ok("asset assign FWQ-01 --department NK1 --place 3楼机房 --date 2026-02-11");
    lab.ok("asset lend FWQ-01 --place 社区卫生站 --reason 义诊 --date 2026-02-12");
    assert_data_eq!(
        lab.ok("asset list --status lent -f csv"),
        str![[r#"
资产编号,名称,折旧类别,状态,科室,存放地点,保管人,购置日期,原值,累计折旧,净值
FWQ-01,服务器,计算机设备,借出,NK1,社区卫生站,,2024-03-31,38400.00,12242.80,26157.20
合计,,,,,,,,38400.00,12242.80,26157.20

"#]]
    );
    lab.ok("asset return FWQ-01 --date 2026-02-20");
    lab.ok("asset idle FWQ-01 --reason 换新 --date 2026-02-21");
    assert_data_eq!(
        lab.ok("asset list --status idle --lang en"),
        str![[r#"
asset register

assets    1
as of     2026-03-05
known by  2026-03-05T08:30:00

tag     name    class       status  department  place    custodian  acquired on  original value  depreciated  net value
------  ------  ----------  ------  ----------  -------  ---------  -----------  --------------  -----------  ---------
FWQ-01  服务器  计算机设备  idle    NK1         3楼机房             2024-03-31         38400.00     12242.80   26157.20
------  ------  ----------  ------  ----------  -------  ---------  -----------  --------------  -----------  ---------
total                                                                                  38400.00     12242.80   26157.20

"#]]
    );
    assert_data_eq!(
        lab.ok("asset changes -p 2026-02"),
        str![[r#"
固定资产增减变动表

起始日期  2026-02-01
截止日期  2026-02-28
截至      2026-03-05
登记截至  2026-03-05T08:30:00

增减汇总
项目      件数      原值
--------  ----  --------
期初         1  36000.00
本期增加     0      0.00
价值变动     —   2400.00
本期减少     0      0.00
期末         1  38400.00

固定资产增减变动表
日期        变动  资产编号  名称    折旧类别    科室  原值增减  转出折旧  处置净值  处置收入  原因  记录号
----------  ----  --------  ------  ----------  ----  --------  --------  --------  --------  ----  ---------------------
2026-02-10  改良  FWQ-01    服务器  计算机设备         2400.00  —         —         —         扩容  A20260210-6cr7-000003

"#]]
    );
    lab.write("e.csv", "资产编号,日期,变动,金额,月数,原因\nFWQ-01,2026-03-01,价值调整,30000,,决算\nFWQ-01,2026-03-02,期初累计,,,\n");
    assert_data_eq!(
        lab.refuses(65, "asset import e.csv"),
        str![[r#"
e.csv:3:24: 错误：期初累计要写金额：到那个月末已提的折旧
  FWQ-01,2026-03-02,期初累计,,,
                             ^
  提示：填上金额这一列
错误：读入 2 行，1 行不能登记（可以登记 1，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write(
        "e.csv",
        "资产编号,日期,变动,金额,月数,原因\nFWQ-01,2026-03-01,价值调整,30000,,决算\n",
    );
    lab.ok("asset import e.csv");
    assert_eq!(lab.ok("asset list --fully-depreciated -f csv").lines().count(), 1);
    lab.ok("check");
}

#[test]
fn an_enterprise_keeps_a_residual_value() {
    let lab = lab();
    let settings = lab.read("houqin.toml");
    lab.write(
        "houqin.toml",
        format!("{settings}\n[assets]\nregime = \"enterprise\"\nresidual = \"4%\"\n"),
    );
    let april = lab.ok("report depreciation -p 2024-04 -f csv");
    assert!(april.contains(",480.00,"), "{april}");
    assert!(lab.ok("report depreciation -p 2024-03 -f csv").contains(",0.00,0.00,"));
    lab.write("houqin.toml", format!("{settings}\n[assets]\nregime = \"private\"\n"));
    assert!(lab.refuses(78, "asset list").contains("private"));
}
