/**
 * From an HTTP upgrade to a socket (GWY-2). What must not be spoken to is refused while it is still HTTP: a
 * foreign Origin, a missing subprotocol, an address that is none. What a browser could not read as HTTP (an
 * unknown sale) is said over the socket.
 */
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { SOCKET_PAYLOAD_BYTES_MAX, SOCKETS_PER_ADDRESS_MAX } from '../../domain/limits.ts';
import { LINE_PROTOCOL, OPS_PROTOCOL } from '../../domain/protocol.ts';
import { Refused } from '../../domain/refusals.ts';
import { addressGroup } from '../../domain/suspicion.ts';
import type { Chance } from '../../runtime/chance.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import type { Access } from '../access/access.ts';
import { clientAddress } from '../http/client-address.ts';
import { wordOfOrigin } from '../http/origins.ts';
import { problemOf } from '../http/problem.ts';
import { cookieVisitor } from '../http/visitor-cookie.ts';
import type { Ops } from '../ops/attach-ops.ts';
import type { Overload } from '../overload.ts';
import type { Reception } from './reception.ts';
import type { Sockets } from './sockets.ts';
import { VisitorSocket } from './visitor-socket.ts';

export interface UpgradeDeps {
  readonly ring: KeyRing;
  readonly chance: Chance;
  readonly origins: ReadonlySet<string>;
  /** Proxies whose word about the address is believed. */
  readonly proxyHops: number;
  readonly sockets: Sockets;
  readonly reception: Reception;
  readonly overload: Overload;
  readonly access: Pick<Access, 'isLimited'>;
  readonly ops: Ops;
}

/** A closing handshake that nobody answers ends after this. */
const CLOSE_MS_MAX = 3_000;
/** A message of some kilobytes comes in one or a few pieces; thousands of tiny ones are an attack. */
const FRAGMENTS_MAX = 64;

const bounds = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: SOCKET_PAYLOAD_BYTES_MAX,
  closeTimeout: CLOSE_MS_MAX,
  maxFragments: FRAGMENTS_MAX,
};

export type Upgrade = (request: IncomingMessage, connection: Duplex, head: Buffer) => void;

export function upgrades(deps: UpgradeDeps): Upgrade {
  // Pongs are ours to send, so that a flood of pings meets the same bound as everything else.
  const visitors = new WebSocketServer({
    ...bounds,
    autoPong: false,
    WebSocket: VisitorSocket,
    handleProtocols: () => LINE_PROTOCOL,
  });
  const dashboards = new WebSocketServer({ ...bounds, handleProtocols: () => OPS_PROTOCOL });
  const listenOn = listenersFor(deps.reception);

  return (request, connection, head) => {
    const refuse = (refused: Refused) => refuseUpgrade(connection, refused, deps.chance);
    const [path, query] = (request.url ?? '').split('?', 2);
    const protocol = path === '/ws/line' ? LINE_PROTOCOL : path === '/ws/ops' ? OPS_PROTOCOL : null;
    if (!protocol) return refuse(new Refused('not_found'));
    const origin = wordOfOrigin(deps.origins, request.headers.origin);
    if (origin === 'foreign') return refuse(new Refused('not_allowed', { detail: 'unknown Origin' }));
    if (!offers(request, protocol)) {
      return refuse(new Refused('invalid_request', { detail: `the subprotocol ${protocol} is required` }));
    }
    if (deps.sockets.isDraining) return refuse(new Refused('busy'));
    if (protocol === OPS_PROTOCOL) {
      return dashboards.handleUpgrade(request, connection, head, (socket) => deps.ops.accept(socket));
    }
    const slug = new URLSearchParams(query).get('sale');
    if (!slug) return refuse(new Refused('invalid_request', { detail: 'name the sale: /ws/line?sale=SLUG' }));
    if (deps.overload.shedsUpgrades()) return refuse(new Refused('busy'));
    const address = clientAddress(request, deps.proxyHops);
    if (deps.access.isLimited(address) && isFull(deps.sockets, address))
      return refuse(new Refused('too_many_requests'));
    const visitor = origin === 'ours' ? cookieVisitor(deps.ring, request.headers.cookie) : null;
    visitors.handleUpgrade(request, connection, head, (socket) => {
      if (!(connection instanceof Socket)) return socket.terminate();
      socket.raw = connection;
      socket.slug = slug;
      socket.cookieVisitor = visitor;
      socket.address = address;
      listenOn(socket);
      deps.sockets.add(socket);
    });
  };
}

const isFull = ({ addresses }: Sockets, address: string): boolean =>
  addresses.of(addressGroup(address)) >= SOCKETS_PER_ADDRESS_MAX;

const offers = (request: IncomingMessage, protocol: string): boolean =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').some((part) => part.trim() === protocol);

/** Shared by all sockets: a closure for each would cost more than its state. */
function listenersFor(reception: Reception): (socket: VisitorSocket) => void {
  // They are put on visitors' sockets alone.
  const visitor = (socket: WebSocket) => socket as VisitorSocket;
  function message(this: WebSocket, data: RawData, isBinary: boolean): void {
    reception.hear(visitor(this), isBinary ? null : String(data));
  }
  function close(this: WebSocket): void {
    reception.closed(visitor(this));
  }
  function pong(this: WebSocket): void {
    visitor(this).awaitsPong = false;
  }
  function ping(this: WebSocket, data: Buffer): void {
    visitor(this).answerPing(data);
  }
  // A broken frame, or one that is too long: ws closes the socket by itself and 'close' follows.
  const error = () => {};
  return (socket) => {
    socket.on('message', message).on('close', close).on('pong', pong).on('ping', ping).on('error', error);
  };
}

function refuseUpgrade(connection: Duplex, refused: Refused, chance: Chance): void {
  const { status, headers, body } = problemOf(refused, chance);
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-length': Buffer.byteLength(body),
  });
  const head = [`HTTP/1.1 ${status} Refused`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  connection.on('error', () => connection.destroy()); // It may be gone already.
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
