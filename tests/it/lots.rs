//! Lots, expiry, cost methods and self-made goods, as a storekeeper types them.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// What a command prints that finds something.
fn found(lab: &Lab, line: &str) -> String {
    let ran = lab.run(line);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{line}");
    ran.stdout
}

/// A store with strips of three lots, one of which has expired.
fn strips() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-31");
    lab.ok("org department add NK1 --name 内科一病区");
    lab.ok("store add ZW --name 总务库");
    lab.ok("item add SJ01 --name 试纸 --unit 盒 --units 箱=10 --lot-kept");
    lab.ok("stock receive SJ01 3 --price 10 --freight 6.5 --supplier 华北 --lot A1 --expiry 2026-12-31 --slip RK1 --date 2026-03-02");
    lab.ok("stock receive SJ01 1箱 --price 120 --supplier 华北 --lot B1 --expiry 2026-04-20 --slip RK2 --date 2026-03-03");
    lab.ok("stock receive SJ01 5 --price 9 --supplier 华北 --lot OLD --expiry 2026-03-05 --slip RK3 --date 2026-03-04");
    lab
}

#[test]
fn an_issue_goes_over_the_lots_the_earliest_expiry_first_and_is_recorded_once() {
    let lab = strips();
    for _ in 0..2 {
        lab.ok("stock issue SJ01 12 --department NK1 --slip CK1 --date 2026-03-10");
    }
    assert_data_eq!(
        lab.ok("stock onhand --by-lot"),
        str![[r#"
库存

批号数    2
截至      2026-03-31
登记截至  2026-03-31T08:30:00

库房  物资编码  名称  批号  有效期至    剩余天数  数量  单位  金额（元）  提醒
----  --------  ----  ----  ----------  --------  ----  ----  ----------  --------
ZW    SJ01      试纸  OLD   2026-03-05       -26     5  盒         55.98  ✗ 已过期
ZW    SJ01      试纸  A1    2026-12-31       275     1  盒         11.19  —
----  --------  ----  ----  ----------  --------  ----  ----  ----------  --------
合计                                                               67.17

"#]]
    );
    assert_data_eq!(
        found(&lab, "stock expiring --within 300d"),
        str![[r#"
近效期和过期

看到      2027-01-25
截至      2026-03-31
登记截至  2026-03-31T08:30:00

已过期
库房  物资编码  名称  批号  有效期至    剩余天数  数量  单位  金额（元）  提醒
----  --------  ----  ----  ----------  --------  ----  ----  ----------  --------
ZW    SJ01      试纸  OLD   2026-03-05       -26     5  盒         55.98  ✗ 已过期
----  --------  ----  ----  ----------  --------  ----  ----  ----------  --------
合计                                                               55.98

近效期
库房  物资编码  名称  批号  有效期至    剩余天数  数量  单位  金额（元）
----  --------  ----  ----  ----------  --------  ----  ----  ----------
ZW    SJ01      试纸  A1    2026-12-31       275     1  盒         11.19
----  --------  ----  ----  ----------  --------  ----  ----  ----------
合计                                                               11.19

"#]]
    );
    lab.ok("stock scrap SJ01 5 --reason 过期");
    assert_data_eq!(
        lab.ok("stock expiring"),
        str![[r#"
近效期和过期

看到      2026-06-29
截至      2026-03-31
登记截至  2026-03-31T08:30:00

没有近效期或过期的批号

"#]]
    );
}

#[test]
fn the_store_s_own_days_tell_what_is_near_its_expiry() {
    let lab = strips();
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[stock]\nnear_expiry_days = 7\n"));
    let near = found(&lab, "stock expiring");
    assert!(near.contains("OLD") && !near.contains("B1"), "{near}");
}

#[test]
fn the_word_in_the_settings_chooses_the_cost_method() {
    let lab = strips();
    lab.ok("stock issue SJ01 12 --department NK1 --slip CK1 --date 2026-03-10");
    let settings = lab.read("houqin.toml");
    let values = ["moving-average", "monthly-weighted", "fifo", "specific-lot"].map(|word| {
        lab.write("houqin.toml", format!("{settings}\n[stock]\ncost = \"{word}\"\n"));
        let onhand = lab.ok("stock onhand -f csv");
        let value = onhand.lines().nth(1).and_then(|line| line.split(',').nth(9)).unwrap_or("");
        format!("{word} {value}")
    });
    // 36.50 for 3, 120.00 for 10, 45.00 for 5; 12 go: 10 of B1, 2 of A1.
    assert_eq!(
        values,
        ["moving-average 67.17", "monthly-weighted 67.17", "fifo 57.00", "specific-lot 57.17"]
    );
}

#[test]
fn self_made_goods_tell_what_they_saved() {
    let lab = strips();
    lab.ok("item add YZ01 --name 木椅 --unit 把");
    lab.ok("stock receive YZ01 20 --workshop 木工班 --price 35 --market-price 60 --slip ZZ1");
    lab.write("自制.csv", "日期,类型,物资编码,数量,单价,市场价,自制班组,单号\n2026-03-20,入库,YZ01,2,30,60,木工班,ZZ2\n");
    lab.ok("stock import 自制.csv");
    assert_data_eq!(
        lab.ok("stock self-made -p 2026"),
        str![[r#"
自制物资

期间      2026
截至      2026-03-31
登记截至  2026-03-31T08:30:00

自制班组  物资编码  名称  单位  数量  自制成本（元）  市场价值（元）  节约（元）
--------  --------  ----  ----  ----  --------------  --------------  ----------
木工班    YZ01      木椅  把      22          760.00         1320.00      560.00
--------  --------  ----  ----  ----  --------------  --------------  ----------
合计                                          760.00         1320.00      560.00

注：2026 自制节约 560.00 元

"#]]
    );
}

#[test]
fn a_sheet_counts_each_lot_and_posts_each_by_itself() {
    let lab = strips();
    lab.ok("stocktake open PD --room ZW --cutoff close");
    let sheet = lab.ok("stocktake sheet PD -f csv");
    assert!(sheet.contains("\n1,SJ01,试纸,,盒,OLD,5,"), "{sheet}");
    assert!(sheet.contains("\n2,SJ01,试纸,,盒,B1,10,"), "{sheet}");
    assert!(sheet.contains("\n3,SJ01,试纸,,盒,A1,3,"), "{sheet}");
    // A number for the item as a whole says nothing of its lots.
    let said = lab.refuses(77, "stocktake enter --sheet PD SJ01=17 --counter 库管员乙");
    assert!(said.contains("SJ01@OLD、SJ01@B1、SJ01@A1"), "{said}");
    // A filled sheet is read by its lots, and twice is once.
    lab.write("in.csv", sheet.replace(",OLD,5,,", ",OLD,5,5,"));
    for _ in 0..2 {
        lab.ok("stocktake import in.csv --sheet PD --counter 库管员乙");
    }
    lab.ok("stocktake enter --sheet PD SJ01@B1=8 --counter 库管员乙");
    // What explains a difference is said of one lot.
    let said = lab.refuses(77, "stocktake explain PD SJ01 -2 --as unentered --slip CK5");
    assert!(said.contains("SJ01@B1"), "{said}");
    lab.ok("stocktake explain PD SJ01@B1 -2 --as unentered --slip CK5");
    lab.ok("stocktake withdraw PD SJ01@B1 --as unentered --slip CK5 --reason 看错");
    let ran =
        lab.run_with("stocktake scan --sheet PD --counter 库管员乙 -q", "SJ01@A1\n1\nSJ01@A1\n3\n");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let differences = lab.ok("stocktake differences PD -f csv --headers keys");
    assert!(differences.contains("SJ01@B1,试纸,盒"), "{differences}");
    assert!(differences.contains("SJ01@A1,试纸,盒"), "{differences}");
    lab.ok("stocktake approve PD --approver 后勤主任 --reason 点数有误");
    lab.ok("stocktake post PD");
    assert_data_eq!(
        lab.ok("stock onhand --by-lot -f csv"),
        str![[r#"
库房,物资编码,名称,批号,有效期至,剩余天数,数量,单位,金额（元）,提醒
ZW,SJ01,试纸,OLD,2026-03-05,-26,5,盒,55.97,已过期
ZW,SJ01,试纸,B1,2026-04-20,20,8,盒,89.55,
ZW,SJ01,试纸,A1,2026-12-31,275,4,盒,44.78,
合计,,,,,,,,190.30,

"#]]
    );
    assert!(!lab.run("check").stdout.contains("错误"));
    // A late line of one lot moves the variance of that lot alone.
    lab.ok("stock issue SJ01 1 --lot B1 --department NK1 --slip CK9 --date 2026-03-30");
    assert_data_eq!(
        lab.ok("stocktake differences PD -f csv --headers keys"),
        str![[r#"
# stock.differences
sheet,PD
store,ZW
date,2026-03-31
scope,full
cutoff,close
state,posted
lines,3
counted,3
matched,1
surplus,1
surplus_value,11.20
shortage,1
shortage_value,11.19
uncounted,0
matched_by_line,33.3%
matched_by_value,88.23%
counters,库管员乙
approver,后勤主任
as_of,2026-03-31
known_by,2026-03-31T08:30:00

# stock.differences
line,item,name,unit,cutoff,book,counted,variance,value,standing,counter,approver,reason,note
2,SJ01@B1,试纸,盒,close,9,8,-1,-11.19,shortage,库管员乙,后勤主任,点数有误,
3,SJ01@A1,试纸,盒,close,3,4,1,11.20,surplus,库管员乙,后勤主任,点数有误,

# stock.late
item,name,unit,counted,approved,now,slip,slip_date,slip_quantity,recorded_at
SJ01@B1,试纸,盒,8,-2,-1,CK9,2026-03-30,-1,2026-03-31T08:30:00+08:00

# stock.candidates
item,name,unit,variance,rank,mistake,explains,said
SJ01@B1,试纸,盒,-1,1,other_lot,all,盘点时可能与批号 A1 混了：PD 上它的差异正好相反（1 盒）
SJ01@A1,试纸,盒,1,1,other_lot,all,盘点时可能与批号 B1 混了：PD 上它的差异正好相反（1 盒）

# word.note
1 项过账后补录了单据，差异与审批的不同，请重新审批：houqin stocktake approve PD --approver 姓名 --reason 原因；库存以实盘为准，不受影响
分批盘点的行，账面金额是整张卡片的金额（移动加权平均）按数量摊到该批的份额，不是该批自己的进价；要按批的进价，用个别计价

"#]]
    );
}
