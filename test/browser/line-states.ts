/** Every state of the waiting page as a gateway would bring it about, for a sale of four tiers on a March evening. */
import type { GatewayMessage, PlaceMessage, SaleMessage } from '../../domain/protocol.ts';
import type { SaleView } from '../../domain/sale.ts';
import type { BoardState } from '../../web-waiting-room/words/line-words.ts';

const iso = (inSeconds: number) => new Date(Date.now() + inSeconds * 1_000).toISOString();
const seedHash = '9f3c51d0a2b84ee79f3c51d0a2b84ee79f3c51d0a2b84ee79f3c51d0a2b8a71e';
const root = 'c01d5eed51d0a2b84ee79f3c51d0a2b84ee79f3c51d0a2b84ee79f3c51d0a200';

const tier = (name: string, amount: number, more: Partial<SaleMessage['tiers'][number]>) => ({
  id: name,
  name,
  price: { amount, currency: 'KRW' },
  availability: 'plenty' as const,
  ...more,
});

export const place = (more: Partial<PlaceMessage> = {}): PlaceMessage => ({
  type: 'place',
  state: 'waiting',
  ahead: 1_242,
  moved: 0,
  waiting: 14_600,
  eta: { fromSeconds: 720, toSeconds: 1_080 },
  aheadAtJoin: 3_522,
  number: 3_523,
  ...more,
});
export const saleNews = (more: Partial<SaleMessage> = {}): SaleMessage => ({
  type: 'sale',
  state: 'open',
  tiers: [
    tier('Floor, standing', 154_000, { availability: 'none' }),
    tier('Balcony A', 132_000, { availability: 'held', chance: 'unlikely' }),
    tier('Balcony B', 99_000, { chance: 'likely' }),
    tier('Restricted view', 66_000, { availability: 'few', chance: 'possible' }),
  ],
  message: {
    en: 'Floor is sold out. Balcony B has plenty left, with good sound and a clear view. No need to hurry.',
    ko: '스탠딩은 매진됐어요. 발코니 B석은 넉넉하고, 소리와 시야가 좋아요. 서두르지 않으셔도 돼요.',
    at: iso(-240),
  },
  etaScore: { promised: 2_210, held: 2_077 },
  ...more,
});
export const saleView = (slug: string, more: Partial<SaleView> = {}): SaleView => ({
  id: 's',
  slug,
  title: 'Night Ferry: Harbour Nights',
  description: 'An evening on the river.',
  category: 'Concert',
  venue: 'Hangang Hall, Seoul',
  startsAt: '2027-03-12T10:30:00Z',
  picture: 'ferry',
  pictures: [],
  accent: null,
  mode: 'line',
  lobby: 'shuffle',
  audience: 'anyone',
  state: 'open',
  opensAt: iso(-1_500),
  closesAt: null,
  closedAt: null,
  floorMax: 100,
  admitPerMinute: 300,
  passMinutes: 10,
  claimSeconds: 60,
  holdMinutes: 10,
  perVisitorMax: 4,
  fulfilment: 'ticket',
  timeZone: 'Asia/Seoul',
  registrationClosesAt: null,
  winners: null,
  claimHours: 24,
  reserveHours: 2,
  codeRequired: false,
  priorityShare: 30,
  autopilot: true,
  embedOrigins: [],
  seedHash,
  message: null,
  reason: null,
  reasons: null,
  tiers: saleNews().tiers.map(({ id, name, price, availability }) => ({
    ...{ id, name, price, availability },
    ...{ listPrice: null, attributes: {}, capacity: 1_000 },
  })),
  ...more,
});

const sealed = { seedHash, beacon: 'awaited', isRevealed: false } as const;
const drawn = { seedHash, root, size: 14_210, beacon: 'mixed', isRevealed: true } as const;
const before: Partial<SaleView> = { state: 'lobby', opensAt: iso(276) };
const raffle: Partial<SaleView> = { mode: 'raffle', winners: 500 };
const noLine = (
  state: PlaceMessage['state'],
  ofSale: SaleMessage['state'],
  more: Partial<SaleMessage> = {},
): StateOfPage => ({
  sale: { mode: 'passthrough', state: ofSale, ...(ofSale === 'lobby' && before) },
  says: [saleNews({ state: ofSale, ...more }), place({ state, ahead: null, eta: null, waiting: 0 })],
});
const call = (inSeconds: number): GatewayMessage => ({ type: 'call', claimBy: iso(inSeconds) });
const called = (more: Partial<PlaceMessage> = {}) => {
  const { claimBy } = call(52) as { claimBy: string };
  return place({ state: 'called', ahead: 0, eta: null, claimBy, callNo: 1, ...more });
};
const challenge = { parameters: {}, signature: 's' };

export interface StateOfPage {
  readonly sale?: Partial<SaleView>;
  readonly says: readonly GatewayMessage[];
  /** What brings the state about once the page shows another one: a press, a network that is gone. */
  readonly after?: {
    readonly state: BoardState;
    readonly comes: 'press' | 'offline';
    readonly answer?: GatewayMessage;
  };
}

const noneLeft = () => saleNews().tiers.map((one) => ({ ...one, availability: 'none' as const }));
const over = (state: 'soldOut' | 'closed', more: Partial<SaleMessage> = {}) => [
  saleNews({ state, tiers: noneLeft(), ...more }),
  place({ state, ahead: null, eta: null }),
];
const finished = (outcome: PlaceMessage['outcome']) => [
  saleNews(),
  place({ state: 'finished', ahead: null, eta: null, ...(outcome && { outcome }) }),
];

const passToBuy: GatewayMessage = { type: 'pass', pass: 'p', expiresAt: iso(500), url: '/' };

/** By the state that the board comes into. */
export const lineStates: Readonly<Record<BoardState, StateOfPage>> = {
  joining: { says: [] },
  code: {
    sale: { codeRequired: true },
    says: [{ type: 'refused', code: 'code_required', title: 'A code' }],
  },
  proof: { says: [{ type: 'refused', code: 'proof_required', title: 'A proof', challenge }] },
  lobby: {
    sale: before,
    says: [
      saleNews({ state: 'lobby', draw: sealed }),
      place({ state: 'lobby', ahead: null, waiting: 14_210, opensAt: iso(276), lobbyIndex: 88 }),
    ],
  },
  lobbyArrival: {
    sale: { ...before, lobby: 'arrival' },
    says: [saleNews({ state: 'lobby' }), place({ state: 'lobby', eta: null, opensAt: iso(276) })],
  },
  drawing: {
    says: [saleNews({ draw: sealed }), place({ state: 'lobby', ahead: null, eta: null, waiting: 14_210 })],
  },
  waiting: {
    says: [
      saleNews({ draw: drawn }),
      place({
        lobbyIndex: 88,
        eta: { fromSeconds: 720, toSeconds: 1_080, reason: 'rate_lowered', reasonAt: iso(-600) },
      }),
    ],
  },
  near: { says: [saleNews(), place({ ahead: 112, eta: { fromSeconds: 60, toSeconds: 120 } })] },
  check: {
    says: [
      saleNews(),
      place({ ahead: 31, aheadAtJoin: 31, lane: 'slow', check: { reason: 'address', challenge } }),
    ],
  },
  snoozed: {
    says: [saleNews(), place({ state: 'snoozed', ahead: 48, letPass: 48, waiting: 13_602 })],
  },
  called: { says: [saleNews(), called()] },
  calledAgain: { says: [saleNews(), called({ callNo: 2 })] },
  backFirst: { says: [saleNews(), place({ ahead: 0, givenBack: true, eta: null })] },
  backCalled: { says: [saleNews(), place({ ahead: 0, givenBack: true }), called()] },
  missed: {
    says: [saleNews(), place({ state: 'passedOver', ahead: null, eta: null, callNo: 2, mustAsk: true })],
  },
  shopping: {
    says: [saleNews(), place({ state: 'shopping', ahead: null, eta: null }), passToBuy],
  },
  goingIn: { says: [saleNews(), called()], after: { state: 'called', comes: 'press', answer: passToBuy } },
  offline: { says: [saleNews(), place()], after: { state: 'waiting', comes: 'offline' } },
  bought: { says: finished('bought') },
  turnMissed: { says: finished('missed') },
  finished: { says: finished('ended') },
  finishedForGood: { says: [saleNews({ state: 'closed' }), ...finished('ended').slice(1)] },
  allHeld: {
    says: [
      saleNews({ heldUnits: 546, nextHoldEndsAt: iso(180) }),
      place({ state: 'allHeld', ahead: 214, eta: null }),
    ],
  },
  soldOut: { says: over('soldOut') },
  soldOutReserve: { says: over('soldOut', { reserveOpen: true, reserveHours: 2 }) },
  reserved: {
    says: [
      saleNews({ state: 'soldOut', reserveOpen: true, reserveHours: 2 }),
      place({ state: 'reserve', ahead: null, eta: null, reserveNumber: 643 }),
    ],
  },
  asked: {
    says: [saleNews({ state: 'soldOut' }), called({ fromList: true, claimBy: iso(7_100) })],
  },
  paused: {
    says: [
      saleNews({
        state: 'paused',
        reason: 'Card payments are failing and we are fixing it',
        nextNewsAt: iso(780),
      }),
      place({ ahead: 1_061 }),
    ],
  },
  closed: { says: over('closed', { closedAt: iso(-300) }) },
  left: { says: [saleNews(), place({ state: 'left', ahead: null, eta: null })] },
  registered: {
    sale: { ...raffle, state: 'lobby', opensAt: iso(90_000), registrationClosesAt: iso(8_040) },
    says: [
      saleNews({ state: 'lobby', draw: sealed, registrationClosesAt: iso(8_040) }),
      place({ state: 'registered', ahead: null, eta: null, lobbyIndex: 88 }),
    ],
  },
  withdrawn: {
    sale: raffle,
    says: [saleNews({ state: 'lobby', draw: sealed }), place({ state: 'left', ahead: null, eta: null })],
  },
  drawn: {
    sale: raffle,
    says: [
      saleNews({ draw: drawn }),
      place({ state: 'won', ahead: null, eta: null, claimBy: iso(86_000), lobbyIndex: 88 }),
    ],
  },
  noLineYet: noLine('lobby', 'lobby'),
  noLinePaused: noLine('paused', 'paused', { reason: 'The bank asks us to wait', nextNewsAt: iso(780) }),
  noLineSoldOut: noLine('soldOut', 'soldOut', { tiers: noneLeft() }),
  noLineOver: noLine('finished', 'open'),
  notDrawn: {
    sale: raffle,
    says: [
      saleNews({ draw: drawn }),
      place({ state: 'notDrawn', ahead: null, eta: null, reserveNumber: 212, lobbyIndex: 88 }),
    ],
  },
};
