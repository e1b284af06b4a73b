/** The dialogs of the waiting page, by what was asked for. None of them is needed before somebody asks. */
import { AskingOnce } from '../../frame/asking-once.tsx';
import { fill } from '../../language/fill.ts';
import { spoken } from '../../language/language.ts';
import { count } from '../../language/money.ts';
import type { LineWords } from '../../words/line-words.ts';
import { aheadOf } from '../line-model.ts';
import type { Asked } from '../visitor-acts.ts';
import type { WaitingRoom } from '../waiting-room.ts';
import { CodeDialog } from './code-form.tsx';
import { DrawDialog } from './draw-dialog.tsx';
import { EmailDialog } from './email-dialog.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { formWords } from './words.ts';

export interface DialogProps {
  readonly room: WaitingRoom;
  readonly words: LineWords;
  readonly close: () => void;
}

export function Dialogs({ asked, ...props }: DialogProps & { readonly asked: Asked }) {
  switch (asked) {
    case 'snooze':
      return <SnoozeDialog {...props} />;
    case 'remind':
    case 'reserve':
      return <EmailDialog {...props} asks={asked} />;
    case 'code':
      return <CodeDialog {...props} />;
    case 'draw':
      return <DrawDialog {...props} />;
    case 'offList':
      return <OffListDialog {...props} />;
    case 'leave':
      return <LeavingDialog {...props} />;
  }
}

/** Leaving asks once, and says what it costs. */
function LeavingDialog({ room, words: { language }, close }: DialogProps) {
  const words = spoken(formWords);
  if (room.model.value.place?.state === 'registered') return <WithdrawingDialog room={room} close={close} />;
  const ahead = aheadOf(room.model.value);
  const text =
    ahead === null ? words.leavingTextLobby : fill(words.leavingText, { place: count(ahead + 1, language) });
  const leave = () => {
    close();
    void room.leave();
  };
  return (
    <AskingOnce title={words.leavingTitle} stay={words.stay} go={words.leaveNow} onStay={close} onGo={leave}>
      <p>{text}</p>
    </AskingOnce>
  );
}

function WithdrawingDialog({ room, close }: Omit<DialogProps, 'words'>) {
  const words = spoken(formWords);
  const leave = () => {
    close();
    void room.leave();
  };
  return (
    <AskingOnce
      title={words.withdrawTitle}
      stay={words.withdrawStay}
      go={words.withdrawGo}
      onStay={close}
      onGo={leave}
    >
      <p>{words.withdrawText}</p>
    </AskingOnce>
  );
}

function OffListDialog({ room, words: { language }, close }: DialogProps) {
  const words = spoken(formWords);
  const leave = () => {
    close();
    void room.act('reserve', { email: null, language });
  };
  return (
    <AskingOnce
      title={words.offListTitle}
      stay={words.offListStay}
      go={words.offListGo}
      onStay={close}
      onGo={leave}
    >
      <p>{words.offListText}</p>
    </AskingOnce>
  );
}
