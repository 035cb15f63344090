//! Pages on a terminal, in a browser and for `man`.

use snapbox::{assert_data_eq, str};
use unicode_width::UnicodeWidthStr;

use super::{Page, manual_html, page_man, page_text};
use crate::render::{Bom, Colour, Headers, Options};
use crate::text::{Language, Text, topics};

const PAGE: &str = "# 盘点：从开表到过账

月底先**开表**，再盘；用 `houqin stocktake open` 开表，差异要审批，审批以后才能过账，过账以后账面就是实盘。

## 步骤

1. 开表
2. 录入
   - 扫码
   - 手工

| 状态 | 意思 |
| --- | --- |
| 待审批 | 都盘完了，还没有人审批，所以不能过账，也不能结账 |

```console
$ houqin stocktake open PD-1
.已记录 -n
```
";

const fn options(width: Option<u16>, colour: Colour) -> Options<'static> {
    Options {
        width,
        colour,
        headers: Headers::Words,
        bom: Bom::Without,
        letterhead: None,
        origin: &[],
    }
}

#[test]
fn a_page_on_a_narrow_terminal() {
    assert_data_eq!(
        page_text(PAGE, options(Some(40), Colour::Off)),
        str![[r#"
盘点：从开表到过账
==================

  月底先开表，再盘；用 houqin stocktake
  open 开表，差异要审批，审批以后才能过
  账，过账以后账面就是实盘。

步骤

  1. 开表
  2. 录入
    - 扫码
    - 手工

  状态    意思
  ------  ------------------------------
  待审批  都盘完了，还没有人审批，所以不
          能过账，也不能结账

    $ houqin stocktake open PD-1
    .已记录 -n

"#]]
    );
}

#[test]
fn a_page_for_man() {
    assert_data_eq!(
        page_man("houqin-stocktake", PAGE, "名称"),
        str![[r#"
.SH "名称"
houqin/-stocktake /- 盘点：从开表到过账
.PP
月底先开表，再盘；用 houqin stocktake open 开表，差异要审批，审批以后才能过账，过账以后账面就是实盘。
.SH "步骤"
.IP "1." 4
开表
.IP "2." 4
录入
.IP "/-" 6
扫码
.IP "/-" 6
手工
.PP
.RS 4
.nf
  状态    意思
  /-/-/-/-/-/-  /-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-/-
  待审批  都盘完了，还没有人审批，所以不能过账，也不能结账
.fi
.RE
.PP
.RS 4
.nf
$ houqin stocktake open PD/-1
/&.已记录 /-n
.fi
.RE

"#]]
    );
}

#[test]
fn colour_changes_no_word() {
    let plain = page_text(PAGE, options(None, Colour::Off));
    let coloured = page_text(PAGE, options(None, Colour::On));
    assert!(coloured.contains("\u{1b}[1m"));
    assert_eq!(coloured.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), plain);
}

#[test]
fn no_line_of_words_is_wider_than_the_terminal() {
    let topics = topics().iter().flat_map(|topic| {
        [Language::Chinese, Language::English].map(|language| (topic, topic.page(language)))
    });
    for (topic, page) in topics {
        for width in [40, 80, 200] {
            let said = page_text(page, options(Some(width), Colour::Off));
            // Blocks between fences are never broken.
            for line in said.lines().filter(|line| !line.starts_with("    ")) {
                assert!(line.width() <= usize::from(width), "{} at {width}: {line}", topic.name);
            }
            assert!(!said.contains("**") && !said.contains("```"), "{}", topic.name);
        }
    }
}

#[test]
fn the_manual_for_a_browser_stands_alone() {
    let text = Text::new(Language::Chinese);
    let pages = [
        Page { name: "stocktake", title: "盘点：<从>", markdown: PAGE },
        Page {
            name: "stock", title: "物资", markdown: "# 物资\n\n见 `houqin help stocktake`\n"
        },
    ];
    let html = manual_html(&pages, text);
    for part in [
        "<html lang=\"zh-CN\">",
        "<h1 id=\"stocktake\">",
        "<h2 id=\"stocktake-1\">步骤</h2>",
        "<a href=\"#stocktake\">盘点：&lt;从&gt;</a>",
        "<a href=\"#stocktake-1\">步骤</a>",
        "<a href=\"#stocktake\"><code>houqin help stocktake</code></a>",
        "prefers-color-scheme: dark",
        "@page { size: A4",
    ] {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
    for part in ["http://", "https://", "src=", "<script", "@import", "url("] {
        assert!(!html.contains(part), "{part} is in\n{html}");
    }
}

#[test]
fn every_link_of_the_manual_has_its_place() {
    for language in [Language::Chinese, Language::English] {
        let page =
            |topic: &crate::text::Topic| (topic.name, topic.title(language), topic.page(language));
        let pages: Vec<_> = topics().iter().map(page).collect();
        let pages: Vec<Page<'_>> =
            pages.iter().map(|(name, title, markdown)| Page { name, title, markdown }).collect();
        let html = manual_html(&pages, Text::new(language));
        let ids: Vec<&str> = after(&html, " id=\"");
        let links: Vec<&str> = after(&html, "href=\"#");
        assert!(links.len() > topics().len());
        for link in links {
            assert_eq!(ids.iter().filter(|id| **id == link).count(), 1, "{link}");
        }
    }
}

/// What stands between each opening and the next quote.
fn after<'h>(html: &'h str, opening: &str) -> Vec<&'h str> {
    html.split(opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
