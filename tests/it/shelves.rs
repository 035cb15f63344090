//! What this machine writes down of the shelves at the end of a sealed month: reports go on from it,
//! and nothing rests on it.

use std::fs::{self, File};

use houqin::base::{Day, SheetCode};
use houqin::books::{Focus, Need};
use houqin::stock::{LoansOptions, Owing, loans};
use houqin::store::{Digest, RealDisk, Store};

use crate::lab::Lab;
use crate::seal::{closable, sealed};

/// March is sealed, and something was issued in April.
fn april() -> Lab {
    let mut lab = sealed();
    lab.on("2026-04-10");
    lab.ok("stock issue DG36 2 --department NK1 --slip CK02");
    lab
}

#[test]
fn reports_say_the_same_with_the_file_without_it_and_with_a_broken_one() {
    let lab = april();
    let file = lab.root().join(".houqin/shelves");
    let asked = [
        "stock onhand -f csv",
        "stock statement -p 2026-04 -f csv",
        "stock consumption -p 2026-04 -f csv",
        "report statement",
    ];
    let first = asked.map(|line| lab.ok(line));
    let written = fs::read(&file).expect("the file is written");
    assert_eq!(asked.map(|line| lab.ok(line)), first);
    let longer = [&written[..], &b"x"[..]].concat();
    for broken in [&written[..written.len() / 2], &[][..], &longer[..]] {
        fs::write(&file, broken).expect("written");
        assert_eq!(asked.map(|line| lab.ok(line)), first);
        assert_eq!(fs::read(&file).expect("it is written anew"), written);
    }
    fs::remove_file(&file).expect("removed");
    // Another day than the end of what is sealed needs all lines, and leaves nothing behind.
    lab.ok("stock onhand --as-of 2026-03-05");
    assert!(!file.exists());
}

#[test]
fn a_line_of_april_takes_back_one_of_march() {
    let mut lab = closable();
    // What no count speaks for may be taken back.
    for line in [
        "item add DG40 --name 台灯 --unit 支",
        "stock receive DG40 9 --price 3 --supplier 灯具厂 --slip RK02 --date 2026-03-20",
        "stock issue DG40 4 --department NK1 --slip CK03 --date 2026-03-21",
        "close seal 2026-03",
    ] {
        lab.ok(line);
    }
    lab.on("2026-04-10");
    let first = lab.ok("stock onhand -q");
    let id = lab.read("stock/movements/2026/2026-03.csv");
    let id = id.lines().find(|line| line.contains(",CK03,")).expect("an issue");
    let id = id.split(',').next().expect("its id");
    lab.ok(&format!("stock reverse {id} --reason 开错"));
    assert_ne!(lab.ok("stock onhand -q"), first);
    let statement = lab.ok("stock statement -p 2026-04 -f csv");
    let file = lab.root().join(".houqin/shelves");
    assert_eq!(lab.ok("stock statement -p 2026-04 -f csv"), statement);
    fs::remove_file(&file).expect("removed");
    fs::create_dir(&file).expect("nobody can write there now");
    assert_eq!(lab.ok("stock statement -p 2026-04 -f csv"), statement);
}

#[test]
fn check_holds_the_file_against_the_ledger() {
    let lab = april();
    let first = lab.ok("stock onhand -f csv");
    let ledger = lab.root().join("stock/movements/2026/2026-03.csv");
    let text = fs::read_to_string(&ledger).expect("the ledger");
    let dearer = text.replace(",8.50,", ",9.50,");
    assert_ne!(text, dearer);
    // The same length, the same time, the same file: only its content tells.
    let time = fs::metadata(&ledger).and_then(|seen| seen.modified()).expect("its time");
    fs::write(&ledger, dearer).expect("written");
    let open = File::options().write(true).open(&ledger).expect("the ledger");
    open.set_modified(time).expect("its time is put back");
    assert_eq!(lab.ok("stock onhand -f csv"), first);
    let told = lab.run("check --lang en");
    assert!(
        told.stdout.contains("wrote down of the shelves at the end of 2026-03"),
        "{}",
        told.stdout
    );
    assert!(!lab.root().join(".houqin/shelves").exists());
    assert_ne!(lab.ok("stock onhand -f csv"), first);
}

/// What was said, without the ids of lines: a seal takes numbers too.
pub(crate) fn nameless(text: &str) -> String {
    let is_id = |word: &str| word.starts_with("M2026") && word.contains('-');
    let parts = text.split_inclusive([' ', ',', '\n', '“', '”', '：', '（', '）']);
    let parts = parts.map(|part| {
        let word = part.trim_end_matches([' ', ',', '\n', '“', '”', '：', '（', '）']);
        if is_id(word) { part.replace(word, "[ID]") } else { part.to_owned() }
    });
    parts.collect()
}

#[test]
fn whoever_records_a_line_is_told_the_same_from_a_seal() {
    let mut open = closable();
    // Of what no sheet of March counted, some is lent before the seal.
    for line in [
        "item add TZ01 --name 梯子 --unit 架",
        "stock receive TZ01 5 --price 90 --supplier 灯具厂 --slip RK03 --date 2026-03-20",
        "stock lend TZ01 2 --department NK1 --due 2026-05-01 --slip JC00 --date 2026-03-21",
        "item add YP01 --name 药品 --unit 盒 --lot-kept",
        "stock receive YP01 5 --lot A1 --expiry 2027-03-01 --price 3 --supplier 药厂 --slip RK20 --date 2026-03-20",
        "stock receive YP01 5 --lot A2 --expiry 2027-06-01 --price 4 --supplier 药厂 --slip RK21 --date 2026-03-20",
        "stock issue YP01 2 --department NK1 --slip CK20 --date 2026-03-21",
        "item add DJ01 --name 电机 --unit 台 --durable",
        "stock receive DJ01 9 --price 300 --supplier 机电厂 --slip RK23 --date 2026-03-20",
        "stock issue DJ01 2 --department NK1 --slip CK24 --date 2026-03-21",
        "stock exchange DJ01 1 --department NK1 --slip CK24 --date 2026-03-22",
    ] {
        open.ok(line);
    }
    let mut shut = open.copy();
    shut.ok("close seal 2026-03");
    for lab in [&mut open, &mut shut] {
        lab.on("2026-04-10");
    }
    assert!(shut.root().join(".houqin/shelves").exists(), "the seal writes what it came to");
    for line in [
        "stock issue DG36 2 --department NK1 --slip CK02",
        "stock issue DG36 2 --department NK1 --slip CK02",
        "stock issue DG36 3 --department NK1 --slip CK01",
        "stock issue DG36 1 --department NK1 --date 2026-03-20 --dry-run -q",
        "stock issue DG36 99 --department NK1",
        "stock issue DG3 1 --department NK1",
        "stock receive DG36 1 --price 20 --supplier 灯具厂 --slip RK05",
        "stock receive DG36 1 --price 21 --supplier 灯具厂 --slip RK06",
        "stock receive DG36 1 --price 20 --supplier 灯具厂 --slip RK01",
        "stock receive DG36 1 --supplier 灯具厂 --slip RK07",
        "stock receive DG36 1 --price 3 --supplier 灯具厂 --slip RK08",
        "stock return DG36 1 --department NK1 --slip TK01",
        "stock scrap DG36 1 --reason 破损 --slip BF01",
        "stock adjust DG36 1 --up --reason 漏记",
        "stock lend DG36 2 --department NK1 --due 2026-05-01 --slip JC01",
        "stock issue YP01 9 --department NK1 --slip CK21",
        "stock issue YP01 1 --department NK1 --lot A2 --slip CK21 --dry-run",
        "stock receive YP01 1 --lot A3 --expiry 2027-09-01 --price 5 --supplier 药厂 --slip RK22 --dry-run",
        "stock receive YP01 1 --lot A1 --expiry 2027-09-01 --price 5 --supplier 药厂 --slip RK22",
        "stock issue YP01 3 --department NK1 --slip CK20",
        "stock issue DJ01 2 --department NK1 --slip CK22",
        "stock issue DJ01 1 --department NK2 --slip CK23",
        "stock return DJ01 1 --department NK1 --slip TK02",
        "stock issue DJ01 99 --department NK1",
        "stock scrap DJ01 1 --reason 破损 --slip BF02",
        "stocktake open PD-04 --cutoff close",
        "stocktake enter --sheet PD-04 DG36=5 TZ01=2 YP01@A1=2 YP01@A2=6",
        "stocktake differences PD-04 --all --candidates 0 -f csv",
        "stocktake explain PD-04 TZ01 -1 --as unentered --slip CK99",
        "stocktake differences PD-04 --all --candidates 0",
        "stocktake differences PD-04 -f csv",
        "stocktake show PD-04",
        // A slip of March is in the books.
        "stocktake explain PD-04 DG36 -1 --as unentered --slip CK01",
        "stocktake explain PD-04 DG36 -1 --as unentered --slip CK02",
        "stocktake explain PD-04 DG36 -1 --as in-transit --slip CK01",
        "stocktake explain PD-04 TZ01 -2 --as on-loan --slip JC00",
        "stocktake explain PD-04 YP01 -1 --as unentered --slip CK97",
        "stocktake explain PD-04 YP01@A1 -1 --as unentered --slip CK97",
        "stocktake withdraw PD-04 YP01@A1 --as unentered --slip CK97 --reason 作废",
        "stocktake withdraw PD-04 DG36 --as in-transit --slip CK01 --reason 没有",
        "stocktake sheet PD-04",
        "stocktake recount PD-04",
        "stocktake approve PD-04 --approver 后勤主任 --reason 破损",
        "stocktake withdraw PD-04 TZ01 --as unentered --slip CK99 --reason 作废",
        "stocktake withdraw PD-04 TZ01 --as unentered --slip CK98 --reason 作废",
        "stocktake pend PD-04 TZ01 --approver 后勤主任 --reason 待查",
        "stocktake post PD-04",
        "stocktake approve PD-04 --approver 后勤主任 --reason 破损 --leave-uncounted",
        "stocktake approve PD-0 --approver 后勤主任 --reason 破损",
        "stocktake cancel PD-04 --reason 开错 --dry-run",
        "stocktake post PD-04",
        "stocktake post PD-04",
        "stocktake pend PD-04 DG36 --approver 后勤主任 --reason 待查",
        "stock onhand -f csv",
        "stock onhand --by-lot -f csv",
        "stock issue DG36 1 --department NK1 --slip CK90 --date 2026-04-09",
        "stocktake approve PD-04 --approver 后勤主任 --reason 补单",
        "stocktake differences PD-04 --all --candidates 0 -f csv",
    ] {
        let told = |lab: &Lab| {
            let ran = lab.run(line);
            format!("{:?}\n{}\n{}", ran.code, nameless(&ran.stdout), nameless(&ran.stderr))
        };
        let (of_open, of_shut) = (told(&open), told(&shut));
        if line.contains("2026-03-20") {
            assert!(of_shut.contains("77"), "a sealed month takes no line:\n{of_shut}");
            continue;
        }
        assert_eq!(of_open, of_shut, "{line}");
    }
}

#[test]
fn goods_go_from_room_to_room_over_the_end_of_a_month_the_same_from_a_seal() {
    let mut open = closable();
    open.ok("store add LG --name 楼管库");
    let mut shut = open.copy();
    shut.ok("close seal 2026-03");
    for lab in [&mut open, &mut shut] {
        lab.on("2026-05-02");
    }
    let march = "stock/movements/2026/2026-03.csv";
    let text = shut.read(march);
    for line in [
        "stock issue DG36 1 --room ZW --department NK1 --slip CK02 --date 2026-04-29",
        "stock transfer DG36 2 --room ZW --to-room LG --slip DB01 --date 2026-04-29 --arrives 2026-05-01",
        "stock transfer DG36 2 --room ZW --to-room LG --slip DB01 --date 2026-04-29 --arrives 2026-05-01",
        "stock transfer DG36 1 --room LG --to-room ZW --slip DB01 --date 2026-04-29",
        "stock transfer DG36 1 --room LG --to-room ZW --slip DB02",
        "stock transfer DG36 99 --room ZW --to-room LG --slip DB03",
        "stock transfer DG36 1 --room ZW --to-room ZW --slip DB03",
        "stock transfer DG36 1 --room ZW --to-room LG --arrives 2026-05-09",
        "stock transfer DG36 1 --room ZW --to-room LG",
        "stock onhand -f csv",
        "check",
    ] {
        let is_said_of_one = line.starts_with("stock transfer");
        if is_said_of_one {
            slip_in(&shut, march, &text.replace(",issue,", ",issve,"));
        }
        let told = |lab: &Lab| {
            let ran = lab.run(line);
            format!("{:?}\n{}\n{}", ran.code, nameless(&ran.stdout), nameless(&ran.stderr))
        };
        let of_shut = told(&shut);
        slip_in(&shut, march, &text);
        let of_open = told(&open);
        if line == "check" {
            assert!(of_shut.starts_with('0') && of_open.starts_with('0'), "{of_shut}\n{of_open}");
        } else {
            assert_eq!(of_open, of_shut, "{line}");
        }
    }
}

#[test]
fn a_line_of_april_is_recorded_without_reading_march() {
    let lab = april();
    lab.ok("stock statement -p 2026-04");
    let ledger = lab.root().join("stock/movements/2026/2026-03.csv");
    let text = fs::read_to_string(&ledger).expect("the ledger");
    // A line that nobody could read, of the same length and time in the same file.
    let broken = text.replace(",issue,", ",issve,");
    assert_ne!(text, broken);
    let time = fs::metadata(&ledger).and_then(|seen| seen.modified()).expect("its time");
    let file = fs::OpenOptions::new().write(true).open(&ledger).expect("the ledger");
    fs::write(&ledger, broken).expect("written");
    file.set_modified(time).expect("its time is put back");
    lab.ok("stock issue DG36 1 --department NK1 --slip CK11");
    let shelves = lab.root().join(".houqin/shelves");
    fs::remove_file(&shelves).expect("removed");
    // Without what was written down, everything has to be read, and so everything is told.
    assert!(lab.fails(65, "stock issue DG36 1 --department NK1 --slip CK12").contains("issve"));
}

#[test]
fn a_sheet_of_april_is_written_on_without_reading_march() {
    let lab = april();
    for line in ["stocktake open PD-04 --cutoff close", "stock statement -p 2026-04"] {
        lab.ok(line);
    }
    let enter = |lab: &Lab, line: &str| {
        let ran = lab.run(&format!("stocktake enter {line} --sheet PD-04 --dry-run"));
        (ran.code, ran.stdout, ran.stderr)
    };
    let lines = [
        "DG36=5",
        "DG36=5 --date 2026-04-09",
        // On a day of March the lines of that day are asked for.
        "DG36=5 --date 2026-03-05 --cutoff 09:30",
        "DG36=5 --date 2026-04-12",
        "没有=5",
        "--find 台灯=2盏",
    ];
    let first = lines.map(|line| enter(&lab, line));
    let alone = lab.copy();
    fs::remove_file(alone.root().join(".houqin/shelves")).expect("removed");
    for (line, first) in lines.iter().zip(&first) {
        assert_eq!(&enter(&alone, line), first, "{line}");
        let _written_anew = fs::remove_file(alone.root().join(".houqin/shelves"));
    }
    let march = lab.read("stock/movements/2026/2026-03.csv");
    slip_in(&lab, "stock/movements/2026/2026-03.csv", &march.replace(",issue,", ",issve,"));
    lab.ok("stocktake enter DG36=5 --sheet PD-04");
    lab.write("counts.csv", "盘点表,物资编码,实盘\nPD-04,DG36,4\n");
    lab.ok("stocktake import counts.csv --sheet PD-04");
    lab.write("codes.txt", "DG36\n3\n");
    // It speaks to whoever scans beside what it prints.
    let scanned = lab.run("stocktake scan codes.txt --sheet PD-04");
    assert_eq!(scanned.code, 0, "{}", scanned.stderr);
    let entries = lab.read("stock/stocktakes/2026/PD-04.csv");
    assert_eq!(entries.lines().filter(|line| line.contains(",count,")).count(), 3);
    for line in [
        "stocktake explain PD-04 DG36 -1 --as unentered --slip CK99",
        "stocktake withdraw PD-04 DG36 --as unentered --slip CK99 --reason 作废",
        "stocktake recount PD-04",
        "stocktake sheet PD-04",
        "stocktake approve PD-04 --approver 后勤主任 --reason 破损 --leave-uncounted",
        "stocktake post PD-04 --dry-run",
    ] {
        lab.ok(line);
    }
    for told in [
        "stocktake enter DG36=5 --sheet PD-04 --date 2026-03-05 --cutoff 09:30",
        "stocktake explain PD-04 DG36 -1 --as unentered --slip CK01",
    ] {
        assert!(lab.fails(65, told).contains("issve"));
    }
}

#[test]
fn a_table_of_april_is_imported_without_reading_march_and_as_if_it_were_read() {
    const HEAD: &str = "日期,类型,物资编码,数量,单价,供应商,科室,单号,原因\n";
    let tables = [
        (0, "2026-04-09,入库,DG36,4,20,灯具厂,,RK11,\n2026-04-09,出库,DG36,5,,,NK1,CK11,\n"),
        // Once more, with one that is new.
        (0, "2026-04-09,出库,DG36,5,,,NK1,CK11,\n2026-04-10,出库,DG36,1,,,NK1,,\n"),
        (0, "2026-04-10,出库,DG36,1,,,NK1,,\n"),
        (65, "2026-04-10,出库,DG36,999,,,NK1,CK12,\n"),
        (65, "2026-04-10,出库,没有,1,,,NK1,CK12,\n"),
        // A slip of March, with other goods, and a day of March.
        (65, "2026-04-10,出库,DG36,3,,,NK1,CK01,\n"),
        (65, "2026-03-10,出库,DG36,3,,,NK1,CK13,\n"),
        (0, "2026-04-10,退库,DG36,1,,,NK1,TK11,\n2026-04-10,报废,DG36,1,,,,BF11,破损\n"),
    ];
    let mut open = closable();
    let mut shut = open.copy();
    shut.ok("close seal 2026-03");
    for lab in [&mut open, &mut shut] {
        lab.on("2026-04-10");
    }
    let march = "stock/movements/2026/2026-03.csv";
    let text = shut.read(march);
    for (code, rows) in tables {
        let told = |lab: &Lab| {
            lab.write("rows.csv", format!("{HEAD}{rows}"));
            let ran = lab.run("stock import rows.csv");
            (ran.code, format!("{}\n{}", nameless(&ran.stdout), nameless(&ran.stderr)))
        };
        slip_in(&shut, march, &text.replace(",issue,", ",issve,"));
        if ["CK01", "2026-03-10"].into_iter().any(|before| rows.contains(before)) {
            assert!(told(&shut).1.contains("issve"), "who asks for March is told of it: {rows}");
            slip_in(&shut, march, &text);
        }
        let of_shut = told(&shut);
        slip_in(&shut, march, &text);
        if rows.contains("2026-03-10") {
            assert!(of_shut.1.contains("结账"), "a sealed month takes no line:\n{}", of_shut.1);
        } else {
            assert_eq!(told(&open), of_shut, "{rows}");
        }
        assert_eq!(of_shut.0, code, "{rows}\n{}", of_shut.1);
    }
}

/// Puts another content in the place of one that is as long, so that only reading it tells.
pub(crate) fn slip_in(lab: &Lab, path: &str, content: &str) {
    let file = lab.root().join(path);
    let seen = fs::metadata(&file).expect("the file");
    assert_eq!(seen.len(), content.len() as u64, "{path}");
    let open = File::options().write(true).open(&file).expect("the file");
    fs::write(&file, content).expect("written");
    open.set_modified(seen.modified().expect("its time")).expect("its time is put back");
}

#[test]
fn a_line_is_recorded_without_reading_the_rest_of_the_catalogue() {
    let mut lab = closable();
    lab.ok("item add DG40 --name 台灯 --unit 支");
    lab.ok("close seal 2026-03");
    lab.on("2026-04-10");
    let items = lab.read("stock/items.csv");
    // Whoever comes first looks at all lines of the open months, and writes that down.
    lab.ok("stock issue DG36 1 --department NK1 --slip CK02");
    lab.ok("stock issue DG36 1 --department NK1 --slip CK03");
    let sound = lab.root().join(".houqin/sound");
    let written = fs::read(&sound).expect("it is written");
    slip_in(&lab, "stock/items.csv", &items.replace("DG40,台灯", "DG40\"台灯"));
    lab.ok("stock issue DG36 1 --department NK1 --slip CK04");
    for broken in [&written[..written.len() - 3], &[][..]] {
        fs::write(&sound, broken).expect("written");
        lab.fails(65, "stock issue DG36 1 --department NK1 --slip CK05");
    }
    fs::write(&sound, &written).expect("written");
    lab.ok("stock issue DG36 1 --department NK1 --slip CK05");
    fs::remove_file(&sound).expect("removed");
    lab.fails(65, "stock issue DG36 1 --department NK1 --slip CK06");
    lab.write("stock/items.csv", &items);
    lab.ok("stock issue DG36 1 --department NK1 --slip CK06");
    // What somebody changes in the catalogue is seen, however it comes about.
    lab.write("stock/items.csv", items.replace("DG40,台灯", "DG40\"台灯"));
    lab.fails(65, "stock issue DG36 1 --department NK1 --slip CK07");
}

#[test]
fn an_item_called_as_a_column_is_none_unless_it_has_a_row() {
    let mut lab = closable();
    lab.write("stock/items.csv", "code,name,unit\nDG36,灯管,支\n");
    lab.ok("close seal 2026-03");
    lab.on("2026-04-10");
    for slip in ["CK02", "CK03"] {
        lab.ok(&format!("stock issue DG36 1 --department NK1 --slip {slip}"));
    }
    let before = lab.read("stock/movements/2026/2026-04.csv");
    let line = "stock receive code 1 --price 2 --supplier 灯具厂 --slip RK09";
    let refused = lab.fails(77, line);
    assert!(refused.contains("code"), "{refused}");
    assert_eq!(lab.read("stock/movements/2026/2026-04.csv"), before);
}

#[test]
fn the_log_says_what_the_month_came_to_though_nobody_summed_it_up_from_its_first_byte() {
    let lab = april();
    let ledger = "stock/movements/2026/2026-04.csv";
    for slip in 11..33 {
        let goods = "stock receive DG36 1 --price 8.50 --supplier 灯具厂";
        lab.ok(&format!("{goods} --slip RK{slip:02}"));
        let log = lab.read(".houqin/log");
        let recorded = log.lines().rfind(|line| line.contains(ledger)).expect("a record");
        let now = Digest::of(lab.read(ledger).as_bytes());
        assert!(recorded.contains(&format!("\"sha256\":\"{now}\"")), "{now}: {recorded}");
    }
    assert!(lab.root().join(".houqin/sound").exists(), "what is sound is written down");
}

#[test]
fn what_somebody_writes_into_an_open_month_is_looked_at_by_the_next() {
    let lab = april();
    for slip in ["CK03", "CK04", "CK05", "CK06"] {
        lab.ok(&format!("stock issue DG36 1 --department NK1 --slip {slip}"));
    }
    let path = "stock/movements/2026/2026-04.csv";
    let april = lab.read(path);
    let last = april.lines().last().expect("a line");
    let id = last.split(',').next().expect("an id");
    let new = |of: &str| of.replace(id, "M20260410-hand-000001").replace("CK06", "CK07");
    for (content, told) in [
        // Behind what was looked at, and within it, as long as before.
        (format!("{april}{}\n", new(last).replace(",issue,", ",issve,")), "issve"),
        (april.replace("CK04", "CK\"4"), "CK\"4"),
        (format!("{april}{}\n", new(last).replace("DG36", "DG37")), "DG37"),
        (format!("{april}{}\n", new(last).replace("dept:NK1", "dept:NK2")), "NK2"),
        (format!("{april}{}\n", new(last).replace(",1,支,", ",eins,支,")), "eins"),
        (format!("{april}{}\n", last.replace("CK06", "CK07")), id),
        (format!("{april}{}", &new(last)[..30]), "2026-04.csv:7"),
    ] {
        lab.write(path, &content);
        let line = "stock issue DG36 1 --department NK1 --slip CK08";
        let refused = lab.fails(65, line);
        assert!(refused.contains(told), "{told} is not in {refused}");
        let alone = lab.copy();
        for name in ["shelves", "slips", "sound"] {
            let _none = fs::remove_file(alone.root().join(".houqin").join(name));
        }
        assert_eq!(alone.fails(65, line), refused);
        assert_eq!(lab.read(path), content);
    }
    // A line that is right counts, whoever wrote it.
    lab.write(path, format!("{april}{}\n", new(last)));
    let refused = lab.run("stock issue DG36 2 --department NK1 --slip CK07");
    assert!(refused.stderr.contains("CK07"), "{}", refused.stderr);
    lab.ok("stock issue DG36 1 --department NK1 --slip CK08");
}

#[test]
fn a_line_that_counts_for_a_sheet_of_march_is_held_against_all_of_march() {
    let lab = april();
    lab.ok("stock statement -p 2026-04");
    let march = lab.read("stock/movements/2026/2026-03.csv");
    let count = march.lines().find(|line| line.contains(",count,")).expect("what PD-03 counted");
    let id = count.split(',').next().expect("its id");
    let again = count.replace(id, "M20260411-hand-000001").replace("2026-03-31", "2026-04-11");
    let april = lab.read("stock/movements/2026/2026-04.csv");
    lab.write("stock/movements/2026/2026-04.csv", format!("{april}{again}\n"));
    for line in
        ["stock statement -p 2026-04 -f csv", "stock issue DG36 1 --department NK1 --dry-run"]
    {
        let told = |lab: &Lab| {
            let ran = lab.run(line);
            (ran.code, ran.stdout, ran.stderr)
        };
        let with = told(&lab);
        let alone = lab.copy();
        let _none = fs::remove_file(alone.root().join(".houqin/shelves"));
        assert_eq!(with, told(&alone), "{line}");
        assert!(with.2.contains("PD-03"), "that a sheet counts twice is told: {}", with.2);
    }
}

#[test]
fn what_was_lent_before_a_seal_is_still_lent_after_it() {
    let mut lab = closable();
    for line in [
        "item add TZ01 --name 梯子 --unit 架",
        "stock receive TZ01 5 --price 90 --supplier 灯具厂 --slip RK03 --date 2026-03-20",
        "stock lend TZ01 2 --department NK1 --due 2026-05-01 --slip JC00 --date 2026-03-21",
        "close seal 2026-03",
    ] {
        lab.ok(line);
    }
    lab.on("2026-04-10");
    for line in ["stocktake open PD-04 --cutoff close", "stock statement -p 2026-04"] {
        lab.ok(line);
    }
    assert!(lab.root().join(".houqin/shelves").exists());
    let code = SheetCode::parse("PD-04").expect("a code");
    let about = Focus::Sheet { code, first: None, slip: String::new() };
    let store = Store::open(&RealDisk, lab.root()).expect("a store");
    let read = store.read_about(Need::stocktakes(), Some(&about)).expect("books");
    let as_of = Day::parse("2026-04-10").expect("a day");
    let asked = LoansOptions { as_of, store: None, item: None, owing: Owing::Open };
    let lent = loans(&read.books.stock, &asked).expect("loans").lines;
    assert!(read.books.stock.lines_of_slip("JC00").next().is_none(), "March was read");
    assert_eq!(lent.len(), 1);
    assert_eq!((lent[0].loan.slip.as_str(), lent[0].loan.lent.to_string()), ("JC00", "2".into()));
    assert_eq!(lent[0].loan.left.value.to_string(), "180.00");
}
