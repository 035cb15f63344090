//! What the hospital's own people made: racks and carts, wrapping cloths and mattresses, what went
//! into them and what they would have cost outside.

use houqin::base::{Day, Price, Quantity};
use houqin::stock::{self, Goods, IssueRequest, Item, MakeRequest, OldForNew, Slip, Supply};

use crate::clerk::Clerk;
use crate::shelves::{rows, rules, slip, worth};

/// Something made: code, name, unit, room, workshop, what one cost and would have cost in yuan, how
/// many each time.
struct Made {
    code: &'static str,
    name: &'static str,
    unit: &'static str,
    room: &'static str,
    workshop: &'static str,
    cost: i64,
    market: i64,
    each_time: i64,
}

const MADE: &[Made] = &[
    made("ZZ001", "病案架", ("个", "ZW", "木工组"), (180, 420), 6),
    made("ZZ002", "药品存放架", ("个", "ZW", "木工组"), (150, 360), 5),
    made("ZZ003", "病人急救推车", ("辆", "ZW", "焊工组"), (420, 980), 2),
    made("ZZ004", "电视架", ("个", "ZW", "焊工组"), (38, 85), 20),
    made("ZZ005", "手术包布", ("条", "BF", "缝纫组"), (10, 21), 200),
    made("ZZ006", "褥子", ("条", "BF", "缝纫组"), (32, 68), 45),
    made("ZZ007", "检查床", ("张", "ZW", "木工组"), (520, 1400), 2),
];

/// Who gets what was made, in turn.
const WARDS: [&str; 6] = ["NK1", "WK1", "SSS", "FK", "JZ", "LGB"];

const fn made(
    code: &'static str,
    name: &'static str,
    (unit, room, workshop): (&'static str, &'static str, &'static str),
    (cost, market): (i64, i64),
    each_time: i64,
) -> Made {
    Made { code, name, unit, room, workshop, cost, market, each_time }
}

/// What was made is in the catalogue.
pub(crate) fn begin(clerk: &mut Clerk) {
    for Made { code, name, unit, .. } in MADE {
        let item = plain_item(code, name, unit, ("自制品", None));
        let decided = stock::add_item(&clerk.books.stock, &item);
        clerk.enters(decided);
    }
}

/// An item that is counted by the piece; a least and a most quantity make it one that is planned.
pub(crate) fn plain_item(
    code: &str,
    name: &str,
    unit: &str,
    (category, limits): (&str, Option<(i64, i64)>),
) -> Item {
    let whole = |pieces: i64| Quantity::whole(pieces).expect("in range");
    Item {
        code: code.parse().expect("a code"),
        name: name.to_owned(),
        spec: String::new(),
        category: category.to_owned(),
        unit: unit.to_owned(),
        scale: 0,
        units: Vec::new(),
        minimum: limits.map(|(least, _)| whole(least)),
        durable: false,
        lot_kept: false,
        active: true,
        shelf: format!("{}-1", &code[..2]),
        class: None,
        part: false,
        supply: Supply {
            maximum: limits.map(|(_, most)| whole(most)),
            safety: None,
            lead_days: None,
            supplier: String::new(),
            plan_price: None,
        },
        old: OldForNew::default(),
    }
}

/// In April and in September a batch of each is made, and most of it goes to the wards within days.
pub(crate) fn works(clerk: &mut Clerk, day: Day) {
    let (month, date) = (day.month().number(), day.day_of_month());
    if !matches!(month, 4 | 9) {
        return;
    }
    for (own, nth) in MADE.iter().zip(0_u32..) {
        if date == 8 + nth {
            makes(clerk, own, day);
        }
        if date == 15 + nth {
            hands_out(clerk, own, day);
        }
    }
}

fn makes(clerk: &mut Clerk, own: &Made, day: Day) {
    clerk.sits_down("库管员甲", day, 11);
    let request = MakeRequest {
        slip: slip(day, format!("ZZ{}-{}", day.month(), &own.code[2..])),
        goods: goods(own.code, own.each_time),
        cost: worth(own.cost * 100 * own.each_time),
        market_price: Price::parse(&format!("{}.00", own.market)).ok(),
        store: own.room.parse().expect("a code"),
        workshop: own.workshop.to_owned(),
    };
    let Clerk { books, stamp, .. } = clerk;
    let of_day = rules(&books.org, stamp);
    let decided = stock::make(&books.stock, &of_day, &request, stamp);
    clerk.enters(decided.map(rows));
}

/// Half of a batch goes to one ward, a quarter and a bit to the next.
fn hands_out(clerk: &mut Clerk, own: &Made, day: Day) {
    let first = usize::try_from(day.day_of_month() + day.month().number()).expect("small");
    for (nth, part) in [own.each_time / 2, own.each_time / 4].into_iter().enumerate() {
        if part == 0 {
            continue;
        }
        clerk.sits_down("库管员甲", day, 14);
        let number = format!("ZZCK{}-{}{nth}", day.month(), &own.code[2..]);
        let request = IssueRequest {
            slip: Slip { person: "护士长".to_owned(), ..slip(day, number) },
            goods: goods(own.code, part),
            store: own.room.parse().expect("a code"),
            department: WARDS[(first + nth) % WARDS.len()].parse().expect("a code"),
            repair: String::new(),
        };
        let Clerk { books, stamp, .. } = clerk;
        let of_day = rules(&books.org, stamp);
        let decided = stock::issue(&books.stock, &of_day, &request, stamp);
        clerk.enters(decided.map(rows));
    }
}

/// So many pieces of an item.
pub(crate) fn goods(code: &str, pieces: i64) -> Goods {
    Goods {
        item: code.parse().expect("a code"),
        quantity: Quantity::whole(pieces).expect("in range"),
        unit: None,
        lot: String::new(),
        expiry: None,
    }
}
