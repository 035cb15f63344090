//! Pages for a browser: what stands in them, that data stays data, and that every colour is read.

use std::collections::BTreeMap;

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::*;
use crate::render::{Letterhead, Logo, LogoType};
use crate::report::{Chart, ChartKind, Fact, SeriesRole, Wording};

/// The page without its style and its script.
fn body(page: &str) -> String {
    let (_, body) = page.split_once("<body").expect("a body");
    let (body, _) = body.split_once("<script>").expect("a script");
    format!("<body{body}")
}

fn page(language: Language, document: &Document<'_>) -> String {
    printed(Format::Html, language, document, PLAIN)
}

#[test]
fn a_page_says_what_it_is() {
    let letterhead = Letterhead {
        name: Wording::new("示范<医院>", "Example"),
        lines: vec![Wording::new("后勤保障部", "")],
        logo: Some(Logo { kind: LogoType::Png, bytes: b"png".to_vec() }),
    };
    let origin = [Fact { key: "html.books", cell: Cell::text("示范医院") }];
    let options = Options { letterhead: Some(&letterhead), origin: &origin, ..PLAIN };
    let shown = printed(Format::Html, Language::Chinese, &document(), options);
    let (head, _) = shown.split_once("<style>").expect("a style");
    assert_data_eq!(
        head,
        str![[r#"
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>库房</title>

"#]]
    );
    assert!(shown.contains("@top-left { content: \"示范\\3c 医院\\3e \""));
    assert_data_eq!(
        body(&shown),
        str![[r#"
<body data-filter="筛选" data-shown="显示 {shown} / {all} 行" data-sort="按此列排序">
<header>
<div class="letterhead">
<img alt="" src="data:image/png;base64,cG5n">
<div>
<p class="hospital">示范&lt;医院&gt;</p>
<p>后勤保障部</p>
</div>
</div>
<h1>库房</h1>
</header>
<main>
<dl class="facts">
<div><dt>截至</dt><dd>2026-03-31</dd></div>
<div><dt>库房</dt><dd>KF01 总务库</dd></div>
<div><dt>备注</dt><dd>—</dd></div>
</dl>
<section>
<div class="scroll" role="region" tabindex="0" aria-label="库房">
<table class="data">
<caption class="quiet">库房</caption>
<thead><tr><th scope="col">项目</th><th scope="col">单位</th><th scope="col" class="n">数量</th><th scope="col" class="n">金额（元）</th><th scope="col">备注</th><th scope="col" class="n">值</th></tr></thead>
<tbody>
<tr><th scope="row">LED灯管 36W</th><td>支</td><td class="n">12</td><td class="n">102.00</td><td><span class="good">✓ 是</span></td><td class="n">55.5%</td></tr>
<tr><th scope="row">A4 paper|box</th><td>箱</td><td class="n">-0.5</td><td class="n">-64.50</td><td><span class="bad">✗ 错误</span></td><td class="n">—</td></tr>
<tr><th scope="row">胶带</th><td></td><td class="n">1000.25</td><td class="n">—</td><td><span class="warn">! 警告</span></td><td class="n">—</td></tr>
<tr><th scope="row">A4 paper</th><td>箱</td><td class="n">1.50</td><td class="n">—</td><td>“1,2|3”里有逗号</td><td class="n">—</td></tr>
</tbody>
<tfoot>
<tr class="sum"><th scope="row">合计</th><td></td><td class="n"></td><td class="n">37.50</td><td></td><td class="n"></td></tr>
</tfoot>
</table>
</div>
</section>
<ul class="notes">
<li>注：“1,2”里有逗号<small>提示：不写千分位逗号，小数点用“.”：1234.5</small></li>
</ul>
<ul class="sign">
<li>库管员：<span></span></li>
<li>监盘：<span></span></li>
<li>财务：<span></span></li>
</ul>
</main>
<footer>账册：示范医院</footer>

"#]]
    );
    let english = page(Language::English, &document());
    assert!(english.contains("<html lang=\"en\">"));
    assert_data_eq!(
        body(&english).lines().take(12).collect::<Vec<_>>().join("\n"),
        str![[r#"
<body data-filter="filter" data-shown="{shown} of {all} rows shown" data-sort="sort by this column">
<header>
<h1>store</h1>
</header>
<main>
<dl class="facts">
<div><dt>as of</dt><dd>2026-03-31</dd></div>
<div><dt>store</dt><dd>KF01 总务库</dd></div>
<div><dt>remark</dt><dd>—</dd></div>
</dl>
<section>
<div class="scroll" role="region" tabindex="0" aria-label="store">
"#]]
    );
}

#[test]
fn a_page_loads_nothing() {
    let shown = page(Language::Chinese, &drawn(ChartKind::Columns, "内科"));
    let without_namespace = shown.replace("http://www.w3.org/2000/svg", "");
    for outside in ["http:", "https:", "//cdn", "@import", "url(", "<link", "src="] {
        assert!(!without_namespace.contains(outside), "{outside}");
    }
}

fn drawn(kind: ChartKind, name: &str) -> Document<'static> {
    let day = |text| Cell::Day(Day::parse(text).expect("a day"));
    let labels = match kind {
        ChartKind::Calendar => vec![day("2026-03-02"), day("2026-03-03"), day("2026-03-10")],
        _ => ["甲", name, "<丙>"].map(Cell::text).to_vec(),
    };
    let counts = |counts: [i64; 3]| counts.map(Cell::Count).to_vec();
    let chart = Chart::new("word.store", kind, Cell::text("kWh"))
        .about(Cell::text(name))
        .labels(labels)
        .series(Cell::text(name), SeriesRole::Kept, counts([12, 0, 0]))
        .series(Cell::text("计划"), SeriesRole::Target, counts([10, 11, 12]))
        .series(
            Cell::text("漏"),
            SeriesRole::Missed,
            vec![Cell::Count(0), Cell::Count(7), Cell::Blank],
        );
    Document::new("word.store").chart(chart)
}

const KINDS: [ChartKind; 5] = [
    ChartKind::Lines,
    ChartKind::Columns,
    ChartKind::Stacked,
    ChartKind::Ranking,
    ChartKind::Calendar,
];

#[test]
fn every_kind_of_chart_is_drawn_the_same_each_time() {
    for kind in KINDS {
        let once = page(Language::Chinese, &drawn(kind, "内科"));
        assert_eq!(once, page(Language::Chinese, &drawn(kind, "内科")), "{kind:?}");
        assert_eq!(once.matches("<svg class=\"plot").count(), 1, "{kind:?}");
    }
    let days = page(Language::Chinese, &drawn(ChartKind::Calendar, "内科"));
    for sign in [">✓<", ">✗ 7<", ">周一<", ">03-02<"] {
        assert!(days.contains(sign), "{sign}");
    }
    assert!(!page(Language::Chinese, &drawn(ChartKind::Calendar, "内科")).contains('§'));
}

#[test]
fn other_formats_say_the_course_of_a_chart() {
    assert_data_eq!(
        zh(Format::Table, &drawn(ChartKind::Columns, "内科")),
        str![[r#"
库房

库房：内科
内科  0 – 12 kWh   █▁▁
计划  10 – 12 kWh  ▁▅█
漏    0 – 7 kWh    ▁█

"#]]
    );
    assert_data_eq!(
        en(Format::Markdown, &drawn(ChartKind::Columns, "内科")),
        str![[r#"
# store

## store: 内科

- 内科: 0 – 12 kWh `█▁▁`
- 计划: 10 – 12 kWh `▁▅█`
- 漏: 0 – 7 kWh `▁█ `

"#]]
    );
    assert_data_eq!(zh(Format::Csv, &drawn(ChartKind::Columns, "内科")), str![[""]]);
    let json: serde_json::Value =
        serde_json::from_str(&zh(Format::Json, &drawn(ChartKind::Columns, "内科"))).expect("JSON");
    assert_data_eq!(
        json["charts"].to_string(),
        str![[
            r#"[{"chart":"word.store","about":"内科","kind":"columns","unit":"kWh","labels":["甲","内科","<丙>"],"series":[{"name":"内科","role":"kept","values":[12,0,0]},{"name":"计划","role":"target","values":[10,11,12]},{"name":"漏","role":"missed","values":[0,7,null]}]}]"#
        ]]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn data_is_never_markup(text in r#"[<>&"'/a-z=!甲 \\-]{0,16}"#) {
        let mut table = Table::new("word.store", &["word.item", "word.remark"]);
        table.line(vec![Cell::text(&text), Cell::text("x")]);
        let document = Document::new("word.store")
            .facts(vec![("word.remark", Cell::text(&text))])
            .table(table);
        let plain = body(&page(Language::Chinese, &document));
        // Codes are held together by a tag of the page's own.
        let held = |page: &str| 2 * page.matches("<span class=\"w\">").count();
        let tags = |page: &str| page.matches('<').count() - held(page);
        let mut harmless = Table::new("word.store", &["word.item", "word.remark"]);
        harmless.line(vec![Cell::text("x"), Cell::text("x")]);
        let other = Document::new("word.store")
            .facts(vec![("word.remark", Cell::text("x"))])
            .table(harmless);
        prop_assert_eq!(tags(&plain), tags(&body(&page(Language::Chinese, &other))));
        for kind in KINDS {
            let named = page(Language::Chinese, &drawn(kind, &text));
            let other = page(Language::Chinese, &drawn(kind, "x"));
            prop_assert_eq!(named.matches("<script").count(), 1);
            prop_assert_eq!(
                named.matches("<svg").count(), other.matches("<svg").count(), "{:?}", kind
            );
            let torn = format!(">{text}<");
            prop_assert!(!named.contains(&torn) || !text.contains(['<', '&']));
        }
    }
}

/// The variables of a scheme: the first `:root` is the light one, the second changes some of it.
fn schemes() -> [BTreeMap<String, [u8; 3]>; 2] {
    let style = include_str!("../html/page.css");
    let mut roots = style.split(":root {").skip(1).map(|rest| {
        let (own, _) = rest.split_once('}').expect("an end");
        let colours = own.split(';').filter_map(|line| line.trim().split_once(": #"));
        colours
            .map(|(name, hex)| {
                let part = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour");
                (name.trim_start_matches('-').to_owned(), [part(0), part(2), part(4)])
            })
            .collect::<BTreeMap<_, _>>()
    });
    let light = roots.next().expect("a light scheme");
    let dark = roots.next().expect("a dark scheme");
    assert_eq!(light.keys().collect::<Vec<_>>(), dark.keys().collect::<Vec<_>>());
    [light, dark]
}

/// The contrast of two colours as WCAG 2 has it.
#[expect(clippy::float_arithmetic, reason = "the formula of the guideline")]
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let linear = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_colour_can_be_read_in_both_schemes() {
    for scheme in schemes() {
        let ratio = |one: &str, other: &str| contrast(scheme[one], scheme[other]);
        for text in ["ink", "soft", "good", "warn", "bad", "accent", "tick"] {
            for ground in ["paper", "band"] {
                assert!(ratio(text, ground) >= 4.5, "{text} on {ground}: {}", ratio(text, ground));
            }
        }
        for line in ["actual", "target", "lastyear", "limit", "part2", "part3", "part4", "part5"] {
            assert!(ratio(line, "paper") >= 3.0, "{line}: {}", ratio(line, "paper"));
        }
        for day in ["kept", "late", "missed"] {
            assert!(ratio("cell", day) >= 4.5, "sign on {day}: {}", ratio("cell", day));
        }
        let white = contrast([255, 255, 255], scheme["missed-many"]);
        assert!(white >= 4.5, "sign on much missed: {white}");
    }
    assert!(contrast([0, 0, 0], [255, 255, 255]) > 20.9, "the formula itself");
}
