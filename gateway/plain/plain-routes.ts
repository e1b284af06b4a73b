/**
 * The line for a browser without JavaScript (RCH-1…3): a page that is drawn here, and forms. Who the visitor is says the
 * cookie that every page gives; where they stood says the receipt, in a cookie of this page.
 *
 * Looking changes nothing but presence; every act is a form with a key, answered by the address of the page, so that a
 * reload repeats a look and never an act.
 */
import { type Context, Hono } from 'hono';
import type { LinePoll } from '../../domain/protocol.ts';
import { Refused, refusals } from '../../domain/refusals.ts';
import { keepCrawlersOut } from '../http/crawlers.ts';
import { readText } from '../http/json-body.ts';
import { hallOf, type LineRouteDeps, poll } from '../http/line-routes.ts';
import { wordOfOrigin } from '../http/origins.ts';
import { plainHeaders } from '../http/security-headers.ts';
import type { Hall } from '../line/hall.ts';
import { saleMessage } from '../line/sale-message.ts';
import { refusalOf } from '../store-away.ts';
import { checkFormKey, formKey, plainAddress, receiptCookie } from './kept-place.ts';
import { act, formShape } from './plain-acts.ts';
import { checkAsked, checkQuery, plainCheckPage } from './plain-door-check.ts';
import { plainLabels } from './plain-labels.ts';
import { plainLanguage } from './plain-language.ts';
import { doneActs, type PlainFrame, plainPage, plainRefusalPage, styleDigest } from './plain-page.ts';
import { plainRefusal } from './plain-refusals.ts';
import { plainView } from './plain-view.ts';
import { plainVisitor, whereNow } from './plain-visitor.ts';

export interface PlainDeps extends LineRouteDeps {
  /** PUBLIC_URL is https. */
  readonly isSecure: boolean;
  readonly publicUrl: string;
}

const ADDRESS = '/sales/:slug/line/plain';

export function plainRoutes(deps: PlainDeps): Hono {
  const app = new Hono();
  app.use(ADDRESS, keepCrawlersOut);
  app.onError((fault, c) => {
    const refused = refusalOf(fault) ?? new Refused('internal');
    if (refused.code === 'internal') deps.log.error({ err: fault, path: c.req.path }, 'plain page failed');
    return refusal(deps, c, refused);
  });

  app.get(ADDRESS, async (c) => {
    const hall = await hallOf(deps, c);
    const visitor = plainVisitor(deps, hall, c);
    const found = await whereNow(hall, visitor);
    const answer = found && (await poll(deps, hall, found, visitor.candidate.receipt));
    const frame = frameOf(deps, c, hall, visitor.visitorId, answer);
    const news = answer?.sale ?? saleMessage(hall.sale);
    const view = plainView(hall.sale, answer, news, frame.nowMs, frame.language);
    const receipt = answer?.place.receipt;
    if (visitor.setCookie) c.header('set-cookie', visitor.setCookie, { append: true });
    if (receipt)
      c.header('set-cookie', receiptCookie(hall.sale.slug, receipt, deps.isSecure), { append: true });
    const isLeaving = c.req.query('ask') === 'leave' && view.others.includes('leave');
    const reason = checkAsked(c.req.query(), view);
    if (reason !== null) return show(c, plainCheckPage(frame, view, reason), 200);
    if (frame.everySeconds !== null && !view.isFinal && !isLeaving)
      c.header('refresh', String(frame.everySeconds));
    return show(c, plainPage(frame, view, news, isLeaving), 200);
  });

  app.post(ADDRESS, async (c) => {
    if (wordOfOrigin(deps.origins, c.req.header('origin')) === 'foreign') throw new Refused('not_allowed');
    const hall = await hallOf(deps, c);
    const form = formShape.safeParse(Object.fromEntries(new URLSearchParams(await readText(c)))).data;
    if (!form) throw new Refused('invalid_request');
    const visitor = plainVisitor(deps, hall, c);
    if (visitor.setCookie !== null) return needsCookies(deps, c, hall);
    checkFormKey(deps.ring, form.key, visitor.visitorId);
    c.header('cache-control', 'no-store');
    const { searchParams } = new URL(c.req.url);
    const kept = [...searchParams].filter(([name]) => name !== 'done');
    const seen = (more: Readonly<Record<string, string>>, isAsked = true) => {
      const same = isAsked ? kept : kept.filter(([name]) => name !== 'ask' && name !== 'why');
      const query = new URLSearchParams({ ...Object.fromEntries(same), ...more });
      return c.redirect(`${plainAddress(hall.sale.slug)}?${query}`, 303);
    };
    try {
      const receipt = await act(deps, hall, visitor, { ...form, language: languageOf(c) });
      c.header('set-cookie', receiptCookie(hall.sale.slug, receipt, deps.isSecure), { append: true });
    } catch (fault) {
      if (!(fault instanceof Refused) || fault.code !== 'proof_required') throw fault;
      return seen({
        ...checkQuery(fault.more.reason),
        ...(form.mailed !== undefined && { done: 'wrongCode' }),
      });
    }
    const isDone = doneActs.some((done) => done === form.act);
    return seen(isDone ? { done: form.act } : {}, isDone);
  });

  return app;
}

const languageOf = (c: Context) => plainLanguage(c.req.query('lang'), c.req.header('accept-language'));

function frameOf(
  deps: PlainDeps,
  c: Context,
  hall: Hall,
  visitorId: string,
  answer: LinePoll | null,
): PlainFrame {
  return {
    slug: hall.sale.slug,
    publicUrl: deps.publicUrl,
    title: hall.sale.title,
    language: languageOf(c),
    everySeconds: c.req.query('again') === 'yes' ? Math.ceil((answer?.nextPollMs ?? 10_000) / 1_000) : null,
    formKey: formKey(deps.ring, visitorId),
    nowMs: deps.clock(),
    done: doneActs.find((done) => done === c.req.query('done')) ?? null,
  };
}

function refusal(deps: PlainDeps, c: Context, refused: Refused): Response | Promise<Response> {
  const slug = c.req.param('slug') ?? '';
  const sale = deps.book.known(slug);
  // It sells at once: nobody waits for it.
  if (sale?.mode === 'shelf') return c.redirect(`/sales/${slug}`, 303);
  const frame = bare(deps, c, slug, sale?.title ?? '');
  if (refused.code === 'busy' || refused.code === 'too_many_requests') c.header('retry-after', '5');
  return show(
    c,
    plainRefusalPage(frame, plainRefusal(frame.language, refused.code, refused.more.reason), sale !== null),
    refusals[refused.code].status,
  );
}

function needsCookies(deps: PlainDeps, c: Context, hall: Hall): Response | Promise<Response> {
  const frame = bare(deps, c, hall.sale.slug, hall.sale.title);
  const labels = plainLabels[frame.language];
  return show(
    c,
    plainRefusalPage(frame, { title: labels.needsCookies, sentence: labels.cookies }, true),
    403,
  );
}

const bare = ({ clock, publicUrl }: PlainDeps, c: Context, slug: string, title: string): PlainFrame => ({
  ...{
    slug,
    publicUrl,
    title,
    language: languageOf(c),
    everySeconds: null,
    formKey: '',
    nowMs: clock(),
    done: null,
  },
});

function show(c: Context, page: ReturnType<typeof plainPage>, status: number): Response | Promise<Response> {
  for (const [name, value] of Object.entries(plainHeaders(styleDigest))) c.header(name, value);
  c.header('cache-control', 'no-store');
  c.status(status as 200);
  return c.html(page);
}
