//! Count sheets from files, and what the reports and `check` say of them.

use snapbox::{assert_data_eq, str};

use crate::stocktake::{lab, opened};

#[test]
fn the_printed_sheet_filled_in_is_read_as_it_is_and_reading_it_again_changes_nothing() {
    for language in ["zh", "en"] {
        let lab = opened();
        let sheet = lab.ok(&format!("stocktake sheet -f csv --lang {language}"));
        let filled: String = sheet
            .lines()
            .map(|line| {
                let counted = match line.split(',').nth(1) {
                    Some("BZ") => "49支",
                    Some("DG36") => "2箱",
                    _ => "",
                };
                let mut cells: Vec<&str> = line.split(',').collect();
                if !counted.is_empty() {
                    cells[6] = counted;
                }
                cells.join(",") + "\r\n"
            })
            .collect();
        let filled = format!("\u{feff}{filled},,旧式灯座,,个,,3,,,墙角,\r\n,,,,,,,,,,\r\n");
        lab.write("filled.csv", &filled);
        assert_data_eq!(
            lab.ok("stocktake import filled.csv --counter 库管员乙"),
            str![[r#"
已记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
状态      盘点中
应盘      4
已盘      3
未盘      1

行号  物资编码  名称      单位  实盘  截止    盘点人    备注
----  --------  --------  ----  ----  ------  --------  ----
   1  BZ        笔        支      49  当日末  库管员乙
   2  DG36      灯管      只      48  当日末  库管员乙
   4            旧式灯座  个       3  当日末  库管员乙  墙角

注：还有 1 项未盘：houqin stocktake enter --sheet PD-03 物资编码=数量
注：1 项账外物品目录里没有，不会过账；建目录后（houqin item add 物资编码 --name 名称 --unit 单位）按编码录入，原来的改成 0：houqin stocktake enter --sheet PD-03 --find 名称=0单位

注：读入 3 行：新记 3，已有 0，退回 0

"#]]
        );
        lab.ok("stocktake enter BZ=50");
        let before = lab.files();
        for _ in 0..2 {
            let again = lab.ok("stocktake import filled.csv --counter 库管员乙");
            assert_data_eq!(
                again,
                str![[r#"
已有记录

PD-03 已有相同记录，没有重复写入

注：BZ：文件里是 49，后来更正为 50，仍按更正后的；要改回请用 houqin stocktake enter

注：读入 3 行：新记 0，已有 3，退回 0

"#]]
            );
        }
        assert_eq!(before, lab.files());
        assert!(lab.ok("stocktake status").contains("DX25"), "a blank is not counted");
    }
}

#[test]
fn a_file_is_read_whole_or_not_at_all() {
    let lab = opened();
    lab.write(
        "filled.csv",
        "行号,物资编码,实盘数量,截止,盘点表\n\
         1,BZ,五十,,PD-03\n\
         2,DX25,48,,PD-03\n\
         3,DX25,97.55,当日末,PD-03\n\
         ,DG63,1,,PD-03\n\
         ,BZ,1,5点,PD-03\n\
         ,BZ,1,,PD-02\n",
    );
    assert_data_eq!(
        lab.refuses(65, "stocktake import filled.csv"),
        str![[r#"
filled.csv:2:6: 错误：“五十”不是数字
  1,BZ,五十,,PD-03
       ^^^^
  提示：只写数字和一个小数点，如 12 或 3.5；单位写在单位栏
filled.csv:3:1: 错误：第 2 行是 DG36，不是 DX25
  2,DX25,48,,PD-03
  ^
  提示：核对行号和物资编码，看是不是拿错了盘点表；不在表上的物资请把行号空着
filled.csv:4:8: 错误：电线（DX25）的数量最多 1 位小数，97.55 米 不行
  3,DX25,97.55,当日末,PD-03
         ^^^^^
  提示：改数量；确要更多小数位：houqin item edit DX25 --scale 位数
filled.csv:5:2: 错误：物资目录里没有 DG63，是不是 DG36？
  ,DG63,1,,PD-03
   ^^^^
  提示：查看：houqin item show DG36；按名称查找：houqin item find DG63
filled.csv:6:7: 错误：“5点”不是时间，也不是盘点截止
  ,BZ,1,5点,PD-03
        ^^^
  提示：写成 08:30；盘点还可写 open、close 或 after=单号+单号
filled.csv:7:8: 错误：这一行是盘点表 PD-02 的，不是 PD-03 的
  ,BZ,1,,PD-02
         ^^^^^
  提示：看是不是拿错了文件；一个文件只能有一张盘点表
错误：读入 6 行，6 行不能登记（可以登记 0，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write("filled.csv", "行号,物资编码,实盘\n1,BZ,50\n2,DX25,48\n3,DX25,97.55\n,DG63,1\n");
    assert_data_eq!(
        lab.refuses(65, "stocktake import filled.csv"),
        str![[r#"
filled.csv:3:1: 错误：第 2 行是 DG36，不是 DX25
  2,DX25,48
  ^
  提示：核对行号和物资编码，看是不是拿错了盘点表；不在表上的物资请把行号空着
filled.csv:4:8: 错误：电线（DX25）的数量最多 1 位小数，97.55 米 不行
  3,DX25,97.55
         ^^^^^
  提示：改数量；确要更多小数位：houqin item edit DX25 --scale 位数
filled.csv:5:2: 错误：物资目录里没有 DG63，是不是 DG36？
  ,DG63,1
   ^^^^
  提示：查看：houqin item show DG36；按名称查找：houqin item find DG63
错误：读入 4 行，3 行不能登记（可以登记 1，已有 0）；什么都没有写入
  提示：改好文件，再把同一命令运行一次；或加 --review 退回.csv：好的先登记，其余带原因写进去，改好再导入

"#]]
    );
    lab.write("filled.csv", "编码,数量\nBZ,50\n");
    assert_data_eq!(
        lab.refuses(65, "stocktake import filled.csv"),
        str![[r#"
filled.csv:1: 错误：表里没有“物资编码”，也没有“行号”
  编码,数量
  提示：补上其中一列；列名不同时用 --map 对照.toml 说明
filled.csv:1: 错误：表里没有“实盘”这一列
  编码,数量
  提示：补上这一列；列名不同时用 --map 对照.toml 说明
错误：文件里有 2 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
    lab.write("filled.csv", "物资编码,实盘,实盘\nBZ,50,50\n");
    assert_data_eq!(
        lab.refuses(65, "stocktake import filled.csv"),
        str![[r#"
filled.csv:1:9: 错误：“实盘”和另一列都是“实盘”
  物资编码,实盘,实盘
                ^^^^
  提示：删去或改名其中一列，再把同一命令运行一次
错误：文件里有 1 处问题，什么都没有写入
  提示：改好文件，再把同一命令运行一次

"#]]
    );
    assert_data_eq!(
        lab.refuses(66, "stocktake import nowhere.csv"),
        str![[r#"
错误：nowhere.csv：无法打开：找不到
  提示：核对文件名和所在的文件夹，再运行一次

"#]]
    );
    let ran = lab.run_with("stocktake enter -", "物资编码,实盘\nBZ,49\nDG36,2箱\n");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn blanks_are_zeros_only_when_somebody_says_so() {
    let lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=48 --blank-is-zero");
    assert_data_eq!(
        lab.ok("stocktake differences -f csv"),
        str![[r#"
行号,物资编码,名称,单位,截止,账面,实盘,差异,差异金额,结果,盘点人,审批人,原因,备注
3,DX25,电线,米,当日末,97.5,0,-97.5,-195.00,盘亏,库管员甲,,,

"#]]
    );
    let lab = self::lab();
    lab.ok("stocktake open PD-03 --item BZ --item DG36 --cutoff close");
    assert_data_eq!(
        lab.refuses(77, "stocktake enter BZ=50 --blank-is-zero"),
        str![[r#"
错误：盘点表 PD-03 不是全盘（范围：抽盘），空格不能当作 0
  提示：没有的物资请逐项填 0：houqin stocktake enter --sheet PD-03 物资编码=0

"#]]
    );
}

#[test]
fn a_blind_sheet_shows_the_counters_no_book() {
    let lab = lab();
    lab.ok("stocktake open PD-03 --blind --cutoff close");
    for line in ["stocktake sheet", "stocktake status", "stocktake enter BZ=12"] {
        let said = lab.ok(line);
        assert!(!said.contains("账面") && !said.contains("50"), "{said}");
    }
}

#[test]
fn a_surplus_of_goods_without_a_price_asks_for_one() {
    let lab = opened();
    lab.ok("item add BS --name 扳手 --unit 把");
    lab.ok("stocktake enter BZ=50 DG36=48 DX25=97.5 BS=2 --find 旧式灯座=3个");
    let approve = "stocktake approve --approver 后勤主任 --reason 前期漏记";
    assert_data_eq!(
        lab.refuses(77, approve),
        str![[r#"
错误：盘盈的 BS 账上没有价格（共 1 项），要给一个单价才能入账
  提示：加上 --surplus-price 物资编码=单价（按基本单位）：houqin stocktake approve PD-03 --surplus-price 物资编码=12.50

"#]]
    );
    assert_data_eq!(
        lab.refuses(77, &format!("{approve} --surplus-price DG36=1")),
        str![[r#"
错误：盘盈的 BS 账上没有价格（共 1 项），要给一个单价才能入账
  提示：加上 --surplus-price 物资编码=单价（按基本单位）：houqin stocktake approve PD-03 --surplus-price 物资编码=12.50

"#]]
    );
    lab.ok(&format!("{approve} --surplus-price BS=20"));
    lab.ok("stocktake post");
    assert_data_eq!(
        lab.ok("stock onhand --item BS -f csv"),
        str![[r#"
库房,物资编码,名称,规格,类别,数量,单位,折合,单价,金额（元）,提醒
ZW,BS,扳手,,,2,把,,20.00,40.00,
合计,,,,,,,,,40.00,

"#]]
    );
}

/// A room counted at the end of March, a slip of March that came in April, and a room not counted.
fn counted_and_late() -> crate::lab::Lab {
    let mut lab = lab();
    lab.ok("store add WJ --name 五金库");
    lab.ok("stock opening BZ 5 --price 1.5 --room WJ --date 2026-03-01");
    lab.ok("stocktake open PD-03 --room ZW --cutoff close");
    lab.ok("stocktake enter BZ=50 DG36=45");
    lab.ok("stocktake approve --approver 后勤主任 --reason 破损 --leave-uncounted");
    lab.ok("stocktake post");
    lab.on("2026-04-05");
    lab.ok("stock issue DG36 2 --department NK1 --slip 0117 --date 2026-03-30 --room ZW");
    lab
}

#[test]
fn the_report_tells_books_and_shelves_apart() {
    let lab = counted_and_late();
    assert_data_eq!(
        lab.ok("report reconciliation -p 2026-03"),
        str![[r#"
账物相符情况表

期间                2026-03
账物相符率（项）    50.0%
账物相符率（金额）  98.17%
截至                2026-04-05
登记截至            2026-04-05T08:30:00

各库房盘点项数
库房  名称    盘点表  应盘  已盘  相符  盘盈  盘亏  复盘不一致  账外物品  未盘  未列入盘点  迟到影响  账物相符率（项）
----  ------  ------  ----  ----  ----  ----  ----  ----------  --------  ----  ----------  --------  ----------------
WJ    五金库       0     0     0     0     0     0           0         0     0           1         0                 —
ZW    总务库       1     3     2     1     0     1           0         0     1           0         1             50.0%
----  ------  ------  ----  ----  ----  ----  ----  ----------  --------  ----  ----------  --------  ----------------
合计               1     3     2     1     0     1           0         0     1           1         1             50.0%

各库房盘盈盘亏
库房  名称    已盘账面金额  盘盈数量  盘盈金额  盘亏数量  盘亏金额  盈亏净额  账物相符率（金额）
----  ------  ------------  --------  --------  --------  --------  --------  ------------------
ZW    总务库        466.00  —             0.00  1 只          8.50     -8.50              98.17%
----  ------  ------------  --------  --------  --------  --------  --------  ------------------
合计                466.00                0.00  1 只          8.50     -8.50              98.17%

账物不符明细
库房  盘点表  物资编码  名称  单位  截止    账面  实盘  差异  差异金额  结果    审批人    原因
----  ------  --------  ----  ----  ------  ----  ----  ----  --------  ------  --------  ----
ZW    PD-03   DG36      灯管  只    当日末    46    45    -1     -8.50  ✗ 盘亏  后勤主任  破损

账面调节表
库房  盘点表  物资编码  名称  账面  已到未入  已发未出  在途  借出借入  调节后账面  实盘  未解释
----  ------  --------  ----  ----  --------  --------  ----  --------  ----------  ----  ------
ZW    PD-03   DG36      灯管    46         0         0     0         0          46    45      -1

未盘及截止不明明细
库房  盘点表  状态      物资编码  名称  单位  截止    账面  结果
----  ------  --------  --------  ----  ----  ------  ----  --------
ZW    PD-03   ✓ 已过账  DX25      电线  米    当日末  97.5  同意不盘

迟到单据影响（需重新审批）
库房  盘点表  物资编码  名称  单位  实盘  批准差异  现差异  迟到单据  单据日期    收发数量  录入时间
----  ------  --------  ----  ----  ----  --------  ------  --------  ----------  --------  -------------------------
ZW    PD-03   DG36      灯管  只      45        -3      -1  0117      2026-03-30        -2  2026-04-05T08:30:00+08:00

盘点表
盘点表  库房  盘点日期    范围  状态      应盘  已盘  相符  盘盈  盘亏  未盘  盘点人    审批人
------  ----  ----------  ----  --------  ----  ----  ----  ----  ----  ----  --------  --------
PD-03   ZW    2026-03-31  全盘  ✓ 已过账     3     2     1     0     1     1  库管员甲  后勤主任

注：库房 WJ 本期没有盘点，有 1 项库存：houqin stocktake open --room WJ
注：1 项在审批后补录了截止前的单据：差异变了，需要重新审批；库存以实盘为准，不受影响
注：账物相符率（项）= 相符项数 ÷ 已盘项数；（金额）=（已盘账面金额 − 各项差异金额绝对值之和）÷ 已盘账面金额；未盘的不计入，复盘不一致的算已盘、不相符，都向下取
    整

盘点人：____________  监盘：____________  库管员：____________  负责人：____________  财务：____________  签字日期：____________

"#]]
    );
    assert_eq!(lab.run("report reconciliation -p 2026-03 --exit-code").code, 1);
    let known = lab.ok("report reconciliation -p 2026-03 --known-by 2026-04-04 -f csv");
    assert!(!known.contains("0117"), "{known}");
}

#[test]
fn the_report_says_the_same_in_english() {
    let lab = counted_and_late();
    assert_data_eq!(
        lab.english().ok("report reconciliation -p 2026-03 --room ZW"),
        str![[r#"
reconciliation of book and count

period               2026-03
match rate by line   50.0%
match rate by value  98.17%
as of                2026-04-05
known by             2026-04-05T08:30:00

lines by store room
store room  name    sheets  lines  counted  match  surplus  shortage  disputed  not in catalogue  not counted  on no sheet  late effects  match rate by line
----------  ------  ------  -----  -------  -----  -------  --------  --------  ----------------  -----------  -----------  ------------  ------------------
ZW          总务库       1      3        2      1        0         1         0                 0            1            0             1               50.0%
----------  ------  ------  -----  -------  -----  -------  --------  --------  ----------------  -----------  -----------  ------------  ------------------
total                    1      3        2      1        0         1         0                 0            1            0             1               50.0%

surplus and shortage by store room
store room  name    book value counted  surplus quantity  surplus value  shortage quantity  shortage value  net value  match rate by value
----------  ------  ------------------  ----------------  -------------  -----------------  --------------  ---------  -------------------
ZW          总务库              466.00  —                          0.00  1 只                         8.50      -8.50               98.17%
----------  ------  ------------------  ----------------  -------------  -----------------  --------------  ---------  -------------------
total                           466.00                             0.00  1 只                         8.50      -8.50               98.17%

lines that differ
store room  sheet  item  name  unit  cut-off    book  counted  variance  variance value  result      approved by  reason
----------  -----  ----  ----  ----  ---------  ----  -------  --------  --------------  ----------  -----------  ------
ZW          PD-03  DG36  灯管  只    day's end    46       45        -1           -8.50  ✗ shortage  后勤主任     破损

reconciliation of the book
store room  sheet  item  name  book  in, not yet entered  out, not yet entered  in transit  on loan  adjusted book  counted  unexplained
----------  -----  ----  ----  ----  -------------------  --------------------  ----------  -------  -------------  -------  -----------
ZW          PD-03  DG36  灯管    46                    0                     0           0        0             46       45           -1

lines not counted or unclear
store room  sheet  state     item  name  unit  cut-off    book  result
----------  -----  --------  ----  ----  ----  ---------  ----  --------------
ZW          PD-03  ✓ posted  DX25  电线  米    day's end  97.5  left uncounted

effects of late slips (approve again)
store room  sheet  item  name  unit  counted  approved  now  late slip  dated       moved  recorded at
----------  -----  ----  ----  ----  -------  --------  ---  ---------  ----------  -----  -------------------------
ZW          PD-03  DG36  灯管  只         45        -3   -1  0117       2026-03-30     -2  2026-04-05T08:30:00+08:00

count sheets
sheet  store room  day         scope       state     lines  counted  match  surplus  shortage  not counted  counted by  approved by
-----  ----------  ----------  ----------  --------  -----  -------  -----  -------  --------  -----------  ----------  -----------
PD-03  ZW          2026-03-31  everything  ✓ posted      3        2      1        0         1            1  库管员甲    后勤主任

note: slips dated before the cut-off came in late for 1 approved line(s): the variances changed and need approval again; the balances stay what was counted
note: match rate by line = matched ÷ counted lines; by value = (book value counted − Σ |variance value|) ÷ book value counted; lines not counted are in neither,
      disputed ones count as not matched; both are rounded down

counted by: ____________  observer: ____________  storekeeper: ____________  in charge: ____________  finance: ____________  signed on: ____________

"#]]
    );
}

#[test]
fn nothing_open_is_exit_0() {
    let lab = opened();
    lab.ok("stocktake enter BZ=50 DG36=48 DX25=97.5");
    lab.ok("report reconciliation --exit-code");
    lab.ok("stocktake differences --exit-code");
    lab.ok("stocktake enter BZ=49");
    assert_eq!(lab.run("stocktake differences --exit-code").code, 1);
}

#[test]
fn check_tells_a_sheet_that_was_changed_after_it_was_posted() {
    let lab = opened();
    lab.ok("stocktake enter BZ=49 DG36=48 DX25=97.5");
    lab.ok("stocktake approve --approver 后勤主任 --reason 破损");
    lab.ok("stocktake post");
    let path = "stock/stocktakes/2026/PD-03.csv";
    let sheet = lab.read(path);
    lab.write(path, sheet.replace("破损", "被盗"));
    let ran = lab.run("check");
    assert_eq!(ran.code, 1);
    assert_data_eq!(
        ran.stdout,
        str![[r#"
stock/stocktakes/2026/PD-03.csv: 警告：盘点表 PD-03 过账后被改动，与过账时的校验码不符
  提示：查看记录：houqin stocktake show PD-03；从备份或 git 找回过账时的文件
stock/stocktakes/2026/PD-03.csv:9:80: 警告：K20260331-6cr7-000012 的 reason 被改过：库管员甲 于 2026-03-31T08:30:00+08:00 登记的是“破损”，现在是“被盗”
  K20260331-6cr7-000012,PD-03,2026-03-31,approve,1,BZ,,store:ZW,,,支,,,,,-1,,后勤主任,被盗,,,,,2026-03-31T08:30:00+08:00,库管员甲
                                                                                      ^^^^
  提示：改回原值，另用更正命令登记；登记经过：houqin history K20260331-6cr7-000012

"#]]
    );
    std::fs::remove_file(lab.root().join(path)).expect("removed");
    assert_data_eq!(
        lab.run("check").stdout,
        str![[r#"
stock/stocktakes/2026/PD-03.csv: 警告：盘点表 PD-03 已经过账，但文件不在了
  提示：从备份或 git 找回 stock/stocktakes/ 下的文件，再运行 houqin check
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake open”登记的 K20260331-6cr7-000005 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000005,PD-03,2026-03-31,open,,,,store:ZW,,,,,close,,,,,,,,,full,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000005 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake open”登记的 K20260331-6cr7-000006 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000006,PD-03,2026-03-31,line,1,BZ,,store:ZW,50,,支,,,,,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000006 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake open”登记的 K20260331-6cr7-000007 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000007,PD-03,2026-03-31,line,2,DG36,,store:ZW,48,,只,,,,,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000007 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake open”登记的 K20260331-6cr7-000008 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000008,PD-03,2026-03-31,line,3,DX25,,store:ZW,97.5,,米,,,,,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000008 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake enter”登记的 K20260331-6cr7-000009 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000009,PD-03,2026-03-31,count,1,BZ,,store:ZW,,49,支,2026-03-31,close,库管员甲,1,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000009 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake enter”登记的 K20260331-6cr7-000010 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000010,PD-03,2026-03-31,count,2,DG36,,store:ZW,,48,只,2026-03-31,close,库管员甲,1,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000010 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake enter”登记的 K20260331-6cr7-000011 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000011,PD-03,2026-03-31,count,3,DX25,,store:ZW,,97.5,米,2026-03-31,close,库管员甲,1,,,,,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000011 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake approve”登记的 K20260331-6cr7-000012 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000012,PD-03,2026-03-31,approve,1,BZ,,store:ZW,,,支,,,,,-1,,后勤主任,破损,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000012 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake approve”登记的 K20260331-6cr7-000013 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000013,PD-03,2026-03-31,approve,2,DG36,,store:ZW,,,只,,,,,0,,后勤主任,,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000013 --reason 原因
stock/stocktakes/2026/PD-03.csv: 警告：库管员甲 于 2026-03-31T08:30:00+08:00 用“stocktake approve”登记的 K20260331-6cr7-000014 不见了，可能是别的程序把旧副本存回来了
  K20260331-6cr7-000014,PD-03,2026-03-31,approve,3,DX25,,store:ZW,,,米,,,,,0,,后勤主任,,,,,,2026-03-31T08:30:00+08:00,库管员甲
  提示：找回全部：houqin restore；有意删去的：houqin restore --forget K20260331-6cr7-000014 --reason 原因

"#]]
    );
}

#[test]
fn a_cancelled_sheet_makes_room_for_another() {
    let lab = opened();
    assert_data_eq!(
        lab.ok("stocktake cancel --reason 开错库房"),
        str![[r#"
已记录

盘点表    PD-03
库房      ZW
盘点日期  2026-03-31
状态      已作废
应盘      3
已盘      0
未盘      3

"#]]
    );
    lab.ok("stocktake cancel PD-03 --reason 开错库房");
    assert_data_eq!(
        lab.refuses(77, "stocktake enter BZ=50"),
        str![[r#"
错误：没有指明盘点表；未过账的有：—
  提示：加上 --sheet 盘点表；还没有就先开表：houqin stocktake open --room 库房

"#]]
    );
    assert_data_eq!(
        lab.refuses(77, "stocktake enter --sheet PD-03 BZ=50"),
        str![[r#"
错误：盘点表 PD-03 已经作废（开错库房）
  提示：另开一张：houqin stocktake open --room 库房

"#]]
    );
    lab.ok("stocktake open --category 电料");
    assert_data_eq!(
        lab.ok("stocktake list -f csv"),
        str![[r#"
盘点表,库房,盘点日期,范围,状态,应盘,已盘,相符,盘盈,盘亏,未盘,盘点人,审批人
PD-03,ZW,2026-03-31,全盘,已作废,3,0,0,0,0,3,,
PD-ZW-20260331,ZW,2026-03-31,电料,已开表,2,0,0,0,0,2,,

"#]]
    );
}

#[test]
fn a_rehearsal_writes_nothing() {
    let lab = opened();
    let before = lab.files();
    assert_data_eq!(
        lab.ok("stocktake enter BZ=49 --dry-run -f csv"),
        str![[r#"
编号,盘点表,盘点日期,类型,行号,物资编码,库房,实盘,单位,实盘日期,截止,盘点人,盘次,记录时间,记录人
K20260331-6cr7-000009,PD-03,2026-03-31,实盘,1,BZ,ZW,49,支,2026-03-31,close,库管员甲,1,2026-03-31T08:30:00+08:00,库管员甲

"#]]
    );
    assert_eq!(before, lab.files());
}
