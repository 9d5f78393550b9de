//! Quotes: the date that can be offered, and whom accepting it would hurt.

use super::hold;
use super::support::readable::{readable, readable_harm, readable_quote};
use super::support::shop::{Story, line_key, shop};
use chrono::NaiveDateTime;
use holdfast_engine::model::{Basis, Shop};
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{Acceptance, Quote, Ranked, Request, accept, quote};
use holdfast_engine::time::Instant;
use std::ops::RangeInclusive;

/// One mill, and lots that take so many hours on it.
fn mill(now: &str) -> Story {
    shop(now)
        .center("mill", "day", 1)
        .item("6H", "mill 0 + 6 h a lot")
        .item("8H", "mill 0 + 8 h a lot")
        .item("40H", "mill 0 + 40 h a lot")
}

/// The mill is promised away on these days of March, each to its last minute.
fn promised_days(days: RangeInclusive<u32>) -> Story {
    days.fold(mill("2026-03-09 08:00"), |story, day| {
        story.order(&format!("SO-{day}/10: 1 8H for ALFA by 2026-03-{day:02} 16:00"))
    })
}

fn request(item: &str, pieces: i64) -> Request {
    let (item, customer) = (item.into(), "BETA".into());
    Request { item, quantity: Qty::of(pieces), customer, basis: Basis::Ship, requested: None }
}

fn at(shop: &Shop, text: &str) -> Instant {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("2026-03-09 08:00");
    Instant::from_local(local, shop.zone)
}

/// What a story's shop offers for a request; it must be promised by `wanted`.
#[track_caller]
fn offered(shop: &Shop, plan: &Plan, request: &Request, wanted: &str) -> Quote {
    let offer = quote(shop, plan, &Ranked::of(&plan.network, &plan.timeline), request).expect("a quote");
    assert_eq!(offer.promise, at(shop, wanted), "{}", readable_quote(shop, plan, request, &offer));
    offer
}

/// Accepts `request` as SO-99/10 by `due`; holds the quote, the harm and the plan against the file.
#[track_caller]
fn accepted(name: &str, shop: &Shop, request: &Request, offer: &Quote, due: Instant) -> Acceptance {
    let before = plan(shop);
    let acceptance = accept(shop, &before, line_key("SO-99/10"), request, due);
    let parts = [
        readable_quote(shop, &before, request, offer),
        readable_harm(&acceptance),
        readable(&acceptance.shop, &acceptance.plan),
    ];
    hold(name, &parts.join("\n"));
    acceptance
}

#[test]
fn quote_that_uses_the_slack_of_far_dated_work() {
    // 40 h for the end of April stand first on the mill. The 6 h go before them, today until 14:00, and that
    // hurts nobody.
    let shop = mill("2026-03-09 08:00").order("SO-1/10: 1 40H for ALFA by 2026-04-30").shop;
    let request = request("6H", 1);
    let offer = offered(&shop, &plan(&shop), &request, "2026-03-09 14:00");
    let acceptance =
        accepted("quote_that_uses_the_slack_of_far_dated_work", &shop, &request, &offer, offer.promise);
    assert!(acceptance.is_harmless());
}

#[test]
fn quote_with_nothing_free() {
    // The week is promised away to the minute: Monday the 16th, 08:00–14:00, and nobody is hurt.
    let shop = promised_days(9..=13).shop;
    let request = request("6H", 1);
    let offer = offered(&shop, &plan(&shop), &request, "2026-03-16 14:00");
    let acceptance = accepted("quote_with_nothing_free", &shop, &request, &offer, offer.promise);
    assert!(acceptance.is_harmless());
}

#[test]
fn acceptance_that_hurts_names_whom() {
    // Tuesday to Friday are promised away, and today the mill works ahead. The quick answer for 12 h sees no
    // work that must start before it: Tuesday 12:00. Planned again, the four promises are pushed behind it, to
    // 12:00 on the next working day: three of them by 20 h, and Friday's over the weekend.
    let shop = promised_days(10..=13).item("12H", "mill 0 + 12 h a lot").shop;
    let request = request("12H", 1);
    let offer = offered(&shop, &plan(&shop), &request, "2026-03-10 12:00");
    let acceptance = accepted("acceptance_that_hurts_names_whom", &shop, &request, &offer, offer.promise);
    assert!(!acceptance.own.is_late() && !acceptance.is_harmless());
    let hurt: Vec<(String, Instant)> =
        acceptance.hurt.iter().map(|h| (h.line.to_string(), h.after)).collect();
    let wanted = [("SO-13/10", 16), ("SO-10/10", 11), ("SO-11/10", 12), ("SO-12/10", 13)];
    let wanted = wanted.map(|(line, day)| (line.to_owned(), at(&shop, &format!("2026-03-{day} 12:00"))));
    assert_eq!(hurt, wanted);
}

#[test]
fn quote_takes_what_is_free_and_buys_the_rest() {
    // Of 10 brackets 4 are free. For the other 6 there are 3 plates; 3 are bought and come on Saturday, so the
    // saw starts on Monday: 30 + 30 min.
    let shop = shop("2026-03-09 08:00")
        .center("saw", "day", 1)
        .item("BRACKET", "saw 30 + 5 min")
        .bom("BRACKET", "1 PLATE")
        .buy("PLATE", "lead 5 d from ACME")
        .stock("BRACKET", 4)
        .stock("PLATE", 3)
        .shop;
    let request = request("BRACKET", 10);
    let offer = offered(&shop, &plan(&shop), &request, "2026-03-16 09:00");
    let acceptance =
        accepted("quote_takes_what_is_free_and_buys_the_rest", &shop, &request, &offer, offer.promise);
    assert!(acceptance.is_harmless());
}

#[test]
fn quote_of_work_that_must_not_be_interrupted() {
    // Friday 11:00: the 6 h in one piece fit only on Monday.
    let shop = mill("2026-03-13 11:00").item("WHOLE", "mill 0 + 6 h a lot, unbroken").shop;
    let request = request("WHOLE", 1);
    let offer = offered(&shop, &plan(&shop), &request, "2026-03-16 14:00");
    let acceptance =
        accepted("quote_of_work_that_must_not_be_interrupted", &shop, &request, &offer, offer.promise);
    assert!(acceptance.is_harmless());
}
