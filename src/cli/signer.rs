//! Signatures by `ssh-keygen -Y`: keys and trust stay with the system's own tool.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use houqin::base::Message;

use super::fail::Failure;

/// What the signatures are for; nobody can pass off one that was made for something else.
const NAMESPACE: &str = "houqin-seal";

/// Signs a text with a key; the passphrase, if the key has one, is asked for by the tool itself.
pub(crate) fn sign(key: &Path, text: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut command = Command::new("ssh-keygen");
    command.args(["-Y", "sign", "-n", NAMESPACE, "-f"]).arg(key);
    let output = run(command, text)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(refused("closing.sign_failed", &output).into())
}

/// Who signed a text; none where no allowed signer did.
pub(crate) fn signer(
    allowed: &Path,
    signature: &Path,
    text: &[u8],
) -> anyhow::Result<Option<String>> {
    let mut find = Command::new("ssh-keygen");
    find.args(["-Y", "find-principals", "-f"]).arg(allowed).arg("-s").arg(signature);
    let found = run(find, b"")?;
    let names = String::from_utf8_lossy(&found.stdout).into_owned();
    let Some(name) = names.lines().next().filter(|_| found.status.success()) else {
        return Ok(None);
    };
    let mut verify = Command::new("ssh-keygen");
    verify.args(["-Y", "verify", "-n", NAMESPACE, "-I", name, "-f"]).arg(allowed);
    verify.arg("-s").arg(signature);
    let verified = run(verify, text)?;
    Ok(verified.status.success().then(|| name.to_owned()))
}

fn run(mut command: Command, input: &[u8]) -> anyhow::Result<Output> {
    let absent = |error: std::io::Error| {
        let message = Message::new("closing.no_ssh_keygen").with("reason", error.to_string());
        anyhow::Error::from(Failure::NoInput(message))
    };
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(absent)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A tool that stops early says why on its own.
        let _closed_early = stdin.write_all(input);
    }
    Ok(child.wait_with_output()?)
}

fn refused(code: &str, output: &Output) -> Failure {
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ");
    Failure::Refused(Message::new(code).with("reason", said))
}
