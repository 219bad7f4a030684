//! The demo's web server: files over HTTP on this machine's own address.
//!
//! It refuses every method but GET and HEAD, and listens to nobody but this machine.

use std::convert::Infallible;
use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, anyhow};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;

use crate::site::{Site, cache_control, content_security_policy, media_type};

type Answer = Response<Full<Bytes>>;

/// How many ports are tried after the usual one.
const PORTS: u16 = 20;
const USUAL_PORT: u16 = 8080;

/// Where the shop's service worker finds what it keeps.
const LIST: &str = "/files.json";

/// A running server; it stops when the program ends.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) url: String,
    thread: thread::JoinHandle<Result<()>>,
}

impl Running {
    /// Waits for as long as the server runs, which is until the program is ended from outside.
    ///
    /// # Errors
    /// When the server had to stop by itself.
    pub(crate) fn wait(self) -> Result<()> {
        self.thread.join().map_err(|_| anyhow!("the server stopped"))?
    }
}

/// Serves on the port asked for, or on the first free one from 8080.
///
/// # Errors
/// When the port asked for is taken, or all of the usual ones are.
pub(crate) fn on_port(site: Site, port: Option<u16>) -> Result<Running> {
    if let Some(port) = port {
        return start(site, port).map_err(|error| {
            error.context(format!("port {port} cannot be used; choose another with --port, or leave --port out"))
        });
    }
    let last = USUAL_PORT + PORTS;
    (USUAL_PORT..last)
        .find_map(|port| start(site.clone(), port).ok())
        .ok_or_else(|| anyhow!("ports {USUAL_PORT} to {} are all taken; name a free one with --port", last - 1))
}

/// Serves on any free port.
pub(crate) fn anywhere(site: Site) -> Result<Running> {
    start(site, 0)
}

fn start(site: Site, port: u16) -> Result<Running> {
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| format!("no server on 127.0.0.1:{port}"))?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}/", listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let thread = thread::spawn(move || runtime.block_on(serve(listener, Arc::new(site))));
    Ok(Running { url, thread })
}

/// Answers every connection on one thread: the files are few and small, and all on this machine.
async fn serve(listener: TcpListener, site: Arc<Site>) -> Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let tasks = tokio::task::LocalSet::new();
    tasks
        .run_until(async {
            loop {
                let (stream, _) = listener.accept().await?;
                let site = Arc::clone(&site);
                let service = service_fn(move |request: Request<Incoming>| {
                    let answer = answer(&site, &request);
                    async move { Ok::<_, Infallible>(answer) }
                });
                let connection =
                    hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                // A visitor who goes away before the answer is no trouble of the server.
                tokio::task::spawn_local(async move { drop(connection.await) });
            }
        })
        .await
}

/// Answers one request with a file, or with what is wrong.
fn answer<B>(site: &Site, request: &Request<B>) -> Answer {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered here");
        refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refusal;
    }
    if request.uri().path() == LIST {
        return list(site).unwrap_or_else(|error| plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()));
    }
    let Some(file) = site.file(request.uri().path()) else {
        return plain(StatusCode::NOT_FOUND, "there is no such file here");
    };
    send(&file, request).unwrap_or_else(|error| plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()))
}

/// Sends the list of what the shop needs without a network, which nobody may keep: it says what is new.
fn list(site: &Site) -> Result<Answer> {
    let answer = Response::builder()
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    Ok(answer.body(Full::from(site.list()?))?)
}

/// Sends a file with its media type, a page with its content security policy, or word that the visitor has it already.
///
/// Every answer says: keep it, but ask before using it, unless it is a picture; believe its type; tell nobody where one
/// comes from.
fn send<B>(file: &Path, request: &Request<B>) -> Result<Answer> {
    let tag = etag(file)?;
    let answer = Response::builder()
        .header(header::CACHE_CONTROL, cache_control(request.uri().path()))
        .header(header::ETAG, &tag)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer");
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).body(Full::default())?);
    }
    let media = media_type(file);
    let bytes = fs::read(file)?;
    let mut answer = answer.header(header::CONTENT_TYPE, media);
    if media.starts_with("text/html") {
        answer = answer.header(header::CONTENT_SECURITY_POLICY, content_security_policy(std::str::from_utf8(&bytes)?));
    }
    Ok(answer.body(Full::from(bytes))?)
}

fn plain(status: StatusCode, text: &str) -> Answer {
    let mut answer = Response::new(Full::from(format!("{text}\n")));
    *answer.status_mut() = status;
    answer
}

/// Names a version of a file by its length and time.
fn etag(file: &Path) -> io::Result<String> {
    let metadata = fs::metadata(file)?;
    let time = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_nanos());
    Ok(format!("\"{:x}-{time:x}\"", metadata.len()))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    fn ask(running: &Running, request: &str) -> String {
        let address = running.url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(address).expect("the server listens");
        let request = format!("{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the server answers in UTF-8");
        answer
    }

    #[test]
    fn files_come_with_their_type_and_a_page_with_its_policy() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let running = anywhere(Site::for_test(folder.path())).expect("some port is free");
        let page = ask(&running, "GET /?category=Games");
        assert!(page.starts_with("HTTP/1.1 200") && page.ends_with("shop"), "{page}");
        assert!(
            page.contains("content-type: text/html") && page.contains("content-security-policy: default-src 'none'")
        );
        let script = ask(&running, "GET /etalage/index.js");
        assert!(script.contains("content-type: text/javascript") && !script.contains("content-security-policy"));
        assert!(ask(&running, "GET /etalage/%2e%2e/package.json").starts_with("HTTP/1.1 404"));
        assert!(ask(&running, "GET /files.json").contains("cache-control: no-store"));
        assert!(ask(&running, "GET /pictures/a%20b.svg").contains("cache-control: max-age"));
        assert!(ask(&running, "POST /").starts_with("HTTP/1.1 405"));
        let tag = page.lines().find(|line| line.starts_with("etag: ")).expect("each answer is tagged");
        let again = format!("GET / HTTP/1.1\r\nIf-None-Match:{}\r\nX-Rest:", tag.trim_start_matches("etag:"));
        assert!(ask(&running, &again).starts_with("HTTP/1.1 304"));
    }

    #[test]
    fn connections_that_say_nothing_do_not_hold_up_the_others() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let running = anywhere(Site::for_test(folder.path())).expect("some port is free");
        let address = running.url.trim_start_matches("http://").trim_end_matches('/');
        // Browsers open connections ahead of need.
        let idle: Vec<_> = (0..32).map(|_| TcpStream::connect(address).expect("the server listens")).collect();
        assert!(ask(&running, "GET /").starts_with("HTTP/1.1 200"));
        drop(idle);
    }

    #[test]
    fn a_taken_port_is_an_error_when_it_was_asked_for() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let site = Site::for_test(folder.path());
        let running = anywhere(site.clone()).expect("some port is free");
        let port = running.url.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        let error = format!("{:#}", on_port(site, port).expect_err("the port is taken"));
        assert!(error.contains("cannot be used; choose another with --port"), "{error}");
    }
}
