//! A bucket of an S3-compatible store: connected to by the environment, and listed.
//!
//! Everything that waits for the network runs on one thread of its own, so that the next bytes come while these are
//! read. Refused here: waiting for minutes on an endpoint that does not answer, and a request for the machine's own
//! credentials where the environment names another store than Amazon's.

use std::sync::{Arc, OnceLock};
use std::time::Duration;
use std::{fmt, io};

use futures_util::TryStreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig};
use tokio::runtime::Runtime;

use super::explain::{Attempt, explain};
use super::{Environment, S3};
use crate::lake::Error;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long one request may take, its answer included: at most some tens of MB.
const REQUEST: Duration = Duration::from_secs(120);
/// How often a request is made again, and for how long after the first.
const RETRIES: usize = 3;
const RETRY_FOR: Duration = Duration::from_secs(15);

/// A bucket.
pub(in crate::lake) struct Bucket {
    name: String,
    /// The endpoint for messages, without anything secret that it may carry.
    endpoint: String,
    pub(super) store: AmazonS3,
    pub(super) runtime: &'static Runtime,
}

impl Bucket {
    /// Prepares to ask for the bucket called `name`; nothing is sent yet.
    ///
    /// # Errors
    /// When the environment does not say how to ask.
    pub(in crate::lake) fn connect(name: &str, environment: &Environment) -> Result<Arc<Self>, Error> {
        let endpoint = environment.endpoint().map_or_else(|| "Amazon S3".to_owned(), without_user);
        let unset = |found: String| Error::Store {
            place: format!("{S3}{name}"),
            found,
            tried: format!("the variables AWS_* of the environment, for {endpoint}"),
            cure: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN where they are temporary), or \
                   AWS_SKIP_SIGNATURE=true for a public bucket"
                .to_owned(),
        };
        if environment.endpoint().is_some() && !environment.says_who_asks() {
            return Err(unset("no credentials".to_owned()));
        }
        let options = ClientOptions::new().with_connect_timeout(CONNECT).with_timeout(REQUEST);
        let backoff = BackoffConfig { max_backoff: Duration::from_secs(2), ..BackoffConfig::default() };
        let retry = RetryConfig { backoff, max_retries: RETRIES, retry_timeout: RETRY_FOR };
        let mut builder = AmazonS3Builder::new().with_client_options(options).with_retry(retry);
        for (name, value) in environment.iter() {
            if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                builder = builder.with_config(key, value);
            }
        }
        if environment.endpoint().is_some_and(|endpoint| endpoint.starts_with("http://")) {
            builder = builder.with_allow_http(true);
        }
        // The builder's errors name the setting that is missing or malformed, without its value.
        let store = builder.with_bucket_name(name).build().map_err(|error| unset(super::explain::setting(&error)))?;
        let runtime = network().map_err(|source| Error::Read { path: format!("{S3}{name}").into(), source })?;
        Ok(Arc::new(Self { name: name.to_owned(), endpoint, store, runtime }))
    }

    /// Returns what is at `key`, or `None` when no object is.
    ///
    /// # Errors
    /// When the store refuses or is not there.
    pub(in crate::lake) fn head(&self, key: &Path) -> Result<Option<ObjectMeta>, Error> {
        match self.runtime.block_on(self.store.head(key)) {
            Ok(meta) => Ok(Some(meta)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.explain(Attempt::Look, key.as_ref(), &error)),
        }
    }

    /// Returns every object below `prefix`.
    ///
    /// # Errors
    /// When there is no such bucket, or the store refuses or is not there.
    pub(in crate::lake) fn list(&self, prefix: &Path) -> Result<Vec<ObjectMeta>, Error> {
        let listed = self.store.list(Some(prefix)).try_collect();
        self.runtime.block_on(listed).map_err(|error| self.explain(Attempt::List, prefix.as_ref(), &error))
    }

    /// Returns the address of `key`.
    pub(in crate::lake) fn address(&self, key: &str) -> String {
        format!("{S3}{}/{key}", self.name)
    }

    /// Says for people what went wrong with `key`.
    pub(super) fn explain(&self, attempt: Attempt, key: &str, error: &object_store::Error) -> Error {
        explain(attempt, self.address(key), &self.endpoint, error)
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("name", &self.name).field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// Returns the one thread of this process that waits for the network. It is never ended: what was asked for ahead of an
/// error may still be under way, and holds the bucket.
fn network() -> io::Result<&'static Runtime> {
    static NETWORK: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = NETWORK.get() {
        return Ok(runtime);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    Ok(NETWORK.get_or_init(|| runtime))
}

/// Returns `endpoint` without a name and password before its host.
fn without_user(endpoint: &str) -> String {
    let (scheme, rest) = endpoint.split_once("://").unwrap_or(("", endpoint));
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    if scheme.is_empty() { host.to_owned() } else { format!("{scheme}://{host}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_shown_without_its_user() {
        assert_eq!(without_user("http://me:secret@127.0.0.1:9000/x?token=y"), "http://127.0.0.1:9000");
        assert_eq!(without_user("https://s3.example"), "https://s3.example");
    }

    #[test]
    fn another_store_than_amazons_is_not_asked_without_credentials() {
        let endpoint = [("AWS_ENDPOINT_URL".to_owned(), "http://127.0.0.1:1".to_owned())];
        let error = Bucket::connect("lake", &endpoint.into_iter().collect()).expect_err("nobody asks").to_string();
        assert!(error.contains("no credentials") && error.contains("AWS_ACCESS_KEY_ID"), "{error}");
    }
}
