//! The neutral models that everything is measured on: the same order books that the peers' figures come from.

use anyhow::{Context, Result};
use example_generator::neutral::{self, Options};
use holdfast::import::neutral::NeutralModel;
use holdfast::planning;
use holdfast_engine::model::Shop;
use std::fs;
use std::path::{Path, PathBuf};

/// From this size on a model has 100 resources, so that its load stays that of a shop.
const LARGE: usize = 100_000;

/// An order book of some size and seed.
#[derive(Clone, Debug)]
pub struct Case {
    /// How many orders it has.
    pub orders: usize,
    /// The seed that it was drawn with.
    pub seed: u64,
    /// The order book.
    pub model: NeutralModel,
}

impl Case {
    /// Draws the order book.
    ///
    /// # Errors
    ///
    /// The generator writes what the importer does not read.
    pub fn draw(orders: usize, seed: u64) -> Result<Case> {
        let resources = (orders >= LARGE).then_some(100);
        let drawn = neutral::model(&Options { resources, seed, ..Options::new(orders) });
        let model = serde_json::from_value(drawn).context("the generator's model is not the importer's")?;
        Ok(Case { orders, seed, model })
    }

    /// The shop that it describes.
    ///
    /// `improve` is for how many passes a better sequence is searched, `tiers` whether priorities count.
    pub fn shop(&self, improve: u32, tiers: bool) -> Shop {
        planning::neutral::shop(&self.model, None, improve, tiers)
    }

    /// Writes it as a file into `folder`.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn write(&self, folder: &Path) -> Result<PathBuf> {
        let path = folder.join(format!("model-{}-{}.json", self.orders, self.seed));
        fs::write(&path, serde_json::to_vec(&self.model)?).with_context(|| path.display().to_string())?;
        Ok(path)
    }

    /// How tables name it.
    pub fn label(&self) -> String {
        crate::page::grouped(self.orders as u64)
    }
}
