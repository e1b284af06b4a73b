/**
 * Tells "a store is away or overloaded, nothing was changed, come back" from a bug. The first is the
 * refusal `busy`; the second travels on to the log.
 */
import { Refused } from '../domain/refusals.ts';
import { LineBusy } from '../redis/line.ts';

/**
 * PostgreSQL: connection lost (08), out of resources (53), told to stop (57); and what the socket itself
 * says.
 */
const awayCodes = /^(08|53|57)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND)$/;
const awayMessages = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Query read timeout',
  'Command timed out',
  'Connection is closed',
  "Stream isn't writeable",
];

export function isStoreAway(fault: unknown): boolean {
  if (fault instanceof LineBusy) return true;
  if (!(fault instanceof Error)) return false;
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : '';
  if (fault instanceof AggregateError) return fault.errors.some(isStoreAway);
  return awayCodes.test(code) || awayMessages.some((message) => fault.message.includes(message));
}

/** The refusal that `fault` means to a visitor; null for a bug. */
export function refusalOf(fault: unknown): Refused | null {
  if (fault instanceof Refused) return fault;
  return isStoreAway(fault) ? new Refused('busy', {}, { cause: fault }) : null;
}
