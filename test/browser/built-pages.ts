/** The pages as they are built, in a folder of their own, for servers of tests that say what a test tells them to. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { pageHeaders } from '../../gateway/http/security-headers.ts';
import config from '../../web-waiting-room/vite.config.ts';

export interface BuiltPages {
  /** A page by its name (`order`), under the real pages' content policy. */
  sendPage(response: ServerResponse, name: string): void;
  /** True where the address is one of the pages' own files. */
  sendFile(response: ServerResponse, pathname: string): boolean;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

let built: Promise<string> | undefined;

/** Once in a file of tests, however many servers it opens; its process takes them with it when it ends. */
function builtFolder(): Promise<string> {
  built ??= (async () => {
    const dist = mkdtempSync(path.join(tmpdir(), 'usher-states-'));
    process.once('exit', () => rmSync(dist, { recursive: true, force: true }));
    const { build: how, ...more } = config;
    await build({ ...more, configFile: false, logLevel: 'error', build: { ...how, outDir: dist } });
    return dist;
  })();
  return built;
}

export async function buildPages(): Promise<BuiltPages> {
  const dist = await builtFolder();
  const send = (response: ServerResponse, type: string | undefined, file: string) => {
    response.writeHead(200, { ...pageHeaders, ...(type && { 'content-type': type }) });
    response.end(readFileSync(path.join(dist, file)));
  };
  return {
    sendPage: (response, name) => send(response, 'text/html', `${name}.html`),
    sendFile(response, pathname) {
      const isOurs = /^\/(assets|art)\//.test(pathname);
      if (isOurs) send(response, types[path.extname(pathname)], pathname);
      return isOurs;
    },
  };
}
