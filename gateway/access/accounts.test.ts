/** Accounts in line, over real sockets and stores: one place on every device, the better one after signing in. */
import { expect } from 'vitest';
import { systemClock } from '../../runtime/clock.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { type GatewayStores, openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newEntryId } from '../../test/stores.ts';
import { newSecret } from '../../test/visitor.ts';
import { signAccessToken, signAccountToken } from '../../tokens/access-token.ts';
import { closeCodes } from '../close-codes.ts';

const tokenOf = async ({ keys }: GatewayStores, accountId = `acc_${newEntryId()}`): Promise<string> => {
  const who = { accountId, loginId: 'log_1' };
  return (await signAccountToken(parseKeyRing(keys), who, systemClock())).accessToken;
};

test('ACC-7: the same account on another device, at another gateway, is the same place', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const accessToken = await tokenOf(stores);
  const [phone, laptop] = [newSecret(), newSecret()];
  const onPhone = gateway.visitor(sale.slug);
  const place = await onPhone.join({ accessToken, ...phone });
  await gateway.visitor(sale.slug).join();
  const onLaptop = other.visitor(sale.slug);
  expect(await onLaptop.join({ accessToken, ...laptop })).toMatchObject({ number: place.number, ahead: 0 });
  const tablet = newSecret();
  const onTablet = gateway.visitor(sale.slug);
  expect(await onTablet.join({ accessToken, ...tablet })).toMatchObject({ number: place.number });
  const stranger = await tokenOf(stores);
  expect(await gateway.visitor(sale.slug).join({ accessToken: stranger })).toMatchObject({ number: 3 });

  // Each device's pass is bound to its own secret.
  await sale.admit();
  await onPhone.hear('call');
  onLaptop.say({ type: 'claim', secret: laptop.secret });
  const passes = await Promise.all([onPhone, onLaptop, onTablet].map((device) => device.hear('pass')));
  const boundTo = ({ pass }: { pass: string }) =>
    JSON.parse(Buffer.from(pass.split('.')[1] ?? '', 'base64url').toString()).sh;
  expect(passes.map(boundTo)).toEqual([phone, laptop, tablet].map(({ secretHash }) => secretHash));
});

test('ACC-7: each device gets a receipt of its own, worth nothing to the other’s secret', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const accessToken = await tokenOf(stores);
  const [phone, laptop] = [newSecret(), newSecret()];
  const first = await gateway.visitor(sale.slug).join({ accessToken, ...phone });
  const second = await gateway.visitor(sale.slug).join({ accessToken, ...laptop });
  const visitor = await gateway.visitor(sale.slug).open();
  visitor.say({ type: 'join', receipt: second.receipt, secret: phone.secret });
  expect(await visitor.hear('refused')).toMatchObject({ code: 'secret_required' });
  const back = await gateway.visitor(sale.slug).join({ receipt: second.receipt, secret: laptop.secret });
  expect(back.number).toBe(first.number);
});

test('ACC-7: signing in keeps the place that was taken without it, and the account finds it on every device', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const phone = newSecret();
  const visitor = gateway.visitor(sale.slug);
  const before = await visitor.join(phone);
  await gateway.visitor(sale.slug).join();
  const accessToken = await tokenOf(stores);
  const { receipt } = before;
  expect(await visitor.join({ accessToken, receipt, ...phone })).toMatchObject({ number: 1, ahead: 0 });
  expect(await gateway.visitor(sale.slug).join({ accessToken, ...newSecret() })).toMatchObject({ number: 1 });
  expect(await gateway.visitor(sale.slug).join({ accessToken })).toMatchObject({ number: 1 });
  // Without the account it is the browser's place as before.
  expect(await gateway.visitor(sale.slug).join({ receipt, secret: phone.secret })).toMatchObject({
    number: 1,
  });
});

test('ACC-7: of two places the better stays, and sockets of the other one, here and elsewhere, come back to it', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const accessToken = await tokenOf(stores);
  const [phone, laptop] = [newSecret(), newSecret()];
  const front = await gateway.visitor(sale.slug).join(phone);
  await gateway.visitor(sale.slug).join();
  const atHome = other.visitor(sale.slug);
  const back = await atHome.join({ accessToken, ...laptop });
  expect([front.number, back.number]).toEqual([1, 3]);
  await other.tick(); // From here on it hears of this sale.

  const signedIn = gateway.visitor(sale.slug);
  expect(await signedIn.join({ accessToken, ...phone, receipt: front.receipt })).toMatchObject({ number: 1 });
  expect(await atHome.closed).toBe(closeCodes.moved);
  const again = await other.visitor(sale.slug).join({ accessToken, ...laptop, receipt: back.receipt });
  expect(again).toMatchObject({ number: 1, ahead: 0 });
  // Nobody is in line twice: two visitors, two places.
  expect(again.waiting).toBe(2);
});

test('ACC-7: twelve devices with a place each sign in at once, at two gateways: one place is left, the best', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const devices = [];
  for (let n = 0; n < 12; n += 1) {
    const secret = newSecret();
    const { receipt } = await gateway.visitor(sale.slug).join(secret);
    devices.push({ receipt, ...secret });
  }
  const accessToken = await tokenOf(stores);
  const signIn = async (device: object, at: typeof gateway): Promise<number | undefined> => {
    for (;;) {
      const visitor = await at.visitor(sale.slug).open();
      visitor.say({ type: 'join', accessToken, ...device });
      const answer = await Promise.race([visitor.hear('place'), visitor.hear('refused')]);
      if (answer.type === 'place') return answer.number;
      expect(answer.code).toBe('busy'); // Somebody else kept a place meanwhile: both are compared again.
    }
  };
  await Promise.all(devices.toReversed().map((device, n) => signIn(device, n % 2 ? gateway : other)));
  for (const device of devices) expect(await signIn(device, gateway)).toBe(1);
  expect(await gateway.visitor(sale.slug).join({ accessToken })).toMatchObject({ number: 1, waiting: 1 });
});

test('ACC-7: where the account stands further in front, its place stays and the browser’s is given up', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const accessToken = await tokenOf(stores);
  await gateway.visitor(sale.slug).join({ accessToken, ...newSecret() });
  const phone = newSecret();
  const tab = gateway.visitor(sale.slug);
  const own = await tab.join(phone);
  const signedIn = gateway.visitor(sale.slug);
  expect(await signedIn.join({ accessToken, receipt: own.receipt, ...phone })).toMatchObject({ number: 1 });
  expect(await tab.closed).toBe(closeCodes.moved);
  expect(await gateway.visitor(sale.slug).join({ accessToken })).toMatchObject({ number: 1, waiting: 1 });
});

test('ACC-7: a secret that is only named brings nobody’s place to an account, and takes none away', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const victim = newSecret();
  const theirs = gateway.visitor(sale.slug);
  const { receipt } = await theirs.join(victim);
  const accessToken = await tokenOf(stores);
  const { secretHash } = victim;
  const thief = await gateway.visitor(sale.slug).join({ accessToken, secretHash });
  expect(thief).toMatchObject({ number: 2 });
  expect(await gateway.visitor(sale.slug).join({ accessToken })).toMatchObject({ number: 2 });
  const back = await gateway.visitor(sale.slug).join({ receipt, secret: victim.secret });
  expect(back).toMatchObject({ number: 1 });
});

test('ACC-8: a sale for accounts gives numbers to accounts alone, and a place in it outlives the sign-in', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { audience: 'accounts' });
  await using gateway = await openTestGateway(stores);
  const me = newSecret();
  const staff = { kind: 'staff', staffId: 'stf_1', role: 'owner', loginId: 'log_1' } as const;
  const { accessToken: staffToken } = await signAccessToken(parseKeyRing(stores.keys), staff, systemClock());
  const old = { accountId: 'acc_1', loginId: 'log_1' };
  const { accessToken: over } = await signAccountToken(
    parseKeyRing(stores.keys),
    old,
    systemClock() - 3_600_000,
  );
  for (const shown of [me, {}, { accessToken: staffToken }, { accessToken: over }, { accessToken: 'x' }]) {
    const visitor = await gateway.visitor(sale.slug).open();
    visitor.say({ type: 'join', ...shown });
    expect(await visitor.hear('refused')).toMatchObject({ code: 'not_signed_in' });
  }
  const visitor = gateway.visitor(sale.slug);
  const { receipt, number } = await visitor.join({ accessToken: await tokenOf(stores), ...me });
  expect(number).toBe(1);
  expect(await gateway.visitor(sale.slug).join({ receipt, secret: me.secret })).toMatchObject({ number: 1 });
  visitor.say({ type: 'leave', secret: me.secret });
  await visitor.hear('place', ({ state }) => state === 'left');
  const again = await gateway.visitor(sale.slug).open();
  again.say({ type: 'join', receipt, secret: me.secret });
  expect(await again.hear('refused')).toMatchObject({ code: 'not_signed_in' });
});
