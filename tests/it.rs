//! The service from outside: one binary, so that its tests share one throw-away PostgreSQL server.
//!
//! Each module tests one part of the product through its public interface; `support` holds what they share.

#[path = "it/access.rs"]
mod access;
#[path = "it/accuracy.rs"]
mod accuracy;
#[path = "it/again.rs"]
mod again;
#[path = "it/alerts.rs"]
mod alerts;
#[path = "it/bad_input.rs"]
mod bad_input;
#[path = "it/booked.rs"]
mod booked;
#[path = "it/changes.rs"]
mod changes;
#[path = "it/columns.rs"]
mod columns;
#[path = "it/ending.rs"]
mod ending;
#[path = "it/exchange.rs"]
mod exchange;
#[path = "it/exchange_http.rs"]
mod exchange_http;
#[path = "it/exchange_spoilt.rs"]
mod exchange_spoilt;
#[path = "it/exchange_weekly.rs"]
mod exchange_weekly;
#[path = "it/feed.rs"]
mod feed;
#[path = "it/giving_up.rs"]
mod giving_up;
#[path = "it/http.rs"]
mod http;
#[path = "it/kill.rs"]
mod kill;
#[path = "it/kill_served.rs"]
mod kill_served;
#[path = "it/learning.rs"]
mod learning;
#[path = "it/ledger.rs"]
mod ledger;
#[path = "it/life.rs"]
mod life;
#[path = "it/mail.rs"]
mod mail;
#[path = "it/notices.rs"]
mod notices;
#[path = "it/odds.rs"]
mod odds;
#[path = "it/odds_decided.rs"]
mod odds_decided;
#[path = "it/odds_kept.rs"]
mod odds_kept;
#[path = "it/openapi.rs"]
mod openapi;
#[path = "it/overrides.rs"]
mod overrides;
#[path = "it/planning.rs"]
mod planning;
#[path = "it/planning_speed.rs"]
mod planning_speed;
#[path = "it/portal.rs"]
mod portal;
#[path = "it/printed.rs"]
mod printed;
#[path = "it/purchasing.rs"]
mod purchasing;
#[path = "it/quantities.rs"]
mod quantities;
#[path = "it/quoted.rs"]
mod quoted;
#[path = "it/reading.rs"]
mod reading;
#[path = "it/remedies.rs"]
mod remedies;
#[path = "it/roles.rs"]
mod roles;
#[path = "it/rules.rs"]
mod rules;
#[path = "it/sales.rs"]
mod sales;
#[path = "it/shadow.rs"]
mod shadow;
#[path = "it/store.rs"]
mod store;
#[path = "it/store_faults.rs"]
mod store_faults;
#[path = "it/supplier_requests.rs"]
mod supplier_requests;
#[path = "it/supply.rs"]
mod supply;
#[path = "it/support/mod.rs"]
mod support;
#[path = "it/tablets.rs"]
mod tablets;
#[path = "it/tasks.rs"]
mod tasks;
#[path = "it/words.rs"]
mod words;
#[path = "it/work.rs"]
mod work;
