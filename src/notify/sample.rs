//! Examples of what messages say, for previews: a small shop that a turning centre has let down.

use serde_json::{Value, json};

/// Facts that a template shows what it can do with.
pub fn facts(template: &str) -> Value {
    match template {
        "promise-at-risk" | "promise-will-be-missed" => promise(&late_line()),
        "recovered" => promise(&recovered_line()),
        "promise-much-earlier" => promise(&earlier_line()),
        "storm" => storm(),
        "digest" => digest(),
        "trial" => json!({ "link": "/" }),
        super::NOTICE => notice(),
        super::SUPPLIER_REQUEST => supplier_request(),
        super::FOLLOW => json!({ "plant": "Lindqvist Turning", "order": "SO-26-00017", "po": "PO-778" }),
        super::SIGN_IN => json!({ "plant": "Lindqvist Turning" }),
        _ => alert(),
    }
}

fn promise(line: &Value) -> Value {
    json!({
        "alert": 17, "rule": "promise-at-risk", "severity": "serious", "opened": "2026-03-02T01:20:00Z",
        "order": "SO-26-00017", "customer": "Acme Pumps", "customer_po": "PO-778", "lines": [line],
        "sentence_lang": "en", "link": "/?order=SO-26-00017"
    })
}

fn late_line() -> Value {
    json!({
        "line": 10, "item": "SH-100", "item_name": "Pump shaft", "quantity": "40", "unit": "pieces",
        "promise": "2026-03-06", "p50": "2026-03-09", "p80": "2026-03-10", "p95": "2026-03-12",
        "on_time_probability": 0.18,
        "before": { "p80": "2026-03-05", "on_time_probability": 0.91, "since": "2026-02-27" },
        "causes": [
            { "cause": "stopped", "days": 2.5, "text": {
                "en": "Turning centre TC-2 has stood still since Friday, spindle bearing",
                "zh": "车削中心 TC-2 自周五停机（主轴轴承）" } },
            { "cause": "queue", "days": 1.0, "text": {
                "en": "After it, the shaft waits behind MO-412 at grinding",
                "zh": "随后在磨床排在 MO-412 之后等待" } },
            { "cause": "calendar", "days": 0.5, "text": {
                "en": "Grinding does not work at the weekend", "zh": "磨床周末不开班" } },
        ],
        "remedies": [
            { "kind": "other-machine", "saves_days": 3, "on_time_probability": 0.88, "victims": [{ "order": "SO-26-00021", "line": 20, "days": 1 }],
              "text": { "en": "Turn on TC-1 tonight", "zh": "今晚改在 TC-1 上车削" } },
            { "kind": "overtime", "saves_days": 1.5, "victims": [],
              "text": { "en": "Grind on Saturday morning, 4 hours", "zh": "周六上午磨床加班 4 小时" } },
            { "kind": "split", "saves_days": 4, "on_time_probability": 0.97, "victims": [],
              "text": { "en": "Send the 24 pieces that are ground, the other 16 on 10 March",
                        "zh": "先发已磨好的 24 件，其余 16 件于 3月10日 发" } },
        ]
    })
}

fn recovered_line() -> Value {
    json!({
        "line": 10, "item": "SH-100", "item_name": "Pump shaft", "quantity": "40", "unit": "pieces",
        "promise": "2026-03-06", "p50": "2026-03-04", "p80": "2026-03-05", "on_time_probability": 0.93,
        "before": { "p80": "2026-03-10", "on_time_probability": 0.18, "since": "2026-03-02" },
        "causes": [{ "cause": "running", "text": {
            "en": "TC-2 runs again since Tuesday noon", "zh": "TC-2 已于周二中午恢复运行" } }]
    })
}

fn earlier_line() -> Value {
    json!({
        "line": 10, "item": "SH-100", "item_name": "Pump shaft", "quantity": "40", "unit": "pieces",
        "promise": "2026-03-20", "p50": "2026-03-09", "p80": "2026-03-11", "on_time_probability": 0.995
    })
}

fn alert() -> Value {
    json!({
        "alert": 23, "rule": "purchase-order-late", "severity": "mild", "opened": "2026-03-02T01:20:00Z",
        "title": { "en": "Purchase order PO-26-0031 is 3 days late", "zh": "采购订单 PO-26-0031 已晚 3 天" },
        "text": { "en": "Bar 42CrMo4, 120 m from Stahlhof. Two promises hang on it; ask for a date.",
                  "zh": "向 Stahlhof 采购的 42CrMo4 棒料 120 m。两个承诺取决于它，请催问交期。" },
        "order": "", "customer": "", "lines": [], "link": "/"
    })
}

fn notice() -> Value {
    json!({
        "plant": "Lindqvist Turning", "po": "PO-778", "order": "SO-26-00017",
        "lines": [
            { "line": "10", "item": "SH-100", "name": "Pump shaft", "part": "4711-B", "quantity": "40", "unit": "pieces",
              "dated": true, "before": "2026-03-06", "date": "2026-03-12" },
            { "line": "20", "item": "VB-7", "name": "Valve body", "quantity": "16", "unit": "pieces", "milestone": "dispatched",
              "left": "16", "carrier": "DHL", "tracking": "00340434161094015902" },
        ],
        "reason": "Our production was interrupted unexpectedly.",
        "doing": "We are working to bring the day forward.",
        "next_update_by": "2026-03-09", "contact": "Anna Berg"
    })
}

fn supplier_request() -> Value {
    json!({
        "plant": "Lindqvist Turning", "purchase_order": "PO-26-00031", "until": "2026-03-16",
        "lines": [
            { "line": "10", "item": "BAR-42", "name": "Bar 42CrMo4, 60 mm", "quantity": "120", "unit": "metres",
              "confirmed": "2026-03-05" },
            { "line": "20", "item": "SEAL-7", "name": "Shaft seal", "quantity": "40", "unit": "pieces" },
        ]
    })
}

/// One order of a storm or a digest.
fn order(number: u32, customer: &str, item: &str, days: (&str, &str), odds: f64) -> Value {
    json!({
        "order": format!("SO-26-{number:05}"), "customer": customer,
        "lines": [{ "line": 10, "item": item, "quantity": (number % 7 * 10 + 4).to_string(), "unit": "pieces",
                    "promise": days.0, "p80": days.1, "on_time_probability": odds }]
    })
}

fn storm() -> Value {
    json!({
        "alert": 31, "rule": "promise-at-risk", "severity": "urgent", "opened": "2026-03-02T01:20:00Z",
        "title": { "en": "Work centre TC-2 has stopped: spindle bearing. The part is due on Thursday.",
                   "zh": "工作中心 TC-2 停机：主轴轴承，配件预计周四到。" },
        "orders": [
            order(17, "Acme Pumps", "SH-100", ("2026-03-06", "2026-03-10"), 0.18),
            order(18, "Berg Hydraulik", "SH-220", ("2026-03-06", "2026-03-11"), 0.06),
            order(21, "Northgate Valves", "VB-7", ("2026-03-09", "2026-03-10"), 0.55),
            order(22, "华东泵业", "SH-100", ("2026-03-09", "2026-03-12"), 0.22),
            order(25, "Acme Pumps", "SH-130", ("2026-03-10", "2026-03-10"), 0.71),
            order(30, "Lindqvist Marine", "PR-4", ("2026-03-11", "2026-03-13"), 0.34),
        ],
        "remedies": [
            { "saves_days": 2.5, "victims": [{ "order": "SO-26-00040", "line": 10, "days": 1 }],
              "text": { "en": "Move MO-412, MO-413 and MO-417 to TC-1", "zh": "将 MO-412、MO-413、MO-417 移至 TC-1" } },
        ],
        "link": "/"
    })
}

fn digest() -> Value {
    let titled = |title: Value, mut order: Value| {
        order["title"] = title;
        order
    };
    let risk = json!({ "en": "Less sure than yesterday", "zh": "把握较昨天下降" });
    let good = json!({ "en": "Back on track", "zh": "已恢复正常" });
    json!({
        "opened": "2026-03-03T00:00:00Z", "severity": "mild",
        "title": { "en": "Four things changed since yesterday", "zh": "自昨天以来有四项变化" },
        "orders": [
            titled(risk.clone(), order(25, "Acme Pumps", "SH-130", ("2026-03-10", "2026-03-10"), 0.71)),
            titled(risk, order(33, "Berg Hydraulik", "SH-220", ("2026-03-12", "2026-03-13"), 0.64)),
            titled(good, order(19, "华东泵业", "SH-100", ("2026-03-09", "2026-03-06"), 0.94)),
            json!({
                "title": { "en": "Work unconfirmed", "zh": "久无报工" },
                "text": { "en": "Nothing was heard of TC-2 for 11 working hours.", "zh": "TC-2 已 11 个工作小时没有报工。" },
                "lines": []
            }),
        ],
        "link": "/"
    })
}
