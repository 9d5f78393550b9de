//! Holdfast: the ship date that the shop can really keep, and why.

pub mod api;
pub mod app;
pub mod auth;
pub mod cli;
pub mod config;
pub mod document;
pub mod domain;
pub mod export;
pub mod import;
pub mod notify;
pub mod planning;
pub mod print;
pub mod rules;
pub mod services;
pub mod store;
pub mod text;
pub mod tls;
