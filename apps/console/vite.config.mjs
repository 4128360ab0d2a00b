import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig } from 'vite';

const OUTPUT = join(import.meta.dirname, '../../dist/apps/console');
const SHARED = /apps\/console\/src\/(data|i18n|layout|ui|view)\/|lucide-react/;
const COMPRESSIBLE = /\.(js|css|svg)$/;

/** Compressed once, at build time: the api serves the files as they are. */
function compressedAssets() {
  return {
    name: 'compressed-assets',
    async writeBundle() {
      const folder = join(OUTPUT, 'assets');
      const names = (await readdir(folder)).filter((name) => COMPRESSIBLE.test(name));
      await Promise.all(
        names.map(async (name) => {
          const content = await readFile(join(folder, name));
          await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
          await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(content));
        }),
      );
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // The page may be served below any prefix: assets are found from the page, and from each other.
  base: './',
  plugins: [compressedAssets()],
  // Not by the condition `source` of package.json: packages of npm have sources under it, too.
  resolve: {
    alias: [{ find: /^#(clients|libs)\/([\w-]+)$/, replacement: `${import.meta.dirname}/../../$1/$2/src/index.ts` }],
  },
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    target: 'es2024',
    // A data URL would need an exception of the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // bench/console.mjs judges the size of the first page.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // One file of the small modules that many pages share, and the icons; by itself Rolldown makes a file of each.
        codeSplitting: { groups: [{ name: 'shared', test: SHARED, minShareCount: 3 }] },
      },
      // Packages mark modules for frameworks that render on servers; here nothing does.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
  logLevel: 'warn',
});
