//! Starts the command line and hands back its exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
