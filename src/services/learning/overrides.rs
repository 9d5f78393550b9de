//! What a person says of a number, whatever the record says: put, replaced and taken back, with a reason.

use crate::domain::learning::{About, Instead, Kind, expect_sayable};
use crate::domain::refusal::{Refusal, common};
use crate::domain::value::Moment;
use crate::planning::learning::Said;
use crate::services::Tx;
use crate::services::master::{
    require_customer, require_group, require_item, require_supplier, require_work_centre,
};
use crate::store::learning::{OverrideRow, put_override, take_override};
use crate::store::{Failure, Json, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is to count instead of the record.
#[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideBody {
    /// What kind of number.
    pub kind: Kind,
    /// The item, for yields and operation times.
    #[serde(default)]
    pub item: Option<String>,
    /// The item group, for operation times.
    #[serde(default, rename = "item_group")]
    pub group: Option<String>,
    /// The work centre, supplier or customer; of none, for all others.
    #[serde(default)]
    pub code: Option<String>,
    /// Its middle, in the unit of its kind; around it things differ as the record says.
    #[serde(default)]
    pub value: Option<f64>,
    /// Or all of it: values that are equally likely, in any order.
    #[serde(default)]
    pub values: Option<Vec<f64>>,
    /// For stoppages: how many working hours one lasts in the mean.
    #[serde(default)]
    pub length_hours: Option<f64>,
    /// Why the record is not to count.
    pub reason: String,
}

/// What counts instead of the record, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OverrideView {
    /// What kind of number.
    pub kind: Kind,
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
    /// What it is to be.
    #[serde(flatten)]
    pub instead: Instead,
    /// Why.
    pub reason: String,
    /// When it was said.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
}

impl OverrideView {
    /// What a row says; nothing for a kind that is not known any more.
    pub(super) fn of(row: &OverrideRow) -> Result<Option<Self>, Failure> {
        let view = |said: Said| Self {
            kind: said.kind,
            about: said.about,
            instead: said.instead,
            reason: row.reason.clone(),
            made_at: row.made_at,
            made_by: row.made_by.clone(),
        };
        Ok(Said::of(row)?.map(view))
    }

    /// What it says of which number.
    pub(super) fn said(&self) -> Said {
        Said { kind: self.kind, about: self.about.clone(), instead: self.instead.clone() }
    }
}

fn row(tx: &Tx<'_>, kind: Kind, about: &About, instead: &Instead, reason: &str) -> OverrideRow {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    OverrideRow {
        plant_id: tx.plant.id,
        kind: kind.name().to_owned(),
        item: text(&about.item),
        item_group: text(&about.group),
        code: text(&about.code),
        content: Json::of(instead),
        reason: reason.to_owned(),
        made_at: tx.now,
        made_by: tx.actor.name.clone(),
    }
}

/// Says what a number is, in place of what was said of it before.
///
/// # Errors
///
/// The reason is missing, that can't be said of such a number, or the shop does not have what it is about.
pub fn put(tx: &mut Tx<'_>, body: &OverrideBody) -> Result<OverrideView, Failure> {
    let named = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let about = About { item: named(&body.item), group: named(&body.group), code: named(&body.code) };
    let instead = Instead { value: body.value, values: body.values.clone(), length_hours: body.length_hours };
    expect_sayable(body.kind, &about, &instead)?;
    expect_known(tx, body.kind, &about)?;
    let reason = body.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::at(common::REQUIRED, "reason", "").into());
    }
    let row = row(tx, body.kind, &about, &instead, reason);
    put_override(tx.db, &row)?;
    let view = OverrideView {
        kind: body.kind,
        about,
        instead,
        reason: row.reason,
        made_at: row.made_at,
        made_by: row.made_by,
    };
    tx.journal("learning.overridden", &[Subject::Learning], &view)?;
    Ok(view)
}

/// That a number is about what the shop has: what is said of anything else would never count.
fn expect_known(tx: &mut Tx<'_>, kind: Kind, about: &About) -> Result<(), Failure> {
    if let Some(item) = &about.item {
        require_item(tx.db, "item", item)?;
    }
    if let Some(group) = &about.group {
        require_group(tx.db, "item_group", group)?;
    }
    let Some(code) = &about.code else { return Ok(()) };
    match kind {
        Kind::SupplierDelay => require_supplier(tx.db, "code", code).map(drop),
        Kind::CustomerDelay => require_customer(tx.db, "code", code).map(drop),
        _ => require_work_centre(tx.db, tx.plant.id, "code", code).map(drop),
    }
}

#[derive(Serialize)]
struct TakenBack<'a> {
    kind: Kind,
    #[serde(flatten)]
    about: &'a About,
}

/// Takes back what was said of a number: the record counts again.
///
/// # Errors
///
/// Nothing was said of it.
pub fn remove(tx: &mut Tx<'_>, kind: Kind, about: &About) -> Result<(), Failure> {
    let row = row(tx, kind, about, &Instead::default(), "");
    if !take_override(tx.db, &row)? {
        let refusal = Refusal::at(common::UNKNOWN, "kind", kind.name()).with("what", "override");
        return Err(refusal.near(&[] as &[&str]).into());
    }
    tx.journal("learning.override-removed", &[Subject::Learning], &TakenBack { kind, about })?;
    Ok(())
}
