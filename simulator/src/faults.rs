//! The rules of worlds: what a file may say, and the words for what it may not.

use crate::words::Language;
use crate::world::World;

/// A rule that a world may break, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    en: &'static str,
    zh: &'static str,
}

impl Rule {
    /// It in a language.
    pub fn of(self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Zh => self.zh,
        }
    }
}

const SHIFTS: Rule = Rule {
    en: "shifts need weekdays 1 to 7 and hours from 0 to 24",
    zh: "班次需要星期 1 到 7，小时 0 到 24",
};
const STATIONS: Rule =
    Rule { en: "a station needs machines, and ratios above 0", zh: "工位需要机器，且比率大于 0" };
const LISTED: Rule = Rule {
    en: "a listed product needs stations and suppliers of this world, and hours above 0",
    zh: "列出的产品需要本世界的工位和供应商，且工时大于 0",
};
const EITHER: Rule = Rule {
    en: "products are listed or drawn, not both",
    zh: "产品要么列出，要么随机生成，不能两者兼有",
};
const LENGTHS: Rule = Rule {
    en: "shortest and longest must lie between 1 and the number of stations",
    zh: "shortest 和 longest 必须在 1 与工位数之间",
};
const PLANNED: Rule = Rule { en: "planned hours must be above 0", zh: "计划工时必须大于 0" };
const PARTS: Rule = Rule {
    en: "each part of a product needs a supplier of its own",
    zh: "产品的每个外购件都需要各自的供应商",
};
const LOAD: Rule = Rule { en: "load must be above 0 and below 1", zh: "load 必须大于 0 且小于 1" };
const BUYERS: Rule = Rule { en: "somebody has to buy", zh: "必须有客户" };
const SHARES: Rule = Rule {
    en: "adherence and reports are shares of 1",
    zh: "adherence 和报工比例必须在 0 与 1 之间",
};
const HABITS: Rule = Rule {
    en: "on_time is a share of 1, days are not negative",
    zh: "on_time 必须在 0 与 1 之间，天数不能为负",
};
const DRIFT: Rule = Rule {
    en: "drift needs one ratio for each station, and for all suppliers or none",
    zh: "drift 需要为每个工位给出比率，并为全部供应商给出或全部不给",
};
const WARM_UP: Rule = Rule { en: "warm_up_days must not be negative", zh: "warm_up_days 不能为负" };
const NO_HISTORY: Rule = Rule {
    en: "a shop without history buys nothing: parts must be 0",
    zh: "没有历史记录的工厂不采购：parts 必须为 0",
};

impl World {
    /// The first rule that it breaks.
    pub(crate) fn fault(&self) -> Option<Rule> {
        let shifts = &self.shifts;
        let positive = |value: f64| value.is_finite() && value > 0.0;
        let share = |value: f64| (0.0..=1.0).contains(&value);
        let days = shifts.weekdays.iter().all(|day| (1..=7).contains(day)) && !shifts.weekdays.is_empty();
        let hours = shifts.from_hour >= 0.0 && shifts.from_hour < shifts.to_hour && shifts.to_hour <= 24.0;
        let products = &self.products;
        let lengths = 1 <= products.shortest
            && products.shortest <= products.longest
            && products.longest <= self.stations.len();
        let floor = &self.floor;
        let shares = [floor.adherence, floor.late_reports, floor.lost_reports];
        let habits =
            self.suppliers.iter().all(|s| share(s.on_time) && s.lead_days >= 0.0 && s.late_days >= 0.0);
        let stations = self.stations.iter().all(|s| {
            let failures = s.hours_between_failures.is_none_or(positive) && s.repair_hours >= 0.0;
            s.machines > 0 && positive(s.ratio) && s.variation >= 0.0 && failures
        });
        let drift = self.drift.as_ref().is_none_or(|drift| {
            share(drift.after)
                && drift.ratios.len() == self.stations.len()
                && [0, self.suppliers.len()].contains(&drift.late_days.len())
        });
        let (listed, fits) = (!products.list.is_empty(), products.list.iter().all(|one| one.fits(self)));
        let buys = products.parts > 0 || products.list.iter().any(|one| !one.parts.is_empty());
        let rules = [
            (days && hours, SHIFTS),
            (!self.stations.is_empty() && stations, STATIONS),
            (fits, LISTED),
            (!listed || products.count == 0, EITHER),
            (listed || lengths, LENGTHS),
            (listed || positive(products.mean_hours) && positive(products.truncate_at), PLANNED),
            (products.parts <= self.suppliers.len(), PARTS),
            (positive(self.load) && self.load < 1.0, LOAD),
            (self.customers.count > 0, BUYERS),
            (shares.into_iter().all(share), SHARES),
            (habits, HABITS),
            (drift, DRIFT),
            (self.warm_up_days >= 0.0, WARM_UP),
            (self.history || !buys, NO_HISTORY),
        ];
        rules.into_iter().find(|(kept, _)| !kept).map(|(_, rule)| rule)
    }
}
