//! Command line of the example generator: `shops` and `model`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use example_generator::neutral::{Model, Options};
use example_generator::shops;

const USAGE: &str = "usage:
  example-generator shops [--check]
  example-generator model N OUT.json [--resources R] [--util U] [--weeks W] [--seed S]

shops   writes examples/precision-shop.xlsx, examples/precision-shop/*.csv and examples/messy-shop.xlsx;
        with --check it writes nothing and fails if they are not what it would write
model   writes a neutral order book of N orders, for benches";

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["shops"] => write_shops(),
        ["shops", "--check"] => check_shops(),
        ["model", orders, out, flags @ ..] => write_model(orders, out, flags),
        _ => bail!("{USAGE}"),
    }
}

/// The folder `examples/` of this repository.
fn examples() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the generator lies in examples/")
}

fn write_shops() -> Result<ExitCode> {
    let (files, report) = shops::make()?;
    shops::write(&files, examples())?;
    print!("{report}");
    Ok(ExitCode::SUCCESS)
}

fn check_shops() -> Result<ExitCode> {
    let (files, _) = shops::make()?;
    let differing = shops::differences(&files, examples())?;
    for path in &differing {
        eprintln!(
            "examples/{path} is not what the generator makes; run `cargo run -p example-generator -- shops`"
        );
    }
    Ok(if differing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn write_model(orders: &str, out: &str, flags: &[&str]) -> Result<ExitCode> {
    let mut options = Options::new(orders.parse().context("N is a number of orders")?);
    for flag in flags.chunks(2) {
        let [name, value] = flag else { bail!("{} needs a value\n{USAGE}", flag[0]) };
        let wrong = || format!("{name} {value} is not a number that it takes");
        match *name {
            "--resources" => options.resources = Some(value.parse().with_context(wrong)?),
            "--util" => options.utilisation = value.parse().with_context(wrong)?,
            "--weeks" => options.weeks = value.parse().with_context(wrong)?,
            "--seed" => options.seed = value.parse().with_context(wrong)?,
            _ => bail!("{name} is not known\n{USAGE}"),
        }
    }
    let model = Model::draw(&options);
    fs::write(out, model.to_json().to_string()).with_context(|| format!("writing {out}"))?;
    println!("{}", model.summary());
    Ok(ExitCode::SUCCESS)
}
