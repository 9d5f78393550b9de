//! The orders still to come, from those that came: how often, of what, and with which lead time.

use super::Setting;
use super::numbers::{table, weight};
use super::records::{Dirt, OpenTime, OrderRecord, sorted};
use crate::chance::{Coming, Mix, Origin, Spread};
use crate::model::Code;
use crate::quantity::Qty;
use crate::time::DAY;
use std::collections::BTreeMap;

/// What was ordered together: item, quantity, and after how many hours it was promised. Large orders are promised
/// later than small ones; lead times drawn without regard to the work would let some of it jump the queue.
type Kind = (Code, Qty, Option<i64>);

/// Most of them that are kept: those that weigh most.
const MOST: usize = 2_000;
/// Parts in which weights are counted.
const PARTS: f64 = 1_000.0;
/// Seconds of an hour.
const HOUR: i64 = 3_600;
/// How much longer than nearly all lead times the horizon is: in a busy week quotes take longer than any before, and
/// what is quoted beyond the last order to come meets an empty shop.
const STRETCH: f64 = 1.5;
/// Longest horizon in days.
const LONGEST: f64 = 365.0;

/// What is known of the orders still to come; nothing where none came or nobody says in which time.
pub(super) fn learn(
    orders: &[OrderRecord],
    open: &[OpenTime],
    busy: BTreeMap<Code, f64>,
    setting: &Setting,
    dirt: &mut Dirt,
) -> Option<Coming> {
    let mut hours = 0.0;
    for stretch in sorted(open, dirt) {
        if stretch.open <= 0 {
            dirt.empty += 1;
        } else if stretch.at > setting.now {
            dirt.impossible += 1;
        } else {
            hours += stretch.open as f64 / 3_600.0 * weight(stretch.at, setting.now, setting.half_life_days);
        }
    }
    let (mut count, mut observations) = (0.0, 0);
    let mut mix: BTreeMap<Kind, f64> = BTreeMap::new();
    let mut leads: Vec<(f64, f64)> = Vec::new();
    for order in sorted(orders, dirt) {
        if !order.quantity.is_some() {
            dirt.empty += 1;
            continue;
        }
        if order.at > setting.now {
            dirt.impossible += 1;
            continue;
        }
        let weight = weight(order.at, setting.now, setting.half_life_days);
        count += weight;
        observations += 1;
        let lead = order.promised.map(|promised| promised - order.at).filter(|&lead| lead > 0);
        leads.extend(lead.map(|lead| (lead as f64 / DAY as f64, weight)));
        let hours = lead.map(|lead| (lead + HOUR / 2) / HOUR);
        *mix.entry((order.item, order.quantity, hours)).or_default() += weight;
    }
    if hours <= 0.0 || observations == 0 {
        return None;
    }
    leads.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let lead = if leads.is_empty() { Spread::constant(setting.lead_days as f32) } else { table(&leads) };
    let horizon_days = (STRETCH * f64::from(lead.at(0.99))).ceil().clamp(1.0, LONGEST) as u32;
    Some(Coming {
        per_open_hour: count / hours,
        mix: heaviest(mix, count),
        lead,
        horizon_days,
        busy,
        observations,
        origin: Origin::Learned,
    })
}

/// The combinations that weigh most, in their own order, with weights in whole parts of a thousandth.
fn heaviest(mix: BTreeMap<Kind, f64>, count: f64) -> Vec<Mix> {
    let mut all: Vec<(Kind, f64)> = mix.into_iter().collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(MOST);
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let each = PARTS * all.len() as f64 / count;
    let entry = |((item, quantity, hours), weight): (Kind, f64)| Mix {
        item,
        quantity,
        weight: (weight * each).round().max(1.0) as u32,
        lead: hours.map(|hours| hours * HOUR),
    };
    all.into_iter().map(entry).collect()
}
