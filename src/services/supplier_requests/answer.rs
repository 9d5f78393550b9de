//! The page behind a link, and what the supplier says there: written down as what suppliers say about dates always is, by
//! them, in one transaction for all lines of the request.

use super::{is_good, mail};
use crate::auth::link::{self, Purpose};
use crate::domain::role::Actor;
use crate::domain::supplier_request::{Answer, AskedLine, State, Wrong, check};
use crate::domain::value::{Amount, Day};
use crate::services::purchasing::{NewDate, confirm_date};
use crate::services::{ANY_VERSION, Ask, Tx};
use crate::store::supplier_requests::{self as rows, Request};
use crate::store::types::Held;
use crate::store::{Db, Failure, Subject, notices, purchasing};
use crate::text::Lang;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Why a day changed, where the supplier gives no reason.
const REASON: &str = "supplier-link";

/// What a form sent: names and texts, as they came.
pub type Form = BTreeMap<String, String>;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Who asks.
    pub plant: String,
    /// The purchase order.
    pub purchase_order: String,
    /// The lines that are still to come.
    pub lines: Vec<AskedLine>,
    /// The language of the mail.
    pub lang: Lang,
    /// The last day on which the link is good.
    pub until: Day,
    /// Today, as the plant's day.
    pub today: Day,
    /// What stood in the form, where something is wrong with it.
    pub form: Form,
    /// What is wrong, by the line's number.
    pub wrong: BTreeMap<String, Wrong>,
    /// What was written down, once it was.
    pub said: Vec<Answer>,
}

/// What became of a form that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The link is no good: wrong, old, used, or taken back.
    Over,
    /// Something is wrong with it: nothing was written down.
    Wrong(Box<Page>),
    /// It was written down, now or before.
    Done(Box<Page>),
}

/// The request of a link, if we wrote it.
fn named(db: &mut Db, plant_id: i64, token: &str) -> Result<Option<Request>, Failure> {
    let Some(key) = notices::link_key(db, plant_id)? else { return Ok(None) };
    match link::read(&key, Purpose::Deliver, token) {
        Some(id) => rows::request(db, plant_id, id),
        None => Ok(None),
    }
}

/// The lines of a request of which something is still to come.
fn to_come(db: &mut Db, request: &Request) -> Result<Vec<AskedLine>, Failure> {
    let mut lines = Vec::new();
    for asked in &request.lines.0 {
        let known = purchasing::line(db, request.plant_id, &request.order_no, &asked.line)?;
        if let Some(line) = known.filter(|line| line.open().is_some()) {
            lines.push(AskedLine { quantity: line.open(), confirmed: line.confirmed_date, ..asked.clone() });
        }
    }
    Ok(lines)
}

/// The page behind a link; nothing where the link is no good any more, or nothing is to come.
///
/// # Errors
///
/// What the database says.
pub fn page(ask: &mut Ask<'_>, token: &str) -> Result<Option<Page>, Failure> {
    let Some(request) = named(ask.db, ask.plant.id, token)? else { return Ok(None) };
    let lines = to_come(ask.db, &request)?;
    if !is_good(&request, ask.now) || lines.is_empty() {
        return Ok(None);
    }
    let (today, until) = (ask.today(), request.expires_at.day(ask.zone()));
    Ok(Some(shown(&ask.plant.name, request, lines, (today, until))))
}

fn shown(plant: &str, request: Request, lines: Vec<AskedLine>, (today, until): (Day, Day)) -> Page {
    Page {
        plant: plant.to_owned(),
        purchase_order: request.order_no,
        lines,
        lang: Lang::from_tag(&request.lang),
        until,
        today,
        form: Form::new(),
        wrong: BTreeMap::new(),
        said: Vec::new(),
    }
}

/// What a form says about a line.
fn read(form: &Form, line: &AskedLine) -> Result<Answer, Wrong> {
    let text = |name: &str| {
        let said = form.get(&format!("{name}-{}", line.line)).map(|said| said.trim());
        said.filter(|said| !said.is_empty())
    };
    let day = |name: &str| match text(name) {
        None => Ok(None),
        Some(said) => said.parse().ok().and_then(Day::new).map(Some).ok_or(Wrong::NoDay),
    };
    let part = match text("part") {
        None => None,
        Some(said) => Some(said.parse::<Amount>().map_err(|_| Wrong::Part)?),
    };
    let printable = |c: &char| !c.is_control();
    let note = text("note").map(|said| said.replace(['\r', '\n'], " ").chars().filter(printable).collect());
    let date = day("date")?.ok_or(Wrong::NoDay)?;
    Ok(Answer { line: line.line.clone(), date, part, rest: day("rest")?, note })
}

/// Who answers: the supplier, who may do nothing else.
fn by_link(supplier: &str, lang: Lang) -> Actor {
    let (rights, roles) = (BTreeSet::new(), BTreeSet::new());
    Actor { name: format!("supplier:{supplier}"), rights, roles, lang, floor: None }
}

/// Writes down what a supplier says, all of it or nothing. The same said again is no fault.
///
/// # Errors
///
/// What the database says.
pub fn answer(tx: &mut Tx<'_>, token: &str, form: &Form) -> Result<Said, Failure> {
    let Some(mut request) = named(tx.db, tx.plant.id, token)? else { return Ok(Said::Over) };
    let days = (tx.today(), request.expires_at.day(tx.zone()));
    let lines = match request.state {
        State::Answered => request.lines.0.clone(),
        _ => to_come(tx.db, &request)?,
    };
    let mut page = shown(&tx.plant.name, request.clone(), lines, days);
    page.form.clone_from(form);
    let mut answers = Vec::new();
    for line in &page.lines {
        match read(form, line).and_then(|said| check(line, &said, days.0).map(|()| said)) {
            Ok(said) => answers.push(said),
            Err(wrong) => drop(page.wrong.insert(line.line.clone(), wrong)),
        }
    }
    if request.state == State::Answered {
        // Whoever presses twice, or goes back and sends it again, has said it once.
        page.said.clone_from(&answers);
        let before = request.answers.map(|before| before.0).unwrap_or_default();
        let same = !before.is_empty() && before.iter().all(|said| answers.contains(said));
        return Ok(if same { Said::Done(Box::new(Page { said: before, ..page })) } else { Said::Over });
    }
    if !is_good(&request, tx.now) || page.lines.is_empty() {
        return Ok(Said::Over);
    }
    if !page.wrong.is_empty() {
        return Ok(Said::Wrong(Box::new(page)));
    }
    let actor = by_link(&request.supplier, Lang::from_tag(&request.lang));
    let order = request.order_no.clone();
    for said in &answers {
        let new = NewDate {
            confirmed_date: said.complete(),
            reason: said.note.clone().or_else(|| Some(REASON.to_owned())),
            note: said.noted(),
        };
        let mut tx = Tx::new(tx.db, tx.now, &actor)?;
        confirm_date(&mut tx, &order, &said.line, Some(ANY_VERSION), &new)?;
    }
    request.state = State::Answered;
    (request.ended_at, request.ended_by) = (Some(tx.now), Some(actor.name.clone()));
    request.answers = Some(Held(answers.clone()));
    rows::update(tx.db, &request)?;
    let body = json!({ "purchase_order": order, "supplier": request.supplier, "answers": answers });
    Tx::new(tx.db, tx.now, &actor)?.journal(
        "supplier-request.answered",
        &[Subject::PurchaseOrder(order)],
        &body,
    )?;
    mail::tell(tx, &request, &answers)?;
    page.said = answers;
    Ok(Said::Done(Box::new(page)))
}
