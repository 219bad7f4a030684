import { fileURLToPath } from 'node:url';

export default {
  // The dependencies lie one folder up, shared by all apps.
  turbopack: { root: fileURLToPath(new URL('..', import.meta.url)) },
  outputFileTracingRoot: fileURLToPath(new URL('..', import.meta.url)),
};
