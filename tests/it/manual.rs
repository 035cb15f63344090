//! The manual says what really happens: every `console` block of `data/help` is run, in both
//! languages; and the help, as it is asked for on a command line.
//!
//! A topic's commands are typed one after the other in a copy of the bundled hospital, early in the
//! year after it; those of the first day in an empty folder. `TRYCMD=overwrite cargo test manual`
//! renews what they answer. What is fenced otherwise is parsed by `src/cli/manual_tests.rs`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use houqin::text::{Language, topics};
use snapbox::{assert_data_eq, str};

use crate::lab::{Lab, copy_below};

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/help")
}

/// Runs the blocks of every topic in a language.
fn runs(language: Language) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let cases = trycmd::TestCases::new();
    let mut run = Vec::new();
    for topic in topics().iter().filter(|topic| topic.page(language).contains("```console")) {
        let page = pages().join(format!("{}.{}.md", topic.name, language.word()));
        let copy = folder.path().join(format!("{}.md", topic.name));
        std::fs::copy(&page, &copy).expect("the page is there");
        // The commands run in the folder that bears the document's name.
        let inside = folder.path().join(format!("{}.in", topic.name));
        std::fs::create_dir(&inside).expect("a folder to run in");
        if topic.name != "start" {
            copy_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital"), &inside);
        }
        // Files that the examples begin with lie beside the page.
        for file in
            std::fs::read_dir(pages().join(format!("{}.in", topic.name))).into_iter().flatten()
        {
            let file = file.expect("a file of the page");
            std::fs::copy(file.path(), inside.join(file.file_name())).expect("a copy");
        }
        cases.case(&copy);
        run.push((copy, page));
    }
    cases
        .register_bin("houqin", PathBuf::from(env!("CARGO_BIN_EXE_houqin")))
        .env("LC_ALL", "C")
        .env("HOUQIN_LANG", language.word())
        .env("HOUQIN_NOW", "2026-01-10T16:30:00+08:00")
        .env("HOUQIN_BY", "库管员甲")
        .env("HOUQIN_MACHINE", "manual");
    cases.run();
    if std::env::var("TRYCMD").is_ok_and(|wish| wish == "overwrite") {
        for (copy, page) in run {
            std::fs::copy(&copy, &page).expect("the page can be renewed");
        }
    }
}

#[test]
fn the_chinese_manual() {
    runs(Language::Chinese);
}

#[test]
fn the_english_manual() {
    runs(Language::English);
}

#[test]
fn help_alone_lists_commands_by_group_and_topics() {
    let lab = Lab::bare();
    assert_data_eq!(
        lab.ok("help"),
        str![[r#"
houqin 后勤
===========

  医院后勤台账：出入库、盘点、资产、能耗、巡检，以及由此得出的报表

  看主题：houqin help 主题；看命令：houqin help 命令

账库

  init     在当前文件夹（或 --store 指定的文件夹）新建账库
  status   查看今天要办的事：到期、未完、漏抄、近效期、未结账
  check    列出账库的全部缺陷，指明文件、行和列
  explain  说明提示信息所带的代号（中英文都有）、一项任务，或年度总结里的一个数字
  history  查一行记录的来龙去脉：内容、谁在何时用什么命令登记和更正、为什么
  diff     与另一个账库，或与某月结账时逐行比较

文件坏了

  restore  把登记过、却从台账里消失的行找回来
  salvage  把断电或残缺副本在文件末尾留下的残尾移到隔离区
  convert  把被 Excel 存成 GBK 或 Unicode 文本的账库文件改回 UTF-8
  migrate  把旧格式的账库升级到这个版本的格式

科室与人员

  org          院区、科室、人员登记表
  certificate  人员和设备的证书：有效到哪天、最迟哪天申请换证
  training     培训与演练：谁到场，应到的谁没到

物资

  item       物资目录：单位、类别、最低库存
  store      库房
  stock      库房物资：入库、出库、结存
  purchase   采购：计划、订单及到货、发票
  stocktake  盘点：盘点表、差异、审批

固定资产

  asset  固定资产：卡片、领用调拨、维修、处置、折旧

能耗

  meter   水电气热的表：抄表、用量、总分表
  energy  节能：计划、单价、费用、账单、折标系数、对比基数、措施

巡检与整改

  inspect     巡检：规则、记录、到期提醒、豁免
  finding     问题：发现、整改、由他人复查
  repair      维修单：报修、到场、修复、由他人验收
  contractor  外包：合同、每月考评、付款档
  clause      评审条款：条款原文，各靠什么支撑

任务与指标

  task       年度工作任务：责任人、完成时限、进度、佐证
  indicator  指标：每月数值对目标

报告与导出

  report  一段时间的报表，可以直接签字；一个账库，或多个库汇总
  group   一次处理多个账库
  export  给其他程序用的文件：到期日程、Parquet 账簿、JSON 输出的格式说明

结账

  close   按月结账，让账改动就显形
  verify  核验结账链和佐证文件，指明不符的文件和行

帮助

  help         看手册：一个主题、一个命令，或者总目录
  man          输出一页 man 手册，或把全部手册页写成一个文件夹
  completions  输出命令行补全脚本

手册主题

  start            第一天：建账库，记第一笔账
  stock            物资：入库、出库、以旧换新、库存
  purchase         采购：计划、订单、发票、比价
  stocktake        盘点：从开表到过账
  assets           资产：卡片、调拨、折旧、清查
  meters           抄表：监测点、读数、换表、漏抄
  energy           节能：计划、单价、折标、改造效果、定额
  bills            账单：核对与分摊
  inspect          巡检：规则、记录、检查表、应做未做
  findings         问题：上报、整改、复查
  repair           维修：报修、到场、修好、验收
  evidence         佐证：评审条款、证书、保存期限
  compliance       合规：按期率、指标、任务、外包
  annual           年度：总结、计划、数字的来历
  close            结账：封一个月，核验，开封
  clocks           两个时间：那天是怎样，当时知道什么
  import           导入：从 Excel、WPS 和别的系统来的表
  formats          输出格式：表格、CSV、JSON、Markdown、HTML、XLSX
  files            文件：账库里有什么
  settings         设置：houqin.toml、环境变量、选项
  check            检查：账里哪里不对
  troubleshooting  出了毛病：文件坏了、锁着、对不上
  cron             定时：crontab 与邮件
  git              git：几个人、几台机器记一本账
  group            集团：许多医院一次汇总
  completions      补全：按 TAB 补命令、选项和编码
  exit-codes       退出码：命令怎样结束

"#]]
    );
    let english = lab.english().ok("help");
    assert!(english.contains("\nTopics of the manual\n"), "{english}");
    assert!(english.contains("\n  exit-codes "), "{english}");
}

#[test]
fn a_topic_is_read_by_name_and_by_word_without_a_store() {
    let lab = Lab::bare();
    let page = lab.ok("help exit-codes");
    assert!(page.starts_with("退出码：命令怎样结束\n===="), "{page}");
    assert!(!page.contains('`') && !page.contains("| "), "{page}");
    assert_eq!(lab.ok("help 退出码"), page);
    assert!(lab.ok("help exit-codes -f markdown").starts_with("# 退出码"));
}

#[test]
fn a_word_that_is_a_topic_and_a_group_shows_both() {
    let lab = Lab::bare();
    let said = lab.ok("help stocktake");
    let (topic, commands) = said.split_once("\n这一组的命令\n").expect("both");
    assert!(topic.starts_with("盘点："), "{said}");
    assert!(commands.contains("\n用法：houqin stocktake"), "{said}");
}

#[test]
fn help_of_a_command_is_its_own_help() {
    for lab in [Lab::bare(), Lab::bare().english()] {
        assert_eq!(lab.ok("help stock issue"), lab.ok("stock issue --help"));
        assert_eq!(lab.ok("help item"), lab.ok("item --help"));
    }
}

#[test]
fn an_unknown_topic_names_the_nearest() {
    let lab = Lab::bare();
    assert_data_eq!(
        lab.fails(2, "help stoctake"),
        str![[r#"
错误：没有“stoctake”这个主题或命令，是不是 stocktake？
  提示：查看：houqin help stocktake

"#]]
    );
    assert_data_eq!(
        lab.fails(2, "help stock isue"),
        str![[r#"
错误：没有“isue”这个主题或命令，是不是 stock issue？
  提示：查看：houqin help stock issue

"#]]
    );
    assert_data_eq!(
        lab.english().fails(2, "help canteen"),
        str![[r#"
error: there is no topic or command `canteen`
  hint: list topics and commands: houqin help

"#]]
    );
}

#[test]
fn the_manual_is_one_page_that_stands_alone() {
    for (lab, language) in [(Lab::bare(), "zh-CN"), (Lab::bare().english(), "en")] {
        lab.ok("help --html -q -o 手册.html");
        let html = std::fs::read_to_string(lab.root().join("手册.html")).expect("the page");
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{language}");
        assert_eq!(html.matches("<h1 id=").count(), topics().len());
        assert_eq!(html.matches("<article").count(), html.matches("</article>").count());
    }
}

#[test]
fn man_pages_are_a_folder_that_man_can_read() {
    let lab = Lab::bare();
    lab.ok("man -q -o man");
    for page in ["man1/houqin.1", "man1/houqin-stock-issue.1", "zh_CN/man7/houqin-stocktake.7"] {
        assert!(lab.root().join("man").join(page).is_file(), "{page}");
    }
    lab.fails(73, "man -q -o man");
    let page = lab.ok("man stocktake enter");
    assert!(page.contains(".SH \"用法\"") && page.contains("houqin stocktake enter"), "{page}");
    lab.fails(2, "man stoktake");
}

/// What is offered at the end of a half-typed line, as fish asks for it: the value, then its help.
fn offered(lab: &Lab, line: &str) -> Vec<String> {
    let mut typed: Vec<String> = vec!["--".to_owned(), "houqin".to_owned()];
    typed.extend(line.split(' ').map(str::to_owned));
    let output =
        lab.command().args(typed).env("HOUQIN_COMPLETE", "fish").output().expect("it runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("text");
    said.lines().filter(|line| !line.starts_with('-')).map(|line| line.replace('\t', " ")).collect()
}

#[test]
fn codes_of_the_store_are_offered_by_code_name_and_pinyin() {
    let lab = Lab::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital"));
    assert_eq!(offered(&lab, "stock issue DQ00")[0], "DQ001 灯管");
    assert_eq!(offered(&lab, "stock issue dg")[0], "DQ001 灯管");
    assert_eq!(offered(&lab, "stock issue LED灯")[0], "DQ004 LED灯管");
    assert_eq!(offered(&lab, "stock issue DQ001 1 --room wj"), ["WJ 五金库"]);
    assert_eq!(offered(&lab, "stock issue DQ001 1 --department nkyb"), ["NK1 内科一病区"]);
    assert_eq!(offered(&lab, "meter read D-NK"), ["D-NK1 NK1分表", "D-NK2 NK2分表"]);
    assert_eq!(offered(&lab, "inspect record xc")[0], "XC 每周两次下科室巡查");
    assert!(offered(&lab, "stocktake enter --sheet PD").len() > 3);
    assert!(offered(&lab, "stocktake open PD").is_empty());
    assert_eq!(offered(&lab, "stock onhand --format ma"), ["markdown"]);
    assert!(offered(&lab, "sto").iter().any(|one| one.starts_with("stock ")));
    assert!(offered(&lab, "help sto").iter().any(|one| one.starts_with("stocktake 盘点：")));
}

#[test]
fn completion_says_nothing_without_a_store_or_with_a_damaged_one() {
    let lab = Lab::bare();
    assert!(offered(&lab, "stock issue dg").is_empty());
    let hospital = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital");
    let named = format!("-C {} stock issue dg", hospital.display());
    assert_eq!(offered(&lab, &named)[0], "DQ001 灯管");
    let damaged = Lab::of(&hospital);
    let items = damaged.root().join("stock/items.csv");
    std::fs::write(&items, [&b"code,name\nDQ1,\xFF\xFE\n"[..], b"\0\0"].concat()).expect("a file");
    std::fs::write(damaged.root().join("houqin.toml"), "format = 99\n").expect("a file");
    assert!(offered(&damaged, "stock issue dg").is_empty());
}

#[test]
fn a_completion_script_for_each_shell() {
    let lab = Lab::bare();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = lab.ok(&format!("completions {shell}"));
        assert!(script.contains("HOUQIN_COMPLETE") && script.contains("houqin"), "{script}");
    }
    assert_data_eq!(
        lab.fails(2, "completions tcsh"),
        str![[r#"
错误：SHELL 不认识“tcsh”，可以用：bash, zsh, fish, powershell
  提示：查看用法：houqin help

"#]]
    );
}

#[test]
fn a_name_in_place_of_a_code_is_understood_as_a_question() {
    let lab = Lab::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital"));
    for line in [
        "item show dguan",
        "item show 空气开关",
        "stock onhand --room 五金库",
        "meter show NK1分表",
        "asset show 门诊楼电梯",
        "inspect record 每季度防火检查 NK1 --result pass",
        "org staff edit kgyj --role 库管员",
    ] {
        let said = lab.run(line).stderr;
        assert!(said.contains("是不是"), "{line}\n{said}");
    }
}

#[test]
fn every_page_of_the_folder_is_a_topic() {
    let mut files = BTreeSet::new();
    for file in std::fs::read_dir(pages()).expect("the folder of pages") {
        let name = file.expect("a page").file_name().into_string().expect("a name");
        // The gallery of errors is a page of its own, see `gallery.rs`.
        let topic = name.strip_suffix(".zh.md").filter(|name| *name != "errors");
        files.extend(topic.map(str::to_owned));
    }
    let known: BTreeSet<String> = topics().iter().map(|topic| topic.name.to_owned()).collect();
    assert_eq!(files, known);
}
