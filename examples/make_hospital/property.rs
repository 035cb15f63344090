//! Some four hundred assets: what the departments have, what is repaired, moved and disposed of.

use houqin::assets::{
    self, AcquireRequest, Acquired, Card, DisposeRequest, Lives, MoveRequest, RepairRequest,
};
use houqin::base::{AssetTag, Day, Decided, Money};
use houqin::store;

use crate::chance::Chance;
use crate::clerk::Clerk;
use crate::house::DEPARTMENTS;

/// A sort of thing: prefix of the tag, name, row of the table of lives, price in yuan, how many.
struct Sort(&'static str, &'static str, &'static str, i64, u32);

const SORTS: &[Sort] = &[
    Sort("JSJ", "台式计算机", "计算机设备", 4600, 90),
    Sort("DYJ", "激光打印机", "办公设备", 2100, 46),
    Sort("KT", "分体空调", "电气设备", 3900, 60),
    Sort("BX", "医用冰箱", "电气设备", 8800, 18),
    Sort("XYJ", "洗衣机", "电气设备", 2800, 8),
    Sort("SB", "循环水泵", "机械设备", 12600, 12),
    Sort("FDJ", "柴油发电机组", "机械设备", 186_000, 3),
    Sort("XX", "消毒灭菌器", "医疗设备", 46000, 9),
    Sort("BC", "病床", "家具", 3600, 80),
    Sort("WJG", "文件柜", "家具", 1250, 36),
    Sort("TC", "治疗推车", "用具、装具", 1680, 20),
    Sort("CL", "公务车辆", "车辆", 168_000, 5),
    Sort("DH", "程控电话交换机", "通信设备", 58000, 3),
];

/// Things that rules bind by their tag: lifts and boilers.
const BOUND: &[(&str, &str, &str, i64)] = &[
    ("DT-01", "1号病房楼电梯", "机械设备", 268_000),
    ("DT-02", "2号病房楼电梯", "机械设备", 268_000),
    ("DT-03", "门诊楼电梯", "机械设备", 246_000),
    ("DT-04", "医技楼电梯", "机械设备", 246_000),
    ("DT-05", "中医医院电梯", "机械设备", 232_000),
    ("DT-06", "临港分院电梯", "机械设备", 232_000),
    ("GL-01", "1号燃气锅炉", "机械设备", 420_000),
    ("GL-02", "2号燃气锅炉", "机械设备", 420_000),
];

const FAULTS: &[&str] = &["不制冷", "漏水", "无法开机", "异响", "轮子损坏", "卡纸", "显示屏故障"];

/// The keeper of the asset cards.
pub(crate) struct Property {
    lives: &'static Lives,
    chance: Chance,
    tags: Vec<AssetTag>,
}

impl Property {
    /// Enters the cards of what was bought before the year and in it.
    pub(crate) fn begin(clerk: &mut Clerk) -> Self {
        let mut property =
            Self { lives: store::lives(), chance: Chance::new("property"), tags: Vec::new() };
        for (tag, name, class, yuan) in BOUND {
            let bought = day(2018, 5, 20);
            property.buys(clerk, card(tag, name, class, *yuan, bought), "HQ");
        }
        for Sort(prefix, name, class, yuan, count) in SORTS {
            for number in 1..=*count {
                let year = i32::try_from(property.chance.between(2017, 2025)).expect("a year");
                let month = u32::try_from(property.chance.between(1, 12)).expect("a month");
                let date = u32::try_from(property.chance.between(1, 28)).expect("a day");
                let department = property.chance.of(DEPARTMENTS).0;
                let price = yuan * property.chance.between(85, 120) / 100;
                let tag = format!("{prefix}-{number:03}");
                let card = card(&tag, name, class, price, day(year, month, date));
                property.buys(clerk, card, department);
            }
        }
        property
    }

    fn buys(&mut self, clerk: &mut Clerk, card: Card, department: &str) {
        clerk.sits_down("资产管理员甲", card.acquired_on, 10);
        self.tags.push(card.tag.clone());
        let request = AcquireRequest {
            card,
            place: String::new(),
            department: Some(department.parse().expect("a code")),
            custodian: None,
        };
        let Clerk { books, stamp, .. } = clerk;
        let decided = assets::acquire(&books.assets, &books.org, self.lives, request, stamp);
        clerk.enters(decided.map(|decided| match decided {
            Decided::New(Acquired { records, warnings: _ }) => Decided::New(records),
            Decided::Already(name) => Decided::Already(name),
        }));
    }

    /// What happens to the assets in a month: repairs, a move, now and then a disposal.
    pub(crate) fn works(&mut self, clerk: &mut Clerk, day: Day) {
        clerk.sits_down("资产管理员甲", day, 15);
        for _ in 0..self.chance.between(4, 8) {
            let asset = self.picks(clerk, day);
            let request = RepairRequest {
                asset,
                date: day,
                cost: Some(Money::from_fen(self.chance.between(80, 1200) * 100)),
                reason: (*self.chance.of(FAULTS)).to_owned(),
                note: String::new(),
            };
            let Clerk { books, stamp, .. } = clerk;
            let decided = assets::repair(&books.assets, request, stamp);
            clerk.enters(decided);
        }
        let request = MoveRequest {
            asset: self.picks(clerk, day),
            date: day,
            place: None,
            department: Some(self.chance.of(DEPARTMENTS).0.parse().expect("a code")),
            custodian: None,
            reason: "科室调整".to_owned(),
            note: String::new(),
        };
        let Clerk { books, stamp, .. } = clerk;
        // A move to where it is already is refused; that month nothing is moved.
        if let Ok(Decided::New(rows)) = assets::transfer(&books.assets, &books.org, request, stamp)
        {
            for row in rows {
                clerk.merges(row);
            }
        }
        if day.month().number().is_multiple_of(2) {
            let request = DisposeRequest {
                asset: self.picks(clerk, day),
                date: day,
                proceeds: Some(Money::from_fen(self.chance.between(20, 300) * 100)),
                reason: "达到使用年限，无修复价值".to_owned(),
                note: String::new(),
            };
            let Clerk { books, stamp, .. } = clerk;
            let decided = assets::dispose(&books.assets, request, stamp);
            clerk.enters(decided);
        }
    }

    /// An asset that is in use on a day, none of those that rules bind.
    fn picks(&mut self, clerk: &Clerk, day: Day) -> AssetTag {
        loop {
            let tag = self.chance.of(&self.tags).clone();
            let bound = BOUND.iter().any(|(bound, ..)| *bound == tag.as_str());
            let standing = clerk.books.assets.standing(&tag, day);
            if !bound && standing.is_some_and(|standing| standing.status() == assets::Status::InUse)
            {
                return tag;
            }
        }
    }
}

fn card(tag: &str, name: &str, class: &str, yuan: i64, acquired_on: Day) -> Card {
    Card {
        tag: tag.parse().expect("a tag"),
        name: name.to_owned(),
        category: None,
        class: class.to_owned(),
        months: None,
        original_value: Money::from_fen(yuan * 100),
        acquired_on,
        in_service_from: None,
        funding: "自筹".to_owned(),
        bulk: false,
        supplier: String::new(),
        serial: String::new(),
        note: String::new(),
    }
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).expect("a day")
}
