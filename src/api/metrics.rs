//! Figures for a monitor, as Prometheus reads them: requests and their latencies by route and status.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the latency buckets, in milliseconds.
const BOUNDS: [u64; 9] = [1, 2, 5, 10, 25, 50, 200, 1_000, 5_000];

/// What was counted since the start.
#[derive(Default)]
pub(crate) struct Metrics {
    routes: Mutex<BTreeMap<(String, String, u16), Latencies>>,
}

#[derive(Clone, Default)]
struct Latencies {
    count: u64,
    micros: u64,
    buckets: [u64; BOUNDS.len()],
}

impl Metrics {
    /// Counts a request to a route: method, path as registered, status, and how long it took.
    pub(super) fn count(&self, method: &str, path: &str, status: u16, took: Duration) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (method.to_owned(), path.to_owned(), status);
        let found = routes.entry(key).or_default();
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        found.count += 1;
        found.micros = found.micros.saturating_add(micros);
        for (bucket, bound) in found.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(micros <= bound * 1_000);
        }
    }

    /// Everything, in Prometheus's text format.
    pub(super) fn text(&self) -> String {
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut text = String::from("# TYPE holdfast_request_seconds histogram\n");
        for ((method, path, status), found) in &routes {
            let labels = format!("method=\"{method}\",path=\"{path}\",status=\"{status}\"");
            let mut line = |name: &str, more: &str, value: String| {
                writeln!(text, "holdfast_request_seconds_{name}{{{labels}{more}}} {value}")
                    .unwrap_or_default();
            };
            for (bucket, bound) in found.buckets.iter().zip(BOUNDS) {
                line("bucket", &format!(",le=\"{}\"", bound as f64 / 1e3), bucket.to_string());
            }
            line("bucket", ",le=\"+Inf\"", found.count.to_string());
            line("sum", "", (found.micros as f64 / 1e6).to_string());
            line("count", "", found.count.to_string());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_latency() {
        let metrics = Metrics::default();
        metrics.count("GET", "/api/v1/me", 200, Duration::from_millis(3));
        metrics.count("GET", "/api/v1/me", 200, Duration::from_millis(30));
        let text = metrics.text();
        assert!(
            text.contains("_bucket{method=\"GET\",path=\"/api/v1/me\",status=\"200\",le=\"0.005\"} 1\n"),
            "{text}"
        );
        assert!(text.contains("_count{method=\"GET\",path=\"/api/v1/me\",status=\"200\"} 2\n"), "{text}");
    }
}
