//! Certificates of the people and of what must be tested: some end soon, one was renewed late.

use houqin::base::Day;
use houqin::inspections::{self, CertificateRequest};

use crate::clerk::Clerk;

/// Holder, kind, number, first and last day, who issued it.
type Paper =
    (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, &'static str);

const PAPERS: &[Paper] = &[
    ("DGJ", "高压电工作业", "T20230410", "2023-04-10", Some("2026-04-09"), "应急管理局"),
    ("DGY", "低压电工作业", "T20240601", "2024-06-01", Some("2027-05-31"), "应急管理局"),
    ("GLJ", "锅炉作业", "G20220301", "2022-03-01", Some("2026-02-28"), "市场监督管理局"),
    ("SBJ", "电梯安全管理", "A20230901", "2023-09-01", Some("2027-08-31"), "市场监督管理局"),
    ("AQJ", "消防设施操作", "X20210520", "2021-05-20", None, "消防救援支队"),
    ("GYJ", "压力容器作业", "R20231215", "2023-12-15", Some("2027-12-14"), "市场监督管理局"),
    ("WSJ", "污水处理操作", "W20251218", "2025-12-18", Some("2028-12-17"), "行业协会"),
    ("YFJ", "医疗废物管理", "Y20251218", "2025-12-18", Some("2027-12-17"), "卫生监督所"),
    ("JSJ", "机动车驾驶", "C20200701", "2020-07-01", Some("2026-06-30"), "车辆管理所"),
    ("STJ", "健康证", "J20241120", "2024-11-20", Some("2025-11-19"), "疾病预防控制中心"),
    // He went for the new one only when the year was over.
    ("STJ", "健康证", "J20260108", "2026-01-08", Some("2027-01-07"), "疾病预防控制中心"),
    ("DT-01", "电梯定期检验", "D2025-01", "2025-05-20", Some("2026-05-31"), "特种设备检验院"),
    ("DT-02", "电梯定期检验", "D2025-02", "2025-05-20", Some("2026-05-31"), "特种设备检验院"),
    ("DT-03", "电梯定期检验", "D2025-03", "2025-05-21", Some("2026-05-31"), "特种设备检验院"),
    ("DT-04", "电梯定期检验", "D2025-04", "2025-05-21", Some("2026-05-31"), "特种设备检验院"),
    ("DT-05", "电梯定期检验", "D2025-05", "2025-09-11", Some("2026-09-30"), "特种设备检验院"),
    ("DT-06", "电梯定期检验", "D2025-06", "2025-09-12", Some("2026-09-30"), "特种设备检验院"),
    ("GL-01", "锅炉外部检验", "GL2025-01", "2025-11-10", Some("2026-11-30"), "特种设备检验院"),
];

/// Enters each when it was issued, those from before when the books began.
pub(crate) fn enters(clerk: &mut Clerk, first: Day) {
    for (holder, kind, number, from, to, issuer) in PAPERS {
        let from = Day::parse(from).expect("a day");
        clerk.sits_down("安全员甲", from.max(first), 11);
        let request = CertificateRequest {
            holder: holder.parse().expect("a code"),
            kind: (*kind).to_owned(),
            number: (*number).to_owned(),
            from,
            to: to.map(|to| Day::parse(to).expect("a day")),
            issuer: (*issuer).to_owned(),
            note: String::new(),
            supersedes: None,
        };
        let Clerk { books, stamp, .. } = clerk;
        let decided = inspections::certify(&books.inspections, &request, stamp);
        clerk.enters(decided);
    }
}
