//! `holdfast plan`: reads a file, plans it, and hands the plan to whoever shows it.

use super::arguments::Request;
use super::page::{Ink, Page};
use super::{explain, faults, model, overview};
use crate::document::{Sheet, ShopDocument};
use crate::domain::likeness::nearest;
use crate::import::{self, Effect, ImportError, Limits};
use crate::planning::words::Teller;
use crate::planning::{self, Ask, Translation, report};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::{Labels, fill};
use chrono_tz::Tz;
use holdfast_engine::model::{LineKey, Shop};
use holdfast_engine::plan::{self, LineDate, Plan};
use holdfast_engine::time::Instant;
use std::collections::BTreeSet;
use std::io::IsTerminal;

/// Columns of a page where nobody says.
const USUAL_WIDTH: usize = 100;
/// Some promise is late.
const LATE: u8 = 1;
/// Some line has no date, or could not be read.
const UNDATED: u8 = 3;

/// What to print, and the exit code.
pub(super) struct Done {
    pub(super) text: String,
    pub(super) code: u8,
}

impl Done {
    /// It went well.
    pub(super) fn well(text: String) -> Self {
        Self { text, code: 0 }
    }
}

/// A plan with everything that is told about it.
pub(super) struct Planned<'a> {
    pub(super) document: &'a ShopDocument,
    pub(super) translation: &'a Translation,
    pub(super) plan: &'a Plan,
    pub(super) faults: &'a [import::Fault],
    pub(super) lang: Lang,
    pub(super) file: &'a str,
}

impl Planned<'_> {
    pub(super) fn shop(&self) -> &Shop {
        &self.translation.shop
    }

    pub(super) fn zone(&self) -> Tz {
        self.translation.shop.zone
    }

    /// Rows of the sales orders that could not be read; the whole sheet counts as one.
    pub(super) fn lost_orders(&self) -> usize {
        let sheet = self.document.title(Sheet::SalesOrders);
        let lost = |fault: &&import::Fault| {
            fault.sheet == sheet && matches!(fault.effect, Effect::RowDropped | Effect::SheetDropped)
        };
        self.faults.iter().filter(lost).map(|fault| fault.row).collect::<BTreeSet<_>>().len()
    }

    /// What says the plan in words.
    pub(super) fn teller(&self) -> Teller<'_> {
        Teller { plan: self.plan, shop: self.shop(), lang: self.lang }
    }

    pub(super) fn labels(&self) -> &'static Labels {
        Labels::of(self.lang)
    }
}

/// Does what was asked for.
///
/// Errors: why there is no plan, and what to do about it.
pub(super) fn run(request: &Request) -> Result<Done, String> {
    let limits = Limits::default();
    let is_model = request.file.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    if is_model && !request.file.is_dir() {
        let found = import::neutral::read(&request.file, &limits).map_err(|e| said(&e, request.lang))?;
        return model::run(request, &found);
    }
    let mut reading = import::read(&request.file, &limits).map_err(|error| said(&error, request.lang))?;
    let resolved = import::resolve(&mut reading.document);
    reading.faults.extend(resolved);
    let document = &reading.document;
    let zone = planning::zone(document);
    let asked = request.as_of.map(|local| Instant::from_local(local, zone));
    let now = asked.or(planning::as_of(document)).unwrap_or(Instant(chrono::Utc::now().timestamp()));
    let ask = Ask { now, improve: request.improve, tiers: !request.ignore_priorities };
    let translation = planning::translate(document, ask);
    let plan = plan::plan(&translation.shop);
    let file = request.file.to_string_lossy();
    let planned = Planned {
        document,
        translation: &translation,
        plan: &plan,
        faults: &reading.faults,
        lang: request.lang,
        file: &file,
    };
    let code = if planned.lost_orders() > 0 { UNDATED } else { code(&plan) };
    Ok(Done { text: show(request, &planned)?, code })
}

fn show(request: &Request, planned: &Planned<'_>) -> Result<String, String> {
    if request.json {
        let Planned { document, translation, plan, faults, lang, .. } = *planned;
        return json(&report::report(document, translation, plan, faults, lang));
    }
    let mut page = page(request);
    match &request.explain {
        Some(asked) => {
            for line in named(planned.plan, asked, request.lang)? {
                explain::add(&mut page, planned, &line);
            }
        }
        None => {
            overview::add(&mut page, planned, request.faults);
            if request.faults {
                faults::add(&mut page, planned);
            }
            overview::add_next_steps(&mut page, planned, request.faults);
        }
    }
    Ok(page.finish())
}

/// A page for the terminal or file that is printed to.
pub(super) fn page(request: &Request) -> Page {
    screen(request.width)
}

/// A page of so many columns; else as wide as the terminal.
pub(super) fn screen(width: Option<usize>) -> Page {
    let out = std::io::stdout();
    let terminal = terminal_size::terminal_size_of(&out).map(|(width, _)| usize::from(width.0));
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let dumb = set("TERM").is_some_and(|term| term == "dumb");
    let colour = out.is_terminal() && set("NO_COLOR").is_none() && !dumb;
    Page::new(width.or(terminal).unwrap_or(USUAL_WIDTH), colour)
}

/// A value as JSON, ending in a new line.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, String> {
    match serde_json::to_string_pretty(value) {
        Ok(text) => Ok(text + "\n"),
        Err(error) => Err(error.to_string()),
    }
}

/// The exit code that a plan deserves.
pub(super) fn code(plan: &Plan) -> u8 {
    if plan.lines.iter().any(|line| !line.is_dated()) {
        UNDATED
    } else if plan.lines.iter().any(LineDate::is_late) {
        LATE
    } else {
        0
    }
}

fn said(error: &ImportError, lang: Lang) -> String {
    format!("{}\n{}", error.message(lang), error.remedy(lang))
}

/// The lines that `asked` names: one, all of an order, or the schedule lines of one.
///
/// Errors: there is none; with the nearest that there is.
pub(super) fn named(plan: &Plan, asked: &str, lang: Lang) -> Result<Vec<LineKey>, String> {
    let wanted = asked.trim().to_uppercase();
    let whole = |key: &LineKey| format!("{}/{}", key.order, key.line).to_uppercase();
    let keys = plan.lines.iter().map(|line| &line.key);
    let fits = |key: &&LineKey| {
        wanted == key.to_string().to_uppercase() || wanted == key.order.to_uppercase() || wanted == whole(key)
    };
    let found: Vec<LineKey> = keys.clone().filter(fits).cloned().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let names: Vec<String> = keys.map(ToString::to_string).collect();
    let help = Help::of(lang);
    let mut message = fill(help.bad_explain, &[("value", asked)]);
    if let Some(key) = nearest(asked, names.iter().map(String::as_str)).first() {
        message += if lang == Lang::En { " " } else { "" };
        message += &fill(help.nearest, &[("value", key)]);
    }
    Err(message)
}

/// How a lateness in days stands out.
pub(super) fn ink_of(late: Option<i64>) -> Option<Ink> {
    match late {
        Some(days) if days > 0 => Some(Ink::Late),
        Some(0) => Some(Ink::Warn),
        _ => None,
    }
}
