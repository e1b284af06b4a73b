/**
 * The page behind the link that stops reminders: a question and a button, in both languages, because the link says nothing
 * of its reader. It runs and loads nothing.
 */
import { html } from 'hono/html';

const words = [
  {
    language: 'ko',
    ask: '알림 메일을 그만 받으시겠어요?',
    means: '대기 순서는 그대로예요. 이 줄에 대한 알림 메일만 보내지 않아요.',
    button: '그만 받기',
    done: '이제 알림 메일을 보내지 않아요',
    after: '대기 순서는 그대로예요. 이 창은 닫으셔도 돼요.',
  },
  {
    language: 'en',
    ask: 'Stop reminders by mail?',
    means: 'Your place in the line stays. We only write no more reminders about it.',
    button: 'Stop them',
    done: 'We write no more reminders',
    after: 'Your place in the line stays. You can close this window.',
  },
] as const;

export const stopLettersPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const page = 'margin:0;padding:24px 16px;background:#f3f6f6;color:#10262e;font:16px/1.5 system-ui,sans-serif';
const sheet = 'max-width:560px;margin:0 auto;display:grid;gap:32px';
const button =
  'padding:12px 24px;border:0;border-radius:6px;background:#ffc247;color:#1a1300;font:600 16px system-ui';

export const stopLettersPage = (isDone: boolean) =>
  html`<!doctype html><html lang="ko"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>Usher</title></head><body style="${page}"><main style="${sheet}">
${words.map(
  (
    said,
  ) => html`<section lang="${said.language}"><h1 style="font-size:22px;margin:0 0 12px">${isDone ? said.done : said.ask}</h1>
<p style="margin:0 0 16px">${isDone ? said.after : said.means}</p>
${!isDone && html`<form method="post"><button style="${button}">${said.button}</button></form>`}</section>`,
)}
</main></body></html>`;
