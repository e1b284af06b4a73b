/**
 * A public beacon for tests, in drand's shape, whose rounds appear when the test says so. It has chains of its own, with
 * test keys that anybody may know, and signs each round as drand's do.
 */
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { onTestFinished } from 'vitest';
import {
  type Chain,
  chainHashOf,
  isOnG1,
  type Scheme,
  type SignedRound,
  signedDigest,
  tagOf,
} from '../queue-worker/sale-clock/drand.ts';

export interface TestBeacon {
  readonly url: string;
  /** The newest round; set it to let rounds appear. */
  round: number;
  /** Rounds that appear by themselves once the newest one was asked for. */
  hurry: number;
  /** When the round after 100 appears, in ms; the beacon describes its chain only where this is set. */
  round101AtMs: number | null;
  /** Another answer than the right one about rounds: a status, a text. */
  answer: { readonly status: number; readonly text: string } | null;
  /** Another description of its chain than the right one. */
  info: object;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** By what its chain is known as it is described now. */
  chainHash(): string;
}

const PERIOD_SECONDS = 3;
const secretKey = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
const signatures = new Map<string, string>();

/** Of the chain of `quicknet`'s kind, which is the one of a test that names none. */
export const randomnessOf = (round: number): string =>
  hash('sha256', Buffer.from(signatureOf(defaultScheme, round), 'hex'));

export const defaultScheme = 'bls-unchained-g1-rfc9380' satisfies Scheme;

/** Truly signed, once a round: it takes some hundredths of a second. */
export function signatureOf(scheme: Scheme, round: number): string {
  const key = `${scheme} ${round}`;
  const known = signatures.get(key);
  if (known !== undefined) return known;
  const signature = sign(scheme, { round, previousSignature: previousOf(scheme, round) });
  signatures.set(key, signature);
  return signature;
}

/** Rounds of a linked chain sign what came before; where it began does not matter here. */
export const previousOf = (scheme: Scheme, round: number): string | null =>
  scheme === 'pedersen-bls-chained' ? hash('sha512', `before ${round}`).slice(0, 96) : null;

export function sign(scheme: Scheme, round: Omit<SignedRound, 'signature'>, key = secretKey): string {
  const digest = Uint8Array.from(signedDigest(scheme, { ...round, signature: '' }));
  const { shortSignatures: short, longSignatures: long } = bls12_381;
  return isOnG1(scheme)
    ? short.sign(short.hash(digest, tagOf(scheme)), key).toHex(true)
    : long.sign(long.hash(digest, tagOf(scheme)), key).toHex(true);
}

const told = (scheme: Scheme, round: number) => {
  const signature = signatureOf(scheme, round);
  const randomness = hash('sha256', Buffer.from(signature, 'hex'));
  const before = previousOf(scheme, round);
  const answer = { round, randomness, signature, ...(before !== null && { previous_signature: before }) };
  return { status: 200, text: JSON.stringify(answer) };
};

/** Times are whole seconds in drand: rounded up, a round never seems earlier than it was. */
export function testChain(scheme: Scheme, round101AtMs: number): Chain {
  const { shortSignatures: short, longSignatures: long } = bls12_381;
  return {
    scheme,
    publicKey: isOnG1(scheme)
      ? short.getPublicKey(secretKey).toHex(true)
      : long.getPublicKey(secretKey).toHex(true),
    periodSeconds: PERIOD_SECONDS,
    genesisSeconds: Math.ceil(round101AtMs / 1_000) - 100 * PERIOD_SECONDS,
    groupHash: hash('sha256', 'the test group'),
    beaconId: scheme === 'pedersen-bls-chained' ? 'default' : 'testnet',
  };
}

export async function openTestBeacon(scheme: Scheme = defaultScheme): Promise<TestBeacon> {
  const chain = () => testChain(scheme, beacon.round101AtMs ?? 0);
  const infoOf = (described: Chain) => ({
    ...{ public_key: described.publicKey, period: described.periodSeconds, schemeID: described.scheme },
    ...{ genesis_time: described.genesisSeconds, groupHash: described.groupHash },
    ...{ hash: chainHashOf(described), metadata: { beaconID: described.beaconId } },
  });
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    beacon.asked.push(path);
    if (path === '/info' && beacon.round101AtMs !== null)
      return void response.end(JSON.stringify({ ...infoOf(chain()), ...beacon.info }));
    const named = /^\/public\/(latest|\d+)$/.exec(path)?.[1];
    const round = named === 'latest' ? beacon.round : Number(named);
    const isThere = round >= 1 && round <= beacon.round;
    const { status, text } = beacon.answer ?? (isThere ? told(scheme, round) : { status: 404, text: '{}' });
    response.writeHead(status).end(text);
    if (named === 'latest') beacon.round += beacon.hurry;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const beacon: TestBeacon = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ round: 100, hurry: 0, round101AtMs: null, answer: null, info: {}, asked: [] },
    chainHash: () => chainHashOf(chain()),
  };
  return beacon;
}
