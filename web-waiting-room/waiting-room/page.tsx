/** The waiting page: board and paper, or the door, or a refusal. */
import type { Signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { SaleView } from '../../domain/sale.ts';
import { orderOf } from '../browser-storage/kept-order.ts';
import { isPassing } from '../connection/reconnect.ts';
import { orderAddress } from '../frame/page-address.ts';
import { RefusalBoard } from '../frame/refusal-board.tsx';
import { TestMoney } from '../frame/test-money.tsx';
import { fill } from '../language/fill.ts';
import { date, msOf, zone } from '../language/time.ts';
import type { LoadedSale } from '../server/load-sale.ts';
import type { LineWords } from '../words/line-words.ts';
import { wordsFor } from '../words/refusal-words.ts';
import { lineWords } from '../words/spoken-line-words.ts';
import { actionsOf } from './actions.ts';
import { Board } from './board.tsx';
import type { BoardView } from './board-view.ts';
import type { Armed, openCallingBack } from './calling-back.ts';
import { Door } from './door.tsx';
import { LeavingDialog } from './leaving-dialog.tsx';
import { Paper } from './paper.tsx';
import { receiptCode } from './receipt-code.ts';
import { SpokenStatus } from './spoken-status.tsx';
import type { WaitingRoom } from './waiting-room.ts';

export interface WaitingPageProps {
  readonly room: WaitingRoom;
  readonly calling: ReturnType<typeof openCallingBack>;
  readonly loaded: Signal<LoadedSale>;
}

type State = BoardView['state'];

const doors: readonly State[] = ['called', 'calledAgain', 'goingIn'];
const beforeOpening: readonly State[] = ['lobby', 'lobbyArrival', 'drawing'];
/** In these states there is a place to give up. */
const leavable: readonly State[] = [...beforeOpening, 'waiting', 'near', 'allHeld', 'paused', 'missed'];

export function WaitingPage({ room, calling, loaded }: WaitingPageProps) {
  const [isLeaving, setLeaving] = useState(false);
  const words = lineWords.value;
  if (words === null) return null;
  const { labels, language } = words;
  const sale = loaded.value.value;
  const view = room.view(words);
  const { model, link, nowMs } = room.situation.value;
  document.title = titleOf(view, sale?.title);

  const refused = model.place === null ? fatalCode(model.refused?.code, loaded.value) : null;
  if (refused !== null)
    return <RefusalBoard code={refused} words={wordsFor(words.refusals, refused)} onRetry={room.joinAgain} />;

  const head = { title: sale?.title ?? '', what: whatAndWhen(sale, words) };
  const askToLeave = () => setLeaving(true);
  const note = refusedNote(model.refused, words);
  const dialog = isLeaving && (
    <LeavingDialog
      model={model}
      words={words}
      onStay={() => setLeaving(false)}
      onGo={() => {
        setLeaving(false);
        void room.leave();
      }}
    />
  );
  if (doors.includes(view.state))
    return (
      <div class="lit">
        <Door
          view={view}
          words={words}
          head={head}
          claimBy={model.claimBy}
          nowMs={nowMs}
          tiers={model.sale?.tiers ?? []}
          passMinutes={sale?.passMinutes ?? null}
          holdMinutes={sale?.holdMinutes ?? null}
          goIn={view.state === 'goingIn' ? room.enter : room.claim}
          leave={askToLeave}
          note={note}
        />
        {dialog}
      </div>
    );

  const armed = calling.armed.value;
  const code = receiptCode(room.receipt());
  return (
    <div class="split">
      <a class="skip" href="#left">
        {labels.skip}
      </a>
      <Board
        view={view}
        words={words}
        link={link}
        heardAtMs={model.heardAtMs}
        actions={actionsOf(view, actsOf(room, calling), armed !== 'no', labels)}
        note={note ?? noteOf(view, armed, words)}
        head={head}
      />
      <Paper
        testMoney={<TestMoney />}
        news={model.sale}
        sale={sale}
        isBefore={beforeOpening.includes(view.state)}
        leave={leavable.includes(view.state) ? askToLeave : null}
        labels={labels}
      />
      <footer class="foot">
        <p>
          {code && `${fill(labels.receipt, { code })} `}
          {fill(labels.clock, { zone: zone(language) })}
        </p>
      </footer>
      <SpokenStatus view={view} model={model} nowMs={nowMs} />
      {dialog}
    </div>
  );
}

/** A refusal that no waiting cures, while there is no place to show. */
function fatalCode(refused: string | undefined, { refusal }: LoadedSale): string | null {
  if (refusal?.code === 'not_found') return 'not_found';
  return refused !== undefined && !isPassing(refused) ? refused : null;
}

const actsOf = (room: WaitingRoom, calling: WaitingPageProps['calling']) => {
  const order = orderOf(room.slug);
  return {
    arm: () => void calling.arm(),
    disarm: calling.disarm,
    claim: room.claim,
    enter: room.enter,
    retry: room.retry,
    joinAgain: room.joinAgain,
    otherSales: () => location.assign('/'),
    seeOrder: order === null ? null : () => location.assign(orderAddress(order)),
  };
};

function titleOf(view: BoardView, sale: string | undefined): string {
  const figure = view.figure && !view.figure.isTimer ? `${view.figure.value}: ` : '';
  return `${doors.includes(view.state) ? '● ' : figure}${view.title}${sale ? ` · ${sale}` : ''}`;
}

function noteOf(view: BoardView, armed: Armed, { labels }: LineWords): string | null {
  if (armed === 'sound and message') return labels.armed;
  if (armed === 'sound') return labels.armedSoundOnly;
  return view.state === 'waiting' ? labels.kept : null;
}

/** A refusal that passes by itself, while there is a place: said small, beside the place that is safe. */
function refusedNote(
  refused: { readonly code: string; readonly retryAfterMs?: number } | null,
  { refusals }: LineWords,
): string | null {
  if (refused === null || !isPassing(refused.code)) return null;
  const { title, sentence } = wordsFor(refusals, refused.code);
  const seconds = refused.retryAfterMs === undefined ? null : Math.ceil(refused.retryAfterMs / 1_000);
  return `${title}. ${fill(sentence, { seconds })}`;
}

function whatAndWhen(sale: SaleView | null, { language }: LineWords): string {
  const startsMs = msOf(sale?.startsAt);
  return [startsMs === null ? null : date(startsMs, language), sale?.venue].filter(Boolean).join(', ');
}
