/** Profiles, disputes, the bank's account of money, and what bounds its book. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { SandboxProfile } from '../payment/sandbox-knobs.ts';
import { systemChance } from '../runtime/chance.ts';
import { openTestBank, type TestBank } from '../test/bank.ts';
import { test } from '../test/stores.ts';
import { type Book, openBook } from './book.ts';
import type { BankEntry } from './entry.ts';
import { openJournal } from './journal.ts';

let payments = 0;
const newAsk = (saleId = 'sal_1') => ({
  paymentId: `pay_${++payments}`,
  orderId: 'ord_1',
  saleId,
  amount: 100_000,
  currency: 'KRW',
  returnUrl: 'http://shop.test/',
  description: 'One',
  expiresAt: new Date(Date.now() + 600_000),
});
async function outcomesOf(bank: TestBank, saleId: string, count: number): Promise<string[]> {
  const states: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { ref, redirectUrl } = await bank.provider.create(newAsk(saleId));
    await bank.press(redirectUrl, 'succeed');
    states.push((await bank.provider.read(ref)).state);
  }
  return states;
}
const profile = (bank: TestBank, at: string, name: SandboxProfile | null) =>
  bank.call('PUT', `/v1/${at}/profile`, { profile: name });

test('SBX-9: fail20 declines about one in five, of its own sale alone', async () => {
  await using bank = await openTestBank();
  expect((await profile(bank, 'sales/sal_bad', 'fail20')).status).toBe(200);
  const bad = await outcomesOf(bank, 'sal_bad', 150);
  const declined = bad.filter((state) => state === 'declined').length;
  // Five standard deviations either way.
  expect(declined).toBeGreaterThan(5);
  expect(declined).toBeLessThan(55);
  expect(new Set(await outcomesOf(bank, 'sal_good', 20))).toEqual(new Set(['succeeded']));
});

test('SBX-9: a payment’s profile wins over its sale’s, and that over the one for everything', async () => {
  await using bank = await openTestBank();
  await bank.turn({ profile: 'lost' });
  await profile(bank, 'sales/sal_told', 'duplicate');
  const told = await bank.provider.create(newAsk('sal_told'));
  const silent = await bank.provider.create(newAsk('sal_told'));
  await profile(bank, `payments/${silent.ref}`, 'lost');
  const other = await bank.provider.create(newAsk('sal_other'));
  for (const { redirectUrl } of [silent, other, told]) await bank.press(redirectUrl, 'succeed');
  await bank.webhooks(5);
  expect(new Set(bank.arrived.map(({ rawBody }) => JSON.parse(rawBody).data.ref))).toEqual(
    new Set([told.ref]),
  );
  expect(bank.arrived).toHaveLength(5);
  expect((await profile(bank, `payments/${silent.ref}`, null)).status).toBe(200);
  expect((await profile(bank, 'payments/sbx_none', 'lost')).status).toBe(404);
  expect((await bank.call('PUT', '/v1/sales/sal_1/profile', { profile: 'gold' })).status).toBe(422);
});

test('SBX-12: a dispute is opened once, ends once, and holds the money', async () => {
  await using bank = await openTestBank();
  const { ref, redirectUrl } = await bank.provider.create(newAsk());
  const word = (state: string) =>
    bank.call('POST', `/v1/payments/${ref}/dispute`, { state, reason: 'fraud' });
  expect((await word('open')).status).toBe(409);
  await bank.press(redirectUrl, 'succeed');
  expect((await word('lost')).status).toBe(409);
  await bank.provider.refund(ref, { amount: 30_000, key: 'rfd_1' });
  expect((await word('open')).status).toBe(200);
  expect((await word('open')).status).toBe(200);
  await expect(bank.provider.refund(ref, { amount: 1, key: 'rfd_2' })).rejects.toThrow('409');
  expect((await word('won')).status).toBe(200);
  expect((await word('lost')).status).toBe(409);
  await bank.restart();
  expect((await bank.provider.read(ref)).dispute).toMatchObject({ state: 'won', amount: 70_000 });
  expect(await bank.provider.refund(ref, { amount: 70_000, key: 'rfd_3' })).toMatchObject({
    state: 'refunded',
  });
});

test('SBX-11: the account of a window is told in pages, each thing once', async () => {
  await using bank = await openTestBank();
  const from = new Date(Date.now() - 1_000);
  const refs: string[] = [];
  for (let made = 0; made < 130; made += 1) {
    const { ref, redirectUrl } = await bank.provider.create(newAsk());
    await bank.press(redirectUrl, 'succeed');
    refs.push(ref);
  }
  const to = new Date(Date.now() + 1_000);
  const told: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof bank.provider.changes>> = await bank.provider.changes({
      from,
      to,
      after,
    });
    told.push(...page.changes.map(({ ref }) => ref));
    after = page.next;
  } while (after !== null);
  expect(told).toEqual(refs);
  const bad = await bank.call('GET', '/v1/changes?from=yesterday&to=today');
  expect(bad.status).toBe(422);
});

const openIn = async (folder: string, paymentsMax: number) => {
  const journal = await openJournal<BankEntry>(
    path.join(folder, 'book.jsonl'),
    (line) => line as BankEntry,
    (fault) => expect.unreachable(String(fault)),
  );
  const book = openBook({
    ...{ journal, clock: Date.now, chance: systemChance, onFact: () => {}, tellsOfCreation: () => false },
    paymentsMax,
  });
  return { book, journal };
};
function pay(book: Book): string {
  const { paymentId: id, expiresAt, orderId: _, ...ask } = newAsk();
  const { ref } = book.create({ ...ask, id, expiresAt: expiresAt.toISOString() });
  book.settle(ref, 'succeeded');
  return ref;
}

test('SBX-10: the book forgets its oldest ended payments, and the journal does not outgrow it', async () => {
  await using bank = await openTestBank(); // For its folder.
  const folder = path.join(bank.folder, 'bounded');
  const { book, journal } = await openIn(folder, 50);
  const open = book.create({
    ...{ id: 'pay_open', amount: 1, currency: 'KRW', description: '', returnUrl: 'http://shop.test/' },
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
  });
  book.settle(open.ref, 'declined');
  const [heldBack] = book.untold();
  const refs: string[] = [];
  for (let made = 0; made < 5_000; made += 1) {
    refs.push(pay(book));
    for (const fact of book.untold()) if (fact.ref !== open.ref) book.told(fact.eventId ?? '');
  }
  // One whose webhook is still to be sent is kept, and with it those after it.
  expect(book.find(open.ref)).not.toBe(null);
  book.told(heldBack?.eventId ?? '');
  for (let made = 0; made < 3_000; made += 1) {
    refs.push(pay(book));
    for (const fact of book.untold()) book.told(fact.eventId ?? '');
  }
  expect(book.find(open.ref)).toBe(null);
  expect(book.find(refs[0] ?? '')).toBe(null);
  const last = refs.at(-1) ?? '';
  await journal.close();
  const lines = readFileSync(path.join(folder, 'book.jsonl'), 'utf8').split('\n').length;
  expect(lines).toBeLessThan(12_000);
  const again = await openIn(folder, 50);
  expect(again.book.find(last)).toMatchObject({ state: 'succeeded' });
  expect(again.book.untold()).toEqual([]);
  await again.journal.close();
});
