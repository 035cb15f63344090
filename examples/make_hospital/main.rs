//! Makes `examples/hospital`: a year of a small hospital group, the same every time.
//!
//! `cargo run --release --example make_hospital -- FOLDER` writes the store into a folder that is
//! not there yet. Everything goes through the library's own decisions; only what a merge or a
//! hurried hand brings in, such as the slip that was entered twice, is folded without asking.
//! What was planted, and which report tells it, is in `examples/hospital.md`.
#![expect(clippy::print_stdout, reason = "a program that tells what it made")]

mod accreditation;
mod catalogue;
mod chance;
mod classes;
mod clerk;
mod counts;
mod desk;
mod dials;
mod documents;
mod house;
mod inventory;
mod mending;
mod outsiders;
mod papers;
mod property;
mod rounds;
mod saving;
mod season;
mod shelves;
mod workshop;

use std::path::PathBuf;

use houqin::base::{Day, Moment};
use houqin::books::{Need, Settings};
use houqin::store::{Entry, RealDisk, Store, init};

use clerk::Clerk;
use counts::Counts;
use dials::Dials;
use documents::Documents;
use property::Property;
use rounds::Rounds;
use shelves::{Part, Shelves};

static DISK: RealDisk = RealDisk;

/// What this machine's tag is made from.
const SEED: &[u8] = b"example";

/// The year that is told.
const YEAR: i32 = 2025;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[expect(clippy::disallowed_methods, reason = "a program of its own, with an argument")]
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let Some(folder) = folder else {
        return Err("name the folder to make: make_hospital FOLDER".into());
    };
    let first = Day::new(YEAR - 1, 12, 31).expect("a day");
    let when = Moment::new(first, 8 * 3600).expect("a moment");
    let settings = Settings {
        name: "示范医院".to_owned(),
        language: Some("zh".to_owned()),
        ..Settings::default()
    };
    let entry =
        Entry { who: "后勤主任".to_owned(), when, command: "init".to_owned(), given: 0 };
    init(&DISK, &folder, &settings, &entry, SEED)?;

    let documents = Documents::in_store(&folder)?;
    let store = Store::open(&DISK, &folder)?;
    let transaction = store.begin(Need::everything(), SEED)?;
    let books = transaction.books().clone();
    let mut clerk = Clerk::new(books, transaction.stamp(when, "后勤主任"));
    let parts = year(&mut clerk, first);
    clerk.at_the_office(|clerk| {
        let repairs = mending::enters(clerk, first.next(), &parts);
        desk::enters(clerk, &repairs, &documents);
        outsiders::enters(clerk, first.next());
        classes::enters(clerk);
        papers::enters(clerk, first.next());
        inventory::enters(clerk);
        accreditation::enters(clerk, &documents);
    });

    let (change, stamp) = clerk.hands_in();
    let n_rows = change.lines.len();
    transaction.commit(change, stamp, "make_hospital")?;
    println!("{}: {n_rows} rows", folder.display());
    Ok(())
}

/// Day by day, as the people of the department go about it; gives what was issued for repairs.
fn year(clerk: &mut Clerk, first: Day) -> Vec<Part> {
    clerk.sits_down("后勤主任", first, 8);
    house::register(clerk);
    let mut shelves = Shelves::begin(clerk, first);
    workshop::begin(clerk);
    season::begin(clerk);
    let mut property = Property::begin(clerk);
    let mut dials = Dials::begin(clerk);
    let mut rounds = Rounds::begin(clerk, first.next());
    let mut counts = Counts::begin();
    for month in shelves::months(YEAR) {
        for day in (1..=month.days()).map(|number| month.first().plus_days(number - 1)) {
            if day.weekday() < 6 {
                shelves.works(clerk, day);
            }
            if (day.month().number(), day.day_of_month()) == (3, 12) {
                counts.enters_twice(clerk, day);
            }
            clerk.at_the_office(|clerk| {
                workshop::works(clerk, day);
                season::works(clerk, day);
            });
            rounds.works(clerk, day);
            dials.reads(clerk, day);
            if day.day_of_month() == 20 {
                property.works(clerk, day);
            }
        }
        counts.counts(clerk, &mut shelves, month);
    }
    saving::enters(clerk);
    shelves.parts
}
