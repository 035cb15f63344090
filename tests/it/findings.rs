//! Findings through the command line: whom to tell, what came again, put right in time or not.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::writers::stocked;

/// Three findings: one closed and found again, one extended, one that nobody puts right.
fn followed() -> Lab {
    let mut lab = stocked();
    lab.write(
        "houqin.toml",
        format!(
            "{}\n[findings]\ndue_days = {{ critical = 2 }}\nescalate_days = [1, 5, 10]\n",
            lab.read("houqin.toml")
        ),
    );
    lab.on("2026-03-28");
    let open = "finding open 门诊楼 --note 疏散通道堆物 --severity critical -q --date";
    lab.ok(&format!("{open} 2026-03-02"));
    lab.ok("finding open 锅炉房 --note 压力表到期 --due 2026-03-09 --date 2026-03-03 -q");
    let [first, second] = numbers(&lab).try_into().expect("two findings");
    let step = |what: &str, finding: &str, rest: &str| {
        lab.ok(&format!("finding {what} {finding} {rest} -q"));
    };
    step("rectify", &first, "--person 保洁员 --note 已清走 --date 2026-03-04");
    step("verify", &first, "--person 科长 --date 2026-03-05");
    step("extend", &second, "--due 2026-03-20 --person 科长 --note 等送检 --date 2026-03-08");
    step("rectify", &second, "--person 司炉工 --note 已换表 --date 2026-03-18");
    lab.ok(&format!("{open} 2026-03-20"));
    lab
}

/// The numbers of all findings, in order.
fn numbers(lab: &Lab) -> Vec<String> {
    let list = lab.ok("finding list --all -p 2026-03 -f json");
    let named = list.split('"').filter(|word| word.starts_with("F2026"));
    let mut names: Vec<String> = named.map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn findings_are_escalated_repeated_and_timed() {
    let lab = followed();
    assert_data_eq!(
        lab.ok("finding list --overdue"),
        str![[r#"
问题清单

截至      2026-03-28
登记截至  2026-03-28T08:30:00

问题编号          F20260320-6cr7-000007
状态              ✗ 待整改
程度              ✗ 重大
对象              门诊楼
规则              —
问题              疏散通道堆物
发现日            2026-03-20
整改期限          2026-03-22
原定期限          —
超期（天）        6
比原定超期（天）  —
整改日            —
销号日            —
已历（天）        8
上报              ✗ 报科室负责人
与前次重复        F20260302-6cr7-000001

"#]]
    );
    assert_eq!(lab.ok("finding list --overdue -f csv"), lab.ok("finding list --repeated -f csv"));
    assert_data_eq!(
        lab.ok("finding list --all -p 2026-03"),
        str![[r#"
问题清单

问题数                3
待整改                1
待复查                1
已销号                1
整改无佐证或佐证失效  0
重复发生              1
登记时没有期限        2
销号率                33.3%
按标准时限整改率      33.3%
按原定期限整改率      0.0%
按现行期限整改率      33.3%
截至                  2026-03-28
登记截至              2026-03-28T08:30:00

问题编号          F20260302-6cr7-000001
状态              ✓ 已销号
程度              ✗ 重大
对象              门诊楼
规则              —
问题              疏散通道堆物
发现日            2026-03-02
整改期限          2026-03-04
原定期限          —
超期（天）        —
比原定超期（天）  —
整改日            2026-03-04
销号日            2026-03-05
已历（天）        3
上报              —
与前次重复        —

问题编号          F20260320-6cr7-000007
状态              ✗ 待整改
程度              ✗ 重大
对象              门诊楼
规则              —
问题              疏散通道堆物
发现日            2026-03-20
整改期限          2026-03-22
原定期限          —
超期（天）        6
比原定超期（天）  —
整改日            —
销号日            —
已历（天）        8
上报              ✗ 报科室负责人
与前次重复        F20260302-6cr7-000001

问题编号          F20260303-6cr7-000002
状态              ! 待复查
程度              较大
对象              锅炉房
规则              —
问题              压力表到期
发现日            2026-03-03
整改期限          2026-03-20
原定期限          2026-03-09
超期（天）        —
比原定超期（天）  9
整改日            2026-03-18
销号日            —
已历（天）        25
上报              —
与前次重复        —

"#]]
    );
}

#[test]
fn what_is_due_names_findings_and_whom_to_tell() {
    let lab = followed();
    assert_data_eq!(
        lab.run("--lang en inspect due").stdout,
        str![[r#"
what is due

today     2026-03-28
until     2026-04-04
as of     2026-03-28
known by  2026-03-28T08:30:00

inspections
state  due  days left  rule  title  subject  severity  times  obligation
-----  ---  ---------  ----  -----  -------  --------  -----  ----------
nothing to show

findings to be put right
state      due         days left  finding                what was found  subject  severity    escalated
---------  ----------  ---------  ---------------------  --------------  -------  ----------  -----------------------------
✗ overdue  2026-03-22         -6  F20260320-6cr7-000007  疏散通道堆物    门诊楼   ✗ critical  ✗ tell the head of department

"#]]
    );
}

#[test]
fn a_finding_is_shown_with_all_that_happened_to_it() {
    let lab = followed();
    assert_data_eq!(
        lab.ok(&format!("finding show {}", numbers(&lab)[1])),
        str![[r#"
问题

问题编号    F20260303-6cr7-000002
状态        ! 待复查
程度        较大
对象        锅炉房
问题        压力表到期
整改期限    2026-03-20
原定期限    2026-03-09
标准时限    2026-03-10
已历（天）  25
截至        2026-03-28
登记截至    2026-03-28T08:30:00

日期        事项      对象    程度  整改期限    经办人    说明
----------  --------  ------  ----  ----------  --------  ----------
2026-03-03  发现问题  锅炉房  较大  2026-03-09  库管员甲  压力表到期
2026-03-08  延期      —       —     2026-03-20  科长      等送检
2026-03-18  已整改    —       —     —           司炉工    已换表

"#]]
    );
    let lost = lab.run("--lang en finding show F9");
    assert_eq!((lost.code, lost.stdout.as_str()), (77, ""));
    assert!(lost.stderr.contains("there is no finding F9"), "{}", lost.stderr);
}

#[test]
fn settings_that_make_no_sense_are_named() {
    let lab = followed();
    let text = lab.read("houqin.toml").replace("[1, 5, 10]", "[5, 1, 10]");
    lab.write("houqin.toml", text);
    let told = lab.run("finding list");
    assert_ne!(told.code, 0);
    assert!(told.stderr.contains("houqin.toml"), "{}", told.stderr);
    assert!(told.stderr.contains("[1, 7, 15]"), "{}", told.stderr);
}

/// Demands evidence of what is major or worse.
fn demanding() -> Lab {
    let mut lab = stocked();
    let text = format!("{}\n[findings]\nevidence = \"major\"\n", lab.read("houqin.toml"));
    lab.write("houqin.toml", text);
    lab.ok("org department add NK1 --name 内科一病区");
    lab.on("2026-03-28");
    lab
}

/// Reported by a department and closed with a photo; found by rounds; from outside and overdue.
fn reported() -> Lab {
    let lab = demanding();
    lab.write("灯.jpg", "new lamp");
    lab.ok("finding report NK1 --note 走廊灯不亮 --owner 电工班 --date 2026-03-01 -q");
    let first = numbers(&lab).remove(0);
    let round = "finding open NK1 --source 巡查 -q";
    lab.ok(&format!("{round} --note 走廊灯不亮 --date 2026-03-03"));
    lab.ok(&format!("{round} --note 治疗室插座松动 --date 2026-03-03"));
    lab.ok(
        "finding open 锅炉房 --note 压力表过期 --source outside --due 2026-03-10 --date 2026-03-05 -q",
    );
    lab.ok(&format!(
        "finding rectify {first} --person 电工 --note 换灯 --evidence 灯.jpg --date 2026-03-06 -q"
    ));
    lab.ok(&format!("finding verify {first} --person 护士长 --date 2026-03-07 -q"));
    lab
}

#[test]
fn a_period_of_findings_says_from_where_they_came_and_what_is_open() {
    let lab = reported();
    assert_data_eq!(
        lab.ok("report findings -p 2026-03"),
        str![[r#"
隐患整改统计

期间                        2026-03
发现                        4
期间内销号                  1
销号率                      25.0%
按期整改率（现行期限）      25.0%
严格按期整改率（原定期限）  25.0%
按期整改率（标准时限）      25.0%
销号天数中位数              6
销号最长（天）              6
自报率                      25.0%
巡查发现而科室未报          1
登记时没有期限              2
延过期                      0
重复发生                    0
整改无佐证                  0
现有未销号                  3
其中超期                    3
报班组长                    0
报科室负责人                0
报分管院领导                3
截至                        2026-03-28
登记截至                    2026-03-28T08:30:00

按责任科室
责任科  发现   其中已   销号   现有未   其中超   重复发  延过期  整改无  科室自   自报  巡查发  巡查发    按期整改率  严格按期整改    按期整改率  销号天  销号最
室               销号     率     销号       期       生            佐证      报     率      现  现而科  （现行期限）            率  （标准时限）  数中位      长
                                                                                                室未报                （原定期限）                    数  （天）
------  ----  -------  -----  -------  -------  -------  ------  ------  ------  -----  ------  ------  ------------  ------------  ------------  ------  ------
NK1        3        1  33.3%        2        2        0       0       0       1  33.3%       2       1         33.3%         33.3%         33.3%       6       6
未注明     1        0   0.0%        1        1        0       0       0       0   0.0%       0       0          0.0%          0.0%          0.0%       —       —
------  ----  -------  -----  -------  -------  -------  ------  ------  ------  -----  ------  ------  ------------  ------------  ------------  ------  ------
合计       4        1  25.0%        3        3        0       0       0       1  25.0%       2       1         25.0%         25.0%         25.0%       6       6

按问题来源
问题来源  发现  其中已  销号率  现有未  其中超  重复发  延过期  整改无  科室自  自报率  巡查发  巡查发    按期整改率  严格按期整改    按期整改率  销号天  销号最
                  销号            销号      期      生            佐证      报              现  现而科  （现行期限）            率  （标准时限）  数中位      长
                                                                                                室未报                （原定期限）                    数  （天）
--------  ----  ------  ------  ------  ------  ------  ------  ------  ------  ------  ------  ------  ------------  ------------  ------------  ------  ------
巡查         2       0    0.0%       2       2       0       0       0       0    0.0%       2       1          0.0%          0.0%          0.0%       —       —
科室自报     1       1  100.0%       0       0       0       0       0       1  100.0%       0       0        100.0%        100.0%        100.0%       6       6
上级检查     1       0    0.0%       1       1       0       0       0       0    0.0%       0       0          0.0%          0.0%          0.0%       —       —
--------  ----  ------  ------  ------  ------  ------  ------  ------  ------  ------  ------  ------  ------------  ------------  ------------  ------  ------
合计         4       1   25.0%       3       3       0       0       0       1   25.0%       2       1         25.0%         25.0%         25.0%       6       6

未销号的问题
问题编号               程度  责任科室  责任人  对象    问题            问题来源  发现日      整改期限    超期（天）  上报            状态
---------------------  ----  --------  ------  ------  --------------  --------  ----------  ----------  ----------  --------------  --------
F20260303-6cr7-000002  较大  NK1               NK1     走廊灯不亮      巡查      2026-03-03  2026-03-10          18  ✗ 报分管院领导  ✗ 待整改
F20260303-6cr7-000003  较大  NK1               NK1     治疗室插座松动  巡查      2026-03-03  2026-03-10          18  ✗ 报分管院领导  ✗ 待整改
F20260305-6cr7-000004  较大  —                 锅炉房  压力表过期      上级检查  2026-03-05  2026-03-10          18  ✗ 报分管院领导  ✗ 待整改

期间内发现的问题
问题编号               问题来源  责任科室  对象    问题      发现日      整改期限    整改日      整改人  销号日      复查人        销号用时  是否按期  科室未报
                                                                                                                                     （天）
---------------------  --------  --------  ------  --------  ----------  ----------  ----------  ------  ----------  ------  --------------  --------  --------
F20260301-6cr7-000001  科室自报  NK1       NK1     走廊灯不  2026-03-01  2026-03-08  2026-03-06  电工    2026-03-07  护士长               6  及时      —
                                                   亮
F20260303-6cr7-000002  巡查      NK1       NK1     走廊灯不  2026-03-03  2026-03-10  —           —       —           —                    —  ✗         —
                                                   亮                                                                                        超时未办
F20260303-6cr7-000003  巡查      NK1       NK1     治疗室插  2026-03-03  2026-03-10  —           —       —           —                    —  ✗         ! 是
                                                   座松动                                                                                    超时未办
F20260305-6cr7-000004  上级检查  —         锅炉房  压力表过  2026-03-05  2026-03-10  —           —       —           —                    —  ✗         —
                                                   期                                                                                        超时未办

制表：____________  审核：____________  负责人：____________

"#]]
    );
}

#[test]
fn one_department_and_one_source_are_told_by_themselves() {
    let lab = reported();
    assert_data_eq!(
        lab.ok("--lang en report findings -p 2026-03 --department NK1 --source round -f csv"),
        str![[r#"
findings
period,2026-03
opened,2
closed in the period,0
closed rate,0.0%
in time (deadline in force),0.0%
in time (first deadline),0.0%
in time (standard),0.0%
days to close (median),
days to close (longest),
self-reported share,0.0%
"found by rounds, not reported",1
opened without a deadline,2
extended,0
repeated,0
unproven,0
not closed now,2
overdue of them,2
tell the foreman,0
tell the head of department,0
tell the director,2
as of,2026-03-28
known by,2026-03-28T08:30:00

by department
department,opened,closed of them,closed rate,not closed now,overdue of them,repeated,extended,unproven,self-reported,self-reported share,found by rounds,"found by rounds, not reported",in time (deadline in force),in time (first deadline),in time (standard),days to close (median),days to close (longest)
NK1,2,0,0.0%,2,2,0,0,0,0,0.0%,2,1,0.0%,0.0%,0.0%,,
total,2,0,0.0%,2,2,0,0,0,0,0.0%,2,1,0.0%,0.0%,0.0%,,

by source
found by,opened,closed of them,closed rate,not closed now,overdue of them,repeated,extended,unproven,self-reported,self-reported share,found by rounds,"found by rounds, not reported",in time (deadline in force),in time (first deadline),in time (standard),days to close (median),days to close (longest)
round,2,0,0.0%,2,2,0,0,0,0,0.0%,2,1,0.0%,0.0%,0.0%,,
total,2,0,0.0%,2,2,0,0,0,0,0.0%,2,1,0.0%,0.0%,0.0%,,

not closed
finding,severity,department,owner,subject,what was found,found by,opened,due,days over,escalated,state
F20260303-6cr7-000002,major,NK1,,NK1,走廊灯不亮,round,2026-03-03,2026-03-10,18,tell the director,open
F20260303-6cr7-000003,major,NK1,,NK1,治疗室插座松动,round,2026-03-03,2026-03-10,18,tell the director,open

opened in the period
finding,found by,department,subject,what was found,opened,due,put right,put right by,verified,verified by,days to close,in time,not reported
F20260303-6cr7-000002,round,NK1,NK1,走廊灯不亮,2026-03-03,2026-03-10,,,,,,overdue,
F20260303-6cr7-000003,round,NK1,NK1,治疗室插座松动,2026-03-03,2026-03-10,,,,,,overdue,yes

"#]]
    );
    assert_eq!(lab.run("report findings -p 2026-03 --exit-code").code, 1);
}

#[test]
fn the_findings_of_a_past_day_are_those_of_that_day() {
    let lab = reported();
    // As it stood when nothing was put right yet, and known only what was recorded: nothing was.
    let then = lab.ok("report findings -p 2026-03 --as-of 2026-03-05 --known-by 2026-03-28");
    assert!(then.contains("待整改") && !then.contains("已销号  "), "{then}");
    assert_data_eq!(
        lab.ok(
            "--lang en report findings -p 2026-03 --as-of 2026-03-05 --known-by 2026-03-28 -f csv"
        ),
        str![[r#"
findings
period,2026-03
opened,4
closed in the period,0
closed rate,0.0%
in time (deadline in force),0.0%
in time (first deadline),0.0%
in time (standard),
days to close (median),
days to close (longest),
self-reported share,25.0%
"found by rounds, not reported",1
opened without a deadline,2
extended,0
repeated,0
unproven,0
not closed now,4
overdue of them,0
tell the foreman,0
tell the head of department,0
tell the director,0
as of,2026-03-05
known by,2026-03-28

by department
department,opened,closed of them,closed rate,not closed now,overdue of them,repeated,extended,unproven,self-reported,self-reported share,found by rounds,"found by rounds, not reported",in time (deadline in force),in time (first deadline),in time (standard),days to close (median),days to close (longest)
NK1,3,0,0.0%,3,0,0,0,0,1,33.3%,2,1,0.0%,0.0%,,,
not said,1,0,0.0%,1,0,0,0,0,0,0.0%,0,0,,,,,
total,4,0,0.0%,4,0,0,0,0,1,25.0%,2,1,0.0%,0.0%,,,

by source
found by,opened,closed of them,closed rate,not closed now,overdue of them,repeated,extended,unproven,self-reported,self-reported share,found by rounds,"found by rounds, not reported",in time (deadline in force),in time (first deadline),in time (standard),days to close (median),days to close (longest)
round,2,0,0.0%,2,0,0,0,0,0,0.0%,2,1,0.0%,0.0%,,,
self-report,1,0,0.0%,1,0,0,0,0,1,100.0%,0,0,,,,,
outside inspection,1,0,0.0%,1,0,0,0,0,0,0.0%,0,0,,,,,
total,4,0,0.0%,4,0,0,0,0,1,25.0%,2,1,0.0%,0.0%,,,

not closed
finding,severity,department,owner,subject,what was found,found by,opened,due,days over,escalated,state
F20260301-6cr7-000001,major,NK1,电工班,NK1,走廊灯不亮,self-report,2026-03-01,2026-03-08,,,open
F20260303-6cr7-000002,major,NK1,,NK1,走廊灯不亮,round,2026-03-03,2026-03-10,,,open
F20260303-6cr7-000003,major,NK1,,NK1,治疗室插座松动,round,2026-03-03,2026-03-10,,,open
F20260305-6cr7-000004,major,,,锅炉房,压力表过期,outside inspection,2026-03-05,2026-03-10,,,open

opened in the period
finding,found by,department,subject,what was found,opened,due,put right,put right by,verified,verified by,days to close,in time,not reported
F20260301-6cr7-000001,self-report,NK1,NK1,走廊灯不亮,2026-03-01,2026-03-08,,,,,,not yet due,
F20260303-6cr7-000002,round,NK1,NK1,走廊灯不亮,2026-03-03,2026-03-10,,,,,,overdue,
F20260303-6cr7-000003,round,NK1,NK1,治疗室插座松动,2026-03-03,2026-03-10,,,,,,overdue,yes
F20260305-6cr7-000004,outside inspection,,锅炉房,压力表过期,2026-03-05,2026-03-10,,,,,,not yet due,

"#]]
    );
    // The sums of the compliance report are the same by both roads.
    let sums = |line: &str| {
        let told = lab.ok(&format!("--lang en {line} -p 2026-03 -f csv"));
        let from: Vec<String> = told
            .lines()
            .skip_while(|line| !line.starts_with("findings,open"))
            .map(str::to_owned)
            .collect();
        from.into_iter().take(2).collect::<Vec<_>>()
    };
    let full = sums("report compliance");
    assert_eq!(full, sums("report compliance --summary"));
    assert_eq!(full.len(), 2);
}

#[test]
fn evidence_is_demanded_and_must_stay_what_it_was() {
    let lab = reported();
    let second = numbers(&lab).remove(1);
    let bare = format!("finding rectify {second} --person 电工 --note 换灯");
    assert_data_eq!(
        lab.refuses(77, &bare),
        str![[r#"
错误：问题 F20260303-6cr7-000002 的整改要有佐证，没有附文件
  提示：附上照片或单据：houqin finding rectify F20260303-6cr7-000002 --person 整改人 --note 做了什么 --evidence 文件（从哪个程度起要佐证，见 houqin.toml 的 [findings] evidence）

"#]]
    );
    assert_data_eq!(
        lab.refuses(77, &format!("--lang en {bare}")),
        str![[r#"
error: putting finding F20260303-6cr7-000002 right needs evidence, and no file is given
  hint: add a photo or a paper: houqin finding rectify F20260303-6cr7-000002 --person PERSON --note TEXT --evidence FILE (from which severity on: houqin.toml, [findings] evidence)

"#]]
    );
    // The photo of the first one is not what it was any more: it counts as not done.
    lab.write("灯.jpg", "another lamp");
    let list = lab.ok("--lang en finding list -f csv");
    assert!(list.contains("evidence broken"), "{list}");
    // A row that was written without evidence is pointed out.
    let ledger = "inspections/findings/2026.csv";
    let text = lab.read(ledger);
    let row = text.lines().last().expect("a row");
    let (id, _) = row.split_once(',').expect("cells");
    let hand = format!(
        "{id}9,{second},2026-03-09,rectify,,,,,,,,,电工,换灯,,,2026-03-09T09:00:00+08:00,甲\n"
    );
    lab.write(ledger, text + &hand);
    let told = lab.run("--lang en check");
    assert!(told.stdout.contains("right needs evidence"), "{}", told.stdout);
}

#[test]
fn an_older_ledger_reads_and_is_widened_where_a_row_needs_it() {
    let lab = demanding();
    lab.write(
        "inspections/findings/2026.csv",
        "id,finding,date,kind,subject,rule,record,severity,due,person,note,evidence,recorded_at,\
         recorded_by\n\
         F20260301-a-000001,F20260301-a-000001,2026-03-01,open,NK1,,,minor,,甲,漏水,,\
         2026-03-01T08:30:00+08:00,甲\n",
    );
    // The subject is a department: it is that department's.
    let list = lab.ok("--lang en finding list -f csv");
    assert!(list.contains("漏水") && list.contains("department"), "{list}");
    lab.ok("finding rectify F20260301-a-000001 --note 修好了 --person 水工 -q");
    let told = lab.refuses(65, "--lang en finding report NK1 --note 灯不亮");
    assert!(told.contains("houqin migrate"), "{told}");
    lab.run("migrate");
    lab.ok("finding report NK1 --note 灯不亮 -q");
    assert_eq!(numbers(&lab).len(), 2);
}

#[test]
fn whose_it_is_must_be_registered_and_stays() {
    let lab = reported();
    let told = lab.refuses(77, "--lang en finding report NK9 --note 灯不亮");
    assert!(told.contains("NK9"), "{told}");
    let told = lab.refuses(77, "--lang en report findings -p 2026-03 --site XX");
    assert!(told.contains("XX"), "{told}");
    let first = numbers(&lab).remove(0);
    let told = lab.refuses(77, &format!("--lang en finding assign {first} --owner 电工"));
    assert!(told.contains("closed"), "{told}");
    let last = numbers(&lab).remove(3);
    lab.ok(&format!("finding assign {last} --owner 司炉班长 --department NK1 -q"));
    let shown = lab.ok(&format!("--lang en finding show {last}"));
    assert!(shown.contains("司炉班长") && shown.contains("NK1"), "{shown}");
    let told = lab.refuses(77, "--lang en finding open 门诊楼 --note 灯不亮 --source self");
    assert!(told.contains("finding report"), "{told}");
}
