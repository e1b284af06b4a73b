/**
 * Is this fault a store that is away, overloaded or too slow? Then the honest answer is "busy, come back", with nothing
 * acknowledged; any other fault is a mistake of ours. By code, as PostgreSQL, the network and ioredis give it.
 */

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Classes of SQLSTATE: connection lost, resources spent (disk full, too many connections), operator intervention. */
const sqlClasses = ['08', '53', '57'];
/** 58: a file of PostgreSQL's could not be read or written. 40: rolled back for another's sake, so it may be repeated. */
const sqlClassesRepeatable = ['58', '40', '25P03'];

const messages = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Connection is closed',
  'Command timed out',
  "Stream isn't writeable",
  'Reached the max retries per request limit',
  'Query read timeout',
  'Client has encountered a connection error',
];

export function isStoreAway(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if (fault instanceof AggregateError && fault.errors.some(isStoreAway)) return true;
  const code = (fault as { code?: unknown }).code;
  if (typeof code === 'string') {
    if (networkCodes.has(code)) return true;
    if (code.length === 5 && [...sqlClasses, ...sqlClassesRepeatable].some((start) => code.startsWith(start)))
      return true;
  }
  return messages.some((message) => fault.message.includes(message)) || isStoreAway(fault.cause);
}
