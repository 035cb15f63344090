//! Old for new, loans, signatures and the further reconciliations, as they are typed and printed.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with mops that come back old, and bearings that go on repair orders.
fn mops() -> Lab {
    let lab = Lab::new();
    lab.ok("org department add NK1 --name 内科一病区");
    lab.ok("org department add SB --name 设备科");
    lab.ok("store add ZW --name 总务库");
    lab.ok("item add TZ01 --name 拖把 --unit 把 --durable --category 保洁用品");
    lab.ok("item add ZC62 --name 轴承6205 --unit 只 --part --category 五金材料");
    lab.ok("stock opening TZ01 100 --price 18 --date 2026-03-01");
    lab.ok("stock opening ZC62 20 --price 35 --date 2026-03-01");
    lab.ok("stock issue TZ01 10 --department NK1 --slip CK0001 --person 张三 --date 2026-03-02");
    lab
}

/// What a question answers with 1.
fn found(lab: &Lab, line: &str) -> String {
    let ran = lab.run(line);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{line}\n{}", ran.stdout);
    ran.stdout
}

#[test]
fn an_issue_of_a_durable_item_says_what_is_to_come_back() {
    let lab = mops();
    assert_data_eq!(
        lab.ok("stock issue TZ01 2 --department NK1 --slip CK0002"),
        str![[r#"
已记录

流水号                 日期        类型  物资编码  数量  单位  来自  去向  单号    登记时间                   登记人
---------------------  ----------  ----  --------  ----  ----  ----  ----  ------  -------------------------  --------
M20260305-6cr7-000004  2026-03-05  出库  TZ01         2  把    ZW    NK1   CK0002  2026-03-05T08:30:00+08:00  库管员甲

注：总务库现有拖把（TZ01）88 把
注：以旧换新：NK1 要在 2026-04-04 前交回旧的拖把（TZ01）2 把
  提示：交来时登记：houqin stock exchange TZ01 数量 --department NK1
注：NK1 的拖把（TZ01）共有 12 把旧的没交
  提示：逐单列出：houqin stock exchanges --department NK1 --item TZ01

"#]]
    );
    assert_data_eq!(
        lab.ok("stock exchange TZ01 12 --department NK1 --for CK0002"),
        str![[r#"
已记录

流水号                 日期        类型      物资编码  数量  单位  来自  去向  单号    登记时间                   登记人
---------------------  ----------  --------  --------  ----  ----  ----  ----  ------  -------------------------  --------
M20260305-6cr7-000005  2026-03-05  以旧换新  TZ01        12  把    NK1   旧物  CK0002  2026-03-05T08:30:00+08:00  库管员甲

注：NK1 的旧拖把（TZ01）都交清了

"#]]
    );
    assert_data_eq!(
        lab.english().ok("stock exchange TZ01 3 --department NK1"),
        str![[r#"
recorded

id                     date        kind      item  quantity  unit  from  to         recorded at                recorded by
---------------------  ----------  --------  ----  --------  ----  ----  ---------  -------------------------  -----------
M20260305-6cr7-000006  2026-03-05  exchange  TZ01         3  把    NK1   old goods  2026-03-05T08:30:00+08:00  库管员甲

note: NK1 brought back 3 把 of 拖把 (TZ01) more than was issued; it stands for issues to come
  hint: compare: houqin stock exchanges --department NK1 --item TZ01

"#]]
    );
}

#[test]
fn ten_out_seven_back_one_exempt_is_two() {
    let lab = mops();
    lab.ok("stock exchange TZ01 7 --department NK1 --for CK0001");
    lab.ok("stock exempt TZ01 1 --for CK0001 --reason 随病人转出 --approver 后勤主任");
    assert_data_eq!(
        found(&lab, "stock exchanges"),
        str![[r#"
以旧换新未交回

未交清单数  1
其中逾期    0
截至        2026-03-05
登记截至    2026-03-05T08:30:00

逐单
科室  领用人  物资编码  名称  出库单号  领用日期    领新  已交旧  免交  未交  单位  期限        天数  状态
----  ------  --------  ----  --------  ----------  ----  ------  ----  ----  ----  ----------  ----  ----
NK1   张三    TZ01      拖把  CK0001    2026-03-02    10       7     1     2  把    2026-04-01     3  —

按科室和物资
科室  物资编码  名称  领新  应交旧  已交旧  免交  未交  其中逾期  多交  单位  最长天数
----  --------  ----  ----  ------  ------  ----  ----  --------  ----  ----  --------
NK1   TZ01      拖把    10      10       7     1     2         0     0  把           3

注：有 1 笔领用的旧物没交齐
  提示：交来了：houqin stock exchange 物资 数量 --department 科室；不用交了：houqin stock exempt 物资 数量 --for 单号 --reason 原因 --approver 批准人

"#]]
    );
    assert_data_eq!(
        found(&lab, "stock exchanges --overdue --as-of 2026-04-30 -f csv"),
        str![[r#"
以旧换新未交回
未交清单数,1
其中逾期,1
截至,2026-04-30
登记截至,2026-04-30

逐单
科室,领用人,物资编码,名称,出库单号,领用日期,领新,已交旧,免交,未交,单位,期限,天数,状态
NK1,张三,TZ01,拖把,CK0001,2026-03-02,10,7,1,2,把,2026-04-01,59,逾期

按科室和物资
科室,物资编码,名称,领新,应交旧,已交旧,免交,未交,其中逾期,多交,单位,最长天数
NK1,TZ01,拖把,10,10,7,1,2,2,0,把,59

注
有 1 笔领用的旧物没交齐

"#]]
    );
    // Nothing is overdue yet; the question is answered with 0.
    lab.ok("stock exchanges --overdue");
    let said =
        lab.refuses(77, "stock exempt TZ01 3 --for CK0001 --reason 丢失 --approver 后勤主任");
    assert_data_eq!(
        said,
        str![[r#"
错误：CK0001 领的拖把（TZ01）只剩 2 把没交，不能免交 3 把
  提示：查未交：houqin stock exchanges --item TZ01

"#]]
    );
    let exemptions = lab.read("stock/exemptions.csv");
    assert_data_eq!(
        exemptions.clone(),
        str![[r#"
id,date,issue,department,item,quantity,unit,person,reason,approver,note,reverses,recorded_at,recorded_by
O20260305-6cr7-000005,2026-03-05,CK0001,NK1,TZ01,1,把,张三,随病人转出,后勤主任,,,2026-03-05T08:30:00+08:00,库管员甲

"#]]
    );
    let id = exemptions.lines().nth(1).and_then(|row| row.split(',').next()).expect("an id");
    lab.ok(&format!("stock reverse {id} --reason 找到了"));
    let again = found(&lab, "stock exchanges -f csv");
    assert!(again.contains("CK0001,2026-03-02,10,7,0,3,"), "{again}");
}

#[test]
fn the_pool_gives_what_came_back_and_no_more() {
    let lab = mops();
    lab.ok("stock exchange TZ01 7 --department NK1");
    lab.ok("stock scrap TZ01 4 --from-pool --reason 无修复价值");
    lab.ok("stock mend TZ01 1 --amount 3");
    lab.ok("stock sell-old TZ01 1 --buyer 回收站 --amount 2.5");
    assert_data_eq!(
        lab.ok("stock pool"),
        str![[r#"
旧物台账

期间      2026-03
截至      2026-03-05
登记截至  2026-03-05T08:30:00

物资编码  名称  期初  交回  报废  修复入库  变卖  结存  单位  变卖收入（元）
--------  ----  ----  ----  ----  --------  ----  ----  ----  --------------
TZ01      拖把     0     7     4         1     1     1  把              2.50
--------  ----  ----  ----  ----  --------  ----  ----  ----  --------------
合计                                                                    2.50

"#]]
    );
    let said = lab.refuses(77, "stock sell-old TZ01 2 --buyer 回收站 --amount 5");
    assert_data_eq!(
        said,
        str![[r#"
错误：旧物池里的拖把（TZ01）在 2026-03-05 只有 1 把，不够 2 把，差 1 把
  提示：查旧物台账：houqin stock pool --item TZ01

"#]]
    );
    lab.refuses(2, "stock scrap TZ01 1 --from-pool --room ZW --reason 破损");
}

#[test]
fn goods_that_are_lent_come_back_in_parts() {
    let lab = mops();
    lab.ok("stock lend TZ01 2 --department SB --due 2026-03-04 --slip JC0001 --date 2026-03-03");
    assert_data_eq!(
        found(&lab, "stock loans"),
        str![[r#"
借出未还

未还笔数  1
其中逾期  1
截至      2026-03-05
登记截至  2026-03-05T08:30:00

借用方  借条单号  物资编码  名称  库房  借出日期    借出  未还  单位  归还期限    天数  金额（元）  状态
------  --------  --------  ----  ----  ----------  ----  ----  ----  ----------  ----  ----------  ------
SB      JC0001    TZ01      拖把  ZW    2026-03-03     2     2  把    2026-03-04     2       36.00  ✗ 逾期
------  --------  --------  ----  ----  ----------  ----  ----  ----  ----------  ----  ----------  ------
合计                                                                                         36.00

"#]]
    );
    lab.ok("stock return TZ01 1 --loan JC0001");
    assert_data_eq!(
        lab.refuses(77, "stock return TZ01 2 --loan JC0001"),
        str![[r#"
错误：借条 JC0001 的拖把（TZ01）到 2026-03-05 只剩 1 把没还，对不上 2 把
  提示：查借出：houqin stock loans --item TZ01

"#]]
    );
    lab.ok("stock return TZ01 1 --loan JC0001 --note 第二次");
    lab.ok("stock loans");
    lab.refuses(2, "stock lend TZ01 1 --due 2026-03-20");
    lab.ok("check");
}

#[test]
fn issues_are_signed_several_at_once() {
    let lab = mops();
    lab.ok("stock issue ZC62 2 --department SB --slip CK0002");
    lab.ok("stock issue ZC62 1 --department SB --slip CK0003");
    assert_data_eq!(
        found(&lab, "report unsigned --exit-code"),
        str![[r#"
出库未签收核对表

期间      2026-03
出库笔数  3
未签收    2
截至      2026-03-05
登记截至  2026-03-05T08:30:00

科室  出库单号  流水号                 出库日期    天数  库房  物资编码  名称      数量  单位  金额（元）
----  --------  ---------------------  ----------  ----  ----  --------  --------  ----  ----  ----------
SB    CK0002    M20260305-6cr7-000004  2026-03-05     0  ZW    ZC62      轴承6205     2  只         70.00
SB    CK0003    M20260305-6cr7-000005  2026-03-05     0  ZW    ZC62      轴承6205     1  只         35.00
SB    小计                                                                                         105.00
----  --------  ---------------------  ----------  ----  ----  --------  --------  ----  ----  ----------
合计                                                                                               105.00

注：科室签收后登记，可以几张一起
  提示：houqin stock sign 单号 单号 --person 签收人

库管员：____________  负责人：____________  签字日期：____________

"#]]
    );
    lab.refuses(77, "stock sign CK0002 CK0009 --person 李四");
    assert_data_eq!(
        lab.ok("stock sign CK0002 CK0003 --person 李四"),
        str![[r#"
已记录

流水号                 签收日期    出库单号  科室  签收人  登记时间                   登记人
---------------------  ----------  --------  ----  ------  -------------------------  --------
G20260305-6cr7-000006  2026-03-05  CK0002    SB    李四    2026-03-05T08:30:00+08:00  库管员甲
G20260305-6cr7-000007  2026-03-05  CK0003    SB    李四    2026-03-05T08:30:00+08:00  库管员甲

"#]]
    );
    lab.ok("report unsigned --exit-code");
    let again = lab.ok("stock sign CK0003 --person 李四");
    assert!(again.contains("已有相同记录"), "{again}");
}

#[test]
fn parts_are_held_against_repairs() {
    let lab = mops();
    lab.ok(
        "asset add FWQ-01 --name 水泵 --class 机械设备 --value 5000 --date 2026-01-05 --months 120",
    );
    lab.ok("asset repair FWQ-01 --reason 换轴承 --note '维修单 WX-8' --date 2026-03-03");
    lab.ok("stock issue ZC62 2 --department SB --slip CK0002");
    lab.ok("stock issue ZC62 1 --department SB --slip CK0003 --repair WX-9");
    lab.ok("stock issue ZC62 1 --department SB --slip CK0004 --repair WX-8");
    assert_data_eq!(
        found(&lab, "report repair-parts --exit-code"),
        str![[r#"
维修配件与维修单核对表

期间                2026-03
配件出库笔数        3
配件出库金额（元）  140.00
其中退回（元）      0.00
没有对上            2
截至                2026-03-05
登记截至            2026-03-05T08:30:00

流水号                 出库日期    天数  出库单号  库房  科室  领用人  物资编码  名称      已退回  未退数量  单位  金额（元）  维修单号  问题
---------------------  ----------  ----  --------  ----  ----  ------  --------  --------  ------  --------  ----  ----------  --------  --------------
M20260305-6cr7-000006  2026-03-05     0  CK0002    ZW    SB            ZC62      轴承6205       0         2  只         70.00            ✗ 没写维修单
M20260305-6cr7-000007  2026-03-05     0  CK0003    ZW    SB            ZC62      轴承6205       0         1  只         35.00  WX-9      ✗ 查无此维修单
---------------------  ----------  ----  --------  ----  ----  ------  --------  --------  ------  --------  ----  ----------  --------  --------------
合计                                                                                                                   105.00

注：查明用在哪里：出错的冲销后带维修单号重开，维修没登记的补登记，没用完的退库并写明出库单号或维修单号
  提示：houqin stock reverse 流水号 --reason 补维修单号；houqin stock issue 物资 数量 --department 科室 --repair 维修单号；houqin stock return 物资 数量 --department 科室 --slip 出库单号

库管员：____________  维修人：____________  负责人：____________  签字日期：____________

"#]]
    );
    lab.ok("report repair-parts");
    // What was not used comes back, for the slip of its issue or for its repair order.
    lab.ok("stock return ZC62 1 --department SB --slip CK0002");
    lab.ok("stock return ZC62 1 --department SB --repair WX-9");
    assert_data_eq!(
        found(&lab, "report repair-parts --exit-code"),
        str![[r#"
维修配件与维修单核对表

期间                2026-03
配件出库笔数        3
配件出库金额（元）  140.00
其中退回（元）      70.00
没有对上            1
截至                2026-03-05
登记截至            2026-03-05T08:30:00

流水号                 出库日期    天数  出库单号  库房  科室  领用人  物资编码  名称      已退回  未退数量  单位  金额（元）  维修单号  问题
---------------------  ----------  ----  --------  ----  ----  ------  --------  --------  ------  --------  ----  ----------  --------  ------------
M20260305-6cr7-000006  2026-03-05     0  CK0002    ZW    SB            ZC62      轴承6205       1         1  只         35.00            ✗ 没写维修单
---------------------  ----------  ----  --------  ----  ----  ------  --------  --------  ------  --------  ----  ----------  --------  ------------
合计                                                                                                                    35.00

注：查明用在哪里：出错的冲销后带维修单号重开，维修没登记的补登记，没用完的退库并写明出库单号或维修单号
  提示：houqin stock reverse 流水号 --reason 补维修单号；houqin stock issue 物资 数量 --department 科室 --repair 维修单号；houqin stock return 物资 数量 --department 科室 --slip 出库单号

库管员：____________  维修人：____________  负责人：____________  签字日期：____________

"#]]
    );
}

#[test]
fn the_ledgers_are_held_against_finances() {
    let lab = mops();
    lab.ok("stock lend TZ01 2 --to 外包保洁公司 --due 2026-03-20");
    assert_data_eq!(
        found(&lab, "report ledgers --exit-code"),
        str![[r#"
明细账与总账核对表

月份      2026-03
截至      2026-03-05
登记截至  2026-03-05T08:30:00

按库房
库房  名称    类别  库房账（元）  财务账（元）  差额（元）  核对
----  ------  ----  ------------  ------------  ----------  ------------
ZW    总务库  全库  2284.00                                 ! 财务未提供
----  ------  ----  ------------  ------------  ----------  ------------
合计                2284.00

账上物资在哪里
所在            金额（元）
--------------  ----------
库房结存           2284.00
调拨在途              0.00
借出未还             36.00
待处理财产损溢        0.00
--------------  ----------
合计               2320.00

注：库房 ZW 还没有财务的 2026-03 月末余额
  提示：houqin stock finance set -p 2026-03 --room ZW --amount 金额

库管员：____________  财务：____________  负责人：____________  签字日期：____________

"#]]
    );
    lab.write("总账.csv", "月份,类别,金额\n2026-03,保洁用品,1600\n2026年3月,五金材料,700\n");
    lab.ok("stock finance import 总账.csv");
    lab.ok("stock finance set -p 2026-03 --amount 2284 --person 会计甲");
    assert_data_eq!(
        found(&lab, "report ledgers --exit-code -f csv"),
        str![[r#"
明细账与总账核对表
月份,2026-03
截至,2026-03-05
登记截至,2026-03-05T08:30:00

按库房
库房,名称,类别,库房账（元）,财务账（元）,差额（元）,核对
ZW,总务库,五金材料,700.00,700.00,0.00,相符
ZW,总务库,保洁用品,1584.00,1600.00,-16.00,不符
ZW,总务库,全库,2284.00,2284.00,0.00,相符
合计,,,2284.00,2284.00,0.00,

账上物资在哪里
所在,金额（元）
库房结存,2284.00
调拨在途,0.00
借出未还,36.00
待处理财产损溢,0.00
合计,2320.00

"#]]
    );
    lab.ok("stock finance set -p 2026-03 --category 保洁用品 --amount 1584");
    lab.ok("report ledgers --exit-code");
    lab.refuses(2, "report ledgers -p 2026-Q1");
    lab.refuses(77, "stock finance set -p 2026-03 --category 保洁 --amount 1");
}

#[test]
fn the_reconciliation_of_exchanges_is_ready_to_sign() {
    let lab = mops();
    lab.ok("stock exchange TZ01 7 --department NK1 --for CK0001");
    lab.ok("stock exempt TZ01 1 --for CK0001 --reason 随病人转出 --approver 后勤主任");
    assert_data_eq!(
        found(&lab, "report exchanges --exit-code"),
        str![[r#"
以旧换新核对表

期间        2026-03
未交清单数  1
其中逾期    0
截至        2026-03-05
登记截至    2026-03-05T08:30:00

逐单
科室  领用人  物资编码  名称  出库单号  领用日期    领新  已交旧  免交  未交  单位  期限        天数  状态
----  ------  --------  ----  --------  ----------  ----  ------  ----  ----  ----  ----------  ----  ----
NK1   张三    TZ01      拖把  CK0001    2026-03-02    10       7     1     2  把    2026-04-01     3  —

按科室和物资
科室  物资编码  名称  领新  应交旧  已交旧  免交  未交  其中逾期  多交  单位  最长天数
----  --------  ----  ----  ------  ------  ----  ----  --------  ----  ----  --------
NK1   TZ01      拖把    10      10       7     1     2         0     0  把           3

本期批准免交
流水号                 批准日期    科室  物资编码  名称  出库单号  数量  单位  原因        批准人
---------------------  ----------  ----  --------  ----  --------  ----  ----  ----------  --------
O20260305-6cr7-000005  2026-03-05  NK1   TZ01      拖把  CK0001       1  把    随病人转出  后勤主任

旧物收发存
物资编码  名称  期初  交回  报废  修复入库  变卖  结存  单位  变卖收入（元）
--------  ----  ----  ----  ----  --------  ----  ----  ----  --------------
TZ01      拖把     0     7     0         0     0     7  把              0.00
--------  ----  ----  ----  ----  --------  ----  ----  ----  --------------
合计                                                                    0.00

注：有 1 笔领用的旧物没交齐
  提示：交来了：houqin stock exchange 物资 数量 --department 科室；不用交了：houqin stock exempt 物资 数量 --for 单号 --reason 原因 --approver 批准人

库管员：____________  负责人：____________  审核：____________  签字日期：____________

"#]]
    );
    let english = lab.english();
    assert_data_eq!(
        found(&english, "report exchanges --exit-code"),
        str![[r#"
reconciliation of old for new

period           2026-03
issues open      1
of them overdue  0
as of            2026-03-05
known by         2026-03-05T08:30:00

by issue
department  received by  item  name  issue   issued on   new  came back  exempted  outstanding  unit  due         days  state
----------  -----------  ----  ----  ------  ----------  ---  ---------  --------  -----------  ----  ----------  ----  -----
NK1         张三         TZ01  拖把  CK0001  2026-03-02   10          7         1            2  把    2026-04-01     3  —

by department and item
department  item  name  new  to come back  came back  exempted  outstanding  overdue  credit  unit  oldest (days)
----------  ----  ----  ---  ------------  ---------  --------  -----------  -------  ------  ----  -------------
NK1         TZ01  拖把   10            10          7         1            2        0       0  把                3

exempted in the period
id                     date        department  item  name  issue   quantity  unit  reason      approved by
---------------------  ----------  ----------  ----  ----  ------  --------  ----  ----------  -----------
O20260305-6cr7-000005  2026-03-05  NK1         TZ01  拖把  CK0001         1  把    随病人转出  后勤主任

pool of old goods
item   name  opening  came back  scrapped  mended  sold  left  unit  proceeds (yuan)
-----  ----  -------  ---------  --------  ------  ----  ----  ----  ---------------
TZ01   拖把        0          7         0       0     0     7  把               0.00
-----  ----  -------  ---------  --------  ------  ----  ----  ----  ---------------
total                                                                           0.00

note: old goods are missing of 1 issue(s)
  hint: they came: houqin stock exchange ITEM QUANTITY --department DEPARTMENT; they need not: houqin stock exempt ITEM QUANTITY --for SLIP --reason REASON --approver NAME

storekeeper: ____________  in charge: ____________  reviewed by: ____________  signed on: ____________

"#]]
    );
}

#[test]
fn a_file_may_bring_old_goods_loans_and_sales() {
    let lab = mops();
    let rows = "日期,类型,物资编码,数量,科室,去向,单号,金额,归还期限,原因\n\
        2026-03-05,旧物变卖,TZ01,1,,回收站,,2.50,,\n\
        2026-03-03,交旧,TZ01,5,内科一病区,,CK0001,,,\n\
        2026-03-04,借出,TZ01,2,设备科,,JC0001,,2026-03-20,\n\
        2026-03-05,修复入库,TZ01,1,,总务库,,,,\n";
    lab.write("流水.csv", rows);
    assert_data_eq!(
        lab.ok("stock import 流水.csv"),
        str![[r#"
已记录

流水号                 日期        类型      物资编码  数量  单位  金额（元）  来自  去向    单号    归还期限    登记时间                   登记人
---------------------  ----------  --------  --------  ----  ----  ----------  ----  ------  ------  ----------  -------------------------  --------
M20260304-6cr7-000004  2026-03-04  借出      TZ01         2  把             —  ZW    SB      JC0001  2026-03-20  2026-03-05T08:30:00+08:00  库管员甲
M20260303-6cr7-000005  2026-03-03  以旧换新  TZ01         5  把             —  NK1   旧物    CK0001  —           2026-03-05T08:30:00+08:00  库管员甲
M20260305-6cr7-000006  2026-03-05  旧物变卖  TZ01         1  把          2.50  旧物  回收站          —           2026-03-05T08:30:00+08:00  库管员甲
M20260305-6cr7-000007  2026-03-05  修复入库  TZ01         1  把             —  旧物  ZW              —           2026-03-05T08:30:00+08:00  库管员甲

注：读入 4 行：新记 4，已有 0，退回 0

"#]]
    );
    let again = lab.ok("stock import 流水.csv");
    assert!(again.contains("已有 4"), "{again}");
    // What is shown as CSV can be read again.
    let csv = lab.ok("stock return TZ01 1 --loan JC0001 --dry-run -f csv --headers keys");
    lab.write(
        "归还.csv",
        csv.lines().filter(|line| line.contains(',')).collect::<Vec<_>>().join("\n"),
    );
    lab.ok("stock import 归还.csv");
    let loans = found(&lab, "stock loans -f csv");
    assert!(loans.contains("SB,JC0001,TZ01,拖把,ZW,2026-03-04,2,1,"), "{loans}");
}

#[test]
fn old_goods_that_are_overdue_are_a_remark_of_check() {
    let mut lab = mops();
    lab.ok("check");
    lab.on("2026-04-02");
    assert_data_eq!(
        found(&lab, "check exchanges"),
        str![[r#"
stock/movements/2026/2026-03.csv:4:46: 警告：以旧换新：NK1 在 CK0001 领的 TZ01，旧的还差 10，期限 2026-04-01 已过
  M20260302-6cr7-000003,2026-03-02,,issue,TZ01,10,把,,,,store:ZW,dept:NK1,,,CK0001,张三,,,,,,,,2026-03-05T08:30:00+08:00,库管员甲
                                               ^^
  提示：催交：houqin stock exchanges --overdue；不用交了：houqin stock exempt TZ01 10 --for CK0001 --reason 原因 --approver 批准人

"#]]
    );
    lab.write(
        "houqin.toml",
        format!("{}\n[exchange]\nratio = \"1/2\"\ngrace_days = 60\n", lab.read("houqin.toml")),
    );
    lab.ok("check exchanges");
    let five = found(&lab, "stock exchanges -f csv");
    assert!(five.contains("NK1,TZ01,拖把,10,5,0,0,5,0,0,把,31"), "{five}");
    lab.write("houqin.toml", lab.read("houqin.toml").replace("\"1/2\"", "0"));
    lab.refuses(78, "stock exchanges");
}
