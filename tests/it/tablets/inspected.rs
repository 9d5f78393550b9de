//! Inspection at a tablet: where pieces may go back, why they fail, and the photos that show it.

use super::list::{at, report, work};
use super::people::{people, signed_in};
use super::{shop, tablet};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::{Fresh, eventually, journal, on_both};
use holdfast::domain::role::Role;
use serde_json::{Value, json};
use uuid::Uuid;

/// The shaft is inspected after it was sawn and turned, at the lathe. A tablet stands there, and the inspector's secret.
fn inspected(fresh: &Fresh) -> (TestApp, Person, String) {
    let (app, boss) = shop(fresh);
    work(&app);
    people(&app);
    let planner = app.signed_in(Role::Planner);
    let steps = json!({ "operations": [
        { "operation": "10", "name": "Saw", "work_centre": "SAW", "run_minutes": "2" },
        { "operation": "20", "name": "Turn", "work_centre": "LATHE", "run_minutes": "6" },
        { "operation": "30", "name": "Measure", "kind": "inspection", "work_centre": "LATHE", "run_minutes": "1" },
    ] });
    let routed = planner.put("/items/SHAFT/routing", &steps);
    assert_eq!(routed.status, 200, "{}", routed.body);
    let lathe = tablet(&app, &boss, "lathe-1", &[]);
    let inspector = signed_in(&lathe, "Q1");
    (app, lathe, inspector)
}

/// A picture of so many bytes.
fn picture(length: usize) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.resize(length, 7);
    bytes
}

fn sends_photo(tablet: &Person, secret: &str, id: Uuid, bytes: &[u8]) -> Answer {
    let request = tablet.request("POST", &format!("/floor/photos?id={id}"));
    Answer::of(request.header("holdfast-operator", secret).body(bytes.to_vec()))
}

fn decides(tablet: &Person, secret: &str, photos: &[Uuid]) -> (Value, Answer) {
    let body = json!({ "id": Uuid::now_v7(), "work_order": "MO-1", "operation": "30", "inspected": "4",
        "verdict": { "accepted": "3", "rework": "1" }, "reason": "surface", "rework_operation": "20",
        "photos": photos, "at": at(30) });
    let request = tablet.request("POST", "/inspections/operations").header("holdfast-operator", secret);
    (body.clone(), Answer::of(request.json(&body)))
}

#[test]
fn an_inspection_says_where_pieces_may_go_back_and_why() {
    on_both(|fresh| {
        let (app, lathe, _) = inspected(fresh);
        let rows = eventually("it is planned", || {
            let list = lathe.get("/floor/list").body;
            let rows = list["work_centres"][0]["rows"].as_array()?.clone();
            (rows.iter().filter(|row| row["inspects"] == true).count() == 2).then_some(rows)
        });
        let row = |operation: &str| {
            let found = rows.iter().find(|row| row["work_order"] == "MO-1" && row["operation"] == operation);
            found.expect("a row").clone()
        };
        let before = json!([
            { "operation": "10", "name": "Saw", "work_centre": "SAW" },
            { "operation": "20", "name": "Turn", "work_centre": "LATHE" },
        ]);
        assert_eq!(row("30")["rework_operations"], before);
        assert_eq!((&row("20")["inspects"], &row("20")["rework_operations"]), (&json!(false), &json!([])));
        let one = lathe.get("/floor/operations/MO-1/30").body;
        assert_eq!((&one["inspects"], &one["rework_operations"]), (&json!(true), &before), "{one}");
        // What has been reported keeps saying so.
        assert_eq!(lathe.post("/reports", &report("30", "start", 5)).status, 201);
        assert_eq!(lathe.get("/floor/operations/MO-1/30").body["inspects"], true);
        // One list of reasons: what the tablet offers is what an inspection takes.
        let offered = || lathe.get("/floor/me").body["settings"]["reasons"]["fail"].clone();
        assert_eq!(offered(), lathe.get("/inspection-reasons").body["items"]);
        assert_eq!(offered()[0]["icon"], "ruler");
        let own = json!([{ "code": "crooked", "en": "Crooked", "zh": "弯曲" }]);
        let admin = app.signed_in(Role::Admin);
        let set = admin.put("/settings", &json!({ "sheet": {}, "policies": { "fail_reasons": own } }));
        assert_eq!(set.status, 200, "{}", set.body);
        assert_eq!(offered(), own);
        assert!(lathe.get("/floor/me").body["settings"]["reasons"]["scrap"].is_array());
    });
}

#[test]
fn a_photo_comes_before_its_inspection_and_is_shown_with_it() {
    on_both(|fresh| {
        let (app, lathe, inspector) = inspected(fresh);
        let (id, bytes) = (Uuid::now_v7(), picture(70_000));
        let (_, early) = decides(&lathe, &inspector, &[id]);
        assert_eq!(
            (early.status, early.code(), &early.body["field"]),
            (422, "photo_unknown", &json!("photos[0]"))
        );
        for _ in 0..2 {
            let sent = sends_photo(&lathe, &inspector, id, &bytes);
            let told = json!({ "id": id, "media_type": "image/png", "bytes": 70_000 });
            assert_eq!((sent.status, &sent.body), (201, &told), "again is the same");
        }
        let other = sends_photo(&lathe, &inspector, id, &picture(9));
        assert_eq!((other.status, other.code()), (409, "photo_id_reused"));
        assert_eq!(
            sends_photo(&lathe, "", Uuid::now_v7(), &bytes).code(),
            "not_allowed",
            "nobody is signed in"
        );
        let (body, taken) = decides(&lathe, &inspector, &[id, id]);
        assert_eq!((taken.status, &taken.body["photos"]), (201, &json!([id])), "{}", taken.body);
        let path = format!("/inspections/{}/photos/{id}", body["id"].as_str().expect("an id"));
        let shown = app.signed_in(Role::Quality).request("GET", &path).send().expect("an answer");
        assert_eq!(shown.headers()["content-type"], "image/png");
        assert_eq!(shown.headers()["x-content-type-options"], "nosniff");
        assert!(shown.headers()["cache-control"].to_str().is_ok_and(|said| said.starts_with("private")));
        assert_eq!(shown.bytes().expect("a body").as_ref(), bytes);
        assert_eq!(lathe.get(&path.replace(&id.to_string(), "x")).code(), "unknown");
        assert_eq!(app.signed_in(Role::Sales).get(&path).code(), "not_allowed");
        let (_, second) = decides(&lathe, &inspector, &[id]);
        assert_eq!((second.status, second.code()), (409, "photo_of_another"));
        let (_, many) = decides(&lathe, &inspector, &[(); 7].map(|()| Uuid::now_v7()));
        assert_eq!((many.status, many.code()), (422, "too_many_photos"));
        // The journal says that it came, and has none of it.
        let told = app.signed_in(Role::Admin).get("/journal?what=photo.sent").body;
        assert_eq!(told["items"].as_array().map(Vec::len), Some(1), "{told}");
        assert_eq!(told["items"][0]["actor"], "operator:Q1");
        assert!(told.to_string().len() < 600, "{told}");
    });
}

#[test]
fn what_is_no_photo_or_too_large_is_refused() {
    on_both(|fresh| {
        let (_app, lathe, inspector) = inspected(fresh);
        let before = journal::read(&fresh.store).len();
        let send = |bytes: &[u8]| sends_photo(&lathe, &inspector, Uuid::now_v7(), bytes);
        for wrong in [&b""[..], b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xFF\xD8"] {
            let refused = send(wrong);
            assert_eq!((refused.status, refused.code()), (415, "photo_no_picture"), "{}", refused.body);
        }
        let most = 3 * 1024 * 1024 / 2;
        let large = send(&picture(most + 1));
        assert_eq!((large.status, large.code()), (413, "too_large"), "{}", large.body);
        let nameless = lathe.request("POST", "/floor/photos").header("holdfast-operator", &inspector);
        assert_eq!(Answer::of(nameless.body(picture(20))).status, 422);
        assert_eq!(journal::read(&fresh.store).len(), before, "nothing changed");
        assert_eq!(send(&picture(most)).status, 201);
        assert_eq!(send(b"\xFF\xD8\xFF\xE0 a jpeg").body["media_type"], "image/jpeg");
        assert_eq!(send(b"RIFF\x10\0\0\0WEBPVP8 ").body["media_type"], "image/webp");
    });
}

#[test]
fn photos_go_when_the_plant_keeps_them_no_longer() {
    on_both(|fresh| {
        let (app, lathe, inspector) = inspected(fresh);
        let admin = app.signed_in(Role::Admin);
        let (kept, lost) = (Uuid::now_v7(), Uuid::now_v7());
        for id in [kept, lost] {
            assert_eq!(sends_photo(&lathe, &inspector, id, &picture(50)).status, 201);
        }
        let (body, taken) = decides(&lathe, &inspector, &[kept]);
        assert_eq!(taken.status, 201, "{}", taken.body);
        let path = format!("/inspections/{}/photos/{kept}", body["id"].as_str().expect("an id"));
        let moves = |to: &str| assert_eq!(admin.put("/clock", &json!({ "now": to })).status, 200);
        let forgotten = || admin.get("/journal?what=photo.forgotten").body["items"].as_array().map(Vec::len);
        moves("2026-03-04T00:00:00Z");
        assert_eq!(forgotten(), Some(1));
        let (_, late) = decides(&lathe, &inspector, &[lost]);
        assert_eq!(late.code(), "photo_unknown", "no inspection named it within a day");
        assert_eq!(lathe.request("GET", &path).send().expect("an answer").status(), 200);
        let floor = json!({ "sheet": {}, "policies": { "floor": { "photo_days": 30 } } });
        assert_eq!(admin.put("/settings", &floor).status, 200);
        moves("2026-04-02T00:00:00Z");
        let gone = lathe.get(&path);
        assert_eq!((gone.status, gone.code()), (410, "photo_gone"), "{}", gone.body);
        assert!(gone.body["detail"].as_str().is_some_and(|words| words.contains("30 days")), "{}", gone.body);
        assert_eq!(forgotten(), Some(2));
        let told = lathe.get(&format!("/inspections/{}", body["id"].as_str().expect("an id"))).body;
        assert_eq!(told["photos"], json!([kept]), "that it was there stays");
    });
}
