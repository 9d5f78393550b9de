//! Command line of the example generator: `model N OUT.json`.

use std::env;
use std::fs;

use anyhow::{Context, Result, bail};
use example_generator::neutral::{self, Options};

const USAGE: &str = "usage:
  example-generator model N OUT.json [--resources R] [--util U] [--weeks W] [--seed S]";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["model", orders, out, flags @ ..] => write_model(orders, out, flags),
        _ => bail!("{USAGE}"),
    }
}

fn write_model(orders: &str, out: &str, flags: &[&str]) -> Result<()> {
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
    let model = neutral::Model::draw(&options);
    fs::write(out, model.to_json().to_string()).with_context(|| format!("writing {out}"))?;
    println!("{}", model.summary());
    Ok(())
}
