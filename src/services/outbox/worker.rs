//! The threads that send: one for mail, one for everything else, so that a mail server that stalls holds up nothing
//! but mail. A third says every few seconds that what is being sent is still held.

use super::send;
use super::turn::{self, Became, LEASE};
use crate::app::Clock;
use crate::auth;
use crate::domain::outbox::Channel;
use crate::domain::role::Actor;
use crate::notify::Post;
use crate::planning::follow::Planner;
use crate::services::Tx;
use crate::store::outbox::Message;
use crate::store::{Failure, Store, outbox as rows};
use chrono::TimeDelta;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{JoinHandle, park_timeout};
use std::time::Duration;
use tracing::{info, warn};
use uuid::Uuid;

/// How often what is being sent is held anew: three times before somebody else may take it.
const HOLD_ON: Duration = Duration::from_secs(5);

/// How fast the outbox works.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often it looks whether there is something to send.
    pub look: Duration,
    /// How long a message waits after it failed for the first time.
    pub first_wait: TimeDelta,
}

impl Default for Pace {
    fn default() -> Self {
        Self { look: Duration::from_millis(500), first_wait: TimeDelta::seconds(30) }
    }
}

/// What every thread of the outbox knows.
#[derive(Clone)]
struct Office {
    store: Store,
    clock: Clock,
    planner: Planner,
    post: Post,
    pace: Pace,
    /// Who this process is: what it holds.
    holder: Arc<str>,
    /// Messages that are being sent.
    busy: Arc<AtomicUsize>,
}

/// Sends what is in the outbox until the planner is ended.
///
/// # Errors
///
/// The machine has no thread left.
pub fn start(
    store: Store,
    clock: Clock,
    planner: Planner,
    post: Post,
    pace: Pace,
) -> Result<Vec<JoinHandle<()>>, Failure> {
    let holder = Uuid::new_v4().simple().to_string().into();
    let office = Office { store, clock, planner, post, pace, holder, busy: Arc::default() };
    let beside = Channel::ALL.into_iter().filter(|channel| *channel != Channel::Mail).map(Channel::name);
    let mut threads = Vec::new();
    if office.post.sends_mail() {
        threads.push(spawn("outbox-mail", office.clone(), |office| office.work(&[Channel::Mail.name()]))?);
    } else {
        warn!("no mail server is set: mail waits in the outbox");
    }
    let beside: Vec<&'static str> = beside.collect();
    threads.push(spawn("outbox-web", office.clone(), move |office| office.work(&beside))?);
    threads.push(spawn("outbox-hold", office, Office::hold_on)?);
    Ok(threads)
}

fn spawn(
    name: &str,
    office: Office,
    run: impl FnOnce(&Office) + Send + 'static,
) -> Result<JoinHandle<()>, Failure> {
    let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(move || run(&office));
    spawned.map_err(|error| Failure::Broken(format!("the thread {name}: {error}")))
}

impl Office {
    /// Sends whatever of `channels` is due, then looks again.
    fn work(&self, channels: &[&'static str]) {
        let mut carrier = self.post.carrier();
        while !self.planner.is_ended() {
            match self.take(channels) {
                Ok(Some(message)) => self.carry(&mut carrier, &message),
                Ok(None) => {
                    carrier.hang_up();
                    park_timeout(self.pace.look);
                }
                Err(failure) => {
                    warn!(%failure, "the outbox can't be read; it is tried again");
                    park_timeout(self.pace.look);
                }
            }
        }
        carrier.hang_up();
    }

    /// Takes the next message. Looks before it writes: most of the time there is nothing.
    fn take(&self, channels: &[&'static str]) -> Result<Option<Message>, Failure> {
        let now = self.clock.now();
        if self.store.read(|db| rows::due(db, channels, now, auth::now()))?.is_none() {
            return Ok(None);
        }
        let (holder, domain) = (Arc::clone(&self.holder), self.post.domain().to_owned());
        let channels = channels.to_vec();
        self.busy.fetch_add(1, Ordering::SeqCst);
        let taken = self.write(move |tx| turn::take(tx, &channels, &holder, &domain));
        if !matches!(taken, Ok(Some(_))) {
            self.busy.fetch_sub(1, Ordering::SeqCst);
        }
        taken
    }

    /// Sends one message and writes down what became of it, however long the database is away.
    fn carry(&self, carrier: &mut crate::notify::Carrier, message: &Message) {
        let (sent_to, became) = send::send(&self.store, self.clock.now(), carrier, message);
        match &became {
            Became::Sent => info!(id = message.id, template = message.template, "a message was sent"),
            Became::NotYet(_) => {}
            Became::Failed { lasting, why } => warn!(id = message.id, lasting, why, "a message was not sent"),
        }
        let (message, holder, first_wait) = (message.clone(), Arc::clone(&self.holder), self.pace.first_wait);
        let chance = rand::random::<f64>();
        let job = move |tx: &mut Tx<'_>| {
            turn::write_down(tx, &message, &holder, sent_to.as_deref(), &became, first_wait, chance)
        };
        let job = Arc::new(job);
        loop {
            let job = Arc::clone(&job);
            let Err(failure) = self.write(move |tx| job(tx)) else { break };
            warn!(%failure, "what became of a message can't be written down; it is tried again");
            if self.planner.is_ended() {
                break;
            }
            park_timeout(self.pace.look);
        }
        self.busy.fetch_sub(1, Ordering::SeqCst);
    }

    fn write<T: Send + 'static>(
        &self,
        job: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let clock = self.clock.clone();
        let actor = Actor::system();
        self.store.write_blocking(move |db| job(&mut Tx::new(db, clock.now(), &actor)?))
    }

    /// Goes on holding what is being sent.
    fn hold_on(&self) {
        while !self.planner.is_ended() {
            park_timeout(HOLD_ON);
            if self.busy.load(Ordering::SeqCst) == 0 {
                continue;
            }
            let holder = Arc::clone(&self.holder);
            let until = auth::now().shifted(LEASE);
            let held = self.store.write_blocking(move |db| rows::hold_on(db, &holder, until));
            if let Err(failure) = held {
                warn!(%failure, "what is being sent can't be held");
            }
        }
    }
}
