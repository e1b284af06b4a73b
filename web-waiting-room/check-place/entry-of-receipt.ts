/** Whose receipt this is: a receipt names its entry itself (tokens/receipt.ts), and the page keeps it. */
import { bytesOf } from '../visitor-secret/hash-secret.ts';

/** Null where there is no receipt, or it cannot be read. */
export function entryOf(receipt: string | undefined): string | null {
  const [, body = ''] = receipt?.split('.') ?? [];
  try {
    const told = JSON.parse(new TextDecoder().decode(bytesOf(body))) as { e?: unknown } | null;
    return typeof told?.e === 'string' ? told.e : null;
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw fault;
  }
}
