//! What the standard library does for other programs: memory, and the end after a panic.

use core::arch::wasm32;
use core::panic::PanicInfo;

use dlmalloc::GlobalDlmalloc;

#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

/// Traps. Nobody would read a message: the facade turns the trap into `engine_trapped`, and the page keeps its order.
#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}
