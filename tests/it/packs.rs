//! Rule packs on the command line: taken over, bound, compared, and the strictest rule counting.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A store with the rules of lifts, two lifts under them, and a rule of the hospital's own.
fn lifts() -> Lab {
    let mut lab = Lab::new();
    lab.on("2026-03-20");
    lab.ok("inspect rules packs add special-equipment --only DT-WB --only DT-DJ --from 2026-01-01");
    lab.ok("inspect rules bind DT-WB DT-01 DT-02 --from 2026-01-01");
    lab.ok("inspect rules bind DT-DJ DT-01 --from 2026-01-01 --anchor 2010-06-18");
    lab.ok(
        "inspect rules add YN-WB --title 本院电梯每10天维保 --every max-gap=10d --from 2026-02-01 \
         --matter lift-maintenance --severity critical --not-excusable --topic special-equipment",
    );
    lab.ok("inspect rules bind YN-WB DT-01 --from 2026-02-01");
    lab
}

/// What a command prints that asks a question and finds something.
fn found(lab: &Lab, line: &str) -> String {
    let ran = lab.run(line);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn packs_are_listed_with_how_surely_they_are_known() {
    let lab = lifts();
    assert_data_eq!(
        lab.ok("inspect rules packs"),
        str![[r#"
规则包

规则包             名称          地区  层级  规则数  已核对原文  转引  本院自定  条文  本院已启用
-----------------  ------------  ----  ----  ------  ----------  ----  --------  ----  ----------
medical-waste      医疗废物            国家       7           5     2         0     0           0
sewage             污水                国家       9           0     9         0     0           0
special-equipment  特种设备            国家      26           7    19         0     2           2
fire               消防                国家      19           3    16         0     1           0
secondary-water    二次供水            国家       2           0     0         2     3           0
air-conditioning   集中空调            国家       7           0     7         0     0           0
canteen            食堂                国家       3           2     1         0     0           0
vehicles           车辆                国家       1           1     0         0     0           0
licences           证照                国家       4           4     0         0     0           0
operators          特种作业人员        国家       3           0     3         0     0           0
smoke-free         无烟医院            本院       3           0     1         2     0           0
energy-reporting   节能报告            国家       2           2     0         0     0           0
asset-stocktake    资产盘点            国家       1           1     0         0     0           0
hospital           医院后勤制度        本院      31           2     0        29     0           0
beijing            北京地方规定  北京  地方       2           2     0         0     0           0
chongqing          重庆地方规定  重庆  地方       1           1     0         0     0           0
dongying           东营地方规定  东营  地方       1           1     0         0     0           0
hangzhou           杭州地方规定  杭州  地方       1           1     0         0     0           0
henan              河南地方规定  河南  地方       1           1     0         0     0           0
jinan              济南地方规定  济南  地方       1           1     0         0     0           0
qingdao            青岛地方规定  青岛  地方       1           1     0         0     0           0
shandong           山东地方规定  山东  地方       2           2     0         0     0           0
shanghai           上海地方规定  上海  地方       1           1     0         0     0           0
shangqiu           商丘地方规定  商丘  地方       1           1     0         0     0           0
weifang            潍坊地方规定  潍坊  地方       1           1     0         0     0           0
zhejiang           浙江地方规定  浙江  地方       1           1     0         0     0           0
zhengzhou          郑州地方规定  郑州  地方       2           2     0         0     0           0
zibo               淄博地方规定  淄博  地方       6           6     0         0     0           0

"#]]
    );
}

#[test]
fn a_pack_is_shown_with_its_sources() {
    let lab = lifts();
    assert_data_eq!(
        lab.ok("inspect rules packs show shandong --lang en"),
        str![[r#"
rule pack

pack   shandong
title  Local rules of Shandong
place  Shandong

rule          SD-YF-CZ
version       1
title         The disposal company comes back within 48 hours (Shandong)
topic         medical waste
every         max-gap=2d
from          2020-01-01
grace (days)  0
asks for      performed
severity      major
level         local
source        山东省医疗废物管理办法
article       第十条
confidence    read
matter        waste-collection
keep          5y
note          A duty of the company; registers are kept for five years at least

rule          SD-YF-CZ-YQ
version       1
title         In an epidemic the disposal company comes back within 24 hours (Shandong)
topic         medical waste
every         max-gap=1d
from          2020-01-01
grace (days)  0
asks for      performed
severity      major
level         local
source        山东省医疗废物管理办法
article       第十条
confidence    read
matter        waste-collection
keep          5y
note          Bind it in an epidemic only

"#]]
    );
}

#[test]
fn the_strictest_rule_counts_and_both_texts_are_shown() {
    let lab = lifts();
    assert_data_eq!(
        lab.ok("inspect rules list --on 2026-03-20 -f markdown"),
        str![[r#"
# 巡检规则

| 规则 | 版本 | 名称 | 主题 | 频次 | 细则 | 生效日 | 失效日 | 宽限（天） | 要求 | 程度 | 目标 | 层级 | 依据 | 条款 | 核对 | 事项 | 说明 | 对象数 |
| --- | ---: | --- | --- | --- | --- | --- | --- | ---: | --- | --- | --- | --- | --- | --- | --- | --- | --- | ---: |
| DT-DJ | 1 | 电梯定期检验：监督检验后第1、4、7、9、11、13、15年，以后每年 | 特种设备 | anchored=1y,4y,7y,9y,11y,13y,15y,then=1y | stopped=365; early=2m; granularity=month | 2026-01-01 | — | 0 | 须合格 | 重大 | — | 国家 | TSG T7001-2023 |  | 转引 | lift-inspection | 纳入时写监督检验日（--anchor）；停用1年以上再用前检验；省里可因灾害、疫情调整；条款号未见原文 | 1 |
| DT-WB | 1 | 电梯维护保养间隔不超过15天 | 特种设备 | max-gap=15d |  | 2026-01-01 | — | 0 | 做了即可 | 重大 | — | 国家 | 特种设备安全监察条例 | 第三十一条 | 已核对原文 | lift-maintenance | 清洁、润滑、调整、检查 | 2 |
| YN-WB | 1 | 本院电梯每10天维保 | 特种设备 | max-gap=10d |  | 2026-02-01 | — | 0 | 做了即可 | 重大 | — | 本院 |  |  | 本院自定 | lift-maintenance |  | 1 |

> 注：DT-WB（特种设备安全监察条例 第三十一条）与 YN-WB（本院电梯每10天维保）是同一事项，YN-WB 更严：1 个对象按 YN-WB 计数

"#]]
    );
    assert_data_eq!(
        lab.ok("inspect rules check"),
        str![[r#"
规则核对

比较日  2026-03-20
规则数  3
须改正  0

结果          规则   版本  名称                                                      依据                对比规则  对比依据                         说明
------------  -----  ----  --------------------------------------------------------  ------------------  --------  -------------------------------  ------------
✓ 从严计数    YN-WB     1  本院电梯每10天维保                                        本院电梯每10天维保  DT-WB     特种设备安全监察条例 第三十一条  对方频次较宽
! 未核对原文  DT-DJ     1  电梯定期检验：监督检验后第1、4、7、9、11、13、15年，以后  TSG T7001-2023      —         —                                —
                           每年

"#]]
    );
}

#[test]
fn the_report_counts_the_strictest_rule_and_names_the_other() {
    let lab = lifts();
    assert_data_eq!(
        lab.ok("report compliance -p 2026-Q1"),
        str![[r#"
巡检合规报告

期间        2026-01-01..2026-03-31
应检次数    11
按期率      0.0%
评级        ✗ 不合格
漏检次数    11
重大漏检    11
逾期次数    0
未销号问题  0
截至        2026-03-20
登记截至    2026-03-20T08:30:00

逐日履行情况
按期完成    0      ▁▁▁▁▁▁▁▁▁
漏检或逾期  1 – 2  ██▁▁▁▁▁▁▁

各规则执行情况
规则   名称                        频次         对象数  应检次数  按期  迟做  逾期  漏检  豁免  不适用  未到期  提前完成  按期率
-----  --------------------------  -----------  ------  --------  ----  ----  ----  ----  ----  ------  ------  --------  ------
DT-WB  电梯维护保养间隔不超过15天  max-gap=15d       2         7     0     0     0     7     0       0       0         0    0.0%
YN-WB  本院电梯每10天维保          max-gap=10d       1         4     0     0     0     4     0       0       1         0    0.0%
-----  --------------------------  -----------  ------  --------  ----  ----  ----  ----  ----  ------  ------  --------  ------
合计                                                          11     0     0     0    11     0       0       1         0    0.0%

各规则执行率
规则   按期率  加权按期率  整期按期率  当时可见按期率  完成率  从严按期率  豁免占比  补录占比  目标  是否达标
-----  ------  ----------  ----------  --------------  ------  ----------  --------  --------  ----  --------
DT-WB    0.0%        0.0%        0.0%            0.0%    0.0%        0.0%      0.0%         —  —     —
YN-WB    0.0%        0.0%        0.0%            0.0%    0.0%        0.0%      0.0%         —  —     —
-----  ------  ----------  ----------  --------------  ------  ----------  --------  --------  ----  --------
合计     0.0%        0.0%        0.0%            0.0%    0.0%        0.0%      0.0%         —

按专题汇总
专题      任务数  应检次数  按期  迟做  逾期  漏检  豁免  按期率  加权按期率  完成率  从严按期率
--------  ------  --------  ----  ----  ----  ----  ----  ------  ----------  ------  ----------
特种设备       3        11     0     0     0    11     0    0.0%        0.0%    0.0%        0.0%

漏检明细
到期日      规则   名称                        对象   程度    期间从      期间到      第几次  距今天数  任务号
----------  -----  --------------------------  -----  ------  ----------  ----------  ------  --------  ------------------------
2026-01-16  DT-WB  电梯维护保养间隔不超过15天  DT-01  ✗ 重大  2026-01-02  2026-01-16  1/1           63  DT-WB/DT-01/2026-01-16/1
2026-01-16  DT-WB  电梯维护保养间隔不超过15天  DT-02  ✗ 重大  2026-01-02  2026-01-16  1/1           63  DT-WB/DT-02/2026-01-16/1
2026-01-31  DT-WB  电梯维护保养间隔不超过15天  DT-01  ✗ 重大  2026-01-17  2026-01-31  1/1           48  DT-WB/DT-01/2026-01-31/1
2026-01-31  DT-WB  电梯维护保养间隔不超过15天  DT-02  ✗ 重大  2026-01-17  2026-01-31  1/1           48  DT-WB/DT-02/2026-01-31/1
2026-02-11  YN-WB  本院电梯每10天维保          DT-01  ✗ 重大  2026-02-02  2026-02-11  1/1           37  YN-WB/DT-01/2026-02-11/1
2026-02-15  DT-WB  电梯维护保养间隔不超过15天  DT-02  ✗ 重大  2026-02-01  2026-02-15  1/1           33  DT-WB/DT-02/2026-02-15/1
2026-02-21  YN-WB  本院电梯每10天维保          DT-01  ✗ 重大  2026-02-12  2026-02-21  1/1           27  YN-WB/DT-01/2026-02-21/1
2026-03-02  DT-WB  电梯维护保养间隔不超过15天  DT-02  ✗ 重大  2026-02-16  2026-03-02  1/1           18  DT-WB/DT-02/2026-03-02/1
2026-03-03  YN-WB  本院电梯每10天维保          DT-01  ✗ 重大  2026-02-22  2026-03-03  1/1           17  YN-WB/DT-01/2026-03-03/1
2026-03-13  YN-WB  本院电梯每10天维保          DT-01  ✗ 重大  2026-03-04  2026-03-13  1/1            7  YN-WB/DT-01/2026-03-13/1
2026-03-17  DT-WB  电梯维护保养间隔不超过15天  DT-02  ✗ 重大  2026-03-03  2026-03-17  1/1            3  DT-WB/DT-02/2026-03-17/1

今后七天要做的
状态      到期日      剩余天数  规则   名称                对象   程度    次数  任务号
--------  ----------  --------  -----  ------------------  -----  ------  ----  ------------------------
即将到期  2026-03-23         3  YN-WB  本院电梯每10天维保  DT-01  ✗ 重大     1  YN-WB/DT-01/2026-03-23/1

注：2026-03-20 还没有过完，当天到期的按未到期算；要按当天结束算，加 --as-of 2026-03-20
注：DT-WB（特种设备安全监察条例 第三十一条）与 YN-WB（本院电梯每10天维保）是同一事项，YN-WB 更严：1 个对象按 YN-WB 计数

制表：____________  审核：____________  负责人：____________

"#]]
    );
}

#[test]
fn a_rule_laxer_than_the_law_is_a_finding() {
    let lab = lifts();
    lab.ok(
        "inspect rules add YN-20 --title 本院电梯每20天维保 --every max-gap=20d --from 2026-03-01 \
         --matter lift-maintenance --severity critical --not-excusable",
    );
    let said = found(&lab, "inspect rules check --lang en");
    assert_data_eq!(
        said,
        str![[r#"
check of the rules

on            2026-03-20
rules         4
to be mended  1

remark                  rule   version  title                           source              beside  its source                     more
----------------------  -----  -------  ------------------------------  ------------------  ------  -----------------------------  -----------------------------
✗ laxer than the law    YN-20        1  本院电梯每20天维保              本院电梯每20天维保  DT-WB   特种设备安全监察条例           asks for less: how often
                                                                                                    第三十一条
✓ strictest             YN-WB        1  本院电梯每10天维保              本院电梯每10天维保  DT-WB   特种设备安全监察条例           the other asks for less: how
                                                                                                    第三十一条                     often
! not read in its text  DT-DJ        1  Periodic inspection of a lift:  TSG T7001-2023      —       —                              —
                                        in years 1, 4, 7, 9, 11, 13,
                                        15 after its acceptance, then
                                        yearly
binds nobody            YN-20        1  本院电梯每20天维保              本院电梯每20天维保  —       —                              —

"#]]
    );
}

#[test]
fn what_was_changed_by_hand_is_told_beside_its_pack() {
    let lab = lifts();
    let path = "inspections/rules/law.toml";
    let text = lab.read(path).replace("max-gap=15d", "max-gap=30d");
    lab.write(path, &text);
    assert_data_eq!(
        found(&lab, "inspect rules diff special-equipment"),
        str![[r#"
规则差异

差异        规则      版本  规则包             栏目  本院（旧）   规则包（新）
----------  --------  ----  -----------------  ----  -----------  ------------
本院没有    TZ-ZJ        1  special-equipment  —     —            —
! 内容不同  DT-WB        1  special-equipment  频次  max-gap=30d  max-gap=15d
本院没有    DT-WB-JD     1  special-equipment  —     —            —
本院没有    DT-WB-BN     1  special-equipment  —     —            —
本院没有    DT-WB-ND     1  special-equipment  —     —            —
本院没有    DT-ZC        1  special-equipment  —     —            —
本院没有    TZ-JY        1  special-equipment  —     —            —
本院没有    TZ-DJ        1  special-equipment  —     —            —
本院没有    TZ-RY        1  special-equipment  —     —            —
本院没有    TZ-RGK       1  special-equipment  —     —            —
本院没有    TZ-ZPC       1  special-equipment  —     —            —
本院没有    TZ-YDD       1  special-equipment  —     —            —
本院没有    GL-WJ        1  special-equipment  —     —            —
本院没有    GL-NJ        1  special-equipment  —     —            —
本院没有    GL-SY        1  special-equipment  —     —            —
本院没有    RQ-NJ        1  special-equipment  —     —            —
本院没有    RQ-DJ        1  special-equipment  —     —            —
本院没有    RQ-DJ-3      1  special-equipment  —     —            —
本院没有    TZ-AQF       1  special-equipment  —     —            —
本院没有    TZ-YLB       1  special-equipment  —     —            —
本院没有    TZ-JD        1  special-equipment  —     —            —
本院没有    QP-3         1  special-equipment  —     —            —
本院没有    QP-2         1  special-equipment  —     —            —
本院没有    QP-5         1  special-equipment  —     —            —
本院没有    TZ-YL        1  special-equipment  —     —            —
本院自有    YN-WB        1  —                  —     —            —

"#]]
    );
    assert_data_eq!(
        lab.ok("inspect rules packs add special-equipment --only DT-WB --from 2026-01-01"),
        str![[r#"
已有记录

special-equipment 已有相同记录，没有重复写入

"#]]
    );
}

#[test]
fn editions_of_a_rule_are_told_apart() {
    let lab = lifts();
    lab.ok("inspect rules packs add fire --only MHQ-BF-GF");
    assert_data_eq!(
        lab.ok("inspect rules diff --rule MHQ-BF-GF"),
        str![[r#"
规则差异

差异    规则       版本  栏目    本院（旧）                                  规则包（新）
------  ---------  ----  ------  ------------------------------------------  ------------------------------
新旧版  MHQ-BF-GF     2  生效日  2020-01-01                                  2023-03-01
新旧版  MHQ-BF-GF     2  失效日  2023-02-28
新旧版  MHQ-BF-GF     2  依据    GB 50444-2008 建筑灭火器配置验收及检查规范  GB 55036-2022 消防设施通用规范
新旧版  MHQ-BF-GF     2  条款    表5.4.3                                     10.0.8

"#]]
    );
}

#[test]
fn a_file_of_rules_is_checked_before_it_is_taken_over() {
    let lab = Lab::new();
    lab.write(
        "本院.toml",
        "[[rule]]\nid = \"A\"\ntitle = \"甲\"\nevery = \"1/month\"\nvalid_from = 2026-01-01\n\
         level = \"law\"\ntopic = \"fires\"\n",
    );
    assert_data_eq!(
        lab.refuses(65, "inspect rules check 本院.toml"),
        str![[r#"
本院.toml:7:9: 错误：topic 不认识“fires”，可以用：medical-waste, sewage, special-equipment, fire, water, air-conditioning, canteen, vehicles, licences, smoke-free, energy, assets, rounds, safety, training, drills, power, oxygen, heating, operation, contractors, other
  topic = "fires"
          ^
  提示：改成其中一个词；改好后运行 houqin check
错误：文件里有 1 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
}
