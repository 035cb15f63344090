//! The registers of who and where, through the command line.

use snapbox::{assert_data_eq, str};

use crate::lab::Lab;

#[test]
fn a_department_is_registered_once() {
    let lab = Lab::new();
    lab.ok("org site add ZY --name 总院");
    let added = "org department add NK1 --name 内科一病区 --site ZY --beds 42 --area 1200.5";
    lab.ok(added);
    let before = lab.files();
    let said = lab.ok(added);
    assert_data_eq!(
        said,
        str![[r#"
已有记录

NK1 已有相同记录，没有重复写入

"#]]
    );
    assert_eq!(before, lab.files(), "the retry wrote something");
    assert_data_eq!(
        lab.read("org/departments.csv"),
        str![[r#"
code,name,site,beds,area,class
NK1,内科一病区,ZY,42,1200.5,

"#]]
    );
}

#[test]
fn the_same_code_with_another_name_is_refused() {
    let lab = Lab::new();
    lab.ok("org department add NK1 --name 内科一病区");
    let said = lab.refuses(77, "org department add NK1 --name 内科二病区");
    assert_data_eq!(
        said,
        str![[r#"
错误：科室编码 NK1 已经用于“内科一病区”
  提示：换一个编码；要更正名称，请直接改登记表 org/ 下的文件，再运行 houqin check

"#]]
    );
    let said = lab.english().refuses(77, "org department add NK2 --name x --site ZZ");
    assert_data_eq!(
        said,
        str![[r#"
error: no site ZZ is registered
  hint: register it: houqin org site add ZZ --name NAME

"#]]
    );
}

#[test]
fn without_a_store_the_way_to_one_is_named() {
    let lab = Lab::bare();
    let said = lab.refuses(66, "org site list");
    assert_data_eq!(
        said,
        str![[r#"
错误：这里和上级文件夹都不是 houqin 的账库
  提示：新建：houqin init --name 医院名称；已有账库：加 -C 文件夹，或设置 HOUQIN_STORE

"#]]
    );
}

#[test]
fn init_leaves_a_store_as_it_is() {
    let lab = Lab::new();
    let said = lab.refuses(78, "init --name 别的医院");
    assert_data_eq!(
        said,
        str![[r#"
错误：[STORE] 已经是账库，没有改动
  提示：查看账目是否完好：houqin check -C [STORE]

"#]]
    );
    let settings = lab.read("houqin.toml");
    assert_data_eq!(
        settings,
        str![[r#"
format = 1
name = "示范医院"

"#]]
    );
}
