/**
 * Holds the one error class of the package and its codes.
 *
 * Messages are for people and may be reworded in any release; codes are for programs and are stable.
 */

/**
 * The stable name of what went wrong.
 *
 * @example
 * ```ts
 * const offline: ErrorCode = 'model_unreachable';
 * ```
 */
export type ErrorCode =
  | 'wasm_unavailable'
  | 'wasm_blocked'
  | 'simd_unavailable'
  | 'wasm_unreachable'
  | 'deadline'
  | 'model_unreachable'
  | 'model_not_found'
  | 'model_http_error'
  | 'unsupported_consent'
  | 'bad_products'
  | 'bad_id'
  | 'bad_k'
  | 'bad_bytes'
  | 'bad_time'
  | 'bad_strength'
  | 'bad_option'
  | 'bad_profile'
  | 'engine_trapped'
  | 'disposed'
  | 'internal'
  // From here on what the engine refuses: `Error::code` in the core.
  | 'not_a_model'
  | 'newer_format'
  | 'truncated'
  | 'corrupt'
  | 'bad_section'
  | 'bad_value'
  | 'unknown_item'
  | 'unknown_event'
  | 'bad_argument'
  | 'bad_item_ids'
  | 'bad_rules';

/**
 * The one error that this package throws.
 *
 * @example
 * ```ts
 * try {
 *   await Personalizer.fromBytes(bytes);
 * } catch (error) {
 *   if (error instanceof EtalageError) console.warn(error.code, error.message);
 * }
 * ```
 */
export class EtalageError extends Error {
  /** The stable name of what went wrong. */
  readonly code: ErrorCode;

  /** Makes an error from its code, a sentence for people and, where there is one, the error behind it. */
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EtalageError';
    this.code = code;
  }
}

/** Turns whatever the engine threw into an {@link EtalageError}: its own errors bring a code, a trap does not. */
export function fromEngine(thrown: unknown): EtalageError {
  if (thrown instanceof EtalageError) return thrown;
  if (Array.isArray(thrown)) {
    // The engine's own: a code, a sentence with numbered gaps, and what goes into them.
    const [code, sentence, ...found] = thrown as [ErrorCode, string, ...unknown[]];
    return new EtalageError(
      code,
      sentence.replace(/\{(\d)\}/g, (_, at: string) => String(found[Number(at)])),
    );
  }
  const trapped = thrown instanceof WebAssembly.RuntimeError;
  return new EtalageError(trapped ? 'engine_trapped' : 'internal', String(thrown), { cause: thrown });
}

/** Says whether an error is the caller's own to mend; any other is the engine's, and is kept from the page. */
export function isMistake({ code }: EtalageError): boolean {
  return code !== 'engine_trapped' && code !== 'internal';
}
