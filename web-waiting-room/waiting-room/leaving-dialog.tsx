/** Leaving asks once, and says what it costs. */
import { AskingOnce } from '../frame/asking-once.tsx';
import { fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import type { LineWords } from '../words/line-words.ts';
import { aheadOf, type LineModel } from './line-model.ts';

export interface LeavingDialogProps {
  readonly model: LineModel;
  readonly words: LineWords;
  readonly onStay: () => void;
  readonly onGo: () => void;
}

export function LeavingDialog({ model, words: { labels, language }, onStay, onGo }: LeavingDialogProps) {
  const ahead = aheadOf(model);
  const text =
    ahead === null
      ? labels.leavingTextLobby
      : fill(labels.leavingText, { place: count(ahead + 1, language) });
  return (
    <AskingOnce
      title={labels.leavingTitle}
      stay={labels.stay}
      go={labels.leaveNow}
      onStay={onStay}
      onGo={onGo}
    >
      <p>{text}</p>
    </AskingOnce>
  );
}
