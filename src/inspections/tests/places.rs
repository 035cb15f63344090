//! Where duties are: what the service rows say, what the registers say, and one site by itself.

use crate::base::{SiteCode, Span};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{
    BindRequest, DueOptions, ListOptions, Record, Service, ServicePeriod, bind, compliance, due,
};

use super::office::{Office, code, running};

fn site(text: &str) -> SiteCode {
    text.parse().expect("a code")
}

fn bound(subject: &str, from: &str, at: Option<&str>) -> BindRequest {
    BindRequest {
        rule: "R1".parse().expect("a code"),
        subjects: vec![subject.parse().expect("a code")],
        period: ServicePeriod { from: day(from), to: None },
        anchor: None,
        site: at.map(site),
        reason: String::new(),
    }
}

fn binds(office: &mut Office, request: &BindRequest) -> Vec<Service> {
    let rows = bind(&office.book, request, &mut office.stamp).expect("decided");
    let rows = office.take(rows).into_iter();
    rows.filter_map(|row| if let Record::Service(row) = row { Some(row) } else { None }).collect()
}

/// A rule that binds `S1` of the registers' site ZY and `S2` of a site of its own, DY, and `S3` of
/// none.
fn office() -> Office {
    let mut office = Office::with(rule("R1", "1/week", "2024-01-01"));
    office.book.sites.insert("S1".parse().expect("a code"), site("ZY"));
    binds(&mut office, &bound("S2", "2024-01-01", Some("DY")));
    binds(&mut office, &bound("S3", "2024-01-01", None));
    office
}

fn asked(at: Option<&str>) -> ListOptions {
    ListOptions {
        period: Span::parse("2024-01", day("2024-01-31")).expect("a month"),
        clock: at_end_of("2024-01-31").into(),
        rule: None,
        subject: None,
        site: at.map(site),
    }
}

#[test]
fn the_sums_of_the_sites_are_the_sum_of_all_and_one_site_is_its_line() {
    let mut office = office();
    office.done(&["2024-01-03", "2024-01-09"]);
    let whole = compliance(&office.book, &asked(None)).summary;
    let of: Vec<_> = whole.sites.iter().map(|line| (line.of.clone(), line.tally.missed)).collect();
    assert_eq!(of, [(None, 4), (Some(site("DY")), 4), (Some(site("ZY")), 2)]);
    let missed: u64 = of.iter().map(|(_, missed)| missed).sum();
    assert_eq!(missed, whole.total.missed);
    for line in whole.sites.iter().filter(|line| line.of.is_some()) {
        let at = line.of.as_ref().map(SiteCode::as_str);
        let own = compliance(&office.book, &asked(at));
        assert_eq!((own.summary.total, &own.summary.sites), (line.tally, &vec![line.clone()]));
        assert_eq!(own.missed.len() as u64, line.tally.missed);
    }
}

#[test]
fn what_a_duty_is_bound_at_goes_before_where_its_subject_is() {
    let mut office = office();
    let rule = "R1".parse().expect("a code");
    let at = |office: &Office, on: &str| {
        office.book.site_of(&rule, &"S1".parse().expect("a code"), day(on)).cloned()
    };
    assert_eq!(at(&office, "2024-01-31"), Some(site("ZY")));
    // Said later for the same days, it takes the place of the row that was silent, once.
    let rows = binds(&mut office, &bound("S1", "2024-01-01", Some("DY")));
    assert!(matches!(rows.as_slice(), [row] if row.supersedes.is_some()));
    assert_eq!(at(&office, "2024-01-31"), Some(site("DY")));
    assert_eq!(binds(&mut office, &bound("S1", "2024-01-01", Some("DY"))), []);
    assert_eq!(binds(&mut office, &bound("S1", "2024-01-01", None)), []);
    let other = bind(&office.book, &bound("S1", "2024-02-01", Some("XY")), &mut office.stamp);
    assert_eq!(code(other.map(|_| Vec::new())), "inspect.in_service");
    // Out of service it stays where it is; where it goes to afterwards is told from then on.
    let release = crate::inspections::ReleaseRequest {
        rule: None,
        subject: "S1".parse().expect("a code"),
        last: day("2024-01-20"),
        reason: "搬迁".to_owned(),
    };
    let ended = crate::inspections::release(&office.book, &release, &mut office.stamp);
    office.take(ended.expect("decided"));
    binds(&mut office, &bound("S1", "2024-02-01", Some("XY")));
    assert_eq!(at(&office, "2024-01-31"), Some(site("DY")));
    assert_eq!(at(&office, "2024-02-01"), Some(site("XY")));
}

#[test]
fn what_is_due_at_one_site_leaves_the_others_out() {
    let office = office();
    let subjects = |at: Option<&str>| {
        let options = DueOptions {
            clock: running("2024-01-07"),
            within: 0,
            since: day("2024-01-01"),
            topic: None,
            site: at.map(site),
        };
        let lines = due(&office.book, &options).lines;
        lines.into_iter().map(|line| line.subject.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(subjects(None), ["S1", "S2", "S3"]);
    assert_eq!(subjects(Some("DY")), ["S2"]);
    assert_eq!(subjects(Some("ZY")), ["S1"]);
}
