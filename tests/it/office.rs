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
"#]]
    );
    lab.ok("certificate add DG1 --kind 电梯作业 --number T371 --from 2026-03-03 --to 2030-03-02");
    assert_data_eq!(
        lab.ok("certificate list --holder DG1 --exit-code"),
        str![[r#"
"#]]
    );
    assert_data_eq!(
        lab.english().run("certificate list --expired --kind 电梯作业").stdout,
        str![[r#"
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
