/**
 * The built pages, read once and kept in memory, each compressed once: a crowd that reloads costs copying
 * and nothing else. A page's name decides how long it may be kept: what carries a digest for ever,
 * everything else not without asking.
 */
import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly bytes: Buffer;
  readonly gzip: Buffer | null;
  readonly brotli: Buffer | null;
}

/** By address path: `/assets/waiting-1f3a.js`, `/sales.html`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wasm': 'application/wasm',
};
const packable = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;

const ASSETS = '/assets/';
const KEEP_FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';

/** Without the folder there are no pages: the start goes on, and each page says so. */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && types[path.extname(entry.name)])
    .map((entry) => path.join(entry.parentPath, entry.name));
  const read = await Promise.all(
    files.map(async (file) => [addressOf(folder, file), await readPage(folder, file)] as const),
  );
  return new Map(read);
}

const addressOf = (folder: string, file: string) =>
  `/${path.relative(folder, file).split(path.sep).join('/')}`;

async function readPage(folder: string, file: string): Promise<PageFile> {
  const bytes = await readFile(file);
  const type = types[path.extname(file)] ?? 'application/octet-stream';
  const isPackable = packable.test(type) && bytes.length > 500;
  const [gzipped, brotli] = isPackable ? await Promise.all([pack(bytes), packBrotli(bytes)]) : [null, null];
  const cacheControl = addressOf(folder, file).startsWith(ASSETS) ? KEEP_FOR_EVER : ASK_EACH_TIME;
  return {
    type,
    bytes,
    gzip: gzipped,
    brotli,
    cacheControl,
    etag: `"${hash('sha256', bytes, 'base64url').slice(0, 22)}"`,
  };
}

const pack = (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 });
/** 9 of 11: almost the size, in a tenth of the time, because a start waits for it. */
const packBrotli = (bytes: Buffer) =>
  promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
