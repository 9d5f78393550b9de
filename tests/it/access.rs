//! How sessions and tokens live and die; how guessing is slowed down.

use crate::support::app::{Answer, PASSWORD, Person, TestApp};
use crate::support::{Fresh, journal, on_both};
use holdfast::domain::role::Role;
use holdfast::store::kept_answer;
use reqwest::blocking::Response;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};

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
fn a_secret_is_shown_once_however_often_the_request_comes() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        let make = |name: &str| {
            let body = json!({ "name": name, "rights": ["read-orders"], "expires": null });
            Answer::of(admin.request("POST", "/tokens").header("idempotency-key", "k-1").json(&body))
        };
        let made = make("erp");
        assert_eq!(made.status, 201, "{}", made.body);
        let again = make("erp");
        assert_eq!((again.status, again.code()), (409, "secret_shown"));
        assert!(again.body.get("secret").is_none());
        assert_eq!(make("other").code(), "key_reused");
        assert_eq!(admin.get("/tokens").body["items"].as_array().map(Vec::len), Some(1));
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
fn a_program_that_administers_gives_nobody_what_it_has_not() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let token = json!({ "name": "hr", "rights": ["administer", "read-work", "report"], "expires": null });
        let made = app.signed_in(Role::Admin).post("/tokens", &token);
        let program = app.program(made.body["secret"].as_str().expect("a secret"));
        let put = |name: &str, roles: &[&str]| {
            let body = json!({ "display_name": "X", "roles": roles, "password": "long enough" });
            let request = program.request("PUT", &format!("/users/{name}")).json(&body);
            // Whoever says a version wants somebody who is there.
            Answer::of(if name == "new" { request } else { request.header("if-match", "*") })
        };
        for (name, role) in [("new", "admin"), ("new", "sales"), ("planner", "planner")] {
            let refused = put(name, &[role]);
            assert_eq!((refused.status, refused.code()), (403, "not_allowed"), "{}", refused.body);
            assert_eq!(refused.body["field"], "roles");
        }
        assert_eq!(app.signed_in(Role::Admin).get("/users/new").status, 404);
        assert_eq!(put("new", &["operator"]).status, 200);
    });
}

/// Whether a stream tells of `word`, and what it told before; it has ended where it does not.
fn tells(stream: &mut BufReader<Response>, word: &str) -> (bool, String) {
    let mut before = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).expect("readable") == 0 {
            return (false, before);
        }
        if line.contains(word) {
            return (true, before);
        }
        before.push_str(&line);
    }
}

#[test]
fn a_stream_ends_with_what_let_its_reader_in() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        let token = json!({ "name": "erp", "rights": ["read-orders"], "expires": null });
        let made = admin.post("/tokens", &token);
        let erp = app.program(made.body["secret"].as_str().expect("a secret"));
        let (sales, planner) = (app.signed_in(Role::Sales), app.signed_in(Role::Planner));
        let people = [&erp, &sales, &planner];
        let open =
            |person: &Person| BufReader::new(person.request("GET", "/stream").send().expect("an answer"));
        let [mut erps, mut sales_own, mut planners] = people.map(open);
        let customer = |code: &str| {
            let new = admin.request("PUT", &format!("/customers/{code}"));
            let answer = Answer::of(new.json(&json!({ "tier": "A" })));
            assert_eq!(answer.status, 200, "{}", answer.body);
        };
        customer("C-FIRST");
        for stream in [&mut erps, &mut sales_own, &mut planners] {
            assert!(tells(stream, "C-FIRST").0);
        }
        assert_eq!(admin.put("/tokens/erp/revoked", &Value::Null).status, 200);
        customer("C-SECOND");
        assert!(!tells(&mut erps, "C-SECOND").0, "a revoked token");
        assert!(tells(&mut sales_own, "C-SECOND").0);
        assert_eq!(sales.delete("/session").status, 204);
        customer("C-THIRD");
        assert!(!tells(&mut sales_own, "C-THIRD").0, "signed out");
        assert!(tells(&mut planners, "C-THIRD").0);
        let less = json!({ "display_name": "P", "roles": ["operator"] });
        assert_eq!(admin.put("/users/planner", &less).status, 200);
        customer("C-FOURTH");
        let item = json!({ "description": "Shaft", "unit": "pieces", "source": "make" });
        assert_eq!(Answer::of(admin.request("PUT", "/items/I-FIFTH").json(&item)).status, 200);
        let (told, before) = tells(&mut planners, "I-FIFTH");
        assert!(told && !before.contains("C-FOURTH"), "{told} {before}");
    });
}

#[test]
fn nothing_quick_to_guess_from_is_kept_of_a_password() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let (admin, sales) = (app.signed_in(Role::Admin), app.signed_in(Role::Sales));
        let keyed = |person: &Person, path: &str, body: &Value| {
            let request = person.request("PUT", path).header("idempotency-key", "k");
            Answer::of(request.json(body))
        };
        let kept = |who: &str| {
            let kept = fresh.store.read(|db| kept_answer(db, who, "k")).expect("readable");
            kept.expect("a kept answer").request
        };
        let person = |password: &str| json!({ "display_name": "N", "roles": [], "password": password });
        assert_eq!(keyed(&admin, "/users/new", &person("long enough")).status, 200);
        let again = keyed(&admin, "/users/new", &person("long enough"));
        assert_eq!((again.status, again.headers.contains_key("idempotency-replayed")), (200, true));
        assert_eq!(keyed(&admin, "/users/new", &person("another one")).code(), "key_reused");
        let own = json!({ "present": PASSWORD, "password": "a longer password" });
        assert_eq!(keyed(&sales, "/me/password", &own).status, 200);
        for who in ["user:admin", "user:sales"] {
            assert!(kept(who).starts_with("$argon2id$"), "{who}: {}", kept(who));
        }
    });
}

#[test]
fn who_guesses_passwords_has_to_wait_and_nobody_else() {
    let fresh = Fresh::sqlite();
    let app = TestApp::on(&fresh);
    let stranger = app.stranger();
    let attempt = |address: &str, name: &str, password: &str| {
        let request = stranger.request("POST", "/session").header("x-forwarded-for", address);
        Answer::of(request.json(&json!({ "name": name, "password": password })))
    };
    // Right ones don't count.
    for _ in 0..20 {
        assert_eq!(attempt("192.0.2.1", "sales", PASSWORD).status, 201);
    }
    let answers: Vec<_> = (0..11).map(|_| attempt("spoofed, 192.0.2.1", "sales", "guess")).collect();
    assert!(answers[..10].iter().all(|answer| answer.code() == "sign_in_failed"));
    assert_eq!(answers[10].code(), "too_many");
    assert!(answers[10].headers.contains_key("retry-after"));
    assert_eq!(attempt("192.0.2.1", "sales", PASSWORD).code(), "too_many");
    assert_eq!(attempt("192.0.2.2", "sales", PASSWORD).status, 201, "kept out from elsewhere");
    // Who is not there is answered like who is.
    let nobody = attempt("192.0.2.1", "nobody", "guess");
    assert_eq!((nobody.status, nobody.code()), (401, "sign_in_failed"));
    // Nor is a browser left signed in a place to guess from.
    let planner = app.signed_in(Role::Planner);
    let guess = json!({ "present": "guess", "password": "a longer password" });
    let guesses: Vec<_> = (0..11).map(|_| planner.put("/me/password", &guess)).collect();
    assert_eq!((guesses[9].code(), guesses[10].code()), ("wrong_password", "too_many"));
}
