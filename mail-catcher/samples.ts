/**
 * Samples of letters, lent by whoever writes them: `PUT /samples` at the catcher's own port, which no gateway passes on.
 * They are kept in memory, to be looked at beside what was caught (MAI-6).
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';

const sample = z.strictObject({
  group: z.enum(['account', 'line', 'order', 'ticket', 'staff']),
  kind: z.string().regex(/^[a-z_]{1,40}$/),
  language: z.enum(['ko', 'en', 'both']),
  subject: z.string().max(500),
  text: z.string(),
  html: z.string(),
});
export type Sample = z.infer<typeof sample>;

const BYTES_MAX = 2_097_152;
const SAMPLES_MAX = 500;

export interface Samples {
  all(): readonly Sample[];
  find(kind: string, language: string): Sample | null;
  replace(samples: readonly Sample[]): void;
}

export function openSamples(): Samples {
  let kept: readonly Sample[] = [];
  return {
    all: () => kept,
    find: (kind, language) => kept.find((one) => one.kind === kind && one.language === language) ?? null,
    replace: (samples) => {
      kept = samples;
    },
  };
}

export function takeSamples(samples: Samples): Hono {
  return new Hono()
    .get('/', (c) => c.json({ samples: samples.all().length }))
    .put('/', bodyLimit({ maxSize: BYTES_MAX }), async (c) => {
      const given = z
        .array(sample)
        .max(SAMPLES_MAX)
        .safeParse(await c.req.json().catch(() => null));
      if (!given.success) return c.json({ error: z.prettifyError(given.error) }, 422);
      samples.replace(given.data);
      return c.json({ samples: given.data.length });
    });
}
