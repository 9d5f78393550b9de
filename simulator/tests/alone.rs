//! The simulator judges the product, so it must not be built from it.

/// Crates of the product that make dates or know the shop's rules.
const NEVER: [&str; 2] = ["holdfast", "holdfast-engine"];

/// Names that a manifest depends on, of any kind.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            inside = table.ends_with("dependencies");
            if let Some((_, name)) = table.split_once("dependencies.") {
                names.push(name.to_owned());
            }
        } else if inside && let Some(name) = line.split(['=', '.', ' ']).next() {
            names.push(name.trim_matches('"').to_owned());
        }
        if let Some((_, package)) = line.split_once("package = \"") {
            names.extend(package.split('"').next().map(str::to_owned));
        }
    }
    names
}

fn forbidden(manifest: &str) -> Vec<String> {
    dependencies(manifest).into_iter().filter(|name| NEVER.contains(&name.as_str())).collect()
}

#[test]
fn what_judges_the_dates_shares_no_code_with_what_makes_them() {
    let manifest = include_str!("../Cargo.toml");
    assert!(dependencies(manifest).contains(&"rand".to_owned()));
    assert_eq!(forbidden(manifest), Vec::<String>::new());
}

#[test]
fn a_dependency_on_the_product_is_found() {
    for bad in [
        "[dependencies]\nholdfast-engine.workspace = true\n",
        "[dev-dependencies]\nholdfast = { path = \"..\" }\n",
        "[dependencies.holdfast]\npath = \"..\"\n",
        "[dependencies]\nplanner = { path = \"../engine\", package = \"holdfast-engine\" }\n",
    ] {
        assert_eq!(forbidden(bad).len(), 1, "{bad}");
    }
}
