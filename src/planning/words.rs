//! A plan's dates and causes in sentences, the same on the terminal and in every answer of the service.

use super::report::late_days;
use super::shares::shared_lot;
use super::story::{Stage, longest, operation_name};
use super::supply::{Branch, From};
use crate::text::Lang;
use crate::text::plan::{Called, cause, date, day_count, hours, kind, span};
use crate::text::plan_labels::{Labels, fill};
use holdfast_engine::explain::Cause;
use holdfast_engine::model::{Basis, Code, LineKey, Shop, SupplyKey};
use holdfast_engine::plan::{LineDate, Plan};
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::Instant;

/// Says what a plan means, in one language.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The shop that was planned.
    pub shop: &'a Shop,
    /// The language.
    pub lang: Lang,
}

impl Teller<'_> {
    fn labels(&self) -> &'static Labels {
        Labels::of(self.lang)
    }

    fn comma(&self) -> &'static str {
        if self.lang == Lang::En { ", " } else { "，" }
    }

    fn semicolon(&self) -> &'static str {
        if self.lang == Lang::En { "; " } else { "；" }
    }

    /// When a line ships or arrives, how that stands to its promise, and what takes longest of the time still
    /// ahead: one sentence.
    pub fn answer(&self, found: &LineDate, stages: &[Stage]) -> String {
        let (labels, lang, zone) = (self.labels(), self.lang, self.shop.zone);
        let basis = self.shop.lines.get(&found.key).map_or(Basis::Ship, |sold| sold.basis);
        let late = late_days(found, basis, zone);
        let template = match late {
            None => labels.ships_unpromised,
            Some(0) => labels.ships_on_the_day,
            Some(days) if days > 0 => labels.ships_late,
            Some(_) => labels.ships_early,
        };
        let met = if basis == Basis::Arrival { found.arrival } else { found.ship };
        let days = late.map_or(String::new(), |days| day_count(days.unsigned_abs() as u32, lang));
        let promise = found.due.map_or(String::new(), |due| date(due.date(zone), lang));
        let line = found.key.to_string();
        let ships = date(met.date(zone), lang);
        let values = [("line", &*line), ("date", &*ships), ("days", &*days), ("promise", &*promise)];
        let mut answer = fill(template, &values);
        if basis == Basis::Arrival {
            let plain = fill(labels.ships_unpromised, &values);
            let arrives = fill(labels.arrives, &values);
            let kept = plain.split([';', '，']).next().unwrap_or_default().to_owned();
            answer = answer.replacen(&kept, &arrives, 1);
        }
        if let Some(stage) = longest(stages, self.shop.now) {
            let of_stage = self.stage_cause(&found.key, stage, false);
            let ahead = stage.to - stage.from.max(self.shop.now).min(stage.to);
            let length = span(if ahead > 0 { ahead } else { stage.seconds() }, lang);
            let told = format!("{} {of_stage}", kind(stage.kind, lang));
            let template = if ahead > 0 { labels.longest } else { labels.longest_past };
            answer += self.semicolon();
            answer += &fill(template, &[("cause", &told), ("span", &length)]);
        }
        // The way to the customer is in the day that was promised, but in none of the stages.
        let transit = (found.arrival.date(zone) - found.ship.date(zone)).num_days();
        if basis == Basis::Arrival && transit > 0 {
            answer += self.semicolon();
            answer += &fill(labels.on_the_way, &[("days", &day_count(transit.unsigned_abs() as u32, lang))]);
        }
        answer += if lang == Lang::En { "." } else { "。" };
        answer
    }

    /// What caused a stage of `line`; `fully` with its open and closed hours and how much else there was.
    pub fn stage_cause(&self, line: &LineKey, stage: &Stage, fully: bool) -> String {
        let (labels, lang) = (self.labels(), self.lang);
        let main = stage.cause();
        let name = match main {
            Cause::Operation(key, _) => operation_name(self.shop, key),
            _ => None,
        };
        let job = match main {
            Cause::Operation(key, _) => shared_lot(self.plan, line, &key.job, lang),
            Cause::Supply(SupplyKey::Job(job), _) => shared_lot(self.plan, line, job, lang),
            _ => None,
        };
        let called = Called { operation: name, job: job.as_deref() };
        let mut text = cause(stage.kind, main, called, self.shop, lang);
        if stage.causes.len() > 1 && !matches!(main, Cause::Operation(..)) {
            let count = (stage.causes.len() - 1).to_string();
            text += if lang == Lang::En { " " } else { "，" };
            text += &fill(labels.others, &[("count", &count)]);
        }
        if !fully {
            return text;
        }
        let mut notes = Vec::new();
        if stage.setup > 0 {
            notes.push(fill(labels.setup, &[("setup", &span(stage.setup, lang))]));
        }
        if stage.closed > 0 && stage.closed < stage.seconds() {
            let (open, closed) = (hours(stage.seconds() - stage.closed, lang), span(stage.closed, lang));
            notes.push(fill(labels.worked, &[("open", &open), ("closed", &closed)]));
        }
        if !notes.is_empty() {
            text += "\n";
            text += &notes.join(self.comma());
        }
        text
    }

    /// Pieces of a work order that were scrapped, of how many that were started; nothing where all are good.
    pub fn scrapped(&self, number: &Code) -> Option<(Qty, Qty)> {
        let order = self.shop.work_orders.get(number)?;
        let scrapped: Qty = order.progress.values().map(|progress| progress.scrap).sum();
        scrapped.is_some().then(|| (scrapped, order.started.unwrap_or(order.quantity)))
    }

    /// Where a supply comes from and when it is there.
    pub fn source(&self, branch: &Branch) -> String {
        let (labels, lang, shop) = (self.labels(), self.lang, self.shop);
        let day = |at: Instant| date(at.date(shop.zone), lang);
        let named = |supplier: &Option<_>| match supplier {
            Some(code) => match shop.suppliers.get(code) {
                Some(known) if !known.name.is_empty() => format!(" {code} {}", known.name),
                _ => format!(" {code}"),
            },
            None => String::new(),
        };
        let mut text = match &branch.from {
            From::Stock(lot) => fill(labels.from_stock, &[("lot", lot)]),
            From::WorkOrder(number) => {
                let mut text = fill(labels.from_work_order, &[("number", number)]);
                if let Some((scrapped, started)) = self.scrapped(number) {
                    let (scrapped, started) = (scrapped.to_string(), started.to_string());
                    text += self.comma();
                    text += &fill(labels.scrapped, &[("scrapped", &scrapped), ("started", &started)]);
                }
                text
            }
            From::Proposal => labels.from_proposal.to_owned(),
            From::Purchase(number, supplier) => {
                fill(labels.from_purchase, &[("number", number)]) + &named(supplier)
            }
            From::Order { supplier, by } => {
                let by = (*by).max(shop.now);
                fill(labels.from_order, &[("date", &day(by))]) + &named(supplier)
            }
            From::Customer => labels.from_customer.to_owned(),
        };
        if branch.available > shop.now && branch.available.is_reached() {
            text += self.comma();
            text += &day(branch.available);
        }
        if branch.repeated {
            text += self.comma();
            text += labels.repeated;
        }
        text
    }
}
