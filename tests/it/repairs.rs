//! Repair orders through the command line: reported, answered, completed, accepted, added up.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::writers::stocked;

/// A store with an item that is a repair part, on the day after the repairs of the tests.
fn workshop() -> Lab {
    let mut lab = stocked();
    lab.on("2026-03-31");
    lab.ok("org department add NK1 --name 内科一病区 -q");
    lab.ok("org department add WK2 --name 外科二病区 -q");
    lab.ok("item edit DG36 --part -q");
    lab.ok("stock receive DG36 20 --supplier 灯具厂 --price 5 --slip RK9 --date 2026-03-02 -q");
    lab
}

/// E15: answered after 20, 610, 5 and 60 minutes and not at all; three completed.
fn e15() -> Lab {
    let lab = workshop();
    lab.write(
        "houqin.toml",
        format!(
            "{}\n[repairs]\nrespond_minutes = {{ routine = 30 }}\ncomplete_hours = {{ routine = 12 }}\n\
             target = \"90%\"\n",
            lab.read("houqin.toml")
        ),
    );
    lab.write(
        "登记.csv",
        "维修单号,报修日期,报修时间,报修科室,报修人,报修项目,故障现象,到场时间,完成日期,完成时间,维修人,处理情况,维修费,验收日期,验收人\n\
         WX-1,2026-03-02,8:00,NK1,护士甲,病房灯,不亮,8:20,,9:00,电工,换灯管,100,2026-03-03,护士长\n\
         WX-2,2026/3/2,08:00,NK1,护士甲,热水器,不热,18:10,,19:00,水工,换加热管,160,,\n\
         WX-3,2026-03-02,08:00,NK1,护士乙,空调,不制冷,08:05,2026-03-03,20:00,空调工,加氟,200,,\n\
         WX-4,2026-03-02,08:00,NK1,护士乙,门锁,打不开,09:00,,,木工,,,,\n\
         WX-5,2026-03-02,08:00,NK1,护士甲,地漏,堵,,,,,,,,\n",
    );
    lab.ok("repair import 登记.csv -q");
    lab
}

#[test]
fn e15_a_register_is_imported_once_and_the_unanswered_order_counts_as_late() {
    let lab = e15();
    assert!(lab.ok("repair import 登记.csv").contains("已有相同记录"));
    lab.ok("stock issue DG36 2 --department NK1 --repair WX-1 --slip CK9 --date 2026-03-02 -q");
    let report = lab.run("report repairs -p 2026-03 --exit-code");
    assert_eq!((report.code, report.stderr.as_str()), (1, ""));
    assert_data_eq!(
        report.stdout,
        str![[r#"
维修统计

期间                      2026-03
维修单数                  5
响应及时率                40.0%
响应及时率（含撤销）      40.0%
响应中位数（分钟）        40
完成及时率                40.0%
完成及时率（含撤销）      40.0%
完成中位数（分钟）        660
响应目标                  ✗ 未达标
完成目标                  ✗ 未达标
全部未完成（含以前报修）  2
返修单数                  0
重复报修                  0
费用                      460.00
配件                      10.00
合计                      470.00
截至                      2026-03-31
登记截至                  2026-03-31T08:30:00

时限标准
紧急程度  响应（分钟）  完成（小时）
--------  ------------  ------------
紧急                15             4
急                  30            24
一般                30            12

按紧急程度
紧急程度  维修单数  未完成  已完成  已撤销  重复报修  及时响应  应响应  响应及时率  响应中位  及时完成  应完成  完成及时率  完成中位    费用   配件    合计
                                                                                          数                                      数
                                                                                    （分钟）                                （分钟）
--------  --------  ------  ------  ------  --------  --------  ------  ----------  --------  --------  ------  ----------  --------  ------  -----  ------
一般             5       2       3       0         0         2       5       40.0%        40         2       5       40.0%       660  460.00  10.00  470.00
--------  --------  ------  ------  ------  --------  --------  ------  ----------  --------  --------  ------  ----------  --------  ------  -----  ------
合计             5       2       3       0         0         2       5       40.0%        40         2       5       40.0%       660  460.00  10.00  470.00

按科室
科室  维修单数  未完成  已完成  已撤销  重复报修  及时响应  应响应  响应及时率  响应中位  及时完成  应完成  完成及时率  完成中位    费用   配件    合计
                                                                                      数                                      数
                                                                                （分钟）                                （分钟）
----  --------  ------  ------  ------  --------  --------  ------  ----------  --------  --------  ------  ----------  --------  ------  -----  ------
NK1          5       2       3       0         0         2       5       40.0%        40         2       5       40.0%       660  460.00  10.00  470.00
----  --------  ------  ------  ------  --------  --------  ------  ----------  --------  --------  ------  ----------  --------  ------  -----  ------
合计         5       2       3       0         0         2       5       40.0%        40         2       5       40.0%       660  460.00  10.00  470.00

按维修单位
维修单位  维修单数  未完成  已完成  已撤销  重复报修  及时响应  应响应  响应及时率  响应中位  及时完成  应完成  完成及时率  完成中位    费用   配件    合计
                                                                                          数                                      数
                                                                                    （分钟）                                （分钟）
--------  --------  ------  ------  ------  --------  --------  ------  ----------  --------  --------  ------  ----------  --------  ------  -----  ------
本院             5       2       3       0         0         2       5       40.0%        40         2       5       40.0%       660  460.00  10.00  470.00
--------  --------  ------  ------  ------  --------  --------  ------  ----------  --------  --------  ------  ----------  --------  ------  -----  ------
合计             5       2       3       0         0         2       5       40.0%        40         2       5       40.0%       660  460.00  10.00  470.00

本期报修
维修单号  状态      紧急程度  对象    科室  故障    报修日      报修时间  响应（分钟）  响应        完成（分钟）  完成        应完成日      费用   配件
--------  --------  --------  ------  ----  ------  ----------  --------  ------------  ----------  ------------  ----------  ----------  ------  -----
WX-1      ✓ 已验收  一般      病房灯  NK1   不亮    2026-03-02  08:00               20  ✓ 及时                60  ✓ 及时      2026-03-02  100.00  10.00
WX-2      ! 待验收  一般      热水器  NK1   不热    2026-03-02  08:00              610  ✗ 超时               660  ✓ 及时      2026-03-02  160.00      —
WX-3      ! 待验收  一般      空调    NK1   不制冷  2026-03-02  08:00                5  ✓ 及时              2160  ✗ 超时      2026-03-02  200.00      —
WX-4      ✗ 维修中  一般      门锁    NK1   打不开  2026-03-02  08:00               60  ✗ 超时                 —  ✗ 超时未办  2026-03-02       —      —
WX-5      ✗ 待响应  一般      地漏    NK1   堵      2026-03-02  08:00                —  ✗ 超时未办             —  ✗ 超时未办  2026-03-02       —      —

未完成的维修单
维修单号  状态      紧急程度  对象  科室  故障    报修日      报修时间  响应（分钟）  响应        完成（分钟）  完成        应完成日
--------  --------  --------  ----  ----  ------  ----------  --------  ------------  ----------  ------------  ----------  ----------
WX-4      ✗ 维修中  一般      门锁  NK1   打不开  2026-03-02  08:00               60  ✗ 超时      —             ✗ 超时未办  2026-03-02
WX-5      ✗ 待响应  一般      地漏  NK1   堵      2026-03-02  08:00                —  ✗ 超时未办  —             ✗ 超时未办  2026-03-02

维修领用配件
维修单号  日期        物资编码  名称  数量  单位   金额  出库记录
--------  ----------  --------  ----  ----  ----  -----  ---------------------
WX-1      2026-03-02  DG36      灯管     2  支    10.00  M20260302-6cr7-000015
--------  ----------  --------  ----  ----  ----  -----  ---------------------
合计                                              10.00

制表：____________  审核：____________  负责人：____________

"#]]
    );
    assert!(!lab.ok("report repairs -p 2026-03").contains("50.0"));
    // The parts are on an order that the books know.
    assert_eq!(lab.run("report repair-parts -p 2026-03 --exit-code").code, 0);
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn an_order_shows_its_story_and_its_parts() {
    let lab = e15();
    lab.ok("stock issue DG36 2 --department NK1 --repair WX-1 --slip CK9 --date 2026-03-02 -q");
    assert_data_eq!(
        lab.ok("repair show WX-1"),
        str![[r#"
维修单

台账编号        R20260302-6cr7-000002
维修单号        WX-1
状态            ✓ 已验收
紧急程度        一般
对象            病房灯
科室            NK1
故障            不亮
报修            2026-03-02 08:00 护士甲
到场            2026-03-02 08:20 电工
响应（分钟）    20
响应            ✓ 及时
修复            2026-03-02 09:00 电工
完成（分钟）    60
完成            ✓ 及时
应完成日        2026-03-02
验收            2026-03-03 护士长
费用            100.00
配件            10.00
费用与配件合计  110.00
截至            2026-03-31
登记截至        2026-03-31T08:30:00

维修台账
编号                   维修单                 日期        时间   事项      维修单号  对象    科室  紧急程度    费用  经办人  说明
---------------------  ---------------------  ----------  -----  --------  --------  ------  ----  --------  ------  ------  ------
R20260302-6cr7-000002  R20260302-6cr7-000002  2026-03-02  08:00  报修      WX-1      病房灯  NK1   一般           —  护士甲  不亮
R20260302-6cr7-000003  R20260302-6cr7-000002  2026-03-02  08:20  到场                —       —     —              —  电工
R20260302-6cr7-000004  R20260302-6cr7-000002  2026-03-02  09:00  修复                —       —     —         100.00  电工    换灯管
R20260303-6cr7-000005  R20260302-6cr7-000002  2026-03-03  —      验收合格            —       —     —              —  护士长

维修领用配件
维修单号  日期        物资编码  名称  数量  单位   金额  出库记录
--------  ----------  --------  ----  ----  ----  -----  ---------------------
WX-1      2026-03-02  DG36      灯管     2  支    10.00  M20260302-6cr7-000015
--------  ----------  --------  ----  ----  ----  -----  ---------------------
合计                                              10.00

"#]]
    );
    assert_data_eq!(
        lab.ok("repair list --overdue --lang en"),
        str![[r#"
repair orders

as of     2026-03-31
known by  2026-03-31T08:30:00

order  state        urgency  subject  department  trouble  reported    at     response (min)  response   completion (min)  completion  due
-----  -----------  -------  -------  ----------  -------  ----------  -----  --------------  ---------  ----------------  ----------  ----------
WX-4   ✗ in repair  routine  门锁     NK1         打不开   2026-03-02  08:00              60  ✗ late     —                 ✗ overdue   2026-03-02
WX-5   ✗ waiting    routine  地漏     NK1         堵       2026-03-02  08:00               —  ✗ overdue  —                 ✗ overdue   2026-03-02

"#]]
    );
}

#[test]
fn an_order_typed_step_by_step_says_what_comes_next() {
    let mut lab = workshop();
    let said = lab.ok(
        "repair open 内科 --number WX-7 --note 空调不制冷 --urgency 急 --department NK1 --person 护士甲",
    );
    assert_data_eq!(
        said,
        str![[r#"
已记录

编号                   维修单                 日期        时间   事项  维修单号  对象  科室  紧急程度  经办人  说明
---------------------  ---------------------  ----------  -----  ----  --------  ----  ----  --------  ------  ----------
R20260331-6cr7-000002  R20260331-6cr7-000002  2026-03-31  08:30  报修  WX-7      内科  NK1   急        护士甲  空调不制冷

注：维修单 WX-7 已登记；有人到场后登记：houqin repair respond WX-7 --person 维修人

"#]]
    );
    lab.ok("repair respond WX-7 --person 空调工 --due 2026-04-02 -q");
    lab.on("2026-04-01");
    lab.ok("repair extend WX-7 --due 2026-04-05 --note 等压缩机 --person 科长 -q");
    assert_data_eq!(
        lab.refuses(77, "repair accept WX-7 --person 护士长"),
        str![[r#"
错误：维修单 WX-7 还没有修复，不能验收
  提示：先登记修复：houqin repair complete WX-7 --person 维修人 --note 做了什么

"#]]
    );
    lab.ok("repair complete WX-7 --person 空调工 --note 换压缩机 --cost 260 -q");
    assert_data_eq!(
        lab.refuses(77, "repair accept WX-7 --person 空调工"),
        str![[r#"
错误：维修单 WX-7 是 空调工 修的，不能由本人验收
  提示：请另一人验收：houqin repair accept WX-7 --person 验收人

"#]]
    );
    lab.ok("repair accept WX-7 --person 护士长 --failed --note 仍不制冷 -q");
    lab.ok("repair complete WX-7 --person 空调工 --note 加氟 --cost 40 -q");
    lab.ok("repair accept WX-7 --person 护士长 -q");
    let shown = lab.ok("repair show WX-7");
    for part in ["已验收", "300.00", "2026-04-05", "2026-04-02", "验收不合格"] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    // As it was on the day before, the order is still being repaired.
    assert!(lab.ok("repair show WX-7 --as-of 2026-03-31").contains("维修中"));
    assert!(lab.ok("repair list").contains("没有这样的维修单"));
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn what_cannot_be_is_refused_with_what_to_type() {
    let lab = e15();
    for (line, code, part) in [
        ("repair open 内科 --note 灯 --department NK9", 77, "NK1"),
        ("repair open 内科 --note 灯 --urgency 很急", 2, "emergency"),
        ("repair open 内科 --note 灯 --due-time 10:00", 2, "--due"),
        ("repair open 内科 --note 灯 --finding F1", 77, "finding list"),
        ("repair complete WX-4 --person 木工", 77, "--note"),
        ("repair respond WX-5 --person 水工 --date 2026-04-09", 77, "2026-03-31"),
        ("repair list --overdue --all", 2, "--overdue"),
        ("report repairs --department NK9", 77, "NK1"),
    ] {
        let said = lab.refuses(code, line);
        assert!(said.contains(part), "{line}: {said}");
    }
    let sealed = lab.files();
    lab.ok("repair respond WX-5 --person 水工 --dry-run");
    assert!(lab.files() == sealed, "a rehearsal wrote");
}
