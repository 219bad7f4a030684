//! The door to JavaScript, private to the npm package: parse, call the core, convert.
//!
//! Does not: decide or reckon. Items cross the border as handles (dense indices), lists of them as typed arrays. Numbers and
//! texts go out one by one, into a list that the package's glue keeps; no object comes in, and no exception goes out.

pub mod engine;
mod error;
#[cfg(feature = "storage")]
pub mod storage;
mod views;

/// Frees join what lies beside them, so that memory stays as it is after the largest page; the list that it looks through
/// is as long as there are gaps, which here are a handful.
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());
