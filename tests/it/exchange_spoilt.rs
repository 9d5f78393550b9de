//! A file of which not everything can be used: what could not be read of a row leaves alone what is stored, a row that
//! is refused has not vanished, and what is ordered of an item is what there can be of it; on both databases.

use crate::exchange::{app, stored};
use crate::support::{Fresh, on_both};
use holdfast::app::App;
use holdfast::document::{SalesOrderLine, Sheet};
use holdfast::domain::role::Actor;
use holdfast::services::Plainly;
use holdfast::services::import::{self, ImportView, Outcome, SheetPreview};
use holdfast::text::Lang;
use serde_json::json;

const HEAD: &str = "order,line,schedule,customer,item,quantity,requested date,customer order\n";

/// A file with one sheet, shown and not applied.
fn seen(app: &App, sheet: &str, rows: &str) -> ImportView {
    let name = format!("{sheet}.csv");
    let reading = import::read(&name, rows.as_bytes().to_vec(), Lang::En).expect("it is a file");
    import::preview(&Plainly, app, &Actor::system(), &name, &reading).expect("it can be shown")
}

/// The same, applied.
fn taken(app: &App, sheet: &str, rows: &str) -> ImportView {
    let seen = seen(app, sheet, rows);
    import::apply(&Plainly, app, &Actor::system(), seen.id, None).expect("it is applied");
    seen
}

fn sold(view: &ImportView) -> &SheetPreview {
    view.preview.sheets.iter().find(|one| one.sheet == Sheet::SalesOrders).expect("the sheet is in the file")
}

fn lines(app: &App) -> Vec<SalesOrderLine> {
    stored(app).sales_orders
}

fn line(app: &App, order: &str, schedule: Option<&str>) -> SalesOrderLine {
    let mut all = lines(app).into_iter();
    all.find(|row| row.order == order && row.schedule.as_deref() == schedule).expect("it is stored")
}

/// A product that knows an item in pieces, one in kilograms and one of which nobody has said it, and some orders.
fn furnished(fresh: &Fresh) -> App {
    let app = app(fresh);
    taken(&app, "items", "item,unit,source\nSHAFT,pcs,make\nPAINT,kg,buy\nGREASE,,buy\n");
    taken(
        &app,
        "sales orders",
        &format!(
            "{HEAD}SO-1,10,,C-1,SHAFT,5,2026-04-01,PO-1\nSO-2,10,1,C-1,SHAFT,5,2026-04-02,PO-2\n\
             SO-2,10,2,C-1,SHAFT,6,2026-04-09,PO-2\nSO-3,10,1,C-1,SHAFT,7,2026-04-03,PO-3\n"
        ),
    );
    app
}

/// All rows as they stand, so that none vanishes.
const REST: &str = "SO-2,10,1,C-1,SHAFT,5,2026-04-02,PO-2\nSO-2,10,2,C-1,SHAFT,6,2026-04-09,PO-2\n";

#[test]
fn a_cell_that_cannot_be_read_keeps_what_is_stored_and_says_so() {
    on_both(|fresh| {
        let app = furnished(fresh);
        let before = line(&app, "SO-1", None);
        let week = format!(
            "{HEAD}SO-1,10,,C-1,SHAFT,8,31.31.2026,PO-1\n{REST}SO-3,10,1,C-1,SHAFT,7,2026-04-03,PO-3\n"
        );
        let told = taken(&app, "sales orders", &week);
        let kept: Vec<_> = sold(&told).rows.iter().filter(|row| row.outcome == Outcome::Kept).collect();
        assert_eq!((sold(&told).changed, sold(&told).kept, kept.len()), (1, 1, 1), "{:?}", sold(&told));
        let field = &kept[0].fields[0];
        assert_eq!(
            (field.field.as_str(), &field.old, &field.new),
            ("requested_date", &json!("2026-04-01"), &json!("31.31.2026"))
        );
        let note = kept[0].note.as_ref().expect("it says why");
        assert!(note.en.contains("could not be read") && note.zh.contains("无法读取"), "{note:?}");
        assert!(
            told.preview.refused.iter().any(|one| one.lost && one.value.as_deref() == Some("31.31.2026"))
        );
        let after = line(&app, "SO-1", None);
        assert_eq!(after.requested_date, before.requested_date, "on {}", fresh.name);
        assert_eq!(after.quantity.to_string(), "8", "the rest of the row is taken over");
        // An empty cell says that there is none.
        taken(&app, "sales orders", &week.replace("31.31.2026", ""));
        assert_eq!(line(&app, "SO-1", None).requested_date, None);
    });
}

#[test]
fn a_column_that_is_not_there_says_nothing() {
    on_both(|fresh| {
        let app = furnished(fresh);
        let before = lines(&app);
        let told = taken(
            &app,
            "sales orders",
            "order,line,schedule,customer,item,quantity,wanted by when\nSO-1,10,,C-1,SHAFT,9,2027-01-01\n",
        );
        assert_eq!((sold(&told).changed, sold(&told).kept), (1, 0), "{:?}", sold(&told));
        let after = line(&app, "SO-1", None);
        let was = before.iter().find(|row| row.order == "SO-1").expect("it was stored");
        assert_eq!((after.requested_date, &after.customer_order), (was.requested_date, &was.customer_order));
        assert_eq!(after.quantity.to_string(), "9", "on {}", fresh.name);
    });
}

#[test]
fn a_row_whose_key_cannot_be_read_is_the_one_that_it_can_only_be_or_none() {
    on_both(|fresh| {
        let app = furnished(fresh);
        let spoilt = "4.50123E+15";
        let told = taken(
            &app,
            "sales orders",
            &format!(
                "{HEAD}SO-2,10,{spoilt},C-1,SHAFT,50,2026-04-02,PO-2\nSO-3,10,{spoilt},C-1,SHAFT,70,2026-04-03,PO-3\n"
            ),
        );
        assert_eq!((sold(&told).new, sold(&told).changed), (0, 1), "{:?}", sold(&told));
        assert_eq!(line(&app, "SO-3", Some("1")).quantity.to_string(), "70", "on {}", fresh.name);
        let others: Vec<_> = lines(&app).into_iter().filter(|row| row.order == "SO-2").collect();
        let quantities: Vec<_> = others.iter().map(|row| row.quantity.to_string()).collect();
        assert_eq!(quantities, ["5", "6"], "it may be either, and neither is written");
        assert!(sold(&told).unread && told.preview.refused.len() == 2, "{:?}", told.preview.refused);
    });
}

#[test]
fn a_row_that_is_refused_has_not_vanished() {
    on_both(|fresh| {
        let app = furnished(fresh);
        let told =
            seen(&app, "sales orders", &format!("{HEAD}SO-1,10,,C-1,SHAFT,many,2026-04-01,PO-1\n{REST}"));
        let gone: Vec<_> = sold(&told).rows.iter().filter(|row| row.outcome == Outcome::Vanished).collect();
        let keys: Vec<_> = gone.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, ["SO-3 / 10 / 1"], "SO-1 is in the file, on {}", fresh.name);
        let note = gone[0].note.as_ref().expect("and this one may be unread");
        assert!(note.en.contains("may be") && note.zh.contains("可能"), "{note:?}");
    });
}

#[test]
fn nobody_orders_half_a_shaft_or_more_than_anybody_means() {
    on_both(|fresh| {
        let app = furnished(fresh);
        let told = taken(
            &app,
            "sales orders",
            &format!(
                "{HEAD}SO-1,10,,C-1,SHAFT,5.5,2026-04-01,PO-1\nSO-7,10,,C-1,PAINT,2.5,2026-04-01,\n\
                 SO-8,10,,C-1,GREASE,2.5,2026-04-01,\nSO-9,10,,C-1,SHAFT,99999999999,2026-04-01,\n"
            ),
        );
        let refused: Vec<_> = told
            .preview
            .refused
            .iter()
            .map(|one| (one.code.as_str(), one.row, one.value.as_deref()))
            .collect();
        assert_eq!(
            refused,
            [("more-than-meant", Some(5), Some("99999999999")), ("fraction-of-item", Some(2), Some("5.5"))]
        );
        for one in &told.preview.refused {
            assert_eq!((one.sheet.as_str(), one.column.as_deref()), ("sales orders", Some("quantity")));
            assert!(one.dropped && !one.remedy.en.contains('{') && !one.remedy.zh.contains('{'), "{one:?}");
        }
        let gone = sold(&told).rows.iter().filter(|row| row.outcome == Outcome::Vanished);
        assert!(!gone.clone().any(|row| row.key.starts_with("SO-1")), "{:?}", gone.collect::<Vec<_>>());
        assert_eq!(line(&app, "SO-1", None).quantity.to_string(), "5", "on {}", fresh.name);
        let new: Vec<_> =
            lines(&app).into_iter().map(|row| row.order).filter(|order| order.as_str() > "SO-3").collect();
        assert_eq!(new, ["SO-7", "SO-8"]);
    });
}

#[test]
fn codes_are_looked_up_beside_what_is_stored() {
    on_both(|fresh| {
        let app = furnished(fresh);
        let told = taken(
            &app,
            "sales orders",
            &format!("{HEAD}SO-7,10,,C-1,shaft,2,2026-04-01,\nSO-8,10,,C-1,NOTHING,2,2026-04-01,\n"),
        );
        let notes: Vec<_> =
            told.preview.notes.iter().map(|one| (one.code.as_str(), one.value.as_deref())).collect();
        assert_eq!(notes, [("unknown-code", Some("NOTHING")), ("taken-for", Some("shaft"))]);
        assert_eq!(line(&app, "SO-7", None).item, "SHAFT", "on {}", fresh.name);
        // A code that nothing has is stored as it was written: the plan names it, and its order alone has no date.
        assert_eq!(line(&app, "SO-8", None).item, "NOTHING");
    });
}
