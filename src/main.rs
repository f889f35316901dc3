//! Parse, run, exit code. Everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    rsync_check::cli::main(std::env::args_os()).into()
}
