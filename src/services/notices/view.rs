//! Notices as the office sees them: what each says, where it stands, and what became of its mails.

use super::{expect, send};
use crate::app::App;
use crate::domain::notice::{NoticeLine, State};
use crate::domain::outbox::State as MailState;
use crate::domain::role::Actor;
use crate::domain::value::{Day, Moment};
use crate::notify::{NOTICE, Post, Renderer};
use crate::services::Ask;
use crate::services::lists::PageQuery;
use crate::services::outbox::{PreviewBody, PreviewView, preview as preview_message};
use crate::services::sales::order_named;
use crate::store::master::customers;
use crate::store::notices::{self as rows, Notice, NoticeFilter};
use crate::store::{Db, Failure, outbox};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A notice to a customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CustomerNotice)]
pub struct NoticeView {
    /// Its number.
    pub id: i64,
    /// The order that it is about.
    pub order: String,
    /// Whose order, by code.
    pub customer: String,
    /// Where it stands.
    pub state: State,
    /// What there is to tell of each line.
    pub lines: Vec<NoticeLine>,
    /// The reason code behind the reason; the customer does not see it.
    pub reason_code: Option<String>,
    /// Why, as the customer reads it.
    pub reason: Option<String>,
    /// What we do about it.
    pub doing: Option<String>,
    /// Whatever else is said.
    pub remark: Option<String>,
    /// By when the customer hears from us again.
    pub next_update_by: Option<Day>,
    /// When it was begun.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
    /// When it leaves by itself.
    pub send_at: Option<Moment>,
    /// When it was sent or dropped.
    pub ended_at: Option<Moment>,
    /// By whom.
    pub ended_by: Option<String>,
    /// Why it was dropped.
    pub why: Option<String>,
    /// To whom it was sent, and what became of that.
    pub to: Vec<RecipientView>,
    /// Grows with every change.
    pub version: i64,
}

/// Somebody to whom a notice was sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NoticeRecipient)]
pub struct RecipientView {
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub address: String,
    /// What became of the mail.
    pub state: Option<MailState>,
}

/// Which notices are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct NoticesQuery {
    /// Only those that stand so.
    #[param(inline)]
    pub state: Option<State>,
    /// Only to this customer.
    pub customer: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page, 50 unless said, at most 500.
    pub limit: Option<u32>,
}

/// A page of notices.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CustomerNotices)]
pub struct NoticesPage {
    /// The notices, newest first.
    pub items: Vec<NoticeView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The notices of an order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderNotices {
    /// By when its customer was promised to hear from us again, until that has happened.
    pub next_update_by: Option<Day>,
    /// The notices, newest first.
    pub items: Vec<NoticeView>,
}

fn views(db: &mut Db, plant_id: i64, found: Vec<Notice>) -> Result<Vec<NoticeView>, Failure> {
    let ids: Vec<i64> = found.iter().map(|notice| notice.id).collect();
    let to = rows::recipients_of(db, &ids)?;
    let key = |row: &rows::Recipient| format!("notice:{}:{}", row.notice, row.id);
    let states = outbox::states_of(db, plant_id, &to.iter().map(key).collect::<Vec<_>>())?;
    let state = |row: &rows::Recipient| {
        let own = key(row);
        states.iter().find(|(key, _)| *key == own).and_then(|(_, state)| MailState::named(state))
    };
    let of = |id: i64| {
        let own = to.iter().filter(|row| row.notice == id);
        let view = |row: &rows::Recipient| RecipientView {
            name: row.name.clone(),
            address: row.address.clone(),
            state: state(row),
        };
        own.map(view).collect()
    };
    Ok(found.into_iter().map(|notice| NoticeView { to: of(notice.id), ..NoticeView::from(notice) }).collect())
}

impl From<Notice> for NoticeView {
    fn from(row: Notice) -> Self {
        Self {
            id: row.id,
            order: row.order_no,
            customer: row.customer,
            state: row.state,
            lines: row.lines.0,
            reason_code: row.reason_code,
            reason: row.reason,
            doing: row.doing,
            remark: row.remark,
            next_update_by: row.next_update_by,
            made_at: row.made_at,
            made_by: row.made_by,
            send_at: row.send_at,
            ended_at: row.ended_at,
            ended_by: row.ended_by,
            why: row.why,
            to: Vec::new(),
            version: row.version,
        }
    }
}

/// A notice that was just changed.
pub(super) fn view_of(db: &mut Db, plant_id: i64, notice: Notice) -> Result<NoticeView, Failure> {
    let bare = NoticeView::from(notice.clone());
    Ok(views(db, plant_id, vec![notice])?.pop().unwrap_or(bare))
}

/// Notices, the newest first.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &NoticesQuery) -> Result<NoticesPage, Failure> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let filter = NoticeFilter {
        state: query.state,
        customer: query.customer.as_deref(),
        before: query.cursor.as_deref().and_then(|text| text.parse().ok()),
        limit: page.read(),
        ..NoticeFilter::default()
    };
    let found = rows::list(ask.db, ask.plant.id, &filter)?;
    let (found, next) = page.cut(found, |notice| notice.id.to_string());
    Ok(NoticesPage { items: views(ask.db, ask.plant.id, found)?, next })
}

/// Everything that the customer of an order was told of it, and what waits.
///
/// # Errors
///
/// There is no such order.
pub fn of_order(ask: &mut Ask<'_>, number: &str) -> Result<OrderNotices, Failure> {
    order_named(ask.db, ask.plant.id, number)?;
    let filter = NoticeFilter { order: Some(number), limit: 500, ..NoticeFilter::default() };
    let found = rows::list(ask.db, ask.plant.id, &filter)?;
    let next_update_by = rows::update_of(ask.db, ask.plant.id, number)?;
    Ok(OrderNotices { next_update_by, items: views(ask.db, ask.plant.id, found)? })
}

/// One notice.
///
/// # Errors
///
/// There is none of that number.
pub fn one(ask: &mut Ask<'_>, id: i64) -> Result<NoticeView, Failure> {
    let notice = expect(ask.db, ask.plant.id, id)?;
    view_of(ask.db, ask.plant.id, notice)
}

/// A notice as the customer would get it, in their language.
///
/// # Errors
///
/// There is none of that number.
pub fn preview(app: &App, actor: &Actor, id: i64) -> Result<PreviewView, Failure> {
    let (facts, lang) = app.ask(actor, |ask| {
        let notice = expect(ask.db, ask.plant.id, id)?;
        let known = customers::one(ask.db, &notice.customer)?;
        let lang = known.and_then(|row| row.fields.language).unwrap_or_default();
        let facts = send::facts(ask.db, &ask.plant.name, ask.plant.id, &notice)?;
        Ok((facts, lang))
    })?;
    let shipped = Renderer::new(None, "");
    let renderer = app.post.as_ref().map_or(&shipped, Post::renderer);
    let body = PreviewBody { template: NOTICE.to_owned(), lang: Some(lang), facts: Some(facts) };
    preview_message(renderer, &body, Lang::default())
}
