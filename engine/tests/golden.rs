//! Golden plans: shops told as stories, and the plans that a planner would work out by hand for them.
//!
//! Each test says in its own words what must come out and why, and holds the whole plan, as text, against the
//! file of its name in `golden/`. `INSTA_UPDATE=always` writes those files; read what changed before it is
//! committed.

mod support;

#[path = "golden/calendars.rs"]
mod calendars;
#[path = "golden/capacity.rs"]
mod capacity;
#[path = "golden/details.rs"]
mod details;
#[path = "golden/dispatch.rs"]
mod dispatch;
#[path = "golden/holes.rs"]
mod holes;
#[path = "golden/materials.rs"]
mod materials;
#[path = "golden/progress.rs"]
mod progress;
#[path = "golden/quotes.rs"]
mod quotes;
#[path = "golden/sharing.rs"]
mod sharing;

use chrono::NaiveDateTime;
use holdfast_engine::model::Shop;
use holdfast_engine::plan::{LineDate, Plan, plan};
use holdfast_engine::problem::ProblemKind;
use holdfast_engine::time::Instant;
use support::readable::readable;
use support::shop::{Story, line_key};

/// The plan of a story, held against its file.
struct Golden {
    shop: Shop,
    plan: Plan,
}

/// Plans `story` and holds the text against `golden/NAME.snap`.
#[track_caller]
fn golden(name: &str, story: Story) -> Golden {
    let plan = plan(&story.shop);
    hold(name, &readable(&story.shop, &plan));
    Golden { shop: story.shop, plan }
}

/// Holds `text` against `golden/NAME.snap`.
#[track_caller]
fn hold(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

impl Golden {
    fn line(&self, line: &str) -> &LineDate {
        self.plan.line(&line_key(line)).unwrap_or_else(|| panic!("{line} is not in the plan"))
    }

    #[track_caller]
    fn same(&self, what: &str, found: Instant, wanted: &str) {
        let wanted = NaiveDateTime::parse_from_str(wanted, "%Y-%m-%d %H:%M").expect("2026-03-09 08:00");
        assert_eq!(found.local(self.shop.zone), wanted, "{what}");
    }

    /// The line leaves at that wall time.
    #[track_caller]
    fn ships(self, line: &str, wanted: &str) -> Golden {
        self.same(line, self.line(line).ship, wanted);
        self
    }

    /// The line arrives at that wall time.
    #[track_caller]
    fn arrives(self, line: &str, wanted: &str) -> Golden {
        self.same(line, self.line(line).arrival, wanted);
        self
    }

    /// The line misses its promise, or doesn't.
    #[track_caller]
    fn late(self, line: &str, wanted: bool) -> Golden {
        assert_eq!(self.line(line).is_late(), wanted, "{line} late");
        self
    }

    /// A problem is named and spoils exactly these lines.
    #[track_caller]
    fn says(self, wanted: impl Fn(&ProblemKind) -> bool, spoils: &[&str]) -> Golden {
        let found = self.plan.problems.iter().find(|p| wanted(&p.kind));
        let found = found.unwrap_or_else(|| panic!("not among {:?}", self.plan.problems));
        let lines: Vec<String> = found.lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, spoils, "{:?}", found.kind);
        self
    }

    /// No problems at all.
    #[track_caller]
    fn without_problems(self) -> Golden {
        assert_eq!(self.plan.problems, []);
        self
    }
}
