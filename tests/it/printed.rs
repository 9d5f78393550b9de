//! What is printed, over HTTP: who may print, in which form and language, and what stands on the paper.

use crate::support::app::{Person, TestApp};
use crate::support::furnished::furnish;
use crate::support::on_both;
use holdfast::domain::role::Role;
use serde_json::json;

/// Status, kind and content of what a person gets to print.
fn printed(person: &Person, path: &str) -> (u16, String, Vec<u8>) {
    let answer = person.request("GET", path).send().expect("an answer");
    let kind = answer.headers()["content-type"].to_str().expect("text").to_owned();
    (answer.status().as_u16(), kind, answer.bytes().expect("a body").to_vec())
}

#[test]
fn whoever_reads_work_orders_prints_their_papers() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let needs = json!({ "kind": "drawing", "text": "rev. <C>", "owner_role": "quality" });
        let line =
            json!({ "item": "P-1", "quantity": "4", "customer_part": "HZ-77", "requirements": [needs] });
        let order = admin.post("/sales-orders", &json!({ "customer": "C-1", "lines": [line] }));
        assert_eq!(order.status, 201, "{}", order.body);
        let number = order.body["number"].as_str().expect("a number");
        let line = json!({ "order": number, "line": "10" });
        let made = json!({ "item": "P-1", "quantity": "4", "number": "MO-77", "line": line, "due_date": "2026-04-14" });
        let made = admin.post("/work-orders", &made);
        assert_eq!(made.status, 201, "{}", made.body);

        let operator = app.signed_in(Role::Operator);
        for paper in ["traveller", "label"] {
            let (status, kind, pdf) = printed(&operator, &format!("/work-orders/MO-77/{paper}"));
            assert_eq!((status, kind.as_str()), (200, "application/pdf"));
            assert!(pdf.starts_with(b"%PDF-"), "{paper}");
            for (lang, words) in [("en", "4 pcs"), ("zh", "4 件")] {
                let (status, kind, page) =
                    printed(&operator, &format!("/work-orders/MO-77/{paper}?form=page&lang={lang}"));
                let page = String::from_utf8(page).expect("text");
                assert_eq!((status, kind.as_str()), (200, "text/html; charset=utf-8"));
                for said in ["MO-77", "P-1", words, "2026-04-14", "HZ-77", "HF:WO:MO-77"] {
                    assert!(page.contains(said), "{paper} {lang}: {said} in {page}");
                }
            }
        }
        let page = printed(&operator, "/work-orders/MO-77/traveller?form=page").2;
        let page = String::from_utf8(page).expect("text");
        assert!(page.contains("rev. &lt;C&gt;") && page.contains(&format!("{number}/10")), "{page}");
        // Each operation has a code of its own.
        let work = admin.get("/work-orders/MO-77").body;
        let operations = work["operations"].as_array().expect("operations");
        assert!(!operations.is_empty(), "{work}");
        for operation in operations {
            let code = format!("HF:WO:MO-77:{}", operation["operation"].as_str().expect("a number"));
            assert!(page.contains(&code), "{code}");
        }

        assert_eq!(operator.get("/work-orders/MO-404/traveller").status, 404);
        assert_eq!(operator.get("/work-orders/MO-77/label?form=paper").status, 422);
        assert_eq!(app.signed_in(Role::Sales).get("/work-orders/MO-77/traveller").status, 403);
        assert_eq!(app.stranger().get("/work-orders/MO-77/label").status, 401);
    });
}
