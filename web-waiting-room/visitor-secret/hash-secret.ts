/**
 * SHA-256 of the visitor's 32-byte secret (PAG-18). Only this hash is sent at joining, so a leaked receipt, cookie or
 * pass is worth nothing without the secret.
 *
 * On plain http, where a newcomer tries the page from a phone, browsers have no hash of their own: there ours is fetched.
 */

const againMs = 2_000;

/** Both are base64url. Waits for a file that does not come: without a hash nobody can join. */
export async function secretHashOf(secret: string): Promise<string> {
  const bytes = bytesOf(secret);
  try {
    const digest = crypto.subtle
      ? await crypto.subtle.digest('SHA-256', bytes)
      : (await ours()).sha256(bytes);
    return base64url(new Uint8Array(digest));
  } catch (error) {
    // A TypeError means that the file did not arrive.
    if (!(error instanceof TypeError)) throw error;
    await new Promise((resolve) => setTimeout(resolve, againMs));
    return await secretHashOf(secret);
  }
}

const ours = () => import('./sha256.ts');

export const isSecret = (text: unknown): text is string =>
  typeof text === 'string' && bytesOf(text).length === 32;

export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Nothing where `text` is not base64url. */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  /^[\w-]*$/.test(text) && text.length % 4 !== 1
    ? Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
    : new Uint8Array();
