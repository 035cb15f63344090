//! Labels of assets: what is printed is read back with a decoder, and leads to the card.

use std::collections::BTreeMap;

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

fn lab() -> Lab {
    let lab = Lab::new();
    lab.ok("org department add XXK --name 信息科");
    lab.ok("asset add FWQ-01 --name 服务器<2U>&机架 --class 计算机设备 --value 36000 --date 2024-03-31 --department XXK --place 3楼机房");
    for number in 1..=30 {
        lab.ok(&format!(
            "asset add 病床-{number:02} --name 病床 --class 家具 --value 2000 --date 2025-01-10"
        ));
    }
    lab
}

/// What the decoder reads off a picture of labels, by where the codes stand.
///
/// Only the codes are drawn, each module as a square of four by four points.
fn read_back(svg: &str) -> BTreeMap<(u32, u32), String> {
    let mut codes = BTreeMap::new();
    for code in svg.split("<svg class=\"code\"").skip(1) {
        let attribute = |name: &str| -> &str {
            let from = code.find(&format!(" {name}=\"")).expect("the attribute") + name.len() + 3;
            &code[from..from + code[from..].find('"').expect("its end")]
        };
        let box_of: Vec<i32> =
            attribute("viewBox").split(' ').map(|part| part.parse().expect("a number")).collect();
        let (edge, side) = (-box_of[0], usize::try_from(box_of[2]).expect("a side"));
        let mut dark = vec![false; side * side];
        for run in attribute("d").split('z').filter(|run| !run.is_empty()) {
            let run = run.strip_prefix('M').expect("a move");
            let (at, rest) = run.split_once('h').expect("a run");
            let (x, y) = at.split_once(' ').expect("two numbers");
            let length: i32 = rest.split('v').next().expect("a length").parse().expect("a number");
            let (x, y): (i32, i32) = (x.parse().expect("x"), y.parse().expect("y"));
            for at in x..x + length {
                let (row, column) = (y + edge, at + edge);
                let point = row * box_of[2] + column;
                dark[usize::try_from(point).expect("inside")] = true;
            }
        }
        let scale = 4;
        let whole = side * scale;
        let mut image = rqrr::PreparedImage::prepare_from_bitmap(whole, whole, |x, y| {
            dark[y / scale * side + x / scale]
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code in its box");
        let (_, text) = grids[0].decode().expect("a code that reads");
        let place = (attribute("y").parse().expect("y"), attribute("x").parse().expect("x"));
        assert!(codes.insert(place, text).is_none(), "two codes in one place");
    }
    codes
}

#[test]
fn a_printed_label_is_read_back_and_leads_to_the_card() {
    let lab = lab();
    let svg = lab.ok("asset labels FWQ-01 病床-07 --make svg");
    let read: Vec<String> = read_back(&svg).into_values().collect();
    assert_eq!(read, ["FWQ-01", "病床-07"]);
    for text in read {
        let card = lab.ok(&format!("asset show {text}"));
        let tag = card.lines().find(|line| line.starts_with("资产编号")).expect("a tag");
        assert!(tag.ends_with(&text), "{card}");
    }
    // The name is written out, and nothing in it is markup.
    assert!(svg.contains("服务器&lt;2U&gt;&amp;机架"));

    let full = read_back(&lab.ok("asset labels FWQ-01 --make svg --qr full"));
    let text = full.into_values().next().expect("a label");
    assert_eq!(text, "FWQ-01|服务器<2U>&机架|信息科");
    assert!(lab.ok(&format!("asset show '{text}'")).contains("FWQ-01"));
}

#[test]
fn every_asset_of_the_filter_has_one_label_whatever_the_sheet() {
    let lab = lab();
    let beds = |number: std::ops::RangeInclusive<u32>| -> Vec<String> {
        number.map(|number| format!("病床-{number:02}")).collect()
    };
    for (grid, skip, n_sheets) in [("3x8", 0, 2), ("3x7", 20, 3), ("2x7", 1, 3), ("5x13", 64, 2)] {
        let html = lab.ok(&format!("asset labels --class 家具 --grid {grid} --skip {skip}"));
        let sheets: Vec<&str> = html.split("<svg class=\"sheet\"").skip(1).collect();
        assert_eq!(sheets.len(), n_sheets, "{grid}");
        let read: Vec<String> =
            sheets.iter().flat_map(|sheet| read_back(sheet).into_values()).collect();
        assert_eq!(read, beds(1..=30), "{grid}");
        let inside = |(y, x): &(u32, u32)| *y < 29_700 && *x < 21_000;
        assert!(sheets.iter().all(|sheet| read_back(sheet).keys().all(inside)), "{grid}");
        // The page needs nothing from outside.
        assert!(!html.replace("http://www.w3.org/2000/svg", "").contains("http"), "{grid}");
    }
    let second = lab.ok("asset labels --class 家具 --make svg --page 2");
    assert_eq!(read_back(&second).into_values().collect::<Vec<_>>(), beds(25..=30));
    assert!(lab.refuses(2, "asset labels --class 家具 --make svg").contains("--page 1"));
    assert!(lab.refuses(2, "asset labels --class 家具 --make svg --page 3").contains("2 张"));
}

#[test]
fn what_a_label_says_can_be_listed_and_what_is_not_there_is_told() {
    let lab = lab();
    assert_data_eq!(
        lab.ok("asset labels --place 3楼 --qr full --make list -f csv"),
        str![[r#"
资产编号,名称,科室,存放地点,购置日期,二维码内容
FWQ-01,服务器<2U>&机架,信息科,3楼机房,2024-03-31,FWQ-01|服务器<2U>&机架|信息科

"#]]
    );
    assert_data_eq!(
        lab.refuses(77, "asset labels FWQ-02"),
        str![[r#"
错误：没有资产 FWQ-02，是不是 FWQ-01？
  提示：查看：houqin asset show FWQ-01

"#]]
    );
    assert_data_eq!(
        lab.refuses(77, "asset labels --place 9楼 --lang en"),
        str![[r#"
error: no asset in this scope, so there is no label to print
  hint: see the register: houqin asset list

"#]]
    );
}
