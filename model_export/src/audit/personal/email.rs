//! E-mail addresses.

/// Tells whether `text` has an e-mail address in it: a name, `@`, and a domain that ends in two letters or more.
pub(super) fn has_email(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-');
    let is_domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'@').any(|(at, _)| {
        let named = at > 0 && is_name(&bytes[at - 1]);
        let end =
            bytes[at + 1..].iter().position(|byte| !is_domain(byte)).map_or(bytes.len(), |length| at + 1 + length);
        let domain = text[at + 1..end].trim_end_matches(['.', '-']);
        let top = domain.rsplit_once('.');
        named
            && top.is_some_and(|(host, top)| {
                !host.is_empty() && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_uses_of_the_sign() {
        for text in ["anna.berg@example.com", "write to <a_b+c@mail.example.org>, please", "x@example.co.uk."] {
            assert!(has_email(text), "{text}");
        }
        for text in ["6 @ 2.50", "@shop", "a@b", "user@localhost", "TV@1080.50", "name @example.com"] {
            assert!(!has_email(text), "{text}");
        }
    }
}
