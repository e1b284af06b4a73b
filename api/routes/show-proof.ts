/**
 * GET /sales/SLUG/proof: everything that is public of a draw, so that anybody can recompute it (VER-20); with ?index=I one
 * visitor's part, some hundred times smaller (VER-21). A whole proof has 67 bytes a visitor, so it goes out piece by piece
 * as fast as its reader takes it, and only a few at a time: checkout is served by the same process.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { saleBySlug, versionOf } from '../../db/sales.ts';
import { beaconRefusals, DRAW_FORMAT } from '../../domain/draw-proof.ts';
import { Refused } from '../../domain/refusals.ts';
import { json, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { PlaceProofs, proofText } from '../draw-proof.ts';
import { keepFresh } from '../fresh.ts';
import { slugParam } from '../shapes.ts';
import { streamOf } from '../stream-of.ts';

const WHOLE_MS_MAX = 60_000;
/** Readers of whole proofs at once in this process. */
const READERS_MAX = 4;
const RETRY_MS = 10_000;

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const query = z.strictObject({
  index: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().openapi({
    description: 'the index in the lobby, as the place message says it: one visitor’s part of the proof',
  }),
});
const proof = z
  .object({
    format: z.literal(DRAW_FORMAT),
    sale: z.string(),
    saleId: z.string(),
    seedHash: hex,
    size: z.int().nullable(),
    root: hex.nullable(),
    rootAt: z.string().nullable(),
    beacon: z.object({
      state: z.enum(['none', 'awaited', 'mixed', 'missing']),
      url: z.string().optional(),
      round: z.int().optional(),
      randomness: hex.optional(),
      chainHash: hex.optional().openapi({ description: 'the drand chain whose signature was demanded' }),
      signature: z.string().optional().openapi({ description: 'hex; its SHA-256 is the randomness' }),
      previousSignature: z.string().optional(),
      refused: z
        .enum(beaconRefusals)
        .optional()
        .openapi({ description: 'why the last answer was not believed' }),
    }),
    seed: hex.optional().openapi({ description: 'from the opening on' }),
    key: hex.optional().openapi({ description: 'from the opening on' }),
    entries: z.array(hex.nullable()).readonly().optional().openapi({ description: 'without `index`' }),
    index: z.int().optional().openapi({ description: 'this and all below: with `index`' }),
    entry: hex.nullable().optional(),
    siblings: z.array(hex).readonly().optional(),
    number: z.int().optional(),
  })
  .openapi('DrawProof');

const route = createRoute({
  method: 'get',
  path: '/api/sales/{slug}/proof',
  summary: 'Show the proof of a draw',
  request: { params: slugParam, query },
  responses: { 200: json(proof, 'The proof'), ...refusing('not_found', 'invalid_request') },
});

export function showProofRoute(app: Api, { db, sales, clock }: Deps): void {
  // What is kept of a sale has no seed in it; the whole sale is read once a version.
  const whole = keepFresh({
    read: (key) => saleBySlug(db, key.split(' ')[0] ?? ''),
    ...{ ageMsMax: WHOLE_MS_MAX, keysMax: 200, clock },
  });
  const places = new PlaceProofs(db);
  let readers = 0;

  app.openapi(route, async (c) => {
    const kept = await sales.get(c.req.valid('param').slug);
    // A draw stays open to whoever took part, also of a sale that is hidden or deleted by now.
    if (!kept || kept.state === 'draft') throw new Refused('not_found');
    const sale = await whole.get(`${kept.slug} ${versionOf(kept)}`);
    if (!sale) throw new Refused('not_found');
    const { index } = c.req.valid('query');
    if (index !== undefined) {
      if (sale.draw_size !== null && index > sale.draw_size) throw new Refused('not_found');
      return c.json(await places.proofOf(sale, index), 200);
    }
    const type = { 'content-type': 'application/json; charset=utf-8' };
    // The body of an answer to HEAD is dropped unread: it must not take a reader's place.
    if (c.req.method === 'HEAD') return c.body(null, 200, type) as never;
    if (readers >= READERS_MAX) throw new Refused('busy', { retryAfterMs: RETRY_MS });
    readers += 1;
    const body = streamOf(proofText(db, sale), () => {
      readers -= 1;
    });
    // The route's type knows answers in one piece alone.
    return c.body(body, 200, type) as never;
  });
}
