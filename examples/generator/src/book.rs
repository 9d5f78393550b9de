//! The order book: who ordered what, when, and what was promised.
//!
//! Promises are made by feel, as the shops that Holdfast is for make them: the usual lead time, give or take,
//! with no look at the load. That is why so few of them are kept in the story.

use crate::catalogue::Catalogue;
use crate::clock::{DAY, Minute, midnight, weekday};
use crate::python_random::{PythonRandom, cumulative};

/// What distinguishes one shop's story from another's.
#[derive(Debug, Clone, Copy)]
pub struct Story {
    /// Seed of all draws.
    pub seed: u64,
    /// The snapshot's instant.
    pub now: Minute,
    /// Orders in a usual week.
    pub weekly_orders: f64,
    /// Orders in a week after the Spring Festival rush began, as a multiple of the usual.
    pub rush: f64,
    /// Promised lead time before the rush, as a multiple of the usual.
    pub usual_promise: f64,
    /// Promised lead time since the rush.
    pub rush_promise: f64,
}

/// An order line, or one schedule line of it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the workbook's order sheet")]
pub struct Line {
    /// Order number.
    pub order: String,
    /// Line number: 10, 20, …
    pub number: i64,
    /// Schedule line, if the line has several.
    pub schedule: Option<i64>,
    /// Index of the customer.
    pub customer: usize,
    /// Index of the item.
    pub item: usize,
    /// Pieces.
    pub quantity: i64,
    /// When it was entered.
    pub ordered: Minute,
    /// The day the customer asked for, on the order's date basis.
    pub requested: Minute,
    /// The day promised, on the order's date basis.
    pub promise: Option<Minute>,
    /// Whether its dates are arrivals.
    pub arrival: bool,
    /// Whether the order goes out whole.
    pub ship_complete: bool,
    /// Whether it is a forecast.
    pub forecast: bool,
    /// Whether it is served from finished stock.
    pub from_stock: bool,
    /// When work orders are made for it.
    pub release: Minute,
    /// Shipping day that the floor works towards.
    pub due: Minute,
}

const RUSH_WEEK: i64 = 26;
const CLOSED_WEEK: i64 = 28;

/// Draws all orders from the story's first day up to its now.
pub fn draw(shop: &Catalogue, story: &Story, random: &mut PythonRandom) -> Vec<Line> {
    let weights = Weights::new(shop);
    let mut lines = Vec::new();
    let mut order = 4100;
    for week in 0..=story.now / (7 * DAY) {
        let busy = if week == CLOSED_WEEK {
            0.15
        } else if week >= RUSH_WEEK {
            story.rush
        } else {
            1.0
        };
        let orders = (story.weekly_orders * busy + random.random()) as i64;
        let mut days: Vec<i64> = (0..orders).map(|_| random.below(5) as i64).collect();
        days.sort_unstable();
        for day in days {
            let ordered = (week * 7 + day) * DAY + (8 + random.below(9) as i64) * 60;
            order += 1;
            if ordered < story.now {
                draw_order(shop, story, &weights, &format!("SO-{order}"), ordered, random, &mut lines);
            }
        }
    }
    lines
}

struct Weights {
    customers: Vec<f64>,
    items: Vec<f64>,
}

impl Weights {
    fn new(shop: &Catalogue) -> Self {
        let customers: Vec<f64> = shop.customers.iter().map(|customer| customer.weight).collect();
        let items: Vec<f64> = shop.items.iter().map(|item| item.sold).collect();
        Self { customers: cumulative(&customers), items: cumulative(&items) }
    }
}

fn draw_order(
    shop: &Catalogue,
    story: &Story,
    weights: &Weights,
    order: &str,
    ordered: Minute,
    random: &mut PythonRandom,
    lines: &mut Vec<Line>,
) {
    let customer = random.weighted(&weights.customers);
    let several = random.choice(&[1, 1, 1, 2, 2, 2, 3, 4]);
    let arrival = shop.customers[customer].transit_days > 5 && random.random() < 0.5;
    let ship_complete = several > 1 && random.random() < 0.22;
    let release = shop.clock.working_days(ordered, random.choice(&[1, 1, 2, 3]));
    let scheduled = several == 1 && shop.customers[customer].partial && random.random() < 0.3;
    for number in 1..=several {
        let item = random.weighted(&weights.items);
        let quantity = draw_quantity(&shop.items[item].group, random);
        let simple = matches!(shop.items[item].group.as_str(), "bracket" | "bushing");
        let from_stock = simple && !scheduled && random.random() < 0.3;
        let line = Line {
            order: order.to_owned(),
            number: number * 10,
            schedule: None,
            customer,
            item,
            quantity,
            ordered,
            requested: 0,
            promise: None,
            arrival,
            ship_complete,
            forecast: false,
            from_stock,
            release,
            due: 0,
        };
        let line = with_dates(shop, story, line, random);
        if scheduled { push_schedule(shop, &line, lines) } else { lines.push(line) }
    }
}

fn draw_quantity(group: &str, random: &mut PythonRandom) -> i64 {
    match group {
        "assembly" => random.choice(&[8, 10, 12, 16, 16, 20, 24, 32, 40]),
        "sub-assembly" => random.choice(&[20, 24, 40, 48]),
        "valve body" | "housing" => random.choice(&[16, 20, 24, 32, 40, 48, 60, 80]),
        _ => random.choice(&[40, 50, 60, 80, 100, 120, 160, 200, 240]),
    }
}

/// Requested and promised dates: the usual lead time, by feel.
fn with_dates(shop: &Catalogue, story: &Story, mut line: Line, random: &mut PythonRandom) -> Line {
    let rushed = line.ordered >= RUSH_WEEK * 7 * DAY;
    let mood = if rushed { story.rush_promise } else { story.usual_promise };
    let usual = if line.from_stock { 8.0 } else { shop.items[line.item].lead_days as f64 };
    let lead = (usual * mood * random.uniform(0.75, 1.35)) as i64;
    let day = midnight(crate::clock::date(shop.clock.working_days(line.ordered, lead.max(4))));
    let earlier = random.choice(&[0, 0, 0, 1, 2, 3, 5, 8]);
    let asked = midnight(crate::clock::date(shop.clock.working_days(day + DAY / 2, -earlier)));
    let transit = if line.arrival { shop.customers[line.customer].transit_days * DAY } else { 0 };
    // The office promises the newest orders last, and a few never.
    let age = story.now - line.ordered;
    let silent = random.random();
    let promised = if age < 3 * DAY { silent > 0.6 } else { silent > 0.03 };
    line.promise = promised.then_some(day + transit);
    line.requested = asked.max(line.ordered + 2 * DAY) / DAY * DAY + transit;
    line.due = day + 16 * 60;
    line
}

/// Three schedule lines two weeks apart, the last one a forecast.
fn push_schedule(shop: &Catalogue, line: &Line, lines: &mut Vec<Line>) {
    for schedule in 1..=3 {
        let later = (schedule - 1) * 14 * DAY;
        let move_on = |minute: Minute| {
            let moved = minute + later;
            if weekday(moved) > 4 { moved + 2 * DAY } else { moved }
        };
        let share = [(line.quantity + 1) / 2, line.quantity / 2, line.quantity / 2];
        lines.push(Line {
            schedule: Some(schedule),
            quantity: share[schedule as usize - 1].max(1),
            requested: move_on(line.requested),
            promise: if schedule == 3 { None } else { line.promise.map(move_on) },
            forecast: schedule == 3,
            release: shop.clock.working_days(line.release, (schedule - 1) * 8),
            due: move_on(line.due),
            ..line.clone()
        });
    }
}
