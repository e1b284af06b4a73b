/**
 * Who gives a phone number hears whether another account has it. So how often that may be asked is bounded (ACT-23): by
 * account, and by sender, so that many accounts of one sender ask no more than a few. A number that is free counts as well,
 * because that is an answer too; so nothing is forgiven.
 */
import type { Context } from 'hono';
import { addressOf } from './asker-address.ts';
import type { Deps } from './deps.ts';

type PhoneDeps = Pick<Deps, 'attempts' | 'codeAsks'>;

/** Refuses with `too_many_requests`, before anything is looked up. */
export async function mayAskForPhone(deps: PhoneDeps, c: Context, accountId: string): Promise<void> {
  await senderMayAskForPhone(deps, c);
  await deps.attempts.take(`phone|${accountId}`);
}

/** Of somebody without an account yet, whose tries are counted with those of the code they show. */
export async function senderMayAskForPhone(
  { codeAsks }: Pick<PhoneDeps, 'codeAsks'>,
  c: Context,
): Promise<void> {
  await codeAsks.take(`phone|${addressOf(c)}`);
}
