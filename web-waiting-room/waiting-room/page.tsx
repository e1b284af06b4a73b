/** The waiting page: board and paper, or the door, or a refusal. */
import { type Signal, signal } from '@preact/signals';
import { foreignReason } from '../../domain/pause-reason.ts';
import { isPassing } from '../connection/reconnect.ts';
import { TestMoney } from '../frame/test-money.tsx';
import { fill } from '../language/fill.ts';
import { zone } from '../language/time.ts';
import type { LoadedSale } from '../server/load-sale.ts';
import { lineWords } from '../words/spoken-line-words.ts';
import { actionsOf } from './actions.ts';
import { isUnlikely, scoreOf } from './asides.ts';
import { askAgain } from './ask-again.ts';
import { Board } from './board.tsx';
import type { openCallingBack } from './calling-back.ts';
import { Door } from './door.tsx';
import { OnDemand } from './on-demand.tsx';
import { hasPlace, isBeforeOpening, isDoor, noteOf, titleOf, whatAndWhen } from './page-words.ts';
import { Paper } from './paper.tsx';
import { placeActs } from './place-acts.ts';
import { receiptCode } from './receipt-code.ts';
import { SpokenStatus } from './spoken-status.tsx';
import { type Asked, actsOf, type Checking } from './visitor-acts.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface WaitingPageProps {
  readonly room: WaitingRoom;
  readonly calling: ReturnType<typeof openCallingBack>;
  readonly loaded: Signal<LoadedSale>;
}

const fetchDialogs = () => styled(() => import('./forms/dialogs.tsx')).then(({ Dialogs }) => Dialogs);
const fetchCheck = () => styled(() => import('./forms/check-panel.tsx')).then(({ CheckPanel }) => CheckPanel);
const fetchCode = () => styled(() => import('./forms/code-form.tsx')).then(({ CodeForm }) => CodeForm);
const fetchRefused = () => askAgain(() => import('./refused.tsx')).then(({ Refused }) => Refused);

/** Shown once its style is there, so that nothing jumps. */
const styled = async <Part,>(fetchPart: () => Promise<Part>): Promise<Part> => {
  const [part] = await Promise.all([
    askAgain(fetchPart),
    askAgain(() => import('./forms/sheet.ts')).then(({ sheet }) => sheet),
  ]);
  return part;
};

/** What the visitor has opened on it. */
const opened = { asked: signal<Asked | null>(null), checking: signal<Checking | null>(null) };
const setAsked = (asked: Asked | null) => {
  opened.asked.value = asked;
};
const setChecking = (checking: Checking | null) => {
  opened.checking.value = checking;
};

export function WaitingPage({ room, calling, loaded }: WaitingPageProps) {
  const [asked, checking] = [opened.asked.value, opened.checking.value];
  const words = lineWords.value;
  if (words === null) return null;
  const { labels, language } = words;
  const sale = loaded.value.value;
  const view = room.view(words);
  const { model, link, nowMs, contact } = room.situation.value;
  document.title = titleOf(view, sale?.title);

  const refused = model.place === null ? fatalCode(model.refused?.code, loaded.value) : null;
  if (refused !== null)
    return <OnDemand fetchPart={fetchRefused} props={{ code: refused, onRetry: room.joinAgain }} />;

  const head = { title: sale?.title ?? '', what: whatAndWhen(sale, language) };
  // A refusal that passes by itself, beside a place that is safe.
  const passing = model.refused !== null && isPassing(model.refused.code) ? model.refused : null;
  const note = passing && <OnDemand fetchPart={fetchRefused} props={passing} />;
  const dialog = asked && (
    <OnDemand
      key={asked}
      fetchPart={fetchDialogs}
      props={{ asked, room, words, close: () => setAsked(null) }}
    />
  );
  if (isDoor(view.state))
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
          leave={() => setAsked('leave')}
          note={note}
        />
        {dialog}
      </div>
    );

  const armed = calling.armed.value;
  const arranged = {
    isArmed: armed !== 'no',
    hasContact: contact !== null,
    isUnlikely: isUnlikely(view.state, model),
  };
  const isChecked = view.state === 'check' || view.state === 'proof';
  // How tall the board becomes is known with the place alone: what stands below it comes then (PAG-130).
  const isFinding = view.state === 'joining' && model.refused === null;
  const testMoney = TestMoney();
  const code = receiptCode(room.receipt());
  const panel =
    view.state === 'code' ? (
      <OnDemand fetchPart={fetchCode} props={{ room, words }} />
    ) : (
      isChecked &&
      checking && (
        <OnDemand
          key={checking}
          fetchPart={fetchCheck}
          props={{ way: checking, room, words, onOther: setChecking }}
        />
      )
    );
  const isNearing = view.state === 'waiting' || view.state === 'near';
  return (
    <div class="split">
      {!isFinding && (
        <a class="skip" href="#left">
          {labels.skip}
        </a>
      )}
      <Board
        view={view}
        quote={model.sale && foreignReason(model.sale, language)}
        words={words}
        link={link}
        heardAtMs={model.heardAtMs}
        actions={actionsOf(view, actsOf(room, calling, setAsked, setChecking), arranged, labels)}
        note={note ?? noteOf(view, armed, words)}
        panel={panel}
        head={head}
      />
      {!isFinding && (
        <>
          <Paper
            testMoney={testMoney}
            news={model.sale}
            sale={sale}
            isBefore={isBeforeOpening(view.state)}
            acts={placeActs(view.state, model, arranged, labels, setAsked)}
            hasPlace={hasPlace(view.state)}
            known={[
              contact && isNearing ? fill(labels.byEmailNow, { email: contact }) : null,
              scoreOf(view.state, model, words),
            ]}
            haveCode={isNearing && !model.place?.lane ? () => setAsked('code') : null}
            dialog={dialog}
            labels={labels}
          />
          <footer class="foot">
            <p>
              {code && `${fill(labels.receipt, { code })} `}
              {fill(labels.clock, { zone: zone(language) })}
            </p>
          </footer>
        </>
      )}
      <SpokenStatus view={view} model={model} nowMs={nowMs} />
    </div>
  );
}

/** What the board asks for itself, with a way in. */
const answerable = ['code_required', 'code_invalid', 'proof_required'];

/** A refusal that no waiting cures, while there is no place to show. */
function fatalCode(refused: string | undefined, { refusal, value }: LoadedSale): string | null {
  if (refusal?.code === 'not_found') return 'not_found';
  if (refused === undefined || isPassing(refused) || answerable.includes(refused)) return null;
  // Joining a raffle is registering, and that ends before the sale begins.
  return refused === 'sale_not_open' && value?.mode === 'raffle' ? 'registration_over' : refused;
}
