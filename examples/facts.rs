//! `alam facts` as a program of its own, for scoring the fact engine without a model.

use clap::Parser;

#[path = "../src/cli/facts.rs"]
mod facts;

#[derive(Parser)]
struct Args {
    #[command(flatten)]
    facts: facts::FactsArgs,
}

fn main() -> Result<(), facts::FactsError> {
    let args = Args::parse();
    let stdin = std::io::stdin();
    let stdout = std::io::stdout();
    facts::run(&args.facts, &mut stdin.lock(), &mut std::io::BufWriter::new(stdout.lock()))
}
