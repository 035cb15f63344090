//! What a count sheet goes through after the first count: late slips, recounts, pending
//! differences, declared slips, the cycle.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::stocktake::opened;

/// The sheet posted with one lamp too few.
fn posted() -> Lab {
    let lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=45 DX25=97.5");
    lab.ok("stocktake approve --approver 后勤主任 --reason 破损");
    lab.ok("stocktake post");
    lab
}

#[test]
fn a_late_slip_is_approved_again_and_the_month_can_be_sealed() {
    let mut lab = posted();
    lab.on("2026-04-02");
    lab.ok("stock issue DG36 2 --department NK1 --date 2026-03-30 --slip 0117");
    let refused = lab.refuses(77, "close seal 2026-03 --book stock");
    assert!(refused.contains("sheets-settled"), "{refused}");
    assert_data_eq!(
        lab.ok("stocktake differences PD-03"),
        str![[r#"
盘点差异表

盘点表              PD-03
库房                ZW
盘点日期            2026-03-31
范围                全盘
截止                当日末
状态                ✓ 已过账
应盘                3
已盘                3
相符                2
盘盈                0
盘盈金额            0.00
盘亏                1
盘亏金额            8.50
未盘                0
账物相符率（项）    66.6%
账物相符率（金额）  98.71%
盘点人              库管员甲
审批人              后勤主任
截至                2026-04-02
登记截至            2026-04-02T08:30:00

盘点差异表
行号  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果    盘点人    审批人    原因  备注
----  --------  ----  ----  ------  ----  ----  ----  --------  ------  --------  --------  ----  ----
   2  DG36      灯管  只    当日末    46    45    -1     -8.50  ✗ 盘亏  库管员甲  后勤主任  破损

迟到单据影响
物资编码  名称  单位  实盘  批准差异  现差异  迟到单据  单据日期    收发数量  录入时间
--------  ----  ----  ----  --------  ------  --------  ----------  --------  -------------------------
DG36      灯管  只      45        -3      -1  0117      2026-03-30        -2  2026-04-02T08:30:00+08:00

注：1 项过账后补录了单据，差异与审批的不同，请重新审批：houqin stocktake approve PD-03 --approver 姓名 --reason 原因；库存以实盘为准，不受影响

盘点人：____________  监盘：____________  库管员：____________  批准：____________  签字日期：____________

"#]]
    );
    assert_data_eq!(
        lab.ok("stocktake approve PD-03 --approver 后勤主任 --reason '补录 0117'"),
        str![[r#"
已记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
状态      ✓ 已过账
应盘      3
已盘      3
未盘      0

账物不符及未盘
行号  物资编码  名称  单位  账面  实盘  差异  差异金额  结果    审批人    原因
----  --------  ----  ----  ----  ----  ----  --------  ------  --------  ----
   2  DG36      灯管  只      46    45    -1     -8.50  ✗ 盘亏  后勤主任  破损

历次审批
行号  物资编码  名称  单位  批准差异  审批人    原因       录入时间
----  --------  ----  ----  --------  --------  ---------  -------------------------
   2  DG36      灯管  只          -3  后勤主任  破损       2026-03-31T08:30:00+08:00
   2  DG36      灯管  只          -1  后勤主任  补录 0117  2026-04-02T08:30:00+08:00

"#]]
    );
    let again = lab.ok("stocktake approve PD-03 --approver 后勤主任 --reason '补录 0117'");
    assert!(again.contains("没有重复写入"), "{again}");
    lab.ok("check");
    lab.ok("close seal 2026-03 --book stock");
    let late = "stock issue DG36 1 --department NK1 --date 2026-03-30 --slip 0118";
    assert!(lab.refuses(77, late).contains("结账"));
}
