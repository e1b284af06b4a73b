/**
 * Recomputes a whole published draw, from nothing but what was published (VER-22). One file that needs only Node 24 and
 * nothing of Usher's, so that whoever does not trust the organiser can read it in a few minutes and run it:
 *
 *   node verify-draw.ts URL-or-file [--index=I] [--entry=ID] [--beacon] [--beacon-url=URL]
 *
 * URL is https://…/api/sales/SLUG/proof, or a file in which its answer was saved. `--index` also tells the number that this
 * index of the lobby drew; `--entry` looks an entry id up first (it stands in a visitor's receipt); `--beacon` asks the
 * beacon itself for its round, `--beacon-url` another address of the same beacon. Exit 0: all of it is right. 1:
 * something is wrong, and named. 2: nothing was drawn yet, or the proof could not be read.
 *
 * What is checked, in the order in which it was published:
 *   seedHash = SHA-256(seed)                                         known since the sale was made
 *   root     = Merkle tree (RFC 6962) over who stood at which index  before the beacon's round existed
 *   key      = SHA-256("usher draw 1|" seed "|" root "|" beacon)     "none" where no beacon was mixed in
 *   number   = a permutation of 1 … size by that key: a Feistel network of HMAC-SHA256, walked until inside
 *
 * Asked of the beacon (drand's shape): that it says the same of the round, that the randomness is the hash of its signature,
 * and that the round appeared after the root. Its signature (BLS12-381) is not checked, which Node cannot: ask several
 * relays.
 */
import { createHash, createHmac, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

interface Proof {
  readonly format: string;
  readonly sale: string;
  readonly seedHash: string;
  readonly size: number | null;
  readonly root: string | null;
  readonly rootAt: string | null;
  readonly beacon: { readonly state: string; readonly url?: string; round?: number; randomness?: string };
  readonly seed?: string;
  readonly key?: string;
  /** entries[i - 1] is the hash of the entry with index i; null where nobody stood. */
  readonly entries: readonly (string | null)[];
}

/** Ends the program: there is nothing to judge. */
function giveUp(why: string): never {
  console.error(why);
  process.exit(2);
}

const usage = 'usage: node verify-draw.ts URL-or-file [--index=I] [--entry=ID] [--beacon] [--beacon-url=URL]';
const { values: asked, positionals } = readArguments();
const [source, ...rest] = positionals;
if (source === undefined || rest.length > 0) giveUp(usage);
const proof = readProof(await textOf(source));
const wrong: string[] = [];
function say(isRight: boolean, what: string): void {
  console.log(`${isRight ? 'right' : 'WRONG'}  ${what}`);
  if (!isRight) wrong.push(what);
}

console.log(`Draw of the sale ${proof.sale}`);
if (proof.size === null) giveUp('Its lobby is not closed yet: so far only the hash of the seed is public.');
if (proof.size === 0) giveUp('Nobody stood in its lobby: nothing was drawn.');
if (proof.root === null) giveUp('Its root is not fixed yet.');
const { size, root } = proof;

const stood = proof.entries.filter((entry) => entry !== null).length;
const { length } = proof.entries;
say(length === size, `the lobby has ${length} indexes (published: ${size}); ${stood} are taken`);
const computedRoot = rootOf(proof.entries).toString('hex');
say(computedRoot === root, `the root over them is ${computedRoot} (published: ${root}, at ${proof.rootAt})`);
sayBeacon();
const beaconUrl = asked['beacon-url'] ?? (asked.beacon === true ? proof.beacon.url : undefined);
if (beaconUrl !== undefined) await sayBeaconItself(beaconUrl.replace(/\/+$/, ''));
if (proof.seed === undefined) {
  if (wrong.length > 0) finish();
  giveUp('So far all is right. The seed is not public before the sale opens: come back then.');
}

const computedSeedHash = hash('sha256', Buffer.from(proof.seed, 'hex'));
const isItsSeed = computedSeedHash === proof.seedHash;
say(isItsSeed, `the seed has the hash ${computedSeedHash} (published: ${proof.seedHash})`);
const mixed = proof.beacon.state === 'mixed' ? (proof.beacon.randomness ?? '') : 'none';
const computedKey = hash('sha256', `usher draw 1|${proof.seed}|${root}|${mixed}`);
say(computedKey === proof.key, `the key is ${computedKey} (published: ${proof.key})`);
const numberOf = drawOf(computedKey, size);
const isWhole = isPermutation(numberOf, size);
say(isWhole, `every index has one number from 1 to ${size}, and every number one index`);

if (asked.entry !== undefined) sayEntry(asked.entry);
if (asked.index !== undefined) sayIndex(Number(asked.index));
finish();

function finish(): never {
  if (wrong.length === 0) console.log('The draw is what it says.');
  else console.error(`This draw is NOT what it says:\n${wrong.map((what) => `  ${what}`).join('\n')}`);
  process.exit(wrong.length === 0 ? 0 : 1);
}

function sayBeacon(): void {
  const { state, url, round, randomness } = proof.beacon;
  const named = `round ${round} of the beacon ${url}`;
  const early = 'the organiser, who knew the seed, could know the draw early';
  if (state === 'mixed') {
    const isHex = randomness !== undefined && /^[0-9a-f]{64}$/.test(randomness);
    say(isHex, `${named} is mixed in: ${randomness}`);
  } else if (state === 'awaited') console.log(`note   ${named} is awaited`);
  else if (state === 'none') console.log(`note   no beacon was mixed in: ${early}`);
  else if (round === undefined) console.log(`note   the beacon did not say where it was: ${early}`);
  else console.log(`note   ${named} is said to have come too late: ask the beacon. Without it ${early}`);
}

async function sayBeaconItself(url: string): Promise<void> {
  const { state, round, randomness } = proof.beacon;
  if (state !== 'mixed' || round === undefined) return;
  const ask = async (path: string) => jsonOf(await textOf(`${url}${path}`)) as Record<string, unknown> | null;
  const told = await ask(`/public/${round}`);
  const isSame = told?.round === round && told.randomness === randomness;
  say(isSame, `the beacon says of round ${told?.round}: ${told?.randomness}`);
  const signed = hash('sha256', Buffer.from(String(told?.signature), 'hex'));
  if (told?.signature) say(signed === randomness, 'its randomness is the hash of its signature');
  const { genesis_time: genesis, period } = (await ask('/info')) ?? {};
  const appearedMs = (Number(genesis) + (round - 1) * Number(period)) * 1_000;
  if (Number.isNaN(appearedMs)) return console.log('note   the beacon does not say when its rounds appear');
  const isLater = proof.rootAt !== null && appearedMs > Date.parse(proof.rootAt);
  say(isLater, `round ${round} appeared at ${new Date(appearedMs).toISOString()}, after the root was fixed`);
}

function sayEntry(entryId: string): void {
  const entryHash = hash('sha256', `usher entry|${entryId}`);
  const index = proof.entries.indexOf(entryHash) + 1;
  say(index > 0, `the entry ${entryId} stands in the root${index > 0 ? ` with index ${index}` : ''}`);
  if (index > 0) sayIndex(index);
}

function sayIndex(index: number): void {
  const isIndex = Number.isInteger(index) && index >= 1 && index <= size;
  if (!isIndex) giveUp(`There is no index ${index}: they run from 1 to ${size}.`);
  const entry = proof.entries[index - 1] ?? null;
  const who = entry === null ? 'nobody stood there' : `entry hash ${entry}`;
  console.log(`Index ${index}: ${who}; number ${numberOf(index)}`);
}

// --- the root: leaf = SHA-256(0x00 ‖ index as 8 bytes big-endian ‖ entry hash), node = SHA-256(0x01 ‖ left ‖ right)

function rootOf(entries: readonly (string | null)[]): Buffer {
  const leaves = entries.map((entry, at) => {
    const leaf = Buffer.alloc(1 + 8 + 32);
    leaf.writeBigUInt64BE(BigInt(at + 1), 1);
    if (entry !== null) Buffer.from(entry, 'hex').copy(leaf, 9);
    return sha256(leaf);
  });
  return treeOver(leaves, 0, leaves.length);
}

/** RFC 6962, section 2.1: split at the largest power of two that is smaller than the number of leaves. */
function treeOver(leaves: readonly Buffer[], from: number, to: number): Buffer {
  const [first] = leaves.slice(from, from + 1);
  if (to - from === 1 && first) return first;
  let split = 1;
  while (split * 2 < to - from) split *= 2;
  const left = treeOver(leaves, from, from + split);
  const right = treeOver(leaves, from + split, to);
  return sha256(Buffer.concat([Buffer.of(1), left, right]));
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

// --- the numbers: eight Feistel rounds over the smallest domain of an even number of bits that holds `size`

function drawOf(key: string, lobbySize: number): (index: number) => number {
  const halfBits = Math.max(1, Math.ceil(Math.ceil(Math.log2(lobbySize)) / 2));
  const half = 2 ** halfBits;
  const tables = Array.from({ length: 8 }, (_, round) =>
    Array.from({ length: half }, (__, value) => {
      const digest = createHmac('sha256', key).update(`${round}|${value}`).digest();
      return digest.readUInt32BE(0) % half;
    }),
  );
  const once = (value: number): number => {
    let left = Math.floor(value / half);
    let right = value % half;
    for (const table of tables) [left, right] = [right, (left ^ (table[right] ?? 0)) >>> 0];
    return left * half + right;
  };
  return (index) => {
    let place = once(index - 1);
    while (place >= lobbySize) place = once(place);
    return place + 1;
  };
}

function isPermutation(numbers: (index: number) => number, lobbySize: number): boolean {
  const seen = new Uint8Array(lobbySize + 1);
  for (let index = 1; index <= lobbySize; index += 1) {
    const number = numbers(index);
    if (number < 1 || number > lobbySize || seen[number] === 1) return false;
    seen[number] = 1;
  }
  return true;
}

// --- reading

function readArguments() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: { index: text, entry: text, beacon: { type: 'boolean' }, 'beacon-url': text },
    });
  } catch (fault) {
    return giveUp(`${fault instanceof Error ? fault.message : fault}\n${usage}`);
  }
}

async function textOf(from: string): Promise<string> {
  try {
    if (!/^https?:\/\//.test(from)) return readFileSync(from, 'utf8');
    const response = await fetch(from);
    if (response.status === 404 && from.endsWith('/info')) return 'null';
    if (!response.ok) giveUp(`${from} answers ${response.status}`);
    return await response.text();
  } catch (fault) {
    return giveUp(`Cannot read ${from}: ${fault instanceof Error ? fault.message : fault}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return giveUp('This is no JSON, or it was cut off.');
  }
}

/** Ends the program where the text is not such a proof: what it holds must be judged, not guessed. */
function readProof(text: string): Proof {
  const read = jsonOf(text) as Proof;
  if (read?.format !== 'usher-draw-1') giveUp('This is not a proof in the format usher-draw-1.');
  const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
  const isWhole =
    isHash(read.seedHash) &&
    (read.size === null || (Number.isSafeInteger(read.size) && read.size >= 0)) &&
    (read.root === null || isHash(read.root)) &&
    typeof read.beacon?.state === 'string' &&
    (read.seed === undefined || /^([0-9a-f]{2})+$/.test(read.seed)) &&
    Array.isArray(read.entries) &&
    read.entries.every((entry) => entry === null || isHash(entry));
  return isWhole ? read : giveUp('This proof is not whole: a field is missing or is no hash.');
}
