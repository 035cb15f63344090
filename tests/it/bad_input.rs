//! Bad input of every kind: one clear message each with its place and a hint, the right exit code,
//! the store byte for byte as it was, and never a panic.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use crate::lab::{Lab, Ran};

/// Every entry below a folder with its content, links and folders as such: nothing may change.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut tree = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder that can be listed") {
        let path = entry.expect("an entry").path();
        let name = path.display().to_string();
        let kind = path.symlink_metadata().expect("an entry that can be looked at").file_type();
        if kind.is_dir() {
            tree.insert(name, b"folder".to_vec());
            tree.extend(self::tree(&path));
        } else if kind.is_file() {
            tree.insert(name, std::fs::read(&path).expect("a file that can be read"));
        } else {
            tree.insert(name, b"neither file nor folder".to_vec());
        }
    }
    tree
}

/// Runs a command that must end with a code and leave every byte below the folder as it is.
#[track_caller]
fn untouched(lab: &Lab, code: i32, line: &str) -> Ran {
    let before = tree(lab.root());
    let ran = lab.run(line);
    assert_eq!(ran.code, code, "houqin {line}\n{}{}", ran.stdout, ran.stderr);
    assert!(before == tree(lab.root()), "`{line}` changed the store");
    ran
}

/// Holds what was said to the rule: one message, which says `what`, and one hint.
#[track_caller]
fn one_message(line: &str, said: &str, what: &str) {
    let n_messages = said.lines().filter(|said| said.contains("错误：")).count();
    let n_hints = said.lines().filter(|said| said.starts_with("  提示：")).count();
    assert!(n_messages == 1 && n_hints == 1, "houqin {line}: not one message and one hint\n{said}");
    assert!(said.contains(what), "houqin {line}: nothing of {what:?}\n{said}");
}

/// A hospital with a ward, a store room, an item, an asset, and something recorded of each.
fn hospital() -> Lab {
    static HOSPITAL: OnceLock<Lab> = OnceLock::new();
    HOSPITAL.get_or_init(furnished).copy()
}

fn furnished() -> Lab {
    let lab = Lab::new();
    for line in [
        "org department add NK1 --name 内科一病区",
        "store add ZWK --name 总务库",
        "item add DG36 --name 灯管36W --unit 支",
        "stock receive DG36 100 --supplier 五金店 --price 12.50 --date 2026-03-01",
        "stock issue DG36 5 --department NK1 --date 2026-03-02",
        "asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2026-03-01",
    ] {
        lab.ok(line);
    }
    lab
}

/// Commands that write, each with a place for one number.
const NUMBERS: &[(&str, &str)] = &[
    ("--area", "org department add WK2 --name 外科 --area {}"),
    ("--beds", "org department add WK2 --name 外科 --beds {}"),
    ("--minimum", "item add X1 --name 插座 --unit 只 --minimum {}"),
    ("--scale", "item add X1 --name 插座 --unit 只 --scale {}"),
    ("数量", "stock receive DG36 {} --supplier 五金店 --price 1"),
    ("--price", "stock receive DG36 1 --supplier 五金店 --price {}"),
    ("--amount", "stock receive DG36 1 --supplier 五金店 --amount {}"),
    ("数量", "stock issue DG36 {} --department NK1"),
    ("数量", "stock adjust DG36 {} --down --reason 盘亏"),
    ("--value", "asset add X1 --name 桌 --class 家具 --value {}"),
    ("--months", "asset add X1 --name 桌 --class 家具 --value 2000 --months {}"),
    ("--cost", "asset repair FWQ-01 --reason 更换硬盘 --cost {}"),
    ("--proceeds", "asset dispose FWQ-01 --reason 报废 --proceeds {}"),
];

/// Every one of these with some one of those, and every one of those at least once.
fn paired<'t, One, Other>(
    these: &'t [One],
    those: &'t [Other],
) -> impl Iterator<Item = (&'t One, &'t Other)> {
    let n_pairs = these.len().max(those.len());
    these.iter().cycle().zip(those.iter().cycle()).take(n_pairs)
}

#[test]
fn a_number_written_otherwise_is_named_with_its_flag() {
    let lab = hospital();
    let numbers = [
        ("1,2", "有逗号"),
        ("1.000,5", "有逗号"),
        ("10.999.99", "不止一个小数点"),
        ("1e3", "科学计数法"),
        ("１２", "全角"),
        ("十二", "不是数字"),
        ("99999999999999999999", "太大"),
    ];
    for ((flag, line), (number, what)) in
        paired(NUMBERS, &numbers).chain(paired(&NUMBERS[..1], &numbers))
    {
        let line = line.replace("{}", number);
        let ran = untouched(&lab, 2, &line);
        one_message(&line, &ran.stderr, what);
        one_message(&line, &ran.stderr, flag);
        assert_eq!(ran.stdout, "");
    }
}

/// Commands, each with a place for one day.
const DAYS: &[(&str, &str)] = &[
    ("--date", "stock receive DG36 1 --supplier 五金店 --price 1 --date {}"),
    ("--expiry", "stock receive DG36 1 --supplier 五金店 --price 1 --expiry {}"),
    ("--date", "asset repair FWQ-01 --reason 更换硬盘 --date {}"),
    ("--in-service", "asset add X1 --name 桌 --class 家具 --value 2000 --in-service {}"),
    ("--as-of", "asset list --as-of {}"),
    ("--known-by", "report depreciation --known-by {}"),
    ("--as-of", "stock onhand --as-of {}"),
    ("--today", "asset list --today {}"),
    ("--period", "report depreciation --period {}"),
    ("--period", "stock statement --period {}"),
];

#[test]
fn a_day_that_does_not_exist_is_told_from_a_wrong_writing() {
    let lab = hospital();
    let days = ["2026-02-29", "2026-13-01", "2026/3/5", "２０２６-03-05", "someday"];
    for ((flag, line), day) in paired(DAYS, &days) {
        let line = line.replace("{}", day);
        let ran = untouched(&lab, 2, &line);
        one_message(&line, &ran.stderr, day);
        one_message(&line, &ran.stderr, flag);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn what_nobody_registered_is_named_with_the_nearest() {
    let lab = hospital();
    for (line, what) in [
        ("stock issue DG36 1 --department NK2", "NK1"),
        ("stock issue DG63 1 --department NK1", "DG36"),
        ("stock issue DG36 1 --department NK1 --unit 箱", "箱"),
        ("stock issue DG36 1箱 --department NK1", "箱"),
        ("stock issue DG36 1 --department NK1 --room ZWX", "ZWK"),
        ("stock card DG63", "DG36"),
        ("stock onhand --room ZWX", "ZWK"),
        ("item show DG63", "DG36"),
        ("asset show FWQ-10", "FWQ-01"),
        ("asset assign FWQ-01 --department NK2", "NK1"),
        ("asset list --department NK2", "NK1"),
        ("asset list --class 电脑", "电脑"),
        ("report depreciation --department NK2", "NK1"),
    ] {
        let ran = untouched(&lab, 77, line);
        one_message(line, &ran.stderr, what);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn a_code_is_never_a_path_a_flag_or_a_formula() {
    let lab = hospital();
    let lines = [
        "org department add {} --name x",
        "item add {} --name x --unit 只",
        "store add {} --name x",
        "stock issue {} 1 --department NK1",
        "stock issue DG36 1 --department {}",
        "asset add {} --name x --class 家具 --value 2000",
        "asset assign FWQ-01 --custodian {}",
    ];
    let codes = ["../x", "/etc/passwd", "=1+1", "@x", "'a b'", "ＡＢ", "a/b", "''"];
    for (line, code) in paired(&lines, &codes) {
        let line = line.replace("{}", code);
        let ran = untouched(&lab, 2, &line);
        one_message(&line, &ran.stderr, "编码");
    }
}

/// A file of the store, a command that reads it, and one that writes to the books it feeds.
const FILES: &[(&str, &str, &str)] = &[
    ("org/departments.csv", "org department list", "org department add WK2 --name 外科"),
    ("stock/items.csv", "item list", "stock receive DG36 1 --supplier 五金店 --price 1"),
    ("stock/stores.csv", "store list", "stock receive DG36 1 --supplier 五金店 --price 1"),
    (
        "stock/movements/2026/2026-03.csv",
        "stock onhand",
        "stock receive DG36 1 --supplier 五金店 --price 1",
    ),
    ("assets/cards.csv", "asset list", "asset repair FWQ-01 --reason 更换硬盘"),
    ("assets/events/2026.csv", "asset list", "asset repair FWQ-01 --reason 更换硬盘"),
];

/// Spoils a file, and holds reading, writing and checking to one message at `place`.
#[track_caller]
fn spoiled(file: &(&str, &str, &str), spoil: impl Fn(&Lab, &str), place: &str, what: &str) {
    let (path, reads, writes) = *file;
    let lab = hospital();
    spoil(&lab, path);
    for line in [reads, writes] {
        let ran = untouched(&lab, 65, line);
        let said = ran.stderr.replace("错误：账目有 1 处缺陷", "").replace("  提示：全部列出", "");
        one_message(line, &said, what);
        one_message(line, &said, &format!("{path}{place}"));
        assert_eq!(ran.stdout, "");
    }
    let ran = untouched(&lab, 1, "check");
    one_message("check", &ran.stdout, what);
    one_message("check", &ran.stdout, &format!("{path}{place}"));
}

/// Puts other bytes in the place of a file's own.
fn bytes(change: impl Fn(Vec<u8>) -> Vec<u8>) -> impl Fn(&Lab, &str) {
    move |lab, path| {
        let content = lab.read(path).into_bytes();
        lab.write(path, change(content));
    }
}

#[test]
fn a_torn_last_row() {
    for file in FILES {
        spoiled(
            file,
            bytes(|mut content| {
                let row = content.iter().rposition(|byte| *byte == b',').expect("a comma");
                content.truncate(row);
                content
            }),
            ":",
            "最后一行不完整",
        );
    }
}

#[test]
fn an_unclosed_quote_swallows_nothing() {
    for file in FILES {
        spoiled(
            file,
            bytes(|content| {
                let text = String::from_utf8(content).expect("text");
                let (head, rest) = text.split_once('\n').expect("a header");
                format!("{head}\n\"{rest}").into_bytes()
            }),
            ":2:1: ",
            "引号没有闭合",
        );
    }
}

#[test]
fn other_encodings_are_named() {
    // 灯 as GBK writes it, in a file that has nothing but ASCII before it.
    let gbk = |mut content: Vec<u8>| {
        content.retain(u8::is_ascii);
        content.extend(b"\xB5\xC6\n");
        content
    };
    let utf16 = |content: Vec<u8>| {
        let text = String::from_utf8(content).expect("text");
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xFF\xFE".iter().copied().chain(units).collect()
    };
    let nul = |mut content: Vec<u8>| {
        content.extend([0; 16]);
        content
    };
    for (at, file) in FILES.iter().enumerate() {
        match at % 3 {
            0 => spoiled(file, bytes(gbk), ":", "GBK"),
            1 => spoiled(file, bytes(utf16), ":1: ", "UTF-16"),
            _ => spoiled(file, bytes(nul), ":", "空字节"),
        }
        spoiled(file, bytes(|_| Vec::new()), ": ", "是空的");
    }
}

#[test]
fn something_else_in_the_place_of_a_file() {
    for file in FILES {
        let folder = |lab: &Lab, path: &str| {
            std::fs::remove_file(lab.root().join(path)).expect("removed");
            std::fs::create_dir(lab.root().join(path)).expect("made");
        };
        spoiled(file, folder, ": ", "不是普通文件");
    }
    for file in FILES {
        let above = Path::new(file.0).parent().expect("a folder").display().to_string();
        let file_for_folder = |lab: &Lab, _: &str| {
            std::fs::remove_dir_all(lab.root().join(&above)).expect("removed");
            lab.write(&above, "x");
        };
        let lab = hospital();
        file_for_folder(&lab, "");
        for line in [file.1, file.2] {
            let ran = untouched(&lab, 65, line);
            let said =
                ran.stderr.replace("错误：账目有 1 处缺陷", "").replace("  提示：全部列出", "");
            one_message(line, &said, "不是文件夹");
            one_message(line, &said, &above);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_store_is_not_followed() {
    for file in FILES {
        let link = |lab: &Lab, path: &str| {
            let path = lab.root().join(path);
            std::fs::remove_file(&path).expect("removed");
            std::os::unix::fs::symlink("/etc/hostname", path).expect("linked");
        };
        spoiled(file, link, ": ", "指向账库之外");
    }
}

#[test]
fn a_mark_and_windows_line_ends_are_kept() {
    for (path, reads, writes) in FILES {
        let lab = hospital();
        let windows = lab.read(path).replace('\n', "\r\n");
        lab.write(path, format!("\u{feff}{windows}"));
        let shown = lab.ok(reads);
        lab.ok(writes);
        let after = lab.read(path);
        assert!(after.starts_with(&format!("\u{feff}{windows}")), "{path}: {after:?}");
        assert!(!after.replace("\r\n", "").contains('\n'), "{path}: {after:?}");
        assert!(!shown.is_empty());
        lab.ok("check");
    }
}

#[test]
fn a_last_row_without_its_end_is_whole_when_it_has_all_its_cells() {
    for (path, reads, writes) in FILES {
        let lab = hospital();
        let content = lab.read(path);
        lab.write(path, content.trim_end());
        lab.ok(reads);
        lab.ok(writes);
        assert!(lab.read(path).starts_with(content.trim_end()), "{path}");
        lab.ok("check");
    }
}

#[test]
fn a_value_that_the_file_has_no_column_for_is_not_dropped() {
    let lab = hospital();
    let cards = lab.read("assets/cards.csv").replace(",note\n", "\n").replace("no,,,", "no,,");
    lab.write("assets/cards.csv", cards);
    lab.ok("asset list");
    // A register is written as a whole: it gets the column.
    lab.ok("asset add X1 --name 桌 --class 家具 --value 2000 --note 捐赠");
    assert!(lab.read("assets/cards.csv").contains("捐赠"));
    // A ledger is only appended to: what does not fit is refused.
    let ledger = "stock/movements/2026/2026-03.csv";
    let rows = lab.read(ledger).replace(",market_price,", ",").replace(",,,2026-", ",,2026-");
    lab.write(ledger, rows);
    lab.ok("stock onhand");
    let line = "stock receive DG36 1 --workshop 木工班 --price 1 --market-price 2";
    let ran = untouched(&lab, 65, line);
    one_message(
        line,
        &ran.stderr,
        &format!("{ledger}:1: 错误：这个文件是旧版本建的，没有这一行要填的列：market_price"),
    );
}

#[test]
fn a_wrong_cell_is_told_at_its_column() {
    let cells: &[(&str, &str, &str, &str)] = &[
        ("stock/movements/2026/2026-03.csv", "receipt", "100", "stock onhand"),
        ("assets/cards.csv", "FWQ-01", "36000.00", "asset list"),
        ("assets/events/2026.csv", "acquire", "36000.00", "asset list"),
    ];
    let numbers = [
        ("\"1,2\"", "有逗号"),
        ("\"1.000,5\"", "有逗号"),
        ("10.999.99", "不止一个小数点"),
        ("1e3", "科学计数法"),
        ("１２", "全角"),
        ("abc", "不是数字"),
    ];
    for ((path, row, number, reads), (written, what)) in paired(cells, &numbers) {
        let lab = hospital();
        let content = lab.read(path);
        let line = content.lines().find(|line| line.contains(row)).expect("the row");
        let spoilt = line.replacen(&format!(",{number},"), &format!(",{written},"), 1);
        assert_ne!(line, spoilt, "{path}: no {number}");
        lab.write(path, content.replace(line, &spoilt));
        let number = content.lines().position(|other| other == line).expect("the row") + 1;
        let ran = untouched(&lab, 65, reads);
        let said = ran.stderr.replace("错误：账目有 1 处缺陷", "").replace("  提示：全部列出", "");
        one_message(reads, &said, what);
        one_message(reads, &said, &format!("{path}:{number}:"));
        assert!(said.contains("^^"), "{said}");
        one_message("check", &untouched(&lab, 1, "check").stdout, what);
    }
}

#[test]
fn the_settings_themselves() {
    for (content, code, what) in [
        (&b"format = 1\nname = \xB5\xC6\n"[..], 65, "GBK"),
        (b"", 78, "格式号"),
        (b"format = 2\n", 78, "格式是 2"),
        (b"format = \n", 78, "houqin.toml"),
        (b"\xFF\xFEf\0", 65, "UTF-16"),
    ] {
        let lab = hospital();
        lab.write("houqin.toml", content);
        for line in ["asset list", "asset repair FWQ-01 --reason x", "check"] {
            let ran = untouched(&lab, code, line);
            one_message(line, &ran.stderr, what);
        }
    }
    let lab = hospital();
    std::fs::remove_file(lab.root().join("houqin.toml")).expect("removed");
    std::fs::create_dir(lab.root().join("houqin.toml")).expect("made");
    one_message("check", &untouched(&lab, 65, "check").stderr, "houqin.toml: 错误：不是普通文件");
}
