//! The desk of the department's head: the year's tasks, and the indicators by which it is judged.

use houqin::base::{Day, Decimal, Fraction, Month};
use houqin::inspections::{
    self, Direction, GivenValue, IndicatorRequest, TaskRequest, TaskStep, TaskStepRequest,
    ValueRequest,
};

use crate::chance::Chance;
use crate::clerk::Clerk;
use crate::documents::Documents;
use crate::mending::InTime;
use crate::shelves::months;

/// The day on which the plan was made.
const BEGUN: &str = "2025-01-06";

/// How a task ended.
enum End {
    /// Done on a day, with a paper that shows it or with words only.
    Done(&'static str, &'static str),
    /// So many percent of it are done.
    Half(u32),
    /// Given up on a day, for a reason.
    Given(&'static str, &'static str),
}

/// A task: code, section, what is to be done, who answers for it, the deadline, how it ended.
struct Planned(&'static str, &'static str, &'static str, &'static str, &'static str, End);

const TASKS: &[Planned] = &[
    Planned(
        "2025-01",
        "制度建设",
        "修订维修、采购、库房管理制度和流程",
        "后勤主任",
        "2025-03-31",
        End::Done("2025-03-26", "制度汇编.txt"),
    ),
    Planned(
        "2025-02",
        "制度建设",
        "完善各种台账，责任到人、时间明确",
        "库管员甲",
        "2025-03-31",
        End::Done("2025-03-28", ""),
    ),
    Planned(
        "2025-03",
        "设备设施",
        "总院配电室改造增容",
        "电工班长",
        "2025-06-30",
        End::Done("2025-06-25", "配电室竣工验收单.txt"),
    ),
    Planned(
        "2025-04",
        "设备设施",
        "供暖主管道换管",
        "锅炉班长",
        "2025-10-15",
        End::Done("2025-11-03", "换管竣工验收单.txt"),
    ),
    Planned(
        "2025-05",
        "设备设施",
        "供暖前锅炉检修",
        "锅炉班长",
        "2025-10-31",
        End::Done("2025-10-24", ""),
    ),
    Planned(
        "2025-06",
        "环境卫生",
        "新建中医医院医疗废物暂存点",
        "外包管理员",
        "2025-05-31",
        End::Done("2025-05-29", ""),
    ),
    Planned(
        "2025-07",
        "安全防范",
        "汛前检查，防汛物资到位",
        "安全员",
        "2025-05-15",
        End::Done("2025-05-09", ""),
    ),
    Planned(
        "2025-08",
        "安全防范",
        "临港分院配电房安装监控",
        "安全员",
        "2025-09-30",
        End::Done("2025-10-16", ""),
    ),
    Planned(
        "2025-09",
        "节能降耗",
        "改换老式灯管",
        "电工班长",
        "2025-04-30",
        End::Done("2025-04-30", ""),
    ),
    Planned(
        "2025-10",
        "节能降耗",
        "循环泵变频改造",
        "电工班长",
        "2025-06-30",
        End::Done("2025-06-30", ""),
    ),
    Planned(
        "2025-11",
        "节能降耗",
        "更换节水龙头",
        "水暖班长",
        "2025-05-31",
        End::Done("2025-05-16", ""),
    ),
    Planned(
        "2025-12",
        "学习培训",
        "供氧、污水、医废管理人员持证上岗",
        "安全员",
        "2025-12-31",
        End::Done("2025-12-20", ""),
    ),
    Planned(
        "2025-13",
        "评审准备",
        "整理三甲复评后勤资料",
        "后勤主任",
        "2025-11-30",
        End::Done("2025-11-28", ""),
    ),
    Planned(
        "2025-14",
        "外包管理",
        "修订外包考评办法",
        "外包管理员",
        "2025-02-28",
        End::Done("2025-02-27", "外包考评办法.txt"),
    ),
    Planned(
        "2025-15",
        "资产管理",
        "全院固定资产清查",
        "资产管理员甲",
        "2025-12-31",
        End::Done("2025-12-29", "资产清查报告.txt"),
    ),
    Planned(
        "2025-16",
        "膳食服务",
        "改善饮食花色品种，做满意度调查",
        "食堂管理员甲",
        "2025-12-15",
        End::Half(60),
    ),
    Planned(
        "2025-17",
        "基建",
        "全科医生培训基地施工招标",
        "后勤主任",
        "2025-09-30",
        End::Given("2025-08-20", "上级批复推迟到下一年"),
    ),
];

/// The task whose deadline was moved, the day of that, and the new one.
const MOVED: (&str, &str, &str) = ("2025-04", "2025-10-10", "2025-11-05");

/// An indicator: code, name, unit, whether the target is the least, the target, who answers for it,
/// section.
struct Judged(&'static str, &'static str, &'static str, Direction, i64, &'static str, &'static str);

const INDICATORS: &[Judged] = &[
    Judged("ZB-WX", "维修及时率", "%", Direction::AtLeast, 90, "维修班长", "维修"),
    Judged("ZB-KS", "临床科室满意度", "%", Direction::AtLeast, 98, "后勤主任", "服务"),
    Judged("ZB-HZ", "患者对后勤服务满意度", "%", Direction::AtLeast, 95, "后勤主任", "服务"),
    Judged("ZB-SG", "责任安全事故", "起", Direction::Equal, 0, "安全员", "安全"),
    Judged("ZB-TD", "非计划停水停电", "次", Direction::AtMost, 1, "电工班长", "保障"),
    Judged("ZB-YF", "医疗废物交接登记完整率", "%", Direction::AtLeast, 100, "医废专员甲", "环境"),
    Judged("ZB-WS", "污水排放达标率", "%", Direction::AtLeast, 100, "污水处理工甲", "环境"),
];

fn on(day: &str) -> Day {
    Day::parse(day).expect("a day")
}

/// Enters the tasks and the indicators with their months.
pub(crate) fn enters(clerk: &mut Clerk, repairs: &InTime, documents: &Documents) {
    for task in TASKS {
        plans(clerk, task, documents);
    }
    let mut chance = Chance::new("desk");
    let first = on(BEGUN);
    for Judged(code, name, unit, direction, target, owner, section) in INDICATORS {
        clerk.sits_down("后勤主任", first, 10);
        let request = IndicatorRequest {
            code: code.parse().expect("a code"),
            name: (*name).to_owned(),
            name_en: String::new(),
            unit: (*unit).to_owned(),
            direction: *direction,
            target: Fraction::new(i128::from(*target), 1).expect("not by zero"),
            from: first.month(),
            to: None,
            owner: (*owner).to_owned(),
            source: "年度目标责任书".to_owned(),
            section: (*section).to_owned(),
            note: String::new(),
            supersedes: None,
        };
        let Clerk { books, stamp, .. } = clerk;
        let decided = inspections::add_indicator(&books.inspections, &request, stamp);
        clerk.enters(decided);
        for month in months(first.year()) {
            let given = value(&mut chance, code, month, repairs);
            sets(clerk, code, month, given);
        }
    }
}

fn value(chance: &mut Chance, code: &str, month: Month, repairs: &InTime) -> GivenValue {
    let parts = |part: i64, whole: i64| GivenValue::Parts {
        numerator: Decimal::from(part),
        denominator: Decimal::from(whole),
    };
    let days = month.days();
    match code {
        "ZB-WX" => {
            let (kept, all) = repairs.get(&month).copied().unwrap_or((1, 1));
            parts(kept, all)
        }
        "ZB-KS" => parts(120 - chance.between(0, 3), 120),
        "ZB-HZ" => parts(200 - chance.between(2, 12), 200),
        "ZB-SG" => GivenValue::Number(Decimal::ZERO),
        "ZB-TD" => GivenValue::Number(Decimal::from(i64::from(chance.happens(25)))),
        // Twice in August nobody signed for the waste.
        "ZB-YF" if month.number() == 8 => parts(days - 2, days),
        _ => parts(days, days),
    }
}

fn sets(clerk: &mut Clerk, code: &str, month: Month, given: GivenValue) {
    let day = month.next().first().plus_days(3);
    clerk.sits_down("统计员甲", day, 9);
    let request = ValueRequest {
        indicator: code.parse().expect("a code"),
        month,
        given,
        sign: None,
        person: "统计员甲".to_owned(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        note: String::new(),
        supersedes: None,
        today: day,
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::set_value(&books.inspections, &request, stamp);
    clerk.enters(decided);
}

fn plans(clerk: &mut Clerk, task: &Planned, documents: &Documents) {
    let Planned(code, section, title, owner, due, end) = task;
    let first = on(BEGUN);
    clerk.sits_down("后勤主任", first, 9);
    let request = TaskRequest {
        task: code.parse().expect("a code"),
        year: None,
        section: (*section).to_owned(),
        title: (*title).to_owned(),
        owner: (*owner).to_owned(),
        department: "HQ".to_owned(),
        due: Some(on(due)),
        date: first,
        person: "后勤主任".to_owned(),
        note: String::new(),
        supersedes: None,
        today: first,
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::add_task(&books.inspections, &request, stamp);
    clerk.enters(decided);
    let (moved, day, later) = MOVED;
    if *code == moved {
        goes(clerk, code, on(day), ("分管院长", "管材到货推迟", None), TaskStep::Extend(on(later)));
    }
    match end {
        End::Done(day, evidence) => {
            let paper = (!evidence.is_empty()).then(|| documents.called(evidence));
            let note = if paper.is_none() { "已完成" } else { "" };
            goes(clerk, code, on(day), (owner, note, paper), TaskStep::Done);
        }
        End::Half(percent) => {
            goes(clerk, code, on("2025-12-10"), (owner, "", None), TaskStep::Progress(*percent));
        }
        End::Given(day, reason) => {
            goes(clerk, code, on(day), ("分管院长", reason, None), TaskStep::Cancel);
        }
    }
}

fn goes(
    clerk: &mut Clerk,
    code: &str,
    day: Day,
    (person, note, paper): (&str, &str, Option<(String, String)>),
    step: TaskStep,
) {
    clerk.sits_down(person, day, 16);
    let (evidence, sha256) = paper.into_iter().unzip();
    let request = TaskStepRequest {
        task: code.parse().expect("a code"),
        step,
        date: day,
        person: Some(person.to_owned()),
        note: note.to_owned(),
        evidence,
        sha256,
        supersedes: None,
        today: day,
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::step_task(&books.inspections, &request, stamp);
    clerk.enters(decided);
}
