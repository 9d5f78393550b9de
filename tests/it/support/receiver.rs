//! A program that takes webhooks, or plays a chat robot: a real HTTP server on this machine, whose answers a test sets.

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, http::StatusCode, web};
use std::collections::{BTreeMap, VecDeque};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, mpsc};

/// What the receiver answers.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A status and a body.
    Says(u16, &'static str),
    /// A redirect to this place.
    Elsewhere(String),
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Came {
    /// Path and query.
    pub path: String,
    /// The headers, by name.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

#[derive(Default)]
struct Desk {
    came: Mutex<Vec<Came>>,
    replies: Mutex<VecDeque<Reply>>,
}

/// The receiver.
pub struct Receiver {
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub address: String,
    desk: Arc<Desk>,
    stop: Box<dyn Fn()>,
}

async fn take(request: HttpRequest, body: web::Bytes, desk: web::Data<Desk>) -> HttpResponse {
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let body = String::from_utf8_lossy(&body).into_owned();
    let came = Came { path: request.uri().to_string(), headers: headers.collect(), body };
    desk.came.lock().expect("no panic").push(came);
    let reply = desk.replies.lock().expect("no panic").pop_front();
    match reply.unwrap_or(Reply::Says(200, r#"{"errcode":0,"errmsg":"ok"}"#)) {
        Reply::Says(status, body) => {
            HttpResponse::build(StatusCode::from_u16(status).expect("a status")).body(body)
        }
        Reply::Elsewhere(place) => {
            HttpResponse::TemporaryRedirect().insert_header(("location", place)).finish()
        }
    }
}

impl Receiver {
    /// Opens.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let desk = web::Data::new(Desk::default());
        let (sender, receiver) = mpsc::channel();
        let served = desk.clone();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || App::new().app_data(served.clone()).default_service(web::to(take));
                let server =
                    HttpServer::new(app).workers(1).disable_signals().listen(listener).expect("a server");
                let server = server.run();
                sender.send(server.handle()).expect("the test waits");
                drop(server.await);
            });
        });
        let handle = receiver.recv().expect("the receiver starts");
        Self { address, desk: desk.into_inner(), stop: Box::new(move || drop(handle.stop(false))) }
    }

    /// What is answered next, in this order; yes to all after that.
    pub fn replies(&self, replies: &[Reply]) {
        self.desk.replies.lock().expect("no panic").extend(replies.iter().cloned());
    }

    /// What came so far.
    pub fn came(&self) -> Vec<Came> {
        self.desk.came.lock().expect("no panic").clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        (self.stop)();
    }
}
