//! What could be used again before something is bought (国务院令第738号，第十一条).

use super::books::{Books, card, day};
use crate::assets::*;

/// Two beds and a table that stand idle, a bed in use, a bed lent, a bed in store, a bed that left.
fn ward() -> Books {
    let mut books = Books::new();
    for (tag, name, on) in [
        ("CH-01", "三摇病床", "2020-05-01"),
        ("CH-02", "电动病床", "2024-05-01"),
        ("CH-03", "三摇病床", "2024-05-01"),
        ("CH-04", "三摇病床", "2024-05-01"),
        ("CH-05", "病床", "2024-05-01"),
        ("CH-06", "病床", "2024-05-01"),
        ("ZZ-01", "会议桌", "2024-05-01"),
    ] {
        let mut new = Card { name: name.to_owned(), ..card(tag, "家具", "3000", on) };
        new.note = if tag == "CH-02" { "型号 A5，带防褥疮垫" } else { "" }.to_owned();
        books.acquire(&new).expect("acquired");
        if tag != "CH-05" {
            books.go(EventKind::Assign, tag, "2024-06-01", ["-", "NK1", "-"]).expect("assigned");
        }
    }
    for tag in ["CH-01", "CH-02", "ZZ-01"] {
        let to = ["总务库", "ZWK", "-"];
        books.go(EventKind::Idle, tag, "2026-01-10", to).expect("idle");
    }
    books.go(EventKind::Lend, "CH-04", "2026-01-10", ["社区站", "-", "-"]).expect("lent");
    books.dispose("CH-06", "2026-01-10", "报废").expect("disposed");
    books
}

/// The tags found, in their order, and how many things are free in all.
fn found(books: &Books, as_of: &str, words: &[&str]) -> String {
    let options = ReuseOptions {
        as_of: day(as_of),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        class: None,
        category: None,
    };
    let reuse = reuse(&books.register, &books.lives, &options);
    let tags: Vec<String> = reuse.lines.iter().map(|line| line.tag.to_string()).collect();
    format!("{} of {}", tags.join(" "), reuse.n_free)
}

#[test]
fn what_is_idle_or_in_store_is_found_by_any_of_its_words_on_any_day() {
    let books = ward();
    // The one with least of its life left comes last.
    assert_eq!(found(&books, "2026-03-05", &["病床"]), "CH-02 CH-05 CH-01 of 4");
    assert_eq!(found(&books, "2026-03-05", &["病床", "ａ5"]), "CH-02 of 4");
    assert_eq!(found(&books, "2026-03-05", &["总务库"]), "CH-02 ZZ-01 CH-01 of 4");
    assert_eq!(found(&books, "2026-03-05", &["家具", "会议"]), "ZZ-01 of 4");
    assert_eq!(found(&books, "2026-03-05", &["呼吸机"]), " of 4");
    assert_eq!(found(&books, "2026-01-09", &[]), "CH-05 of 1");
}

#[test]
fn what_was_put_to_use_again_is_free_no_more() {
    let mut books = ward();
    books.go(EventKind::Assign, "CH-02", "2026-02-01", ["3楼", "ZWK", "-"]).expect("assigned");
    books.go(EventKind::Transfer, "CH-01", "2026-02-01", ["-", "WK2", "-"]).expect("moved");
    assert_eq!(found(&books, "2026-03-05", &["病床"]), "CH-05 of 2");
    assert_eq!(found(&books, "2026-01-31", &["病床"]), "CH-02 CH-05 CH-01 of 4");
}

#[test]
fn before_buying_the_name_is_asked_for_first_then_the_category_then_the_class() {
    let books = ward();
    let idle = Idle::on(&books.register, day("2026-03-05"));
    let category = CategoryCode::parse("A02010104").expect("a category");
    let other = CategoryCode::parse("A0202").expect("a category");
    let said = |name: &str, class: Option<&str>, category: Option<&CategoryCode>| {
        idle.before_buying(name, class, category).map(|message| {
            let of = |name: &str| {
                let found = message.arguments.iter().find(|(key, _)| *key == name);
                found.map(|(_, argument)| format!("{argument:?}")).unwrap_or_default()
            };
            format!("{} {} {}", message.code, of("count"), of("text"))
        })
    };
    // What is in store waits for whom it was bought for: it is no reason not to buy.
    let named = said("病床", None, None).expect("beds");
    assert!(
        named.starts_with("asset.reuse_named") && named.contains('2') && named.contains("病床")
    );
    // A longer name is found by the shorter one of the thing that is there.
    let longer = said("三摇病床（加宽）", Some("家具"), Some(&category)).expect("a bed");
    assert!(longer.starts_with("asset.reuse_named") && longer.contains("三摇病床"), "{longer}");
    let by_category = said("服务台", Some("家具"), Some(&category)).expect("some");
    assert!(by_category.starts_with("asset.reuse_category"), "{by_category}");
    let by_class = said("服务台", Some("家具"), Some(&other)).expect("furniture");
    assert!(by_class.starts_with("asset.reuse_class"), "{by_class}");
    assert_eq!(said("服务台", Some("计算机设备"), None), None);
    assert_eq!(said("床", None, None), None, "a single letter says nothing");
    let before = Idle::on(&books.register, day("2026-01-09"));
    assert_eq!(before.before_buying("病床", Some("家具"), Some(&category)), None);
}
