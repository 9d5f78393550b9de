//! The days to offer: all lines of a request tried together, and searched for one by one only if that hurts.
//!
//! A day that would hurt a promise is not offered while there is a later one that does not, so what is offered can
//! also be accepted. Owns in which order days and lines are tried; never what hurts, nor what is stored.

use super::fit::{Fitted, fit};
use crate::domain::likeness::nearest;
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::value::Day;
use crate::planning::outlook::Outlook;
use crate::services::promise::{Days, Joint, Judge, TogetherOdds, Trial, View, first_harmless};
use crate::services::sales::unknown;
use crate::store::Failure;
use holdfast_engine::model::LineKey;
use holdfast_engine::quote::{NoQuote, Request, Wish};

/// Times that all lines are tried together before they are looked at one by one.
const TOGETHER: u32 = 4;

/// A line that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The line that it becomes: it has its luck.
    pub key: LineKey,
    /// What is asked for.
    pub request: Request,
}

/// How days are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// Whether the days are only fitted.
    pub unchecked: bool,
    /// Whether all lines leave together, on one day.
    pub complete: bool,
}

/// The day found for a line.
#[derive(Debug)]
pub(super) struct Found {
    /// What fitting it gave.
    pub fitted: Fitted,
    /// The day.
    pub day: Day,
    /// What promising it would do, beside all others; nothing if it was only fitted.
    pub trial: Option<Trial>,
}

/// The days of all lines.
#[derive(Debug)]
pub(super) struct Dates {
    /// One for each line.
    pub lines: Vec<Found>,
    /// What the futures say of all of them together.
    pub together: Option<TogetherOdds>,
}

/// The search for days on one snapshot.
struct Search<'a> {
    judge: &'a Judge,
    on: View<'a>,
    asked: &'a [Asked],
}

/// The days of all lines on `on`.
///
/// # Errors
///
/// A line can't be quoted.
pub(super) fn find(judge: &Judge, on: View<'_>, asked: &[Asked], how: How) -> Result<Dates, Failure> {
    let search = Search { judge, on, asked };
    let fitted: Result<Vec<Fitted>, Failure> =
        (0..).zip(asked).map(|(index, line)| search.fit(on, index, line)).collect();
    let fitted = fitted?;
    let soonest: Result<Vec<Day>, Failure> = fitted.iter().map(|fitted| search.soonest(fitted)).collect();
    let soonest = soonest?;
    let latest = soonest.iter().max().copied().ok_or_else(no_day)?;
    if how.unchecked {
        let fitted = if how.complete || asked.len() == 1 { fitted } else { search.one_by_one(false)?.0 };
        let line = |fitted: Fitted| {
            let day = if how.complete { latest } else { search.soonest(&fitted)? };
            Ok(Found { fitted, day, trial: None })
        };
        let lines: Result<Vec<Found>, Failure> = fitted.into_iter().map(line).collect();
        return Ok(Dates { lines: lines?, together: None });
    }
    let (days, joint) = match how.complete || asked.len() == 1 {
        true => search.all_on_one_day(latest, how.complete)?,
        false => search.each_on_its_own(soonest)?,
    };
    let together = judge.complete(&joint);
    let mut fitted = fitted;
    if asked.len() > 1 {
        search.wanted(&mut fitted, &days, how.complete)?;
    }
    let found = fitted.into_iter().zip(days).zip(joint.trials);
    let lines = found.map(|((fitted, day), trial)| Found { fitted, day, trial: Some(trial) }).collect();
    Ok(Dates { lines, together })
}

/// The days of several lines, looked for from `days` on, and what came of trying them together.
///
/// # Errors
///
/// A line can't be quoted.
pub(super) fn scheduled(
    judge: &Judge,
    on: View<'_>,
    asked: &[Asked],
    days: Vec<Day>,
) -> Result<(Vec<Day>, Joint), Failure> {
    Search { judge, on, asked }.each_on_its_own(days)
}

impl<'a> Search<'a> {
    fn fit(&self, on: View<'_>, index: usize, line: &Asked) -> Result<Fitted, Failure> {
        fit(self.judge, on, &line.key, &line.request)
            .map_err(|no| refused(&self.judge.outlook, &no, Some(index)))
    }

    fn soonest(&self, fitted: &Fitted) -> Result<Day, Failure> {
        self.judge.outlook.day(fitted.promise).ok_or_else(no_day)
    }

    fn days(&self, line: &Asked) -> Days<'_> {
        Days::of(self.judge, &line.request.customer, line.request.basis)
    }

    /// All lines promised for these days, in one re-run.
    fn joint(&self, days: &[Day], complete: bool) -> Result<Joint, Failure> {
        let wish = |(line, day): (&'a Asked, &Day)| Wish {
            ship_complete: complete,
            ..Wish::new(line.key.clone(), self.judge.end(*day), Some(&line.request))
        };
        let wishes: Vec<Wish<'_>> = self.asked.iter().zip(days).map(wish).collect();
        self.judge.together(self.on, &wishes).ok_or_else(no_day)
    }

    /// What came of promising the wanted days, all together: what one line could have by itself says nothing about what
    /// it has beside the others. Where no day is wanted the line has the one that is offered.
    fn wanted(&self, fitted: &mut [Fitted], offered: &[Day], complete: bool) -> Result<(), Failure> {
        let wanted = |line: &Asked| line.request.requested.and_then(|due| self.judge.outlook.day(due));
        if self.asked.iter().all(|line| wanted(line).is_none()) {
            return Ok(());
        }
        let days: Vec<Day> =
            self.asked.iter().zip(offered).map(|(line, day)| wanted(line).unwrap_or(*day)).collect();
        let joint = self.joint(&days, complete)?;
        for ((fitted, line), trial) in fitted.iter_mut().zip(self.asked).zip(&joint.trials) {
            if line.request.requested.is_some() {
                let kept = trial.chance.map_or(trial.kept, |chance| chance >= trial.share);
                fitted.wanted_with(trial.chance, kept);
            }
        }
        Ok(())
    }

    /// The first day on which all of them can be promised.
    fn all_on_one_day(&self, from: Day, complete: bool) -> Result<(Vec<Day>, Joint), Failure> {
        let first = self.asked.first().ok_or_else(no_day)?;
        let found = first_harmless(&self.days(first), from, |day| {
            let joint = self.joint(&vec![day; self.asked.len()], complete)?;
            Ok((joint.whole().ok_or_else(no_day)?, joint))
        })?
        .or_first();
        Ok((vec![found.day; self.asked.len()], found.made))
    }

    /// Each line on its own day: all tried together, and those that are not kept beside the others moved to where
    /// they are. Only if somebody is hurt the days are looked for line by line.
    fn each_on_its_own(&self, mut days: Vec<Day>) -> Result<(Vec<Day>, Joint), Failure> {
        for step in 0..TOGETHER {
            let joint = self.joint(&days, false)?;
            if joint.is_harmless() {
                return Ok((days, joint));
            }
            if !joint.hurt().is_empty() {
                break;
            }
            let mut moved = false;
            for ((day, trial), line) in days.iter_mut().zip(&joint.trials).zip(self.asked) {
                let later = (!trial.kept).then(|| self.days(line).later(trial, *day, 1 << step)).flatten();
                if let Some(later) = later {
                    (*day, moved) = (later, true);
                }
            }
            if !moved {
                break;
            }
        }
        let days = self.one_by_one(true)?.1;
        let joint = self.joint(&days, false)?;
        Ok((days, joint))
    }

    /// Each line after the others: on a plan in which those before it are promised.
    fn one_by_one(&self, look: bool) -> Result<(Vec<Fitted>, Vec<Day>), Failure> {
        let (mut fits, mut days) = (Vec::new(), Vec::new());
        let mut grown: Option<Joint> = None;
        for (index, line) in self.asked.iter().enumerate() {
            let on = grown.as_ref().map_or(self.on, Joint::view);
            let fitted = self.fit(on, index, line)?;
            let soonest = self.soonest(&fitted)?;
            let attempt = |day| {
                let wish = Wish::new(line.key.clone(), self.judge.end(day), Some(&line.request));
                let joint = self.judge.together(on, &[wish]).ok_or_else(no_day)?;
                Ok((joint.whole().ok_or_else(no_day)?, joint))
            };
            let last = index + 1 == self.asked.len();
            let (day, made) = match (look, last) {
                (true, _) => {
                    let found = first_harmless(&self.days(line), soonest, attempt)?.or_first();
                    (found.day, Some(found.made))
                }
                (false, false) => (soonest, Some(attempt(soonest)?.1)),
                (false, true) => (soonest, None),
            };
            fits.push(fitted);
            days.push(day);
            grown = made;
        }
        Ok((fits, days))
    }
}

pub(super) fn no_day() -> Failure {
    Refusal::new(codes::NO_PLAN_YET).into()
}

/// Why there is no date, as a refusal; `index` is the line's, where there are several.
pub(super) fn refused(outlook: &Outlook, no: &NoQuote, index: Option<usize>) -> Failure {
    let field = |name: &str| index.map_or_else(|| name.to_owned(), |index| format!("lines[{index}].{name}"));
    match no {
        NoQuote::UnknownItem { item } => {
            let near = nearest(item, outlook.shop.items.keys().map(holdfast_engine::model::Code::as_str));
            unknown("item", &field("item"), item, &near).into()
        }
        NoQuote::NoQuantity { quantity } => {
            Refusal::at(codes::QUANTITY_NOT_POSITIVE, field("quantity"), quantity).into()
        }
        NoQuote::HorizonExhausted { item, quantity } => {
            Refusal::at(codes::NOT_QUOTABLE, field("quantity"), item).with("quantity", quantity).into()
        }
    }
}
