/**
 * Headers of every page (GWY-20): nothing from elsewhere runs, embeds it, or learns where the visitor was. The waiting
 * room alone may be shown in a frame, on the sites that its sale names (RCH-5).
 */

const policy = (frameAncestors: string) =>
  [
    "default-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self' ws: wss:",
    `frame-ancestors ${frameAncestors}`,
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');

/** For whatever passes through, where it does not say so itself. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Of what is said of one visitor at one moment. */
export const apiHeaders: Readonly<Record<string, string>> = { ...commonHeaders, 'cache-control': 'no-store' };

export const pageHeaders: Readonly<Record<string, string>> = {
  ...commonHeaders,
  'content-security-policy': policy("'none'"),
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** Of the scanner's page: WebAssembly may run there, from our own files; nothing else that a policy keeps out may. */
export const scannerHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'content-security-policy': `${policy("'none'")}; script-src 'self' 'wasm-unsafe-eval'`,
};

/** Of the waiting room, for the sites that a sale names; without any it is a page like the others. */
export const headersFramedBy = (origins: readonly string[]): Readonly<Record<string, string>> =>
  origins.length === 0
    ? pageHeaders
    : { ...pageHeaders, 'content-security-policy': policy(origins.join(' ')) };

/**
 * Of a page without JavaScript: nothing runs, its one style sheet is named by its digest. Its forms say where they come
 * from (with no-referrer a browser would send "null"), and nobody else learns it.
 */
export const plainHeaders = (styleDigest: string): Readonly<Record<string, string>> => ({
  ...pageHeaders,
  'content-security-policy': [
    "default-src 'none'",
    "img-src 'self'",
    `style-src '${styleDigest}'`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; '),
  'referrer-policy': 'same-origin',
});
