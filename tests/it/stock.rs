//! The storekeeper's commands: what they print and what they write.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with a room, a ward and two items, of which the tubes have come in and gone out.
pub(crate) fn room() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-31");
    lab.ok("org department add NK1 --name 内科一病区");
    lab.ok("store add ZW --name 总务库 --keeper 库管员甲");
    lab.ok("item add DG36 --name 灯管 --spec 36W --unit 支 --units 箱=24 --category 五金材料 --minimum 30");
    lab.ok("item add DX25 --name 电线 --unit 米 --scale 1 --units 卷=100");
    lab.ok(
        "stock receive DG36 2箱 --price 204 --supplier 华北五金 --slip RK0012 --date 2026-03-04",
    );
    lab.ok("stock issue DG36 4 --department NK1 --slip CK0033 --person 护士长 --date 2026-03-05");
    lab
}

#[test]
fn what_is_recorded_is_shown_with_what_is_left() {
    let lab = room();
    assert_data_eq!(
        lab.ok("stock issue DG36 0.5箱 --department NK1 --slip CK0034 --time 10:30"),
        str![[r#"
已记录

流水号                 日期        时间   类型  物资编码  数量  单位  来自  去向  单号    登记时间                   登记人
---------------------  ----------  -----  ----  --------  ----  ----  ----  ----  ------  -------------------------  --------
M20260331-6cr7-000003  2026-03-31  10:30  出库  DG36       0.5  箱    ZW    NK1   CK0034  2026-03-31T08:30:00+08:00  库管员甲

注：总务库现有灯管（DG36）32 支

"#]]
    );
    assert_data_eq!(
        lab.ok("stock return DG36 1 --department NK1 --note 多领"),
        str![[r#"
已记录

流水号                 日期        类型  物资编码  数量  单位  来自  去向  备注  登记时间                   登记人
---------------------  ----------  ----  --------  ----  ----  ----  ----  ----  -------------------------  --------
M20260331-6cr7-000004  2026-03-31  退库  DG36         1  支    NK1   ZW    多领  2026-03-31T08:30:00+08:00  库管员甲

注：总务库现有灯管（DG36）33 支

"#]]
    );
    assert_data_eq!(
        lab.english().ok("stock scrap DG36 4 --reason 破损"),
        str![[r#"
recorded

id                     date        kind   item  quantity  unit  from  to     reason  recorded at                recorded by
---------------------  ----------  -----  ----  --------  ----  ----  -----  ------  -------------------------  -----------
M20260331-6cr7-000005  2026-03-31  scrap  DG36         4  支    ZW    scrap  破损    2026-03-31T08:30:00+08:00  库管员甲

note: 总务库 now holds 29 支 of 灯管 (DG36); all store rooms together are below the minimum of 30 支
  hint: see what should be bought: houqin stock onhand --low

"#]]
    );
}

#[test]
fn the_ledger_is_a_plain_file_a_month() {
    let lab = room();
    lab.ok("stock opening DX25 150.5 --price 2.35 --date 2026-01-01");
    lab.ok("store add WJ --name 五金库");
    lab.ok("stock transfer DG36 1箱 --room ZW --to-room WJ --date 2026-03-30 --arrives 2026-03-31");
    lab.ok("stock adjust DG36 1 --room ZW --up --reason 赠品 --amount 5");
    lab.ok("stock reverse CK0033 --reason 录错");
    assert_data_eq!(
        lab.read("stock/items.csv"),
        str![[r#"
code,name,spec,category,unit,scale,units,minimum,durable,lot_kept,active,shelf,abc,part,maximum,safety,lead_days,supplier,plan_price,old_ratio,old_grace
DG36,灯管,36W,五金材料,支,0,箱=24,30,no,no,yes,,,,,,,,,,
DX25,电线,,,米,1,卷=100,,no,no,yes,,,,,,,,,,

"#]]
    );
    assert_data_eq!(
        lab.read("stock/stores.csv"),
        str![[r#"
code,name,site,keeper
ZW,总务库,,库管员甲
WJ,五金库,,

"#]]
    );
    assert_data_eq!(
        lab.read("stock/movements/2026/2026-01.csv"),
        str![[r#"
id,date,time,kind,item,quantity,unit,unit_price,amount,counted,from,to,lot,expiry,slip,person,reason,note,reverses,market_price,order,repair,due,recorded_at,recorded_by
M20260101-6cr7-000003,2026-01-01,,opening,DX25,150.5,米,2.35,,,opening,store:ZW,,,,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
    assert_data_eq!(
        lab.read("stock/movements/2026/2026-03.csv"),
        str![[r#"
id,date,time,kind,item,quantity,unit,unit_price,amount,counted,from,to,lot,expiry,slip,person,reason,note,reverses,market_price,order,repair,due,recorded_at,recorded_by
M20260304-6cr7-000001,2026-03-04,,receipt,DG36,2,箱,204.00,,,supplier:华北五金,store:ZW,,,RK0012,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
M20260305-6cr7-000002,2026-03-05,,issue,DG36,4,支,,,,store:ZW,dept:NK1,,,CK0033,护士长,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
M20260330-6cr7-000004,2026-03-30,,transfer,DG36,1,箱,,,,store:ZW,transit,,,M20260330-6cr7-000004,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
M20260331-6cr7-000005,2026-03-31,,transfer,DG36,1,箱,,,,transit,store:WJ,,,M20260330-6cr7-000004,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
M20260331-6cr7-000006,2026-03-31,,adjustment,DG36,1,支,,5.00,,difference,store:ZW,,,,,赠品,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
M20260331-6cr7-000007,2026-03-31,,reversal,DG36,4,支,,,,dept:NK1,store:ZW,,,CK0033,,录错,,M20260305-6cr7-000002,,,,,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn the_shelf_the_card_and_the_statement_agree() {
    let lab = room();
    assert_data_eq!(
        lab.ok("stock onhand"),
        str![[r#"
库存

品种数    1
截至      2026-03-31
登记截至  2026-03-31T08:30:00

库房  物资编码  名称  规格  类别      数量  单位  折合      单价  金额（元）  提醒
----  --------  ----  ----  --------  ----  ----  --------  ----  ----------  ----
ZW    DG36      灯管  36W   五金材料    44  支    1 5/6 箱  8.50      374.00  —
----  --------  ----  ----  --------  ----  ----  --------  ----  ----------  ----
合计                                                                  374.00

"#]]
    );
    assert_data_eq!(
        lab.ok("stock card DG36"),
        str![[r#"
库存明细账

库房      ZW
库房名称  总务库
物资编码  DG36
名称      灯管
规格      36W
单位      支
期间      2026-03
截至      2026-03-31
登记截至  2026-03-31T08:30:00

日期        时间  单号    类型  对方      收入数量  收入金额  发出数量  发出金额  结存数量  单价  结存金额  备注    流水号
----------  ----  ------  ----  --------  --------  --------  --------  --------  --------  ----  --------  ------  ---------------------
期初                                                                                     0            0.00

2026-03-04  —     RK0012  入库  华北五金        48    408.00         —         —        48  8.50    408.00          M20260304-6cr7-000001
2026-03-05  —     CK0033  出库  NK1              —         —         4     34.00        44  8.50    374.00  护士长  M20260305-6cr7-000002
----------  ----  ------  ----  --------  --------  --------  --------  --------  --------  ----  --------  ------  ---------------------
期末                                            48    408.00         4     34.00        44  8.50    374.00

"#]]
    );
    assert_data_eq!(
        lab.ok("report statement -p 2026-03"),
        str![[r#"
收发存报表

期间      2026-03
品种数    1
截至      2026-03-31
登记截至  2026-03-31T08:30:00

库房  物资编码  名称  单位  期初数量  期初金额  收入数量  收入金额  发出数量  发出金额  盘盈亏数量  盘盈亏金额  期末数量  期末金额
----  --------  ----  ----  --------  --------  --------  --------  --------  --------  ----------  ----------  --------  --------
ZW    DG36      灯管  支           0      0.00        48    408.00         4     34.00           0        0.00        44    374.00
----  --------  ----  ----  --------  --------  --------  --------  --------  --------  ----------  ----------  --------  --------
合计                                      0.00              408.00               34.00                    0.00              374.00

注：期初 + 收入 − 发出 ± 盘盈亏 = 期末，逐行相符

库管员：____________  审核：____________  科主任：____________

"#]]
    );
}

#[test]
fn values_by_kind_by_department_and_by_item_agree() {
    let lab = room();
    assert_data_eq!(
        lab.ok("stock statement -p 2026-03 --kinds"),
        str![[r#"
收发存报表

期间      2026-03
品种数    1
截至      2026-03-31
登记截至  2026-03-31T08:30:00

库房  类型      收入金额  发出金额  结存金额
----  --------  --------  --------  --------
ZW    期初             —         —      0.00
ZW    采购入库    408.00         —         —
ZW    科室领用         —     34.00         —
ZW    期末                            374.00

合计  期初             —         —      0.00
合计  采购入库    408.00         —         —
合计  科室领用         —     34.00         —
----  --------  --------  --------  --------
合计  期末                            374.00

注：期初 + 收入 − 发出 ± 盘盈亏 = 期末，逐行相符

"#]]
    );
    assert_data_eq!(
        lab.ok("stock consumption -p 2026-Q1"),
        str![[r#"
科室领用

期间      2026-01-01..2026-03-31
科室数    1
截至      2026-03-31
登记截至  2026-03-31T08:30:00

科室  物资编码  名称  规格  类别      单位  领用  退库  净领用  金额（元）
----  --------  ----  ----  --------  ----  ----  ----  ------  ----------
NK1   DG36      灯管  36W   五金材料  支       4     0       4       34.00
NK1   小计                                                           34.00
----  --------  ----  ----  --------  ----  ----  ----  ------  ----------
合计                                                                 34.00

"#]]
    );
    assert_data_eq!(
        lab.ok("item show DG36 --as-of 2026-03-04 --known-by 2026-03-31"),
        str![[r#"
物资

物资编码  DG36
名称      灯管
规格      36W
类别      五金材料
单位      支
小数位    0
换算单位  箱=24
最低库存  30
以旧换新  否
管批号    否
在用      是
截至      2026-03-04
登记截至  2026-03-31

库房  数量  单位  折合  单价  金额（元）
----  ----  ----  ----  ----  ----------
ZW      48  支    2 箱  8.50      408.00

"#]]
    );
}

#[test]
fn reports_speak_english_and_csv_and_json() {
    let lab = room().english();
    assert_data_eq!(
        lab.ok("stock onhand"),
        str![[r#"
on hand

lines     1
as of     2026-03-31
known by  2026-03-31T08:30:00

store room  item  name  specification  category  quantity  unit  in larger units  price  value (yuan)  remark
----------  ----  ----  -------------  --------  --------  ----  ---------------  -----  ------------  ------
ZW          DG36  灯管  36W            五金材料        44  支    1 5/6 箱          8.50        374.00  —
----------  ----  ----  -------------  --------  --------  ----  ---------------  -----  ------------  ------
total                                                                                          374.00

"#]]
    );
    assert_data_eq!(
        lab.ok("stock card DG36 -f csv"),
        str![[r#"
date,time,slip,kind,from or to,in,in (yuan),out,out (yuan),balance,price,balance (yuan),remark,id
opening,,,,,,,,,0,,0.00,,
2026-03-04,,RK0012,receipt,华北五金,48,408.00,,,48,8.50,408.00,,M20260304-6cr7-000001
2026-03-05,,CK0033,issue,NK1,,,4,34.00,44,8.50,374.00,护士长,M20260305-6cr7-000002
closing,,,,,48,408.00,4,34.00,44,8.50,374.00,,

"#]]
    );
    let json = lab.ok("stock statement -f json");
    let row = r#""closing_quantity": "44", "closing_value": "374.00""#;
    assert!(json.contains(row), "{json}");
}

#[test]
fn a_register_from_before_a_column_gets_it_when_it_is_first_filled() {
    let lab = Lab::new();
    lab.write("stock/items.csv", "code,name,unit,备注\nDG36,灯管,支,\"a,b\"\nBG01,中性笔,支,");
    lab.ok("item edit DG36 --supplier 华北五金 --maximum 60");
    assert_eq!(
        lab.read("stock/items.csv"),
        "code,name,unit,备注,scale,durable,lot_kept,active,maximum,supplier\n\
         DG36,灯管,支,\"a,b\",0,no,no,yes,60,华北五金\nBG01,中性笔,支,,,,,,,"
    );
    lab.ok("check");
    lab.ok("item edit BG01 --shelf A-3");
    assert!(lab.read("stock/items.csv").ends_with("BG01,中性笔,支,,0,no,no,yes,,,A-3"));
}
