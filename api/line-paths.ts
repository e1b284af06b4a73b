/**
 * The line over HTTP in the OpenAPI document (RCH-7). The gateway answers these itself; they are said here, because this is
 * where whoever writes an app looks. docs/NATIVE.md tells how they go together.
 */
import { z } from '@hono/zod-openapi';
import type { RefusalCode } from '../domain/refusals.ts';
import { json, jsonBodyIfAny, refusing } from './answers.ts';
import type { Api } from './deps.ts';
import { linePoll } from './line-answers.ts';
import { email, slugParam } from './shapes.ts';

const language = z.enum(['ko', 'en']).openapi({ description: 'what is mailed is written in it' });
const secretHash = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .openapi({
    description: 'SHA-256 of a secret of the app’s own, base64url: only who shows the secret goes in',
  });

const held = z.object({
  'usher-receipt': z.string().openapi({ description: 'the newest receipt of the place' }),
  'usher-secret': z
    .string()
    .optional()
    .openapi({ description: 'where the place was joined with a secretHash' }),
});

interface LinePath {
  readonly method: 'get' | 'post' | 'delete';
  /** Below /api/sales/{slug}/line. */
  readonly path: string;
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly answer?: 'poll' | 'none' | 'sent';
  readonly refuses?: readonly RefusalCode[];
}

const paths: readonly LinePath[] = [
  {
    ...{ method: 'post', path: '', summary: 'Join, or come back to the place' },
    body: z.strictObject({
      secretHash: secretHash.optional(),
      receipt: z.string().optional(),
      accessToken: z
        .string()
        .optional()
        .openapi({ description: 'an account’s: one place on all its devices' }),
      code: z.string().optional().openapi({ description: 'an access code' }),
      proof: z.string().optional().openapi({ description: 'solution of a challenge' }),
      mailedCode: z
        .string()
        .optional()
        .openapi({ description: 'in place of the proof: the code that /check mailed' }),
      language: language.optional(),
    }),
    refuses: ['code_required', 'code_invalid', 'proof_required', 'not_signed_in', 'too_many_requests'],
  },
  { method: 'get', path: '', summary: 'Where the place stands; asking is being there' },
  {
    ...{ method: 'post', path: '/claim', summary: 'Go in when called, or ask to be called again' },
    body: z.strictObject({ secret: z.string().optional() }),
    refuses: ['pass_required', 'secret_required'],
  },
  { method: 'delete', path: '', summary: 'Leave: the place is given up for good', answer: 'none' },
  {
    ...{ method: 'post', path: '/snooze', summary: 'Let so many others go first' },
    body: z.strictObject({ letPass: z.int().min(1) }),
  },
  { method: 'post', path: '/wake', summary: 'Take the snooze back' },
  {
    ...{ method: 'post', path: '/prove', summary: 'Solve the check of the slow lane' },
    body: z.strictObject({ proof: z.string() }),
  },
  {
    ...{ method: 'post', path: '/check', summary: 'Pass the check by email: ask for a code, then send it' },
    body: z.union([
      z
        .strictObject({
          ...{ email, language: language.optional() },
          ...{ secretHash: secretHash.optional(), accessToken: z.string().optional() },
        })
        .openapi({
          description:
            'without a receipt: who asks, as for joining, which then takes the code as `mailedCode`',
        }),
      z.strictObject({ code: z.string() }),
    ]),
    ...{ answer: 'sent', refuses: ['code_invalid', 'too_many_requests'] },
  },
  {
    ...{ method: 'post', path: '/remind', summary: 'Be told by email when the turn is near' },
    body: z.strictObject({ email, language }),
  },
  {
    ...{
      method: 'post',
      path: '/reserve',
      summary: 'Join the reserve list of what is sold out, or leave it',
    },
    body: z.strictObject({ email: email.nullable(), language, secretHash: secretHash.optional() }),
  },
];

export function documentLine(app: Api): void {
  for (const { method, path, summary, body, answer = 'poll', refuses = [] } of paths) {
    const joins = method === 'post' && path === '';
    app.openAPIRegistry.registerPath({
      ...{ method, summary, path: `/api/sales/{slug}/line${path}`, tags: ['line'] },
      request: {
        params: slugParam,
        ...(!joins && { headers: held }),
        ...(body && { body: jsonBodyIfAny(body) }),
      },
      responses: {
        ...(answer === 'none'
          ? { 204: { description: 'It is given up' } }
          : { 200: json(linePoll, 'The place') }),
        ...(answer === 'sent' && {
          202: json(z.object({ sent: z.literal(true) }), 'The code is on its way'),
        }),
        ...refusing(
          'not_found',
          'invalid_request',
          'busy',
          ...(joins ? [] : (['receipt_invalid'] as const)),
          ...refuses,
        ),
      },
    });
  }
}
