/** The polite live region: what announcements.ts finds worth saying, and nothing in between. */
import { useRef } from 'preact/hooks';
import { type Announcement, announce } from './announcements.ts';
import type { BoardView } from './board-view.ts';
import { aheadOf, type LineModel } from './line-model.ts';

export interface SpokenStatusProps {
  readonly view: BoardView;
  readonly model: LineModel;
  readonly nowMs: number;
}

export function SpokenStatus({ view, model, nowMs }: SpokenStatusProps) {
  const last = useRef<Announcement | null>(null);
  last.current = announce(last.current, {
    state: view.state,
    ahead: aheadOf(model),
    atMs: nowMs,
    text: view.loud ? `${view.status} ${view.sentence}` : view.status,
  });
  return (
    <p class="sr" role="status" aria-live="polite">
      {last.current.text}
    </p>
  );
}
