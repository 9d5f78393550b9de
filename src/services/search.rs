//! Search that forgives: orders, customers, their own order and part numbers, items, work orders, purchase
//! orders, dispatch notes; each only for those who may read it. In what is over, which grows for ever, case,
//! separators and letters for digits are forgiven; in what is in hand, slips too.

use super::Ask;
use crate::domain::likeness::{Likeness, likeness};
use crate::domain::role::Right;
use crate::import::normal::{Forgiving, code, value};
use crate::store::Failure;
use crate::store::sales::{self, Named};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Hits at most.
const MOST: usize = 50;

/// What is searched for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct SearchQuery {
    /// A number, a name, or part of one.
    pub q: Option<String>,
    /// How many hits at most; 20 unless said, at most 50.
    pub limit: Option<u32>,
}

/// What was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Found {
    /// The hits, best first.
    pub items: Vec<Hit>,
}

/// A hit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct Hit {
    /// `sales-order`, `customer`, `item`, `work-order`, `purchase-order`, `dispatch-note`, `quote`.
    pub kind: String,
    /// Its number or code.
    pub key: String,
    /// What matched, as it is written: the number itself, a name, the customer's own number.
    pub matched: String,
    /// What matched: `number`, `name`, `customer-order`, `customer-part`.
    pub by: String,
}

/// Looks for `query` in everything that the actor may read.
///
/// # Errors
///
/// What the database says.
pub fn search(ask: &mut Ask<'_>, query: &SearchQuery) -> Result<Found, Failure> {
    let sought = value(query.q.as_deref().unwrap_or_default());
    let limit = query.limit.unwrap_or(20).clamp(1, MOST as u32) as usize;
    if sought.is_empty() {
        return Ok(Found { items: Vec::new() });
    }
    let folded = code(&sought, Forgiving::LookAlikes);
    let mut hits: Vec<(Likeness, Hit)> = Vec::new();
    for named in sales::searchable(ask.db, ask.plant.id, &kinds(ask), &pattern(&sought))? {
        if let Some(how) = likeness(&folded, &code(&named.text, Forgiving::LookAlikes)) {
            hits.push((how, hit(named)));
        }
    }
    hits.sort();
    let mut items: Vec<Hit> = Vec::new();
    for (_, hit) in hits {
        if items.len() < limit && !items.iter().any(|h| h.kind == hit.kind && h.key == hit.key) {
            items.push(hit);
        }
    }
    Ok(Found { items })
}

/// What SQL's `LIKE` finds of what is over: the letters of `sought` in their order, whatever stands between them,
/// with `!` before what would mean something. What is found is still measured.
fn pattern(sought: &str) -> String {
    let letters: Vec<char> = code(sought, Forgiving::Separators).chars().collect();
    let anywhere = letters.len() >= 3 || !letters.iter().all(char::is_ascii);
    let mut pattern = String::from(if anywhere { "%" } else { "" });
    for letter in letters {
        match letter {
            'O' | 'I' | 'L' => pattern.push('_'),
            '%' | '!' => pattern.extend(['!', letter]),
            other => pattern.push(other),
        }
        pattern.push('%');
    }
    pattern
}

fn hit(named: Named) -> Hit {
    Hit { kind: named.kind.to_owned(), key: named.key, matched: named.text, by: named.by.to_owned() }
}

/// The kinds whose lists the actor may read.
fn kinds(ask: &Ask<'_>) -> Vec<&'static str> {
    let rules: [(_, &[Right]); 7] = [
        ("sales-order", &[Right::ReadOrders]),
        ("customer", &[Right::ReadOrders]),
        ("quote", &[Right::ReadOrders]),
        ("dispatch-note", &[Right::ReadOrders, Right::Dispatch]),
        ("item", &[Right::ReadOrders, Right::ReadWork, Right::ReadPurchasing]),
        ("work-order", &[Right::ReadWork]),
        ("purchase-order", &[Right::ReadPurchasing]),
    ];
    let may = |rights: &[Right]| rights.iter().any(|right| ask.actor.may(*right));
    rules.into_iter().filter(|(_, rights)| may(rights)).map(|(kind, _)| kind).collect()
}
