//! Trainings and drills through the command line: who came, who is missed, what cron hears.

use crate::lab::Lab;

/// A department of three, a quarterly training and a half-yearly drill.
fn department() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-01-05");
    lab.ok("org department add HQ --name 后勤部");
    for (code, role) in [("DG1", "电工"), ("DG2", "电工"), ("BJ1", "保洁员")] {
        lab.ok(&format!("org staff add {code} --name {role}{code} --department HQ --role {role}"));
    }
    lab.ok("inspect rules add PX-AQ --title 安全教育 --title-en 'safety training' --every 1/quarter --topic training --subject HQ --from 2026-01-01");
    lab.ok("inspect rules add YL --title 应急演练 --every 1/half-year --topic drills --subject HQ --from 2026-01-01");
    lab
}

#[test]
fn many_persons_in_one_go_and_who_is_missed_by_name() {
    let mut lab = department();
    lab.on("2026-03-12");
    lab.write("培训/签到表.jpg", "签到");
    lab.ok("inspect record PX-AQ HQ --result pass --person 安全员");
    let said = lab.ok("training attend PX-AQ --department HQ --absent BJ1=夜班 --hours 2 --evidence 培训/签到表.jpg");
    for part in ["DG1", "DG2", "缺席", "夜班", "签到表.jpg"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    // The same again is recorded already; one who was named is not named otherwise.
    let again =
        lab.ok("training attend PX-AQ --staff DG1,DG2 --hours 2 --evidence 培训/签到表.jpg");
    assert!(again.contains("已有"), "{again}");
    lab.refuses(77, "training attend PX-AQ --staff BJ1");
    lab.refuses(77, "training attend PX-AQ --staff DG3");
    let sessions = lab.ok("training list");
    assert!(sessions.contains("2026-03-12") && sessions.contains("安全教育"), "{sessions}");
    lab.on("2026-04-02");
    let coverage = lab.run("training coverage -p 2026-Q1 --exit-code");
    assert_eq!((coverage.code, coverage.stderr.as_str()), (1, ""));
    for part in ["66.6%", "✗ 未达要求", "保洁员BJ1", "夜班"] {
        assert!(coverage.stdout.contains(part), "{part}\n{}", coverage.stdout);
    }
    assert_eq!(lab.run("report trainings -p 2026-Q1 --exit-code").code, 1);
    // A share of the store's own.
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[trainings]\nrequired = \"60%\"\n"));
    assert_eq!(lab.run("training coverage -p 2026-Q1 --exit-code").code, 0);
    assert_eq!(lab.run("report trainings -p 2026-Q1 --exit-code").code, 0);
    // Whoever left before is not asked any more.
    lab.ok("org staff edit BJ1 --left 2026-01-31");
    assert!(lab.ok("training coverage -p 2026-Q1").contains("100.0%"));
    assert!(lab.ok("check").contains("没有发现缺陷"));
    // The sheet that was signed is gone: nothing proves that anybody was there.
    std::fs::remove_file(lab.root().join("培训/签到表.jpg")).expect("the file");
    assert!(lab.ok("training coverage -p 2026-Q1").contains("佐证失效"));
}

#[test]
fn a_file_of_the_training_office_is_read_with_its_own_headings() {
    let mut lab = department();
    lab.on("2026-06-12");
    let sheet = "人员,出勤,学时,考核,缺席原因\nDG1,到场,1.5,合格,\nDG2,缺席,,,病假\nDG9,到场,,,\n";
    lab.write("签到.csv", sheet);
    let refused = lab.run("training import 签到.csv --rule YL --date 2026-06-12");
    assert_eq!(refused.code, 65, "{}{}", refused.stdout, refused.stderr);
    lab.write("签到.csv", sheet.replace("DG9,到场,,,\n", ""));
    lab.ok("training import 签到.csv --rule YL --date 2026-06-12");
    let again = lab.ok("training import 签到.csv --rule YL --date 2026-06-12");
    assert!(again.contains('2'), "{again}");
    let ledger = lab.read("inspections/attendance.csv");
    assert_eq!(ledger.lines().count(), 3, "{ledger}");
    // Drills stand with what was found by them.
    lab.ok("inspect record YL HQ --result fail --person 安全员 --note 集合超时");
    lab.on("2026-07-02");
    let report = lab.ok("report trainings -p 2026");
    for part in ["演练", "应急演练", "病假", "保洁员BJ1"] {
        assert!(report.contains(part), "{part}\n{report}");
    }
    let english = lab.english();
    let report = english.ok("report trainings -p 2026-01-01..2026-06-30");
    for part in ["hours a head", "who is missed", "absent", "not recorded", "drills"] {
        assert!(report.contains(part), "{part}\n{report}");
    }
}

#[test]
fn what_cannot_be_says_what_to_type_next() {
    let lab = department();
    assert!(lab.refuses(77, "training attend PX-AQ").contains("--staff"));
    assert!(lab.refuses(77, "training attend PX-AQ --staff DG4").contains("DG"));
    assert!(lab.refuses(77, "training attend PX-AQ --absent DG1").contains("--reason"));
    lab.refuses(2, "training attend PX-AQ --staff DG1 --result 优");
    lab.refuses(77, "org staff edit DG1 --entered 2026-02-01 --left 2026-01-01");
}
