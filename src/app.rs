//! The running product: store and clock, wired once and handed to whoever needs them. No globals.

use crate::auth::Gate;
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::notify::Post;
use crate::planning::USUAL_ZONE;
use crate::planning::follow::{self, Pace, Planner};
use crate::planning::odds;
use crate::services::alerts::{self, Alerts, Looked};
use crate::services::demo::Demo;
use crate::services::import::Running;
use crate::services::promise::Turns;
use crate::services::{Ask, Tx, due, learning, outbox};
use crate::store::master::settings;
use crate::store::{Failure, MAIN_PLANT, Store, plant};
use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Plant time: what planner, rules and documents go by.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// Stands until it is moved; see `PUT /clock`.
    Manual(Arc<Mutex<Moment>>),
    /// Started at an instant and runs `rate` times as fast as the machine's.
    Running {
        /// Plant time when it was started.
        from: Moment,
        /// When that was.
        since: Instant,
        /// Plant seconds for one second.
        rate: f64,
    },
}

impl Clock {
    /// Now, in plant time.
    pub fn now(&self) -> Moment {
        match self {
            Self::System => Moment::new(Utc::now())
                .unwrap_or_else(|| Moment::new(DateTime::UNIX_EPOCH).expect("in range")),
            Self::Manual(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
            Self::Running { from, since, rate } => {
                let micros = since.elapsed().as_secs_f64() * rate * 1e6;
                from.shifted(chrono::TimeDelta::microseconds(micros as i64))
            }
        }
    }

    /// The same clock, put on to `at` where it is of one's own and stands before that: it never goes back over what
    /// has happened by it.
    #[must_use]
    pub fn not_before(self, at: Moment) -> Self {
        if self.now() >= at {
            return self;
        }
        match self {
            Self::System => Self::System,
            Self::Manual(_) => Self::Manual(Arc::new(Mutex::new(at))),
            Self::Running { rate, .. } => Self::Running { from: at, since: Instant::now(), rate },
        }
    }
}

/// The running product. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What is stored.
    pub store: Store,
    /// Plant time.
    pub clock: Clock,
    /// What is planned.
    pub planner: Planner,
    /// Who is let in.
    pub gate: Gate,
    /// Imports that are being applied.
    pub imports: Running,
    /// Held while the clock is moved: moves happen one after the other.
    pub moving: Arc<Mutex<()>>,
    /// Held while a date is tried and stored: of many who promise at once, each finds the plan that it needs.
    pub promising: Arc<Turns>,
    /// What rules have seen, and what became of it.
    pub alerts: Alerts,
    /// Held while the record is read and learned from: one learning at a time.
    pub learning: Arc<Mutex<()>>,
    /// How fast plant time goes where the product only shows itself; nothing anywhere else.
    pub demo: Option<Arc<Demo>>,
    /// What messages leave by, where they do.
    pub post: Option<Post>,
    /// Ends what follows the store with the last clone.
    followers: Arc<Followers>,
}

/// How long the end waits for a message that is being sent. One that was cut off is sent again as the same message.
const LAST_MESSAGE: Duration = Duration::from_secs(10);

/// What runs beside the requests.
struct Followers {
    planner: Planner,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// Those that send messages, and may be waiting for somebody else's server.
    carriers: Mutex<Vec<JoinHandle<()>>>,
}

impl Followers {
    fn stop(&self) {
        self.planner.end();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // Whoever sleeps between two looks need not sleep out.
            thread.thread().unpark();
            // A planner that panicked has said so itself.
            drop(thread.join());
        }
        let carriers = std::mem::take(&mut *self.carriers.lock().unwrap_or_else(PoisonError::into_inner));
        carriers.iter().for_each(|carrier| carrier.thread().unpark());
        let asked = Instant::now();
        while !carriers.iter().all(JoinHandle::is_finished) && asked.elapsed() < LAST_MESSAGE {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Followers {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The odds that promises must keep by the plant's settings; the usual ones where they can't be read just now.
fn rule(store: &Store) -> odds::Rule {
    let store = store.clone();
    Box::new(move || {
        let set = store.read(|db| plant(db, MAIN_PLANT).and_then(|plant| settings::read(&plant)));
        set.map(|set| set.policies.hurt_rule()).unwrap_or_default()
    })
}

impl App {
    /// Opens the database at `url` and starts everything that follows it; the first outlook is there then. A
    /// clock that is moved by hand goes on where it stood.
    ///
    /// # Errors
    ///
    /// The database can't be opened or read.
    pub fn open(url: &str, clock: Clock) -> Result<Self, Failure> {
        Self::open_with(url, clock, Pace::default())
    }

    /// [`App::open`] with a planner of another pace.
    ///
    /// # Errors
    ///
    /// Those of [`App::open`].
    pub fn open_with(url: &str, clock: Clock, pace: Pace) -> Result<Self, Failure> {
        let store = Store::open(url)?;
        if let Clock::Manual(at) = &clock {
            let stood = store.read(|db| plant(db, MAIN_PLANT))?.clock;
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at = stood.map_or(*at, |stood| stood.max(*at));
        }
        let planner = Planner::idle(clock.now(), USUAL_ZONE);
        let due = {
            let store = store.clone();
            move |now| due::settle(&store, now).map(|_| ())
        };
        let thread = follow::start(store.clone(), clock.clone(), planner.clone(), pace, Box::new(due))?;
        let mut threads = vec![thread];
        if pace.futures > 0 {
            threads.push(odds::start(planner.clone(), (pace.futures, pace.asked), rule(&store))?);
        }
        let one_at_a_time = Arc::default();
        if !matches!(clock, Clock::Manual(_)) {
            let (store, clock) = (store.clone(), clock.clone());
            threads.push(learning::start(store, clock, planner.clone(), Arc::clone(&one_at_a_time))?);
        }
        let watched = Alerts::default();
        let followers =
            Followers { planner: planner.clone(), threads: Mutex::new(threads), carriers: Mutex::default() };
        let moving = Arc::new(Mutex::new(()));
        Ok(Self {
            store,
            clock,
            planner,
            gate: Gate::default(),
            imports: Running::default(),
            moving,
            promising: Arc::default(),
            alerts: watched,
            learning: one_at_a_time,
            demo: None,
            post: None,
            followers: Arc::new(followers),
        })
    }

    /// The same with another gate: cheap passwords in tests and demos.
    #[must_use]
    pub fn with_gate(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// The same as a demo.
    #[must_use]
    pub fn with_demo(self, demo: Demo) -> Self {
        Self { demo: Some(Arc::new(demo)), ..self }
    }

    /// The same with messages that leave by `post` from now on, at that pace.
    ///
    /// # Errors
    ///
    /// The machine has no thread left.
    pub fn with_post(self, post: Post, pace: outbox::Pace) -> Result<Self, Failure> {
        let (store, clock, planner) = (self.store.clone(), self.clock.clone(), self.planner.clone());
        let threads = outbox::start(store, clock, planner, post.clone(), pace)?;
        self.followers.carriers.lock().unwrap_or_else(PoisonError::into_inner).extend(threads);
        Ok(Self { post: Some(post), ..self })
    }

    /// The same product as if plant time stood at `now`: for what happens at an instant of its own.
    pub fn at(&self, now: Moment) -> Self {
        Self { clock: Clock::Manual(Arc::new(Mutex::new(now))), ..self.clone() }
    }

    /// Has rules look after every plan from now on, on a thread. For whoever serves: who opens the product for one answer,
    /// without odds perhaps, must not judge alerts by that.
    ///
    /// # Errors
    ///
    /// The machine has no thread left.
    pub fn follow_alerts(&self) -> Result<(), Failure> {
        let (store, clock, planner) = (self.store.clone(), self.clock.clone(), self.planner.clone());
        let thread = alerts::start(store, clock, planner, self.alerts.clone())?;
        self.followers.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// Has rules look at the newest plan and its odds now, and says what that took. Blocks.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn look_at_rules(&self) -> Result<Looked, Failure> {
        self.alerts.look(&self.store, &self.clock, &self.planner)
    }

    /// Ends everything that follows the store, and waits until it has. What is stored stays.
    pub fn stop(&self) {
        self.followers.stop();
    }

    /// Carries out a command of `actor`: one transaction, one or more journal entries.
    ///
    /// # Errors
    ///
    /// What the command says, or the store. Nothing is stored then.
    pub async fn command<T: Send + 'static>(
        &self,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let (clock, actor) = (self.clock.clone(), actor.clone());
        self.store.write(move |db| command(&mut Tx::new(db, clock.now(), &actor)?)).await
    }

    /// [`App::command`] for threads that may block.
    ///
    /// # Errors
    ///
    /// Those of [`App::command`].
    pub fn command_blocking<T: Send + 'static>(
        &self,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let (clock, actor) = (self.clock.clone(), actor.clone());
        self.store.write_blocking(move |db| command(&mut Tx::new(db, clock.now(), &actor)?))
    }

    /// Answers a question of `actor` from one snapshot. Blocks.
    ///
    /// # Errors
    ///
    /// What the question says, or the store.
    pub fn ask<T>(
        &self,
        actor: &Actor,
        question: impl FnOnce(&mut Ask<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let now = self.clock.now();
        self.store.read(|db| question(&mut Ask::new(db, now, actor)?))
    }
}
