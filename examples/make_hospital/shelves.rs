//! A year of the four store rooms: receipts, issues, returns, transfers, scrap. Counting is
//! `counts.rs`.

use houqin::base::{Day, Decided, Money, Month, Quantity, Stamp};
use houqin::org::Org;
use houqin::stock::{
    self, Cost, ExchangeRequest, Goods, IssueRequest, Known, Movement, NegativeStock,
    OpeningRequest, Place, ReceiveRequest, Record, ReturnRequest, Returned, Rules, ScrapRequest,
    Slip, TransferRequest,
};

use crate::catalogue::{Good, goods, rooms};
use crate::chance::Chance;
use crate::clerk::Clerk;
use crate::house::DEPARTMENTS;

const SUPPLIERS: &[&str] =
    &["华北五金商行", "城东百货批发", "惠民纺织", "绿洲粮油", "利民劳保用品"];

/// Something that was issued for a repair order.
pub(crate) struct Part {
    /// The order's number.
    pub(crate) order: String,
    /// The day.
    pub(crate) day: Day,
    /// For which department.
    pub(crate) department: &'static str,
    /// What it is.
    pub(crate) name: String,
}

/// The storekeeper's year.
pub(crate) struct Shelves {
    /// What was issued for repair orders.
    pub(crate) parts: Vec<Part>,
    /// How many issues of what electricians and plumbers put in.
    fittings: u32,
    goods: Vec<Good>,
    chance: Chance,
    /// Whether an issue is signed.
    papers: Chance,
    /// How many issues of goods whose old ones come back.
    durables: u32,
    receipts: u32,
    issues: u32,
    others: u32,
}

impl Shelves {
    /// The catalogue is entered, and what lay on the shelves when the books began.
    pub(crate) fn begin(clerk: &mut Clerk, first: Day) -> Self {
        clerk.sits_down("库管员甲", first, 8);
        for room in rooms() {
            let decided = stock::add_store(&clerk.books.stock, &room);
            clerk.enters(decided);
        }
        let shelves = Self {
            parts: Vec::new(),
            fittings: 0,
            goods: goods(),
            chance: Chance::new("shelves"),
            papers: Chance::new("papers"),
            durables: 0,
            receipts: 0,
            issues: 0,
            others: 0,
        };
        for good in &shelves.goods {
            let decided = stock::add_item(&clerk.books.stock, &good.item);
            clerk.enters(decided);
        }
        let mut chance = Chance::new("opening");
        for good in &shelves.goods {
            let quantity = chance.between(60, 240);
            let request = OpeningRequest {
                slip: slip(first, String::new()),
                goods: some(good, quantity),
                cost: worth(good.fen * quantity),
                store: good.room.parse().expect("a code"),
            };
            let Clerk { books, stamp, .. } = clerk;
            let rules = rules(&books.org, stamp);
            let decided = stock::open(&books.stock, &rules, &request, stamp);
            clerk.enters(decided.map(rows));
        }
        shelves
    }

    /// One working day.
    pub(crate) fn works(&mut self, clerk: &mut Clerk, day: Day) {
        let keeper = if self.chance.happens(70) { "库管员甲" } else { "库管员乙" };
        for hour in [9, 10, 11, 14, 15, 16] {
            clerk.sits_down(keeper, day, hour);
            for _ in 0..self.chance.between(1, 3) {
                match self.chance.between(1, 100) {
                    1..=78 => self.issues(clerk, day),
                    79..=92 => self.receives(clerk, day),
                    93..=96 => self.takes_back(clerk, day),
                    97..=98 => self.scraps(clerk, day),
                    _ => self.transfers(clerk, day),
                }
            }
        }
    }

    fn issues(&mut self, clerk: &mut Clerk, day: Day) {
        let at = self.picks();
        let quantity = self.chance.between(1, 9);
        if on_hand(clerk, &self.goods[at], day) < quantity + 25 {
            self.receives_good(clerk, day, at);
        } else {
            self.issues_good(clerk, day, (at, quantity));
        }
    }

    fn issues_good(&mut self, clerk: &mut Clerk, day: Day, (at, quantity): (usize, i64)) {
        self.issues += 1;
        let room = self.goods[at].room;
        let department = if room == "ST" { "ST" } else { self.chance.of(DEPARTMENTS).0 };
        let order = self.order_for(day, at, department);
        let good = &self.goods[at];
        let number = format!("CK{}-{:05}", day.year(), self.issues);
        let signed = self.papers.happens(97);
        let person = if signed { "护士长" } else { "" }.to_owned();
        let request = IssueRequest {
            slip: Slip { person, ..slip(day, number.clone()) },
            goods: some(good, quantity),
            store: good.room.parse().expect("a code"),
            department: department.parse().expect("a code"),
            repair: order,
        };
        let Clerk { books, stamp, .. } = clerk;
        let of_day = rules(&books.org, stamp);
        let decided = stock::issue(&books.stock, &of_day, &request, stamp);
        clerk.enters(decided.map(rows));
        self.durables += u32::from(good.item.durable);
        // Four times in the year the old goods do not come back with the issue.
        if good.item.durable && self.durables % 250 != 100 {
            let request = ExchangeRequest {
                slip: slip(day, String::new()),
                goods: some(good, quantity),
                department: request.department,
                issue: Some(number),
            };
            let Clerk { books, stamp, .. } = clerk;
            let of_day = rules(&books.org, stamp);
            let decided = stock::exchange(&books.stock, &of_day, &request, stamp);
            clerk.enters(decided.map(rows));
        }
    }

    /// Every fourth fitting is for a repair order; what is issued in the last days of the year is
    /// put in in the next one.
    fn order_for(&mut self, day: Day, at: usize, department: &'static str) -> String {
        let item = &self.goods[at].item;
        if !matches!(item.category.as_str(), "电工器材" | "水暖配件") {
            return String::new();
        }
        self.fittings += 1;
        let is_over = (day.month().number(), day.day_of_month()) > (12, 20);
        if is_over || !self.fittings.is_multiple_of(4) {
            return String::new();
        }
        let order = format!("WX{}-{:04}", day.year(), 2 * (self.parts.len() + 1));
        let name = item.name.clone();
        self.parts.push(Part { order: order.clone(), day, department, name });
        order
    }

    /// An issue that the storekeeper forgot to enter and enters on a later day; gives its item.
    pub(crate) fn enters_late(&mut self, clerk: &mut Clerk, day: Day, code: &str, quantity: i64) {
        let of_code = |good: &Good| good.item.code.as_str() == code;
        let at = self.goods.iter().position(of_code).expect("an item of the catalogue");
        self.issues_good(clerk, day, (at, quantity));
    }

    fn receives(&mut self, clerk: &mut Clerk, day: Day) {
        let at = self.picks();
        self.receives_good(clerk, day, at);
    }

    /// A receipt in packs where the item has one, at a price that drifts.
    fn receives_good(&mut self, clerk: &mut Clerk, day: Day, at: usize) {
        self.receipts += 1;
        let good = &self.goods[at];
        let pack = good.item.units.first();
        let packs = self.chance.between(1, 4);
        let pieces = pack.map_or(1, |pack| i64::try_from(pack.factor.numerator()).expect("small"));
        let fen = good.fen * self.chance.between(92, 112) / 100 * pieces * packs;
        let mut goods = some(good, packs);
        goods.unit = pack.map(|pack| pack.name.clone());
        let request = ReceiveRequest {
            order: String::new(),
            slip: slip(day, format!("RK{}-{:05}", day.year(), self.receipts)),
            goods,
            cost: worth(fen),
            store: good.room.parse().expect("a code"),
            supplier: (*self.chance.of(SUPPLIERS)).to_owned(),
        };
        let Clerk { books, stamp, .. } = clerk;
        let rules = rules(&books.org, stamp);
        let decided = stock::receive(&books.stock, &rules, &request, stamp);
        clerk.enters(decided.map(rows));
    }

    fn takes_back(&mut self, clerk: &mut Clerk, day: Day) {
        self.others += 1;
        let at = self.picks();
        let good = &self.goods[at];
        let department = self.chance.of(DEPARTMENTS).0.parse().expect("a code");
        let request = ReturnRequest {
            slip: slip(day, format!("TK{}-{:05}", day.year(), self.others)),
            goods: some(good, self.chance.between(1, 2)),
            store: good.room.parse().expect("a code"),
            returned: Returned::ByDepartment {
                department,
                cost: Cost::UNSTATED,
                repair: String::new(),
            },
        };
        let Clerk { books, stamp, .. } = clerk;
        let rules = rules(&books.org, stamp);
        let decided = stock::give_back(&books.stock, &rules, &request, stamp);
        clerk.enters(decided.map(rows));
    }

    fn scraps(&mut self, clerk: &mut Clerk, day: Day) {
        let at = self.picks();
        let good = &self.goods[at];
        if on_hand(clerk, good, day) < 4 {
            return;
        }
        self.others += 1;
        let mut slip = slip(day, format!("BF{}-{:05}", day.year(), self.others));
        (*self.chance.of(&["受潮", "破损", "过期"])).clone_into(&mut slip.reason);
        let request = ScrapRequest {
            slip,
            goods: some(good, self.chance.between(1, 3)),
            store: good.room.parse().expect("a code"),
        };
        let Clerk { books, stamp, .. } = clerk;
        let rules = rules(&books.org, stamp);
        let decided = stock::scrap(&books.stock, &rules, &request, stamp);
        clerk.enters(decided.map(rows));
    }

    /// Cleaning goods go to the canteen's store room and stay there.
    fn transfers(&mut self, clerk: &mut Clerk, day: Day) {
        let cleaning = |at: &usize| self.goods[*at].item.category == "清洁用品";
        let candidates: Vec<usize> = (0..self.goods.len()).filter(cleaning).collect();
        let at = *self.chance.of(&candidates);
        let good = &self.goods[at];
        if on_hand(clerk, good, day) < 20 {
            return;
        }
        self.others += 1;
        let request = TransferRequest {
            slip: slip(day, format!("DB{}-{:05}", day.year(), self.others)),
            goods: some(good, self.chance.between(2, 6)),
            from: "ZW".parse().expect("a code"),
            to: "ST".parse().expect("a code"),
            arrival: None,
        };
        let Clerk { books, stamp, .. } = clerk;
        let rules = rules(&books.org, stamp);
        let decided = stock::transfer(&books.stock, &rules, &request, stamp);
        clerk.enters(decided.map(rows));
    }

    fn picks(&mut self) -> usize {
        let last = i64::try_from(self.goods.len()).expect("a short list") - 1;
        usize::try_from(self.chance.between(0, last)).expect("within the list")
    }
}

pub(crate) fn rows(decided: Decided<Vec<Movement>>) -> Decided<Vec<Record>> {
    match decided {
        Decided::New(movements) => {
            let record = |movement| Record::Movement(Box::new(movement));
            Decided::New(movements.into_iter().map(record).collect())
        }
        Decided::Already(id) => Decided::Already(id),
    }
}

/// The rules on the day on which something is entered.
pub(crate) fn rules<'o>(org: &'o Org, stamp: &Stamp) -> Rules<'o> {
    let today = stamp.recorded_at.day();
    Rules { org, negative: NegativeStock::Refuse, today, known: Known::Never }
}

/// The head of a slip.
pub(crate) fn slip(date: Day, number: String) -> Slip {
    Slip {
        date,
        time: None,
        number,
        person: String::new(),
        reason: String::new(),
        note: String::new(),
    }
}

fn some(good: &Good, quantity: i64) -> Goods {
    Goods {
        item: good.item.code.clone(),
        quantity: Quantity::whole(quantity).expect("in range"),
        unit: None,
        lot: String::new(),
        expiry: None,
    }
}

pub(crate) fn worth(fen: i64) -> Cost {
    Cost { unit_price: None, amount: Some(Money::from_fen(fen)) }
}

/// How many whole pieces lie in the room that keeps an item.
fn on_hand(clerk: &Clerk, good: &Good, day: Day) -> i64 {
    let room = Place::Store(good.room.parse().expect("a code"));
    let pile = clerk.books.stock.pile_at(&good.item.code, day);
    pile.at(&room).quantity.millionths() / 1_000_000
}

/// The months of a year.
pub(crate) fn months(year: i32) -> impl Iterator<Item = Month> {
    (1..=12).filter_map(move |number| Month::new(year, number))
}
