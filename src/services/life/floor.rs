//! The floor of the demo: operations start when the plan says so and they are ready, and end about when it says.

use super::Life;
use crate::app::App;
use crate::domain::progress::Kind;
use crate::domain::value::{Amount, Moment};
use crate::planning::outlook::{DispatchRow, Outlook};
use crate::services::progress::{self, ReportBody};
use crate::store::Failure;
use crate::text::Lang;
use chrono::TimeDelta;
use rust_decimal::Decimal;

/// One in so many operations loses some pieces.
const SCRAPS: u64 = 9;
/// One in so many rests for a while.
const PAUSES: u64 = 7;
/// How long it rests, in minutes.
const PAUSE_MINUTES: i64 = 40;
/// Why it rests.
const REASONS: [&str; 3] = ["no-operator", "tool-broken", "waiting-for-inspection"];
/// Why pieces are lost.
const FLAWS: [&str; 3] = ["dimension", "surface", "material"];

/// A work order and an operation.
pub(super) type Key = (String, String);

/// An operation that was begun.
pub(super) struct Run {
    from: Moment,
    until: Moment,
    /// Pieces that are still to come.
    left: Amount,
    counted: bool,
    rested: Option<Moment>,
    over: bool,
}

impl Life {
    /// Reports what the dispatch lists let happen by `now`.
    pub(super) fn floor(&mut self, app: &App, now: Moment) -> Result<(), Failure> {
        let outlook = app.planner.outlook();
        let centres: Vec<String> =
            outlook.plan.network.centers.iter().map(|centre| centre.code.to_string()).collect();
        for centre in centres {
            self.centre(app, &outlook, &centre, now)?;
        }
        Ok(())
    }

    fn centre(&mut self, app: &App, outlook: &Outlook, code: &str, now: Moment) -> Result<(), Failure> {
        let Some(list) = outlook.dispatch_list(code, 0, usize::MAX, Lang::En) else { return Ok(()) };
        let rows: Vec<DispatchRow> = list.items.into_iter().filter(|row| !row.proposed).collect();
        let runs = |life: &Self, row: &DispatchRow| match life.runs.get(&key(row)) {
            Some(run) => !run.over,
            None => row.running,
        };
        let mut busy = rows.iter().filter(|row| runs(self, row)).count();
        for row in rows {
            if runs(self, &row) {
                self.go_on(app, &row, now)?;
                continue;
            }
            let free = row.machine.is_none() || busy < list.machines as usize;
            let due = row.ready && row.start.is_some_and(|start| start <= now);
            if due && free && !self.runs.contains_key(&key(&row)) && row.left.is_some() {
                busy += 1;
                self.begin(&row, now);
                self.tell(app, &row, Kind::Start, now, &Told::default())?;
            }
        }
        Ok(())
    }

    /// Remembers that an operation runs, and until when: a little sooner or later than planned.
    fn begin(&mut self, row: &DispatchRow, now: Moment) {
        let planned = row.end.unwrap_or(now).micros().max(now.micros()) - now.micros();
        let percent = 85 + (self.chance.number(&[&row.work_order, &row.operation, "pace"]) % 35) as i64;
        let until = now.shifted(TimeDelta::microseconds(planned / 100 * percent));
        let run = Run { from: now, until, left: row.left, counted: false, rested: None, over: false };
        self.runs.insert(key(row), run);
    }

    fn go_on(&mut self, app: &App, row: &DispatchRow, now: Moment) -> Result<(), Failure> {
        let key = key(row);
        if !self.runs.contains_key(&key) {
            self.begin(row, now);
        }
        let words = [key.0.as_str(), key.1.as_str()];
        let draw = |what: &str| self.chance.number(&[words[0], words[1], what]);
        let (reason, flaw) = (REASONS[(draw("why") % 3) as usize], FLAWS[(draw("flaw") % 3) as usize]);
        let rests = self.chance.once_in(PAUSES, &[words[0], words[1], "rest"]);
        let lost = self.lost(row);
        let Some(run) = self.runs.get_mut(&key) else { return Ok(()) };
        let half = run.from.micros() / 2 + run.until.micros() / 2;
        if now >= run.until {
            run.over = true;
            let rested = run.rested.is_some_and(|until| now < until);
            let good = (run.left - lost).max(Amount::ZERO);
            if rested {
                self.tell(app, row, Kind::Resume, now, &Told::default())?;
            }
            if lost.is_some() {
                let told = Told { scrap: lost, reason: Some(flaw), ..Told::default() };
                self.tell(app, row, Kind::Scrap, now, &told)?;
            }
            return self.tell(app, row, Kind::Finish, now, &Told { good, ..Told::default() });
        }
        if run.rested.is_some_and(|until| now >= until) {
            run.rested = None;
            run.counted = true;
            return self.tell(app, row, Kind::Resume, now, &Told::default());
        }
        if run.counted || now.micros() < half || run.rested.is_some() {
            return Ok(());
        }
        if rests {
            run.rested = Some(now.shifted(TimeDelta::minutes(PAUSE_MINUTES)));
            return self.tell(app, row, Kind::Pause, now, &Told { reason: Some(reason), ..Told::default() });
        }
        run.counted = true;
        let good = Amount::rounded((run.left.decimal() / Decimal::TWO).floor());
        if !good.is_some() {
            return Ok(());
        }
        run.left -= good;
        self.tell(app, row, Kind::Good, now, &Told { good, ..Told::default() })
    }

    /// Pieces that are lost at the end: some of a few operations, never all.
    fn lost(&self, row: &DispatchRow) -> Amount {
        let hit = self.chance.once_in(SCRAPS, &[&row.work_order, &row.operation, "scrap"]);
        if hit && row.left >= Amount::whole(20) { Amount::whole(1) } else { Amount::ZERO }
    }

    fn tell(
        &mut self,
        app: &App,
        row: &DispatchRow,
        kind: Kind,
        at: Moment,
        told: &Told,
    ) -> Result<(), Failure> {
        let body = ReportBody {
            // Once more with the same operation, or in another life of the shop, is another report.
            id: self.chance.id(&[&row.work_order, &row.operation, &format!("{kind:?}"), &at.to_string()]),
            work_order: row.work_order.clone(),
            operation: row.operation.clone(),
            kind,
            at,
            good: told.good,
            scrap: told.scrap,
            rework: Amount::ZERO,
            rework_operation: None,
            reason: told.reason.map(str::to_owned),
            note: None,
            operator: None,
            device: Some("demo".to_owned()),
            work_centre: None,
            corrects: None,
        };
        if self.carry_out(app, move |tx| progress::report(tx, &body).map(drop))? {
            self.tally.reports += 1;
        }
        Ok(())
    }
}

/// What a report counts.
#[derive(Default)]
struct Told {
    good: Amount,
    scrap: Amount,
    reason: Option<&'static str>,
}

fn key(row: &DispatchRow) -> Key {
    (row.work_order.clone(), row.operation.clone())
}
