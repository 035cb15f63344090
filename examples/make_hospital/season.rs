//! Two purchases as they are planned: what floods and frost ask for, approved, ordered, received.

use houqin::base::{Day, Decided, Price, Span};
use houqin::stock::purchase::{self, FromPlanRequest};
use houqin::stock::{
    self, Formula, Packs, PlanOptions, PlanPolicy, Planned, ReceiveRequest, Supply,
};

use crate::clerk::Clerk;
use crate::shelves::{rows, rules, slip, worth};
use crate::workshop::{goods, plain_item};

/// Goods: code, name, unit, most and price in yuan.
struct Good(&'static str, &'static str, &'static str, i64, i64);

/// A purchase: its plan and order, what it is for, the days from plan to goods.
struct Purchase {
    plan: &'static str,
    order: &'static str,
    category: &'static str,
    goods: &'static [Good],
    /// The days on which it is needed.
    needed: (&'static str, &'static str),
    planned: &'static str,
    approved: &'static str,
    ordered: &'static str,
    due: &'static str,
    arrived: &'static str,
}

const SUPPLIER: &str = "利民劳保用品";

const PURCHASES: &[Purchase] = &[
    Purchase {
        plan: "CG-2025-FX",
        order: "DH-2025-01",
        category: "防汛物资",
        goods: &[
            Good("JJ001", "防汛沙袋", "条", 400, 4),
            Good("JJ002", "雨衣雨靴", "套", 30, 85),
            Good("JJ003", "手提式潜水泵", "台", 4, 620),
            Good("JJ004", "强光手电", "支", 20, 48),
        ],
        needed: ("2025-05-15", "2025-09-30"),
        planned: "2025-04-07",
        approved: "2025-04-10",
        ordered: "2025-04-14",
        due: "2025-05-12",
        arrived: "2025-05-08",
    },
    Purchase {
        plan: "CG-2025-DJ",
        order: "DH-2025-02",
        category: "防冻物资",
        goods: &[
            Good("JJ005", "融雪剂", "袋", 80, 36),
            Good("JJ006", "防滑垫", "块", 40, 55),
            Good("JJ007", "管道保温套", "米", 300, 6),
        ],
        needed: ("2025-11-10", "2025-12-31"),
        planned: "2025-10-09",
        approved: "2025-10-13",
        ordered: "2025-10-15",
        due: "2025-11-03",
        arrived: "2025-11-05",
    },
];

fn on(day: &str) -> Day {
    Day::parse(day).expect("a day")
}

/// The goods are in the catalogue.
pub(crate) fn begin(clerk: &mut Clerk) {
    for own in PURCHASES {
        for Good(code, name, unit, most, yuan) in own.goods {
            let plain = plain_item(code, name, unit, (own.category, Some((most / 2, *most))));
            let supply = Supply {
                lead_days: Some(28),
                supplier: SUPPLIER.to_owned(),
                plan_price: Price::parse(&format!("{yuan}.00")).ok(),
                ..plain.supply
            };
            let item = stock::Item { supply, ..plain };
            let decided = stock::add_item(&clerk.books.stock, &item);
            clerk.enters(decided);
        }
    }
}

/// What is done for them on a day.
pub(crate) fn works(clerk: &mut Clerk, day: Day) {
    for own in PURCHASES {
        if day == on(own.planned) {
            plans(clerk, own, day);
        }
        if day == on(own.approved) {
            clerk.sits_down("分管院长", day, 10);
            let Clerk { books, stamp, .. } = clerk;
            let plan = own.plan.parse().expect("a code");
            let days = (day, day);
            let decided = purchase::approve_plan(&books.stock, &plan, "分管院长", days, "", stamp);
            clerk.enters(decided);
        }
        if day == on(own.ordered) {
            orders(clerk, own, day);
        }
        if day == on(own.arrived) {
            for good in own.goods {
                receives(clerk, own, good, day);
            }
        }
    }
}

fn plans(clerk: &mut Clerk, own: &Purchase, day: Day) {
    clerk.sits_down("库管员甲", day, 10);
    let options = PlanOptions {
        span: Span::new(on(own.needed.0), on(own.needed.1)).expect("days"),
        as_of: day,
        formula: Formula::MinMax,
        packs: Packs::Loose,
        policy: PlanPolicy::default(),
        category: Some(own.category.to_owned()),
        supplier: None,
        planned: Planned::Needed,
    };
    let Clerk { books, stamp, .. } = clerk;
    let plan = stock::plan(&books.stock, &options).expect("a plan");
    let code = own.plan.parse().expect("a code");
    let decided = purchase::save_plan(&books.stock, &code, &plan, day, stamp);
    clerk.enters(decided);
}

fn orders(clerk: &mut Clerk, own: &Purchase, day: Day) {
    clerk.sits_down("采购员甲", day, 10);
    let request = FromPlanRequest {
        date: day,
        order: own.order.parse().expect("a code"),
        plan: own.plan.parse().expect("a code"),
        supplier: SUPPLIER.to_owned(),
        due: Some(on(own.due)),
        person: "采购员甲".to_owned(),
        note: String::new(),
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = purchase::order_from_plan(&books.stock, day, &request, stamp);
    clerk.enters(decided);
}

fn receives(clerk: &mut Clerk, own: &Purchase, good: &Good, day: Day) {
    let Good(code, _, _, most, yuan) = good;
    clerk.sits_down("库管员甲", day, 11);
    let request = ReceiveRequest {
        order: own.order.to_owned(),
        slip: slip(day, format!("{}-{}", own.order, &code[2..])),
        goods: goods(code, *most),
        cost: worth(yuan * 100 * most),
        store: "ZW".parse().expect("a code"),
        supplier: SUPPLIER.to_owned(),
    };
    let Clerk { books, stamp, .. } = clerk;
    let of_day = rules(&books.org, stamp);
    let decided: Result<Decided<_>, _> = stock::receive(&books.stock, &of_day, &request, stamp);
    clerk.enters(decided.map(rows));
}
