//! What rests on what was recorded of its goods before the last seal reads that, and no other goods.

use crate::lab::Lab;
use crate::seal::closable;
use crate::shelves::{nameless, slip_in};

/// March, with a line of other goods that nobody here asks for.
const MARCH: &str = "stock/movements/2026/2026-03.csv";

/// A store with an open March and the same one with a sealed March, both in April.
fn open_and_shut() -> [Lab; 2] {
    let mut open = closable();
    open.on("2026-04-02");
    for line in [
        "org department add NK2 --name 内科二病区",
        "item add QT01 --name 其他 --unit 个",
        "stock receive QT01 9 --price 1 --supplier 杂货 --slip RK90 --date 2026-03-20",
        "stock issue QT01 1 --department NK1 --slip CK90 --date 2026-03-21",
        "item add TZ01 --name 拖把 --unit 把 --durable",
        "stock receive TZ01 50 --price 18 --supplier 杂货 --slip RK91 --date 2026-03-20",
        "stock issue TZ01 10 --department NK1 --slip CK91 --person 张三 --date 2026-03-21",
        "stock issue TZ01 4 --department NK1 --date 2026-03-22 --note 无单",
        "stock exchange TZ01 3 --department NK1 --for CK91 --date 2026-03-25",
        "item add YP01 --name 药品 --unit 盒 --lot-kept",
        "stock receive YP01 5 --lot A1 --expiry 2027-03-01 --price 3 --supplier 药厂 --slip RK92 --date 2026-03-20",
        "item add ZC62 --name 轴承 --unit 只",
        "purchase order add ZC62 30 --order PO-1 --supplier 五金 --price 35 --due 2026-04-20 --date 2026-03-20",
        "purchase order add TZ01 5 --order PO-1 --supplier 五金 --price 18 --date 2026-03-20",
        "stock receive ZC62 8 --price 35 --supplier 五金 --order PO-1 --slip RK93 --date 2026-03-21",
        "stock lend ZC62 2 --department NK1 --due 2026-05-01 --slip JC91 --date 2026-03-22",
        "stock issue ZC62 1 --department NK1 --slip CK93 --date 2026-03-22",
        "stock reverse CK93 --slip CX93 --reason 录错 --date 2026-03-23",
    ] {
        open.ok(line);
    }
    let mut shut = open.copy();
    shut.ok("close seal 2026-03");
    // What the shelves came to is written down by whoever first asks.
    shut.ok("stock onhand -q");
    for lab in [&mut open, &mut shut] {
        lab.on("2026-04-10");
    }
    [open, shut]
}

/// What a command says to both, where none of them looks at the other goods of March.
fn told(labs: &[Lab; 2], line: &str) -> String {
    let [open, shut] = labs;
    let text = shut.read(MARCH);
    let broken = text.replace(",issue,QT01,", ",issve,QT01,");
    assert_ne!(broken, text);
    // The same line has another id in either store.
    let told = |lab: &Lab| {
        let march = lab.read(MARCH);
        let id_of = |words: &str| {
            let line = march.lines().find(|line| line.contains(words)).expect("a line of March");
            line.split(',').next().expect("its id").to_owned()
        };
        let line = line.replace("[无单]", &id_of(",无单,"));
        let ran = lab.run(&line);
        format!("{:?}\n{}\n{}", ran.code, nameless(&ran.stdout), nameless(&ran.stderr))
    };
    slip_in(shut, MARCH, &broken);
    let of_shut = told(shut);
    slip_in(shut, MARCH, &text);
    assert!(!of_shut.contains("issve"), "{line}\n{of_shut}");
    assert_eq!(told(open), of_shut, "{line}");
    of_shut
}

#[test]
fn what_comes_back_old_is_held_against_issues_before_the_seal() {
    let labs = open_and_shut();
    for (code, line) in [
        (0, "stock exchange TZ01 2 --department NK1 --for CK91"),
        (0, "stock exchange TZ01 2 --department NK1 --for CK91"),
        (0, "stock exchange TZ01 1 --department NK1 --for [无单]"),
        (0, "stock exchange TZ01 1 --department NK1 --person 张三 --slip JJ01"),
        (77, "stock exchange TZ01 1 --department NK2 --for CK91"),
        (77, "stock exchange ZC62 1 --department NK1 --for CK93"),
        (77, "stock exchange 没有 1 --department NK1"),
        (0, "stock exempt TZ01 1 --for CK91 --reason 随病人转出 --approver 后勤主任"),
        (77, "stock exempt TZ01 9 --for CK91 --reason 随病人转出 --approver 后勤主任"),
        (77, "stock exempt TZ01 1 --for CK99 --reason 随病人转出 --approver 后勤主任"),
        (0, "stock sign [无单] --person 护士长"),
        (0, "stock sign CK91 [无单] --person 护士长"),
        (77, "stock sign CK91 --person 别人"),
        (77, "stock sign CK93 --person 护士长"),
        (0, "stock mend TZ01 2 --amount 36"),
        (0, "stock sell-old TZ01 2 --buyer 废品站 --amount 4.5 --slip FP01"),
        (77, "stock sell-old TZ01 20 --buyer 废品站 --amount 4.5 --slip FP02"),
        (0, "stock scrap TZ01 1 --from-pool --reason 无修复价值"),
        (0, "stock issue TZ01 3 --department NK1 --slip CK95"),
        (0, "stock reverse CK95 --reason 录错"),
        (0, "stock issue YP01 1 --department NK1 --slip CK96"),
        (0, "stock reverse CK96 --reason 录错 --slip CX96"),
        (77, "stock reverse CK96 --reason 录错 --slip CX97"),
        (0, "stock opening TZ01 3 --price 1"),
        (77, "stock opening TZ01 4 --price 1"),
        (77, "item edit TZ01 --unit 支"),
        (0, "item edit TZ01 --shelf A-1"),
        (0, "item add QT02 --name 别的 --unit 个"),
    ] {
        let said = told(&labs, line);
        assert!(said.starts_with(&format!("{code}\n")), "{line}\n{said}");
    }
    for line in ["stock exchanges -f csv", "stock pool -f csv", "stock onhand -f csv"] {
        let [open, shut] = labs.each_ref().map(|lab| nameless(&lab.run(line).stdout));
        assert_eq!(open, shut, "{line}");
    }
}

#[test]
fn what_arrives_is_held_against_orders_and_loans_before_the_seal() {
    let labs = open_and_shut();
    for (code, line) in [
        (0, "stock receive ZC62 8 --price 36 --supplier 五金 --order PO-1 --slip RK94"),
        (0, "stock receive ZC62 8 --price 50 --supplier 五金 --order PO-1 --slip RK95"),
        (77, "stock receive ZC62 8 --price 50 --supplier 别家 --order PO-1 --slip RK96"),
        (77, "stock receive YP01 8 --price 50 --supplier 五金 --order PO-1 --slip RK96"),
        (77, "stock receive ZC62 8 --price 50 --supplier 五金 --order PO-9 --slip RK96"),
        (0, "stock return ZC62 2 --supplier 五金 --order PO-1 --slip TH01"),
        (77, "stock return ZC62 29 --supplier 五金 --order PO-1 --slip TH02"),
        (0, "stock issue ZC62 1 --department NK1 --repair WX-1 --slip CK97"),
        (0, "stock return ZC62 1 --department NK1 --repair WX-1 --slip TK97"),
        (0, "stock receive ZC62 1 --workshop 机修班 --price 30 --market-price 40 --slip ZZ01"),
        // A slip of March whose line was taken back under another one is free.
        (0, "stock issue ZC62 1 --department NK2 --slip CK93"),
        (0, "stock return ZC62 1 --loan JC91"),
        (77, "stock return ZC62 2 --loan JC91"),
        (77, "stock return TZ01 2 --loan JC91"),
        (77, "stock reverse JC91 --reason 录错"),
        (0, "purchase invoice add FP-1 --supplier 五金 --slip RK93 --amount 280"),
        (77, "purchase invoice add FP-2 --supplier 五金 --slip RK99 --amount 280"),
        (77, "purchase invoice add FP-3 --supplier 别家 --slip RK93 --amount 280"),
        (0, "purchase invoice add FP-4 --supplier 五金 --order PO-1 --amount=-70"),
        (77, "purchase order cancel PO-1"),
        (0, "purchase order close PO-1"),
        (0, "purchase order close PO-1"),
        (0, "purchase order add ZC62 5 --order PO-2 --supplier 五金 --price 35"),
        (0, "purchase order cancel PO-2"),
        (77, "stock receive ZC62 1 --price 35 --supplier 五金 --order PO-1 --slip RK97"),
        (0, "stock reverse RK93 --reason 录错"),
        (0, "stock finance set -p 2026-03 --amount 120"),
    ] {
        let said = told(&labs, line);
        assert!(said.starts_with(&format!("{code}\n")), "{line}\n{said}");
    }
    for line in ["purchase order status -f csv", "stock loans -f csv", "stock onhand -f csv"] {
        let [open, shut] = labs.each_ref().map(|lab| nameless(&lab.run(line).stdout));
        assert_eq!(open, shut, "{line}");
    }
}

#[test]
fn a_table_of_what_rests_on_lines_before_the_seal_is_imported_as_if_all_were_read() {
    let labs = open_and_shut();
    for (code, head, rows) in [
        (
            0,
            "日期,类型,物资编码,数量,科室,单号",
            "2026-04-09,以旧换新,TZ01,2,NK1,CK91\n2026-04-09,出库,YP01,1,NK1,CK98\n",
        ),
        (
            65,
            "日期,类型,物资编码,数量,供应商,单价,单号,采购订单",
            "2026-04-09,入库,ZC62,2,五金,35,RK98,PO-1\n2026-04-09,入库,ZC62,2,五金,35,RK99,PO-9\n",
        ),
        (
            0,
            "日期,类型,物资编码,数量,供应商,单价,单号,采购订单",
            "2026-04-09,入库,ZC62,2,五金,35,RK98,PO-1\n",
        ),
        (0, "date,kind,item,quantity,slip,from", "2026-04-09,return,ZC62,1,JC91,loan:NK1\n"),
    ] {
        for lab in &labs {
            lab.write("rows.csv", format!("{head}\n{rows}"));
        }
        let said = told(&labs, "stock import rows.csv");
        assert!(said.starts_with(&format!("{code}\n")), "{rows}\n{said}");
    }
}

#[test]
fn a_price_that_needs_a_reason_is_held_against_what_was_paid_before_the_seal() {
    let labs = open_and_shut();
    for lab in &labs {
        let settings = lab.read("houqin.toml");
        lab.write("houqin.toml", format!("{settings}\n[price]\nreview = \"reason\"\n"));
        lab.write(
            "rows.csv",
            "日期,类型,物资编码,数量,供应商,单价,单号\n2026-04-09,入库,ZC62,2,五金,350,RK98\n",
        );
    }
    for (code, line) in
        [(65, "stock import rows.csv"), (77, "stock receive ZC62 2 --price 350 --supplier 五金")]
    {
        let said = told(&labs, line);
        assert!(said.starts_with(&format!("{code}\n")) && said.contains("350"), "{line}\n{said}");
    }
}

#[test]
fn a_slip_is_free_once_what_stood_under_it_is_taken_back_under_another() {
    let labs = open_and_shut();
    for line in [
        "stock issue ZC62 1 --department NK1 --slip CK50",
        "stock reverse CK50 --slip CX50 --reason 录错",
        // Another department, and other goods.
        "stock issue DG36 1 --department NK2 --slip CK50",
        "stock issue TZ01 1 --department NK2 --slip CK50",
    ] {
        let said = told(&labs, line);
        assert!(said.starts_with("0\n"), "{line}\n{said}");
    }
}
