//! What only a terminal sees: colours, the pager, its size, and what cannot be shown on it.

use std::process::{Command, Output};

use unicode_width::UnicodeWidthStr;

use crate::lab::Lab;

/// Runs a command line of a shell on a terminal of so many columns and ten rows.
fn on_terminal(lab: &Lab, columns: u16, line: &str) -> Output {
    let line = line.replace("houqin", env!("CARGO_BIN_EXE_houqin"));
    let mut own = lab.command();
    own.env_remove("COLUMNS");
    let mut command = Command::new("script");
    command
        .current_dir(lab.root())
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap_or_default());
    for (name, value) in own.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    let line = format!("stty cols {columns} rows 10 -onlcr; {line}");
    let output =
        command.args(["-qefc", &line, "/dev/null"]).stdin(std::process::Stdio::null()).output();
    output.expect("`script` is there; on Debian and Ubuntu: apt-get install bsdutils")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A store with so many items.
fn lab_with_items(n_items: usize) -> Lab {
    let lab = Lab::new();
    let rows: Vec<String> = (0..n_items).map(|at| format!("WZ{at:03},品名{at},件")).collect();
    lab.write("items.csv", format!("物资编码,名称,单位\n{}\n", rows.join("\n")));
    lab.ok("item import items.csv -q");
    lab
}

#[test]
fn colour_goes_by_the_flag_then_the_environment_then_the_terminal() {
    let lab = Lab::new();
    let coloured = |line: &str, environment: &[(&str, &str)]| {
        let mut command = lab.command();
        command.args(crate::lab::words(line)).envs(environment.iter().copied());
        let output = command.output().expect("the binary starts");
        assert!(output.status.success(), "{line}");
        output.stdout.contains(&0x1B)
    };
    let forced = ("CLICOLOR_FORCE", "1");
    let denied = ("NO_COLOR", "1");
    assert!(!coloured("item list", &[]), "a pipe has no colour");
    assert!(coloured("item list", &[forced]));
    assert!(!coloured("item list", &[("CLICOLOR_FORCE", "0")]));
    assert!(!coloured("item list", &[forced, denied]));
    assert!(coloured("item list", &[forced, ("NO_COLOR", "")]), "an empty NO_COLOR says nothing");
    assert!(coloured("item list --color always", &[denied]));
    assert!(!coloured("item list --color never", &[forced]));

    let on = |line: &str| said(&on_terminal(&lab, 80, line)).contains('\u{1b}');
    assert!(on("houqin item list"));
    assert!(!on("NO_COLOR=1 houqin item list"));
    assert!(!on("CLICOLOR=0 houqin item list"));
    assert!(!on("TERM=dumb houqin item list"));
}

#[test]
fn long_output_goes_through_the_pager_and_the_pager_may_be_closed_early() {
    let lab = lab_with_items(40);
    let paged = "PAGER='sed s/^/seen:/' houqin item list";
    let output = on_terminal(&lab, 80, paged);
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.lines().filter(|line| line.starts_with("seen:")).count() > 40, "{text}");
    // The tool's own variable goes before the general one.
    let own = said(&on_terminal(&lab, 80, &format!("HOUQIN_PAGER=cat {paged}")));
    assert!(own.contains("WZ039") && !own.contains("seen:"), "{own}");
    for line in ["houqin item list --no-pager", "HOUQIN_PAGER=/no/such/pager houqin item list"] {
        let text = said(&on_terminal(&lab, 80, &format!("PAGER='sed s/^/seen:/' {line}")));
        assert!(text.contains("WZ039") && !text.contains("seen:"), "{text}");
    }
    // What fits on the screen needs none.
    let short = said(&on_terminal(&lab, 80, "PAGER='sed s/^/seen:/' houqin store list"));
    assert!(short.contains("库房") && !short.contains("seen:"), "{short}");
    // A reader who has seen enough: far more than a pipe holds is not read.
    let lab = lab_with_items(3000);
    let output = on_terminal(&lab, 80, "PAGER='head -1' houqin item list");
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn a_pipe_is_never_paged() {
    let lab = lab_with_items(40);
    let mut command = lab.command();
    command.args(["item", "list"]).env("PAGER", "false").env("HOUQIN_PAGER", "false");
    let output = command.output().expect("the binary starts");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("WZ039"));
}

#[test]
fn the_width_is_that_of_the_terminal_when_it_is_printed() {
    let lab = Lab::new();
    lab.ok("item add WZ001 --name 一种名称很长很长很长很长很长很长很长的物资 --unit 件 --category 五金材料 -q");
    for columns in [40, 60, 100] {
        let text = said(&on_terminal(&lab, columns, "houqin item list --no-pager --color never"));
        let widest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        assert!(text.contains("WZ001") && widest <= usize::from(columns), "{columns}\n{text}");
    }
}

#[test]
fn a_workbook_is_no_sight_for_a_terminal_and_nothing_is_recorded_before_that_is_said() {
    let lab = Lab::new();
    let before = lab.files();
    let output = on_terminal(&lab, 80, "houqin item add WZ001 --name 灯管 --unit 支 -f xlsx");
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("-o 文件名.xlsx"), "{text}");
    assert!(lab.files() == before, "nothing is recorded");
    let output = on_terminal(&lab, 80, "houqin item list -f xlsx -o items.xlsx");
    assert!(output.status.success());
    assert!(
        on_terminal(&lab, 80, "houqin item list -f xlsx | head -c 2").stdout.starts_with(b"PK")
    );
}
