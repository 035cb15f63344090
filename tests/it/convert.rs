//! Files that another program saved in its own charset: UTF-8 again, and nothing made up.

use crate::lab::Lab;
use crate::writers::stocked;

const ITEMS: &str = "stock/items.csv";

fn gbk(text: &str) -> Vec<u8> {
    // The few characters that these tests have, as GBK writes them.
    let known =
        [("灯", b"\xB5\xC6"), ("管", b"\xB9\xDC"), ("支", b"\xD6\xA7"), ("五", b"\xCE\xE5")];
    let more = [("金", b"\xBD\xF0"), ("库", b"\xBF\xE2")];
    let mut bytes = Vec::new();
    for letter in text.chars() {
        let found = known.iter().chain(&more).find(|(known, _)| known.starts_with(letter));
        match found {
            Some((_, found)) => bytes.extend(*found),
            None => bytes.extend(letter.to_string().bytes()),
        }
    }
    assert!(std::str::from_utf8(&bytes).is_err(), "nothing of it is GBK");
    bytes
}

fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    b"\xFF\xFE".iter().copied().chain(units).collect()
}

fn copies(lab: &Lab) -> Vec<Vec<u8>> {
    let Ok(folder) = std::fs::read_dir(lab.root().join(".houqin/quarantine")) else {
        return Vec::new();
    };
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        std::fs::read(entry.expect("an entry").path()).expect("a copy")
    };
    folder.map(read).collect()
}

#[test]
fn gbk_and_utf16_become_utf8_with_a_copy_of_the_old_bytes() {
    let lab = stocked();
    let whole = lab.files();
    let (items, rooms) = (lab.read(ITEMS), lab.read("stock/stores.csv"));
    let tabbed = rooms.replace(',', "\t").replace('\n', "\r\n");
    lab.write(ITEMS, gbk(&items));
    lab.write("stock/stores.csv", utf16(&tabbed));
    let told = lab.run("check").stdout;
    assert!(told.contains("houqin convert"), "{told}");
    let shown = lab.ok("convert --dry-run");
    assert!(shown.contains("GB18030") && shown.contains("UTF-16LE"), "{shown}");
    assert!(shown.contains("灯管") && copies(&lab).is_empty(), "{shown}");
    lab.ok("convert");
    assert_eq!(lab.read(ITEMS), items);
    assert_eq!(lab.read("stock/stores.csv"), rooms.replace('\n', "\r\n"));
    let mut kept = copies(&lab);
    kept.sort();
    assert_eq!(kept, [gbk(&items), utf16(&tabbed)]);
    assert!(lab.ok("check").contains("没有发现缺陷"));
    assert!(lab.ok("convert").contains("什么也没有改"));
    lab.write("stock/stores.csv", rooms);
    assert!(lab.files() == whole);
}

#[test]
fn line_ends_are_made_even_and_a_mark_is_kept() {
    let lab = stocked();
    let items = lab.read(ITEMS);
    for (written, wanted) in [
        (items.replace('\n', "\r"), items.clone()),
        (
            format!("\u{feff}{}", items.replacen('\n', "\r\n", 1)),
            format!("\u{feff}{}", items.replace('\n', "\r\n")),
        ),
    ] {
        lab.write(ITEMS, &written);
        let said = lab.ok("convert stock/items.csv");
        assert!(said.contains("换行"), "{said}");
        assert_eq!(lab.read(ITEMS), wanted);
        lab.ok("check");
    }
}

#[test]
fn what_does_not_decode_cleanly_is_refused_and_nothing_is_changed() {
    let lab = stocked();
    let good = gbk(&lab.read("stock/stores.csv"));
    for (bad, place) in [
        (b"code,name\nA,\xB5\xC6\xFF\n".to_vec(), "stock/items.csv:2:4"),
        ("code,name\nA,灯\u{0}\n".as_bytes().to_vec(), "stock/items.csv:2:4"),
        ("code,name\nA,灯管灯管".as_bytes()[..22].to_vec(), "stock/items.csv:2:6"),
    ] {
        lab.write("stock/stores.csv", &good);
        lab.write(ITEMS, bad);
        let said = lab.refuses(65, "convert");
        assert!(said.contains(place), "{said}");
        assert!(copies(&lab).is_empty());
    }
    // The other file alone can be converted.
    lab.ok("convert stock/stores.csv");
}

#[test]
fn only_data_files_of_the_store_are_converted() {
    let lab = stocked();
    lab.write("notes.csv", gbk("灯\n"));
    lab.write("inspections/evidence/单.csv", gbk("灯\n"));
    assert!(lab.ok("convert").contains("什么也没有改"));
    for name in ["notes.csv", "../x.csv", "/etc/passwd", "stock/none.csv"] {
        let ran = lab.run(&format!("convert {name}"));
        assert!(matches!(ran.code, 65 | 66), "{name}: {}", ran.stderr);
    }
}

#[test]
fn settings_in_gbk_are_converted_too() {
    let lab = stocked();
    let settings = lab.read("houqin.toml").replace("示范医院", "灯管");
    lab.write("houqin.toml", gbk(&settings));
    let said = lab.fails(65, "check");
    assert!(said.contains("houqin convert"), "{said}");
    lab.ok("convert");
    assert_eq!(lab.read("houqin.toml"), settings);
}
