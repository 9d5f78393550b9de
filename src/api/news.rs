//! What all streams tell alike, found once and not by each of them: the journal behind a place, and the lines
//! that an outlook moved. It knows no reader and decides nothing about who may see what.

use super::own;
use crate::planning::outlook::{LineName, Outlook};
use crate::store::{Cursor, Entry, Failure, Store};
use std::sync::{Arc, Weak};
use tokio::sync::Mutex;

/// The last answers. Streams go in step, so that one answer serves nearly all of them.
#[derive(Default)]
pub(crate) struct News {
    read: Mutex<Option<Read>>,
    compared: Mutex<Option<Compared>>,
}

/// What the journal said behind a place, once it had a commit.
struct Read {
    behind: Cursor,
    commit: u64,
    entries: Arc<[Entry]>,
}

/// What differs between two outlooks, which live no longer for it.
struct Compared {
    before: Weak<Outlook>,
    after: Weak<Outlook>,
    lines: Arc<[LineName]>,
}

impl News {
    /// Entries that are told one by one; whoever is further behind reads everything again.
    pub(super) const LIMIT: u32 = 1_000;
    /// The same, as a length.
    pub(super) const MOST: usize = Self::LIMIT as usize;

    /// What the journal says behind `behind`, as of `commit` or later; as of now without it.
    pub(super) async fn entries(
        &self,
        store: &Store,
        behind: Cursor,
        commit: Option<u64>,
    ) -> Result<Arc<[Entry]>, Failure> {
        let mut last = self.read.lock().await;
        if let (Some(read), Some(commit)) = (&*last, commit)
            && (read.behind == behind && read.commit >= commit)
        {
            return Ok(Arc::clone(&read.entries));
        }
        let store = store.clone();
        let read = own::blocking(move || {
            let commit = *store.commits().borrow();
            let entries = store.feed(&behind, Self::LIMIT)?.into();
            Ok(Read { behind, commit, entries })
        });
        let read = last.insert(read.await?);
        Ok(Arc::clone(&read.entries))
    }

    /// Lines that are new, gone, or planned for another day.
    pub(super) async fn changed_lines(
        &self,
        before: &Arc<Outlook>,
        after: &Arc<Outlook>,
    ) -> Result<Arc<[LineName]>, Failure> {
        let (old, new) = (Arc::downgrade(before), Arc::downgrade(after));
        let mut last = self.compared.lock().await;
        if let Some(compared) = &*last
            && (compared.before.ptr_eq(&old) && compared.after.ptr_eq(&new))
        {
            return Ok(Arc::clone(&compared.lines));
        }
        let (first, second) = (Arc::clone(before), Arc::clone(after));
        let lines: Arc<[LineName]> = own::blocking(move || Ok(changed_lines(&first, &second).into())).await?;
        *last = Some(Compared { before: old, after: new, lines: Arc::clone(&lines) });
        Ok(lines)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::role::Actor;
    use crate::domain::value::Moment;
    use crate::planning::USUAL_ZONE;
    use crate::services::Tx;

    #[actix_web::test]
    async fn streams_in_step_share_what_was_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("holdfast.db").display());
        let store = Store::open(&url).expect("a store");
        let now: Moment = serde_json::from_str("\"2026-03-02T00:00:00Z\"").expect("an instant");
        let command = move |db: &mut crate::store::Db| {
            Tx::new(db, now, &Actor::system())?.journal("test.done", &[], &()).map(drop)
        };
        let (news, commits) = (News::default(), store.commits());
        store.write_blocking(command).expect("done");
        let commit = Some(*commits.borrow());
        let first = news.entries(&store, Cursor::default(), commit).await.expect("entries");
        let second = news.entries(&store, Cursor::default(), commit).await.expect("entries");
        assert!(first.len() == 1 && Arc::ptr_eq(&first, &second));
        store.write_blocking(command).expect("done");
        let commit = Some(*commits.borrow());
        let both = news.entries(&store, Cursor::default(), commit).await.expect("entries");
        let behind = news.entries(&store, first[0].cursor, commit).await.expect("entries");
        assert_eq!((both.len(), behind.len()), (2, 1));
        assert_eq!(news.entries(&store, behind[0].cursor, None).await.expect("entries").len(), 0);
    }

    #[actix_web::test]
    async fn two_outlooks_are_compared_once() {
        let now: Moment = serde_json::from_str("\"2026-03-02T00:00:00Z\"").expect("an instant");
        let outlook = || Arc::new(Outlook::empty(now, USUAL_ZONE));
        let (news, before, after) = (News::default(), outlook(), outlook());
        let first = news.changed_lines(&before, &after).await.expect("lines");
        let second = news.changed_lines(&before, &after).await.expect("lines");
        assert!(Arc::ptr_eq(&first, &second));
        let other = news.changed_lines(&after, &before).await.expect("lines");
        assert!(!Arc::ptr_eq(&first, &other));
    }
}
