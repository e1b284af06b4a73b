/** The facts that the sentence of a state names (PAG-4); a fact that is not known is null, and its part is not said. */
import { reasonIn } from '../../domain/pause-reason.ts';
import type { Facts } from '../language/fill.ts';
import { fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import { msOf, timeOfDay, timeOfDayExactly, when } from '../language/time.ts';
import { asSentence } from '../words/as-sentence.ts';
import type { BoardState, LineWords } from '../words/line-words.ts';
import type { BoardSituation } from './board-view.ts';
import { comingMs, reserveNumberOf } from './figure-view.ts';

export function factsFor(
  state: BoardState,
  situation: BoardSituation,
  { language, labels }: LineWords,
): Facts {
  const { model, link, nowMs, contact: email } = situation;
  const at = (ms: number | null) => (ms === null ? null : when(ms, nowMs, language));
  switch (state) {
    case 'lobby':
      return { time: at(situation.opensAtMs) };
    case 'near':
      return { seconds: situation.claimSeconds };
    case 'check':
      return { why: labels.checkWhy[model.place?.check?.reason ?? 'pattern'] };
    case 'proof':
      return { why: model.refused?.reason && labels.checkWhy[model.refused.reason] };
    case 'snoozed':
      return { passing: model.passing === null ? null : count(model.passing, language) };
    case 'called':
    case 'calledAgain':
    case 'backCalled': {
      const byMs = msOf(model.claimBy);
      return { time: byMs === null ? null : timeOfDayExactly(byMs, language) };
    }
    case 'shopping':
      return { time: at(msOf(model.pass?.expiresAt)) };
    case 'drawn':
    case 'asked':
      return { time: at(msOf(model.pass?.expiresAt ?? model.place?.claimBy)) };
    case 'missed':
      return { time: at(msOf(model.place?.claimBy)) };
    case 'noLineYet':
      return { time: at(comingMs(situation.opensAtMs, nowMs)) };
    case 'paused':
    case 'noLinePaused':
      return {
        reason: asSentence(model.sale && reasonIn(model.sale, language)),
        time: at(comingMs(msOf(model.sale?.nextNewsAt), nowMs)),
      };
    case 'offline': {
      const retryAtMs = link.kind === 'off' ? link.retryAtMs : null;
      return {
        time: model.heardAtMs === null ? null : timeOfDay(model.heardAtMs, language),
        seconds: retryAtMs === null ? null : Math.max(1, Math.ceil((retryAtMs - nowMs) / 1_000)),
      };
    }
    case 'closed':
      return { time: at(msOf(model.sale?.closedAt)) };
    case 'left':
    case 'withdrawn':
      return { time: at(model.leftAtMs) };
    case 'registered':
      return {
        time: at(comingMs(situation.registrationClosesAtMs ?? situation.opensAtMs, nowMs)),
        news: email ? fill(labels.newsByMail, { email }) : labels.newsHere,
      };
    case 'reserved': {
      const hours = model.sale?.reserveHours;
      const span = hours === 1 ? labels.oneHour : hours && fill(labels.hours, { n: hours });
      return { number: reserveNumberOf(model, language), email, hours: span };
    }
    case 'notDrawn':
      return {
        number: reserveNumberOf(model, language),
        news: email && fill(labels.turnByMail, { email }),
      };
    default:
      return {};
  }
}
