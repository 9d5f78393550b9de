//! Holes in the data, by how many promises they spoil, and rows that contradict each other.

use super::line::LineName;
use super::{AsOf, Outlook};
use crate::planning::report::promises;
use crate::text::Lang;
use crate::text::plan::{severity, severity_code};
use crate::text::plan_problem;
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong with the data.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problems {
    /// As of when.
    pub as_of: AsOf,
    /// Holes, those that spoil most promises first.
    pub items: Vec<ProblemView>,
    /// Rows that contradict themselves or others.
    pub faults: Vec<FaultView>,
}

/// A hole in the data.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemView {
    /// The stable code.
    pub code: String,
    /// `left-out`, `assumed` or `notice`.
    pub severity: String,
    /// That in the reader's language.
    pub severity_words: String,
    /// What is missing, and what was taken instead.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// How many promises it spoils.
    pub promises: usize,
    /// How many lines it touches.
    pub line_count: usize,
    /// Of these, the first hundred.
    pub lines: Vec<LineName>,
}

/// A row that contradicts itself or another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FaultView {
    /// The stable code.
    pub code: String,
    /// What is wrong, and what was done.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// Lines that a problem names.
const NAMED: usize = 100;

impl Outlook {
    /// What is wrong with the data.
    pub fn problems(&self, lang: Lang) -> Problems {
        let mut items: Vec<ProblemView> = self
            .plan
            .problems
            .iter()
            .map(|problem| ProblemView {
                code: plan_problem::code(&problem.kind).to_owned(),
                severity: severity_code(problem.kind.severity()).to_owned(),
                severity_words: severity(problem.kind.severity(), lang).to_owned(),
                message: plan_problem::message(&problem.kind, &self.shop, lang),
                remedy: plan_problem::remedy(&problem.kind, lang).to_owned(),
                promises: promises(problem, &self.shop),
                line_count: problem.lines.len(),
                lines: problem.lines.iter().take(NAMED).map(|key| self.name(key)).collect(),
            })
            .collect();
        // The plan's own order (worst kind first) decides among equals.
        items.sort_by_key(|item| std::cmp::Reverse(item.promises));
        let fault = |fault: &crate::planning::Fault| FaultView {
            code: fault.kind.code().to_owned(),
            message: fault.why(lang),
            remedy: fault.remedy(lang).to_owned(),
        };
        Problems { as_of: self.as_of(), items, faults: self.faults.iter().map(fault).collect() }
    }
}
