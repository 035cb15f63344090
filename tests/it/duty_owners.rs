//! Who answers for a duty: the rule names a post, a new version keeps it, the plan shows it, and a
//! blank is said.

use crate::lab::Lab;
use crate::writers::stocked;

fn lab() -> Lab {
    let mut lab = stocked();
    lab.on("2026-03-31");
    lab.ok("org department add NK1 --name 内科一病区 -q");
    lab.ok("org department add NK2 --name 内科二病区 -q");
    lab.ok("inspect rules add PX --title 季度培训 --every 1/quarter --from 2026-01-01 --subject HQ-PX --owner 安全员 -q");
    lab
}

/// The line of a rule in the duties of the plan.
fn duty(lab: &Lab, rule: &str) -> String {
    let printed = lab.ok("report plan -p 2026 -f csv");
    let found = printed.lines().find(|line| line.starts_with(&format!("{rule},")));
    found.unwrap_or_else(|| panic!("no {rule} in\n{printed}")).to_owned()
}

#[test]
fn the_rule_says_who_answers_and_a_new_version_keeps_it() {
    let lab = lab();
    assert!(lab.read("inspections/rules/hospital.toml").contains("owner = \"安全员\""));
    assert!(duty(&lab, "PX").starts_with("PX,季度培训,安全员,2026-"), "{}", duty(&lab, "PX"));
    lab.ok("inspect rules add PX --title 季度安全培训 --every 1/quarter --from 2026-04-01 -q");
    let listed = lab.ok("inspect rules list -f csv");
    let own = listed.lines().filter(|line| line.starts_with("PX,") && line.contains("安全员"));
    assert_eq!(own.count(), 2, "{listed}");
    lab.ok("inspect rules add PX --title 季度安全培训 --every 1/quarter --from 2026-07-01 --owner 后勤主任 -q");
    assert!(duty(&lab, "PX").contains("后勤主任"), "the last version of the year");
    let apart = lab.ok("inspect rules diff --rule PX -f csv");
    assert!(
        apart.lines().any(|line| line.contains("责任人") && line.contains("后勤主任")),
        "{apart}"
    );
}

#[test]
fn a_rule_that_names_nobody_is_its_one_departments_or_a_blank_that_is_said() {
    let lab = lab();
    lab.ok("inspect rules add AQ --title 安全分析会 --every 1/month --from 2026-01-01 --subject NK1 -q");
    lab.ok("inspect rules add XC --title 巡查 --every 1/week --from 2026-01-01 --subject NK1 --subject NK2 -q");
    assert!(duty(&lab, "AQ").starts_with("AQ,安全分析会,内科一病区,"), "{}", duty(&lab, "AQ"));
    assert!(duty(&lab, "XC").starts_with("XC,巡查,,2026-"), "{}", duty(&lab, "XC"));
    let printed = lab.ok("report plan -p 2026");
    assert!(printed.contains("这些规则没有写责任人：XC\n"), "{printed}");
    assert!(printed.contains("每周 1 次，2 个对象"), "{printed}");
    let lab = lab.english();
    let printed = lab.ok("report plan -p 2026");
    assert!(printed.contains("these rules name nobody who answers for them: XC"), "{printed}");
}

#[test]
fn who_answers_comes_in_from_a_file() {
    let lab = lab();
    lab.write("规则.csv", "规则,名称,频次,对象,责任人\nPD,配电室运行记录,1/day,PDS,电工班长\n");
    lab.ok("inspect rules import 规则.csv -q");
    assert!(duty(&lab, "PD").contains("电工班长"), "{}", duty(&lab, "PD"));
}
