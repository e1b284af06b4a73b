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
 * The randomness is the hash of the round's signature. Asked of the beacon (drand's shape): that it says the same of the
 * round, and by its chain's own times that the round appeared after the root. That the chain's key made the signature
 * (BLS12-381) Node cannot check: drand's tools do (drand-client, drand-verify), with the chain's hash, round and signature.
 */
import { createHash, createHmac, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

type BeaconText = 'url' | 'randomness' | 'signature' | 'chainHash' | 'refused';
interface Proof {
  readonly format: string;
  readonly sale: string;
  readonly seedHash: string;
  readonly size: number | null;
  readonly root: string | null;
  readonly rootAt: string | null;
  readonly beacon: { state: string; round?: number } & { [name in BeaconText]?: string };
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

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
const hashOfHex = (text: unknown) => hash('sha256', Buffer.from(String(text), 'hex'));
const usage = 'usage: node verify-draw.ts URL-or-file [--index=I] [--entry=ID] [--beacon] [--beacon-url=URL]';
const { values: asked, positionals } = readArguments();
const [source, ...rest] = positionals;
if (source === undefined || rest.length > 0) giveUp(usage);
const proof = readProof((await jsonAt(source)) as Proof);
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

const seedHash = hashOfHex(proof.seed);
say(seedHash === proof.seedHash, `the seed has the hash ${seedHash} (published: ${proof.seedHash})`);
const mixed = proof.beacon.state === 'mixed' ? (proof.beacon.randomness ?? '') : 'none';
const computedKey = hash('sha256', `usher draw 1|${proof.seed}|${root}|${mixed}`);
say(computedKey === proof.key, `the key is ${computedKey} (published: ${proof.key})`);
const numberOf = drawOf(computedKey, size);
say(isPermutation(numberOf, size), `each index has one number from 1 to ${size}, each number one index`);

if (asked.entry !== undefined) sayEntry(asked.entry);
if (asked.index !== undefined) sayIndex(Number(asked.index));
finish();

function finish(): never {
  if (wrong.length === 0) console.log('The draw is what it says.');
  else console.error(`This draw is NOT what it says:\n${wrong.map((what) => `  ${what}`).join('\n')}`);
  process.exit(wrong.length === 0 ? 0 : 1);
}

function sayBeacon(): void {
  const { state, url, round, randomness = '', signature, chainHash, refused } = proof.beacon;
  const named = `round ${round} of the beacon ${url}`;
  const early = 'the organiser, who knew the seed, could know the draw early';
  if (refused) console.log(`note   an answer of the beacon was not believed: ${refused}`);
  if (state === 'mixed') {
    say(/^[0-9a-f]{64}$/.test(randomness), `${named} is mixed in: ${randomness}`);
    if (signature || chainHash)
      say(hashOfHex(signature) === randomness, `it is the hash of the published signature ${signature}`);
    const byKey = `note   drand’s tools tell whether the key of the chain ${chainHash} signed it`;
    console.log(chainHash ? byKey : 'note   no chain is named: the beacon was taken at its word');
  } else if (state === 'awaited') console.log(`note   ${named} is awaited`);
  else if (state === 'none') console.log(`note   no beacon was mixed in: ${early}`);
  else if (round === undefined) console.log(`note   the beacon did not say where it was: ${early}`);
  else console.log(`note   ${named} is said to have come too late: ask the beacon. Without it ${early}`);
}

async function sayBeaconItself(url: string): Promise<void> {
  const { state, round, randomness, signature, chainHash } = proof.beacon;
  if (state !== 'mixed' || round === undefined) return;
  const ask = async (path: string) => (await jsonAt(`${url}${path}`)) as Record<string, unknown> | null;
  const told = await ask(`/public/${round}`);
  const isSame = told?.round === round && told.randomness === randomness;
  say(isSame, `the beacon says of round ${told?.round}: ${told?.randomness}`);
  const signed = told?.signature ?? signature;
  if (signed) say(hashOfHex(signed) === randomness, 'its randomness is the hash of its signature');
  const info = (await ask('/info')) ?? {};
  const { genesis_time: genesis, period } = info;
  if (chainHash)
    say(chainHashOf(info) === chainHash, `its times and key are those of the chain ${chainHash}`);
  const appearedMs = (Number(genesis) + (round - 1) * Number(period)) * 1_000;
  if (Number.isNaN(appearedMs)) return console.log('note   the beacon does not say when its rounds appear');
  const isLater = proof.rootAt !== null && appearedMs > Date.parse(proof.rootAt);
  say(isLater, `round ${round} appeared at ${new Date(appearedMs).toISOString()}, after the root was fixed`);
}

/** By drand's specification: the name of a chain is the hash of its period, first moment, key, group and id. */
function chainHashOf(info: Record<string, unknown>): string {
  const [period, genesis] = [Number(info.period), Number(info.genesis_time)];
  const times = period.toString(16).padStart(8, '0') + genesis.toString(16).padStart(16, '0');
  const { beaconID: id = '' } = (info.metadata ?? {}) as { beaconID?: string };
  const named = id === 'default' ? '' : Buffer.from(id).toString('hex');
  return hashOfHex(`${times}${info.public_key}${info.groupHash}${named}`);
}

function sayEntry(entryId: string): void {
  const index = proof.entries.indexOf(hash('sha256', `usher entry|${entryId}`)) + 1;
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

// --- the numbers: eight Feistel rounds over the smallest domain of an even number of bits that holds `size`

function drawOf(key: string, lobbySize: number): (index: number) => number {
  const half = 2 ** Math.max(1, Math.ceil(Math.ceil(Math.log2(lobbySize)) / 2));
  const tables = Array.from({ length: 8 }, (_, round) =>
    Array.from({ length: half }, (__, value) => {
      const digest = createHmac('sha256', key).update(`${round}|${value}`).digest();
      return digest.readUInt32BE(0) % half;
    }),
  );
  const once = (value: number): number => {
    let [left, right] = [Math.floor(value / half), value % half];
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
  const drawn = Array.from({ length: lobbySize }, (_, at) => numbers(at + 1));
  const areInside = drawn.every((number) => number >= 1 && number <= lobbySize);
  return areInside && new Set(drawn).size === lobbySize;
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

/** Null: a beacon that does not describe itself. */
async function jsonAt(from: string): Promise<unknown> {
  try {
    if (!/^https?:\/\//.test(from)) return JSON.parse(readFileSync(from, 'utf8'));
    const response = await fetch(from);
    if (response.status === 404 && from.endsWith('/info')) return null;
    if (!response.ok) giveUp(`${from} answers ${response.status}`);
    return JSON.parse(await response.text());
  } catch (fault) {
    return giveUp(`Cannot read ${from}: ${fault instanceof Error ? fault.message : fault}`);
  }
}

/** Ends the program where the text is not such a proof: what it holds must be judged, not guessed. */
function readProof(read: Proof): Proof {
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
