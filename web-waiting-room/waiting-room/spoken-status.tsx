/** The polite live region: what announcements.ts finds worth saying, and nothing in between. */
import { Component } from 'preact';
import { type Announcement, announce } from './announcements.ts';
import type { BoardView } from './board-view.ts';
import { aheadOf, type LineModel } from './line-model.ts';

export interface SpokenStatusProps {
  readonly view: BoardView;
  readonly model: LineModel;
  readonly nowMs: number;
}

export class SpokenStatus extends Component<SpokenStatusProps> {
  #last: Announcement | null = null;

  override render({ view, model, nowMs }: SpokenStatusProps) {
    this.#last = announce(this.#last, {
      state: view.state,
      ahead: aheadOf(model),
      atMs: nowMs,
      text: view.loud ? `${view.status} ${view.sentence}` : view.status,
    });
    return (
      <p class="sr" role="status" aria-live="polite">
        {this.#last.text}
      </p>
    );
  }
}
