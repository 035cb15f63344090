//! What may be written on a sheet: register and request in, rows or a refusal out.

use smol_str::SmolStr;

use crate::assets::{Lives, Refusal as OfAssets, Register};
use crate::base::{AssetTag, Day, Decided, DepartmentCode, RecordId, SheetCode, StaffCode, Stamp};
use crate::org::Org;

use super::result::{Scope, known};
use super::{Act, Outcome, Refusal, Row, Sheet, SheetState, counted, tag_of};

/// A sheet is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// Its code; made of the day and the department where none is given.
    pub sheet: Option<SheetCode>,
    /// What is to be counted.
    pub scope: Scope,
    /// Who is to count.
    pub person: String,
    /// A remark.
    pub note: String,
}

/// Something that was scanned, or typed from a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What the scanner gave.
    pub text: String,
    /// Where it was seen; where the sheet is, if nothing is said.
    pub place: String,
    /// In which department; in that of the sheet, if nothing is said.
    pub department: Option<DepartmentCode>,
    /// With whom; with the person of the sheet, if nothing is said.
    pub custodian: Option<StaffCode>,
    /// A remark.
    pub note: String,
}

/// Tags were scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterRequest {
    /// On which sheet; on the only one that is open, if none is named.
    pub sheet: Option<SheetCode>,
    /// On which day.
    pub date: Day,
    /// Who counted.
    pub person: String,
    /// What was scanned, in order.
    pub seen: Vec<Seen>,
}

/// A scan is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawRequest {
    /// Which.
    pub scan: RecordId,
    /// Why.
    pub reason: String,
}

/// A sheet is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignRequest {
    /// Which; the only one that is open, if none is named.
    pub sheet: Option<SheetCode>,
    /// On which day.
    pub date: Day,
    /// By whom.
    pub person: String,
    /// Why things differ, if they do.
    pub reason: String,
    /// A remark.
    pub note: String,
}

/// What became of a difference is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettleRequest {
    /// On which sheet.
    pub sheet: SheetCode,
    /// Of which thing.
    pub asset: AssetTag,
    /// On which day.
    pub date: Day,
    /// What became of it.
    pub outcome: Outcome,
    /// Who answers for it.
    pub person: String,
    /// What was found out.
    pub reason: String,
    /// A remark.
    pub note: String,
}

/// A sheet is given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelRequest {
    /// Which; the only one that is open, if none is named.
    pub sheet: Option<SheetCode>,
    /// Why.
    pub reason: String,
}

/// A row of which only act, sheet and day are known yet.
fn blank(act: Act, sheet: &SheetCode, date: Day, stamp: &mut Stamp) -> Row {
    Row {
        id: stamp.id('S', date),
        date,
        sheet: sheet.clone(),
        act,
        asset: None,
        text: SmolStr::default(),
        place: SmolStr::default(),
        department: None,
        custodian: None,
        class: SmolStr::default(),
        outcome: None,
        tally: SmolStr::default(),
        person: SmolStr::default(),
        reason: String::new(),
        note: String::new(),
        reverses: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.as_str().into(),
    }
}

fn not_to_come(date: Day, stamp: &Stamp) -> Result<(), Refusal> {
    let today = stamp.recorded_at.day();
    if date > today { Err(Refusal::Future { date, today }) } else { Ok(()) }
}

/// The sheet that was named, or the only one that is being counted.
pub fn sheet_or_only(register: &Register, named: Option<&SheetCode>) -> Result<SheetCode, Refusal> {
    if let Some(code) = named {
        return known(register, code).map(|_| code.clone());
    }
    let is_open = |sheet: &Sheet| matches!(sheet.state(), SheetState::Open | SheetState::Counting);
    let open: Vec<&SheetCode> = register
        .counts()
        .sheets()
        .filter(|(_, sheet)| is_open(sheet))
        .map(|(code, _)| code)
        .collect();
    match open.as_slice() {
        [] => Err(Refusal::NoneOpen),
        [only] => Ok((*only).clone()),
        several => {
            let codes: Vec<&str> = several.iter().map(|code| code.as_str()).collect();
            Err(Refusal::SeveralOpen { sheets: codes.join("、") })
        }
    }
}

/// The sheet that was named or is the only one, if something may be scanned on it.
pub fn writable(
    register: &Register,
    named: Option<&SheetCode>,
) -> Result<(SheetCode, Scope), Refusal> {
    let code = sheet_or_only(register, named)?;
    let sheet = known(register, &code)?;
    let state = sheet.state();
    match (state, sheet.scope()) {
        (SheetState::Open | SheetState::Counting, Some(scope)) => Ok((code, scope)),
        _ => Err(Refusal::Closed { sheet: code, state }),
    }
}

/// Decides whether a sheet may be opened: its scope must hold something.
pub fn open(
    register: &Register,
    org: &Org,
    lives: &Lives,
    request: OpenRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Row>>, OfAssets> {
    let OpenRequest { sheet, scope, person, note } = request;
    if let Some(department) = &scope.department {
        org.known_department(department)?;
    }
    if !scope.class.is_empty() {
        lives.known(&scope.class)?;
    }
    not_to_come(scope.date, stamp)?;
    let code = sheet.unwrap_or_else(|| made(&scope));
    if scope.standings(register).next().is_none() {
        return Err(Refusal::Empty { date: scope.date }.into());
    }
    let Scope { date, place, department, custodian, class } = scope;
    let row = Row {
        place: place.into(),
        department,
        custodian,
        class: class.into(),
        person: person.into(),
        note,
        ..blank(Act::Open, &code, date, stamp)
    };
    let there = register.counts().sheet(&code).and_then(Sheet::opening);
    match there {
        Some(there) if there.same_as(&row) => Ok(Decided::Already(code.to_string())),
        Some(_) => Err(Refusal::Taken { sheet: code }.into()),
        None => Ok(Decided::New(vec![row])),
    }
}

/// The code of a sheet that was given none: the day, and the department if it is of one.
fn made(scope: &Scope) -> SheetCode {
    let day = scope.date.naive().format("ZC%Y%m%d").to_string();
    let text = match &scope.department {
        Some(department) => format!("{day}-{department}"),
        None => day.clone(),
    };
    SheetCode::parse(&text).or_else(|_| SheetCode::parse(&day)).expect("BUG: a day that is no code")
}

/// Decides whether scans may be entered.
///
/// What is read again is passed over: a scan that the sheet has already, as often as it has it.
/// The same tag twice among what is entered at once is two scans.
pub fn enter(
    register: &Register,
    org: &Org,
    request: &EnterRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Row>>, OfAssets> {
    let EnterRequest { sheet, date, person, seen } = request;
    let (code, scope) = writable(register, sheet.as_ref())?;
    not_to_come(*date, stamp)?;
    if *date < scope.date {
        let opened = scope.date;
        return Err(Refusal::BeforeSheet { sheet: code, date: *date, opened }.into());
    }
    let mut there: Vec<&Row> = known(register, &code)?.scans().collect();
    let mut rows = Vec::new();
    for seen in seen {
        if let Some(department) = &seen.department {
            org.known_department(department)?;
        }
        let row = scanned(&code, &scope, seen, (*date, person), stamp);
        if row.person.trim().is_empty() {
            return Err(Refusal::Missing { act: Act::Scan, field: "person" }.into());
        }
        match there.iter().position(|there| there.same_as(&row)) {
            Some(at) => drop(there.swap_remove(at)),
            None => rows.push(row),
        }
    }
    if rows.is_empty() { Ok(Decided::Already(code.to_string())) } else { Ok(Decided::New(rows)) }
}

fn scanned(
    code: &SheetCode,
    scope: &Scope,
    seen: &Seen,
    (date, person): (Day, &str),
    stamp: &mut Stamp,
) -> Row {
    let Seen { text, place, department, custodian, note } = seen.clone();
    let asset = tag_of(&text);
    let is_plain = asset.as_ref().is_some_and(|tag| tag.as_str() == text.trim());
    Row {
        asset,
        text: if is_plain { SmolStr::default() } else { text.trim().into() },
        place: if place.is_empty() { scope.place.as_str().into() } else { place.into() },
        department: department.or_else(|| scope.department.clone()),
        custodian: custodian.or_else(|| scope.custodian.clone()),
        person: person.into(),
        note,
        ..blank(Act::Scan, code, date, stamp)
    }
}

/// Decides whether a scan may be taken back.
pub fn withdraw(
    register: &Register,
    request: WithdrawRequest,
    today: Day,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Row>>, Refusal> {
    let WithdrawRequest { scan: id, reason } = request;
    let unknown = || Refusal::UnknownScan { id: id.to_string() };
    let scan = register.counts().row(&id).filter(|row| row.act == Act::Scan);
    let scan = scan.ok_or_else(unknown)?;
    if reason.trim().is_empty() {
        return Err(Refusal::Missing { act: Act::Withdraw, field: "reason" });
    }
    let sheet = known(register, &scan.sheet)?;
    if let Some(there) = sheet.rows().find(|row| row.reverses.as_ref() == Some(&id)) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    let (code, _) = writable(register, Some(&scan.sheet))?;
    let date = today.max(scan.date);
    let row =
        Row { reason, reverses: Some(id.clone()), ..blank(Act::Withdraw, &code, date, stamp) };
    Ok(Decided::New(vec![row]))
}

/// Decides whether a sheet may be signed: by somebody who did not count, with a reason where
/// things differ. What is missing then is followed up.
pub fn sign(
    register: &Register,
    request: SignRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Row>>, Refusal> {
    let SignRequest { sheet, date, person, reason, note } = request;
    let code = sheet_or_only(register, sheet.as_ref())?;
    let tally = counted(register, &code, Day::LAST)?.tally;
    let row = Row {
        person: person.into(),
        reason,
        note,
        tally: tally.written().into(),
        ..blank(Act::Sign, &code, date, stamp)
    };
    if known(register, &code)?.signature().is_some_and(|there| there.same_as(&row)) {
        return Ok(Decided::Already(code.to_string()));
    }
    let (code, scope) = writable(register, Some(&code))?;
    not_to_come(date, stamp)?;
    let sheet = known(register, &code)?;
    let counters = sheet.counters();
    let last = sheet.scans().map(|scan| scan.date).max().unwrap_or(scope.date);
    if counters.is_empty() {
        return Err(Refusal::NothingScanned { sheet: code });
    }
    if date < last {
        return Err(Refusal::BeforeSheet { sheet: code, date, opened: last });
    }
    if row.person.trim().is_empty() {
        return Err(Refusal::Missing { act: Act::Sign, field: "person" });
    }
    if counters.contains(&row.person.as_str()) {
        return Err(Refusal::SignerCounted { sheet: code, person: row.person.into() });
    }
    if tally.differences() > 0 && row.reason.trim().is_empty() {
        return Err(Refusal::Unexplained { sheet: code, differences: tally.differences() });
    }
    Ok(Decided::New(vec![row]))
}

/// Decides whether it may be written down what became of a difference.
pub fn settle(
    register: &Register,
    request: SettleRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Row>>, Refusal> {
    let SettleRequest { sheet: code, asset, date, outcome, person, reason, note } = request;
    let sheet = counted(register, &code, Day::LAST)?;
    if sheet.state != SheetState::Signed {
        return Err(Refusal::NotSigned { sheet: code, state: sheet.state });
    }
    not_to_come(date, stamp)?;
    if date < sheet.scope.date {
        let opened = sheet.scope.date;
        return Err(Refusal::BeforeSheet { sheet: code, date, opened });
    }
    let differs =
        |entry: &super::Entry| entry.class.is_difference() && entry.tag.as_ref() == Some(&asset);
    if !sheet.entries.iter().any(differs) {
        return Err(Refusal::NoDifference { sheet: code, tag: asset });
    }
    if reason.trim().is_empty() {
        return Err(Refusal::Missing { act: Act::Settle, field: "reason" });
    }
    let row = Row {
        asset: Some(asset.clone()),
        outcome: Some(outcome),
        person: person.into(),
        reason,
        note,
        ..blank(Act::Settle, &code, date, stamp)
    };
    let last = known(register, &code)?.settled(&asset, Day::LAST);
    match last.filter(|there| there.same_as(&row)) {
        Some(there) => Ok(Decided::Already(there.id.to_string())),
        None => Ok(Decided::New(vec![row])),
    }
}

/// Decides whether a sheet may be given up: until it is signed.
pub fn cancel(
    register: &Register,
    request: CancelRequest,
    today: Day,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Row>>, Refusal> {
    let CancelRequest { sheet, reason } = request;
    let code = sheet_or_only(register, sheet.as_ref())?;
    if reason.trim().is_empty() {
        return Err(Refusal::Missing { act: Act::Cancel, field: "reason" });
    }
    if known(register, &code)?.cancellation().is_some_and(|there| there.reason == reason) {
        return Ok(Decided::Already(code.to_string()));
    }
    let (code, scope) = writable(register, Some(&code))?;
    let date = today.max(scope.date);
    Ok(Decided::New(vec![Row { reason, ..blank(Act::Cancel, &code, date, stamp) }]))
}
