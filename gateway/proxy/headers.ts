/**
 * Which headers pass the edge (GWY-21). Hop-by-hop ones end here, both ways (RFC 9110, 7.6.1). Whatever
 * says who somebody is or where they come from is taken away from everybody and said anew by us.
 */

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** Names that some proxy or platform uses for an address, and the ones by which we vouch for a visitor. */
const claimed = new RegExp(
  `^(${[
    'forwarded',
    'x-(forwarded|original|remote|auth|user)(-.*)?',
    'x-(real|client|cluster-client)-ip',
    '(client|true-client|fastly-client)-ip',
    'cf-connecting-ip',
    'remote-user',
    'usher-(visitor|edge)(-.*)?',
  ].join('|')})$`,
);

/** The body is sent whole, so its length is ours to say; the host is the upstream's; who may wait is said anew (GWY-29). */
const ours = new Set(['host', 'content-length', 'expect', 'prefer']);

export interface Vouched {
  readonly address: string;
  readonly protocol: string;
  readonly host: string;
  /** The anonymous visitor of a verified cookie. */
  readonly visitorId: string | null;
  /** The gateway's signed word for it. */
  readonly visitorProof: string | null;
}

type HeaderBag = Record<string, string | string[]>;

/** `raw` as Node gives it, and so is the answer: name, value, name, value. Names that repeat stay repeated. */
export function requestHeaders(raw: readonly string[], vouched: Vouched): string[] {
  const named = connectionNames(raw);
  const headers: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const stays = !hopByHop.has(name) && !named.has(name) && !ours.has(name) && !claimed.test(name);
    if (stays) headers.push(name, raw[at + 1] ?? '');
  }
  headers.push('x-forwarded-for', vouched.address);
  headers.push('x-forwarded-proto', vouched.protocol);
  headers.push('x-forwarded-host', vouched.host);
  if (vouched.visitorId && vouched.visitorProof) {
    headers.push('usher-visitor', vouched.visitorId);
    headers.push('usher-visitor-proof', vouched.visitorProof);
  }
  return headers;
}

export function responseHeaders(
  upstream: Readonly<Record<string, string | string[] | undefined>>,
  whereAbsent: Readonly<Record<string, string>>,
): HeaderBag {
  const named = namesIn(upstream.connection);
  const headers: HeaderBag = { ...whereAbsent };
  for (const name in upstream) {
    const value = upstream[name];
    if (value !== undefined && !hopByHop.has(name) && !named.has(name)) headers[name] = value;
  }
  return headers;
}

function connectionNames(raw: readonly string[]): ReadonlySet<string> {
  const values: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]?.toLowerCase() === 'connection') values.push(raw[at + 1] ?? '');
  }
  return namesIn(values);
}

const none: ReadonlySet<string> = new Set();

/** What Connection headers name; as a rule that is nothing but keep-alive, which is a hop's own by itself. */
function namesIn(value: string | readonly string[] | undefined): ReadonlySet<string> {
  const text = typeof value === 'string' ? value : (value?.join() ?? '');
  if (text === '' || text === 'keep-alive') return none;
  return new Set(text.split(',').map((name) => name.trim().toLowerCase()));
}
