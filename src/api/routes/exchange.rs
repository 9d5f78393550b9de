//! Workbooks in and out. Uploads have a limit of their own; downloads are written to a file first and sent from
//! there, so that neither grows the server's memory with the shop.

use crate::api::document::Documented;
use crate::api::own::Own;
use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::export::{CsvZip, Sink, Xlsx};
use crate::services::import::{ImportView, VanishedChoice};
use crate::services::{export, import};
use crate::store::Failure;
use crate::text::Lang;
use actix_web::http::Method;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, http::header};
use futures_util::future::LocalBoxFuture;
use futures_util::stream;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom};
use utoipa::IntoParams;

/// Largest file that is taken in.
const UPLOAD: usize = 50 * 1024 * 1024;
/// Bytes of a download that are in memory at once.
const CHUNK: usize = 64 * 1024;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ZIP: &str = "application/zip";

/// An import's number.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ImportPath {
    /// The number.
    id: i64,
}

/// What a file is called, and in which language.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FileQuery {
    /// The file's name, for messages; `import.xlsx` unless said.
    name: Option<String>,
    /// Language of messages about the file, `en` or `zh`; that of the request unless said.
    lang: Option<Lang>,
}

/// In which language.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LangQuery {
    /// Language of headings, `en` or `zh`; that of the request unless said.
    lang: Option<Lang>,
}

/// How an import is applied.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ApplyQuery {
    /// What becomes of orders in hand that an earlier import brought and that this file does not have any more; the
    /// plant's policy unless said. Where that is to ask, it must be said.
    #[param(inline)]
    vanished_rows: Option<VanishedChoice>,
}

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    let taken = Documented::default()
        .with_query::<FileQuery>()
        .reading_media("application/octet-stream")
        .answering::<ImportView>(201);
    api.own(
        Method::POST,
        "/imports",
        Right::Exchange,
        "Show what a workbook would change: an .xlsx file or an archive of CSV files",
        taken,
        |own| Box::pin(upload(own)),
    );
    api.get_planned("/imports/{id}", Right::Exchange, "How far an import is", one);
    api.post_planned("/imports/{id}/apply", Right::Exchange, "Apply an import, all of it or nothing", apply);
    let answered = |media| Documented::default().with_query::<LangQuery>().answering_media(200, media);
    api.own(
        Method::GET,
        "/export.xlsx",
        Right::Exchange,
        "Everything as a workbook",
        answered(XLSX),
        workbook,
    );
    api.own(
        Method::GET,
        "/export.zip",
        Right::Exchange,
        "Everything as an archive of CSV files",
        answered(ZIP),
        archive,
    );
}

async fn upload(mut own: Own) -> Result<HttpResponse, Failure> {
    let body = own.body(UPLOAD).await?;
    let input = own.input::<(), FileQuery>(&body, 201)?;
    let name = input.query.name.clone().unwrap_or_else(|| "import.xlsx".to_owned());
    let lang = input.query.lang.unwrap_or(own.lang);
    own.once(input, move |app, actor, input| {
        let reading = import::read(&name, body.to_vec(), lang)?;
        import::preview(input, app, actor, &name, &reading)
    })
    .await
}

fn one(app: &App, actor: &Actor, input: &Input<ImportPath>) -> Result<ImportView, Failure> {
    import::one(app, actor, input.path.id)
}

fn apply(app: &App, actor: &Actor, input: &Input<ImportPath, ApplyQuery>) -> Result<ImportView, Failure> {
    import::apply(input, app, actor, input.path.id, input.query.vanished_rows)
}

fn workbook(own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(download(own, "holdfast.xlsx", XLSX, |file| Xlsx::new(BufWriter::new(file))))
}

fn archive(own: Own) -> LocalBoxFuture<'static, Result<HttpResponse, Failure>> {
    Box::pin(download(own, "holdfast.zip", ZIP, |file| CsvZip::new(BufWriter::new(file))))
}

async fn download<S: Sink<Done = BufWriter<File>> + 'static>(
    own: Own,
    name: &'static str,
    media: &'static str,
    sink: fn(File) -> S,
) -> Result<HttpResponse, Failure> {
    let lang = own.input::<(), LangQuery>(&[], 200)?.query.lang.unwrap_or(own.lang);
    let (app, actor) = (own.app.clone(), own.actor.clone());
    let file = Own::blocking(move || {
        let broken = |error: &dyn std::fmt::Display| Failure::Unavailable(error.to_string());
        let file = tempfile::tempfile().map_err(|error| broken(&error))?;
        let done = app.ask(&actor, |ask| export::write(ask, sink(file), lang))?;
        let mut file = done.into_inner().map_err(|error| broken(&error))?;
        file.seek(SeekFrom::Start(0)).map_err(|error| broken(&error))?;
        Ok(file)
    })
    .await?;
    let chunks = stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let mut chunk = vec![0; CHUNK];
        match file.read(&mut chunk) {
            Ok(0) => None,
            Ok(length) => {
                chunk.truncate(length);
                Some((Ok(Bytes::from(chunk)), Some(file)))
            }
            Err(error) => Some((Err(error), None)),
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .streaming(Box::pin(chunks)))
}
