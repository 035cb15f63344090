//! What the commands on a count sheet have in common: which sheet, how it was counted, the receipt.

use houqin::base::{Day, Decided, Message, SheetCode, Stamp};
use houqin::books::{Books, Change, Focus, Line, Need, Receipt};
use houqin::report::{Document, Present as _, SheetReceipt, Wrote};
use houqin::stock::stocktake::{
    self, Blanks, CountRow, Differences, EnterRequest, Pass, Repeat, SheetEntry,
};
use houqin::stock::{Cutoff, Record, Stock};

use crate::cli::args::Writing;
use crate::cli::clocks::Set;
use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;

/// The sheet that is meant
#[derive(Debug, clap::Args)]
pub(super) struct OneSheet {
    /// Code of the sheet; may be left out while only one is not posted
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
}

impl OneSheet {
    /// The code that was given.
    pub(super) fn read(&self, session: &Session) -> anyhow::Result<Option<SheetCode>> {
        let Self { sheet } = self;
        session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)
    }

    /// The sheet, held against the books as they are.
    pub(super) fn look(&self, session: &Session) -> anyhow::Result<(Books, Differences)> {
        let about = self.read(session)?.map(about);
        self.hold(session, session.read_about(Need::stocktakes(), about.as_ref())?)
    }

    /// The sheet, held against the books as they were known.
    pub(super) fn look_known(
        &self,
        session: &Session,
        set: &Set,
    ) -> anyhow::Result<(Books, Differences)> {
        self.hold(session, session.read_known(Need::stocktakes(), set)?)
    }

    /// The same, for a question that looks at nothing but the sheet and its cards.
    pub(super) fn look_alone(
        &self,
        session: &Session,
        set: &Set,
    ) -> anyhow::Result<(Books, Differences)> {
        let Some(code) = self.read(session)? else { return self.look_known(session, set) };
        let about = about(code.clone());
        let books = session.read_known_about(Need::stocktakes(), Some(&about), set)?;
        if !books.stock.sheets.contains_key(&code) {
            // What else there is, is told to whoever asks for a sheet that is not known.
            return self.look_known(session, set);
        }
        self.hold(session, books)
    }

    fn hold(&self, session: &Session, books: Books) -> anyhow::Result<(Books, Differences)> {
        let code = self.read(session)?;
        let sheet = stocktake::sheet_or_only(&books.stock, code.as_ref())
            .and_then(|code| stocktake::differences(&books.stock, &code))
            .map_err(|refusal| Failure::refused(&refusal))?;
        Ok((books, sheet))
    }
}

/// A command that is about one sheet and nothing else.
pub(super) const fn about(code: SheetCode) -> Focus {
    Focus::Sheet { code, first: None, slip: String::new() }
}

/// Reads a cut-off as it is typed.
pub(super) fn cutoff(text: Option<&str>) -> anyhow::Result<Option<Cutoff>> {
    let Some(text) = text else { return Ok(None) };
    let wrong = || {
        let message = Message::new("stock.cutoff_shape").with("text", text);
        Failure::usage(message.with("flag", "--cutoff"))
    };
    Ok(Some(Cutoff::parse(text).ok_or_else(wrong)?))
}

/// How the lines were counted
#[derive(Debug, clap::Args)]
pub(super) struct Counting {
    /// Code of the sheet; may be left out while only one is not posted
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// Who counted; who records it if left out
    #[arg(long, value_name = "PERSON")]
    counter: Option<String>,
    /// What the counter had seen: open, close, 16:30, or the last slips as after=RK0012+CK0033
    #[arg(long, value_name = "CUTOFF")]
    cutoff: Option<String>,
    /// Day of the count; the day of the sheet if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// The lines of a full count that are still blank are zeros
    #[arg(long, conflicts_with = "recount")]
    blank_is_zero: bool,
    /// It is a recount, by somebody who has not counted these lines yet
    #[arg(long)]
    recount: bool,
}

/// Counting flags, read.
pub(super) struct Counted {
    pub(super) sheet: Option<SheetCode>,
    counter: String,
    cutoff: Option<Cutoff>,
    date: Option<Day>,
    blanks: Blanks,
    pass: Pass,
}

impl Counted {
    /// The sheet that is named, with the days of some rows: counts are asked whether they have seen
    /// the lines of their day.
    pub(super) fn focus(&self, rows: &[CountRow]) -> Option<Focus> {
        let days = rows.iter().map(|row| row.date).chain([self.date]);
        let (code, first) = (self.sheet.clone()?, days.flatten().min());
        Some(Focus::Sheet { code, first, slip: String::new() })
    }

    /// The request that enters some rows.
    pub(super) fn request(
        &self,
        sheet: SheetCode,
        rows: Vec<CountRow>,
        (repeat, today): (Repeat, Day),
    ) -> EnterRequest {
        let Self { sheet: _, counter, cutoff, date, blanks, pass } = self;
        EnterRequest {
            sheet,
            rows,
            counter: counter.clone(),
            date: *date,
            cutoff: cutoff.clone(),
            blanks: *blanks,
            repeat,
            pass: *pass,
            today,
        }
    }
}

impl Counting {
    /// Reads the flags; a file may name the sheet too.
    pub(super) fn read(&self, session: &Session) -> anyhow::Result<Counted> {
        let Self { sheet, counter, cutoff, date, blank_is_zero, recount } = self;
        Ok(Counted {
            sheet: session.maybe("--sheet", sheet.as_deref(), SheetCode::parse)?,
            counter: counter.clone().unwrap_or_else(|| session.by().to_owned()),
            cutoff: self::cutoff(cutoff.as_deref())?,
            date: session.maybe_day("--date", date.as_deref())?,
            blanks: if *blank_is_zero { Blanks::Zero } else { Blanks::Uncounted },
            pass: if *recount { Pass::Again } else { Pass::First },
        })
    }
}

/// Enters rows and shows how the sheet stands; `decide` says what is entered, and what stands
/// against single rows.
pub(super) fn enter(
    session: &Session,
    command: &str,
    writing: &Writing,
    (counted, rows, repeat): (Counted, Vec<CountRow>, Repeat),
    decide: impl FnOnce(
        &Stock,
        &mut EnterRequest,
        &mut Stamp,
    ) -> Result<Decided<Vec<SheetEntry>>, Failure>,
) -> anyhow::Result<Document<'static>> {
    let today = session.today();
    let focus = counted.focus(&rows);
    recorded(session, command, (writing, focus.as_ref()), |books, stamp| {
        let stock = &books.stock;
        let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
        let sheet = stocktake::sheet_or_only(stock, counted.sheet.as_ref()).map_err(refused)?;
        let mut request = counted.request(sheet, rows, (repeat, today));
        let decided = decide(stock, &mut request, stamp)?;
        let passed_over = stocktake::passed_over(stock, &request);
        let entries = match &decided {
            Decided::New(entries) => entries.as_slice(),
            Decided::Already(_) => &[],
        };
        let goods = entries.iter().filter_map(|entry| entry.act.line());
        let goods = goods.map(|of| of.goods.clone()).collect();
        let corrected = stock
            .sheets
            .get(&request.sheet)
            .map(|before| stocktake::corrections(before, entries))
            .unwrap_or_default();
        Ok((request.sheet, records(decided), Wrote::Counted { goods, corrected, passed_over }))
    })
}

/// Writes on a sheet and shows how it stands then; `focus` is the sheet where it is named.
pub(super) fn write(
    session: &Session,
    command: &str,
    (writing, focus): (&Writing, Option<Focus>),
    decide: impl FnOnce(
        &Books,
        &mut Stamp,
    ) -> Result<(SheetCode, Decided<Vec<SheetEntry>>, Wrote), Failure>,
) -> anyhow::Result<Exit> {
    record(session, command, (writing, focus), |books, stamp| {
        let (sheet, decided, wrote) = decide(books, stamp)?;
        Ok((sheet, records(decided), wrote))
    })
}

fn records(decided: Decided<Vec<SheetEntry>>) -> Decided<Vec<Record>> {
    match decided {
        Decided::Already(name) => Decided::Already(name),
        Decided::New(entries) => Decided::New(
            entries.into_iter().map(|entry| Record::SheetEntry(Box::new(entry))).collect(),
        ),
    }
}

/// Records rows that are about a sheet and shows how it stands then; `focus` is the sheet where it is
/// named.
pub(super) fn record(
    session: &Session,
    command: &str,
    (writing, focus): (&Writing, Option<Focus>),
    decide: impl FnOnce(&Books, &mut Stamp) -> Result<(SheetCode, Decided<Vec<Record>>, Wrote), Failure>,
) -> anyhow::Result<Exit> {
    session.show_document(recorded(session, command, (writing, focus.as_ref()), decide)?)
}

/// Records rows that are about a sheet and gives what is to be shown.
fn recorded(
    session: &Session,
    command: &str,
    (writing, focus): (&Writing, Option<&Focus>),
    decide: impl FnOnce(&Books, &mut Stamp) -> Result<(SheetCode, Decided<Vec<Record>>, Wrote), Failure>,
) -> anyhow::Result<Document<'static>> {
    let (mut shown, mut notes) = (None, Vec::new());
    let about = (Need::stocktakes(), focus);
    let receipt = session.commit(command, about, writing, |books, stamp| {
        let (sheet, decided, wrote) = decide(books, stamp)?;
        let Decided::New(records) = decided else {
            notes = wrote.notes();
            return Ok(Decided::Already(sheet.to_string()));
        };
        shown = Some(SheetReceipt { wrote, after: after(&books.stock, &sheet, &records)? });
        let lines: Vec<Line> = records.into_iter().map(Line::from).collect();
        Ok(Decided::New(Change { lines }))
    })?;
    Ok(match (&receipt, shown) {
        (Receipt::Recorded { .. }, Some(shown)) => shown.present().made(),
        _ => receipt.present().notes(notes).made(),
    })
}

/// The sheet as it stands when the rows are recorded.
fn after(stock: &Stock, sheet: &SheetCode, records: &[Record]) -> Result<Differences, Failure> {
    let mut stock = stock.clone();
    for record in records {
        stock.apply(record).map_err(|refusal| Failure::refused(&refusal))?;
    }
    stocktake::differences(&stock, sheet).map_err(|refusal| Failure::refused(&refusal))
}

/// Splits `ITEM=QUANTITY`; what has no `=` is wrong usage.
pub(super) fn pair<'a>(flag: &str, text: &'a str) -> anyhow::Result<(&'a str, &'a str)> {
    let wrong = || Failure::usage(usage_message("stock.pair_shape", flag).with("text", text));
    let (name, value) = text.split_once('=').ok_or_else(wrong)?;
    Ok((name.trim(), value.trim()))
}
