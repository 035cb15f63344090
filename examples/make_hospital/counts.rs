//! The count at each month's end: sheets, what the counters found, approval and posting.

use houqin::base::{Day, Decided, ItemCode, Month, Quantity, SheetCode};
use houqin::stock::stocktake::{
    self, ApproveRequest, Blanks, CountRow, EnterRequest, Figures, Goods, GoodsRequest,
    OpenRequest, Outcome, Pass, Posted, Repeat, ScopeRequest, SheetEntry, Uncounted, Which,
};
use houqin::stock::{Cutoff, Kind, Record};

use crate::chance::Chance;
use crate::clerk::Clerk;
use crate::shelves::{Shelves, rules};

/// The item whose issue of 28 March was entered on 2 April.
const LATE: &str = "BG005";
/// How many of it.
const LATE_QUANTITY: i64 = 6;

/// Whoever counts.
pub(crate) struct Counts {
    chance: Chance,
    /// What a wrong count hid from the books: the next count finds it again.
    hidden: Vec<(ItemCode, Quantity)>,
}

impl Counts {
    /// Nobody has counted yet.
    pub(crate) fn begin() -> Self {
        Self { chance: Chance::new("counts"), hidden: Vec::new() }
    }

    /// The planted mistake of 12 March: the day's last issue was entered on two machines.
    pub(crate) fn enters_twice(&mut self, clerk: &mut Clerk, day: Day) {
        let issues = clerk.books.stock.lines().map(|line| &line.movement);
        let of_day = |movement: &&houqin::stock::Movement| {
            movement.date == day
                && movement.kind == Kind::Issue
                && movement.from.store().is_some_and(|room| room.as_str() == "ZW")
        };
        let first = issues.filter(of_day).max_by_key(|movement| movement.id.clone());
        let mut again = first.expect("an issue on that day").clone();
        again.id = Clerk::foreign_id('M', day, 1);
        clerk.sits_down("库管员乙", day, 17);
        again.recorded_at = clerk.stamp.recorded_at;
        "库管员乙".clone_into(&mut again.recorded_by);
        // The shelf did not lose the goods twice.
        self.hidden.push((again.item.clone(), again.quantity));
        clerk.merges(Record::Movement(Box::new(again)));
    }

    /// All four rooms at a quarter's end, the two busy ones at every other month's end.
    pub(crate) fn counts(&mut self, clerk: &mut Clerk, shelves: &mut Shelves, month: Month) {
        let quarter = month.number().is_multiple_of(3);
        let rooms: &[&str] = if quarter { &["ZW", "WJ", "BF", "ST"] } else { &["ZW", "WJ"] };
        for room in rooms {
            self.counts_room(clerk, room, month);
        }
        if month.number() == 3 {
            // Entered after March was posted; the count had missed the goods already.
            clerk.sits_down("库管员乙", month.last().plus_days(2), 9);
            let day = month.last().plus_days(-3);
            shelves.enters_late(clerk, day, LATE, LATE_QUANTITY);
        }
    }

    fn counts_room(&mut self, clerk: &mut Clerk, room: &str, month: Month) {
        let day = month.last();
        let sheet: SheetCode = format!("PD-{month}-{room}").parse().expect("a code");
        clerk.sits_down("库管员甲", day, 17);
        let request = OpenRequest {
            sheet: Some(sheet.clone()),
            store: room.parse().expect("a code"),
            date: day,
            cutoff: Some(Cutoff::Close),
            scope: ScopeRequest::Full,
            figures: Figures::Shown,
            planned: Vec::new(),
            note: String::new(),
        };
        let Clerk { books, stamp, .. } = clerk;
        let decided = stocktake::open(&books.stock, &request, stamp);
        clerk.enters(decided.map(entries));

        clerk.sits_down("库管员乙", day, 18);
        let request = EnterRequest {
            sheet: sheet.clone(),
            rows: self.looks(clerk, &sheet, room, month),
            counter: "库管员乙".to_owned(),
            date: None,
            cutoff: None,
            blanks: Blanks::Uncounted,
            repeat: Repeat::Corrects,
            pass: Pass::First,
            today: day,
        };
        let Clerk { books, stamp, .. } = clerk;
        let decided = stocktake::enter(&books.stock, &request, stamp);
        let decided = decided.map_err(|faults| faults.into_iter().next().expect("a fault").refusal);
        clerk.enters(decided.map(entries));
        // The year's last sheet of the hardware room still waits for its approval.
        if month.number() < 12 || room != "WJ" {
            approves(clerk, &sheet, day);
        }
    }

    /// What lies on the shelves, line by line, and what the counters make of it.
    fn looks(
        &mut self,
        clerk: &Clerk,
        sheet: &SheetCode,
        room: &str,
        month: Month,
    ) -> Vec<CountRow> {
        let stock = &clerk.books.stock;
        let found = stocktake::differences(stock, sheet).expect("an open sheet");
        let mut rows = Vec::new();
        let mut swapped = false;
        for (line, nth) in found.lines.iter().zip(0..) {
            let Goods::Item { item, .. } = &line.line.of.goods else { continue };
            // Few pieces of few kinds: nobody miscounts them.
            if item.as_str().starts_with("ZZ") || item.as_str().starts_with("JJ") {
                let goods = GoodsRequest::Line(line.line.of.line);
                rows.push(row(goods, line.book.quantity));
                continue;
            }
            // One line of the linen room was not reached in March.
            if room == "BF" && month.number() == 3 && nth == 7 {
                continue;
            }
            let book = line.book.quantity;
            let mut there = book;
            while let Some(at) = self.hidden.iter().position(|(hidden, _)| hidden == item) {
                there += self.hidden.remove(at).1;
            }
            if month.number() == 3 && item.as_str() == LATE {
                there -= whole(LATE_QUANTITY);
            }
            if self.chance.happens(3) {
                there += whole(self.chance.between(-3, 2));
            }
            let mut counted = there;
            if room == "WJ" && month.number() == 3 && !swapped {
                let pieces = there.millionths() / 1_000_000;
                let (tens, ones) = (pieces / 10, pieces % 10);
                if (2..10).contains(&tens) && ones + 1 < tens {
                    counted = whole(ones * 10 + tens);
                    self.hidden.push((item.clone(), there - counted));
                    swapped = true;
                }
            }
            rows.push(row(GoodsRequest::Line(line.line.of.line), counted.max(Quantity::ZERO)));
        }
        if room == "ZW" && month.number() == 3 {
            let find = GoodsRequest::Unlisted("旧式订书机（无标签）".to_owned());
            rows.push(CountRow { unit: Some("个".to_owned()), ..row(find, whole(2)) });
        }
        rows
    }
}

fn approves(clerk: &mut Clerk, sheet: &SheetCode, day: Day) {
    clerk.sits_down("后勤主任", day, 19);
    let request = ApproveRequest {
        sheet: sheet.clone(),
        which: Which::All,
        uncounted: Uncounted::Left,
        reason: "零星领用未开单或自然损耗，已核实".to_owned(),
        approver: "后勤主任".to_owned(),
        prices: std::collections::BTreeMap::new(),
        outcome: Outcome::Booked,
        round: None,
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = stocktake::approve(&books.stock, &request, stamp);
    clerk.enters(decided.map(entries));

    clerk.sits_down("库管员甲", day, 20);
    let Clerk { books, stamp, .. } = clerk;
    let rules = rules(&books.org, stamp);
    let decided = stocktake::post(&books.stock, &rules, sheet, stamp);
    clerk.enters(decided.map(|decided| match decided {
        Decided::New(Posted { counts, posting }) => {
            let mut rows: Vec<Record> =
                counts.into_iter().map(|count| Record::Movement(Box::new(count))).collect();
            rows.push(Record::Posting(posting));
            Decided::New(rows)
        }
        Decided::Already(id) => Decided::Already(id),
    }));
}

fn entries(decided: Decided<Vec<SheetEntry>>) -> Decided<Vec<Record>> {
    match decided {
        Decided::New(entries) => {
            let record = |entry| Record::SheetEntry(Box::new(entry));
            Decided::New(entries.into_iter().map(record).collect())
        }
        Decided::Already(id) => Decided::Already(id),
    }
}

fn row(goods: GoodsRequest, counted: Quantity) -> CountRow {
    CountRow {
        goods,
        counted: Some(counted),
        unit: None,
        date: None,
        cutoff: None,
        counter: String::new(),
        note: String::new(),
    }
}

fn whole(pieces: i64) -> Quantity {
    Quantity::whole(pieces).expect("in range")
}
