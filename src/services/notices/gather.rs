//! What happens to orders, as far as their customers are to hear of it: into the one notice of an order that is open.

use super::send;
use crate::document::{DateBasis, Unit};
use crate::domain::notice::{Milestone, Mode, News, NoticeLine, NoticePolicy, State, Turn, worst};
use crate::domain::policy::Policies;
use crate::domain::portal::PortalPolicy;
use crate::domain::stage::Stage;
use crate::domain::value::{Amount, Day};
use crate::services::sales::{move_reasons, policies};
use crate::services::{Tx, portal, workdays};
use crate::store::master::{customers, items};
use crate::store::notices::{self as rows, NewNotice, Notice};
use crate::store::sales::{self, SalesLine};
use crate::store::types::{Held, written};
use crate::store::{Failure, Subject};
use crate::text::Lang;
use crate::text::customer_notice::USUAL_DOING;
use chrono::TimeDelta;
use serde_json::json;

/// Whose order it is, and what they are told.
struct Told {
    customer: String,
    lang: Lang,
    policy: NoticePolicy,
}

/// What the customer of an order is told; nothing where that is nothing at all.
fn told(tx: &mut Tx<'_>, order: &str) -> Result<Option<Told>, Failure> {
    if !tx.customers_are_told() {
        return Ok(None);
    }
    let Policies { notices: all, portal: shown, .. } = policies(&tx.plant);
    let is_off = all.is_off();
    if is_off && !is_followed(tx, &shown, order)? {
        return Ok(None);
    }
    let Some(head) = sales::sales_order(tx.db, tx.plant.id, order)? else { return Ok(None) };
    let known = customers::one(tx.db, &head.customer)?.map(|row| row.fields);
    let policy = all.of(&head.customer, known.as_ref().and_then(|fields| fields.tier));
    let policy = match policy.mode {
        Mode::Off if is_off || is_followed(tx, &shown, order)? => followed(),
        _ => policy,
    };
    let lang = known.and_then(|fields| fields.language).unwrap_or_default();
    Ok((policy.mode != Mode::Off).then_some(Told { customer: head.customer, lang, policy }))
}

/// Whether somebody follows an order by mail: they are told of it even where the shop tells nobody by itself.
fn is_followed(tx: &mut Tx<'_>, shown: &PortalPolicy, order: &str) -> Result<bool, Failure> {
    Ok(shown.on && !portal::followers(tx.db, tx.plant.id, order)?.is_empty())
}

/// What whoever follows an order is told of it, where the shop has no policy for its customer.
fn followed() -> NoticePolicy {
    use Milestone::{Confirmed, Delivered, Dispatched, InProduction, Made};
    let milestones = vec![Confirmed, InProduction, Made, Dispatched, Delivered];
    NoticePolicy { mode: Mode::Automatic, milestones, ..NoticePolicy::default() }
}

/// A line was promised for another date than before, or for none.
pub(in crate::services) fn dated(
    tx: &mut Tx<'_>,
    line: &SalesLine,
    date: Option<Day>,
    reason_code: Option<&str>,
) -> Result<(), Failure> {
    tell(tx, line, News::Dated { before: line.promise_date, date }, reason_code)
}

/// A line was given up.
pub(in crate::services) fn given_up(tx: &mut Tx<'_>, line: &SalesLine) -> Result<(), Failure> {
    tell(tx, line, News::GivenUp, None)
}

/// So much of a line left.
pub(in crate::services) fn left(
    tx: &mut Tx<'_>,
    line: &SalesLine,
    quantity: Amount,
    (carrier, tracking): (Option<&str>, Option<&str>),
) -> Result<(), Failure> {
    let (carrier, tracking) = (carrier.map(str::to_owned), tracking.map(str::to_owned));
    tell(tx, line, News::Left { quantity, carrier, tracking }, None)
}

/// A line reached another stage.
pub(in crate::services) fn reached(
    tx: &mut Tx<'_>,
    line: &SalesLine,
    from: Stage,
    to: Stage,
) -> Result<(), Failure> {
    match milestone(from, to) {
        Some(milestone) => tell(tx, line, News::Reached(milestone), None),
        None => Ok(()),
    }
}

/// Nothing of an order is left to do: no update of it is promised any more.
pub(in crate::services) fn over(tx: &mut Tx<'_>, order: &str) -> Result<(), Failure> {
    rows::clear_update(tx.db, tx.plant.id, order)
}

/// What a customer is told of a line that goes on from one stage to another; nothing of one that goes back. That it left
/// is told by its dispatch note, which knows how much.
fn milestone(from: Stage, to: Stage) -> Option<Milestone> {
    let accepted = |stage: Stage| !matches!(stage, Stage::Entered | Stage::InReview | Stage::Cancelled);
    match to {
        _ if !accepted(from) && accepted(to) => Some(Milestone::Confirmed),
        Stage::Planned if from == Stage::AwaitingMaterial => Some(Milestone::MaterialThere),
        _ if to <= from => None,
        Stage::InProduction => Some(Milestone::InProduction),
        Stage::Inspected => Some(Milestone::Made),
        Stage::Packed => Some(Milestone::Packed),
        Stage::Delivered => Some(Milestone::Delivered),
        _ => None,
    }
}

fn is_wanted(policy: &NoticePolicy, news: &News) -> bool {
    match news {
        News::Reached(milestone) => policy.milestones.contains(milestone),
        News::Left { .. } => policy.milestones.contains(&Milestone::Dispatched),
        News::Dated { .. } | News::GivenUp => policy.dates,
    }
}

/// Takes news of a line into the open notice of its order, which is begun where there is none.
fn tell(tx: &mut Tx<'_>, line: &SalesLine, news: News, reason_code: Option<&str>) -> Result<(), Failure> {
    let Some(told) = told(tx, &line.order_no)? else { return Ok(()) };
    let open = rows::open_of(tx.db, tx.plant.id, &line.order_no)?;
    // What is said in an open notice must stay right, whatever the policy says by now.
    if !is_wanted(&told.policy, &news) && open.is_none() {
        return Ok(());
    }
    match open {
        Some(notice) => take_in(tx, notice, line, news, reason_code, &told),
        None => begin(tx, line, news, reason_code, &told),
    }
}

fn begin(
    tx: &mut Tx<'_>,
    line: &SalesLine,
    news: News,
    reason_code: Option<&str>,
    told: &Told,
) -> Result<(), Failure> {
    let mut first = line_of(tx, line)?;
    first.take(news);
    if first.is_nothing() {
        return Ok(());
    }
    let order = line.order_no.clone();
    let by_itself = told.policy.mode == Mode::Automatic
        && !send::addresses(tx, &told.customer, &line.order_no, true)?.is_empty();
    let wait = TimeDelta::minutes(told.policy.wait_minutes.into());
    let new = NewNotice {
        plant_id: tx.plant.id,
        order_no: order.clone(),
        customer: told.customer.clone(),
        state: if by_itself { State::Waiting } else { State::Draft },
        lines: Held(vec![first]),
        reason_code: None,
        reason: None,
        doing: None,
        remark: None,
        next_update_by: None,
        made_at: tx.now,
        made_by: tx.actor.name.clone(),
        send_at: by_itself.then(|| tx.now.shifted(wait)),
        version: 1,
    };
    let id = rows::insert(tx.db, new)?;
    let mut notice = super::expect(tx.db, tx.plant.id, id)?;
    reword(tx, &mut notice, Turn::None, reason_code, told)?;
    rows::update(tx.db, &notice)?;
    let body = json!({ "notice": id, "order": order, "state": notice.state });
    tx.journal("notice.drafted", &[Subject::SalesOrder(order)], &body)?;
    Ok(())
}

fn take_in(
    tx: &mut Tx<'_>,
    mut notice: Notice,
    line: &SalesLine,
    news: News,
    reason_code: Option<&str>,
    told: &Told,
) -> Result<(), Failure> {
    let before = worst(&notice.lines.0);
    let at = notice.lines.0.iter().position(|own| own.line == line.line && own.schedule == line.schedule);
    let own = match at {
        Some(at) => &mut notice.lines.0[at],
        None if !is_wanted(&told.policy, &news) => return Ok(()),
        None => {
            notice.lines.0.push(line_of(tx, line)?);
            let last = notice.lines.0.len() - 1;
            &mut notice.lines.0[last]
        }
    };
    own.take(news);
    notice.lines.0.retain(|line| !line.is_nothing());
    notice.version += 1;
    let what = if notice.lines.0.is_empty() && notice.remark.is_none() {
        notice.state = State::Dropped;
        (notice.ended_at, notice.ended_by) = (Some(tx.now), Some("system".to_owned()));
        "notice.dropped"
    } else {
        reword(tx, &mut notice, before, reason_code, told)?;
        "notice.changed"
    };
    rows::update(tx.db, &notice)?;
    let order = notice.order_no.clone();
    let body = json!({ "notice": notice.id, "order": order, "state": notice.state });
    tx.journal(what, &[Subject::SalesOrder(order)], &body)?;
    Ok(())
}

/// Says why, what we do, and when we write next, where dates went another way than before or for another reason. What
/// people wrote for the one does not stand for the other.
fn reword(
    tx: &mut Tx<'_>,
    notice: &mut Notice,
    before: Turn,
    reason_code: Option<&str>,
    told: &Told,
) -> Result<(), Failure> {
    let turn = worst(&notice.lines.0);
    if let Some(code) = reason_code
        && notice.reason_code.as_deref() != Some(code)
    {
        let reasons = move_reasons(&policies(&tx.plant));
        let known = reasons.into_iter().find(|reason| reason.code == code);
        let said = known.and_then(|reason| reason.customer);
        notice.reason = said.map(|said| if told.lang == Lang::Zh { said.zh } else { said.en });
        notice.reason_code = Some(code.to_owned());
    }
    if turn == before {
        return Ok(());
    }
    let waits = matches!(turn, Turn::Later | Turn::Open);
    notice.doing = waits.then(|| USUAL_DOING.get(told.lang).to_owned());
    notice.next_update_by = match told.policy.update_days {
        days if waits && days > 0 => workdays::after(tx, tx.now, days)?,
        _ => None,
    };
    if matches!(turn, Turn::None | Turn::First) {
        (notice.reason_code, notice.reason) = (None, None);
    }
    Ok(())
}

/// A line as its customer knows it. Its date goes along while it has not left.
pub(super) fn line_of(tx: &mut Tx<'_>, line: &SalesLine) -> Result<NoticeLine, Failure> {
    let item = items::one(tx.db, &line.item)?.map(|row| row.fields);
    let unit = item.as_ref().and_then(|item| item.unit).unwrap_or(Unit::Pieces);
    let waits = !matches!(line.stage, Stage::Dispatched | Stage::Delivered | Stage::Cancelled);
    Ok(NoticeLine {
        line: line.line.clone(),
        schedule: line.schedule.clone(),
        item: line.item.clone(),
        name: item.and_then(|item| item.description),
        part: line.customer_part.clone(),
        quantity: line.quantity,
        unit: written(&unit).map_err(Failure::Broken)?.into(),
        arrives: line.date_basis == Some(DateBasis::Arrival),
        date: line.promise_date.filter(|_| waits),
        ..NoticeLine::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_hears_of_what_goes_on_and_never_of_what_goes_back() {
        use Stage::{
            AwaitingMaterial, Cancelled, Delivered, Dispatched, Entered, InProduction, InReview, Inspected,
            Packed, Planned,
        };
        for (from, to, told) in [
            (Entered, InReview, None),
            (InReview, Planned, Some(Milestone::Confirmed)),
            (Entered, Packed, Some(Milestone::Confirmed)),
            (Planned, AwaitingMaterial, None),
            (AwaitingMaterial, Planned, Some(Milestone::MaterialThere)),
            (AwaitingMaterial, InProduction, Some(Milestone::InProduction)),
            (InProduction, Inspected, Some(Milestone::Made)),
            (Inspected, InProduction, None),
            (Packed, Inspected, None),
            (Inspected, Packed, Some(Milestone::Packed)),
            (Packed, Dispatched, None),
            (Dispatched, Delivered, Some(Milestone::Delivered)),
            (Planned, Cancelled, None),
        ] {
            assert_eq!(milestone(from, to), told, "{from:?} to {to:?}");
        }
    }
}
