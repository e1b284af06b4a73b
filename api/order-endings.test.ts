/** How an order ended, as its buyer and the staff read it. */
import { expect } from 'vitest';
import { test } from '../test/api.ts';
import { openHouse, placeOrder } from '../test/house.ts';

test('ORD-20: an order says who took it back, and nobody where nobody did', async ({ stores }) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale();
  const [kept, mine, theirs, paid] = [
    await placeOrder(api, sale),
    await placeOrder(api, sale),
    await placeOrder(api, sale),
    await placeOrder(api, sale),
  ];
  const json = { reason: 'the band is ill' };
  await api.ask('POST', `/api/orders/${mine.id}/cancel`, { ...mine, json: { reason: 'no time' } });
  await api.ask('POST', `/api/orders/${theirs.id}/cancel`, { token, json });
  await house.pay(paid);
  await api.ask('POST', `/api/orders/${paid.id}/refund`, { token, json });
  const says = async (order: typeof mine) => {
    const { state, takenBackBy, reason } = (await api.ask('GET', `/api/orders/${order.id}`, order)).body;
    return [state, takenBackBy, reason];
  };
  expect(await says(kept)).toEqual(['held', null, null]);
  expect(await says(mine)).toEqual(['cancelled', 'buyer', 'no time']);
  expect(await says(theirs)).toEqual(['cancelled', 'staff', 'the band is ill']);
  expect(await says(paid)).toEqual(['refund_pending', 'staff', 'the band is ill']);
});
