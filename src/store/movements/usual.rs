//! Lines as nearly all of them are, decoded where they stand: plain, without quotes, the line after
//! another one of the same day and machine, and with nothing in the cells that few lines fill.
//!
//! Whatever is not that is no defect: it gives no answer here, and `lines.rs` decodes it. What is
//! decoded here is what that would make of it.

use std::fmt::Write as _;

use crate::base::{Day, Moment, Money, Price, Quantity};
use crate::stock::{Act, Mark, Row as StreamRow, Stated};

use super::acts::{act, is_use, kind_of, mark, standing};
use super::codes::{Codes, TakenBack};
use super::lanes::{Found, Shape};
use super::lines::{Columns, Decoder};
use super::words::{Words, number, words, words_at};

/// The most digits at the end of an id that are read as a number.
const DIGITS: usize = 8;

/// What the next line shares with the last one where it is as most are.
pub(super) struct Usual {
    n_cells: usize,
    /// The columns in which nothing stands, in runs: the first, and the one behind the last.
    bare: Vec<(usize, usize)>,
    /// The columns whose cells all have as many bytes, and how many.
    fixed: [(usize, usize); 2],
    /// The day of the last line, as it is written and as it is.
    date: Option<(u64, u16, Day)>,
    /// What stands in the last id before the number at its end, and how many bytes and digits they
    /// are; none where it is not such an id, or not of the month that the line stands in.
    before: Option<(Words, usize, usize)>,
    /// The number at its end.
    last: u32,
    /// Whether the last id is not written where others look for it.
    ahead: bool,
}

impl Usual {
    /// Of a file of so many columns, before its first line.
    pub(super) fn of(columns: &Columns, n_cells: usize) -> Self {
        let Columns { time, amount, counted, expiry, reverses, .. } = *columns;
        let Columns { market_price, order, repair, due, date, recorded_at, .. } = *columns;
        let mut all = [time, amount, counted, expiry, reverses, market_price, order, repair, due];
        all.sort_unstable();
        let mut bare: Vec<(usize, usize)> = Vec::new();
        for at in all.into_iter().filter(|at| *at < n_cells) {
            match bare.last_mut() {
                Some((_, behind)) if *behind == at => *behind = at + 1,
                _ => bare.push((at, at + 1)),
            }
        }
        let fixed = [(date, 10), (recorded_at, 25)];
        Self { n_cells, bare, fixed, date: None, before: None, last: 0, ahead: false }
    }

    /// Whether lines of a shape may be as most are.
    pub(super) fn fits(&self, shape: &Shape) -> bool {
        let Self { n_cells, bare, fixed, .. } = self;
        shape.n_cells == *n_cells
            && bare.iter().all(|cells| shape.are_bare(*cells))
            && fixed.iter().all(|(at, n_bytes)| shape.cell(*at).1 == *n_bytes)
    }

    /// Goes on from another line: its id, whether that is of the month it stands in, its day.
    pub(super) fn go_on(&mut self, id: &str, own: bool, date: Option<(&str, Day)>) {
        self.date = date.and_then(|(text, day)| {
            let (first, last) = text.as_bytes().split_first_chunk()?;
            let last = u16::from_le_bytes(last.try_into().ok()?);
            Some((u64::from_le_bytes(*first), last, day))
        });
        self.before = None;
        let n_digits = id.bytes().rev().take(DIGITS).take_while(u8::is_ascii_digit).count();
        let (before, number) = id.split_at(id.len() - n_digits);
        // Then it says the same month as the next one.
        if own && id.len() >= 8 && before.len() >= 7 {
            let words = words(before);
            self.before = words.map(|words| (words, before.len(), n_digits));
            self.last = number.parse().unwrap_or_default();
        }
    }

    /// Writes the last id where others look for it.
    pub(super) fn write_last(&mut self, id: &mut String) {
        if let (Some((_, before, n_digits)), true) = (self.before, std::mem::take(&mut self.ahead))
        {
            id.truncate(before);
            let _ = write!(id, "{:0n_digits$}", self.last);
        }
    }

    /// The number at the end of an id that is the last one but for that, and its last eight bytes.
    #[inline]
    fn id(&self, text: &[u8], length: usize) -> Option<(u32, u64)> {
        let (before, n_before, n_digits) = self.before?;
        if length != n_before + n_digits || words_at(text, 0, n_before)? != before {
            return None;
        }
        let number = number(words_at(text, n_before, n_digits)?, n_digits)?;
        let last = text.get(length - 8..)?.first_chunk()?;
        Some((number, u64::from_be_bytes(*last)))
    }

    /// The day that is written so, where it is that of the last line.
    #[inline]
    fn day(&self, text: &[u8]) -> Option<Day> {
        let (first, last, day) = self.date?;
        let (own, rest) = text.split_first_chunk()?;
        let (end, _) = rest.split_first_chunk()?;
        (u64::from_le_bytes(*own) == first && u16::from_le_bytes(*end) == last).then_some(day)
    }
}

impl Decoder<'_> {
    /// Decodes the first line of a text; none where it is not as most are.
    #[inline]
    pub(super) fn usual(&mut self, text: &[u8], found: Found) -> Option<StreamRow> {
        let Self { usual, columns, codes, done, shapes, .. } = self;
        let shape = shapes.of(found);
        if found.odd || !shape.fits {
            return None;
        }
        let cell = |at: usize| shape.cell(at);
        let bytes = |(from, length): (usize, usize)| text.get(from..from + length);
        let short = |(from, length): (usize, usize)| words_at(text, from, length);
        let id = cell(0);
        let (number_of_id, last) = usual.id(text, id.1)?;
        let reversed = self.reversed.filter(|taken_back| taken_back.may_have(last));
        let date = usual.day(text.get(cell(columns.date).0..)?)?;
        let recorded = bytes(cell(columns.recorded_at))?;
        usual.day(recorded)?;
        let recorded = Moment::of_day(date, recorded.get(10..)?)?;
        if self.known_by.is_some_and(|known_by| recorded > known_by) {
            return None;
        }
        let (item, from, to) = (cell(columns.item), cell(columns.from), cell(columns.to));
        let brief = codes.short.at(text, item.0, item.1)?;
        let from = self.seats.at(text, from.0, from.1)?;
        let to = self.seats.at(text, to.0, to.1)?;
        let kind = kind_of(short(cell(columns.kind))?)?;
        let act = act(kind, from, to)?;
        let mark = match reversed {
            Some(reversed) => {
                let id = std::str::from_utf8(bytes(id)?).ok()?;
                mark_of((id, reversed), (act, brief.durable), codes)?
            }
            None => mark(act, brief.durable),
        };
        let (of_quantity, of_unit) = (cell(columns.quantity), cell(columns.unit));
        let quantity = number(short(of_quantity)?, of_quantity.1).filter(|whole| *whole > 0)?;
        if brief.lot_kept || codes.units[usize::from(brief.unit)] != short(of_unit)? {
            return None;
        }
        let base = Quantity::whole(quantity.into())?;
        let price = bytes(cell(columns.unit_price))?;
        let stated = if price.is_empty() {
            None
        } else if matches!(act, Act::In { .. }) {
            let price = std::str::from_utf8(price).ok()?;
            Some(Money::of(base, Price::parse(price).ok()?)?)
        } else {
            return None;
        };
        done.ascending &= usual.last < number_of_id;
        (usual.last, usual.ahead) = (number_of_id, true);
        let recorded = Some(recorded);
        if done.recorded.last < recorded || done.recorded.known < recorded {
            done.recorded.last = done.recorded.last.max(recorded);
            done.recorded.known = done.recorded.known.max(recorded);
        }
        Some(StreamRow {
            item: brief.item,
            date,
            standing: standing(kind, act, None),
            act,
            mark,
            base,
            stated: Stated::of(stated),
            at: 0,
            later: false,
        })
    }
}

/// What is asked by itself of a line that may be among those that others take back; none where it has
/// to be carried out as a whole.
fn mark_of(
    (id, reversed): (&str, &TakenBack<'_>),
    (act, durable): (Act, bool),
    codes: &Codes<'_>,
) -> Option<Mark> {
    if !reversed.has(id) {
        return Some(mark(act, durable));
    }
    let is_plain = is_use(act) && !durable && !codes.wanted?.contains(id);
    is_plain.then_some(Mark::TakenBack)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use crate::base::{DepartmentCode, Month, RecordId};
    use crate::books::Books;
    use crate::org::{Department, Record};
    use crate::stock::Shares;
    use crate::stock::testing::record;
    use crate::store::blocks::Blocks;
    use crate::store::movements::found::Found;
    use crate::store::movements::head;
    use crate::store::movements::lines::Piece;
    use crate::store::movements::text::MonthText;
    use crate::store::movements::today::{Keep, Today};
    use crate::store::source::Source;

    use super::*;

    const HEADERS: [&str; 2] = [
        "id,date,time,kind,item,quantity,unit,unit_price,amount,counted,from,to,lot,expiry,slip,\
         person,reason,note,reverses,market_price,order,repair,due,recorded_at,recorded_by",
        "id,recorded_at,order,date,to,from,kind,item,quantity,unit,unit_price,amount,time,counted,\
         lot,expiry,slip,person,reason,note,reverses,recorded_by",
    ];

    /// What the cells of a line may be, the first of each in most lines.
    const CELLS: [(&str, &[&str]); 18] = [
        ("date", &["2026-01-02", "2026-01-03", "2026-02-02", "2026-1-2"]),
        ("time", &["", "08:30", "open", "8:30"]),
        (
            "kind",
            &["issue", "receipt", "return", "scrap", "transfer", "count", "opening", "issued"],
        ),
        ("item", &["I0", "I1", "I2", "I3", "I4-of-a-code-that-is-longer-than-others", "I9", ""]),
        (
            "quantity",
            &["5", "12", "00000007", "99999999", "100000000", "1.5", "0", "-3", "", "5 ", "１"],
        ),
        ("unit", &["只", "打", "个", "", "只只只只只只只只只"]),
        ("unit_price", &["", "4.75", "3", "0", "-1", "4.7512345", "x"]),
        ("amount", &["", "10.00", "0.005"]),
        ("counted", &["", "3"]),
        ("from", &["store:K0", "supplier:甲", "dept:NK1", "store:K1", "opening", "dept:NK9", "到"]),
        (
            "to",
            &["dept:NK1", "store:K0", "scrap", "pool", "transit", "supplier:供应商二二二二", ""],
        ),
        ("lot", &["", "L1"]),
        ("expiry", &["", "2027-01-01", "2027"]),
        ("slip", &["D1", "", "D\u{0}1", "\"D1\"", "D\"1", "\"D,1\"", "票据"]),
        ("reverses", &["", "M20260102-ab-000003"]),
        ("order", &["", "PO-1"]),
        ("repair", &["", "R-1"]),
        (
            "recorded_at",
            &[
                "2026-01-02T10:00:00+08:00",
                "2026-01-02T23:59:59+08:00",
                "2026-01-03T00:00:00+08:00",
                "2026-01-02T24:00:00+08:00",
                "2026-01-02T10:00:00Z",
                "2026-01-02 10:00:00+08:00",
                "",
            ],
        ),
    ];

    /// What stands before the number of an id, and behind it.
    const IDS: [(&str, &str); 8] = [
        ("M20260102-ab-", ""),
        ("M20260102-ab-", ""),
        ("M20260102-cd-", ""),
        ("M20260202-ab-", ""),
        ("M2026", ""),
        ("X", ""),
        ("M20260102-ab-", "x"),
        ("M20260102-of-a-machine-with-a-name-", ""),
    ];

    fn books() -> Books {
        let mut books = Books::default();
        let items = [
            "item I0 只 durable=yes",
            "item I1 只 lots=yes",
            "item I2 只 打=12 scale=1",
            "item I3 只只只只只只只只只",
            "item I4-of-a-code-that-is-longer-than-others 只",
        ];
        for text in items.into_iter().chain(["store K0", "store K1"]) {
            books.stock.apply(&record(text, 0).expect("a record")).expect("applied");
        }
        let code = DepartmentCode::parse("NK1").expect("a code");
        let (name, site, beds, area, class) = (String::new(), None, None, None, None);
        let department = Department { code, name, site, beds, area, class };
        books.org.apply(&Record::Department(department)).expect("applied");
        books
    }

    /// A line: what is odd about which cell, and how its id goes on.
    type Drawn = (usize, usize, usize, u32, usize);

    fn line(header: &str, number: u32, (cell, odd, id, _, end): &Drawn) -> String {
        let (before, behind) = IDS[*id % IDS.len()];
        let cells: Vec<String> = header
            .split(',')
            .map(|name| match CELLS.iter().position(|(own, _)| *own == name) {
                _ if name == "id" => format!("{before}{number:06}{behind}"),
                Some(at) if at == *cell => CELLS[at].1[odd % CELLS[at].1.len()].to_owned(),
                // What is no issue goes another way.
                Some(at) if name == "from" && *cell == 2 => CELLS[at].1[(odd + 1) % 3].to_owned(),
                Some(at) if name == "to" && *cell == 2 => CELLS[at].1[odd % 5].to_owned(),
                Some(at) => CELLS[at].1[0].to_owned(),
                None => ["", "库管员"][usize::from(name == "person")].to_owned(),
            })
            .collect();
        format!("{}{}", cells.join(","), ["\n", "\n", "\n", "\n", "\r\n", ",\n", "\n\n"][*end])
    }

    /// What is found in the lines of a file, so many bytes at a time.
    fn decoded(
        (books, header): (&Books, &str),
        lines: &[String],
        (at_once, known_by, keep, usual): (usize, Option<Moment>, Keep, bool),
    ) -> Option<Piece> {
        let reversed: BTreeSet<RecordId> =
            ["M20260102-ab-000004", "M20260102-ab-000006", "M20260202-ab-000009", "X000002"]
                .map(|id| RecordId::parse(id).expect("an id"))
                .into();
        let wanted = BTreeSet::from([RecordId::parse("M20260102-ab-000006").expect("an id")]);
        let codes = Codes::of(books, &reversed).letting_go_but(&wanted);
        let header = head(header).expect("a header");
        let month = Month::parse("2026-01").expect("a month");
        let today = Today::new(
            keep,
            (Shares(vec![Vec::new(); 3]), String::new(), Vec::new()),
            codes.catalogue.len(),
        );
        let mut decoder = Decoder::new(&header, &codes, (month, known_by, (false, false)), today);
        if !usual {
            decoder.usual.n_cells = usize::MAX;
        }
        let text = lines.concat();
        let blocks = Blocks::new(text.as_bytes(), (text.len(), at_once), Vec::new(), false);
        Some(decoder.rest(0, blocks).ok()??.0)
    }

    proptest! {
        #[test]
        fn what_is_usual_is_decoded_as_everything_else_is(
            drawn in prop::collection::vec(
                (0_usize..200, 0_usize..16, 0_usize..40, 0_u32..12, 0_usize..81),
                1..30,
            ),
            header in 0_usize..2,
            at_once in 1_usize..3_000,
            known in any::<bool>(),
            all in any::<bool>(),
        ) {
            let (books, header, mut number) = (books(), HEADERS[header], 0);
            let lines: Vec<String> = drawn
                .iter()
                .map(|(cell, odd, id, step, end)| {
                    // Most ids count up, most lines end as they should.
                    number += if *step == 0 { 0 } else { 1 + step / 8 };
                    let id = id.saturating_sub(32);
                    line(header, number, &(*cell, *odd, id, *step, end.saturating_sub(74)))
                })
                .collect();
            let known_by = Moment::parse("2026-01-02T12:00:00+08:00").ok().filter(|_| known);
            let keep = if all { Keep::All } else { Keep::Asked };
            let of = |usual| {
                let found = decoded((&books, header), &lines, (at_once, known_by, keep, usual))?;
                let Piece { rows, kept, by_day, days, recorded, .. } = found;
                let Piece { ascending, first, last, foreign, .. } = found;
                Some((rows, kept, by_day, days, recorded, ascending, first, last, foreign))
            };
            prop_assert_eq!(of(true), of(false));
        }
    }

    #[test]
    fn a_line_after_another_of_its_day_is_usual() {
        let books = books();
        let lines: Vec<String> =
            (1..4).map(|number| line(HEADERS[0], number, &(99, 0, 0, 0, 0))).collect();
        let reversed = BTreeSet::new();
        let (codes, header) = (Codes::of(&books, &reversed), head(HEADERS[0]).expect("a header"));
        let month = Month::parse("2026-01").expect("a month");
        let today = Today::new(
            Keep::Asked,
            (Shares(vec![Vec::new()]), String::new(), Vec::new()),
            codes.catalogue.len(),
        );
        let mut decoder = Decoder::new(&header, &codes, (month, None, (false, false)), today);
        decoder.lines(&lines.concat(), 0).expect("decoded");
        let text = format!("{}{}", lines[2], lines[2]);
        let found = decoder.shape(text.as_bytes()).expect("found");
        assert!(decoder.usual(text.as_bytes(), found).is_some());
    }

    #[test]
    fn memory_for_blocks_is_used_again_month_by_month() {
        let (books, reversed) = (books(), BTreeSet::new());
        let codes = Codes::of(&books, &reversed);
        let lines: String =
            (1..90).map(|number| line(HEADERS[0], number, &(99, 0, 0, 0, 0))).collect();
        let text = format!("{}\n{lines}", HEADERS[0]);
        let (source, mut found) = (Source::Bytes(text.as_bytes()), Found::default());
        let month = Month::parse("2026-01").expect("a month");
        let n_blocks = [(); 6].map(|()| {
            let read = MonthText::read(&source, month, &codes, &mut found).expect("read");
            read.expect("decoded").give_back(&mut found);
            found.memory.len()
        });
        // More than one a piece, or nothing is seen here; no more than the first months needed.
        assert!(n_blocks[0] > 4, "{n_blocks:?}");
        assert_eq!(n_blocks[5], n_blocks[2], "{n_blocks:?}");
    }
}
