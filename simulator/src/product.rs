//! Products that a world lists, as a shop's own routings have them.
//!
//! Owns their fields, what they must name, and how many orders for them a shop can take. Nothing is drawn here.

use crate::order::Content;
use crate::world::World;
use serde::{Deserialize, Serialize};

/// A product as it is made, whatever lot is ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// What the shop calls it.
    pub code: String,
    /// Its operations in order; a station may come twice.
    pub steps: Vec<Step>,
    /// Codes of the suppliers of its purchased parts.
    #[serde(default)]
    pub parts: Vec<String>,
}

/// An operation of a listed product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The code of its station.
    pub station: String,
    /// Planned working hours for a usual lot.
    pub hours: f64,
}

impl Product {
    /// Whether all that it names is there.
    pub(crate) fn fits(&self, world: &World) -> bool {
        let hours = |step: &Step| step.hours.is_finite() && step.hours > 0.0;
        let steps = self.steps.iter().all(|step| {
            hours(step) && place(world.stations.iter().map(|s| &s.code), &step.station).is_some()
        });
        let suppliers =
            self.parts.iter().all(|code| place(world.suppliers.iter().map(|s| &s.code), code).is_some());
        !self.steps.is_empty() && steps && suppliers
    }

    /// Planned hours of its operations at a station.
    pub(crate) fn hours_at(&self, station: &str) -> impl Iterator<Item = f64> {
        self.steps.iter().filter(move |step| step.station == station).map(|step| step.hours)
    }

    /// It in the indices of its world.
    pub(crate) fn content(&self, world: &World) -> Content {
        let station = |step: &Step| place(world.stations.iter().map(|s| &s.code), &step.station);
        let supplier = |code: &String| place(world.suppliers.iter().map(|s| &s.code), code);
        Content {
            stations: self.steps.iter().filter_map(station).collect(),
            planned: self.steps.iter().map(|step| step.hours).collect(),
            parts: self.parts.iter().filter_map(supplier).collect(),
        }
    }
}

fn place<'a>(mut codes: impl Iterator<Item = &'a String>, code: &String) -> Option<usize> {
    codes.position(|other| other == code)
}

impl World {
    /// Orders in an hour of the clock, all listed products alike, so that the station with most work is used as
    /// [`World::load`] says: listed routings do not use all stations alike.
    pub(crate) fn listed_orders_an_hour(&self) -> f64 {
        let products = &self.products.list;
        let most = |station: &crate::world::Station| {
            let steps = products.iter().flat_map(|product| &product.steps);
            let hours: f64 = steps.filter(|step| step.station == station.code).map(|step| step.hours).sum();
            station.machines as f64 * products.len() as f64 / (hours * station.slowness())
        };
        let bottleneck = self.stations.iter().map(most).fold(f64::INFINITY, f64::min);
        self.load * self.hours().share() * bottleneck
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_station_of_the_example_shop_has_the_load_of_its_world() {
        let world = World::find("precision").expect("the world");
        let rate = world.orders_an_hour() / world.hours().share();
        let load = |code: &str, machines: f64| {
            let steps = world.products.list.iter().flat_map(|product| &product.steps);
            let hours: f64 = steps.filter(|step| step.station == code).map(|step| step.hours).sum();
            rate * hours / world.products.list.len() as f64 * 1.06 / machines
        };
        assert!((load("ASM-1", 4.0) - 0.85).abs() < 1e-9, "{}", load("ASM-1", 4.0));
        assert!(load("MIL-1", 4.0) < 0.85 && load("MIL-1", 4.0) > 0.6, "{}", load("MIL-1", 4.0));
    }

    #[test]
    fn listed_products_are_ordered_as_they_are() {
        let world = World::find("precision").expect("the world");
        let catalogue = crate::order::catalogue(&world, crate::chance::Dice::new(1));
        assert_eq!(catalogue.len(), world.products.list.len());
        for (content, product) in catalogue.iter().zip(&world.products.list) {
            assert_eq!(content.stations.len(), product.steps.len());
            assert_eq!(content.parts.len(), product.parts.len());
        }
    }
}
