/** What of a beacon is believed: what agrees with itself, and of a chain that is named only what its key signed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { describe, expect, test } from 'vitest';
import {
  defaultScheme,
  openTestBeacon,
  randomnessOf,
  sign,
  signatureOf,
  type TestBeacon,
} from '../../test/beacon.ts';
import { askRound, chainNamedIn, openBeacon } from './beacon.ts';
import { beaconOf } from './beacon-of.ts';
import { checkRound } from './check-round.ts';
import { type Chain, chainHashOf, isSigned, randomnessIn, roundAt } from './drand.ts';

/** As drand publishes them: https://api.drand.sh/HASH/info and /public/ROUND. */
const quicknet: Chain = {
  scheme: 'bls-unchained-g1-rfc9380',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  ...{ periodSeconds: 3, genesisSeconds: 1_692_803_367, beaconId: 'quicknet' },
  groupHash: 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e',
};
const oldest: Chain = {
  scheme: 'pedersen-bls-chained',
  publicKey:
    '868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31',
  ...{ periodSeconds: 30, genesisSeconds: 1_595_431_050, beaconId: 'default' },
  groupHash: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a',
};
const round1000 = {
  round: 1_000,
  signature:
    'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
  previousSignature: null,
};
const round1337 = {
  round: 1_337,
  signature:
    '945b08dcb30e24da281ccf14a646f0630ceec515af5c5895e18cc1b19edd65d156b71c776a369af3487f1bc6af1062500b059e01095cc0eedce91713977d7735cac675554edfa0d0481bb991ed93d333d08286192c05bf6b65d20f23a37fc7bb',
  previousSignature:
    '80d95247ddf1bb3acf5738497a5f10406be283144603f63d714bb1a44ff6b93285ae2697fffeb50c68862bd9fbecd4b204b1798d2686b4ac5d573615031d9d67e6168bde9a7adf1161430a498ca701a25c216aee3e38ffd5290369034fa050a2',
};

describe('drand itself', () => {
  test('LIN-39: the chains of drand have the hashes by which everybody knows them', () => {
    expect(chainHashOf(quicknet)).toBe('52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971');
    expect(chainHashOf(oldest)).toBe('8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce');
    expect(chainHashOf({ ...quicknet, genesisSeconds: 1_692_803_368 })).not.toBe(chainHashOf(quicknet));
    expect(roundAt(quicknet, 1_692_803_366_999)).toBe(0);
    expect([roundAt(quicknet, 1_692_803_367_000), roundAt(quicknet, 1_692_803_370_000)]).toEqual([1, 2]);
  });

  test('LIN-39: rounds of both kinds of chain are genuine as drand signed them, and in no other way', async () => {
    expect(await checkRound({ chain: quicknet, round: round1000 })).toBe(true);
    expect(isSigned(oldest, round1337)).toBe(true);
    expect(randomnessIn(round1000.signature)).toBe(
      'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd',
    );
    expect(isSigned(quicknet, { ...round1000, round: 1_001 })).toBe(false);
    expect(isSigned(oldest, { ...round1337, previousSignature: round1337.signature })).toBe(false);
    expect(isSigned({ ...quicknet, scheme: 'bls-unchained-on-g1' }, round1000)).toBe(false);
    expect(isSigned({ ...quicknet, scheme: 'bls-bn254-unchained-on-g1' }, round1000)).toBe(false);
    for (const signature of ['', '00', round1337.signature, `c0${'00'.repeat(47)}`, 'ff'.repeat(48)])
      expect([signature, isSigned(quicknet, { ...round1000, signature })]).toEqual([signature, false]);
    // The same point in other bytes is as true, and would be another randomness.
    const point = bls12_381.shortSignatures.Signature.fromHex(round1000.signature);
    expect(isSigned(quicknet, { ...round1000, signature: point.toHex(false) })).toBe(false);
  });
});

const says = (beacon: TestBeacon, answer: unknown, status = 200) => {
  beacon.answer = { status, text: typeof answer === 'string' ? answer : JSON.stringify(answer) };
};
const found = (round: number) => ({
  found: {
    ...{ round, randomness: randomnessOf(round), previousSignature: null },
    signature: signatureOf(defaultScheme, round),
  },
});

test('LIN-22: an address that names no chain is taken at its word, as long as that is whole and agrees with itself', async () => {
  const beacon = await openTestBeacon();
  const address = { url: `${beacon.url}/`, chainHash: null };
  expect(await openBeacon(address, () => 0).newest()).toEqual({ found: 100 });
  expect(await askRound(address, 99)).toEqual(found(99));
  expect(await askRound(address, 101)).toBeNull();
  const good = { round: 99, randomness: 'ab'.repeat(32) };
  const heard = async (answer: unknown, status = 200) => {
    says(beacon, answer, status);
    return await askRound(address, 99);
  };
  expect(await heard(good)).toEqual({ found: { ...good, signature: null, previousSignature: null } });
  expect(await heard({ ...good, signature: '00' })).toEqual({ refused: 'randomness' });
  expect(await heard({ ...good, round: 98 })).toBeNull();
  expect(await heard({ ...good, randomness: 'AB'.repeat(32) })).toBeNull();
  expect(await heard({ round: 99 })).toBeNull();
  expect(await heard(good, 500)).toBeNull();
  expect(await heard('no json')).toBeNull();
  expect(await heard(`${JSON.stringify(good)}${' '.repeat(10_000)}`)).toBeNull();
  expect(await askRound({ url: 'http://127.0.0.1:1', chainHash: null }, 1)).toBeNull();
  expect(beacon.asked).not.toContain('/info');
});

test.each(['bls-unchained-g1-rfc9380', 'pedersen-bls-chained'] as const)(
  'LIN-39: of a chain that is named a round counts that its key has signed: %s',
  async (scheme) => {
    const beacon = await openTestBeacon(scheme);
    beacon.round101AtMs = Date.now() + 3_600_000;
    const address = { url: beacon.url, chainHash: beacon.chainHash() };
    const signature = signatureOf(scheme, 99);
    const good = { round: 99, randomness: randomnessIn(signature), signature };
    const heard = await askRound(address, 99);
    expect(heard).toMatchObject({ found: good });
    const told = {
      ...good,
      previous_signature: (heard as { found: { previousSignature: string } }).found.previousSignature ?? '',
    };

    const another = signatureOf(scheme, 98);
    const stranger = sign(scheme, { round: 99, previousSignature: null }, new Uint8Array(32).fill(7));
    for (const [answer, refused] of [
      [{ ...told, signature: undefined }, 'unsigned'],
      [{ ...told, randomness: 'ab'.repeat(32) }, 'randomness'],
      [{ ...told, signature: another, randomness: randomnessIn(another) }, 'signature'],
      [{ ...told, signature: stranger, randomness: randomnessIn(stranger) }, 'signature'],
      [{ ...told, signature: 'abcd', randomness: randomnessIn('abcd') }, 'signature'],
    ] as const) {
      says(beacon, answer);
      expect(await askRound(address, 99), refused).toEqual({ refused });
    }
    says(beacon, told);
    expect(await askRound(address, 99)).toMatchObject({ found: good });
  },
);

test('LIN-39: what an address says of its chain must be what the chain is named for', async () => {
  const beacon = await openTestBeacon();
  const nameless = { url: beacon.url, chainHash: beacon.chainHash() };
  expect(await askRound(nameless, 99)).toBeNull(); // It does not describe its chain: nothing is known.
  beacon.round101AtMs = Date.now() + 3_600_000;
  const address = { url: beacon.url, chainHash: beacon.chainHash() };
  for (const [info, refused] of [
    [{ public_key: quicknet.publicKey }, 'chain'],
    [{ genesis_time: 1 }, 'chain'],
    [{ period: 1 }, 'chain'],
    [{ metadata: { beaconID: 'another' } }, 'chain'],
    [{ public_key: 'no key' }, 'chain'],
    [{ schemeID: 'bls-bn254-unchained-on-g1' }, 'scheme'],
  ] as const) {
    beacon.info = info;
    expect([info, await askRound(address, 99)]).toEqual([info, { refused }]);
  }
});

test('LIN-39: an old round is not the newest, however genuine: the chain’s own times say which one there is', async () => {
  const beacon = await openTestBeacon();
  const nowMs = Date.now();
  beacon.round101AtMs = nowMs;
  beacon.round = 50;
  const address = { url: beacon.url, chainHash: beacon.chainHash() };
  const newest = (afterMs: number) => openBeacon(address, () => nowMs + afterMs).newest();
  expect(await newest(-4_000)).toEqual({ found: 99 });
  expect(await newest(1_000)).toEqual({ found: 101 });
  beacon.round = 130;
  expect(await newest(1_000)).toEqual({ found: 130 }); // Our clock is late.
  says(beacon, { round: 900, randomness: 'ab'.repeat(32) });
  expect(await newest(0)).toEqual({ refused: 'unsigned' });
});

test('LIN-39: the last part of drand’s addresses names the chain; one without a name is said to be believed unsigned', () => {
  const chain = chainHashOf(quicknet);
  expect(chainNamedIn(`https://api.drand.sh/${chain}`)).toBe(chain);
  expect(chainNamedIn(`https://relay.example/v1/${chain}/`)).toBe(chain);
  expect(chainNamedIn('https://api.drand.sh')).toBeNull();
  const warned: unknown[] = [];
  const deps = { clock: Date.now, log: { warn: (said: unknown) => void warned.push(said) } };
  const url = 'https://relay.example';
  expect(beaconOf({}, deps)).toBeUndefined();
  expect(beaconOf({ DRAW_BEACON_URL: `${url}/${chain}` }, deps)).toMatchObject({ chainHash: chain });
  expect(beaconOf({ DRAW_BEACON_URL: url, DRAW_BEACON_CHAIN: chain }, deps)).toMatchObject({
    chainHash: chain,
  });
  expect(warned).toEqual([]);
  expect(beaconOf({ DRAW_BEACON_URL: url }, deps)).toMatchObject({ url, chainHash: null });
  expect(warned).toEqual([{ url }]);
});

test('LIN-39: a check leaves the process free for its own work', async () => {
  let turns = 0;
  const other = (async () => {
    for (; turns < 3; turns += 1) await sleep(1);
    return 'the other work';
  })();
  const round = { ...round1000, round: 999 };
  expect(await Promise.race([checkRound({ chain: quicknet, round }), other])).toBe('the other work');
  expect(await checkRound({ chain: quicknet, round })).toBe(false);
});
