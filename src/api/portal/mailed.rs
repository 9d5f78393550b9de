//! What comes by mail: whether somebody follows an order, and the way to all orders of a customer.

use super::door::{failed, noted, over, sent};
use super::order::Sent;
use super::posted::{self, Posted};
use super::render::{self, Listed, Note};
use super::visit::{self, LONGEST, PACE, address, language, on_to};
use crate::api::Web;
use crate::api::own::blocking;
use crate::app::App;
use crate::services::portal::{self, Account, Following, Form};
use crate::store::Failure;
use crate::text::Lang;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use std::time::Instant;

/// Asks whoever reads an address whether it wants mails about an order, or says what is so.
pub(super) async fn show_follow(request: HttpRequest, token: Path<String>, web: Data<Web>) -> HttpResponse {
    let (app, token) = (web.app.clone(), token.into_inner());
    let found = blocking(move || match token.len() > LONGEST {
        true => Ok(None),
        false => app.ask(&portal::actor("", Lang::default()), |ask| portal::follower(ask, &token)),
    });
    follow_page(&request, &web, found.await, false).await
}

/// Says yes, or that it is enough.
pub(super) async fn take_follow(
    request: HttpRequest,
    token: Path<String>,
    form: Option<web::Form<Form>>,
    web: Data<Web>,
) -> HttpResponse {
    let (app, token) = (web.app.clone(), token.into_inner());
    let on = form.is_none_or(|form| form.get("stop").is_none());
    let found = blocking(move || match token.len() > LONGEST {
        true => Ok(None),
        false => app.command_blocking(&portal::actor("", Lang::default()), move |tx| {
            portal::set_following(tx, &token, on)
        }),
    });
    follow_page(&request, &web, found.await, !on).await
}

async fn follow_page(
    request: &HttpRequest,
    web: &Web,
    found: Result<Option<Following>, Failure>,
    stopped: bool,
) -> HttpResponse {
    let asked = super::super::outside::asked(request);
    match found {
        Ok(Some(found)) => {
            let lang = asked.unwrap_or(found.lang);
            let (number, mail) = (found.number.as_str(), found.address.as_str());
            let note = match (found.on, stopped) {
                (true, _) => Note::FollowDone { number, mail, link: found.link.as_deref() },
                (false, true) => Note::FollowStopped { number, mail },
                (false, false) => Note::FollowAsk { number, mail },
            };
            noted(request, web, lang, StatusCode::OK, note).await
        }
        Ok(None) => over(request, web, language(request)).await,
        Err(failure) => failed(request, failure, language(request)),
    }
}

/// Asks for an address.
pub(super) async fn show_sign_in(request: HttpRequest, web: Data<Web>) -> HttpResponse {
    sign_in_page(&request, &web, StatusCode::OK, &Sent::default(), None).await
}

async fn sign_in_page(
    request: &HttpRequest,
    web: &Web,
    status: StatusCode,
    form: &Sent,
    wait: Option<u64>,
) -> HttpResponse {
    let (app, lang) = (web.app.clone(), language(request));
    match blocking(move || portal::company(&app, &portal::actor("", Lang::default()))).await {
        Ok((company, policy)) if policy.on => {
            sent(request, lang, status, render::sign_in(&company, lang, form, wait))
        }
        Ok((company, _)) => {
            sent(request, lang, StatusCode::NOT_FOUND, render::note(&company, lang, Note::Off))
        }
        Err(failure) => failed(request, failure, lang),
    }
}

/// Sends a link to an address, if a customer reads it. The answer does not say whether one does.
pub(super) async fn ask_sign_in(request: HttpRequest, form: Posted, web: Data<Web>) -> HttpResponse {
    let (begun, lang) = (Instant::now(), language(&request));
    let typed = match posted::read(&request, &web, lang, form).await {
        Ok(typed) => typed,
        Err(page) => return page,
    };
    let mail = match portal::checked_address(typed.get("mail").map(String::as_str).unwrap_or_default()) {
        Ok(mail) => mail,
        Err(refusal) => {
            let form = Sent::refused("sign-in", typed, &refusal, lang);
            return sign_in_page(&request, &web, StatusCode::UNPROCESSABLE_ENTITY, &form, None).await;
        }
    };
    let guess = match web.app.gate.admit_sign_in(&mail, &address(&request)) {
        Ok(guess) => guess,
        Err(wait) => {
            let form = Sent { form: "sign-in".to_owned(), typed, ..Sent::default() };
            return sign_in_page(&request, &web, StatusCode::TOO_MANY_REQUESTS, &form, Some(wait)).await;
        }
    };
    let (app, to) = (web.app.clone(), mail.clone());
    let asked = blocking(move || {
        app.command_blocking(&portal::actor("", lang), move |tx| portal::ask_sign_in(tx, &to, lang))
    });
    let asked = asked.await;
    actix_web::rt::time::sleep(PACE.max(guess.wait).saturating_sub(begun.elapsed())).await;
    match asked {
        Ok(()) => noted(&request, &web, lang, StatusCode::OK, Note::Mailed(&mail)).await,
        Err(failure) => failed(&request, failure, lang),
    }
}

/// Lets in whoever comes by a mailed link. The link leaves the address bar by the way on.
pub(super) async fn account(request: HttpRequest, token: Path<String>, web: Data<Web>) -> HttpResponse {
    let (app, token, lang) = (web.app.clone(), token.into_inner(), language(&request));
    let until = visit::until();
    let kept = blocking(move || match token.len() > LONGEST {
        true => Ok(None),
        false => app.command_blocking(&portal::actor("", lang), move |tx| portal::sign_in(tx, &token, until)),
    });
    match kept.await {
        Ok(Some(kept)) => {
            let mut response = on_to("/portal/orders");
            drop(response.add_cookie(&visit::signed_in(&request, kept)));
            response
        }
        Ok(None) => over(&request, &web, lang).await,
        Err(failure) => failed(&request, failure, lang),
    }
}

/// All orders of the customer who has signed in.
pub(super) async fn list(request: HttpRequest, web: Data<Web>) -> HttpResponse {
    let (app, lang, kept) = (web.app.clone(), language(&request), visit::kept(&request));
    let found = blocking(move || {
        let Some(account) = visit::account(&app, &kept)? else { return Ok(None) };
        let orders = portal::orders(&app, &account, lang)?;
        let (company, _) = portal::company(&app, &portal::actor("", lang))?;
        let outlook = app.planner.outlook();
        Ok(Some((account, orders, company, app.clock.now().day(outlook.zone))))
    });
    match found.await {
        Ok(Some((account, orders, company, today))) => {
            let listed: Vec<Listed> = orders
                .into_iter()
                .map(|order| Listed {
                    number: order.number,
                    customer_order: order.customer_order,
                    answer: order.answer,
                })
                .collect();
            let page = render::orders(&company, lang, &account.address, today, &listed);
            sent(&request, lang, StatusCode::OK, page)
        }
        Ok(None) => on_to("/portal/sign-in"),
        Err(failure) => failed(&request, failure, lang),
    }
}

/// Ends a sign-in, for this browser and every other one that came by the same link.
pub(super) fn sign_out(app: &App, account: &Account) -> Result<(), Failure> {
    let account = account.clone();
    app.command_blocking(&portal::actor(&account.customer.clone(), Lang::default()), move |tx| {
        portal::sign_out(tx, &account)
    })
}
