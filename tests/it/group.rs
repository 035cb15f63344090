//! Many stores in one run: rolled up, the bad ones named, the same bytes however many threads.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

/// A folder with a group of stores in it: one small store, copied and changed.
pub(crate) fn group(n_stores: usize) -> Lab {
    let one = Lab::new();
    one.ok("org department add NK1 --name 内科一病区 -q");
    one.ok("store add ZW --name 总务库 --keeper 库管员甲 -q");
    one.ok("item add DG36 --name 灯管 --unit 支 --category 五金材料 -q");
    one.ok("item add DX25 --name 电线 --unit 米 --category 五金材料 -q");
    one.ok("stock opening DG36 5000 --price 12.50 --date 2026-01-01 -q");
    one.ok("stock opening DX25 100 --price 2.35 --date 2026-01-01 -q");
    one.ok(
        "stock issue DG36 4 --department NK1 --slip CK0033 --person 护士长 --date 2026-03-04 -q",
    );
    let lab = Lab::bare();
    for number in 1..=n_stores {
        for (path, content) in one.files() {
            let content = String::from_utf8(content).expect("a file in UTF-8");
            let content = content
                .replace("示范医院", &format!("第 {number} 医院"))
                .replace(",5000,", &format!(",{},", 5000 + number));
            lab.write(&format!("group/{number:04}/{path}"), content);
        }
    }
    lab
}

/// Puts a row that no store has into the ledger of one store.
pub(crate) fn spoil(lab: &Lab, store: &str) {
    let file = format!("group/{store}/stock/movements/2026/2026-03.csv");
    let content = lab.read(&file).replace("DG36", "DG99");
    lab.write(&file, content);
}

#[test]
fn stores_are_rolled_up_and_a_bad_one_is_named() {
    let lab = group(3);
    spoil(&lab, "0002");
    let ran = lab.run("report statement -p 2026-03 --stores 'group/*'");
    assert_eq!((ran.code, ran.stderr.as_str()), (65, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
多库汇总

报表      收发存报表
库数      3
已读库数  2
未读库数  1

各库
医院       目录        状态    行数  警告  退出码  原因                 位置
---------  ----------  ------  ----  ----  ------  -------------------  -------------------------------------
第 1 医院  group/0001  ✓ 已读     2     0       0
第 2 医院  group/0002  ✗ 未读     —     —      65  物资目录里没有 DG99  stock/movements/2026/2026-03.csv:2:41
第 3 医院  group/0003  ✓ 已读     2     0       0

收发存报表
医院       库房  物资编码  名称  单位  期初数量   期初金额  收入数量  收入金额  发出数量  发出金额  盘盈亏数量  盘盈亏金额  期末数量   期末金额
---------  ----  --------  ----  ----  --------  ---------  --------  --------  --------  --------  ----------  ----------  --------  ---------
第 1 医院  ZW    DG36      灯管  支        5001   62512.50         0      0.00         4     50.00           0        0.00      4997   62462.50
第 1 医院  ZW    DX25      电线  米         100     235.00         0      0.00         0      0.00           0        0.00       100     235.00
第 1 医院  合计                                   62747.50                0.00               50.00                    0.00             62697.50

第 3 医院  ZW    DG36      灯管  支        5003   62537.50         0      0.00         4     50.00           0        0.00      4999   62487.50
第 3 医院  ZW    DX25      电线  米         100     235.00         0      0.00         0      0.00           0        0.00       100     235.00
第 3 医院  合计                                   62772.50                0.00               50.00                    0.00             62722.50
---------  ----  --------  ----  ----  --------  ---------  --------  --------  --------  --------  ----------  ----------  --------  ---------
全部       合计                                  125520.00                0.00              100.00                    0.00            125420.00

各库要素
医院       期间     品种数  截至        登记截至
---------  -------  ------  ----------  -------------------
第 1 医院  2026-03       2  2026-03-05  2026-03-05T08:30:00
第 3 医院  2026-03       2  2026-03-05  2026-03-05T08:30:00

各库说明
说明                                          库数  哪些库
--------------------------------------------  ----  ------
期初 + 收入 − 发出 ± 盘盈亏 = 期末，逐行相符     2  全部

注：合计不含未读的 1 个库

"#]]
    );
    let lab = lab.english();
    let ran = lab.run("group report statement -p 2026-03 --stores 'group/*' --sums");
    assert_eq!((ran.code, ran.stderr.as_str()), (65, ""));
    assert_data_eq!(
        ran.stdout,
        str![[r#"
Many stores

report    statement of receipts, issues and balances
stores    3
read      2
not read  1

stores
store      folder      state       rows  warnings  exit code  reason                          where
---------  ----------  ----------  ----  --------  ---------  ------------------------------  -------------------------------------
第 1 医院  group/0001  ✓ read         0         0          0
第 2 医院  group/0002  ✗ not read     —         —         65  the catalogue has no item DG99  stock/movements/2026/2026-03.csv:2:41
第 3 医院  group/0003  ✓ read         0         0          0

statement of receipts, issues and balances
store      store room  item  name  unit  opening  opening (yuan)  in  in (yuan)  out  out (yuan)  counted difference            counted  closing  closing (yuan)
                                                                                                                      difference (yuan)
---------  ----------  ----  ----  ----  -------  --------------  --  ---------  ---  ----------  ------------------  -----------------  -------  --------------
第 1 医院  total       —     —     —     —              62747.50  —        0.00  —         50.00  —                                0.00  —              62697.50
第 3 医院  total       —     —     —     —              62772.50  —        0.00  —         50.00  —                                0.00  —              62722.50
---------  ----------  ----  ----  ----  -------  --------------  --  ---------  ---  ----------  ------------------  -----------------  -------  --------------
all        total                                       125520.00           0.00           100.00                                   0.00                125420.00

facts by store
store      period   lines  as of       known by
---------  -------  -----  ----------  -------------------
第 1 医院  2026-03      2  2026-03-05  2026-03-05T08:30:00
第 3 医院  2026-03      2  2026-03-05  2026-03-05T08:30:00

remarks of the stores
remark                                                             stores  which
-----------------------------------------------------------------  ------  -----
opening + in − out ± counted differences = closing, on every line       2  all

note: stores that could not be read and are in no total: 1

"#]]
    );
}

#[test]
fn the_same_bytes_however_many_threads_and_by_either_name() {
    let lab = group(12);
    spoil(&lab, "0007");
    lab.write("list.txt", "# 本集团\ngroup/0003\ngroup/0001\n\ngroup/0003\nnowhere\n");
    for format in ["table", "csv", "json", "markdown"] {
        let typed = format!("report statement -p 2026-03 -f {format}");
        let one = lab.run(&format!("{typed} --stores 'group/*' --jobs 1"));
        let many = lab.run(&format!("{typed} --stores 'group/*' --jobs 5"));
        let other = lab.run(&format!("group {typed} --stores 'group/00*' --stores group/0001"));
        assert_eq!((one.code, &one.stdout), (65, &many.stdout));
        assert_eq!(one.stdout, other.stdout);
        let listed = lab.run(&format!("{typed} --stores-from list.txt"));
        let typed = lab.run_with(&format!("{typed} --stores-from -"), &lab.read("list.txt"));
        assert_eq!((listed.code, &listed.stdout), (65, &typed.stdout));
        let first = listed.stdout.find("group/0001").expect("the first store");
        assert!(first < listed.stdout.find("group/0003").expect("the second store"));
        assert!(listed.stdout.contains("nowhere"));
    }
}

#[test]
fn what_is_open_and_what_is_wrong_has_its_exit_code() {
    let lab = group(2);
    let typed = "report statement -p 2026-03 --stores";
    assert_eq!(lab.run(&format!("{typed} 'group/*'")).code, 0);
    let issue = "stock issue DG36 1 --department NK1 --slip CK0034 --date 2026-03-04 -q";
    lab.ok(&format!("-C group/0001 {issue}"));
    let typed = "report unsigned -p 2026-03 --exit-code --stores";
    assert_eq!(lab.run(&format!("{typed} 'group/*'")).code, 1);
    for (code, line) in [
        (66, "report statement -p 2026-03 --stores 'nowhere/*'"),
        (2, "report statement -p 2026-13 --stores 'group/*'"),
        (2, "group report statement -p 2026-03"),
        (2, "report statement -p 2026-03 --sums"),
        (2, "report statement -p 2026-03 --stores 'group/*' --engine spark"),
        (2, "report statement -p 2026-03 --stores 'group/*' --engine flink"),
        (2, "report statement -p 2026-03 --stores 'group/*' --master spark://127.0.0.1:1"),
        (66, "report statement --stores 'group/*' --engine spark --master spark://127.0.0.1:1"),
        (2, "group report statment --stores 'group/*'"),
    ] {
        let said = lab.refuses(code, line);
        assert!(!said.is_empty() && said.lines().count() < 12, "{line}\n{said}");
    }
}

#[test]
fn cells_are_passed_on_store_by_store() {
    let lab = group(2);
    let cells = lab.ok("report statement -p 2026-03 -f cells --stores 'group/*'");
    let ends: Vec<&str> = cells.lines().filter(|line| line.contains("\tend\t")).collect();
    assert_eq!(ends.len(), 2);
    assert!(ends[0].starts_with("group/0001\t") && ends[0].contains("第 1 医院"));
    lab.ok("report statement -p 2026-03 -f cells --stores 'group/*' -o cells.tsv -q");
    assert_eq!(lab.read("cells.tsv"), cells);
    let one = lab.ok("-C group/0001 report statement -p 2026-03 -f cells");
    let of_one = cells.lines().filter(|line| line.starts_with("group/0001\t"));
    let of_one: Vec<&str> = of_one.map(|line| &line["group/0001".len()..]).collect();
    assert!(of_one.len() > 20 && one.lines().eq(of_one[..of_one.len() - 1].iter().copied()));
}
