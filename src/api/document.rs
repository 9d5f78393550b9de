//! What a route says about itself in the API's document, taken from its handler's types.

use actix_web::http::Method;
use serde_json::{Value, json};
use std::any::{TypeId, type_name};
use utoipa::openapi::path::ParameterIn;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

/// What a route reads and answers.
#[derive(Clone, Debug, Default)]
pub struct Documented {
    /// Parameters in path and query, as `OpenAPI` writes them.
    pub parameters: Vec<Value>,
    /// The body's media type and schema.
    pub request: Option<(&'static str, Value)>,
    /// The answers that are no problems: status, media type and schema.
    pub answers: Vec<(u16, Option<(&'static str, Value)>)>,
    /// Schemas that those name.
    pub schemas: Vec<(String, Value)>,
}

/// Marks types without parameters.
#[derive(Debug)]
pub struct Without;
/// Marks types with parameters.
#[derive(Debug)]
pub struct With;

/// Path or query of a handler: `()` or a type with [`IntoParams`]. The marker lets both be told apart.
pub trait Parameters<Marker> {
    /// The parameters, as `OpenAPI` writes them.
    fn parameters(place: ParameterIn) -> Vec<Value>;
}

impl Parameters<Without> for () {
    fn parameters(_: ParameterIn) -> Vec<Value> {
        Vec::new()
    }
}

impl<T: IntoParams> Parameters<With> for T {
    fn parameters(place: ParameterIn) -> Vec<Value> {
        let list = T::into_params(|| Some(place.clone()));
        list.iter().filter_map(|parameter| serde_json::to_value(parameter).ok()).collect()
    }
}

impl Documented {
    /// With the body of type `T`.
    #[must_use]
    pub fn reading<T: ToSchema>(mut self) -> Self {
        let schema = self.schema::<T>();
        self.request = Some(("application/json", schema));
        self
    }

    /// With a body of another kind.
    #[must_use]
    pub fn reading_media(mut self, media: &'static str) -> Self {
        self.request = Some((media, json!({ "type": "string", "format": "binary" })));
        self
    }

    /// With an answer of type `T`.
    #[must_use]
    pub fn answering<T: ToSchema>(mut self, status: u16) -> Self {
        let schema = self.schema::<T>();
        self.answers.push((status, Some(("application/json", schema))));
        self
    }

    /// With an answer of another kind.
    #[must_use]
    pub fn answering_media(mut self, status: u16, media: &'static str) -> Self {
        self.answers.push((status, Some((media, json!({ "type": "string" })))));
        self
    }

    /// With an answer that says nothing.
    #[must_use]
    pub fn answering_nothing(mut self) -> Self {
        self.answers.push((204, None));
        self
    }

    /// With the parameters of `T`, in the query.
    #[must_use]
    pub fn with_query<T: IntoParams>(mut self) -> Self {
        self.parameters.extend(<T as Parameters<With>>::parameters(ParameterIn::Query));
        self
    }

    /// With the parameters of `T`, in the path.
    #[must_use]
    pub fn with_path<T: IntoParams>(mut self) -> Self {
        self.parameters.extend(<T as Parameters<With>>::parameters(ParameterIn::Path));
        self
    }

    /// The names that the query may have.
    pub(super) fn query_names(&self) -> Vec<String> {
        let in_query = self.parameters.iter().filter(|parameter| parameter["in"] == "query");
        in_query.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect()
    }

    /// The schema of `T`: a reference if it has a name worth one, and everything that it names besides.
    fn schema<T: ToSchema>(&mut self) -> Value {
        let mut inner = Vec::new();
        T::schemas(&mut inner);
        for (name, schema) in inner {
            self.schemas.push((name, serde_json::to_value(schema).unwrap_or_default()));
        }
        let schema = T::schema();
        let value = serde_json::to_value(&schema).unwrap_or_default();
        let named = match &schema {
            RefOr::T(Schema::Object(object)) => !object.properties.is_empty() || object.enum_values.is_some(),
            RefOr::T(Schema::OneOf(_) | Schema::AllOf(_) | Schema::AnyOf(_)) => {
                !type_name::<T>().starts_with("core::")
            }
            RefOr::Ref(_) | RefOr::T(_) => false,
        };
        if !named {
            return value;
        }
        let name = name_of::<T>();
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        self.schemas.push((name, value));
        reference
    }
}

/// The status of the answer that is no problem.
pub(super) fn status_of<R: 'static>(method: &Method) -> u16 {
    if TypeId::of::<R>() == TypeId::of::<()>() {
        204
    } else if *method == Method::POST {
        201
    } else {
        200
    }
}

/// What the types of a handler say.
pub(super) fn of<P, MP, Q, MQ, B, R>(status: u16, _method: &Method) -> Documented
where
    P: Parameters<MP>,
    Q: Parameters<MQ>,
    B: ToSchema + 'static,
    R: ToSchema,
{
    let mut parameters = P::parameters(ParameterIn::Path);
    parameters.extend(Q::parameters(ParameterIn::Query));
    let mut documented = Documented { parameters, ..Documented::default() };
    if TypeId::of::<B>() != TypeId::of::<()>() {
        documented = documented.reading::<B>();
    }
    if status == 204 { documented.answering_nothing() } else { documented.answering::<R>(status) }
}

/// The name of a type without its modules, `Page<Customer>` as `Page_Customer`.
fn name_of<T: ToSchema>() -> String {
    let full = type_name::<T>();
    if !full.contains('<') {
        return T::name().into_owned();
    }
    let parts = full.split(['<', '>', ',', ' ', '(', ')']).filter(|part| !part.is_empty());
    let names: Vec<&str> = parts.map(|part| part.rsplit("::").next().unwrap_or(part)).collect();
    names.join("_")
}
