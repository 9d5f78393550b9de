//! What each role may do and may not, route by route, written down by hand: the product's own table of rights
//! must come to the same, so that a right given to another role, or a route to another right, shows here.

use crate::support::app::{Answer, TestApp};
use crate::support::on_both;
use holdfast::api;
use holdfast::domain::role::Role;
use serde_json::Value;
use std::collections::BTreeMap;

/// The roles by their letters in the table.
const ROLES: [(char, Role); 8] = [
    ('s', Role::Sales),
    ('p', Role::Planner),
    ('b', Role::Purchasing),
    ('f', Role::FloorLead),
    ('o', Role::Operator),
    ('q', Role::Quality),
    ('d', Role::Dispatch),
    ('a', Role::Admin),
];

/// Who may call which route: a letter for each role that may.
const MAY: &str = "
    spbfoqda GET    /alerts
    spbfoqda GET    /alerts/{id}
    spbf...a POST   /alerts/{id}/acknowledge
    spbf...a POST   /alerts/{id}/snooze
    spb...da GET    /board
    spbfoqda GET    /calendar-exceptions
    .p.....a POST   /calendar-exceptions
    .p.....a DELETE /calendar-exceptions/{id}
    spbfoqda GET    /calendars
    .p.....a DELETE /calendars/{code}
    spbfoqda GET    /calendars/{code}
    .p.....a PUT    /calendars/{code}
    .......a GET    /channels
    .......a DELETE /channels/{name}
    .......a PUT    /channels/{name}
    spb...da GET    /change-requests
    spb...da GET    /change-requests/{id}
    sp.....a POST   /change-requests/{id}/agree
    s......a POST   /change-requests/{id}/decline
    spbfoqda GET    /clock
    .......a PUT    /clock
    spbfoqda PUT    /demo
    .p.f...a GET    /devices
    .p.f...a POST   /devices/enrolments
    .p.f...a PATCH  /devices/{name}
    .p.f...a PUT    /devices/{name}/revoked
    spb...da GET    /customers
    s......a DELETE /customers/{code}
    spb...da GET    /customers/{code}
    s......a PUT    /customers/{code}
    s......a PUT    /customers/{code}/parts
    spb...da GET    /dispatch-notes
    ......da POST   /dispatch-notes
    spb...da GET    /dispatch-notes/{no}
    ......da PUT    /dispatch-notes/{no}
    ......da POST   /dispatch-notes/{no}/cancel
    ......da POST   /dispatch-notes/{no}/deliver
    ......da POST   /dispatch-notes/{no}/dispatch
    ......da POST   /dispatch-notes/{no}/pack
    spb...da GET    /dispatch/ready
    .p.....a GET    /export.xlsx
    .p.....a GET    /export.zip
    .p.foq.a POST   /floor/approvals
    .pbfoqda GET    /floor/calls
    .p.foq.a POST   /floor/calls
    .p.f...a PUT    /floor/calls/{id}/answered
    anybody  POST   /floor/enrolment
    .pbfoqda GET    /floor/found
    .p.f...a GET    /floor/let-go
    .p.foq.a POST   /floor/let-go
    .pbfoqda GET    /floor/list
    .p.foq.a GET    /floor/me
    .p.foq.a PUT    /floor/me/tested
    .pbfoqda GET    /floor/operations/{work_order}/{operation}
    .....q.a POST   /floor/photos
    .p.f...a GET    /floor/shift
    .p.foq.a DELETE /floor/sign-in
    .p.foq.a POST   /floor/sign-in
    .p.f...a GET    /floor/unconfirmed
    spb...da GET    /forecasts
    spbfoqda GET    /holds
    sp...q.a POST   /holds
    sp...q.a PATCH  /holds/{id}
    sp...q.a POST   /holds/{id}/lift
    sp...q.a POST   /holds/{id}/not-yet
    .p.....a POST   /imports
    .p.....a GET    /imports/{id}
    .p.....a POST   /imports/{id}/apply
    spbfoqda GET    /inspection-reasons
    .pbfoqda GET    /inspections
    .....q.a POST   /inspections
    .....q.a POST   /inspections/operations
    .pbfoqda GET    /inspections/{id}
    .pbfoqda GET    /inspections/{id}/photos/{photo}
    spbfoqda GET    /items
    .p.....a DELETE /items/{code}
    spbfoqda GET    /items/{code}
    .p.....a PUT    /items/{code}
    spbfoqda GET    /items/{code}/bom
    .p.....a PUT    /items/{code}/bom
    spbfoqda GET    /items/{code}/routing
    .p.....a PUT    /items/{code}/routing
    .p.....a GET    /journal
    spbfoqda GET    /learning
    spbfoqda GET    /learning/hours
    .p.....a DELETE /learning/overrides
    .p.....a PUT    /learning/overrides
    .p.....a POST   /learning/run
    .......a GET    /ledger/check
    .pbfoqda GET    /load
    .......a POST   /mail/preview
    spbfoqda GET    /me
    spbfoqda PUT    /me/password
    anybody  GET    /openapi.json
    .p.f...a GET    /operators
    .p.f...a PUT    /operators/{code}
    .p.f...a POST   /operators/{code}/badge
    spb...da GET    /notice-stops
    s......a DELETE /notice-stops/{address}
    spb...da GET    /notices
    spb...da GET    /notices/{id}
    s......a PATCH  /notices/{id}
    s......a POST   /notices/{id}/approve
    s......a POST   /notices/{id}/drop
    spb...da GET    /notices/{id}/preview
    .......a GET    /outbox
    .......a PUT    /outbox/{id}/retry
    .......a GET    /people
    spbfoqda GET    /people/{name}/contact
    spbfoqda PUT    /people/{name}/contact
    .......a POST   /portal-logo
    spbfoqda GET    /problems
    .pbfoqda GET    /proposals
    .p.....a POST   /proposals/confirm
    .pb..q.a GET    /purchase-orders
    ..b....a POST   /purchase-orders
    .pb..q.a GET    /purchase-orders/{no}
    ..b....a POST   /purchase-orders/{no}/cancel
    ..b....a POST   /purchase-orders/{no}/lines
    ..b....a PUT    /purchase-orders/{no}/lines/{line}
    ..b....a POST   /purchase-orders/{no}/lines/{line}/close
    ..b....a POST   /purchase-orders/{no}/lines/{line}/dates
    .pbf..da POST   /purchase-orders/{no}/lines/{line}/receipts
    .pbf..da POST   /purchase-orders/{no}/lines/{line}/returns
    .pbf..da POST   /purchase-orders/{no}/receipts/{receipt}/corrections
    .pb..q.a GET    /purchase-orders/{no}/requests
    ..b....a POST   /purchase-orders/{no}/requests
    ..b....a PUT    /purchase-orders/{no}/requests/{id}/revoked
    .pb..q.a GET    /purchasing/needs
    spb...da GET    /questions
    s......a POST   /questions/{id}/answer
    spb...da GET    /quotes
    s......a POST   /quotes
    s......a POST   /quotes/quantities
    spb...da GET    /quotes/{number}
    sp.....a POST   /quotes/{number}/accept
    sp.....a POST   /quotes/{number}/hold
    spb...da GET    /quotes/{number}/odds
    sp.....a POST   /quotes/{number}/release
    .p.foq.a POST   /reports
    .p.foq.a POST   /reports/batch
    spb...da GET    /reports/promise-accuracy
    .p.foq.a POST   /reports/{id}/correct
    spbfoqda GET    /rules
    spbfoqda POST   /rules/check
    .p.....a DELETE /rules/{name}
    spbfoqda GET    /rules/{name}
    .p.....a PUT    /rules/{name}
    spb...da POST   /rules/{name}/dry-run
    spb...da GET    /sales-orders
    s......a POST   /sales-orders
    spb...da GET    /sales-orders/{number}
    s......a PATCH  /sales-orders/{number}
    s......a POST   /sales-orders/{number}/cancel
    s......a POST   /sales-orders/{number}/confirm
    s......a GET    /sales-orders/{number}/confirmation.pdf
    s......a POST   /sales-orders/{number}/lines
    s......a PATCH  /sales-orders/{number}/lines/{line}
    s......a POST   /sales-orders/{number}/lines/{line}/cancel
    s......a POST   /sales-orders/{number}/lines/{line}/change-requests
    s......a POST   /sales-orders/{number}/lines/{line}/close-short
    spb...da GET    /sales-orders/{number}/lines/{line}/explanation
    spb...da GET    /sales-orders/{number}/lines/{line}/forecasts
    spb...da GET    /sales-orders/{number}/lines/{line}/odds
    sp.....a POST   /sales-orders/{number}/lines/{line}/promise
    sp.....a POST   /sales-orders/{number}/lines/{line}/promise/move
    sp.....a POST   /sales-orders/{number}/lines/{line}/promise/withdraw
    spb...da GET    /sales-orders/{number}/lines/{line}/remedies
    spb...da POST   /sales-orders/{number}/lines/{line}/remedies
    s......a POST   /sales-orders/{number}/lines/{line}/requirements
    spb...da GET    /sales-orders/{number}/notices
    s......a POST   /sales-orders/{number}/notices
    s......a GET    /sales-orders/{number}/portal-access
    s......a PUT    /sales-orders/{number}/portal-access
    s......a POST   /sales-orders/{number}/portal-access/renew
    spbf.q.a POST   /sales-orders/{number}/requirements/{id}/acknowledge
    spbf.q.a POST   /sales-orders/{number}/reviews/{id}
    s......a POST   /sales-orders/{number}/survey/seen
    spbfoqda GET    /search
    spbfoqda DELETE /session
    anybody  POST   /session
    spbfoqda GET    /settings
    .......a PUT    /settings
    .p.f...a POST   /standing/batch
    spbfoqda GET    /stock
    .pbf..da POST   /stock/count
    .pbf.qda POST   /stock/status
    spbfoqda GET    /stock/{item}
    spbfoqda GET    /stock/{item}/movements
    spbfoqda GET    /stream
    .pb..q.a GET    /supplier-requests
    .pb..q.a GET    /suppliers
    ..b....a DELETE /suppliers/{code}
    .pb..q.a GET    /suppliers/{code}
    ..b....a PUT    /suppliers/{code}
    spb...da GET    /surveys
    spbfoqda GET    /tasks
    spbfoqda POST   /tasks/{id}/delegate
    .......a GET    /tokens
    .......a POST   /tokens
    .......a PUT    /tokens/{name}/revoked
    .......a GET    /users
    .......a GET    /users/{name}
    .......a PUT    /users/{name}
    spbfoqda GET    /work-centers
    .p.....a DELETE /work-centers/{code}
    spbfoqda GET    /work-centers/{code}
    .p.....a PUT    /work-centers/{code}
    .pbfoqda GET    /work-centers/{code}/dispatch-list
    .pbfoqda GET    /work-centers/{code}/load
    .p.f...a PUT    /work-centers/{code}/sequence
    .pbfoqda GET    /work-orders
    .p.....a POST   /work-orders
    .pbfoqda GET    /work-orders/{no}
    .p.....a PATCH  /work-orders/{no}
    .p.....a POST   /work-orders/{no}/cancel
    .p.....a POST   /work-orders/{no}/close
    .pbf..da POST   /work-orders/{no}/issue
    .pbfoqda GET    /work-orders/{no}/label
    .p.....a POST   /work-orders/{no}/reopen
    .p.f...a POST   /work-orders/{no}/standing
    .pbfoqda GET    /work-orders/{no}/traveller
";

/// The table: who may, by method and path.
fn table() -> BTreeMap<(&'static str, &'static str), &'static str> {
    let rows = MAY.lines().filter(|row| !row.is_empty()).map(|row| {
        let mut parts = row.split_whitespace();
        let mut part = || parts.next().unwrap_or_else(|| panic!("a row of three words: {row}"));
        let (who, method, path) = (part(), part(), part());
        ((method, path), who)
    });
    rows.collect()
}

#[test]
fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let document = api::document(&api::routes());
    let table = table();
    let mut known = 0;
    let paths = document["paths"].as_object().expect("paths");
    for (path, item) in paths {
        for method in item.as_object().expect("operations").keys() {
            let row = (method.to_uppercase(), path.trim_start_matches(api::BASE));
            assert!(table.contains_key(&(row.0.as_str(), row.1)), "who may {row:?}?");
            known += 1;
        }
    }
    assert_eq!(table.len(), known, "routes of the table that are gone");
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let stranger = app.stranger();
        let people = ROLES.map(|(letter, role)| (letter, app.signed_in(role)));
        let mut wrong = Vec::new();
        for ((method, path), who) in &table {
            let parts = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
            let address = parts.collect::<Vec<_>>().join("/");
            let operation = &document["paths"][format!("{}{path}", api::BASE)][method.to_lowercase()];
            // Streams don't end, and signing out would be the end of what comes after.
            if *who == "anybody" || matches!(*path, "/stream" | "/session") {
                continue;
            }
            let answer = Answer::of(stranger.request(method, &address));
            assert_eq!((answer.status, answer.code()), (401, "not_signed_in"), "{method} {path}");
            for ((letter, role), (_, person)) in ROLES.iter().zip(&people) {
                // How somebody is reached is everybody's own business.
                let address = match *path {
                    "/people/{name}/contact" => format!("/people/{}/contact", role.name()),
                    _ => address.clone(),
                };
                let answer = Answer::of(person.request(method, &address));
                let may = who.contains(*letter);
                if (answer.status != 403) != may || answer.status == 401 {
                    wrong.push(format!("{letter} {method} {path}: {} {}", answer.status, answer.body));
                }
                if !may {
                    let rights = operation["x-rights"].as_array().into_iter().flatten();
                    let names: Vec<_> = rights.filter_map(Value::as_str).collect();
                    let told = (answer.code(), answer.body["facts"]["right"].as_str());
                    assert_eq!(told, ("not_allowed", Some(names.join(" ").as_str())), "{method} {path}");
                }
            }
        }
        assert!(wrong.is_empty(), "on {}:\n{}", fresh.name, wrong.join("\n"));
    });
}
