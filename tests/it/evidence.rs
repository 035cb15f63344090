//! Evidence through the command line: a byte changed, and everything that says so.

use crate::lab::Lab;

/// A store with a weekly rule that asks for a photo, kept in two weeks of March.
fn store() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-02");
    lab.ok("inspect rules add XC --title 病区巡查 --every 1/week --evidence-min 1 --from 2026-03-02 --subject 内科");
    for (day, file) in [("2026-03-04", "一.jpg"), ("2026-03-11", "二.jpg")] {
        lab.on(day);
        lab.write(&format!("inspections/evidence/{file}"), file);
        lab.ok(&format!(
            "inspect record XC 内科 --result pass --evidence inspections/evidence/{file}"
        ));
    }
    lab.on("2026-03-16");
    lab
}

/// How many units were complied with and missed, as the report has it.
fn kept(lab: &Lab, report: &str) -> (i64, i64) {
    let said: serde_json::Value = serde_json::from_str(&lab.ok(report)).expect("JSON");
    let total = &said["tables"][0]["totals"][0];
    let count = |key: &str| total[key].as_i64().unwrap_or_else(|| panic!("{key} in {total}"));
    (count("complied"), count("missed"))
}

#[test]
fn a_changed_byte_is_named_with_its_file_and_record_and_takes_its_duty() {
    let lab = store();
    let report = "report compliance -p 2026-03-02..2026-03-15 -f json";
    assert_eq!(kept(&lab, report), (2, 0));
    assert!(lab.ok("verify").contains("核验佐证数"));
    assert!(lab.ok("check").contains("没有发现缺陷"));

    lab.write("inspections/evidence/二.jpg", "二.JPG");
    assert_eq!(kept(&lab, report), (1, 1));
    let said = lab.ok(report);
    assert!(said.contains("inspections/evidence/二.jpg"), "{said}");
    assert!(!said.contains("inspections/evidence/一.jpg"), "{said}");
    let verified = lab.run("verify");
    assert_eq!(verified.code, 1);
    for part in ["inspections/records/2026/2026-03.csv", "inspect.evidence_changed", "二.jpg"] {
        assert!(verified.stdout.contains(part), "{part}\n{}", verified.stdout);
    }
    let due = lab.run("inspect due --within 0d");
    assert!(due.code == 1 && due.stdout.contains("2026-03-15"), "{}", due.stdout);
    let check = lab.run("check inspections");
    assert!(check.code == 1 && check.stdout.contains("二.jpg"), "{}", check.stdout);

    // Put back as it was, everything is as it was.
    lab.write("inspections/evidence/二.jpg", "二.jpg");
    lab.ok("verify");
    assert_eq!(kept(&lab, report), (2, 0));
}

#[test]
fn what_was_put_right_keeps_its_evidence_too() {
    let mut lab = store();
    lab.ok("finding open 内科 --note 漏水 --due 2026-03-20");
    let row = lab.read("inspections/findings/2026.csv");
    let id = row.lines().nth(1).and_then(|line| line.split(',').next()).expect("a finding");
    lab.on("2026-03-17");
    lab.write("阀门.jpg", "阀门");
    lab.ok(&format!("finding rectify {id} --note 换阀门 --person 水工 --evidence 阀门.jpg"));
    lab.ok("verify");
    std::fs::remove_file(lab.root().join("阀门.jpg")).expect("removed");
    let lab = lab.english();
    let verified = lab.run("verify");
    assert_eq!(verified.code, 1);
    for part in ["inspections/findings/2026.csv", "阀门.jpg", "is not there any more"] {
        assert!(verified.stdout.contains(part), "{part}\n{}", verified.stdout);
    }
    let report = lab.ok("report compliance -p 2026-03");
    assert!(report.contains("evidence that does not hold"), "{report}");
}

#[test]
fn findings_brought_in_from_a_file_get_the_sums_of_their_evidence() {
    let lab = store();
    lab.write("阀门.jpg", "阀门");
    lab.write("问题.csv", "日期,对象,说明,佐证\n2026-03-16,内科,漏水,阀门.jpg\n");
    lab.ok("finding import 问题.csv");
    let row = lab.read("inspections/findings/2026.csv");
    let sum = lab.ok("finding list --all -f json");
    assert!(!sum.is_empty());
    let sums = row.lines().nth(1).expect("a row").split(',').any(|cell| cell.len() == 64);
    assert!(sums, "{row}");
    lab.write("问题.csv", "日期,对象,说明,佐证\n2026-03-16,内科,灯坏,没有.jpg\n");
    lab.refuses(65, "finding import 问题.csv");
}
