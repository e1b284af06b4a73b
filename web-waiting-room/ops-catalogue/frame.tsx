/** The frame of the catalogue's pages: head, title, and what the last act came to. */
import type { ComponentChildren } from 'preact';
import { spoken } from '../language/language.ts';
import { RefusedSale } from '../sale-settings/refused-sale.tsx';
import type { Refusal } from '../server/ask.ts';
import { StaffFrame } from '../staff/staff-frame.tsx';
import { catalogueWords } from './words.ts';

export interface FrameProps {
  readonly title: string;
  readonly refusal: Refusal | null;
  readonly said: string;
  readonly children: ComponentChildren;
}

export function Frame({ title, refusal, said, children }: FrameProps) {
  const words = spoken(catalogueWords);
  document.title = `${title} · Usher`;
  return (
    <StaffFrame area={words.title}>
      <h1 class="h1">{title}</h1>
      <div class="outcome">
        <p class="hint" role="status">
          {said}
        </p>
        {refusal && <RefusedSale refusal={refusal} />}
      </div>
      {children}
    </StaffFrame>
  );
}
