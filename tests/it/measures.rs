//! Measures and the verification of their savings, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with the tubes of the worked case, a price, and a measure that nobody verified.
fn hospital() -> Lab {
    let lab = Lab::new();
    lab.ok(
        "energy measure add LED-01 --name 病房灯管换LED --utility 电 --count 2400 --cost 96000 \
         --start 2026-01-05 --end 2026-01-31 --method option-a --load-before 40 --load-after 16 \
         --load-error 3 --hours 4380 --hours-error 15 --sample-size 30 --sample-mean 39.6 \
         --sample-sd 1.8 --source 验收单2026-02",
    );
    lab.ok("energy tariff set electricity 0.65 --valid-from 2026-01-01");
    lab.ok(
        "energy measure add SLT-01 --name 节水龙头 --utility 冷水 --count 300 --start 2026-02-01",
    );
    lab
}

#[test]
fn a_saving_is_verified_with_its_working_and_what_may_be_claimed() {
    let lab = hospital();
    let ran = lab.run("energy verify --all -p 2026-02 --explain --exit-code");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "a measure is not verified");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
节约核证

期间      2026-02
截至      2026-03-05
登记截至  2026-03-05T08:30:00

节约核证
编码    措施           能源  核证方法                 完工后天数  年节约  误差（%，90%置信）  期间节约   ± 误差  单位  结论          年节省（元）  回收期（年）
------  -------------  ----  -----------------------  ----------  ------  ------------------  --------  -------  ----  ------------  ------------  ------------
LED-01  病房灯管换LED  电    方法A（计数×负荷×时间）          28  252288             15.2971  19353.60  2960.53  kWh   ✓ 节约已证实     163987.20          0.59
SLT-01  节水龙头       冷水  未核证                            0       —                   —         —        —  m3    ! 未核证                 —             —

可申报的节约
能源  已证实的节约   ± 误差  单位  计入  已含在整表内  未证实
----  ------------  -------  ----  ----  ------------  ------
电        19353.60  2960.53  kWh      1             0       0
冷水             —        —  m3       0             0       1

注：1 项措施未核证，不计入任何节约合计
  提示：写明核证方法：houqin energy measure add 编码 --correct --method option-a
注：SLT-01 没有写完工日，节约不算
  提示：完工后补：houqin energy measure add SLT-01 --correct --end 日期

计算过程
指标            步骤                                 算式                                               结果            依据
--------------  -----------------------------------  -------------------------------------------------  --------------  ---------------------
LED-01：年节约  件数 × 负荷差 × 年小时               2400 × (40 − 16) × 4380 ÷ 1000                     252288 kWh      J20260105-6cr7-000001
LED-01：年节约  改前实测平均的误差：t·s/√n·√(1−n/N)  1.699127 × 1.8 ÷ √30 × √(1 − 30/2400)              0.554889        J20260105-6cr7-000001
LED-01：年节约  负荷误差与小时误差合成               √((2400 × 0.72 × 4380 ÷ 1000)² + (252288 × 15%)²)  38592.6431 kWh  J20260105-6cr7-000001
LED-01：年节约  误差占年节约的百分数                 38592.6431 ÷ 252288 × 100                          15.2971%
LED-01：年节约  按完工后天数分摊到期间               252288 × 28 ÷ 365                                  19353.60 kWh
LED-01：年节约  年节约 × 单价                        252288 × 0.65                                      163987.20
LED-01：年节约  费用 ÷ 年节省                        96000.00 ÷ 163987.20                               0.59

"#]]
    );
    let ran = lab.run("energy verify LED-01 -p 2026-02 --exit-code");
    assert_eq!(ran.code, 0, "it is proven");
}

#[test]
fn measures_are_listed_with_what_is_proven_of_them() {
    assert_data_eq!(
        hospital().english().ok("energy measure list"),
        str![[r#"
measures

period    2026
as of     2026-03-05
known by  2026-03-05T08:30:00

code    what was done  utility      count  cost (yuan)  start       end         expected a year  unit  method                           finding
------  -------------  -----------  -----  -----------  ----------  ----------  ---------------  ----  -------------------------------  ---------------
LED-01  病房灯管换LED  electricity   2400     96000.00  2026-01-05  2026-01-31  —                kWh   Option A (parts × load × hours)  ✓ saving proven
SLT-01  节水龙头       cold water     300            —  2026-02-01  —           —                m3    not verified                     ! not verified

note: 1 measures are not verified and count in no sum of savings
  hint: say how it is verified: houqin energy measure add CODE --correct --method option-a
note: SLT-01 has no end of works: no saving is counted
  hint: when the works are over: houqin energy measure add SLT-01 --correct --end DAY

"#]]
    );
}

#[test]
fn a_correction_supersedes_and_both_rows_are_shown() {
    let lab = hospital();
    lab.write("实测.csv", "编号,功率\n1,39\n2,40\n3,41\n4,38\n5,42\n");
    lab.ok("energy measure add LED-01 --correct --samples 实测.csv");
    let shown = lab.ok("energy measure show LED-01 -f csv --headers keys");
    assert_data_eq!(
        shown,
        str![[r#"
# measure.sheet
period,2026
as_of,2026-03-05
known_by,2026-03-05T08:30:00

# measure.measures
id,code,name,utility,unit,count,cost,start,end,method,load_before,load_after,load_error,hours,hours_error,sample_of,sample_size,sample_mean,sample_sd,evidence,supersedes
J20260105-6cr7-000001,LED-01,病房灯管换LED,electricity,kWh,2400,96000.00,2026-01-05,2026-01-31,option_a,40,16,3,4380,15,before,30,39.6,1.8,验收单2026-02,
J20260105-6cr7-000003,LED-01,病房灯管换LED,electricity,kWh,2400,96000.00,2026-01-05,2026-01-31,option_a,40,16,3,4380,15,before,5,40,1.581139,验收单2026-02,J20260105-6cr7-000001

# measure.verified
code,name,utility,method,days,annual,error_percent,saving,error,unit,finding,yearly,payback
LED-01,病房灯管换LED,electricity,option_a,33,252288,16.2594,22809.60,3708.71,kWh,proven,163987.20,0.59

# measure.claimed
utility,saving,error,unit,n_proven,n_within,n_left_out
electricity,22809.60,3708.71,kWh,1,0,0

"#]]
    );
    assert_data_eq!(
        lab.read("meters/measures.csv"),
        str![[r#"
id,code,name,utility,unit,site,department,points,count,cost,start,end,expected,life,method,load_before,load_after,load_error,hours,hours_error,sample_of,sample_size,sample_mean,sample_sd,evidence,note,supersedes,recorded_at,recorded_by
J20260105-6cr7-000001,LED-01,病房灯管换LED,electricity,kWh,,,,2400,96000.00,2026-01-05,2026-01-31,,,option_a,40,16,3,4380,15,before,30,39.6,1.8,验收单2026-02,,,2026-03-05T08:30:00+08:00,库管员甲
J20260201-6cr7-000002,SLT-01,节水龙头,cold_water,m3,,,,300,,2026-02-01,,,,none,,,,,,,,,,,,,2026-03-05T08:30:00+08:00,库管员甲
J20260105-6cr7-000003,LED-01,病房灯管换LED,electricity,kWh,,,,2400,96000.00,2026-01-05,2026-01-31,,,option_a,40,16,3,4380,15,before,5,40,1.581139,验收单2026-02,,J20260105-6cr7-000001,2026-03-05T08:30:00+08:00,库管员甲

"#]]
    );
}

#[test]
fn measures_are_imported_once() {
    let lab = hospital();
    lab.write(
        "措施.csv",
        "措施编码,措施,能源,开工,完工,数量,费用,核证方法,改前单件负荷,改后单件负荷,年使用小时\n\
         KT-01,空调变频,电,2026-01-10,2026-02-10,12,\"36000\",option_a,2500,1800,2000\n",
    );
    assert_data_eq!(
        lab.ok("energy measure import 措施.csv"),
        str![[r#"
已记录

编号                   措施编码  措施      能源  单位  数量  费用（元）  开工        完工        核证方法                 改前单件负荷  改后单件负荷  年使用小时
---------------------  --------  --------  ----  ----  ----  ----------  ----------  ----------  -----------------------  ------------  ------------  ----------
J20260110-6cr7-000003  KT-01     空调变频  电    kWh     12    36000.00  2026-01-10  2026-02-10  方法A（计数×负荷×时间）          2500          1800        2000

注：读入 1 行：新记 1，已有 0，退回 0

"#]]
    );
    assert_data_eq!(
        lab.ok("energy measure import 措施.csv"),
        str![[r#"
已有记录

措施.csv 已有相同记录，没有重复写入

注：读入 1 行：新记 0，已有 1，退回 0

"#]]
    );
    let verified = lab.ok("energy verify KT-01 -p 2026");
    assert!(verified.contains("不能证实"), "{verified}");
}
