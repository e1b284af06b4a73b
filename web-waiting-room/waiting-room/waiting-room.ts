/**
 * The waiting room's one state and what may be done to it: folds what the connection brings into the model and keeps
 * receipt and best position in the browser.
 *
 * Whatever stops half-way, the receipt and the secret are in localStorage before anything is shown, so that a reload
 * finds the same place; other tabs of this browser are told by the storage event.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { GatewayMessage } from '../../domain/protocol.ts';
import { isLineOf, type KeptLine, keepLine, keptLine, lineToKeep } from '../browser-storage/kept-line.ts';
import { keepPass, keptPass } from '../browser-storage/kept-pass.ts';
import { msOf } from '../language/time.ts';
import type { LoadedSale } from '../server/load-sale.ts';
import { learnFromInstant, now, serverNowMs } from '../server-clock/server-clock.ts';
import { secretHashOf } from '../visitor-secret/hash-secret.ts';
import type { LineWords } from '../words/line-words.ts';
import { type BoardSituation, boardView } from './board-view.ts';
import { LineConnection } from './line-connection.ts';
import { hear, knowing, type LineModel } from './line-model.ts';
import type { Link } from './link.ts';
import { openTurn } from './turn.ts';

export type WaitingRoom = ReturnType<typeof openWaitingRoom>;

export function openWaitingRoom(slug: string, loaded: ReadonlySignal<LoadedSale>) {
  let line: KeptLine = lineToKeep(slug);
  let latest = knowing(line.best ?? null);
  const model = signal<LineModel>(latest);
  const link = signal<Link>({ kind: 'connecting' });
  /** A pass that this browser did not have before. Whoever comes back from the checkout has it. */
  const cameWithPass = signal(false);

  const connection = new LineConnection({
    slug,
    nowMs: serverNowMs,
    credentials: () => ({ receipt: line.receipt, secret: line.secret }),
    joinMessage: () => ({
      type: 'join',
      secret: line.secret,
      secretHash: secretHashOf(line.secret) ?? '',
      ...(line.receipt && { receipt: line.receipt }),
    }),
    linked: (state) => {
      link.value = state;
    },
    heard,
  });
  const turn = openTurn({ slug, sendClaim: () => connection.claim(), model: () => latest });

  function heard(message: GatewayMessage): void {
    if (message.type === 'frame') learnFromInstant(message.at);
    if (message.type === 'refused' && message.code === 'receipt_invalid' && line.receipt) {
      joinAgain();
      return;
    }
    latest = hear(latest, message, serverNowMs());
    const isFirstPass = message.type === 'pass' && keptPass(slug) === null;
    if (message.type === 'pass') keepPass(slug, message);
    keepPlace(message);
    // Figures change with the clock's tick, at most once a second; everything else is shown at once.
    if (message.type !== 'frame') model.value = latest;
    turn.look(message);
    if (isFirstPass) cameWithPass.value = true;
  }

  function keepPlace(message: GatewayMessage): void {
    const receipt = (message.type === 'place' ? message.receipt : undefined) ?? line.receipt;
    const { best } = latest;
    const isKept = receipt === line.receipt && best?.ahead === line.best?.ahead;
    if (isKept && best?.number === line.best?.number) return;
    line = { secret: line.secret, ...(receipt && { receipt }), ...(best && { best }) };
    keepLine(slug, line);
  }

  /** The same visitor at the end of the line: the secret stays, the place is given up. */
  function joinAgain(): void {
    line = { secret: line.secret };
    keepLine(slug, line);
    startAnew();
  }

  function startAnew(): void {
    turn.forget();
    latest = knowing(line.best ?? null);
    model.value = latest;
    connection.start();
  }

  effect(() => {
    if (now.value > 0) model.value = latest;
    connection.check();
  });
  effect(() => {
    // Where everybody gets a pass there is no turn to wait for. The sale's settings may come later than the pass.
    if (!cameWithPass.value || loaded.value.value?.mode !== 'passthrough' || document.hidden) return;
    cameWithPass.value = false;
    turn.goIn();
  });
  addEventListener('online', () => connection.start());
  addEventListener('offline', () => connection.networkLost());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    if (link.peek().kind === 'off') connection.start();
    turn.look();
  });
  addEventListener('storage', (event) => {
    const kept = isLineOf(slug, event.key) ? keptLine(slug) : null;
    if (kept === null) return;
    const isOther = kept.secret !== line.secret || (!kept.receipt && line.receipt !== undefined);
    line = kept;
    // Another tab made the secret first, or joined again: this tab stands where that one stands.
    if (isOther) startAnew();
  });
  connection.start();

  const situation = computed<BoardSituation>(() => {
    const sale = loaded.value.value;
    return {
      model: model.value,
      link: link.value,
      goingIn: turn.goingIn.value,
      lobbyMode: sale?.lobby ?? 'shuffle',
      claimSeconds: sale?.claimSeconds ?? 60,
      opensAtMs: msOf(model.value.place?.opensAt ?? sale?.opensAt),
      closesAtMs: msOf(sale?.closesAt),
      nowMs: now.value,
    };
  });
  return {
    slug,
    link,
    model,
    situation,
    view: (words: LineWords) => boardView(situation.value, words),
    receipt: () => line.receipt,
    claim: turn.claim,
    enter: turn.enter,
    joinAgain,
    retry: () => connection.start(),
    leave: () => connection.leave(),
  };
}
