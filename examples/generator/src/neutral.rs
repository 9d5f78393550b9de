//! The neutral order book: a plain job shop of any size, as benches and comparisons plan it.
//!
//! It owns the recipe and the order of its draws. Both are frozen: the model of a size and seed is published,
//! and results measured on it stay comparable only while every value stays as it is. So the draws come from
//! [`PythonRandom`], sums run in the order of the recipe, and halves round to even.
//!
//! Every shop has its plan date on Monday 2026-01-05 00:00, plant-local times and no daylight saving.

use chrono::{Days, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use crate::python_random::{PythonRandom, cumulative};

const COMPONENTS: usize = 200;
/// Name, days per week from Monday, first hour, last hour.
const CALENDARS: [(&str, u32, u32, u32); 3] =
    [("two-shift", 5, 6, 22), ("one-shift", 5, 7, 15), ("two-shift-sat", 6, 6, 22)];
const HOLIDAYS: [&str; 5] = ["2026-01-26", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-25"];

/// Size and tightness of an order book.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Orders, of one line each.
    pub orders: usize,
    /// Machines, at least 5; `None` takes 20 for 1,000 orders, 35 for 5,000, 50 for 20,000 and else 30.
    pub resources: Option<usize>,
    /// Mean share of each machine's hours that the orders need within `weeks`.
    pub utilisation: f64,
    /// Weeks over which the due dates are spread.
    pub weeks: u32,
    /// Seed of all draws.
    pub seed: u64,
}

impl Options {
    /// The usual book of this size: 80 % utilisation, 26 weeks, seed 1.
    pub fn new(orders: usize) -> Self {
        Self { orders, resources: None, utilisation: 0.80, weeks: 26, seed: 1 }
    }

    fn resource_count(&self) -> usize {
        self.resources.unwrap_or(match self.orders {
            1000 => 20,
            5000 => 35,
            20000 => 50,
            _ => 30,
        })
    }
}

/// A machine with its calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// `R00`, `R01`, …
    pub name: String,
    /// Index into the three calendars: two-shift, one-shift, two-shift-sat.
    calendar: usize,
}

impl Resource {
    fn week_hours(&self) -> u32 {
        let (_, days, start, end) = CALENDARS[self.calendar];
        days * (end - start)
    }
}

struct Component {
    lead_days: i64,
    on_hand: i64,
}

struct Operation {
    resource: usize,
    /// As drawn, before scaling: a tenth of the setup minutes.
    setup: f64,
    /// As drawn, before scaling: minutes for a piece.
    unit: f64,
    setup_minutes: i64,
    unit_seconds: i64,
}

struct Need {
    component: usize,
    quantity: i64,
    step: usize,
}

struct Item {
    operations: Vec<Operation>,
    needs: Vec<Need>,
}

struct Order {
    item: usize,
    quantity: i64,
    due_day: i64,
    priority: usize,
}

/// A whole order book.
pub struct Model {
    weeks: u32,
    resources: Vec<Resource>,
    components: Vec<Component>,
    items: Vec<Item>,
    orders: Vec<Order>,
}

/// The order book for these options, as JSON with all times in minutes or seconds.
pub fn model(options: &Options) -> Value {
    Model::draw(options).to_json()
}

impl Model {
    /// Draws an order book. The order of the draws is part of the recipe.
    pub fn draw(options: &Options) -> Self {
        let mut random = PythonRandom::new(options.seed);
        let resources = draw_resources(&mut random, options.resource_count());
        let weights: Vec<f64> = resources
            .iter()
            .map(|resource| f64::from(resource.week_hours()) * random.uniform(0.85, 1.15))
            .collect();
        let components = (0..COMPONENTS)
            .map(|_| Component { lead_days: random.choice(&[3, 5, 7, 10, 14, 21, 28, 35, 45]), on_hand: 0 })
            .collect();
        let weights = cumulative(&weights);
        let items: Vec<Item> =
            (0..(options.orders / 10).clamp(100, 1000)).map(|_| draw_item(&mut random, &weights)).collect();
        let orders =
            (0..options.orders).map(|_| draw_order(&mut random, items.len(), options.weeks)).collect();
        let mut model = Self { weeks: options.weeks, resources, components, items, orders };
        model.scale_times(&mut random, options.utilisation);
        model.stock_components();
        model
    }

    /// Scales the times so that each machine's work is its own share of its hours, 12 points about the mean.
    fn scale_times(&mut self, random: &mut PythonRandom, utilisation: f64) {
        let mut load = vec![0.0; self.resources.len()];
        for order in &self.orders {
            for operation in &self.items[order.item].operations {
                load[operation.resource] += operation.setup * 10.0 + operation.unit * order.quantity as f64;
            }
        }
        let scale: Vec<f64> = self
            .resources
            .iter()
            .zip(&load)
            .map(|(resource, load)| {
                let share = random.uniform(utilisation - 0.12, utilisation + 0.12);
                share * f64::from(resource.week_hours()) * f64::from(self.weeks) * 60.0 / load.max(1.0)
            })
            .collect();
        for operation in self.items.iter_mut().flat_map(|item| &mut item.operations) {
            let factor = scale[operation.resource];
            operation.setup_minutes = whole(operation.setup * 10.0 * factor);
            operation.unit_seconds = whole(operation.unit * 60.0 * factor);
        }
    }

    /// Opening stock: four fifths of what falls due within a component's lead time and a week.
    fn stock_components(&mut self) {
        let mut due = vec![0_i64; self.components.len()];
        for order in &self.orders {
            for need in &self.items[order.item].needs {
                if order.due_day <= self.components[need.component].lead_days + 7 {
                    due[need.component] += need.quantity * order.quantity;
                }
            }
        }
        for (component, due) in self.components.iter_mut().zip(due) {
            component.on_hand = (0.8 * due as f64) as i64;
        }
    }

    /// The model in the published shape.
    pub fn to_json(&self) -> Value {
        let start = plan_start();
        let calendars: serde_json::Map<String, Value> = CALENDARS
            .iter()
            .map(|&(name, days, start, end)| {
                let days: Vec<u32> = (0..days).collect();
                (name.to_owned(), json!({"days": days, "start": start, "end": end}))
            })
            .collect();
        let resources: Vec<Value> = self
            .resources
            .iter()
            .map(|resource| json!({"name": resource.name, "calendar": CALENDARS[resource.calendar].0}))
            .collect();
        json!({
            "current": iso(start),
            "horizon_end": iso(start + Days::new(u64::from(self.weeks) * 4 * 7)),
            "holidays": HOLIDAYS,
            "calendars": calendars,
            "resources": resources,
            "components": self.components_json(),
            "items": self.items_json(),
            "orders": self.orders_json(),
        })
    }

    fn components_json(&self) -> Vec<Value> {
        self.components
            .iter()
            .enumerate()
            .map(|(i, c)| json!({"name": component_name(i), "lead_days": c.lead_days, "onhand": c.on_hand}))
            .collect()
    }

    fn items_json(&self) -> Vec<Value> {
        let operation = |o: &Operation| {
            json!({"resource": self.resources[o.resource].name, "setup_min": o.setup_minutes,
                "unit_sec": o.unit_seconds})
        };
        let need = |n: &Need| json!({"comp": component_name(n.component), "qty": n.quantity, "step": n.step});
        self.items
            .iter()
            .enumerate()
            .map(|(i, item)| {
                let operations: Vec<Value> = item.operations.iter().map(operation).collect();
                let needs: Vec<Value> = item.needs.iter().map(need).collect();
                json!({"name": item_name(i), "ops": operations, "comps": needs})
            })
            .collect()
    }

    fn orders_json(&self) -> Vec<Value> {
        self.orders
            .iter()
            .enumerate()
            .map(|(i, order)| {
                let due = plan_start() + chrono::Duration::hours(order.due_day * 24 + 17);
                json!({"name": format!("SO{i:06}"), "item": item_name(order.item), "qty": order.quantity,
                    "due": iso(due), "priority": order.priority})
            })
            .collect()
    }

    /// One sentence on size and tightness: the work against the machines' hours.
    pub fn summary(&self) -> String {
        let work: f64 = self
            .orders
            .iter()
            .flat_map(|order| self.items[order.item].operations.iter().map(move |o| (o, order.quantity)))
            .map(|(o, quantity)| {
                o.setup_minutes as f64 / 60.0 + o.unit_seconds as f64 / 3600.0 * quantity as f64
            })
            .sum();
        let capacity =
            f64::from(self.resources.iter().map(Resource::week_hours).sum::<u32>()) * f64::from(self.weeks);
        format!(
            "{} orders, {} items, {} resources, {} components, work {work:.0} h vs capacity {capacity:.0} h = {:.2}",
            self.orders.len(),
            self.items.len(),
            self.resources.len(),
            self.components.len(),
            work / capacity
        )
    }
}

fn draw_resources(random: &mut PythonRandom, count: usize) -> Vec<Resource> {
    (0..count)
        .map(|i| {
            let x = random.random();
            let calendar = if x < 0.7 { 0 } else { 1 + usize::from(x >= 0.85) };
            Resource { name: format!("R{i:02}"), calendar }
        })
        .collect()
}

fn draw_item(random: &mut PythonRandom, weights: &[f64]) -> Item {
    let steps = random.choice(&[3, 4, 5]);
    let mut route: Vec<usize> = Vec::new();
    while route.len() < steps {
        let resource = random.weighted(weights);
        if !route.contains(&resource) {
            route.push(resource);
        }
    }
    let operations = route
        .into_iter()
        .map(|resource| {
            let setup = random.uniform(0.1, 0.4);
            let unit = random.lognormal(0.0, 0.4);
            Operation { resource, setup, unit, setup_minutes: 0, unit_seconds: 0 }
        })
        .collect();
    let different = random.choice(&[1, 2, 3]);
    let needs = random
        .sample(COMPONENTS, different)
        .into_iter()
        .enumerate()
        .map(|(i, component)| {
            let quantity = random.choice(&[1, 1, 2, 4]);
            Need { component, quantity, step: if i == 0 { 0 } else { random.below(steps) } }
        })
        .collect();
    Item { operations, needs }
}

fn draw_order(random: &mut PythonRandom, items: usize, weeks: u32) -> Order {
    let item = random.below(items);
    let quantity = random.choice(&[1, 2, 5, 8, 10, 12, 15, 20, 25, 40]);
    let due = if random.random() > 0.05 {
        5.0 + random.random() * f64::from(weeks * 7 - 5)
    } else {
        random.uniform(1.0, 10.0)
    };
    let priority = 1 + random.weighted(&[1.0, 9.0, 10.0]);
    Order { item, quantity, due_day: due as i64, priority }
}

/// Rounded half to even, and at least 1.
fn whole(time: f64) -> i64 {
    (time.round_ties_even() as i64).max(1)
}

fn plan_start() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 1, 5).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a date")
}

fn iso(instant: NaiveDateTime) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn component_name(index: usize) -> String {
    format!("C{index:03}")
}

fn item_name(index: usize) -> String {
    format!("P{index:04}")
}
