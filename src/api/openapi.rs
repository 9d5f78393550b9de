//! The document of the API, OpenAPI 3.1, made from the registered routes and from nothing else.

use super::endpoint::{Access, Api, Endpoint};
use super::problem::Problem;
use crate::domain::role::Right;
use actix_web::http::Method;
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

/// Where the routes are.
pub const BASE: &str = "/api/v1";

/// The document.
pub fn document(api: &Api) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    let mut tags: Vec<String> = Vec::new();
    add_problem(&mut schemas);
    for endpoint in api.list() {
        for (name, schema) in &endpoint.documented.schemas {
            schemas.insert(name.clone(), schema.clone());
        }
        let tag = tag(&endpoint.path);
        let item = paths.entry(format!("{BASE}{}", endpoint.path)).or_insert_with(|| json!({}));
        item[endpoint.method.as_str().to_ascii_lowercase()] = operation(endpoint, &tag);
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Holdfast",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The ship date that the shop can really keep, and why. Quantities and prices are \
                decimal texts, instants RFC 3339, days of the plant plain dates. Whatever is refused is answered \
                with a problem document (RFC 9457) whose `code` is stable. Send an `Idempotency-Key` with every \
                write to be able to repeat it, and the version that a change is based on as `If-Match`.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags.iter().map(|tag| json!({ "name": tag })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": super::dispatch::COOKIE,
                    "description": "Set by POST /api/v1/session." },
                "token": { "type": "http", "scheme": "bearer", "description": "An API token, hf_…" },
            },
        },
    })
}

fn add_problem(schemas: &mut Map<String, Value>) {
    let mut inner = Vec::new();
    Problem::schemas(&mut inner);
    inner.push((Problem::name().into_owned(), Problem::schema()));
    for (name, schema) in inner {
        schemas.insert(name, serde_json::to_value(schema).unwrap_or_default());
    }
}

fn operation(endpoint: &Endpoint, tag: &str) -> Value {
    let mut parameters = endpoint.documented.parameters.clone();
    parameters.extend(header_parameters(endpoint));
    let mut operation = json!({
        "operationId": operation_id(endpoint),
        "summary": endpoint.summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": responses(endpoint),
    });
    if let Some(needed) = description(&endpoint.access) {
        operation["description"] = needed.into();
    }
    operation["security"] = match &endpoint.access {
        Access::Public => json!([]),
        Access::SignedIn | Access::Any(_) => json!([{ "session": [] }, { "token": [] }]),
    };
    if let Access::Any(rights) = &endpoint.access {
        operation["x-rights"] = rights.iter().map(|right| right.name()).collect();
    }
    if let Some((media, schema)) = &endpoint.documented.request {
        operation["requestBody"] = json!({ "required": true, "content": { *media: { "schema": schema } } });
    }
    operation
}

fn description(access: &Access) -> Option<String> {
    match access {
        Access::Public => None,
        Access::SignedIn => Some("For whoever is signed in.".to_owned()),
        Access::Any(rights) => {
            let names: Vec<&str> = rights.iter().copied().map(Right::name).collect();
            Some(format!("Needs the right `{}`.", names.join("` or `")))
        }
    }
}

/// `get_sales_orders_by_no`: unique because method and path are.
fn operation_id(endpoint: &Endpoint) -> String {
    let mut name = endpoint.method.as_str().to_ascii_lowercase();
    for part in endpoint.path.split('/').filter(|part| !part.is_empty()) {
        name += "_";
        if let Some(inner) = part.strip_prefix('{') {
            name += "by_";
            name += inner.trim_end_matches('}');
        } else {
            name += &part.replace(['-', '.'], "_");
        }
    }
    name
}

fn tag(path: &str) -> String {
    path.split('/').find(|part| !part.is_empty()).unwrap_or("api").to_owned()
}

fn header_parameters(endpoint: &Endpoint) -> Vec<Value> {
    let header = |name: &str, said: &str, schema: Value| json!({ "name": name, "in": "header", "required": false, "description": said, "schema": schema });
    let language = header(
        "Accept-Language",
        "`en` or `zh`; the user's own language without it.",
        json!({ "type": "string", "examples": ["zh-CN", "en"] }),
    );
    let mut parameters = vec![language];
    if endpoint.method != Method::GET {
        parameters.push(header(
            "Idempotency-Key",
            "Makes the request safe to repeat: the same key with the same request answers the same, once done.",
            json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$" }),
        ));
    }
    if matches!(endpoint.method, Method::PUT | Method::PATCH | Method::DELETE | Method::POST) {
        parameters.push(header(
            "If-Match",
            "The version that the change is based on, as `ETag` and `version` gave it; `*` for any.",
            json!({ "type": "string", "pattern": "^(\\*|\"?[0-9]{1,18}\"?)$" }),
        ));
    }
    parameters
}

fn responses(endpoint: &Endpoint) -> Value {
    let mut responses = Map::new();
    for (status, content) in &endpoint.documented.answers {
        let mut response = json!({ "description": "Done" });
        if let Some((media, schema)) = content {
            response["content"] = json!({ *media: { "schema": schema } });
        }
        let versioned = *status != 204;
        if versioned {
            response["headers"] = json!({
                "ETag": { "description": "The version, if what is answered has one.", "schema": { "type": "string" } },
            });
        }
        responses.insert(status.to_string(), response);
    }
    for (status, said) in problems(endpoint) {
        responses.insert(status.to_string(), problem(said));
    }
    Value::Object(responses)
}

fn problem(said: &str) -> Value {
    json!({
        "description": said,
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

/// The problems that a route can answer with.
fn problems(endpoint: &Endpoint) -> Vec<(u16, &'static str)> {
    let mut list = vec![
        (400, "The request cannot be read"),
        (404, "Something that the request names is not there"),
        (422, "A value cannot be used, or the rules refuse it"),
        (429, "Too many requests; see Retry-After"),
        (500, "A fault of ours"),
        (503, "Not just now; see Retry-After"),
    ];
    if endpoint.access != Access::Public || endpoint.path == "/session" {
        list.push((401, "Nobody is signed in"));
        list.push((403, "The right for this is missing"));
    }
    if endpoint.method == Method::GET {
        list.push((
            409,
            "Something is in a state without an answer to this, such as odds that are switched off",
        ));
    } else {
        list.push((409, "It is there already, or in a state that does not allow this"));
        list.push((412, "It was changed meanwhile"));
        list.push((413, "The request is too large"));
        list.push((415, "The content type is not the one expected"));
        list.push((428, "The version that the change is based on is missing"));
    }
    list.sort_unstable();
    list
}
