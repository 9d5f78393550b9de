//! From the reports on a work order to the state of its operations.
//!
//! First each operation by itself, over its own reports in the order of their times. Then along the routing:
//! how many pieces arrive, what later operations say about earlier ones, what is still to be done again. The
//! second part uses sums only, so the whole depends on the set of reports and not on their arrival.

use super::{Flag, Kind, Phase, Report, State, Step};
use crate::document::OperationStatus;
use crate::domain::value::{Amount, Moment};
use std::collections::BTreeSet;

/// The state of each step after `reports`, of a work order that was started with so many pieces. A report that
/// another one corrects does not count, nor does one on an operation that is no step.
pub fn fold(steps: &[Step], started: Amount, reports: &[Report]) -> Vec<State> {
    let replaced: BTreeSet<&str> = reports.iter().filter_map(|report| report.corrects.as_deref()).collect();
    let mut live: Vec<&Report> = reports
        .iter()
        .filter(|report| report.kind != Kind::Void && !replaced.contains(report.id.as_str()))
        .collect();
    live.sort_by(|a, b| (a.at, a.kind, &a.id).cmp(&(b.at, b.kind, &b.id)));
    live.dedup_by(|a, b| a.id == b.id);
    let own = |step: &Step| {
        let mut own = Own::default();
        live.iter().filter(|report| report.operation == step.operation).for_each(|report| own.take(report));
        own
    };
    let mut route = Route { steps, own: steps.iter().map(own).collect(), started };
    route.infer();
    route.states()
}

/// One operation by itself.
#[derive(Clone, Debug, Default)]
struct Own {
    state: State,
    /// Pieces sent back in all, whether or not they came through again.
    sent_back: Amount,
    /// What was found to be sent back beyond what could be.
    unexplained: Option<(Amount, Amount)>,
    /// Where it stood before it was blocked.
    before_block: Option<OperationStatus>,
    /// The report with which it began.
    begun_by: Option<String>,
    counted: bool,
    inferred_done: bool,
    /// Its good pieces are those that later steps had.
    inferred_count: bool,
}

impl Own {
    fn take(&mut self, report: &Report) {
        if report.kind == Kind::Opening {
            return self.open(report);
        }
        let (was_done, before) = (self.state.is_done(), self.state.stands());
        self.state.flags.extend(report.flags.iter().copied());
        if was_done && report.kind == Kind::Finish {
            self.state.flags.insert(Flag::FinishedTwice);
        }
        match report.kind {
            Kind::Start | Kind::Setup => self.begin(report.at, false),
            Kind::Unblock | Kind::Block | Kind::Opening | Kind::Void => {}
            _ => self.begin(report.at, true),
        }
        self.stand(report, was_done);
        self.state.work(before, report);
        let counts = report.good.is_some() || report.scrap.is_some() || report.rework.is_some();
        self.counted |= counts;
        self.state.good += report.good;
        self.state.scrap += report.scrap;
        self.sent_back += report.rework;
        if report.rework.is_some() {
            self.state.rework_operation.clone_from(&report.rework_operation);
        }
        if report.kind != Kind::Block && report.kind != Kind::Unblock {
            self.begun_by.get_or_insert_with(|| report.id.clone());
        }
        self.state.last_report = Some(report.at);
        if report.work_centre.is_some() && !report.flags.contains(&Flag::UnknownWorkCentre) {
            self.state.work_centre.clone_from(&report.work_centre);
        }
    }

    /// Where the operation stands after a report.
    fn stand(&mut self, report: &Report, was_done: bool) {
        use OperationStatus::{Blocked, Done, Paused, Running, Waiting};
        let before = self.state.stands();
        let after = match report.kind {
            Kind::Setup | Kind::Start | Kind::Resume => Running,
            Kind::Pause => Paused,
            Kind::Finish => Done,
            Kind::Block => Blocked,
            Kind::Unblock if before == Blocked => self.before_block.take().unwrap_or(Waiting),
            Kind::Good | Kind::Scrap | Kind::Rework if before == Waiting => Running,
            // What went back has yet to come through.
            Kind::Rework if before == Done => Paused,
            _ => before,
        };
        if report.kind == Kind::Block && before != Blocked {
            self.before_block = Some(before);
        }
        self.state.finished = match (report.kind, after) {
            (Kind::Finish, _) => Some(report.at),
            (_, Done) => self.state.finished,
            _ => None,
        };
        if was_done && after != Done {
            self.state.flags.insert(Flag::Reopened);
        }
        let rests = after == Paused || after == Blocked;
        self.state.reason = match report.kind {
            Kind::Pause | Kind::Block => report.reason.clone(),
            _ => self.state.reason.take().filter(|_| rests),
        };
        let asks = matches!(report.kind, Kind::Pause | Kind::Block) || report.scrap.is_some();
        if asks && report.reason.is_none() {
            self.state.flags.insert(Flag::ReasonMissing);
        }
        self.state.status = Some(after);
    }

    fn begin(&mut self, at: Moment, inferred: bool) {
        if self.state.started.is_none() {
            self.state.started = Some(at);
            if inferred {
                self.state.flags.insert(Flag::StartInferred);
            }
        }
    }

    /// What was found replaces what was reported before.
    fn open(&mut self, report: &Report) {
        let found = report.standing.unwrap_or_default();
        let counted = report.good.is_some() || report.scrap.is_some() || report.rework.is_some();
        let runs = found.status == Some(OperationStatus::Running);
        let state = State {
            since: runs.then_some(report.at),
            phase: runs.then_some(Phase::Run),
            good: report.good,
            scrap: report.scrap,
            rework_operation: report.rework_operation.clone(),
            status: found.status,
            started: found.started,
            last_report: found.last_report.or(found.finished).or(found.started),
            finished: found.finished,
            work_centre: report.work_centre.clone().or(self.state.work_centre.take()),
            reason: report.reason.clone(),
            inferred_by: found.inferred.then(|| report.id.clone()),
            flags: if found.inferred { [Flag::Inferred].into() } else { BTreeSet::new() },
            ..State::default()
        };
        let begun_by = (state.has_begun() || counted).then(|| report.id.clone());
        *self = Self {
            unexplained: report.rework.is_some().then_some((report.good + report.scrap, report.rework)),
            sent_back: report.rework,
            begun_by,
            counted,
            state,
            ..Self::default()
        };
    }

    fn untouched(&self) -> bool {
        !self.counted && !self.state.has_begun() && self.state.stands() == OperationStatus::Waiting
    }
}

/// The operations in a row.
struct Route<'a> {
    steps: &'a [Step],
    own: Vec<Own>,
    started: Amount,
}

impl Route<'_> {
    /// Where the pieces go that were sent back at step `i`.
    fn back_to(&self, i: usize) -> usize {
        let to = self.own[i].state.rework_operation.as_deref();
        to.and_then(|to| self.steps[..=i].iter().position(|step| step.operation == to)).unwrap_or(i)
    }

    /// Pieces that pass step `i` again, because a later step sent them back to it or before it.
    fn again(&self, i: usize) -> Amount {
        let later = i + 1..self.steps.len();
        later.filter(|&k| self.back_to(k) <= i).map(|k| self.own[k].sent_back).sum()
    }

    /// Pieces that are still to pass step `i` again.
    fn awaited(&self, i: usize, arriving: &[Amount]) -> Amount {
        let later = i + 1..self.steps.len();
        later.filter(|&k| self.back_to(k) <= i).map(|k| self.outstanding(k, arriving[k])).sum()
    }

    /// Pieces that came through step `i` once, scrap left out.
    fn passed(&self, i: usize) -> Amount {
        (self.own[i].state.good - self.again(i)).max(Amount::ZERO)
    }

    /// Pieces that step `i` sent back and that have not come through it again, if so many arrived at it.
    fn outstanding(&self, i: usize, arriving: Amount) -> Amount {
        let own = &self.own[i];
        let mut open = arriving + self.again(i);
        if let Some((through, sent_back)) = own.unexplained {
            open += (sent_back - (open - through).max(Amount::ZERO)).max(Amount::ZERO);
        }
        (open - own.state.good - own.state.scrap).max(Amount::ZERO).min(own.sent_back)
    }

    /// Pieces that arrive at each step. A count of more than could be is believed.
    fn arriving(&self) -> Vec<Amount> {
        let mut arriving = self.started;
        let mut all = Vec::with_capacity(self.steps.len());
        for (i, own) in self.own.iter().enumerate() {
            all.push(arriving);
            let once = (arriving - own.state.scrap).max(Amount::ZERO);
            arriving = if own.state.is_done() && own.counted {
                // All that came is through: what is sent back here later has yet to come through again.
                (self.passed(i) + self.outstanding(i, arriving)).max(own.state.good.min(once))
            } else {
                self.passed(i) + (once - self.passed(i)).max(Amount::ZERO)
            };
        }
        all
    }

    /// What later operations say about earlier ones, and finished ones about their pieces.
    fn infer(&mut self) {
        let arriving = self.arriving();
        let (mut through, mut done, mut begun_by) = (Amount::ZERO, false, None::<String>);
        for i in (0..self.own.len()).rev() {
            if let Some(id) = &begun_by {
                self.infer_from(i, &arriving, through, done, id.clone());
            }
            let out = self.outstanding(i, arriving[i]);
            let own = &self.own[i];
            through = through.max(self.passed(i) + out) + own.state.scrap;
            done |= own.state.is_done();
            begun_by = own.begun_by.clone().or(begun_by);
        }
        for i in 0..self.own.len() {
            let arriving = self.arriving()[i];
            let own = &mut self.own[i];
            if own.state.is_done() && !own.counted && arriving.is_some() {
                own.state.good = own.state.good.max(arriving);
                if !own.inferred_done {
                    own.state.flags.insert(Flag::CountInferred);
                }
            }
        }
    }

    /// So many pieces went through the steps after `i`, of which one is done perhaps.
    fn infer_from(&mut self, i: usize, arriving: &[Amount], through: Amount, later_done: bool, by: String) {
        let awaited = self.awaited(i, arriving);
        let again = self.again(i) - awaited;
        let overlaps = self.steps[i].overlaps;
        let own = &mut self.own[i];
        let untouched = own.untouched();
        let all_through = through.is_some() && !awaited.is_some() && through + own.state.scrap >= arriving[i];
        let done = later_done || all_through || (untouched && !overlaps);
        let mut inferred = false;
        if done && !own.state.is_done() {
            own.state.status = Some(OperationStatus::Done);
            own.state.reason = None;
            own.inferred_done = true;
            inferred = true;
        }
        if (own.counted || !done) && own.state.good < through + again {
            own.state.good = through + again;
            (own.counted, own.inferred_count) = (true, true);
            inferred = true;
            if own.state.stands() == OperationStatus::Waiting {
                own.state.status = Some(OperationStatus::Paused);
            }
        }
        if inferred {
            own.state.flags.insert(Flag::Inferred);
            own.state.inferred_by.get_or_insert(by);
        }
    }

    /// The states, with what is to be done again and what is odd.
    fn states(mut self) -> Vec<State> {
        let arriving = self.arriving();
        let extra: Vec<Amount> = (0..self.own.len())
            .map(|i| {
                let state = &self.own[i].state;
                (state.good + state.scrap - arriving[i]).max(Amount::ZERO)
            })
            .collect();
        let mut rework = Vec::with_capacity(self.own.len());
        // What somebody counted: a count that was inferred from a later one does not vouch for that one.
        let mut counted = self.started;
        for (i, &arriving) in arriving.iter().enumerate() {
            let out = self.outstanding(i, arriving);
            // Where they have come again already: the first step that they have not passed a second time.
            let next = (self.back_to(i)..i).find(|&k| extra[k] < self.own[i].sent_back).unwrap_or(i);
            let named = self.own[i].state.rework_operation.is_some() || next != i;
            rework.push((out, (out.is_some() && named).then(|| self.steps[next].operation.clone())));
            let most = arriving.min(counted) + self.again(i) + self.allowance(i, arriving);
            let Own { state, inferred_count, .. } = &mut self.own[i];
            if !*inferred_count {
                if state.good + state.scrap > most {
                    state.flags.insert(Flag::OverQuantity);
                }
                counted = counted.max(state.good + state.scrap);
            }
        }
        let owns = self.own.into_iter().zip(rework);
        owns.map(|(own, (rework, rework_operation))| {
            State { rework, rework_operation, ..own.state }.settle_work()
        })
        .collect()
    }

    /// What a found state allows beyond what can arrive: it is believed as it was found.
    fn allowance(&self, i: usize, arriving: Amount) -> Amount {
        let found = self.own[i].unexplained.map_or(Amount::ZERO, |(through, sent_back)| through + sent_back);
        (found - arriving - self.again(i)).max(Amount::ZERO)
    }
}
