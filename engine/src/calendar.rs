//! Working time. See the helper's version.
