/**
 * What the page without JavaScript shows of a place (RCH-1): words, figures and the acts that are possible, from the
 * same answer that an app polls for. Pure.
 */
import { reasonIn } from '../../domain/pause-reason.ts';
import type { LinePoll, SaleMessage } from '../../domain/protocol.ts';
import type { Fulfilment, LobbyMode, SaleMode } from '../../domain/sale.ts';
import { drawOf, type PlainDraw } from './plain-draw.ts';
import { type PlainLabels, plainLabels } from './plain-labels.ts';
import { durationWords, type Facts, fillPlain, type PlainLanguage, type Said } from './plain-language.ts';
import { notesOf } from './plain-notes.ts';
import { type PlainState, plainStates } from './plain-states.ts';

export const plainActs = [
  ...(['join', 'claim', 'leave', 'snooze', 'wake', 'remind', 'reserve', 'unreserve'] as const),
  ...(['mailCheck', 'tryCheck'] as const),
] as const;
export type PlainAct = (typeof plainActs)[number];

export interface PlainView extends Said {
  readonly state: PlainState;
  /** How many stand in front; null where that says nothing. */
  readonly ahead: number | null;
  /** The range of the wait, in words. */
  readonly wait: string | null;
  /** Small sentences under the figure. */
  readonly notes: readonly string[];
  /** The next thing to do; the first of all acts. */
  readonly next: { readonly act: PlainAct; readonly label: string } | null;
  readonly others: readonly PlainAct[];
  /** What an address is left for. */
  readonly remindAs: 'opening' | 'near' | 'draw' | 'list';
  readonly draw: PlainDraw | null;
  readonly needsCode: boolean;
  readonly checkout: LinePoll['pass'] | null;
  /** Looking again changes nothing any more. */
  readonly isFinal: boolean;
}

export interface PlainSale {
  readonly mode: SaleMode;
  readonly lobby: LobbyMode;
  readonly opensAt: Date | null;
  readonly registrationClosesAt: Date | null;
  readonly claimSeconds: number;
  readonly fulfilment: Fulfilment;
  readonly codeRequired: boolean;
}

/** So many others are let pass by pressing once. */
export const SNOOZE_PASS = 50;
/** From here on a call may come between two looks. */
const NEAR_AHEAD = 150;
const NEAR_SECONDS = 120;

const leavable: readonly PlainState[] = [
  ...(['lobby', 'lobbyArrival', 'registered', 'waiting', 'near', 'snoozed', 'allHeld', 'paused'] as const),
  ...(['mustAsk', 'passedOver', 'called', 'calledAgain', 'calledFromList'] as const),
];
const ended: readonly PlainState[] = ['finished', 'bought', 'boughtGoods', 'missed', 'left', 'noLineOver'];
/** A letter would follow. */
const mailable: readonly PlainState[] = [
  ...(['lobby', 'lobbyArrival', 'registered', 'waiting', 'near', 'snoozed', 'allHeld', 'paused'] as const),
  'notDrawn',
];

/** `poll` is null for somebody who is not in line. */
export function plainView(
  sale: PlainSale,
  poll: LinePoll | null,
  news: SaleMessage,
  nowMs: number,
  language: PlainLanguage,
): PlainView {
  const labels = plainLabels[language];
  const state = stateOf(sale, poll, news);
  const { title, sentence } = plainStates[language][state];
  const facts = factsOf(sale, poll, news, nowMs, language);
  const hasOrder = state === 'waiting' || state === 'near' || state === 'allHeld' || state === 'paused';
  return {
    state,
    title,
    sentence: fillPlain(sentence, facts),
    ahead: hasOrder ? (poll?.place.ahead ?? null) : null,
    wait: waitOf(poll, state, language),
    notes: poll === null ? [] : notesOf(poll, state, nowMs, language),
    next: nextOf(state, sale.mode, labels),
    others: othersOf(state, poll, news),
    remindAs: remindAs(state),
    draw: drawOf(poll, news, state, language),
    needsCode: sale.codeRequired && isOut(state),
    checkout: state === 'shopping' ? (poll?.pass ?? null) : null,
    isFinal: ended.includes(state) || state === 'soldOut' || state === 'closed',
  };
}

const isOut = (state: PlainState): boolean =>
  state === 'out' || state === 'outLobby' || state === 'outRaffle' || state === 'noLineOut';

function stateOf(sale: PlainSale, poll: LinePoll | null, news: SaleMessage): PlainState {
  if (sale.mode === 'passthrough') return noLineStateOf(sale, poll, news);
  if (poll === null) return outOf(sale, news);
  const { place } = poll;
  if (place.state === 'lobby' && sale.lobby === 'arrival') return 'lobbyArrival';
  if (place.state === 'called' && place.fromList) return 'calledFromList';
  if (place.state === 'called' && (place.callNo ?? 1) > 1) return 'calledAgain';
  if (place.state === 'passedOver' && place.mustAsk) return 'mustAsk';
  if (place.state === 'finished' && place.outcome === 'bought') return boughtOf(sale);
  if (place.state === 'finished' && place.outcome === 'missed') return 'missed';
  const isNear =
    (place.ahead ?? NEAR_AHEAD + 1) <= NEAR_AHEAD || (place.eta?.fromSeconds ?? NEAR_SECONDS) < NEAR_SECONDS;
  return place.state === 'waiting' && isNear ? 'near' : place.state;
}

/** A ticket comes by mail, and goods by post. */
const boughtOf = ({ fulfilment }: PlainSale): PlainState =>
  fulfilment === 'ticket' ? 'bought' : 'boughtGoods';

/** Without a line only the sale holds anybody up; who is let in a moment from now presses, or looks again. */
function noLineStateOf(sale: PlainSale, poll: LinePoll | null, { state }: SaleMessage): PlainState {
  const place = poll?.place;
  if (place?.state === 'shopping') return 'shopping';
  if (place?.outcome === 'bought') return boughtOf(sale);
  if (state === 'closed') return 'closed';
  if (place?.state === 'finished') return 'noLineOver';
  if (state === 'soldOut') return 'noLineSoldOut';
  if (state === 'paused') return 'noLinePaused';
  return state === 'open' ? 'noLineOut' : 'noLineYet';
}

function outOf(sale: PlainSale, { state }: SaleMessage): PlainState {
  if (state === 'soldOut' || state === 'closed') return state;
  if (state !== 'lobby') return 'out';
  return sale.mode === 'raffle' ? 'outRaffle' : 'outLobby';
}

function factsOf(
  sale: PlainSale,
  poll: LinePoll | null,
  news: SaleMessage,
  nowMs: number,
  language: PlainLanguage,
): Facts {
  const secondsTo = (at: string | Date | null | undefined) =>
    at ? Math.max(0, (new Date(at).getTime() - nowMs) / 1_000) : null;
  const inWords = (seconds: number | null, words: Readonly<Record<PlainLanguage, string>>) =>
    seconds === null ? null : words[language].replace('{}', durationWords(seconds, language));
  const { place, pass } = poll ?? {};
  const turnEnds = secondsTo(pass?.expiresAt ?? place?.claimBy);
  return {
    opens: inWords(secondsTo(sale.opensAt), { en: 'in {}', ko: '{} 뒤에' }),
    draws: inWords(secondsTo(sale.registrationClosesAt ?? sale.opensAt), { en: '{}', ko: '{}' }),
    by: inWords(secondsTo(place?.claimBy), { en: 'within {}', ko: '{} 안에' }),
    until: inWords(turnEnds, { en: 'for another {}', ko: '앞으로 {} 동안' }),
    n: place?.reserveNumber ?? place?.letPass ?? null,
    seconds: sale.claimSeconds,
    reason: reasonIn(news, language),
    news: inWords(laterOnly(secondsTo(news.nextNewsAt)), { en: 'in {}', ko: '{} 안에' }),
  };
}

/** What was to be so by now says nothing. */
const laterOnly = (seconds: number | null): number | null => seconds || null;

const isWaiting = (state: PlainState): boolean => state === 'waiting' || state === 'near';

function waitOf(poll: LinePoll | null, state: PlainState, language: PlainLanguage): string | null {
  const labels = plainLabels[language];
  const eta = poll?.place.eta;
  if (!eta || !isWaiting(state)) return null;
  const from = durationWords(eta.fromSeconds, language);
  const to = durationWords(eta.toSeconds, language, Math.ceil);
  return fillPlain(labels.wait, { range: fillPlain(labels.range, { from, to }) });
}

function nextOf(state: PlainState, mode: SaleMode, labels: PlainLabels): PlainView['next'] {
  if (state === 'out') return { act: 'join', label: labels.join };
  if (state === 'noLineOut') return { act: 'join', label: labels.claim };
  if (state === 'outLobby') return { act: 'join', label: labels.joinLobby };
  if (state === 'outRaffle') return { act: 'join', label: labels.register };
  if (state === 'called' || state === 'calledAgain' || state === 'calledFromList' || state === 'won')
    return { act: 'claim', label: labels.claim };
  if (state === 'mustAsk') return { act: 'claim', label: labels.here };
  if (state === 'snoozed') return { act: 'wake', label: labels.wake };
  const again = mode === 'passthrough' ? labels.claim : labels.again; // Without a line there is no end of it.
  if (ended.includes(state)) return { act: 'join', label: again };
  return null;
}

function othersOf(state: PlainState, poll: LinePoll | null, news: SaleMessage): PlainAct[] {
  const lane = poll?.place.lane;
  return [
    ...(isWaiting(state) && lane === 'slow' ? (['mailCheck', 'tryCheck'] as const) : []),
    ...(mailable.includes(state) ? (['remind'] as const) : []),
    // Only the ordinary line lets others pass.
    ...(isWaiting(state) && lane === undefined ? (['snooze'] as const) : []),
    ...(state === 'soldOut' && news.reserveOpen ? (['reserve'] as const) : []),
    ...(state === 'reserve' ? (['unreserve'] as const) : []),
    ...(leavable.includes(state) ? (['leave'] as const) : []),
  ];
}

function remindAs(state: PlainState): PlainView['remindAs'] {
  if (state === 'registered') return 'draw';
  if (state === 'notDrawn') return 'list';
  return state === 'lobby' || state === 'lobbyArrival' ? 'opening' : 'near';
}
