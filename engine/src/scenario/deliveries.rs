//! When what is bought, brought or sent out is there: drawn given that it has not come yet.

use super::dates::OpenDates;
use super::keys::luck_key;
use super::random::{Key, Luck, Source, ln};
use crate::chance::Spread;
use crate::model::{Code, Shop};
use crate::network::{Mode, Network, SupplySource};
use crate::time::{DAY, Instant};
use std::collections::BTreeMap;

/// Seconds in a day.
const DAY_SECONDS: f64 = DAY as f64;

/// Something that comes from outside at an uncertain instant.
#[derive(Debug)]
pub(crate) struct Delivery<'a> {
    what: What,
    key: u64,
    spread: &'a Spread,
    /// The instant from which lateness is counted.
    base: i64,
    /// Working days of the plant from receipt to release.
    inspection: u32,
}

/// What comes.
#[derive(Clone, Copy, Debug)]
enum What {
    Supply(u32),
    /// An operation whose pieces are out.
    Sent(u32),
    /// Something that is only asked about.
    Asked,
}

impl<'a> Delivery<'a> {
    /// A purchase of an item that is only asked about, to be made for the line of `line`; nothing where there is
    /// no chance in it.
    pub(crate) fn asked(
        shop: &'a Shop,
        network: &Network,
        line: Key,
        item: u32,
        received: i64,
    ) -> Option<Self> {
        let code = &network.items[item as usize];
        let template = &network.templates[item as usize];
        let spread = match template.lead.customer {
            true => &shop.chances.customers.others.spread,
            false => &shop.chances.suppliers.of(supplier_of(shop, code)).spread,
        };
        let key = bought_for(Some(line), code, 0).value();
        let inspection = template.inspection_days;
        (!spread.is_none()).then_some(Delivery { what: What::Asked, key, spread, base: received, inspection })
    }
}

impl Delivery<'_> {
    pub(super) fn supply(&self) -> Option<u32> {
        if let What::Supply(supply) = self.what { Some(supply) } else { None }
    }

    pub(super) fn operation(&self) -> Option<u32> {
        if let What::Sent(op) = self.what { Some(op) } else { None }
    }

    /// When it can be used.
    pub(crate) fn draw(&self, luck: Luck, network: &Network) -> i64 {
        self.released(self.comes(luck, network), network)
    }

    /// Like [`Self::draw`], with the plant's next open dates at hand.
    pub(super) fn draw_among(&self, luck: Luck, network: &Network, dates: &OpenDates) -> i64 {
        let at = self.comes(luck, network);
        if self.inspection == 0 && dates.is_open(at) { at } else { self.released(at, network) }
    }

    fn comes(&self, luck: Luck, network: &Network) -> i64 {
        lateness(luck.draw(Source::Supply, self.key), self.spread, self.base, network.now)
    }

    /// When what comes at `at` can be used.
    fn released(&self, at: i64, network: &Network) -> i64 {
        let plant = &network.calendars.list[network.calendars.plant as usize];
        let received = plant.on_open_day(Instant(at));
        if self.inspection == 0 {
            return received.0;
        }
        network.lead_after(received, self.inspection, network.calendars.plant).0
    }
}

/// When something comes that is expected at `base`, by a distribution of days late, given that it has not come
/// by `now`. Later than all that was ever seen: half of the lateness so far in the mean, a day at least.
pub(super) fn lateness(share: f64, spread: &Spread, base: i64, now: i64) -> i64 {
    let elapsed = (now - base) as f64 / DAY_SECONDS;
    let days = spread
        .at_above(share, elapsed as f32)
        .map_or_else(|| elapsed + (elapsed.max(0.0) / 2.0).max(1.0) * -ln(1.0 - share), f64::from);
    (base.saturating_add((days * DAY_SECONDS) as i64)).max(now + 1)
}

/// Everything that comes from outside at an uncertain instant.
pub(super) fn deliveries<'a>(shop: &'a Shop, network: &Network) -> Vec<Delivery<'a>> {
    let mut found = Vec::new();
    let mut firsts: BTreeMap<u32, u32> = BTreeMap::new();
    for peg in network.pegs.iter().filter(|peg| peg.quantity.is_some()) {
        let line = network.demands[peg.demand as usize].line;
        let first = firsts.entry(peg.supply).or_insert(line);
        *first = line.min(*first);
    }
    for (index, supply) in network.supplies.iter().enumerate() {
        let item = &network.items[supply.item as usize];
        let wanted_by = firsts.get(&(index as u32)).and_then(|&line| network.lines.get(line as usize));
        let (spread, key, base) = match &supply.source {
            SupplySource::Purchase(key) => {
                let purchase = shop.purchases.get(key);
                let spread = &shop.chances.suppliers.of(purchase.and_then(|p| p.supplier.as_ref())).spread;
                let base = purchase.and_then(|p| p.confirmed).map(|at| at.0);
                // What was bought for a line has the luck of the purchase that was proposed for it.
                let luck = match purchase.and_then(|p| p.line.as_ref()) {
                    Some(line) => bought_for(Some(luck_key(shop, line)), item, 0),
                    None => Key::new(5).text(&key.order).number(u64::from(key.line)),
                };
                (spread, luck, base.unwrap_or_else(|| usual(spread, supply.received)))
            }
            SupplySource::Proposed { nth, .. } => {
                let spread = &shop.chances.suppliers.of(supplier_of(shop, item)).spread;
                (
                    spread,
                    bought_for(wanted_by.map(|line| luck_key(shop, &line.key)), item, *nth),
                    supply.received,
                )
            }
            SupplySource::Customer { nth } => {
                let sold = wanted_by.and_then(|line| shop.lines.get(&line.key));
                let spread = &shop.chances.customers.of(sold.map(|line| &line.customer)).spread;
                (
                    spread,
                    bought_for(wanted_by.map(|line| luck_key(shop, &line.key)), item, *nth),
                    supply.received,
                )
            }
            SupplySource::Stock(_) | SupplySource::Job(_) => continue,
        };
        if !spread.is_none() {
            let inspection = network.templates[supply.item as usize].inspection_days;
            let what = What::Supply(index as u32);
            found.push(Delivery { what, key: key.value(), spread, base, inspection });
        }
    }
    found.extend(sent_out(shop, network));
    found
}

/// Who delivers an item.
fn supplier_of<'a>(shop: &'a Shop, item: &Code) -> Option<&'a Code> {
    shop.items.get(item)?.supplier.as_ref()
}

/// The key of a purchase of an item that is yet to be made, by whom it is first for.
fn bought_for(line: Option<Key>, item: &str, nth: u32) -> Key {
    match line {
        Some(line) => line.number(5).text(item),
        None => Key::new(6).text(item).number(u64::from(nth)),
    }
}

/// The instant from which lateness is counted where only a usual arrival is known.
fn usual(spread: &Spread, arrival: i64) -> i64 {
    arrival - (f64::from(spread.at(0.5)) * DAY_SECONDS) as i64
}

/// Pieces that are out at a supplier: by their purchase order, or else by when the plan has them back.
fn sent_out<'a>(shop: &'a Shop, network: &Network) -> Vec<Delivery<'a>> {
    let mut found = Vec::new();
    for (index, op) in network.ops.iter().enumerate().filter(|(_, op)| op.flags.sent) {
        let Mode::Outside { .. } = op.mode else { continue };
        let Some(number) = &network.jobs[op.job as usize].work_order else { continue };
        let paid = shop.purchases.values().find(|purchase| {
            let outside = purchase.outside.as_ref();
            outside.is_some_and(|(order, step)| order == number && *step == op.number)
        });
        let supplier = paid
            .and_then(|p| p.supplier.as_ref())
            .or_else(|| super::work::supplier_of(shop, network, op.into()));
        let spread = &shop.chances.suppliers.of(supplier).spread;
        if spread.is_none() {
            continue;
        }
        let base = paid.and_then(|p| p.confirmed).map(|at| at.0);
        let key = Key::new(7).text(number).number(u64::from(op.number)).value();
        let base = base.unwrap_or_else(|| usual(spread, op.available));
        found.push(Delivery { what: What::Sent(index as u32), key, spread, base, inspection: 0 });
    }
    found
}
