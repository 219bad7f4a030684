export default {
  mode: 'production',
  context: import.meta.dirname,
  entry: './main.js',
  experiments: { outputModule: true },
  output: { module: true, filename: '[name].js' },
  performance: false,
};
