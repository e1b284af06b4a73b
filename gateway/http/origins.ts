/**
 * Whose pages may speak for a visitor's cookie (GWY-2). No Origin is not a browser's page: allowed, but
 * then no cookie counts, because nothing says who sent it along.
 */
export type OriginWord = 'ours' | 'none' | 'foreign';

export const originsOf = (publicUrl: string, allowed: readonly string[]): ReadonlySet<string> =>
  new Set([new URL(publicUrl).origin, ...allowed]);

export function wordOfOrigin(origins: ReadonlySet<string>, origin: string | undefined): OriginWord {
  if (origin === undefined) return 'none';
  return origins.has(origin) ? 'ours' : 'foreign';
}
