//! Parts of long lists, for readers that keep no list whole. Within one snapshot they fit together without gaps,
//! because every such list has an order of its own.

/// Rows of a list: so many, behind so many others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Rows before it.
    pub(super) offset: i64,
    /// At most so many rows.
    pub(super) limit: i64,
}

impl Part {
    /// The whole list.
    pub const ALL: Self = Self { offset: 0, limit: i64::MAX };

    /// The first `limit` rows.
    pub const fn first(limit: i64) -> Self {
        Self { offset: 0, limit }
    }

    /// The part behind this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self { offset: self.offset.saturating_add(self.limit), ..self }
    }
}
