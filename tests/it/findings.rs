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

问题编号  状态      程度    对象    规则  问题      发现日      整改期限    原定期限        超期  比原定超期   整改日  销号日        已历  上报      与前次重复
                                                                                          （天）  （天）                           （天）
--------  --------  ------  ------  ----  --------  ----------  ----------  --------  ----------  -----------  ------  ------  ----------  --------  -----------
F2026032  ✗ 待整改  ✗ 重大  门诊楼  —     疏散通道  2026-03-20  2026-03-22  —                  6  —            —       —                8  ✗ 报科室  F20260302-6
0-6cr7-0                                  堆物                                                                                             负责人    cr7-000001
00007

"#]]
    );
    assert_eq!(lab.ok("finding list --overdue -f csv"), lab.ok("finding list --repeated -f csv"));
    assert_data_eq!(
        lab.ok("finding list --all -p 2026-03"),
        str![[r#"
问题清单

问题数            3
待整改            1
待复查            1
已销号            1
重复发生          1
登记时没有期限    2
按标准时限整改率  33.3%
按原定期限整改率  0.0%
按现行期限整改率  33.3%
截至              2026-03-28
登记截至          2026-03-28T08:30:00

问题编号  状态      程度    对象    规则  问题      发现日      整改期限    原定期限        超期  比原定超  整改日      销号日          已历  上报      与前次重
                                                                                          （天）        期                            （天）            复
                                                                                                    （天）
--------  --------  ------  ------  ----  --------  ----------  ----------  ----------  --------  --------  ----------  ----------  --------  --------  --------
F2026030  ✓ 已销号  ✗ 重大  门诊楼  —     疏散通道  2026-03-02  2026-03-04  —                  —         —  2026-03-04  2026-03-05         3  —         —
2-6cr7-0                                  堆物
00001
F2026032  ✗ 待整改  ✗ 重大  门诊楼  —     疏散通道  2026-03-20  2026-03-22  —                  6         —  —           —                  8  ✗ 报科室  F2026030
0-6cr7-0                                  堆物                                                                                                负责人    2-6cr7-0
00007                                                                                                                                                   00001
F2026030  ! 待复查  较大    锅炉房  —     压力表到  2026-03-03  2026-03-20  2026-03-09         —         9  2026-03-18  —                 25  —         —
3-6cr7-0                                  期
00002

"#]]
    );
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
