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

/** The body is sent whole, so its length is ours to say; the host is the upstream's. */
const ours = new Set(['host', 'content-length', 'expect']);

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

/** `raw` as Node gives it: name, value, name, value. Names that repeat stay repeated. */
export function requestHeaders(raw: readonly string[], vouched: Vouched): HeaderBag {
  const named = connectionNames(raw);
  const headers: HeaderBag = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const stays = !hopByHop.has(name) && !named.has(name) && !claimed.test(name) && !ours.has(name);
    if (stays) add(headers, name, raw[at + 1] ?? '');
  }
  headers['x-forwarded-for'] = vouched.address;
  headers['x-forwarded-proto'] = vouched.protocol;
  headers['x-forwarded-host'] = vouched.host;
  if (vouched.visitorId && vouched.visitorProof) {
    headers['usher-visitor'] = vouched.visitorId;
    headers['usher-visitor-proof'] = vouched.visitorProof;
  }
  return headers;
}

export function responseHeaders(
  upstream: Readonly<Record<string, string | string[] | undefined>>,
  whereAbsent: Readonly<Record<string, string>>,
): HeaderBag {
  const named = new Set(listOf(upstream.connection));
  const headers: HeaderBag = { ...whereAbsent };
  for (const [name, value] of Object.entries(upstream)) {
    if (value !== undefined && !hopByHop.has(name) && !named.has(name)) headers[name] = value;
  }
  return headers;
}

function add(headers: HeaderBag, name: string, value: string): void {
  const before = headers[name];
  headers[name] = before === undefined ? value : [before, value].flat();
}

function connectionNames(raw: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]?.toLowerCase() === 'connection') for (const name of listOf(raw[at + 1])) named.add(name);
  }
  return named;
}

const listOf = (value: string | string[] | undefined): string[] =>
  [value ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((name) => name.trim().toLowerCase());
