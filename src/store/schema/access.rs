//! People, their sessions, and tokens of programs.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use crate::store::types::sql::Doc;
    users (name) {
        name -> Text,
        display_name -> Text,
        password_hash -> Text,
        roles -> Doc,
        lang -> Text,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::sql::Instant;
    sessions (hash) {
        hash -> Text,
        user_name -> Text,
        created -> Instant,
        expires -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::store::types::sql::{Doc, Instant};
    api_tokens (name) {
        name -> Text,
        hash -> Text,
        rights -> Doc,
        created -> Instant,
        created_by -> Text,
        expires -> Nullable<Instant>,
        revoked -> Nullable<Instant>,
    }
}
