//! Tablets and who is signed in at them: their secrets in, an [`Actor`] out, named as the plant wants it.

use super::{secret, throttle::Throttle};
use crate::domain::floor::{Identity, OnFloor};
use crate::domain::refusal::{Refusal, floor as codes};
use crate::domain::role::{Actor, Right};
use crate::domain::value::Moment;
use crate::store::floor::{self as rows, Device, Operator};
use crate::store::master::settings;
use crate::store::{Db, Failure, Plant, plant};
use crate::text::Lang;
use std::collections::BTreeSet;
use std::time::Duration;

/// How long an enrolled tablet keeps its cookie.
pub const DEVICE_DAYS: i64 = 400;
/// For how long a code enrols a tablet.
pub const ENROLMENT_MINUTES: i64 = 10;
/// How long an operator stays signed in at a tablet.
pub const OPERATOR_HOURS: i64 = 12;

/// Wrong PINs of one operator at one tablet. PINs are short: five at once, then one a minute.
pub(super) fn pins() -> Throttle {
    Throttle::new(5, Duration::from_mins(1))
}

/// Wrong badges at one tablet, whichever: thirty at once, then one each ten seconds. Nobody guesses a badge; a tablet
/// that tries thousands is no tablet.
pub(super) fn badges() -> Throttle {
    Throttle::new(30, Duration::from_secs(10))
}

/// What operators are called in reports and in the journal.
#[derive(Clone, Debug)]
pub struct Names {
    identity: Identity,
    key: String,
}

impl Names {
    /// What the plant wants.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn read(db: &mut Db, plant: &Plant) -> Result<Self, Failure> {
        let identity = settings::policies(plant)?.floor.identity;
        let key = match identity {
            Identity::Pseudonymous => rows::pseudonym_key(db, plant.id)?.unwrap_or_default(),
            Identity::Full | Identity::Off => String::new(),
        };
        Ok(Self { identity, key })
    }

    /// What may be written down of `code`; nothing where nobody is to be named, or there is no key to hide them by.
    pub fn of(&self, code: &str) -> Option<String> {
        match self.identity {
            Identity::Full => Some(code.to_owned()),
            Identity::Pseudonymous if self.key.is_empty() => None,
            Identity::Pseudonymous => Some(secret::pseudonym(&self.key, code)),
            Identity::Off => None,
        }
    }
}

/// Who stands behind a tablet's secret, and behind the one of the operator who is signed in at it.
///
/// # Errors
///
/// [`codes::DEVICE_REVOKED`], [`codes::OPERATOR_SIGNED_OUT`], or what the database says.
pub(super) fn who(db: &mut Db, device: &str, operator: Option<&str>, now: Moment) -> Result<Actor, Failure> {
    let found = rows::device_of(db, &secret::fingerprint(device))?;
    let Some(device) = found.filter(|device| device.revoked.is_none()) else {
        return Err(Refusal::new(codes::DEVICE_REVOKED).into());
    };
    let Some(operator) = operator else { return Ok(actor(&device, None, None)) };
    let found = rows::signed_in(db, &secret::fingerprint(operator), &device.name, now)?;
    let Some(operator) = found.filter(|operator| operator.active) else {
        return Err(Refusal::new(codes::OPERATOR_SIGNED_OUT).into());
    };
    let plant = plant(db, device.plant_id)?;
    let name = Names::read(db, &plant)?.of(&operator.code);
    Ok(actor(&device, Some(&operator), name))
}

/// The tablet as the one who acts, or the operator at it under `name`.
pub fn actor(device: &Device, operator: Option<&Operator>, name: Option<String>) -> Actor {
    let mut rights = BTreeSet::from([Right::ReadWork, Right::Report]);
    rights.extend(operator.filter(|operator| operator.lead).map(|_| Right::LeadFloor));
    rights.extend(operator.filter(|operator| operator.inspects).map(|_| Right::Inspect));
    Actor {
        name: name.map_or_else(|| format!("device:{}", device.name), |name| format!("operator:{name}")),
        rights,
        roles: BTreeSet::new(),
        lang: Lang::from_tag(operator.map_or(&device.lang, |operator| &operator.lang)),
        floor: Some(OnFloor {
            device: device.name.clone(),
            work_centres: device.work_centres.0.iter().cloned().collect(),
            operator: operator.map(|operator| operator.code.clone()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_named_who_is_not_to_be() {
        let names = |identity, key: &str| Names { identity, key: key.to_owned() };
        assert_eq!(names(Identity::Full, "").of("W1").as_deref(), Some("W1"));
        assert_eq!(names(Identity::Off, "k").of("W1"), None);
        assert_eq!(names(Identity::Pseudonymous, "").of("W1"), None, "without a key");
        let hidden = names(Identity::Pseudonymous, "k").of("W1").expect("a pseudonym");
        assert_eq!(names(Identity::Pseudonymous, "k").of("W1"), Some(hidden.clone()), "it stays");
        assert_ne!(names(Identity::Pseudonymous, "other").of("W1"), Some(hidden.clone()));
        assert_ne!(names(Identity::Pseudonymous, "k").of("W2"), Some(hidden.clone()));
        assert!(!hidden.contains("W1"));
    }
}
