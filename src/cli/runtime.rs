//! `alam runtime`: which ONNX Runtime library is used, and why.

use std::path::PathBuf;

use alam::model::Runtime;
use alam::model::runtime::candidates;
use clap::{Args, Subcommand};

use super::exit::{Failure, SUCCESS};

#[derive(Args)]
pub struct RuntimeArgs {
    #[command(subcommand)]
    command: RuntimeCommand,
}

#[derive(Subcommand)]
enum RuntimeCommand {
    /// Show which library is used, where it was looked for, and whether it is fit
    Check {
        /// Check this library instead
        #[arg(long, value_name = "PATH")]
        runtime: Option<PathBuf>,
    },
    /// Put the pinned library into the user's cache folder (by pip, if the build has left none)
    Install,
}

/// Runs `alam runtime`.
pub fn run(arguments: RuntimeArgs) -> Result<u8, Failure> {
    match arguments.command {
        RuntimeCommand::Check { runtime } => {
            for (place, path) in candidates(runtime.as_deref()) {
                let mark = if path.is_file() { "found  " } else { "missing" };
                println!("{mark}  {} ({place})", path.display());
            }
            let found = Runtime::find(runtime.as_deref()).map_err(|error| Failure::Usage(error.to_string()))?;
            println!("uses     {} ({}), version {}", found.path.display(), found.place, found.version);
        }
        RuntimeCommand::Install => {
            let path = Runtime::install().map_err(Failure::Usage)?;
            println!("installed {}", path.display());
        }
    }
    Ok(SUCCESS)
}
