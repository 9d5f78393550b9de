//! The plan for programs: one stable structure, described in `holdfast plan --help`.
//!
//! Instants are RFC 3339 with the plant's offset, dates `YYYY-MM-DD`, quantities strings. Words (`message`,
//! `remedy`) are in the language that was asked for; codes never change with it.

use super::supply::proposals;
use super::{Fault, Translation};
use crate::document::ShopDocument;
use crate::import;
use crate::text::Lang;
use crate::text::plan::{grade_code, kind_code, severity_code};
use crate::text::plan_problem;
use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;
use holdfast_engine::explain::{Cause, Segment};
use holdfast_engine::model::{Basis, LineKey, OpKey, Shop};
use holdfast_engine::network::NONE;
use holdfast_engine::plan::{LineDate, Part, Plan};
use holdfast_engine::problem::Problem;
use holdfast_engine::time::Instant;
use serde::Serialize;

/// A plan and what was found on the way to it.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    as_of: String,
    zone: &'static str,
    plant: Option<String>,
    lines: Vec<LineEntry>,
    work_orders: Vec<WorkEntry>,
    purchases: Vec<Purchase>,
    problems: Vec<Hole>,
    faults: Vec<Remark>,
}

#[derive(Clone, Debug, Serialize)]
#[allow(clippy::struct_field_names)] // the names are those of the JSON
struct LineEntry {
    line: String,
    customer: String,
    item: String,
    quantity: String,
    requested: Option<String>,
    promise: Option<String>,
    basis: &'static str,
    ready: Option<String>,
    ship: Option<String>,
    arrival: Option<String>,
    late_days: Option<i64>,
    grade: &'static str,
    parts: Vec<Parcel>,
    segments: Vec<Stretch>,
    waits_for: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Parcel {
    quantity: String,
    ready: Option<String>,
    ship: Option<String>,
    arrival: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Stretch {
    kind: &'static str,
    from: Option<String>,
    to: Option<String>,
    cause: Why,
}

/// The document or work behind a stretch; only the fields that belong to its type.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(default)]
struct Why {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_order: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_centre: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supply: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hold: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[allow(clippy::struct_field_names)] // the names are those of the JSON
struct WorkEntry {
    work_order: String,
    proposed: bool,
    item: String,
    quantity: String,
    line: Option<String>,
    operations: Vec<Run>,
}

#[derive(Clone, Debug, Serialize)]
struct Run {
    operation: u32,
    work_centre: Option<String>,
    start: Option<String>,
    end: Option<String>,
    running: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Purchase {
    item: String,
    supplier: Option<String>,
    quantity: String,
    order_by: Option<String>,
    available: Option<String>,
    lines: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Hole {
    code: &'static str,
    severity: &'static str,
    message: String,
    remedy: &'static str,
    promises: usize,
    lines: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Remark {
    code: &'static str,
    place: String,
    value: Option<String>,
    message: String,
    remedy: String,
    effect: &'static str,
}

/// The report on `plan`, in `lang`.
pub fn report(
    document: &ShopDocument,
    translation: &Translation,
    plan: &Plan,
    read: &[import::Fault],
    lang: Lang,
) -> Report {
    let shop = &translation.shop;
    let writer = Writer { shop, plan, lang };
    let own = translation.faults.iter().map(|fault| own_remark(fault, document, lang));
    Report {
        as_of: rfc3339(shop.now, shop.zone).unwrap_or_default(),
        zone: shop.zone.name(),
        plant: document.settings.plant.clone(),
        lines: plan.lines.iter().map(|line| writer.line(line)).collect(),
        work_orders: writer.work(),
        purchases: writer.purchases(),
        problems: plan.problems.iter().map(|problem| writer.hole(problem)).collect(),
        faults: read.iter().map(|fault| remark(fault, lang)).chain(own).collect(),
    }
}

/// An instant with the zone's offset; nothing for one that was never reached.
fn rfc3339(at: Instant, zone: Tz) -> Option<String> {
    let utc: DateTime<Utc> = Utc.timestamp_opt(at.0, 0).single().filter(|_| at.is_reached())?;
    Some(utc.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false))
}

/// Days from the promised day to the day that is met; negative if it is early, nothing without a promise.
pub fn late_days(date: &LineDate, basis: Basis, zone: Tz) -> Option<i64> {
    let due = date.due.filter(|_| date.is_dated())?;
    let met = match basis {
        Basis::Ship => date.ship,
        Basis::Arrival => date.arrival,
    };
    Some((met.date(zone) - due.date(zone)).num_days())
}

/// How many of a problem's lines carry a promise.
pub fn promises(problem: &Problem, shop: &Shop) -> usize {
    let promised = |key: &&LineKey| shop.lines.get(*key).is_some_and(|line| line.promise.is_some());
    problem.lines.iter().filter(promised).count()
}

struct Writer<'a> {
    shop: &'a Shop,
    plan: &'a Plan,
    lang: Lang,
}

impl Writer<'_> {
    fn at(&self, at: Instant) -> Option<String> {
        rfc3339(at, self.shop.zone)
    }

    fn day(&self, at: Option<Instant>) -> Option<String> {
        at.map(|at| at.date(self.shop.zone).to_string())
    }

    fn line(&self, date: &LineDate) -> LineEntry {
        let sold = self.shop.lines.get(&date.key);
        let basis = sold.map_or(Basis::Ship, |line| line.basis);
        let told = self.plan.explain(self.shop, &date.key);
        let open = sold.map(|line| line.quantity.less(line.shipped)).unwrap_or_default();
        LineEntry {
            line: date.key.to_string(),
            customer: sold.map(|line| line.customer.to_string()).unwrap_or_default(),
            item: sold.map(|line| line.item.to_string()).unwrap_or_default(),
            quantity: open.to_string(),
            requested: self.day(sold.and_then(|line| line.requested)),
            promise: self.day(date.due),
            basis: match basis {
                Basis::Ship => "ship",
                Basis::Arrival => "arrival",
            },
            ready: self.at(date.ready),
            ship: self.at(date.ship),
            arrival: self.at(date.arrival),
            late_days: late_days(date, basis, self.shop.zone),
            grade: grade_code(date.grade),
            parts: date.parts.iter().map(|part| self.part(part)).collect(),
            waits_for: told.as_ref().and_then(|told| told.waits_for.as_ref()).map(ToString::to_string),
            segments: told.iter().flat_map(|told| &told.segments).map(|s| self.stretch(s)).collect(),
        }
    }

    fn part(&self, part: &Part) -> Parcel {
        Parcel {
            quantity: part.quantity.to_string(),
            ready: self.at(part.ready),
            ship: self.at(part.ship),
            arrival: self.at(part.arrival),
        }
    }

    fn stretch(&self, segment: &Segment) -> Stretch {
        Stretch {
            kind: kind_code(segment.kind),
            from: self.at(segment.from),
            to: self.at(segment.to),
            cause: why(&segment.cause),
        }
    }

    fn work(&self) -> Vec<WorkEntry> {
        let network = &self.plan.network;
        let mut all = Vec::with_capacity(network.jobs.len());
        for (index, job) in network.jobs.iter().enumerate() {
            let ops = if job.count > 0 { job.first..job.first + job.count } else { 0..0 };
            all.push(WorkEntry {
                work_order: network.job_key(index as u32).to_string(),
                proposed: job.work_order.is_none(),
                item: network.items[job.item as usize].to_string(),
                quantity: job.output.to_string(),
                line: (job.line != NONE).then(|| network.lines[job.line as usize].key.to_string()),
                operations: ops.map(|op| self.run(op)).collect(),
            });
        }
        all
    }

    fn run(&self, op: u32) -> Run {
        let (node, timeline) = (&self.plan.network.ops[op as usize], &self.plan.timeline);
        Run {
            operation: node.number,
            work_centre: self.plan.center_of(op).map(ToString::to_string),
            start: self.at(Instant(timeline.start[op as usize])),
            end: self.at(Instant(timeline.end[op as usize])),
            running: node.flags.running,
        }
    }

    fn purchases(&self) -> Vec<Purchase> {
        let all = proposals(self.plan, self.shop).into_iter();
        all.map(|proposal| Purchase {
            item: proposal.item.to_string(),
            supplier: proposal.supplier.map(|code| code.to_string()),
            quantity: proposal.quantity.to_string(),
            order_by: self.at(proposal.order_by),
            available: self.at(proposal.available),
            lines: proposal.lines.iter().map(ToString::to_string).collect(),
        })
        .collect()
    }

    fn hole(&self, problem: &Problem) -> Hole {
        Hole {
            code: plan_problem::code(&problem.kind),
            severity: severity_code(problem.kind.severity()),
            message: plan_problem::message(&problem.kind, self.shop, self.lang),
            remedy: plan_problem::remedy(&problem.kind, self.lang),
            promises: promises(problem, self.shop),
            lines: problem.lines.iter().map(ToString::to_string).collect(),
        }
    }
}

fn why(cause: &Cause) -> Why {
    let of = |r#type, key: &OpKey, center: Option<String>| Why {
        r#type,
        work_order: Some(key.job.to_string()),
        operation: Some(key.operation),
        work_centre: center,
        ..Why::default()
    };
    match cause {
        Cause::Operation(key, center) => of("operation", key, center.as_ref().map(ToString::to_string)),
        Cause::Behind(key, center) => of("behind", key, Some(center.to_string())),
        Cause::Reserved(key, center) => of("reserved", key, Some(center.to_string())),
        Cause::Closed(key, center) => of("closed", key, Some(center.to_string())),
        Cause::Supply(key, item) => Why {
            r#type: "supply",
            supply: Some(key.to_string()),
            item: Some(item.to_string()),
            ..Why::default()
        },
        Cause::HeldBy(key) => Why { r#type: "hold", hold: Some(key.to_string()), ..Why::default() },
        Cause::Window => Why { r#type: "window", ..Why::default() },
        Cause::NotStarted => Why { r#type: "not-started", ..Why::default() },
    }
}

fn remark(fault: &import::Fault, lang: Lang) -> Remark {
    Remark {
        code: fault.code(),
        place: fault.message(lang),
        value: fault.value.clone(),
        message: fault.why(lang),
        remedy: fault.remedy(lang),
        effect: fault.effect.message(lang),
    }
}

fn own_remark(fault: &Fault, document: &ShopDocument, lang: Lang) -> Remark {
    Remark {
        code: fault.kind.code(),
        place: fault.place(document, lang),
        value: None,
        message: fault.why(lang),
        remedy: fault.remedy(lang).to_owned(),
        effect: import::Effect::Notice.message(lang),
    }
}
