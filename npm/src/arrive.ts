/**
 * Holds how a visit begins: with a model from the network, for which a page waits no longer than it said, or from bytes.
 *
 * It refuses to let the network decide what a page looks like: what comes too late changes nothing, unless that was asked
 * for.
 */

import { assertBytes, assertOptions } from './checks.js';
import { EtalageError, fromEngine } from './errors.js';
import { fetchModel } from './load.js';
import type { LoadOptions, PersonalizerOptions } from './options.js';
import { compile, serve } from './start.js';
import { Visit } from './visit.js';

// Timers take no more than 31 bits of ms; that is 24 days.
const LONGEST_TIMER = 0x7fff_ffff;

/** Fetches a model and starts the engine. It never rejects. */
export async function arrive(url: string | URL, options: LoadOptions): Promise<Visit> {
  try {
    assertOptions(options);
  } catch (error) {
    return new Visit(fromEngine(error), {});
  }
  const { integrity, deadline = 1000, late = 'ignore' } = options;
  const why = new EtalageError(
    'deadline',
    `the model was not ready within ${deadline} ms; the page keeps its own order`,
  );
  const visit = new Visit(why, options);
  let wanted = true;
  const arrival = async (): Promise<void> => {
    try {
      const [model, module] = await Promise.all([fetchModel(url, integrity), compile()]);
      const serving = wanted ? await serve(module, model) : undefined;
      if (wanted && serving !== undefined) visit.adopt(serving, model);
    } catch (error) {
      if (wanted) visit.fail(fromEngine(error));
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(deadline, LONGEST_TIMER));
  });
  await Promise.race([arrival(), patience]);
  clearTimeout(timer);
  if (visit.state === why) {
    wanted = late === 'adopt';
    if (wanted) visit.wait();
  }
  return visit;
}

/**
 * Starts the engine with a model's bytes.
 *
 * @throws {@link EtalageError} (as a rejection) when the engine cannot start or the bytes are no whole model.
 */
export async function open(bytes: Uint8Array | ArrayBuffer, options: PersonalizerOptions): Promise<Visit> {
  assertBytes(bytes);
  assertOptions(options);
  const model = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  try {
    const serving = await serve(await compile(), model);
    const visit = new Visit(new EtalageError('internal', 'the engine is starting'), options);
    visit.adopt(serving, model);
    return visit;
  } catch (error) {
    throw fromEngine(error);
  }
}
