//! The neutral model as JSON.

use holdfast::import::neutral::{NeutralModel, read};
use holdfast::import::{ImportError, Limits};
use holdfast::text::Lang;
use serde_json::{Value, json};

use crate::support::file;

fn model() -> Value {
    json!({
        "current": "2026-01-05T00:00:00", "horizon_end": "2028-01-03T00:00:00", "holidays": ["2026-01-26"],
        "calendars": {"two-shift": {"days": [0, 1, 2, 3, 4], "start": 6, "end": 22}},
        "resources": [{"name": "R00", "calendar": "two-shift"}],
        "components": [{"name": "C000", "lead_days": 14, "onhand": 3}],
        "items": [{"name": "P0000", "ops": [{"resource": "R00", "setup_min": 10, "unit_sec": 45}],
                   "comps": [{"comp": "C000", "qty": 2, "step": 0}]}],
        "orders": [{"name": "SO000000", "item": "P0000", "qty": 5, "due": "2026-02-01T17:00:00", "priority": 2}]
    })
}

fn parsed(model: &Value) -> Result<NeutralModel, ImportError> {
    let (_folder, path) = file("model.json", model.to_string().as_bytes());
    read(&path, &Limits::default())
}

#[test]
fn a_whole_model_is_read() {
    let model = parsed(&model()).unwrap();
    assert_eq!(model.orders[0].qty, 5);
    assert_eq!(model.calendars["two-shift"].end, 22);
}

#[test]
fn a_wrong_field_is_named_with_its_value() {
    for (place, value, expected) in [
        ("/orders/0/item", json!("P9999"), "orders[0].item is “P9999”: nothing has this name"),
        ("/orders/0/qty", json!(0), "orders[0].qty is “0”: it must lie from 1 to 999999999999"),
        ("/items/0/comps/0/step", json!(1), "items[0].comps[0].step is “1”: it must lie from 0 to 0"),
        ("/items/0/ops", json!([]), "items[0].ops is “[]”: something must be there"),
        ("/calendars/two-shift/end", json!(6), "calendars[two-shift].end is “6”: the end must come after"),
        (
            "/calendars/two-shift/days/0",
            json!(7),
            "calendars[two-shift].days is “7”: it must lie from 0 to 6",
        ),
        ("/resources/0/calendar", json!("x"), "resources[0].calendar is “x”: nothing has this name"),
        ("/horizon_end", json!("2025-01-01T00:00:00"), "horizon_end is “2025-01-01 00:00:00”: the end must"),
        ("/current", json!("1970-01-01T00:00:00"), "current is “1970-01-01”: dates lie from"),
        ("/components/0/name", json!(" "), "components[0].name is “ ”: a name has"),
    ] {
        let mut model = model();
        *model.pointer_mut(place).unwrap() = value;
        let error = parsed(&model).unwrap_err();
        assert!(error.message(Lang::En).contains(expected), "{error}");
        assert!(!error.remedy(Lang::Zh).is_empty());
    }
}

#[test]
fn what_is_no_model_is_told_where() {
    let mut without = model();
    without.as_object_mut().unwrap().remove("orders");
    assert!(parsed(&without).unwrap_err().to_string().contains("missing field `orders`"));
    let (_folder, path) = file("model.json", b"{\n  \"current\": 5\n}");
    assert!(read(&path, &Limits::default()).unwrap_err().to_string().contains("line 2"));
}
