//! How long was worked on an operation by its reports: pauses left out, setting up apart from running.
//!
//! It knows the status of an operation before and after a report, and nothing of pieces. What plant time goes by while
//! an operation runs is work, whatever the calendar says: whoever works longer says so by not pausing.

use super::{Kind, Report, State};
use crate::document::OperationStatus;
use crate::domain::value::Moment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is done while an operation runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The machine is made ready.
    Setup,
    /// Pieces are made.
    Run,
}

impl State {
    /// Goes on to where a report left the operation; `before` is where it stood until then.
    pub(super) fn work(&mut self, before: OperationStatus, report: &Report) {
        let after = self.stands();
        let phase = match (report.kind, after) {
            (_, OperationStatus::Done | OperationStatus::Waiting) => None,
            (Kind::Setup, _) => Some(Phase::Setup),
            (Kind::Start, _) => Some(Phase::Run),
            // What was never said to begin had begun all the same; what is blocked before it began had not.
            (_, OperationStatus::Blocked) => self.phase,
            _ => self.phase.or(Some(Phase::Run)),
        };
        let runs = after == OperationStatus::Running;
        if before == OperationStatus::Running && (!runs || phase != self.phase) {
            self.stop(report.at);
        }
        if runs {
            self.since.get_or_insert(report.at);
            self.operators.extend(report.operator.clone());
        } else {
            self.operators.clear();
        }
        self.phase = phase;
    }

    /// Adds what was worked until `at`.
    fn stop(&mut self, at: Moment) {
        let Some(since) = self.since.take() else { return };
        let seconds = (at.utc() - since.utc()).num_seconds().max(0);
        self.worked_seconds += seconds;
        if self.phase == Some(Phase::Setup) {
            self.setup_seconds += seconds;
        }
    }

    /// What later work says is done or rests does not run: nobody knows since when.
    pub(super) fn settle_work(mut self) -> Self {
        if self.stands() != OperationStatus::Running {
            self.since = None;
            self.operators.clear();
        }
        if matches!(self.stands(), OperationStatus::Done | OperationStatus::Waiting) {
            self.phase = None;
        }
        self
    }
}
