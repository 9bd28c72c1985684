//! One file a subcommand: each turns its arguments into options of the library, calls it, and prints.
//!
//! Standard output is data only. Exit codes are decided here, from what the subcommands report.

mod bench;
mod eval;
mod exit;
mod facts;
mod model;
mod output;
mod progress;
mod runtime;
mod shell;
mod tag;
mod tagging;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use exit::Failure;

/// Tags news articles in many languages with people, organizations, places, nationalities and facts.
#[derive(Parser)]
#[command(name = "alam", version, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  alam tag articles/ -o tagged.jsonl      tag every article in a folder
  alam tag news.jsonl.gz --threads 8      tag JSON Lines, one article a line
  echo \"Rutte met Trump in The Hague\" | alam tag -
  alam model inspect models/other         look at another model before using it
  alam runtime check                      which ONNX Runtime is used, and why

Exit codes: 0 all articles tagged, 1 some articles have error records, 2 wrong usage, model or
library (nothing was written), 3 the output could not be written.";

#[derive(Subcommand)]
enum Command {
    /// Tag articles: folders, files or standard input in, JSON Lines out
    Tag(Box<tag::TagArgs>),
    /// Show the facts of a line typed by hand, or of JSON Lines articles, without a model
    Facts(facts::FactsArgs),
    /// Score a model on labelled corpora: precision, recall, F1
    Eval(eval::EvalArgs),
    /// Measure speed on a corpus, end to end and beside the bare model
    Bench(bench::BenchArgs),
    /// Look at a model, or check that it works here
    Model(model::ModelArgs),
    /// Find, check or install the ONNX Runtime library
    Runtime(runtime::RuntimeArgs),
    /// Print a completion script for a shell
    Completions(shell::CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Parses the arguments and runs the subcommand.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no failure; clap knows which is which.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { exit::USAGE } else { exit::SUCCESS });
        }
    };
    let result = match cli.command {
        Command::Tag(arguments) => tag::run(*arguments),
        Command::Facts(arguments) => print_facts(&arguments),
        Command::Bench(arguments) => bench::run(arguments),
        Command::Eval(arguments) => eval::run(arguments),
        Command::Model(arguments) => model::run(arguments),
        Command::Runtime(arguments) => runtime::run(arguments),
        Command::Completions(arguments) => shell::completions(&mut Cli::command(), arguments),
        Command::Man => shell::man(Cli::command()),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(Failure::ClosedPipe) => ExitCode::from(exit::SUCCESS),
        Err(failure) => {
            eprintln!("alam: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

/// Runs `alam facts` on standard input and output.
fn print_facts(arguments: &facts::FactsArgs) -> Result<u8, Failure> {
    let (input, output) = (std::io::stdin(), std::io::stdout());
    match facts::run(arguments, &mut input.lock(), &mut std::io::BufWriter::new(output.lock())) {
        Ok(()) => Ok(exit::SUCCESS),
        Err(facts::FactsError::Io(error)) => Err(Failure::of_write("standard output", error)),
        Err(error) => Err(Failure::Usage(error.to_string())),
    }
}
