/**
 * The list of a sale's tickets that a scanner takes along (DOR-5): a line of JSON for the list itself, then one a ticket.
 * Kept as the text that came, read once into a table.
 */

export interface ListHead {
  readonly sale: string;
  readonly saleId: string;
  readonly version: string;
  /** When it was made, by the server's clock. */
  readonly at: string;
  readonly inside: number;
  readonly awaited: number;
}

export interface ListedTicket {
  readonly id: string;
  readonly serial: number;
  readonly state: 'valid' | 'void' | 'used';
  readonly at: string | null;
  readonly door: string | null;
}

export interface DoorList {
  readonly head: ListHead;
  readonly byId: Map<string, ListedTicket>;
  /** Hashes of typed codes → ids. */
  readonly byCode: ReadonlyMap<string, string>;
}

type Line = readonly [
  id: string,
  serial: number,
  state: ListedTicket['state'],
  code: string,
  at?: string,
  door?: string,
];

/** Null for a text that was cut off: half a list would turn people away. */
export function readList(text: string): DoorList | null {
  try {
    const [first = '', ...lines] = text.trimEnd().split('\n');
    const head = JSON.parse(first) as ListHead & { readonly void: number };
    const byId = new Map<string, ListedTicket>();
    const byCode = new Map<string, string>();
    for (const line of lines) {
      const [id, serial, state, code, at = null, door = null] = JSON.parse(line) as Line;
      byId.set(id, { id, serial, state, at, door });
      byCode.set(code, id);
    }
    // Tickets that were issued while it was written may be on it; none that were counted may be missing.
    return byId.size >= head.inside + head.awaited + head.void ? { head, byId, byCode } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code as somebody typed it, in its one form; null for what can be none. */
export function typedCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  return code.length === 12 && [...code].every((sign) => signs.includes(sign)) ? code : null;
}

/** What the list has in place of the code itself. */
export async function codeHash(saleId: string, code: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${saleId}|${code}`));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 16);
}
