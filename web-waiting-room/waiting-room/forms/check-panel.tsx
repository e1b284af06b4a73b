/**
 * The way out of the slow lane, and past a check at the door (PAG-35): this browser solves a puzzle by itself, or a code
 * comes by mail. Neither asks anybody to read crooked letters.
 */
import type { LineWords } from '../../words/line-words.ts';
import type { Checking } from '../visitor-acts.ts';
import type { WaitingRoom } from '../waiting-room.ts';
import { CheckBrowser } from './check-browser.tsx';
import { CheckMail } from './check-mail.tsx';

export interface CheckProps {
  readonly room: WaitingRoom;
  readonly words: LineWords;
  /** Goes over to the other way. */
  readonly onOther: (way: Checking) => void;
}

export function CheckPanel({ way, ...props }: CheckProps & { readonly way: Checking }) {
  return way === 'browser' ? <CheckBrowser {...props} /> : <CheckMail {...props} />;
}
