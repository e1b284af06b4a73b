/**
 * Where a request comes from (GWY-21). Only as many proxies are believed as the operator says stand in
 * front: whatever else X-Forwarded-For says was written by the visitor.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

export function clientAddress(request: IncomingMessage, proxyHops: number): string {
  const peer = request.socket.remoteAddress ?? '';
  if (proxyHops === 0) return peer;
  const said = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim());
  // The nearest proxy is the peer; each one before it appended whom it heard.
  const address = said.at(-proxyHops) ?? said[0] ?? '';
  return isIP(address) ? address : peer;
}
