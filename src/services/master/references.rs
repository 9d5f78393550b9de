//! Codes that must name something, and what was most likely meant where they don't.

use crate::domain::refusal::{Refusal, master};
use crate::store::master::{customers, items, resources, suppliers};
use crate::store::{Db, Failure};

/// The codes nearest to `written`, best first.
fn nearest(written: &str, codes: &[String]) -> String {
    const SHOWN: usize = 3;
    const ALIKE: f64 = 0.6;
    let wanted = written.to_lowercase();
    let mut near: Vec<(f64, &String)> = codes
        .iter()
        .filter(|code| code.len().abs_diff(written.len()) <= 4)
        .map(|code| (strsim::normalized_damerau_levenshtein(&wanted, &code.to_lowercase()), code))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let shown: Vec<&str> = near.into_iter().take(SHOWN).map(|(_, code)| code.as_str()).collect();
    if shown.is_empty() { "–".to_owned() } else { shown.join(", ") }
}

/// That `code` names nothing.
pub(super) fn unknown(field: &str, what: &str, code: &str, codes: &[String]) -> Failure {
    let refusal = Refusal::at(master::UNKNOWN_REFERENCE, field, code).with("what", what);
    refusal.with("near", nearest(code, codes)).into()
}

fn retired(field: &str, what: &str, code: &str) -> Failure {
    Refusal::at(master::NOT_IN_USE, field, code).with("what", what).into()
}

/// The customer of that code, in use.
///
/// # Errors
///
/// [`master::UNKNOWN_REFERENCE`] with the nearest codes, or [`master::NOT_IN_USE`].
pub fn require_customer(db: &mut Db, field: &str, code: &str) -> Result<customers::Row, Failure> {
    match customers::one(db, code)? {
        Some(row) if row.active => Ok(row),
        Some(_) => Err(retired(field, "customer", code)),
        None => Err(unknown(field, "customer", code, &customers::codes(db)?)),
    }
}

/// The item of that code, in use.
///
/// # Errors
///
/// Those of [`require_customer`].
pub fn require_item(db: &mut Db, field: &str, code: &str) -> Result<items::Row, Failure> {
    match items::one(db, code)? {
        Some(row) if row.active => Ok(row),
        Some(_) => Err(retired(field, "item", code)),
        None => Err(unknown(field, "item", code, &items::codes(db)?)),
    }
}

/// The supplier of that code, in use.
///
/// # Errors
///
/// Those of [`require_customer`].
pub fn require_supplier(db: &mut Db, field: &str, code: &str) -> Result<suppliers::Row, Failure> {
    match suppliers::one(db, code)? {
        Some(row) if row.active => Ok(row),
        Some(_) => Err(retired(field, "supplier", code)),
        None => Err(unknown(field, "supplier", code, &suppliers::codes(db)?)),
    }
}

/// The work centre of that code, in use.
///
/// # Errors
///
/// Those of [`require_customer`].
pub fn require_work_centre(
    db: &mut Db,
    plant_id: i64,
    field: &str,
    code: &str,
) -> Result<resources::Row, Failure> {
    match resources::work_centre(db, plant_id, code)? {
        Some(row) if row.active => Ok(row),
        Some(_) => Err(retired(field, "work centre", code)),
        None => {
            let all = resources::work_centres(db, plant_id)?;
            let codes: Vec<String> = all.into_iter().map(|row| row.code).collect();
            Err(unknown(field, "work centre", code, &codes))
        }
    }
}

/// That the calendar exists, if one is named.
pub(super) fn require_calendar(
    db: &mut Db,
    plant_id: i64,
    field: &str,
    code: Option<&str>,
) -> Result<(), Failure> {
    let Some(code) = code else { return Ok(()) };
    let codes: Vec<String> =
        resources::shifts(db, plant_id)?.into_iter().map(|shift| shift.calendar).collect();
    if codes.iter().any(|known| known == code) {
        Ok(())
    } else {
        Err(unknown(field, "calendar", code, &codes))
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn what_was_meant_comes_first() {
        let codes = ["PT-1023", "PT-1032", "AXLE-9"].map(str::to_owned);
        assert_eq!(nearest("PT-1O23", &codes), "PT-1023, PT-1032");
        assert_eq!(nearest("zzz", &codes), "–");
    }
}
