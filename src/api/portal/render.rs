//! Lays pages out (stand-in).
use super::door::Shut;
use super::order::Sent;
use crate::domain::portal::{Company, OrderPage};
use crate::text::Lang;
type Page = Result<String, minijinja::Error>;
pub(super) fn enter(company: &Company, _: Lang, shut: Option<Shut>, number: &str) -> Page {
    Ok(format!("{} {shut:?} {number}", company.name))
}
pub(super) fn off(company: &Company, _: Lang) -> Page {
    Ok(company.name.clone())
}
pub(super) fn over(company: &Company, _: Lang) -> Page {
    Ok(company.name.clone())
}
pub(super) fn order(page: &OrderPage, _: Lang, said: Option<&str>, form: &Sent) -> Page {
    Ok(format!("{page:?} {said:?} {form:?}"))
}
