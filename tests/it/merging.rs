//! Two clerks' branches merge: every ledger of numbered rows is one that git may merge line by line.

use crate::lab::Lab;

/// Commands that together begin many ledgers.
const WRITERS: &[&str] = &[
    "org department add NK1 --name 内科",
    "org staff add DG1 --name 电工甲 --department NK1",
    "inspect rules add XC --title 巡查 --every 1/week --subject NK1 --from 2026-03-01",
    "inspect rules add YF --title 医废 --every dwell<=48h --subject ZC --from 2026-03-01",
    "inspect rules add DG --title 持证 --every certificate=特种作业 --with cover=duty --subject DG1 \
     --from 2026-03-01",
    "inspect rules add PX --title 培训 --every 1/quarter --topic training --subject NK1 --from 2026-01-01",
    "inspect record XC NK1 --result fail --note 灯坏",
    "inspect excuse XC NK1 --from 2026-03-09 --to 2026-03-15 --reason 停诊 --person 乙 --approved-by 丙",
    "inspect batch open YF ZC --time 08:00",
    "inspect roster add DG DG1 --date 2026-03-06",
    "certificate add DG1 --kind 特种作业 --from 2026-01-01",
    "task add 2026-1 --title 台账 --owner 乙 --due 2026-06-30",
    "indicator add MY --name 满意度 --unit % --at-least 98%",
    "indicator set MY --month 2026-02 --numerator 49 --denominator 50",
    "training attend PX --staff DG1",
    "repair open NK1 --note 插座松动",
    "asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31",
    "asset count open ZC-1",
    "energy target set 电 72000 -p 2026",
    "energy driver set 床日 100 -p 2026-02",
    "energy weather import 气温.csv --station JN",
];

/// Whether a pattern of the attributes means a path: `*` is a name, `**` any folders.
fn means(pattern: &str, path: &str) -> bool {
    let Some((folder, name)) = pattern.split_once("/*") else { return pattern == path };
    let Some(below) = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) else {
        return false;
    };
    name.starts_with('*') || !below.contains('/')
}

#[test]
fn numbered_rows_merge_line_by_line() {
    let lab = Lab::new();
    lab.write("气温.csv", "日期,平均气温\n2026-03-01,12.5\n");
    for line in WRITERS {
        lab.ok(line);
    }
    let attributes = lab.read(".gitattributes");
    let patterns: Vec<&str> =
        attributes.lines().filter_map(|line| line.strip_suffix(" merge=union")).collect();
    let mut ledgers = 0;
    for (path, content) in lab.files() {
        if !content.starts_with(b"id,") {
            continue;
        }
        ledgers += 1;
        assert!(patterns.iter().any(|pattern| means(pattern, &path)), "{path} does not merge");
    }
    assert!(ledgers >= 16, "{ledgers} ledgers were begun");
}
