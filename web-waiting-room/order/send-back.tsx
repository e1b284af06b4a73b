/** Giving delivered goods back, until the last day for it has ended. */
import { useState } from 'preact/hooks';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import type { OpenOrder } from './open-order.ts';

const labels = {
  en: {
    title: 'Give it back',
    until: 'Until {time}. Say why, so that the next one is better.',
    reason: 'Reason',
    go: 'Ask for the return',
  },
  ko: {
    title: '반품하기',
    until: '{time}까지 신청할 수 있어요. 이유를 알려 주시면 더 나아질게요.',
    reason: '이유',
    go: '반품 신청하기',
  },
};

export function SendBack({ open, until }: { readonly open: OpenOrder; readonly until: number }) {
  const words = spoken(labels);
  const [reason, setReason] = useState('');
  if (until <= now.value) return null;
  return (
    <details class="panel">
      <summary>{words.title}</summary>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void open.sendBack(reason);
        }}
      >
        <p>{fill(words.until, { time: when(until, now.value, language.value) })}</p>
        <div class="field">
          <label for="return-reason">{words.reason}</label>
          <input
            id="return-reason"
            name="reason"
            type="text"
            required
            maxLength={300}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        <p>
          <button type="submit" class="btn" disabled={open.isBusy.value !== 'no'}>
            {words.go}
          </button>
        </p>
      </form>
    </details>
  );
}
