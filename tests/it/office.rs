//! The safety officer's desk through the command line: certificates, and deadlines as a calendar.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// Two operators under one rule, on duty by the roster; the certificate of one ends, the other has
/// none.
fn certificates() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-05");
    lab.ok("inspect rules add DT --title 电梯作业人员持证上岗 --title-en 'lift operators certified' --every certificate=电梯作业 --with apply_before=1m --with cover=duty --topic special-equipment --subject DG1 --subject DG2 --from 2026-01-01");
    lab.ok("certificate add DG1 --kind 电梯作业 --number T371 --from 2022-03-01 --to 2026-02-28");
    for person in ["DG1", "DG2"] {
        lab.ok(&format!(
            "inspect roster add DT {person} --date 2026-02-27 --date 2026-03-02 --date 2026-03-03"
        ));
    }
    lab.on("2026-03-05");
    lab
}

#[test]
fn certificates_that_end_and_whoever_is_without_one() {
    let lab = certificates();
    let ran = lab.run("certificate list --expiring 60d --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
证书

截至      2026-03-05
登记截至  2026-03-05T08:30:00

证书
编号                   持有者  种类      证号  有效期起    有效期止    最迟申请日  剩余天数  状态      断证天数  其中无证在岗
---------------------  ------  --------  ----  ----------  ----------  ----------  --------  --------  --------  ------------
L20220301-6cr7-000003  DG1     电梯作业  T371  2022-03-01  2026-02-28  2026-01-28        -5  ✗ 已过期         5             2

需要证书而没有有效证书的日子
持有者  种类      状态        无证天数  需证天数  首日        末日        按        规则  规则名称
------  --------  ----------  --------  --------  ----------  ----------  --------  ----  --------------------
DG2     电梯作业  ✗ 至今无证         3         3  2026-02-27  2026-03-03  当班之日  DT    电梯作业人员持证上岗
DG1     电梯作业  ✗ 至今无证         2         3  2026-03-02  2026-03-03  当班之日  DT    电梯作业人员持证上岗

注：DG2 至今没有有效的 电梯作业 证书
  提示：登记新证：houqin certificate add DG2 --kind 电梯作业 --from 有效期起 --to 有效期止；不再需要时停用：houqin inspect rules release DG2 --rule DT --to 最后一天 --reason 原因
注：DG1 至今没有有效的 电梯作业 证书
  提示：登记新证：houqin certificate add DG1 --kind 电梯作业 --from 有效期起 --to 有效期止；不再需要时停用：houqin inspect rules release DG1 --rule DT --to 最后一天 --reason 原因

"#]]
    );
    lab.ok("certificate add DG1 --kind 电梯作业 --number T371 --from 2026-03-03 --to 2030-03-02");
    assert_data_eq!(
        lab.ok("certificate list --holder DG1 --exit-code"),
        str![[r#"
证书

截至      2026-03-05
登记截至  2026-03-05T08:30:00

证书
编号                   持有者  种类      证号  有效期起    有效期止    最迟申请日  剩余天数  状态      断证天数  其中无证在岗
---------------------  ------  --------  ----  ----------  ----------  ----------  --------  --------  --------  ------------
L20220301-6cr7-000003  DG1     电梯作业  T371  2022-03-01  2026-02-28  2026-01-28        -5  ✓ 已换证         2             1
L20260303-6cr7-000010  DG1     电梯作业  T371  2026-03-03  2030-03-02  2030-02-02      1458  ✓ 有效           —             —

需要证书而没有有效证书的日子
持有者  种类      状态        无证天数  需证天数  首日        末日        按        规则  规则名称
------  --------  ----------  --------  --------  ----------  ----------  --------  ----  --------------------
DG1     电梯作业  ! 曾经无证         1         3  2026-03-02  2026-03-02  当班之日  DT    电梯作业人员持证上岗

"#]]
    );
    assert_data_eq!(
        lab.english().run("certificate list --expired --kind 电梯作业").stdout,
        str![[r#"
certificates

as of     2026-03-05
known by  2026-03-05T08:30:00

certificates
id  holder  kind  from  to  apply by  days left  state
--  ------  ----  ----  --  --------  ---------  -----
nothing to show

days on which one was needed and none was valid
holder  kind      state                days without one  days needed  first       last        needed on      rule  what it asks
------  --------  -------------------  ----------------  -----------  ----------  ----------  -------------  ----  ------------------------
DG2     电梯作业  ✗ still without one                 3            3  2026-02-27  2026-03-03  while on duty  DT    lift operators certified
DG1     电梯作业  ! was without one                   1            3  2026-03-02  2026-03-02  while on duty  DT    lift operators certified

note: DG2 still has no valid certificate: 电梯作业
  hint: enter the new one: houqin certificate add DG2 --kind 电梯作业 --from DAY --to DAY; if none is needed any more: houqin inspect rules release DG2 --rule DT --to DAY --reason WHY

"#]]
    );
}

#[test]
fn the_register_of_a_past_day_is_as_it_was_known_then() {
    let mut lab = certificates();
    let before = lab.ok("certificate list --as-of 2026-03-04 --known-by 2026-03-04");
    lab.on("2026-03-20");
    lab.ok("certificate add DG2 --kind 电梯作业 --from 2026-02-01 --to 2030-01-31");
    assert_eq!(lab.ok("certificate list --as-of 2026-03-04 --known-by 2026-03-04"), before);
    assert!(
        !lab.ok("certificate list --as-of 2026-03-04 --known-by 2026-03-20").contains("DG2 无")
    );
}

/// The content lines of a calendar file, unfolded.
fn unfolded(file: &str) -> Vec<String> {
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    assert!(file.split("\r\n").all(|line| line.len() <= 75));
    file.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

#[test]
fn deadlines_as_a_calendar_file() {
    let mut lab = certificates();
    lab.ok("inspect rules add XF --title 灭火器检查 --title-en 'extinguisher check' --every 1/month --topic fire --subject 住院楼 --from 2026-02-01");
    lab.ok("finding open 住院楼 --note '消火栓缺水带，3 处; 见照片' --due 2026-03-12 --severity critical --rule XF");
    lab.ok(
        "task add 2026-17 --title 完善各种台账 --owner 库管员 --department 后勤部 --due 2026-03-31",
    );
    lab.on("2026-03-06");
    let file = lab.ok("export ics --within 30d");
    assert_data_eq!(
        unfolded(&file).join("\n"),
        str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//houqin//houqin//ZH
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:示范医院 到期日程
BEGIN:VEVENT
UID:DT/DG2/missed@示范医院
DTSTAMP:20260306T000000Z
DTSTART;VALUE=DATE:20260306
DTEND;VALUE=DATE:20260307
SUMMARY:漏检 无有效证书 电梯作业人员持证上岗 DG2
DESCRIPTION:期限：2026-02-27/n已过天数：7/n对象或责任人：DG2/n规则：DT/n次数：3/n严重程度：较大
CATEGORIES:特种设备
PRIORITY:5
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:XF/住院楼/missed@示范医院
DTSTAMP:20260306T000000Z
DTSTART;VALUE=DATE:20260306
DTEND;VALUE=DATE:20260307
SUMMARY:漏检 灭火器检查 住院楼
DESCRIPTION:期限：2026-02-28/n已过天数：6/n对象或责任人：住院楼/n规则：XF/n严重程度：较大
CATEGORIES:消防
PRIORITY:5
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:DT/DG1/missed@示范医院
DTSTAMP:20260306T000000Z
DTSTART;VALUE=DATE:20260306
DTEND;VALUE=DATE:20260307
SUMMARY:漏检 无有效证书 电梯作业人员持证上岗 DG1
DESCRIPTION:期限：2026-03-02/n已过天数：4/n对象或责任人：DG1/n规则：DT/n次数：2/n严重程度：较大
CATEGORIES:特种设备
PRIORITY:5
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:F20260305-6cr7-000011@示范医院
DTSTAMP:20260306T000000Z
DTSTART;VALUE=DATE:20260312
DTEND;VALUE=DATE:20260313
SUMMARY:整改到期 消火栓缺水带，3 处/; 见照片 住院楼
DESCRIPTION:期限：2026-03-12/n对象或责任人：住院楼/n问题编号：F20260305-6cr7-000011/n严重程度：✗ 重大
CATEGORIES:消防
PRIORITY:1
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:2026-17@示范医院
DTSTAMP:20260306T000000Z
DTSTART;VALUE=DATE:20260331
DTEND;VALUE=DATE:20260401
SUMMARY:工作任务 完善各种台账 库管员
DESCRIPTION:期限：2026-03-31/n对象或责任人：库管员/n任务编号：2026-17
CATEGORIES:工作任务
PRIORITY:5
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:XF/住院楼/2026-03-31@示范医院
DTSTAMP:20260306T000000Z
DTSTART;VALUE=DATE:20260331
DTEND;VALUE=DATE:20260401
SUMMARY:灭火器检查 住院楼
DESCRIPTION:期限：2026-03-31/n对象或责任人：住院楼/n规则：XF/n严重程度：较大
CATEGORIES:消防
PRIORITY:5
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"#]]
    );
    let fire = lab.ok("export ics --within 30d --topic 消防");
    assert_eq!(fire.matches("BEGIN:VEVENT").count(), 3);
    assert_eq!(lab.ok("export ics --within 30d --as-of 2026-03-06 --known-by 2026-03-06"), file);
    // What is done is gone.
    lab.ok("inspect record XF 住院楼 --result pass --person 安全员");
    assert!(!lab.ok("export ics --within 20d").contains("SUMMARY:灭火器检查 住院楼"));
    let ran = lab.run("export ics -o 日程.ics");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert!(lab.read("日程.ics").starts_with("BEGIN:VCALENDAR\r\n"));
    let lab = lab.english();
    assert!(unfolded(&lab.ok("export ics --topic fire")).contains(
        &"SUMMARY:finding to be put right: 消火栓缺水带，3 处\\; 见照片 住院楼".to_owned()
    ));
    lab.refuses(2, "export ics --topic 防火");
}
