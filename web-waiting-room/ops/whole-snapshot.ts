/**
 * A snapshot with every part in its place (PAG-23). While a store is away the server leaves out what it does not know; the
 * dashboard is needed most then, so a missing part shows as nothing and breaks nothing.
 */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';

const nothing: OpsSnapshot = {
  type: 'snapshot',
  at: '',
  sale: {
    slug: '',
    title: '',
    state: 'draft',
    reason: null,
    openedAt: null,
    admitPerMinute: 0,
    floorMax: 0,
    passMinutes: 0,
    claimSeconds: 0,
    currency: 'KRW',
    message: null,
  },
  line: { waiting: 0, present: 0, lobby: 0, calling: 0, called: 0, shopping: 0, passedOver: 0, moved: 0 },
  conversion: { finished: 0, bought: 0 },
  noShow: { called: 0, missed: 0 },
  stock: { sold: 0, held: 0, available: 0, capacity: 0 },
  money: { paid: 0, held: 0, currency: 'KRW' },
  tiers: [],
  perMinute: [],
  latency: [],
  writer: { holder: null, epoch: 0, renewedMsAgo: null, backlog: 0, reservationsPerSecond: 0 },
  processes: [],
  journal: [],
};

/** What the server sent, over `nothing`; null where it is no snapshot at all. */
export function wholeSnapshot(sent: unknown): OpsSnapshot | null {
  if (!isRecord(sent) || sent.type !== 'snapshot') return null;
  return filled(nothing, sent) as OpsSnapshot;
}

/** Objects are filled part by part, lists taken as they are; a part of another kind than it should be counts as missing. */
function filled(model: unknown, sent: unknown): unknown {
  if (Array.isArray(model)) return Array.isArray(sent) ? sent.filter(isRecord) : model;
  if (!isRecord(model)) return sent === undefined || (sent === null && model !== null) ? model : sent;
  const given = isRecord(sent) ? sent : {};
  return {
    ...given,
    ...Object.fromEntries(Object.entries(model).map(([name, part]) => [name, filled(part, given[name])])),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
