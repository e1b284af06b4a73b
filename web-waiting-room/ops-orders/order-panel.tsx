/** One order: what it has, what happened to it, and what may be done about it. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { GoesTo } from '../address/postal-lines.tsx';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { actorWords, actWords } from '../staff/act-words.ts';
import { CancelForm } from './cancel-form.tsx';
import { letterWords } from './letter-words.ts';
import type { OrderStory } from './orders-asked.ts';
import { RefundForm } from './refund-form.tsx';
import { refundKind } from './refund-preview.ts';
import { ReturnsList } from './returns-list.tsx';
import { ordersWords } from './words.ts';

export interface OrderPanelProps {
  readonly orderId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function OrderPanel({ orderId, onClose, onDone }: OrderPanelProps) {
  const words = spoken(ordersWords);
  const [story, setStory] = useState<OrderStory | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isDone, setDone] = useState(false);

  async function look(): Promise<void> {
    const answer = await askSignedIn<OrderStory>('GET', `/staff/orders/${encodeURIComponent(orderId)}`);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setStory(answer.value);
  }
  useEffect(() => void look(), [orderId]);
  // The list may be scrolled far down: what was chosen comes into view, and the keyboard goes on from here.
  const panel = useRef<HTMLElement>(null);
  const isThere = story !== null;
  useLayoutEffect(() => {
    if (!isThere) return;
    panel.current?.scrollIntoView();
    panel.current?.focus({ preventScroll: true });
  }, [isThere]);
  const again = () => {
    setDone(true);
    onDone();
    void look();
  };
  const order = story?.order;
  const kind = order ? refundKind(order) : null;
  const isHeld = order !== undefined && ['held', 'paying', 'expiring'].includes(order.state);
  if (!story && !refusal) return null;

  return (
    <section class="panel cols" ref={panel} tabIndex={-1} aria-labelledby="order">
      <header>
        <h2 id="order">{order ? order.sale.title : fill(words.order, { id: orderId })}</h2>
        <button type="button" class="tap" onClick={onClose}>
          {words.close}
        </button>
      </header>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
      <p class="outcome" role="status">
        {isDone ? words.done : ''}
      </p>
      {story && order && (
        <>
          <Facts story={story} />
          {kind && (
            <RefundForm key={kind + JSON.stringify(order.lines)} order={order} kind={kind} onDone={again} />
          )}
          <ReturnsList order={order} onDone={again} />
          {isHeld && <CancelForm order={order} onDone={again} />}
          <Story story={story} />
        </>
      )}
    </section>
  );
}

function Facts({ story: { order } }: { readonly story: OrderStory }) {
  const words = spoken(ordersWords);
  const lang = language.value;
  const money = price(order.total, lang);
  const { name, email } = order.contact;
  return (
    <>
      <p>
        <span class="chip">{words.states[order.state]}</span>{' '}
        {order.pointsSpent > 0
          ? fill(words.paidWith, { money, points: count(order.pointsSpent, lang) })
          : money}
        {order.takenBackBy && (
          <>
            <br />
            {fill(words.endedBy[order.takenBackBy], { reason: order.reason })}
          </>
        )}
      </p>
      <ul class="story">
        {order.lines.map(({ lineNo, quantity, refundedQuantity, repaidQuantity = 0, name, price: unit }) => (
          <li key={lineNo}>
            {name} × {quantity}, {price(unit, lang)}
            {refundedQuantity > 0 && (
              <span class="quiet"> · {fill(words.gone, { n: refundedQuantity, of: quantity })}</span>
            )}
            {repaidQuantity > 0 && (
              <span class="quiet"> · {fill(words.repaid, { n: repaidQuantity, of: quantity })}</span>
            )}
          </li>
        ))}
      </ul>
      <p class="quiet">
        {fill(words.buyer, { name, email })}
        <br />
        {fill(words.order, { id: order.id })}
      </p>
      {order.address && <GoesTo address={order.address} />}
    </>
  );
}

/** All of it in one order of time. */
function Story({ story }: { readonly story: OrderStory }) {
  const words = spoken(ordersWords);
  const lang = language.value;
  const told = [
    ...story.movements.map(({ at, kind, available, sold }) => ({
      at,
      text: fill(words.units, { moved: words.moved[kind], n: Math.abs(available) || Math.abs(sold) }),
    })),
    ...story.refunds.map(({ at, amount, state }) => ({
      at,
      text: `${fill(words.refund, { amount: price(amount, lang) })}, ${words.refundStates[state]}`,
    })),
    ...story.letters.map(({ at, kind, sentAt }) => ({
      at,
      text: `${fill(words.letter, { kind: letterWords(kind, lang) })}, ${sentAt === null ? words.notSent : words.sent}`,
    })),
    ...story.acts.map(({ at, act, actor, reason }) => ({
      at,
      text: `${fill(words.acted, { act: actWords(act, lang), actor: actorWords(actor, lang) })}${reason === null ? '' : `: ${reason}`}`,
    })),
  ].sort((one, other) => one.at.localeCompare(other.at));
  return (
    <>
      <h3>{words.story}</h3>
      <ol class="story">
        {told.map(({ at, text }, i) => (
          <li key={`${at}${text}${i}`}>
            <span class="quiet">{dateAndTime(msOf(at) ?? 0, lang)}</span> {text}
          </li>
        ))}
      </ol>
    </>
  );
}
