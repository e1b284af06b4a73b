/** GET /api/openapi.json and its readable form at /api/docs, served from our own files under a strict policy. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Api } from './deps.ts';
import { documentLine } from './line-paths.ts';

const about = {
  openapi: '3.1.0',
  info: {
    title: 'Usher',
    version: '1',
    description:
      'A virtual waiting room and a sale. Errors are RFC 9457 problems; `code` names the refusal. ' +
      'The line also speaks over WebSocket, which costs less than asking: docs/NATIVE.md tells both.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
};

const files = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/** The page's one script is a file too, so that no inline script needs to be allowed. */
const starter = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#reference', deepLinking: true,
  validatorUrl: null, queryConfigEnabled: false, supportedSubmitMethods: [] });`;

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Usher API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png"><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="reference"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>`;

/** Swagger UI sets style attributes on its elements, and draws with data: pictures; nothing comes from elsewhere. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'cache-control': 'public, max-age=300',
};

/** Call it last: the document tells the routes that are there by then. */
export function serveDocument(app: Api): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'staff', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'account', { type: 'http', scheme: 'bearer' });
  documentLine(app);
  const document = JSON.stringify(app.getOpenAPI31Document(about));
  app.get('/api/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }));
  app.get('/api/docs', (c) => c.html(page, 200, headers));
  app.get('/api/docs/start.js', (c) =>
    c.body(starter, 200, { ...headers, 'content-type': 'text/javascript; charset=utf-8' }),
  );

  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const [name, type] of Object.entries(files)) {
    const bytes = readFileSync(path.join(folder, name));
    app.get(`/api/docs/${name}`, (c) => c.body(bytes, 200, { ...headers, 'content-type': type }));
  }
}
