//! Where a sheet stands in its life, and whether it may still be written on.

use crate::base::{SheetCode, nearest};
use crate::stock::Stock;

use super::{Refusal, Sheet, SheetEntry};

/// Where a sheet stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetState {
    /// Opened, and nothing counted.
    Open,
    /// Some lines are counted.
    Counting,
    /// All lines are counted or left, and not all are approved.
    Differences,
    /// Every line is approved or left.
    Approved,
    /// What was approved is in the books.
    Posted,
    /// Given up.
    Cancelled,
}

impl SheetState {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "stock.sheet_state.open",
            Self::Counting => "stock.sheet_state.counting",
            Self::Differences => "stock.sheet_state.differences",
            Self::Approved => "stock.sheet_state.approved",
            Self::Posted => "stock.sheet_state.posted",
            Self::Cancelled => "stock.sheet_state.cancelled",
        }
    }
}

/// A sheet by its code.
pub fn sheet_of<'a>(stock: &'a Stock, code: &SheetCode) -> Result<&'a Sheet, Refusal> {
    stock.sheets.get(code).ok_or_else(|| {
        let open = named(&open_sheets(stock));
        let near = nearest(code.as_str(), stock.sheets.keys().map(SheetCode::as_str));
        Refusal::UnknownSheet { sheet: code.clone(), near, open }
    })
}

/// The sheet that is named; where none is, the only one that may still be written on.
pub fn sheet_or_only(stock: &Stock, code: Option<&SheetCode>) -> Result<SheetCode, Refusal> {
    if let Some(code) = code {
        sheet_of(stock, code)?;
        return Ok(code.clone());
    }
    match open_sheets(stock)[..] {
        [only] => Ok(only.clone()),
        ref several => Err(Refusal::SheetNotNamed { open: named(several) }),
    }
}

/// The sheets that may still be written on.
fn open_sheets(stock: &Stock) -> Vec<&SheetCode> {
    let is_open = |(code, sheet): &(&SheetCode, &Sheet)| {
        sheet.cancelled().is_none() && !stock.postings.contains_key(*code)
    };
    stock.sheets.iter().filter(is_open).map(|(code, _)| code).collect()
}

fn named(sheets: &[&SheetCode]) -> String {
    let names: Vec<&str> = sheets.iter().map(|code| code.as_str()).collect();
    if names.is_empty() { "—".to_owned() } else { names.join("、") }
}

/// Refuses a sheet on which nothing can be counted any more.
pub fn open_for_counting(stock: &Stock, code: &SheetCode) -> Result<(), Refusal> {
    writable(stock, code).map(|_| ())
}

/// The refusal of whoever would write on a posted sheet; none while it is not posted.
pub(super) fn posted(stock: &Stock, code: &SheetCode) -> Option<Refusal> {
    let posting = stock.postings.get(code)?;
    Some(Refusal::SheetPosted {
        sheet: code.clone(),
        approver: posting.approver.to_string(),
        posted: posting.recorded_at.day(),
    })
}

/// A sheet that may still be written on, and the entry that opened it.
pub(super) fn writable<'a>(
    stock: &'a Stock,
    code: &SheetCode,
) -> Result<(&'a Sheet, &'a SheetEntry), Refusal> {
    let sheet = sheet_of(stock, code)?;
    if let Some(refusal) = posted(stock, code) {
        return Err(refusal);
    }
    if let Some(cancel) = sheet.cancelled() {
        let reason = match &cancel.act {
            super::Act::Cancel { reason } => reason.clone(),
            _ => String::new(),
        };
        return Err(Refusal::SheetCancelled { sheet: code.clone(), reason });
    }
    let opening = sheet.opening().ok_or_else(|| Refusal::NeverOpened { sheet: code.clone() })?;
    Ok((sheet, opening))
}

/// What is wrong with the sheets of the book beside single entries.
///
/// A sheet without its opening, a posted sheet that was changed since, a posting whose sheet is
/// not there.
pub fn defects(stock: &Stock) -> Vec<(SheetCode, Refusal)> {
    let mut defects = Vec::new();
    for (code, sheet) in &stock.sheets {
        if sheet.opening().is_none() {
            defects.push((code.clone(), Refusal::NeverOpened { sheet: code.clone() }));
        }
    }
    for (code, posting) in &stock.postings {
        let refusal = match stock.sheets.get(code) {
            None => Refusal::SheetLost { sheet: code.clone() },
            Some(sheet) if sheet.sha256() != posting.sha256 => {
                Refusal::SheetChanged { sheet: code.clone() }
            }
            Some(_) => continue,
        };
        defects.push((code.clone(), refusal));
    }
    defects
}
