//! The shop's logo on its customers' pages: a picture, never a drawing that could carry a script.

use crate::app::App;
use crate::domain::inspection::photo_type;
use crate::domain::portal::OrderPage;
use crate::domain::refusal::{Refusal, portal as codes};
use crate::domain::role::Actor;
use crate::services::Tx;
use crate::store::portal::{self as rows, Logo};
use crate::store::{Failure, Subject};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use utoipa::ToSchema;

/// Largest logo, in bytes: 256 KiB.
pub const LARGEST: usize = 256 * 1024;

/// A logo that was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PortalLogo)]
pub struct LogoView {
    /// `image/png`, `image/jpeg` or `image/webp`, by how the file begins.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: usize,
    /// SHA-256 of it, of which its address has the start.
    pub hash: String,
}

/// Sets the logo.
///
/// # Errors
///
/// It is no picture, or too large.
pub fn set_logo(tx: &mut Tx<'_>, bytes: &[u8]) -> Result<LogoView, Failure> {
    if bytes.len() > LARGEST {
        let refused = Refusal::at(codes::LOGO_TOO_LARGE, "logo", bytes.len());
        return Err(refused.with("most", LARGEST).into());
    }
    let media_type = photo_type(bytes).ok_or_else(|| Refusal::new(codes::LOGO_NO_PICTURE))?.to_owned();
    let hash = Sha256::digest(bytes).iter().take(16).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap_or_default();
        text
    });
    let view = LogoView { media_type: media_type.clone(), bytes: bytes.len(), hash: hash.clone() };
    let (changed_at, changed_by) = (tx.now, tx.actor.name.clone());
    let row = Logo { plant_id: tx.plant.id, media_type, bytes: bytes.to_vec(), hash, changed_at, changed_by };
    rows::put_logo(tx.db, &row)?;
    tx.journal("portal-logo.set", &[Subject::Plant], &view)?;
    Ok(view)
}

/// The logo whose address names it so.
///
/// # Errors
///
/// What the database says.
pub fn logo(app: &App, hash: &str) -> Result<Option<Logo>, Failure> {
    let found = app.ask(&Actor::system(), |ask| rows::logo(ask.db, ask.plant.id))?;
    Ok(found.filter(|logo| logo.hash == hash))
}

/// The picture itself, for a paper about `page`.
///
/// # Errors
///
/// What the database says.
pub fn logo_of(app: &App, page: &OrderPage) -> Result<Option<Vec<u8>>, Failure> {
    let Some(hash) = &page.company.logo else { return Ok(None) };
    Ok(logo(app, hash)?.map(|logo| logo.bytes))
}
