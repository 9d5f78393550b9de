//! A shop told as a story: one short sentence for each fact, in the words of the floor.
//!
//! Sentences are parsed strictly; one that is not understood stops the test and says which. Wall times are
//! those of the plant: `2026-03-09 08:00`, or a date alone for the end of that day.

#![allow(dead_code, reason = "not every test binary tells every kind of fact")]

mod parse;
mod work;

use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use holdfast_engine::calendar::{CalendarSpec, Exception, ExceptionKind, Shift};
use holdfast_engine::holidays::Country;
use holdfast_engine::model::{
    BomLine, Code, Customer, Downtime, Item, ShipDays, Shop, Similar, Source, Supplier, WorkCenter,
};
use holdfast_engine::time::Instant;
pub use parse::line_key;
use parse::{clauses, date, qty, ratio, seconds, time, weekdays, words};

/// A shop in the making.
pub struct Story {
    /// What has been told so far.
    pub shop: Shop,
}

/// A shop in Shanghai at `now`, with a plant calendar `day`: Monday to Friday, 08:00 to 16:00.
pub fn shop(now: &str) -> Story {
    shop_in("Asia/Shanghai", now)
}

/// A shop in `zone` at `now`, with a plant calendar `day`: Monday to Friday, 08:00 to 16:00.
pub fn shop_in(zone: &str, now: &str) -> Story {
    let zone: Tz = zone.parse().unwrap_or_else(|_| panic!("no such zone: {zone}"));
    let now = NaiveDateTime::parse_from_str(now, "%Y-%m-%d %H:%M").expect("now as 2026-03-09 08:00");
    let story = Story { shop: Shop::new(Instant::from_local(now, zone), zone) };
    story.calendar("day", "Mon-Fri 08:00-16:00").policy("calendar day")
}

impl Story {
    /// An instant of the plant's wall clock: a date and a time, or a date for the end of that day.
    fn at(&self, text: &[&str]) -> Instant {
        match text {
            [day] => Instant::end_of(date(day), self.shop.zone),
            [day, clock] => Instant::from_local(date(day).and_time(time(clock)), self.shop.zone),
            _ => panic!("not a date, with or without a time: {text:?}"),
        }
    }

    /// `Mon-Fri 08:00-16:00, Sat 08:00-12:00, holidays China, open 2026-03-14, open 2026-03-14 08:00-12:00,
    /// closed 2026-03-20..2026-03-22`.
    pub fn calendar(mut self, code: &str, text: &str) -> Story {
        let mut spec = CalendarSpec::default();
        for clause in clauses(text) {
            match words(clause).as_slice() {
                ["holidays", "China"] => spec.holidays = Some(Country::China),
                ["holidays", "Germany"] => spec.holidays = Some(Country::Germany),
                ["open", when @ ..] => spec.exceptions.push(exception(ExceptionKind::Open, when)),
                ["closed", when @ ..] => spec.exceptions.push(exception(ExceptionKind::Closed, when)),
                [days, span] => {
                    let (from, to) = parse::span(span);
                    let shifts = weekdays(days).into_iter().map(|weekday| Shift { weekday, from, to });
                    spec.shifts.extend(shifts);
                }
                _ => panic!("calendar {code}: what is “{clause}”?"),
            }
        }
        self.shop.calendars.insert(code.into(), spec);
        self
    }

    /// A work centre on a calendar with so many machines.
    pub fn center(mut self, code: &str, calendar: &str, machines: u32) -> Story {
        let center = WorkCenter { machines, ..WorkCenter::new(calendar) };
        self.shop.work_centers.insert(code.into(), center);
        self
    }

    /// So many machines of a work centre are down between two instants.
    pub fn down(mut self, center: &str, machines: u32, from: &str, to: &str) -> Story {
        let (from, to) = (self.at(&words(from)), self.at(&words(to)));
        self.named_center(center).downtimes.push(Downtime { from, to, machines });
        self
    }

    /// A work centre's reports usually lag by `delay`; the last one came at `last`.
    pub fn silent(mut self, center: &str, last: &str, delay: &str) -> Story {
        let (last, delay) = (self.at(&words(last)), seconds(&words(delay)));
        let center = self.named_center(center);
        (center.last_report, center.reporting_delay) = (Some(last), delay);
        self
    }

    fn named_center(&mut self, code: &str) -> &mut WorkCenter {
        self.shop.work_centers.get_mut(code).unwrap_or_else(|| panic!("no work centre {code}"))
    }

    fn named_item(&mut self, code: &str) -> &mut Item {
        self.shop.items.entry(code.into()).or_default()
    }

    /// A made item by its routing: `saw 30 + 5 min; mill 20 + 3 min, transfer 10, or lathe x1.5`. See
    /// [`parse::operation`] for all that a step can say.
    pub fn item(mut self, code: &str, routing: &str) -> Story {
        let steps = routing.split(';').map(str::trim).filter(|s| !s.is_empty());
        self.named_item(code).routing = steps.zip(1..).map(|(s, n)| parse::operation(10 * n, s)).collect();
        self
    }

    /// `2 PLATE, 0.5 BAR at 20`: what goes into one piece, and at which operation.
    pub fn bom(mut self, code: &str, text: &str) -> Story {
        for clause in clauses(text) {
            let (per, component, operation) = match words(clause).as_slice() {
                [per, component] => (qty(per), Code::from(*component), None),
                [per, component, "at", number] => {
                    (qty(per), Code::from(*component), Some(number.parse().expect("an operation")))
                }
                _ => panic!("bill of materials of {code}: what is “{clause}”?"),
            };
            let line = BomLine { component, per, operation, valid_from: None, valid_to: None };
            self.named_item(code).bom.push(line);
        }
        self
    }

    /// A bought item: `lead 5 d from ACME, inspect 2 d, min 100, multiple 25`.
    pub fn buy(mut self, code: &str, text: &str) -> Story {
        self.named_item(code).source = Source::Buy;
        self.rule(code, text)
    }

    /// An item that the customer brings.
    pub fn brought(mut self, code: &str) -> Story {
        self.named_item(code).source = Source::Customer;
        self
    }

    /// What else is to say about an item: lead time, supplier, inspection, lot rule, safety stock, yield,
    /// group, similar item.
    pub fn rule(mut self, code: &str, text: &str) -> Story {
        let item = self.named_item(code);
        for clause in clauses(text) {
            match words(clause).as_slice() {
                ["lead", days, "d"] => item.lead_days = Some(days.parse().expect("days")),
                ["lead", days, "d", "from", supplier] => {
                    item.lead_days = Some(days.parse().expect("days"));
                    item.supplier = Some((*supplier).into());
                }
                ["from", supplier] => item.supplier = Some((*supplier).into()),
                ["inspect", days, "d"] => item.inspection_days = days.parse().expect("days"),
                ["min", pieces] => item.lot.minimum = qty(pieces),
                ["multiple", pieces] => item.lot.multiple = qty(pieces),
                ["period", days, "d"] => item.lot.period_days = days.parse().expect("days"),
                ["safety", pieces] => item.safety_stock = qty(pieces),
                ["yield", factor] => item.yield_factor = ratio(factor),
                ["group", group] => item.group = Some((*group).into()),
                ["like", other, factor] => {
                    item.similar = Some(Similar { item: (*other).into(), factor: ratio(factor) });
                }
                _ => panic!("item {code}: what is “{clause}”?"),
            }
        }
        self
    }

    /// `lead 5 d, calendar day, sends Tue Thu, late 0 1 2 5`.
    pub fn supplier(mut self, code: &str, text: &str) -> Story {
        let mut supplier = Supplier::default();
        for clause in clauses(text) {
            match words(clause).as_slice() {
                ["lead", days, "d"] => supplier.lead_days = Some(days.parse().expect("days")),
                ["calendar", calendar] => supplier.calendar = Some((*calendar).into()),
                ["sends", days @ ..] => {
                    supplier.send_days = days.iter().flat_map(|d| weekdays(d)).collect();
                }
                ["late", days @ ..] => {
                    supplier.record = days.iter().map(|d| d.parse().expect("days late")).collect();
                }
                _ => panic!("supplier {code}: what is “{clause}”?"),
            }
        }
        self.shop.suppliers.insert(code.into(), supplier);
        self
    }

    /// `tier A, transit 2 d, takes parts, takes 5 % short, buffer 1 d, ships Tue 15:00`.
    pub fn customer(mut self, code: &str, text: &str) -> Story {
        let mut customer = Customer::default();
        for clause in clauses(text) {
            match words(clause).as_slice() {
                ["tier", tier] => customer.tier = parse::tier(tier),
                ["transit", days, "d"] => customer.transit_days = days.parse().expect("days"),
                ["takes", "parts"] => customer.partial = true,
                ["takes", percent, "%", "short"] => {
                    let share = percent.parse::<f64>().expect("a share") / 100.0;
                    customer.short_tolerance = Some(holdfast_engine::quantity::Ratio::of(share));
                }
                ["buffer", days, "d"] => customer.buffer_days = Some(days.parse().expect("days")),
                ["ships", days @ .., cutoff] => customer.ship = Some(ship_days(days, cutoff)),
                _ => panic!("customer {code}: what is “{clause}”?"),
            }
        }
        self.shop.customers.insert(code.into(), customer);
        self
    }

    /// `calendar day, ships Tue Fri 15:00, packing 30 min, buffer 1 d, move 60 min, wait 2 h`.
    pub fn policy(mut self, text: &str) -> Story {
        let settings = &mut self.shop.settings;
        for clause in clauses(text) {
            match words(clause).as_slice() {
                ["calendar", code] => settings.plant_calendar = Some((*code).into()),
                ["ships", days @ .., cutoff] => settings.ship = Some(ship_days(days, cutoff)),
                ["packing", span @ ..] => settings.packing = seconds(span),
                ["buffer", days, "d"] => settings.buffer_days = days.parse().expect("days"),
                ["move", span @ ..] => settings.move_between = seconds(span),
                ["wait", span @ ..] => settings.wait = seconds(span),
                _ => panic!("policy: what is “{clause}”?"),
            }
        }
        self
    }
}

fn ship_days(days: &[&str], cutoff: &str) -> ShipDays {
    ShipDays { weekdays: days.iter().flat_map(|d| weekdays(d)).collect(), cutoff: time(cutoff) }
}

/// `2026-03-14`, `2026-03-14..2026-03-16`, either with `08:00-12:00`.
fn exception(kind: ExceptionKind, when: &[&str]) -> Exception {
    let (days, hours): (&str, Option<(NaiveTime, NaiveTime)>) = match when {
        [days] => (days, None),
        [days, span] => (days, Some(parse::span(span))),
        _ => panic!("not dates, with or without hours: {when:?}"),
    };
    let (first, last) = days.split_once("..").unwrap_or((days, days));
    Exception { first: date(first), last: date(last), hours, kind }
}
