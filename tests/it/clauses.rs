//! Clauses of the accreditation through the command line: the matrix, and the evidence folder.

use std::path::Path;
use std::process::Command;

use crate::lab::Lab;

/// A store with a weekly rule that was kept in two weeks of March with a photo each, and clauses.
fn store() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-02");
    lab.ok("inspect rules add DTWB --title 电梯维保 --every 1/week --evidence-min 1 \
         --from 2026-03-02 --subject 电梯1");
    for (day, file) in [("2026-03-04", "一.jpg"), ("2026-03-11", "二.jpg")] {
        lab.on(day);
        lab.write(&format!("inspections/evidence/{file}"), file);
        lab.ok(&format!(
            "inspect record DTWB 电梯1 --result pass --evidence inspections/evidence/{file}"
        ));
    }
    lab.on("2026-03-16");
    lab.write("制度/电梯.txt", "电梯安全管理制度");
    lab.ok("clause adopt SANJIA");
    lab.ok("clause add 3.1 --chapter 3 --title 电梯按期维保 --rule DTWB --document 制度/电梯.txt");
    lab.ok("clause add 3.2 --chapter 3 --title 电梯有制度 --document 制度/电梯.txt");
    lab.ok("clause add 3.3 --chapter 3 --title 锅炉检验");
    lab.ok("clause na 3.3 --reason 没有锅炉 --approved-by 分管院长");
    lab.ok("clause add 4.1 --chapter 4 --title 每日防火巡查");
    lab
}

const PERIOD: &str = "-p 2026-03-02..2026-03-15";

/// Each clause and its state, as the matrix has them.
fn states(lab: &Lab) -> Vec<String> {
    let said = lab.ok(&format!("inspect matrix {PERIOD} -f json"));
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let tables = said["tables"].as_array().expect("tables");
    let clauses = tables.iter().find(|table| table["table"] == "clause.matrix.clauses");
    let rows = clauses.and_then(|table| table["rows"].as_array()).expect("rows");
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().expect(key).to_owned();
    rows.iter().map(|row| format!("{} {}", text(row, "clause"), text(row, "state"))).collect()
}

#[test]
fn the_matrix_says_what_is_met_and_what_is_missing() {
    let lab = store();
    let matrix = lab.ok(&format!("inspect matrix {PERIOD}"));
    for part in ["电梯按期维保", "2/2", "未评估就是缺口", "没有锅炉", "分管院长", "12.5%"]
    {
        assert!(matrix.contains(part), "{part}\n{matrix}");
    }
    assert_eq!(lab.run(&format!("inspect matrix {PERIOD} --exit-code")).code, 1);
    assert!(lab.ok("check").contains("没有发现缺陷"));
    let lab = lab.english();
    let matrix = lab.ok(&format!("inspect matrix {PERIOD}"));
    for part in ["clause matrix", "not applicable", "what nobody assessed is a gap"] {
        assert!(matrix.contains(part), "{part}\n{matrix}");
    }
}

#[test]
fn a_file_that_is_gone_flips_exactly_the_clauses_that_rest_on_it() {
    let lab = store();
    let before = states(&lab);
    lab.write("inspections/evidence/二.jpg", "不是它");
    let changed = |after: &[String]| -> Vec<String> {
        let both = before.iter().zip(after);
        both.filter(|(one, two)| one != two).map(|(_, after)| after.clone()).collect()
    };
    let [flipped] = &changed(&states(&lab))[..] else { panic!("one clause") };
    assert!(flipped.starts_with("3.1 "), "{flipped}");
    lab.write("inspections/evidence/二.jpg", "二.jpg");
    assert!(changed(&states(&lab)).is_empty());

    std::fs::remove_file(lab.root().join("制度/电梯.txt")).expect("removed");
    let flipped: Vec<String> = changed(&states(&lab));
    let clauses: Vec<&str> = flipped.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(clauses, ["3.1", "3.2"]);
    let verified = lab.run("verify");
    assert_eq!(verified.code, 1);
    for part in ["inspections/clauses.toml", "制度/电梯.txt", "clause.document_missing"] {
        assert!(verified.stdout.contains(part), "{part}\n{}", verified.stdout);
    }
    // A new edition is named again, and its sum takes the place of the old one.
    lab.write("制度/电梯.txt", "电梯安全管理制度（新版）");
    lab.ok("clause rest 3.1 --document 制度/电梯.txt");
    lab.ok("clause rest 3.2 --document 制度/电梯.txt");
    lab.ok("verify");
    assert!(changed(&states(&lab)).is_empty());
}

#[test]
fn the_folder_is_whole_verifies_without_the_tool_and_comes_out_the_same_again() {
    let lab = store();
    let asked = format!("report evidence {PERIOD} --as-of 2026-03-16 -q -o");
    lab.ok(&format!("{asked} 迎检材料"));
    let sums = |folder: &str| {
        let folder = lab.root().join(folder);
        let mut checked = Command::new("sha256sum");
        checked.args(["-c", "--quiet", "SHA256SUMS"]).current_dir(&folder);
        checked.output().expect("sha256sum runs").status.success()
    };
    assert!(sums("迎检材料"));
    let missing = lab.read("迎检材料/missing.csv");
    assert!(missing.contains("4.1") && !missing.contains("3.1"), "{missing}");
    assert!(lab.read("迎检材料/index.csv").contains("01-3.1"));
    assert!(lab.read("迎检材料/index.md").contains("三级医院评审标准"));
    assert_eq!(lab.read("迎检材料/01-3.1/files/inspections/evidence/二.jpg"), "二.jpg");
    assert_eq!(lab.read("迎检材料/02-3.2/files/制度/电梯.txt"), "电梯安全管理制度");
    let records = lab.read("迎检材料/01-3.1/records-DTWB.csv");
    assert_eq!(records.lines().count(), 3, "{records}");

    lab.ok(&format!("{asked} 再来一份"));
    let below = |name: &str| {
        let files = lab.files().into_iter();
        let own = files.filter_map(|(path, content)| {
            Some((Path::new(&path).strip_prefix(name).ok()?.to_path_buf(), content))
        });
        own.collect::<Vec<_>>()
    };
    assert!(!below("迎检材料").is_empty());
    assert_eq!(below("迎检材料"), below("再来一份"));
    // What is there is not written over.
    let said = lab.refuses(73, &format!("{asked} 迎检材料"));
    assert!(said.contains("迎检材料"), "{said}");

    // A byte changed is listed as missing and is not copied.
    lab.write("inspections/evidence/二.jpg", "不是它");
    lab.ok(&format!("{asked} 缺一份"));
    assert!(sums("缺一份"));
    assert!(lab.read("缺一份/missing.csv").contains("50.0%"));
    assert!(lab.read("缺一份/01-3.1/missed-DTWB.csv").contains("2026-03-15"));
    assert!(!lab.root().join("缺一份/01-3.1/files/inspections/evidence/二.jpg").exists());
    lab.write("缺一份/01-3.1/records-DTWB.csv", "另一个");
    assert!(!sums("缺一份"));
}

#[test]
fn the_index_is_printed_in_both_languages_without_a_folder() {
    let lab = store();
    let said = lab.ok(&format!("report evidence {PERIOD}"));
    for part in ["迎检材料", "佐证文件", "inspections/evidence/一.jpg", "缺什么"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let said = lab.english().ok(&format!("report evidence {PERIOD}"));
    for part in ["evidence", "what is missing", "as it was"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn clauses_come_in_from_a_table_and_what_is_wrong_is_named() {
    let lab = store();
    lab.write(
        "条款.csv",
        "条款,章,要求,原文,规则,文件,不适用原因,批准人,批准日期\n\
         5.1,5,危险品双人双锁,,,制度/电梯.txt,,,\n\
         5.2,5,电梯巡查,原文一句,DTWB,,,,\n\
         5.3,5,放射源,,,,没有放射源,分管院长,2026-03-01\n",
    );
    lab.ok("clause import 条款.csv");
    assert_eq!(states(&lab).len(), 7);
    assert!(lab.ok("clause import 条款.csv").contains("已有相同"));
    assert!(lab.ok("clause show 5.2").contains("原文一句"));
    lab.write("坏.csv", "条款,章,要求,规则,文件\n6.1,6,污水,MEIYOU,\n6.2,6,医废,,没有.pdf\n");
    let said = lab.refuses(65, "clause import 坏.csv");
    assert!(said.contains("MEIYOU") && said.contains("没有.pdf"), "{said}");
}

#[test]
fn a_file_written_by_hand_is_told_what_is_wrong_by_line_and_column() {
    let lab = store();
    let sample = lab.ok("clause sample");
    lab.write(
        "条款.toml",
        format!("{sample}\n[[clause]]\ncode = \"9.1\"\nchapter = \"9\"\ntitel = \"膳食\"\n"),
    );
    let said = lab.refuses(65, "clause check 条款.toml");
    assert!(said.contains("titel") && said.contains("条款.toml:"), "{said}");
    lab.write(
        "条款.toml",
        format!("{sample}\n[[clause]]\ncode = \"9.1\"\nchapter = \"9\"\ntitle = \"膳食\"\n"),
    );
    assert!(lab.ok("clause check 条款.toml").contains("膳食"));
    lab.ok("clause adopt 条款.toml");
    assert!(lab.ok("clause adopt 条款.toml").contains("已有相同"));
    assert!(lab.ok("clause list").contains("膳食"));
    let file = "inspections/clauses.toml";
    let good = lab.read(file);
    lab.write(file, format!("{good}\n[[basis]]\nclause = \"9.9\"\nrule = \"DTWB\"\n"));
    let said = lab.fails(65, &format!("inspect matrix {PERIOD}"));
    assert!(said.contains("9.9") && said.contains(file), "{said}");
}

#[test]
fn the_matrix_of_a_past_day_comes_out_as_it_did_then() {
    let mut lab = store();
    let asked = format!("inspect matrix {PERIOD} --as-of 2026-03-16 --known-by 2026-03-16");
    let then = lab.ok(&asked);
    lab.on("2026-03-18");
    lab.ok("clause rest 4.1 --rule DTWB");
    lab.ok("clause drop 3.3 --na --reason 新装了锅炉");
    assert_eq!(lab.ok(&asked), then);
    let now = states(&lab);
    assert!(now.iter().any(|line| line.starts_with("4.1 ") && line.contains("met")), "{now:?}");
}

#[test]
fn indicators_and_tasks_hold_a_clause_when_they_are_where_they_should_be() {
    let mut lab = store();
    lab.ok("indicator add MYD --name 综合满意度 --unit % --at-least 98%");
    lab.ok("task add 2026-01 --title 修订制度 --owner 安全员 --due 2026-03-31");
    lab.ok("clause add 15.1 --chapter 15 --title 满意度 --indicator MYD");
    lab.ok("clause add 15.2 --chapter 15 --title 制度修订 --task 2026-01");
    let said = lab.refuses(77, "clause rest 15.1 --indicator MYDD");
    assert!(said.contains("MYD"), "{said}");
    lab.refuses(77, "clause rest 15.2 --task 2026-99");
    let of = |lab: &Lab, period: &str| {
        let said = lab.ok(&format!("inspect matrix -p {period} -f json"));
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let tables = said["tables"].as_array().expect("tables");
        let clauses = tables.iter().find(|table| table["table"] == "clause.matrix.clauses");
        let rows = clauses.and_then(|table| table["rows"].as_array()).expect("rows").clone();
        let state = |clause: &str| {
            let row = rows.iter().find(|row| row["clause"] == clause).expect(clause);
            row["state"].as_str().expect("a state").trim_start_matches("clause.state.").to_owned()
        };
        (state("15.1"), state("15.2"))
    };
    let both = |one: &str, two: &str| (one.to_owned(), two.to_owned());
    // February has no value yet: a month that is missing is a gap.
    lab.ok("indicator set MYD --month 2026-01 --numerator 99 --denominator 100");
    assert_eq!(of(&lab, "2026-01-01..2026-02-28"), both("gap", "gap"));
    assert_eq!(of(&lab, "2026-01"), both("met", "gap"));
    lab.ok("indicator set MYD --month 2026-02 --numerator 970 --denominator 1000");
    assert_eq!(of(&lab, "2026-01-01..2026-02-28"), both("gap", "gap"));
    lab.write("制度/新.txt", "新制度");
    lab.on("2026-03-20");
    lab.ok("task done 2026-01 --note 已修订 --evidence 制度/新.txt");
    assert_eq!(of(&lab, "2026-01"), both("met", "met"));
    lab.write("制度/新.txt", "另一个");
    assert_eq!(of(&lab, "2026-01"), both("met", "gap"));
    let verified = lab.run("verify");
    assert!(verified.stdout.contains("inspections/tasks.csv"), "{}", verified.stdout);
}
