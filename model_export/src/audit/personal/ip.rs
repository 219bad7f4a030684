//! IP addresses, version 4 and 6.
//!
//! Refused here: the version of a browser (`Chrome/120.0.0.0`, `v1.2.3.4`), a time, and a hardware address.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Tells whether `text` has an IP address in it as a word of its own.
pub(super) fn has_ip(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | ':' | '/' | '_');
    text.split(|letter| !is_part(letter)).any(|word| {
        let word = word.trim_end_matches(['.', ':', '/']);
        is_v4(word) || is_v6(word)
    })
}

fn is_v4(word: &str) -> bool {
    // A port or a length of the network may follow; a name before it makes it a version.
    let host = word.split([':', '/']).next().unwrap_or_default();
    host.len() >= 7 && host.parse::<Ipv4Addr>().is_ok_and(|address| !address.is_unspecified())
}

fn is_v6(word: &str) -> bool {
    let host = word.split('/').next().unwrap_or_default();
    host.len() > 4 && host.matches(':').count() >= 2 && host.parse::<Ipv6Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_versions_times_and_hardware() {
        for text in ["192.0.2.17", "Chrome 198.51.100.9", "from [2001:db8::1f],", "192.0.2.1:8080", "ip=203.0.113.7."] {
            assert!(has_ip(text), "{text}");
        }
        for text in ["Chrome/120.0.0.0", "v1.2.3.4", "12:30:45", "aa:bb:cc:dd:ee:ff", "1.2.3", "1.2.3.4.5", "999.1.1.1"]
        {
            assert!(!has_ip(text), "{text}");
        }
    }
}
