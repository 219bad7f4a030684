//! A store's refusals for people: what was tried, what was found, and the cure.
//!
//! Refused here: a store's own words. Its answer to a request that was signed wrongly repeats the access key.

use std::error::Error as _;

use object_store::client::{HttpError, HttpErrorKind};

use crate::lake::Error;

/// What was asked of the store.
#[derive(Debug, Clone, Copy)]
pub(super) enum Attempt {
    /// Whether an object is there.
    Look,
    /// Which objects there are.
    List,
    /// Bytes of an object.
    Fetch,
}

/// Says what `error` means for `attempt` at `place`.
pub(super) fn explain(attempt: Attempt, place: String, endpoint: &str, error: &object_store::Error) -> Error {
    let code = code_of(error);
    let (found, cure) = match (error, code.as_deref()) {
        (object_store::Error::Precondition { .. }, _) => return Error::Changed { file: place },
        (_, Some("NoSuchBucket")) => no_bucket(),
        (object_store::Error::NotFound { .. }, _) if matches!(attempt, Attempt::List) => no_bucket(),
        (object_store::Error::NotFound { .. }, _) => ("no such object".to_owned(), "read the lake again"),
        (object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. }, code) => {
            denied(code)
        }
        (_, Some(code)) if DENIALS.contains(&code) => denied(Some(code)),
        (_, Some(code)) => (format!("the store answered {code}"), "try again later, or ask who runs the store"),
        // Amazon's machines are asked for credentials of their own when the environment has none.
        _ if error.to_string().contains("/latest/") => (
            "no credentials, neither in the environment nor from this machine".to_owned(),
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_ENDPOINT_URL for another store than Amazon's)",
        ),
        _ => match connection(error) {
            Some(HttpErrorKind::Connect) => (
                "the endpoint cannot be reached".to_owned(),
                "check AWS_ENDPOINT_URL (unset, it is Amazon's for AWS_REGION) and the network",
            ),
            Some(HttpErrorKind::Timeout) => (
                "the endpoint does not answer in time".to_owned(),
                "check AWS_ENDPOINT_URL and the network, or try again later",
            ),
            _ => (brief(error), "check AWS_ENDPOINT_URL and AWS_REGION, or try again later"),
        },
    };
    let what = match attempt {
        Attempt::Look => "to look for the object",
        Attempt::List => "to list the objects",
        Attempt::Fetch => "to fetch a part of the object",
    };
    Error::Store { place, found, tried: format!("{what} at {endpoint}"), cure: cure.to_owned() }
}

/// What a store answers to one whom it does not trust.
const DENIALS: [&str; 6] =
    ["AccessDenied", "InvalidAccessKeyId", "NotSignedUp", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"];

fn denied(code: Option<&str>) -> (String, &'static str) {
    let cure = match code {
        Some("SignatureDoesNotMatch") => "AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID: set both anew",
        Some("InvalidAccessKeyId" | "NotSignedUp") => {
            "the store does not know AWS_ACCESS_KEY_ID: set it and its secret anew"
        }
        Some("ExpiredToken" | "InvalidToken") => {
            "fetch new temporary credentials and set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
        }
        _ => {
            "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; whom they name needs s3:ListBucket on the bucket and \
             s3:GetObject on its objects"
        }
    };
    (code.map_or_else(|| "access denied".to_owned(), |code| format!("access denied ({code})")), cure)
}

fn no_bucket() -> (String, &'static str) {
    let cure = "correct the bucket's name in path or --data, or the store by AWS_ENDPOINT_URL and AWS_REGION";
    ("no such bucket".to_owned(), cure)
}

/// Returns the code in the XML of a store's answer, when it is a plain word.
fn code_of(error: &object_store::Error) -> Option<String> {
    let text = error.to_string();
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    (code.len() < 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| code.to_owned())
}

/// Returns how the connection failed, if that is what happened.
fn connection(error: &object_store::Error) -> Option<HttpErrorKind> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(http) = error.downcast_ref::<HttpError>() {
            return Some(http.kind());
        }
        cause = error.source();
    }
    None
}

/// Returns what went wrong in words of our own, with the status of the answer when there was one. A store's answer may say
/// anything, and the address before it may hold a user and a password.
pub(super) fn brief(error: &object_store::Error) -> String {
    let text = error.to_string();
    let status = text.split_once("status code: ").map(|(_, rest)| rest);
    let status = status.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    match status.filter(|status| status.len() == 3) {
        Some(status) => format!("the endpoint answered with status {status} and not as a store does"),
        None => "the endpoint's answer is not that of a store".to_owned(),
    }
}

/// Returns which setting of the environment a client cannot be made of.
pub(super) fn setting(error: &object_store::Error) -> String {
    let text = without_users(&error.to_string());
    text.lines().next().unwrap_or_default().to_owned()
}

/// Returns the text with nothing between `://` and `@` within one word.
fn without_users(text: &str) -> String {
    let hide = |word: &str| match word.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_at(rest.find(['/', '?', '#', '"', '\'']).unwrap_or(rest.len()));
            let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
            // A password may hold a slash that nobody encoded.
            let path = path.rsplit_once('@').map_or(path, |(_, after)| after);
            let host = if path.is_empty() || authority.contains('@') || !rest.contains('@') { host } else { "" };
            format!("{scheme}://{host}{path}")
        }
        None => word.to_owned(),
    };
    text.split(' ').map(hide).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &str) -> object_store::Error {
        object_store::Error::PermissionDenied { path: "orders.csv".to_owned(), source: body.into() }
    }

    #[test]
    fn what_a_store_says_is_told_by_its_code_alone() {
        let body = "<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>AKIAHIDDEN</AWSAccessKeyId></Error>";
        let message = explain(Attempt::List, "s3://lake/".to_owned(), "Amazon S3", &refusal(body)).to_string();
        assert!(message.contains("access denied (InvalidAccessKeyId)"), "{message}");
        assert!(!message.contains("AKIAHIDDEN"), "{message}");
        assert!(!brief(&refusal(body)).contains("AKIAHIDDEN"));
    }

    #[test]
    fn neither_a_user_in_an_address_nor_an_answers_body_is_ever_told() {
        for text in [
            "Error performing GET http://user:pass@127.0.0.1:8989/lake?list-type=2 in 2ms - Server returned non-2xx status \
             code: 400 Bad Request: \u{1b}[31mkey AKIAHIDDEN pass",
            "Generic S3 error: Error performing GET http://user:pa/ss@host:1/x - HTTP error: AKIAHIDDEN",
            "<html>pass AKIAHIDDEN</html>",
            "status code: 5xx pass",
        ] {
            let error = object_store::Error::Generic { store: "S3", source: text.into() };
            let message = explain(Attempt::List, "s3://lake/".to_owned(), "http://127.0.0.1:8989", &error).to_string();
            for secret in ["pass", "pa/ss", "user", "AKIAHIDDEN", "\u{1b}"] {
                assert!(!message.contains(secret), "{secret} is in {message}");
            }
        }
        for (text, shown) in [
            ("at http://user:pass@host:1/x?y", "at http://host:1/x?y"),
            ("http://user:pa/ss@host:1/x", "http://host:1/x"),
            ("\"http://user:pass@host\"", "\"http://host\""),
            ("http://host/mail@home", "http://home"),
            ("no address", "no address"),
        ] {
            assert_eq!(without_users(text), shown);
        }
    }
}
