//! What lines keep from the quotes that they were: under which number their luck is drawn, and the minutes that were
//! typed for a part without a routing.

use crate::domain::sales::QuoteStatus;
use crate::store::schema::sales::{quote_lines, quoted_lines, quotes};
use crate::store::{Columns, Db, Failure, Json};
use diesel::prelude::*;

/// What a line of an order, or of a held quote, has from its quote.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = quoted_lines)]
pub struct QuotedLine {
    /// The plant.
    pub plant_id: i64,
    /// Number of the order, or of the quote while it is held.
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// The number under which its random numbers are drawn.
    pub luck: String,
    /// The minutes that were typed for it: [`crate::domain::estimate::EstimatedStep`]s, or null.
    pub estimate: Json,
}

/// Notes what a line has from its quote.
///
/// # Errors
///
/// What the database says.
pub fn insert_quoted_line(db: &mut Db, line: &QuotedLine) -> Result<(), Failure> {
    db.run(diesel::insert_into(quoted_lines::table).values(line))?;
    Ok(())
}

/// What the lines of some orders and held quotes have from their quotes, or those of all, by order and line.
///
/// # Errors
///
/// What the database says.
pub fn quoted(db: &mut Db, plant_id: i64, numbers: Option<&[String]>) -> Result<Vec<QuotedLine>, Failure> {
    let mut rows = Vec::new();
    let of_plant = quoted_lines::plant_id.eq(plant_id);
    match numbers {
        None => {
            rows.extend(db.all(quoted_lines::table.filter(of_plant).select(QuotedLine::columns()))?);
        }
        Some(numbers) => {
            for some in numbers.chunks(500) {
                let wanted = of_plant.and(quoted_lines::order_no.eq_any(some.to_vec()));
                rows.extend(db.all(quoted_lines::table.filter(wanted).select(QuotedLine::columns()))?);
            }
        }
    }
    let joined = quote_lines::table.inner_join(
        quotes::table
            .on(quotes::number.eq(quote_lines::quote).and(quotes::plant_id.eq(quote_lines::plant_id))),
    );
    let held = quotes::plant_id.eq(plant_id).and(quotes::status.eq(QuoteStatus::Held));
    let columns = (quote_lines::quote, quote_lines::line, quote_lines::luck, quote_lines::estimate);
    let held: Vec<(String, String, String, Json)> = db.all(joined.filter(held).select(columns))?;
    let held = held.into_iter().filter(|(quote, ..)| numbers.is_none_or(|numbers| numbers.contains(quote)));
    rows.extend(held.map(|(quote, line, luck, estimate)| {
        let luck = if luck.is_empty() { quote.clone() } else { luck };
        QuotedLine { plant_id, order_no: quote, line, luck, estimate }
    }));
    rows.sort_by(|a, b| (&a.order_no, &a.line).cmp(&(&b.order_no, &b.line)));
    Ok(rows)
}
