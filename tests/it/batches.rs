//! Batches, entered by hand and from a log book, corrected, and seen as they were known before.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with a rule for waste, one for samples and one for calls, seen from 10 March.
fn kitchen_and_waste() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-01");
    lab.ok("inspect rules add YF-48 --title 医废暂存不超过48小时 --every dwell<=48h \
         --from 2026-03-01 --subject 暂存间");
    lab.ok("inspect rules add LY-48 --title 食品留样 --every dwell>=48h --with amount_min=125g \
         --from 2026-03-01 --subject 食堂");
    lab.on("2026-03-10");
    lab
}

/// What the compliance report says of a rule in the first days of March: required, in time, missed.
pub(crate) fn figures(lab: &Lab, rule: &str, more: &str) -> (u64, u64, u64) {
    let ran = lab.run(&format!("report compliance -p 2026-03-01..2026-03-09 {more} -f json"));
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).expect("one document");
    let tables = document["tables"].as_array().expect("tables");
    let table = tables.iter().find(|table| table["table"] == "inspect.compliance.statuses");
    let rows = table.expect("the statuses")["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["rule"] == rule).expect("the rule");
    let count = |key: &str| row[key].as_u64().expect("a count");
    (count("required"), count("complied"), count("missed"))
}

#[test]
fn waste_is_carried_in_and_out_and_a_wrong_hour_is_corrected() {
    let mut lab = kitchen_and_waste();
    assert_data_eq!(
        lab.ok("inspect batch open YF-48 暂存间 --date 2026-03-03 --time 17:30 --person 保洁员"),
        str![[r#"
已记录

编号                   批次                   事项  规则   对象    日期        时间   经手人
---------------------  ---------------------  ----  -----  ------  ----------  -----  ------
B20260303-6cr7-000003  B20260303-6cr7-000003  放入  YF-48  暂存间  2026-03-03  17:30  保洁员

"#]]
    );
    let id = "B20260303-6cr7-000003";
    let said = lab.refuses(77, &format!("inspect batch close {id} --date 2026-03-03 --time 08:00"));
    assert_data_eq!(
        said,
        str![[r#"
错误：批次 B20260303-6cr7-000003 放入于 2026-03-03 17:30，不能更早取走
  提示：核对日期和时间：houqin inspect batch list

"#]]
    );
    let said = lab.refuses(77, "inspect batch close B20260303-6cr7-000009 --time 08:00");
    assert_data_eq!(
        said,
        str![[r#"
错误：没有批次 B20260303-6cr7-000009，是不是 B20260303-6cr7-000003？
  提示：查看批次：houqin inspect batch list

"#]]
    );
    let close = format!("inspect batch close {id} --date 2026-03-05 --time 17:31 --person 保洁员");
    assert_data_eq!(
        lab.ok(&close),
        str![[r#"
已记录

编号                   批次                   事项  规则   对象    日期        时间   经手人
---------------------  ---------------------  ----  -----  ------  ----------  -----  ------
B20260305-6cr7-000004  B20260303-6cr7-000003  取走  YF-48  暂存间  2026-03-05  17:31  保洁员

"#]]
    );
    assert_data_eq!(
        lab.ok(&close),
        str![[r#"
已有记录

B20260303-6cr7-000003 已有相同记录，没有重复写入

"#]]
    );
    let wrong = format!("inspect batch close {id} --date 2026-03-05 --time 17:30");
    let said = lab.refuses(77, &wrong);
    assert_data_eq!(
        said,
        str![[r#"
错误：批次 B20260303-6cr7-000003 已于 2026-03-05 取走（B20260305-6cr7-000004）
  提示：要更正，加 --supersedes B20260305-6cr7-000004

"#]]
    );
    assert_eq!(figures(&lab, "YF-48", ""), (1, 0, 1));
    lab.on("2026-03-12");
    lab.ok(&format!("{wrong} --supersedes B20260305-6cr7-000004 --note 看错了表"));
    assert_eq!(figures(&lab, "YF-48", ""), (1, 1, 0));
    // What was known before the correction can still be printed.
    assert_eq!(figures(&lab, "YF-48", "--known-by 2026-03-11"), (1, 0, 1));
    assert_data_eq!(
        lab.english().ok("inspect batch list"),
        str![[r#"
batches

batch                  rule   subject  opened on   at     closed on   closed at  lay (h:min)  amount  person  note
---------------------  -----  -------  ----------  -----  ----------  ---------  -----------  ------  ------  ----
B20260303-6cr7-000003  YF-48  暂存间   2026-03-03  17:30  2026-03-05  17:30      48:00        —       保洁员

"#]]
    );
}

#[test]
fn a_log_book_is_imported_and_again_after_it_grew() {
    let lab = kitchen_and_waste();
    let heading = "规则,对象,入库日期,入库时间,出库日期,出库时间,数量,经手人\n";
    let first = "YF-48,暂存间,2026/3/3,17:30,2026/3/5,9:00,,保洁员\nYF-48,暂存间,2026-03-05,17:40,,,,保洁员\n";
    lab.write("医废登记本.csv", format!("{heading}{first}"));
    let rehearsed = lab.ok("inspect batch import 医废登记本.csv --dry-run -f csv -q");
    assert_data_eq!(
        &rehearsed,
        str![[r#"
编号,批次,事项,规则,对象,日期,时间,经手人
B20260303-6cr7-000003,B20260303-6cr7-000003,放入,YF-48,暂存间,2026-03-03,17:30,保洁员
B20260305-6cr7-000004,B20260303-6cr7-000003,取走,YF-48,暂存间,2026-03-05,09:00,保洁员
B20260305-6cr7-000005,B20260305-6cr7-000005,放入,YF-48,暂存间,2026-03-05,17:40,保洁员

"#]]
    );
    // What a rehearsal prints comes out the same when it is imported.
    let copy = lab.copy();
    copy.write("rehearsed.csv", &rehearsed);
    assert_data_eq!(
        lab.ok("inspect batch import 医废登记本.csv"),
        str![[r#"
已记录

编号                   批次                   事项  规则   对象    日期        时间   经手人
---------------------  ---------------------  ----  -----  ------  ----------  -----  ------
B20260303-6cr7-000003  B20260303-6cr7-000003  放入  YF-48  暂存间  2026-03-03  17:30  保洁员
B20260305-6cr7-000004  B20260303-6cr7-000003  取走  YF-48  暂存间  2026-03-05  09:00  保洁员
B20260305-6cr7-000005  B20260305-6cr7-000005  放入  YF-48  暂存间  2026-03-05  17:40  保洁员

注：读入 2 行：新记 2，已有 0，退回 0

"#]]
    );
    copy.ok("inspect batch import rehearsed.csv -q");
    assert_eq!(copy.read("inspections/batches/2026.csv"), lab.read("inspections/batches/2026.csv"));

    let grown = first.replace("17:40,,", "17:40,2026-03-07,10:00");
    let more = "LY-48,食堂,2026-03-06,11:40,2026-03-08,12:00,130 g,厨师\n";
    lab.write("医废登记本.csv", format!("{heading}{grown}{more}"));
    assert_data_eq!(
        lab.ok("inspect batch import 医废登记本.csv"),
        str![[r#"
已记录

编号                   批次                   事项  规则   对象    日期        时间   数量   经手人
---------------------  ---------------------  ----  -----  ------  ----------  -----  -----  ------
B20260307-6cr7-000007  B20260305-6cr7-000005  取走  YF-48  暂存间  2026-03-07  10:00  —      保洁员
B20260306-6cr7-000008  B20260306-6cr7-000008  放入  LY-48  食堂    2026-03-06  11:40  130 g  厨师
B20260308-6cr7-000009  B20260306-6cr7-000008  取走  LY-48  食堂    2026-03-08  12:00  —      厨师

注：读入 3 行：新记 2，已有 1，退回 0

"#]]
    );
    assert_data_eq!(
        lab.ok("inspect batch import 医废登记本.csv"),
        str![[r#"
已有记录

医废登记本.csv 已有相同记录，没有重复写入

注：读入 3 行：新记 0，已有 3，退回 0

"#]]
    );
    assert_data_eq!(
        lab.ok("inspect batch list"),
        str![[r#"
批次

批次                   规则   对象    放入日      放入时间  取走日      取走时间  停留（时:分）  数量   经手人  备注
---------------------  -----  ------  ----------  --------  ----------  --------  -------------  -----  ------  ----
B20260306-6cr7-000008  LY-48  食堂    2026-03-06  11:40     2026-03-08  12:00     48:20          130 g  厨师
B20260305-6cr7-000005  YF-48  暂存间  2026-03-05  17:40     2026-03-07  10:00     40:20          —      保洁员
B20260303-6cr7-000003  YF-48  暂存间  2026-03-03  17:30     2026-03-05  09:00     39:30          —      保洁员

"#]]
    );
    assert_eq!(figures(&lab, "YF-48", ""), (2, 2, 0));
}

#[test]
fn lines_of_a_log_book_that_cannot_be_are_told_at_their_cells() {
    let lab = kitchen_and_waste();
    let rows = "对象,放入日,放入时间,取走日,取走时间\n暂存间,2026-03-03,17:30,2026-03-02,08:00\n\
                暂存间,2026-03-04,25:00,,\n暂存间,2026-03-04,08:00,2026-03-05,\n食堂,2026-03-04,08:00,,\n";
    let said = lab.run_with("inspect batch import - --rule YF-48", rows);
    assert_eq!(said.code, 65, "{}", said.stderr);
    assert_data_eq!(
        said.stderr,
        str![[r#"
-:2: 错误：批次 B20260303-6cr7-000003 放入于 2026-03-03 17:30，不能更早取走
  暂存间,2026-03-03,17:30,2026-03-02,08:00
  提示：核对日期和时间：houqin inspect batch list
-:3:16: 错误：“25:00”不是时间
  暂存间,2026-03-04,25:00,,
                    ^^^^^
  提示：写成 时:分，补足两位，24 小时制：08:30
-:4:33: 错误：这一格不能空着
  暂存间,2026-03-04,08:00,2026-03-05,
                                     ^
  提示：填上再导入
-:5:1: 错误：规则 YF-48 不管对象 食堂
  食堂,2026-03-04,08:00,,
  ^^^^
  提示：纳入规则：houqin inspect rules bind YF-48 食堂 --from 启用日；查看对象：houqin inspect rules subjects
错误：读入 4 行，4 行不能登记（可以登记 0，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    let said = lab.refuses(65, "inspect batch import houqin.toml");
    assert_data_eq!(
        said,
        str![[r#"
houqin.toml:1: 错误：表里没有“规则”这一列
  format = 1
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
houqin.toml:1: 错误：表里没有“对象”这一列
  format = 1
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
houqin.toml:1: 错误：表里没有“放入日”这一列
  format = 1
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
houqin.toml:1: 错误：表里没有“放入时间”这一列
  format = 1
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
错误：文件里有 4 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
    // Rows that only close name the batch.
    lab.ok("inspect batch open YF-48 暂存间 --date 2026-03-03 --time 17:30");
    let rows =
        "批次,取走日,取走时间\nB20260303-6cr7-000003,2026-03-04,08:00\nB1,2026-03-04,08:00\n";
    let said = lab.run_with("inspect batch import -", rows);
    assert_eq!(said.code, 65);
    assert_data_eq!(
        said.stderr,
        str![[r#"
-:3:1: 错误：没有批次 B1
  B1,2026-03-04,08:00
  ^^
  提示：查看批次：houqin inspect batch list
错误：读入 2 行，1 行不能登记（可以登记 1，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
}
