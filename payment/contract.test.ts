/**
 * What every payment provider's adapter must do, whoever moves the money. A new adapter adds itself to the
 * list at the end of this file, and its trial to test/provider-trials.ts; nothing else here may change for it.
 */
import { describe, expect } from 'vitest';
import { newId } from '../runtime/chance.ts';
import { openSandboxTrial, openStripeTrial, otherMoney, type Trial } from '../test/provider-trials.ts';
import { test } from '../test/stores.ts';
import { type PaymentAsk, ProviderFailed } from './provider.ts';

const newAsk = (): PaymentAsk => ({
  paymentId: newId('pay'),
  orderId: newId('ord'),
  saleId: 'sal_1',
  amount: 198_000,
  currency: 'KRW',
  returnUrl: 'http://shop.test/orders/ord_1?payment=pay_1',
  description: 'Night Ferry (2)',
  expiresAt: new Date(Date.now() + 600_000),
});

const anHour = () => ({ from: new Date(Date.now() - 1_800_000), to: new Date(Date.now() + 1_800_000) });

export function providerContract(name: string, open: () => Promise<Trial>) {
  describe(name, () => {
    test('PAY-10: one payment per id, however often it is asked for', async () => {
      await using trial = await open();
      const ask = newAsk();
      const opened = await trial.provider.create(ask);
      expect(await trial.provider.create(ask)).toEqual(opened);
      const { ref } = opened;
      expect(await trial.provider.read(ref)).toEqual({
        ref,
        paymentId: ask.paymentId,
        state: 'pending',
        amount: 198_000,
        currency: 'KRW',
        refundedAmount: 0,
        refundsNotDone: [],
        dispute: null,
      });
    });

    test('PAY-10: the buyer pays once, and a cancel afterwards says that it is paid', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      await trial.press(redirectUrl, 'decline');
      expect((await trial.provider.read(ref)).state).toBe('succeeded');
      expect((await trial.provider.cancel(ref)).state).toBe('succeeded');
    });

    test('PAY-10: what is declined or cancelled takes no money afterwards', async () => {
      await using trial = await open();
      if (trial.declineEnds) {
        const declined = await trial.provider.create(newAsk());
        await trial.press(declined.redirectUrl, 'decline');
        await trial.press(declined.redirectUrl, 'succeed');
        expect((await trial.provider.read(declined.ref)).state).toBe('declined');
      }

      const cancelled = await trial.provider.create(newAsk());
      expect((await trial.provider.cancel(cancelled.ref)).state).toBe('cancelled');
      await trial.press(cancelled.redirectUrl, 'succeed');
      expect((await trial.provider.read(cancelled.ref)).state).toBe('cancelled');
    });

    test('PAY-10: one refund per key, also when the first try fails', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      await trial.failNextCall();
      const refund = { amount: 198_000, key: 'pay_1' };
      await expect(trial.provider.refund(ref, refund)).rejects.toThrow(ProviderFailed);
      expect((await trial.provider.refund(ref, refund)).state).toBe('refunded');
      expect((await trial.provider.refund(ref, refund)).refundedAmount).toBe(198_000);
    });

    test('PAY-10: a refund without money behind it fails and gives nothing', async () => {
      await using trial = await open();
      const { ref } = await trial.provider.create(newAsk());
      await expect(trial.provider.refund(ref, { amount: 1, key: 'k' })).rejects.toThrow(ProviderFailed);
      expect((await trial.provider.read(ref)).refundedAmount).toBe(0);
    });

    test.for(otherMoney)(
      'PAY-10, PAY-25: %s is captured: that is told, and that much goes back and no more',
      async ([, money]) => {
        await using trial = await open();
        const ask = newAsk();
        const { ref } = await trial.provider.create(ask);
        await trial.captureOther(ref, money);
        expect(await trial.provider.read(ref)).toMatchObject({
          ...{ paymentId: ask.paymentId, state: 'succeeded', refundedAmount: 0 },
          ...money,
        });
        expect(await trial.provider.cancel(ref)).toMatchObject({ state: 'succeeded', ...money });
        const { from, to } = anHour();
        const { changes } = await trial.provider.changes({ from, to, after: null });
        expect(changes).toMatchObject([{ what: 'captured', paymentId: ask.paymentId, ...money }]);
        const give = (amount: number, key: string) => trial.provider.refund(ref, { amount, key });
        await expect(give(money.amount + 1, 'rfd_1')).rejects.toThrow(ProviderFailed);
        const back = { state: 'refunded', refundedAmount: money.amount, ...money };
        expect(await give(money.amount, 'rfd_2')).toMatchObject(back);
        expect(await trial.provider.read(ref)).toMatchObject(back);
      },
    );

    test('PAY-10, PAY-16: parts go back one by one, each once, and never more than was captured', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      const give = (amount: number, key: string) => trial.provider.refund(ref, { amount, key });
      expect(await give(50_000, 'rfd_1')).toMatchObject({ state: 'succeeded', refundedAmount: 50_000 });
      expect(await give(50_000, 'rfd_1')).toMatchObject({ refundedAmount: 50_000 });
      expect(await give(50_000, 'rfd_2')).toMatchObject({ refundedAmount: 100_000 });
      await expect(give(98_001, 'rfd_3')).rejects.toMatchObject({ name: 'ProviderFailed' });
      expect(await give(98_000, 'rfd_4')).toMatchObject({ state: 'refunded', refundedAmount: 198_000 });
      await expect(give(1, 'rfd_5')).rejects.toThrow(ProviderFailed);
    });

    test('PAY-10, PAY-16: a part whose answer came too late is found and not given again', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      await trial.answerTooLate(true);
      const refund = { amount: 50_000, key: 'rfd_1' };
      await expect(trial.provider.refund(ref, refund)).rejects.toThrow(ProviderFailed);
      await trial.answerTooLate(false);
      expect(await trial.provider.refund(ref, refund)).toMatchObject({ refundedAmount: 50_000 });
    });

    test('PAY-10: a payment whose answer came too late is the same when it is asked for again', async () => {
      await using trial = await open();
      const ask = newAsk();
      await trial.answerTooLate(true);
      await expect(trial.provider.create(ask)).rejects.toMatchObject({ name: 'ProviderFailed' });
      await trial.answerTooLate(false);
      const opened = await trial.provider.create(ask);
      await trial.press(opened.redirectUrl, 'succeed');
      expect(await trial.provider.create(ask)).toMatchObject({ ref: opened.ref });
      const { from, to } = anHour();
      const { changes } = await trial.provider.changes({ from, to, after: null });
      expect(changes.filter(({ what }) => what === 'captured')).toHaveLength(1);
    });

    test('PAY-10, PAY-17: what was given back at the provider itself is told', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      await trial.refundByHand(ref, 30_000);
      expect(await trial.provider.read(ref)).toMatchObject({ state: 'succeeded', refundedAmount: 30_000 });
      await trial.refundByHand(ref, 168_000);
      expect(await trial.provider.read(ref)).toMatchObject({ state: 'refunded', refundedAmount: 198_000 });
    });

    test('PAY-10, PAY-18: a dispute is told from its opening to its end, and nothing is given back meanwhile', async () => {
      await using trial = await open();
      for (const end of ['won', 'lost'] as const) {
        const { ref, redirectUrl } = await trial.provider.create(newAsk());
        await trial.press(redirectUrl, 'succeed');
        expect((await trial.provider.read(ref)).dispute).toBe(null);
        await trial.dispute(ref, 'open');
        const open = (await trial.provider.read(ref)).dispute;
        expect(open).toMatchObject({ state: 'open', amount: 198_000 });
        await expect(trial.provider.refund(ref, { amount: 1, key: `rfd_${end}` })).rejects.toThrow(
          ProviderFailed,
        );
        await trial.dispute(ref, end);
        expect((await trial.provider.read(ref)).dispute).toEqual({ ...open, state: end });
      }
    });

    test('PAY-10, PAY-19: its own account tells of all that happened to money, page by page', async () => {
      await using trial = await open();
      const paid: string[] = [];
      for (let count = 0; count < 3; count += 1) {
        const ask = newAsk();
        const { ref, redirectUrl } = await trial.provider.create(ask);
        await trial.press(redirectUrl, 'succeed');
        if (count === 1) await trial.refundByHand(ref, 30_000);
        if (count === 2) await trial.dispute(ref, 'open');
        paid.push(ask.paymentId);
      }
      const { from, to } = anHour();
      const { changes, next } = await trial.provider.changes({ from, to, after: null });
      expect(next).toBe(null);
      const told = changes.map(({ what, paymentId, amount }) => `${what} ${paymentId} ${amount}`);
      expect(told.toSorted()).toEqual(
        [
          ...paid.map((id) => `captured ${id} 198000`),
          `refunded ${paid[1]} 30000`,
          `disputed ${paid[2]} 198000`,
        ].toSorted(),
      );
      for (const { ref, currency, isForeign } of changes) {
        expect({ currency, isForeign }).toEqual({ currency: 'KRW', isForeign: false });
        expect(paid).toContain((await trial.provider.read(ref)).paymentId);
      }
      const before = { from: new Date(from.getTime() - 3_600_000), to: from, after: null };
      expect((await trial.provider.changes(before)).changes).toEqual([]);
    });

    test('PAY-4: a webhook that was signed long ago is not believed', async () => {
      await using trial = await open();
      const { redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      const { rawBody } = await trial.someWebhook();
      expect(() => trial.provider.verifyWebhook(rawBody, trial.oldWebhook(rawBody))).toThrow('not_signed_in');
    });

    test('PAY-4: a webhook is believed when its very bytes are signed', async () => {
      await using trial = await open();
      const { ref, redirectUrl } = await trial.provider.create(newAsk());
      await trial.press(redirectUrl, 'succeed');
      const { rawBody, headers } = await trial.someWebhook();
      expect(trial.provider.verifyWebhook(rawBody, headers)).toEqual({ eventId: expect.any(String), ref });
      for (const [body, head] of [
        [rawBody.replace(ref, `${ref}x`), headers],
        [`${rawBody} `, headers],
        [rawBody, new Headers()],
      ] as const) {
        expect(() => trial.provider.verifyWebhook(body, head)).toThrow('not_signed_in');
      }
    });
  });
}

providerContract('sandbox', openSandboxTrial);
providerContract('stripe', openStripeTrial);
