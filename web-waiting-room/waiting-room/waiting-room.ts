/**
 * The waiting room's one state and what may be done to it: folds what the connection brings into the model and keeps
 * receipt and best position in the browser.
 *
 * Whatever stops half-way, the receipt and the secret are in localStorage before anything is shown, so that a reload
 * finds the same place; other tabs of this browser are told by the storage event.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { GatewayMessage, JoinMessage, LinePoll } from '../../domain/protocol.ts';
import { forgetContact, keepContact, keptContact, masked } from '../browser-storage/kept-contact.ts';
import {
  isLineOf,
  type KeptLine,
  keepLine,
  keptLine,
  lineToKeep,
  withoutPlace,
} from '../browser-storage/kept-line.ts';
import { keepPass, keptPass } from '../browser-storage/kept-pass.ts';
import { forgetDraw, noteDraw } from '../check-place/draw-told.ts';
import { isFramed, toCheckout } from '../frame/to-checkout.ts';
import { language } from '../language/language.ts';
import { msOf } from '../language/time.ts';
import type { Answer, Refusal } from '../server/ask.ts';
import type { LoadedSale } from '../server/load-sale.ts';
import { learnFromInstant, now, serverNowMs } from '../server-clock/server-clock.ts';
import { secretHashOf } from '../visitor-secret/hash-secret.ts';
import type { LineWords } from '../words/line-words.ts';
import { accountToken } from './account-token.ts';
import { type BoardSituation, boardView } from './board-view.ts';
import { openJoining } from './joining-with.ts';
import { type Deed, type DeedBody, deedByHttp, messagesOf } from './line-by-http.ts';
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
  const contact = signal(keptContact(slug));
  let asAccount: () => Pick<JoinMessage, 'accessToken'> = () => ({});

  const joinMessage = (): JoinMessage => ({
    type: 'join',
    secret: line.secret,
    secretHash: line.secretHash ?? '',
    language: language.peek(),
    ...(line.receipt && { receipt: line.receipt }),
    ...asAccount(),
  });
  const credentials = () => ({ receipt: line.receipt, secret: line.secret });
  const connection = new LineConnection({
    slug,
    nowMs: serverNowMs,
    credentials,
    joinMessage,
    linked: (state) => {
      link.value = state;
    },
    heard,
  });
  const turn = openTurn({
    slug,
    page: { isVisible: () => !document.hidden, isFramed, enter: () => toCheckout(slug) },
    sendClaim: () => connection.claim(),
    model: () => latest,
  });

  function heard(message: GatewayMessage): void {
    if (message.type === 'frame') learnFromInstant(message.at);
    if (message.type === 'sale') noteDraw(slug, message.draw);
    if (message.type === 'refused' && message.code === 'receipt_invalid' && line.receipt) {
      forgetDraw(slug);
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
    line = { ...withoutPlace(line), ...(receipt && { receipt }), ...(best && { best }) };
    keepLine(slug, line);
  }

  /** Hears an answer that came over HTTP as if the connection had brought it; null, or why it was refused. */
  async function answered(asked: Promise<Answer<Partial<LinePoll> | null>>): Promise<Refusal | null> {
    const answer = await asked;
    if (!answer.ok) return answer.refusal;
    for (const message of messagesOf(answer.value)) heard(message);
    return null;
  }

  /** Over HTTP whatever the connection is: whoever fills in a form is told what became of it. */
  async function act<Name extends Deed>(name: Name, body: DeedBody<Name>): Promise<Refusal | null> {
    // Whoever asks for the reserve list may have had no place before.
    const who = name === 'reserve' && !line.receipt && { secretHash: line.secretHash ?? '' };
    const refusal = await answered(deedByHttp(slug, credentials(), name, { ...body, ...who }));
    const { email } = body as { readonly email?: string | null };
    if (refusal === null && email !== undefined) setContact(email);
    return refusal;
  }

  async function wake(): Promise<void> {
    const refusal = await act('wake', {});
    if (refusal !== null) joining.refused(refusal);
  }

  /** The connection comes back with the receipt. */
  const joined = () => connection.start();
  const hasPlace = () => latest.place !== null;
  const joining = openJoining({ slug, joinMessage, credentials, hasPlace, answered, heard, joined });

  function setContact(email: string | null): void {
    if (email === null) forgetContact(slug);
    else keepContact(slug, email);
    contact.value = email === null ? null : masked(email);
  }

  /** The same visitor at the end of the line: the secret stays, the place is given up. */
  function joinAgain(): void {
    line = withoutPlace(line);
    keepLine(slug, line);
    setContact(null);
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
  /** Without a line there is no turn to wait for. The sale's settings may come later than the pass, and the visitor too. */
  function goInWithPass(): void {
    if (!cameWithPass.value || loaded.value.value?.mode !== 'passthrough' || document.hidden) return;
    cameWithPass.value = false;
    turn.goIn();
  }
  effect(goInWithPass);
  addEventListener('online', () => line.secretHash && connection.start());
  addEventListener('offline', () => connection.networkLost());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    if (link.peek().kind === 'off') connection.start();
    turn.look();
    goInWithPass();
  });
  addEventListener('storage', (event) => {
    const kept = isLineOf(slug, event.key) ? keptLine(slug) : null;
    // One that was made just now is written again with its hash.
    if (!kept?.secretHash) return;
    const isOther = kept.secret !== line.secret || (!kept.receipt && line.receipt !== undefined);
    line = kept;
    // Another tab made the secret first, or joined again: this tab stands where that one stands.
    if (isOther) startAnew();
  });
  void begin();

  /** An invitation may carry its code behind the #, which no server sees: whoever opens it need not type. */
  async function begin(): Promise<void> {
    const { secret, secretHash = await secretHashOf(secret) } = line;
    // Meanwhile another tab may have brought its own secret, with its hash.
    if (line.secret === secret && !line.secretHash) {
      line = { ...line, secretHash };
      keepLine(slug, line);
    }
    asAccount = await accountToken();
    const code = new URLSearchParams(location.hash.slice(1)).get('code');
    if (code) {
      history.replaceState(null, '', location.pathname + location.search);
      const refusal = await joining.joinWith({ code });
      const isAsked = refusal?.code === 'code_invalid' || refusal?.code === 'proof_required';
      if (refusal?.code === 'proof_required') joining.refused(refusal);
      if (refusal === null || (isAsked && !line.receipt)) return;
    }
    connection.start();
  }

  const situation = computed<BoardSituation>(() => {
    const sale = loaded.value.value;
    return {
      model: model.value,
      link: link.value,
      goingIn: turn.goingIn.value,
      contact: contact.value,
      mode: sale?.mode ?? 'line',
      lobbyMode: sale?.lobby ?? 'shuffle',
      claimSeconds: sale?.claimSeconds ?? 60,
      opensAtMs: msOf(model.value.place?.opensAt ?? sale?.opensAt),
      registrationClosesAtMs: msOf(model.value.sale?.registrationClosesAt ?? sale?.registrationClosesAt),
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
    act,
    wake,
    ...joining,
  };
}
