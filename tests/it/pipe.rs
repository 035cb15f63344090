//! A reader that goes away early, as `head -1` does.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::lab::Lab;

#[test]
fn a_closed_pipe_ends_quietly() {
    let lab = Lab::new();
    let mut child = lab
        .command()
        .arg("explain")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut first = String::new();
    let mut out = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
    out.read_line(&mut first).expect("a line");
    drop(out);
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("text");
    let status = child.wait().expect("it ends");
    assert!(!first.is_empty());
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}
