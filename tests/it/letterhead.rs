//! A hospital's own heading, logo and signatures, from `houqin.toml` to its papers.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with an item, and with what its settings say of the letterhead.
fn lab(letterhead: &str) -> Lab {
    let lab = Lab::new();
    lab.ok("store add ZW --name 总务库 -q");
    lab.ok("item add DG36 --name 灯管 --unit 支 -q");
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n{letterhead}\n"));
    lab
}

const HEAD: &str = r#"[letterhead]
name = { zh = "示范<医院>", en = "Model Hospital" }
lines = ["后勤保障部"]
logo = "logo.svg"

[letterhead.sign]
"收发存报表" = ["库管员", { zh = "分管院长", en = "vice president" }]
"#;

fn title(lab: &Lab, line: &str) -> String {
    lab.ok(line).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn papers_have_the_hospitals_own_head_and_signatures() {
    let statement = "report statement -p 2026-03";
    let own = title(&lab(""), statement);
    let lab = lab(&HEAD.replace("收发存报表", &own));
    lab.write("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let table = lab.ok(statement);
    assert_data_eq!(
        table.lines().last().unwrap_or_default(),
        str!["库管员：____________  分管院长：____________"]
    );
    let markdown = lab.ok(&format!("{statement} -f markdown"));
    assert_data_eq!(
        markdown.lines().take(5).collect::<Vec<_>>().join("\n"),
        str![[r#"
**示范/<医院/>**

后勤保障部

# 收发存报表
"#]]
    );
    let page = lab.ok(&format!("{statement} -f html"));
    assert!(page.contains("<p class=\"hospital\">示范&lt;医院&gt;</p>\n<p>后勤保障部</p>"));
    assert!(page.contains("<img alt=\"\" src=\"data:image/svg+xml;base64,PHN2Zy"));
    assert!(page.contains("<li>分管院长：<span></span></li>"));
    // A paper that is not named is signed as ever; what nobody signs gets no lines.
    assert!(lab.ok("report unsigned -p 2026-03").contains("负责人：____"));
    assert!(!lab.ok("item list -f html").contains("class=\"sign\""));
    let english = lab.english().ok(&format!("{statement} -f markdown"));
    assert!(english.starts_with("**Model Hospital**\n"), "{english}");
    assert!(english.contains("vice president: "), "{english}");
}

#[test]
fn a_star_stands_for_every_other_paper() {
    let lab = lab("[letterhead.sign]\n\"*\" = [\"院长\"]");
    let shown = lab.ok("report statement -p 2026-03");
    assert_data_eq!(shown.lines().last().unwrap_or_default(), str!["院长：____________"]);
    lab.ok("check");
}

#[test]
fn what_is_wrong_with_a_letterhead_is_told_at_its_line() {
    let lab = lab("[letterhead]\nlogo = \"logo.png\"");
    assert_data_eq!(
        lab.fails(65, "item list -f html"),
        str![[r#"
houqin.toml:5:8: 错误：没有标志文件 logo.png
  logo = "logo.png"
         ^^^^^^^^^^
  提示：把图片放进账册的文件夹，或改 houqin.toml 里 [letterhead] 的 logo；再运行 houqin check
错误：账目有 1 处缺陷，先改正再继续
  提示：全部列出：houqin check

"#]]
    );
    lab.ok("item list -f csv");
    lab.fails(1, "check");
    lab.write("logo.png", b"\x89PNG\r\n\x1a\n".repeat(80_000));
    let told = lab.fails(65, "item list -f html");
    assert!(told.contains("625 KB"), "{told}");
    lab.write("logo.png", "a text");
    lab.fails(65, "item list -f html");
    lab.write("logo.png", b"\x89PNG\r\n\x1a\n");
    assert!(lab.ok("item list -f html").contains("data:image/png;base64,iVBORw0KGgo="));
    for path in ["../logo.png", ".houqin/log", "/etc/passwd"] {
        let lab = self::lab(&format!("[letterhead]\nlogo = \"{path}\""));
        lab.fails(65, "item list -f html");
    }
}

#[test]
fn a_letterhead_that_cannot_be_read_is_refused() {
    for (wrong, told) in [
        ("[letterhead]\nlogos = \"x.png\"", "logo"),
        ("[letterhead]\nname = 3", "name"),
        ("[letterhead]\nlines = [\"\"]", "zh"),
        ("[letterhead]\nname = { zh = \"甲\", de = \"A\" }", "en"),
        ("[letterhead.sign]\n\"*\" = \"院长\"", "sequence"),
    ] {
        let said = lab(wrong).fails(78, "item list");
        assert!(said.contains(told), "{wrong}: {said}");
    }
}

#[test]
fn the_name_of_a_file_says_the_format() {
    let lab = lab("");
    for (name, begins) in [
        ("a.html", "<!DOCTYPE html>"),
        ("a.HTM", "<!DOCTYPE html>"),
        ("a.json", "{"),
        ("a.md", "# "),
        ("a.txt", "物资"),
    ] {
        lab.ok(&format!("item list -q -o {name}"));
        let written = lab.read(name);
        assert!(written.starts_with(begins), "{name}: {written}");
    }
    lab.ok("item list -q -f csv -o b.html");
    let written = lab.read("b.html");
    assert!(written.starts_with("物资编码,"), "{written}");
}
