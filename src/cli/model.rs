//! A neutral model on the command line: the answer for checkers, or a short summary for people.

use super::arguments::Request;
use super::explain;
use super::page::Ink;
use super::plan::{Done, Planned, code, json, named, page};
use crate::document::ShopDocument;
use crate::import::neutral::NeutralModel;
use crate::planning::{Translation, neutral};
use crate::text::plan_labels::{Labels, fill};
use holdfast_engine::plan::plan;
use holdfast_engine::time::Instant;

/// Plans a model and shows what was asked for.
pub(super) fn run(request: &Request, model: &NeutralModel) -> Result<Done, String> {
    let now = request.as_of.map(|local| Instant::from_local(local, chrono_tz::UTC));
    let shop = neutral::shop(model, now, request.improve, !request.ignore_priorities);
    let plan = plan(&shop);
    let code = code(&plan);
    if request.json {
        return Ok(Done { text: json(&neutral::answer(&plan))?, code });
    }
    let mut page = page(request);
    let labels = Labels::of(request.lang);
    let file = request.file.to_string_lossy();
    if let Some(asked) = &request.explain {
        let translation = Translation { shop, faults: Vec::new() };
        let planned = Planned {
            document: &ShopDocument::default(),
            translation: &translation,
            plan: &plan,
            faults: &[],
            lang: request.lang,
            file: &file,
        };
        for line in named(&plan, asked, request.lang)? {
            explain::add(&mut page, &planned, &line);
        }
        return Ok(Done { text: page.finish(), code });
    }
    let found = neutral::tardiness(&plan);
    let time = shop.now.local(shop.zone).format("%Y-%m-%d %H:%M").to_string();
    let values = [("orders", found.orders.to_string()), ("time", time)];
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let title = page.paint(Ink::Bold, &fill(labels.model_summary, &values));
    page.line(&title);
    let late = [
        ("late", found.late.to_string()),
        ("mean", format!("{:.3}", found.mean_days)),
        ("max", format!("{:.2}", found.max_days)),
    ];
    let late: Vec<_> = late.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let verdict = match found.late {
        0 => page.paint(Ink::Kept, labels.model_kept),
        _ => page.paint(Ink::Late, &fill(labels.model_late, &late)),
    };
    page.line(&verdict);
    if found.undated > 0 {
        page.line(&fill(labels.model_undated, &[("count", &found.undated.to_string())]));
    }
    page.blank();
    page.line(&fill(labels.model_next, &[("command", &format!("holdfast plan {file} --json"))]));
    Ok(Done { text: page.finish(), code })
}
