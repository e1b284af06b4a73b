/**
 * A scanner at the door of one sale (DOR-8): one scan at a time, by the server where it answers and by the list where not;
 * whatever the server has not heard is sent until it has. What it learns later (somebody is inside twice) stays on the
 * screen until somebody has read it.
 */
import { signal } from '@preact/signals';
import { endOfId } from '../../domain/ticket-claims.ts';
import { signedIn } from '../signing-in/signed-in.ts';
import { askScan, type BatchAnswer, batchMax, loadList, sendBatch, undoScan } from './ask-door.ts';
import { decide, type Knowledge, type Verdict } from './decide.ts';
import { deviceName } from './device-name.ts';
import { type DoorList, readList } from './door-list.ts';
import { type KeptList, type KeptScan, openKeptScans } from './kept-scans.ts';
import type { PublicKeys } from './read-token.ts';
import { openTold, type Twice } from './told-twice.ts';

export interface Said extends Verdict {
  readonly scanId: string;
  readonly tier: string | null;
  readonly saidAtMs: number;
  /** By the list alone. */
  readonly isOffline: boolean;
}
/** What the server takes as a code. */
const shownMax = 2_000;
const syncMs = 10_000;
/** At a busy door each minute brings another list. */
const listMs = 60_000;

export type OpenDoor = Awaited<ReturnType<typeof openDoor>>;

export async function openDoor(slug: string, door: string) {
  const store = await openKeptScans();
  const device = deviceName();
  const said = signal<Said | null>(null);
  const isBusy = signal(false);
  // Any network is a connection to a browser: where nobody could be asked who is signed in, the server did not answer.
  const isConnected = signal(navigator.onLine && Boolean(signedIn.value));
  const unsent = signal(0);
  const counts = signal<{ inside: number; awaited: number } | null>(null);
  const { twice, tell, readIt } = openTold();
  const title = signal('');
  const listAt = signal<string | null>(null);
  const refusal = signal<string | null>(null);
  const letIn = new Map<string, { at: string; door: string }>();
  let list: DoorList | null = null;
  let keptList: KeptList | null = null;
  let listLookedAtMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  async function takeList(found: KeptList): Promise<void> {
    const read = readList(found.text);
    if (read === null) return;
    list = read;
    keptList = found;
    title.value = found.title;
    listAt.value = read.head.at;
    counts.value ??= { inside: read.head.inside, awaited: read.head.awaited };
    letIn.clear();
    for (const scan of await store.scans(slug))
      if (scan.ticketId !== null && scan.result === 'in')
        letIn.set(scan.ticketId, { at: scan.scannedAt, door: scan.door });
  }

  async function lookForList(): Promise<void> {
    listLookedAtMs = Date.now();
    const sent = (await store.scans(slug)).filter(({ isSent }) => isSent);
    const found = await loadList(slug, keptList);
    if (found === 'same') return;
    if ('code' in found) {
      if (found.code !== 'offline' && found.code !== 'busy' && found.code !== 'not_signed_in')
        refusal.value = found.code;
      return;
    }
    await store.keepList(found);
    // What the server had before it wrote the list stands on it.
    for (const { id } of sent) await store.forget(id);
    await takeList(found);
  }

  async function scan(shown: string): Promise<void> {
    // Longer than any code of ours, and than the server reads: a poster is as unknown by its first letters.
    const token = shown.trim().slice(0, shownMax);
    if (isBusy.value || token === '') return;
    isBusy.value = true;
    try {
      const scanId = `scn_${crypto.randomUUID().replaceAll('-', '')}`;
      const now = new Date();
      const row = { id: scanId, slug, token, door, scannedAt: now.toISOString() };
      const answer = await askScan({ sale: slug, door, device, scanId, token });
      const isAway =
        !answer.ok && !['not_allowed', 'invalid_request', 'not_found'].includes(answer.refusal.code);
      isConnected.value = !isAway;
      if (!answer.ok && !isAway) {
        refusal.value = answer.refusal.code;
        return;
      }
      const verdict = answer.ok ? answer.value : await byList(token, row.scannedAt);
      if (verdict === null) return;
      const ticketId = verdict.ticketId ?? null;
      const { result } = verdict;
      // Also what is no ticket here: the list may be older than it.
      await store.keep({ ...row, ticketId, result, isSent: answer.ok ? 1 : 0 });
      if (ticketId !== null && result === 'in') letIn.set(ticketId, { at: row.scannedAt, door });
      const tier = tierNameOf(verdict, keptList?.tiers ?? {});
      said.value = { ...verdict, scanId, tier, saidAtMs: now.getTime(), isOffline: !answer.ok };
      if (verdict.again) tell([{ id: scanId, scannedAt: verdict.at ?? '', why: 'twice', ...verdict.again }]);
      if (answer.ok && result === 'in' && counts.value)
        counts.value = { inside: counts.value.inside + 1, awaited: Math.max(0, counts.value.awaited - 1) };
      if (!answer.ok) unsent.value += 1;
    } finally {
      isBusy.value = false;
    }
  }

  /** What the camera saw; false while another is being looked at. */
  function take(shown: string): boolean {
    if (isBusy.value) return false;
    void scan(shown);
    return true;
  }

  async function byList(token: string, at: string): Promise<Verdict | null> {
    if (list === null || keptList === null) {
      refusal.value = 'offline';
      return null;
    }
    const known: Knowledge = { list, letIn, keys: JSON.parse(keptList.keys) as PublicKeys };
    const verdict = await decide(token, known);
    return verdict.result === 'in' ? { ...verdict, at, door } : verdict;
  }

  async function sync(): Promise<void> {
    clearTimeout(timer);
    if (isClosed) return;
    const waiting = (await store.scans(slug)).filter(({ isSent }) => !isSent);
    const batch = waiting.slice(0, batchMax);
    const answer = await sendBatch(slug, device, batch);
    isConnected.value = answer.ok;
    if (answer.ok) await learn(answer.value, batch);
    else if (answer.refusal.code === 'not_allowed') refusal.value = 'not_allowed';
    const left = (await store.scans(slug)).filter(({ isSent }) => !isSent).length;
    unsent.value = left;
    const isStale = answer.ok && answer.value.version !== list?.head.version;
    if (isStale && (list === null || Date.now() - listLookedAtMs > listMs)) await lookForList();
    if (!isClosed) timer = setTimeout(() => void sync(), answer.ok && left > 0 ? 0 : syncMs);
  }

  async function learn(news: BatchAnswer, batch: readonly KeptScan[]): Promise<void> {
    refusal.value = null;
    counts.value = news.counts;
    const conflicts: Twice[] = [];
    for (const { id, result, at = '', door: where = '', again } of news.items) {
      const scanned = batch.find((one) => one.id === id);
      if (!scanned) continue;
      await store.keep({ ...scanned, isSent: 1 });
      const { scannedAt } = scanned;
      if (again) conflicts.push({ id, scannedAt, why: 'twice', ...again });
      else if (scanned.result === 'in' && result === 'already')
        conflicts.push({ id, scannedAt, why: 'twice', at, door: where });
      else if (scanned.result === 'in' && result !== 'in')
        conflicts.push({ id, scannedAt, why: 'void', at, door: where });
    }
    tell([...conflicts, ...news.overtaken.map((one) => ({ ...one, why: 'twice' as const }))]);
  }

  async function undo(reason: string): Promise<boolean> {
    const last = said.value;
    const row = (await store.scans(slug)).find(({ id }) => id === last?.scanId);
    // What the server has not heard of it cannot take back, and another door's entry is not ours to take.
    if (last?.ticketId === undefined || last.result !== 'in' || !row?.isSent) return false;
    const answer = await undoScan(last.ticketId, reason);
    if (!answer.ok || !answer.value.undone) return false;
    letIn.delete(last.ticketId);
    await store.forget(last.scanId);
    said.value = null;
    void sync();
    return true;
  }

  const known = await store.list(slug);
  if (known) await takeList(known);
  unsent.value = (await store.scans(slug)).filter(({ isSent }) => !isSent).length;
  const onLine = () => void sync();
  const offLine = () => {
    isConnected.value = false;
  };
  addEventListener('online', onLine);
  addEventListener('offline', offLine);
  return {
    slug,
    door,
    said,
    isBusy,
    isConnected,
    unsent,
    counts,
    twice,
    title,
    listAt,
    refusal,
    scan,
    take,
    undo,
    readIt,
    /** Once somebody is signed in. */
    begin: async () => {
      await lookForList();
      await sync();
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      removeEventListener('online', onLine);
      removeEventListener('offline', offLine);
    },
  };
}

/** By its id or by the end of it, whichever was said; null where neither is of a tier that we know. */
function tierNameOf({ tierId, tierEnd }: Verdict, tiers: KeptList['tiers']): string | null {
  const ids = Object.keys(tiers).filter((id) => id === tierId || endOfId(id) === tierEnd);
  return (ids.length === 1 && tiers[ids[0] ?? '']) || null;
}
