//! Learning from what the system recorded: reads the record into the engine's rows, keeps what the engine learned
//! of them in a form that can be stored, and lays it over a shop that is to be planned.
//!
//! Owns which fact of the system is which observation; `docs/learning.md` says it in the shop's words. Reads in
//! portions and keeps a bounded number of rows, the newest. Stores nothing and learns nothing: the one is the
//! service's business, the other the engine's.

mod choices;
mod floor;
mod kept;
mod lay;
mod outcomes;
mod past;
mod reasons;
mod said;
mod spans;
mod trade;
mod weeks;
mod write;

pub use kept::{Entry, Kept, KeptHours, Read};
pub use lay::lay;
pub use said::{Said, Taken};
pub use trade::{Came, MORNING};

use super::Numbers;
use super::mirror::Mirror;
use super::outlook::instant;
use crate::document::ShopDocument;
use crate::domain::value::Moment;
use crate::store::master::history::ProductionRow;
use crate::store::{Db, Failure};
use chrono::TimeDelta;
use holdfast_engine::learn::{Overrides, Records, Setting, learn};
use holdfast_engine::model::{Code, Shop};
use holdfast_engine::time::Instant;
use past::Past;
use std::collections::BTreeSet;

/// Days that are looked back: eight half-lives, after which an observation counts less than a two-hundredth.
const LOOKS_BACK_DAYS: i64 = 730;

/// The record, read: enough to learn from without the database.
#[derive(Debug)]
pub struct Gathered {
    records: Records,
    setting: Setting,
    read: Read,
    as_of: Moment,
}

/// What every part of the reading needs.
struct Desk<'a> {
    plant_id: i64,
    shop: &'a Shop,
    numbers: &'a Numbers,
    past: Past<'a>,
    since: Moment,
    now: Moment,
    records: Records,
    dropped: u32,
    codes: BTreeSet<Code>,
}

impl Desk<'_> {
    /// A code, its text kept once however many rows name it.
    fn code(&mut self, text: &str) -> Code {
        if let Some(known) = self.codes.get(text) {
            return known.clone();
        }
        let code = Code::from(text);
        self.codes.insert(code.clone());
        code
    }

    fn now(&self) -> Instant {
        instant(self.now)
    }
}

/// Reads the record of a plant as of `now`, from one snapshot.
///
/// # Errors
///
/// What the database says.
pub fn gather(db: &mut Db, plant_id: i64, now: Moment) -> Result<Gathered, Failure> {
    let assembled = Mirror::load(db, plant_id)?.assemble(now, 0);
    let numbers = Numbers::of(&assembled.document);
    let shop = &assembled.shop;
    let since = now.shifted(TimeDelta::days(-LOOKS_BACK_DAYS));
    let mut desk = Desk {
        plant_id,
        shop,
        numbers: &numbers,
        past: Past::of(shop, instant(since), instant(now)),
        since,
        now,
        records: Records::default(),
        dropped: 0,
        codes: BTreeSet::new(),
    };
    desk.read_floor(db)?;
    desk.read_choices(db)?;
    desk.read_receipts(db)?;
    desk.read_milestones(db)?;
    desk.read_orders(db)?;
    desk.read_outcomes(db)?;
    let Desk { records, dropped, .. } = desk;
    let read = Read::of(&records, dropped);
    Ok(Gathered { setting: setting(shop), records, read, as_of: now })
}

/// What an imported record said by the shop's instant, `now`: of rows that came later, or ended later, nothing is used.
/// `document` is the one that the shop was made of.
pub fn learn_recorded(
    shop: &Shop,
    document: &ShopDocument,
    now: Moment,
    operations: &[ProductionRow],
    orders: &[Came],
) -> Kept {
    let (numbers, since) = (Numbers::of(document), now.shifted(TimeDelta::days(-LOOKS_BACK_DAYS)));
    let mut desk = Desk {
        plant_id: 0,
        shop,
        numbers: &numbers,
        past: Past::of(shop, instant(since), instant(now)),
        since,
        now,
        records: Records::default(),
        dropped: 0,
        codes: BTreeSet::new(),
    };
    desk.take_floor(operations);
    desk.take_orders(orders);
    let Desk { records, dropped, .. } = desk;
    let read = Read::of(&records, dropped);
    Gathered { records, setting: setting(shop), read, as_of: now }.learn()
}

/// How to learn in this shop. No factor is taken to be in the plan: what was learned is kept relative to the routing,
/// and [`lay`] takes out whatever factor the plan has by then.
fn setting(shop: &Shop) -> Setting {
    let items = || shop.items.iter();
    Setting {
        groups: items().filter_map(|(code, item)| Some((code.clone(), item.group.clone()?))).collect(),
        expected_yields: items().map(|(code, item)| (code.clone(), item.yield_factor)).collect(),
        ..Setting::at(shop.now)
    }
}

impl Gathered {
    /// Whether there is anything to learn from.
    pub fn is_empty(&self) -> bool {
        self.records == Records::default()
    }

    /// What the record says.
    pub fn learn(&self) -> Kept {
        let learned = learn(&self.records, &self.setting, &Overrides::default());
        Kept::of(&learned, &self.setting, self.read, self.as_of)
    }
}

impl Kept {
    /// What is assumed while there is no record.
    pub fn assumed(now: Moment) -> Self {
        let setting = Setting::at(instant(now));
        let learned = learn(&Records::default(), &setting, &Overrides::default());
        Self::of(&learned, &setting, Read::default(), now)
    }
}
