//! Who may do what, on every route; how sessions and tokens live and die; how guessing is slowed down.

use crate::support::app::{Answer, PASSWORD, TestApp};
use crate::support::{Fresh, journal, on_both};
use holdfast::api;
use holdfast::domain::role::Role;
use serde_json::{Value, json};

/// Every operation of the API: method, path with placeholders filled in, and the rights of which one is needed;
/// `None` where anybody may call it.
fn operations() -> Vec<(String, String, Option<Vec<String>>)> {
    let document = api::document(&api::routes());
    let mut list = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let parts = path.trim_start_matches(api::BASE).split('/');
        let path: Vec<&str> = parts.map(|part| if part.starts_with('{') { "x" } else { part }).collect();
        for (method, operation) in item.as_object().expect("operations") {
            let public = operation["security"].as_array().is_some_and(Vec::is_empty);
            let rights = operation["x-rights"].as_array().cloned().unwrap_or_default();
            let rights = rights.iter().filter_map(|right| right.as_str().map(str::to_owned)).collect();
            list.push((method.to_uppercase(), path.join("/"), (!public).then_some(rights)));
        }
    }
    list
}

#[test]
fn every_route_refuses_strangers_and_roles_without_its_right() {
    let fresh = Fresh::sqlite();
    let app = TestApp::on(&fresh);
    let stranger = app.stranger();
    let people: Vec<_> = Role::ALL.map(|role| (role, app.signed_in(role))).into();
    let operations = operations();
    assert!(operations.len() > 10, "{operations:?}");
    let mut refused = 0;
    for (method, path, rights) in &operations {
        let Some(rights) = rights else { continue };
        let answer = Answer::of(stranger.request(method, path));
        assert_eq!((answer.status, answer.code()), (401, "not_signed_in"), "{method} {path}");
        for (role, person) in &people {
            let may = role.rights().iter().any(|right| rights.iter().any(|name| name == right.name()));
            if may || rights.is_empty() {
                continue;
            }
            let answer = Answer::of(person.request(method, path));
            assert_eq!(
                (answer.status, answer.code()),
                (403, "not_allowed"),
                "{method} {path} as {}",
                role.name()
            );
            assert_eq!(answer.body["facts"]["right"], json!(rights.join(" ")), "{method} {path}");
            refused += 1;
        }
    }
    assert!(refused > 20, "{refused}");
}

#[test]
fn a_session_ends_with_sign_out_password_and_person() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let (admin, sales, again) =
            (app.signed_in(Role::Admin), app.signed_in(Role::Sales), app.signed_in(Role::Sales));
        assert_eq!(sales.get("/me").body["name"], "user:sales");
        assert_eq!(sales.delete("/session").status, 204);
        let told: Vec<_> = journal::read(&fresh.store).into_iter().map(|(_, what)| what).collect();
        let count = |what: &str| told.iter().filter(|told| *told == what).count();
        assert_eq!((count("user.signed-in"), count("user.signed-out")), (3, 1), "{told:?}");
        assert_eq!((sales.get("/me").status, again.get("/me").status), (401, 200));
        let changed = json!({ "present": PASSWORD, "password": "a longer password" });
        assert_eq!(again.put("/me/password", &changed).status, 200);
        assert_eq!(again.get("/me").status, 401);
        let sign_in =
            |password: &str| again.post("/session", &json!({ "name": "sales", "password": password }));
        assert_eq!(sign_in(PASSWORD).code(), "sign_in_failed");
        assert_eq!(sign_in("a longer password").status, 201);
        let gone = json!({ "display_name": "Sales", "roles": ["sales"], "active": false });
        assert_eq!(admin.put("/users/sales", &gone).status, 200);
        assert_eq!(again.get("/me").status, 401);
        assert_eq!(sign_in("a longer password").code(), "sign_in_failed");
    });
}

#[test]
fn a_token_does_what_its_rights_allow_until_it_is_revoked() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        let made =
            admin.post("/tokens", &json!({ "name": "erp", "rights": ["read-orders"], "expires": null }));
        assert_eq!(made.status, 201, "{}", made.body);
        let secret = made.body["secret"].as_str().expect("a secret").to_owned();
        assert!(secret.starts_with("hf_"));
        let erp = app.program(&secret);
        assert_eq!(erp.get("/me").body["rights"], json!(["read-orders"]));
        assert_eq!(erp.get("/users").code(), "not_allowed");
        let list = admin.get("/tokens").body;
        assert!(!list.to_string().contains(&secret), "{list}");
        assert_eq!(admin.put("/tokens/erp/revoked", &Value::Null).status, 200);
        assert_eq!(erp.get("/me").status, 401);
        assert_eq!(app.program("hf_guess").get("/me").status, 401);
    });
}

#[test]
fn the_last_administrator_stays_and_passwords_are_long() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        let less = json!({ "display_name": "A", "roles": ["planner"] });
        assert_eq!(admin.put("/users/admin", &less).code(), "last_administrator");
        let short = json!({ "display_name": "A", "roles": ["planner"], "password": "short" });
        assert_eq!(admin.put("/users/new", &short).code(), "password_too_short");
        let new = json!({ "display_name": "A", "roles": ["planner"], "password": "long enough" });
        let nobody = admin.put("/users/new", &new);
        assert_eq!((nobody.status, nobody.code()), (404, "unknown"), "a change of nobody makes nobody");
        let made = Answer::of(admin.request("PUT", "/users/new").json(&new));
        assert_eq!((made.status, &made.body["version"]), (200, &json!(1)), "{}", made.body);
        assert_eq!(made.headers["etag"], "\"1\"");
        assert!(!admin.get("/users").body.to_string().contains("argon2"));
    });
}

#[test]
fn who_guesses_passwords_has_to_wait() {
    let fresh = Fresh::sqlite();
    let app = TestApp::on(&fresh);
    let stranger = app.stranger();
    let guess = |name: &str| stranger.post("/session", &json!({ "name": name, "password": "guess" }));
    let answers: Vec<_> = (0..11).map(|_| guess("sales")).collect();
    assert!(answers[..10].iter().all(|answer| answer.code() == "sign_in_failed"));
    assert_eq!(answers[10].code(), "too_many");
    assert!(answers[10].headers.contains_key("retry-after"));
    // Who is not there is answered like who is.
    let nobody = guess("nobody");
    assert_eq!((nobody.status, nobody.code()), (401, "sign_in_failed"));
}
