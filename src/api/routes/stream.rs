//! The live stream: server-sent events for every new outlook and every journal entry that the reader may see.
//!
//! An event's id is a place in the journal; a client that comes back with it as `Last-Event-ID` is told what it
//! missed. Whoever is too far behind is told to read everything again instead.

use crate::api::{Api, Documented, Own, SignedIn};
use crate::domain::role::{Actor, Right};
use crate::planning::outlook::{AsOf, LineName, Outlook, Summary};
use crate::services::clock::{self, ClockView};
use crate::store::{Cursor, Entry, Failure, Subject};
use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::web::Bytes;
use futures_util::future::LocalBoxFuture;
use futures_util::stream;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often a silent stream says that it lives.
const BEAT: Duration = Duration::from_secs(15);
/// Entries that are told one by one; whoever is further behind reads everything again.
const BEHIND: u32 = 1_000;
/// Changed lines that are named in one event.
const NAMED: usize = 500;

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    let documented = Documented::default().answering_media(200, "text/event-stream");
    api.own(
        Method::GET,
        "/stream",
        SignedIn,
        "What happens, as it happens: events `outlook`, `journal` and `reread`",
        documented,
        open,
    );
}

/// A new outlook.
#[derive(Serialize)]
struct News<'n> {
    as_of: AsOf,
    clock: ClockView,
    stale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Summary>,
    /// Lines whose planned day is another.
    lines: &'n [LineName],
    /// There are more of them than are named: read the board again.
    more: bool,
}

/// A journal entry, without what the reader may not see.
#[derive(Serialize)]
struct Happened<'e> {
    seq: i64,
    at: crate::domain::value::Moment,
    what: &'e str,
    actor: &'e str,
    subjects: Vec<&'e Subject>,
}

struct Stream {
    own: Own,
    cursor: Cursor,
    told: Arc<Outlook>,
    outlooks: watch::Receiver<u64>,
    commits: watch::Receiver<u64>,
    queue: VecDeque<Bytes>,
}

fn open(own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        let last = own.request.headers().get("Last-Event-ID");
        let resumed: Option<Cursor> = last.and_then(|id| id.to_str().ok()?.parse().ok());
        let is_lost = last.is_some() && resumed.is_none();
        let store = own.app.store.clone();
        let head = Own::blocking(move || store.head()).await?;
        let mut state = Stream {
            cursor: resumed.unwrap_or(head),
            told: own.app.planner.outlook(),
            outlooks: own.app.planner.changes(),
            commits: own.app.store.commits(),
            queue: VecDeque::new(),
            own,
        };
        if is_lost {
            state.queue.push_back(event("reread", head, &()));
        }
        let first = Arc::clone(&state.told);
        state.tell(&first, &[]);
        if resumed.is_some() {
            state.read().await?;
        }
        let events = stream::unfold(state, |mut state| async move {
            let next = state.next().await?;
            Some((Ok::<_, actix_web::Error>(next), state))
        });
        Ok(HttpResponse::Ok()
            .content_type("text/event-stream; charset=utf-8")
            .insert_header(("Cache-Control", "no-store"))
            .insert_header(("X-Accel-Buffering", "no"))
            .streaming(events))
    })
}

impl Stream {
    /// The next piece of the stream; nothing when the service ends.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some(event);
            }
            if self.own.app.planner.is_ended() {
                return None;
            }
            let news = tokio::select! {
                changed = self.outlooks.changed() => changed,
                changed = self.commits.changed() => changed,
                () = tokio::time::sleep(BEAT) => return Some(Bytes::from_static(b": beat\n\n")),
            };
            news.ok()?;
            // The database may be away for a while; the next look catches up.
            if self.read().await.is_err() {
                return Some(Bytes::from_static(b": waiting\n\n"));
            }
            let current = self.own.app.planner.outlook();
            if !Arc::ptr_eq(&current, &self.told) {
                let changed = changed_lines(&self.told, &current);
                self.tell(&current, &changed);
                self.told = current;
            }
        }
    }

    /// Queues what the journal says behind the cursor.
    async fn read(&mut self) -> Result<(), Failure> {
        let (store, cursor) = (self.own.app.store.clone(), self.cursor);
        let entries = Own::blocking(move || store.feed(&cursor, BEHIND)).await?;
        if entries.len() >= BEHIND as usize {
            let store = self.own.app.store.clone();
            self.cursor = Own::blocking(move || store.head()).await?;
            self.queue.push_back(event("reread", self.cursor, &()));
            return Ok(());
        }
        for entry in &entries {
            self.cursor = entry.cursor;
            if let Some(happened) = seen(&self.own.actor, entry) {
                self.queue.push_back(event("journal", entry.cursor, &happened));
            }
        }
        Ok(())
    }

    /// Queues an outlook.
    fn tell(&mut self, outlook: &Outlook, changed: &[LineName]) {
        let may_read = self.own.actor.may(Right::ReadOrders);
        let named = if may_read { &changed[..changed.len().min(NAMED)] } else { &[] };
        let news = News {
            as_of: outlook.as_of(),
            clock: clock::now(&self.own.app.clock),
            stale: self.own.app.planner.is_stale(),
            summary: may_read.then(|| outlook.summary()),
            lines: named,
            more: may_read && changed.len() > NAMED,
        };
        self.queue.push_back(event("outlook", self.cursor, &news));
    }
}

/// Lines that are new, gone, or planned for another day.
fn changed_lines(before: &Outlook, after: &Outlook) -> Vec<LineName> {
    let days = |outlook: &Outlook, key| {
        outlook.plan.line(key).map(|line| (outlook.day(line.ship), outlook.day(line.arrival), line.due))
    };
    let gone = before.plan.lines.iter().filter(|line| after.plan.line(&line.key).is_none());
    let other = after.plan.lines.iter().filter(|line| days(before, &line.key) != days(after, &line.key));
    let mut names: Vec<LineName> = gone.map(|line| before.name(&line.key)).collect();
    names.extend(other.map(|line| after.name(&line.key)));
    names.sort();
    names
}

/// An entry as far as `actor` may see it; nothing if that is nothing.
fn seen<'e>(actor: &Actor, entry: &'e Entry) -> Option<Happened<'e>> {
    let subjects: Vec<&Subject> = entry.subjects.iter().filter(|subject| may_see(actor, subject)).collect();
    (!subjects.is_empty()).then(|| Happened {
        seq: entry.seq,
        at: entry.at,
        what: &entry.what,
        actor: &entry.actor,
        subjects,
    })
}

fn may_see(actor: &Actor, subject: &Subject) -> bool {
    let any = |rights: &[Right]| rights.iter().any(|right| actor.may(*right));
    match subject {
        Subject::Plant | Subject::Everything => true,
        Subject::Customer(_) | Subject::SalesOrder(_) | Subject::Quote(_) => any(&[Right::ReadOrders]),
        Subject::Supplier(_) | Subject::PurchaseOrder(_) => any(&[Right::ReadPurchasing]),
        Subject::Item(_) | Subject::WorkCentre(_) | Subject::Calendars | Subject::WorkOrder(_) => {
            any(&[Right::ReadWork])
        }
        Subject::Stock(_) => any(&[Right::ReadWork, Right::ReadPurchasing, Right::KeepStock]),
        Subject::DispatchNote(_) => any(&[Right::ReadOrders, Right::Dispatch]),
        Subject::User(_) | Subject::Token(_) => any(&[Right::Administer]),
    }
}

fn event(name: &str, id: Cursor, data: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(data).unwrap_or_else(|_| "null".to_owned());
    Bytes::from(format!("id: {id}\nevent: {name}\ndata: {data}\n\n"))
}
