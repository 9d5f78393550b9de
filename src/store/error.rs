//! Why a transaction gave no answer.

use crate::domain::refusal::Refusal;
use diesel::result::{DatabaseErrorKind, Error};
use thiserror::Error as ThisError;

/// Why a transaction gave no answer. Whichever it was, nothing of it was stored.
#[derive(Clone, Debug, ThisError)]
pub enum Failure {
    /// The rules refuse it.
    #[error("refused: {}", .0.code.name)]
    Refused(Box<Refusal>),
    /// The database can't take it now: it is full, gone, or too busy. The same request may succeed later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Another transaction came first; the same job may be run again at once.
    #[error("another transaction came first")]
    Contended,
    /// Looked for one row and found none. Queries turn it into a refusal that names what was looked for.
    #[error("no such row")]
    NoRow,
    /// A fault of ours or of the database.
    #[error("{0}")]
    Broken(String),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NoRow,
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Contended,
            Error::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                info,
            ) => Self::Unavailable(info.message().to_owned()),
            other => Self::of_text(other.to_string()),
        }
    }
}

impl Failure {
    /// Whether the same job may succeed if it is run again at once.
    pub fn is_contention(&self) -> bool {
        matches!(self, Self::Contended)
    }

    /// Whether the connection is still good after it, so that what else its transaction holds may be kept.
    pub(super) fn spares_the_connection(&self) -> bool {
        !matches!(self, Self::Unavailable(_) | Self::Contended)
    }

    /// Faults that diesel only tells in words: a full disk, a lock held too long, a server that went away.
    fn of_text(text: String) -> Self {
        const CONTENDED: &[&str] = &["deadlock detected", "could not serialize access"];
        const AWAY: &[&str] = &[
            "database or disk is full",
            "disk I/O error",
            "database is locked",
            "unable to open database file",
            "attempt to write a readonly database",
            "No space left on device",
            "server closed the connection",
            "could not connect",
            "connection to server",
            "no connection to the server",
            "the database system is",
            "terminating connection",
            "SSL connection has been closed",
            "could not extend file",
            "remaining connection slots",
            "too many clients",
        ];
        if CONTENDED.iter().any(|word| text.contains(word)) {
            Self::Contended
        } else if AWAY.iter().any(|word| text.contains(word)) {
            Self::Unavailable(text)
        } else {
            Self::Broken(text)
        }
    }
}
