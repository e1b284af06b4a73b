/** The bank's page wears Usher's colours: the same tokens as web-waiting-room/style, cut down to what one panel needs. */
import { hash } from 'node:crypto';

export const payStyle = `
:root{color-scheme:light dark;--paper:#f1f5f5;--surface:#fff;--ink:#10262e;--ink-2:#435860;--line:#d0dadc;--edge:#6b8088;
--board:#0f2730;--on-board:#f3f8f8;--accent:#ffc247;--on-accent:#1a1300;--warn:#7a4b00;--warn-bg:#faebca;--focus:#10262e;
--focus-gap:#fff;--font:system-ui,-apple-system,"Segoe UI",Roboto,"Apple SD Gothic Neo","Noto Sans KR","Malgun Gothic",sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#0a171c;--surface:#11232a;--ink:#e9f1f2;--ink-2:#a5bac1;--line:#223840;
--edge:#728b94;--board:#122c36;--warn:#f4c46a;--warn-bg:#3a2d0f;--focus:#fff;--focus-gap:#0a171c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1.0625rem/1.5 var(--font);font-variant-numeric:tabular-nums;
overflow-wrap:anywhere}
:lang(ko){word-break:keep-all}
h1,h2,p,dl,dd{margin:0}
.bar{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1.5rem;
padding:1rem max(1.5rem,(100% - 30rem)/2);background:var(--board);color:var(--on-board);font-weight:700}
.bar p{display:flex;align-items:center;gap:.75rem}
.chip{padding:.125rem .75rem;border-radius:1rem;background:var(--warn-bg);color:var(--warn);font-size:.8125rem;font-weight:600}
main{display:grid;gap:1.5rem;max-width:33rem;margin-inline:auto;padding:2rem 1.5rem 3rem}
h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.015em}
h2{font-size:1.0625rem;line-height:1.2}
.panel{display:grid;gap:1rem;padding:1rem;border:1px solid var(--line);border-radius:.75rem;background:var(--surface)}
.sum{display:flex;justify-content:space-between;gap:1rem;padding-top:.75rem;border-top:1px solid var(--line);
font-size:1.3125rem;font-weight:700}
.note{padding:.75rem 1rem;border-radius:.375rem;background:var(--warn-bg);color:var(--warn)}
form{display:grid;gap:.75rem}
.btn{display:inline-flex;align-items:center;justify-content:center;min-height:3rem;padding:.5rem 1.5rem;border:1px solid var(--edge);
border-radius:.375rem;background:none;color:inherit;font:600 1.0625rem/1.25 var(--font);text-decoration:none;cursor:pointer}
.go{border-color:transparent;background:var(--accent);color:var(--on-accent)}
.btn:hover{text-decoration:underline}
.quiet{color:var(--ink-2);font-size:.9375rem}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;box-shadow:0 0 0 2px var(--focus-gap)}
`;

/** Names exactly this style in the Content-Security-Policy, so that no other one counts. */
export const payStyleSource = `'sha256-${hash('sha256', payStyle, 'base64')}'`;
