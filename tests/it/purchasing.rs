//! Purchasing and the analysis of use: what the commands print and what they write.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;
use crate::stock::room;

/// A store with two rooms' worth of history: tubes, wire and paper, bought and used since autumn.
fn year() -> Lab {
    let lab = room();
    lab.ok("item add A4 --name 复印纸 --unit 包 --units 箱=8 --category 办公用品");
    lab.ok("stock receive A4 40 --price 18 --supplier 晨光文具 --slip RK0001 --date 2026-01-05");
    lab.ok("stock issue A4 25 --department NK1 --slip CK0001 --date 2026-02-10");
    lab.ok(
        "stock receive DX25 200 --price 2.5 --supplier 华北五金 --slip RK0002 --date 2026-01-05",
    );
    lab.ok("stock issue DX25 20 --department NK1 --slip CK0002 --date 2026-03-10");
    lab
}

#[test]
fn classes_are_listed_with_their_sums() {
    let lab = year();
    assert_data_eq!(
        lab.ok("stock classes"),
        str![[r#"
ABC 分类

期间        2025-04-01..2026-03-31
A 类至累计  80%
B 类至累计  95%
截至        2026-03-31
登记截至    2026-03-31T08:30:00

各类合计
分类  品种数  一年领用金额（元）    占比
----  ------  ------------------  ------
A          1              450.00   84.3%
B          1               50.00    9.4%
C          1               34.00    6.4%
----  ------  ------------------  ------
合计       3              534.00  100.0%

ABC 分类
物资编码  名称    规格  类别      一年领用金额（元）   占比  累计占比  分类  指定
--------  ------  ----  --------  ------------------  -----  --------  ----  ----
A4        复印纸        办公用品              450.00  84.3%     84.3%  A     —
DX25      电线                                 50.00   9.4%     93.6%  B     —
DG36      灯管    36W   五金材料               34.00   6.4%    100.0%  C     —

"#]]
    );
    assert_data_eq!(
        lab.english().ok("stock classes -f markdown"),
        str![[r#"
# ABC classes

- period: 2025-04-01..2026-03-31
- A up to: 80%
- B up to: 95%
- as of: 2026-03-31
- known by: 2026-03-31T08:30:00

## by class

| class | items | use of a year (yuan) | share |
| --- | ---: | ---: | ---: |
| A | 1 | 450.00 | 84.3% |
| B | 1 | 50.00 | 9.4% |
| C | 1 | 34.00 | 6.4% |
| **total** | **3** | **534.00** | **100.0%** |

## ABC classes

| item | name | specification | category | use of a year (yuan) | share | cumulative share | class | fixed |
| --- | --- | --- | --- | ---: | ---: | ---: | --- | --- |
| A4 | 复印纸 |  | 办公用品 | 450.00 | 84.3% | 84.3% | A | — |
| DX25 | 电线 |  |  | 50.00 | 9.4% | 93.6% | B | — |
| DG36 | 灯管 | 36W | 五金材料 | 34.00 | 6.4% | 100.0% | C | — |

"#]]
    );
}

#[test]
fn the_limits_of_the_classes_are_the_stores_own() {
    let lab = year();
    let settings = lab.read("houqin.toml");
    lab.write("houqin.toml", format!("{settings}\n[abc]\na = \"95%\"\nb = \"100%\"\n"));
    lab.ok("item edit A4 --abc C");
    assert_data_eq!(
        lab.ok("stock classes -f csv --headers keys"),
        str![[r#"
# stock.classes
period,2025-04-01..2026-03-31
limit_a,95%
limit_b,100%
as_of,2026-03-31
known_by,2026-03-31T08:30:00

# stock.class_sums
class,items,value,share
A,1,50.00,9.4%
B,1,34.00,6.4%
C,1,450.00,84.3%

# stock.classes
item,name,spec,category,value,share,cumulative,class,fixed
A4,复印纸,,办公用品,450.00,84.3%,84.3%,C,by_hand
DX25,电线,,,50.00,9.4%,93.6%,A,
DG36,灯管,36W,五金材料,34.00,6.4%,100.0%,B,

"#]]
    );
    lab.write("houqin.toml", format!("{settings}\n[abc]\na = \"120%\"\n"));
    assert_data_eq!(
        lab.fails(78, "stock classes"),
        str![[r#"
houqin.toml:5:5: 错误：TOML 写法不对：120% is not a share from 0% to 100%
  a = "120%"
      ^^^^^^
  提示：改好后运行 houqin check

"#]]
    );
}
