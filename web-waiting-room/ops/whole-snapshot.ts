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
    reasons: null,
    nextNewsAt: null,
    openedAt: null,
    admitPerMinute: 0,
    floorMax: 0,
    passMinutes: 0,
    claimSeconds: 0,
    currency: 'KRW',
    message: null,
    mode: 'line',
    lobby: 'shuffle',
    audience: 'anyone',
    opensAt: null,
    registrationClosesAt: null,
    winners: null,
    claimHours: 0,
    reserveHours: 0,
    codeRequired: false,
    priorityShare: 0,
    embedOrigins: [''],
  },
  line: {
    ...{ waiting: 0, present: 0, lobby: 0, calling: 0, called: 0, shopping: 0, passedOver: 0, moved: 0 },
    ...{ priority: 0, slow: 0 },
  },
  conversion: { finished: 0, bought: 0 },
  noShow: { called: 0, missed: 0 },
  pace: {
    targetPerMinute: 0,
    callsPerMinute: 0,
    heldBack: null,
    autopilot: { isOn: false, ratePerMinute: null, why: null, ms: null, since: null },
    noShow: { settled: 0, missed: 0, boost: 1 },
    conversion: { settled: 0, bought: 0, share: 1 },
  },
  etaScore: { promised: 0, held: 0 },
  suspects: { suspected: 0, cleared: 0 },
  draw: {
    seedHash: '',
    size: null,
    root: null,
    rootAt: null,
    beacon: 'none',
    round: null,
    isRevealed: false,
  },
  lists: { registered: 0, waiting: 0, called: 0, done: 0 },
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

/**
 * Objects are filled part by part, lists taken as they are ([''] stands for one of texts, [] for one of objects); a part of
 * another kind than it should be counts as missing.
 */
function filled(model: unknown, sent: unknown): unknown {
  if (Array.isArray(model))
    return Array.isArray(sent) ? sent.filter(model.includes('') ? isText : isRecord) : [];
  if (!isRecord(model)) return sent === undefined || (sent === null && model !== null) ? model : sent;
  const given = isRecord(sent) ? sent : {};
  return {
    ...given,
    ...Object.fromEntries(Object.entries(model).map(([name, part]) => [name, filled(part, given[name])])),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
