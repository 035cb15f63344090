//! What became of the differences of signed sheets: a missing thing stays on the list until it was
//! found, explained or written off (盘亏跟踪).

use crate::assets::{Register, Standing};
use crate::base::{AssetTag, Day, DepartmentCode, Money, SheetCode, StaffCode};

use super::result::{differences, is_in_place, is_kept_by, known};
use super::{Class, Entry, Outcome, Refusal, Row, Sheet, SheetState};

/// What became of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FollowState {
    /// Nothing yet.
    Open,
    /// It is lost, and still in the books.
    Lost,
    /// It was found, or scanned on a later sheet.
    Found,
    /// Somebody said where it is.
    Explained,
    /// It was disposed of in the books.
    WrittenOff,
    /// The books say now what was seen.
    PutRight,
}

impl FollowState {
    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "asset.follow_state.open",
            Self::Lost => "asset.follow_state.lost",
            Self::Found => "asset.follow_state.found",
            Self::Explained => "asset.follow_state.explained",
            Self::WrittenOff => "asset.follow_state.written_off",
            Self::PutRight => "asset.follow_state.put_right",
        }
    }

    /// Whether somebody has still to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Lost)
    }
}

/// Which differences are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowOptions {
    /// The day asked about, to its end.
    pub as_of: Day,
    /// Only those of this sheet; of all signed sheets where none is named.
    pub sheet: Option<SheetCode>,
    /// Only those of this class.
    pub class: Option<Class>,
    /// Only what is still open, or all.
    pub listed: Followed,
}

/// Which differences are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// Those of which nothing became yet.
    Open,
    /// All of them.
    All,
}

/// A difference and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The sheet.
    pub sheet: SheetCode,
    /// What it turned out to be there.
    pub class: Class,
    /// The tag.
    pub tag: AssetTag,
    /// The name.
    pub name: String,
    /// Which department has it, by the register then.
    pub department: Option<DepartmentCode>,
    /// Where it is, by the register then.
    pub place: String,
    /// Who keeps it, by the register then.
    pub custodian: Option<StaffCode>,
    /// Where it was seen.
    pub seen: String,
    /// What it cost.
    pub value: Money,
    /// How many days ago the sheet was of.
    pub days: i64,
    /// What became of it.
    pub state: FollowState,
    /// Since when, and who answers for it.
    pub since: Option<Day>,
    /// What was said.
    pub said: String,
}

/// Lists the differences of signed sheets, the oldest first, and what became of them.
pub fn follow_ups(register: &Register, options: &FollowOptions) -> Result<Vec<FollowUp>, Refusal> {
    let codes: Vec<&SheetCode> = match &options.sheet {
        Some(code) => {
            known(register, code)?;
            vec![code]
        }
        None => register.counts().sheets().map(|(code, _)| code).collect(),
    };
    let mut list = Vec::new();
    for code in codes {
        let opening = register.counts().sheet(code).and_then(Sheet::opening);
        if opening.is_none_or(|opening| opening.date > options.as_of) {
            continue;
        }
        let is_asked = |of: Class| options.class.is_none_or(|class| class == of);
        let found = differences(register, code, options.as_of, is_asked)?;
        let Some((opened, entries)) = found else { continue };
        let entries = entries.iter();
        list.extend(entries.filter_map(|entry| of(register, code, opened, entry, options.as_of)));
    }
    if options.listed == Followed::Open {
        list.retain(|one| one.state.is_open());
    }
    list.sort_by(|one, other| {
        (other.days, &one.sheet, &one.tag).cmp(&(one.days, &other.sheet, &other.tag))
    });
    Ok(list)
}

fn of(
    register: &Register,
    code: &SheetCode,
    opened: Day,
    entry: &Entry,
    as_of: Day,
) -> Option<FollowUp> {
    let tag = entry.tag.clone()?;
    let (state, since, said) = became(register, code, opened, entry, as_of);
    let line = entry.line.as_ref();
    let standing = register.standing(&tag, as_of);
    Some(FollowUp {
        sheet: code.clone(),
        class: entry.class,
        name: entry.name.clone(),
        department: line.and_then(|line| line.department.clone()),
        place: line.map(|line| line.place.clone()).unwrap_or_default(),
        custodian: line.and_then(|line| line.custodian.clone()),
        seen: entry.scan.as_ref().map(seen).unwrap_or_default(),
        value: line
            .map(|line| line.value)
            .or_else(|| standing.as_ref().map(Standing::value))
            .unwrap_or(Money::ZERO),
        days: opened.days_until(as_of),
        state,
        since,
        said,
        tag,
    })
}

/// Where and with whom something was seen.
fn seen(scan: &Row) -> String {
    let department = scan.department.as_ref().map(ToString::to_string).unwrap_or_default();
    let custodian = scan.custodian.as_ref().map(ToString::to_string).unwrap_or_default();
    let parts = [department, scan.place.to_string(), custodian];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// What became of a difference by a day: what the books say goes before what was said.
fn became(
    register: &Register,
    code: &SheetCode,
    opened: Day,
    entry: &Entry,
    as_of: Day,
) -> (FollowState, Option<Day>, String) {
    let open = (FollowState::Open, None, String::new());
    let Some(tag) = &entry.tag else { return open };
    let standing = register.standing(tag, as_of);
    if let (Class::Missing | Class::WrongPlace | Class::WrongCustodian, Some(standing)) =
        (entry.class, &standing)
        && let Some(disposed) = standing.disposed
    {
        return (FollowState::WrittenOff, Some(disposed.date), disposed.reason.clone());
    }
    let put_right = match (&entry.scan, &standing) {
        (Some(scan), Some(standing)) if standing.disposed.is_none() => {
            is_in_place(standing, scan) && is_kept_by(standing, scan)
        }
        _ => false,
    };
    if put_right && let Some(standing) = &standing {
        let event = standing.located;
        return (FollowState::PutRight, Some(event.date), event.reason.clone());
    }
    if entry.class == Class::Missing
        && let Some((sheet, scan)) = scanned_later(register, code, opened, tag, as_of)
    {
        return (FollowState::Found, Some(scan.date), sheet.to_string());
    }
    let sheet = register.counts().sheet(code);
    let Some(row) = sheet.and_then(|sheet| sheet.settled(tag, as_of)) else { return open };
    let state = match row.outcome {
        Some(Outcome::Found) => FollowState::Found,
        Some(Outcome::Explained) => FollowState::Explained,
        Some(Outcome::Lost) => FollowState::Lost,
        None => FollowState::Open,
    };
    let said = [row.person.as_str(), row.reason.as_str()];
    let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
    (state, Some(row.date), said.join("："))
}

/// The first scan of a thing on a sheet of the same day or later that was not given up.
fn scanned_later<'r>(
    register: &'r Register,
    code: &SheetCode,
    opened: Day,
    tag: &AssetTag,
    as_of: Day,
) -> Option<(&'r SheetCode, &'r Row)> {
    let sheets = register.counts().sheets().filter(|(other, sheet)| {
        *other != code
            && sheet.state() != SheetState::Cancelled
            && sheet.opening().is_some_and(|opening| opening.date >= opened)
    });
    let scans = sheets.flat_map(|(other, sheet)| sheet.scans().map(move |scan| (other, scan)));
    scans
        .filter(|(_, scan)| scan.asset.as_ref() == Some(tag) && scan.date <= as_of)
        .min_by_key(|(_, scan)| (scan.date, scan.recorded_at))
}
