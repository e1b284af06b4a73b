/** The look of the two pages: Usher's tokens, cut down. Its hash stands in the Content-Security-Policy. */
import { hash } from 'node:crypto';

export const style = `
:root{color-scheme:light dark;--paper:#f1f5f5;--surface:#fff;--ink:#10262e;--ink-2:#435860;--line:#d0dadc;--board:#0f2730;
--on-board:#f3f8f8;--focus:#10262e;--font:system-ui,-apple-system,"Segoe UI",Roboto,"Apple SD Gothic Neo","Noto Sans KR",sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#0a171c;--surface:#11232a;--ink:#e9f1f2;--ink-2:#a5bac1;--line:#223840;
--board:#122c36;--focus:#fff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1.0625rem/1.5 var(--font);overflow-wrap:anywhere}
.bar{padding:1rem max(1.5rem,(100% - 48rem)/2);background:var(--board);color:var(--on-board);font-weight:700}
.bar a{color:inherit}
main{display:grid;gap:1.5rem;max-width:51rem;margin-inline:auto;padding:2rem 1.5rem 3rem}
h1,p,ol,dl,dd{margin:0;padding:0}
h1{font-size:1.75rem;line-height:1.2}
.quiet{color:var(--ink-2);font-size:.9375rem}
ol{display:grid;gap:.75rem;list-style:none}
.panel{display:grid;gap:.25rem;padding:1rem;border:1px solid var(--line);border-radius:.75rem;background:var(--surface)}
ol a{color:inherit;text-decoration:none}
ol a:hover strong{text-decoration:underline}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}
dt{color:var(--ink-2)}
iframe{width:100%;height:44rem;border:1px solid var(--line);border-radius:.75rem;background:#fff}
pre{margin:0;padding:1rem;border:1px solid var(--line);border-radius:.75rem;background:var(--surface);white-space:pre-wrap;
font:inherit}
h2{margin:0;font-size:1.0625rem}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
`;

export const styleSource = `'sha256-${hash('sha256', style, 'base64')}'`;
