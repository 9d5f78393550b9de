//! A plan as text that a planner can check by hand, in the plant's wall time.
//!
//! Says everything that a date depends on and nothing twice: lines with their reasons, machines, work and
//! purchases, pegs, problems. Instants are `03-09 Mon 08:00`, spans are hours and minutes.

#![allow(dead_code, reason = "not every test binary reads plans")]

use chrono::{Datelike, Timelike};
use holdfast_engine::explain::{Cause, Explanation};
use holdfast_engine::model::Shop;
use holdfast_engine::network::{Class, Mode, NONE, Network, SupplySource};
use holdfast_engine::plan::{LineDate, Plan, late_days};
use holdfast_engine::quote::{Acceptance, Quote, Request};
use holdfast_engine::time::Instant;
use std::fmt::Write;

/// The whole plan.
pub fn readable(shop: &Shop, plan: &Plan) -> String {
    let reader = Reader { shop, plan, net: &plan.network };
    let mut text =
        format!("plan of {}, {}\n", shop.now.local(shop.zone).format("%Y-%m-%d %a %H:%M"), shop.zone);
    for line in &plan.lines {
        reader.line(&mut text, line);
    }
    reader.machines(&mut text);
    reader.supplies(&mut text);
    reader.pegs(&mut text);
    reader.problems(&mut text);
    text
}

/// A request and what is offered for it.
pub fn readable_quote(shop: &Shop, plan: &Plan, request: &Request, quote: &Quote) -> String {
    let reader = Reader { shop, plan, net: &plan.network };
    let at = |t: Instant| reader.at(t);
    let mut text = format!("{} {} for {}\n", request.quantity, request.item, request.customer);
    let _ = writeln!(
        text,
        "  ready {}, ships {}, arrives {}",
        at(quote.ready),
        at(quote.ship),
        at(quote.arrival)
    );
    let _ = writeln!(text, "  promise by {}; {:?} times", at(quote.promise), quote.grade);
    if let (Some(requested), Some(keeps)) = (request.requested, quote.keeps_requested) {
        let _ = writeln!(text, "  wanted {}: {}", at(requested), if keeps { "kept" } else { "NOT kept" });
    }
    for operation in &quote.operations {
        let when = reader.stretch(operation.start, operation.end);
        let center = operation.work_center.as_ref().map_or(String::new(), |c| format!(" at {c}"));
        let _ = writeln!(text, "    {when:<35} {} op {}{center}", operation.item, operation.operation);
    }
    for buy in &quote.purchases {
        let _ = writeln!(text, "    buy {} {}, there {}", buy.quantity, buy.item, at(buy.available));
    }
    text
}

/// What accepting a promise would do to others.
pub fn readable_harm(accepted: &Acceptance) -> String {
    let reader = Reader { shop: &accepted.shop, plan: &accepted.plan, net: &accepted.plan.network };
    let mut text = String::from("accepted\n");
    reader.line(&mut text, &accepted.own);
    if accepted.hurt.is_empty() {
        text.push_str("  hurts nobody\n");
    }
    for hurt in &accepted.hurt {
        let (due, before, after) = (reader.at(hurt.due), reader.at(hurt.before), reader.at(hurt.after));
        let _ = writeln!(text, "  HURTS {}: promised {due}, was {before}, would be {after}", hurt.line);
    }
    text
}

struct Reader<'a> {
    shop: &'a Shop,
    plan: &'a Plan,
    net: &'a Network,
}

/// Hours and minutes, and seconds where there are any.
pub fn span(seconds: i64) -> String {
    let (h, m, s) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    if s == 0 { format!("{h}:{m:02}") } else { format!("{h}:{m:02}:{s:02}") }
}

impl Reader<'_> {
    fn at(&self, t: Instant) -> String {
        if !t.is_reached() {
            return "never".to_owned();
        }
        let local = t.local(self.shop.zone);
        let day = match local.year() == self.shop.now.local(self.shop.zone).year() {
            true => local.format("%m-%d %a %H:%M"),
            false => local.format("%Y-%m-%d %a %H:%M"),
        };
        if local.second() == 0 { day.to_string() } else { format!("{day}:{:02}", local.second()) }
    }

    fn stretch(&self, from: Instant, to: Instant) -> String {
        let same = from.date(self.shop.zone) == to.date(self.shop.zone) && to.is_reached();
        let end = self.at(to);
        let end = if same { end.rsplit(' ').next().unwrap_or_default() } else { &end };
        format!("{}–{end}", self.at(from))
    }

    fn line(&self, text: &mut String, date: &LineDate) {
        let node = &self.net.lines[self.net.line_index(&date.key).expect("its node") as usize];
        let sold = &self.shop.lines[&date.key];
        let _ = write!(text, "\n{}: {} {} for {}", date.key, node.open, sold.item, sold.customer);
        let _ = write!(text, "\n  ready {}", self.at(date.ready));
        for (name, instant, before) in [
            ("released", date.released, date.ready),
            ("packed", date.packed, date.released),
            ("ships", date.ship, Instant(0)),
            ("arrives", date.arrival, date.ship),
        ] {
            if instant != before {
                let _ = write!(text, ", {name} {}", self.at(instant));
            }
        }
        let verdict = match (date.due, date.late) {
            (Some(due), Some(late)) if late > 0 => {
                format!("promised {}, LATE by {} ({} d)", self.at(due), span(late), late_days(late))
            }
            (Some(due), Some(late)) => format!("promised {}, {} to spare", self.at(due), span(-late)),
            _ => "no promise".to_owned(),
        };
        let _ = writeln!(text, "\n  {verdict}; {:?} times", date.grade);
        for part in &date.parts {
            let (ready, ships, arrives) = (self.at(part.ready), self.at(part.ship), self.at(part.arrival));
            let _ = writeln!(
                text,
                "  part of {}: ready {ready}, ships {ships}, arrives {arrives}",
                part.quantity
            );
        }
        match self.plan.explain(self.shop, &date.key) {
            Some(explanation) => self.explanation(text, &explanation),
            None => text.push_str("  no explanation\n"),
        }
    }

    fn explanation(&self, text: &mut String, why: &Explanation) {
        if let Some(line) = &why.waits_for {
            let _ = writeln!(text, "  waits for {line}");
        }
        for segment in &why.segments {
            let kind = format!("{:?}", segment.kind).to_lowercase();
            let cause = match &segment.cause {
                Cause::Operation(op, Some(center)) => format!("{op} at {center}"),
                Cause::Operation(op, None) => op.to_string(),
                Cause::Behind(op, center) => format!("behind {op} at {center}"),
                Cause::Reserved(op, center) => format!("{center} kept free, {op} waits"),
                Cause::Closed(op, center) => format!("{center} closed, {op} waits"),
                Cause::Supply(key, item) => format!("{item} from {key}"),
                Cause::HeldBy(key) => format!("hold {key}"),
                Cause::Window => "packing and ship window".to_owned(),
                Cause::NotStarted => "not started".to_owned(),
            };
            let when = self.stretch(segment.from, segment.to);
            let _ = writeln!(text, "    {when:<35} {:>8} {kind:<10} {cause}", span(segment.seconds()));
        }
        let totals = why.totals();
        if totals.is_empty() {
            text.push_str("    waits for nothing\n");
        }
        let sum: i64 = totals.iter().map(|t| t.1).sum();
        assert_eq!(sum, why.seconds(), "{}: the segments don't add up", why.line);
        assert!(why.segments.windows(2).all(|s| s[0].to == s[1].from), "{}: a gap", why.line);
        let totals: Vec<String> =
            totals.iter().map(|(k, s)| format!("{} {}", format!("{k:?}").to_lowercase(), span(*s))).collect();
        if !totals.is_empty() {
            let _ = writeln!(text, "    sum {} = {}", span(sum), totals.join(" + "));
        }
    }

    fn machines(&self, text: &mut String) {
        for (machine, ops) in self.plan.by_machine().iter().enumerate() {
            let center = &self.net.centers[self.net.machines[machine].center as usize];
            let which = machine as u32 - center.first + 1;
            let which = if center.count > 1 { format!(" {which}") } else { String::new() };
            let _ = writeln!(text, "\n{}{which}{}", center.code, if ops.is_empty() { ": idle" } else { "" });
            ops.iter().for_each(|&op| self.operation(text, op));
        }
        let elsewhere: Vec<u32> = (0..self.net.ops.len() as u32)
            .filter(|&op| self.plan.timeline.machine[op as usize] == NONE)
            .collect();
        if !elsewhere.is_empty() {
            text.push_str("\nwithout a machine\n");
            elsewhere.iter().for_each(|&op| self.operation(text, op));
        }
    }

    fn operation(&self, text: &mut String, op: u32) {
        let (node, t, i) = (&self.net.ops[op as usize], &self.plan.timeline, op as usize);
        let item = &self.net.items[self.net.jobs[node.job as usize].item as usize];
        let when = self.stretch(Instant(t.start[i]), Instant(t.end[i]));
        let _ = write!(text, "  {when:<35} {} × {item}, {}", node.quantity, self.net.op_key(op));
        let work = i64::from(t.worked[i].1) - i64::from(t.worked[i].0) - i64::from(t.setup[i]);
        let _ = match node.mode {
            Mode::Machine => write!(text, " (setup {}, run {})", span(i64::from(t.setup[i])), span(work)),
            Mode::Flow { .. } => write!(text, " (waits {})", span(i64::from(node.run))),
            Mode::Outside { days, .. } => write!(text, " (outside for {days} d)"),
            Mode::Estimate { days } => write!(text, " (taken to need {days} working days)"),
        };
        let marks = [
            (node.flags.running, " runs"),
            (node.flags.sent, " is out"),
            (node.flags.rework, " rework"),
            (node.band == 1, " frozen"),
            (node.band == 2, " planned"),
            (t.assumed[i], " taken to be under way"),
        ];
        marks.iter().filter(|m| m.0).for_each(|m| text.push_str(m.1));
        text.push('\n');
    }

    fn supplies(&self, text: &mut String) {
        text.push_str("\nmade and bought\n");
        for supply in 0..self.net.supplies.len() as u32 {
            let node = &self.net.supplies[supply as usize];
            let (key, item) = (self.net.supply_key(supply), &self.net.items[node.item as usize]);
            let there = self.at(self.plan.available(supply));
            let _ = match &node.source {
                SupplySource::Stock(_) => write!(text, "  {key}: {} {item} from {there}", node.quantity),
                SupplySource::Job(job) => {
                    let job = &self.net.jobs[*job as usize];
                    let started = match job.started == node.quantity {
                        true => String::new(),
                        false => format!(" out of {}", job.started),
                    };
                    write!(text, "  {key}: {} {item}{started}, done {there}", node.quantity)
                }
                SupplySource::Proposed { order_by, .. } => {
                    let by = match *order_by < Instant::NEVER.0 / 2 {
                        true => format!("order by {}", self.at(Instant(*order_by))),
                        false => "for stock".to_owned(),
                    };
                    write!(text, "  {key}: {} {item}, {by}, there {there}", node.quantity)
                }
                SupplySource::Purchase(_) => write!(text, "  {key}: {} {item}, there {there}", node.quantity),
                SupplySource::Customer { .. } => {
                    write!(text, "  {key}: {} {item} from the customer, there {there}", node.quantity)
                }
            };
            let _ = match node.free.is_some() {
                true => writeln!(text, "; {} free", node.free),
                false => writeln!(text),
            };
        }
    }

    fn pegs(&self, text: &mut String) {
        text.push_str("\nneeded\n");
        for demand in 0..self.net.demands.len() as u32 {
            let node = &self.net.demands[demand as usize];
            let item = &self.net.items[node.item as usize];
            let by = match node.class {
                Class::Stock => "sometime".to_owned(),
                _ => format!("by {}", self.at(Instant(node.need))),
            };
            let mut from = Vec::new();
            for peg in self.net.pegs_of(demand).iter().filter(|p| p.quantity.is_some()) {
                let mut peg_text = format!("{} of {}", peg.quantity, self.net.supply_key(peg.supply));
                if peg.kept {
                    peg_text.push_str(" (kept)");
                }
                if peg.lent_by != NONE {
                    let _ = write!(peg_text, " (lent by {})", self.net.demand_key(peg.lent_by));
                }
                from.push(peg_text);
            }
            let key = self.net.demand_key(demand);
            let _ = writeln!(text, "  {key}: {} {item} {by}: {}", node.quantity, from.join(", "));
        }
    }

    fn problems(&self, text: &mut String) {
        if self.plan.problems.is_empty() {
            return;
        }
        text.push_str("\nproblems\n");
        for problem in &self.plan.problems {
            let lines: Vec<String> = problem.lines.iter().map(ToString::to_string).collect();
            let _ = writeln!(
                text,
                "  {:?}: {:?}; spoils [{}]",
                problem.kind.severity(),
                problem.kind,
                lines.join(", ")
            );
        }
    }
}
