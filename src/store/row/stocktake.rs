//! Rows of the count sheets: `stock/stocktakes/2026/<sheet>.csv`, a file a sheet.
//!
//! A row is one entry; `kind` says which columns it fills. Goods that the catalogue does not know
//! stand in `item` by the counter's words behind a `?`, which no code begins with.

use std::str::FromStr;

use crate::base::{
    Day, Diagnostic, ItemCode, Message, Place, Price, Quantity, RecordId, Refuse, SheetCode,
    StoreCode, parse_count,
};
use crate::books::{Books, Line, WhichSheets, Window};
use crate::stock::stocktake::{self, Act, Explanation, Goods, LineOf, Outcome, Scope, SheetEntry};
use crate::stock::{self, Cutoff, Record};
use crate::store::codec::{Cells, Wrong};
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::shape::written;
use super::{CsvTarget, Row, Target};

/// Reads the sheets of the window's years; of all years, also what is wrong between the sheets and
/// the rows that posted them.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    window: Window,
    which: WhichSheets,
) -> Result<(), StoreError> {
    for (year, path) in loader.by_year(&layout::stocktakes())? {
        // A sheet's file has its code for a name.
        let code = path.name().strip_suffix(".csv").and_then(|name| SheetCode::parse(name).ok());
        let is_posted = code.is_some_and(|code| books.stock.postings.contains_key(&code));
        if is_posted && which == WhichSheets::Unposted {
            continue;
        }
        let touched = window.from.is_none_or(|from| year >= from.year())
            && window.until.is_none_or(|until| year <= until.year());
        if touched {
            loader.table(&path, |entry: SheetEntry| {
                books.apply(&Line::Stock(Record::SheetEntry(Box::new(entry))))
            })?;
        }
    }
    if window == Window::ALL {
        for (sheet, refusal) in stocktake::defects(&books.stock) {
            let year = year_of(books, &sheet);
            let place = Place::file(layout::stocktake(year, &sheet).to_string());
            // The shelves stand on the posted rows: a sheet that no longer fits them is for
            // somebody to look at.
            loader.note(Diagnostic::warning(place, refusal.message()));
        }
    }
    Ok(())
}

/// The year in whose folder a sheet lies.
fn year_of(books: &Books, sheet: &SheetCode) -> i32 {
    let written = books.stock.sheets.get(sheet).and_then(|sheet| sheet.entries().next());
    let posted = books.stock.postings.get(sheet).map(|posting| posting.date);
    written.map(|entry| entry.date).or(posted).map_or(0, Day::year)
}

/// The file that an entry belongs to.
pub(super) fn target(entry: &SheetEntry) -> Target {
    let path = layout::stocktake(entry.date.year(), &entry.sheet);
    Target::Append(CsvTarget::of(path, entry))
}

impl Row for SheetEntry {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "sheet",
        "date",
        "kind",
        "line",
        "item",
        "lot",
        "place",
        "book",
        "counted",
        "unit",
        "counted_on",
        "cutoff",
        "counter",
        "round",
        "variance",
        "unit_price",
        "approver",
        "reason",
        "person",
        "slip",
        "scope",
        "note",
        "recorded_at",
        "recorded_by",
    ];

    const OPTIONAL: &'static [&'static str] = &["person", "slip"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let sheet = cells.required("sheet", SheetCode::from_str);
        let date = cells.day("date");
        let known = |word: &str| Act::WORDS.into_iter().find(|known| *known == word);
        let kind = cells.word("kind", known, &Act::WORDS);
        let line = cells.optional("line", parse_count);
        let goods = goods(cells);
        let store = store(cells);
        let own = Own::read(cells);
        let note = cells.text("note").to_owned();
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        let (own, unit) = own?;
        let of = match (line?, goods?) {
            (Some(line), Some(goods)) => Some(LineOf { line, goods, unit }),
            _ => None,
        };
        let act = own.act(cells, kind?, of)?;
        Ok(Self {
            id: id?,
            sheet: sheet?,
            store: store?,
            date: date?,
            act,
            note,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        let of = self.act.line();
        let cell = |column: &str| match column {
            "id" => self.id.to_string(),
            "sheet" => self.sheet.to_string(),
            "date" => self.date.to_string(),
            "kind" => self.act.word().to_owned(),
            "line" => written(of.map(|of| of.line).as_ref()),
            "item" => of.map(|of| written_goods(&of.goods)).unwrap_or_default(),
            "lot" => of.map(|of| of.goods.lot().to_owned()).unwrap_or_default(),
            "place" => stock::Place::Store(self.store.clone()).to_string(),
            "unit" => of.map(|of| of.unit.clone()).unwrap_or_default(),
            "note" => self.note.clone(),
            "recorded_at" => self.recorded_at.to_string(),
            "recorded_by" => self.recorded_by.clone(),
            own => of_act(&self.act, own),
        };
        Self::COLUMNS.iter().map(|column| cell(column)).collect()
    }
}

fn written_goods(goods: &Goods) -> String {
    match goods {
        Goods::Item { item, .. } => item.to_string(),
        Goods::Unlisted(name) => format!("?{name}"),
    }
}

/// The cell of a column that only some kinds of entries fill.
fn of_act(act: &Act, column: &str) -> String {
    match (act, column) {
        (Act::Open { scope, .. }, "scope") => scope.to_string(),
        (Act::Open { cutoff, .. } | Act::Count { cutoff, .. }, "cutoff") => {
            written(cutoff.as_ref())
        }
        (Act::Line { book, .. }, "book") => written(book.as_ref()),
        (Act::Line { counter, .. } | Act::Count { counter, .. }, "counter") => counter.clone(),
        (Act::Count { counted, .. }, "counted") => counted.to_string(),
        (Act::Count { counted_on, .. }, "counted_on") => counted_on.to_string(),
        (Act::Count { round, .. }, "round") => round.to_string(),
        (Act::Approve { round, .. }, "round") => written(round.as_ref()),
        (Act::Approve { outcome, .. }, "person") => outcome.person().to_owned(),
        (Act::Explain { quantity, .. }, "variance") => quantity.to_string(),
        (Act::Explain { slip, .. } | Act::Withdraw { slip, .. }, "slip") => slip.clone(),
        // What is withdrawn stands where a sheet says what it was opened for.
        (Act::Withdraw { explanation, .. }, "scope") => explanation.word().to_owned(),
        (Act::Approve { variance, .. } | Act::Reapprove { variance, .. }, "variance") => {
            variance.to_string()
        }
        (Act::Approve { unit_price, .. }, "unit_price") => written(unit_price.as_ref()),
        (
            Act::Approve { approver, .. }
            | Act::Leave { approver, .. }
            | Act::Reapprove { approver, .. },
            "approver",
        ) => approver.clone(),
        (act, "reason") => act.reason().to_owned(),
        _ => String::new(),
    }
}

/// The goods of a row; none of rows that are about the whole sheet.
fn goods(cells: &mut Cells<'_>) -> Result<Option<Goods>, Wrong> {
    let text = cells.text("item");
    if let Some(name) = text.strip_prefix('?') {
        return Ok(Some(Goods::Unlisted(name.to_owned())));
    }
    let item = cells.optional("item", ItemCode::parse);
    let lot = cells.text("lot").to_owned();
    Ok(item?.map(|item| Goods::Item { item, lot }))
}

fn store(cells: &mut Cells<'_>) -> Result<StoreCode, Wrong> {
    let text = cells.text("place");
    match stock::Place::parse(text) {
        Some(stock::Place::Store(store)) => Ok(store),
        _ => Err(cells.defect("place", Message::new("stock.place_shape").with("text", text))),
    }
}

/// What only some kinds of entries fill.
struct Own {
    book: Option<Quantity>,
    counted: Option<Quantity>,
    counted_on: Option<Day>,
    cutoff: Option<Cutoff>,
    counter: String,
    round: Option<u32>,
    variance: Option<Quantity>,
    unit_price: Option<Price>,
    approver: String,
    reason: String,
    person: String,
    slip: String,
    scope: String,
}

impl Own {
    /// Reads the columns between the place and the note; the unit comes apart.
    fn read(cells: &mut Cells<'_>) -> Result<(Self, String), Wrong> {
        let book = cells.optional("book", Quantity::parse);
        let counted = cells.optional("counted", Quantity::parse);
        let unit = cells.text("unit").to_owned();
        let counted_on = cells.optional("counted_on", Day::parse);
        let cutoff = cutoff(cells);
        let counter = cells.text("counter").to_owned();
        let round = cells.optional("round", parse_count);
        let variance = cells.optional("variance", Quantity::parse);
        let unit_price = cells.optional("unit_price", Price::parse);
        let approver = cells.text("approver").to_owned();
        let reason = cells.text("reason").to_owned();
        let person = cells.text("person").to_owned();
        let slip = cells.text("slip").to_owned();
        let scope = cells.text("scope").to_owned();
        let own = Self {
            book: book?,
            counted: counted?,
            counted_on: counted_on?,
            cutoff: cutoff?,
            counter,
            round: round?,
            variance: variance?,
            unit_price: unit_price?,
            approver,
            reason,
            person,
            slip,
            scope,
        };
        Ok((own, unit))
    }

    /// Puts together what a row of a kind says; what it must have and lacks is a defect.
    fn act(self, cells: &mut Cells<'_>, kind: &str, of: Option<LineOf>) -> Result<Act, Wrong> {
        let mut missing = |column: &'static str| {
            let message = Message::new("stock.entry_lacks").with("column", column);
            cells.defect(column, message.with("kind", kind))
        };
        let Self { approver, reason, person, slip, .. } = self;
        if kind == "open" {
            let scope = Scope::parse(&self.scope).ok_or_else(|| missing("scope"))?;
            return Ok(Act::Open { scope, cutoff: self.cutoff });
        }
        if kind == "cancel" {
            return Ok(Act::Cancel { reason });
        }
        let of = of.ok_or_else(|| missing("item"))?;
        if let Some(explanation) = Explanation::parse(kind) {
            let quantity = self.variance.ok_or_else(|| missing("variance"))?;
            return Ok(Act::Explain { of, explanation, quantity, slip });
        }
        let outcome = match kind {
            "charge" if person.trim().is_empty() => return Err(missing("person")),
            "charge" => Outcome::Charged(person),
            "pend" => Outcome::Pending,
            _ => Outcome::Booked,
        };
        Ok(match kind {
            "line" => Act::Line { of, book: self.book, counter: self.counter },
            "count" => Act::Count {
                of,
                counted: self.counted.ok_or_else(|| missing("counted"))?,
                counted_on: self.counted_on.ok_or_else(|| missing("counted_on"))?,
                cutoff: self.cutoff,
                counter: self.counter,
                round: self.round.ok_or_else(|| missing("round"))?,
            },
            "approve" | "pend" | "charge" => {
                let variance = self.variance.ok_or_else(|| missing("variance"))?;
                let (unit_price, round) = (self.unit_price, self.round);
                Act::Approve { of, variance, unit_price, round, outcome, approver, reason }
            }
            "withdraw" => {
                let explanation = Explanation::parse(&self.scope);
                let explanation = explanation.ok_or_else(|| missing("scope"))?;
                Act::Withdraw { of, explanation, slip, reason }
            }
            "reapprove" => {
                let variance = self.variance.ok_or_else(|| missing("variance"))?;
                Act::Reapprove { of, variance, approver, reason }
            }
            _ => Act::Leave { of, approver, reason },
        })
    }
}

fn cutoff(cells: &mut Cells<'_>) -> Result<Option<Cutoff>, Wrong> {
    let text = cells.text("cutoff");
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Message::new("stock.cutoff_shape").with("text", text);
    Cutoff::parse(text).map(Some).ok_or_else(|| cells.defect("cutoff", wrong()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::codec::{Sheet, write_line};

    /// Rows of every kind, as the file has them.
    const ROWS: &str = "\
id,sheet,date,kind,line,item,lot,place,book,counted,unit,counted_on,cutoff,counter,round,variance,unit_price,approver,reason,person,slip,scope,note,recorded_at,recorded_by
K1,PD-03,2026-03-31,open,,,,store:ZW,,,,,close,,,,,,,,,category=五金+电料,月末,2026-03-31T17:00:00+08:00,库管员甲
K2,PD-03,2026-03-31,line,1,DG36,,store:ZW,43,,只,,,,,,,,,,,,,2026-03-31T17:00:00+08:00,库管员甲
K3,PD-03,2026-03-31,line,2,DX25,B7,store:ZW,,,米,,,库管员乙,,,,,,,,,,2026-03-31T17:00:00+08:00,库管员甲
K4,PD-03,2026-03-31,count,1,DG36,,store:ZW,,42,只,2026-04-01,after=RK12+CK33,库管员乙,1,,,,,,,,\"碎了 1 只, 在角落\",2026-04-01T09:00:00+08:00,库管员甲
K5,PD-03,2026-03-31,count,3,?旧式 灯座,,store:ZW,,2.5,个,2026-03-31,,库管员乙,1,,,,,,,,,2026-03-31T17:00:00+08:00,库管员甲
K6,PD-03,2026-03-31,approve,1,DG36,,store:ZW,,,只,,,,,-1,12.50,主任,破损,,,,,2026-04-01T10:00:00+08:00,库管员甲
K7,PD-03,2026-03-31,leave,2,DX25,B7,store:ZW,,,米,,,,,,,主任,柜子打不开,,,,,2026-04-01T10:00:00+08:00,库管员甲
K8,PD-03,2026-03-31,cancel,,,,store:ZW,,,,,,,,,,,开错库房,,,,,2026-04-01T10:00:00+08:00,库管员甲
K9,PD-03,2026-03-31,reapprove,1,DG36,,store:ZW,,,只,,,,,-3,,主任,漏记 CK0117,,,,,2026-04-06T10:00:00+08:00,库管员甲
L1,PD-03,2026-03-31,pend,1,DG36,,store:ZW,,,只,,,,2,-1,,主任,待查,,,,,2026-04-01T10:00:00+08:00,库管员甲
L2,PD-03,2026-03-31,charge,1,DG36,,store:ZW,,,只,,,,,-1,,主任,保管不当,张三,,,,2026-04-01T10:00:00+08:00,库管员甲
L3,PD-03,2026-03-31,unentered,1,DG36,,store:ZW,,,只,,,,,-2,,,,,CK0117,,未录,2026-04-01T10:00:00+08:00,库管员甲
L4,PD-03,2026-03-31,on-loan,1,DG36,,store:ZW,,,只,,,,,-1,,,,,,,,2026-04-01T10:00:00+08:00,库管员甲
L5,PD-03,2026-03-31,withdraw,1,DG36,,store:ZW,,,只,,,,,,,,看错单,,CK0117,unentered,,2026-04-01T10:00:00+08:00,库管员甲
";

    fn decoded(text: &str) -> Vec<Result<SheetEntry, Vec<String>>> {
        let columns = SheetEntry::COLUMNS;
        let sheet = Sheet::open("pd.csv", text, columns, &[]).expect("a header");
        sheet
            .rows()
            .map(|line| {
                let line = line.expect("a well-formed line");
                let mut cells = sheet.cells(&line, columns);
                SheetEntry::decode(&mut cells).map_err(|_| {
                    let defects = cells.take_defects();
                    defects.iter().map(|defect| defect.message.code.clone()).collect()
                })
            })
            .collect()
    }

    #[test]
    fn row_to_record_to_row_is_the_identity() {
        let written: Vec<String> = decoded(ROWS)
            .into_iter()
            .map(|entry| entry.expect("a row").encode())
            .map(|cells| write_line(cells.iter().map(String::as_str), "\n"))
            .collect();
        let rows: Vec<&str> = ROWS.split_inclusive('\n').skip(1).collect();
        assert_eq!(written, rows);
    }

    #[test]
    fn a_row_that_lacks_what_its_kind_needs_is_named() {
        let spoil = |from: &str, to: &str| -> Vec<String> {
            let text = ROWS.replace(from, to);
            assert_ne!(text, ROWS, "{from}");
            decoded(&text).into_iter().filter_map(Result::err).flatten().collect()
        };
        for (from, to, code) in [
            ("category=五金+电料", "", "stock.entry_lacks"),
            (",42,只", ",,只", "stock.entry_lacks"),
            (",approve,1,DG36", ",approve,,DG36", "stock.entry_lacks"),
            ("K8,PD-03,2026-03-31,cancel", "K8,PD-03,2026-03-31,stop", "csv.unknown_word"),
            ("close,", "noon,", "stock.cutoff_shape"),
            ("保管不当,张三", "保管不当,", "stock.entry_lacks"),
            ("-2,,,,,CK0117", ",,,,,CK0117", "stock.entry_lacks"),
            ("CK0117,unentered", "CK0117,", "stock.entry_lacks"),
            (
                "K8,PD-03,2026-03-31,cancel,,,,store:ZW",
                "K8,PD-03,2026-03-31,cancel,,,,dept:NK",
                "stock.place_shape",
            ),
        ] {
            assert_eq!(spoil(from, to), [code], "{to}");
        }
    }
}
