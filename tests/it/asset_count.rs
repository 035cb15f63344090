//! Asset stocktakes, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A ward with three beds and a server that was written off.
fn lab() -> Lab {
    let lab = Lab::new();
    lab.ok("org department add NK1 --name 内科一病区");
    lab.ok("org department add XXK --name 信息科");
    for tag in ["CH-1", "CH-2", "CH-3"] {
        lab.ok(&format!(
            "asset add {tag} --name 病床 --class 家具 --value 2000 --date 2025-01-10 --department NK1 --place 3楼病房 --custodian 护士长甲"
        ));
    }
    lab.ok("asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31 --department XXK --place 3楼机房");
    lab.ok("asset dispose FWQ-01 --reason 报废 --date 2026-01-15");
    lab
}

#[test]
fn a_ward_is_counted_signed_and_followed_up() {
    let lab = lab();
    lab.ok("asset count open ZC-01 --department NK1");
    let ran = lab.run_with(
        "asset count scan --counter 盘点员甲",
        "CH-1|病床|NK1\n@走廊\nCH-2\nFWQ-01\nCH-2\nZZ-9\n??\nCH-1\n-\n\nCH-3\n",
    );
    assert_eq!(ran.code, 0);
    assert_data_eq!(
        ran.stderr,
        str![[r#"
盘点表 ZC-01：扫一个编号回车；@地点 换地方，- 撤回，空行结束
CH-1 病床（第 1 件）
以下在 走廊
CH-2 病床（第 2 件）
FWQ-01 服务器：账上已经处置
CH-2 刚才扫过了；扫错了用 - 撤回
ZZ-9：台账上没有
“??”不是资产编号，记作无法识别
CH-1 刚才扫过了；扫错了用 - 撤回
撤回 CH-1
盘点表 ZC-01：共扫 6 次

"#]]
    );
    assert_data_eq!(
        ran.stdout,
        str![[r#"
已记录

记录号                 日期        盘点表  事项  资产编号  扫描内容       地点  科室  人员      录入时刻                   录入人
---------------------  ----------  ------  ----  --------  -------------  ----  ----  --------  -------------------------  --------
S20260305-6cr7-000007  2026-03-05  ZC-01   扫码  CH-1      CH-1|病床|NK1        NK1   盘点员甲  2026-03-05T08:30:00+08:00  库管员甲
S20260305-6cr7-000008  2026-03-05  ZC-01   扫码  CH-2                     走廊  NK1   盘点员甲  2026-03-05T08:30:00+08:00  库管员甲
S20260305-6cr7-000009  2026-03-05  ZC-01   扫码  FWQ-01                   走廊  NK1   盘点员甲  2026-03-05T08:30:00+08:00  库管员甲
S20260305-6cr7-000010  2026-03-05  ZC-01   扫码  CH-2                     走廊  NK1   盘点员甲  2026-03-05T08:30:00+08:00  库管员甲
S20260305-6cr7-000011  2026-03-05  ZC-01   扫码  ZZ-9                     走廊  NK1   盘点员甲  2026-03-05T08:30:00+08:00  库管员甲
S20260305-6cr7-000012  2026-03-05  ZC-01   扫码  —         ??             走廊  NK1   盘点员甲  2026-03-05T08:30:00+08:00  库管员甲

"#]]
    );
    assert_data_eq!(
        lab.ok("asset count status --all"),
        str![[r#"
固定资产盘点结果

盘点表      ZC-01
盘点基准日  2026-03-05
科室        NK1
地点        —
保管人      —
折旧类别    —
状态        ! 盘点中
应盘件数    3
账实相符率  33.3%
盘点人      盘点员甲
截至        2026-03-05
登记截至    2026-03-05T08:30:00

分类结果
结果            数量
--------------  ----
✓ 账实相符         1
✗ 盘亏             1
! 地点不符         1
! 保管人不符       0
✗ 盘盈（无账）     1
✗ 已处置仍在       1
重复扫描           1
! 无法识别         1

明细
结果            资产编号  名称    账面科室  账面地点  账面保管人     原值  实际科室  实际地点  扫描内容       盘点人    扫码记录号
--------------  --------  ------  --------  --------  ----------  -------  --------  --------  -------------  --------  ---------------------
✓ 账实相符      CH-1      病床    NK1       3楼病房   护士长甲    2000.00  NK1                 CH-1|病床|NK1  盘点员甲  S20260305-6cr7-000007
! 地点不符      CH-2      病床    NK1       3楼病房   护士长甲    2000.00  NK1       走廊                     盘点员甲  S20260305-6cr7-000008
✗ 盘亏          CH-3      病床    NK1       3楼病房   护士长甲    2000.00
✗ 已处置仍在    FWQ-01    服务器                                        —  NK1       走廊                     盘点员甲  S20260305-6cr7-000009
✗ 盘盈（无账）  ZZ-9                                                    —  NK1       走廊                     盘点员甲  S20260305-6cr7-000011
重复扫描        CH-2      病床                                          —  NK1       走廊                     盘点员甲  S20260305-6cr7-000010
! 无法识别                                                              —  NK1       走廊      ??             盘点员甲  S20260305-6cr7-000012

盘点人：____________  监盘：____________  保管人：____________  签字日期：____________

"#]]
    );
    assert_data_eq!(
        lab.fails(1, "asset count status --exit-code -f csv"),
        str![[r#"
"#]]
    );
}

#[test]
fn a_sheet_is_printed_to_be_filled_in() {
    let lab = lab();
    lab.ok("asset count open ZC-01 --department NK1");
    assert_data_eq!(
        lab.ok("asset count sheet"),
        str![[r#"
固定资产盘点表

盘点表      ZC-01
盘点基准日  2026-03-05
科室        NK1
地点        —
保管人      —
折旧类别    —
应盘件数    3

序号  资产编号  名称  折旧类别  科室  存放地点  保管人    见到  实际地点  实际保管人  备注  盘点表
----  --------  ----  --------  ----  --------  --------  ----  --------  ----------  ----  ------
   1  CH-1      病床  家具      NK1   3楼病房   护士长甲                                    ZC-01
   2  CH-2      病床  家具      NK1   3楼病房   护士长甲                                    ZC-01
   3  CH-3      病床  家具      NK1   3楼病房   护士长甲                                    ZC-01

注：见到的打 √；地点或保管人与账面不同的，写实际的；没见到的留空
注：填好以后读入：houqin asset count import 文件 --sheet ZC-01

盘点人：____________  监盘：____________  保管人：____________  签字日期：____________

"#]]
    );
}

#[test]
fn who_did_not_count_signs_and_the_missing_are_followed_up() {
    let lab = lab();
    lab.ok("asset count open ZC-01 --department NK1");
    lab.ok("asset count enter CH-1 --counter 盘点员甲");
    lab.ok("asset count enter CH-2 FWQ-01 ZZ-9 --place 走廊 --counter 盘点员甲");
    assert!(lab.refuses(77, "asset count sign --approver 盘点员甲").contains("--approver"));
    assert!(lab.refuses(77, "asset count sign --approver 资产科长").contains("--reason"));
    lab.ok("asset count sign --approver 资产科长 --reason 一张床待查 --date 2026-03-05");
    assert_data_eq!(
        lab.fails(1, "asset count follow --exit-code"),
        str![[r#"
"#]]
    );
    lab.ok("asset transfer CH-2 --place 走廊");
    lab.ok(
        "asset count settle ZC-01 FWQ-01 --outcome 已说明 --person 信息科 --reason 待回收公司来取",
    );
    lab.ok("asset count settle ZC-01 CH-3 --outcome lost --reason 查无下落");
    assert_data_eq!(
        lab.ok("asset count follow --all --lang en"),
        str![[r#"
follow-up of differences

still open               2
original value of these  2000.00
as of                    2026-03-05
known by                 2026-03-05T08:30:00

sheet  class               tag     name    department  place    custodian  seen      original value  days ago  state               since       said
-----  ------------------  ------  ------  ----------  -------  ---------  --------  --------------  --------  ------------------  ----------  -----------------
ZC-01  ✗ missing           CH-3    病床    NK1         3楼病房  护士长甲                    2000.00         0  ✗ lost, not yet     2026-03-05  查无下落
                                                                                                               disposed of
ZC-01  ✗ disposed of but   FWQ-01  服务器                                  NK1 走廊        36000.00         0  ✓ explained         2026-03-05  信息科：待回收公
       there                                                                                                                                   司来取
ZC-01  ✗ unregistered      ZZ-9                                            NK1 走廊            0.00         0  ✗ open              —

"#]]
    );
}

#[test]
fn a_sheet_that_was_filled_in_is_read_once_however_often() {
    let lab = lab();
    lab.ok("asset count open ZC-01 --place 3楼");
    let printed = lab.ok("asset count sheet -f csv");
    let filled = printed.replacen("护士长甲,,", "护士长甲,√,", 1).replacen(
        "护士长甲,,,",
        "护士长甲,是,走廊,",
        1,
    );
    lab.write("filled.csv", filled);
    lab.ok("asset count import filled.csv --counter 盘点员甲");
    let rows = lab.read("assets/stocktakes/2026.csv");
    assert_data_eq!(
        rows.clone(),
        str![[r#"
id,date,sheet,act,asset,text,place,department,custodian,class,outcome,tally,person,reason,note,reverses,recorded_at,recorded_by
S20260305-6cr7-000006,2026-03-05,ZC-01,open,,,3楼,,,,,,,,,,2026-03-05T08:30:00+08:00,库管员甲
S20260305-6cr7-000007,2026-03-05,ZC-01,scan,CH-1,,3楼,,,,,,盘点员甲,,,,2026-03-05T08:30:00+08:00,库管员甲
S20260305-6cr7-000008,2026-03-05,ZC-01,scan,CH-2,,走廊,,,,,,盘点员甲,,,,2026-03-05T08:30:00+08:00,库管员甲

"#]]
    );
    lab.ok("asset count import filled.csv --counter 盘点员甲");
    assert_eq!(lab.read("assets/stocktakes/2026.csv"), rows);
    assert_data_eq!(
        lab.ok("asset count list"),
        str![[r#"
资产盘点表

截至      2026-03-05
登记截至  2026-03-05T08:30:00

盘点表  基准日      科室  地点  状态      应盘  相符  盘亏  差异  账实相符率  盘点人    签字人
------  ----------  ----  ----  --------  ----  ----  ----  ----  ----------  --------  ------
ZC-01   2026-03-05        3楼   ! 盘点中     3     1     1     2       33.3%  盘点员甲

"#]]
    );
    // A scan that was wrong is taken back; what was known before stays known.
    let id = rows.lines().last().and_then(|row| row.split(',').next()).expect("an id").to_owned();
    lab.ok(&format!("asset count withdraw {id} --reason 扫错"));
    assert!(lab.ok("asset count status -f csv").contains("盘亏"));
    lab.ok("check");
    assert_data_eq!(
        lab.ok("asset count status --lang en"),
        str![[r#"
asset stocktake

sheet          ZC-01
register of    2026-03-05
department     —
place          3楼
custodian      —
class          —
state          ! being counted
to be counted  3
match rate     33.3%
counted by     盘点员甲
as of          2026-03-05
known by       2026-03-05T08:30:00

classes
class                    count
-----------------------  -----
✓ matched                    1
✗ missing                    2
! wrong place                0
! wrong custodian            0
✗ unregistered               0
✗ disposed of but there      0
scanned twice                0
! unreadable                 0

entries
class      tag   name  department  place    custodian  original value
---------  ----  ----  ----------  -------  ---------  --------------
✗ missing  CH-2  病床  NK1         3楼病房  护士长甲          2000.00
✗ missing  CH-3  病床  NK1         3楼病房  护士长甲          2000.00

counted by: ____________  observer: ____________  kept by: ____________  signed on: ____________

"#]]
    );
}

#[test]
fn a_sealed_month_takes_no_more_scans() {
    let lab = lab();
    lab.ok("asset count open ZC-01 --date 2026-02-10 --department NK1");
    lab.ok("asset count enter CH-1 --date 2026-02-10 --counter 盘点员甲");
    lab.ok("close seal 2026-02 --book assets -q");
    assert!(lab.refuses(77, "asset count enter CH-2 --date 2026-02-10").contains("2026-02"));
    lab.ok("asset count enter CH-2 --date 2026-03-02");
    lab.ok("verify");
    assert!(lab.read("closing/seals.csv").contains("assets"));
}
