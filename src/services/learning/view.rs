//! What was learned, to be read: every number with what stands behind it, and the proposed corrections of calendars.

use super::overrides::OverrideView;
use crate::domain::learning::{About, Kind};
use crate::domain::value::{Day, Moment};
use crate::planning::learning::{Entry, Kept, KeptHours, Read};
use crate::services::{Ask, tx::day_of};
use crate::store::Failure;
use crate::store::learning::{learning, overrides};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Rows of a page unless said, and at most.
const USUAL: usize = 100;
const MOST: usize = 1_000;
/// Seconds in an hour.
const HOUR: f64 = 3_600.0;

/// Who says what a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OriginView {
    /// Nobody yet: a wide assumption.
    Prior,
    /// The shop's own record.
    Record,
    /// A person.
    Person,
}

/// Which numbers are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct LearnedQuery {
    /// Only this kind.
    #[param(inline)]
    pub kind: Option<Kind>,
    /// Only this item.
    pub item: Option<String>,
    /// Only this work centre, supplier or customer.
    pub code: Option<String>,
    /// Only those of which this one says what they are.
    #[param(inline)]
    pub origin: Option<OriginView>,
    /// The `next` of the page before.
    pub cursor: Option<usize>,
    /// Rows of a page, 100 unless said, at most 1,000.
    pub limit: Option<usize>,
}

/// A number, and what stands behind it. Its unit is that of its kind; of stoppages `p10` to `mean` are the working
/// hours that one lasts, of orders to come the days until which they are promised.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LearnedRow {
    /// What kind of number.
    pub kind: Kind,
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
    /// Who says so; what follows is what the record says, or is assumed.
    pub origin: OriginView,
    /// How often or which share, for kinds that are that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// One in ten is below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p10: Option<f64>,
    /// Half are below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50: Option<f64>,
    /// Nine in ten are below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90: Option<f64>,
    /// The mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Of odds: how often what was told came true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came_true: Option<CameTrue>,
    /// How many observations stand behind it.
    pub observations: u32,
    /// How many of them are not over: they say *longer than this*.
    pub unfinished: u32,
    /// What they weigh today, in new finished observations.
    pub weight: f64,
    /// Share of the number that is its own record's; the rest is that of the level above.
    pub own: f64,
    /// Since when it runs otherwise than before, where the record shows a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Day>,
    /// What a person says instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "override")]
    pub instead: Option<OverrideView>,
}

/// How often comes true what so many of the futures keep, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct CameTrue {
    /// Of what half of them keep.
    pub half: f64,
    /// Of what four in five keep.
    pub four_in_five: f64,
    /// Of what nineteen in twenty keep.
    pub nineteen_in_twenty: f64,
}

impl CameTrue {
    fn of(entry: &Entry) -> Option<Self> {
        let by = entry.calibration()?;
        let at = |share| rounded(by.truth(share));
        Some(Self { half: at(0.5), four_in_five: at(0.8), nineteen_in_twenty: at(0.95) })
    }
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// A page of numbers.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LearnedPage {
    /// As of when the record was read; nothing before the first time.
    pub as_of: Option<Moment>,
    /// How much of the record was read.
    pub read: Read,
    /// Days after which an observation counts half.
    pub half_life_days: f64,
    /// The numbers, by kind, the general before the particular.
    pub items: Vec<LearnedRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<usize>,
}

/// Real weekly hours of work centres against their calendars.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HoursView {
    /// As of when the record was read; nothing before the first time.
    pub as_of: Option<Moment>,
    /// By work centre, those first whose calendar should be corrected. A correction is proposed, never made.
    pub items: Vec<KeptHours>,
}

/// What was learned, or is assumed.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &LearnedQuery) -> Result<LearnedPage, Failure> {
    let kept = kept(ask)?;
    let assumed = Kept::assumed(ask.now);
    let shown = kept.as_ref().unwrap_or(&assumed);
    let mut said = BTreeMap::new();
    for row in overrides(ask.db, ask.plant.id)? {
        if let Some(view) = OverrideView::of(&row)? {
            said.insert((view.kind, view.about.clone()), view);
        }
    }
    let zone = ask.zone();
    let mut rows: Vec<LearnedRow> = Vec::with_capacity(shown.entries.len());
    for entry in &shown.entries {
        let instead = said.remove(&(entry.kind, entry.about.clone()));
        let changed = entry.changed.map(|at| day_of(at, zone));
        rows.push(LearnedRow { changed, ..row(entry, instead) });
    }
    // A person may know of what the record has never seen.
    rows.extend(said.into_values().map(unseen));
    rows.sort_by(|a, b| (a.kind, rank(&a.about), &a.about).cmp(&(b.kind, rank(&b.about), &b.about)));
    let asked = |row: &LearnedRow| {
        query.kind.is_none_or(|kind| row.kind == kind)
            && query.item.as_ref().is_none_or(|item| row.about.item.as_ref() == Some(item))
            && query.code.as_ref().is_none_or(|code| row.about.code.as_ref() == Some(code))
            && query.origin.is_none_or(|origin| row.origin == origin)
    };
    let (from, limit) = (query.cursor.unwrap_or(0), query.limit.unwrap_or(USUAL).clamp(1, MOST));
    let mut items: Vec<LearnedRow> = rows.into_iter().filter(asked).skip(from).take(limit + 1).collect();
    let next = (items.len() > limit).then_some(from + limit);
    items.truncate(limit);
    let (read, half_life_days) = (shown.read, shown.half_life_days);
    Ok(LearnedPage { as_of: kept.map(|kept| kept.as_of), read, half_life_days, items, next })
}

/// Real weekly hours, with proposed corrections of calendars.
///
/// # Errors
///
/// What the database says.
pub fn hours(ask: &mut Ask<'_>) -> Result<HoursView, Failure> {
    let Some(kept) = kept(ask)? else { return Ok(HoursView { as_of: None, items: Vec::new() }) };
    let mut items = kept.hours;
    items.sort_by(|a, b| (!a.proposed, &a.work_centre).cmp(&(!b.proposed, &b.work_centre)));
    Ok(HoursView { as_of: Some(kept.as_of), items })
}

fn kept(ask: &mut Ask<'_>) -> Result<Option<Kept>, Failure> {
    match learning(ask.db, ask.plant.id)? {
        Some(row) => Ok(Some(row.document.read::<Kept>()?.unfolded())),
        None => Ok(None),
    }
}

/// The general before the particular.
fn rank(about: &About) -> u8 {
    u8::from(about.code.is_some()) + 2 * u8::from(about.group.is_some()) + 4 * u8::from(about.item.is_some())
}

fn row(entry: &Entry, instead: Option<OverrideView>) -> LearnedRow {
    let unit = match entry.kind {
        Kind::Breakdown | Kind::Absence | Kind::ReportingDelay => HOUR,
        _ => 1.0,
    };
    let told = |value: f64| (!entry.spread.is_none()).then(|| rounded(value / unit));
    let at = |share: f64| told(f64::from(entry.spread.at(share)));
    let origin = match (&instead, entry.recorded) {
        (Some(_), _) => OriginView::Person,
        (None, true) => OriginView::Record,
        (None, false) => OriginView::Prior,
    };
    LearnedRow {
        kind: entry.kind,
        about: entry.about.clone(),
        origin,
        rate: entry.rate,
        p10: at(0.1),
        p50: at(0.5),
        p90: at(0.9),
        mean: told(entry.spread.mean()),
        came_true: CameTrue::of(entry),
        observations: entry.observations,
        unfinished: entry.unfinished,
        weight: rounded(entry.weight),
        own: rounded(entry.own),
        changed: None,
        instead,
    }
}

/// A number of which only a person knows.
fn unseen(said: OverrideView) -> LearnedRow {
    LearnedRow {
        kind: said.kind,
        about: said.about.clone(),
        origin: OriginView::Person,
        rate: None,
        p10: None,
        p50: None,
        p90: None,
        mean: None,
        came_true: None,
        observations: 0,
        unfinished: 0,
        weight: 0.0,
        own: 0.0,
        changed: None,
        instead: Some(said),
    }
}
