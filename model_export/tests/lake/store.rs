//! An S3-compatible store on this machine's loopback, which serves a folder and counts the bytes that it gave.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use model_export::lake::Environment;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// The credentials that the store knows.
pub(crate) const KEY: (&str, &str) = ("AKIAETALAGE", "not-a-secret-anywhere-else");

/// A running store; it ends with the process.
pub(crate) struct Store {
    root: TempDir,
    address: SocketAddr,
    given: Arc<AtomicU64>,
}

impl Store {
    /// Starts a store with one bucket, `lake`, on a port that the system chooses.
    pub(crate) fn start() -> Self {
        let root = tempfile::tempdir().expect("the system has a temporary folder");
        std::fs::create_dir(root.path().join("lake")).expect("a bucket is a folder");
        let mut builder = S3ServiceBuilder::new(FileSystem::new(root.path()).expect("the folder is there"));
        builder.set_auth(SimpleAuth::from_single(KEY.0, KEY.1));
        let service = builder.build();
        let given = Arc::new(AtomicU64::new(0));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address");
        let counter = Arc::clone(&given);
        std::thread::spawn(move || runtime.block_on(serve(listener, service, counter)));
        Self { root, address, given }
    }

    /// Returns the folder that the bucket is.
    pub(crate) fn bucket(&self) -> std::path::PathBuf {
        self.root.path().join("lake")
    }

    /// Copies a folder's files into the bucket, under a prefix.
    pub(crate) fn with(self, folder: &Path, prefix: &str) -> Self {
        let to = self.bucket().join(prefix);
        std::fs::create_dir_all(&to).expect("folders can be made");
        for entry in folder.read_dir().expect("the folder is there") {
            let entry = entry.expect("an entry");
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("files can be copied");
        }
        self
    }

    /// Returns the variables of somebody who knows the store.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let endpoint = format!("http://{}", self.address);
        [("AWS_ENDPOINT_URL", endpoint.as_str()), ("AWS_ACCESS_KEY_ID", KEY.0), ("AWS_SECRET_ACCESS_KEY", KEY.1)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    }

    /// Returns the same with one variable set to something else.
    pub(crate) fn environment(&self, other: Option<(&str, &str)>) -> Environment {
        let other = other.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.variables().into_iter().chain(other).collect()
    }

    /// Returns how many bytes of bodies the store gave.
    pub(crate) fn given(&self) -> u64 {
        self.given.load(Ordering::Relaxed)
    }
}

async fn serve(listener: TcpListener, service: S3Service, given: Arc<AtomicU64>) {
    while let Ok((socket, _)) = listener.accept().await {
        let (service, given) = (service.clone(), Arc::clone(&given));
        let handle = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let (service, given) = (service.clone(), Arc::clone(&given));
            async move {
                let has_body = request.method() != hyper::Method::HEAD;
                let answer = service.call(request.map(s3s::Body::from)).await.expect("errors are answers too");
                let length =
                    answer.headers().get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
                given.fetch_add(length.filter(|_| has_body).unwrap_or_default(), Ordering::Relaxed);
                Ok::<_, Infallible>(answer)
            }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), handle));
    }
}
