//! Who is signed in, people and tokens.

use crate::api::{Api, Input, SignedIn};
use crate::domain::role::{Right, Role};
use crate::services::Ask;
use crate::store::Failure;
use crate::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    api.get("/me", SignedIn, "Who is signed in, and what they may do", me);
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// `user:anna` or `token:erp`.
    name: String,
    /// Roles of a person.
    roles: Vec<Role>,
    /// Everything that is allowed.
    rights: Vec<Right>,
    /// The language of this answer.
    lang: Lang,
}

fn me(ask: &mut Ask<'_>, input: &Input) -> Result<Me, Failure> {
    let actor = ask.actor;
    Ok(Me {
        name: actor.name.clone(),
        roles: actor.roles.iter().copied().collect(),
        rights: actor.rights.iter().copied().collect(),
        lang: input.lang,
    })
}
