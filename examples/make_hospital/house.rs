//! The hospital group: three sites, their departments and the people, by role.

use houqin::base::Decimal;
use houqin::org::{self, Department, Record, Site, Staff};

use crate::clerk::Clerk;

/// Departments: code, name, site, beds, square metres.
pub(crate) const DEPARTMENTS: &[(&str, &str, &str, u32, i64)] = &[
    ("NK1", "内科一病区", "ZY", 48, 1650),
    ("NK2", "内科二病区", "ZY", 46, 1600),
    ("WK1", "外科一病区", "ZY", 45, 1620),
    ("WK2", "外科二病区", "ZY", 44, 1580),
    ("EK", "儿科病区", "ZY", 36, 1320),
    ("FK", "妇产科病区", "ZY", 40, 1500),
    ("ICU", "重症医学科", "ZY", 16, 980),
    ("JZ", "急诊科", "ZY", 12, 1240),
    ("SSS", "手术室", "ZY", 0, 1860),
    ("MZ", "门诊部", "ZY", 0, 5200),
    ("JY", "检验科", "ZY", 0, 860),
    ("FS", "放射科", "ZY", 0, 1100),
    ("YJ", "药剂科", "ZY", 0, 900),
    ("XZ", "行政办公", "ZY", 0, 2100),
    ("HQ", "后勤保障部", "ZY", 0, 1400),
    ("ST", "职工食堂", "ZY", 0, 1300),
    ("ZYN", "中医内科", "ZYY", 38, 1450),
    ("ZYK", "康复科", "ZYY", 34, 1380),
    ("ZYM", "中医门诊", "ZYY", 0, 2400),
    ("LGB", "临港综合病区", "LG", 42, 1540),
    ("LGM", "临港门诊", "LG", 0, 1900),
];

const SITES: &[(&str, &str)] = &[("ZY", "总院"), ("ZYY", "中医医院"), ("LG", "临港分院")];

/// Everybody of the logistics department: code, by what they are called, post.
pub(crate) const STAFF: &[(&str, &str, &str)] = &[
    ("KGJ", "库管员甲", "库管员"),
    ("KGY", "库管员乙", "库管员"),
    ("CBJ", "抄表员甲", "抄表员"),
    ("CBY", "抄表员乙", "抄表员"),
    ("XJJ", "巡检员甲", "巡检员"),
    ("XJY", "巡检员乙", "巡检员"),
    ("WXJ", "维修工甲", "维修工"),
    ("HQZ", "后勤主任", "主任"),
    ("CWJ", "财务甲", "财务"),
    ("AQJ", "安全员甲", "安全员"),
    ("SBJ", "设备安全员甲", "设备安全员"),
    ("DGJ", "电工甲", "电工"),
    ("DGY", "电工乙", "电工"),
    ("SNJ", "水暖工甲", "水暖工"),
    ("GLJ", "锅炉工甲", "锅炉工"),
    ("MGJ", "木工甲", "木工"),
    ("GYJ", "供氧工甲", "供氧工"),
    ("WSJ", "污水处理工甲", "污水处理工"),
    ("YFJ", "医废专员甲", "医废专员"),
    ("STJ", "食堂管理员甲", "食堂管理员"),
    ("JSJ", "驾驶员甲", "驾驶员"),
];

/// Registers the sites, departments and staff.
pub(crate) fn register(clerk: &mut Clerk) {
    for (code, name) in SITES {
        let site = Site { code: code.parse().expect("a code"), name: (*name).to_owned() };
        let decided = org::add(&clerk.books.org, Record::Site(site));
        clerk.enters(decided);
    }
    for (code, name, site, beds, area) in DEPARTMENTS {
        let department = Department {
            code: code.parse().expect("a code"),
            name: (*name).to_owned(),
            site: Some(site.parse().expect("a code")),
            beds: (*beds > 0).then_some(*beds),
            area: Some(Decimal::new(*area, 0)),
            class: Some(class(code).to_owned()),
        };
        let decided = org::add(&clerk.books.org, Record::Department(department));
        clerk.enters(decided);
    }
    for (code, name, role) in STAFF {
        let staff = Staff {
            code: code.parse().expect("a code"),
            name: (*name).to_owned(),
            department: Some("HQ".parse().expect("a code")),
            role: (*role).to_owned(),
            entered: None,
            left: None,
        };
        let decided = org::add(&clerk.books.org, Record::Staff(staff));
        clerk.enters(decided);
    }
}

/// With whom a department is compared: the wards, those who see visitors, the technical ones.
fn class(code: &str) -> &'static str {
    match code {
        "JZ" | "MZ" | "ZYM" | "LGM" => "门急诊",
        "SSS" | "JY" | "FS" | "YJ" => "医技",
        "XZ" | "HQ" | "ST" => "行政后勤",
        "ICU" => "重症",
        _ => "病区",
    }
}
