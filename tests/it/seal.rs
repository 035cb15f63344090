//! Seals: a month that is closed stays as it is, or the difference is named.

use std::path::Path;
use std::process::Command;

use houqin::base::Diagnostic;
use houqin::store::{RealDisk, Store};
use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

static DISK: RealDisk = RealDisk;

/// A small store with a row of each book in March, everything in order, on the second of April.
pub(crate) fn closable() -> Lab {
    let mut lab = Lab::new();
    for line in [
        "org department add NK1 --name 内科一病区",
        "store add ZW --name 总务库",
        "item add DG36 --name 灯管 --unit 支",
        "stock receive DG36 20 --price 8.50 --supplier 灯具厂 --slip RK01",
        "stock issue DG36 3 --department NK1 --slip CK01",
        "asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31",
        "asset assign FWQ-01 --department NK1 --date 2026-03-04",
        "meter add W-01 --name 总水表 --utility 冷水 --digits 5 --from 2026-03-01 --initial 100",
        "meter read W-01 140 --date 2026-03-05 -q",
        "finding open NK1 --note 地下室渗水 --severity minor --date 2026-03-05",
    ] {
        lab.ok(line);
    }
    lab.on("2026-03-31");
    for line in [
        "stocktake open PD-03 --cutoff close",
        "stocktake enter --sheet PD-03 DG36=17",
        "stocktake approve PD-03 --approver 后勤主任",
        "stocktake post PD-03",
    ] {
        lab.ok(line);
    }
    lab.on("2026-04-02");
    lab
}

/// The same with March sealed.
pub(crate) fn sealed() -> Lab {
    let lab = closable();
    lab.ok("close seal 2026-03");
    lab
}

fn open(root: &Path) -> Store<'static> {
    match Store::open(&DISK, root) {
        Ok(store) => store,
        Err(error) => panic!("{error:?}"),
    }
}

fn verify(root: &Path) -> Vec<Diagnostic> {
    open(root).verify().expect("a disk that can be read").diagnostics
}

fn said(lab: &Lab) -> Vec<String> {
    let told = |defect: &Diagnostic| format!("{} {}", defect.message.code, defect.place);
    verify(lab.root()).iter().map(told).collect()
}

#[test]
fn a_month_is_sealed_book_by_book_and_the_chain_holds() {
    let lab = sealed();
    assert_data_eq!(
        lab.ok("close status 2026-03"),
        str![[r#"
结账情况

结账链      4
最新账首码  521db2dd6e32e986fd870c44566baa9479326705df953a78082d675c53b90f91

月份     库存      能耗      巡检      资产
-------  --------  --------  --------  --------
2026-03  ✓ 已结账  ✓ 已结账  ✓ 已结账  ✓ 已结账

"#]]
    );
    assert_data_eq!(
        lab.read("closing/seals.csv"),
        str![[r#"
id,kind,book,month,sha256,reason,approver,recorded_at,recorded_by
0001,seal,stock,2026-03,95bdc307affc64e98fdc9970a9177f76cf08f5a4594a2ea2b9ccbe4dbe0652f0,,,2026-04-02T08:30:00+08:00,库管员甲
0002,seal,meters,2026-03,eba1e82cce9ed4a262d341e516e8d26c3e301eb02b6edfba25026475233c87c2,,,2026-04-02T08:30:00+08:00,库管员甲
0003,seal,inspections,2026-03,22331c38cf5dd87582945c5dab5252de78ba6008f213239a6ad5e1b6ced41f29,,,2026-04-02T08:30:00+08:00,库管员甲
0004,seal,assets,2026-03,521db2dd6e32e986fd870c44566baa9479326705df953a78082d675c53b90f91,,,2026-04-02T08:30:00+08:00,库管员甲

"#]]
    );
    assert_data_eq!(
        lab.read("closing/2026/2026-03-stock-0001.balances.csv"),
        str![[r#"
place,item,quantity,value
ZW,DG36,17,144.50

"#]]
    );
    assert_data_eq!(
        lab.ok("verify"),
        str![[r#"
结账链核验

结论                  ✓ 完整无改动
核验文件数            21
核验佐证数            0
不符处数              0
最新账首码            521db2dd6e32e986fd870c44566baa9479326705df953a78082d675c53b90f91
给定账首码对应的序号  —

序号  类别  账簿  月份     办理时间                   办理人    账首码                                                            签名
----  ----  ----  -------  -------------------------  --------  ----------------------------------------------------------------  ----
0001  结账  库存  2026-03  2026-04-02T08:30:00+08:00  库管员甲  95bdc307affc64e98fdc9970a9177f76cf08f5a4594a2ea2b9ccbe4dbe0652f0  —
0002  结账  能耗  2026-03  2026-04-02T08:30:00+08:00  库管员甲  eba1e82cce9ed4a262d341e516e8d26c3e301eb02b6edfba25026475233c87c2  —
0003  结账  巡检  2026-03  2026-04-02T08:30:00+08:00  库管员甲  22331c38cf5dd87582945c5dab5252de78ba6008f213239a6ad5e1b6ced41f29  —
0004  结账  资产  2026-03  2026-04-02T08:30:00+08:00  库管员甲  521db2dd6e32e986fd870c44566baa9479326705df953a78082d675c53b90f91  —

注：结账链能显出改动，不能阻止改动：谁能改写全部文件，谁就能重做整条链；改不了的是已经印出并签字的账首码

"#]]
    );
    let again = lab.ok("close seal 2026-03");
    assert!(again.contains("2026-03"), "{again}");
    assert_eq!(lab.read("closing/seals.csv").lines().count(), 5);
}

#[test]
fn the_seals_are_verified_without_this_tool() {
    let lab = sealed();
    for (file, _) in lab.files().iter().filter(|(file, _)| file.ends_with(".sha256")) {
        let ran = Command::new("sha256sum").arg("-c").arg(file).current_dir(lab.root()).output();
        let ran = ran.expect("sha256sum");
        assert!(ran.status.success(), "{file}: {}", String::from_utf8_lossy(&ran.stderr));
    }
}

#[test]
fn a_row_dated_in_a_sealed_month_is_refused_with_the_two_ways_out() {
    let lab = sealed();
    let issue = "stock issue DG36 1 --department NK1 --date 2026-03-30 --slip CK02";
    assert_data_eq!(
        lab.refuses(77, issue),
        str![[r#"
错误：库存 2026-03 已由 库管员甲 于 2026-04-02 结账（第 1 号），不能再记 2026-03-30 的账
  提示：两条路：日期改为今天，备注里写明原单；或由负责人批准反结账：houqin close reopen 2026-03 --book stock --reason 原因 --approver 批准人

"#]]
    );
    lab.refuses(77, &format!("{issue} --dry-run"));
    assert_data_eq!(
        lab.english().refuses(77, issue),
        str![[r#"
error: stock of 2026-03 was sealed by 库管员甲 on 2026-04-02 (link 1); nothing dated 2026-03-30 is taken any more
  hint: two ways: date it today and name the original in the note; or have it opened: houqin close reopen 2026-03 --book stock --reason WHY --approver PERSON

"#]]
    );
    let lab = sealed();
    for line in [
        "stock receive DG36 1 --price 8 --supplier 灯具厂 --date 2020-01-05 --slip RK00",
        "meter read W-01 150 --date 2026-03-20",
        "asset repair FWQ-01 --reason 换硬盘 --cost 850 --date 2026-03-20",
        "finding open NK1 --note 漏水 --severity minor --date 2026-03-31",
        "repair open NK1 --note 灯不亮 --date 2026-03-31",
    ] {
        let said = lab.refuses(77, line);
        assert!(said.contains("反结账"), "{said}");
    }
    lab.ok("stock issue DG36 1 --department NK1 --date 2026-04-02 --slip CK02 --note 补三月单");
    assert_eq!(said(&lab), Vec::<String>::new());
}

#[test]
fn every_byte_of_every_sealed_file_counts() {
    let lab = sealed();
    let manifests = lab.files().into_iter().filter(|(file, _)| file.starts_with("closing/"));
    let mut sealed: Vec<String> = manifests.map(|(file, _)| file).collect();
    sealed.extend(
        [
            "stock/movements/2026/2026-03.csv",
            "stock/stocktakes/2026/PD-03.csv",
            "meters/readings/2026/2026-03.csv",
            "assets/events/2024.csv",
            "assets/events/2026.csv",
            "inspections/findings/2026.csv",
        ]
        .map(str::to_owned),
    );
    let (ours, theirs): (Vec<_>, Vec<_>) =
        sealed.into_iter().enumerate().partition(|(at, _)| at % 2 == 0);
    let copy = lab.copy();
    std::thread::scope(|scope| {
        scope.spawn(|| theirs.iter().for_each(|(_, file)| flip(&copy, file)));
        for (_, file) in &ours {
            flip(&lab, file);
        }
    });
    assert_eq!(verify(lab.root()), vec![]);
}

/// Changes each byte of a ledger or of the chain in turn; of the seals' own files, every few.
fn flip(lab: &Lab, file: &str) {
    let store = open(lab.root());
    let path = lab.root().join(file);
    let whole = std::fs::read(&path).expect("a file");
    let step = match file.starts_with("closing/2") {
        true if file.ends_with(".sha256") => 7,
        true => 61,
        false => 1,
    };
    let mut line: u32 = 1;
    for at in 0..whole.len() {
        line += u32::from(at > 0 && whole[at - 1] == b'\n');
        if at % step != 0 {
            continue;
        }
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&path, &changed).expect("written");
        let found = store.verify().expect("a disk that can be read").diagnostics;
        assert!(!found.is_empty(), "byte {at} of {file}");
        let named = |defect: &&Diagnostic| defect.place.file == file;
        let place = found.iter().find(named).map(|defect| defect.place.line);
        let row_named = place == Some(line) || place == Some(line + 1);
        assert!(row_named, "byte {at} of {file}, line {line}: {found:?}");
    }
    std::fs::write(&path, &whole).expect("written");
}

#[test]
fn what_is_cut_off_is_found_and_a_cut_chain_by_its_head() {
    let lab = sealed();
    let head = lab.read("closing/seals.csv").lines().last().expect("a row").to_owned();
    let head = head.split(',').nth(4).expect("a head").to_owned();
    lab.ok(&format!("verify --expect-head {head} -q"));
    let path = "stock/movements/2026/2026-03.csv";
    let ledger = lab.read(path);
    for keep in 0..ledger.len() {
        if ledger.is_char_boundary(keep) {
            lab.write(path, &ledger[..keep]);
            let found = said(&lab);
            assert!(found.iter().any(|said| said.contains(path)), "cut at {keep}: {found:?}");
        }
    }
    lab.write(path, &ledger);
    // The end of the chain with everything that belongs to it.
    let seals = lab.read("closing/seals.csv");
    let shorter: Vec<&str> = seals.lines().take(4).collect();
    lab.write("closing/seals.csv", format!("{}\n", shorter.join("\n")));
    let found = said(&lab);
    assert!(found.iter().all(|said| said.starts_with("closing.unknown_file")), "{found:?}");
    for file in lab.files().keys().filter(|file| file.contains("-0004.")) {
        std::fs::remove_file(lab.root().join(file)).expect("removed");
    }
    assert_eq!(said(&lab), Vec::<String>::new());
    let lost = lab.run(&format!("verify --expect-head {head}"));
    assert_eq!((lost.code, lost.stderr.as_str()), (1, ""));
    assert_data_eq!(
        lost.stdout,
        str![[r#"
结账链核验

结论                  ✗ 有不符
核验文件数            14
核验佐证数            0
不符处数              1
最新账首码            22331c38cf5dd87582945c5dab5252de78ba6008f213239a6ad5e1b6ced41f29
给定账首码对应的序号  —

不符之处
文件               行  代号                  问题                                                                                                           原文
-----------------  --  --------------------  -------------------------------------------------------------------------------------------------------------  ----
closing/seals.csv  —   closing.head_unknown  结账链里没有账首码                                                                                             —
                                             521db2dd6e32e986fd870c44566baa9479326705df953a78082d675c53b90f91：链的末尾被截掉了，或整条链被重做过

结账链
序号  类别  账簿  月份     办理时间                   办理人    账首码                                                            签名
----  ----  ----  -------  -------------------------  --------  ----------------------------------------------------------------  ----
0001  结账  库存  2026-03  2026-04-02T08:30:00+08:00  库管员甲  95bdc307affc64e98fdc9970a9177f76cf08f5a4594a2ea2b9ccbe4dbe0652f0  —
0002  结账  能耗  2026-03  2026-04-02T08:30:00+08:00  库管员甲  eba1e82cce9ed4a262d341e516e8d26c3e301eb02b6edfba25026475233c87c2  —
0003  结账  巡检  2026-03  2026-04-02T08:30:00+08:00  库管员甲  22331c38cf5dd87582945c5dab5252de78ba6008f213239a6ad5e1b6ced41f29  —

注：结账链里没有账首码 521db2dd6e32e986fd870c44566baa9479326705df953a78082d675c53b90f91：链的末尾被截掉了，或整条链被重做过
  提示：核对纸质报表上的账首码；再用备份或 git 放回 closing 文件夹
注：结账链能显出改动，不能阻止改动：谁能改写全部文件，谁就能重做整条链；改不了的是已经印出并签字的账首码

"#]]
    );
}

#[test]
fn reopening_is_on_record_and_the_next_seal_names_what_changed() {
    let lab = sealed();
    lab.refuses(77, "close reopen 2026-03 --book stock --reason 漏记 --approver 库管员甲");
    lab.ok("close reopen 2026-03 --book stock --reason 漏记领料单 --approver 后勤主任");
    lab.ok("stock issue DG36 1 --department NK1 --date 2026-03-30 --slip CK09");
    assert_eq!(said(&lab), Vec::<String>::new());
    lab.ok("close reopen 2026-03 --book stock --reason 漏记领料单 --approver 后勤主任");
    // The count was posted before the late slip came.
    lab.refuses(77, "close seal 2026-03 --book stock");
    assert_data_eq!(
        lab.ok(
            "close seal 2026-03 --book stock --waive sheets-settled=盘点前已发出 --approver 后勤主任"
        ),
        str![[r#"
已记录

序号  类别  账簿  月份     账首码                                                    原因                          批准人    办理时间                   办理人
----  ----  ----  -------  --------------------------------------------------------  ----------------------------  --------  -------------------------  --------
0006  结账  库存  2026-03  0ab126e8bec83dc4ffe3fc1a4b3b66660b1978f84111832b070d2354  sheets-settled: 盘点前已发出  后勤主任  2026-04-02T08:30:00+08:00  库管员甲
                           e191deaa

注：上次结账以后新增：stock/movements/2026/2026-03.csv 第 6 行 M20260330-6cr7-000013,2026-03-30,,issue,DG36,1,
    支,,,,store:ZW,dept:NK1,,,CK09,,,,,,,,,2026-04-02T08:30:00+08:00,库管员甲
注：账首码请印在本月签字的报表上：以后凭它就能证明账没有动过（houqin verify --expect-head 账首码）

"#]]
    );
    assert_eq!(said(&lab), Vec::<String>::new());
    let account = lab.read("closing/2026/2026-03-stock-0006.toml");
    assert!(account.contains("[[changed]]") && account.contains("CK09"), "{account}");
}

#[test]
fn a_month_that_is_not_in_order_is_not_sealed() {
    let mut lab = closable();
    lab.ok("store add BF --name 被服库");
    lab.ok(
        "stock receive DG36 5 --price 8 --supplier 灯具厂 --room BF --date 2026-03-10 --slip RK02",
    );
    assert_data_eq!(
        lab.refuses(77, "close seal 2026-03 --book stock"),
        str![[r#"
错误：库存 2026-03 还不能结账，有 1 项不满足：stocktake-posted
  提示：逐项查看：houqin close status 2026-03 --book stock；确实可以例外的：--waive 条件=原因 --approver 批准人
错误：库房 BF 在 2026-03 没有已过账的盘点表
  提示：开一张盘点表：houqin stocktake open --room BF
错误：有 2 处不能登记，什么都没有写入

"#]]
    );
    lab.refuses(77, "close seal 2026-04");
    lab.on("2026-05-02");
    assert_data_eq!(
        lab.refuses(77, "close seal 2026-04 --book meters"),
        str![[r#"
错误：能耗 2026-04 还不能结账，有 1 项不满足：readings-complete
  提示：逐项查看：houqin close status 2026-04 --book meters；确实可以例外的：--waive 条件=原因 --approver 批准人
错误：监测点 W-01 总水表 在 2026-04 没有可用的读数
  提示：补抄：houqin meter read W-01 读数 --date 日期
错误：有 2 处不能登记，什么都没有写入

"#]]
    );
    lab.refuses(2, "close seal 2026-03-05");
    lab.refuses(2, "close seal 2026-03 --waive stocktake-posted");
    lab.refuses(77, "close seal 2026-03 --waive slips=x --approver 后勤主任");
    let waived = "--waive stocktake-posted=四月补盘 --approver 后勤主任";
    lab.ok(&format!("close seal 2026-03 --book stock {waived}"));
    lab.refuses(77, "close seal 2026-05 --book stock");
}

#[test]
fn a_seal_is_signed_by_the_systems_own_tool() {
    let lab = sealed();
    let keys = tempfile::tempdir().expect("a folder for keys");
    let key = keys.path().join("key");
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "director", "-f"])
        .arg(&key)
        .output()
        .expect("ssh-keygen");
    assert!(made.status.success(), "{made:?}");
    let public = std::fs::read_to_string(key.with_extension("pub")).expect("a public key");
    let signers = keys.path().join("signers");
    std::fs::write(&signers, format!("director@hospital {public}")).expect("written");
    let (key, signers) = (key.display(), signers.display());
    let line = format!("close sign 2026-03 --book stock --key {key} -q");
    lab.ok(&line);
    let said = lab.ok(&format!("verify --allowed-signers {signers}"));
    assert!(said.contains("director@hospital"), "{said}");
    let path = "closing/2026/2026-03-stock-0001.sha256.sig";
    let signature = lab.read(path);
    let other = lab.read("closing/2026/2026-03-meters-0002.sha256");
    lab.write(path, signature.replacen('U', "V", 1));
    lab.fails(1, &format!("verify --allowed-signers {signers}"));
    lab.write(path, &signature);
    // A signature of one seal beside another is none.
    lab.write("closing/2026/2026-03-meters-0002.sha256.sig", &signature);
    assert!(!other.is_empty());
    lab.fails(1, &format!("verify --allowed-signers {signers}"));
}

#[test]
fn one_defect_hides_no_other() {
    let lab = sealed();
    let seals = lab.read("closing/seals.csv");
    lab.write("closing/seals.csv", seals.replacen("库管员甲", "库管员乙", 4));
    let path = "stock/movements/2026/2026-03.csv";
    lab.write(path, lab.read(path).replacen(",20,", ",21,", 1));
    let found = said(&lab);
    let rows = found.iter().filter(|said| said.starts_with("closing.row_disagrees")).count();
    assert_eq!(rows, 4, "{found:?}");
    assert!(found.iter().any(|said| said.starts_with("closing.line_changed")), "{found:?}");
}
