//! `alam completions` and `alam man`: made from the arguments themselves.

use std::io;

use clap::{Args, Command};
use clap_complete::Shell;

use super::exit::{Failure, SUCCESS};

#[derive(Args)]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints a completion script.
pub fn completions(command: &mut Command, arguments: CompletionsArgs) -> Result<u8, Failure> {
    clap_complete::generate(arguments.shell, command, "alam", &mut io::stdout());
    Ok(SUCCESS)
}

/// Prints the manual page: `alam man > alam.1`.
pub fn man(command: Command) -> Result<u8, Failure> {
    clap_mangen::Man::new(command)
        .render(&mut io::stdout())
        .map_err(|error| Failure::of_write("standard output", error))?;
    Ok(SUCCESS)
}
