//! Running numbers where numbers stand already: brought by an import, or chosen by hand.

use super::shop::{anna, caught_up, day, order, pavel, read, shop};
use crate::support::{Fresh, on_both};
use holdfast::app::App;
use holdfast::domain::role::Actor;
use holdfast::export::{Xlsx, write};
use holdfast::services::promise::Leave;
use holdfast::services::quote::{self, NewQuote};
use holdfast::services::work::{self, Confirm, Confirmation};
use holdfast::services::{Ask, Plainly, export, import, master, purchasing, sales};
use holdfast::store::Failure;
use holdfast::text::Lang;
use serde_json::json;

/// What was numbered, each once: a sales order, a purchase order, a work order by hand and one confirmed.
fn one_of_each(app: &App) -> Result<[String; 4], Failure> {
    let boss = Actor::system();
    let sold = sales::enter(app, &anna(), &Plainly, &order("ACME", 2, "2026-03-20"))?.order.number;
    let bought = app.command_blocking(&boss, |tx| {
        let lines = json!([{ "item": "BAR", "quantity": "5" }]);
        Ok(purchasing::enter(tx, &read(json!({ "supplier": "S-1", "lines": lines })))?.order.number)
    })?;
    let new = json!({ "item": "SHAFT", "quantity": "1" });
    let made =
        app.command_blocking(&boss, move |tx| Ok(work::enter(tx, &read(new.clone()))?.order.number))?;
    caught_up(app);
    let key = app.planner.outlook().proposals().first().expect("the order needs work").key.clone();
    let one = Confirm { key, quantity: None, due_date: None, note: None };
    let asked = Confirmation { proposals: vec![one] };
    let confirmed = work::confirm(&Plainly, app, &pavel(), &asked)?.items.remove(0).number;
    Ok([sold, bought, made, confirmed])
}

/// The small shop, with something to buy and somebody to buy it from.
fn buying_shop(fresh: &Fresh) -> App {
    let app = shop(fresh, json!({}));
    app.command_blocking(&Actor::system(), |tx| {
        master::suppliers::put(tx, "S-1", &read(json!({ "lead_days": 10 })), None)?;
        master::items::put(tx, "BAR", &read(json!({ "source": "buy" })), None)
    })
    .expect("the shop buys");
    app
}

#[test]
fn numbers_that_an_import_brought_are_passed_over() {
    let first = Fresh::sqlite();
    let before = buying_shop(&first);
    let taken = one_of_each(&before).expect("numbered");
    assert_eq!(taken, ["SO-26-00001", "PO-26-00001", "MO-26-00001", "MO-26-00002"]);
    let document = before.ask(&Actor::system(), |ask: &mut Ask<'_>| export::document(ask.db, &ask.plant));
    let bytes = write(&document.expect("readable"), Xlsx::new(Vec::new()), Lang::En).expect("a workbook");
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let reading = import::read("shop.xlsx", bytes.clone(), Lang::En).expect("our own workbook");
        let seen = import::preview(&Plainly, &app, &Actor::system(), "shop.xlsx", &reading).expect("seen");
        import::apply(&Plainly, &app, &Actor::system(), seen.id, None).expect("imported");
        let next = one_of_each(&app).expect("numbered");
        assert_eq!(next, ["SO-26-00002", "PO-26-00002", "MO-26-00003", "MO-26-00004"], "on {}", fresh.name);
    });
}

#[test]
fn numbers_chosen_by_hand_are_passed_over() {
    on_both(|fresh| {
        let app = buying_shop(fresh);
        let mut by_hand = order("ACME", 1, "2026-03-20");
        by_hand.number = Some("SO-26-00001".into());
        sales::enter(&app, &anna(), &Plainly, &by_hand).expect("free");
        let new = json!({ "item": "SHAFT", "quantity": "1", "number": "MO-26-00001" });
        app.command_blocking(&Actor::system(), move |tx| work::enter(tx, &read(new.clone()))).expect("free");
        caught_up(&app);
        let line = json!({ "item": "SHAFT", "quantity": "1", "requested_date": day("2026-03-20") });
        let asked: NewQuote = read(json!({ "customer": "ACME", "lines": [line] }));
        let offered = quote::offer(&app, &anna(), &Plainly, &asked).expect("offered").quote.number;
        let accepted = quote::accept(&app, &anna(), &Plainly, &offered, &Leave::default());
        assert_eq!(accepted.expect("accepted").order.order.number, "SO-26-00002", "on {}", fresh.name);
        let next = one_of_each(&app).expect("numbered");
        assert_eq!(next, ["SO-26-00003", "PO-26-00001", "MO-26-00002", "MO-26-00003"], "on {}", fresh.name);
    });
}
