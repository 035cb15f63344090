//! Rule packs on the command line: taken over, bound, compared, and the strictest rule counting.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with the rules of lifts, two lifts under them, and a rule of the hospital's own.
fn lifts() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-20");
    lab.ok("inspect rules packs add special-equipment --only DT-WB --only DT-DJ --from 2026-01-01");
    lab.ok("inspect rules bind DT-WB DT-01 DT-02 --from 2026-01-01");
    lab.ok("inspect rules bind DT-DJ DT-01 --from 2026-01-01 --anchor 2010-06-18");
    lab.ok(
        "inspect rules add YN-WB --title 本院电梯每10天维保 --every max-gap=10d --from 2026-02-01 \
         --matter lift-maintenance --severity critical --not-excusable --topic special-equipment",
    );
    lab.ok("inspect rules bind YN-WB DT-01 --from 2026-02-01");
    lab
}

/// What a command prints that asks a question and finds something.
fn found(lab: &Lab, line: &str) -> String {
    let ran = lab.run(line);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn packs_are_listed_with_how_surely_they_are_known() {
    let lab = lifts();
    assert_data_eq!(
        lab.ok("inspect rules packs"),
        str![[r#"
"#]]
    );
    assert_data_eq!(
        lab.ok("inspect rules packs show zibo --lang en"),
        str![[r#"
"#]]
    );
}

#[test]
fn the_strictest_rule_counts_and_both_texts_are_shown() {
    let lab = lifts();
    assert_data_eq!(
        lab.ok("inspect rules list --on 2026-03-20 -f markdown"),
        str![[r#"
"#]]
    );
    assert_data_eq!(
        lab.ok("inspect rules check"),
        str![[r#"
"#]]
    );
    assert_data_eq!(
        lab.ok("report compliance -p 2026-Q1"),
        str![[r#"
"#]]
    );
}

#[test]
fn a_rule_laxer_than_the_law_is_a_finding() {
    let mut lab = lifts();
    lab.ok(
        "inspect rules add YN-20 --title 本院电梯每20天维保 --every max-gap=20d --from 2026-03-01 \
         --matter lift-maintenance --severity critical --not-excusable",
    );
    let said = found(&lab, "inspect rules check --lang en");
    assert_data_eq!(
        said,
        str![[r#"
"#]]
    );
}

#[test]
fn what_was_changed_by_hand_is_told_beside_its_pack() {
    let lab = lifts();
    let path = "inspections/rules/law.toml";
    let text = lab.read(path).replace("max-gap=15d", "max-gap=30d");
    lab.write(path, &text);
    assert_data_eq!(
        found(&lab, "inspect rules diff special-equipment"),
        str![[r#"
"#]]
    );
    assert_data_eq!(
        lab.ok("inspect rules packs add special-equipment --only DT-WB --from 2026-01-01"),
        str![[r#"
"#]]
    );
}

#[test]
fn editions_of_a_rule_are_told_apart() {
    let lab = lifts();
    lab.ok("inspect rules packs add fire --only MHQ-BF-GF");
    assert_data_eq!(
        lab.ok("inspect rules diff --rule MHQ-BF-GF"),
        str![[r#"
"#]]
    );
}

#[test]
fn a_file_of_rules_is_checked_before_it_is_taken_over() {
    let lab = Lab::new();
    lab.write(
        "本院.toml",
        "[[rule]]\nid = \"A\"\ntitle = \"甲\"\nevery = \"1/month\"\nvalid_from = 2026-01-01\n\
         level = \"law\"\ntopic = \"fires\"\n",
    );
    assert_data_eq!(
        lab.refuses(65, "inspect rules check 本院.toml"),
        str![[r#"
"#]]
    );
}
