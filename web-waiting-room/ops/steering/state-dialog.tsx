/** The question before an act that every visitor feels: its effect, a reason, and what visitors will read. */
import { useState } from 'preact/hooks';
import type { OpsSnapshot } from '../../../domain/ops-snapshot.ts';
import { AskingOnce } from '../../frame/asking-once.tsx';
import { language, spoken } from '../../language/language.ts';
import { msOf } from '../../language/time.ts';
import { serverNowMs } from '../../server-clock/server-clock.ts';
import { type Acting, withReason } from './acting.ts';
import { type StateAct, statePreview } from './preview.ts';
import { PreviewTable } from './preview-table.tsx';
import { type PauseWish, ReasonFields } from './reason-fields.tsx';
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
  const nowMs = serverNowMs();
  const [reason, setReason] = useState('');
  const [wish, setWish] = useState<PauseWish>(() => wishOf(snapshot.sale, nowMs));
  const [en, ko] = [wish.en.trim(), wish.ko.trim()];
  const isPause = act === 'pause';
  const nextNewsMs = isPause && Number(wish.newsIn) > 0 ? nowMs + Number(wish.newsIn) * minuteMs : null;
  const { mode, state } = snapshot.sale;
  const read = visitorsRead(act, { mode, reasons: { en, ko }, nextNewsMs, nowMs });
  const names = {
    open: [words.openTitle, words.openGo],
    pause: state === 'paused' ? [words.toldTitle, words.toldGo] : [words.pauseTitle, words.pauseGo],
    resume: [words.resumeTitle, words.resumeGo],
    close: [words.closeTitle, words.closeGo],
  } as const;
  const [title = '', go = ''] = names[act];

  function submit(): void {
    onClose();
    const news = nextNewsMs === null ? {} : { nextNewsAt: new Date(nextNewsMs).toISOString() };
    const told = { reason: { ...(en && { en }), ...(ko && { ko }) }, ...news };
    void acting.act('POST', `/${act}`, isPause ? told : withReason(reason));
  }

  return (
    <AskingOnce
      title={title}
      stay={words.keep}
      go={go}
      mayGo={!isPause || en !== '' || ko !== ''}
      onStay={onClose}
      onGo={submit}
    >
      <div class="cols">
        <PreviewTable rows={statePreview(snapshot, act, language.value)} />
        {isPause ? (
          <ReasonFields wish={wish} onWish={setWish} />
        ) : (
          <div class="field">
            <label for="act-reason">{words.reason}</label>
            <input
              id="act-reason"
              maxLength={300}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
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

/** What visitors read already, where it is paused. */
function wishOf({ state, reason, reasons, nextNewsAt }: OpsSnapshot['sale'], nowMs: number): PauseWish {
  if (state !== 'paused') return { en: '', ko: '', newsIn: '' };
  const newsMs = msOf(nextNewsAt);
  const minutes = newsMs === null ? 0 : Math.ceil((newsMs - nowMs) / minuteMs);
  const said = (language: 'en' | 'ko') => (reasons ? reasons[language] : reason) ?? '';
  return { en: said('en'), ko: said('ko'), newsIn: minutes > 0 ? String(minutes) : '' };
}
