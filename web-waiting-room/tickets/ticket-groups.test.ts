/** How tickets are put together on their page. */
import { expect, test } from 'vitest';
import type { OwnTicketView, TicketView } from '../../domain/ticket-view.ts';
import { groupTickets, toShowOf } from './ticket-groups.ts';

const nowMs = Date.parse('2027-03-12T12:00:00Z');
let made = 0;

function own(more: Partial<OwnTicketView> & { state?: TicketView['state']; startsAt?: string | null } = {}) {
  const { state = 'valid', startsAt = '2027-03-12T18:00:00Z', ...facts } = more;
  made += 1;
  const ticket = {
    id: `tic_${made}`,
    state,
    token: state === 'void' ? null : 't',
    offer: null,
  } as TicketView;
  return {
    ...{ how: 'bought', orderId: 'ord_1', transferId: null, from: null, holder: { name: 'Minseo' } },
    sale: { slug: 's', title: 'T', venue: null, startsAt, timeZone: 'Asia/Seoul' },
    ...{ tierName: 'Floor', ticket, ...facts },
  } as OwnTicketView;
}
const offer = own({ how: 'offered', orderId: null, transferId: 'trf_1', ticket: null });

test('PAG-70: tickets of one order stand together, an offer and a gift for themselves', () => {
  const items = [
    own(),
    own({ tierName: 'Seat' }),
    own(),
    own({ state: 'used' }),
    offer,
    own({ how: 'given', orderId: null, transferId: 'trf_2' }),
  ];
  const { offered, toShow, over } = groupTickets(items, nowMs);
  expect(offered.map(({ href }) => href)).toEqual(['/transfer/trf_1']);
  expect(toShow.map(({ href, tiers }) => [href, tiers])).toEqual([
    [
      '/orders/ord_1',
      [
        { name: 'Floor', count: 2 },
        { name: 'Seat', count: 1 },
      ],
    ],
    ['/transfer/trf_2', [{ name: 'Floor', count: 1 }]],
  ]);
  expect(over.map(({ href, items: { length } }) => [href, length])).toEqual([['/orders/ord_1', 1]]);
  expect(toShow.map((group) => toShowOf(group).length)).toEqual([3, 1]);
  expect(groupTickets([], nowMs)).toEqual({ offered: [], toShow: [], over: [] });
});

test('PAG-70: the next event comes first; what began a day ago and what has no time come last', () => {
  const starts = [
    '2027-05-01T00:00:00Z',
    '2027-03-11T11:00:00Z',
    null,
    '2027-03-12T10:00:00Z',
    '2027-04-01T00:00:00Z',
  ];
  const items = starts.map((startsAt, n) => own({ startsAt, orderId: `ord_${n}` }));
  const { toShow } = groupTickets(items, nowMs);
  expect(toShow.map(({ href }) => href)).toEqual([3, 4, 0, 1, 2].map((n) => `/orders/ord_${n}`));
});
