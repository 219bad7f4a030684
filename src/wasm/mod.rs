//! The door to JavaScript: parse, call the core, convert.
