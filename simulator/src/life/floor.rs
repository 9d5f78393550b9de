//! The floor: operations start when the plan says so and they are ready, and take as long as they really do.

use super::{Life, amount};
use crate::chance::Luck;
use crate::player::client::PlayError;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// One in so many operations loses a piece.
const SCRAPS: f64 = 1.0 / 9.0;
/// One in so many rests for a while.
const PAUSES: f64 = 1.0 / 7.0;
/// How long it rests.
const PAUSE: TimeDelta = TimeDelta::minutes(40);
/// Why it rests.
const REASONS: [&str; 3] = ["no-operator", "tool-broken", "waiting-for-inspection"];
/// Why pieces are lost.
const FLAWS: [&str; 3] = ["dimension", "surface", "material"];
/// Rows of a list that are read: more than ever matter at once.
const ROWS: usize = 60;
/// The variation of a station that the world does not know.
const USUAL_VARIATION: f64 = 0.1;

/// A work order and an operation.
pub(super) type Key = (String, String);

/// An operation that was begun.
pub(super) struct Run {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    /// Pieces that are still to come.
    left: f64,
    counted: bool,
    rested: Option<DateTime<Utc>>,
    over: bool,
}

/// A row of a dispatch list.
struct Row {
    key: Key,
    running: bool,
    ready: bool,
    machine: bool,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    left: f64,
}

impl Row {
    /// A row that people can act on: what the plan only proposes is nobody's work yet.
    fn of(row: &Value) -> Option<Self> {
        let word = |field: &str| row[field].as_str().map(str::to_owned);
        let at = |field: &str| row[field].as_str().and_then(|text| text.parse().ok());
        let yes = |field: &str| row[field].as_bool().unwrap_or(false);
        (!yes("proposed")).then_some(())?;
        Some(Self {
            key: (word("work_order")?, word("operation")?),
            running: yes("running"),
            ready: yes("ready"),
            machine: !row["machine"].is_null(),
            start: at("start"),
            end: at("end"),
            left: amount(&row["left"]),
        })
    }
}

impl Life {
    /// Reports what the dispatch lists let happen by now. All of them are read first: what is reported changes them.
    pub(super) fn floor(&mut self) -> Result<(), PlayError> {
        let mut lists = Vec::new();
        for center in self.centers.clone() {
            let path = format!("/work-centers/{center}/dispatch-list?limit={ROWS}");
            let list = self.get("dispatch list", &path)?;
            lists.push((center, list));
        }
        for (center, list) in lists {
            let machines = list["machines"].as_u64().unwrap_or(1) as usize;
            let rows = list["items"].as_array().into_iter().flatten().filter_map(Row::of).collect();
            self.center(&center, machines, rows)?;
        }
        Ok(())
    }

    fn center(&mut self, center: &str, machines: usize, rows: Vec<Row>) -> Result<(), PlayError> {
        let mut busy = rows.iter().filter(|row| self.runs_now(row)).count();
        for row in rows {
            if self.runs_now(&row) {
                self.go_on(center, &row)?;
                continue;
            }
            let free = !row.machine || busy < machines;
            let due = row.ready && row.start.is_some_and(|start| start <= self.now);
            if due && free && !self.runs.contains_key(&row.key) && row.left > 0.0 {
                busy += 1;
                self.begin(center, &row);
                self.tell(&row.key, "start", json!({}))?;
            }
        }
        Ok(())
    }

    fn runs_now(&self, row: &Row) -> bool {
        self.runs.get(&row.key).map_or(row.running, |run| !run.over)
    }

    /// Remembers that an operation runs, and until when: as long as planned, times what it really takes at the station.
    fn begin(&mut self, center: &str, row: &Row) {
        let planned = row.end.map_or(TimeDelta::zero(), |end| (end - self.now).max(TimeDelta::zero()));
        let station = self.station(center);
        let (ratio, variation) =
            station.map_or((1.0, USUAL_VARIATION), |station| (station.ratio, station.variation));
        let mut luck = self.luck(Luck::Work, &[&row.key.0, &row.key.1]);
        let took = planned.num_milliseconds() as f64 * ratio * luck.spread(variation);
        let until = self.now + TimeDelta::milliseconds(took as i64);
        let run = Run { from: self.now, until, left: row.left, counted: false, rested: None, over: false };
        self.runs.insert(row.key.clone(), run);
    }

    fn go_on(&mut self, center: &str, row: &Row) -> Result<(), PlayError> {
        if !self.runs.contains_key(&row.key) {
            self.begin(center, row);
        }
        let mut luck = self.luck(Luck::Report, &[&row.key.0, &row.key.1]);
        let (rests, scraps) = (luck.happens(PAUSES), luck.happens(SCRAPS));
        let (reason, flaw) = (REASONS[luck.below(REASONS.len())], FLAWS[luck.below(FLAWS.len())]);
        let now = self.now;
        let Some(run) = self.runs.get_mut(&row.key) else { return Ok(()) };
        let half = run.from + (run.until - run.from) / 2;
        if now >= run.until {
            run.over = true;
            let resting = run.rested.is_some_and(|until| now < until);
            let lost = if scraps && row.left >= 20.0 { 1.0 } else { 0.0 };
            let good = (run.left - lost).max(0.0);
            if resting {
                self.tell(&row.key, "resume", json!({}))?;
            }
            if lost > 0.0 {
                self.tell(&row.key, "scrap", json!({ "scrap": written(lost), "reason": flaw }))?;
            }
            return self.tell(&row.key, "finish", json!({ "good": written(good) }));
        }
        if run.rested.is_some_and(|until| now >= until) {
            (run.rested, run.counted) = (None, true);
            return self.tell(&row.key, "resume", json!({}));
        }
        if run.counted || now < half || run.rested.is_some() {
            return Ok(());
        }
        if rests {
            run.rested = Some(now + PAUSE);
            return self.tell(&row.key, "pause", json!({ "reason": reason }));
        }
        run.counted = true;
        let good = (run.left / 2.0).floor();
        if good <= 0.0 {
            return Ok(());
        }
        run.left -= good;
        self.tell(&row.key, "good", json!({ "good": written(good) }))
    }

    fn tell(&mut self, (order, operation): &Key, kind: &str, counted: Value) -> Result<(), PlayError> {
        let at = self.now.to_rfc3339();
        let mut body = json!({
            // Once more with the same operation is another report.
            "id": self.id(&[order, operation, kind, &at]),
            "work_order": order, "operation": operation, "kind": kind, "at": self.now, "device": "demo",
        });
        if let (Some(body), Value::Object(counted)) = (body.as_object_mut(), counted) {
            body.extend(counted);
        }
        if self.act("report", "/reports", &body)?.is_some() {
            self.tally.reports += 1;
        }
        Ok(())
    }
}

/// An amount as the API reads it: six places are all that it has.
fn written(amount: f64) -> String {
    format!("{}", (amount * 1e6).round() / 1e6)
}
