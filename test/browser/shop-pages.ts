/** What a buyer's pages are told while they load, one page each, and by which words one knows that they have loaded. */
import type { BasketItem, BasketView } from '../../domain/basket-standing.ts';
import type { OrderView } from '../../domain/order-view.ts';
import type { SaleView } from '../../domain/sale.ts';
import type { OwnTicketView, TransferView } from '../../domain/ticket-view.ts';
import type { FakeShop } from './fake-shop.ts';
import { saleView } from './line-states.ts';
import { orderView, ticketViews } from './order-states.ts';

export interface ShopPage {
  readonly address: string;
  /** What is read once it has loaded. */
  readonly seen: string;
  /** What this browser has kept from before. */
  readonly kept?: Readonly<Record<string, unknown>>;
}

const ferry: SaleView = saleView('ferry');
const record: SaleView = saleView('record', {
  ...{ title: 'Harbour Nights, on vinyl', mode: 'shelf', fulfilment: 'shipping', picture: 'record' },
});
const wanted = { slug: 'record', tierId: 'Balcony B', quantity: 1, title: record.title, name: 'Balcony B' };
const item: BasketItem = {
  ...{ ...wanted, standing: 'ready', left: 600, tier: record.tiers[2] ?? null },
  ...{ sale: record, amount: { amount: 99_000, currency: 'KRW' } },
};
const list: BasketView = { items: [item], orders: [], totals: [], nextCursor: null };
const account = { id: 'acc_1', email: 'm@example.com', name: 'Minseo Han', phone: null, language: 'en' };
const { sale } = orderView('issued');
const transfer: TransferView = {
  ...{ id: 'tra_1', state: 'offered', from: { name: 'Minseo Han' }, offeredAt: '2026-01-01T00:00:00Z', sale },
  ...{ to: { email: 'j@example.com', name: 'Jiwoo Park' }, tierName: 'Balcony B', ticket: null },
};
const owned: OwnTicketView = {
  ...{ how: 'bought', orderId: 'ord_1', transferId: null, from: null, holder: { name: 'Minseo Han' } },
  ...{ sale, tierName: 'Balcony B', ticket: ticketViews[0] ?? null },
};
const card = { names: { ko: '테스트 결제', en: 'Test money' }, label: 'Test money' };
const concerts = { slug: 'Concert', parent: null, name: { en: 'Concerts', ko: '공연' } };

/** What the order's page hears, look by look, of somebody who comes back from the bank; at first it has the held one. */
const paidOrder: readonly OrderView[] = [orderView('paying'), orderView('paid'), orderView('issued')];
const kept = { 'usher.order.ord_1': 'key', 'usher.checkout.ferry': 'ord_2', 'usher.order.ord_2': 'key' };

/** Tells the shop all of it, from the first look on. */
export function tellShop({ answers }: FakeShop): void {
  let looks = 0;
  const told: Readonly<Record<string, unknown>> = {
    'GET /payment-methods': { items: [{ provider: 'sandbox', test: true, brands: [], ...card }] },
    'GET /categories': { items: [concerts] },
    'GET /sales': { items: [ferry, record], nextCursor: null },
    'GET /sales/ferry': ferry,
    'GET /sales/record': record,
    'POST /stock': { items: [{ slug: 'ferry', tiers: [{ available: 400 }] }] },
    'POST /basket/preview': list,
    'GET /me/tickets': { items: [owned], nextCursor: null },
    'POST /auth/refresh': {
      accessToken: 'a',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      account,
    },
    'GET /orders/ord_2': { ...orderView('held'), id: 'ord_2' },
    'GET /orders/ord_1/tickets': { items: ticketViews },
    'GET /transfers/tra_1': transfer,
  };
  for (const [name, body] of Object.entries(told)) answers.set(name, () => ({ body }));
  answers.set('GET /orders/ord_1', () => ({ body: paidOrder[Math.min(looks++, paidOrder.length - 1)] }));
}

const signedIn = { 'usher.signed-in': 'yes' };

export const shopPages: Readonly<Record<string, ShopPage>> = {
  'the list of sales': { address: '/', seen: record.title },
  'the page of a sale': { address: '/sales/ferry', seen: ferry.title },
  'the page of a general item': { address: '/sales/record', seen: record.title },
  basket: {
    ...{ address: '/basket', seen: 'What will be ordered' },
    kept: { 'usher.basket': { items: [wanted], ordered: [] } },
  },
  wishes: {
    ...{ address: '/wishlist', seen: record.title },
    kept: { 'usher.wishlist': { items: [wanted], ordered: [] } },
  },
  checkout: { address: '/sales/record/checkout', seen: 'Choose' },
  'the checkout of what is held': { address: '/sales/ferry/checkout', seen: 'Your tickets', kept },
  'an order back from the bank': {
    ...{ address: '/orders/ord_1', seen: 'Your tickets' },
    kept: { ...kept, 'usher.copy.ord_1': { order: orderView('held'), tickets: [], seenAtMs: Date.now() } },
  },
  tickets: { address: '/tickets', seen: 'To show at the door', kept: signedIn },
  'a ticket that was given': {
    ...{ address: '/transfer/tra_1', seen: 'Minseo Han gives you a ticket' },
    kept: { 'usher.transfer.tra_1': 'key' },
  },
};
