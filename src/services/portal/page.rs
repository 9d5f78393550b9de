//! The page of an order: what is stored of it and what the planner expects, as its customer may read it.

use super::access::Visitor;
use super::gather::{self, Rows};
use super::milestones::{self, Expected};
use crate::app::App;
use crate::document::{DateBasis, Unit};
use crate::domain::change::ChangeStatus;
use crate::domain::notice::State;
use crate::domain::portal::{
    Answer, AnswerKind, AskedChange, Company, History, Known, Line, Milestone, MilestoneKind, OddsShown,
    OrderPage, Part, PortalPolicy, Question, Shipment, Stands, SurveyKind, answer,
};
use crate::domain::promise::{MoveReason, PromiseKind};
use crate::domain::role::Actor;
use crate::domain::sales::LineStatus;
use crate::domain::stage::Stage;
use crate::domain::value::{Day, Moment};
use crate::planning::odds::Odds;
use crate::planning::outlook::{Forecast, Outlook};
use crate::services::change::Evaluation;
use crate::services::sales::{move_reasons, policies, theirs};
use crate::services::task;
use crate::store::Failure;
use crate::store::notices::Notice;
use crate::store::sales::{ChangeRequest, Promise, SalesLine};
use crate::text::Lang;
use std::sync::Arc;

/// The odds below which a promise is at risk, where the tier names none.
const USUAL_THRESHOLD: f64 = 0.9;

/// What a page is made with.
struct Desk<'a> {
    rows: &'a Rows,
    policy: &'a PortalPolicy,
    reasons: &'a [MoveReason],
    outlook: &'a Outlook,
    odds: Option<&'a Arc<Odds>>,
    lang: Lang,
}

/// The page of the order that a visitor was let in to, in a language.
///
/// # Errors
///
/// What the database says.
pub fn page(app: &App, actor: &Actor, visitor: &Visitor, lang: Lang) -> Result<OrderPage, Failure> {
    let rows = app.ask(actor, |ask| gather::read(ask, &visitor.order))?;
    let set = policies(&rows.plant);
    let (policy, reasons) = (&set.portal, move_reasons(&set));
    let (outlook, odds) = (app.planner.outlook(), app.planner.odds());
    let desk = Desk { rows: &rows, policy, reasons: &reasons, outlook: &outlook, odds: odds.as_ref(), lang };
    Ok(desk.page())
}

/// Who the shop is, for pages that know no order.
///
/// # Errors
///
/// What the database says.
pub fn company(app: &App, actor: &Actor) -> Result<(Company, PortalPolicy), Failure> {
    app.ask(actor, |ask| {
        let policy = policies(&ask.plant).portal;
        let logo = crate::store::portal::logo_hash(ask.db, ask.plant.id)?;
        Ok((company_of(&policy, &ask.plant.name, logo), policy))
    })
}

fn company_of(policy: &PortalPolicy, plant: &str, logo: Option<String>) -> Company {
    Company {
        name: policy.company.clone().unwrap_or_else(|| plant.to_owned()),
        phone: policy.phone.clone(),
        mail: policy.mail.clone(),
        address: policy.address.clone(),
        colour: policy.colour.clone(),
        logo,
    }
}

impl Desk<'_> {
    fn day(&self, at: Moment) -> Day {
        at.day(self.outlook.zone)
    }

    fn today(&self) -> Day {
        self.day(self.rows.now)
    }

    fn page(&self) -> OrderPage {
        let rows = self.rows;
        let told: Vec<(Part, Line)> = rows.lines.iter().map(|line| self.line(line)).collect();
        let waits_for = self.waits_for(&told);
        let parts: Vec<Part> = told.iter().map(|(part, _)| part.clone()).collect();
        let answer = self.answer(&parts, waits_for.as_ref().is_some_and(Milestone::waits));
        let lines: Vec<Line> = told.into_iter().map(|(_, line)| line).collect();
        let because = self.because(answer.kind, &lines);
        let (doing, next_update) = self.told(answer.kind);
        let blind_since = self.blind_since();
        let open = !matches!(answer.kind, AnswerKind::Cancelled | AnswerKind::Left | AnswerKind::Arrived);
        OrderPage {
            company: company_of(self.policy, &rows.plant.name, rows.logo.clone()),
            number: rows.order.number.clone(),
            customer_order: theirs(&rows.order, &rows.lines),
            customer: rows.customer.as_ref().and_then(|row| row.fields.name.clone()).unwrap_or_default(),
            ordered: rows.lines.iter().filter_map(|line| line.order_date).min(),
            because,
            odds: self.odds_of(&parts).filter(|_| open && blind_since.is_none()),
            odds_shown: self.policy.odds,
            doing,
            next_update,
            as_of: self.known_at(),
            today: self.rows.now.day(self.outlook.zone),
            zone: self.outlook.zone,
            listed: false,
            blind_since,
            waits_for,
            milestones: milestones::of_order(&lines),
            history: self.history(),
            questions: self.questions(),
            changes: rows.changes.iter().rev().map(Self::change).collect(),
            may_change: self.policy.changes && lines.iter().any(|line| line.changeable),
            survey: self.survey(answer),
            survey_comment: self.policy.survey.comment,
            survey_done: rows.survey.is_some(),
            answer,
            lines,
        }
    }

    fn answer(&self, parts: &[Part], waits_for_customer: bool) -> Answer {
        let early_warning = self.policy.early_warning;
        answer(&Known { today: self.today(), parts: parts.to_vec(), waits_for_customer, early_warning })
    }

    fn forecast(&self, line: &SalesLine) -> Option<Forecast> {
        let key = self.outlook.key(&line.order_no, &line.line, &line.schedule);
        let mut forecast = self.outlook.forecast(&key, self.lang)?;
        if let Some(odds) = self.odds {
            odds.add_to_line(&mut forecast);
        }
        Some(forecast)
    }

    /// What left of a line.
    fn shipments(&self, line: &SalesLine) -> Vec<Shipment> {
        let gone = self.rows.shipments_of(line).filter(|(_, note)| note.dispatched_at.is_some());
        gone.map(|(part, note)| Shipment {
            note: note.number.clone(),
            quantity: part.quantity,
            left: note.dispatched_at.map(|at| self.day(at)),
            arrived: note.delivered_at.map(|at| self.day(at)),
            carrier: note.carrier.clone(),
            tracking: note.tracking.clone(),
        })
        .collect()
    }

    fn line(&self, line: &SalesLine) -> (Part, Line) {
        let rows = self.rows;
        let forecast = self.forecast(line);
        let odds = forecast.as_ref().and_then(|forecast| forecast.odds.as_ref());
        let shipments = self.shipments(line);
        let cancelled = line.status == LineStatus::Cancelled || line.stage == Stage::Cancelled;
        let arrived = line.stage == Stage::Delivered;
        let threshold = odds.and_then(|odds| odds.enough).unwrap_or(USUAL_THRESHOLD);
        let sure = odds.map(|odds| if threshold > 0.8 { odds.p95.or(odds.p80) } else { odds.p80 });
        let planned = forecast.as_ref().and_then(|forecast| match forecast.basis.as_str() {
            "arrival" => forecast.arrival_day,
            _ => forecast.ship_day,
        });
        let part = Part {
            left: arrived || line.stage == Stage::Dispatched,
            arrived,
            some_left: line.shipped.is_some(),
            cancelled,
            arrival: line.date_basis == Some(DateBasis::Arrival),
            promise: line.promise_date,
            first: rows.promises_of(line).find_map(|promise| promise.date),
            expected: sure.unwrap_or(planned),
            odds: odds.and_then(|odds| odds.on_time),
            threshold,
            blind: self.blind(line).is_some(),
            left_on: shipments.iter().filter_map(|shipment| shipment.left).max(),
            arrived_on: shipments.iter().filter_map(|shipment| shipment.arrived.or(shipment.left)).max(),
        };
        let own = self.answer(std::slice::from_ref(&part), self.waits_at(line));
        let item = rows.items.get(&line.item).map(|row| &row.fields);
        let expected = self.expected(line, forecast.as_ref(), own);
        let unit = item.and_then(|item| item.unit).unwrap_or(Unit::Pieces);
        let line = Line {
            line: line.line.clone(),
            schedule: line.schedule.clone(),
            customer_order: line.customer_order.clone().filter(|_| self.several_of_theirs()),
            part: line.customer_part.clone(),
            item: line.item.clone(),
            description: item.and_then(|item| item.description.clone()),
            quantity: line.quantity,
            shipped: line.shipped,
            unit,
            requested: line.requested_date,
            promise: line.promise_date,
            answer: own,
            milestones: milestones::of_line(rows, line, expected, unit, |at| self.day(at)),
            shipments,
            changeable: line.status == LineStatus::Open && !part.left && !cancelled,
        };
        (part, line)
    }

    /// Whether the lines of the order are of several of the customer's.
    fn several_of_theirs(&self) -> bool {
        theirs(&self.rows.order, &self.rows.lines).is_none()
    }

    /// Whether a line waits for something that its customer has not said to be done.
    fn waits_at(&self, line: &SalesLine) -> bool {
        let said = |hold: i64| self.rows.said.iter().any(|said| said.hold == hold);
        let names = |named: &Option<String>| named.as_ref().is_none_or(|named| *named == line.line);
        self.rows.holds.iter().any(|hold| names(&hold.line) && hold.released.is_none() && !said(hold.id))
    }

    /// What the planner expects of a line. The day on which it leaves, or arrives, is the one that the customer is told; where
    /// they are told none, what is on the way to it has none either.
    fn expected(&self, line: &SalesLine, forecast: Option<&Forecast>, told: Answer) -> Expected {
        let (Some(forecast), Some(day)) = (forecast, told.date) else { return Expected::default() };
        let ready = forecast.ready.map(|at| self.day(at));
        let travel =
            forecast.arrival_day.zip(forecast.ship_day).map(|(there, leaves)| there.date() - leaves.date());
        let (leaves, arrives) = if told.arrives {
            (travel.and_then(|travel| Day::new(day.date() - travel)), Some(day))
        } else {
            (Some(day), travel.and_then(|travel| Day::new(day.date() + travel)))
        };
        let waits = line.stage == Stage::AwaitingMaterial;
        let begins =
            forecast.next_step.as_ref().filter(|_| waits).and_then(|step| step.to).map(|at| self.day(at));
        Expected { begins, ready, leaves, arrives }
    }

    /// Why the day is later than promised, in the words that the shop has for customers.
    /// That of the last move where a line was moved; what we have written where we expect to miss a day that stands.
    fn because(&self, kind: AnswerKind, lines: &[Line]) -> Option<String> {
        let code = match kind {
            AnswerKind::Later => {
                let late = lines.iter().filter(|line| line.answer.kind == kind);
                let late: Vec<(&str, &str)> =
                    late.map(|line| (line.line.as_str(), line.schedule.as_str())).collect();
                let of_late =
                    |promise: &&Promise| late.contains(&(promise.line.as_str(), promise.schedule.as_str()));
                let mut moves = self.rows.promises.iter().rev().filter(of_late);
                moves.find_map(|promise| promise.reason_code.as_deref())
            }
            AnswerKind::AtRisk | AnswerKind::Expected | AnswerKind::Overdue => {
                self.sent().and_then(|notice| notice.reason_code.as_deref())
            }
            _ => None,
        };
        self.reason(code?)
    }

    /// The newest notice that was sent.
    fn sent(&self) -> Option<&Notice> {
        self.rows.notices.iter().find(|notice| notice.state == State::Sent)
    }

    fn reason(&self, code: &str) -> Option<String> {
        let words = self.reasons.iter().find(|reason| reason.code == code)?.customer.as_ref()?;
        Some(if self.lang == Lang::Zh { words.zh.clone() } else { words.en.clone() })
    }

    /// What we do and when we write next, as the newest notice that was sent says it.
    fn told(&self, kind: AnswerKind) -> (Option<String>, Option<Day>) {
        if matches!(kind, AnswerKind::Left | AnswerKind::Arrived | AnswerKind::Cancelled) {
            return (None, None);
        }
        let sent = self.sent();
        let late = !matches!(kind, AnswerKind::AsPromised | AnswerKind::Earlier);
        let doing = sent.filter(|_| late).and_then(|notice| notice.doing.clone());
        (doing, sent.and_then(|notice| notice.update_due).filter(|day| *day >= self.today()))
    }

    /// The odds of the part that is least likely on time, as far as the shop shows them.
    fn odds_of(&self, parts: &[Part]) -> Option<u8> {
        if self.policy.odds == OddsShown::Off {
            return None;
        }
        let open = parts.iter().filter(|part| !part.left && !part.cancelled);
        let least = open.filter_map(|part| part.odds).min_by(f64::total_cmp)?;
        // Never sure, and never hopeless: two hundred futures can't know that.
        Some((least * 100.0).round().clamp(1.0, 99.0) as u8)
    }

    /// When we last heard of a line in production; when it went there, where nothing was reported yet.
    fn heard(&self, line: &SalesLine) -> Option<Moment> {
        if line.stage != Stage::InProduction || line.status != LineStatus::Open {
            return None;
        }
        let made = self.rows.made.get(&line.line);
        Some(made.and_then(|made| made.last_report).unwrap_or(line.stage_since))
    }

    /// The same, where that is longer ago than the shop allows.
    fn blind(&self, line: &SalesLine) -> Option<Moment> {
        let hours = i64::from(self.policy.stale_hours);
        let last = self.heard(line).filter(|_| hours > 0)?;
        task::due(self.outlook, last, Some(hours)).filter(|due| *due < self.rows.now).map(|_| last)
    }

    /// Since when we know nothing of a line that we should know of.
    fn blind_since(&self) -> Option<Moment> {
        self.rows.lines.iter().filter_map(|line| self.blind(line)).min()
    }

    /// When what is told was known: with the last report where it is in work, else with the plan.
    fn known_at(&self) -> Moment {
        let heard = self.rows.lines.iter().filter_map(|line| self.heard(line)).max();
        heard.unwrap_or(self.outlook.now).min(self.rows.now)
    }

    /// What the order waits for of the customer's: what is needed first.
    fn waits_for(&self, told: &[(Part, Line)]) -> Option<Milestone> {
        let open = self.rows.lines.iter().zip(told).filter(|(line, _)| !line.stage.is_over());
        let own = open.flat_map(|(_, (_, line))| &line.milestones);
        let own = own.filter(|own| own.kind == MilestoneKind::Yours && own.stands != Stands::Done);
        own.min_by_key(|own| (!own.waits(), own.expected.is_none(), own.expected)).cloned()
    }

    fn history(&self) -> Vec<History> {
        let mut entries = Vec::new();
        for line in &self.rows.lines {
            let mut before = None;
            for promise in self.rows.promises_of(line) {
                let reason = promise.reason_code.as_deref().and_then(|code| self.reason(code));
                let name = if line.schedule.is_empty() {
                    line.line.clone()
                } else {
                    format!("{}.{}", line.line, line.schedule)
                };
                let at = (promise.kind != PromiseKind::Inherited).then_some(promise.made_at);
                // A day that was never named was never taken back.
                if before.is_some() || promise.date.is_some() {
                    entries.push(History { at, line: name, before, date: promise.date, reason });
                }
                before = promise.date.or(before);
            }
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        entries
    }

    fn questions(&self) -> Vec<Question> {
        let asked = self.rows.questions.iter().rev().map(|row| Question {
            kind: row.kind,
            at: row.asked_at,
            text: row.text.clone(),
            answer_by: row.answered_at.is_none().then_some(row.answer_by),
            answered_at: row.answered_at,
            answer: row.answer.clone(),
        });
        asked.collect()
    }

    fn change(row: &ChangeRequest) -> AskedChange {
        let evaluation: Option<Evaluation> = serde_json::from_value(row.evaluation.0.clone()).ok();
        let fits = evaluation.as_ref().is_some_and(|found| found.harmless);
        let after = evaluation.as_ref().and_then(|found| found.effect.after.as_ref());
        let estimate = if fits { row.date.or_else(|| after.and_then(|after| after.p80)) } else { None };
        let line =
            if row.schedule.is_empty() { row.line.clone() } else { format!("{}.{}", row.line, row.schedule) };
        AskedChange {
            id: row.id,
            at: row.made_at,
            line,
            quantity: row.quantity,
            date: row.date,
            cancel: row.cancel,
            status: row.status,
            estimate: estimate.or_else(|| evaluation.as_ref().and_then(|found| found.instead)),
            fits,
            reason: row.answer.clone().filter(|_| row.status == ChangeStatus::Declined),
        }
    }

    /// What is asked once all of it has arrived, for as long as the shop asks.
    fn survey(&self, answer: Answer) -> Vec<SurveyKind> {
        let asked = &self.policy.survey;
        let over = |day: Day| (self.today().date() - day.date()).num_days() > i64::from(asked.open_days);
        let there = answer.kind == AnswerKind::Arrived && !answer.date.is_some_and(over);
        if there && self.rows.survey.is_none() { asked.ask.clone() } else { Vec::new() }
    }
}
