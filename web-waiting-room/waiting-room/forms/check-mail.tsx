/** The check by mail: an address, then the code that came to it. The same words for every address, known or not. */
import { useState } from 'preact/hooks';
import { fill } from '../../language/fill.ts';
import { spoken } from '../../language/language.ts';
import { refusalText } from '../../words/refusal-in-line.ts';
import type { CheckProps } from './check-panel.tsx';
import { Field, looksLikeEmail } from './field.tsx';
import { formWords } from './words.ts';

/** With a place, before there is one, and for what is no code at all. */
const wrongCodes = ['code_invalid', 'proof_required', 'invalid_request'];

export function CheckMail({ room, words: lineWords, onOther }: CheckProps) {
  const words = spoken(formWords);
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [isSent, setSent] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    if (!isSent && !looksLikeEmail(email)) return setWrong(words.emailWrong);
    setBusy(true);
    const refusal = await (isSent ? room.sendCode(code.trim()) : room.askForCode(email.trim()));
    setBusy(false);
    if (refusal === null) setSent(true);
    const isWrongCode = isSent && refusal !== null && wrongCodes.includes(refusal.code);
    setWrong(refusal && (isWrongCode ? words.checkMailWrong : refusalText(refusal, lineWords.language)));
  }

  return (
    <form class="ask" onSubmit={(event) => void submit(event)} noValidate>
      <p>{isSent ? fill(words.checkMailSent, { email: email.trim() }) : words.checkMailText}</p>
      {isSent ? (
        <Field
          key="code"
          label={words.checkMailCode}
          type="text"
          value={code}
          onValue={setCode}
          complete="one-time-code"
          isFirst
        />
      ) : (
        <Field
          key="email"
          label={words.email}
          hint={words.emailUse}
          type="email"
          value={email}
          onValue={setEmail}
          complete="email"
          isFirst
        />
      )}
      <p class="wrong" role="alert">
        {wrong}
      </p>
      <div class="row">
        <button type="submit" class="btn btn-go" aria-disabled={isBusy}>
          {isBusy ? words.working : isSent ? words.checkMailDone : words.checkMailGo}
        </button>
        {isSent ? (
          <button type="button" class="btn btn-text" onClick={() => setSent(false)}>
            {words.otherAddress}
          </button>
        ) : (
          <button type="button" class="btn btn-text" onClick={() => onOther('browser')}>
            {words.checkHere}
          </button>
        )}
      </div>
    </form>
  );
}
