//! The registers' rules.

use super::{Department, Org, Record, Refusal, Site, add};
use crate::base::{Decided, Refuse};

fn department(code: &str, name: &str, site: Option<&str>) -> Record {
    Record::Department(Department {
        code: code.parse().expect("a code"),
        name: name.to_owned(),
        site: site.map(|site| site.parse().expect("a code")),
        beds: None,
        area: None,
        class: None,
    })
}

#[test]
fn the_identical_row_again_is_no_error_and_other_values_are_refused() {
    let mut org = Org::default();
    let row = department("NK1", "内科一病区", None);
    assert_eq!(add(&org, row.clone()), Ok(Decided::New(vec![row.clone()])));
    org.apply(&row).expect("folds");
    assert!(matches!(add(&org, row), Ok(Decided::Already(_))));
    let refusal = add(&org, department("NK1", "内科二病区", None)).expect_err("refused");
    assert_eq!(refusal.code(), "org.taken");
}

#[test]
fn an_unknown_site_names_the_nearest() {
    let mut org = Org::default();
    org.apply(&Record::Site(Site {
        code: "ZONGYUAN".parse().expect("a code"),
        name: "总院".to_owned(),
    }))
    .expect("folds");
    assert_eq!(
        add(&org, department("NK1", "内科一病区", Some("ZONGYUNA"))),
        Err(Refusal::UnknownSite {
            code: "ZONGYUNA".to_owned(),
            nearest: Some("ZONGYUAN".to_owned())
        })
    );
}
