//! Meters, readings and use, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with a main meter, a ward's meter below it and a water meter, on the first of April.
pub(crate) fn hospital() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-04-01");
    lab.ok("org department add NK1 --name 内科一病区");
    lab.ok("meter add E-01 --name 总配电 --utility 电 --multiplier 200/5 --digits 6 \
            --max-per-day 8000 --accuracy 0.5");
    lab.ok("meter add E-01-1 --name 内科一病区照明 --utility electricity --parent E-01 \
            --department NK1 --accuracy 1 --max-per-day 500");
    lab.ok("meter add W-01 --name 总水表 --utility 冷水 --digits 5 --max-per-day 40 \
            --from 2026-02-01 --initial 99500");
    lab
}

/// The same with readings of February and March.
pub(crate) fn read() -> Lab {
    let lab = hospital();
    let sheet = "监测点,日期,读数\n\
                 E-01,2026-02-01,1000\nE-01,2026-03-01,1400.5\nE-01,2026-04-01,1900.5\n\
                 E-01-1,2026-03-01,20\nE-01-1,2026-04-01,2120\n\
                 W-01,2026-03-01,99876\nW-01,2026-04-01,00214\n";
    let ran = lab.run_with("meter import - -q", sheet);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    lab
}

#[test]
fn a_point_is_a_table_of_its_register() {
    let lab = hospital();
    let points = lab.read("meters/points.toml");
    assert_data_eq!(
        points.split("\n\n").last().unwrap_or_default().to_owned(),
        str![[r#"
[[point]]
code = "W-01"
name = "总水表"
utility = "cold_water"
unit = "m3"
multiplier = "1"
from = 2026-02-01
initial = "99500"
digits = 5
max_per_day = "40"

"#]]
    );
    assert_data_eq!(
        lab.ok("meter tree"),
        str![[r#"
总分表

截至      2026-04-01
登记截至  2026-04-01T08:30:00

级  名称              编码    能源  汇总方式  算式  科室  用途  上级表
--  ----------------  ------  ----  --------  ----  ----  ----  ------
 0  总配电            E-01    电    计入      —     —     —     —
 1  └ 内科一病区照明  E-01-1  电    计入      —     NK1   —     E-01
 0  总水表            W-01    冷水  计入      —     —     —     —

"#]]
    );
    let before = lab.files();
    lab.ok("meter add E-01-1 --name 内科一病区照明 --utility 电 --parent E-01 \
            --department NK1 --accuracy 1 --max-per-day 500");
    assert_eq!(before, lab.files(), "the retry wrote something");
    let said = lab.refuses(77, "meter add E-01 --name 食堂 --utility gas");
    assert_data_eq!(
        said,
        str![[r#"
错误：监测点 E-01 已经登记为“总配电”，内容不同
  提示：换一个编码；换表用 houqin meter replace E-01；更正登记请直接改 meters/points.toml，再运行 houqin check

"#]]
    );
}

#[test]
fn a_reading_says_what_was_used_and_a_retry_writes_nothing() {
    let lab = hospital();
    lab.ok("meter read W-01 99876 --date 2026-03-01 -q");
    let ran = lab.run("meter read W-01 00214 --time 07:00 --person 抄表员甲");
    assert_eq!(ran.code, 0);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
已记录

编号                   监测点  日期        时间   读数  类别  抄表人
---------------------  ------  ----------  -----  ----  ----  --------
R20260401-[..]  W-01    2026-04-01  07:00   214  实抄  抄表员甲

"#]]
    );
    assert_data_eq!(
        ran.stderr,
        str![[r#"
自 2026-03-01 起 31 天用了 338 m3
注意：表盘翻转：99876 → 214

"#]]
    );
    let before = lab.files();
    lab.ok("meter read W-01 214 --time 07:00 --person 抄表员甲");
    assert_eq!(before, lab.files(), "the retry wrote something");
    assert_data_eq!(
        lab.read("meters/readings/2026/2026-04.csv"),
        str![[r#"
id,point,date,time,register,kind,person,note,supersedes,recorded_at,recorded_by
R20260401-[..],W-01,2026-04-01,07:00,214,actual,抄表员甲,,,2026-04-01T08:30:00+08:00,库管员甲

"#]]
    );
}

#[test]
fn what_a_dial_cannot_have_shown_is_refused_with_the_way_on() {
    let lab = read();
    let said = |line: &str| lab.refuses(77, line);
    assert_data_eq!(
        said("meter read W-01 99000 --date 2026-03-15"),
        str![[r#"
错误：W-01 的读数倒退：2026-03-01 是 99876，2026-03-15 是 99000；若是表盘翻转，用量要到 99124，超过上限 560
  提示：重看表盘；换了表：houqin meter replace W-01；前面登错了：houqin meter show W-01；说不清就加 --doubt --note 原因

"#]]
    );
    assert_data_eq!(
        said("meter read E-01-1 21200 --correct"),
        str![[r#"
错误：E-01-1 从 2026-03-01 的 20 到 21200，31 天用了 21180，超过上限 15500
  提示：重看表盘，是不是多打了一位；确实如此就加 --confirm --note 原因

"#]]
    );
    assert_data_eq!(
        said("meter read E-01 1901"),
        str![[r#"
错误：E-01 在 2026-04-01 已有实抄读数 1900.5，不是 1901
  提示：要更正就加 --correct：houqin meter read E-01 1901 --date 2026-04-01 --correct

"#]]
    );
    assert_data_eq!(
        said("meter read E01 1901"),
        str![[r#"
错误：没有监测点 E01，是不是 E-01？
  提示：查看监测点：houqin meter list

"#]]
    );
    for (code, line) in [
        (77, "meter read E-01 1901 --date 2026-04-02"),
        (77, "meter read W-01 1 --date 2026-01-31"),
        (77, "meter read W-01 100214 --correct"),
        (77, "meter read W-01 -5 --correct"),
        (2, "meter read W-01 1,2"),
        (2, "meter read W-01 １２"),
        (2, "meter read W-01 1e3"),
        (2, "meter read W-01 1 --date 2026-02-30"),
        (2, "meter read W-01 1 --time 7:00"),
        (2, "meter read W-01 1 --confirm"),
        (2, "meter read W-01 1 --estimated --doubt --note x"),
        (77, "meter reset W-01 --old-final 300"),
        (77, "meter replace W-01 --old-final 300"),
        (77, "meter show W-02"),
        (2, "meter usage --group-by ward"),
        (2, "meter add G --name x --utility 柴火"),
        (2, "meter add G --name x --utility heat --unit MJ"),
        (2, "meter add G --name x --utility gas --multiplier 0"),
        (2, "meter add G --name x --utility gas --sum --digits 5"),
        (77, "meter add G --name x --utility gas --parent E-01"),
        (77, "meter add G --name x --utility gas --department NK2"),
    ] {
        let said = lab.refuses(code, line);
        assert!(said.contains("提示："), "{line}: {said}");
    }
}

#[test]
fn an_unexplained_reading_stays_with_its_reason_and_its_days_stay_open() {
    let lab = read();
    lab.ok("meter read E-01-1 1000 --correct --doubt --note 表盘起雾");
    assert_data_eq!(
        lab.ok("meter usage E-01-1 -p 2026-03"),
        str![[r#"
用量表

期间      2026-03
截至      2026-04-01
登记截至  2026-04-01T08:30:00

用量表
能源  监测点  名称            月份     用量  单位  天数覆盖  状态
----  ------  --------------  -------  ----  ----  --------  ------
电    E-01-1  内科一病区照明  2026-03  —     kWh       0.0%  ✗ 缺数

未定用量
代号     监测点  起          止          天数  原因
-------  ------  ----------  ----------  ----  -------------------------------------
E-DOUBT  E-01-1  2026-03-01  2026-03-31    31  2026-04-01 的读数 1000 存疑：表盘起雾

"#]]
    );
    let ran = lab.run("meter read E-01-1 2120 --correct");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "自 2026-03-01 起 31 天用了 2100 kWh\n"));
}

#[test]
fn a_replacement_keeps_both_parts() {
    let mut lab = read();
    lab.on("2026-04-18");
    let ran = lab.run(
        "meter replace W-01 --old-final 380 --new-initial 12.0 --multiplier 10 \
                       --serial SN-7781 --note 到期更换",
    );
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "自 2026-04-01 起 17 天用了 166 m3\n"));
    lab.on("2026-05-01");
    lab.ok("meter read W-01 30.5 -q");
    let shown = lab.ok("meter show W-01");
    assert_data_eq!(
        format!(
            "{}\n",
            shown.split("\n\n").find(|own| own.starts_with("用量\n")).unwrap_or_default()
        ),
        str![[r#"
用量
起          止          天数   起码   止码   用量   日均  说明
----------  ----------  ----  -----  -----  -----  -----  ---------------------------------
2026-02-01  2026-02-28    28  99500  99876    376  13.43  —
2026-03-01  2026-03-31    31  99876    214    338  10.90  表盘翻转：99876 → 214
2026-04-01  2026-04-17    17    214    380    166   9.76  —
2026-04-18  2026-04-30    13   12.0   30.5  185.0  14.23  换表：旧表止码 380，新表起码 12.0

"#]]
    );
}

#[test]
fn a_sheet_is_imported_whole_or_not_at_all() {
    let lab = hospital();
    lab.write(
        "单子/四月.csv",
        "\u{feff}序号,表号,抄表日期,表底,类别,抄表人\r\n\
         1,E-01,2026/4/1,1900.5,实抄,抄表员乙\r\n2,E-O1,2026/4/1,1,,\r\n\
         3,W-01,2026-04-31,\"99,510\",目测,\r\n,,,,,\r\n",
    );
    let said = lab.refuses(65, "meter import 单子/四月.csv");
    assert_data_eq!(
        said,
        str![[r#"
单子/四月.csv:3:3: 错误：没有监测点 E-O1，是不是 E-01？
  2,E-O1,2026/4/1,1,,
    ^^^^
  提示：查看监测点：houqin meter list
单子/四月.csv:4:8: 错误：日历上没有“2026-04-31”这一天
  3,W-01,2026-04-31,"99,510",目测,
         ^^^^^^^^^^
  提示：[..]
单子/四月.csv:4:19: 错误：“99,510”里有逗号
  3,W-01,2026-04-31,"99,510",目测,
                    ^^^^^^^^
  提示：[..]
单子/四月.csv:4:28: 错误：不认识“目测”，可以用：实抄 actual, 估读 estimated, 更正 corrected, 复核 confirmed, 存疑 doubtful
  3,W-01,2026-04-31,"99,510",目测,
                             ^^^^
  提示：改成其中一个词，中文英文都可以
错误：读入 3 行，2 行不能登记（可以登记 1，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    let sheet = "code,point,date,register,time,kind,note\n\
                 x,E-01,2026-04-01,1900.5,07:00,confirmed,泵房检修\n\
                 x,W-01,2026-04-01,99510,07:05,,\n";
    let rehearsed = lab.run_with("meter import - --dry-run", sheet);
    assert_eq!((rehearsed.code, rehearsed.stderr.as_str()), (0, ""));
    assert!(rehearsed.stdout.contains("读入 2 行：新记 2，已有 0"), "{}", rehearsed.stdout);
    assert!(!lab.files().keys().any(|file| file.contains("readings")));
    let said = lab.run_with("meter import - -f csv", sheet).stderr;
    assert_eq!(said, "读入 2 行：新记 2，已有 0，退回 0\n");
    let before = lab.files();
    let grown = format!("{sheet}E,E-01,2026-04-01,1900.5,07:00,,\n");
    let said = lab.run_with("meter import - -f csv", &grown).stderr;
    assert_eq!(said, "读入 3 行：新记 0，已有 3，退回 0\n");
    assert_eq!(before, lab.files(), "the retry wrote something");
    let said = lab.run_with("meter import -", "监测点,读数\nE-01,1\n");
    assert_eq!(said.code, 65);
    assert_data_eq!(
        said.stderr,
        str![[r#"
-:1: 错误：表里没有“日期”这一列
  监测点,读数
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
错误：文件里有 1 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
    let said = lab.run_with("meter import -", "监测点,日期,读数,表底\nE-01,2026-04-01,1,2\n");
    assert_eq!(said.code, 0, "the label comes before another name: {}", said.stderr);
}

#[test]
fn exactly_the_points_without_a_reading_are_missing() {
    let lab = hospital();
    lab.ok("meter read E-01 1900.5 -q");
    let ran = lab.run("meter missing --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
漏抄清单

抄表期间  2026-04
漏抄      2
截至      2026-04-01
登记截至  2026-04-01T08:30:00

监测点  名称            能源  位置  漏抄日  漏抄时刻  上次抄表  上次读数  存疑读数
------  --------------  ----  ----  ------  --------  --------  --------  --------
E-01-1  内科一病区照明  电    —     —       —         —         —         —
W-01    总水表          冷水  —     —       —         —         —         —

"#]]
    );
    lab.ok("meter missing");
}

#[test]
fn what_was_known_then_can_still_be_seen() {
    let mut lab = read();
    lab.on("2026-04-10");
    lab.ok("meter read E-01-1 2020 --date 2026-04-01 --correct -q");
    let of = |clock: &str| lab.run(&format!("meter usage E-01-1 -p 2026-03 -f csv {clock}")).stdout;
    assert!(of("").contains("2000.00"));
    assert!(of("--known-by 2026-04-05").contains("2100.00"));
    assert!(!of("--as-of 2026-03-31").contains("2000.00"));
}

#[test]
fn every_defect_of_the_files_is_found_at_its_place() {
    let lab = read();
    let points = lab.read("meters/points.toml");
    lab.write(
        "meters/points.toml",
        points.replace("parent = \"E-01\"", "parent = \"E-09\"").replace("digits = 6", "digit = 6"),
    );
    let readings = "meters/readings/2026/2026-03.csv";
    let rows = "R1,E-77,2026-03-01,,1,actual,,,,2026-03-01T08:00:00+08:00,抄表员甲\n\
         R2,W-01,2026-03-02,,123456,actual,,,,2026-03-01T08:00:00+08:00,抄表员甲\n\
         R3,W-01,2026-03-03,,1,guessed,,,,2026-03-01T08:00:00+08:00,抄表员甲\n\
         R4,W-01,2026-03-04,,99900,actual,,,R99,2026-03-01T08:00:00+08:00,抄表员甲\n";
    lab.write(readings, lab.read(readings) + rows);
    let ran = lab.run("check");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
meters/points.toml:7:1: 错误：不认识 digit，是不是 digits？
  digit = 6
  ^
  提示：改好后运行 houqin check
meters/points.toml:16:10: 错误：没有上级监测点 E-09，是不是 E-01？
  parent = "E-09"
           ^
  提示：查看总分表：houqin meter tree
meters/readings/2026/2026-03.csv:5:4: 错误：没有监测点 E-77
  R1,E-77,2026-03-01,,1,actual,,,,2026-03-01T08:00:00+08:00,抄表员甲
     ^^^^
  提示：查看监测点：houqin meter list；登记：houqin meter add E-77 --name 名称 --utility 能源
meters/readings/2026/2026-03.csv:6:21: 错误：W-01 的表盘只有 5 位整数，显示不出 123456
  R2,W-01,2026-03-02,,123456,actual,,,,2026-03-01T08:00:00+08:00,抄表员甲
                      ^^^^^^
  提示：核对读数；位数登记错了就改 meters/points.toml 的 digits，再运行 houqin check
meters/readings/2026/2026-03.csv:7:23: 错误：kind 列不认识“guessed”，可以用：actual, estimated, corrected, confirmed, doubtful
  R3,W-01,2026-03-03,,1,guessed,,,,2026-03-01T08:00:00+08:00,抄表员甲
                        ^^^^^^^
  提示：改成其中一个词；改好后运行 houqin check
meters/readings/2026/2026-03.csv:8:36: 错误：没有编号为 R99 的记录可更正
  R4,W-01,2026-03-04,,99900,actual,,,R99,2026-03-01T08:00:00+08:00,抄表员甲
                                     ^^^
  提示：查看编号：houqin meter list，再 houqin meter show 监测点
meters/readings/2026/2026-04.csv:4:40: 警告：W-ROLL：W-01 到 2026-04-01 按表盘翻转算用量，99900 → 214
  R20260401-6cr7-000007,W-01,2026-04-01,,214,actual,,,,2026-04-01T08:30:00+08:00,库管员甲
                                         ^^^
  提示：核对后写上备注就不再提：houqin meter read W-01 214 --date 2026-04-01 --correct --confirm --note 已核对

"#]]
    );
    let said = lab.refuses(65, "meter read E-01 1901 --date 2026-03-31");
    assert!(said.contains("houqin check"), "{said}");
}

#[test]
fn a_computed_point_is_written_shown_and_counts_once() {
    let lab = hospital();
    lab.ok("meter add E-01-R --name 其余 --utility 电 --sum 'E-01 - E-01-1' -q");
    let points = lab.read("meters/points.toml");
    assert!(points.contains("sum = \"E-01 - E-01-1\""), "{points}");
    assert!(!points.contains("counted"), "{points}");
    lab.ok("meter read E-01 100 --date 2026-03-01 -q");
    lab.ok("meter read E-01 200 --date 2026-04-01 -q");
    lab.ok("meter read E-01-1 1000 --date 2026-03-01 -q");
    assert_data_eq!(
        lab.ok("meter usage -p 2026-03 --utility 电"),
        str![[r#"
用量表

期间      2026-03
截至      2026-04-01
登记截至  2026-04-01T08:30:00

用量表
能源  监测点  名称            月份        用量  单位  天数覆盖  状态
----  ------  --------------  -------  -------  ----  --------  ------
电    E-01    总配电          2026-03  4000.00  kWh     100.0%  ✓ 完整
电    E-01-1  内科一病区照明  2026-03        —  kWh       0.0%  ✗ 缺数
电    E-01-R  其余            2026-03        —  kWh       0.0%  ✗ 缺数

未定用量
代号      监测点  起          止          天数  原因
--------  ------  ----------  ----------  ----  ----------
E-UNREAD  E-01-1  2026-03-01  2026-03-31    31  还没有抄表

"#]]
    );
    assert_data_eq!(
        lab.ok("meter usage -p 2026-03 --utility 电 --group-by utility -f csv"),
        str![[r#"
能源,月份,用量,单位,天数覆盖,状态
电,2026-03,4000.00,kWh,100.0%,完整

"#]]
    );
    assert_data_eq!(
        lab.ok("meter list -f csv"),
        str![[r#"
编码,名称,能源,单位,倍率,算式,上级表,科室,位置,表号,上次抄表,上次读数
E-01,总配电,电,kWh,200/5,,,,,,2026-04-01,200
E-01-1,内科一病区照明,电,kWh,1,,E-01,NK1,,,2026-03-01,1000
E-01-R,其余,电,kWh,,E-01 - E-01-1,,,,,,
W-01,总水表,冷水,m3,1,,,,,,,

"#]]
    );
    let said = lab.refuses(77, "meter add E-02 --name 甲 --utility 电 --sum 'E-01 - W-01'");
    assert_data_eq!(
        said,
        str![[r#"
错误：算式里的 W-01 计量的是冷水，和 E-02 不同
  提示：算式只能加减同一种能源；查看：houqin meter list

"#]]
    );
    let said = lab.refuses(2, "meter add E-02 --name 甲 --utility 电 --sum 'E-01' --digits 5");
    assert!(said.contains("--digits"), "{said}");
    let said = lab.refuses(77, "meter read E-01-R 5");
    assert!(said.contains("合计"), "{said}");
}

#[test]
fn a_round_is_printed_filled_in_and_read_back_once() {
    let lab = hospital();
    let points = lab.read("meters/points.toml");
    let on_round = |name: &str, place: u32| {
        (
            format!("name = \"{name}\""),
            format!("name = \"{name}\"\nroute = \"东线\"\nplace_in_route = {place}"),
        )
    };
    let (from, to) = on_round("总配电", 20);
    let (from_2, to_2) = on_round("总水表", 10);
    lab.write("meters/points.toml", points.replace(&from, &to).replace(&from_2, &to_2));
    lab.ok("meter read E-01 100 --date 2026-03-01 -q");
    lab.ok("meter read W-01 99600 --date 2026-03-01 -q");
    assert_data_eq!(
        lab.ok("meter route list -f csv"),
        str![[r#"
路线,表数
东线,2

"#]]
    );
    assert_data_eq!(
        lab.ok("meter route sheet 东线"),
        str![[r#"
抄表单

路线  东线
日期  2026-04-01
表数  2

序号  监测点  名称    位置  表号  上次抄表    上次读数  预计下限  预计上限  依据        日期        时间  读数  复核  备注  抄表人
----  ------  ------  ----  ----  ----------  --------  --------  --------  ----------  ----------  ----  ----  ----  ----  ------
   1  W-01    总水表  —     —     2026-03-01     99600     99600       840  日用量上限  2026-04-01
   2  E-01    总配电  —     —     2026-03-01       100       100      6300  日用量上限  2026-04-01

注：填“读数”；没抄到的留空；读数不在预计范围就重看表盘，属实在“复核”写 是，并在“备注”写原因；填好后：houqin meter route read 抄表单

抄表人：____________  复核人：____________  签字日期：____________

"#]]
    );
    let sheet = lab.ok("meter route sheet 东线 -f csv");
    let fill = |line: &str| {
        let is_read = line.contains("W-01");
        let to = if is_read { "2026-04-01,,500,,,抄表员甲" } else { "2026-04-01,,,,," };
        line.replace("2026-04-01,,,,,", to)
    };
    let filled: Vec<String> = sheet.lines().map(fill).collect();
    let ran = lab.run_with("meter route read -", &filled.join("\n"));
    assert_data_eq!(
        format!("{}{}", ran.stdout, ran.stderr),
        str![[r#"
已记录

编号                   监测点  日期        读数  类别  抄表人
---------------------  ------  ----------  ----  ----  --------
R20260401-6cr7-000003  W-01    2026-04-01   500  实抄  抄表员甲

注：读入 1 行：新记 1，已有 0，退回 0
有 1 处没有抄：E-01 2026-04-01

"#]]
    );
    let again = lab.run_with("meter route read -", &filled.join("\n"));
    assert_data_eq!(
        format!("{}{}", again.stdout, again.stderr),
        str![[r#"
已有记录

- 已有相同记录，没有重复写入

注：读入 1 行：新记 0，已有 1，退回 0
有 1 处没有抄：E-01 2026-04-01

"#]]
    );
}

#[test]
fn a_use_is_held_against_earlier_ones_and_can_be_recomputed() {
    let lab = hospital();
    lab.ok("meter read E-01 100 --date 2026-02-01 -q");
    lab.ok("meter read E-01 150 --date 2026-02-16 -q");
    lab.ok("meter read E-01 200 --date 2026-03-16 -q");
    lab.ok("meter read E-01 250 --date 2026-04-01 -q");
    assert_data_eq!(
        lab.ok("meter usage E-01 -p 2026-03 --compare -f csv"),
        str![[r#"
能源,监测点,名称,月份,用量,单位,天数覆盖,状态,日均,上期用量,环比,日均环比,去年同期,同比,日均同比
电,E-01,总配电,2026-03,3071.43,kWh,100.0%,完整,99.08,2928.57,4.88%,-5.27%,缺数,缺数,缺数

"#]]
    );
    assert_data_eq!(
        lab.ok("meter usage E-01 -p 2026-03 --explain -f markdown"),
        str![[r#"
# 用量表

- 期间：2026-03
- 截至：2026-04-01
- 登记截至：2026-04-01T08:30:00

## 用量表

| 能源 | 监测点 | 名称 | 月份 | 用量 | 单位 | 天数覆盖 | 状态 |
| --- | --- | --- | --- | ---: | --- | ---: | --- |
| 电 | E-01 | 总配电 | 2026-03 | 3071.43 | kWh | 100.0% | ✓ 完整 |

## 计算过程

| 指标 | 步骤 | 算式 | 结果 | 依据 |
| --- | --- | --- | --- | --- |
| E-01 2026-03：用量 | 2026-02-16 到 2026-03-16 的读数差（倍率 200/5，表盘 6 位） | 200/5 × (200 − 150) | 2000 kWh | R20260216-6cr7-000002 R20260316-6cr7-000003 |
| E-01 2026-03：用量 | 其中 2026-03-01..2026-03-15 占 15 天，共 28 天，按最大余数法取整 | 2000 × 15 / 28 | 1071.43 kWh |  |
| E-01 2026-03：用量 | 2026-03-16 到 2026-04-01 的读数差（倍率 200/5，表盘 6 位） | 200/5 × (250 − 200) | 2000 kWh | R20260316-6cr7-000003 R20260401-6cr7-000004 |
| E-01 2026-03：用量 | 其中 2026-03-16..2026-03-31 占 16 天，共 16 天，按最大余数法取整 | 2000 × 16 / 16 | 2000.00 kWh |  |
| E-01 2026-03：用量 | 相加 | 1071.43 + 2000.00 | 3071.43 kWh |  |
| E-01 2026-03：用量 | 合计：31 天都有数 |  | 3071.43 kWh |  |

"#]]
    );
}
