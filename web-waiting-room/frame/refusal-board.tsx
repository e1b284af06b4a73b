/** A "no" that fills the page: what is so, and the way out on a button. What to name to us stands small below. */
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { RefusalWords } from '../words/refusal-words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { ToSales } from './to-sales.tsx';

const labels = {
  en: {
    again: 'Try again',
    signIn: 'Sign in',
    asked: 'You asked for {path}.',
    code: 'If you write to us about it, please name “{code}”.',
  },
  ko: {
    again: '다시 시도하기',
    signIn: '로그인',
    asked: '요청한 주소: {path}',
    code: '문의하실 때 “{code}”라고 알려 주세요.',
  },
};

/** Where trying again cannot help, the way out is the list of sales. */
const leadsToSales = ['not_found', 'not_allowed', 'registration_over'];

export interface RefusalBoardProps {
  readonly code: string;
  readonly words: RefusalWords;
  readonly onRetry: () => void;
}

export function RefusalBoard({ code, words, onRetry }: RefusalBoardProps) {
  const own = spoken(labels);
  document.title = words.title;
  return (
    <div class="alone">
      <div class="board">
        <header class="top">
          <p />
          <LanguageSwitch />
        </header>
        <main id="main">
          <h1 class="say">{words.title}</h1>
          <p class="lead">{fill(words.sentence)}</p>
          <div class="row">
            {code === 'not_signed_in' ? (
              <a class="btn btn-go wide" href={`/account?next=${encodeURIComponent(location.pathname)}`}>
                {own.signIn}
              </a>
            ) : leadsToSales.includes(code) ? (
              <ToSales />
            ) : (
              <button type="button" class="btn btn-go wide" onClick={onRetry}>
                {own.again}
              </button>
            )}
          </div>
          <p class="quiet small">
            {fill(code === 'not_found' ? own.asked : own.code, { code, path: location.pathname })}
          </p>
        </main>
      </div>
    </div>
  );
}
