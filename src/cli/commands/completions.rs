//! `houqin completions`: what a shell reads to complete command lines.

use clap_complete::env::Shells;
use houqin::base::Message;

use crate::cli::completing::{SHELLS, VARIABLE};
use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;

/// Print what a shell needs to complete command lines
///
/// The shell then asks houqin at each TAB: commands, flags, and the codes of the store at hand. A code
/// is found by its beginning, by its name, and by the initials of the name's pinyin: dg finds 灯管.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin completions bash -o ~/.local/share/bash-completion/completions/houqin\n  \
    houqin completions zsh -o ~/.zfunc/_houqin\n  \
    houqin completions fish -o ~/.config/fish/completions/houqin.fish\n  \
    houqin completions powershell"
)]
pub(crate) struct Args {
    /// Shell: bash, zsh, fish or powershell
    #[arg(value_name = "SHELL")]
    shell: String,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { shell } = args;
    let shells = Shells::builtins();
    let known = SHELLS.contains(&shell.as_str()).then(|| shells.completer(&shell)).flatten();
    let Some(completer) = known else {
        let message: Message = usage_message("cli.unknown_value", "SHELL");
        return Err(
            Failure::usage(message.with("text", shell).with("known", SHELLS.join(", "))).into()
        );
    };
    let mut script = Vec::new();
    completer.write_registration(VARIABLE, "houqin", "houqin", "houqin", &mut script)?;
    if shell == "zsh" {
        script = for_zsh(&String::from_utf8_lossy(&script)).into_bytes();
    }
    session.hand_out(&script)
}

/// zsh would drop every code that does not begin with what was typed; with `-U` it takes what houqin
/// found, and shows the list where several fit, since they need have no beginning in common.
fn for_zsh(script: &str) -> String {
    script.replace(
        "[[ -n $other ]] && _describe -V 'values' other",
        "[[ -n $other ]] && { (( $#other > 1 )) && compstate[insert]=menu; \
         _describe -V 'values' other -U }",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_has_a_script_and_zsh_takes_what_was_found() {
        for shell in SHELLS {
            let shells = Shells::builtins();
            let completer = shells.completer(shell).expect("a shell that is known");
            let mut script = Vec::new();
            completer
                .write_registration(VARIABLE, "houqin", "houqin", "houqin", &mut script)
                .expect("a vector takes everything");
            let script = String::from_utf8(script).expect("text");
            assert!(script.contains(VARIABLE), "{shell}: {script}");
            if shell == "zsh" {
                assert!(for_zsh(&script).contains("other -U"), "{script}");
            }
        }
    }
}
