/**
 * What a scanner says without a network (DOR-8): by the signature of the code, the list it took along, and what it let in
 * itself since. A ticket with a good signature that is not on the list was sold after the list was made: it is let in, and
 * the verdict says so.
 */
import { endOfId } from '../../domain/ticket-claims.ts';
import { codeHash, type DoorList, typedCode } from './door-list.ts';
import { type PublicKeys, readToken } from './read-token.ts';

export interface Verdict {
  readonly result: 'in' | 'already' | 'void' | 'unknown';
  readonly at?: string;
  readonly door?: string;
  readonly again?: { readonly at: string; readonly door: string };
  readonly ticketId?: string;
  /** The server's word. */
  readonly tierId?: string;
  /** The end of the tier's id: the code's own word. */
  readonly tierEnd?: string;
  readonly otherSale?: boolean;
  /** Genuine, and newer than this scanner's list. */
  readonly isUnlisted?: boolean;
}

export interface Knowledge {
  readonly list: DoorList;
  readonly keys: PublicKeys;
  /** Tickets that this scanner let in and has not found on its list yet. */
  readonly letIn: ReadonlyMap<string, { readonly at: string; readonly door: string }>;
}

export async function decide(shown: string, known: Knowledge): Promise<Verdict> {
  const found = await find(shown.trim(), known);
  if (found === null) return { result: 'unknown' };
  if (found === 'other') return { result: 'unknown', otherSale: true };
  const { ticketId, serial, tierEnd } = found;
  const what = { ticketId, ...(tierEnd !== undefined && { tierEnd }) };
  const listed = known.list.byId.get(ticketId);
  const here = known.letIn.get(ticketId);
  // Passed on since: the newest code that anybody has shown is the true one.
  const isOver = listed !== undefined && (serial < listed.serial || listed.state === 'void');
  if (isOver) return { result: 'void', ...what };
  if (here) return { result: 'already', ...here, ...what };
  if (listed?.state === 'used')
    return { result: 'already', at: listed.at ?? '', door: listed.door ?? '', ...what };
  return { result: 'in', ...what, ...(listed === undefined && { isUnlisted: true }) };
}

interface Found {
  readonly ticketId: string;
  readonly serial: number;
  readonly tierEnd?: string;
}

async function find(shown: string, { list, keys }: Knowledge): Promise<Found | 'other' | null> {
  const typed = typedCode(shown);
  if (typed !== null) {
    const id = list.byCode.get(await codeHash(list.head.saleId, typed));
    const listed = id === undefined ? undefined : list.byId.get(id);
    return listed ? { ticketId: listed.id, serial: listed.serial } : null;
  }
  const read = await readToken(shown, keys);
  if (read === null) return null;
  const { claims, isChecked } = read;
  if (claims.saleEnd !== endOfId(list.head.saleId)) return isChecked ? 'other' : null;
  return isChecked || list.byId.has(claims.ticketId) ? claims : null;
}
