//! A year of repair orders: reported, answered, completed and accepted; some late, some found not
//! mended, some withdrawn.

use std::collections::BTreeMap;

use houqin::base::{Day, Money, Month, Time};
use houqin::inspections::{self, OpenRepairRequest, RepairStep, RepairStepRequest, RepairUrgency};

use crate::chance::Chance;
use crate::clerk::Clerk;
use crate::house::DEPARTMENTS;
use crate::shelves::Part;

/// In each month: how many of the orders reported were completed in time, and how many there were.
pub(crate) type InTime = BTreeMap<Month, (i64, i64)>;

/// What is repaired without parts: what was broken, who repairs it, what was done.
const OTHERS: &[(&str, &str, &str)] = &[
    ("门锁打不开", "木工甲", "修锁"),
    ("床头柜抽屉脱轨", "木工甲", "校正滑轨"),
    ("下水道堵塞", "水暖工甲", "疏通"),
    ("跳闸断电", "电工乙", "排除短路"),
    ("呼叫器不响", "电工甲", "换电池、重新接线"),
    ("空调不制冷", "空调维修商", "清洗、加氟"),
    ("墙面渗水", "防水维修商", "补做防水"),
];

/// A repair order to be.
struct Order {
    number: String,
    day: Day,
    department: &'static str,
    broken: String,
    repairer: &'static str,
    done: String,
    /// What it cost beside the parts, in fen.
    cost: Option<i64>,
    outside: Option<&'static str>,
}

/// Enters the orders for which parts were issued, and as many without parts between them.
pub(crate) fn enters(clerk: &mut Clerk, first: Day, parts: &[Part]) -> InTime {
    let mut chance = Chance::new("mending");
    let mut in_time: InTime = BTreeMap::new();
    let mut orders = Vec::new();
    for (part, nth) in parts.iter().zip(1..) {
        let number = format!("WX{}-{:04}", first.year(), 2 * nth - 1);
        orders.push(without_parts(&mut chance, number, part.day));
        orders.push(with(part));
    }
    for order in orders {
        let kept = repairs(clerk, &mut chance, &order);
        if let Some(kept) = kept {
            let (n_kept, n_all) = in_time.entry(order.day.month()).or_default();
            *n_kept += i64::from(kept);
            *n_all += 1;
        }
    }
    in_time
}

fn with(part: &Part) -> Order {
    let (broken, repairer) = match part.name.as_str() {
        "灯管" | "LED灯管" | "节能灯" | "应急灯" | "镇流器" => ("灯不亮", "电工甲"),
        "开关面板" | "五孔插座" | "空气开关" => ("插座没有电", "电工乙"),
        "节水龙头" | "角阀" | "冲洗阀" | "浮球阀" => ("龙头滴漏", "水暖工甲"),
        _ => ("管道渗漏", "水暖工甲"),
    };
    Order {
        number: part.order.clone(),
        day: part.day,
        department: part.department,
        broken: broken.to_owned(),
        repairer,
        done: format!("更换{}", part.name),
        cost: None,
        outside: None,
    }
}

fn without_parts(chance: &mut Chance, number: String, day: Day) -> Order {
    let (broken, repairer, done) = *chance.of(OTHERS);
    let outside = match repairer {
        "空调维修商" => Some("KTWX"),
        "防水维修商" => Some("FSWX"),
        _ => None,
    };
    let cost = if outside.is_some() {
        Some(chance.between(180, 960) * 100)
    } else {
        chance.happens(30).then(|| chance.between(15, 90) * 100)
    };
    Order {
        number,
        day,
        department: chance.of(DEPARTMENTS).0,
        broken: broken.to_owned(),
        repairer,
        done: done.to_owned(),
        cost,
        outside,
    }
}

/// A minute of the year that is told.
#[derive(Clone, Copy)]
struct At(Day, i64);

impl At {
    fn plus(self, minutes: i64) -> Self {
        let all = self.1 + minutes;
        Self(self.0.plus_days(all.div_euclid(1440)), all.rem_euclid(1440))
    }

    fn time(self) -> Option<Time> {
        Time::parse(&format!("{:02}:{:02}", self.1 / 60, self.1 % 60)).ok()
    }
}

/// Enters an order from its report to its end; tells whether it was completed in time, if at all.
fn repairs(clerk: &mut Clerk, chance: &mut Chance, order: &Order) -> Option<bool> {
    let (urgency, minutes, hours) = match chance.between(1, 100) {
        1..=8 => (RepairUrgency::Emergency, 15, 4),
        9..=35 => (RepairUrgency::Urgent, 30, 24),
        _ => (RepairUrgency::Routine, 120, 72),
    };
    let reported = At(order.day, chance.between(8 * 60, 16 * 60));
    let person = "护士长";
    clerk.sits_down("维修调度员甲", reported.0, 17);
    let request = OpenRepairRequest {
        number: order.number.clone(),
        subject: room(chance, order.department),
        department: Some(order.department.parse().expect("a code")),
        place: String::new(),
        urgency,
        contractor: None,
        finding: None,
        date: reported.0,
        time: reported.time(),
        promise: None,
        person: person.to_owned(),
        note: order.broken.clone(),
        evidence: Vec::new(),
        supersedes: None,
        today: reported.0,
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::open_repair(&books.inspections, &request, stamp);
    clerk.enters(decided);
    let is_plain = order.cost.is_none() && !order.done.starts_with("更换");
    if is_plain && chance.happens(5) {
        happens(clerk, order, reported.plus(40), person, ("已自行恢复", RepairStep::Cancel));
        return None;
    }
    let slow = chance.happens(5);
    let wait = if slow { minutes + chance.between(5, 90) } else { chance.between(4, minutes) };
    let came = reported.plus(wait);
    let contractor = order.outside.map(|code| code.parse().expect("a code"));
    let respond = RepairStep::Respond { contractor: contractor.clone(), promise: None };
    happens(clerk, order, came, order.repairer, ("", respond));
    let late = chance.happens(6);
    let work = if late {
        hours * 60 + chance.between(30, 1800)
    } else {
        chance.between(10, (hours * 60 - wait).min(1500))
    };
    let done = came.plus(work);
    let complete = RepairStep::Complete { contractor, cost: order.cost.map(Money::from_fen) };
    happens(clerk, order, done, order.repairer, (&order.done, complete));
    let done = if chance.happens(3) { again(clerk, order, done) } else { done };
    let seen = done.plus(chance.between(30, 1440));
    happens(clerk, order, seen, person, ("", RepairStep::Accept));
    Some(days_and_minutes(reported, done) <= hours * 60)
}

/// The ward finds it not mended, and it is done once more the next day.
fn again(clerk: &mut Clerk, order: &Order, done: At) -> At {
    happens(clerk, order, done.plus(60), "护士长", ("又坏了", RepairStep::Reject));
    let later = done.plus(24 * 60);
    let complete = RepairStep::Complete { contractor: None, cost: None };
    happens(clerk, order, later, order.repairer, ("返修", complete));
    later
}

fn days_and_minutes(from: At, to: At) -> i64 {
    from.0.days_until(to.0) * 1440 + to.1 - from.1
}

/// A room of a department, by number.
fn room(chance: &mut Chance, department: &str) -> houqin::base::SubjectCode {
    format!("{department}-{:02}", chance.between(1, 24)).parse().expect("a code")
}

fn happens(clerk: &mut Clerk, order: &Order, at: At, who: &str, (note, step): (&str, RepairStep)) {
    clerk.sits_down("维修调度员甲", at.0, 23);
    let request = RepairStepRequest {
        repair: order.number.clone(),
        step,
        date: at.0,
        time: at.time(),
        person: who.to_owned(),
        note: note.to_owned(),
        evidence: Vec::new(),
        supersedes: None,
        today: at.0,
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::repair_step(&books.inspections, &request, stamp);
    clerk.enters(decided);
}
