//! Help, wrong command lines and the flags of every command, in both languages.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

#[test]
fn help_is_chinese_down_to_its_headings() {
    let lab = Lab::bare();
    let help = lab.ok("org site add -h");
    let own: Vec<&str> = help.lines().take_while(|line| !line.starts_with("每个命令")).collect();
    assert_data_eq!(
        own.join("\n"),
        str![[r#"
登记院区

用法：houqin org site add [选项] --name <名称> <院区编码>

参数：
  <院区编码>  编码：文字、数字和 - _ .；登记后不改

选项：
      --name <名称>  名称
      --dry-run      只显示将要登记的内容，什么也不写
  -h, --help         显示帮助
  -V, --version      显示版本

"#]]
    );
    assert!(help.contains("\n示例：\n  houqin org site add ZY --name 总院\n"), "{help}");
    assert_eq!(help, lab.ok("help org site add").replace("（-h 更简短）", ""));
}

#[test]
fn help_is_english_where_english_is_asked_for() {
    let lab = Lab::bare().english();
    let help = lab.ok("org site add -h");
    assert!(help.starts_with("Register a site\n\nUsage: houqin org site add"), "{help}");
    assert_eq!(lab.ok("org site add -h --lang zh"), Lab::bare().ok("org site add -h"));
}

#[test]
fn a_wrong_command_line_says_what_was_meant() {
    let lab = Lab::bare();
    assert_data_eq!(
        lab.refuses(2, "org site ad"),
        str![[r#"
错误：没有“ad”这个命令
  提示：是不是 add？
  提示：查看帮助：houqin org site --help
用法：houqin org site [选项] <命令>

"#]]
    );
    assert_data_eq!(
        lab.refuses(2, "org site add ZY --nme 总院"),
        str![[r#"
错误：不认识参数“--nme”
  提示：是不是 --name？
  提示：查看帮助：houqin org site add --help
用法：houqin org site add --name <名称> <院区编码>

"#]]
    );
    assert_data_eq!(
        lab.refuses(2, "org site add --name 总院"),
        str![[r#"
错误：缺少必填参数：<院区编码>
  提示：查看帮助：houqin org site add --help
用法：houqin org site add --name <名称> <院区编码>

"#]]
    );
    assert_data_eq!(
        lab.refuses(2, "org site add ZY --name 总院 --name 分院"),
        str![[r#"
错误：“--name <名称>”只能写一次
  提示：查看帮助：houqin org site add --help
用法：houqin org site add [选项] --name <名称> <院区编码>

"#]]
    );
    assert_data_eq!(
        lab.refuses(2, "check --format"),
        str![[r#"
错误：“--format <格式>”后面缺少值
  提示：查看帮助：houqin check --help

"#]]
    );
    assert_data_eq!(
        lab.refuses(2, "check --quiet=yes"),
        str![[r#"
错误：“--quiet”用不着值“yes”
  提示：查看帮助：houqin check --help
用法：houqin check --quiet [项目]...

"#]]
    );
    assert_data_eq!(
        lab.english().refuses(2, "org site ad"),
        str![[r#"
error: unrecognized subcommand 'ad'

  tip: a similar subcommand exists: 'add'

Usage: houqin org site [OPTIONS] <COMMAND>

For more information, try '--help'.

"#]]
    );
}

#[test]
fn no_command_at_all_shows_the_help_and_is_wrong_usage() {
    let lab = Lab::bare();
    assert_eq!(lab.refuses(2, ""), lab.ok("-h"));
}

#[test]
fn a_code_is_explained_in_both_languages() {
    let lab = Lab::bare();
    assert_data_eq!(
        lab.ok("explain number.comma"),
        str![[r#"
代号说明

代号            number.comma
中文            “{text}”里有逗号
怎么办          不写千分位逗号，小数点用“.”：1234.5
英文            `{text}` has a comma in it
怎么办（英文）  leave out thousands separators and write decimals with a point: 1234.5
检查项目        parse
该项目看        文件、行、单元格读得懂：编码、CSV 和 TOML 写法、数字、编码、用词，以及 houqin.toml 的设置
在本库的程度    —

怎样会遇到
步骤（在示例账库里）
---------------------------------------------------------
houqin stock issue BG001 1,000 --department NK1 --room ZW

会看到
输出
-------------------------------------------
错误：数量：“1,000”里有逗号
  提示：不写千分位逗号，小数点用“.”：1234.5

"#]]
    );
    assert_data_eq!(
        lab.refuses(66, "explain number.coma"),
        str![[r#"
错误：没有“number.coma”这个代号
  提示：是不是：houqin explain number.comma

"#]]
    );
    assert_data_eq!(
        lab.refuses(66, "explain nothing.like.it"),
        str![[r#"
错误：没有“nothing.like.it”这个代号
  提示：列出全部代号：houqin explain

"#]]
    );
    let json = lab.ok("explain -f json");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let codes = json["tables"][0]["rows"].as_array().expect("rows");
    assert!(codes.iter().any(|row| row["key"] == "number.comma"), "{json}");
}

#[test]
fn csv_is_for_people_or_for_programs() {
    let lab = Lab::new();
    lab.ok("org site add ZY --name 总院");
    assert_eq!(lab.ok("org site list -f csv --bom"), "\u{FEFF}编码,名称\nZY,总院\n");
    assert_eq!(lab.ok("org site list -f csv --headers keys"), "code,name\nZY,总院\n");
    assert_data_eq!(
        lab.refuses(2, "org site list --headers caps"),
        str![[r#"
错误：--headers 不认识“caps”，可以用：words, keys
  提示：查看用法：houqin help

"#]]
    );
}

#[test]
fn a_command_that_stands_below_another_is_pointed_at() {
    let lab = Lab::new();
    assert_data_eq!(
        lab.refuses(2, "department"),
        str![[r#"
错误：没有“department”这个命令
  提示：是不是 houqin org department？
  提示：查看帮助：houqin --help
用法：houqin [选项] <命令>

"#]]
    );
    assert_data_eq!(
        lab.refuses(2, "staff --lang en"),
        str![[r#"
error: unrecognized subcommand 'staff'

  tip: a similar subcommand exists: 'status'

Usage: houqin [OPTIONS] <COMMAND>

For more information, try '--help'.
  hint: did you mean houqin org staff?

"#]]
    );
    // What is called so is meant sooner than what is called nearly so.
    let told = lab.refuses(2, "stock staff");
    assert!(told.contains("houqin org staff") && !told.contains("stat"), "{told}");
}
