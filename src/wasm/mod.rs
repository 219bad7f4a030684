//! The door to JavaScript, private to the npm package: parse, call the core, convert.
//!
//! Does not: decide or reckon. Items cross the border as handles (dense indices), lists of them as typed arrays. Flat
//! lists of numbers and texts go out, and no object comes in.

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
