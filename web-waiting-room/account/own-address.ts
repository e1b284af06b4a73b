/** Where to go after signing in: a link must not lead a person who signs in here to somebody else's page (PAG-60). */

/** `next` as a browser understands it, which drops tabs and line breaks; null for what is not an address of ours. */
export function ownAddress(next: string | null, origin: string): string | null {
  if (!next?.startsWith('/') || !URL.canParse(next, origin)) return null;
  const address = new URL(next, origin);
  return address.origin === origin ? address.href : null;
}
