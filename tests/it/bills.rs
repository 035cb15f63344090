//! Bills of utilities through the command line: recorded once, held against the meters, shared out.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// Two wards under a main meter; February is read, and billed.
fn hospital() -> Lab {
    let lab = Lab::new();
    lab.write(
        "科室.csv",
        "编码,名称,床位,面积\nNK1,内科一病区,40,1500\nWK1,外科一病区,35,1300\nXZ,行政,,800\n",
    );
    lab.ok("org department import 科室.csv -q");
    lab.ok("meter add D-00 --name 总配电 --utility 电 -q");
    for (code, name, department) in
        [("D-NK1", "内科一病区", "NK1"), ("D-WK1", "外科一病区", "WK1"), ("D-XZ", "行政楼", "XZ")]
    {
        lab.ok(&format!(
            "meter add {code} --name {name} --utility 电 --parent D-00 --department {department} -q"
        ));
    }
    lab.write(
        "抄表.csv",
        "监测点,日期,读数\nD-00,2026-02-01,1000\nD-00,2026-03-01,29000\nD-NK1,2026-02-01,0\n\
         D-NK1,2026-03-01,9000\nD-WK1,2026-02-01,0\nD-WK1,2026-03-01,11000\nD-XZ,2026-02-01,0\n\
         D-XZ,2026-03-01,5000\n",
    );
    lab.ok("meter import 抄表.csv -q");
    lab.ok("energy tariff set 电 0.65 --valid-from 2026-01-01 --source 供用电合同 -q");
    lab
}

/// The bill of February.
const FEBRUARY: &str = "energy bill add DF202602 --supplier 供电公司 --account 0310088 --utility 电 \
                        --first-day 2026-02-01 --last-day 2026-02-28 --quantity 28000 \
                        --amount 18200.01 --point D-00";

#[test]
fn a_bill_is_recorded_once_and_corrected_and_taken_back() {
    let lab = hospital();
    let rehearsed = lab.ok(&format!("{FEBRUARY} --dry-run"));
    assert!(rehearsed.contains("DF202602"), "{rehearsed}");
    assert!(!lab.files().contains_key("meters/bills.csv"));
    assert_data_eq!(
        lab.ok(FEBRUARY),
        str![[r#"
已记录

记录号                 账单号    供应商    户号     能源  单位  类别  计费起日    计费止日     用量  金额（元）  监测点
---------------------  --------  --------  -------  ----  ----  ----  ----------  ----------  -----  ----------  ------
B20260228-6cr7-000009  DF202602  供电公司  0310088  电    kWh   正常  2026-02-01  2026-02-28  28000    18200.01  D-00

"#]]
    );
    assert!(lab.ok(FEBRUARY).contains("已有"), "the same again");
    let refused = lab.refuses(77, &FEBRUARY.replace("18200.01", "18300"));
    assert!(refused.contains("供电公司的账单 DF202602 已经登记过"), "{refused}");
    lab.ok("energy bill add DF202602 --correct --amount 18210.40 -q");
    lab.ok("energy bill reverse DF202602 --reason 供应商重开 -q");
    lab.ok(&format!("{FEBRUARY} --note 重开 -q"));
    assert_data_eq!(
        lab.read("meters/bills.csv"),
        str![[r#"
id,number,supplier,account,utility,unit,kind,from,until,quantity,amount,point,site,note,supersedes,reverses,recorded_at,recorded_by
B20260228-6cr7-000009,DF202602,供电公司,0310088,electricity,kWh,regular,2026-02-01,2026-02-28,28000,18200.01,D-00,,,,,2026-03-05T08:30:00+08:00,库管员甲
B20260228-6cr7-000010,DF202602,供电公司,0310088,electricity,kWh,regular,2026-02-01,2026-02-28,28000,18210.40,D-00,,,B20260228-6cr7-000009,,2026-03-05T08:30:00+08:00,库管员甲
B20260228-6cr7-000011,DF202602,供电公司,0310088,electricity,kWh,regular,2026-02-01,2026-02-28,28000,18210.40,D-00,,供应商重开,,B20260228-6cr7-000010,2026-03-05T08:30:00+08:00,库管员甲
B20260228-6cr7-000012,DF202602,供电公司,0310088,electricity,kWh,regular,2026-02-01,2026-02-28,28000,18200.01,D-00,,重开,,,2026-03-05T08:30:00+08:00,库管员甲

"#]]
    );
    let listed = lab.ok("energy bill list --known-by 2026-03-04");
    assert!(listed.contains("这段时间没有账单"), "{listed}");
    lab.ok("check");
}

#[test]
fn days_are_billed_once_and_an_adjustment_says_so() {
    let lab = hospital();
    lab.ok(&format!("{FEBRUARY} -q"));
    let other = FEBRUARY.replace("DF202602", "DF202602B");
    let refused = lab.refuses(77, &other);
    assert!(refused.contains("都算了 2026-02"), "{refused}");
    let refund = "energy bill add TF-0042 --supplier 供电公司 --account 0310088 --utility 电 \
                  --first-day 2026-02-01 --last-day 2026-02-28 --amount=-120 --adjustment";
    let noted = lab.ok(refund);
    assert!(noted.contains("退补或分表，照登"), "{noted}");
    assert_data_eq!(
        lab.ok("energy bill list"),
        str![[r#"
能源账单

期间      2026
截至      2026-03-05
登记截至  2026-03-05T08:30:00

能源  账单号    供应商    户号     计费期间  天数  账单用量  单位  金额（元）  均价（元）  类别    监测点
----  --------  --------  -------  --------  ----  --------  ----  ----------  ----------  ------  ------
电    DF202602  供电公司  0310088  2026-02     28     28000  kWh     18200.01      0.6500  正常    D-00
电    TF-0042   供电公司  0310088  2026-02     28         —  kWh      -120.00           —  ! 退补  —
小计                                                 ! 待定  kWh     18080.01

注：1 张账单没有用量，用量合计待定
  提示：补上：houqin energy bill add 账单号 --correct --quantity 用量

"#]]
    );
}

#[test]
fn bills_are_imported_once_with_days_or_with_a_month() {
    let lab = hospital();
    lab.write(
        "账单.csv",
        "账单号,供应商,户号,能源,月份,起始日期,截止日期,用量,金额（元）,备注\n\
         SF-01,供水公司,,冷水,2026年1月,,,820,3444.00,\n\
         SF-02,供水公司,,冷水,2026-02,,,,3570.00,无用量\n\
         QF-01,燃气公司,77,天然气,,2026/1/26,2026/2/25,1500,5475,\n",
    );
    let rehearsed = lab.run("energy bill import 账单.csv --dry-run -f csv").stdout;
    assert_data_eq!(
        lab.ok("energy bill import 账单.csv"),
        str![[r#"
已记录

记录号                 账单号  供应商    户号  能源    单位  类别  计费起日    计费止日    用量  金额（元）  备注
---------------------  ------  --------  ----  ------  ----  ----  ----------  ----------  ----  ----------  ------
B20260131-6cr7-000009  SF-01   供水公司  —     冷水    m3    正常  2026-01-01  2026-01-31   820     3444.00  —
B20260228-6cr7-000010  SF-02   供水公司  —     冷水    m3    正常  2026-02-01  2026-02-28     —     3570.00  无用量
B20260225-6cr7-000011  QF-01   燃气公司  77    天然气  m3    正常  2026-01-26  2026-02-25  1500     5475.00  —

注：读入 3 行：新记 3，已有 0，退回 0

"#]]
    );
    let again = lab.ok("energy bill import 账单.csv");
    assert!(again.contains("新记 0，已有 3，退回 0"), "{again}");
    lab.write("试录.csv", rehearsed);
    let same = lab.ok("energy bill import 试录.csv");
    assert!(same.contains("新记 0，已有 3，退回 0"), "what a rehearsal prints is the same: {same}");
    lab.write("错.csv", "账单号,供应商,能源,月份,金额\nSF-02,供水公司,冷水,2026-02,9\n");
    let refused = lab.refuses(65, "energy bill import 错.csv");
    assert!(refused.contains("已经登记过"), "{refused}");
    assert_data_eq!(
        lab.ok("energy bill list -p 2026-02"),
        str![[r#"
能源账单

期间      2026-02
截至      2026-03-05
登记截至  2026-03-05T08:30:00

能源    账单号  供应商    户号  计费期间                天数  账单用量  单位  金额（元）  均价（元）  类别  备注
------  ------  --------  ----  ----------------------  ----  --------  ----  ----------  ----------  ----  ------
冷水    SF-02   供水公司  —     2026-02                   28         —  m3       3570.00           —  正常  无用量
天然气  QF-01   燃气公司  77    2026-01-26..2026-02-25    31      1500  m3       5475.00      3.6500  正常  —

注：1 张账单没有用量，用量合计待定
  提示：补上：houqin energy bill add 账单号 --correct --quantity 用量

"#]]
    );
}

#[test]
fn bills_are_held_against_the_meters() {
    let lab = hospital();
    lab.ok(&format!("{FEBRUARY} -q"));
    lab.ok(
        "energy bill add DF202603 --supplier 供电公司 --account 0310088 --utility 电 --first-day \
         2026-03-03 --last-day 2026-03-31 --amount 9000 --point D-00 -q",
    );
    let ran = lab.run("energy bill check -p 2026-Q1 --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "a fen too much, and March is open");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
账单核对

期间      2026-01-01..2026-03-31
允许偏差  0.00%
截至      2026-03-05
登记截至  2026-03-05T08:30:00

用量核对
账单号    供应商    能源  计费期间                账单用量  表计用量    覆盖  账单多出   偏差  单位  结论
--------  --------  ----  ----------------------  --------  --------  ------  --------  -----  ----  --------------
DF202602  供电公司  电    2026-02                    28000  28000.00  100.0%      0.00  0.00%  kWh   ✓ 相符
DF202603  供电公司  电    2026-03-03..2026-03-31         —         —    0.0%         —      —  kWh   ! 待定：缺抄表

金额核对
账单号    供应商    能源  账单金额（元）  表计用量×单价（元）  账单多出（元）   偏差  账单用量×单价（元）  结论
--------  --------  ----  --------------  -------------------  --------------  -----  -------------------  --------------
DF202602  供电公司  电          18200.01             18200.00            0.01  0.00%             18200.00  ! 不符
DF202603  供电公司  电           9000.00                    —               —      —                    —  ! 待定：缺抄表

没有账单的日子
供应商    户号     能源  监测点  日期                    天数  说明
--------  -------  ----  ------  ----------------------  ----  ------------------
供电公司  0310088  电    D-00    2026-03-01..2026-03-02     2  ! 两张账单之间漏了

未定用量
代号      监测点  起          止          天数  原因
--------  ------  ----------  ----------  ----  ----------
E-UNREAD  D-00    2026-03-03  2026-03-31    29  还没有抄表

"#]]
    );
    let ran = lab.run("energy bill check -p 2026-02 --tolerance 1% --exit-code");
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    lab.refuses(2, "energy bill check --tolerance 一点");
}

#[test]
fn a_bill_is_shared_out_by_sub_meters_and_explained() {
    let lab = hospital();
    lab.ok(&format!("{FEBRUARY} -q"));
    assert_data_eq!(
        lab.ok("energy bill allocate DF202602 --share-by meter"),
        str![[r#"
账单分摊

分摊依据    分表用量
未计量部分  单列
账单合计    18200.01
截至        2026-03-05
登记截至    2026-03-05T08:30:00

账单号    供应商    能源  计费期间  科室编码  科室        依据数  单位    占比  分摊金额（元）
--------  --------  ----  --------  --------  ----------  ------  ----  ------  --------------
DF202602  供电公司  电    2026-02   NK1       内科一病区    9000  kWh   32.14%         5850.00
DF202602  供电公司  电    2026-02   WK1       外科一病区   11000  kWh   39.29%         7150.01
DF202602  供电公司  电    2026-02   XZ        行政          5000  kWh   17.86%         3250.00
DF202602  供电公司  电    2026-02   —         公共与损耗    3000  kWh   10.71%         1950.00
DF202602  供电公司  电    2026-02             合计         28000  kWh                 18200.01

"#]]
    );
    assert_data_eq!(
        lab.ok("energy bill allocate DF202602 --share-by meter --rest area --explain"),
        str![[r#"
账单分摊

分摊依据    分表用量
未计量部分  按面积分摊
账单合计    18200.01
截至        2026-03-05
登记截至    2026-03-05T08:30:00

分摊
账单号    供应商    能源  计费期间  科室编码  科室            依据数  单位    占比  分摊金额（元）
--------  --------  ----  --------  --------  ----------  ----------  ----  ------  --------------
DF202602  供电公司  电    2026-02   NK1       内科一病区       10250  kWh   36.61%         6662.50
DF202602  供电公司  电    2026-02   WK1       外科一病区  12083.3333  kWh   43.15%         7854.17
DF202602  供电公司  电    2026-02   XZ        行政         5666.6667  kWh   20.24%         3683.34
DF202602  供电公司  电    2026-02             合计             28000  kWh                 18200.01

计算过程
指标                      步骤                                                    算式                              结果                   依据
------------------------  ------------------------------------------------------  --------------------------------  ---------------------  ---------------------
DF202602：分摊金额（元）  建筑面积，各月平均                                                                        1500                   org/departments.csv
DF202602：分摊金额（元）  内科一病区的用量                                        9000.00 + 3000.00 × 1500 ÷ 3600   10250 kWh              D-NK1
DF202602：分摊金额（元）  建筑面积，各月平均                                                                        1300                   org/departments.csv
DF202602：分摊金额（元）  外科一病区的用量                                        11000.00 + 3000.00 × 1300 ÷ 3600  36250/3 kWh            D-WK1
DF202602：分摊金额（元）  建筑面积，各月平均                                                                        800                    org/departments.csv
DF202602：分摊金额（元）  行政的用量                                              5000.00 + 3000.00 × 800 ÷ 3600    17000/3 kWh            D-XZ
DF202602：分摊金额（元）  依据数合计                                              10250 + 36250/3 + 17000/3         28000
DF202602：分摊金额（元）  内科一病区：金额 × 依据数 ÷ 合计，差的分补给余数最大的  18200.01 × 10250 ÷ 28000          6662.503661 → 6662.50  B20260228-6cr7-000009
DF202602：分摊金额（元）  外科一病区：金额 × 依据数 ÷ 合计，差的分补给余数最大的  18200.01 × 36250/3 ÷ 28000        7854.170982 → 7854.17  B20260228-6cr7-000009
DF202602：分摊金额（元）  行政：金额 × 依据数 ÷ 合计，差的分补给余数最大的        18200.01 × 17000/3 ÷ 28000        3683.335357 → 3683.34  B20260228-6cr7-000009
DF202602：分摊金额（元）  各份相加，等于账单                                      6662.50 + 7854.17 + 3683.34       18200.01

"#]]
    );
}

#[test]
fn a_department_without_a_figure_leaves_the_bill_open() {
    let lab = hospital().english();
    lab.ok(&format!("{FEBRUARY} -q"));
    let ran = lab.run("energy bill allocate -p 2026-02 --share-by beds --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
allocation of bills

period                   2026-02
shared out by            beds
bills together           18200.01
of which not shared out  18200.01
as of                    2026-03-05
known by                 2026-03-05T08:30:00

allocation
bill number  supplier  utility  days billed  code  department  weight  unit  share  amount (yuan)
-----------  --------  -------  -----------  ----  ----------  ------  ----  -----  -------------
nothing to show

bills that are not shared out
bill number  supplier  amount (yuan)  why
-----------  --------  -------------  -----------------------
DF202602     供电公司       18200.01  XZ has no beds: 2026-02

note: beds is missing for months of 2026-02: XZ
  hint: enter it: houqin energy driver set beds NUMBER -p MONTH --department DEPARTMENT

"#]]
    );
    let named =
        "energy bill allocate -p 2026-02 --share-by beds --among NK1 --among WK1 --exit-code";
    assert!(lab.ok(named).contains("9706.67"), "{}", lab.ok(named));
    lab.ok("energy driver set beds 0 -p 2026-02 --department XZ -q");
    assert_data_eq!(
        lab.ok("energy bill allocate -p 2026-02 --share-by beds --exit-code -f csv --headers keys"),
        str![[r#"
number,supplier,utility,days,code,name,weight,unit,ratio,amount
DF202602,供电公司,electricity,2026-02,NK1,内科一病区,40,beds,53.33%,9706.67
DF202602,供电公司,electricity,2026-02,WK1,外科一病区,35,beds,46.67%,8493.34
DF202602,供电公司,electricity,2026-02,XZ,行政,0,beds,0.00%,0.00

"#]]
    );
    lab.refuses(77, "energy bill allocate DF202602 --share-by beds --among XX");
    lab.refuses(2, "energy bill allocate DF202602 --share-by rooms");
}
