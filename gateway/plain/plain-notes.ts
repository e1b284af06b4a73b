/**
 * The small sentences under the figure of the page without JavaScript (RCH-9): why a wait grew, what holds the line up,
 * which lane it is, that a turn was given back. Pure.
 */
import type { EtaReason } from '../../domain/eta.ts';
import type { LinePoll } from '../../domain/protocol.ts';
import { countWords, durationWords, fillPlain, type PlainLanguage } from './plain-language.ts';
import type { PlainState } from './plain-states.ts';
import { plainWhy } from './plain-why.ts';

interface NoteWords {
  readonly inLine: string;
  readonly held: string;
  readonly longer: string;
  readonly longerSince: string;
  readonly reasons: Readonly<Record<EtaReason, string>>;
  readonly slowLane: string;
  readonly priorityLane: string;
  readonly givenBack: string;
}

/** A sentence about a fact that is not known is left out. */
const noteWords: Readonly<Record<PlainLanguage, NoteWords>> = {
  en: {
    inLine: '{n} in line altogether',
    held: 'Being paid for right now: {held}. The next of these holds ends in {next}.',
    longer: 'Longer than before: {reason}',
    longerSince: 'Longer than {ago} ago: {reason}',
    reasons: {
      rate_lowered: 'the organiser slowed the line.',
      autopilot: 'we let people in slower, so that paying works for those inside.',
      paused: 'the line stood still for a while.',
      all_held: 'for a while everything was in somebody’s basket.',
      outage: 'we had a failure, and the line stood for a while.',
      priority: 'more people come in by the priority line.',
      slower: 'people ahead of you take longer than expected.',
    },
    slowLane: '{why}. So you wait in the slow lane. A code by email leads out of it, with the same number.',
    priorityLane: 'Your code put you in the priority line. The number counts the people ahead of you there.',
    givenBack:
      'Something broke on our side while you were buying. You are at the front again, and lost neither your place nor any money.',
  },
  ko: {
    inLine: '모두 {n}명이 줄에 있어요',
    held: '지금 결제 중인 수량은 {held}개예요. 가장 먼저 끝나는 결제 시간은 {next} 남았어요.',
    longer: '전보다 조금 늘었어요. {reason}',
    longerSince: '{ago} 전보다 조금 늘었어요. {reason}',
    reasons: {
      rate_lowered: '주최자가 입장 속도를 늦췄어요.',
      autopilot: '입장하신 분들이 문제없이 결제하시도록 조금 천천히 입장하고 있어요.',
      paused: '한동안 줄이 멈춰 있었어요.',
      all_held: '한동안 남은 수량이 모두 결제 중이었어요.',
      outage: '저희 쪽 문제로 한동안 줄이 멈췄어요.',
      priority: '우선 줄에서 들어오는 분이 늘었어요.',
      slower: '앞에 계신 분들이 예상보다 오래 걸려요.',
    },
    slowLane: '{why}. 그래서 느린 줄에 있어요. 이메일로 받은 코드를 입력하면 같은 번호로 나갈 수 있어요.',
    priorityLane: '코드로 우선 줄에 섰어요. 숫자는 우선 줄에서 내 앞에 있는 사람이에요.',
    givenBack: '구매하시는 동안 저희 쪽에 문제가 생겨 맨 앞으로 다시 모셨어요. 순서도 돈도 잃지 않으셨어요.',
  },
};

const moving: readonly PlainState[] = ['waiting', 'near'];
const inOrder: readonly PlainState[] = [...moving, 'allHeld', 'paused'];
/** A turn that was given back has not begun anew. */
const beforeTurn: readonly PlainState[] = [...inOrder, 'passedOver', 'called', 'calledAgain'];

export function notesOf(
  { place, sale }: LinePoll,
  state: PlainState,
  nowMs: number,
  language: PlainLanguage,
): string[] {
  const words = noteWords[language];
  const why = plainWhy[language][place.check?.reason ?? 'pattern'];
  const duration = (fromMs: number, toMs: number) =>
    toMs > fromMs ? durationWords((toMs - fromMs) / 1_000, language) : null;
  const count = (n: number | undefined) => (n === undefined ? null : countWords(n, language));
  const notes = [
    place.givenBack && beforeTurn.includes(state) ? words.givenBack : '',
    moving.includes(state) ? fillPlain(words.inLine, { n: count(place.waiting) }) : '',
    moving.includes(state) ? longerOf(place.eta, (atMs) => duration(atMs, nowMs), words) : '',
    state === 'allHeld'
      ? fillPlain(words.held, {
          held: count(sale.heldUnits),
          next: duration(nowMs, Date.parse(sale.nextHoldEndsAt ?? '')),
        })
      : '',
    place.lane === 'slow' && moving.includes(state) ? fillPlain(words.slowLane, { why }) : '',
    place.lane === 'priority' && inOrder.includes(state) ? words.priorityLane : '',
  ];
  return notes.filter((note) => note !== '');
}

/** Why the range grew, and how long ago. A reason that this page has no words for says nothing. */
function longerOf(
  eta: LinePoll['place']['eta'],
  since: (atMs: number) => string | null,
  { longer, longerSince, reasons }: NoteWords,
): string {
  const why = Object.entries(reasons).find(([code]) => code === eta?.reason);
  if (!why) return '';
  const ago = since(Date.parse(eta?.reasonAt ?? ''));
  return fillPlain(ago === null ? longer : longerSince, { ago, reason: why[1] });
}
