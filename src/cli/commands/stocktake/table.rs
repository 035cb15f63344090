//! Counts as a table from outside: which column means what, and what is wrong at which cell.

use houqin::base::{
    Decided, ItemCode, Message, Quantity, Refuse as _, SheetCode, Stamp, parse_count,
};
use houqin::stock::stocktake::{
    self, Act, Blanks, CountRow, EnterRequest, Fault, GoodsRequest, Repeat, SheetEntry,
};
use houqin::stock::{Cutoff, Stock};
use houqin::text::recognise;

use super::flags::{Counting, enter as enter_rows};
use crate::cli::commands::stock::flags::split_unit;
use crate::cli::fail::{Exit, Failure};
use crate::cli::intake::{Columns, Intake, Refused, Row, Taken, end, settle};
use crate::cli::session::Session;

/// The columns that a table of counts may have.
const COLUMNS: Columns = Columns {
    keys: &[
        "stock.count.sheet",
        "stock.count.line",
        "stock.count.item",
        "stock.count.name",
        "stock.count.spec",
        "stock.count.unit",
        "stock.count.book",
        "stock.count.counted",
        "stock.count.cutoff",
        "stock.count.counter",
        "stock.count.note",
        "stock.stocktakes.lot",
        "stock.count.counted_on",
        "stock.items.shelf",
        "stocktake.not_by",
    ],
    needed: &["stock.count.counted"],
    one_of: &["stock.count.item", "stock.count.line", "stock.count.name"],
};

/// Reads a table and enters its counts.
pub(super) fn enter(
    session: &Session,
    intake: &Intake,
    command: &'static str,
    (counting, repeat): (&Counting, Repeat),
) -> anyhow::Result<Exit> {
    let mut counted = counting.read(session)?;
    let source = intake.open(session, &[COLUMNS])?;
    let review = source.review.clone();
    let sheet = &mut counted.sheet;
    let mut taken = Taken::read(source, COLUMNS, |row| count(row, sheet))?;
    let rows = taken.requests.clone();
    let document = enter_rows(
        session,
        command,
        &intake.writing,
        (counted, rows, repeat),
        |stock, request, stamp| {
            let entries = decide(&mut taken, stock, request, stamp)?;
            settle(session, intake, &taken, review.as_deref())?;
            Ok(entries)
        },
    )?;
    end(session, &taken, document)
}

/// Decides about the rows without those that cannot be entered.
fn decide(
    taken: &mut Taken<CountRow>,
    stock: &Stock,
    request: &mut EnterRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<SheetEntry>>, Failure> {
    let mut standing: Vec<usize> = (0..taken.requests.len()).collect();
    loop {
        standing.retain(|at| taken.stands(*at));
        if standing.is_empty() && taken.n_rejected() > 0 {
            return Ok(Decided::Already(request.sheet.to_string()));
        }
        request.rows = standing.iter().map(|at| taken.requests[*at].clone()).collect();
        let Err(faults) = stocktake::enter(stock, request, &mut stamp.clone()) else { break };
        let of_row = |fault: &Fault| Some((*standing.get(fault.row?)?, refused(fault)));
        let of_rows: Vec<_> = faults.iter().filter_map(of_row).collect();
        if of_rows.is_empty() {
            let messages = faults.iter().map(|fault| fault.refusal.message());
            return Err(Failure::Several(messages.collect()));
        }
        for (at, refused) in &of_rows {
            taken.reject(*at, refused, &[]);
        }
    }
    // Without the blanks that become zeros there are as many counts as rows that say something new.
    let only_rows = EnterRequest { blanks: Blanks::Uncounted, ..request.clone() };
    let entered = stocktake::enter(stock, &only_rows, &mut stamp.clone());
    let n_new = match &entered {
        Ok(Decided::New(entries)) => {
            entries.iter().filter(|entry| matches!(entry.act, Act::Count { .. })).count()
        }
        _ => 0,
    };
    taken.pass_some(standing.len().saturating_sub(n_new));
    let messages =
        |faults: Vec<Fault>| faults.iter().map(|fault| fault.refusal.message()).collect();
    stocktake::enter(stock, request, stamp).map_err(|faults| Failure::Several(messages(faults)))
}

fn refused(fault: &Fault) -> Refused {
    let refused = Refused::of(&fault.refusal);
    // The rules of an item speak of its quantity; here that is what was counted.
    match refused.field {
        Some("quantity") => Refused { field: Some("counted"), ..refused },
        _ => refused,
    }
}

/// What a row counted; nothing of a box that was left blank. The sheet that a row names must be the
/// one that was named, or is taken from it.
fn count(row: &mut Row<'_>, sheet: &mut Option<SheetCode>) -> Option<CountRow> {
    if let Some(code) = row.optional("stock.count.sheet", SheetCode::parse)? {
        match sheet {
            Some(sheet) if *sheet != code => {
                let message = Message::new("stock.import_other_sheet")
                    .with("sheet", sheet.to_string())
                    .with("found", code.to_string());
                row.defect("stock.count.sheet", message);
                return None;
            }
            _ => *sheet = Some(code),
        }
    }
    if row.is_blank("stock.count.counted") {
        return None;
    }
    let text = row.text("stock.count.counted").to_owned();
    let (_, attached) = split_unit(&text);
    let counted = row.number("stock.count.counted", |text| Quantity::parse(split_unit(text).0));
    let unit = attached.unwrap_or_else(|| row.text("stock.count.unit")).to_owned();
    let goods = goods(row);
    let date = row.maybe_day("stock.count.counted_on");
    let cutoff = cutoff(row);
    Some(CountRow {
        goods: goods?,
        counted: Some(counted?),
        unit: Some(unit).filter(|unit| !unit.is_empty()),
        date: date?,
        cutoff: cutoff?,
        counter: row.text("stock.count.counter").to_owned(),
        note: row.text("stock.count.note").to_owned(),
    })
}

/// What a row counted: an item, a line, or by its name a find.
fn goods(row: &mut Row<'_>) -> Option<GoodsRequest> {
    let line = row.optional("stock.count.line", parse_count);
    let lot = row.text("stock.stocktakes.lot").to_owned();
    if let Some(name) = row.text("stock.count.item").strip_prefix(['?', '？']) {
        return Some(GoodsRequest::Unlisted(name.trim().to_owned()));
    }
    let item = row.optional("stock.count.item", ItemCode::parse);
    Some(match (item?, line?) {
        (Some(item), line) => GoodsRequest::Item { item, lot, line },
        (None, Some(line)) => GoodsRequest::Line(line),
        (None, None) => GoodsRequest::Unlisted(row.text("stock.count.name").to_owned()),
    })
}

/// A cut-off as the file writes it, or by its label.
#[expect(clippy::option_option, reason = "wrong, empty and filled in are three things")]
fn cutoff(row: &mut Row<'_>) -> Option<Option<Cutoff>> {
    let text = row.text("stock.count.cutoff");
    if text.is_empty() {
        return Some(None);
    }
    let cutoff = match recognise(text, &["stock.cutoff.open", "stock.cutoff.close"]) {
        Some("stock.cutoff.open") => Some(Cutoff::Open),
        Some(_) => Some(Cutoff::Close),
        None => Cutoff::parse(text),
    };
    if cutoff.is_none() {
        let message = Message::new("stock.cutoff_shape").with("text", text);
        row.defect("stock.count.cutoff", message);
        return None;
    }
    Some(cutoff)
}
