/** The question before an act that every visitor feels: its effect, a reason, and what visitors will read. */
import { useState } from 'preact/hooks';
import type { OpsSnapshot } from '../../../domain/ops-snapshot.ts';
import { AskingOnce } from '../../frame/asking-once.tsx';
import { language, spoken } from '../../language/language.ts';
import { serverNowMs } from '../../server-clock/server-clock.ts';
import { type Acting, withReason } from './acting.ts';
import { type StateAct, statePreview } from './preview.ts';
import { PreviewTable } from './preview-table.tsx';
import { visitorsRead } from './visitors-read.ts';
import { steerWords } from './words.ts';

export interface StateDialogProps {
  readonly snapshot: OpsSnapshot;
  readonly act: StateAct;
  readonly acting: Acting;
  readonly onClose: () => void;
}

const minuteMs = 60_000;

export function StateDialog({ snapshot, act, acting, onClose }: StateDialogProps) {
  const words = spoken(steerWords);
  const [reason, setReason] = useState('');
  const [newsIn, setNewsIn] = useState('');
  const newsMinutes = Number(newsIn);
  const nowMs = serverNowMs();
  const nextNewsMs = act === 'pause' && newsMinutes > 0 ? nowMs + newsMinutes * minuteMs : null;
  const read = visitorsRead(act, { reason, nextNewsMs, nowMs });
  const names = {
    open: [words.openTitle, words.openGo],
    pause: [words.pauseTitle, words.pauseGo],
    resume: [words.resumeTitle, words.resumeGo],
    close: [words.closeTitle, words.closeGo],
  } as const;
  const [title, go] = names[act];
  const isForVisitors = act === 'pause';

  function submit(): void {
    onClose();
    const news = nextNewsMs === null ? {} : { nextNewsAt: new Date(nextNewsMs).toISOString() };
    void acting.act('POST', `/${act}`, { ...withReason(reason), ...news });
  }

  return (
    <AskingOnce title={title} stay={words.keep} go={go} onStay={onClose} onGo={submit}>
      <div class="cols">
        <PreviewTable rows={statePreview(snapshot, act, language.value)} />
        <div class="field">
          <label for="act-reason">{isForVisitors ? words.visitorReason : words.reason}</label>
          <input
            id="act-reason"
            maxLength={300}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        {isForVisitors && (
          <div class="field">
            <label for="act-news">{words.newsIn}</label>
            <input
              id="act-news"
              inputMode="numeric"
              maxLength={4}
              value={newsIn}
              onInput={(event) => setNewsIn(event.currentTarget.value.replace(/\D/g, ''))}
            />
          </div>
        )}
        {read && (
          <div class="stack">
            <p>
              <b>{words.visitorsRead}</b>
            </p>
            <p class="note" lang="en">
              <b>{read.en.title}</b> {read.en.sentence}
            </p>
            <p class="note" lang="ko">
              <b>{read.ko.title}</b> {read.ko.sentence}
            </p>
          </div>
        )}
      </div>
    </AskingOnce>
  );
}
