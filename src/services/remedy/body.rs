//! Remedies as people name them, and what the engine understands by that: one form for what is asked and what is told,
//! so that what was suggested can be asked for again.

use crate::domain::refusal::{Refusal, common, remedy as codes};
use crate::domain::sales::LineId;
use crate::domain::value::{Amount, Day};
use crate::planning::outlook::{Outlook, amount};
use crate::services::tight::quantity;
use chrono::NaiveTime;
use holdfast_engine::model::{Code, JobKey, OpKey, SupplyKey};
use holdfast_engine::remedy::{Remedy, Unfit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Hours of overtime at a time, at most.
const LONGEST_HOURS: i64 = 16;
/// How hours are written.
const HOURS: &str = "%H:%M";

/// One remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", try_from = "Kinds")]
pub enum RemedyBody {
    /// A calendar works besides.
    Overtime(Overtime),
    /// An operation runs at another work centre that its routing names.
    Alternate(Elsewhere),
    /// A work order on which nothing has begun is cut in two lots.
    Split(Lots),
    /// A part of the line leaves by itself; all of what is open, without the other lines of its order.
    Partial(Part),
    /// The line's waiting operations go before all others.
    Expedite(Nothing),
    /// What is bought comes sooner.
    Express(Sooner),
    /// What is bought is ordered now from another supplier.
    Supplier(Other),
}

/// One field for each kind: who names none, or two, is told which there are.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Kinds {
    overtime: Option<Overtime>,
    alternate: Option<Elsewhere>,
    split: Option<Lots>,
    partial: Option<Part>,
    expedite: Option<Nothing>,
    express: Option<Sooner>,
    supplier: Option<Other>,
}

impl TryFrom<Kinds> for RemedyBody {
    type Error = &'static str;

    fn try_from(kinds: Kinds) -> Result<Self, Self::Error> {
        let Kinds { overtime, alternate, split, partial, expedite, express, supplier } = kinds;
        let all = [
            overtime.map(Self::Overtime),
            alternate.map(Self::Alternate),
            split.map(Self::Split),
            partial.map(Self::Partial),
            expedite.map(Self::Expedite),
            express.map(Self::Express),
            supplier.map(Self::Supplier),
        ];
        let mut named = all.into_iter().flatten();
        match (named.next(), named.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(
                "must have exactly one of overtime, alternate, split, partial, expedite, express, supplier",
            ),
        }
    }
}

/// Working hours besides the usual ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Overtime {
    /// The calendar.
    pub calendar: String,
    /// On which days, from today on.
    pub days: Vec<Day>,
    /// From when, as `18:00`.
    #[schema(example = "18:00")]
    pub from: String,
    /// To when: on the next day if not after `from`.
    #[schema(example = "21:00")]
    pub to: String,
}

/// Where an operation would run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// The work order, or the key of what the plan proposes.
    pub work_order: String,
    /// Its operation.
    pub operation: String,
    /// The other work centre.
    pub work_center: String,
}

/// How a work order would be cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lots {
    /// The work order, or the key of what the plan proposes.
    pub work_order: String,
    /// Good pieces of the first lot.
    pub first: Amount,
}

/// What would leave first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// How much.
    pub first: Amount,
}

/// Nothing more is to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// How much sooner something would come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sooner {
    /// The purchase order line, as `PO-1/10`, or what the plan proposes to buy, as `buy:PLATE#1`.
    pub purchase: String,
    /// By how many days.
    pub days: u32,
}

/// From whom something would be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// The purchase order line, as `PO-1/10`, or what the plan proposes to buy, as `buy:PLATE#1`.
    pub purchase: String,
    /// The supplier, whose own lead time counts.
    pub supplier: String,
}

impl RemedyBody {
    /// A remedy of the engine's as people name it; nothing for one that the shop's days cannot say.
    pub(super) fn of(remedy: &Remedy, outlook: &Outlook) -> Self {
        match remedy {
            Remedy::Overtime { calendars, days, from, to } => Self::Overtime(Overtime {
                calendar: calendars.first().map(Code::to_string).unwrap_or_default(),
                days: days.iter().filter_map(|day| Day::new(*day)).collect(),
                from: from.format(HOURS).to_string(),
                to: to.format(HOURS).to_string(),
            }),
            Remedy::Alternate { operation, work_center } => Self::Alternate(Elsewhere {
                work_order: operation.job.to_string(),
                operation: outlook.text(operation.operation),
                work_center: work_center.to_string(),
            }),
            Remedy::Split { job, first } => {
                Self::Split(Lots { work_order: job.to_string(), first: amount(*first) })
            }
            Remedy::Partial { first } => Self::Partial(Part { first: amount(*first) }),
            Remedy::Expedite => Self::Expedite(Nothing {}),
            Remedy::Express { supply, days } => {
                Self::Express(Sooner { purchase: purchase_text(supply, outlook), days: *days })
            }
            Remedy::Supplier { supply, supplier } => Self::Supplier(Other {
                purchase: purchase_text(supply, outlook),
                supplier: supplier.to_string(),
            }),
        }
    }

    /// What the engine understands by it.
    ///
    /// # Errors
    ///
    /// A time of the clock that is none.
    pub(super) fn remedy(&self, outlook: &Outlook) -> Result<Remedy, Refusal> {
        Ok(match self {
            Self::Overtime(overtime) => {
                let (from, to) = hours(overtime)?;
                let calendars = following(outlook, &overtime.calendar);
                Remedy::Overtime {
                    calendars,
                    days: overtime.days.iter().map(|day| day.date()).collect(),
                    from,
                    to,
                }
            }
            Self::Alternate(elsewhere) => Remedy::Alternate {
                operation: OpKey {
                    job: job(outlook, &elsewhere.work_order),
                    operation: outlook.number(&elsewhere.operation),
                },
                work_center: elsewhere.work_center.as_str().into(),
            },
            Self::Split(lots) => {
                Remedy::Split { job: job(outlook, &lots.work_order), first: quantity(lots.first) }
            }
            Self::Partial(part) => Remedy::Partial { first: quantity(part.first) },
            Self::Expedite(Nothing {}) => Remedy::Expedite,
            Self::Express(sooner) => {
                Remedy::Express { supply: purchase(outlook, &sooner.purchase), days: sooner.days }
            }
            Self::Supplier(other) => Remedy::Supplier {
                supply: purchase(outlook, &other.purchase),
                supplier: other.supplier.as_str().into(),
            },
        })
    }
}

/// A calendar, and those of single work centres that are derived from it: overtime in it counts for them too.
fn following(outlook: &Outlook, calendar: &str) -> Vec<Code> {
    let mut all = vec![Code::from(calendar)];
    let rows = outlook.document.work_centres.iter().filter(|row| row.calendar == calendar);
    for row in rows {
        let own = outlook.shop.work_centers.get(row.work_centre.as_str()).map(|center| &center.calendar);
        if let Some(own) = own.filter(|own| !all.contains(own)) {
            all.push(own.clone());
        }
    }
    all
}

/// From when to when overtime is worked. What ends before it begins ends on the next day, and nobody works overtime for
/// most of two days: such hours are a slip.
fn hours(overtime: &Overtime) -> Result<(NaiveTime, NaiveTime), Refusal> {
    let (from, to) = (hour("overtime.from", &overtime.from)?, hour("overtime.to", &overtime.to)?);
    let minutes = (to - from).num_minutes().rem_euclid(24 * 60);
    if (1..=LONGEST_HOURS * 60).contains(&minutes) {
        return Ok((from, to));
    }
    let refusal = Refusal::at(codes::OVERTIME_HOURS, "overtime.to", &overtime.to);
    Err(refusal.with("from", &overtime.from).with("most", LONGEST_HOURS))
}

fn hour(field: &str, text: &str) -> Result<NaiveTime, Refusal> {
    NaiveTime::parse_from_str(text, HOURS).map_err(|_| {
        let wrong = Refusal::at(common::INVALID_VALUE, field, text);
        wrong.with_words("reason", "a time of the clock is written as 18:00", "时刻应写作 18:00")
    })
}

/// The job that people name so: a work order's number, or the key of a proposal.
fn job(outlook: &Outlook, text: &str) -> JobKey {
    let network = &outlook.plan.network;
    let proposed =
        (0..network.jobs.len() as u32).filter(|&job| network.jobs[job as usize].work_order.is_none());
    let named = proposed.map(|job| network.job_key(job)).find(|key| key.to_string() == text);
    named.unwrap_or_else(|| JobKey::WorkOrder(text.into()))
}

/// What is bought under that name.
fn purchase(outlook: &Outlook, text: &str) -> SupplyKey {
    let network = &outlook.plan.network;
    let all = (0..network.supplies.len() as u32).map(|supply| network.supply_key(supply));
    let mut bought =
        all.filter(|key| matches!(key, SupplyKey::Purchase(_) | SupplyKey::ProposedPurchase(..)));
    // What nobody knows is refused by the engine, under the name that was given.
    let found = bought.find(|key| purchase_text(key, outlook) == text);
    found.unwrap_or_else(|| SupplyKey::Stock(text.into()))
}

/// How people name what is bought.
pub(super) fn purchase_text(key: &SupplyKey, outlook: &Outlook) -> String {
    match key {
        SupplyKey::Purchase(purchase) => format!("{}/{}", purchase.order, outlook.text(purchase.line)),
        SupplyKey::Stock(text) => text.to_string(),
        other => other.to_string(),
    }
}

/// Why a remedy does not fit, in the shop's words.
pub(super) fn refused(unfit: &Unfit, outlook: &Outlook) -> Refusal {
    match unfit {
        Unfit::NoLine { line } => Refusal::at(crate::domain::refusal::clock::NO_OPEN_LINE, "line", line),
        Unfit::NoCalendar { calendar } => {
            let known = outlook.shop.calendars.keys().map(Code::as_str);
            let near = crate::domain::likeness::nearest(calendar, known);
            let unknown = Refusal::at(common::UNKNOWN, "overtime.calendar", calendar);
            unknown.with("what", "calendar").near(&near)
        }
        Unfit::NoDays { today } => Refusal::at(codes::OVERTIME_DAYS, "overtime.days", today),
        Unfit::NotWaiting { operation } => {
            let text = format!("{}/{}", operation.job, outlook.text(operation.operation));
            Refusal::at(codes::NOT_WAITING, "alternate.operation", text)
        }
        Unfit::NoAlternate { operation, work_center } => {
            let text = format!("{}/{}", operation.job, outlook.text(operation.operation));
            Refusal::at(codes::NO_ALTERNATE, "alternate.work_center", work_center).with("operation", text)
        }
        Unfit::NotWhole { job } => Refusal::at(codes::NOT_WHOLE, "split.work_order", job),
        Unfit::NoPart { first, whole } => {
            Refusal::at(codes::NO_PART, "first", amount(*first)).with("whole", amount(*whole))
        }
        Unfit::NotBought { supply } => {
            Refusal::at(codes::NOT_BOUGHT, "purchase", purchase_text(supply, outlook))
        }
        Unfit::NoSupplier { supplier } => Refusal::at(codes::NO_LEAD_TIME, "supplier.supplier", supplier),
        Unfit::NothingWaits { line } => {
            let name = outlook.name(line);
            let line = LineId { order: name.order, line: name.line, schedule: name.schedule };
            Refusal::at(codes::NOTHING_WAITS, "expedite", line)
        }
    }
}
