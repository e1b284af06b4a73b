/**
 * POST /auth/signup: an account, for who shows the code that was mailed to its address (ACT-1). Account, first address,
 * sign-in and the end of the code are there together or not at all. How often one sender may name a phone number is bounded
 * (ACT-23).
 */
import { createRoute, z } from '@hono/zod-openapi';
import { keepAddress } from '../../../db/account-addresses.ts';
import { createAccount } from '../../../db/accounts.ts';
import { stageOutbox } from '../../../db/outbox.ts';
import { Refused } from '../../../domain/refusals.ts';
import { newId } from '../../../runtime/chance.ts';
import { blindIndex, sealText } from '../../../runtime/seal.ts';
import { sealPerson } from '../../../tokens/sealed-person.ts';
import { sealedAddress } from '../../address-book.ts';
import { json, jsonBody, refusing, signedIn } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { shownCode } from '../../mail-code.ts';
import { answerSignIn, openSignIn } from '../../open-sign-in.ts';
import { senderMayAskForPhone } from '../../phone-asks.ts';
import { addressShape, email, lineText, newPassword, phone } from '../../shapes.ts';

const body = z.strictObject({
  email,
  code: lineText(1, 20),
  password: newPassword,
  name: lineText(1, 100),
  phone: phone.optional(),
  address: addressShape.optional(),
  language: z.enum(['ko', 'en']).default('en'),
});

const route = createRoute({
  method: 'post',
  path: '/api/auth/signup',
  summary: 'Sign up',
  request: { body: jsonBody(body) },
  responses: {
    201: json(signedIn, 'Signed up and signed in'),
    ...refusing(
      'code_invalid',
      'account_taken',
      'too_many_requests',
      'invalid_request',
      'not_allowed',
      'busy',
    ),
  },
});

export function signUpRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const { ring, chance, db } = deps;
    const ask = c.req.valid('json');
    const shown = await shownCode(deps, 'signup', ask);
    if (!shown) throw new Refused('code_invalid');
    if (ask.phone !== undefined) await senderMayAskForPhone(deps, c);
    const passwordHash = await deps.passwords.hash(ask.password);
    const id = newId('acc', chance);
    const account = {
      id,
      emailIndex: blindIndex(ring, ask.email),
      emailSealed: sealPerson(ring, id, 'email', ask.email),
      nameSealed: sealPerson(ring, id, 'name', ask.name),
      phoneIndex: ask.phone === undefined ? null : blindIndex(ring, ask.phone),
      phoneSealed: ask.phone === undefined ? null : sealPerson(ring, id, 'phone', ask.phone),
      passwordHash,
      language: ask.language,
    };
    const opened = await db.transaction().execute(async (trx) => {
      if (!(await shown.spend(trx))) throw new Refused('code_invalid');
      if (!(await createAccount(trx, account))) throw new Refused('account_taken');
      if (ask.address) await keepAddress(trx, id, sealedAddress(deps, id, ask.address));
      await sayWelcome(trx, deps, account, ask.email);
      const who = { account: { ...account, createdAt: new Date(deps.clock()) } };
      return { who, login: await openSignIn(trx, deps, c, who) };
    });
    await shown.forgive();
    return c.json(await answerSignIn(c, deps, opened.who, opened.login), 201);
  });
}

/** The address is shown to be theirs, so the letter comes to nobody who did not ask. */
async function sayWelcome(
  trx: Deps['db'],
  { ring }: Deps,
  { id, language }: { readonly id: string; readonly language: 'ko' | 'en' },
  address: string,
): Promise<void> {
  const kind = 'welcome';
  const sealed = sealText(ring, JSON.stringify({ email: address }), `letter:${kind}`);
  const payload = { kind, language, sealed };
  await stageOutbox(trx, [{ saleId: null, topic: 'mail', key: `mail:welcome:${id}`, payload }]);
}
