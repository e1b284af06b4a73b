/** The frame of the catalogue's pages: head, title, and what the last act came to. */
import type { ComponentChildren } from 'preact';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { Mark } from '../frame/shop-bar.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { StaffWays } from '../staff/staff-bar.tsx';
import { catalogueWords } from './words.ts';

const skip = { en: 'Skip to content', ko: '본문으로 건너뛰기' };

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
    <div class="ops">
      <a class="skip" href="#main">
        {spoken(skip)}
      </a>
      <header class="bar">
        <p class="brand row">
          <Mark /> {words.title}
        </p>
        <StaffWays />
      </header>
      <main class="page single" id="main">
        <h1 class="h1">{title}</h1>
        <div class="outcome">
          <p class="hint" role="status">
            {said}
          </p>
          {refusal && <RefusalNote refusal={refusal} />}
          {refusal?.errors && (
            <ul class="dots">
              {refusal.errors.map(({ path, message }) => (
                <li key={path}>{fill(words.wrong, { path, message })}</li>
              ))}
            </ul>
          )}
        </div>
        {children}
      </main>
    </div>
  );
}
