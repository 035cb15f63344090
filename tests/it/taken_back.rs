//! What was recorded since the last seal is taken back and brought back without what is before it.

use crate::lab::Lab;
use crate::seal::closable;
use crate::shelves::{nameless, slip_in};

#[test]
fn what_april_recorded_is_taken_back_and_brought_back_without_reading_march() {
    let mut open = closable();
    for line in [
        "store add LG --name 楼管库",
        "item add TZ01 --name 梯子 --unit 架",
        "stock receive TZ01 9 --room ZW --price 90 --supplier 灯具厂 --slip RK03 --date 2026-03-20",
        "stock lend TZ01 2 --room ZW --department NK1 --due 2026-05-01 --slip JC00 --date 2026-03-21",
    ] {
        open.ok(line);
    }
    let mut shut = open.copy();
    shut.ok("close seal 2026-03");
    let march = "stock/movements/2026/2026-03.csv";
    let text = shut.read(march);
    let id_of = |lab: &Lab, month: &str, slip: &str| {
        let file = lab.read(&format!("stock/movements/2026/2026-{month}.csv"));
        let line = file.lines().find(|line| line.contains(&format!(",{slip},")));
        line.and_then(|line| line.split(',').next()).expect("its id").to_owned()
    };
    for lab in [&mut open, &mut shut] {
        lab.on("2026-05-02");
        for line in [
            "stock issue DG36 1 --room ZW --department NK1 --slip CK02 --date 2026-04-09",
            "stock issue DG36 2 --room ZW --department NK1 --slip CK01 --date 2026-04-09 --note 同号",
            "stock issue TZ01 1 --room ZW --department NK1 --slip CK03 --date 2026-04-09",
            "stock receive TZ01 1 --room ZW --price 95 --supplier 灯具厂 --slip RK04 --date 2026-04-09",
            "stock transfer TZ01 2 --room ZW --to-room LG --slip DB01 --date 2026-04-29 --arrives 2026-05-01",
            "stock issue TZ01 1 --room ZW --department NK1 --date 2026-05-02",
        ] {
            let _some_are_refused = lab.run(line);
        }
    }
    // Whether March has to be read for it.
    for (is_read, line) in [
        (false, "stock reverse CK02 --reason 录错"),
        (false, "stock reverse CK02 --reason 录错"),
        (false, "stock reverse CK02 --reason 录错 --slip CX01"),
        (false, "stock reverse CK03 --reason 录错 --date 2026-04-01"),
        (false, "stock reverse CK03 --reason 录错 --slip CX02 --date 2026-04-30"),
        (false, "stock reverse [RK04] --reason 录错"),
        (false, "stock reverse DB01 --reason 录错"),
        (false, "stock reverse 没有 --reason 录错"),
        (false, "stock lend TZ01 2 --room ZW --department NK1 --due 2026-06-01 --slip JC01"),
        (false, "stock lend TZ01 1 --room ZW --to 外包 --due 2026-06-01 --dry-run -q"),
        (false, "stock return TZ01 1 --loan JC01"),
        (false, "stock return TZ01 2 --loan JC01"),
        (false, "stock return DG36 1 --loan JC01"),
        (false, "stock reverse JC01 --reason 录错"),
        (false, "stock return TZ01 1 --loan JC09"),
        (false, "stock return TZ01 1 --loan JC00"),
        (false, "stock reverse [JC00] --reason 录错"),
        (false, "stock reverse RK03 --reason 录错"),
        (true, "stock reverse CK01 --reason 录错"),
        (false, "stock reverse M20260301-zz-000001 --reason 录错"),
    ] {
        let told = |lab: &Lab| {
            let line = ["JC00", "RK04"].iter().fold(line.to_owned(), |line, slip| {
                let month = if *slip == "JC00" { "03" } else { "04" };
                line.replace(&format!("[{slip}]"), &id_of(lab, month, slip))
            });
            let ran = lab.run(&line);
            format!("{:?}\n{}\n{}", ran.code, nameless(&ran.stdout), nameless(&ran.stderr))
        };
        let broken = text.replace(",issue,", ",issve,");
        slip_in(&shut, march, &broken);
        if is_read {
            assert!(told(&shut).contains("issve"), "{line}");
        }
        let of_shut = told(&shut);
        slip_in(&shut, march, &text);
        let of_shut = if is_read { told(&shut) } else { of_shut };
        assert_eq!(told(&open), of_shut, "{line}");
    }
    let onhand = |lab: &Lab| lab.ok("stock onhand -f csv");
    assert_eq!(onhand(&open), onhand(&shut));
}

#[test]
fn whoever_records_goods_kept_by_lots_is_told_of_their_slips_and_of_other_items_as_without_a_seal()
{
    let mut open = closable();
    for line in [
        "item add YP01 --name 药品 --unit 盒 --lot-kept",
        "stock receive YP01 5 --lot A1 --expiry 2027-03-01 --price 3 --supplier 药厂 --slip RK20 --date 2026-03-20",
        "stock issue YP01 1 --department NK1 --slip CK20 --date 2026-03-21",
        "item add TZ01 --name 梯子 --unit 架",
        "stock receive TZ01 9 --price 90 --supplier 灯具厂 --slip RK03 --date 2026-03-20",
        // It is written in one line.
        "stock issue TZ01 1 --department NK1 --slip 'CK\n30' --date 2026-03-21",
    ] {
        open.ok(line);
    }
    let mut shut = open.copy();
    shut.ok("close seal 2026-03");
    let march = "stock/movements/2026/2026-03.csv";
    for lab in [&mut open, &mut shut] {
        lab.on("2026-04-10");
    }
    let told = |lab: &Lab, slip: &str| {
        let line = format!("stock issue YP01 1 --department NK1 --slip '{slip}'");
        let ran = lab.run(&line);
        format!("{:?}\n{}\n{}", ran.code, nameless(&ran.stdout), nameless(&ran.stderr))
    };
    for (taken, slip) in [(false, "CK21"), (false, "CK21"), (true, "CK20"), (true, "CK\n30")] {
        let of_open = told(&open, slip);
        assert_eq!(taken, !of_open.starts_with('0'), "{of_open}");
        assert_eq!(told(&shut, slip), of_open);
    }
    // More of another item goes than there ever was.
    for lab in [&open, &shut] {
        let text = lab.read(march);
        let more = text.replace(",issue,DG36,", ",issue,DG36,9999");
        assert_ne!(text, more);
        lab.write(march, &more);
    }
    let warned = told(&open, "CK22");
    assert!(warned.contains("负库存"), "{warned}");
    assert_eq!(told(&shut, "CK22"), warned);
}
