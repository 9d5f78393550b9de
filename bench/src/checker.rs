//! An independent checker: holds the answer to a neutral model, as JSON, against the model.
//!
//! It shares no code with the engine, not even calendars, and looks at nothing but the two files. Its rules are
//! those of the model: a machine does one thing at a time, steps follow each other, work runs in open hours and
//! takes exactly its time, and material is there (in stock, or the lead time after the plan date).

use anyhow::{Context, Result};
use chrono::{Datelike, Days, NaiveDateTime, NaiveTime};
use holdfast::import::neutral::{NeutralCalendar, NeutralItem, NeutralModel, NeutralOrder};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Violations that are told in full; the rest is counted.
const TOLD: usize = 5;

#[derive(Deserialize)]
struct Answer {
    orders: Vec<Finish>,
    operations: Vec<Run>,
}

#[derive(Deserialize)]
struct Finish {
    name: String,
    finish: Option<NaiveDateTime>,
}

#[derive(Clone, Deserialize)]
struct Run {
    order: String,
    step: usize,
    resource: String,
    start: NaiveDateTime,
    end: NaiveDateTime,
}

/// What is wrong with `answer`: nothing, the first violations, and how many more there are.
///
/// # Errors
///
/// The answer is not of the published shape.
pub fn violations(model: &NeutralModel, answer: &[u8]) -> Result<Vec<String>> {
    let answer: Answer =
        serde_json::from_slice(answer).context("the answer is not of the published shape")?;
    let mut checker = Checker { model, found: Vec::new() };
    checker.check(&answer);
    let mut found = checker.found;
    let more = found.len().saturating_sub(TOLD);
    found.truncate(TOLD);
    if more > 0 {
        found.push(format!("and {more} more"));
    }
    Ok(found)
}

struct Checker<'m> {
    model: &'m NeutralModel,
    found: Vec<String>,
}

impl Checker<'_> {
    fn check(&mut self, answer: &Answer) {
        let mut runs: HashMap<(&str, usize), &Run> = HashMap::new();
        for run in &answer.operations {
            if runs.insert((&run.order, run.step), run).is_some() {
                self.found.push(format!("{} step {} runs twice", run.order, run.step));
            }
        }
        let finished: HashMap<&str, Option<NaiveDateTime>> =
            answer.orders.iter().map(|order| (order.name.as_str(), order.finish)).collect();
        let model = self.model;
        let items: HashMap<&str, &NeutralItem> =
            model.items.iter().map(|item| (item.name.as_str(), item)).collect();
        let mut early: HashMap<&str, u64> = HashMap::new();
        let mut known = 0;
        for order in &model.orders {
            let item = items[order.item.as_str()];
            let steps: Vec<&Run> = (0..item.ops.len())
                .filter_map(|step| runs.get(&(order.name.as_str(), step)).copied())
                .collect();
            known += steps.len();
            if steps.len() < item.ops.len() {
                self.found.push(format!("{}: {} of {} steps", order.name, steps.len(), item.ops.len()));
                continue;
            }
            self.steps(order, item, &steps);
            if finished.get(order.name.as_str()).copied().flatten() != steps.last().map(|run| run.end) {
                self.found.push(format!("{}: does not finish with its last step", order.name));
            }
            self.material(order, item, &steps, &mut early);
        }
        if known != answer.operations.len() {
            self.found.push(format!("{} operations of no order", answer.operations.len() - known));
        }
        for part in model.components.iter().filter(|part| early.get(&*part.name) > Some(&part.onhand)) {
            self.found.push(format!("{}: {} used before more can come", part.name, early[&*part.name]));
        }
        self.machines(answer);
    }

    /// One order's steps: where, not before now, one after the other, in open hours, exactly as long.
    fn steps(&mut self, order: &NeutralOrder, item: &NeutralItem, steps: &[&Run]) {
        let model = self.model;
        let hours_of = |run: &&Run| {
            let resource = model.resources.iter().find(|resource| resource.name == run.resource)?;
            Some((run.resource.clone(), Hours::of(model, &model.calendars[&resource.calendar])))
        };
        let hours: HashMap<String, Hours<'_>> = steps.iter().filter_map(hours_of).collect();
        let mut before = model.current;
        for (run, op) in steps.iter().zip(&item.ops) {
            let place = format!("{} step {}", order.name, run.step);
            if run.resource != op.resource {
                self.found.push(format!("{place}: on {} instead of {}", run.resource, op.resource));
                continue;
            }
            if run.start < before {
                self.found.push(format!("{place}: starts at {}, before {before}", run.start));
            }
            let hours = &hours[run.resource.as_str()];
            let needed = u64::from(op.setup_min) * 60 + u64::from(op.unit_sec) * order.qty;
            let worked = hours.between(run.start, run.end);
            if worked != needed {
                self.found.push(format!("{place}: {worked} s of work instead of {needed}"));
            }
            let second = chrono::TimeDelta::seconds(1);
            let is_open = |at| hours.between(at, at + second) == 1;
            if needed > 0 && !(is_open(run.start) && is_open(run.end - second)) {
                self.found.push(format!("{place}: {} to {} begins or ends closed", run.start, run.end));
            }
            before = run.end;
        }
    }

    /// Adds up what is used of each component before a purchase of the plan date can be there.
    fn material<'m>(
        &self,
        order: &NeutralOrder,
        item: &'m NeutralItem,
        steps: &[&Run],
        early: &mut HashMap<&'m str, u64>,
    ) {
        for need in &item.comps {
            let part = self.model.components.iter().find(|part| part.name == need.comp);
            let lead = part.map_or(0, |part| u64::from(part.lead_days));
            if steps[need.step].start < self.model.current + Days::new(lead) {
                *early.entry(&need.comp).or_default() += u64::from(need.qty) * order.qty;
            }
        }
    }

    /// No machine does two things at once.
    fn machines(&mut self, answer: &Answer) {
        let mut by_machine: BTreeMap<&str, Vec<&Run>> = BTreeMap::new();
        for run in &answer.operations {
            by_machine.entry(&run.resource).or_default().push(run);
        }
        for (machine, mut runs) in by_machine {
            runs.sort_by_key(|run| (run.start, run.end));
            for pair in runs.windows(2).filter(|pair| pair[1].start < pair[0].end) {
                let (one, other) = (&pair[0].order, &pair[1].order);
                self.found.push(format!("{machine}: {one} and {other} at {}", pair[1].start));
            }
        }
    }
}

/// Open hours of a calendar, day by day.
struct Hours<'m> {
    calendar: &'m NeutralCalendar,
    closed: HashSet<chrono::NaiveDate>,
}

impl<'m> Hours<'m> {
    fn of(model: &NeutralModel, calendar: &'m NeutralCalendar) -> Hours<'m> {
        Hours { calendar, closed: model.holidays.iter().copied().collect() }
    }

    /// Open seconds between two instants.
    fn between(&self, from: NaiveDateTime, to: NaiveDateTime) -> u64 {
        let mut seconds = 0;
        for day in from.date().iter_days().take_while(|day| *day <= to.date()) {
            let weekday = day.weekday().num_days_from_monday() as u8;
            if !self.calendar.days.contains(&weekday) || self.closed.contains(&day) {
                continue;
            }
            let midnight = day.and_time(NaiveTime::MIN);
            let hour = |hour: u8| midnight + chrono::TimeDelta::hours(hour.into());
            let open = to.min(hour(self.calendar.end)) - from.max(hour(self.calendar.start));
            seconds += open.num_seconds().max(0) as u64;
        }
        seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// Two orders of one item on a saw and a mill, Monday to Friday 7 to 15; the second waits for steel.
    fn model() -> NeutralModel {
        let order = |name: &str| json!({"name": name, "item": "P", "qty": 10, "due": "2026-01-09T17:00:00", "priority": 1});
        let op = |resource: &str| json!({"resource": resource, "setup_min": 10, "unit_sec": 300});
        serde_json::from_value(json!({
            "current": "2026-01-05T00:00:00", "horizon_end": "2026-06-01T00:00:00", "holidays": ["2026-01-06"],
            "calendars": {"day": {"days": [0, 1, 2, 3, 4], "start": 7, "end": 15}},
            "resources": [{"name": "saw", "calendar": "day"}, {"name": "mill", "calendar": "day"}],
            "components": [{"name": "steel", "lead_days": 3, "onhand": 10}],
            "items": [{"name": "P", "ops": [op("saw"), op("mill")],
                "comps": [{"comp": "steel", "qty": 1, "step": 0}]}],
            "orders": [order("A"), order("B")],
        }))
        .expect("a model")
    }

    fn answer() -> Value {
        let run = |order: &str, step: u32, resource: &str, start: &str, end: &str| {
            json!({"order": order, "step": step, "resource": resource,
                "start": format!("2026-01-{start}:00"), "end": format!("2026-01-{end}:00")})
        };
        json!({
            "orders": [{"name": "A", "finish": "2026-01-05T09:00:00"},
                {"name": "B", "finish": "2026-01-09T08:00:00"}],
            "operations": [run("A", 0, "saw", "05T07:00", "05T08:00"), run("A", 1, "mill", "05T08:00", "05T09:00"),
                run("B", 0, "saw", "08T14:00", "08T15:00"), run("B", 1, "mill", "09T07:00", "09T08:00")],
        })
    }

    fn found(answer: &Value) -> String {
        violations(&model(), answer.to_string().as_bytes()).expect("an answer").join("; ")
    }

    #[test]
    fn a_good_plan_has_no_violations() {
        assert_eq!(found(&answer()), "");
    }

    #[test]
    fn work_across_a_night_and_a_holiday_counts_open_hours_only() {
        let mut spread = answer();
        spread["operations"][1]["start"] = json!("2026-01-05T14:30:00");
        spread["operations"][1]["end"] = json!("2026-01-07T07:30:00");
        spread["orders"][0]["finish"] = json!("2026-01-07T07:30:00");
        assert_eq!(found(&spread), "");
    }

    #[test]
    fn every_kind_of_violation_is_found() {
        for (run, field, value, said) in [
            (0, "start", "2026-01-05T06:00:00", "closed"),
            (0, "end", "2026-01-05T08:01:00", "3660 s of work instead of 3600"),
            (1, "start", "2026-01-05T07:59:59", "before"),
            (0, "resource", "mill", "instead of saw"),
            (3, "order", "C", "1 of 2 steps"),
            (1, "end", "2026-01-05T08:30:00", "last step"),
        ] {
            let mut bad = answer();
            bad["operations"][run][field] = json!(value);
            assert!(found(&bad).contains(said), "{field} {value}: {}", found(&bad));
        }
    }

    #[test]
    fn a_machine_that_does_two_things_and_steel_that_is_not_there_are_found() {
        let mut bad = answer();
        bad["operations"][2]["start"] = json!("2026-01-05T07:30:00");
        bad["operations"][2]["end"] = json!("2026-01-05T08:30:00");
        let found = found(&bad);
        assert!(found.contains("saw: A and B"), "{found}");
        assert!(found.contains("steel: 20 used"), "{found}");
    }
}
