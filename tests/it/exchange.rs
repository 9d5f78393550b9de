//! Workbooks in and out of the store, on both databases.

use crate::support::{Fresh, on_both};
use holdfast::app::{App, Clock};
use holdfast::document::ShopDocument;
use holdfast::domain::role::Actor;
use holdfast::domain::value::Moment;
use holdfast::export::{Xlsx, write};
use holdfast::services::import::{self, ImportView, Outcome};
use holdfast::services::{Ask, export};
use holdfast::store::imports::ImportState;
use holdfast::text::Lang;
use std::path::Path;
use std::sync::{Arc, Mutex};

fn app(fresh: &Fresh) -> App {
    let now: Moment = serde_json::from_str("\"2026-03-02T00:00:00Z\"").unwrap();
    App::open(&fresh.url, Clock::Manual(Arc::new(Mutex::new(now)))).unwrap()
}

fn example(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).unwrap()
}

fn preview(app: &App, name: &str, bytes: Vec<u8>) -> ImportView {
    let reading = import::read(name, bytes, Lang::En).unwrap();
    import::preview(app, &Actor::system(), name, &reading).unwrap()
}

fn stored(app: &App) -> ShopDocument {
    app.ask(&Actor::system(), |ask: &mut Ask<'_>| export::document(ask.db, &ask.plant)).unwrap()
}

/// Where the journal ends.
fn head(app: &App) -> String {
    format!("{:?}", app.store.head().unwrap())
}

#[test]
fn an_imported_workbook_comes_back_and_changes_nothing_again() {
    for name in ["precision-shop.xlsx", "messy-shop.xlsx"] {
        on_both(|fresh| {
            let app = app(fresh);
            let first = preview(&app, name, example(name));
            assert_eq!(first.state, ImportState::Ready);
            assert!(first.preview.writes() > 100, "{name}");
            let applied = import::apply(&app, &Actor::system(), first.id).unwrap();
            assert_eq!(applied.state, ImportState::Applied, "{:?}", applied.failure);

            let before = head(&app);
            let again = preview(&app, name, example(name));
            let told: Vec<_> = again
                .preview
                .sheets
                .iter()
                .flat_map(|sheet| &sheet.rows)
                .filter(|row| matches!(row.outcome, Outcome::New | Outcome::Changed))
                .take(5)
                .collect();
            assert_eq!(again.preview.writes(), 0, "{name} on {}: {told:?}", fresh.name);
            import::apply(&app, &Actor::system(), again.id).unwrap();
            assert_eq!(head(&app), before, "{name}: the same file again is no fact");

            let document = stored(&app);
            let exported = write(&document, Xlsx::new(Vec::new()), Lang::Zh).unwrap();
            let back = preview(&app, "back.xlsx", exported);
            assert_eq!(back.preview.writes(), 0, "{name} on {}: {:?}", fresh.name, back.preview.sheets);
        });
    }
}
