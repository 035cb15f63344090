//! The stocktake of the assets at the end of the year: nearly everything is where the register says.

use houqin::assets::count::{
    self, EnterRequest, OpenRequest, Outcome, Row, Scope, Seen, SettleRequest, SignRequest,
};
use houqin::assets::{Record, Standing};
use houqin::base::{Day, Decided, DepartmentCode, SheetCode};
use houqin::store;

use crate::clerk::Clerk;

/// Every so many of the things nobody finds, or in another department.
const MISSING: usize = 190;
const MOVED: usize = 131;

fn on(date: u32) -> Day {
    Day::new(2025, 12, date).expect("a day")
}

/// Opens the sheet, scans what is there, signs, and settles every difference.
pub(crate) fn enters(clerk: &mut Clerk) {
    let sheet: SheetCode = "QC-2025".parse().expect("a code");
    let day = on(22);
    clerk.sits_down("资产管理员甲", day, 9);
    let scope = Scope {
        date: day,
        place: String::new(),
        department: None,
        custodian: None,
        class: String::new(),
    };
    let request = OpenRequest {
        sheet: Some(sheet.clone()),
        scope,
        person: "资产管理员甲".to_owned(),
        note: String::new(),
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = count::open(&books.assets, &books.org, store::lives(), request, stamp);
    clerk.enters(decided.map(records));

    let day = on(24);
    clerk.sits_down("资产管理员甲", day, 17);
    let seen = walks(clerk, day);
    let request = EnterRequest { sheet: None, date: day, person: "财务甲".to_owned(), seen };
    let Clerk { books, stamp, .. } = clerk;
    let decided = count::enter(&books.assets, &books.org, &request, stamp);
    clerk.enters(decided.map(records));

    let day = on(26);
    clerk.sits_down("后勤主任", day, 16);
    let request = SignRequest {
        sheet: Some(sheet.clone()),
        date: day,
        person: "后勤主任".to_owned(),
        reason: "个别资产调换科室未办手续，逐件核实".to_owned(),
        note: String::new(),
    };
    let Clerk { books, stamp, .. } = clerk;
    let decided = count::sign(&books.assets, request, stamp);
    clerk.enters(decided.map(records));
    settles(clerk, &sheet, on(29));
}

/// What is scanned department by department, as the register has it but for a few.
fn walks(clerk: &Clerk, day: Day) -> Vec<Seen> {
    let seen = |text: &str, department: Option<DepartmentCode>| Seen {
        text: text.to_owned(),
        place: String::new(),
        department,
        custodian: None,
        note: String::new(),
    };
    let here = |standing: &Standing<'_>| standing.disposed.is_none();
    let mut scans = Vec::new();
    for (standing, nth) in clerk.books.assets.standings(day).filter(here).zip(1_usize..) {
        if nth % MISSING == 0 {
            continue;
        }
        let own = standing.department().cloned();
        let elsewhere = (nth % MOVED == 0).then(|| "MZ".parse().expect("a code"));
        scans.push(seen(standing.card.tag.as_str(), elsewhere.or(own)));
    }
    // A printer that somebody gave and nobody entered.
    scans.push(seen("DYJ-ZS1", Some("ZYM".parse().expect("a code"))));
    scans
}

fn settles(clerk: &mut Clerk, sheet: &SheetCode, day: Day) {
    let counted = count::counted(&clerk.books.assets, sheet, day).expect("the sheet");
    let open: Vec<_> = counted
        .entries
        .iter()
        .filter(|entry| entry.class.is_difference())
        .filter_map(|entry| Some((entry.tag.clone()?, entry.class)))
        .collect();
    for (asset, class) in open {
        let (outcome, reason) = match class {
            count::Class::Missing => (Outcome::Found, "在维修间找到"),
            count::Class::Unregistered => (Outcome::Explained, "受赠，正在补办入账"),
            _ => (Outcome::Explained, "科室临时借用，已归还"),
        };
        clerk.sits_down("资产管理员甲", day, 15);
        let request = SettleRequest {
            sheet: sheet.clone(),
            asset,
            date: day,
            outcome,
            person: "资产管理员甲".to_owned(),
            reason: reason.to_owned(),
            note: String::new(),
        };
        let Clerk { books, stamp, .. } = clerk;
        let decided = count::settle(&books.assets, request, stamp);
        clerk.enters(decided.map(records));
    }
}

fn records(decided: Decided<Vec<Row>>) -> Decided<Vec<Record>> {
    match decided {
        Decided::New(rows) => Decided::New(rows.into_iter().map(Record::Count).collect()),
        Decided::Already(id) => Decided::Already(id),
    }
}
