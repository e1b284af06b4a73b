/**
 * Builds the pages: one HTML file each, hashed assets under /assets/, nothing inline, so that the gateway can send
 * a Content-Security-Policy of 'self' alone. The gateway maps addresses to these files.
 *
 * The waiting room is built on its own: a crowd loads it at once, often on poor connections, so it comes as one script
 * and one style sheet and shares nothing with pages that most of the crowd never sees.
 */
import { fileURLToPath } from 'node:url';
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite';
import { pageShells } from './page-shells.ts';

const waitingRoom = 'waiting';
const otherPages = [
  'sales',
  'sale',
  'basket',
  'checkout',
  'order',
  'tickets',
  'transfer',
  'scanner',
  'account',
  'ops-staff',
  'ops-orders',
  'ops-list',
  'ops-catalogue',
  'ops',
] as const;
export const pages = [...otherPages, waitingRoom] as const;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const everywhere = {
  root: here('.'),
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
} satisfies InlineConfig;

const output = {
  target: 'es2023',
  // A data: URI in a style sheet would be fetched again with each change of that sheet; files are cached for good.
  assetsInlineLimit: 0,
} satisfies InlineConfig['build'];

/**
 * Vite wraps every import() in code that first loads what it needs. The one here, of a language, needs nothing, and that
 * code weighs more than a kilobyte. Where a later Vite names it otherwise this does nothing, and PAG-12 says if it matters.
 */
const withoutPreloading: Plugin = {
  name: 'without-preloading',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null,
};

type Bundle = {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: string[] } | null;
};

/** Reached from the page's own script without an import() in between. */
function isAtOnce(id: string, bundle: Bundle, seen = new Set<string>()): boolean {
  const known = bundle.getModuleInfo(id);
  if (known === null || seen.has(id)) return false;
  seen.add(id);
  return known.isEntry || known.importers.some((importer) => isAtOnce(importer, bundle, seen));
}

/** Into the same folder, after the other pages. */
const waitingRoomAlone = (): Plugin => ({
  name: 'waiting-room-alone',
  async writeBundle({ dir }) {
    await build({
      ...everywhere,
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      plugins: [pageShells(here('.')), withoutPreloading],
      // The whole page is drawn from its root (waiting-room/main.tsx), so its signals need not know components.
      resolve: { alias: { '@preact/signals': here('waiting-room/light-signals.ts') } },
      build: {
        ...output,
        outDir: dir ?? here('dist'),
        emptyOutDir: false,
        modulePreload: false,
        rolldownOptions: {
          input: here(`${waitingRoom}.html`),
          // One file for what the page needs at once; only what it fetches later is apart.
          output: {
            codeSplitting: {
              groups: [
                {
                  name: (id, bundle) => (isAtOnce(id, bundle) ? waitingRoom : null),
                  debugName: waitingRoom,
                },
              ],
            },
          },
        },
      },
    });
  },
});

export default defineConfig({
  ...everywhere,
  plugins: [pageShells(here('.')), waitingRoomAlone()],
  build: {
    ...output,
    outDir: here('dist'),
    emptyOutDir: true,
    // The polyfill serves browsers that cannot run these pages anyway.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        ...Object.fromEntries(otherPages.map((page) => [page, here(`${page}.html`)])),
        'order-worker': here('order/order-worker.ts'),
      },
      output: {
        // A service worker's address must not change, and it must lie above the pages that it serves.
        entryFileNames: ({ name }) => (name === 'order-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        // One file for what pages share, instead of twenty.
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
      },
    },
  },
});
