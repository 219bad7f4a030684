//! The demo's web server: files over HTTP on this machine's own address.
//!
//! It refuses every method but GET and HEAD, and listens to nobody but this machine.

use std::fs::{self, File};
use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::UNIX_EPOCH;

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response, ResponseBox, Server};

use crate::site::{Site, content_security_policy, media_type};

/// Browsers open six connections to a server at once.
const THREADS: usize = 6;
/// How many ports are tried after the usual one.
const PORTS: u16 = 20;
const USUAL_PORT: u16 = 8080;

/// A running server; it stops when the program ends.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) url: String,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Running {
    /// Waits for as long as the server runs, which is until the program is ended from outside.
    pub(crate) fn wait(self) {
        for thread in self.threads {
            // A thread that panicked has said so; the others still serve.
            let _ = thread.join();
        }
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
    let server =
        Server::http(("127.0.0.1", port)).map_err(|error| anyhow!("no server on 127.0.0.1:{port}: {error}"))?;
    let address = server.server_addr().to_ip().ok_or_else(|| anyhow!("the server has no address"))?;
    let server = Arc::new(server);
    let site = Arc::new(site);
    let threads = (0..THREADS).map(|_| {
        let (server, site) = (Arc::clone(&server), Arc::clone(&site));
        thread::spawn(move || {
            for request in server.incoming_requests() {
                let response = answer(&site, &request);
                // A visitor who goes away before the answer is no trouble of the server.
                let _ = request.respond(response);
            }
        })
    });
    Ok(Running { url: format!("http://{address}/"), threads: threads.collect() })
}

/// Answers one request with a file, or with what is wrong.
fn answer(site: &Site, request: &Request) -> ResponseBox {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return plain(405, "only GET and HEAD are answered here").with_header(header("Allow", "GET, HEAD")).boxed();
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    let Some(file) = site.file(path) else {
        return plain(404, "there is no such file here").boxed();
    };
    match etag(&file) {
        Ok(tag) if wanted(request, &tag) => {
            send(&file, &tag).unwrap_or_else(|error| plain(500, &error.to_string()).boxed())
        }
        Ok(tag) => common(Response::empty(304), &tag).boxed(),
        Err(error) => plain(500, &error.to_string()).boxed(),
    }
}

/// Sends a file with its media type; a page with its content security policy.
fn send(file: &Path, tag: &str) -> io::Result<ResponseBox> {
    let media = media_type(file);
    let typed = header("Content-Type", media);
    if media.starts_with("text/html") {
        let html = fs::read_to_string(file)?;
        let policy = header("Content-Security-Policy", &content_security_policy(&html));
        return Ok(common(Response::from_string(html).with_header(typed), tag).with_header(policy).boxed());
    }
    Ok(common(Response::from_file(File::open(file)?).with_header(typed), tag).boxed())
}

/// Adds what every answer says: keep it, but ask before using it; believe its type; tell nobody where one comes from.
fn common<R: io::Read>(response: Response<R>, tag: &str) -> Response<R> {
    response
        .with_header(header("Cache-Control", "no-cache"))
        .with_header(header("ETag", tag))
        .with_header(header("X-Content-Type-Options", "nosniff"))
        .with_header(header("Referrer-Policy", "no-referrer"))
}

fn plain(status: u16, text: &str) -> Response<Cursor<Vec<u8>>> {
    Response::from_string(format!("{text}\n")).with_status_code(status)
}

/// Names a version of a file by its length and time.
fn etag(file: &Path) -> io::Result<String> {
    let metadata = fs::metadata(file)?;
    let time = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_nanos());
    Ok(format!("\"{:x}-{time:x}\"", metadata.len()))
}

/// Says whether the visitor lacks this version.
fn wanted(request: &Request, tag: &str) -> bool {
    !request.headers().iter().any(|header| header.field.equiv("If-None-Match") && header.value.as_str() == tag)
}

fn header(name: &str, value: &str) -> Header {
    // Names and values are written in this file and in `site`, in ASCII; hashes are base64.
    Header::from_bytes(name, value).expect("a header of ASCII text is valid")
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
            page.contains("Content-Type: text/html") && page.contains("Content-Security-Policy: default-src 'none'")
        );
        let script = ask(&running, "GET /etalage/index.js");
        assert!(script.contains("Content-Type: text/javascript") && !script.contains("Content-Security-Policy"));
        assert!(ask(&running, "GET /etalage/%2e%2e/package.json").starts_with("HTTP/1.1 404"));
        assert!(ask(&running, "POST /").starts_with("HTTP/1.1 405"));
        let tag = page.lines().find(|line| line.starts_with("ETag: ")).expect("each answer is tagged");
        let again = format!("GET / HTTP/1.1\r\nIf-None-Match:{}\r\nX-Rest:", tag.trim_start_matches("ETag:"));
        assert!(ask(&running, &again).starts_with("HTTP/1.1 304"));
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
