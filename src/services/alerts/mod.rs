//! Alerts: raised by rules about what is forecast and stored, told to who should know, looked after by people, and over
//! by the facts.
//!
//! [`Alerts::look`] compares the newest plan and odds with what was seen before, and stores in one transaction what
//! becomes of alerts and whom is to be told. What comes due by itself does so through [`carry_out`], at its own instant.
//! Alerts never change anything but themselves.

mod dry_run;
mod due;
mod edit;
mod follow;
mod found;
mod handed;
mod lines;
mod message;
mod others;
mod remedies;
mod row;
mod rules;
mod said;
mod strained;
mod tell;
mod view;
mod watch;
mod write;

pub use dry_run::{DryRun, DryRunBody, WouldBe, dry_run};
pub use due::{carry_out, next};
pub use edit::{
    AboutView, CheckBody, Checked, ConditionFault, RuleDetail, RuleView, Rules, VersionView, check_rule,
    put_rule, remove_rule, rule_detail, rules_list,
};
pub use follow::{Alerts, start};
pub use handed::{handed_over, order_handed_over, owned_by_role, subject_of_task};
pub use view::{
    AcknowledgeBody, AlertDetail, AlertView, AlertsPage, AlertsQuery, HistoryView, SnoozeBody, ToldView,
    acknowledge, list, one, snooze,
};
pub use watch::Looked;
