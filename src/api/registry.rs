//! All routes, checked: none stands twice, every placeholder has its parameter, everything has words.

use super::endpoint::{Api, Endpoint};
use std::collections::BTreeMap;

/// The routes of one path.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) endpoints: Vec<Endpoint>,
}

impl Entry {
    /// The methods that it answers.
    pub(super) fn allowed(&self) -> String {
        let mut names: Vec<&str> = self.endpoints.iter().map(|endpoint| endpoint.method.as_str()).collect();
        names.extend(self.endpoints.iter().any(|endpoint| endpoint.method == "GET").then_some("HEAD"));
        names.push("OPTIONS");
        names.join(", ")
    }
}

/// The paths in the order in which they are tried: literal parts before placeholders.
///
/// Errors: what is wrong with the routes, one line each.
pub(super) fn entries(api: Api) -> Result<Vec<Entry>, Vec<String>> {
    let faults = faults(&api);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut paths: BTreeMap<Vec<(bool, String)>, Entry> = BTreeMap::new();
    for endpoint in api.endpoints() {
        let path = endpoint.path.clone();
        let entry = paths.entry(order(&path)).or_insert(Entry { path, endpoints: Vec::new() });
        entry.endpoints.push(endpoint);
    }
    Ok(paths.into_values().collect())
}

fn order(path: &str) -> Vec<(bool, String)> {
    path.split('/').map(|part| (part.starts_with('{'), part.to_owned())).collect()
}

/// What is wrong with the routes.
pub(super) fn faults(api: &Api) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeMap::new();
    let mut shapes: BTreeMap<String, &str> = BTreeMap::new();
    for endpoint in api.list() {
        let name = format!("{} {}", endpoint.method, endpoint.path);
        let shape = endpoint.path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        let shape = shape.collect::<Vec<_>>().join("/");
        let first = *shapes.entry(shape.clone()).or_insert(&endpoint.path);
        if first != endpoint.path {
            faults.push(format!("{name} names its placeholders otherwise than {first}"));
        }
        let shape = format!("{} {shape}", endpoint.method);
        if let Some(first) = seen.insert(shape, name.clone()) {
            faults.push(format!("{name} stands twice, first as {first}"));
        }
        if endpoint.summary.trim().is_empty() {
            faults.push(format!("{name} has no summary"));
        }
        if !endpoint.path.starts_with('/') || endpoint.path.ends_with('/') {
            faults.push(format!("{name} must begin with / and not end with it"));
        }
        let mut placeholders: Vec<String> = placeholders(&endpoint.path);
        let documented = endpoint.documented.parameters.iter().filter(|parameter| parameter["in"] == "path");
        let mut named: Vec<String> =
            documented.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect();
        placeholders.sort();
        named.sort();
        if placeholders != named {
            faults.push(format!("{name} has the placeholders {placeholders:?}, its handler reads {named:?}"));
        }
        if endpoint.documented.answers.is_empty() {
            faults.push(format!("{name} documents no answer"));
        }
    }
    faults
}

/// The names in braces of a path.
fn placeholders(path: &str) -> Vec<String> {
    path.split('{').skip(1).filter_map(|part| part.split('}').next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Input, Public, SignedIn};
    use crate::domain::role::Right;
    use crate::services::Ask;
    use crate::store::Failure;

    fn nothing(_: &mut Ask<'_>, _: &Input) -> Result<String, Failure> {
        Ok(String::new())
    }

    #[test]
    fn routes_that_stand_twice_or_say_nothing_are_found() {
        let mut api = Api::default();
        api.get("/a", Right::Sell, "One", nothing);
        api.get("/a", SignedIn, "Two", nothing);
        api.get("/b", Public, " ", nothing);
        api.get("/c/{no}", Public, "Three", nothing);
        api.post("/c/{code}", Public, "Four", |_, _: &Input| Ok(()));
        let faults = faults(&api).join("\n");
        for found in [
            "GET /a stands twice",
            "GET /b has no summary",
            "GET /c/{no} has the placeholders",
            "POST /c/{code} names its placeholders otherwise than /c/{no}",
        ] {
            assert!(faults.contains(found), "{found} is not in:\n{faults}");
        }
    }

    #[test]
    fn literal_paths_come_before_placeholders() {
        let mut api = Api::default();
        api.get("/a/b", Public, "One", nothing);
        let mut paths: Vec<Vec<(bool, String)>> = ["/a/{no}", "/a/b", "/a/{no}/c"].map(order).into();
        paths.sort();
        assert_eq!(paths[0], order("/a/b"));
        assert_eq!(entries(api).map(|entries| entries.len()), Ok(1));
    }

    #[test]
    fn every_route_of_the_product_is_sound() {
        assert_eq!(faults(&crate::api::routes()), Vec::<String>::new());
    }
}
