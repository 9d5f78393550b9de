//! The live stream: server-sent events for every new outlook and every journal entry that the reader may see.
//!
//! An event's id is a place in the journal; a client that comes back with it as `Last-Event-ID` is told what it
//! missed. Whoever is too far behind is told to read everything again instead. A stream ends with what let its
//! reader in: a session, a token, a person; and it tells what the reader may see now, not when it began.

use crate::api::news::News;
use crate::api::{Api, Documented, Own, SignedIn, Web};
use crate::domain::role::{Actor, Right};
use crate::domain::value::Moment;
use crate::planning::outlook::{AsOf, LineName, Outlook, Summary};
use crate::services::clock::{self, ClockView};
use crate::services::journal;
use crate::store::{Cursor, Entry, Failure, Subject};
use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::web::{Bytes, Data};
use futures_util::future::LocalBoxFuture;
use futures_util::stream;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// How often a silent stream says that it lives.
const BEAT: Duration = Duration::from_secs(15);
/// Changed lines that are named in one event.
const NAMED: usize = 500;

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    let documented = Documented::default().answering_media(200, "text/event-stream");
    api.own(
        Method::GET,
        "/stream",
        SignedIn,
        "What happens, as it happens: events `outlook`, `odds`, `journal`, `reread` and `device`",
        documented,
        open,
    );
}

/// A new outlook.
#[derive(Serialize)]
struct Planned<'n> {
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
    at: Moment,
    what: &'e str,
    actor: &'e str,
    subjects: Vec<&'e Subject>,
}

struct Stream {
    own: Own,
    web: Data<Web>,
    cursor: Cursor,
    told: Arc<Outlook>,
    outlooks: watch::Receiver<u64>,
    plays: watch::Receiver<u64>,
    commits: watch::Receiver<u64>,
    queue: VecDeque<Bytes>,
    /// When it says that it lives, if it says nothing before.
    beat: Instant,
    /// Whoever reads was told that it ends.
    ended: bool,
}

fn open(own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(async move {
        let last = own.request.headers().get("Last-Event-ID");
        let resumed: Option<Cursor> = last.and_then(|id| id.to_str().ok()?.parse().ok());
        let is_lost = last.is_some() && resumed.is_none();
        let store = own.app.store.clone();
        let head = Own::blocking(move || store.head()).await?;
        let web = own.request.app_data::<Data<Web>>().cloned();
        let mut state = Stream {
            web: web.ok_or_else(|| Failure::Broken("a stream outside of the server".to_owned()))?,
            cursor: resumed.unwrap_or(head),
            told: own.app.planner.outlook(),
            outlooks: own.app.planner.changes(),
            plays: own.app.planner.plays(),
            commits: own.app.store.commits(),
            queue: VecDeque::new(),
            beat: Instant::now() + BEAT,
            ended: false,
            own,
        };
        if is_lost {
            let reread = state.event("reread", head, &Nothing {});
            state.queue.push_back(reread);
        }
        let first = Arc::clone(&state.told);
        state.tell(&first, &[]);
        state.tell_odds();
        if let Some(cursor) = resumed {
            let store = state.own.app.store.clone();
            let missed = Own::blocking(move || store.feed(&cursor, News::LIMIT)).await?;
            state.tell_entries(&missed).await?;
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
    /// The next piece of the stream; nothing when the service or what let the reader in has ended.
    async fn next(&mut self) -> Option<Bytes> {
        let piece = self.piece().await;
        self.beat = Instant::now() + BEAT;
        piece
    }

    async fn piece(&mut self) -> Option<Bytes> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some(event);
            }
            if self.ended || self.own.app.planner.is_ended() {
                return None;
            }
            let is_beat = tokio::select! {
                changed = self.outlooks.changed() => { changed.ok()?; false }
                changed = self.plays.changed() => { changed.ok()?; self.tell_odds(); continue }
                changed = self.commits.changed() => { changed.ok()?; false }
                () = tokio::time::sleep_until(self.beat) => true,
            };
            match self.look(is_beat).await {
                Ok(true) if is_beat && self.queue.is_empty() => {
                    return Some(Bytes::from_static(b": beat\n\n"));
                }
                Ok(true) => {}
                Ok(false) if self.own.actor.floor.is_none() => return None,
                // A tablet that is let in no more is told so.
                Ok(false) => {
                    self.ended = true;
                    return Some(self.event("device", self.cursor, &Revoked { revoked: true }));
                }
                // The database may be away for a while; the next look catches up.
                Err(_) => return Some(Bytes::from_static(b": waiting\n\n")),
            }
        }
    }

    /// Queues what is new; false when the reader is not let in any more. `anew` asks the database what was
    /// committed without this process telling.
    async fn look(&mut self, anew: bool) -> Result<bool, Failure> {
        let commit = *self.commits.borrow_and_update();
        let (web, store) = (self.web.clone(), self.own.app.store.clone());
        let entries = web.news.entries(&store, self.cursor, (!anew).then_some(commit)).await?;
        let changes_access = |subject: &Subject| {
            matches!(
                subject,
                Subject::User(_) | Subject::Token(_) | Subject::Device(_) | Subject::Operator(_)
            )
        };
        let changed = entries.iter().any(|entry| entry.subjects.iter().any(changes_access));
        if !self.own.is_still_let_in(changed).await? {
            return Ok(false);
        }
        self.tell_entries(&entries).await?;
        let current = self.own.app.planner.outlook();
        if !Arc::ptr_eq(&current, &self.told) {
            let changed = web.news.changed_lines(&self.told, &current).await?;
            self.tell(&current, &changed);
            self.told = current;
        }
        Ok(true)
    }

    /// Queues what the journal says behind the cursor.
    async fn tell_entries(&mut self, entries: &[Entry]) -> Result<(), Failure> {
        if entries.len() >= News::MOST {
            let store = self.own.app.store.clone();
            self.cursor = Own::blocking(move || store.head()).await?;
            self.queue.push_back(self.event("reread", self.cursor, &Nothing {}));
            return Ok(());
        }
        for entry in entries {
            self.cursor = entry.cursor;
            if let Some(happened) = seen(&self.own.actor, entry) {
                self.queue.push_back(self.event("journal", entry.cursor, &happened));
            }
        }
        Ok(())
    }

    /// Queues how likely the promises are kept, for whoever may read orders.
    fn tell_odds(&mut self) {
        let odds = self.own.app.planner.odds().filter(|_| self.own.actor.may(Right::ReadOrders));
        if let Some(odds) = odds {
            self.queue.push_back(self.event("odds", self.cursor, odds.summary()));
        }
    }

    fn event(&self, name: &str, id: Cursor, data: &impl Serialize) -> Bytes {
        let ClockView { now, rate, .. } = clock::of(&self.own.app);
        let data = serde_json::to_string(&Told { now, rate, data }).unwrap_or_else(|_| "null".to_owned());
        Bytes::from(format!("id: {id}\nevent: {name}\ndata: {data}\n\n"))
    }

    /// Queues an outlook.
    fn tell(&mut self, outlook: &Outlook, changed: &[LineName]) {
        let may_read = self.own.actor.may(Right::ReadOrders);
        let named = if may_read { &changed[..changed.len().min(NAMED)] } else { &[] };
        let news = Planned {
            as_of: outlook.as_of(),
            clock: clock::of(&self.own.app),
            stale: self.own.app.planner.is_stale(),
            summary: may_read.then(|| outlook.summary()),
            lines: named,
            more: may_read && changed.len() > NAMED,
        };
        self.queue.push_back(self.event("outlook", self.cursor, &news));
    }
}

/// An entry as far as `actor` may see it; nothing if that is nothing.
fn seen<'e>(actor: &Actor, entry: &'e Entry) -> Option<Happened<'e>> {
    let subjects = journal::seen(actor, &entry.subjects);
    (!subjects.is_empty()).then(|| Happened {
        seq: entry.seq,
        at: entry.at,
        what: &entry.what,
        actor: &entry.actor,
        subjects,
    })
}

/// An event with what the plant's clock says, so that whoever reads knows plant time without asking.
#[derive(Serialize)]
struct Told<'d, T> {
    now: Moment,
    /// Plant seconds for one second; 0 while it stands.
    rate: f64,
    #[serde(flatten)]
    data: &'d T,
}

/// The tablet that reads is let in no more.
#[derive(Serialize)]
struct Revoked {
    revoked: bool,
}

/// Nothing but that something happened.
#[derive(Serialize)]
struct Nothing {}
