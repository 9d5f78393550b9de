//! What was learned, to be read: every number with what stands behind it, and the proposed corrections of calendars.

use super::overrides::OverrideView;
use crate::domain::learning::{About, Kind};
use crate::domain::value::{Day, Moment};
use crate::planning::learning::{Entry, Kept, KeptHours, Read, Taken};
use crate::services::{Ask, tx::day_of};
use crate::store::Failure;
use crate::store::learning::{learning, overrides};
use crate::store::master::items;
use holdfast_engine::chance::{Calibration, Chances, Spread};
use holdfast_engine::model::Code;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
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

/// A number in figures. Its unit is that of its kind; of stoppages `p10` to `mean` are the working hours that one lasts,
/// of orders to come the days until which they are promised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Figures {
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
}

/// A number, and what stands behind it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LearnedRow {
    /// What kind of number.
    pub kind: Kind,
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
    /// Who says what is in force.
    pub origin: OriginView,
    /// What is in force: what plans are made with.
    #[serde(flatten)]
    pub figures: Figures,
    /// What the record says, or is assumed, where a person says otherwise; nothing where there is neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Figures>,
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
    /// What a person says instead: of this number, or of its whole group or work centre.
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
    fn of(by: Calibration) -> Self {
        let at = |share| rounded(by.truth(share));
        Self { half: at(0.5), four_in_five: at(0.8), nineteen_in_twenty: at(0.95) }
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

/// What was learned, or is assumed, and what people say instead.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &LearnedQuery) -> Result<LearnedPage, Failure> {
    let kept = kept(ask)?;
    let assumed = Kept::assumed(ask.now);
    let shown = kept.as_ref().unwrap_or(&assumed);
    let people = People::of(ask, shown)?;
    let mut unseen: BTreeSet<(Kind, &About)> =
        people.said.keys().map(|(kind, about)| (*kind, about)).collect();
    let zone = ask.zone();
    let mut rows: Vec<LearnedRow> = Vec::with_capacity(shown.entries.len());
    for entry in &shown.entries {
        unseen.remove(&(entry.kind, &entry.about));
        let changed = entry.changed.map(|at| day_of(at, zone));
        rows.push(LearnedRow { changed, ..row(entry, people.instead(entry.kind, &entry.about)) });
    }
    // A person may know of what the record has never seen.
    let unseen = unseen.into_iter().filter_map(|(kind, about)| people.instead(kind, about));
    rows.extend(unseen.map(|(said, figures)| self::unseen(said, figures)));
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

/// What people say, and what they say it over.
struct People {
    said: BTreeMap<(Kind, About), OverrideView>,
    groups: BTreeMap<String, String>,
    learned: Chances,
}

impl People {
    fn of(ask: &mut Ask<'_>, shown: &Kept) -> Result<Self, Failure> {
        let mut said = BTreeMap::new();
        for row in overrides(ask.db, ask.plant.id)? {
            if let Some(view) = OverrideView::of(&row)? {
                said.insert((view.kind, view.about.clone()), view);
            }
        }
        let groups = if said.is_empty() { BTreeMap::new() } else { items::groups(ask.db)? };
        Ok(Self { said, groups, learned: shown.chances() })
    }

    /// What a person says instead of the record about a number, and what that makes of it.
    fn instead(&self, kind: Kind, about: &About) -> Option<(OverrideView, Figures)> {
        let group = about.item.as_ref().and_then(|item| self.groups.get(item)).map(String::as_str);
        // Of those that cover it the one for a group is more particular than the one for a work centre.
        let covering = || {
            let all = self.said.values().filter(|view| view.kind == kind && view.said().covers(about, group));
            all.max_by_key(|view| rank(&view.about))
        };
        let view = self.said.get(&(kind, about.clone())).or_else(covering)?;
        let group_of = |item: &Code| self.groups.get(item.as_str()).map(|group| Code::from(group.as_str()));
        let Taken { rate, spread, calibration } = view.said().taken(&self.learned, group_of);
        Some((view.clone(), figures(kind, rate, &spread, calibration)))
    }
}

fn figures(kind: Kind, rate: Option<f64>, spread: &Spread, by: Option<Calibration>) -> Figures {
    let unit = match kind {
        Kind::Breakdown | Kind::Absence | Kind::ReportingDelay => HOUR,
        _ => 1.0,
    };
    let told = |value: f64| (!spread.is_none()).then(|| rounded(value / unit));
    let at = |share: f64| told(f64::from(spread.at(share)));
    Figures {
        rate,
        p10: at(0.1),
        p50: at(0.5),
        p90: at(0.9),
        mean: told(spread.mean()),
        came_true: by.map(CameTrue::of),
    }
}

fn row(entry: &Entry, instead: Option<(OverrideView, Figures)>) -> LearnedRow {
    let record = figures(entry.kind, entry.rate, &entry.spread, entry.calibration());
    let origin = match (&instead, entry.recorded) {
        (Some(_), _) => OriginView::Person,
        (None, true) => OriginView::Record,
        (None, false) => OriginView::Prior,
    };
    let (instead, in_force) = instead.unzip();
    LearnedRow {
        kind: entry.kind,
        about: entry.about.clone(),
        origin,
        figures: in_force.unwrap_or(record),
        record: in_force.map(|_| record),
        observations: entry.observations,
        unfinished: entry.unfinished,
        weight: rounded(entry.weight),
        own: rounded(entry.own),
        changed: None,
        instead,
    }
}

/// A number of which only a person knows.
fn unseen(said: OverrideView, figures: Figures) -> LearnedRow {
    LearnedRow {
        kind: said.kind,
        about: said.about.clone(),
        origin: OriginView::Person,
        figures,
        record: None,
        observations: 0,
        unfinished: 0,
        weight: 0.0,
        own: 0.0,
        changed: None,
        instead: Some(said),
    }
}
