/** Holds the knife for the engine: a module with one more import, as someone might plant it. */

// The assembler that the package is built with; it is not worth a second copy.
const binaryen = (await import(new URL('../../npm/node_modules/binaryen/index.js', import.meta.url).href)).default;

/** What the engine itself uses; more than that, and the browser might not read what comes out. */
const FEATURES = [
  'MutableGlobals',
  'SignExt',
  'NontrappingFPToInt',
  'BulkMemory',
  'SIMD128',
  'ReferenceTypes',
  'Multivalue',
];

/** Adds an import of a function to a module, and a call of it that nobody makes, so that it is not swept out. */
export async function patched(bytes, wish) {
  const module = binaryen.readBinary(bytes);
  try {
    module.setFeatures(FEATURES.reduce((all, name) => all | binaryen.Features[name], 0));
    const name = `planted_${wish}`;
    module.addFunctionImport(name, './etalage_bg.js', name, binaryen.none, binaryen.none);
    module.addFunctionExport(name, name);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}
