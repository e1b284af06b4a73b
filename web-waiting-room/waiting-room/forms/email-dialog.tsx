/** Leaves an address with the place: to be told, or to stand on the reserve list (PAG-36). */
import { useState } from 'preact/hooks';
import { fill } from '../../language/fill.ts';
import { spoken } from '../../language/language.ts';
import { refusalText } from '../../words/refusal-in-line.ts';
import { boardStateOf } from '../board-state.ts';
import type { DialogProps } from './dialogs.tsx';
import { Field, looksLikeEmail } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { formWords } from './words.ts';

export function EmailDialog(props: DialogProps & { readonly asks: 'remind' | 'reserve' }) {
  const { room, words: lineWords, close, asks } = props;
  const [email, setEmail] = useState('');
  const words = spoken(formWords);
  const { labels, language } = lineWords;
  const hours = room.model.value.sale?.reserveHours;
  const span = hours === 1 ? labels.oneHour : hours && fill(labels.hours, { n: hours });
  const text =
    asks === 'reserve'
      ? `${words.reserveText} ${fill(`[${words.reserveHours}]`, { hours: span })}`
      : words[remindTextOf(boardStateOf(room.situation.value))];

  async function send(): Promise<string | null> {
    if (!looksLikeEmail(email)) return words.emailWrong;
    const refusal = await room.act(asks, { email: email.trim(), language });
    if (refusal === null) return null;
    if (refusal.code === 'sale_not_open') return words.reserveNone;
    return refusal.code === 'invalid_request' ? words.emailWrong : refusalText(refusal, lineWords.language);
  }

  return (
    <FormDialog
      title={asks === 'reserve' ? words.reserveTitle : words.remindTitle}
      go={asks === 'reserve' ? words.reserveGo : words.remindGo}
      onGo={send}
      close={close}
    >
      <p>{text}</p>
      <Field
        label={words.email}
        hint={words.emailUse}
        type="email"
        value={email}
        onValue={setEmail}
        complete="email"
      />
    </FormDialog>
  );
}

function remindTextOf(state: ReturnType<typeof boardStateOf>) {
  if (state === 'registered') return 'remindDraw';
  if (state === 'notDrawn') return 'remindList';
  return state === 'lobby' || state === 'lobbyArrival' ? 'remindOpening' : 'remindText';
}
