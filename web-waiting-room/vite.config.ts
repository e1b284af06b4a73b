/**
 * Builds the pages: one HTML file each, hashed assets under /assets/, nothing inline, so that the gateway can send
 * a Content-Security-Policy of 'self' alone. The gateway maps addresses to these files.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export const pages = ['sales', 'sale', 'waiting', 'checkout', 'order', 'ops-list', 'ops'] as const;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2023',
    // A data: URI in a style sheet would be refetched with each change of that sheet; files are cached for good.
    assetsInlineLimit: 0,
    // The polyfill serves browsers that cannot run these pages anyway.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages.map((page) => here(`${page}.html`)) },
  },
});
