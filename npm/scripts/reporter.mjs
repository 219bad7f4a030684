/**
 * Reports each test of `node --test` as one line of JSON, for `cargo xtask audit`: its file, its name, how it ended, and of one
 * that failed the reason.
 */

export default async function* report(events) {
  for await (const { type, data } of events) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.nesting > 0 || data.details?.type === 'suite') continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    const ended = type === 'test:fail' ? 'failed' : skipped ? 'skipped' : 'passed';
    const { cause, message } = data.details?.error ?? {};
    yield `${JSON.stringify({ file: data.file, name: data.name, ended, why: String(cause?.message ?? message ?? '') })}\n`;
  }
}
