//! Covered by a certificate on every day in service, or on every day on duty.
//!
//! Each such day is a unit: covered by any certificate of the kind, or a violation. A certificate
//! counts on its last day. The next one is to be applied for before the last cover ends.

use crate::base::{Day, Span};

use super::Renewal;
use super::course::{Course, Want};
use super::reckoning::Reckoning;
use crate::inspections::kind::{Cover, Expiry};
use crate::inspections::rule::{Rule, Term};
use crate::inspections::status::{About, Proof, Status};
use crate::org::Certificate;

/// Judges every day of a term up to the horizon.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, expiry: &Expiry) {
    let bound = course.service.within(term.force);
    let mut certificates: Vec<&Certificate> = course
        .certificates
        .iter()
        .copied()
        .filter(|row| row.kind == expiry.certificate && row.days().is_some())
        .collect();
    certificates.sort_unstable_by_key(|row| (row.from, row.recorded_at, &row.id));
    let days: Vec<Day> = match expiry.cover {
        Cover::Service => {
            let spans = bound.spans().iter();
            let until = |span: &Span| span.last().min(course.horizon);
            spans.flat_map(|span| days_of(span.first(), until(span))).collect()
        }
        Cover::Duty => {
            let on_duty = course.roster.iter().copied();
            on_duty.filter(|day| bound.contains(*day) && *day <= course.horizon).collect()
        }
    };
    let mut begun = 0;
    let mut running: Vec<&Certificate> = Vec::new();
    for day in days {
        while let Some(row) = certificates.get(begun).filter(|row| row.from <= day) {
            running.push(row);
            begun += 1;
        }
        running.retain(|row| row.to.is_none_or(|to| day <= to));
        course.reckon(|_| Reckoning::Cover {
            day,
            certificate: expiry.certificate.clone(),
            cover: expiry.cover,
        });
        judge_day(course, term.rule, day, &running);
    }
    if bound.last().is_some_and(|last| course.clock.as_of <= last) {
        course.renew(renewal(&certificates, expiry));
    }
}

fn days_of(first: Day, last: Day) -> impl Iterator<Item = Day> {
    std::iter::successors(Some(first), |day| Some(day.next())).take_while(move |day| *day <= last)
}

fn judge_day(course: &mut Course<'_>, rule: &Rule, day: Day, running: &[&Certificate]) {
    let want = Want::of(rule, Span::day(day), day);
    course.note_ignored(rule, Span::day(day), day);
    if course.is_excused(rule, day, day) {
        course.push(want, Status::Excused);
        return;
    }
    // Of several, the one that was known first.
    let Some(row) = running.iter().min_by_key(|row| (row.recorded_at, &row.id)) else {
        let status = course.clock.undone(day, 0);
        course.push(want, status);
        return;
    };
    let known = row.recorded_at;
    let minutes =
        day.days_until(known.day()) * 24 * 60 + i64::from(known.time().minutes()) - 24 * 60;
    let backfill = minutes > i64::from(rule.late_entry_hours) * 60;
    let by = Proof { record: row.id.clone(), date: day, backfill };
    let about = About::Row(row.id.clone());
    course.push_proved(Want { about, ..want }, Status::Complied, by, known.day() <= day);
}

/// When the last cover without a gap ends, and by when the next certificate is to be applied for.
fn renewal(certificates: &[&Certificate], expiry: &Expiry) -> Option<Renewal> {
    let last = certificates.iter().max_by_key(|row| (row.to.unwrap_or(Day::LAST), &row.id))?;
    let valid_to = last.to?;
    let apply_by = expiry.apply_before.map_or(valid_to, |before| before.before(valid_to));
    Some(Renewal { certificate: last.id.clone(), valid_to, apply_by })
}
