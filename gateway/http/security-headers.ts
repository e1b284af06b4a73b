/**
 * Headers of every page (GWY-20): nothing from elsewhere runs, is embedded, or learns where the visitor
 * was.
 */

const pagePolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** For whatever passes through, where it does not say so itself. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export const pageHeaders: Readonly<Record<string, string>> = {
  ...commonHeaders,
  'content-security-policy': pagePolicy,
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};
