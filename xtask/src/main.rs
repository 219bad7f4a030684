//! The two commands of the project: `cargo xtask demo` and `cargo xtask test`.

fn main() {}
