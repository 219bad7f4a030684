//! Wider vectors where the processor has them: the exporter's only `unsafe` is the call in this file.

/// Runs `work` with the widest vectors that this processor has and that do not change its result.
#[inline]
pub(super) fn vectorized<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2")]
        fn with_avx2<R>(work: impl FnOnce() -> R) -> R {
            work()
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: `with_avx2` is safe code that needs AVX2, and this processor has just said that it has AVX2.
            return unsafe { with_avx2(work) };
        }
    }
    work()
}
