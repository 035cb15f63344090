//! Decides about certificates, and lists those that end soon.

use crate::base::{Day, Decided, RecordId, Stamp, SubjectCode};
use crate::org::Certificate;

use super::kind::{Kind, Length};
use super::record::{Record, standing};
use super::request::{check_not_replaced, check_text};
use super::{Inspections, Refusal};

/// A certificate to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRequest {
    /// Whose it is.
    pub holder: SubjectCode,
    /// What it certifies, in the words of the rule that asks for it.
    pub kind: String,
    /// The number printed on it.
    pub number: String,
    /// The first day on which it is valid.
    pub from: Day,
    /// The last one; none where it has no end.
    pub to: Option<Day>,
    /// Who issued it.
    pub issuer: String,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
}

/// Decides about a certificate.
///
/// The identical one again is [`Decided::Already`]; the same number of the same kind and holder
/// with other days is refused unless it names the row that it corrects.
pub fn certify(
    book: &Inspections,
    request: &CertificateRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    check_text("certificate", &request.kind)?;
    if let Some(to) = request.to.filter(|to| *to < request.from) {
        return Err(Refusal::Backwards { from: request.from, to });
    }
    let row = Certificate {
        id: stamp.id('L', request.from),
        holder: request.holder,
        kind: request.kind.trim().to_owned(),
        number: request.number,
        from: request.from,
        to: request.to,
        issuer: request.issuer,
        note: request.note,
        supersedes: request.supersedes,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    let there: Vec<&Certificate> = standing(book.certificates())
        .into_iter()
        .filter(|there| there.holder == row.holder && there.kind == row.kind)
        .collect();
    let same = |there: &&&Certificate| {
        (&there.number, there.from, there.to, &there.issuer, &there.note)
            == (&row.number, row.from, row.to, &row.issuer, &row.note)
    };
    if let Some(there) = there.iter().find(same) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    if let Some(old) = &row.supersedes {
        if book.certificate(old).is_none() {
            return Err(Refusal::UnknownRow { id: old.clone() });
        }
        check_not_replaced(book, old)?;
    } else if let Some(there) = there.iter().find(|there| {
        !row.number.is_empty() && there.number == row.number && there.from == row.from
    }) {
        let (id, number) = (there.id.clone(), row.number);
        return Err(Refusal::CertificateTaken { id, number });
    }
    Ok(Decided::New(vec![Record::Certificate(row)]))
}

/// Which certificates are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateOptions {
    /// The day that is asked about.
    pub as_of: Day,
    /// Only those whose cover ends, or that are to be applied for, within so many days; none means
    /// all that stand.
    pub within: Option<u32>,
}

/// A certificate and what is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateLine {
    /// The certificate.
    pub certificate: Certificate,
    /// The day by which the next one is to be applied for, where a rule says so.
    pub apply_by: Option<Day>,
    /// The days left; negative once it is over, none where it has no end.
    pub left: Option<i64>,
    /// Whether a later certificate of the kind follows without a gap, or after one and holds already.
    pub renewed: bool,
}

/// Certificates as they stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateList {
    /// The day.
    pub as_of: Day,
    /// The certificates, by the day on which they end.
    pub lines: Vec<CertificateLine>,
}

/// Lists certificates, those that end first on top.
pub fn certificates(book: &Inspections, options: &CertificateOptions) -> CertificateList {
    let there = standing(book.certificates());
    let mut lines: Vec<CertificateLine> = there
        .iter()
        .filter(|row| row.from <= options.as_of || options.within.is_none())
        .map(|row| CertificateLine {
            certificate: (*row).clone(),
            apply_by: row.to.and_then(|to| apply_by(book, row, to)),
            left: row.to.map(|to| options.as_of.days_until(to)),
            renewed: row.to.is_some_and(|to| {
                there.iter().any(|next| {
                    (&next.holder, &next.kind) == (&row.holder, &row.kind)
                        && (next.from <= to.next() || next.from <= options.as_of)
                        && next.to.is_none_or(|end| end > to)
                })
            }),
        })
        .collect();
    if let Some(within) = options.within {
        let until = options.as_of.plus_days(i64::from(within));
        let ends = |line: &CertificateLine| {
            let first = line.apply_by.or(line.certificate.to);
            !line.renewed && first.is_some_and(|first| first <= until)
        };
        lines.retain(ends);
    }
    lines.sort_unstable_by(|left, right| {
        let key = |line: &CertificateLine| {
            let row = &line.certificate;
            (row.to.unwrap_or(Day::LAST), row.holder.clone(), row.id.clone())
        };
        key(left).cmp(&key(right))
    });
    CertificateList { as_of: options.as_of, lines }
}

/// By when the next certificate is to be applied for, as the earliest of the rules says that ask for
/// the kind.
fn apply_by(book: &Inspections, row: &Certificate, to: Day) -> Option<Day> {
    let versions = book.rules().filter_map(|(_, versions)| versions.last());
    let before = versions.filter_map(|rule| match &rule.kind {
        Kind::Expiry(expiry) if expiry.certificate == row.kind => expiry.apply_before,
        _ => None,
    });
    before.map(|before: Length| before.before(to)).min()
}
