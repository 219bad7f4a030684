/**
 * Holds the one error class of the package and the list of its codes.
 *
 * Messages are for people and may be reworded in any release; codes are for programs and are stable.
 */

/** Codes that arise in this package, before or after the engine is asked. */
const FACADE_CODES = [
  'wasm_unavailable',
  'wasm_blocked',
  'simd_unavailable',
  'wasm_unreachable',
  'deadline',
  'model_unreachable',
  'model_not_found',
  'model_http_error',
  'unsupported_consent',
  'bad_products',
  'bad_id',
  'bad_k',
  'bad_bytes',
  'bad_time',
  'bad_strength',
  'bad_option',
  'engine_trapped',
  'disposed',
  'internal',
] as const;

/** Codes that the engine gives to what it refuses: `Error::code` in the core. */
const ENGINE_CODES = [
  'not_a_model',
  'newer_format',
  'truncated',
  'corrupt',
  'bad_section',
  'bad_value',
  'unknown_item',
  'unknown_event',
  'bad_argument',
  'bad_item_ids',
  'bad_rules',
  'bad_profile',
] as const;

/**
 * Every code that an {@link EtalageError} may carry.
 *
 * @example
 * ```ts
 * const counts = new Map(ERROR_CODES.map((code) => [code, 0]));
 * ```
 */
export const ERROR_CODES = [...FACADE_CODES, ...ENGINE_CODES] as const;

/**
 * The stable name of what went wrong.
 *
 * @example
 * ```ts
 * if (shop.status.code === 'model_not_found') report('the model was not deployed');
 * ```
 */
export type ErrorCode = (typeof ERROR_CODES)[number];

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

const known: ReadonlySet<string> = new Set(ERROR_CODES);

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && known.has(code);
}

/** Turns whatever the engine threw into an {@link EtalageError}: its own errors bring a code, a trap does not. */
export function fromEngine(thrown: unknown): EtalageError {
  if (thrown instanceof EtalageError) return thrown;
  if (thrown instanceof WebAssembly.RuntimeError) {
    return new EtalageError('engine_trapped', `the engine stopped: ${thrown.message}`, { cause: thrown });
  }
  if (Array.isArray(thrown)) {
    // The engine's own: a code, a sentence with numbered gaps, and what goes into them.
    const [code, sentence, ...found] = thrown as [unknown, string, ...unknown[]];
    const message = sentence.replace(/\{(\d)\}/g, (_, at: string) => String(found[Number(at)]));
    return new EtalageError(isErrorCode(code) ? code : 'internal', message);
  }
  if (thrown instanceof Error) {
    const code = 'code' in thrown ? thrown.code : undefined;
    return new EtalageError(isErrorCode(code) ? code : 'internal', thrown.message, { cause: thrown });
  }
  return new EtalageError('internal', String(thrown), { cause: thrown });
}

/** Says whether an error is the caller's own to mend; any other is the engine's, and is kept from the page. */
export function isMistake({ code }: EtalageError): boolean {
  return code !== 'engine_trapped' && code !== 'internal';
}
